"""The remote engine against servers that misbehave in one way each."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from endpoint.engine.backend import find_problem, open_backend
from endpoint.engine.gate import Capacity
from endpoint.engine.interface import (
    EngineError,
    FailureKind,
    Query,
    QueryFailure,
    Result,
    ResultFormat,
)
from endpoint.engine.remote import RemoteEngine, explain_status
from endpoint.engine.worker import Limits
from endpoint.sparql.dataset import NO_GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JSON = "application/sparql-results+json"
YES = b'{"head":{"link":[]},\n "boolean": true}'
ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\\u6761"}},{}]}}'
ASK = Query("ASK { ?s ?p ?o }", ResultFormat.JSON)
SELECT = Query("SELECT ?x { ?x ?p ?o }", ResultFormat.CSV)
GRAPH = Query("CONSTRUCT WHERE { ?s ?p ?o }", ResultFormat.TURTLE)
LIMITS = Limits(seconds=30, memory_bytes=100_000_000, result_bytes=1000)
ONE = Capacity(running=1, waiting=1, slow=1)


class Answer:
    """What a stub answers, and what it was asked."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, YES, {"Content-Type": JSON}
        self.bodies: list[bytes] = []
        self.cut = 0
        self.asked: list[dict[str, list[str]]] = []
        self.accepted: list[str] = []
        self.release = threading.Event()
        self.release.set()


class Checker:
    """Stands for the engine over nothing: it finds nothing wrong, or what it is told."""

    problem: QueryFailure | None = None

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        del query, is_gone
        if self.problem:
            raise self.problem
        return Result(b"")

    def close(self) -> None:
        """Nothing is held."""


