"""Numbers of headings whose label is lost, where the labelled ones beside them leave one choice.

Takes: the headings of a document in text order. Gives: kind and number of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from converters.records import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `kind` is None while the label is lost, `inferred` when it was worked out."""

    kind: Kind | None
    number: str
    inferred: bool = False


def resolve_headings(headings: Sequence[Heading]) -> list[Heading]:
    """The headings, each with a kind.

    Lost labels become chapters or sections where the gap in the numbers has just their count, and
    divisions numbered by position where it has not.

    >>> lost = Heading(None, "")
    >>> chapters = [Heading(Kind.CHAPTER, "1"), lost, Heading(Kind.CHAPTER, "3")]
    >>> resolve_headings(chapters)[1]
    Heading(kind=<Kind.CHAPTER: 'chap'>, number='2', inferred=True)
    """
    out = list(headings)
    if any(h.kind is None for h in out):
        _fill(out, Kind.CHAPTER, 0, len(out))
        chapters = [i for i, h in enumerate(out) if h.kind is Kind.CHAPTER]
        for start, end in pairwise([*chapters, len(out)]):
            _fill(out, Kind.SECTION, start + 1, end)
    divisions = 0
    for index, heading in enumerate(out):
        if heading.kind is None:
            divisions += 1
            out[index] = Heading(Kind.DIVISION, str(divisions), inferred=True)
    return out


def _fill(headings: list[Heading], kind: Kind, start: int, end: int) -> None:
    """Number the lost labels between labelled headings of `kind` in headings[start:end]."""
    known = [i for i in range(start, end) if headings[i].kind is kind]
    lost = [i for i in range(start, end) if headings[i].kind is None]
    plain = kind is Kind.SECTION or not any(h.kind is Kind.SECTION for h in headings)
    if not known and not (plain and kind is Kind.CHAPTER and len(lost) > 1):
        return
    for left, right in pairwise([start - 1, *known, end]):
        gap = [i for i in lost if left < i < right]
        before = _base(headings[left]) if left in known else 0
        fits = right in known and _base(headings[right]) - before - 1 == len(gap)
        if gap and (fits or (right not in known and plain)):
            for offset, index in enumerate(gap, 1):
                headings[index] = Heading(kind, str(before + offset), inferred=True)


def _base(heading: Heading) -> int:
    """The number without its branch: 1 of 第一章之一."""
    return int(heading.number.partition("-")[0])
