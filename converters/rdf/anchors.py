"""Where the words of an annotation stand: the smallest provision, offsets in it, and the source file.

Takes: spans of a passage. Gives: `Anchor`s. Offsets count the own text of the provision, as
`fagui:text` publishes it, so that a reader can cut the words out; words of a heading, or across heading
and text, say so.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.records import Span
from converters.structure.addresses import addressed, enclosing, extent

if TYPE_CHECKING:
    from converters.annotation.records import Passage
    from converters.records import Provision, Structure
    from converters.structure.addresses import Steps


@dataclass(frozen=True, slots=True)
class Anchor:
    """A stretch of a document's text: `span` in the whole text, `inner` in that of the provision.

    `counted_in` is None where `inner` counts the provision's own text, else heading or fullText.
    """

    steps: Steps
    span: Span
    inner: Span
    counted_in: str | None = None


class Anchors:
    """Finds the smallest provision around a span of the document's text."""

    def __init__(self, structure: Structure) -> None:
        self.text = structure.text
        self.units = list(addressed(structure))
        self._extents = [extent(unit) for _, unit in self.units]
        self._starts = [span.start for span in self._extents]
        self._parents = enclosing(self._extents)

    def index_of(self, span: Span) -> int | None:
        """Index of the smallest provision around a span: the last that begins before it."""
        index = bisect_right(self._starts, span.start) - 1
        while index >= 0:
            if span.end <= self._extents[index].end:
                return index
            index = self._parents[index]
        return None

    def innermost(self, span: Span) -> Steps | None:
        """Steps of the smallest provision around a span."""
        index = self.index_of(span)
        return None if index is None else self.units[index][0]

    def anchor(self, passage: Passage, span: Span) -> Anchor:
        """The place of a span of a passage."""
        start = passage.span.start
        return self.anchor_span(Span(start + span.start, start + span.end))

    def anchor_span(self, span: Span) -> Anchor:
        """The place of a span of the document's text."""
        index = self.index_of(span)
        if index is None:
            message = f"span {span.start}-{span.end}: lies in no provision"
            raise ValueError(message)
        steps, unit = self.units[index]
        base, counted_in = _base(unit, span, self._extents[index])
        return Anchor(steps, span, Span(span.start - base, span.end - base), counted_in)


def _base(unit: Provision, span: Span, whole: Span) -> tuple[int, str | None]:
    for part, name in ((unit.text, None), (unit.heading, "heading")):
        if part and part.start <= span.start and span.end <= part.end:
            return part.start, name
    return whole.start, "fullText"
