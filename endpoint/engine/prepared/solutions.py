"""Solutions as columns of term numbers, and the operations of the algebra over them.

All are over bags: rows may repeat. `UNBOUND` stands where a variable has no value; a join never looks
at a column in which it may stand (UnsupportedError), because there it would match anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from endpoint.engine.prepared.columns import UNBOUND
from endpoint.engine.prepared.syntax import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from endpoint.engine.prepared.columns import Ids

MAX_ROWS: Final = 8_000_000
"""Rows that an operation may give; for more the engine has its own limits."""
_DENSE: Final = 4


@dataclass(frozen=True, slots=True)
class Solutions:
    """A bag of solutions; `certain` are the variables that have a value in every one."""

    columns: Mapping[str, Ids]
    size: int
    certain: frozenset[str]

    def take(self, places: Ids) -> Solutions:
        """The solutions at the places."""
        columns = {name: column[places] for name, column in self.columns.items()}
        return Solutions(columns, len(places), self.certain)

    def extend(self, columns: Mapping[str, Ids], *, certain: bool = True) -> Solutions:
        """These solutions with more columns."""
        more = self.certain | columns.keys() if certain else self.certain
        return Solutions({**self.columns, **columns}, self.size, frozenset(more))

    def without(self, name: str) -> Solutions:
        """These solutions without a column."""
        columns = {each: column for each, column in self.columns.items() if each != name}
        return Solutions(columns, self.size, self.certain - {name})

    def only(self, names: Iterable[str]) -> Solutions:
        """These solutions with some columns."""
        kept = {name: self.columns[name] for name in names if name in self.columns}
        return Solutions(kept, self.size, self.certain & kept.keys())

    def column(self, name: str) -> Ids:
        """A column; UNBOUND everywhere where there is none."""
        found = self.columns.get(name)
        return np.full(self.size, UNBOUND, dtype=np.int64) if found is None else found


UNIT: Final = Solutions({}, 1, frozenset())
"""The one solution that binds nothing."""


def require_room(rows: float) -> None:
    """Raises UnsupportedError where an operation would give too many rows."""
    if rows > MAX_ROWS:
        message = f"{rows:.0f} rows"
        raise UnsupportedError(message)


def match_sorted(keys: Ids, sorted_keys: Ids, terms: int) -> tuple[Ids | None, Ids]:
    """The places of `sorted_keys` that equal each key, and for each such place that of its key.

    None for the places of the keys: each key has exactly one. `terms` bounds the values.
    """
    # Of another type than the sorted column, the keys would have all of it converted.
    keys = keys.astype(sorted_keys.dtype, copy=False)
    if len(keys) * _DENSE > terms and len(keys) and keys.max() < terms:
        counts = np.bincount(sorted_keys, minlength=terms)
        ends = np.cumsum(counts)
        matches = counts[keys]
        starts = (ends - counts)[keys]
    else:
        starts = np.searchsorted(sorted_keys, keys, side="left")
        matches = np.searchsorted(sorted_keys, keys, side="right") - starts
    if len(matches) and matches.min() == matches.max() == 1:
        return None, starts
    total = int(matches.sum())
    require_room(total)
    places = np.repeat(np.arange(len(keys)), matches)
    first = np.repeat(starts - (np.cumsum(matches) - matches), matches)
    return places, np.arange(total) + first


def number_rows(columns: Sequence[Ids], size: int) -> tuple[Ids, Ids]:
    """For each row the number of its group of equal rows, and for each group the place of one row."""
    if not columns:
        return np.zeros(size, dtype=np.int64), np.zeros(min(size, 1), dtype=np.int64)
    if len(columns) == 1 and bool((columns[0][1:] >= columns[0][:-1]).all()):
        return _number_sorted(columns[0])
    codes, count = _number(columns[0])
    for column in columns[1:]:
        more, different = _number(column)
        codes, count = _compress(codes * different + more, count * different)
    first = np.zeros(count, dtype=np.int64)
    first[codes[::-1]] = np.arange(size - 1, -1, -1)
    return codes, first


def _number_sorted(column: Ids) -> tuple[Ids, Ids]:
    first = np.flatnonzero(
        np.concatenate([np.ones(min(len(column), 1), bool), np.diff(column) != 0])
    )
    sizes = np.diff(np.append(first, len(column)))
    return np.repeat(np.arange(len(first)), sizes), first


def _number(column: Ids) -> tuple[Ids, int]:
    low = int(column.min()) if len(column) else 0
    return _compress(
        column.astype(np.int64) - low, int(column.max()) - low + 1 if len(column) else 0
    )


def _compress(codes: Ids, bound: int) -> tuple[Ids, int]:
    """The codes renumbered from 0 without gaps, and how many there are."""
    if bound <= 16 * len(codes) + 1000:
        used = np.zeros(bound, dtype=bool)
        used[codes] = True
        numbers = np.cumsum(used) - 1
        return numbers[codes], int(numbers[-1]) + 1 if bound else 0
    different, dense = np.unique(codes, return_inverse=True)
    return dense, len(different)


def distinct(solutions: Solutions) -> Solutions:
    """Each solution once, in the order in which they come first."""
    _, first = number_rows([*solutions.columns.values()], solutions.size)
    return solutions.take(np.sort(first))


def join(left: Solutions, right: Solutions) -> Solutions:
    """The solutions of both that agree."""
    shared = sorted(left.columns.keys() & right.columns.keys())
    if not all(name in left.certain and name in right.certain for name in shared):
        message = "a join over a variable that may have no value"
        raise UnsupportedError(message)
    left_keys, right_keys = _common_numbers(left, right, shared)
    order = np.argsort(right_keys, kind="stable")
    require_room(left.size * float(right.size) if not shared else 0)
    places, found = match_sorted(left_keys, right_keys[order], _bound(left_keys, right_keys))
    rows = left if places is None else left.take(places)
    matched = right.take(order[found])
    new = {name: column for name, column in matched.columns.items() if name not in left.columns}
    joined = rows.extend(new, certain=False)
    return Solutions(joined.columns, joined.size, left.certain | right.certain)


def matches(left: Solutions, right: Solutions, shared: Sequence[str]) -> NDArray[np.bool_]:
    """For each left solution whether a right one agrees with it on the shared variables."""
    left_keys, right_keys = _common_numbers(left, right, shared)
    found = np.zeros(_bound(left_keys, right_keys), dtype=bool)
    found[right_keys] = True
    return found[left_keys]


def _bound(left: Ids, right: Ids) -> int:
    return max(int(each.max()) + 1 if len(each) else 0 for each in (left, right))


def _common_numbers(left: Solutions, right: Solutions, shared: Sequence[str]) -> tuple[Ids, Ids]:
    columns = [np.concatenate([left.columns[name], right.columns[name]]) for name in shared]
    codes, _ = number_rows(columns, left.size + right.size)
    return codes[: left.size], codes[left.size :]


def concatenate(parts: Sequence[Solutions]) -> Solutions:
    """The solutions of all parts."""
    names = {name: None for part in parts for name in part.columns}
    columns = {name: np.concatenate([part.column(name) for part in parts]) for name in names}
    certain = frozenset.intersection(*(part.certain for part in parts))
    size = sum(part.size for part in parts)
    require_room(size)
    return Solutions(columns, size, certain)


def order_rows(keys: Sequence[tuple[NDArray[Any], bool]], size: int) -> Ids:
    """The places of the rows in the order of the keys, each with whether it is descending."""
    if not keys:
        return np.arange(size)
    signed = [-key if descending else key for key, descending in keys]
    found: Ids = np.lexsort(signed[::-1])
    return found
