"""What harvesters and search engines read first: `/robots.txt` and the site map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response

from endpoint.context import current_release, find_unchanged, public_address, set_validator
from endpoint.description.sitemap import list_pages, read_sections, write_index, write_pages
from endpoint.protocol.errors import EndpointError, Problem

if TYPE_CHECKING:
    from endpoint.description.sitemap import Section

bp = Blueprint("harvest", __name__)

_XML: Final = "application/xml"
_DISALLOWED: Final = ("/sparql", "/graphs", "/reconcile", "/metrics")
"""What computes an answer for each request; /reconcile/help is allowed all the same."""


@bp.get("/robots.txt")
def show_robots() -> Response:
    """What robots may read: all pages and data, but no queries."""
    lines = [
        "User-agent: *",
        "Allow: /doc/",
        "Allow: /reconcile/help",
        *(f"Disallow: {each}" for each in _DISALLOWED),
        f"Sitemap: {public_address('/sitemap.xml')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/sitemap.xml")
def show_index() -> Response:
    """The files of the site map."""
    tag, unchanged = find_unchanged("sitemap", public_address("/"))
    if unchanged is not None:
        return unchanged
    files = [file for section in _sections() for file in section.files]
    addresses = [public_address(f"/sitemaps/{file}.xml") for file in files]
    return set_validator(Response(write_index(addresses), mimetype=_XML), tag)


@bp.get("/sitemaps/<file>.xml")
def show_file(file: str) -> Response:
    """The addresses of up to 50,000 pages."""
    if file not in {each for section in _sections() for each in section.files}:
        raise EndpointError(
            Problem(
                404,
                "No such part of the site map",
                f"the site map has no part {file[:100]!r}",
                "see /sitemap.xml for the parts there are",
            )
        )
    tag, unchanged = find_unchanged("sitemap", file, public_address("/"))
    if unchanged is not None:
        return unchanged
    pages = list_pages(current_release().engine, file)
    body = write_pages(public_address(page) for page in pages)
    return set_validator(Response(body, mimetype=_XML), tag)


def _sections() -> tuple[Section, ...]:
    release = current_release()
    return release.keep("sitemap", lambda: read_sections(release.engine))
