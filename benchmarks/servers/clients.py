"""Clients that each send the next query when an answer has come: `python -m benchmarks.servers.clients`.

Takes on standard input {"address", "queries": [text], "clients", "seconds", "patience"}. Gives on standard output
{"answers", "errors", "seconds", "latencies": [median, 99th of 100]} in seconds, errors with their first message.

The same for every server: SPARQL queries as POST forms over connections that are kept, in a process of
its own with one thread, whose own cost is a tenth of a millisecond an answer. An answer that is late by
`patience` seconds, cut or not of status 200 is an error. Each client goes round the queries from a place
of its own.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from benchmarks.servers.answers import accept_for

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class Tally:
    """What came back."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0
    first_error: str = ""

    def fail(self, problem: str) -> None:
        """Count an answer that is none."""
        self.errors += 1
        self.first_error = self.first_error or problem


class Reply:
    """An HTTP answer as it arrives."""

    def __init__(self) -> None:
        self.received = bytearray()
        self._body = 0
        self._length: int | None = None
        self._chunked = False

    def take(self, piece: bytes) -> bool:
        """Whether the answer is whole with this piece."""
        self.received += piece
        if not self._body:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            self._read_head(bytes(self.received[: end + 2]).lower(), end + 4)
        if self._chunked:
            return self.received.endswith(b"0\r\n\r\n")
        return self._length is not None and len(self.received) >= self._body + self._length

    def _read_head(self, head: bytes, body: int) -> None:
        self._body = body
        self._chunked = b"\r\ntransfer-encoding: chunked\r\n" in head
        _, found, rest = head.partition(b"\r\ncontent-length:")
        if found:
            self._length = int(rest.split(b"\r\n", 1)[0])

    @property
    def ends_by_closing(self) -> bool:
        """Whether the end of the connection is the end of the answer."""
        return self._body > 0 and self._length is None and not self._chunked

    @property
    def status(self) -> int:
        """The status of the answer, 0 where there is none."""
        word = bytes(self.received[9:12])
        return int(word) if word.isdigit() else 0

    @property
    def closes(self) -> bool:
        """Whether the server says that it closes the connection."""
        return b"\r\nconnection: close" in bytes(self.received[: self._body]).lower()


class Client:
    """One client and its connection."""

    def __init__(self, host: tuple[str, int], requests: Sequence[bytes], first: int) -> None:
        self._host = host
        self._requests = requests
        self._next = first
        self._reply = Reply()
        self.sent = 0.0
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        made = socket.create_connection(self._host, timeout=10)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def send(self) -> None:
        """Send the next query; a connection that the server has closed meanwhile is made again."""
        self._reply = Reply()
        request = self._requests[self._next % len(self._requests)]
        self._next += 1
        self.sent = time.perf_counter()
        try:
            self.socket.sendall(request)
        except OSError:
            self.renew()
            self.socket.sendall(request)

    def renew(self) -> None:
        """Begin a new connection."""
        self.socket.close()
        self.socket = self._connect()

    def receive(self, tally: Tally) -> bool:
        """Take what has come; whether that ends the answer, well or not."""
        try:
            piece = self.socket.recv(1 << 18)
        except OSError as error:
            tally.fail(str(error))
            self.renew()
            return True
        whole = self._reply.take(piece) if piece else self._reply.ends_by_closing
        if not whole and piece:
            return False
        if not whole:
            tally.fail("the server closed the connection")
        elif self._reply.status != 200:
            tally.fail(bytes(self._reply.received[:300]).decode("utf-8", "replace"))
        else:
            tally.latencies.append(time.perf_counter() - self.sent)
        if not piece or self._reply.closes:
            self.renew()
        return True


def make_request(address: str, query: str) -> bytes:
    """The bytes of a query as a POST form."""
    parts = urlsplit(address)
    body = urlencode({"query": query}).encode()
    head = (
        f"POST {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {accept_for(query)}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def run_clients(
    address: str, queries: Sequence[str], clients: int, seconds: float, patience: float
) -> Tally:
    """What that many clients get in that many seconds."""
    parts = urlsplit(address)
    host = (parts.hostname or "", parts.port or 80)
    requests = [make_request(address, query) for query in queries]
    tally = Tally()
    step = max(1, len(requests) // clients)
    opened = [Client(host, requests, number * step) for number in range(clients)]
    end = time.perf_counter() + seconds
    for client in opened:
        client.send()
    with selectors.DefaultSelector() as selector:
        for client in opened:
            selector.register(client.socket, selectors.EVENT_READ, client)
        while time.perf_counter() < end:
            ready = {key.data for key, _ in selector.select(0.05)}
            for client in opened:
                _serve(client, client in ready, selector, tally, patience)
    for client in opened:
        client.socket.close()
    return tally


def _serve(
    client: Client,
    ready: bool,
    selector: selectors.BaseSelector,
    tally: Tally,
    patience: float,
) -> None:
    """Let a client read, and send its next query where the one before has ended."""
    old = client.socket
    if ready:
        ended = client.receive(tally)
    else:
        ended = time.perf_counter() - client.sent > patience
        if ended:
            tally.fail(f"no answer within {patience:g} seconds")
            client.renew()
    if ended:
        client.send()
    if client.socket is not old:
        selector.unregister(old)
        selector.register(client.socket, selectors.EVENT_READ, client)


def main() -> None:
    """Run what standard input says."""
    told: dict[str, Any] = json.load(sys.stdin)
    start = time.perf_counter()
    tally = run_clients(
        told["address"], told["queries"], told["clients"], told["seconds"], told["patience"]
    )
    times = sorted(tally.latencies)
    given = {
        "answers": len(times),
        "errors": tally.errors,
        "first_error": tally.first_error,
        "seconds": time.perf_counter() - start,
        "latencies": [median(times), quantiles(times, n=100)[98]] if len(times) > 1 else times * 2,
    }
    json.dump(given, sys.stdout)


if __name__ == "__main__":
    main()
