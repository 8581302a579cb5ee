"""Puts observers around an application, and lets them know what only the application knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

from endpoint.observing.access_log import OFF, AccessLog
from endpoint.observing.exchange import NO_ROUTE, QUERY, ROUTE, ObservedApplication

if TYPE_CHECKING:
    from flask import Flask, Response

    from endpoint.config import Settings
    from endpoint.observing.exchange import Observer
    from endpoint.observing.metrics import Metrics


def observe(app: Flask, settings: Settings, metrics: Metrics | None) -> None:
    """Observe the application from here on; what wraps it later is not observed."""
    observers: list[Observer] = [] if metrics is None else [metrics]
    if settings.access_log != OFF:
        observers.append(AccessLog(settings.access_log))
    if observers:
        app.before_request(_tell_route)
        app.after_request(_tell_query)
        observed = ObservedApplication(app.wsgi_app, observers)
        app.wsgi_app = observed  # type: ignore[method-assign]  # as Flask documents


def _tell_route() -> None:
    rule = request.url_rule
    request.environ[ROUTE] = NO_ROUTE if rule is None else rule.rule


def _tell_query(response: Response) -> Response:
    if "query_text" in g:
        request.environ[QUERY] = g.query_text
    return response
