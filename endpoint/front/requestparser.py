"""How waitress reads requests, and how it refuses those that never reach the application.

Takes: the bytes of a connection. Gives: requests, or refusals in the one shape of all errors.

Waitress by itself waits for the body of a request that has none and says `Expect: 100-continue`, drops the
connection at a length of thousands of digits, and answers errors as text that programs cannot read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import BadRequest, Error

from endpoint.protocol.errors import Problem
from endpoint.protocol.negotiation import choose_media

if TYPE_CHECKING:
    from waitress.server import BaseWSGIServer

_JSON: Final = "application/json"
_TEXT: Final = "text/plain"
_SEE: Final = "send less: the limits are stated at /sparql"
_LINE: Final = 8192
"""Bytes of a request line that no line end interrupts: it is the address that is too long."""

_REFUSALS: Final[dict[int, tuple[str, str, str]]] = {
    400: ("Request is not valid HTTP", "{said}", "send a request of HTTP/1.1 (RFC 9112)"),
    413: ("Request is too large", "{said}", _SEE),
    414: (
        "Address is too long",
        "the request line is longer than a query may be",
        "send it by POST",
    ),
    431: ("Headers are too large", "{said}", "send fewer and shorter headers"),
    501: ("Transfer coding is not supported", "{said}", "send a length, or chunks alone"),
}


class _ProblemError(Error):  # type: ignore[misc]  # waitress has no types
    """An error of the parser as waitress sends it."""

    def __init__(self, problem: Problem, accept: str | None) -> None:
        super().__init__(problem.detail)
        self.code = problem.status
        self.reason = problem.title
        self._problem = problem
        self._accept = accept

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Status line, headers and body."""
        media = choose_media(self._accept, (_JSON, _TEXT)) or _TEXT
        body = self._problem.to_json() if media == _JSON else self._problem.to_text()
        headers = [
            ("Content-Type", media if media == _JSON else f"{media}; charset=utf-8"),
            ("Access-Control-Allow-Origin", "*"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return f"{self.code} {self.reason}", headers, body.encode("utf-8", "replace")


class RequestParser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Reads one request, and refuses it in our words."""

    def received(self, data: bytes) -> int:
        """The number of bytes that belong to this request."""
        try:
            consumed: int = super().received(data)
        except ValueError:  # int() refuses more than 4,300 digits
            self.error = BadRequest("Content-Length is invalid")
            self.completed = True
            consumed = len(data)
        if self.completed:
            # Nothing is missing any more, so nothing may be asked for.
            self.expect_continue = False
        if self.error is not None and not isinstance(self.error, _ProblemError):
            self.error = _ProblemError(self._explain(self.error), self.headers.get("ACCEPT"))
        return consumed

    def _explain(self, error: Error) -> Problem:
        status: int = error.code
        if status == 431 and b"\n" not in self.header_plus[:_LINE]:
            status = 414
        title, detail, remedy = _REFUSALS[status]
        return Problem(status, title, detail.format(said=error.body), remedy)


class _Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    parser_class = RequestParser


def use_parser(server: BaseWSGIServer) -> None:
    """Let a server that waitress has made read requests in this way."""
    server.channel_class = _Channel
