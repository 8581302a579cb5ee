"""Slow, absent, idle and many clients: each waits for itself, and none for another."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pytest

from tests.endpoint.hostile.answers import gather
from tests.endpoint.hostile.conftest import LIGHT_SECONDS, SLOW_QUERIES, start_server
from tests.endpoint.hostile.processes import await_rest, await_running
from tests.endpoint.hostile.rows import Row
from tests.endpoint.hostile.wire import (
    LIMIT,
    Connection,
    ask,
    exchange,
    form,
    parse_answer,
    request,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.endpoint.hostile.conftest import Server

MANY: Final = 200
FEW: Final = 20
FLOOD: Final = 2 * SLOW_QUERIES
PRODUCT: Final = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(4))
ENDLESS: Final = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
# Six megabytes, below the limit of a result.
LARGE: Final = "SELECT * { ?s <urn:next> ?o . ?t <urn:value> ?v FILTER(?v < 20) }"


def open_connections(
    stack: ExitStack, server: Server, number: int, **options: int
) -> list[Connection]:
    return [stack.enter_context(Connection(server.port, **options)) for _ in range(number)]


def reset(connection: Connection) -> None:
    """Close without a farewell: the server gets a reset."""
    linger = struct.pack("ii", 1, 0)
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.socket.close()


def trickle(server: Server, number: int, start: bytes, pieces: list[bytes]) -> list[float]:
    """Seconds of light queries while many connections send little pieces."""
    with ExitStack() as stack:
        connections = open_connections(stack, server, number)
        for each in connections:
            each.send(start)
        found = []
        for piece in pieces:
            for each in connections:
                each.send(piece)
            found.append(server.light())
        return found


SLOW: Final = {
    "idle connections": (b"", [b""] * 3),
    "slow start lines": (b"GET /health", [b"x"] * 5),
    "slow headers": (b"GET /health HTTP/1.1\r\nHost: a\r\n", [b"X-A: b\r\n"] * 5),
    "slow bodies": (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 1000\r\n\r\n",
        [b"A"] * 5,
    ),
    "slow chunks": (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n",
        [b"1\r\nA\r\n"] * 5,
    ),
    "bodies that are announced and never sent": (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
        [b""] * 3,
    ),
    "half a TLS handshake": (b"\x16\x03\x01\x02\x00\x01", [b"\x00"] * 3),
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_senders_hold_up_nobody(server: Server, name: str) -> None:
    start, pieces = SLOW[name]

    assert max(trickle(server, MANY, start, pieces)) < LIGHT_SECONDS


def test_a_request_in_single_bytes_is_answered(server: Server) -> None:
    with Connection(server.port) as connection:
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        data = ask("ASK {}")
        for position in range(len(data) - 1):
            connection.send(data[position : position + 1])
        answer = connection.exchange(data[-1:])

    assert (answer.status, b"true" in answer.body) == (200, True)


def test_slow_readers_hold_up_nobody_and_get_all(server: Server) -> None:
    whole = exchange(server.port, ask(LARGE))
    assert (whole.status, len(whole.body) > 5_000_000) == (200, True)

    with ExitStack() as stack:
        readers = open_connections(stack, server, FEW, receive_buffer=4096)
        for each in readers:
            each.send(ask(LARGE))
        light = [server.light() for _ in range(10)]
        answer = readers[0].exchange(b"", 60)
        first = readers[1].socket
        first.settimeout(LIMIT)
        begun = first.recv(1)
        slow = [server.light() for _ in range(3)]

    assert max(light + slow) < LIGHT_SECONDS
    assert (answer.status, len(answer.body)) == (200, len(whole.body))
    assert begun == b"H"


def test_readers_who_leave_in_the_middle_leave_nothing(server: Server) -> None:
    for _ in range(FEW):
        connection = Connection(server.port, receive_buffer=4096)
        connection.send(ask(LARGE))
        connection.socket.recv(1000)
        reset(connection)

    assert server.light() < LIGHT_SECONDS


def test_clients_who_come_and_go(server: Server) -> None:
    for number in range(300):
        connection = Connection(server.port)
        connection.send((b"", b"GET /", b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")[number % 3])
        if number % 2:
            reset(connection)
        connection.socket.close()

    assert server.light() < LIGHT_SECONDS


def test_many_requests_on_one_connection(server: Server) -> None:
    data = ask("ASK {}").replace(b"Connection: close\r\n", b"")
    with Connection(server.port) as connection:
        statuses = Counter(connection.exchange(data).status for _ in range(300))

    assert statuses == {200: 300}


def test_a_thousand_requests_at_once_that_nobody_reads(server: Server) -> None:
    with Connection(server.port, receive_buffer=4096) as connection:
        connection.socket.setblocking(False)
        page = request("/").replace(b"Connection: close\r\n", b"")
        sent = connection.socket.send(page * 1000)
        assert server.light() < LIGHT_SECONDS
        reset(connection)

    assert sent > len(page)
    assert server.light() < LIGHT_SECONDS


def test_a_hundred_light_queries_at_once_are_all_answered(server: Server) -> None:
    rows = [Row(str(n), ask(f"SELECT ({n} AS ?n) {{}}", accept="text/csv")) for n in range(100)]

    found = gather(server.port, rows, at_once=50)

    assert {name: answer.body for name, answer in found.items()} == {
        str(n): b"n\r\n%d\r\n" % n for n in range(100)
    }


def test_the_same_query_from_everybody_at_once(server: Server) -> None:
    rows = [Row(str(n), ask("SELECT (COUNT(*) AS ?n) { ?s <urn:next> ?o }")) for n in range(60)]

    found = gather(server.port, rows, at_once=60)

    assert {(each.status, each.body) for each in found.values()} == {(200, found["0"].body)}


def test_a_flood_of_endless_queries_is_refused_and_light_ones_go_on(server: Server) -> None:
    rows = [Row(str(n), form(f"{ENDLESS} #{n}"), seconds=60) for n in range(FLOOD)]
    with ThreadPoolExecutor(1) as pool:
        flood = pool.submit(gather, server.port, rows, FLOOD)
        light = []
        while not flood.done():
            light.append(server.light())
            time.sleep(0.1)
        found = flood.result()

    assert {each.status for each in found.values()} == {503}
    busy = [each for each in found.values() if b"busy" in each.body]
    assert all(each.header("retry-after").isdigit() for each in busy)
    assert max(light) < LIGHT_SECONDS


@pytest.fixture(scope="module")
def patient_server(hostile_release: Path) -> Iterator[Server]:
    """A server on which a query may run for a minute: what ends sooner has been ended."""
    with start_server(
        hostile_release,
        hostile_release / "patient.txt",
        query_seconds=60,
        query_megabytes=512,
        slow_queries=4,
    ) as started:
        yield started
        started.assert_well()


@pytest.mark.parametrize("way", ["closes", "resets", "closes half and then all"])
def test_the_query_of_a_client_who_has_gone_is_ended(patient_server: Server, way: str) -> None:
    connections = [Connection(patient_server.port) for _ in range(3)]
    for number, each in enumerate(connections):
        each.send(ask(f"{ENDLESS} # {way} {number}"))
    running = await_running(patient_server.pid, 3, LIMIT)
    for each in connections:
        if way == "resets":
            reset(each)
        elif way == "closes":
            each.socket.close()
        else:
            each.socket.shutdown(socket.SHUT_WR)
            time.sleep(0.1)
            each.socket.close()

    assert running
    assert await_rest(patient_server.pid, 15)
    assert patient_server.light() < LIGHT_SECONDS


def test_light_queries_go_on_while_four_endless_ones_run(patient_server: Server) -> None:
    """The fifth is refused, whichever of them comes to be the fifth."""
    with ExitStack() as stack:
        connections = open_connections(stack, patient_server, 5)
        for number, each in enumerate(connections):
            each.send(ask(f"{ENDLESS} # {number} of five"))
        assert await_running(patient_server.pid, 4, LIMIT)
        light = sorted(patient_server.light() for _ in range(9))
        answered = select.select([each.socket for each in connections], [], [], 50)[0]
        refused = [each.exchange(b"") for each in connections if each.socket in answered]

    assert light[4] < 1
    assert [(each.status, each.header("retry-after").isdigit()) for each in refused] == [
        (503, True)
    ]
    assert await_rest(patient_server.pid, 15)


def test_the_client_reports_what_is_cut() -> None:
    """The reader of answers could fail: half an answer is none."""
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"

    assert parse_answer(head + b"abc", ended=False) is None
    cut = parse_answer(head + b"abc", ended=True)
    assert cut is not None
    assert (cut.status, cut.cut) == (200, True)
