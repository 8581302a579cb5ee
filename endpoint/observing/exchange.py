"""Every request with its answer, as observers see it: a WSGI application around another.

Takes: WSGI requests. Gives: an `Exchange` to each observer when the last byte has been handed over.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE: Final = "fagui.route"
"""Key of the environment under which the application leaves the route that it chose."""
QUERY: Final = "fagui.query"
"""Key of the environment under which the application leaves the text of a query."""
NO_ROUTE: Final = "(none)"
"""Route of a request whose address the application does not have."""
UNSEEN: Final = "(kept)"
"""Route of a request that the application did not see: a kept answer was sent."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer. `query` is a digest of the query, `agent` what the client calls itself."""

    begun: datetime
    method: str
    path: str
    route: str
    status: int
    bytes: int
    seconds: float
    query: str | None
    agent: str


class Observer(Protocol):
    """Who is told of exchanges, from many threads."""

    def begin(self) -> None:
        """A request has come."""

    def end(self, exchange: Exchange) -> None:
        """Its answer has gone."""


class ObservedApplication:
    """A WSGI application that tells observers what it is asked and how it answers."""

    def __init__(self, application: WSGIApplication, observers: Sequence[Observer]) -> None:
        self._application = application
        self._observers = tuple(observers)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer of the application, unchanged."""
        watch = _Watch(environ, self._observers)
        try:
            pieces = self._application(environ, watch.listen(start_response))
        except BaseException:
            watch.end()
            raise
        wrapper = environ.get("wsgi.file_wrapper")
        if isinstance(wrapper, type) and isinstance(pieces, wrapper):
            # The server sends a file without reading it piece by piece; it has its length.
            watch.end(watch.announced)
            return pieces
        return _Pieces(pieces, watch)


class _Watch:
    """What is known of one request so far."""

    def __init__(self, environ: WSGIEnvironment, observers: Sequence[Observer]) -> None:
        self._environ = environ
        self._observers: Sequence[Observer] = observers
        self._begun = datetime.now(UTC)
        self._clock = time.perf_counter()
        self._status = 500  # an application that fails before it answers
        self.announced = 0
        for observer in observers:
            observer.begin()

    def listen(self, start_response: StartResponse) -> StartResponse:
        """`start_response` that also takes notes."""

        def start(
            status: str, headers: list[tuple[str, str]], error: Any = None
        ) -> Callable[[bytes], object]:
            self._status = int(status[:3])
            lengths = [value for name, value in headers if name.lower() == "content-length"]
            self.announced = int(lengths[0]) if lengths else 0
            return start_response(status, headers, error)

        return start

    def end(self, sent: int = 0) -> None:
        """Tell the observers, once."""
        observers, self._observers = self._observers, ()
        if observers:
            exchange = self._describe(sent)
            for observer in observers:
                observer.end(exchange)

    def _describe(self, sent: int) -> Exchange:
        environ = self._environ
        return Exchange(
            begun=self._begun,
            method=environ.get("REQUEST_METHOD", ""),
            path=environ.get("PATH_INFO", "")
            .encode("latin-1", "replace")
            .decode("utf-8", "replace"),
            route=environ.get(ROUTE, UNSEEN),
            status=self._status,
            bytes=sent,
            seconds=time.perf_counter() - self._clock,
            query=_digest_query(environ),
            agent=environ.get("HTTP_USER_AGENT", ""),
        )


class _Pieces:
    """The pieces of an answer; closing them ends the exchange, however many were taken."""

    def __init__(self, pieces: Iterable[bytes], watch: _Watch) -> None:
        self._pieces = pieces
        self._watch = watch
        self._sent = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._sent += len(piece)
            yield piece

    def close(self) -> None:
        """Close the application's own pieces, and tell."""
        try:
            if close := getattr(self._pieces, "close", None):
                close()
        finally:
            self._watch.end(self._sent)


def _digest_query(environ: WSGIEnvironment) -> str | None:
    """A digest by which equal queries are known without being written down."""
    text = environ.get(QUERY)
    if text is None and environ.get("PATH_INFO") == "/sparql":
        with suppress(ValueError):  # too many parameters: no query of ours
            text = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=100).get(
                "query", [None]
            )[0]
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16] if text else None
