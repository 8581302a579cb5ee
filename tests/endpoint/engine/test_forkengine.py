from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from endpoint.engine.forkengine import ForkEngine
from endpoint.engine.gate import TICK, Capacity
from endpoint.engine.interface import (
    CHUNK,
    EngineError,
    FailureKind,
    Query,
    QueryFailure,
    ResultFormat,
)
from endpoint.engine.spool import MEMORY_BYTES
from endpoint.engine.stores import StoreKind
from endpoint.engine.worker import MAX_QUERIES, Limits
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(seconds=30, memory_bytes=100_000_000, result_bytes=20_000)
ASK = Query("ASK { ?s ?p ?o }", ResultFormat.JSON)
YES = b'{"head":{},"boolean":true}'
# Every statement with every other, five times over: no machine gets to the end of it.
CARTESIAN = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?q ?r ?s }"
ENDLESS = Query(f"SELECT (COUNT(*) AS ?n) {CARTESIAN}", ResultFormat.JSON)
ROWS = Query("SELECT * { ?s ?p ?o }", ResultFormat.CSV)
LARGE_ROWS = 20_000
LARGE = Query(f"SELECT * {{ ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }} LIMIT {LARGE_ROWS}", ResultFormat.CSV)
BOUND = 60
"""Seconds after which a test gives up; nothing should take nearly as long."""


@pytest.fixture(scope="module")
def store(release: Path) -> Path:
    return release / "current" / "store"


@pytest.fixture(params=[StoreKind.DISK, StoreKind.MEMORY])
def engine(store: Path, request: pytest.FixtureRequest) -> Iterator[ForkEngine]:
    made = ForkEngine(store, LIMITS, kind=request.param)
    yield made
    made.close()


@pytest.fixture(scope="module", params=[StoreKind.DISK, StoreKind.MEMORY])
def shared(store: Path, request: pytest.FixtureRequest) -> Iterator[ForkEngine]:
    """An engine for all queries that leave it as it is."""
    made = ForkEngine(store, LIMITS, kind=request.param)
    yield made
    made.close()


Start = Callable[..., ForkEngine]


@pytest.fixture
def start(store: Path) -> Iterator[Start]:
    """Starts an engine with other limits or another capacity."""
    started: list[ForkEngine] = []

    def make(limits: Limits = LIMITS, **capacity: int) -> ForkEngine:
        started.append(ForkEngine(store, limits, Capacity(**capacity), StoreKind.DISK))
        return started[-1]

    yield make
    for each in started:
        each.close()


def workers_of(engine: ForkEngine) -> list[str]:
    pid = engine._process.pid
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def seconds_of(pid: int) -> float:
    times = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, times[11:13])) / os.sysconf("SC_CLK_TCK")


def wait_until(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + BOUND
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds()


def failure_of(
    engine: ForkEngine, query: Query, is_gone: Callable[[], bool] | None = None
) -> FailureKind:
    with pytest.raises(QueryFailure) as caught:
        engine.run(query, is_gone)
    kind: FailureKind = caught.value.kind
    return kind


def test_a_result_is_whole(shared: ForkEngine) -> None:
    assert shared.run(ASK).body == YES


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ENDLESS, FailureKind.TIME),
        (Query("ASK { ?s ?p }", ResultFormat.JSON), FailureKind.SYNTAX),
        (Query("SELECT (<a:b>(1) AS ?x) {}", ResultFormat.JSON), FailureKind.EVALUATION),
        (Query("SELECT * { ?s ?p ?o . ?a ?b ?c }", ResultFormat.CSV), FailureKind.SIZE),
        (replace(ROWS, result_bytes=100), FailureKind.SIZE),
    ],
)
def test_a_failure_says_its_kind(start: Start, query: Query, expected: FailureKind) -> None:
    engine = start(replace(LIMITS, seconds=1))

    assert failure_of(engine, query) == expected
    assert engine.run(ASK).body == YES


def test_memory_is_bounded(engine: ForkEngine) -> None:
    query = Query(f"SELECT * {CARTESIAN} ORDER BY ?a ?s", ResultFormat.JSON)

    assert failure_of(engine, query) == FailureKind.MEMORY
    assert engine.run(ASK).body == YES


def test_a_stack_overflow_ends_only_its_own_query(engine: ForkEngine) -> None:
    query = Query("ASK " + "{" * 20_000 + "}" * 20_000, ResultFormat.JSON)

    assert failure_of(engine, query) == FailureKind.DEPTH
    assert engine.run(ASK).body == YES


def test_a_worker_is_kept_while_queries_end_well(engine: ForkEngine) -> None:
    engine.run(ASK)
    first = workers_of(engine)

    found = [engine.run(ASK).body for _ in range(20)]
    failure_of(engine, Query("ASK {", ResultFormat.JSON))

    assert found == [YES] * 20
    assert (workers_of(engine), len(first)) == (first, 1)


