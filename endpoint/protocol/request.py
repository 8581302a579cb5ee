"""The SPARQL 1.1 Protocol, its reading half, as pure functions.

Takes: method, query string, media type and body of a request. Gives: a `QueryRequest`, the formats
that a result can have, and the validator of an answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from endpoint.description.links import is_iri
from endpoint.engine.interface import ResultFormat
from endpoint.protocol.errors import EndpointError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_MAX_PARAMETERS: Final = 1000

SOLUTIONS: Final[dict[str, ResultFormat]] = {
    "application/sparql-results+json": ResultFormat.JSON,
    "application/sparql-results+xml": ResultFormat.XML,
    "text/csv": ResultFormat.CSV,
    "text/tab-separated-values": ResultFormat.TSV,
    "application/json": ResultFormat.JSON,
    "application/xml": ResultFormat.XML,
}
"""Media types of SELECT and ASK; the first wins where a client likes several equally."""
GRAPHS: Final[dict[str, ResultFormat]] = {
    "text/turtle": ResultFormat.TURTLE,
    "application/n-triples": ResultFormat.N_TRIPLES,
    "application/ld+json": ResultFormat.JSON_LD,
    "application/rdf+xml": ResultFormat.RDF_XML,
    "application/json": ResultFormat.JSON_LD,
    "application/xml": ResultFormat.RDF_XML,
}
"""Media types of CONSTRUCT and DESCRIBE."""
HTML: Final = "text/html"
_SHORT_NAMES: Final = {
    "ttl": "turtle",
    "ntriples": "nt",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdf": "rdfxml",
    "rdf/xml": "rdfxml",
    "srj": "json",
    "srx": "xml",
    "n3": "turtle",
    "rdf+xml": "rdfxml",
}


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """What a request asks: the query (None: none), the dataset, the name of a format and a date."""

    query: str | None
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str | None
    at: str | None = None


def _refuse(status: int, title: str, detail: str, remedy: str) -> EndpointError:
    return EndpointError(Problem(status, title, detail, remedy))


def parse_parameters(raw: bytes) -> list[tuple[str, str]]:
    """Names and values of a query string or form, which must be UTF-8."""
    try:
        return parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_PARAMETERS,
        )
    except ValueError as error:
        raise _refuse(
            400,
            "Parameters cannot be read",
            "the parameters are not percent-encoded UTF-8, or there are too many",
            "encode them as UTF-8 and percent-encode every character outside ASCII",
        ) from error


def _refuse_updates(media: str, names: Iterable[str]) -> None:
    if media == _UPDATE or {"update", "using-graph-uri", "using-named-graph-uri"} & set(names):
        raise _refuse(
            400,
            "Updates are refused",
            "this is a request of the update half of the protocol",
            "send a query in the parameter 'query'; the data of a release never changes",
        )


def _parse_body(media: str, charset: str, body: bytes) -> list[tuple[str, str]]:
    """The parameters that the body of a POST gives."""
    if media == FORM:
        return parse_parameters(body)
    if media != DIRECT:
        raise _refuse(
            415,
            "Media type is not supported",
            f"a POST request has the media type {media or '(none)'!r}",
            f"send {FORM} with the parameter 'query', or the query itself as {DIRECT}",
        )
    if charset.lower() not in {"utf-8", "utf8"}:
        raise _refuse(
            400, "Query is not UTF-8", f"the charset is {charset!r}", "send the query as UTF-8"
        )
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise _refuse(
            400, "Query is not UTF-8", "the body cannot be read as UTF-8", "send it as UTF-8"
        ) from error


def _graphs(parameters: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = tuple(value for key, value in parameters if key == name)
    for value in found:
        if not is_iri(value):
            raise _refuse(
                400, "Graph is not an IRI", f"{name} is {value!r}", "give an absolute IRI"
            )
    return found


def parse_request(
    method: str, query_string: bytes, content_type: Mapping[str, str], body: bytes
) -> QueryRequest:
    """The request; `content_type` has the key `media` and, if stated, `charset`."""
    parameters = parse_parameters(query_string)
    media = content_type.get("media", "")
    _refuse_updates(media if method == "POST" else "", (name for name, _ in parameters))
    if method == "POST":
        charset = content_type.get("charset", "utf-8")
        parameters += _parse_body(media, charset, body)
        _refuse_updates("", (name for name, _ in parameters))
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) > 1:
        raise _refuse(
            400,
            "More than one query",
            f"the request has the parameter 'query' {len(queries)} times",
            "send one query in one request",
        )
    default = _graphs(parameters, "default-graph-uri")
    named = _graphs(parameters, "named-graph-uri")
    formats = [value for name, value in parameters if name == "format" and value]
    dates = {value for name, value in parameters if name == "at" and value}
    if len(dates) > 1:
        raise _refuse(
            400, "More than one date", f"at is {', '.join(sorted(dates))}", "name one date"
        )
    return QueryRequest(
        query=queries[0] if queries else None,
        default_graphs=default if default or named else None,
        named_graphs=named if default or named else None,
        format=formats[0] if formats else None,
        at=next(iter(dates), None),
    )


def list_media(form: str | None) -> dict[str, ResultFormat]:
    """The media types that the result of a query form can have."""
    return GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else SOLUTIONS


def find_format(name: str, offers: Mapping[str, ResultFormat]) -> str:
    """The media type for a short name or a media type in `?format=`."""
    wanted = name.strip().lower()
    if wanted in {"html", HTML}:
        return HTML
    wanted = _SHORT_NAMES.get(wanted, wanted)
    for media, form in offers.items():
        if wanted in {media, form.value}:
            return media
    if f"application/{wanted}" in offers:
        return f"application/{wanted}"
    allowed = ", ".join(dict.fromkeys(offers.values()))
    raise _refuse(
        400,
        "Format is not known",
        f"format is {name!r}",
        f"choose one of {allowed}, html, or leave it out and use the Accept header",
    )


def refuse_media(accept: str, offers: Iterable[str]) -> EndpointError:
    """The error of a request whose Accept header likes nothing that there is."""
    return _refuse(
        406,
        "No acceptable media type",
        f"the request accepts {accept!r}",
        f"accept one of {', '.join(offers)}",
    )


def refuse_codings() -> EndpointError:
    """The error of a request whose Accept-Encoding header likes nothing that there is."""
    return _refuse(
        406,
        "No acceptable content coding",
        "the request refuses an answer without a coding and names none of ours",
        "accept one of zstd, br, gzip, or identity",
    )


def refuse_size(kilobytes: int, *, in_address: bool) -> EndpointError:
    """The error of a query that is too long: 414 where it is a part of the address."""
    return _refuse(
        414 if in_address else 413,
        "Query is too long",
        f"a query may have {kilobytes} kB of UTF-8",
        "shorten it, or use VALUES for lists of terms",
    )


def refuse_missing() -> EndpointError:
    """The error of a request without a query."""
    return _refuse(
        400,
        "Query is missing",
        "the request has no parameter 'query'",
        f"send GET /sparql?query=…, a POST form with 'query', or a POST of {DIRECT}; "
        "GET /sparql without parameters describes the service",
    )


def refuse_host(host: str) -> EndpointError:
    """The error of a request whose Host header is none (RFC 9112, section 3.2)."""
    return _refuse(
        400,
        "Host is not valid",
        f"Host is {host[:100]!r}",
        "send the name of this server, or set FAGUI_URL on it",
    )


def make_validator(*parts: str) -> str:
    """The opaque part of the ETag of an answer that these parts determine."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def refuse_coding(coding: str) -> EndpointError:
    """The error of a compressed request: a small one may inflate to any size."""
    return EndpointError(
        Problem(
            415,
            "Content coding is not supported",
            f"the body of the request is encoded as {coding!r}",
            "send the body as it is; answers may be compressed, requests may not",
            headers=(("Accept-Encoding", "identity"),),
        )
    )
