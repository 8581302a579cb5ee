"""Roles of the clauses of a sentence: which waits for which predicate.

Takes: the clauses of a sentence. Gives: each as a `Phrase` with its `Role`. Conditions, circumstances,
manner, topics and subjects wait for the predicate that follows them; a list or an exception goes on
with the predicate before it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import read_subject, split_subject
from converters.annotation.actors.open_actors import ends_as_actor
from converters.annotation.forms import (
    continues,
    has_verb,
    is_circumstance,
    is_condition,
    is_manner,
    is_nominal,
    is_process,
    opens_predicate,
)
from converters.annotation.measures.directing import end_of_directing
from converters.annotation.measures.modals import find_urging
from converters.annotation.measures.nouns import FOUNDING, Nouns
from converters.annotation.measures.phrases import Phrase, is_named_subject, is_subject

if TYPE_CHECKING:
    from collections.abc import Sequence


class Role(Enum):
    """What a clause is in its sentence."""

    CONDITION = auto()  # 情节严重的，
    CONDITION_OPENING = auto()  # 违反本条例规定，(…造成后果的，)
    MANNER = auto()  # 根据…规划，  编制规划时，
    SUBJECT = auto()  # …等部门，
    LEADING_MANNER = auto()  # 市人民政府应当通过…等方式，
    DIRECTED_MANNER = auto()  # 支持制造业企业围绕…，
    FRONTED = auto()  # 先进制造业集群，(由省人民政府…)
    TOPIC = auto()  # 促进先进制造业发展，(应当…)
    CONTINUATION = auto()  # 以及…  …的除外
    PREDICATE = auto()


_PROTECTED: Final = re.compile("受[^，]{0,6}保护$")
_EXCEPTION: Final = re.compile(r"除外$|从其规定$")
# 按照…，(…的原则)
_GUIDED_BY: Final = re.compile(r"(?:按照|依照|本着|坚持|遵循)[^，]*$")
_GUIDANCE_END: Final = re.compile(r"的(?:原则|要求|方针|思路|理念)$")
# What an amount may not exceed: …给予补贴，单个企业每年最高500万元.
_CAP: Final = re.compile(r"(?:最高|不超过|不高于|累计)[^，]{0,8}?[0-9.]+ ?(?:万元|亿元|元|%|％)$")
_AGENT: Final = re.compile(r"(?<![自理缘事为])由(?!于|此)")
_ADDRESSEE_OPENING: Final = re.compile(
    r"对于?(?!.*(?:进行|给予|予以|实行|实施|开展|加以|处))[^的]+"
)
_ADDRESSEE_END: Final = re.compile(r"的[^的，]{0,6}(?:单位|个人|人员|人|者|企业|机构|组织)$")
_JOINING_PARTNERS: Final = re.compile(r"(?:会同|商|联合|协同)[^，]{2,60}$")
_PARTNERS: Final = re.compile(
    r"(?P<with>联合|会同|协同|商|与|和)(?!.*(?:联合|共同|合作)[^，、]{2})[^，]{2,30}$"
)


def assign_roles(phrases: Sequence[Phrase]) -> tuple[Role, ...]:
    """The role of each clause of a sentence."""
    assigner = _Assigner()
    return tuple(
        assigner.assign(phrase, phrases[number + 1 :]) for number, phrase in enumerate(phrases)
    )


def is_only_manner(words: str) -> bool:
    """Whether words state manner or a circumstance and no condition."""
    return is_manner(words) or (is_circumstance(words) and not is_condition(words))


class _Assigner:
    """Goes through a sentence; knows whether a predicate has come and whether one is waited for."""

    def __init__(self) -> None:
        self.in_sentence = False  # a predicate has come
        self.in_part = False  # … since the last ；
        self.governed = False  # … under a modal
        self.waiting = False
        self.conditioned = False  # a whole condition waits
        self.addressing = False  # the next clause ends a long addressee
        self.directed = False  # the last clause directs somebody, with manner only
        self.guiding = False  # … ends a list of principles
        self.nouns = Nouns()

    def assign(self, phrase: Phrase, following: Sequence[Phrase]) -> Role:
        """The role of the next clause."""
        if self.nouns.takes(phrase):
            return Role.CONTINUATION
        role = (
            self._waiting_role(phrase, following) if following and phrase.mark in "，：" else None
        )
        if role is None:
            role = Role.CONTINUATION if self._continues(phrase) else Role.PREDICATE
        self._note(role, phrase)
        return role

    def _note(self, role: Role, phrase: Phrase) -> None:
        if role is Role.PREDICATE:
            self.in_sentence = self.in_part = True
            self.governed |= phrase.is_governed or bool(_AGENT.search(phrase.words))
            self.waiting = self.conditioned = False
        elif role not in {Role.SUBJECT, Role.TOPIC, Role.CONTINUATION}:
            self.waiting = True
            self.conditioned = self.conditioned or role is Role.CONDITION
        if role is Role.LEADING_MANNER and phrase.modal:
            self.governed = True
        self.directed = role is Role.DIRECTED_MANNER
        if phrase.mark == "；":
            self.in_part = False

    def _waiting_role(self, phrase: Phrase, following: Sequence[Phrase]) -> Role | None:
        """The role of a clause that belongs to what follows; None for a predicate."""
        guided, self.guiding = self.guiding, _is_guided(phrase, following[0])
        addressed, self.addressing = self.addressing, _opens_addressee(phrase, following)
        tests = (
            (Role.CONDITION, phrase.states_condition),
            (Role.CONDITION_OPENING, self._opens_condition(phrase, following)),
            (Role.MANNER, self.waiting and continues(phrase.words)),
            (Role.MANNER, addressed or self.addressing),
            (Role.MANNER, guided or self.guiding),
        )
        for role, holds in tests:
            if holds:
                return role
        return _manner_role(phrase, following[0]) or self._topic_role(phrase, following)

    def _opens_condition(self, phrase: Phrase, following: Sequence[Phrase]) -> bool:
        """The first clauses of a condition of several."""
        if self.in_part or self.conditioned or phrase.words.startswith("由") or phrase.is_governed:
            return False
        for ahead in following:
            if ahead.states_condition:
                return ahead is not following[-1]
            if ahead.modal or ahead.mark != "，":
                return False
        return False

    def _topic_role(self, phrase: Phrase, following: Sequence[Phrase]) -> Role | None:
        if phrase.is_governed or self.directed:
            return None
        words, after = phrase.words, following[0]
        if not self.in_part and (
            _is_fronted_object(phrase, after) or _is_nominal_topic(phrase, after)
        ):
            return Role.FRONTED
        begun = self.waiting or (self.in_part and self.governed)
        if words.endswith("负责"):
            return None  # 市人民政府对环境质量负责，应当…
        if begun or _AGENT.search(words) or not _is_modal_next(following):
            return None
        # With a subject of its own it is a circumstance: 企业参加展览活动，可以申请….
        return Role.TOPIC if phrase.split is None else Role.MANNER

    def _continues(self, phrase: Phrase) -> bool:
        """A clause that goes on with the list or the exception of the predicate before it."""
        if not self.in_sentence or self.waiting or phrase.is_governed:
            return False
        words = phrase.words
        goes_on = _EXCEPTION.search(words) or (_CAP.search(words) and not has_verb(words))
        return continues(words) or bool(goes_on) or is_process(words)


def _opens_addressee(phrase: Phrase, following: Sequence[Phrase]) -> bool:
    """The first clause of a long addressee: 对玩忽职守，造成事故的单位，依法给予处分."""
    return (
        len(following) > 1
        and following[0].mark == "，"
        and _ADDRESSEE_OPENING.fullmatch(phrase.words) is not None
        and _ADDRESSEE_END.search(following[0].words) is not None
        and not following[0].is_governed
    )


def _is_guided(phrase: Phrase, following: Phrase) -> bool:
    """按照适当放宽，(方便进出的原则，): the first clause of a list of principles."""
    return (
        _GUIDED_BY.match(phrase.words) is not None
        and _GUIDANCE_END.search(phrase.words) is None
        and _GUIDANCE_END.search(following.words) is not None
        and not (following.is_governed or following.words.startswith(("对", "为", "在")))
        and following.mark == "，"
    )


def _manner_role(phrase: Phrase, following: Phrase) -> Role | None:
    """Manner, with the subject or the modal of the sentence before it or without; a bare subject."""
    rest = phrase.modal.end if phrase.modal else phrase.split
    if rest is not None:
        words = phrase.masked[rest : phrase.end]
        joins = _JOINING_PARTNERS.match(words) and _names_partners(phrase, rest)
        if joins or is_only_manner(words) or _directs_manner(phrase, rest):
            return Role.LEADING_MANNER
    if phrase.words.startswith("由"):
        split = split_subject(phrase.passage, phrase.start + 1, phrase.end)
        if split is not None and is_only_manner(phrase.masked[split : phrase.end]):
            return Role.MANNER
    if rest is None and _directs_manner(phrase, phrase.start):
        return Role.DIRECTED_MANNER
    if is_manner(phrase.words) or is_circumstance(phrase.words):
        return Role.MANNER
    acts = not following.words.startswith("由") and is_subject(phrase)
    acts = acts or (following.opens_with_modal and is_named_subject(phrase))
    return Role.SUBJECT if acts else None


def _directs_manner(phrase: Phrase, start: int) -> bool:
    """支持 or 组织 + an actor, and manner or nothing after it: 支持制造业企业围绕…，采用…."""
    after = end_of_directing(phrase.masked, start, phrase.end)
    if after is None:
        return False
    actors = read_subject(phrase.passage, after, phrase.end)
    if actors and max(p.end for actor in actors for p in actor.pieces) + 1 >= phrase.end:
        return True
    split = split_subject(phrase.passage, after, phrase.end)
    if split is None:
        urging = find_urging(phrase.masked[start : phrase.end])
        return urging is not None and is_only_manner(phrase.masked[after : phrase.end])
    rest = phrase.masked[split : phrase.end]
    return is_only_manner(rest) or _names_partners(phrase, split)


def _names_partners(phrase: Phrase, start: int) -> bool:
    """Partners, and nothing that is done with them: 联合数字化转型服务商."""
    partners = _PARTNERS.match(phrase.masked, start, phrase.end)
    if partners is None:
        return False
    start = partners.end("with")
    # 联合建设: how it is done, and not with whom.
    is_adverb = partners["with"] in {"联合", "协同"}
    if is_adverb and opens_predicate(phrase.masked[start : phrase.end]):
        return False
    if split_subject(phrase.passage, start, phrase.end) is not None:
        return False
    return ends_as_actor(phrase.words) or bool(read_subject(phrase.passage, start, phrase.end))


def _is_nominal_topic(phrase: Phrase, following: Phrase) -> bool:
    """A noun phrase that the sentence is about: 危险犬种类认定标准，由…."""
    return phrase.split is None and is_nominal(phrase.words) and not following.opens_with_modal


def _is_fronted_object(phrase: Phrase, following: Phrase) -> bool:
    """What 由 + actor deals with, or what is done before its subject: 编制规划，省人民政府应当…."""
    if _AGENT.match(following.words):
        return not (phrase.words.startswith("由") or FOUNDING.match(phrase.words))
    if _PROTECTED.search(phrase.words):
        return False
    if following.modal is None or phrase.split is not None or _AGENT.search(phrase.words):
        return False
    return bool(following.subject(following.modal.start))


def _is_modal_next(following: Sequence[Phrase]) -> bool:
    """Whether a bare modal comes next, manner passed over."""
    for phrase in following:
        if phrase.opens_with_modal:
            return not phrase.words.startswith(("禁止", "严禁"))
        if phrase.mark != "，" or not is_only_manner(phrase.words):
            return False
    return False
