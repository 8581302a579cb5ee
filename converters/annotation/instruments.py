"""Instruments of a measure: the means by which its action works.

Takes: the words of an action, its modality and the passage it stands in. Gives: one to three
notations of the scheme `instrument`, the weightiest first.

`data/lexicons/instruments.csv` says which words are evidence of which instrument, and how much. The
longest term wins, so that a long one (人才链, without an instrument) can silence the short one in it.
Evidence counts less where the grammar makes it a circumstance of the action and not its object.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from converters.annotation.lexicons import load_lexicon
from converters.annotation.records import Modality

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMED = frozenset(
    {"land", "finance", "tax-fee", "funding", "quality", "green", "supervision", "procurement"}
)
RELIEF = ("tax-fee", "land", "business-environment", "funding", "finance")
OTHER: Final = "other"
LIABILITY: Final = "liability"

# Shares of its weight that evidence keeps before the last comma (adverbials, conditions), before the
# last 的 (modifiers of the head noun) and before the last 等 (examples of what follows).
FRONTED: float = 0.65
MODIFYING: float = 0.8
LISTED: float = 0.65
MEANS: float = 0.8
BASIS: float = 0.5
HEAD: float = 1.2
# Share that further evidence of an instrument adds to the best.
FURTHER: float = 0.15
# What the passage adds: always, where the action itself is clear, and where it is not.
TOPIC: float = 1.8
WEAK_TOPIC: float = 4.0
# Evidence below this does not say what the action is about.
CLEAR: float = 2.1
# Evidence that a second and a third instrument need, and their share of the first one's score.
SECOND: float = 2.5
SECOND_SHARE: float = 0.6
THIRD: float = 3.5
THIRD_SHARE: float = 0.85
LOWEST: float = 1.0
NEAR: int = 60
FRAME: float = 5.0


_MEANS: Final = re.compile(r"通过|采[取用]|[运利]用")
_BASIS: Final = re.compile(r"根据|按照|依据|结合|围绕|依托|瞄准")


class _Hit(NamedTuple):
    start: int
    end: int
    votes: Sequence[tuple[str, float]]


class _Passage(NamedTuple):
    hits: Sequence[_Hit]
    starts: Sequence[int]
    topic: Mapping[str, float]  # share of each instrument in the evidence of the passage


def classify_instruments(action: str, modality: Modality, context: str) -> tuple[str, ...]:
    """The instruments of an action; `context` is the whole text of its passage."""
    start = context.find(action)
    if start < 0:
        start, context = 0, action
    passage = _read(context)
    end = start + len(action)
    first, last = bisect_left(passage.starts, start), bisect_left(passage.starts, end)
    hits = passage.hits[first:last]
    if modality is Modality.LIABILITY:
        return _of_liability(hits)
    best, scores = _weigh(hits, context, start, end)
    if modality is Modality.EXEMPTION and not any(best.get(i, 0.0) >= 2.5 for i in RELIEF):
        return (LIABILITY,)
    clear = max(best.values(), default=0.0) >= CLEAR
    if clear:
        for instrument in scores:
            scores[instrument] += TOPIC * passage.topic.get(instrument, 0.0)
    else:
        for instrument, share in _topic_near(passage.hits, first, last, start, end).items():
            scores[instrument] = scores.get(instrument, 0.0) + WEAK_TOPIC * share
    return _choose(best, scores)


def _of_liability(hits: Sequence[_Hit]) -> tuple[str, ...]:
    """收回资金 is liability and funding: what a term of liability is evidence of besides."""
    for hit in hits:
        instruments = [instrument for instrument, _ in hit.votes]
        if LIABILITY in instruments and len(instruments) > 1:
            return LIABILITY, *(i for i in instruments if i != LIABILITY)
    return (LIABILITY,)


def _weigh(
    hits: Sequence[_Hit], text: str, start: int, end: int
) -> tuple[dict[str, float], dict[str, float]]:
    """For each instrument its best evidence in text[start:end] and its score."""
    comma = max(text.rfind("，", start, end), text.rfind(",", start, end))
    main = max(comma + 1, start)
    modifier = text.rfind("的", main, end)
    if text.find("对", main, modifier) >= 0:
        modifier = -1  # 对X的Y: X is the object
    examples = _end_of_examples(text, main, end)
    fronted = _share_of_adverbial(text[start:comma]) if comma > start else FRONTED
    best: dict[str, float] = {}
    total: dict[str, float] = {}
    for hit in hits:
        share = 1.0
        if hit.end <= comma:
            share = fronted
        elif hit.end == end:
            share = HEAD
        elif hit.start == main:
            pass  # the verb
        elif hit.end <= modifier:
            share = MODIFYING
        elif hit.end <= examples:
            share = LISTED
        for instrument, weight in hit.votes:
            value = weight * share
            total[instrument] = total.get(instrument, 0.0) + value
            if value > best.get(instrument, 0.0):
                best[instrument] = value
    return best, {i: value + FURTHER * (total[i] - value) for i, value in best.items()}


def _share_of_adverbial(words: str) -> float:
    if _MEANS.search(words):
        return MEANS
    return BASIS if _BASIS.search(words) else FRONTED


def _end_of_examples(text: str, start: int, end: int) -> int:
    place = text.rfind("等", start, end)
    if place < 1 or text[place - 1] in "高平同" or text.find("、", start, place) < 0:
        return -1
    return place


def _topic_near(
    hits: Sequence[_Hit], first: int, last: int, start: int, end: int
) -> dict[str, float]:
    """Shares of the evidence around text[start:end], what stands near weighing more."""
    topic: dict[str, float] = {}
    for index, hit in enumerate(hits):
        if first <= index < last:
            continue
        distance = start - hit.end if index < first else (hit.start - end) * 1.5
        nearness = max(0.05, 2.0 ** (-distance / 20))
        for instrument, weight in hit.votes:
            if 2 <= weight < FRAME:
                topic[instrument] = topic.get(instrument, 0.0) + weight * nearness
    whole = sum(topic.values())
    return {instrument: weight / whole for instrument, weight in topic.items()}


def _choose(best: Mapping[str, float], scores: Mapping[str, float]) -> tuple[str, ...]:
    ranked = sorted(scores, key=lambda i: -scores[i])
    if not ranked or ranked[0] == OTHER or scores[ranked[0]] < LOWEST:
        return (OTHER,)
    top = scores[ranked[0]]
    chosen = [ranked[0]]
    limits = [(SECOND, SECOND_SHARE), (THIRD, THIRD_SHARE)]
    for instrument in ranked[1:]:
        if instrument == OTHER:
            continue
        if instrument == "organisation" and ranked[0] in FORMED:
            continue
        least, share = limits[len(chosen) - 1]
        if best.get(instrument, 0.0) < least or scores[instrument] < share * top:
            break
        chosen.append(instrument)
        if len(chosen) == 3:
            break
    return tuple(chosen)


@lru_cache(maxsize=8)
def _read(text: str) -> _Passage:
    automaton, votes = _lexicon()
    hits = [
        _Hit(start, end, votes[term])
        for term, start, end in automaton.find_matches_as_indexes(text)
    ]
    topic: dict[str, float] = {}
    for hit in hits:
        for instrument, weight in hit.votes:
            if 2 <= weight < FRAME:
                topic[instrument] = topic.get(instrument, 0.0) + weight
    whole = sum(topic.values())
    shares = {instrument: weight / whole for instrument, weight in topic.items()}
    return _Passage(hits, [hit.start for hit in hits], shares)


@cache
def _lexicon() -> tuple[AhoCorasick, Sequence[Sequence[tuple[str, float]]]]:
    votes: dict[str, list[tuple[str, float]]] = {}
    for row in load_lexicon("instruments"):
        entry = votes.setdefault(row["term"], [])
        if row["instrument"]:
            entry.append((row["instrument"], float(row["weight"])))
    return AhoCorasick(list(votes), matchkind=MatchKind.LeftmostLongest), list(votes.values())
