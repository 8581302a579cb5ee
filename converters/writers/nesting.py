"""Which unit holds what stands between the provisions, such as a formula or the words of a table.

Takes: elements and the tree of provisions. Gives: the elements by the innermost unit around them.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from converters.records import Element, Provision, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

Item = Element | Provision


def nest(
    elements: Sequence[Element], provisions: Sequence[Provision]
) -> tuple[dict[int, list[Element]], set[Element]]:
    """Elements that stand inside a unit, by the innermost such unit, and those outside of all."""
    nested: dict[int, list[Element]] = {}
    outside: set[Element] = set()
    levels: _Levels = {}
    for element in elements:
        holder = _holder(element.span, provisions, levels)
        if holder is None:
            outside.add(element)
        else:
            nested.setdefault(id(holder), []).append(element)
    return nested, outside


_Levels = dict[int, tuple[list[Span], list[Provision]]]
"""Units of one level in the order of the text, and where they stand, by the unit above them."""


def _holder(span: Span, units: Sequence[Provision], levels: _Levels) -> Provision | None:
    """The innermost unit around a span; `levels` keeps what is found out for the next span."""
    holder = None
    while True:
        if id(holder) not in levels:
            ordered = sorted((unit for unit in units if extent(unit).end), key=start)
            levels[id(holder)] = [extent(unit) for unit in ordered], ordered
        extents, ordered = levels[id(holder)]
        # Units of one level do not overlap: only the last that starts before the span can hold it.
        at = bisect_right(extents, span.start, key=_span_start) - 1
        if at < 0 or not contains(extents[at], span):
            return holder
        holder = ordered[at]
        units = holder.children


def contains(outer: Span, inner: Span) -> bool:
    """Whether a span lies within another."""
    return outer.start <= inner.start and inner.end <= outer.end


def extent(item: Item) -> Span:
    """From the first to the last character of an element or a unit with all inside it."""
    if isinstance(item, Element):
        return item.span
    spans = [s for unit in item.walk() for s in (unit.label, unit.heading, unit.text) if s]
    if not spans:
        return Span(0, 0)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def start(item: Item) -> int:
    """Where an element or a unit begins."""
    return extent(item).start


def _span_start(span: Span) -> int:
    return span.start
