"""The W3C test suites as records.

Takes: the archive of w3c/rdf-tests in `tests/data`. Gives: `Case`s in the order of the manifests, and files.

Vocabulary of the manifests: https://www.w3.org/2001/sw/DataAccess/tests/README.html
"""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator

ARCHIVE: Final = Path(__file__).parents[2] / "tests" / "data" / "w3c-sparql-tests.tar.xz"
BASE: Final = "https://w3c.github.io/rdf-tests/"
"""The address of the archive's root: relative IRIs of manifests, data and queries start from it."""

SUITES: Final = ("sparql10", "sparql11", "sparql12")
OUT_OF_SCOPE: Final = {
    "sparql11/entailment": "entailment regimes: the endpoint says that it has simple entailment",
    "sparql11/service": "SERVICE: federated queries are refused",
}
"""Manifests of optional features that we do not claim, and why; their tests are run all the same."""

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST, _NIL = (pyoxigraph.NamedNode(f"{_RDF}{name}") for name in ("first", "rest", "nil"))
_PREFIXES: Final = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
"""


class Kind(StrEnum):
    """What a test asks of a query."""

    EVALUATION = "evaluation"
    POSITIVE = "positive syntax"
    NEGATIVE = "negative syntax"


_KINDS: Final = {
    "QueryEvaluationTest": Kind.EVALUATION,
    "CSVResultFormatTest": Kind.EVALUATION,
    "PositiveSyntaxTest": Kind.POSITIVE,
    "PositiveSyntaxTest11": Kind.POSITIVE,
    "NegativeSyntaxTest": Kind.NEGATIVE,
    "NegativeSyntaxTest11": Kind.NEGATIVE,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A test: its IRI, the manifest that has it, and the addresses of its files.

    `graphs` are names and files of named graphs; `lax`: duplicates may be left out (REDUCED).
    """

    iri: str
    manifest: str
    kind: Kind
    query: str
    data: tuple[str, ...] = ()
    graphs: tuple[tuple[str, str], ...] = ()
    result: str | None = None
    lax: bool = False

    @property
    def name(self) -> str:
        """The manifest and the local name of the test."""
        return f"{self.manifest}#{self.iri.rpartition('#')[2]}"


@cache
def read_files() -> dict[str, bytes]:
    """Every file of the archive by its address."""
    with tarfile.open(ARCHIVE) as archive:
        members = [each for each in archive.getmembers() if each.isfile()]
        contents = [(each.name, archive.extractfile(each)) for each in members]
        return {
            BASE + name.removeprefix("./"): content.read() for name, content in contents if content
        }


def read_manifest(directory: str, name: str = "manifest.ttl") -> pyoxigraph.Store:
    """The manifest of a directory of the archive as a store to query."""
    address = f"{BASE}sparql/{directory}/{name}"
    store = pyoxigraph.Store()
    store.load(read_files()[address], pyoxigraph.RdfFormat.TURTLE, base_iri=address)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[pyoxigraph.QuerySolution]:
    """The solutions of a query over a manifest."""
    found = store.query(_PREFIXES + query)
    assert isinstance(found, pyoxigraph.QuerySolutions)  # noqa: S101 – our own SELECT
    return list(found)


def text(term: object) -> str:
    """The value of an IRI or literal; empty where a variable is unbound."""
    return str(getattr(term, "value", ""))


def list_entries(store: pyoxigraph.Store) -> list[str]:
    """The IRIs of the tests that a manifest lists, in its order."""
    found = []
    for row in rows(store, "SELECT ?list { ?manifest mf:entries ?list }"):
        node = row["list"]
        while isinstance(node, pyoxigraph.NamedNode | pyoxigraph.BlankNode) and node != _NIL:
            (entry,), (rest,) = (
                store.quads_for_pattern(node, each, None) for each in (_FIRST, _REST)
            )
            found.append(text(entry.object))
            node = rest.object
    return found


def _read_case(store: pyoxigraph.Store, directory: str, iri: str) -> Case | None:
    types = rows(store, f"SELECT ?type {{ <{iri}> a ?type }}")
    kinds = {_KINDS.get(text(row["type"]).rpartition("#")[2]) for row in types} - {None}
    if not kinds:
        return None
    (kind,) = kinds
    (action,) = rows(
        store,
        f"""SELECT ?query ?result ?lax {{ <{iri}> mf:action ?action .
        OPTIONAL {{ ?action qt:query ?stated }} BIND(COALESCE(?stated, ?action) AS ?query)
        OPTIONAL {{ <{iri}> mf:result ?result }} OPTIONAL {{ <{iri}> mf:resultCardinality ?lax }} }}""",
    )
    data = rows(store, f"SELECT ?data {{ <{iri}> mf:action/qt:data ?data }}")
    graphs = rows(
        store,
        f"""SELECT ?file ?name {{ <{iri}> mf:action/qt:graphData ?graph .
        OPTIONAL {{ ?graph qt:graph ?stated }} OPTIONAL {{ ?graph rdfs:label ?label }}
        BIND(COALESCE(?stated, ?graph) AS ?file) BIND(COALESCE(?label, STR(?file)) AS ?name) }}""",
    )
    assert kind is not None  # noqa: S101 – taken out above
    return Case(
        iri=iri,
        manifest=directory,
        kind=kind,
        query=text(action["query"]),
        data=tuple(sorted(text(row["data"]) for row in data)),
        graphs=tuple(sorted((text(row["name"]), text(row["file"])) for row in graphs)),
        result=text(action["result"]) or None,
        lax="Lax" in text(action["lax"]),
    )


def _directories() -> Iterator[str]:
    for address in sorted(read_files()):
        path = address.removeprefix(f"{BASE}sparql/")
        if path.startswith(SUITES) and path.endswith("/manifest.ttl") and path.count("/") == 2:
            yield path.removesuffix("/manifest.ttl")


@cache
def read_cases() -> tuple[Case, ...]:
    """Every test of queries in the archive: evaluation and syntax."""
    found = []
    for directory in _directories():
        store = read_manifest(directory)
        cases = (_read_case(store, directory, iri) for iri in list_entries(store))
        found += [each for each in cases if each is not None and each.query.endswith(".rq")]
    return tuple(found)
