from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from endpoint.engine import gate
from endpoint.engine.gate import MOMENT, Capacity, Gate, Pass
from endpoint.engine.interface import FailureKind, QueryFailure

SECONDS = 30


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(gate, "time", made)
    return made


def kind_of(caught: pytest.ExceptionInfo[QueryFailure]) -> FailureKind:
    return caught.value.kind


def test_queries_beyond_places_and_queue_are_refused() -> None:
    made = Gate(Capacity(running=1, waiting=1, slow=1))
    entered = threading.Event()

    def wait() -> None:
        with Pass(made, SECONDS, None):
            entered.set()

    with ThreadPoolExecutor(1) as pool, Pass(made, SECONDS, None):
        waiting = pool.submit(wait)
        while made._queue._value:  # until the other thread stands in the queue
            pass
        with pytest.raises(QueryFailure) as caught, Pass(made, SECONDS, None):
            pass
        found = kind_of(caught), entered.is_set()
        made.places.release()  # as if the first had ended
        waiting.result()
        made.places.acquire()

    assert found == (FailureKind.BUSY, False)
    assert entered.is_set()


def test_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "QUEUE_SECONDS", 0.01)
    made = Gate(Capacity(running=1, waiting=1, slow=1))

    with (
        Pass(made, SECONDS, None),
        pytest.raises(QueryFailure) as caught,
        Pass(made, SECONDS, None),
    ):
        pass

    assert kind_of(caught) == FailureKind.BUSY
    with Pass(made, SECONDS, None):  # the queue is empty again
        pass


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        # (seconds since the start, seconds of processor time), and whether it becomes slow there
        ([(0.2, 5.0), (0.6, 5.3)], [False, False]),
        ([(0.2, 5.0), (0.8, 5.6)], [False, True]),
        ([(0.2, 5.0), (9.0, 5.1)], [False, False]),  # it waited for a processor, and used none
        ([(0.2, 5.0), (9.0, 5.6), (10.0, 6.6)], [False, True, False]),
        ([(MOMENT, 0.0)], [True]),  # nothing is known of its time before the first look
    ],
)
def test_processor_time_makes_a_query_slow(
    clock: Clock, looks: list[tuple[float, float]], expected: list[bool]
) -> None:
    found = []
    with Pass(Gate(Capacity()), SECONDS, None) as passing:
        for elapsed, spent in looks:
            clock.now = 100 + elapsed
            found.append(passing.check(lambda spent=spent: spent))

    assert found == expected


def test_a_slow_query_gives_its_place_for_a_slot(clock: Clock) -> None:
    made = Gate(Capacity(running=1, waiting=1, slow=1))
    with ExitStack() as stack:
        passing = stack.enter_context(Pass(made, SECONDS, None))
        clock.now += 1
        assert passing.check(lambda: clock.now)

        second = stack.enter_context(Pass(made, SECONDS, None))
        clock.now += 1
        with pytest.raises(QueryFailure) as caught:
            second.check(lambda: clock.now)

    assert kind_of(caught) == FailureKind.BUSY
    assert (made.places._value, made.slots._value) == (1, 1)


@pytest.mark.parametrize(
    ("elapsed", "gone", "expected"),
    [(SECONDS, False, FailureKind.TIME), (0.2, True, FailureKind.GONE)],
)
def test_a_query_must_end(clock: Clock, elapsed: float, gone: bool, expected: FailureKind) -> None:
    with Pass(Gate(Capacity()), SECONDS, lambda: gone) as passing:
        clock.now += elapsed
        with pytest.raises(QueryFailure) as caught:
            passing.check(lambda: 0.0)

    assert kind_of(caught) == expected
