"""`/.well-known/void`, `/catalog` and `/context.jsonld`: what the data is, for programs that ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, redirect

from endpoint.context import (
    current_language,
    find_unchanged,
    negotiate,
    public_address,
    render_page,
    set_validator,
)
from endpoint.description.selfdescription import (
    FORMATS,
    Site,
    describe_catalogue,
    describe_void,
)
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.request import HTML
from endpoint.views.dumps import all_stored, current_stored, send_release_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from werkzeug.wrappers import Response as BaseResponse

bp = Blueprint("selfdescription", __name__)

VOID: Final = "void.ttl"
CATALOGUE: Final = "catalog.ttl"


@bp.get("/.well-known/void")
def show_void() -> Response:
    """The VoID description of the dataset."""
    media = negotiate(FORMATS)
    return _answer(VOID, Site(_root()), media, describe_void)


@bp.get("/catalog")
def show_catalogue() -> Response:
    """The DCAT catalogue of the site."""
    media = negotiate((HTML, *FORMATS))
    stored = all_stored()
    if media == HTML:
        current = current_stored()
        return render_page("catalog.html", stored=current, formats=FORMATS, files=current.files())
    kept = tuple(each.manifest.id for each in stored if each.publication.published)
    return _answer(CATALOGUE, Site(_root(), kept), media, describe_catalogue)


@bp.get("/id/catalogue")
def redirect_to_catalogue() -> BaseResponse:
    """303: a catalogue is no document, but there is one about it."""
    return redirect("/catalog", 303)


@bp.get("/context.jsonld")
def send_context() -> Response:
    """The JSON-LD context of the data."""
    return send_release_file(current_stored(), "context.jsonld", "no-cache")


def _root() -> str:
    return public_address("/").removesuffix("/")


def _answer(
    name: str, site: Site, media: str, describe: Callable[[Path, str, Site, str], bytes]
) -> Response:
    tag, unchanged = find_unchanged(name, site.root, *site.kept, media, current_language())
    if unchanged is not None:
        return unchanged
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    content = describe(*_file(name), site, media)
    return set_validator(Response(content, content_type=f"{media}{charset}"), tag)


def _file(name: str) -> tuple[Path, str]:
    """The file of the release that a description is made from, and its digest."""
    stored = current_stored()
    file = stored.files().get(name)
    if file is None or not (stored.path / file.path).is_file():
        raise EndpointError(
            Problem(
                404,
                "The release does not describe itself",
                f"release {stored.manifest.id} has no file {name}",
                "build the release again with this version of the program",
            )
        )
    return stored.path / file.path, file.sha256
