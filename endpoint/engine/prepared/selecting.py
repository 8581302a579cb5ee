"""SELECT: groups, aggregates, sorting and slices over the solutions of a pattern."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from endpoint.engine.prepared.columns import UNBOUND
from endpoint.engine.prepared.conditions import Conditions
from endpoint.engine.prepared.patterns import Evaluator
from endpoint.engine.prepared.solutions import Solutions, distinct, number_rows, order_rows
from endpoint.engine.prepared.syntax import Aggregate, Select, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endpoint.engine.prepared.columns import Ids
    from endpoint.engine.prepared.search import TextSearch
    from endpoint.engine.prepared.syntax import Column, Expression
    from endpoint.engine.prepared.terms import Terms

_KEY = "sort key"


class Selector:
    """Evaluates the SELECT of one query and those inside of it."""

    def __init__(self, terms: Terms, search: TextSearch) -> None:
        self._terms = terms
        self._conditions = Conditions(terms)
        self._search = search

    def evaluate(self, select: Select) -> Solutions:
        """The projected solutions in their order."""
        evaluator = Evaluator(
            self._terms, self._search, self.evaluate, once=_is_blind_to_repetition(select)
        )
        solutions = evaluator.evaluate(select.where)
        if select.keys is not None or select.aggregates:
            solutions = self._group(solutions, select.keys or (), select.aggregates)
        for condition in select.having:
            solutions = solutions.take(self._conditions.meeting(condition, solutions))
        for column in select.columns or ():
            if column.expression is not None:
                solutions = self._compute(solutions, column.name, column.expression)
        names = self._projected(select, solutions)
        keys = self._sort_keys(select, solutions)
        kept = {name: solutions.column(name) for name in names}
        projected = Solutions({**kept, **keys}, solutions.size, solutions.certain & kept.keys())
        order = [
            (key, each.descending) for key, each in zip(keys.values(), select.order, strict=True)
        ]
        projected = projected.take(order_rows(order, projected.size))
        if select.distinct:
            _, first = number_rows([projected.columns[name] for name in names], projected.size)
            projected = projected.take(np.sort(first))
        return _slice(projected, select, names)

    def _compute(self, solutions: Solutions, name: str, expression: Expression) -> Solutions:
        if name in solutions.columns:
            message = f"?{name} is given twice"
            raise UnsupportedError(message)
        values = self._conditions.compute(expression, solutions)
        return solutions.extend({name: values}, certain=_is_certain(values))

    @staticmethod
    def _projected(select: Select, solutions: Solutions) -> list[str]:
        if select.columns is not None:
            return [column.name for column in select.columns]
        return sorted(name for name in solutions.columns if " " not in name)

    def _sort_keys(self, select: Select, solutions: Solutions) -> dict[str, Ids]:
        return {
            f"{_KEY} {place}": self._terms.sort_keys(
                self._conditions.compute(order.expression, solutions)
            )
            for place, order in enumerate(select.order)
        }

    def _group(
        self, solutions: Solutions, keys: Sequence[Column], aggregates: dict[str, Aggregate]
    ) -> Solutions:
        """One solution for each group: its keys and aggregates."""
        for key in keys:
            if key.expression is not None:
                solutions = self._compute(solutions, key.name, key.expression)
        columns = {key.name: solutions.column(key.name) for key in keys}
        codes, first = number_rows([*columns.values()], solutions.size)
        # Without GROUP BY there is one group, also of nothing.
        count = len(first) if keys else 1
        grouped = Solutions(
            {name: column[first] for name, column in columns.items()},
            count,
            solutions.certain & columns.keys(),
        )
        for name, aggregate in aggregates.items():
            values = self._aggregate(aggregate, solutions, codes, count)
            grouped = grouped.extend({name: values}, certain=_is_certain(values))
        return grouped

    def _aggregate(self, aggregate: Aggregate, solutions: Solutions, codes: Ids, count: int) -> Ids:
        if aggregate.argument is None:
            return self._terms.integers(np.bincount(codes, minlength=count))
        values = self._conditions.compute(aggregate.argument, solutions)
        if aggregate.function == "COUNT":
            bound = np.flatnonzero(values >= 0) if not _is_certain(values) else slice(None)
            values, codes = values[bound], codes[bound]
            if aggregate.distinct:
                _, first = number_rows([codes, values], len(values))
                codes = codes[first]
            return self._terms.integers(np.bincount(codes, minlength=count))
        if not _is_certain(values):
            message = "an aggregate over what may have no value"
            raise UnsupportedError(message)
        if aggregate.function == "SUM":
            return self._sum(values, codes, count, once=aggregate.distinct)
        return self._extreme(values, codes, count, largest=aggregate.function == "MAX")

    def _sum(self, values: Ids, codes: Ids, count: int, *, once: bool) -> Ids:
        if once:
            _, first = number_rows([codes, values], len(values))
            values, codes = values[first], codes[first]
        numbers = self._terms.integer_values(values)
        sums = np.bincount(codes, weights=numbers, minlength=count)
        if len(sums) and np.bincount(codes, weights=abs(numbers), minlength=count).max() > 1e14:
            message = "a sum beyond what doubles hold"
            raise UnsupportedError(message)
        return self._terms.integers(sums.astype(np.int64))

    def _extreme(self, values: Ids, codes: Ids, count: int, *, largest: bool) -> Ids:
        if self._terms.has_ties(values):
            message = "MIN or MAX of different terms with the same value"
            raise UnsupportedError(message)
        found = np.full(count, UNBOUND, dtype=np.int64)
        keys = self._terms.sort_keys(values)
        order = np.lexsort((keys if largest else -keys, codes))
        found[codes[order]] = values[order]
        return found


def _is_blind_to_repetition(select: Select) -> bool:
    """Whether the result is the same if the pattern gives a solution once instead of several times."""
    if select.keys is None and not select.aggregates:
        return select.distinct
    return all(
        each.distinct or each.function in {"MIN", "MAX"} for each in select.aggregates.values()
    )


def _is_certain(values: Ids) -> bool:
    return len(values) == 0 or int(values.min()) >= 0


def _slice(solutions: Solutions, select: Select, names: Sequence[str]) -> Solutions:
    """The solutions from OFFSET up to LIMIT; UnsupportedError where the order leaves open which."""
    start = min(select.offset, solutions.size)
    end = solutions.size if select.limit is None else min(start + select.limit, solutions.size)
    keys = [column for name, column in solutions.columns.items() if name.startswith(_KEY)]
    for border in (start, end):
        if 0 < border < solutions.size and start < end:
            _require_order(solutions, keys, border, names)
    rows = np.arange(start, end)
    return replace(solutions.only(names).take(rows), certain=solutions.certain)


def _require_order(
    solutions: Solutions, keys: Sequence[Ids], border: int, names: Sequence[str]
) -> None:
    """Raises UnsupportedError where rows on both sides of the border are tied and differ."""
    tied = np.ones(solutions.size, dtype=bool)
    for key in keys:
        tied &= key == key[border]
    if not tied[border - 1]:
        return
    rows = solutions.only(names).take(np.flatnonzero(tied))
    if distinct(rows).size > 1:
        message = "LIMIT cuts between rows that ORDER BY ties"
        raise UnsupportedError(message)
