"""One real server over a small release, and a canary that nothing may ever reach."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from ontology.namespaces import BASE
from tests.endpoint.hostile.processes import Holdings, MemoryWatch
from tests.endpoint.hostile.wire import LIMIT, ask, exchange, request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT: Final = Path(__file__).parents[3]
QUERY_SECONDS: Final = 2
QUERY_MEGABYTES: Final = 192
SLOW_QUERIES: Final = 12
SIZE: Final = 1500
"""Things in a ring: three triples each, so that pairs are many and triples of them without number."""
LIGHT_SECONDS: Final = 5
"""What a light query may take on a machine that does other things too; the goal is one second."""

_BULK: Final = "\n".join(
    f'<urn:n:{i}> <urn:next> <urn:n:{(i + 1) % SIZE}> ; <urn:value> {i} ; <urn:word> "第{i}条" .'
    for i in range(SIZE)
)
_SCRIPTS: Final = f"""
<{BASE}id/hostile> a fagui:Provision ;
  rdfs:label "<script>hostile()</script>"@zh , "<img src=x onerror=hostile()>"@en ;
  fagui:text "</code></pre><svg/onload=hostile()>"@zh ; fagui:verbatimLabel "\\u202Elitsoh\\u202C" ;
  rdfs:comment "--><script>hostile()</script><!--"@en , "\\"><hostile x='y'>"@en ;
  rdfs:seeAlso <javascript:hostile()> , <data:text/html;base64,PHNjcmlwdD5ob3N0aWxlKCk8L3NjcmlwdD4=> ,
    <http://a.example/?'onmouseover='hostile()> , <vbscript:hostile> , <{BASE}id/'onclick='hostile()> .
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, its process, what it held at first and what it says."""

    port: int
    pid: int
    log: Path
    at_first: Holdings
    memory: MemoryWatch

    def light(self) -> float:
        """Seconds that a light query takes, which must be answered right."""
        started = time.monotonic()
        answer = exchange(self.port, ask("SELECT (40 + 2 AS ?answer) {}"))
        assert answer.status == 200, answer
        [row] = json.loads(answer.body)["results"]["bindings"]
        assert row["answer"]["value"] == "42"
        return time.monotonic() - started

    def count(self) -> int:
        """Triples that the server has."""
        answer = exchange(self.port, ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))
        [row] = json.loads(answer.body)["results"]["bindings"]
        return int(row["n"]["value"])

    def settled(self, seconds: float = 10) -> Holdings:
        """What the server holds once nothing is asked of it any more."""
        deadline = time.monotonic() + seconds
        while (now := Holdings.of(self.pid)) and time.monotonic() < deadline:
            if self._is_as_at_first(now):
                break
            time.sleep(0.1)
        return now

    def _is_as_at_first(self, now: Holdings) -> bool:
        # What may rest: a thread or a process kept ready, and the descriptors that belong to it.
        return (
            now.zombies == 0
            and now.processes <= self.at_first.processes + 1
            and now.threads <= self.at_first.threads + 1
            and now.descriptors <= self.at_first.descriptors + 10
        )

    def assert_well(self) -> None:
        """It answers right and soon, holds what it held, and has logged no failure of its own."""
        assert min(self.light() for _ in range(3)) < LIGHT_SECONDS
        now = self.settled()
        assert self._is_as_at_first(now), (self.at_first, now)
        assert self.memory.peak < (SLOW_QUERIES * QUERY_MEGABYTES + 700) * 1_000_000
        said = self.log.read_text(encoding="utf-8", errors="replace")
        assert "Traceback" not in said, said[-3000:]
        assert "panicked" not in said, said[-3000:]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _await_start(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if exchange(port, request("/health")).status == 200:
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start: {log.read_text(encoding='utf-8')}")


def _warm_up(port: int) -> None:
    """Every thread and page once, so that what is held afterwards is what a server holds."""
    targets = ["/", "/sparql", "/dumps/", "/def", "/health", "/id/hostile", "/doc/hostile"] * 8
    requests = [request(each, "Accept: text/html") for each in targets] + [ask("ASK {}")] * 16
    for start in range(0, len(requests), 16):
        threads = [
            threading.Thread(target=exchange, args=(port, each))
            for each in requests[start : start + 16]
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()


@contextmanager
def start_server(release: Path, log: Path, **settings: object) -> Iterator[Server]:
    """A running server over a release; it must still run at the end."""
    port = _free_port()
    environment = {f"FAGUI_{name.upper()}": str(value) for name, value in settings.items()}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "endpoint"],
            cwd=ROOT,
            env={
                **os.environ,
                "FAGUI_RELEASE": str(release),
                "FAGUI_PORT": str(port),
                **environment,
            },
            stderr=errors,
        )
    memory = MemoryWatch(process.pid)
    try:
        _await_start(process, port, log)
        _warm_up(port)
        memory.start()
        yield Server(port, process.pid, log, Holdings.of(process.pid), memory)
        memory.stop()
        assert process.poll() is None, log.read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.wait(LIMIT)


@pytest.fixture(scope="session")
def hostile_release(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Path]) -> Path:
    """A release with data enough for heavy joins, and with scripts in it."""
    directory = tmp_path_factory.mktemp("hostile")
    publish(directory, "00000000000000f1", {"urn:bulk": _BULK, f"{BASE}hostile": _SCRIPTS})
    return directory


@pytest.fixture(scope="session")
def server(hostile_release: Path) -> Iterator[Server]:
    """A server with short limits, the same for every hostile test."""
    with start_server(
        hostile_release,
        hostile_release / "log.txt",
        query_seconds=QUERY_SECONDS,
        query_megabytes=QUERY_MEGABYTES,
        queries=SLOW_QUERIES,
        slow_queries=SLOW_QUERIES,
        result_megabytes=8,
    ) as started:
        yield started


@pytest.fixture(scope="module", autouse=True)
def _well_afterwards(server: Server) -> Iterator[None]:
    """After each category the server is what it was."""
    yield
    server.assert_well()


@dataclass(frozen=True, slots=True)
class Canary:
    """A listener on every address of this machine; whoever connects has been lured."""

    port: int
    visits: list[bytes]


def _listen_everywhere() -> socket.socket:
    """A listener on IPv4, and on IPv6 where the machine has it."""
    try:
        return socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    except OSError:
        return socket.create_server(("", 0))


@pytest.fixture(scope="session")
def canary() -> Iterator[Canary]:
    """Keeps the first bytes of every connection; its port has five digits."""
    with _listen_everywhere() as listener:
        visits: list[bytes] = []

        def listen() -> None:
            while True:
                try:
                    visitor, _ = listener.accept()
                except OSError:
                    return
                with visitor:
                    visitor.settimeout(1)
                    try:
                        visits.append(visitor.recv(1000))
                    except OSError:
                        visits.append(b"")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield Canary(listener.getsockname()[1], visits)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
