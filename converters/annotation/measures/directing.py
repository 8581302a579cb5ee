"""Verbs that make an actor act: 支持制造业企业…, 组织有关部门…, 督促企业….

Takes: a part of a passage. Gives: where such a verb ends, and the actor that it makes act.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import mention, read_subject, split_subject
from converters.annotation.actors.names import read_names
from converters.annotation.actors.open_actors import open_agent
from converters.annotation.actors.phrases import read_phrases
from converters.annotation.actors.relatives import relative_agent

if TYPE_CHECKING:
    from converters.annotation.records import ActorMention, Passage

_URGING: Final = "鼓励|支持|引导|倡导|提倡"
_DIRECTING: Final = re.compile(
    r"(?:依法|积极|加快|着力|大力|重点)?"
    rf"(?:(?:{_URGING})(?:(?:和|、|并)(?:{_URGING}|推动|扶持))*|推动|指导|督促|帮助|组织|协助|要求|教育|引领)"
)

# 跨园区合作和中小企业参与分工: what is done across places names none of those who do it.
_ACROSS: Final = re.compile(r"跨[^，、和的]{2,8}(?:和|、|以及)")
_LONGEST_OPEN: Final = 24


def end_of_directing(masked: str, start: int, end: int) -> int | None:
    """Where the directing verb ends with which the words begin; None if they begin with none."""
    verb = _DIRECTING.match(masked, start, end)
    return verb.end() if verb else None


def directed_actors(
    passage: Passage, masked: str, start: int, end: int
) -> tuple[ActorMention, ...]:
    """The actors that the directing verb at `start` makes act."""
    after = end_of_directing(masked, start, end)
    return () if after is None else leading_actors(passage, after, end)


def directs_clause(passage: Passage, masked: str, start: int, end: int) -> bool:
    """Whether they act in a clause of their own: 支持企业开展研究, not 支持基地建设."""
    after = end_of_directing(masked, start, end)
    return after is not None and split_subject(passage, after, end) is not None


def leading_actors(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors that words begin with: the subject of a clause that 鼓励 or 支持 governs."""
    across = _ACROSS.match(passage.folded, start, end)
    if across:
        start = across.end()
    split = split_subject(passage, start, end)
    if split is not None:
        return read_subject(passage, start, split)
    if across:
        return ()
    first = next(iter(read_phrases(passage.folded, start, end)), None)
    if first is not None and first.start == start:
        names = read_names(passage.folded, first).names
        if not passage.folded.startswith("所在地的", names[-1].end if names else start):
            return tuple(mention(passage, name) for name in names)
    if described := relative_agent(passage.folded, start, end):
        return tuple(mention(passage, name, "relative") for name in described)
    actors = open_agent(passage, passage.folded, start, min(end, start + _LONGEST_OPEN))
    return () if any("的" in actor.name for actor in actors) else actors
