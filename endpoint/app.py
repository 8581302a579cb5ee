"""The application factory."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Flask, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from endpoint.cache import CachedApplication
from endpoint.clients import Clients
from endpoint.context import current_language, say
from endpoint.engine.opening import choose_engines
from endpoint.failures import install_failures
from endpoint.observing.install import observe
from endpoint.observing.metrics import Metrics
from endpoint.releases import Releases
from endpoint.responses import install_responses
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
    from endpoint.config import Settings
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
    make_engine = make_engine or choose_engines(settings)
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
    install_failures(app)
    install_responses(app)
    app.context_processor(_page_values)
    if settings.cache_megabytes:
        cached = CachedApplication(app.wsgi_app, releases, settings.cache_megabytes * 1_000_000)
        app.wsgi_app = cached  # type: ignore[method-assign]  # as Flask documents
        app.extensions["fagui.answers"] = cached.answers
        if metrics is not None:
            metrics.watch_cache(cached.answers)
    observe(app, settings, metrics)
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


def _digest_code() -> str:
    """A digest of what pages are made of, so that a new version of them is a new version."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.suffix in {".py", ".html", ".rq"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
