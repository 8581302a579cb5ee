"""Group graph patterns: each element extends, narrows or adds to the solutions so far.

A group inside of another starts from the solutions of the outer one, which is what makes look-ups
short. That gives what the algebra gives (evaluation of each group by itself, then a join) as long as
operators that are no joins see only variables of their own group. `own` are those; where an operator
sees another, the query is for the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from endpoint.engine.prepared.conditions import Conditions, split
from endpoint.engine.prepared.matching import Matcher
from endpoint.engine.prepared.solutions import (
    UNIT,
    Solutions,
    concatenate,
    distinct,
    join,
    matches,
    require_room,
)
from endpoint.engine.prepared.syntax import (
    BETWEEN,
    Bind,
    Constant,
    Exists,
    Filter,
    Group,
    Minus,
    Optional,
    Pattern,
    Search,
    Select,
    Subquery,
    Union,
    UnsupportedError,
    Values,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from endpoint.engine.prepared.search import TextSearch
    from endpoint.engine.prepared.syntax import Element, Expression
    from endpoint.engine.prepared.terms import Terms


class Evaluator:
    """Evaluates the groups of one query."""

    def __init__(
        self,
        terms: Terms,
        search: TextSearch,
        select: Callable[[Select], Solutions],
        *,
        once: bool,
    ) -> None:
        self._terms = terms
        self._matcher = Matcher(terms, once=once)
        self._conditions = Conditions(terms)
        self._search = search
        self._select = select

    def evaluate(self, group: Group) -> Solutions:
        """The solutions of a group by itself."""
        return self._evaluate(group, UNIT, frozenset())

    def _evaluate(self, group: Group, seed: Solutions, visible: frozenset[str]) -> Solutions:
        """The seed joined with the group; its conditions see the `visible` variables of the seed."""
        state = _State(seed, visible)
        for element in group.elements:
            if isinstance(element, Filter):
                state.conditions += split(element.condition)
        for element in group.elements:
            if isinstance(element, Pattern | Search):
                state.waiting.append(element)
            elif not isinstance(element, Filter | Exists):
                self._match_waiting(state)
                self._extend(state, element)
        self._match_waiting(state)
        self._narrow(state, at_end=True)
        for element in group.elements:
            if isinstance(element, Exists):
                self._keep_existing(state, element)
        return state.solutions

    def _match_waiting(self, state: _State) -> None:
        """Matches the patterns that wait, the most selective first."""
        self._narrow(state)
        while state.waiting and state.solutions.size:
            best = min(state.waiting, key=lambda each: self._cost(each, state.solutions))
            state.waiting.remove(best)
            if isinstance(best, Pattern):
                state.solutions = self._matcher.match(state.solutions, best)
            else:
                state.solutions = self._find(state.solutions, best)
            state.own |= best.variables
            state.drop_hidden()
            self._narrow(state)
        for each in state.waiting:  # nothing is left that could match
            state.bind_nothing(each.variables)
        state.waiting.clear()

    def _cost(self, element: Pattern | Search, solutions: Solutions) -> tuple[bool, float]:
        variables = element.variables
        apart = bool(solutions.columns) and not variables & solutions.columns.keys()
        if isinstance(element, Search):
            return apart, 0.1
        return apart and bool(variables), self._matcher.estimate(element, solutions.certain)

    def _extend(self, state: _State, element: Element) -> None:
        match element:
            case Optional():
                self._extend_optionally(state, element.group)
            case Union():
                parts = [
                    self._evaluate(branch, state.solutions, frozenset())
                    for branch in element.branches
                ]
                state.solutions = concatenate(parts)
                state.own |= element.variables
            case Values():
                state.join(self._inline(element))
            case Subquery():
                state.join(self._select(element.select))
            case Bind():
                self._bind(state, element)
            case Minus():
                self._subtract(state, element.group)
        self._narrow(state)

    def _extend_optionally(self, state: _State, group: Group) -> None:
        left = state.solutions
        variables = group.variables
        state.require_own(variables)
        place = f"optional {len(left.columns)}"
        numbered = left.extend({place: np.arange(left.size)})
        found = self._evaluate(group, numbered, frozenset(state.own))
        alone = np.ones(left.size, dtype=bool)
        alone[found.columns[place]] = False
        rest = left.take(np.flatnonzero(alone))
        parts = [found.without(place), rest]
        solutions = concatenate(parts)
        state.solutions = Solutions(solutions.columns, solutions.size, left.certain)
        state.own |= variables

    def _bind(self, state: _State, element: Bind) -> None:
        state.require_own(element.expression.variables)
        if element.variable in state.solutions.columns:
            message = f"BIND to ?{element.variable}, which has a value outside"
            raise UnsupportedError(message)
        values = self._conditions.compute(element.expression, state.solutions)
        certain = not len(values) or bool(values.min() >= 0)
        state.solutions = state.solutions.extend({element.variable: values}, certain=certain)
        state.own.add(element.variable)

    def _subtract(self, state: _State, group: Group) -> None:
        state.require_own(group.variables)
        right = self._evaluate(group, UNIT, frozenset())
        shared = sorted(right.columns.keys() & state.solutions.columns.keys())
        _require_certain(state.solutions, frozenset(shared))
        _require_certain(right, frozenset(shared))
        if shared:
            agree = matches(state.solutions, right, shared)
            state.solutions = state.solutions.take(np.flatnonzero(~agree))

    def _keep_existing(self, state: _State, element: Exists) -> None:
        variables = element.group.variables
        if not all(isinstance(each, Pattern | Filter) for each in element.group.elements):
            message = "more than patterns and conditions in EXISTS"
            raise UnsupportedError(message)
        state.require_own(variables, state.visible)
        shared = sorted(variables & state.solutions.columns.keys())
        _require_certain(state.solutions, frozenset(shared))
        seed = distinct(state.solutions.only(shared)) if shared else UNIT
        found = self._evaluate(element.group, seed, frozenset(shared))
        if shared:
            agree = matches(state.solutions, found, shared)
        else:
            agree = np.full(state.solutions.size, found.size > 0)
        state.solutions = state.solutions.take(np.flatnonzero(agree != element.negated))

    def _inline(self, values: Values) -> Solutions:
        columns = {
            name: np.array([self._terms.constant(row[place].text) for row in values.rows], np.int64)
            for place, name in enumerate(values.names)
        }
        return Solutions(columns, len(values.rows), frozenset(columns))

    def _find(self, solutions: Solutions, element: Search) -> Solutions:
        found = self._search.find(element.words)
        subject = element.subject
        if isinstance(subject, Constant):
            known = self._terms.constant(subject.text) in set(found.tolist())
            return solutions if known else solutions.take(np.zeros(0, dtype=np.int64))
        hits = Solutions({subject.name: found}, len(found), frozenset({subject.name}))
        if subject.name not in solutions.columns:
            require_room(float(len(found)) * solutions.size)
        return join(solutions, hits)

    def _narrow(self, state: _State, *, at_end: bool = False) -> None:
        """Applies the conditions whose variables all have their values."""
        waiting: list[Expression] = []
        for condition in state.conditions:
            solutions = state.solutions
            known = (state.own | state.visible) & solutions.certain
            if condition.variables <= known or at_end:
                state.require_own(condition.variables, state.visible)
                state.solutions = solutions.take(self._conditions.meeting(condition, solutions))
            else:
                waiting.append(condition)
        state.conditions = waiting


class _State:
    """What a group has come to: solutions, its own variables, conditions and patterns that wait."""

    def __init__(self, solutions: Solutions, visible: frozenset[str]) -> None:
        self.solutions = solutions
        self.visible = visible
        self.own: set[str] = set()
        self.conditions: list[Expression] = []
        self.waiting: list[Pattern | Search] = []

    def require_own(self, variables: frozenset[str], visible: frozenset[str] = frozenset()) -> None:
        """Raises UnsupportedError where one has a value that comes from outside of the group."""
        if foreign := (variables & self.solutions.columns.keys()) - self.own - visible:
            message = f"{sorted(foreign)} come from outside of the group"
            raise UnsupportedError(message)

    def join(self, right: Solutions) -> None:
        """Joins with solutions of the group's own."""
        self.solutions = join(self.solutions, right)
        self.own |= right.columns.keys()

    def drop_hidden(self) -> None:
        """Leaves out the columns between the steps of paths when all their patterns are matched."""
        waiting = frozenset().union(*(each.variables for each in self.waiting))
        for name in self.solutions.columns:
            if name.startswith(BETWEEN) and name not in waiting:
                self.solutions = self.solutions.without(name)

    def bind_nothing(self, variables: frozenset[str]) -> None:
        """Columns for variables where there is no solution at all."""
        empty = {
            name: np.zeros(0, dtype=np.int64)
            for name in variables
            if name not in self.solutions.columns
        }
        self.solutions = self.solutions.extend(empty)
        self.own |= variables


def _require_certain(solutions: Solutions, variables: frozenset[str]) -> None:
    if any(name in solutions.columns and name not in solutions.certain for name in variables):
        message = "a variable that may have no value"
        raise UnsupportedError(message)
