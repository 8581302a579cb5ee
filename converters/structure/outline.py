"""Lists inside a unit: which （一）, 1. and （1） stand under which.

Takes: labelled and plain pieces of one unit in text order. Gives: the tree of 款, 项 and 目.
A list starts at one, runs on by one, and nests where a label of another style starts anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from converters.records import Kind, Oddity, OddityKind, Provision, Span
from converters.structure.oddities import missing_numbers

if TYPE_CHECKING:
    from converters.structure.labels import Label, Style


# A list that jumps by more numbers than this goes on with a citation, not with a label.
_BELIEVED_GAP: Final = 5


@dataclass(slots=True)
class Unit:
    """A unit under construction; `provision` gives the record."""

    kind: Kind
    number: str
    label: Span | None = None
    heading: Span | None = None
    text: Span | None = None
    children: list[Unit] = field(default_factory=list)
    inferred: bool = False

    def provision(self) -> Provision:
        """The finished record, children included."""
        return Provision(
            self.kind,
            self.number,
            self.label,
            self.heading,
            self.text,
            tuple(child.provision() for child in self.children),
            self.inferred,
        )

    def extend(self, span: Span) -> None:
        """Let the unit's own text run on to the end of `span`."""
        self.text = Span(self.text.start, span.end) if self.text else span


@dataclass(frozen=True, slots=True)
class Piece:
    """A line's part of a unit: its label's span, if it bears one, and the span of its text.

    `titled` tells that the line reads like a heading, `opens` that it leads in a list (：).
    """

    span: Span
    label: Label | None = None
    label_span: Span | None = None
    titled: bool = False
    opens: bool = False


def add_paragraph(unit: Unit, span: Span) -> None:
    """Append the next 款; a section with text of its own counts that text as its first."""
    last = next((c for c in reversed(unit.children) if c.kind is Kind.PARAGRAPH), None)
    own = unit.kind is Kind.SECTION and unit.text is not None
    position = int(last.number) + 1 if last else 1 + own
    unit.children.append(Unit(Kind.PARAGRAPH, str(position), text=span))


@dataclass(slots=True)
class _Level:
    style: Style
    number: int
    unit: Unit


class Lists:
    """Places pieces under a parent unit: 款 one after the other, lists under the 款 before them."""

    def __init__(self, parent: Unit, *, paragraphs: bool) -> None:
        self.parent = parent
        self.oddities: list[Oddity] = []
        self._paragraphs = paragraphs
        self._levels: list[_Level] = []
        self._last: dict[Style, int] = {}
        self._closed: list[_Level] = []
        self._flush: list[Unit] = []

    def add(self, piece: Piece) -> None:
        """Place the next piece."""
        if piece.label is None or not self._add_labelled(piece, piece.label):
            self._add_plain(piece)

    def _add_plain(self, piece: Piece) -> None:
        start = piece.label_span.start if piece.label_span else piece.span.start
        span = Span(start, piece.span.end)
        if self._paragraphs:
            self._close(opens=piece.opens)
            add_paragraph(self.parent, span)
            self._flush.append(self.parent.children[-1])
        else:
            unit = self._levels[-1].unit if self._levels else self.parent
            if unit.kind is Kind.SECTION:
                add_paragraph(unit, span)
            else:
                unit.extend(span)

    def _close(self, *, opens: bool) -> None:
        """A paragraph ends the open lists, unless their numbers go on behind it."""
        if self._levels:
            self._closed, self._flush = list(self._levels), []
            self._levels.clear()
        if opens:
            self._closed = []

    def _reopen(self, label: Label) -> None:
        """（三） after （二） and a paragraph such as 本项规定的案件…: that paragraph is of （二）."""
        level = next((x for x in self._closed if x.style is label.style), None)
        if level is None or level.number != label.number - 1 or level.unit.children:
            return
        for unit in self._flush:
            self.parent.children.remove(unit)
            level.unit.extend(unit.text or Span(0, 0))
        self._levels = self._closed[: self._closed.index(level) + 1]
        self._closed, self._flush = [], []

    def _add_labelled(self, piece: Piece, label: Label) -> bool:
        if not self._levels:
            self._reopen(label)
        level = next((x for x in reversed(self._levels) if x.style is label.style), None)
        last = level.number if level else self._last.get(label.style, 0)
        if label.number != 1 and not 0 < label.number - last <= _BELIEVED_GAP:
            return False
        if level:
            del self._levels[self._levels.index(level) :]
        if label.number != 1:
            kind = OddityKind.ITEM_GAP if last else OddityKind.ITEM_FIRST
            self._note_gap(piece, label, last, kind)
        unit = self._unit(piece, label)
        self._host().children.append(unit)
        self._levels.append(_Level(label.style, label.number, unit))
        self._last[label.style] = label.number
        return True

    def _unit(self, piece: Piece, label: Label) -> Unit:
        """The unit of a label: 一、 heads a section, and numbers items inside an article."""
        # A label with nothing after it, as a text that is cut off ends.
        words = piece.span if piece.span.start < piece.span.end else None
        if label.kind is not Kind.SECTION:
            return Unit(label.kind, label.numbering, piece.label_span, text=words)
        if self._paragraphs:
            return Unit(Kind.ITEM, label.numbering, piece.label_span, text=words)
        if piece.titled:
            return Unit(Kind.SECTION, label.numbering, piece.label_span, heading=words)
        return Unit(Kind.SECTION, label.numbering, piece.label_span, text=words)

    def _host(self) -> Unit:
        """Where a new unit of the innermost open list goes."""
        if self._levels:
            return self._levels[-1].unit
        last = self.parent.children[-1] if self._paragraphs and self.parent.children else None
        return last if last and last.kind is Kind.PARAGRAPH else self.parent

    def _note_gap(self, piece: Piece, label: Label, last: int, kind: OddityKind) -> None:
        if label.number > last + 1:
            span = piece.label_span or piece.span
            self.oddities.append(Oddity(kind, span, missing_numbers(last, label.number)))
