"""Which label candidates are articles: the run of numbers decides, not the look of one line.

Takes: the candidates of a document in text order. Gives: the accepted ones. Numbers of articles rise
by one (or by one branch, 之一) through a document; a line that begins with a citation breaks that run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.labels import Label

# A jump of more numbers than this is believed only where a run of so many labels follows it.
_BELIEVED_GAP: Final = 6
_CONVINCING_RUN: Final = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article label at `offset` of line `line`.

    `doubtful` marks a label that stands where a citation or a quotation may stand: after a line that
    does not end its sentence, inside an open quotation, before the rest of a citation. `merged` marks
    one inside a line.
    """

    line: int
    offset: int
    label: Label
    doubtful: bool
    merged: bool = False

    @property
    def number(self) -> tuple[int, int]:
        """Number and branch of the label."""
        return self.label.number, self.label.branch


def accepted_articles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are labels of articles, in text order."""
    plain = {c.number for c in candidates if not c.merged}
    pool = [c for c in candidates if not (c.merged and c.number in plain)]
    accepted: list[Candidate] = []
    for index, candidate in enumerate(pool):
        rest = pool[index + 1 :] if _needs_rest(accepted, candidate) else ()
        if _accept(accepted[-1] if accepted else None, candidate, rest):
            accepted.append(candidate)
    return accepted


def follows(last: tuple[int, int], number: tuple[int, int]) -> bool:
    """Whether `number` is the next one after `last`: 12 or 11之二 after 11之一."""
    return number in ((last[0] + 1, 0), (last[0], last[1] + 1))


def _needs_rest(accepted: list[Candidate], candidate: Candidate) -> bool:
    return (
        not accepted or candidate.label.cites or not follows(accepted[-1].number, candidate.number)
    )


def _accept(last: Candidate | None, candidate: Candidate, rest: Sequence[Candidate]) -> bool:
    if last is None:
        return _starts(candidate, rest)
    if follows(last.number, candidate.number):
        return _accept_next(candidate, rest)
    if candidate.doubtful or candidate.merged:
        return False
    if candidate.number < last.number:
        return candidate.number == (1, 0) and _run(candidate, rest) > 1
    return _jumps(last, candidate, rest)


def _accept_next(candidate: Candidate, rest: Sequence[Candidate]) -> bool:
    """The number that was due: a label, unless it reads like a citation and comes again."""
    if candidate.label.cites:
        return not candidate.doubtful and all(c.number != candidate.number for c in rest)
    return not candidate.doubtful or candidate.label.spaced


def _starts(candidate: Candidate, rest: Sequence[Candidate]) -> bool:
    """A first article: 第一条, or a text that begins with a higher number and runs on from it."""
    if candidate.doubtful or candidate.merged:
        return False
    if candidate.number == (1, 0):
        return True
    return not any(c.number == (1, 0) and not c.doubtful for c in rest) and (
        _run(candidate, rest) > 1 or not rest
    )


def _jumps(last: Candidate, candidate: Candidate, rest: Sequence[Candidate]) -> bool:
    """A gap is believed where the missing number never comes and no long jump stands alone."""
    expected = (last.label.number + 1, 0)
    if any(c.number == expected and not c.doubtful for c in rest):
        return False
    gap = candidate.label.number - last.label.number
    return gap <= _BELIEVED_GAP or _run(candidate, rest) >= _CONVINCING_RUN


def _run(candidate: Candidate, rest: Sequence[Candidate]) -> int:
    """How many labels follow one another from the candidate on."""
    length, last = 1, candidate.number
    for other in rest:
        if follows(last, other.number) and not other.doubtful:
            length, last = length + 1, other.number
            if length >= _CONVINCING_RUN:
                break
    return length
