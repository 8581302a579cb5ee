"""Point-in-time access: the dataset of a day, and datetime negotiation for documents of regulations.

`?at=` and `Accept-Datetime` at `/sparql`; `Accept-Datetime` at `/doc/…` of a regulation; `/timemap/…`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request

from endpoint.context import current_release, public_address
from endpoint.description.links import iri_of, is_iri_path, quote_path, split_suffix
from endpoint.description.versions import Version, read_graphs, read_versions, select_graphs
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.memento import (
    LINK_FORMAT,
    Memento,
    choose_memento,
    link_memento,
    link_work,
    parse_accept_datetime,
    parse_day,
    write_instant,
    write_timemap,
)
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from werkzeug.wrappers import Response as BaseResponse

    from endpoint.protocol.request import QueryRequest

bp = Blueprint("timegate", __name__)

_THINGS = f"{BASE}id/"


@dataclass(frozen=True, slots=True)
class Placed:
    """A request whose dataset is that of a day, and what the answer says of it."""

    asked: QueryRequest
    headers: Mapping[str, str]


def _versions() -> tuple[Version, ...]:
    release = current_release()
    return release.keep("versions", lambda: read_versions(release.engine))


def read_graph_names() -> tuple[str, ...]:
    """The names of the graphs of the current release."""
    release = current_release()
    return release.keep("graphs", lambda: read_graphs(release.engine))


def _stated_day(at: str | None) -> date | None:
    if at is not None:
        return parse_day(at)
    header = request.headers.get("Accept-Datetime")
    return parse_accept_datetime(header) if header is not None else None


def place_in_time(asked: QueryRequest, *, own_dataset: bool) -> Placed:
    """The request with the graphs of the day that it names; as it is where it names none.

    `own_dataset`: the query has FROM, which a day cannot be joined with.
    """
    day = _stated_day(asked.at)
    if day is None:
        return Placed(asked, {})
    if own_dataset and asked.default_graphs is None:
        raise EndpointError(
            Problem(
                400,
                "Dataset is stated twice",
                "the query has FROM, and a date selects the dataset too",
                "leave out FROM, or name the graphs as default-graph-uri and named-graph-uri",
            )
        )
    graphs = read_graph_names()
    found = select_graphs(graphs, _versions(), day)
    kept = set(found.graphs)
    headers = {
        "Memento-Datetime": write_instant(day),
        "Link": f'<{_original()}>; rel="original timegate"',
        "Fagui-Undated-Versions": str(found.undated),
    }
    if found.graphs == graphs and asked.default_graphs is None:
        placed = asked  # the union of all graphs, which the engine reads faster than a list
    elif asked.default_graphs is None or asked.named_graphs is None:
        placed = replace(asked, default_graphs=found.graphs, named_graphs=found.graphs)
    else:
        placed = replace(
            asked,
            default_graphs=tuple(each for each in asked.default_graphs if each in kept),
            named_graphs=tuple(each for each in asked.named_graphs if each in kept),
        )
    return Placed(placed, headers)


def _original() -> str:
    """The address of this request without a date."""
    rest = [each for each in request.args.items(multi=True) if each[0] != "at"]
    return public_address(request.path) + (f"?{urlencode(rest)}" if rest else "")


def _address(kind: str, iri: str, suffix: str | None = None) -> str:
    path = quote_path(iri.removeprefix(_THINGS))
    return public_address(f"/{kind}/{path}{f'.{suffix}' if suffix else ''}")


def _mementos(work: str, suffix: str | None = None) -> list[Memento]:
    return [
        Memento(_address("doc", each.iri, suffix), each.first)
        for each in _versions()
        if each.work == work and each.first is not None
    ]


def show_in_time(path: str, show: Callable[[], Response]) -> BaseResponse:
    """The document about a thing, `path` below `/doc/`, with datetime negotiation (RFC 7089, 4.1).

    A regulation answers `Accept-Datetime` with 302 to the version of that date; a version says its date.
    """
    name, suffix = split_suffix(path)
    iri = f"{_THINGS}{name}"
    own = next((each for each in _versions() if each.iri == iri), None)
    if own is not None and own.first is not None and own.work is not None:
        response = show()
        response.headers["Memento-Datetime"] = write_instant(own.first)
        _add_links(response, own.work)
        return response
    mementos = _mementos(iri, suffix)
    if not mementos:
        return show()
    header = request.headers.get("Accept-Datetime")
    chosen = choose_memento(mementos, parse_accept_datetime(header)) if header is not None else None
    answer = show() if chosen is None else redirect(chosen.address, 302)
    answer.vary.add("Accept-Datetime")
    _add_links(answer, iri)
    if chosen is not None:
        answer.headers.add("Link", link_memento(chosen))
    return answer


def _add_links(response: BaseResponse, work: str) -> None:
    for link in link_work(_address("doc", work), _address("timemap", work)):
        response.headers.add("Link", link)


@bp.get("/timemap/<path:path>")
def show_timemap(path: str) -> Response:
    """Every version of a regulation with the instant from which it is in force, as links (RFC 6690)."""
    iri = iri_of(f"id/{path}")
    mementos = _mementos(iri) if is_iri_path(path) else []
    if not mementos:
        raise EndpointError(
            Problem(
                404,
                "Nothing is known of versions of this thing",
                "the release has no regulation of this name with a version whose date is known",
                "see / for the documents of the release",
            )
        )
    body = write_timemap(_address("doc", iri), _address("timemap", iri), mementos)
    return Response(body, content_type=LINK_FORMAT)
