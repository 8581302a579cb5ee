"""The application factory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from endpoint.cache import CachedApplication
from endpoint.context import current_language, render_page, say
from endpoint.engine.forkengine import ForkEngine
from endpoint.engine.gate import Capacity
from endpoint.engine.stores import StoreKind
from endpoint.engine.worker import Limits
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.negotiation import choose_media
from endpoint.protocol.request import HTML
from endpoint.releases import Releases
from endpoint.views import dumps, pages, resources, selfdescription, sparql
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from endpoint.config import Settings
    from endpoint.engine.interface import Engine
    from endpoint.releases import EngineMaker

_HEADERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Location, ETag, Link, Location, Retry-After",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


def create_app(settings: Settings, make_engine: EngineMaker | None = None) -> Flask:
    """The application over the release that the settings name.

    `make_engine` opens the store of a release; without it, queries run in expendable processes.
    """
    app = Flask("endpoint", root_path=str(Path(__file__).parent))
    # A character may take nine bytes in a form: three of UTF-8, each percent-encoded.
    app.config["MAX_CONTENT_LENGTH"] = settings.query_kilobytes * 9000 + 100_000
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["fagui.settings"] = settings
    app.extensions["fagui.code"] = _digest_code()
    releases = Releases(settings.release, make_engine or _fork_engines(settings), BASE)
    app.extensions["fagui.releases"] = releases
    for blueprint in (sparql.bp, resources.bp, dumps.bp, selfdescription.bp, pages.bp):
        app.register_blueprint(blueprint)
    app.register_error_handler(EndpointError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.after_request(_add_headers)
    app.context_processor(_page_values)
    if settings.cache_megabytes:
        cached = CachedApplication(app.wsgi_app, releases, settings.cache_megabytes * 1_000_000)
        app.wsgi_app = cached  # type: ignore[method-assign]  # as Flask documents
    return app


def _page_values() -> dict[str, object]:
    """What every template may use."""
    return {
        "say": say,
        "lang": current_language(),
        "switched": _switch_language,
        "release_id": g.release.manifest.id if "release" in g else "",
    }


def _switch_language(language: str) -> str:
    """The query string of this page in another language."""
    parameters = [each for each in request.args.items(multi=True) if each[0] != "lang"]
    return urlencode([*parameters, ("lang", language)])


def _fork_engines(settings: Settings) -> EngineMaker:
    limits = Limits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_megabytes * 1_000_000,
        result_bytes=settings.result_megabytes * 1_000_000,
    )

    capacity = Capacity(settings.queries, settings.waiting_queries, settings.slow_queries)

    def make(store: Path) -> Engine:
        return ForkEngine(store, limits, capacity, StoreKind(settings.store))

    return make


def _digest_code() -> str:
    """A digest of what pages are made of, so that a new version of them is a new version."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".html", ".rq"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _answer_error(error: EndpointError) -> Response:
    return _answer_problem(error.problem)


def _answer_problem(problem: Problem) -> Response:
    offers = ("application/json", "text/plain", HTML)
    media = choose_media(request.headers.get("Accept"), offers)
    if media == HTML:
        response = render_page(
            "error.html",
            problem.status,
            problem=problem,
            query=g.get("query_text", ""),
            nearest=g.get("nearest"),
        )
    elif media == "text/plain":
        response = Response(problem.to_text(), problem.status, mimetype="text/plain")
    else:
        response = Response(problem.to_json(), problem.status, mimetype="application/json")
    response.vary.add("Accept")
    response.headers.update(dict(problem.headers))
    response.headers["Cache-Control"] = "no-store"
    return response


_REMEDIES: Final = {
    404: "see / for what there is",
    405: "use one of the methods in the header Allow",
    413: "send less: the limits are stated at /sparql",
}


def _answer_http_error(error: HTTPException) -> BaseResponse:
    """An error of the framework in our shape; its redirects stay as they are."""
    original = error.get_response()
    if original.status_code < 400:
        return Response(status=original.status_code, headers=original.headers)
    problem = Problem(
        status=original.status_code,
        title=error.name,
        detail=error.description or error.name,
        remedy=_REMEDIES.get(original.status_code, "correct the request"),
        headers=tuple(
            (name, value)
            for name, value in original.headers
            if name in {"Allow", "Content-Range", "Retry-After"}
        ),
    )
    return _answer_problem(problem)


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    return response
