"""The SPARQL protocol."""

from __future__ import annotations

from typing import Any, Final

from endpoint.api.operation import FORM, HTML, LANGUAGE, Operation, Parameter, Schema
from endpoint.protocol.request import DIRECT, GRAPHS, SOLUTIONS

_QUERY: Final[Schema] = {"type": "string", "format": "sparql-query", "minLength": 1}
_GRAPH: Final[Schema] = {"type": "array", "items": {"type": "string", "format": "iri"}}
_FORMATS: Final = ("json", "xml", "csv", "tsv", "turtle", "nt", "jsonld", "rdfxml", "html")
_RESULTS: Final[dict[str, Schema]] = {
    # What is XML or a graph has no schema here; its media type says what it is.
    media: {"type": "object"} if media == "application/sparql-results+json" else {}
    for media in (*SOLUTIONS, *GRAPHS, HTML)
}
_SAYS: Final = {
    "query": "A SELECT, ASK, CONSTRUCT or DESCRIBE query.",
    "default-graph-uri": "A graph of the default graph; without any, it is the union of all.",
    "named-graph-uri": "A graph that GRAPH may name.",
    "at": "A day: only the versions in force then are asked. Accept-Datetime says the same.",
    "format": "Short name of a media type that fits the form of the query; it goes before Accept.",
}
_SCHEMAS: Final = {
    "query": _QUERY,
    "default-graph-uri": _GRAPH,
    "named-graph-uri": _GRAPH,
    "at": {"type": "string", "format": "date"},
    "format": {"type": "string", "enum": list(_FORMATS)},
}
_FORM_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        name: schema | {"description": _SAYS[name]} for name, schema in _SCHEMAS.items()
    },
    "required": ["query"],
}

OPERATIONS: Final = (
    Operation(
        "/sparql",
        "query",
        "The result of a query; without one, the page on which to write it.",
        {200: _RESULTS},
        parameters=(
            *(Parameter(name, _SAYS[name], schema) for name, schema in _SCHEMAS.items()),
            LANGUAGE,
        ),
        errors=(413, 429),
        tag="query",
    ),
    Operation(
        "/sparql",
        "postQuery",
        "The result of a query that is sent as a form, or as it is.",
        {200: _RESULTS},
        body={FORM: _FORM_BODY, DIRECT: _QUERY},
        errors=(413, 415, 429),
        method="post",
        tag="query",
    ),
)
