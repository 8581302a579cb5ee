"""Answers that are sent again without being made again: a cache in front of the application.

Takes: WSGI requests to `/sparql`. Gives: an answer that this cache has kept, or the application's own.

The application says which of its answers may be kept (`allow`). A key has the id of the release that is
current now and all that an answer may depend on, so nothing stale is ever sent; the data of a release never
change. What is kept is bounded in bytes; what has not been used for longest goes first.
"""

from __future__ import annotations

import io
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from werkzeug.http import parse_etags

from endpoint.protocol.errors import EndpointError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from endpoint.releases import Releases

_PATH: Final = "/sparql"
_ALLOWED: Final = "fagui.may_be_kept"
_SELECTING: Final = (
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_ACCEPT_LANGUAGE",
    "HTTP_ACCEPT_DATETIME",
    "HTTP_ORIGIN",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PREFIX",
)
"""Headers of a request that may select another answer to the same question."""
_NEVER: Final = frozenset({"HTTP_RANGE", "HTTP_CONTENT_ENCODING"})
"""Headers of a request that only the application can answer, or refuse."""
_VARYING: Final = frozenset(
    name.removeprefix("HTTP_").lower().replace("_", "-") for name in _SELECTING
)
_MAX_BODY: Final = 64_000

Headers = list[tuple[str, str]]


def allow(environ: dict[str, Any]) -> None:
    """Say of the answer to this request that it may be kept: it is whole and not volatile."""
    environ[_ALLOWED] = True


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is kept."""

    headers: Headers
    etag: str
    body: bytes


class Answers:
    """Answers by their keys, up to a number of bytes, used by many threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[object, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self.hits = self.misses = 0

    @property
    def entry_bytes(self) -> int:
        """Bytes that one answer may have."""
        return self._most // 8

    def find(self, key: object) -> Kept | None:
        """The answer, which now is the one used last; None where there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
            else:
                self.hits += 1
                self._kept.move_to_end(key)
            return found

    def keep(self, key: object, answer: Kept) -> None:
        """Keep an answer, and give up others for it."""
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = answer
            self._bytes += _cost(key, answer)
            while self._bytes > self._most:
                self._bytes -= _cost(*self._kept.popitem(last=False))


def _cost(key: object, answer: Kept) -> int:
    """Bytes that an entry takes, near enough: a key holds the text of the query."""
    return len(answer.body) + 2 * len(repr(key)) + 2000


class CachedApplication:
    """A WSGI application with kept answers before it."""

    def __init__(self, application: WSGIApplication, releases: Releases, most_bytes: int) -> None:
        self._application = application
        self._releases = releases
        self.answers = Answers(most_bytes)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The answer that is kept, or else the application's, kept if it says so."""
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        found = self.answers.find(key)
        if found is not None:
            return _send(found, environ, start_response)
        return self._ask(key, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> object:
        """What the answer depends on; None where the request must go to the application."""
        method = environ["REQUEST_METHOD"]
        if environ["PATH_INFO"] != _PATH or _NEVER & environ.keys():
            return None
        if method in {"GET", "HEAD"}:
            sent: object = "GET"
        elif method == "POST":
            sent = _read_body(environ)
        else:
            sent = None
        if sent is None:
            return None
        try:
            release = self._releases.current().manifest.id
        except EndpointError:
            return None
        return (release, sent, environ["QUERY_STRING"], *map(environ.get, _SELECTING))

    def _ask(
        self, key: object, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        said: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, error: Any = None) -> Callable[[bytes], object]:
            said.append((status, headers))
            return start_response(status, headers, error)

        pieces = self._application(environ, start)
        if _ALLOWED not in environ or environ["REQUEST_METHOD"] == "HEAD" or not said:
            return pieces
        status, headers = said[-1]
        etag = {name.lower(): value for name, value in headers}.get("etag", "")
        if status[:3] != "200" or not etag or not _varies_as_known(headers):
            return pieces
        return self._record(key, headers, etag, pieces)

    def _record(
        self, key: object, headers: Headers, etag: str, pieces: Iterable[bytes]
    ) -> Iterator[bytes]:
        """The pieces as they come; kept when the last has come."""
        kept: list[bytes] = []
        room = self.answers.entry_bytes
        try:
            for piece in pieces:
                room -= len(piece)
                if room >= 0:
                    kept.append(piece)
                yield piece
        finally:
            if close := getattr(pieces, "close", None):
                close()
        if room >= 0:
            body = b"".join(kept)
            named = [each for each in headers if each[0].lower() not in {"content-length", "date"}]
            named.append(("Content-Length", str(len(body))))
            self.answers.keep(key, Kept(named, etag, body))


def _read_body(environ: WSGIEnvironment) -> tuple[str, bytes] | None:
    """Media type and body of a POST, which the application can read again; None if it is long."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdigit() or int(length) > _MAX_BODY:
        return None
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    return environ.get("CONTENT_TYPE", ""), body


def _varies_as_known(headers: Headers) -> bool:
    named = ",".join(value for name, value in headers if name.lower() == "vary").lower()
    return {each.strip() for each in named.split(",")} - {""} <= _VARYING


def _send(found: Kept, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        tags = parse_etags(known)
        # `*` would match an answer that has never been given: only a tag that we made counts.
        if not tags.star_tag and tags.contains_raw(found.etag):
            headers = [each for each in found.headers if not _describes_content(each[0].lower())]
            start_response("304 NOT MODIFIED", headers)
            return ()
    start_response("200 OK", found.headers.copy())
    return () if environ["REQUEST_METHOD"] == "HEAD" else (found.body,)


def _describes_content(name: str) -> bool:
    """Whether a header is about the body, which a 304 does not have (RFC 9110, 15.4.5)."""
    return name in {"content-type", "content-length", "content-encoding", "content-language"}
