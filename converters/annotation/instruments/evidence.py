"""Evidence of instruments in a text, by the words of `data/lexicons/instruments.csv`.

Takes: a text. Gives: `Evidence`, in text order, and the share that each instrument has in it.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from converters.annotation.lexicons import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Weights of evidence of a topic: verbs and such are below, formulas (制定本条例) above.
_OF_TOPIC: Final = (2.0, 5.0)


class Evidence(NamedTuple):
    """A term and what it is evidence of: instruments and weights, none for a term that silences."""

    start: int
    end: int
    votes: Sequence[tuple[str, float]]


class Reading(NamedTuple):
    """The evidence in a text, and the share that each instrument has in it."""

    evidence: Sequence[Evidence]
    starts: Sequence[int]
    topic: Mapping[str, float]


# All measures of a passage are classified one after the other.
@lru_cache(maxsize=8)
def read_evidence(text: str) -> Reading:
    """The evidence in a text. Terms may cross: 绿色发展 and 发展规划 in 绿色发展规划."""
    automaton, votes = _lexicon()
    found = automaton.find_matches_as_indexes(text, overlapping=True)
    evidence: list[Evidence] = []
    end_of_last = 0
    for term, start, end in sorted(found, key=_from_left):
        if end > end_of_last:  # else it is part of a longer term
            evidence.append(Evidence(start, end, votes[term]))
            end_of_last = end
    topic = shares(add_topic({}, ((each, 1.0) for each in evidence)))
    return Reading(evidence, [each.start for each in evidence], topic)


def add_topic(
    topic: dict[str, float], evidence: Iterable[tuple[Evidence, float]]
) -> dict[str, float]:
    """Adds what evidence, each with its share, says about a topic."""
    low, high = _OF_TOPIC
    for each, share in evidence:
        for instrument, weight in each.votes:
            if low <= weight < high:
                topic[instrument] = topic.get(instrument, 0.0) + weight * share
    return topic


def shares(topic: Mapping[str, float]) -> Mapping[str, float]:
    """The weights as shares of their sum."""
    whole = sum(topic.values())
    return {instrument: weight / whole for instrument, weight in topic.items()}


def _from_left(match: tuple[int, int, int]) -> tuple[int, int]:
    """Order of matches: by place, the longer of two first."""
    _, start, end = match
    return start, -end


@cache
def _lexicon() -> tuple[AhoCorasick, Sequence[Sequence[tuple[str, float]]]]:
    """The automaton of all terms, and what each is evidence of."""
    votes: dict[str, list[tuple[str, float]]] = {}
    for row in load_lexicon("instruments"):
        of_term = votes.setdefault(row["term"], [])
        if row["instrument"]:
            of_term.append((row["instrument"], float(row["weight"])))
    return AhoCorasick(list(votes)), list(votes.values())
