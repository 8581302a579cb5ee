from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from endpoint.engine.forkengine import ForkEngine
from endpoint.engine.forkserver import Limits
from endpoint.engine.interface import EngineError, FailureKind, Query, QueryFailure, ResultFormat
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(seconds=30, memory_bytes=100_000_000, result_bytes=10_000)
ASK = Query("ASK { ?s ?p ?o }", ResultFormat.JSON)
YES = b'{"head":{},"boolean":true}'
# Every statement with every other, five times over: no machine gets to the end of it.
CARTESIAN = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?q ?r ?s }"
ENDLESS = Query(f"SELECT (COUNT(*) AS ?n) {CARTESIAN}", ResultFormat.JSON)
BOUND = 60
"""Seconds after which a test gives up; nothing should take nearly as long."""


@pytest.fixture
def store(release: Path) -> Path:
    return release / "current" / "store"


@pytest.fixture
def engine(store: Path) -> Iterator[ForkEngine]:
    made = ForkEngine(store, LIMITS, slow_queries=2)
    yield made
    made.close()


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def failure_of(engine: ForkEngine, query: Query) -> FailureKind:
    with pytest.raises(QueryFailure) as caught:
        engine.run(query)
    kind: FailureKind = caught.value.kind
    return kind


def test_a_result_is_whole(engine: ForkEngine) -> None:
    assert engine.run(ASK).body == YES


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ENDLESS, FailureKind.TIME),
        (Query("ASK { ?s ?p }", ResultFormat.JSON), FailureKind.SYNTAX),
        (Query("SELECT (<a:b>(1) AS ?x) {}", ResultFormat.JSON), FailureKind.EVALUATION),
        (Query("SELECT * { ?s ?p ?o . ?a ?b ?c }", ResultFormat.CSV), FailureKind.SIZE),
    ],
)
def test_a_failure_says_its_kind(store: Path, query: Query, expected: FailureKind) -> None:
    engine = ForkEngine(store, Limits(1, LIMITS.memory_bytes, LIMITS.result_bytes), 2)

    found = failure_of(engine, query)

    assert found == expected
    assert engine.run(ASK).body == YES
    engine.close()


def test_memory_is_bounded(engine: ForkEngine) -> None:
    query = Query(f"SELECT * {CARTESIAN} ORDER BY ?a ?s", ResultFormat.JSON)

    assert failure_of(engine, query) == FailureKind.MEMORY
    assert engine.run(ASK).body == YES


def test_a_stack_overflow_ends_only_its_own_query(engine: ForkEngine) -> None:
    query = Query("ASK " + "{" * 20_000 + "}" * 20_000, ResultFormat.JSON)

    assert failure_of(engine, query) == FailureKind.DEPTH
    assert engine.run(ASK).body == YES


def test_a_slow_query_needs_a_slot(store: Path) -> None:
    engine = ForkEngine(store, LIMITS, slow_queries=1)
    assert engine._slow.acquire(blocking=False)

    assert failure_of(engine, ENDLESS) == FailureKind.BUSY
    # A quick one needs none; and the slow one does not go on in secret.
    assert engine.run(ASK).body == YES
    deadline = time.monotonic() + BOUND
    while children_of(engine._process._process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert children_of(engine._process._process.pid) == []
    engine.close()


def test_slots_come_back(store: Path) -> None:
    engine = ForkEngine(store, Limits(1, LIMITS.memory_bytes, 1000), slow_queries=1)

    found = [failure_of(engine, ENDLESS) for _ in range(2)]

    assert found == [FailureKind.TIME, FailureKind.TIME]
    engine.close()


def test_a_dead_query_process_is_replaced(engine: ForkEngine) -> None:
    process = engine._process._process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert engine.run(ASK).body == YES
    assert engine._process._process.pid != process.pid


def test_the_query_process_ends_with_the_engine(store: Path) -> None:
    engine = ForkEngine(store, LIMITS, 1)
    process = engine._process._process

    engine.close()

    assert process.returncode == 0


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as caught:
        ForkEngine(tmp_path / "none", LIMITS, 1)

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
        ("", 1, 1, "it cannot be read from '' on"),
        ("SEL", 1, 1, "it cannot be read from 'SEL' on"),
    ],
)
def test_place_of_a_syntax_error(
    engine: ForkEngine, text: str, line: int, column: int, detail: str
) -> None:
    with pytest.raises(QueryFailure) as caught:
        engine.run(Query(text, ResultFormat.JSON))

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
    engine: ForkEngine, dataset: dict[str, Any], text: str, expected: bool | None
) -> None:
    query = Query(text, ResultFormat.CSV, **dataset)

    if expected is None:
        assert failure_of(engine, query) == FailureKind.SYNTAX
    else:
        assert engine.run(query).body.strip() == str(expected).lower().encode()
