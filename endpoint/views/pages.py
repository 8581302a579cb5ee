"""The start page and `/health`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify

from endpoint.context import (
    current_release,
    current_releases,
    current_settings,
    negotiate,
    public_address,
    render_page,
)
from endpoint.description.catalogue import Entry, read_catalogue
from endpoint.description.service import Limit, list_limits
from endpoint.protocol.request import HTML
from endpoint.views.dumps import current_stored
from endpoint.views.sparql import questions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from endpoint.releases import Manifest

bp = Blueprint("pages", __name__)

_JSON: Final = "application/json"


def _entries() -> tuple[Entry, ...]:
    release = current_release()
    return release.keep("catalogue", lambda: read_catalogue(release.engine))


@bp.get("/")
def show_start() -> Response:
    """What this is, what it holds, what it lacks, how to ask it and within which limits."""
    media = negotiate((HTML, _JSON))
    release = current_release()
    limits = list_limits(current_settings())
    if media == _JSON:
        return _describe(release.manifest, limits)
    return render_page(
        "start.html",
        entries=_entries(),
        manifest=release.manifest,
        questions=questions(),
        files=current_stored().files(),
        limits=limits,
    )


def _describe(manifest: Manifest, limits: Iterable[Limit]) -> Response:
    """The same for programs: the release, the addresses of the services, the limits with their units."""
    response = jsonify(
        release=manifest.id,
        software=manifest.software,
        counts=dict(manifest.counts),
        services={
            "sparql": public_address("/sparql"),
            "graphs": public_address("/graphs"),
            "dumps": public_address("/dumps/"),
            "void": public_address("/.well-known/void"),
        },
        limits={
            each.name: {"value": each.value, "unit": each.unit, "says": each.en} for each in limits
        },
    )
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response


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
