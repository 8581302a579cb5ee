"""Instruments of a measure: the means by which its action works.

Takes: the words of an action, its modality and the passage it stands in. Gives: one to three
notations of the scheme `instrument`, the weightiest first.

`data/lexicons/instruments.csv` says which words are evidence of which instrument, and how much. A
long term (人才链, without an instrument) silences the short one in it. Evidence counts less where it
is a circumstance of the action and not its object. Where the action itself does not say what it is
about, the passage around it decides, and the field that the chapter or the title names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from converters.annotation.instruments.evidence import add_topic, read_evidence, shares
from converters.annotation.instruments.fields import (
    FIELDS,
    fields_of,
    fields_of_vague,
    joining_fields,
)
from converters.annotation.instruments.settings import Setting
from converters.annotation.records import Modality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from converters.annotation.instruments.evidence import Evidence

_OTHER: Final = "other"
_LIABILITY: Final = "liability"
# The heading under which whatever stands is a term of liability.
_OF_LIABILITY: Final = "法律责任"
_ORGANISATION: Final = "organisation"
_FUNDING: Final = "funding"
_PLANNING: Final = "planning"
_CLUSTER: Final = "cluster"
_ENVIRONMENT: Final = "business-environment"

# Shares of its weight that evidence keeps: before the last comma, where a basis (结合…) counts less
# than a condition and a means (通过…) in full; before the last 的 or 等 (modifiers of the head noun,
# examples of it); as the last words of the action.
_FRONTED: Final = 0.65
_BASIS: Final = 0.5
_MODIFYING: Final = 0.7
_EXAMPLE: Final = 0.8
_HEAD: Final = 1.2
# Share that further evidence of an instrument adds to the best.
_FURTHER: Final = 0.15
# Evidence that says what an action is about: its value in its place, or its weight in any place.
_CLEAR: Final = 3.1
_STRONG: Final = 4.0
# What the topic of the passage adds to an action that is clear, and to one that is not, and what a
# field that the title or a heading names adds to the topic of the latter.
_TOPIC: Final = 1.8
_WEAK_TOPIC: Final = 6.0
_NAMED: Final = 2.0
# Lowest score of a first instrument.
_LEAST: Final = 1.0
# Evidence that the second and the third instrument need, and their share of the first one's score.
_FURTHER_LIMITS: Final = ((2.5, 0.6), (3.5, 0.7))
# Characters after which evidence around an action counts half, and what it always keeps.
_HALF: Final = 20
_FAR: Final = 0.05

# A mechanism for these is their form and no organisation besides (风险补偿机制, 供地机制).
_WITHOUT_ORGANISATION: Final = frozenset(
    {
        "land",
        "finance",
        "tax-fee",
        "funding",
        "quality",
        "green",
        "supervision",
        "procurement",
        "liability",
        "talent",
    }
)
# Likewise: a list or a plan of what is inspected (监管事项清单), service beside products (服务质量), how
# talent is assessed (人才评价), easy loans (贷款审批效率), easy trade and the policies on it, where
# innovation gathers (科技园区).
_FORM_OF: Final = {
    "supervision": frozenset({_PLANNING}),
    "quality": frozenset({_ENVIRONMENT}),
    "talent": frozenset({_PLANNING, "supervision"}),
    "finance": frozenset({_ENVIRONMENT}),
    _ENVIRONMENT: frozenset({_PLANNING, "quality"}),
    "market-opening": frozenset({_PLANNING, _ENVIRONMENT}),
    "digital": frozenset({_PLANNING}),
    "innovation": frozenset({_CLUSTER}),
}
# Sectors among the examples of a cluster or a class (人工智能、氢能等未来产业) say which one, not how.
_SECTORAL: Final = frozenset({"green", "digital"})
_OF_INDUSTRIES: Final = re.compile(r"等[^，,、]{0,8}(?:产业|行业|领域)(?:发展|培育|集聚|壮大)?$")
_SECTOR: Final = 0.4
_NO_EXAMPLE: Final = 3.5
_OVER_SECTOR: Final = 4.5
# What an exemption relieves from; without any of it, it releases from blame.
_OF_BLAME: Final = re.compile(r"责任|免责|负面评价|[处惩]罚|处分")
_OF_BURDEN: Final = re.compile(
    r"免[征收缴交费办提领检]|免于[检申提缴办]|减半|减[征免缴]|缓[征缴]|不再|无需|[不毋]需|不必"
)
_RELIEF: Final = ("tax-fee", "land", _ENVIRONMENT, "funding", "finance")
# Who carries a plan or policy out does not plan: the plan is the form of what it is about.
_CARRIES_OUT: Final = re.compile(
    r"(?:依法|全面|严格|认真|积极|深入|加快|持续)?"
    r"(?:落实|实施|实行|执行|完善|健全|优化|享受|兑现|加大|推广)"
)
# … but who makes one does, whatever it is about (制定产业政策).
_MAKES: Final = re.compile(
    r"(?:会同[^，,]{1,30}?)?(?:依法|及时|组织|研究|负责|牵头|因地制宜|加快|积极)*"
    r"(?:制定|制订|出台|编制)"
)
_MADE: Final = 4.0
_OF_MEANS: Final = re.compile(r"通过|采[取用]|[运利]用")
_OF_BASIS: Final = re.compile(r"根据|按照|依据|结合|围绕|依托|瞄准|针对")

# Matters that a whole passage is about where most of its evidence is of them: they are added to its
# actions. Of the others not: an article on land or research has means of many kinds.
_MATTERS: Final = frozenset(
    {
        _ENVIRONMENT,
        _CLUSTER,
        "digital",
        "enterprise",
        "finance",
        "green",
        "market-opening",
        "quality",
        "supervision",
        "talent",
        "tax-fee",
        "procurement",
    }
)
_MOST: Final = 0.55
# A matter that is no instrument (旅游, 医疗) counts only where nothing says how; a formula always.
_FORMULA: Final = 3.1
_OVER_MATTER: Final = 2.5

# What introduces a list of what money is spent on: 科学技术资金主要用于下列事项：
_SPENT_ON: Final = re.compile(r"(?:资金|经费|基金)[^。：；]*用于[^。；]{0,8}(?:：|$)")

# Those whose interpretations decide cases: titles begin with their names.
_COURTS: Final = ("最高人民法院", "最高人民检察院")
_NOWHERE: Final = Setting()


class _Clause(NamedTuple):
    """Where an action and the parts of it end, and its predicate begins.

    `fronted` is the share that evidence in the adverbial keeps, `sectors` the one of a sector among
    the examples.
    """

    end: int
    adverbial: int
    predicate: int
    modifiers: int
    examples: int
    fronted: float
    sectors: float


class _Weighed(NamedTuple):
    """For each instrument the best evidence of it and its score."""

    best: dict[str, float]
    scores: dict[str, float]
    carries_out: bool

    def best_of(self, instrument: str) -> float:
        return self.best.get(instrument, 0.0)


def classify_instruments(
    action: str, modality: Modality, context: str, setting: Setting = _NOWHERE
) -> tuple[str, ...]:
    """The instruments of an action; `context` is the whole text of its passage.

    >>> text = "支持金融机构增加贷款，对贷款贴息，提高服务水平。"
    >>> classify_instruments("对贷款贴息", Modality.OBLIGATION, text)
    ('finance', 'funding')
    """
    start = context.find(action)
    if start < 0:
        start, context = 0, action
    reading = read_evidence(context)
    end = start + len(action)
    first, last = bisect_left(reading.starts, start), bisect_left(reading.starts, end)
    evidence = reading.evidence[first:last]
    fields = fields_of(setting, action)
    if modality is Modality.LIABILITY or _OF_LIABILITY in setting.heading:
        return _of_liability(evidence, fields)
    weighed = _weigh(evidence, context, _clause(context, start, end))
    if modality is Modality.EXEMPTION and not _relieves(weighed, context):
        return (_LIABILITY,)
    scores = weighed.scores
    if _is_clear(evidence, weighed):
        for instrument in scores:
            scores[instrument] += _TOPIC * reading.topic.get(instrument, 0.0)
    else:
        around = (*reading.evidence[:first], *reading.evidence[last:])
        named = fields_of_vague(setting, fields)
        for instrument, share in _topic_around(around, start, end, named).items():
            scores[instrument] = scores.get(instrument, 0.0) + _WEAK_TOPIC * share
    chosen = _choose(weighed, fields)
    if setting.title.startswith(_COURTS):
        return _of_court(chosen)
    chosen = _with_matter(chosen, reading.topic)
    return _funded(chosen) if _SPENT_ON.search(context, 0, start) else chosen


def _is_clear(evidence: Sequence[Evidence], weighed: _Weighed) -> bool:
    """Whether an action says itself what it is about."""
    return max(weighed.best.values(), default=0.0) >= _CLEAR or any(
        weight >= _STRONG for each in evidence for _, weight in each.votes
    )


def _with_matter(chosen: tuple[str, ...], topic: Mapping[str, float]) -> tuple[str, ...]:
    """What has been chosen, and the matter that most of the passage is about."""
    if chosen[0] == _OTHER or len(chosen) > len(_FURTHER_LIMITS):
        return chosen
    for matter, share in topic.items():
        if share >= _MOST and matter in _MATTERS and matter not in chosen:
            return chosen if _is_part_of(matter, chosen[0]) else (*chosen, matter)
    return chosen


def _funded(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Funding, and what it is spent on."""
    return (_FUNDING, *(i for i in chosen if i not in {_FUNDING, _OTHER}))[:3]


