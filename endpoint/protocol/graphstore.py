"""The SPARQL 1.1 Graph Store HTTP Protocol, its reading half, as pure functions.

Takes: the parameters of a request, and graphs as N-Triples. Gives: which graph is asked for, and its serialisation
with the name of the graph in it (https://www.w3.org/TR/sparql11-http-rdf-update/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from endpoint.description.links import is_iri_path
from endpoint.engine.interface import ResultFormat
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.request import GRAPHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

N_QUADS: Final = "application/n-quads"
TRIG: Final = "application/trig"
OFFERS: Final[dict[str, ResultFormat]] = {
    **GRAPHS,
    N_QUADS: ResultFormat.N_TRIPLES,
    TRIG: ResultFormat.N_TRIPLES,
}
"""Media types of a graph, and what the engine serialises for each."""


NAMING: Final = frozenset({N_QUADS, TRIG})
"""Media types that have the name of the graph in them."""


def _refuse(detail: str) -> EndpointError:
    remedy = "name one graph as ?graph=IRI, or ask for ?default; GET /sparql lists the graphs"
    return EndpointError(Problem(400, "Graph is not named", detail, remedy))


def find_graph(parameters: Sequence[tuple[str, str]]) -> str | None:
    """The name of the graph that is asked for, None for the default graph; raises EndpointError (400)."""
    names = [value for name, value in parameters if name == "graph"]
    wants_default = any(name == "default" for name, _ in parameters)
    if len(names) + wants_default != 1:
        detail = "the request names no graph, or more than one"
        raise _refuse(detail)
    if wants_default:
        return None
    if ":" not in names[0] or not is_iri_path(names[0]):
        detail = f"graph is {names[0][:200]!r}, which is no absolute IRI"
        raise _refuse(detail)
    return names[0]


def write_query(graph: str | None) -> str:
    """The query whose result is a graph; None: the default graph.

    >>> write_query("http://a.example/")
    'CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <http://a.example/> { ?s ?p ?o } }'
    """
    pattern = "{ ?s ?p ?o }"
    where = pattern if graph is None else f"{{ GRAPH <{graph}> {pattern} }}"
    return f"CONSTRUCT {pattern} WHERE {where}"


def name_graph(pieces: Iterable[bytes], graph: str | None, media: str) -> Iterator[bytes]:
    r"""N-Triples as N-Quads or TriG of a named graph; as they are for the default graph.

    >>> list(name_graph([b"<a:a> <a:b> ", b"<a:c> .\n"], "a:g", N_QUADS))
    [b'<a:a> <a:b> <a:c> <a:g> .\n']
    """
    if graph is None:
        yield from pieces
    elif media == TRIG:
        yield f"<{graph}> {{\n".encode()
        yield from pieces
        yield b"}\n"
    else:
        # A line ends in " ." and line feeds inside literals are escaped.
        name = f" <{graph}> .\n".encode()
        rest = b""
        for piece in pieces:
            *lines, rest = (rest + piece).split(b"\n")
            if lines:
                yield b"".join(line.removesuffix(b" .") + name for line in lines)
