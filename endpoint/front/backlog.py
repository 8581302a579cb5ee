"""Refuses requests while clients leave too much of earlier answers unread.

What a slow reader has not taken yet waits in a temporary file, so that it occupies neither a thread nor
memory. This bounds the disk that all of them together can take.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from endpoint.protocol.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LOOK_SECONDS: Final = 1.0
_PROBLEM: Final = Problem(
    status=503,
    title="Endpoint is busy",
    detail="too much of earlier answers has not been read yet",
    remedy="try again in a few seconds",
    headers=(("Retry-After", "5"),),
)


class BoundedBacklog:
    """A WSGI application that is asked only while the unread bytes are within a bound."""

    def __init__(
        self, application: WSGIApplication, most_bytes: int, count: Callable[[], int]
    ) -> None:
        """`count` gives the bytes that wait now; it is asked once a second at most."""
        self._application = application
        self._most = most_bytes
        self._count = count
        self._next = 0.0
        self._full = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application, or 503."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _LOOK_SECONDS
            self._full = self._count() > self._most
        if not self._full:
            return self._application(environ, start_response)
        body = _PROBLEM.to_json().encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Access-Control-Allow-Origin", "*"),
            *_PROBLEM.headers,
        ]
        start_response("503 Service Unavailable", headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)