def _is_part_of(matter: str, first: str) -> bool:
    """Whether a matter is only the form or the sector of the first instrument."""
    return matter in _FORM_OF.get(first, ()) or (first == _CLUSTER and matter in _SECTORAL)


def _of_court(chosen: tuple[str, ...]) -> tuple[str, ...]:
    """What a court does is no instrument of policy: the field of the dispute at most."""
    return (*[i for i in chosen if i in FIELDS][:1], _OTHER)


def _of_liability(evidence: Sequence[Evidence], fields: Mapping[str, float]) -> tuple[str, ...]:
    """Liability, and what a term of liability is evidence of besides (收回资金: funding)."""
    for each in evidence:
        instruments = [instrument for instrument, _ in each.votes]
        if _LIABILITY in instruments and len(instruments) > 1:
            return _LIABILITY, *(i for i in instruments if i != _LIABILITY)
    return _LIABILITY, *joining_fields(_LIABILITY, fields)


def _relieves(weighed: _Weighed, context: str) -> bool:
    """Whether an exemption relieves from a burden; else it releases from blame."""
    burden = _OF_BURDEN.search(context)
    if burden and burden[0].startswith("免于"):
        return True
    if _OF_BLAME.search(context) and not burden:
        return False
    least, _ = _FURTHER_LIMITS[0]
    return any(weighed.best_of(instrument) >= least for instrument in _RELIEF)


