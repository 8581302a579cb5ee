"""Which label candidates are articles: the run of numbers decides, not the look of one line.

Takes: the candidates of a document in text order. Gives: the accepted ones. Numbers of articles rise
by one (or by one branch, 之一) through a document; a line that begins with a citation breaks that run.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.structure.labels import Label

Number = tuple[int, int]
"""Number and branch: 第十一条之二 is (11, 2)."""

_FIRST: Final = (1, 0)
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
    def number(self) -> Number:
        """Number and branch of the label."""
        return self.label.number, self.label.branch


def accepted_articles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are labels of articles, in text order."""
    plain = {c.number for c in candidates if not c.merged}
    pool = _Pool([c for c in candidates if not (c.merged and c.number in plain)])
    accepted: list[Candidate] = []
    for index, candidate in enumerate(pool.candidates):
        if _accept(accepted[-1] if accepted else None, candidate, pool, index):
            accepted.append(candidate)
    return accepted


def follows(last: Number, number: Number) -> bool:
    """Whether `number` is the next one after `last`: 12 or 11之二 after 11之一."""
    return number in _following(last)


def _following(last: Number) -> tuple[Number, Number]:
    return (last[0] + 1, 0), (last[0], last[1] + 1)


class _Pool:
    """Candidates, found by number: a text of a hundred thousand labels is not searched for each."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        self._doubtful: dict[Number, list[int]] = {}
        self._certain: dict[Number, list[int]] = {}
        for index, candidate in enumerate(candidates):
            places = self._doubtful if candidate.doubtful else self._certain
            places.setdefault(candidate.number, []).append(index)

    def next_certain(self, number: Number, index: int) -> int | None:
        """The first candidate after `index` that bears the number and is not doubtful."""
        return _after(self._certain.get(number, ()), index)

    def comes_again(self, number: Number, index: int) -> bool:
        """Whether any candidate after `index` bears the number."""
        doubtful = _after(self._doubtful.get(number, ()), index)
        return doubtful is not None or self.next_certain(number, index) is not None

    def run(self, index: int) -> int:
        """How many labels follow one another from the candidate at `index` on."""
        length = 1
        while length < _CONVINCING_RUN:
            due = _following(self.candidates[index].number)
            places = [self.next_certain(number, index) for number in due]
            index = min((place for place in places if place is not None), default=-1)
            if index < 0:
                break
            length += 1
        return length


def _after(places: Sequence[int], index: int) -> int | None:
    found = bisect_right(places, index)
    return places[found] if found < len(places) else None


def _accept(last: Candidate | None, candidate: Candidate, pool: _Pool, index: int) -> bool:
    if last is None:
        return _starts(candidate, pool, index)
    if follows(last.number, candidate.number):
        return _accept_next(candidate, pool, index)
    if candidate.doubtful or candidate.merged:
        return False
    if candidate.number == last.number or _skips_branch(last, candidate):
        return candidate.label.spaced and not candidate.label.cites
    if candidate.number < last.number:
        return candidate.number == _FIRST and pool.run(index) > 1
    return _jumps(last, candidate, pool, index)


def _skips_branch(last: Candidate, candidate: Candidate) -> bool:
    """第二条之三 after 第二条 or 第二条之一: a branch between was repealed or lost."""
    same = candidate.label.number == last.label.number
    return same and candidate.label.branch > last.label.branch


def _accept_next(candidate: Candidate, pool: _Pool, index: int) -> bool:
    """The number that was due: a label, unless it reads like a citation and comes again."""
    if candidate.label.cites:
        return not candidate.doubtful and not pool.comes_again(candidate.number, index)
    return not candidate.doubtful or candidate.label.spaced


def _starts(candidate: Candidate, pool: _Pool, index: int) -> bool:
    """A first article: 第一条, or a text that begins with a higher number and runs on from it."""
    if candidate.doubtful or candidate.merged or candidate.label.cites:
        return False
    if candidate.number == _FIRST:
        return True
    alone = index == len(pool.candidates) - 1
    return pool.next_certain(_FIRST, index) is None and (alone or pool.run(index) > 1)


def _jumps(last: Candidate, candidate: Candidate, pool: _Pool, index: int) -> bool:
    """A gap is believed where the missing number never comes and no long jump stands alone."""
    if pool.next_certain((last.label.number + 1, 0), index) is not None:
        return False
    gap = candidate.label.number - last.label.number
    return gap <= _BELIEVED_GAP or pool.run(index) >= _CONVINCING_RUN
