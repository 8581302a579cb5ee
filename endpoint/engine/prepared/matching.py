"""Triple patterns over the sorted columns: each is a look-up for the values that are known already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from endpoint.engine.prepared.closures import reach
from endpoint.engine.prepared.columns import Extent
from endpoint.engine.prepared.solutions import (
    Solutions,
    concatenate,
    distinct,
    match_sorted,
    require_room,
)
from endpoint.engine.prepared.syntax import Constant, Pattern, UnsupportedError, Variable

if TYPE_CHECKING:
    from endpoint.engine.prepared.columns import Ids
    from endpoint.engine.prepared.syntax import Step, Term
    from endpoint.engine.prepared.terms import Terms

_NONE = Extent(0, 0, 1, 1, 0)


class Matcher:
    """Matches triple patterns for one query; `once`: a statement in several graphs counts once."""

    def __init__(self, terms: Terms, *, once: bool) -> None:
        self._terms = terms
        self._once = once
        self._columns = terms.columns

    def estimate(self, pattern: Pattern, bound: frozenset[str]) -> float:
        """About how many matches there are for one solution that has values for `bound`."""
        if isinstance(pattern.steps, Variable):
            known = self._is_known(pattern.subject, bound) or self._is_known(pattern.object, bound)
            return 20.0 if known else float(self._columns.quads)
        once = sum(self._estimate_step(pattern, step, bound) for step in pattern.steps)
        if not pattern.repeat:
            return once
        known = self._is_known(pattern.subject, bound) or self._is_known(pattern.object, bound)
        return 4 * once if known else float(self._columns.quads)

    def _estimate_step(self, pattern: Pattern, step: Step, bound: frozenset[str]) -> float:
        extent = self._extent(step)
        subject, value = pattern.subject, pattern.object
        if step.inverse:
            subject, value = value, subject
        size = float(extent.size)
        for term, different, rows in (
            (subject, extent.subjects, self._columns.pso[1]),
            (value, extent.objects, self._columns.pos[1]),
        ):
            if isinstance(term, Constant):
                column = rows[extent.start : extent.end]
                number = self._terms.constant(term.text)
                sides = np.array((number, number + 1), dtype=column.dtype)
                low, high = np.searchsorted(column, sides)
                size *= (int(high) - int(low)) / max(1, extent.size)
            elif term.name in bound:
                size /= max(1, different)
        return size

    def match(self, solutions: Solutions, pattern: Pattern) -> Solutions:
        """The solutions that agree with the pattern."""
        _require_certain(solutions, pattern)
        if isinstance(pattern.steps, Variable):
            return self._match_any(solutions, pattern, pattern.steps.name)
        if pattern.repeat:
            return self._match_repeated(solutions, pattern)
        if len(pattern.steps) == 1:
            return self._match_step(solutions, pattern, pattern.steps[0])
        # The engine gives each pair of ends of alternative paths once.
        place = "row of alternatives"
        numbered = solutions.extend({place: np.arange(solutions.size)})
        parts = [self._match_step(numbered, pattern, step) for step in pattern.steps]
        return distinct(concatenate(parts)).without(place)

    def _match_step(self, solutions: Solutions, pattern: Pattern, step: Step) -> Solutions:
        subject, value = pattern.subject, pattern.object
        if step.inverse:
            subject, value = value, subject
        extent = self._extent(step)
        subject_known = self._is_known(subject, solutions.certain)
        value_known = self._is_known(value, solutions.certain)
        if subject_known and (not value_known or self._prefers_subject(extent, subject, value)):
            return self._look_up(solutions, subject, value, self._rows(self._columns.pso, extent))
        if value_known:
            return self._look_up(solutions, value, subject, self._rows(self._columns.pos, extent))
        return self._scan(solutions, (subject, value), self._rows(self._columns.pso, extent))

    def _match_repeated(self, solutions: Solutions, pattern: Pattern) -> Solutions:
        """The solutions that agree with a path of any length, which is followed from a known end."""
        known, other = pattern.subject, pattern.object
        forward = self._is_known(known, solutions.certain)
        if not forward:
            known, other = other, known
        if not self._is_known(known, solutions.certain) or isinstance(pattern.steps, Variable):
            message = "a path of any length between unknown ends"
            raise UnsupportedError(message)
        tables = [self._table(step, forward=forward != step.inverse) for step in pattern.steps]
        starts, owners = np.unique(self._known(solutions, known), return_inverse=True)
        places, nodes = reach(self._columns, starts, tables, itself=pattern.repeat == "*")
        order = np.argsort(places, kind="stable")
        rows, found = match_sorted(owners, places[order], len(starts))
        taken = solutions if rows is None else solutions.take(rows)
        return self._bind(taken, (other,), (nodes[order][found],))

    def _table(self, step: Step, *, forward: bool) -> tuple[Ids, Ids]:
        """The rows of a step sorted by where it begins."""
        return self._rows(self._columns.pso if forward else self._columns.pos, self._extent(step))

    def _prefers_subject(self, extent: Extent, subject: Term, value: Term) -> bool:
        if isinstance(subject, Constant) or isinstance(value, Constant):
            return isinstance(subject, Constant) or extent.subjects * 8 > extent.size
        return extent.subjects >= extent.objects

    def _match_any(self, solutions: Solutions, pattern: Pattern, predicate: str) -> Solutions:
        if predicate in solutions.columns:
            message = "a predicate that is known only when the query runs"
            raise UnsupportedError(message)
        ends = (pattern.subject, Variable(predicate), pattern.object)
        if self._is_known(pattern.subject, solutions.certain):
            subjects, predicates, values = self._columns.spo
            keys = self._known(solutions, pattern.subject)
            places, found = match_sorted(keys, subjects, self._columns.count)
            rows = solutions if places is None else solutions.take(places)
            return self._bind(rows, ends[1:], (predicates[found], values[found]))
        if isinstance(pattern.object, Constant):
            number = self._terms.constant(pattern.object.text)
            found = np.flatnonzero(self._columns.pso[2] == number)
            return self._scan(solutions, (ends[1], ends[0]), tuple(self._columns.pso[:2, found]))
        if self._is_known(pattern.object, solutions.certain):
            message = "any predicate of a known object"
            raise UnsupportedError(message)
        predicates, subjects, values = self._columns.pso
        return self._scan(solutions, ends, (subjects, predicates, values))

    def _look_up(
        self, solutions: Solutions, known: Term, other: Term, rows: tuple[Ids, Ids]
    ) -> Solutions:
        """The solutions joined with rows that are sorted by what is known."""
        sorted_keys, others = rows
        keys = self._known(solutions, known)
        places, found = match_sorted(keys, sorted_keys, self._columns.count)
        taken = solutions if places is None else solutions.take(places)
        return self._bind(taken, (other,), (others[found],))

    def _scan(
        self, solutions: Solutions, ends: tuple[Term, ...], columns: tuple[Ids, ...]
    ) -> Solutions:
        """Every solution with every row."""
        size = len(columns[0])
        require_room(float(size) * solutions.size)
        if solutions.size != 1:
            places = np.repeat(np.arange(solutions.size), size)
            columns = tuple(np.tile(column, solutions.size) for column in columns)
            return self._bind(solutions.take(places), ends, columns)
        first = {name: np.repeat(column, size) for name, column in solutions.columns.items()}
        return self._bind(Solutions(first, size, solutions.certain), ends, columns)

    def _bind(
        self, solutions: Solutions, ends: tuple[Term, ...], columns: tuple[Ids, ...]
    ) -> Solutions:
        """The solutions with the columns as values of the ends; rows that disagree are left out."""
        new: dict[str, Ids] = {}
        agree = None
        for end, column in zip(ends, columns, strict=True):
            if isinstance(end, Constant):
                same = column == self._terms.constant(end.text)
            elif end.name in solutions.columns:
                same = column == solutions.columns[end.name]
            elif end.name in new:
                same = column == new[end.name]
            else:
                new[end.name] = column
                continue
            agree = same if agree is None else agree & same
        bound = solutions.extend(new)
        return bound if agree is None else bound.take(np.flatnonzero(agree))

    def _rows(self, order: Ids, extent: Extent) -> tuple[Ids, Ids]:
        """The rows of a predicate: what they are sorted by, and the rest."""
        keys, others = order[1:, extent.start : extent.end]
        if not self._once or extent.different == extent.size:
            return keys, others
        new = np.flatnonzero((keys[1:] != keys[:-1]) | (others[1:] != others[:-1])) + 1
        kept = np.concatenate([[0], new])
        return keys[kept], others[kept]

    def _known(self, solutions: Solutions, term: Term) -> Ids:
        if isinstance(term, Variable):
            return solutions.columns[term.name]
        return np.full(solutions.size, self._terms.constant(term.text), dtype=np.int64)

    def _extent(self, step: Step) -> Extent:
        return self._columns.extents.get(self._terms.constant(step.predicate.text), _NONE)

    @staticmethod
    def _is_known(term: Term, bound: frozenset[str]) -> bool:
        return isinstance(term, Constant) or term.name in bound


def _require_certain(solutions: Solutions, pattern: Pattern) -> None:
    if any(
        name in solutions.columns and name not in solutions.certain for name in pattern.variables
    ):
        message = "a pattern over a variable that may have no value"
        raise UnsupportedError(message)
