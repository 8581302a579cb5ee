"""Whom a sanction is for: whoever broke the rule, unless it singles out others.

Takes: a predicate of the modality liability, with its condition. Gives: the violators, and the targets. A 项
that names a case has its violators from the words that introduce it (企业有下列情形之一的，由…责令改正：).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import read_subject, split_subject
from converters.annotation.clauses import mask
from converters.annotation.measures.modality import states_claim
from converters.annotation.records import Modality
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.annotation.measures.predicates import Predicate
    from converters.annotation.records import ActorMention, Passage

    Targets = tuple[ActorMention, ...]

# A sanction for others than the violator: 对直接负责的主管人员给予处分.
_ON_OTHERS: Final = re.compile("对(?!其(?!他)|[^，]{0,6}(?:行为|产品|损失))|约谈|追究")
_VIOLATION: Final = re.compile(
    "违反|未(?:按|经|依|履)|不(?:履行|按|依)|拒(?:不|绝)|擅自|滥用|有(?:下列|以下)"
)
_SANCTION: Final = re.compile("责令|[处罚]|没收|吊销|取消|收回|追回|警告")
_INHERITED: Final = re.compile("追究[^，]{0,8}(?:刑事|法律|民事)责任|构成犯罪")
_HARMING: Final = re.compile(
    "(?:强制|强迫|胁迫|干预|干涉|损害|侵害|侵犯|刁难|歧视|限制)(?:各类|其他)?$"
)
_LICENSED: Final = re.compile("(?:取得|获得|持有)[^，的]*(?:许可|执照|资格|资质|证书?)[^，的]*的")
_OTHER: Final = re.compile("其他[^，、；。的]{2,20}的$")
_LISTED: Final = re.compile("(?:下列|以下)[^，；。]{0,16}(?:的|之一者?)(?=，|：|；)")
ORGAN: Final = re.compile("(?:部门|政府|机关|委员会|机构|法院|检察院|[局厅委办])$")


def punishes(passage: Passage, predicate: Predicate) -> bool:
    """Whether an action is the consequence of a breach, and not a court's ruling on a claim."""
    if predicate.modality is not Modality.LIABILITY:
        return False
    condition = predicate.condition
    return condition is None or not states_claim(condition.of(passage.folded))


def violators_of(passage: Passage, predicate: Predicate, known: Targets) -> Targets:
    """Who breaks the rule: the subject of the condition, or of the one before in the sentence."""
    condition = predicate.condition
    if predicate.modality is not Modality.LIABILITY or condition is None:
        return known
    if predicate.rule == "case":
        return _introduced(passage.lead_in) if passage.lead_in else known
    return predicate.affected or _subject_of(passage, condition) or known


def _introduced(lead_in: Passage) -> Targets:
    """Who does what the 项 list: the subject of the condition of their lead-in."""
    folded = lead_in.folded
    at = folded.rfind("。") + 1
    listed = _LISTED.search(folded, at)
    if listed is None or folded.startswith("，对", listed.end()):
        return ()
    return _subject_of(lead_in, Span(at, listed.end()))


def _subject_of(passage: Passage, condition: Span) -> Targets:
    """The subject of a condition."""
    for clause in clauses_of(passage, condition.start, condition.end):
        end = split_subject(passage, clause.start, clause.end)
        if end is None and (
            violation := _VIOLATION.search(passage.folded, clause.start, clause.end)
        ):
            end = violation.start()
        if end is not None and (subject := read_subject(passage, clause.start, end)):
            return tuple(_as_named(passage, actor) for actor in subject)
    return ()


def _as_named(passage: Passage, actor: ActorMention) -> ActorMention:
    """A violator without the licence that he has, and with what sets him apart from others."""
    if actor.rule != "actor-relative" or len(actor.pieces) > 1:
        return actor
    start, end = actor.pieces[0].start, actor.pieces[0].end
    if licensed := _LICENSED.match(passage.folded, start, end):
        start = licensed.end()
    elif other := _OTHER.search(passage.folded, max(start - 24, 0), start):
        start = other.start()
    return replace(actor, name=passage.text[start:end], pieces=(Span(start, end),))


def sanctioned(
    passage: Passage, predicate: Predicate, named: Targets, violators: Targets
) -> Targets:
    """Whom a sanction is for: the violator as well, unless it singles out others."""
    condition, span = predicate.condition, predicate.span
    if predicate.rule == "case":
        return united(violators, tuple(a for a in named if _is_harmed(passage, a)))
    start = min(condition.end, span.end) if condition else span.start
    if named and _ON_OTHERS.search(passage.folded, start, span.end):
        return named
    if _INHERITED.search(passage.folded, span.start, span.end):
        return named
    return united(violators, named)


def _is_harmed(passage: Passage, actor: ActorMention) -> bool:
    """Whether a listed violation is done to an actor: 强制企业参加评比."""
    start = actor.pieces[0].start
    return _HARMING.search(passage.folded, max(start - 8, 0), start) is not None


def is_sanction(passage: Passage, predicate: Predicate) -> bool:
    """Whether a predicate says what is done to somebody who broke a rule."""
    words = predicate.span.of(passage.folded)
    return predicate.modality is Modality.LIABILITY and _SANCTION.search(words) is not None


def last_obliged(predicates: Sequence[Predicate]) -> Targets:
    """Who had the last duty before a sanction, unless that is an organ."""
    for predicate in reversed(predicates):
        if predicate.modality in {Modality.OBLIGATION, Modality.PROHIBITION}:
            actors = tuple(bearer.actor for bearer in predicate.bearers)
            return tuple(actor for actor in actors if not ORGAN.search(actor.name))
    return ()


def clauses_of(passage: Passage, start: int, end: int) -> Iterator[Span]:
    """What stands between commas."""
    folded = passage.folded[start:end]
    for words in (mask(folded) if "（" in folded or "“" in folded else folded).split("，"):
        yield Span(start, start + len(words))
        start += len(words) + 1


def united(*groups: Targets) -> Targets:
    """The actors of all groups, each name once."""
    return tuple({actor.name: actor for group in groups for actor in group}.values())
