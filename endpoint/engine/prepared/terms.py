"""Terms as numbers: those of the release, and beyond them those that a query brings or computes.

Expressions are evaluated by the engine over the different values that they see, so that each function,
comparison and error is the engine's.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyoxigraph

from endpoint.engine.prepared.columns import (
    BLANK,
    BOOLEAN,
    DATE,
    IRI,
    NUMBER,
    OTHER,
    STRING,
    UNBOUND,
    Columns,
)
from endpoint.engine.prepared.syntax import UnsupportedError
from ontology.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from endpoint.engine.prepared.columns import Ids, Key

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal

MAX_EVALUATED: Final = 4_000
"""Different values that an expression is evaluated for; for more the engine has its own ways."""
INTEGER: Final = f"^^<{XSD}integer>"
_EMPTY: Final = pyoxigraph.Store()
_EXACT_DIGITS: Final = 15


class Terms:
    """The terms of one query over one release."""

    def __init__(self, columns: Columns, prologue: str) -> None:
        self.columns = columns
        self._prologue = prologue
        self._more: list[Key] = []
        self._numbers: dict[Key, int] = {}

    def constant(self, text: str) -> int:
        """The number of a term that stands in a query."""
        if text[0] == "<":
            return self._number((IRI, 0.0, text[1:-1], ""))
        if text[0] == text[-1] == '"' and "\\" not in text and text[:3] != '"""':
            return self._number((STRING, 0.0, text[1:-1], ""))
        (row,) = self._ask(f"SELECT ?t {{ VALUES ?t {{ {text} }} }}")
        return self._number(make_key(row[0]))

    def integers(self, values: Ids) -> Ids:
        """The numbers of the terms for whole numbers."""
        different, places = np.unique(values, return_inverse=True)
        terms = [
            self._number((NUMBER, float(each), str(each), INTEGER)) for each in different.tolist()
        ]
        found: Ids = np.array(terms, dtype=np.int64)[places]
        return found

    def write(self, term: int) -> str:
        """The term as a query writes it."""
        if term == UNBOUND:
            return "UNDEF"
        if term < self.columns.count:
            return self.columns.write(term)
        kind, _, value, suffix = self._more[term - self.columns.count]
        if kind == BLANK:
            message = "a blank node in the result"
            raise UnsupportedError(message)
        return write_value(kind, value, suffix)

    def filter(self, condition: str, names: Sequence[str], rows: Sequence[Sequence[int]]) -> Ids:
        """The places of the rows that meet the condition."""
        found = self._ask(
            f"{self._prologue} SELECT ?__row {{ {self._table(names, rows)} FILTER({condition}) }}"
        )
        return np.array([int(row[0].value) for row in found], dtype=np.int64)

    def compute(self, expression: str, names: Sequence[str], rows: Sequence[Sequence[int]]) -> Ids:
        """The value of the expression for each row."""
        values = np.full(len(rows), UNBOUND, dtype=np.int64)
        found = self._ask(
            f"{self._prologue} SELECT ?__row ?__value "
            f"{{ {self._table(names, rows)} BIND({expression} AS ?__value) }}"
        )
        for place, value in found:
            if value is not None:
                values[int(place.value)] = self._number(make_key(value))
        return values

    def sort_keys(self, ids: Ids) -> Ids:
        """Numbers in the order that ORDER BY gives to the terms, the same for terms that it ties."""
        if len(ids) == 0 or ids.max() < self.columns.count:
            literals = ids[ids >= self.columns.kinds[STRING]]
            if len(literals):
                _require_one_kind(
                    {self._kind(int(literals.min())), self._kind(int(literals.max()))}
                )
            keys: Ids = np.where(ids >= 0, self.columns.ranks[ids], UNBOUND)
            return keys
        return self._compare(ids)

    def has_ties(self, ids: Ids) -> bool:
        """Whether different terms among them have the same place in ORDER BY."""
        different = np.unique(ids)
        return len(np.unique(self.sort_keys(different))) < len(different)

    def integer_values(self, ids: Ids) -> Ids:
        """The whole numbers that the terms are; UnsupportedError where one is anything else."""
        values = []
        different, places = np.unique(ids, return_inverse=True)
        for term in different.tolist():
            if term == UNBOUND or self._key(term)[3] != INTEGER or self._key(term)[0] != NUMBER:
                message = "a sum of what is no small whole number"
                raise UnsupportedError(message)
            values.append(int(self._key(term)[2]))
        return np.array(values, dtype=np.int64)[places]

    def _compare(self, ids: Ids) -> Ids:
        different, places = np.unique(ids, return_inverse=True)
        if len(different) > MAX_EVALUATED:
            message = "too many computed sort keys"
            raise UnsupportedError(message)
        keys = [self._key(each) for each in different.tolist()]
        _require_one_kind({key[0] for key in keys if key[0] >= STRING})
        kept = [key[:2] if key[0] == NUMBER else (*key[:3], key[3] == "", key[3]) for key in keys]
        order = {key: place for place, key in enumerate(sorted(set(kept)))}
        ranks: Ids = np.array([order[key] for key in kept], dtype=np.int64)[places]
        return ranks

    def _kind(self, term: int) -> int:
        return int(np.searchsorted(self.columns.kinds, term, side="right")) - 1

    def _key(self, term: int) -> Key:
        columns = self.columns
        if term == UNBOUND:
            return (-1, 0.0, "", "")
        if term >= columns.count:
            return self._more[term - columns.count]
        kind = self._kind(term)
        number = float(columns.numbers[term - columns.kinds[NUMBER]]) if kind == NUMBER else 0.0
        return (kind, number, columns.value(term).decode(), columns.suffix(term))

    def _number(self, key: Key) -> int:
        known = self._numbers.get(key)
        if known is None:
            known = self.columns.find(key)
            if known is None:
                known = self.columns.count + len(self._more)
                self._more.append(key)
            self._numbers[key] = known
        return known

    def _table(self, names: Sequence[str], rows: Sequence[Sequence[int]]) -> str:
        if len(rows) > MAX_EVALUATED:
            message = f"an expression over {len(rows)} different values"
            raise UnsupportedError(message)
        heads = " ".join(f"?{name}" for name in ("__row", *names))
        lines = (f"({place} {' '.join(map(self.write, row))})" for place, row in enumerate(rows))
        return f"VALUES ({heads}) {{ {' '.join(lines)} }}"

    @staticmethod
    def _ask(query: str) -> Iterable[Any]:
        try:
            return list(_EMPTY.query(query))  # type: ignore[arg-type]  # a SELECT
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise UnsupportedError(str(error)) from error


