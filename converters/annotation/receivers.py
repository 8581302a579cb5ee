"""Targets: who receives an action, benefits from it or is addressed by it.

Takes: the predicates of a passage in text order. Gives: the targets of each. They are the actors that the
action names, the subject that a directing verb governs, and, where an action names none, whom the sentence
has spoken of before (conventions, 11).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.records import Modality
from converters.annotation.targets import find_targets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.annotation.predicates import Predicate
    from converters.annotation.records import ActorMention, Passage

Targets = tuple["ActorMention", ...]

_PRONOUN: Final = re.compile("其(?!他|它|中|余|实|次)|你们|该(?:企业|单位|机构)")
_SAME_RECEIVER: Final = frozenset({Modality.EXEMPTION, Modality.LIABILITY})


def find_receivers(
    passage: Passage, predicates: Sequence[Predicate], addressees: Targets = ()
) -> tuple[Targets, ...]:
    """The targets of each predicate; `addressees` are whom a notice means by 你们."""
    found: list[Targets] = []
    for number, predicate in enumerate(predicates):
        before = predicates[number - 1] if number else None
        same_sentence = before is not None and before.sentence == predicate.sentence
        known = found[-1] if same_sentence else ()
        targets = _own(passage, predicate)
        if predicate.carried and (not targets or predicate.modality is Modality.ENCOURAGEMENT):
            targets = _united(targets, predicate.carried)
        if not targets and _goes_on(passage, predicate, before):
            targets = known or addressees
        acting = {bearer.actor.name for bearer in predicate.bearers}
        found.append(tuple(actor for actor in targets if actor.name not in acting))
    return tuple(found)


def _own(passage: Passage, predicate: Predicate) -> Targets:
    """The actors that the predicate, its dropped topic and its condition name."""
    span, topic = predicate.span, predicate.topic
    named = find_targets(passage, span.start, span.end, bool(predicate.governed))
    of_topic = find_targets(passage, topic.start, topic.end, True) if topic else ()
    affected = predicate.affected if predicate.modality in _SAME_RECEIVER else ()
    return _united(of_topic, affected, predicate.governed, named)


def _goes_on(passage: Passage, predicate: Predicate, before: Predicate | None) -> bool:
    """Whether an action without targets means those of the predicate before it."""
    words = predicate.span.of(passage.folded)
    if _PRONOUN.search(words):
        return True
    return (
        before is not None
        and predicate.modality in _SAME_RECEIVER
        and before.modality is predicate.modality
    )


def _united(*groups: Targets) -> Targets:
    """The actors of all groups, each name once."""
    return tuple({actor.name: actor for group in groups for actor in group}.values())
