"""The engine of an embedded store: each query in an expendable process.

Takes: a `Query`. Gives: a whole `Result`, or the `QueryFailure` that the worker's end stands for.
"""

from __future__ import annotations

import json
import signal
import threading
import time
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Final

from endpoint.engine.frames import Frame, Kind, pack_request, read_frames
from endpoint.engine.gate import Capacity, Gate, Pass
from endpoint.engine.interface import CHUNK, FailureKind, Query, QueryFailure, Result
from endpoint.engine.spool import Spool
from endpoint.engine.stores import StoreKind
from endpoint.engine.workers import GRACE_SECONDS, QueryProcess, Worker
from endpoint.sparql.diagnosis import diagnose
from endpoint.sparql.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from endpoint.engine.worker import Limits

_SIGNALS: Final = {
    -signal.SIGALRM: FailureKind.TIME,
    -signal.SIGXCPU: FailureKind.TIME,
    -signal.SIGABRT: FailureKind.MEMORY,
    -signal.SIGSEGV: FailureKind.DEPTH,
    -signal.SIGBUS: FailureKind.DEPTH,
    -signal.SIGKILL: FailureKind.MEMORY,  # the kernel's own killer, when the machine runs out
}


_TRIES: Final = 3


class _NotRunError(Exception):
    """The worker has ended by itself, before it saw the query."""


class ForkEngine:
    """Runs queries in the workers of a query process, which it starts and replaces."""

    def __init__(
        self,
        store: Path,
        limits: Limits,
        capacity: Capacity | None = None,
        kind: StoreKind = StoreKind.AUTO,
    ) -> None:
        capacity = capacity or Capacity()
        self._start = partial(QueryProcess, store, kind, limits, capacity.running)
        self._seconds = limits.seconds + GRACE_SECONDS
        self._gate = Gate(capacity)
        self._lock = threading.Lock()
        self._process = self._start()

    def close(self) -> None:
        """End the query process; no query may follow."""
        self._process.close()

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        """The whole result; raises QueryFailure, and waits not much longer than the time limit."""
        request = pack_request(json.dumps(asdict(query)).encode())
        with Pass(self._gate, self._seconds, is_gone) as passing:
            for _ in range(_TRIES):
                process = self._process
                try:
                    return self._run(process, query, request, passing)
                except _NotRunError:
                    continue
                except ConnectionError:
                    if (
                        not process.has_ended()
                    ):  # it is too busy to give a worker, or to tell its end
                        break
                    self._replace(process)
        raise QueryFailure(FailureKind.STOPPED)

    def _run(self, process: QueryProcess, query: Query, request: bytes, passing: Pass) -> Result:
        worker = process.take()
        kept = False
        try:
            with Spool() as spool:
                frame = _exchange(worker, request, passing, spool)
                kept = not frame.last and not passing.is_slow
                if frame.kind is Kind.FAILURE:
                    raise _explain(frame.content, query)
                spool.write(frame.content)
                return spool.finish()
        finally:
            process.give_back(worker) if kept else process.give_up(worker)

    def _replace(self, dead: QueryProcess) -> None:
        """Put a query process in the place of one that has ended."""
        with self._lock:
            if self._process is dead:
                dead.close()
                self._process = self._start()


def _exchange(worker: Worker, request: bytes, passing: Pass, spool: Spool) -> Frame:
    """Send the request and spool the result; the frame that ends it."""
    try:
        worker.data.settimeout(GRACE_SECONDS)
        worker.data.sendall(request)
        for frame in read_frames(partial(_receive, worker, passing)):
            if frame.kind is not Kind.DATA:
                return frame
            spool.write(frame.content)
    except (ConnectionError, TimeoutError):
        pass
    code = worker.read_code()
    if code is None:
        message = "the query process has ended"
        raise ConnectionError(message)
    if code == 0:
        raise _NotRunError
    raise QueryFailure(_SIGNALS.get(code, FailureKind.STOPPED))


def _receive(worker: Worker, passing: Pass) -> bytes:
    """What the worker says next, looked after while that takes its time; empty at its end."""
    while True:
        left = passing.next - time.monotonic()
        if left > 0:
            worker.data.settimeout(left)
            try:
                return worker.data.recv(2 * CHUNK)
            except TimeoutError:
                pass
        if passing.check(worker.read_seconds):
            worker.give_way()


def _explain(content: bytes, query: Query) -> QueryFailure:
    told = json.loads(content)
    if told["kind"] == FailureKind.SYNTAX:
        fault = Fault(*told["fault"]) if told["fault"] else None
        return diagnose(told["detail"], query.text, fault)
    return QueryFailure(FailureKind(told["kind"]), told["detail"][:500])
