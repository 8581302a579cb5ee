"""The HTTP tests of the suites as records: protocol and graph store protocol.

Takes: a manifest. Gives: `Exchange`s, each a list of requests in their order with what answers them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.conformance.suite import list_entries, read_manifest, rows, text

if TYPE_CHECKING:
    import pyoxigraph

_STATUS: Final = {
    "OK": (200,),
    "Created": (201,),
    "NoContent": (204,),
    "NotFound": (404,),
    "StatusCode2xx": tuple(range(200, 300)),
    "StatusCode3xx": tuple(range(300, 400)),
    "StatusCode4xx": tuple(range(400, 500)),
    "StatusCode5xx": tuple(range(500, 600)),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A request of a test, and what the test expects of its answer."""

    method: str
    path: str
    body: bytes
    headers: tuple[tuple[str, str], ...]
    statuses: frozenset[int]
    boolean: str
    format: str
    response: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A test: its IRI, the graphs that it needs (name and file), its requests."""

    iri: str
    graphs: tuple[tuple[str, str], ...]
    requests: tuple[Sent, ...]


def _read_request(store: pyoxigraph.Store, number: int, iri: str) -> Sent:
    """The request at a place of the list; paths of properties count the steps to it."""
    step = "/".join([f"<{iri}> mf:action/ht:requests", *["rdf:rest"] * number, "rdf:first ?r ."])
    (found,) = rows(
        store,
        f"""SELECT ?method ?path ?chars ?encoding ?boolean ?format ?expected {{ {step}
        ?r ht:methodName ?method ; ht:absolutePath ?path
        OPTIONAL {{ ?r ht:body ?b . ?b cnt:chars ?chars ; cnt:characterEncoding ?encoding }}
        OPTIONAL {{ ?r ht:resp/mf:expectedBoolean ?boolean }}
        OPTIONAL {{ ?r ht:resp/mf:expectedFormat ?format }}
        OPTIONAL {{ ?r ht:resp/ht:body/cnt:chars ?expected }} }}""",
    )
    headers = rows(
        store,
        f"""SELECT ?name ?value {{ {step} ?r ht:headers/rdf:rest*/rdf:first ?h .
        ?h ht:fieldName ?name ; ht:fieldValue ?value }}""",
    )
    statuses = rows(store, f"SELECT ?status {{ {step} ?r ht:resp/mf:expectedStatus ?status }}")
    names = (text(row["status"]).rpartition("#")[2] for row in statuses)
    return Sent(
        method=text(found["method"]),
        path=text(found["path"]),
        body=text(found["chars"]).encode(text(found["encoding"]) or "utf-8"),
        headers=tuple((text(row["name"]), text(row["value"])) for row in headers),
        statuses=frozenset(code for name in names for code in _STATUS[name]),
        boolean=text(found["boolean"]),
        format=text(found["format"]),
        response=text(found["expected"]),
    )


def read_exchanges(directory: str, name: str = "manifest.ttl") -> tuple[Exchange, ...]:
    """Every test of a manifest of HTTP tests."""
    store = read_manifest(directory, name)
    found = []
    for iri in list_entries(store):
        steps = rows(store, f"SELECT ?r {{ <{iri}> mf:action/ht:requests/rdf:rest*/rdf:first ?r }}")
        graphs = rows(
            store,
            f"SELECT ?name ?file {{ <{iri}> ut:graphData ?g . ?g ut:graph ?file ; rdfs:label ?name }}",
        )
        found.append(
            Exchange(
                iri,
                tuple((text(row["name"]), text(row["file"])) for row in graphs),
                tuple(_read_request(store, number, iri) for number in range(len(steps))),
            )
        )
    return tuple(found)
