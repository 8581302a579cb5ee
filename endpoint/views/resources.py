"""Dereferencing: `/id/…` answers 303 to `/doc/…`; `/doc`, `/concept` and `/def` describe things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, g, redirect, request

from endpoint.context import (
    current_language,
    current_release,
    find_unchanged,
    negotiate,
    render_page,
    set_validator,
)
from endpoint.description.describe import (
    SHOWN_INCOMING,
    SHOWN_UNITS,
    build_graph,
    describe,
    find_parents,
    is_known,
)
from endpoint.description.links import iri_of, is_iri_path, quote_path, split_suffix
from endpoint.description.withdrawn import find_withdrawn, read_withdrawn
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.request import GRAPHS, HTML
from endpoint.views.timegate import show_in_time

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from endpoint.engine.interface import ResultFormat

bp = Blueprint("resources", __name__)

SUFFIXES: Final = {
    "html": HTML,
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""What each document is offered as, and the suffix that asks for it."""
_OFFERS: Final = (HTML, *GRAPHS)


@bp.get("/id/<path:path>")
def redirect_to_document(path: str) -> BaseResponse:
    """303: the thing is not a document, but there is one about it."""
    iri = _known_path(f"id/{path}")
    if not is_known(current_release().engine, iri):
        raise _unknown(iri)
    language = f"?lang={current_language()}" if "lang" in request.args else ""
    response = redirect(f"/doc/{quote_path(path)}{language}", 303)
    response.vary.add("Accept")
    return response


@bp.get("/doc/<path:path>")
def show_thing(path: str) -> BaseResponse:
    """The document about a thing; of a regulation, the version of the date that is asked for."""
    return show_in_time(path, lambda: _show("doc/", path, iri_prefix="id/"))


@bp.get("/concept/<path:path>")
def show_concept(path: str) -> Response:
    """The document about a SKOS scheme or concept."""
    return _show("concept/", path, iri_prefix="concept/")


@bp.get("/report/<path:path>")
def show_report(path: str) -> Response:
    """The document about a report on the release: what validation found, how good annotations are."""
    return _show("report/", path, iri_prefix="report/")


@bp.get("/<any(def, shape):name>")
def show_vocabulary(name: str) -> Response:
    """The ontology or the shapes, whose terms are fragments of this document."""
    return _show("", name, iri_prefix="")


@bp.get("/<any(def, shape):name>.<suffix>")
def show_vocabulary_as(name: str, suffix: str) -> Response:
    """The ontology or the shapes in the serialisation that the suffix names."""
    return _show("", f"{name}.{suffix}", iri_prefix="")


@bp.get("/def/<path:path>")
def show_ontology_version(path: str) -> Response:
    """What is known of a version of the ontology."""
    return _show("def/", path, iri_prefix="def/")


def _known_path(path: str) -> str:
    if not is_iri_path(path):
        raise EndpointError(
            Problem(
                404,
                "Nothing has this address",
                "the address contains characters that no IRI contains",
                "see / for the documents of the release",
            )
        )
    return iri_of(path)


def _show(directory: str, path: str, iri_prefix: str) -> Response:
    name, suffix = split_suffix(path)
    iri = _known_path(iri_prefix + name)
    address = f"/{directory}{quote_path(name)}"
    media = SUFFIXES[suffix] if suffix else negotiate(_OFFERS)
    tag, unchanged = find_unchanged(iri, media, current_language() if media == HTML else "")
    if unchanged is not None:
        return unchanged
    response = _page(iri, address) if media == HTML else _graph(iri, media)
    response.headers["Content-Location"] = f"{address}.{_suffix_of(media)}"
    for other, other_media in SUFFIXES.items():
        response.headers.add("Link", f'<{address}.{other}>; rel="alternate"; type="{other_media}"')
    response.headers.add("Link", f'<{address}>; rel="canonical"')
    return set_validator(response, tag)


def _suffix_of(media: str) -> str:
    return next(
        (suffix for suffix, each in SUFFIXES.items() if each == media),
        "jsonld" if media == "application/json" else "rdf",
    )


def _page(iri: str, address: str) -> Response:
    found = describe(current_release().engine, iri, current_language())
    if found is None:
        raise _unknown(iri)
    return render_page(
        "resource.html",
        thing=found,
        address=address,
        suffixes=SUFFIXES,
        shown_incoming=SHOWN_INCOMING,
        shown_units=SHOWN_UNITS,
    )


def _graph(iri: str, media: str) -> Response:
    engine = current_release().engine
    if not is_known(engine, iri):
        raise _unknown(iri)
    form: ResultFormat = GRAPHS[media]
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    return Response(build_graph(engine, iri, form), content_type=f"{media}{charset}")


def _unknown(iri: str) -> EndpointError:
    """404 that says what is known: the nearest thing above; 410 for what an earlier release had."""
    release = current_release()
    parents = find_parents(release.engine, iri, current_language())
    if not parents:
        remedy = "see / for the documents of the release"
    else:
        g.nearest = parents[0]
        remedy = f"the nearest thing that it knows is {parents[0].text}, at {parents[0].link}"
    gone = find_withdrawn(iri, release.keep("withdrawn", lambda: read_withdrawn(release.path)))
    if gone is None:
        return EndpointError(
            Problem(404, "Nothing is known of this thing", f"the release has no {iri}", remedy)
        )
    detail = f"{gone.iri} ({gone.title}) was in release {gone.release}; this release lacks it"
    return EndpointError(Problem(410, "This thing has been withdrawn", detail, remedy))
