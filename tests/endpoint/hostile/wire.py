"""A client that sends any bytes, right or wrong, and reports what came back and how it ended.

It reads while it sends, so that an answer to the first half of a body is not lost.
"""

from __future__ import annotations

import contextlib
import re
import select
import socket
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_from_bytes

LIMIT: Final = 30.0
"""Seconds after which a request without an end counts as hanging."""
CLOSED: Final = 0
"""The status of a connection that the server closes without an answer."""
HANGS: Final = -1
"""The status of a request that has no end within the limit."""

_HEAD: Final = re.compile(
    rb"HTTP/1\.[01] ([1-5][0-9]{2})[^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n", re.DOTALL
)
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r\n")


@dataclass(frozen=True, slots=True)
class Answer:
    """The first final answer on a connection; `rest`: the bytes after it; `cut`: it has no end."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    rest: bytes = b""
    cut: bool = False

    def header(self, name: str) -> str:
        """The value of a header, empty where it is missing."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    @property
    def media(self) -> str:
        """The media type without parameters."""
        return self.header("content-type").partition(";")[0].strip()


def _dechunk(data: bytes) -> tuple[bytes, bytes] | None:
    """The body and what follows it; None where its last chunk is missing."""
    body = bytearray()
    while match := _CHUNK.match(data):
        size = int(match[1], 16)
        if size == 0:
            end = data.find(b"\r\n\r\n", match.end() - 2)
            return None if end < 0 else (bytes(body), data[end + 4 :])
        body += data[match.end() : match.end() + size]
        data = data[match.end() + size + 2 :]
    return None


def _split_body(told: dict[str, str], after: bytes, ended: bool) -> tuple[bytes, bytes] | None:
    """The body and what follows it; None where its end is missing."""
    if told.get("transfer-encoding", "").lower() == "chunked":
        return _dechunk(after)
    if "content-length" in told:
        size = int(told["content-length"])
        return (after[:size], after[size:]) if len(after) >= size else None
    return (after, b"") if ended else None


def parse_answer(data: bytes, ended: bool, head_only: bool = False) -> Answer | None:
    """The first final answer in `data`; None where it may still grow."""
    match = _HEAD.match(data)
    while match and match[1][:1] == b"1":  # 100 Continue
        data = data[match.end() :]
        match = _HEAD.match(data)
    if match is None:
        return None
    status = int(match[1])
    headers = tuple(
        (name.strip().lower(), value.strip())
        for name, _, value in (
            line.partition(":") for line in match[2].decode("latin-1").splitlines()
        )
    )
    after = data[match.end() :]
    if head_only or status in {204, 304}:
        return Answer(status, headers, b"", after)
    parts = _split_body(dict(headers), after, ended)
    if parts is not None:
        return Answer(status, headers, *parts)
    return Answer(status, headers, after, cut=True) if ended else None


class Connection:
    """One connection to the server under test."""

    def __init__(self, port: int, receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(LIMIT)
        try:
            self.socket.connect(("127.0.0.1", port))
        except OSError:
            self.socket.close()
            raise

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> None:
        """Send all of it, or what the server takes before it closes."""
        with contextlib.suppress(OSError):
            self.socket.sendall(data)

    def exchange(
        self, data: bytes, seconds: float = LIMIT, half_close: bool = False, all_of_it: bool = False
    ) -> Answer:
        """Send the bytes and read the first final answer; `all_of_it`: until the server closes."""
        deadline = time.monotonic() + seconds
        head_only = data.startswith(b"HEAD ")
        received, unsent, sent_end = bytearray(), memoryview(data), False
        self.socket.setblocking(False)
        ended = False
        while not ended and (left := deadline - time.monotonic()) > 0:
            if half_close and not unsent and not sent_end:
                sent_end = True
                with contextlib.suppress(OSError):
                    self.socket.shutdown(socket.SHUT_WR)
            writers = [self.socket] if unsent else []
            readable, writable, _ = select.select([self.socket], writers, [], left)
            if writable:
                try:
                    unsent = unsent[self.socket.send(unsent[: 1 << 16]) :]
                except OSError:
                    unsent = memoryview(b"")
            if readable:
                try:
                    piece = self.socket.recv(1 << 20)
                except OSError:
                    piece = b""
                received += piece
                ended = not piece
                answer = parse_answer(bytes(received), ended, head_only)
                if answer is not None and (ended or not all_of_it):
                    return answer
        answer = parse_answer(bytes(received), True, head_only)
        return answer or Answer(CLOSED if ended else HANGS, rest=bytes(received), cut=True)


def exchange(
    port: int,
    data: bytes,
    seconds: float = LIMIT,
    half_close: bool = False,
    all_of_it: bool = False,
) -> Answer:
    """The answer to these bytes on a connection of their own."""
    with Connection(port) as connection:
        return connection.exchange(data, seconds, half_close, all_of_it)


def quote(text: str | bytes) -> str:
    """Percent-encoded in full, except for letters and digits."""
    return quote_from_bytes(text.encode() if isinstance(text, str) else text, safe="")


def request(
    target: str | bytes, *headers: str | bytes, method: str = "GET", body: bytes | None = None
) -> bytes:
    """A request of HTTP/1.1 after which the server closes the connection."""
    lines = [each.encode() if isinstance(each, str) else each for each in headers]
    if not any(line.lower().startswith(b"host:") for line in lines):
        lines.insert(0, b"Host: fagui.example")
    if body is not None:
        lines.append(b"Content-Length: %d" % len(body))
    lines.append(b"Connection: close")
    path = target.encode() if isinstance(target, str) else target
    head = b"%s %s HTTP/1.1\r\n%s\r\n\r\n" % (method.encode(), path, b"\r\n".join(lines))
    return head + (body or b"")


def ask(
    query: str | bytes, *headers: str, accept: str = "application/json", more: str = ""
) -> bytes:
    """GET /sparql with the query; `more` goes behind it as it is."""
    return request(f"/sparql?query={quote(query)}{more}", f"Accept: {accept}", *headers)


def post(
    body: str | bytes,
    *headers: str | bytes,
    media: str = "application/sparql-query",
    target: str = "/sparql",
    accept: str = "application/json",
) -> bytes:
    """POST with the body as it is."""
    data = body.encode() if isinstance(body, str) else body
    return request(
        target, f"Content-Type: {media}", f"Accept: {accept}", *headers, method="POST", body=data
    )


def form(query: str | bytes, more: str = "") -> bytes:
    """POST /sparql with the query in a form."""
    return post(f"query={quote(query)}{more}", media="application/x-www-form-urlencoded")
