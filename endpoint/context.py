"""What every view of one request shares: the release, the language, rendering and validators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flask import Response, current_app, g, render_template, request

from endpoint.description.catalogue import LANGUAGES
from endpoint.protocol.negotiation import choose_language, choose_media
from endpoint.protocol.request import make_validator, refuse_media

if TYPE_CHECKING:
    from collections.abc import Iterable

    from endpoint.clients import Clients
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
    clients: Clients = current_app.extensions["fagui.clients"]
    with clients.hold(request.remote_addr):
        return current_release().engine.run(query, is_gone)


def send_result(result: Result, media: str) -> Response:
    """The response with a result; a large one goes from its file in pieces."""
    content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
    if result.is_small:
        return Response(result.body, content_type=content_type)
    response = Response(result.chunks(), content_type=content_type)
    response.content_length = result.size
    response.call_on_close(result.close)
    return response


def current_language() -> str:
    """`zh` or `en`: what `?lang=` says, else what Accept-Language likes best."""
    if "language" not in g:  # a page asks for it at every label
        stated = request.args.get("lang", "")
        liked = choose_language(request.headers.get("Accept-Language"), LANGUAGES)
        g.language = stated if stated in LANGUAGES else liked
    language: str = g.language
    return language


def negotiate(offers: Iterable[str], pages: Iterable[str] = ()) -> str:
    """The media type that the request likes best; raises EndpointError (406) where it likes none.

    `pages` come after the offers and are not named where a request is refused.
    """
    offers = tuple(offers)
    accept = request.headers.get("Accept")
    media = choose_media(accept, (*offers, *pages))
    if media is None:
        raise refuse_media(accept or "", offers)
    return media


def public_address(path: str) -> str:
    """The absolute address of a path of this server: below the setting, else below the request's own.

    `path` begins with a slash. X-Forwarded-* headers count where the settings trust a proxy.
    """
    root = current_settings().url or request.root_url
    return f"{root.rstrip('/')}{path}"


def base_address() -> str:
    """The base IRI of queries: the address of the endpoint (RFC 3986, section 5.1.3)."""
    return public_address("/sparql")


def say(zh: str, en: str) -> str:
    """One of two texts, by the language of the request."""
    return en if current_language() == "en" else zh


# https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream
_NO_HTML: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def render_page(template: str, status: int = 200, **values: Any) -> Response:
    """An HTML page in the language of the request; U+FFFD stands for what no page may contain."""
    content = _NO_HTML.sub("\ufffd", render_template(template, **values))
    page = Response(content, status, mimetype="text/html")
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
