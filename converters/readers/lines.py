"""Lines of text collected from a document of nested blocks.

Takes: pieces of text, breaks and table rows in reading order. Gives: `Text`, one line per block.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from converters.text import Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

CELL_SEPARATOR: Final = "\t"


@dataclass(slots=True)
class _Row:
    """The cells read so far of a table row, each a list of lines."""

    cells: list[list[Text]] = field(default_factory=list)


class LineCollector:
    """Collects lines; rows may be nested without bound, since nothing here recurses."""

    def __init__(self) -> None:
        self._pieces: list[Text] = []
        self._lines: list[list[Text]] = [[]]
        self._rows: list[_Row] = []

    @property
    def at_line_start(self) -> bool:
        """Whether the current line holds nothing yet."""
        return not self._pieces

    @property
    def at_space(self) -> bool:
        """Whether a space would add nothing: at the start of a line and after another space."""
        return not self._pieces or self._pieces[-1].value[-1].isspace()

    def add(self, piece: Text) -> None:
        """Put a piece at the end of the current line."""
        if piece.value:
            self._pieces.append(piece)

    def end_line(self) -> None:
        """End the current line; nothing happens when it holds nothing."""
        if self._pieces:
            line = self._pieces[0] if len(self._pieces) == 1 else Text.join(self._pieces)
            self._pieces.clear()
            if line.value.strip():
                self._lines[-1].append(line)

    def take_line(self) -> Text | None:
        """The current line, taken back before it ends; None when it holds nothing visible."""
        line = Text.join(self._pieces)
        self._pieces.clear()
        return line if line.value.strip() else None

    def open_row(self) -> None:
        """Begin a table row."""
        self.end_line()
        self._rows.append(_Row())

    def open_cell(self) -> None:
        """Begin a cell of the current row."""
        self.end_line()
        if self._rows:
            self._lines.append([])

    def close_cell(self) -> None:
        """End the current cell."""
        self.end_line()
        if self._rows and len(self._lines) > 1:
            self._rows[-1].cells.append(self._lines.pop())

    def close_row(self) -> None:
        """End the row: cells of one line each share a line, others (a page layout) keep theirs."""
        self.end_line()
        if not self._rows:
            return
        cells = [cell for cell in self._rows.pop().cells if cell]
        if cells and all(len(cell) == 1 for cell in cells):
            self._lines[-1].append(_join_cells([cell[0] for cell in cells]))
        else:
            for cell in cells:
                self._lines[-1].extend(cell)

    def lines(self) -> list[Text]:
        """Every line so far."""
        self.end_line()
        return self._lines[0]


def join_lines(lines: Iterable[Text]) -> Text:
    """The lines with a line feed between; each line feed stands where the line before it ends."""
    pieces: list[Text] = []
    for line in lines:
        if pieces:
            pieces.append(_separator("\n", pieces[-1]))
        pieces.append(line)
    return Text.join(pieces)


def _join_cells(cells: list[Text]) -> Text:
    pieces = [cells[0]]
    for cell in cells[1:]:
        pieces += (_separator(CELL_SEPARATOR, pieces[-1]), cell)
    return Text.join(pieces)


def _separator(value: str, before: Text) -> Text:
    if not before.value:
        return Text.at(value, Place("", 0))
    return Text.at(value, before.place(len(before) - 1))