def test_a_worker_that_failed_is_replaced(engine: ForkEngine) -> None:
    engine.run(ASK)
    first = workers_of(engine)

    failure_of(engine, Query("SELECT (<a:b>(1) AS ?x) {}", ResultFormat.JSON))

    assert engine.run(ASK).body == YES
    assert wait_until(lambda: len(workers_of(engine)) == 1)
    assert workers_of(engine) != first


def test_a_worker_gives_way_after_many_queries(start: Start) -> None:
    engine = start()
    engine.run(ASK)
    first = workers_of(engine)

    for _ in range(MAX_QUERIES - 1):
        engine.run(ASK)

    assert wait_until(lambda: len(workers_of(engine)) == 1 and workers_of(engine) != first)
    assert engine.run(ASK).body == YES


def test_every_query_has_its_own_limits(start: Start) -> None:
    engine = start(replace(LIMITS, seconds=7))
    for _ in range(3):
        engine.run(ASK)
    (pid,) = map(int, workers_of(engine))

    seconds, _ = resource.prlimit(pid, resource.RLIMIT_CPU)
    memory, _ = resource.prlimit(pid, resource.RLIMIT_AS)
    size = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0])

    assert 8 <= seconds - seconds_of(pid) <= 9.1
    assert memory - size * resource.getpagesize() == pytest.approx(LIMITS.memory_bytes, rel=0.1)


def test_idle_workers_that_are_killed_are_not_used(engine: ForkEngine) -> None:
    engine.run(ASK)
    (pid,) = workers_of(engine)
    os.kill(int(pid), signal.SIGKILL)
    assert wait_until(lambda: workers_of(engine) == [])

    assert engine.run(ASK).body == YES


def test_a_slow_query_needs_a_slot(start: Start) -> None:
    engine = start(slow=1)
    assert engine._gate.slots.acquire(blocking=False)

    assert failure_of(engine, ENDLESS) == FailureKind.BUSY
    # A quick one needs none; and the slow one does not go on in secret.
    assert engine.run(ASK).body == YES
    assert wait_until(lambda: len(workers_of(engine)) == 1)


def test_places_and_slots_come_back(start: Start) -> None:
    engine = start(replace(LIMITS, seconds=1), running=1, slow=1)

    found = [failure_of(engine, ENDLESS) for _ in range(2)]

    assert found == [FailureKind.TIME, FailureKind.TIME]
    assert engine.run(ASK).body == YES


def test_a_slow_query_gives_way_to_quick_ones(start: Start) -> None:
    engine = start(running=1, slow=1)
    gone = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(failure_of, engine, ENDLESS, gone.is_set)
        found = [wait_until(lambda: priorities(engine) == [10]), engine.run(ASK).body]
        gone.set()

    # The quick one had the place that the slow one has given up.
    assert (found, slow.result()) == ([True, YES], FailureKind.GONE)


def priorities(engine: ForkEngine) -> list[int]:
    return [os.getpriority(os.PRIO_PROCESS, int(each)) for each in workers_of(engine)]


def test_a_query_ends_when_nobody_waits_for_it(engine: ForkEngine) -> None:
    assert failure_of(engine, ENDLESS, lambda: True) == FailureKind.GONE
    # What is left has been forked for the next query, and has done nothing.
    assert wait_until(lambda: len(workers_of(engine)) == 1)
    assert seconds_of(int(workers_of(engine)[0])) < TICK


def test_a_large_result_goes_through_a_file(start: Start) -> None:
    engine = start(replace(LIMITS, result_bytes=100_000_000))
    small, large = engine.run(ROWS), engine.run(LARGE)

    assert (small.is_small, small.size) == (True, len(small.body))
    assert (large.is_small, large.size > 2 * MEMORY_BYTES) == (False, True)
    pieces = list(large.chunks())
    assert sum(map(len, pieces)) == large.size
    assert b"".join(pieces).count(b"\r\n") == LARGE_ROWS + 1
    assert max(map(len, pieces)) <= CHUNK


def test_large_results_do_not_fill_memory(start: Start) -> None:
    engine = start(replace(LIMITS, result_bytes=100_000_000), running=16, slow=16)
    engine.run(ASK)
    before = resident_bytes()
    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(lambda _: engine.run(LARGE), range(16)))

    total = sum(each.size for each in results)
    for each in results:
        each.close()
    assert total > 64_000_000
    assert resident_bytes() - before < 40_000_000


def resident_bytes() -> int:
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def test_nothing_is_used_of_a_result_that_breaks_off(start: Start) -> None:
    engine = start(replace(LIMITS, result_bytes=1_000_000))

    assert failure_of(engine, LARGE) == FailureKind.SIZE  # most of it had been sent
    assert engine.run(ASK).body == YES


