"""`/graphs`: the Graph Store Protocol, read-only. A graph by name, the default graph, or by its own address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from endpoint.context import (
    find_unchanged,
    negotiate,
    public_address,
    run_query,
    send_result,
    set_validator,
)
from endpoint.description.links import iri_of, is_iri_path
from endpoint.engine.interface import Query
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.graphstore import NAMING, OFFERS, find_graph, name_graph, write_query
from endpoint.protocol.request import find_format, parse_parameters
from endpoint.views.timegate import read_graph_names

if TYPE_CHECKING:
    from collections.abc import Sequence

bp = Blueprint("graphstore", __name__)


@bp.get("/graphs", strict_slashes=False)
def show_graph() -> Response:
    """The graph that `?graph=` names, or the default graph for `?default`."""
    parameters = parse_parameters(request.query_string)
    graph = find_graph(parameters)
    if graph is not None and graph not in read_graph_names():
        raise _unknown(graph)
    return _send(graph, parameters)


@bp.get("/graphs/<path:path>")
def show_graph_at(path: str) -> Response:
    """The graph whose name is this address, or the IRI of the release that ends like it."""
    if is_iri_path(path):
        for name in (public_address(f"/graphs/{path}"), iri_of(path)):
            if name in read_graph_names():
                return _send(name, parse_parameters(request.query_string))
    raise _unknown(iri_of(path))


def _unknown(graph: str) -> EndpointError:
    return EndpointError(
        Problem(
            404,
            "No such graph",
            f"the release has no graph {graph}",
            "GET /sparql describes the service and names its graphs",
        )
    )


def _choose_media(parameters: Sequence[tuple[str, str]]) -> str:
    formats = [value for name, value in parameters if name == "format" and value]
    if formats:
        return find_format(formats[0], OFFERS)
    return negotiate(OFFERS)


def _send(graph: str | None, parameters: Sequence[tuple[str, str]]) -> Response:
    media = _choose_media(parameters)
    tag, unchanged = find_unchanged("graph", media, graph or "")
    if unchanged is not None:
        return unchanged
    result = run_query(Query(write_query(graph), OFFERS[media]))
    if media in NAMING:
        response = Response(name_graph(result.chunks(), graph, media), content_type=media)
        response.call_on_close(result.close)
    else:
        response = send_result(result, media)
    return set_validator(response, tag)
