"""Rewrites a query so that its answer stands in it, computed from the prepared part of the release.

Takes: the text of a query. Gives: a query for the engine with the solutions as VALUES, in their order, so
that the engine serialises them as it does its own; or the text as it was, where the prepared part
cannot answer it exactly or would gain nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from endpoint.engine.prepared.columns import Columns
from endpoint.engine.prepared.parser import parse_query
from endpoint.engine.prepared.search import TextSearch
from endpoint.engine.prepared.searching import NAME, replace_searches
from endpoint.engine.prepared.selecting import Selector
from endpoint.engine.prepared.syntax import UnsupportedError
from endpoint.engine.prepared.terms import Terms

if TYPE_CHECKING:
    from pathlib import Path

    from endpoint.engine.prepared.solutions import Solutions
    from endpoint.engine.stores import QueryStore

DIRECTORY: Final = "prepared"
"""The name of the prepared part in a release, beside the store."""
MAX_CELLS: Final = 8_000
"""Values that an answer may have; longer ones the engine writes faster by itself."""
_GAINS: Final = re.compile(
    r"\b(?:group|order|count|sum|min|max|contains|containsText)\b", re.IGNORECASE
)
"""What costs the engine a look at every solution."""
_DEFECTS: Final = (ArithmeticError, LookupError, MemoryError, TypeError, ValueError)
"""No defect here may cost an answer that the engine can give; the tests call `answer`, where it shows."""
_EMPTY: Final = pyoxigraph.Store()


class Prepared:
    """The prepared part of one release."""

    def __init__(self, directory: Path) -> None:
        self._columns = Columns(directory)
        self._search = TextSearch(self._columns)

    def rewrite(self, text: str) -> str:
        """The query to run instead; raises SyntaxError for a text search where there can be none."""
        if not _GAINS.search(text):
            return text
        try:
            return self.answer(text)
        except (UnsupportedError, *_DEFECTS):
            return self.replace_searches(text)

    def replace_searches(self, text: str) -> str:
        """The query with what its text searches find; raises SyntaxError."""
        return replace_searches(text, self._find) if NAME in text else text

    def _find(self, words: str) -> list[str]:
        return [self._columns.write(term) for term in self._search.find(words).tolist()]

    def answer(self, text: str) -> str:
        """The query with its answer in it; raises UnsupportedError where there is no exact one."""
        query = parse_query(text)
        try:
            _EMPTY.query(text)
        except SyntaxError as error:
            raise UnsupportedError(str(error)) from error
        terms = Terms(self._columns, query.prologue)
        return _write(Selector(terms, self._search).evaluate(query.select), terms)


class PreparedStore:
    """A store whose queries are answered from the prepared part where that is exact."""

    def __init__(self, store: QueryStore, prepared: Prepared | None) -> None:
        self._store = store
        self._prepared = prepared

    def query(self, query: str, *, base_iri: str | None = None, **dataset: Any) -> Any:
        """What the store's own `query` gives."""
        rewritten = self._rewrite(query, dataset)
        try:
            return self._store.query(rewritten, base_iri=base_iri, **dataset)
        except SyntaxError:
            # Names the places of the text as it was sent.
            self._store.query(query, base_iri=base_iri, **dataset)
            raise

    def _rewrite(self, text: str, dataset: dict[str, Any]) -> str:
        if self._prepared is None:
            return replace_searches(text, _find_nothing) if NAME in text else text
        if dataset == {"use_default_graph_as_union": True}:
            return self._prepared.rewrite(text)
        return self._prepared.replace_searches(text)


def open_prepared(store: QueryStore, release: Path) -> PreparedStore:
    """The store of a release with its prepared part, if it has one; raises ValueError."""
    directory = release / DIRECTORY
    prepared = Prepared(directory) if directory.is_dir() else None
    return PreparedStore(store, prepared)


def _find_nothing(_: str) -> list[str]:
    message = f"fagui:{NAME} needs an index of texts, which this release lacks: build it again"
    raise SyntaxError(message)


def _write(solutions: Solutions, terms: Terms) -> str:
    names = list(solutions.columns)
    if not names or solutions.size * len(names) > MAX_CELLS:
        message = f"an answer of {solutions.size} rows"
        raise UnsupportedError(message)
    heads = " ".join(f"?{name}" for name in names)
    columns = [solutions.columns[name].tolist() for name in names]
    written = {term: terms.write(term) for term in {each for column in columns for each in column}}
    rows = zip(*columns, strict=True)
    lines = "\n".join(f"({' '.join([written[each] for each in row])})" for row in rows)
    return f"SELECT {heads} WHERE {{ VALUES ({heads}) {{\n{lines}\n}} }}"
