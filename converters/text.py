"""Text that knows where each of its characters stands in the source file.

Takes: pieces cut from a source. Gives: `Text`, which can be sliced and joined without losing places.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character's place in the source file.

    `part` names the part of the file that offsets count in: "" for a file that is one text (plain
    text, Markdown, HTML, XML), "page 3" in a PDF, "paragraph 17" in a DOCX. `offset` counts
    characters (code points of the decoded part) from 0.
    """

    part: str
    offset: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters that starts at `start` in the text and at (`part`, `offset`) in the source.

    Characters of a linear run stand one after the other in the source; those of a run that is not
    linear (an entity, a generated label) all stand at the same place.
    """

    start: int
    part: str
    offset: int
    linear: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """A string with the place of each character: `value[i]` stands at `place(i)` in the source."""

    value: str
    segments: tuple[Segment, ...] = field(repr=False)

    @classmethod
    def of(cls, value: str, part: str = "", offset: int = 0) -> Text:
        """Text whose characters stand one after the other in one part of a source."""
        return cls(value, (Segment(0, part, offset),) if value else ())

    @classmethod
    def at(cls, value: str, place: Place) -> Text:
        """Text that one place of the source stands for, such as `&nbsp;` or a list number."""
        return cls(value, (Segment(0, place.part, place.offset, linear=False),) if value else ())

    def __len__(self) -> int:
        return len(self.value)

    def place(self, index: int) -> Place:
        """Place of the character at `index`; IndexError outside the text."""
        if not 0 <= index < len(self.value):
            message = f"index {index} outside a text of {len(self.value)} characters"
            raise IndexError(message)
        run = self.segments[bisect_right(self.segments, index, key=_start) - 1]
        return Place(run.part, run.offset + (index - run.start if run.linear else 0))

    def slice(self, start: int, end: int) -> Text:
        """The text from `start` to before `end`, places kept."""
        if start >= end:
            return Text("", ())
        first = bisect_right(self.segments, start, key=_start) - 1
        last = bisect_right(self.segments, end - 1, key=_start)
        runs = []
        for run in self.segments[first:last]:
            shift = max(start - run.start, 0)
            offset = run.offset + shift if run.linear else run.offset
            runs.append(Segment(max(run.start - start, 0), run.part, offset, run.linear))
        return Text(self.value[start:end], tuple(runs))

    @staticmethod
    def join(pieces: Iterable[Text]) -> Text:
        """The pieces one after the other, places kept, neighbouring runs of one source run merged."""
        values: list[str] = []
        runs: list[Segment] = []
        length = 0
        for piece in pieces:
            for run in piece.segments:
                start = run.start + length
                if not (runs and _continues(runs[-1], start, run)):
                    runs.append(Segment(start, run.part, run.offset, run.linear))
            values.append(piece.value)
            length += len(piece.value)
        return Text("".join(values), tuple(runs))


def _start(run: Segment) -> int:
    return run.start


def _continues(before: Segment, start: int, run: Segment) -> bool:
    if not (before.linear and run.linear and before.part == run.part):
        return False
    return run.offset - before.offset == start - before.start
