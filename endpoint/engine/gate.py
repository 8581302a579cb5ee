"""How many queries run: places for quick ones with a bounded queue before them, slots for slow ones.

A query starts in a place. When it has used a processor for `MOMENT` seconds it counts as slow: it gives up
its place, and goes on only if one of the slots for slow queries is free. So the queue moves on whatever is
asked. Processor time decides, because on a busy machine a quick query waits long for its processor.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from endpoint.engine.interface import FailureKind, QueryFailure

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

MOMENT: Final = 0.7
"""Seconds of processor time after which a query counts as slow."""
QUEUE_SECONDS: Final = 10
"""Seconds that a query may wait for a place."""
TICK: Final = 0.2
"""Seconds between two looks at whether somebody still waits for a result."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many queries may run in their first moment, wait for that, and go on after it."""

    running: int = 8
    waiting: int = 32
    slow: int = 4


class Gate:
    """The places, the queue and the slots of one engine."""

    def __init__(self, capacity: Capacity) -> None:
        self.places = threading.BoundedSemaphore(capacity.running)
        self.slots = threading.BoundedSemaphore(capacity.slow)
        self._queue = threading.BoundedSemaphore(capacity.waiting)

    def enter(self) -> None:
        """Take a place, waiting for it where there is room to wait; raises QueryFailure (BUSY)."""
        if self.places.acquire(blocking=False):
            return
        if not self._queue.acquire(blocking=False):
            raise QueryFailure(FailureKind.BUSY)
        try:
            if not self.places.acquire(timeout=QUEUE_SECONDS):
                raise QueryFailure(FailureKind.BUSY)
        finally:
            self._queue.release()


class Pass:
    """The way of one query through a gate, from entering its context to leaving it."""

    def __init__(self, gate: Gate, seconds: float, is_gone: Callable[[], bool] | None) -> None:
        self._gate = gate
        self._seconds = seconds
        self._is_gone = is_gone
        self._held: threading.BoundedSemaphore | None = None
        self._start = self.next = 0.0
        self._before: float | None = None
        self.is_slow = False

    def __enter__(self) -> Pass:
        self._gate.enter()
        self._held = self._gate.places
        self._start = time.monotonic()
        self.next = self._start + TICK
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._release()

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release()

    def check(self, spent: Callable[[], float]) -> bool:
        """Whether the query has become slow since the last look; raises QueryFailure if it must end.

        Due when the clock shows `next`. `spent` gives seconds of processor time, from any start: until
        the first look the query counts as having had a processor to itself.
        """
        now = time.monotonic()
        self.next = now + TICK
        if self._is_gone is not None and self._is_gone():
            raise QueryFailure(FailureKind.GONE)
        if now >= self._start + self._seconds:
            raise QueryFailure(FailureKind.TIME)
        if self.is_slow or not self._is_over(spent(), now - self._start):
            return False
        self._release()
        if not self._gate.slots.acquire(blocking=False):
            raise QueryFailure(FailureKind.BUSY)
        self._held = self._gate.slots
        self.is_slow = True
        return True

    def _is_over(self, spent: float, elapsed: float) -> bool:
        if self._before is None:
            self._before = spent - elapsed
        return spent - self._before >= MOMENT
