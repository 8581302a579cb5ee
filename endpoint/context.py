"""What every view of one request shares: the release, the language, rendering and validators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, current_app, g, render_template, request

from endpoint.description.catalogue import LANGUAGES
from endpoint.protocol.negotiation import choose_language
from endpoint.protocol.request import make_validator

if TYPE_CHECKING:
    from endpoint.config import Settings
    from endpoint.engine.interface import Query, Result
    from endpoint.releases import Release, Releases


def current_releases() -> Releases:
    """The opener of releases of this application."""
    found: Releases = current_app.extensions["fagui.releases"]
    return found


def current_settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.extensions["fagui.settings"]
    return found


def current_release() -> Release:
    """The release that this request is answered from, the same from its start to its end."""
    if "release" not in g:
        g.release = current_releases().current()
    found: Release = g.release
    return found


def run_query(query: Query) -> Result:
    """The result from the release of this request; the query is stopped when the client goes away."""
    is_gone = request.environ.get("waitress.client_disconnected")
    return current_release().engine.run(query, is_gone)


def current_language() -> str:
    """`zh` or `en`: what `?lang=` says, else what Accept-Language likes best."""
    stated = request.args.get("lang", "")
    if stated in LANGUAGES:
        return stated
    return choose_language(request.headers.get("Accept-Language"), LANGUAGES)


def public_address(path: str) -> str:
    """The absolute address of a path of this server: below the setting, else below the request's own.

    `path` begins with a slash. X-Forwarded-* headers count where the settings trust a proxy.
    """
    root = request.root_url
    return f"{root.rstrip('/')}{path}"


def say(zh: str, en: str) -> str:
    """One of two texts, by the language of the request."""
    return en if current_language() == "en" else zh


def render_page(template: str, status: int = 200, **values: Any) -> Response:
    """An HTML page in the language of the request."""
    page = Response(render_template(template, **values), status, mimetype="text/html")
    page.vary.update(("Accept", "Accept-Language"))
    page.content_language.add(current_language())
    return page


def find_unchanged(*parts: str) -> tuple[str, Response | None]:
    """The validator of an answer, and 304 if the client has that answer already."""
    release = current_release()
    code: str = current_app.extensions["fagui.code"]
    tag = make_validator(release.manifest.id, code, *parts)
    # `*` would match an answer that has never been given: only a tag that we made counts.
    known = request.if_none_match
    if not known.star_tag and known.contains_weak(tag):
        return tag, set_validator(Response(status=304), tag)
    return tag, None


def set_validator(response: Response, tag: str) -> Response:
    """The response with its validator; a cache asks again, since a release may be replaced."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    return response
