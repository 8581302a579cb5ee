"""The application factory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from endpoint.cache import CachedApplication
from endpoint.clients import Clients
from endpoint.context import current_language, current_settings, render_page, say
from endpoint.engine.backend import open_backend
from endpoint.engine.forkengine import ForkEngine
from endpoint.engine.gate import Capacity
from endpoint.engine.stores import StoreKind
from endpoint.engine.worker import Limits
from endpoint.observing.install import observe
from endpoint.observing.metrics import Metrics
from endpoint.protocol.compression import (
    IDENTITY,
    MIN_BYTES,
    choose_coding,
    compress,
    is_compressible,
)
from endpoint.protocol.cors import CORS, preflight
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.negotiation import choose_media
from endpoint.protocol.request import HTML, refuse_codings, refuse_host
from endpoint.releases import MANIFEST, Releases, parse_manifest
from endpoint.views import (
    dumps,
    graphstore,
    harvest,
    operations,
    pages,
    reconcile,
    resources,
    selfdescription,
    sparql,
    timegate,
)
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from endpoint.config import Settings
    from endpoint.engine.interface import Engine
    from endpoint.releases import EngineMaker

_BLUEPRINTS: Final = (
    sparql.bp,
    graphstore.bp,
    timegate.bp,
    resources.bp,
    dumps.bp,
    selfdescription.bp,
    pages.bp,
    reconcile.bp,
    harvest.bp,
    operations.bp,
)
_HEADERS: Final = {
    **CORS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
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
    app.extensions["fagui.clients"] = Clients(settings.client_queries)
    app.extensions["fagui.code"] = _digest_code()
    metrics = Metrics() if settings.metrics == "on" else None
    make_engine = make_engine or _make_engines(settings)
    if metrics is not None:
        make_engine = metrics.watch_engines(make_engine)
    app.extensions["fagui.metrics"] = metrics
    releases = Releases(settings.release, make_engine, BASE)
    app.extensions["fagui.releases"] = releases
    if settings.proxies:
        number = settings.proxies
        trusted = ProxyFix(app.wsgi_app, number, number, number, 0, number)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as Flask documents
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(_check_host)
    app.register_error_handler(EndpointError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(UnicodeEncodeError, _answer_half_character)
    app.after_request(_add_headers)
    app.after_request(_encode)  # before the headers are added: Flask calls them in reverse
    app.context_processor(_page_values)
    if settings.cache_megabytes:
        cached = CachedApplication(app.wsgi_app, releases, settings.cache_megabytes * 1_000_000)
        app.wsgi_app = cached  # type: ignore[method-assign]  # as Flask documents
        app.extensions["fagui.answers"] = cached.answers
        if metrics is not None:
            metrics.watch_cache(cached.answers)
    observe(app, settings, metrics)
    return app


def _check_host() -> None:
    """Refuse a Host header that is no name where addresses in answers are made of it.

    Werkzeug gives an empty name for one that is not valid.
    """
    if not current_settings().url and not request.host:
        raise refuse_host(request.headers.get("Host", ""))


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


def _make_engines(settings: Settings) -> EngineMaker:
    limits = Limits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_megabytes * 1_000_000,
        result_bytes=settings.result_megabytes * 1_000_000,
    )

    capacity = Capacity(settings.queries, settings.waiting_queries, settings.slow_queries)

    def make(store: Path) -> Engine:
        if settings.backend:
            manifest = parse_manifest((store.parent / MANIFEST).read_text(encoding="utf-8"))
            return open_backend(settings.backend, manifest.documents, limits, capacity)
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


def _answer_half_character(_: UnicodeEncodeError) -> Response:
    """Only JSON can bring half a character here: every other text is read as strict UTF-8."""
    return _answer_problem(
        Problem(
            400,
            "Request contains half a character",
            "a string has an escape of a surrogate without its partner",
            "send both halves, or the character itself",
        )
    )


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
    host = request.host_url.rstrip("/")
    if response.location is not None and response.location.startswith(f"{host}/"):
        # A redirect of the framework repeats the host that the client has named, in its page too.
        response.location = response.location.removeprefix(host)
        response.set_data(b"")
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.update(preflight(response.headers.get("Allow", "GET, HEAD, OPTIONS")))
    return response


def _encode(response: Response) -> Response:
    """The response under the content coding that the client likes best, where that is worth it."""
    if response.status_code == 304:
        response.vary.add("Accept-Encoding")
    if not _may_be_encoded(response):
        return response
    response.vary.add("Accept-Encoding")
    coding = choose_coding(request.headers.get("Accept-Encoding"))
    if coding is None:
        return (
            response if response.status_code >= 400 else _answer_problem(refuse_codings().problem)
        )
    if coding == IDENTITY or (not response.is_streamed and len(response.get_data()) < MIN_BYTES):
        return response
    if response.is_streamed:
        response.response = compress(response.iter_encoded(), coding)
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(b"".join(compress([response.get_data()], coding)))
    response.content_encoding = coding
    return response


def _may_be_encoded(response: Response) -> bool:
    """Files that Range requests may cut stay as they are: their bytes have checksums of their own."""
    return (
        not response.direct_passthrough
        and response.status_code != 206
        and "Content-Encoding" not in response.headers
        and is_compressible(response.mimetype or "")
    )
