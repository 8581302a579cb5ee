"""The start page and `/health`."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from endpoint.context import current_release, current_releases, render_page
from endpoint.description.catalogue import Entry, read_catalogue
from endpoint.engine.interface import QueryFailure
from endpoint.protocol.errors import EndpointError, describe_failure
from endpoint.views.dumps import current_stored
from endpoint.views.sparql import questions

bp = Blueprint("pages", __name__)


def _entries() -> tuple[Entry, ...]:
    release = current_release()
    try:
        return release.keep("catalogue", lambda: read_catalogue(release.engine))
    except QueryFailure as failure:
        raise EndpointError(describe_failure(failure, 0, 0)) from failure


@bp.get("/")
def show_start() -> Response:
    """What this is, what it holds, what it lacks, and how to ask it."""
    release = current_release()
    return render_page(
        "start.html",
        entries=_entries(),
        manifest=release.manifest,
        questions=questions(),
        files=current_stored().files(),
    )


@bp.get("/health")
def show_health() -> Response:
    """Which release is served; 503 where none is."""
    release = current_release()
    response = jsonify(
        status="ok",
        release=release.manifest.id,
        software=release.manifest.software,
        quads=release.manifest.count("quads"),
        documents=release.manifest.count("documents"),
        problem=current_releases().problem or None,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
