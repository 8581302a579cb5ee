"""Conditions and computed values: a few answered from the columns, all others by the engine.

The engine sees each combination of values once, so its answer is exact and rarely long in coming.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from endpoint.engine.prepared.columns import IRI, NUMBER, STRING, UNBOUND
from endpoint.engine.prepared.solutions import number_rows
from endpoint.engine.prepared.syntax import Expression, UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from endpoint.engine.prepared.columns import Ids
    from endpoint.engine.prepared.solutions import Solutions
    from endpoint.engine.prepared.terms import Terms

_AND: Final = "&"
_FEW: Final = 2_000
"""Values that are looked at one by one rather than searched for among all terms."""


def split(condition: Expression) -> list[Expression]:
    """The conditions that all have to hold; the condition itself where it is no conjunction.

    An error in one leaves a solution out whether they stand together or apart.
    """
    pieces = condition.pieces
    texts = condition.tokens
    if _is_bracketed(texts):
        return split(Expression(pieces[1:-1]))
    parts: list[list[tuple[str, bool]]] = [[]]
    depth = 0
    for place, piece in enumerate(pieces):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if depth == 0 and piece[0] == "|":
            return [condition]
        if depth == 0 and piece[0] == _AND:
            if texts[place - 1] == _AND:
                parts.append([])
            continue
        parts[-1].append(piece)
    if len(parts) == 1:
        return [condition]
    return [each for part in parts for each in split(Expression(tuple(part)))]


def _is_bracketed(texts: tuple[str, ...]) -> bool:
    """Whether one pair of brackets stands around everything."""
    if texts[:1] != ("(",):
        return False
    depth = 0
    for place, text in enumerate(texts):
        depth += (text == "(") - (text == ")")
        if depth == 0:
            return place == len(texts) - 1
    return False


class Conditions:
    """Evaluates the expressions of one query."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def meeting(self, condition: Expression, solutions: Solutions) -> Ids:
        """The places of the solutions that meet the condition."""
        quick = self._meeting_quickly(condition, solutions)
        if quick is not None:
            return quick
        names, codes, rows = _different(condition, solutions)
        kept = np.zeros(len(rows), dtype=bool)
        kept[self._terms.filter(condition.text, names, rows)] = True
        return np.flatnonzero(kept[codes])

    def compute(self, expression: Expression, solutions: Solutions) -> Ids:
        """The value of the expression for each solution."""
        if expression.variable is not None:
            return solutions.column(expression.variable)
        names, codes, rows = _different(expression, solutions)
        return self._terms.compute(expression.text, names, rows)[codes]

    def _meeting_quickly(self, condition: Expression, solutions: Solutions) -> Ids | None:
        tokens = tuple(each if each[0] in "?$'\"" else each.upper() for each in condition.tokens)
        match tokens:
            case ("LANG", "(", variable, ")", "=", text):
                accept: Callable[[str, Ids], Ids] = self._having_language
            case ("CONTAINS", "(", variable, ",", text, ")"):
                accept = self._strings_containing
            case ("CONTAINS", "(", "STR", "(", variable, ")", ",", text, ")"):
                accept = self._anything_containing
            case _:
                return None
        column = solutions.columns.get(variable[1:])
        plain = (
            len(text) > 2 and text[0] == text[-1] == '"' and text[:3] != '"""' and "\\" not in text
        )
        columns = self._terms.columns
        if column is None or not plain or len(column) == 0 or column.max() >= columns.count:
            return None
        accepted = accept(text[1:-1], column)
        # The last place is that of UNBOUND, -1.
        return np.flatnonzero(accepted[column])

    def _table(self) -> Ids:
        return np.zeros(self._terms.columns.count + 1, dtype=bool)

    def _having_language(self, language: str, _: Ids) -> Ids:
        columns = self._terms.columns
        accepted = self._table()
        strings = slice(columns.kinds[STRING], columns.kinds[NUMBER])
        if language:
            suffix = f"@{language}"
            code = columns.suffixes.index(suffix) if suffix in columns.suffixes else -1
            accepted[strings] = columns.suffix_codes[strings] == code
            return accepted
        accepted[columns.kinds[STRING] : columns.count] = True
        tagged = [code for code, suffix in enumerate(columns.suffixes) if suffix[:1] == "@"]
        accepted[strings] = ~np.isin(columns.suffix_codes[strings], tagged)
        return accepted

    def _strings_containing(self, words: str, _: Ids) -> Ids:
        accepted = self._table()
        accepted[self._terms.columns.containing(words)] = True
        return accepted

    def _anything_containing(self, words: str, column: Ids) -> Ids:
        columns = self._terms.columns
        if columns.kinds[IRI] and bool(((column >= 0) & (column < columns.kinds[IRI])).any()):
            message = "STR of a blank node"
            raise UnsupportedError(message)
        if len(column) <= _FEW:
            accepted, pattern = self._table(), words.encode()
            for term in set(column.tolist()) - {UNBOUND}:
                accepted[term] = pattern in columns.value(term)
            return accepted
        accepted = self._strings_containing(words, column)
        if words.isascii() or not columns.has_ascii_iris:
            accepted[columns.scan(columns.kinds[IRI], columns.kinds[STRING], words.encode())] = True
        accepted[columns.scan(columns.kinds[NUMBER], columns.count, words.encode())] = True
        return accepted


def _different(
    expression: Expression, solutions: Solutions
) -> tuple[list[str], Ids, list[list[int]]]:
    """The variables of the expression, the group of each solution, and the values of each group."""
    names = sorted(name for name in expression.variables if name in solutions.columns)
    columns = [solutions.columns[name] for name in names]
    codes, first = number_rows(columns, solutions.size)
    rows = (
        np.stack([column[first] for column in columns]).T.tolist() if columns else [[]] * len(first)
    )
    return names, codes, rows
