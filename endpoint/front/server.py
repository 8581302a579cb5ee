"""Serves the application with waitress, which buffers slow clients instead of waiting for them."""

from __future__ import annotations

import logging
import resource
import sys
from typing import TYPE_CHECKING, Final

import waitress
import waitress.server
from waitress.buffers import OverflowableBuffer

from endpoint.app import create_app
from endpoint.front.backlog import BoundedBacklog
from endpoint.front.requestparser import use_parser
from endpoint.protocol.errors import EndpointError

if TYPE_CHECKING:
    from endpoint.config import Settings


_CONNECTIONS: Final = 1000
"""Connections that are open at the same time: idle and slow ones cost memory, but no thread."""
_IDLE_SECONDS: Final = 60
_UNREAD: Final = 16_000_000
"""Bytes of answers that clients may leave unread, for each megabyte that one answer may have."""
_DESCRIPTORS: Final = 4 * _CONNECTIONS
"""A connection may hold a file for its answer, and a query three sockets and a file."""


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
    _raise_descriptors()
    try:
        server = waitress.create_server(
            BoundedBacklog(app, settings.result_megabytes * _UNREAD, lambda: _count_unread(server)),
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="fagui",
            connection_limit=_CONNECTIONS,
            asyncore_use_poll=True,  # select() takes no descriptor above 1023
            channel_timeout=_IDLE_SECONDS,
            cleanup_interval=10,
            # A connection is read while its request runs, so that we see it close.
            channel_request_lookahead=1,
            # What a slow reader has not taken yet waits on disk, without a thread.
            outbuf_high_watermark=1 << 40,
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
    use_parser(server)
    # A short queue is how a busy server works, not news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    sys.stderr.write(f"serving {settings.release} at http://{host}:{settings.port}\n")
    server.run()


def _count_unread(server: waitress.server.BaseWSGIServer) -> int:
    """Bytes that wait in memory and in temporary files for clients to take them.

    Dumps are not among them: they wait in the files of their release.
    """
    return sum(
        buffer.__len__()
        for channel in list(server.active_channels.values())
        for buffer in list(channel.outbufs)
        if isinstance(buffer, OverflowableBuffer)
    )


def _raise_descriptors() -> None:
    """Let this process open as many descriptors as it may need, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_DESCRIPTORS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
