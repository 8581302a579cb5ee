"""Which measure of the gold is which measure that the layers found.

Takes: the measures of one provision from both. Gives: pairs whose actions share at least half of the
characters that either has, the best pairs first; each measure is in one pair at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.evaluation.sheets import squeeze
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from converters.evaluation.sheets import MeasureLine, Sheet

LEAST_OVERLAP: Final = 0.5


@dataclass(frozen=True, slots=True)
class Placed:
    """A measure and the characters of the squeezed provision that its action is; None: not found."""

    measure: MeasureLine
    span: Span | None


@dataclass(frozen=True, slots=True)
class Pairing:
    """The measures of a provision, paired as far as they can be."""

    at: str
    gold: tuple[Placed, ...]
    predicted: tuple[Placed, ...]
    pairs: tuple[tuple[Placed, Placed], ...]


def pair_measures(gold: Sheet, predicted: Sheet) -> Iterator[Pairing]:
    """The pairing of every provision that has a measure in one of the two, in text order."""
    given, found = _by_provision(gold.measures), _by_provision(predicted.measures)
    addresses = dict.fromkeys((*gold.provisions, *predicted.provisions, *given, *found))
    for at in addresses:
        if at in given or at in found:
            text = squeeze(gold.provisions.get(at) or predicted.provisions.get(at, ""))
            ours, theirs = _place(text, given.get(at, ())), _place(text, found.get(at, ()))
            yield Pairing(at, ours, theirs, tuple(_pairs(ours, theirs)))


def overlap(one: Span | None, other: Span | None) -> float:
    """Shared characters as part of all characters of two spans.

    >>> overlap(Span(0, 4), Span(2, 6))
    0.3333333333333333
    """
    if one is None or other is None:
        return 0.0
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / ((one.end - one.start) + (other.end - other.start) - shared) if shared else 0.0


def _by_provision(measures: Iterable[MeasureLine]) -> dict[str, list[MeasureLine]]:
    grouped: dict[str, list[MeasureLine]] = {}
    for measure in measures:
        grouped.setdefault(measure.at, []).append(measure)
    return grouped


def _place(text: str, measures: Iterable[MeasureLine]) -> tuple[Placed, ...]:
    """Each measure at the first place of its words that no measure before it has taken."""
    taken: set[Span] = set()
    placed = []
    for measure in measures:
        span = _find(text, squeeze(measure.action), taken)
        if span:
            taken.add(span)
        placed.append(Placed(measure, span))
    return tuple(placed)


def _find(text: str, words: str, taken: set[Span]) -> Span | None:
    start = text.find(words)
    while start >= 0:
        span = Span(start, start + len(words))
        if span not in taken:
            return span
        start = text.find(words, start + 1)
    return None


def _pairs(gold: Sequence[Placed], predicted: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    candidates = sorted(
        (
            (overlap(ours.span, theirs.span), i, j)
            for i, ours in enumerate(gold)
            for j, theirs in enumerate(predicted)
        ),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for share, i, j in candidates:
        if share < LEAST_OVERLAP:
            return
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            yield gold[i], predicted[j]
