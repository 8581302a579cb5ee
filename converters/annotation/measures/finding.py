"""The predicates that a passage has had so far, each with its modality, bearers and condition.

Takes: the words of a predicate, what waits for it and what holds in its sentence. Gives: `Predicate`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import find_joint
from converters.annotation.measures.directing import end_of_directing
from converters.annotation.measures.modality import (
    deems,
    enjoys,
    excuses,
    modality_of,
    states_principle,
)
from converters.annotation.measures.modals import Force
from converters.annotation.measures.parallels import split_parallels
from converters.annotation.measures.predicates import Predicate
from converters.annotation.records import Bearer, BearerRole, Modality
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.measures.standing import Standing
    from converters.annotation.records import ActorMention, Passage

# 可以处罚款: what may be done to who breaks a rule is a liability too.
_IN_CONSEQUENCE: Final = frozenset(
    {
        *(Modality.OBLIGATION, Modality.DECLARATION, Modality.PERMISSION),
        *(Modality.PROHIBITION, Modality.SUPPORT),
    }
)
_PARTNERING: Final = re.compile("会同|联合")
_NOBODY: Final = re.compile(r"追究[^，]{0,8}刑事责任")
_NOBODY_ELSE: Final = re.compile(r"追究[^，]{0,8}法律责任")  # than who acts by another condition


@dataclass(slots=True)
class Waiting:
    """What waits for a predicate: where it begins, and the condition in it."""

    start: int | None = None
    condition_from: int | None = None
    condition: Span | None = None
    directed_from: int | None = None  # where a clause directs an actor, with manner only

    def add(self, start: int) -> None:
        """What begins at `start` waits."""
        if self.start is None:
            self.start = start

    def add_condition(self, start: int, end: int, *, is_whole: bool) -> None:
        """A condition, or the first clauses of one."""
        if self.condition_from is None:
            self.condition_from = start
        if is_whole:
            self.condition = Span(self.condition_from, end)

    def begin(self, start: int) -> int:
        """Where a predicate begins whose own words begin at `start`."""
        return start if self.start is None else self.start


@dataclass(slots=True)
class Found:
    """The predicates of a passage, in text order."""

    passage: Passage
    masked: str
    bodies: tuple[Bearer, ...]  # of the closing bracket of a notice's item
    standing: Standing
    notice: bool
    predicates: list[Predicate] = field(default_factory=list)
    sentence: int = 0
    consequence: bool = False  # the last one of the sentence lays down a liability
    lasting: Span | None = None  # the last condition, up to ；

    def end_sentence(self) -> None:
        """Where nobody in particular must follow a principle, all of the sentence states principles."""
        of_sentence = [p for p in self.predicates if p.sentence == self.sentence]
        guided = any(
            p.modality is Modality.DECLARATION and states_principle(p.span.of(self.masked), "")
            for p in of_sentence
        )
        if not guided or any(p.bearers or p.governed for p in of_sentence):
            return
        for at, predicate in enumerate(self.predicates):
            if predicate.sentence == self.sentence and predicate.modality is Modality.OBLIGATION:
                self.predicates[at] = replace(predicate, modality=Modality.DECLARATION)

    def next_sentence(self, number: int) -> None:
        """The sentence of this number begins."""
        self.sentence = number
        self.consequence = False
        self.lasting = None

    def go_on(self, end: int) -> None:
        """The last predicate goes on up to `end`."""
        last = self.predicates[-1]
        self.predicates[-1] = replace(last, span=Span(last.span.start, end))

    def last_condition(self, waiting: Waiting, mark: str) -> None:
        """The condition of the predicate just read holds up to ；."""
        self.lasting = None if mark == "；" else waiting.condition or self.lasting

    def put(self, predicate: Predicate) -> None:
        """One more predicate of the sentence."""
        self.predicates.append(replace(predicate, sentence=self.sentence))
        self.standing.in_sentence = True

    def emit(
        self, words: Span, rule: str, governed: tuple[ActorMention, ...], waiting: Waiting
    ) -> None:
        """The predicates of the words, the first with what waited for it."""
        for left, right in split_parallels(words.of(self.masked)):
            own = Span(words.start + left, words.start + right)
            span = own if left else Span(waiting.begin(own.start), own.end)
            self._emit_one(span, own, rule, () if left else governed, waiting)

    def _emit_one(
        self,
        span: Span,
        own: Span,
        rule: str,
        governed: tuple[ActorMention, ...],
        waiting: Waiting,
    ) -> None:
        """A predicate of its own words; the span has what waited for it as well."""
        standing, words = self.standing, own.of(self.masked)
        condition = waiting.condition.of(self.masked) if waiting.condition else ""
        modality = self._modality(words, condition)
        self._take_from_bearers(modality, words)
        carried = standing.state.governed
        joins = not (governed or carried or standing.state.subject == "polity")
        joins = joins and end_of_directing(words, 0, len(words)) is None
        partnering = _PARTNERING.match(self.masked, span.start) is not None
        bearers = self._bearers(
            words, span if partnering else own, joins=joins, conditioned=bool(condition)
        )
        acting_names = {bearer.actor.name for bearer in bearers}
        affected = standing.condition_subject
        self.put(
            Predicate(
                span,
                modality,
                rule,
                bearers,
                governed=governed,
                carried=() if governed else carried,
                affected=tuple(b.actor for b in affected if b.actor.name not in acting_names),
                topic=standing.topic,
                condition=waiting.condition or self.lasting,
            )
        )

    def _take_from_bearers(self, modality: Modality, words: str) -> None:
        """Who is exempted or enjoys a benefit does not act."""
        standing = self.standing
        exempt = modality is Modality.EXEMPTION and (
            standing.state.subject == "conditional" or excuses(words)
        )
        enjoying = modality in {Modality.SUPPORT, Modality.PERMISSION} and enjoys(words)
        if enjoying:
            standing.condition_subject = standing.state.bearers or standing.condition_subject
        if exempt or enjoying:
            standing.state = replace(standing.state, bearers=(), subject="")

    def _modality(self, words: str, condition: str) -> Modality:
        state = self.standing.state
        modality = modality_of(
            words,
            None if deems(words) else state.force,
            subject=state.subject,
            condition=condition,
            notice=self.notice,
        )
        if self.consequence and modality in _IN_CONSEQUENCE:
            modality = Modality.LIABILITY
        self.consequence = modality is Modality.LIABILITY and state.force in {None, Force.BAN}
        return modality

    def _bearers(
        self, words: str, own: Span, *, joins: bool, conditioned: bool
    ) -> tuple[Bearer, ...]:
        nobody = _NOBODY.search(words) or (conditioned and _NOBODY_ELSE.search(words))
        if deems(words) or (nobody and "由" not in words):
            return ()
        acting = self.standing.state.bearers
        partners = find_joint(self.passage, own.start, own.end) if joins else ()
        if partners:
            acting = tuple(
                replace(b, role=BearerRole.LEAD) if b.role is BearerRole.BEARER else b
                for b in acting
            )
        joint = tuple(Bearer(actor, BearerRole.JOINT) for actor in partners)
        if joint and "会同" in own.of(self.masked):
            # Partners stay partners to the end of the sentence.
            self.standing.state = replace(self.standing.state, bearers=(*acting, *joint))
        names = {bearer.actor.name for bearer in acting}
        return (*acting, *joint, *(b for b in self.bodies if b.actor.name not in names))
