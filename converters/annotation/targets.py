"""The actors that an action is for: who receives it, benefits from it or is addressed by it.

Takes: a passage and the span of an action. Gives: `ActorMention`s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converters.annotation.actor_names import read_names
from converters.annotation.actor_phrases import read_phrases
from converters.annotation.actors import mention

if TYPE_CHECKING:
    from converters.annotation.actor_names import Name
    from converters.annotation.actor_phrases import Phrase
    from converters.annotation.records import ActorMention, Passage

_AGENT: Final = frozenset({"由", "经", "会同", "按照", "根据", "依据", "依照", "按", "联合"})


def find_targets(
    passage: Passage, start: int, end: int, governed_subject: bool
) -> tuple[ActorMention, ...]:
    """The targets of the action text[start:end].

    `governed_subject` says that the action is a clause governed by 鼓励 or 支持 and begins with its own
    subject: that is a target of any category.
    """
    found: dict[str, ActorMention] = {}
    for phrase in read_phrases(passage.folded, start, end):
        is_subject = governed_subject and phrase.start == start
        for name in read_names(passage.folded, phrase).names:
            if is_subject or _counts(phrase, name, passage.folded):
                record = mention(passage, name)
                found.setdefault(record.name, record)
    return tuple(found.values())


def _counts(phrase: Phrase, name: Name, folded: str) -> bool:
    before = phrase.before.entry.term if phrase.before else ""
    if before in _AGENT:
        return False
    return name.category not in {"platform", "fund", "polity", "capital_bare"}