def _clause(text: str, start: int, end: int) -> _Clause:
    comma = max(text.rfind("，", start, end), text.rfind(",", start, end))
    predicate = max(comma + 1, start)
    modifiers = text.rfind("的", predicate, end)
    if text.find("对", predicate, modifiers) >= 0:
        modifiers = -1  # 对X的Y: X is the object
    examples = text.rfind("等", predicate, end)
    if examples < 0 or text[examples - 1] in "高平同" or "、" not in text[predicate:examples]:
        examples = -1
    of_industries = examples >= 0 and _OF_INDUSTRIES.match(text[examples:end])
    return _Clause(
        end=end,
        adverbial=comma,
        predicate=predicate,
        modifiers=modifiers,
        examples=examples,
        fronted=_share_of_adverbial(text, start, comma),
        sectors=_SECTOR if of_industries else 1.0,
    )


def _share_of_adverbial(text: str, start: int, end: int) -> float:
    if end < start:
        return 1.0
    if _OF_MEANS.search(text, start, end):
        return 1.0
    return _BASIS if _OF_BASIS.search(text, start, end) else _FRONTED


def _weigh(evidence: Sequence[Evidence], text: str, clause: _Clause) -> _Weighed:
    best: dict[str, float] = {}
    total: dict[str, float] = {}
    makes = _MAKES.match(text, clause.predicate, clause.end)
    for each in evidence:
        share = _share(each, clause)
        example = clause.predicate <= each.start and each.end <= clause.examples
        for instrument, weight in each.votes:
            value = weight * share
            if example and instrument in _SECTORAL:
                value *= clause.sectors
            if makes and instrument == _PLANNING and each.end == clause.end:
                value = max(value, _MADE)
            total[instrument] = total.get(instrument, 0.0) + value
            if value > best.get(instrument, 0.0):
                best[instrument] = value
    scores = {i: value + _FURTHER * (total[i] - value) for i, value in best.items()}
    return _Weighed(best, scores, bool(_CARRIES_OUT.match(text, clause.predicate)))