def test_a_worker_that_is_killed_gives_no_result(start: Start) -> None:
    engine = start()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(failure_of, engine, ENDLESS)
        assert wait_until(lambda: len(workers_of(engine)) == 1)
        os.kill(int(workers_of(engine)[0]), signal.SIGTERM)

    assert slow.result() == FailureKind.STOPPED
    assert engine.run(ASK).body == YES


def test_a_dead_query_process_is_replaced(engine: ForkEngine) -> None:
    engine.run(ASK)
    process = engine._process._process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert engine.run(ASK).body == YES
    assert engine._process.pid != process.pid


def test_a_query_process_that_cannot_fork_is_not_ended(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = start()
    process = engine._process
    monkeypatch.setattr("endpoint.engine.workers.GRACE_SECONDS", 0.1)
    os.kill(process.pid, signal.SIGSTOP)

    found = failure_of(engine, ASK)
    os.kill(process.pid, signal.SIGCONT)

    assert found == FailureKind.STOPPED
    assert (engine.run(ASK).body, engine._process) == (YES, process)


def test_the_query_process_and_its_workers_end_with_the_engine(engine: ForkEngine) -> None:
    engine.run(ASK)
    (worker,) = workers_of(engine)
    process = engine._process._process

    engine.close()

    assert process.returncode == 0
    assert wait_until(lambda: not Path(f"/proc/{worker}").exists())


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        ForkEngine(tmp_path / "none", LIMITS)

    assert str(caught.value).startswith(f"{tmp_path / 'none'}: ")


@pytest.mark.parametrize(
    ("text", "line", "column", "detail"),
    [
        ("ASK {\n  ?s ?p ?o ?x }", 2, 12, "it cannot be read from '?x }' on"),
        ("SELECT (bad(?x) AS ?y) {}", 1, 9, "it cannot be read from 'bad(?x)"),
        ("SELECT * {\n\n}}", 3, 2, "} has no partner"),
        ("SELECT *\n{ ?s ?p ?o", 2, 1, "{ has no partner"),
        ("SELECT (1 AS ?x] {}", 1, 16, "] has no partner"),
        ("PREFIX a: <b:c>\nASK { a:x\n eli:number ?o }", 3, 2, "the prefix eli: is not declared"),
        ("ASK { 条 ! 条 }", 1, 7, "it cannot be read from '条 ! 条 }' on"),
        ("", 1, 1, "it ends too early"),
        ("SEL", 1, 1, "it cannot be read from 'SEL' on"),
    ],
)
def test_place_of_a_syntax_error(
    shared: ForkEngine, text: str, line: int, column: int, detail: str
) -> None:
    with pytest.raises(QueryFailure) as caught:
        shared.run(Query(text, ResultFormat.JSON))

    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.detail.startswith(detail)


@pytest.mark.parametrize(
    ("dataset", "text", "expected"),
    [
        ({}, "ASK { eli:number a ?x }", None),
        ({}, f"ASK {{ <{BASE}def> ?p ?o }}", True),
        ({}, f"ASK {{ GRAPH <{BASE}def> {{ <{BASE}def> ?p ?o }} }}", True),
        ({"default_graphs": (f"{BASE}def",)}, f"ASK {{ <{BASE}def> ?p ?o }}", True),
        ({"default_graphs": ("a:b",)}, f"ASK {{ <{BASE}def> ?p ?o }}", False),
        ({"named_graphs": (f"{BASE}def",)}, f"ASK {{ <{BASE}def> ?p ?o }}", False),
        ({"named_graphs": (f"{BASE}def",)}, f"ASK {{ GRAPH ?g {{ <{BASE}def> ?p ?o }} }}", True),
        ({"default_graphs": (f"{BASE}def",)}, "ASK { GRAPH ?g { ?s ?p ?o } }", False),
        ({"own_dataset": True}, f"ASK FROM <a:b> {{ <{BASE}def> ?p ?o }}", False),
        ({"own_dataset": True}, f"ASK FROM <{BASE}def> {{ <{BASE}def> ?p ?o }}", True),
        ({"own_dataset": True}, f"ASK FROM NAMED <{BASE}def> {{ ?s ?p ?o }}", False),
        # The dataset of the protocol goes before the one of the query.
        (
            {"own_dataset": True, "default_graphs": (f"{BASE}def",)},
            f"ASK FROM <a:b> {{ <{BASE}def> ?p ?o }}",
            True,
        ),
    ],
)
def test_a_query_sees_the_dataset_it_names(
    shared: ForkEngine, dataset: dict[str, Any], text: str, expected: bool | None
) -> None:
    query = Query(text, ResultFormat.CSV, **dataset)

    if expected is None:
        assert failure_of(shared, query) == FailureKind.SYNTAX
    else:
        assert shared.run(query).body.strip() == str(expected).lower().encode()
