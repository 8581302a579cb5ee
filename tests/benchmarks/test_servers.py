"""The comparison of servers, on the small release and on servers that misbehave."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

from benchmarks.servers import __main__ as servers
from benchmarks.servers.clients import run_clients
from benchmarks.servers.comparing import CLIENTS, Limits, Rate, Record, Timing
from benchmarks.servers.launching import LaunchError, find_missing, run_server
from benchmarks.servers.reporting import report
from tests.endpoint.conftest import make_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Serve = Callable[[list[bytes]], str]

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a server that answers each connection's requests with the pieces it is told."""
    listeners: list[socket.socket] = []

    def start(pieces: list[bytes]) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=_answer, args=(listener, pieces), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/sparql"

    yield start
    for each in listeners:
        each.close()


def _answer(listener: socket.socket, pieces: list[bytes]) -> None:
    try:
        while True:
            connection, _ = listener.accept()
            with connection:
                while connection.recv(1 << 16):
                    for piece in pieces:
                        connection.sendall(piece)
                    if b"\r\nContent-Length:" not in pieces[0] and b"chunked" not in pieces[0]:
                        break
    except OSError:
        return


@pytest.mark.parametrize(
    ("pieces", "right"),
    [
        ([OK + b"Content-Length: 2\r\n\r\n", b"{}"], True),
        ([OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", b"0\r\n\r\n"], True),
        ([OK + b"\r\n", b"{}"], True),
        ([OK + b"Connection: close\r\nContent-Length: 2\r\n\r\n{}"], True),
        ([b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"], False),
        ([b"HTTP/1.1 200 OK"], False),
    ],
)
def test_whole_answers_are_counted(serve: Serve, pieces: list[bytes], right: bool) -> None:
    tally = run_clients(serve(pieces), ["ASK {}", "ASK { }"], 2, 0.1, 5)

    assert (len(tally.latencies) > 2, tally.errors > 2) == (right, not right)
    assert bool(tally.first_error) is not right


def test_a_late_answer_is_an_error(serve: Serve) -> None:
    tally = run_clients(serve([OK + b"Content-Length: 2\r\n\r\n{"]), ["ASK {}"], 1, 0.5, 0.1)

    assert (tally.latencies, tally.errors > 0) == ([], True)
    assert tally.first_error == "no answer within 0.1 seconds"


def test_a_server_that_does_not_start_is_named(tmp_path: Path) -> None:
    command = ["python3", "-c", "import sys; sys.exit('no such store')"]

    with (
        pytest.raises(LaunchError) as caught,
        run_server("bad", command, "http://127.0.0.1:1/", tmp_path),
    ):
        pass

    assert str(caught.value) == (
        "bad does not answer at http://127.0.0.1:1/; the last it said: no such store"
    )


def test_what_is_absent_is_missing() -> None:
    assert find_missing("fagui-no-such-command", "python3") == ["fagui-no-such-command"]


def test_report(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"counts": {"quads": 1234}}', encoding="utf-8")
    rates = {("quick", each): Rate(100.0 * each, 0) for each in CLIENTS["quick"]}
    ours = Record("ours", 0.5, 80, "", {"a": Timing(0.002, "", same=True)}, rates)
    theirs = Record(
        "oxigraph",
        0.25,
        1200,
        "",
        {"a": Timing(0.01, "", same=True)},
        {key: Rate(each.rate / 2, 3) for key, each in rates.items()},
    )
    wrong = Record("virtuoso", 2, 200, "", {"a": Timing(0.001)})
    absent = Record("rdflib", problem="rdflib-endpoint: not | installed")

    found = report("five", tmp_path, [ours, theirs, wrong, absent], {"a": 0.01}, 0.25)

    assert found.splitlines()[0] == "### five: 1,234 quads"
    rows = [line for line in found.splitlines() if line.startswith("|") and "---" not in line]
    assert rows == [
        "| server | start, s | idle, MB | right answers | notes |",
        "| ours | 0.50 | 80 | 1 of 1 |  |",
        "| oxigraph | 0.25 | 1,200 | 1 of 1 |  |",
        "| Virtuoso | 2.00 | 200 | 0 of 1 | another answer: a |",
        "| rdflib-endpoint | – | – | – | rdflib-endpoint: not / installed |",
        "| query | ours | oxigraph | Virtuoso | best other / ours |",
        "| a | 2 | 10 | 1 ≠ | 5 |",
        "| mix | clients | ours | oxigraph | Virtuoso | ours / oxigraph | ours / Virtuoso | cached / oxigraph | cached / Virtuoso |",
        "| quick | 1 | 100 | 50 (3 failed) | – | 2 | – | – | – |",
        "| quick | 4 | 400 | 200 (3 failed) | – | 2 | – | – | – |",
        "| quick | 16 | 1.6e+03 | 800 (3 failed) | – | 2 | – | – | – |",
    ]


def test_two_servers_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way on a small release: both answer, and a wrong answer would be seen."""
    queries = {"all": "SELECT * { ?s ?p ?o }", "graph": "CONSTRUCT WHERE { ?s a ?o }"}
    monkeypatch.setattr(servers, "read_queries", lambda: queries)
    make_release(tmp_path, "00000000000000a1")
    release = servers.find_release(tmp_path)

    records, seconds = servers.compare(
        release, ["ours", "disk", "oxigraph"], Limits(patience=20, budget=20, mix=0.1)
    )

    assert set(seconds) == set(queries)
    assert [each.problem for each in records] == ["", "", ""]
    assert [len(each.timings) for each in records] == [2, 0, 2]
    assert all(timing.same for each in records for timing in each.timings.values())
    assert all(each.megabytes > 0 for each in records)
    assert [len(each.rates) for each in records] == [4, 0, 4]
    assert report("small", release, records, seconds, 0.25).count("\n|") == 15
