"""Rewrites a query so that its answer stands in it, computed from the prepared part of the release.

Takes: the text of a query. Gives: a query for the engine with the solutions as VALUES, in their order, so
that the engine serialises them as it does its own; or the text as it was, where the prepared part
cannot answer it exactly or would gain nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph

from endpoint.engine.prepared.columns import Columns
from endpoint.engine.prepared.parser import parse_query
from endpoint.engine.prepared.search import TextSearch
from endpoint.engine.prepared.selecting import Selector
from endpoint.engine.prepared.syntax import UnsupportedError
from endpoint.engine.prepared.terms import Terms

if TYPE_CHECKING:
    from pathlib import Path

    from endpoint.engine.prepared.solutions import Solutions

DIRECTORY: Final = "prepared"
"""The name of the prepared part in a release, beside the store."""
MAX_CELLS: Final = 30_000
"""Values that an answer may have; longer ones the engine writes faster by itself."""
_GAINS: Final = re.compile(
    r"\b(?:group|order|count|sum|min|max|contains|containsText)\b", re.IGNORECASE
)
"""What costs the engine a look at every solution."""
_EMPTY: Final = pyoxigraph.Store()


class Prepared:
    """The prepared part of one release."""

    def __init__(self, directory: Path) -> None:
        self._columns = Columns(directory)
        self._search = TextSearch(self._columns)

    def rewrite(self, text: str) -> str:
        """The query to run instead."""
        if not _GAINS.search(text):
            return text
        try:
            return self.answer(text)
        except UnsupportedError:
            return text

    def answer(self, text: str) -> str:
        """The query with its answer in it; raises UnsupportedError where there is no exact one."""
        query = parse_query(text)
        try:
            _EMPTY.query(text)
        except SyntaxError as error:
            raise UnsupportedError(str(error)) from error
        terms = Terms(self._columns, query.prologue)
        return _write(Selector(terms, self._search).evaluate(query.select), terms)


def open_prepared(release: Path) -> Prepared | None:
    """The prepared part of a release; None for a release without one. Raises EngineError."""
    directory = release / DIRECTORY
    return Prepared(directory) if directory.is_dir() else None


def _write(solutions: Solutions, terms: Terms) -> str:
    names = list(solutions.columns)
    if solutions.size * max(1, len(names)) > MAX_CELLS:
        message = f"an answer of {solutions.size} rows"
        raise UnsupportedError(message)
    heads = " ".join(f"?{name}" for name in names)
    columns = [solutions.columns[name].tolist() for name in names]
    written = {term: terms.write(term) for term in {each for column in columns for each in column}}
    rows = zip(*columns, strict=True)
    lines = "\n".join(f"({' '.join([written[each] for each in row])})" for row in rows)
    return f"SELECT {heads} WHERE {{ VALUES ({heads}) {{\n{lines}\n}} }}"
