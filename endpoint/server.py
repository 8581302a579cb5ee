"""Serves the application with waitress, which buffers slow clients instead of waiting for them."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import waitress

from endpoint.app import create_app
from endpoint.protocol.errors import EndpointError

if TYPE_CHECKING:
    from endpoint.config import Settings


class ServeError(Exception):
    """The server cannot start: what, why and the remedy in one line."""


def serve(settings: Settings) -> None:
    """Serve until the process is ended; raises ServeError where there is nothing to serve."""
    app = create_app(settings)
    try:
        app.extensions["fagui.releases"].current()
    except EndpointError as error:
        problem = error.problem
        message = f"{settings.release}: {problem.detail}; remedy: {problem.remedy}"
        raise ServeError(message) from error
    try:
        server = waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="fagui",
            # A query of 100 kB in a GET request takes up to nine bytes for one character.
            max_request_header_size=settings.query_kilobytes * 9000 + 64_000,
            max_request_body_size=settings.query_kilobytes * 9000 + 1_000_000,
        )
    except OSError as error:
        message = (
            f"{settings.host}:{settings.port}: {error.strerror or error}; "
            "remedy: set FAGUI_HOST and FAGUI_PORT to an address that is free on this machine"
        )
        raise ServeError(message) from error
    # A short queue is how a busy server works, not news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stderr.write(f"serving {settings.release} at http://{host}:{settings.port}\n")
    server.run()
