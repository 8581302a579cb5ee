"""HTTP servers in front of the same application: `python -m benchmarks.fronts RELEASE`.

Takes: a release, and those of waitress, gunicorn and granian that are installed. Gives: a Markdown table of
requests a second, and of what is left for a quick query while other connections are idle or slow.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from benchmarks.fronts.load import is_complete, query_request, run_load
from benchmarks.measuring import find_family, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT: Final = Path(__file__).parents[2]
THREADS: Final = "16"
SLOW: Final = 100
"""Connections of each kind that are idle or slow."""
PATIENCE: Final = 3.0
"""Seconds after which a quick query counts as not answered."""
_MANY: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o"
ENDLESS: Final = f"SELECT (COUNT(*) AS ?n) {{ {_MANY} }}"
LARGE: Final = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 10000"
"""About six megabytes, which the cache keeps: what is measured is the reading."""
HEAD: Final = (
    "front|cached, 16 clients, /s|new, 16 clients, /s|median, ms|long GET|client gone|"
    "idle|half a head|half a body|slow readers"
)
_COMMANDS: Final = {
    "waitress": ["-m", "endpoint"],
    "gunicorn": [
        *("-m", "gunicorn", "-k", "gthread", "--threads", THREADS, "--log-level", "error"),
        *(
            "--limit-request-line",
            "0",
            "-b",
            "127.0.0.1:{port}",
            "benchmarks.fronts.__main__:make()",
        ),
    ],
    "granian": [
        *("-m", "granian", "--interface", "wsgi", "--blocking-threads", THREADS, "--no-ws"),
        *("--log-level", "error", "--http1-buffer-size", "1000000", "--factory"),
        *("--host", "127.0.0.1", "--port", "{port}", "benchmarks.fronts.__main__:make"),
    ],
}

Address = tuple[str, int]


def make() -> Flask:
    """The application as the environment sets it up, for servers that import one."""
    from endpoint.app import create_app  # noqa: PLC0415 – the measuring process needs none of it
    from endpoint.config import read_settings  # noqa: PLC0415

    return create_app(read_settings(os.environ))


@contextlib.contextmanager
def serve(front: str, release: Path) -> Iterator[tuple[int, Address]]:
    """A running server: its process id and its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    environ = {
        "FAGUI_RELEASE": str(release),
        "FAGUI_STORE": "disk",  # it starts at once, and the front is what is measured
        "FAGUI_PORT": str(port),
        "FAGUI_THREADS": THREADS,
    }
    process = subprocess.Popen(
        [sys.executable, *(each.format(port=port) for each in _COMMANDS[front])],
        cwd=ROOT,
        env={**os.environ, **environ},
        stderr=subprocess.DEVNULL,
    )
    address = ("127.0.0.1", port)
    try:
        while ask(address, "ASK {}") is None:
            time.sleep(0.1)
        yield process.pid, address
    finally:
        process.terminate()
        process.wait()


def ask(address: Address, query: str, patience: float = PATIENCE) -> tuple[int, float] | None:
    """The status and the seconds of an answer; None if there is none in time."""
    start = time.perf_counter()
    received = b""
    with contextlib.suppress(OSError), socket.create_connection(address, patience) as client:
        client.settimeout(patience)
        client.sendall(query_request(query))
        while not is_complete(received):
            piece = client.recv(1 << 16)
            if not piece or time.perf_counter() - start > patience:
                return None
            received += piece
        return int(received[9:12]), time.perf_counter() - start
    return None


def hold(address: Address, sent: bytes) -> str:
    """How many of ten quick queries are answered, and how fast, while many have sent only this."""
    with contextlib.ExitStack() as opened:
        for _ in range(SLOW):
            client = opened.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            with contextlib.suppress(OSError):
                client.settimeout(1)
                client.connect(address)
                client.sendall(sent)
        time.sleep(1)
        found = [ask(address, f"ASK {{ ?s ?p {number} }}") for number in range(10)]
    seconds = [each[1] for each in found if each is not None and each[0] == 200]
    shown = f"{median(seconds) * 1000:.0f} ms" if seconds else "–"
    return f"{len(seconds)} of 10, {shown}"


def leave(pid: int, address: Address) -> str:
    """How long a query goes on after its client has gone."""
    with socket.create_connection(address) as client:
        client.sendall(query_request(f"{ENDLESS} # {time.time()}"))
        while not (slow := _slow_workers(pid)):
            time.sleep(0.05)
    start = time.perf_counter()
    while time.perf_counter() < start + PATIENCE:
        if not slow & _slow_workers(pid):
            return f"ends after {time.perf_counter() - start:.1f} s"
        time.sleep(0.05)
    return f"runs for more than {PATIENCE:.0f} s"


def _slow_workers(pid: int) -> set[int]:
    """Process ids of the workers of slow queries below a process."""
    found = set()
    for each in find_family(pid):
        with contextlib.suppress(OSError):
            if os.getpriority(os.PRIO_PROCESS, each) > 0:
                found.add(each)
    return found


def measure(front: str, release: Path, seconds: float) -> tuple[str, ...]:
    """The row of a front."""
    with serve(front, release) as (pid, address):
        cached = run_load(address, [query_request("ASK { ?s ?p ?o }")], 16, seconds)
        new = run_load(
            address,
            [query_request(f"ASK {{ ?s ?p {number} }}") for number in range(50_000)],
            16,
            seconds,
        )
        long = ask(address, f"ASK {{}} #{'条' * 33_000}")
        row: tuple[str, ...] = (
            f"{cached.rate:,.0f}",
            f"{new.rate:,.0f}",
            f"{median(new.latencies) * 1000:.1f}",
            str(long[0]) if long else "no answer",
            leave(pid, address),
        )
    body = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    for sent in (
        b"",
        b"GET /sparql?query=" + quote("ASK {}").encode(),
        body + b"Content-Length: 100\r\n\r\nASK",
        query_request(LARGE),
    ):
        with serve(front, release) as (_, address):
            ask(address, LARGE, 60)
            row += (hold(address, sent),)
    return (front, *row)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("release", type=Path)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    fronts = [each for each in _COMMANDS if importlib.util.find_spec(each)]
    rows = []
    for each in fronts:
        rows.append(measure(each, given.release.resolve(), given.seconds))
        print(", ".join(rows[-1]), file=sys.stderr)
    print(table(HEAD, rows, padded=not given.markdown))


if __name__ == "__main__":
    main()