def make_handler(answer: Answer) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer.asked.append(parse_qs(sent))
            answer.accepted.append(self.headers["Accept"])
            answer.release.wait()
            body = answer.bodies.pop(0) if answer.bodies else answer.body
            with contextlib.suppress(ConnectionError):
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body) + answer.cut))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Be quiet."""

    return Handler


@pytest.fixture
def answer() -> Answer:
    return Answer()


@pytest.fixture
def address(answer: Answer) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), make_handler(answer)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/sparql"
        answer.release.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def engine(address: str) -> RemoteEngine:
    return RemoteEngine(address, Checker(), LIMITS, ONE)


def failure_of(engine: RemoteEngine, query: Query = ASK, **more: Any) -> QueryFailure:
    with pytest.raises(QueryFailure) as caught:
        engine.run(query, **more)
    return caught.value


def test_what_is_asked_and_what_comes_back(engine: RemoteEngine, answer: Answer) -> None:
    assert engine.run(ASK).body == b'{"head":{},"boolean":true}'
    assert answer.asked == [{"query": [ASK.text], "union-default-graph": ["true"]}]
    assert answer.accepted == [JSON]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (ResultFormat.CSV, "x\r\n条\r\n\r\n"),
        (ResultFormat.TSV, '?x\n"条"\n\n'),
        (ResultFormat.JSON, '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"条"}},{}]}}'),
    ],
)  # fmt: skip
def test_rows_are_written_in_the_wanted_format(
    engine: RemoteEngine, answer: Answer, form: ResultFormat, expected: str
) -> None:
    answer.body = ROWS

    assert engine.run(Query(SELECT.text, form)).body.decode() == expected


def test_graphs_are_asked_for_as_n_triples(engine: RemoteEngine, answer: Answer) -> None:
    answer.headers = {"Content-Type": "application/n-triples; charset=UTF-8"}
    answer.body = b'<http://a/b>\t<http://a/c>\t"\\u6761" .\n' * 2

    prefixed = Query(GRAPH.text, GRAPH.format, prefixes=True)

    assert engine.run(GRAPH).body.decode() == '<http://a/b> <http://a/c> "条" , "条" .\n'
    assert engine.run(prefixed).body.decode().endswith('<http://a/b> <http://a/c> "条" .\n')
    assert answer.accepted == ["application/n-triples"] * 2


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, "Virtuoso 37000 Error SP030\n\nSPARQL query:\n…", FailureKind.EVALUATION),
        (404, "", FailureKind.STOPPED),
        (301, "", FailureKind.STOPPED),
        (408, "", FailureKind.TIME),
        (413, "", FailureKind.SIZE),
        (429, "", FailureKind.BUSY),
        (500, "out of memory", FailureKind.STOPPED),
        (500, "Virtuoso S1T00 Error SR171: Transaction timed out", FailureKind.TIME),
        (500, "The estimated execution time 900 (sec) exceeds the limit", FailureKind.TIME),
        (503, "busy", FailureKind.BUSY),
        (503, "Query timeout expired", FailureKind.TIME),
        (504, "", FailureKind.TIME),
    ],
)
def test_status(
    engine: RemoteEngine, answer: Answer, status: int, said: str, kind: FailureKind
) -> None:
    answer.status, answer.body = status, said.encode()

    assert explain_status(status, said).kind == kind
    assert failure_of(engine).kind == kind


@pytest.mark.parametrize(
    ("change", "query", "kind"),
    [
        ({"body": b"<html>", "headers": {"Content-Type": "text/html"}}, ASK, FailureKind.STOPPED),
        ({"body": YES[:-3]}, ASK, FailureKind.STOPPED),
        ({"body": b"[" * 100}, ASK, FailureKind.STOPPED),
        ({"cut": 1}, ASK, FailureKind.STOPPED),
        ({"body": b"x" * 9000}, ASK, FailureKind.SIZE),
        ({"body": ROWS.replace(b"\\u6761", b"x" * 1001)}, SELECT, FailureKind.SIZE),
        ({"headers": {"Content-Type": JSON, "X-SQL-State": "S1TAT"}}, ASK, FailureKind.TIME),
        (
            {"body": ROWS, "headers": {"Content-Type": JSON, "X-SPARQL-MaxRows": "2"}},
            SELECT,
            FailureKind.SIZE,
        ),
        (
            {"body": b"<a:b> <a:b> ", "headers": {"Content-Type": "application/n-triples"}},
            GRAPH,
            FailureKind.STOPPED,
        ),
    ],
)
def test_a_part_of_an_answer_is_none(
    engine: RemoteEngine, answer: Answer, change: dict[str, Any], query: Query, kind: FailureKind
) -> None:
    vars(answer).update(change)

    assert failure_of(engine, query).kind == kind


def test_rows_below_the_cap_are_whole(engine: RemoteEngine, answer: Answer) -> None:
    answer.body = ROWS
    answer.headers = {"Content-Type": JSON, "X-SPARQL-MaxRows": "3"}

    assert engine.run(SELECT).body.decode() == "x\r\n条\r\n\r\n"


def test_time_is_up(address: str, answer: Answer) -> None:
    answer.release.clear()

    engine = RemoteEngine(address, Checker(), Limits(1, 1, 1000), ONE)

    assert failure_of(engine).kind == FailureKind.TIME
    answer.release.set()
    # Its slot has come back.
    assert engine.run(ASK).body


def test_a_slow_query_needs_a_slot(engine: RemoteEngine, answer: Answer) -> None:
    answer.release.clear()
    assert engine._gate.slots.acquire(blocking=False)

    assert failure_of(engine).kind == FailureKind.BUSY


def test_nobody_waits_for_it(engine: RemoteEngine, answer: Answer) -> None:
    answer.release.clear()

    assert failure_of(engine, is_gone=lambda: True).kind == FailureKind.GONE


def test_what_the_checker_refuses_is_not_sent(address: str, answer: Answer) -> None:
    checker = Checker()
    checker.problem = QueryFailure(FailureKind.SYNTAX, "wrong", 2, 7)

    found = failure_of(RemoteEngine(address, checker, LIMITS, ONE))

    assert (found.kind, found.line, found.column) == (FailureKind.SYNTAX, 2, 7)
    assert answer.asked == []


def count_of(number: int) -> bytes:
    row = {"n": {"type": "literal", "value": str(number)}}
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": [row]}}).encode()


class Told:
    """An engine that gives the answers that it was told."""

    def __init__(self, *bodies: bytes) -> None:
        self.bodies = list(bodies)
        self.asked: list[str] = []

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        del is_gone
        self.asked.append(query.text)
        return Result(self.bodies.pop(0))

    def close(self) -> None:
        """Nothing is held."""


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ([count_of(2), YES.replace(b"true", b"false")], ""),
        ([count_of(1)], "its default graph has 1 of 2 documents of the release; remedy: load "),
        ([count_of(2), YES], "FROM does not change its default graph; remedy: "),
    ],
)
def test_problems_of_a_server(bodies: list[bytes], expected: str) -> None:
    told = Told(*bodies)

    found = find_problem(told, ["甲", 'a"b'])

    assert found.startswith(expected)
    assert bool(found) == bool(expected)
    assert 'VALUES ?id { "甲" "a\\"b" }' in told.asked[0]
    assert told.asked[1:] in ([], [f"ASK FROM <{NO_GRAPH}> {{ ?s ?p ?o }}"])


def test_a_server_that_cannot_serve_the_release_is_one_clear_line(
    address: str, answer: Answer
) -> None:
    answer.body = count_of(0)

    with pytest.raises(EngineError) as unloaded:
        open_backend(address, ["statute"], LIMITS, ONE)
    answer.body = YES
    with pytest.raises(EngineError) as strange:
        open_backend(address, ["statute"], LIMITS, ONE)
    with pytest.raises(EngineError) as absent:
        open_backend("http://127.0.0.1:1/", ["statute"], LIMITS, ONE)

    assert str(unloaded.value).startswith(f"FAGUI_BACKEND {address}: its default graph has 0 of 1 ")
    assert str(strange.value) == f"FAGUI_BACKEND {address}: it answers a test query wrongly"
    assert str(absent.value) == (
        "FAGUI_BACKEND http://127.0.0.1:1/: the back end cannot be reached (Connection refused)"
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('DEFINE get:soft "soft" SELECT * { ?s ?p ?o }', FailureKind.SYNTAX),
        ("SELECT * { ?s ?p ?o } ; CLEAR ALL", FailureKind.SYNTAX),
        ("CLEAR ALL", FailureKind.SYNTAX),
        ("SELECT (<bif:sys_stat>('x') AS ?x) {}", FailureKind.EVALUATION),
    ],
)
def test_a_dialect_is_not_sent(address: str, answer: Answer, text: str, kind: FailureKind) -> None:
    answer.bodies = [count_of(1), YES.replace(b"true", b"false")]
    engine = open_backend(address, ["statute"], LIMITS, ONE)

    assert failure_of(engine, Query(text, ResultFormat.JSON)).kind == kind
    assert len(answer.asked) == 2
    engine.close()
