"""The server as a stranger starts it: a process, a port, a query."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BOUND = 60
# Every statement with every other, five times over: no machine gets to the end of it.
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?q ?r ?s }"
)
LARGE_ROWS = 40_000
LARGE = f"SELECT * {{ ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }} LIMIT {LARGE_ROWS}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def start(release: Path, port: int, more: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "endpoint"],
        cwd=ROOT,
        env={**os.environ, "FAGUI_RELEASE": str(release), "FAGUI_PORT": str(port), **more},
        stderr=subprocess.PIPE,
        text=True,
    )


def fetch(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=BOUND) as answer:  # noqa: S310 – our own server
        return answer.status, answer.read()


@dataclass(frozen=True)
class Served:
    """A running server: its address and its process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """Process ids of the workers of the query process, which is the only child."""
        (queries,) = children_of(self.process.pid)
        return children_of(queries)

    def connect(self, sent: str) -> socket.socket:
        """A connection on which something has been sent."""
        opened = socket.create_connection(("127.0.0.1", self.port), timeout=BOUND)
        opened.sendall(sent.encode())
        return opened

    def ask(self, query: str) -> tuple[int, bytes]:
        return fetch(f"{self.address}/sparql?{urlencode({'query': query})}")


def children_of(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(each) for each in told.split()]


def request_of(query: str) -> str:
    """A request as it goes over the wire."""
    return f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\n\r\n"


def wait_until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + BOUND
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()


Serve = Callable[..., Served]


@pytest.fixture
def serve(release: Path) -> Iterator[Serve]:
    """Starts servers, each with settings of its own, and ends them."""
    started: list[Served] = []

    def make(**more: str) -> Served:
        port = free_port()
        served = Served(port, start(release, port, more))
        started.append(served)
        wait_until(lambda: served.process.poll() is not None or is_up(served))
        return served

    yield make
    for each in started:
        each.process.terminate()
        _, errors = each.process.communicate(timeout=BOUND)
        assert errors == f"serving {release} at {each.address}\n"


def is_up(served: Served) -> bool:
    with contextlib.suppress(OSError):
        return fetch(f"{served.address}/health")[0] == 200
    return False


@pytest.fixture
def address(serve: Serve) -> str:
    return serve().address


def test_the_server_answers(address: str) -> None:
    status, body = fetch(f"{address}/sparql?query=SELECT%20(%22%E6%9D%A1%22%20AS%20%3Fx)%20%7B%7D")

    assert (status, json.loads(body)["results"]["bindings"][0]["x"]["value"]) == (200, "条")


def test_a_long_query_fits_into_a_get_request(address: str) -> None:
    comment = "%E6%9D%A1" * 33_000  # 条, 99 kB of UTF-8

    status, _ = fetch(f"{address}/sparql?query=ASK%7B%7D%23{comment}")

    assert status == 200


@pytest.mark.parametrize("store", ["disk", "memory"])
def test_light_queries_are_answered_while_four_endless_ones_run(serve: Serve, store: str) -> None:
    served = serve(FAGUI_STORE=store, FAGUI_QUERY_SECONDS="3600", FAGUI_SLOW_QUERIES="4")
    endless = [served.connect(request_of(f"{ENDLESS} # {each}")) for each in range(4)]
    assert wait_until(lambda: count_slow(served) == 4)

    light = [served.ask(f"ASK {{ ?s ?p {each} }}")[0] for each in range(20)]
    with pytest.raises(urllib.error.HTTPError) as fifth:
        served.ask(f"{ENDLESS} # 5")

    assert light == [200] * 20
    assert (fifth.value.code, fifth.value.headers["Retry-After"]) == (503, "5")
    fifth.value.close()
    assert count_slow(served) == 4
    for each in endless:
        each.close()
    assert wait_until(lambda: count_slow(served) == 0)


def count_slow(served: Served) -> int:
    found = 0
    for pid in served.workers():
        with contextlib.suppress(ProcessLookupError):
            found += os.getpriority(os.PRIO_PROCESS, pid) == 10
    return found


