"""What holds while a sentence is read: who acts, under which modal.

Takes: the clauses of a passage, one after the other. Gives: a `State` after each. Subject and modal hold
until the sentence names others (conventions, 6 and 10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import read_subject, split_subject
from converters.annotation.actors.open_actors import open_actors, open_agent
from converters.annotation.forms import is_adverbial, is_fronted
from converters.annotation.measures.directing import leading_actors
from converters.annotation.measures.modals import Force
from converters.annotation.records import Bearer
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.measures.phrases import Phrase
    from converters.annotation.records import ActorMention, Passage

_POLITIES: Final = frozenset(
    {"本省", "本市", "本自治区", "本自治州", "本县", "本区", "国家", "全省", "全市"}
)
_CHARGED: Final = re.compile("法律、(?:行政)?法规(?:、规章)?规定的(?=相关|有关)")
_FINDING: Final = re.compile("(?:发现|出现|存在|遇有)")
_SHORTEST_ACT: Final = 4  # characters: a verb and its object
# A zone is spoken of as a province is: 自贸试验区实行…, 特区坚持….
_ZONE: Final = re.compile(
    "^(?!各)[^的]*(?:开发区|试验区|示范区|特区|合作区|集聚区|高新区|新区|自由贸易港|自贸港)$"
)
_AGENT: Final = re.compile(
    r"(?<![自理缘事为其转])(?<![建设成]立)(?<![实推]行)由其?(?!于|此|[^，]*组成$|[^，]{2,30}所[^在有需属])"
)


@dataclass(frozen=True, slots=True)
class State:
    """What holds within a sentence: who acts, under which modal, for which governed subject."""

    bearers: tuple[Bearer, ...] = ()
    subject: str = ""  # organ, conditional (that of a condition), polity, other, or none
    force: Force | None = None
    governed: tuple[ActorMention, ...] = ()


NOTHING: Final = State()
"""Nobody acts, and no modal holds."""


@dataclass(slots=True)
class Standing:
    """The state of the sentence that is read in a passage, and of the sentence before it."""

    passage: Passage
    masked: str
    state: State = NOTHING
    before: State = NOTHING
    in_sentence: bool = False  # the sentence has had a predicate
    condition_subject: tuple[Bearer, ...] = ()
    topic: Span | None = None  # words of the last subject that is no actor

    def next_sentence(self) -> None:
        """。 ends what holds."""
        self.topic = None
        self.before, self.state = self.state, State()

    def act(self, bearers: tuple[Bearer, ...]) -> None:
        """From here on these act, without a modal so far."""
        names = {bearer.actor.name for bearer in bearers}
        polity = names & _POLITIES or any(_ZONE.search(name) for name in names)
        self.state = State(bearers, "polity" if polity else "organ" if bearers else "")

    def govern(self, phrase: Phrase) -> int:
        """The modal of a clause and its subject hold from here on; gives where the action begins."""
        modal = phrase.modal
        assert modal is not None  # noqa: S101 – asked only of phrases with a modal
        before = self.masked[phrase.start : modal.start]
        begin = modal.end
        self.topic = None
        if is_adverbial(before):
            self.carry(modal.force)
            return begin
        actors = self.leading(phrase.start, modal.start) or phrase.subject(modal.start)
        if actors:
            self.act(acting(actors))
            end = max(piece.end for actor in actors for piece in actor.pieces)
            between = self.masked[end : modal.start]
            if not is_adverbial(between) and is_fronted(between):
                begin = end
        elif is_fronted(before) or (self.in_sentence and _FINDING.match(before)):
            self.carry(modal.force)  # 发现问题应当…
            begin = phrase.start
        elif actors := open_actors(
            self.passage, self.masked, phrase.start, modal.start
        ) or self._acting_before(phrase.start, modal.start):
            self.act(acting(actors))
        else:
            self.topic = Span(phrase.start, modal.start)
            self.state = State(subject="other")
        self.state = replace(self.state, force=modal.force, governed=())
        return begin

    def _acting_before(self, start: int, end: int) -> tuple[ActorMention, ...]:
        """An actor that does something before the modal: 合作股东转让股份应当…, not 功能区设置应当…."""
        actors = open_agent(self.passage, self.masked, start, end)
        return actors if actors and end - actors[-1].pieces[-1].end >= _SHORTEST_ACT else ()

    def leading(self, start: int, end: int) -> tuple[ActorMention, ...]:
        """The actor before a fronted phrase: 自然资源主管部门对排名靠前的园区应当…."""
        split = split_subject(self.passage, start, end)
        if split is None or not is_fronted(self.masked[split:end]):
            return ()
        return read_subject(self.passage, start, split)

    def carry(self, force: Force) -> None:
        """A modal without subject: that of the condition, of the sentence, or of the one before."""
        bearers, subject = self.state.bearers, self.state.subject
        if self.condition_subject and not (self.in_sentence and subject == "organ"):
            bearers, subject = self.condition_subject, "conditional"
        elif not self.in_sentence and not subject:
            bearers, subject = self.before.bearers, self.before.subject
        self.state = State(bearers, subject, force)

    def resume(self, *, acting_only: bool = False) -> None:
        """A sentence that begins with its verb after one with 应当: subject and modal go on."""
        if self.before.force in {Force.OUGHT, None} and self.before.subject in {
            "organ",
            "conditional",
        }:
            force = None if acting_only else self.before.force
            self.state = replace(self.before, force=force, governed=())

    def agent(self, start: int, end: int) -> bool:
        """由 + actor + verb: the actor acts."""
        for match in _AGENT.finditer(self.masked, start, end):
            charged = _CHARGED.match(self.masked, match.end(), end)
            actors = leading_actors(self.passage, charged.end() if charged else match.end(), end)
            if not actors:
                actors = open_agent(self.passage, self.masked, match.end(), end)
            if actors:
                self.state = replace(self.state, bearers=acting(actors), subject="organ")
                return True
        return False

    def subject_from(self, start: int, end: int) -> int | None:
        """The actor that the words begin with acts, under the modal that holds; gives where it ends."""
        split = split_subject(self.passage, start, end)
        if split is not None:
            bearers = acting(read_subject(self.passage, start, split))
            self.state = replace(self.state, bearers=bearers, subject="organ")
        return split


def acting(actors: tuple[ActorMention, ...]) -> tuple[Bearer, ...]:
    """The actors as bearers without a stated role."""
    return tuple(Bearer(actor) for actor in actors)