def write_value(kind: int, value: str, suffix: str) -> str:
    """A term as a query writes it."""
    if kind == IRI:
        return f"<{value}>"
    return str(pyoxigraph.Literal(value)) + suffix


def make_key(term: Term) -> Key:
    """What a term is sorted by: kind, number, lexical form, suffix, as in the release."""
    if isinstance(term, pyoxigraph.NamedNode):
        return (IRI, 0.0, term.value, "")
    if isinstance(term, pyoxigraph.BlankNode):
        message = "a blank node is computed"
        raise UnsupportedError(message)
    if term.language is not None:
        return (STRING, 0.0, term.value, f"@{term.language}")
    datatype, value = term.datatype.value, term.value
    if datatype == f"{XSD}string":
        return (STRING, 0.0, value, "")
    suffix = f"^^<{datatype}>"
    if datatype in {f"{XSD}integer", f"{XSD}decimal"}:
        exact = len(value.lstrip("+-").replace(".", "")) <= _EXACT_DIGITS
        return (
            (NUMBER, float(Decimal(value)), value, suffix) if exact else (OTHER, 0.0, value, suffix)
        )
    simple = {f"{XSD}date": len(value) == 10 and value[:4].isdigit(), f"{XSD}boolean": True}
    if simple.get(datatype):
        return (DATE if datatype == f"{XSD}date" else BOOLEAN, 0.0, value, suffix)
    return (OTHER, 0.0, value, suffix)


def _require_one_kind(kinds: set[int]) -> None:
    if len(kinds) > 1 or OTHER in kinds:
        message = "literals that the engine orders by more than their value"
        raise UnsupportedError(message)
