"""What reading a coordinated phrase gives: the names in it.

Takes: pieces of a passage. Gives: `Name`s and `Reading`s.
"""

from __future__ import annotations

from dataclasses import dataclass

from converters.records import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the passage: `is_whole` if it fills its conjunct, a compound goes on otherwise."""

    pieces: tuple[Span, ...]
    category: str
    rule: str
    is_whole: bool = True

    @property
    def start(self) -> int:
        """Where its first words stand."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where its last words end."""
        return self.pieces[-1].end


@dataclass(frozen=True, slots=True)
class Reading:
    """The names of a phrase; `is_complete` if there are any and every conjunct belongs to one and ends with it."""

    names: tuple[Name, ...]
    is_complete: bool
    inside: tuple[Name, ...] = ()  # actors inside the name of a thing: 中小企业 in 中小企业服务平台


def joined(pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Pieces that follow each other directly, as one."""
    found: list[Span] = []
    for piece in pieces:
        if found and found[-1].end == piece.start:
            found[-1] = Span(found[-1].start, piece.end)
        else:
            found.append(piece)
    return tuple(found)
