"""Requests a second of a server: keep-alive connections that each send the next request after an answer.

Takes: the address of a server and raw HTTP/1.1 requests. Gives: answers, requests a second, latencies.

One process, sockets and a selector: it costs a fraction of what any server in Python does. It reads
`Content-Length` and chunked bodies, and counts every status that is not 200 or 304.
"""

from __future__ import annotations

import argparse
import selectors
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass
class Load:
    """What came back: latencies in seconds, how often each status, and seconds of the whole run."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds

    def __str__(self) -> str:
        last = quantiles(self.latencies, n=100)[98] if len(self.latencies) > 1 else 0.0
        middle = median(self.latencies)
        statuses = ", ".join(f"{number} × {status}" for status, number in self.statuses.items())
        return (
            f"{self.rate:,.0f}/s, median {middle * 1e3:.1f} ms, p99 {last * 1e3:.1f} ms, {statuses}"
        )


def make_request(path: str, headers: Sequence[str] = ()) -> bytes:
    """A GET request as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]
    return "\r\n".join(lines).encode()


def query_request(query: str, accept: str = "application/sparql-results+json") -> bytes:
    """A query in the address of a GET request to `/sparql`."""
    return make_request(f"/sparql?query={quote(query)}", [f"Accept: {accept}"])


def is_complete(received: bytes) -> bool:
    """Whether an answer has come to its end."""
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    lower = head.lower()
    if b"\r\ntransfer-encoding: chunked" in lower:
        return body.endswith(b"0\r\n\r\n")
    _, found, rest = lower.partition(b"\r\ncontent-length:")
    return len(body) >= (int(rest.split(b"\r\n", 1)[0]) if found else 0)


class Client:
    """One connection."""

    def __init__(self, address: tuple[str, int], requests: Iterator[bytes]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = requests
        self._received = bytearray()
        self._sent = 0.0

    def send(self) -> None:
        """Send the next request."""
        self._received.clear()
        self._sent = time.perf_counter()
        self.socket.sendall(next(self._requests))

    def receive(self, load: Load) -> None:
        """Take what has come; when that is a whole answer, count it and send the next request."""
        piece = self.socket.recv(1 << 18)
        if not piece:
            message = "the server has closed a connection"
            raise ConnectionError(message)
        self._received += piece
        if is_complete(bytes(self._received)):
            load.latencies.append(time.perf_counter() - self._sent)
            load.statuses[int(self._received[9:12])] += 1
            self.send()


def run_load(
    address: tuple[str, int], requests: Sequence[bytes], clients: int, seconds: float
) -> Load:
    """What a number of clients get, each sending all requests round and round from its own place."""
    load = Load()
    with selectors.DefaultSelector() as selector:
        opened = []
        for number in range(clients):
            turned = [*requests[number % len(requests) :], *requests[: number % len(requests)]]
            client = Client(address, cycle(turned))
            opened.append(client)
            selector.register(client.socket, selectors.EVENT_READ, client)
        start = time.perf_counter()
        for client in opened:
            client.send()
        while (now := time.perf_counter()) < start + seconds:
            for key, _ in selector.select(start + seconds - now):
                key.data.receive(load)
        load.seconds = time.perf_counter() - start
        for client in opened:
            client.socket.close()
    return load


def main() -> None:
    """Say what a running server does with one query."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("port", type=int)
    parser.add_argument("--query", default="ASK { ?s ?p ?o }")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    address = ("127.0.0.1", given.port)
    print(run_load(address, [query_request(given.query)], given.clients, given.seconds))


if __name__ == "__main__":
    main()