def test_a_query_ends_with_the_connection_of_its_client(serve: Serve) -> None:
    served = serve(FAGUI_QUERY_SECONDS="3600")
    client = served.connect(request_of(ENDLESS))
    assert wait_until(lambda: len(served.workers()) == 1)
    (worker,) = served.workers()

    client.close()

    assert wait_until(lambda: worker not in served.workers())
    assert served.ask("ASK {}")[0] == 200


def test_a_slow_reader_occupies_neither_thread_nor_worker(serve: Serve) -> None:
    """Its answer is larger than what the server would keep in memory for it."""
    served = serve(FAGUI_THREADS="1", FAGUI_QUERIES="1", FAGUI_SLOW_QUERIES="1")
    with served.connect(request_of(LARGE)) as reader:
        reader.recv(1)
        quick = [served.ask(f"ASK {{ ?s ?p {each} }}")[0] for each in range(3)]
        received = bytearray()
        while not received.endswith(b"]}}"):
            received += reader.recv(1 << 20)

    head, _, body = received.partition(b"\r\n\r\n")
    assert quick == [200] * 3
    assert f"content-length: {len(body)}" in head.decode().lower()
    assert len(json.loads(body)["results"]["bindings"]) == LARGE_ROWS
    assert len(body) > 16 << 20


def test_what_slow_readers_leave_unread_is_bounded(serve: Serve) -> None:
    served = serve(FAGUI_RESULT_MEGABYTES="8")  # sixteen of them may be unread
    query = LARGE.replace(str(LARGE_ROWS), "11000")
    refused: list[int] = []
    with contextlib.ExitStack() as opened:
        for number in range(200):
            reader = opened.enter_context(socket.socket())
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.settimeout(BOUND)
            reader.connect(("127.0.0.1", served.port))
            reader.sendall(request_of(query).encode())
            if reader.recv(12) == b"HTTP/1.1 503":
                refused.append(number)
                break

    assert refused
    assert refused[0] >= 16
    assert wait_until(lambda: is_answered(served))


def is_answered(served: Served) -> bool:
    with contextlib.suppress(urllib.error.HTTPError):
        return served.ask("ASK {}")[0] == 200
    return False


def test_idle_and_slow_connections_occupy_no_thread(serve: Serve) -> None:
    served = serve(FAGUI_THREADS="1")
    started = "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: loc"
    with contextlib.ExitStack() as opened:
        for each in range(300):
            opened.enter_context(served.connect("" if each % 2 else started))

        assert served.ask("ASK {}")[0] == 200


def test_a_short_limit_of_memory_is_an_answer(serve: Serve) -> None:
    served = serve(FAGUI_QUERY_MEGABYTES="64")

    with pytest.raises(urllib.error.HTTPError) as caught:
        served.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?l")

    assert caught.value.code == 503
    assert b"Query needed too much memory" in caught.value.read()


def run_to_end(release: Path, port: str, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "endpoint"],
        cwd=ROOT,
        env={**os.environ, "FAGUI_RELEASE": str(release), "FAGUI_PORT": port, **more},
        capture_output=True,
        text=True,
        timeout=BOUND,
        check=False,
    )
    return done.returncode, done.stderr


def test_what_cannot_be_served_is_one_clear_line(release: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = str(listener.getsockname()[1])
        cases = [(tmp_path, "8000"), (release, taken), (release, "http")]
        found = [run_to_end(*case) for case in cases]
    found.append(run_to_end(release, "8000", FAGUI_BASE="law.example"))

    assert [code for code, _ in found] == [1, 1, 1, 1]
    lines = [text for _, text in found]
    assert [text.count("\n") for text in lines] == [1, 1, 1, 1]
    assert "no release has been published there; remedy: build one" in lines[0]
    assert f"127.0.0.1:{taken}: Address already in use; remedy: set FAGUI_HOST" in lines[1]
    assert "FAGUI_PORT: 'http' is not a whole number" in lines[2]
    assert lines[3].startswith("fagui: FAGUI_BASE: 'law.example' is no http or https IRI")
