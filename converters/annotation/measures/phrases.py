"""Clauses as phrases: what can be read off the words of one clause.

Takes: a sentence of a passage. Gives: `Phrase`s, each with its modal, its subject and where that ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import read_subject, split_subject
from converters.annotation.actors.open_actors import ends_as_actor, open_actors, open_subject_end
from converters.annotation.actors.phrases import ASIDES
from converters.annotation.clauses import MASK
from converters.annotation.forms import is_adverbial, is_condition, is_described, opens_predicate
from converters.annotation.measures.modals import Modal, find_modal, find_urging

if TYPE_CHECKING:
    from converters.annotation.clauses import Sentence
    from converters.annotation.records import ActorMention, Passage

_LINK: Final = re.compile(
    r"(?:并且|并(?![购网联轨行列重举存排])|同时(?!期)|但是|但(?!书)|而且|其中|此外|也(?!门)|还)+"
)
_PLACE: Final = re.compile(r"在(?!职(?!业)|[校沪京华津渝穗深编读岗建营册籍线])[^的]+$")
# Verbs that are part of no actor's name: 改革国有资本授权经营体制.
_NO_SUBJECT: Final = re.compile(
    "(?:改革|完善|加强|加大|健全|扩大|优化|深化)(?!开放)|创新人才(?=培养|引进|评价|激励|发现|服务)"
)
_ASIDE: Final = re.compile(f"（{MASK}*）")
_IS: Final = re.compile("是(?!否)")
_NAMED: Final = re.compile("[^的]+(?:部门|单位|机构|人员|者|企业|机关|组织|团体)")
# What the actors are, after a list of them: 工会、妇联等社会团体.
_ET_CETERA: Final = re.compile("等[^，、]{2,8}")


@dataclass(frozen=True)
class Phrase:
    """A clause without the link that opens it (并, 同时), and what can be read off its words."""

    passage: Passage
    masked: str  # of the whole passage
    start: int
    end: int
    mark: str
    linked: bool = False  # by 并 or its like to the clause before
    is_name: bool = False  # its modal is part of a name: 依法必须招标项目的招标人，(不得…)

    @cached_property
    def words(self) -> str:
        """The masked words of the clause."""
        return self.masked[self.start : self.end]

    @cached_property
    def modal(self) -> Modal | None:
        """The modal that governs it, at its place in the passage."""
        return None if self.is_name else _placed(find_modal(self.words), self.start)

    @cached_property
    def urging(self) -> Modal | None:
        """The 鼓励, 支持 or 引导 that it begins with."""
        return _placed(find_urging(self.words), self.start)

    @cached_property
    def split(self) -> int | None:
        """Where its subject ends, if it has no modal and begins with an actor that acts."""
        if _PLACE.match(self.words) or _NO_SUBJECT.match(self.words):
            return None
        split = split_subject(self.passage, self.start, self.end)
        if split is None:
            named = self._named_before_aside()
            return named or open_subject_end(self.masked, self.start, self.end)
        aside = _ASIDE.match(self.masked, split, self.end)
        return aside.end() if aside else split

    def _remark(self, end: int) -> re.Match[str] | None:
        """The remark on the actors of its subject: （以下统称有关部门）."""
        aside = _ASIDE.search(self.masked, self.start, end)
        is_remark = aside and self.passage.folded.startswith(ASIDES, aside.start() + 1)
        return aside if is_remark else None

    def _named_before_aside(self) -> int | None:
        """Where the remark ends, if actors and nothing else stand before it and a predicate behind."""
        aside = self._remark(self.end)
        if aside is None or not opens_predicate(self.masked[aside.end() : self.end]):
            return None
        return aside.end() if read_subject(self.passage, self.start, aside.start()) else None

    @property
    def is_governed(self) -> bool:
        """Whether a modal or an urging verb stands in it."""
        return self.modal is not None or self.urging is not None

    @cached_property
    def opens_with_modal(self) -> bool:
        """Whether it begins with a modal, adverbs passed over."""
        return self.modal is not None and is_adverbial(self.masked[self.start : self.modal.start])

    @cached_property
    def states_condition(self) -> bool:
        """Whether it ends as a condition does."""
        return is_condition(self.words)

    def subject(self, end: int | None = None) -> tuple[ActorMention, ...]:
        """The actors of its subject, which ends at `end` or where its predicate begins."""
        stop = self.split if end is None else end
        if stop is None:
            return ()
        aside = self._remark(stop)
        if aside and aside.end() == stop:
            stop = aside.start()
        known = read_subject(self.passage, self.start, stop)
        if known or end is not None:
            return known
        return open_actors(self.passage, self.masked, self.start, stop)


def _placed(modal: Modal | None, offset: int) -> Modal | None:
    return modal and Modal(modal.force, modal.start + offset, modal.end + offset)


def read_phrases_of(passage: Passage, masked: str, sentence: Sentence) -> tuple[Phrase, ...]:
    """The clauses of a sentence as phrases; what is nothing but a link is left out."""
    phrases: list[Phrase] = []
    for clause in sentence:
        link = _LINK.match(masked, clause.start, clause.end)
        start = link.end() if link else clause.start
        listed = phrases and masked.startswith(("以及", "及其"), start)
        if listed and phrases[-1].mark == "，" and is_subject(phrases[-1]):
            start = phrases.pop().start
        if start < clause.end:
            linked = link is not None and link[0].startswith("并")
            phrases.append(Phrase(passage, masked, start, clause.end, clause.mark, linked))
    return tuple(
        replace(phrase, is_name=True) if _is_name(phrase, following) else phrase
        for phrase, following in zip_longest(phrases, phrases[1:])
    )


def _is_name(phrase: Phrase, following: Phrase | None) -> bool:
    """Whether a clause names who must do what the next clause says, with a modal in the name."""
    modal = phrase.modal
    return (
        modal is not None
        and following is not None
        and following.opens_with_modal
        and phrase.mark == "，"
        and "的" in phrase.masked[modal.end : phrase.end]
        and ends_as_actor(phrase.words)
    )


def is_subject(phrase: Phrase) -> bool:
    """A clause that is the subject and nothing else."""
    if phrase.modal or phrase.split is not None or _IS.search(phrase.words):
        return False
    if opens_predicate(phrase.words) and not is_described(phrase.words):
        return False
    actors = phrase.subject(phrase.end)
    return bool(actors) and max(p.end for actor in actors for p in actor.pieces) == phrase.end


def is_named_subject(phrase: Phrase) -> bool:
    """A clause that is a name with a verb in it, or a list with what its members are.

    建设单位, 生产、经营单位, 工会、妇联等社会团体.
    """
    if phrase.is_governed or not _NAMED.fullmatch(phrase.words):
        return False
    pieces = [piece for actor in phrase.subject(phrase.end) for piece in actor.pieces]
    if not pieces or min(piece.start for piece in pieces) > phrase.start:
        return False
    rest = phrase.masked[max(piece.end for piece in pieces) : phrase.end]
    return not rest or _ET_CETERA.fullmatch(rest) is not None