def _share(evidence: Evidence, clause: _Clause) -> float:
    if evidence.end <= clause.adverbial:
        return clause.fronted
    if evidence.end == clause.end:
        return _HEAD
    # What stands first is the verb: 督促…建立…等制度.
    if evidence.start == clause.predicate:
        return 1.0
    if evidence.end <= clause.examples:
        return _EXAMPLE
    if evidence.end <= clause.modifiers:
        return _MODIFYING
    return 1.0


def _topic_around(
    evidence: Sequence[Evidence], start: int, end: int, fields: Mapping[str, float]
) -> Mapping[str, float]:
    """Shares of the instruments around an action: what stands near weighs more, most before it."""
    named = {field: _NAMED * share for field, share in fields.items()}
    return shares(add_topic(named, _by_distance(evidence, start, end)))


def _by_distance(
    evidence: Sequence[Evidence], start: int, end: int
) -> Iterator[tuple[Evidence, float]]:
    for each in evidence:
        distance = start - each.end if each.end <= start else (each.start - end) * 1.5
        yield each, max(_FAR, 0.5 ** (distance / _HALF))


def _choose(weighed: _Weighed, fields: Mapping[str, float]) -> tuple[str, ...]:
    ranked = _rank(weighed)
    if not ranked or ranked[0] == _OTHER or weighed.scores[ranked[0]] < _LEAST:
        return (_OTHER,)
    chosen = ranked[:1]
    chosen.extend(joining_fields(chosen[0], fields))
    return _with_further(chosen[:2], ranked, weighed)


def _rank(weighed: _Weighed) -> list[str]:
    """The instruments by score, but before a matter what says how, before sectors their cluster."""
    ranked = sorted(weighed.scores, key=weighed.scores.__getitem__, reverse=True)
    if not ranked:
        return []
    best = weighed.best_of(ranked[0])
    before: list[str] = []
    if ranked[0] == _OTHER and best < _FORMULA:
        before = [i for i in ranked[1:] if weighed.best_of(i) >= _OVER_MATTER]
    elif ranked[0] in _SECTORAL and best < _NO_EXAMPLE:
        before = [_CLUSTER] if weighed.best_of(_CLUSTER) >= _OVER_SECTOR else []
    return before + [i for i in ranked if i not in before]


def _with_further(chosen: list[str], ranked: Sequence[str], weighed: _Weighed) -> tuple[str, ...]:
    """What has been chosen, and up to three what is nearly as weighty."""
    first = chosen[0]
    for instrument in ranked:
        if instrument in (*chosen, _OTHER) or _belongs_to(instrument, first, weighed):
            continue
        if len(chosen) > len(_FURTHER_LIMITS):
            break
        least, share = _FURTHER_LIMITS[len(chosen) - 1]
        enough = share * weighed.scores[first]
        if weighed.best_of(instrument) < least or weighed.scores[instrument] < enough:
            break
        chosen.append(instrument)
    return tuple(chosen)


def _belongs_to(instrument: str, first: str, weighed: _Weighed) -> bool:
    """Whether evidence of an instrument is only the form or the sector of the first one."""
    if instrument == _ORGANISATION:
        return first in _WITHOUT_ORGANISATION
    if instrument in _FORM_OF.get(first, ()):
        return True
    if instrument == _PLANNING:
        return weighed.carries_out
    if first == _CLUSTER and instrument in _SECTORAL:
        return weighed.best_of(instrument) < _NO_EXAMPLE
    return False
