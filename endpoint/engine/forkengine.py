"""The engine of an embedded store: the web process's side of the query process.

Takes: a `Query`. Gives: a whole `Result`, or the `QueryFailure` that the child's end stands for.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from endpoint.engine.forkserver import EXIT_CODE, EXIT_FAILURE, EXIT_WHOLE, LENGTH, READY, Limits
from endpoint.engine.interface import EngineError, FailureKind, Query, QueryFailure, Result
from endpoint.sparql.diagnosis import diagnose

if TYPE_CHECKING:
    from pathlib import Path

MOMENT: Final = 0.7
"""Seconds after which a query counts as slow and needs one of the slots of slow queries."""
_START_SECONDS: Final = 60
_GRACE_SECONDS: Final = 5
"""What a child may need beyond its alarm to end and be reaped."""

_SIGNALS: Final = {
    -signal.SIGALRM: FailureKind.TIME,
    -signal.SIGXCPU: FailureKind.TIME,
    -signal.SIGABRT: FailureKind.MEMORY,
    -signal.SIGSEGV: FailureKind.DEPTH,
    -signal.SIGBUS: FailureKind.DEPTH,
    -signal.SIGKILL: FailureKind.MEMORY,  # the kernel's own killer, when the machine runs out
}


def _failure(code: int | None, body: bytes, query: Query) -> QueryFailure:
    if code == EXIT_FAILURE:
        told = json.loads(body)
        if told["kind"] == FailureKind.SYNTAX:
            return diagnose(told["detail"], query.text)
        return QueryFailure(FailureKind(told["kind"]), told["detail"][:500])
    return QueryFailure(_SIGNALS.get(code or 0, FailureKind.STOPPED))


def _read_code(status: socket.socket) -> int | None:
    received = status.recv(EXIT_CODE.size, socket.MSG_WAITALL)
    return EXIT_CODE.unpack(received)[0] if len(received) == EXIT_CODE.size else None


class _QueryProcess:
    """A running query process and the socket that brings it queries."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            search_path = os.pathsep.join(each for each in sys.path if each)
            self._process = subprocess.Popen(  # noqa: S603 – our own interpreter and module
                [
                    sys.executable,
                    *("-m", "endpoint.engine.forkserver"),
                    *(str(store), str(theirs.fileno()), limits.dump()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": search_path},
            )
        self._lock = threading.Lock()
        self.close = weakref.finalize(self, _end_process, self._control, self._process)
        said = self._read_greeting()
        if said != READY:
            self.close()
            problem = said.decode(errors="replace").strip() or "the query process did not start"
            message = f"{store}: {problem}"
            raise EngineError(message)

    def _read_greeting(self) -> bytes:
        self._control.settimeout(_START_SECONDS)
        said = b""
        with contextlib.suppress(OSError):
            while not said.endswith(b"\n") and (piece := self._control.recv(4096)):
                said += piece
        return said

    def submit(self, data: socket.socket, status: socket.socket) -> None:
        """Hand over the query process's ends of the two sockets of a query."""
        with self._lock:
            socket.send_fds(self._control, [b"q"], [data.fileno(), status.fileno()])


def _end_process(control: socket.socket, process: subprocess.Popen[bytes]) -> None:
    control.close()  # the query process ends when it sees this
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class ForkEngine:
    """Runs each query in an expendable child of a query process, which it starts and replaces."""

    def __init__(self, store: Path, limits: Limits, slow_queries: int) -> None:
        self._store = store
        self._limits = limits
        self._slow = threading.BoundedSemaphore(slow_queries)
        self._lock = threading.Lock()
        self._process = _QueryProcess(store, limits)

    def close(self) -> None:
        """End the query process; no query may follow."""
        self._process.close()

    def run(self, query: Query) -> Result:
        """The whole result; raises QueryFailure, and waits not much longer than the time limit."""
        data, status = self._submit()
        with data, status, contextlib.ExitStack() as slots:
            body = self._exchange(query, data, slots)
            status.settimeout(_GRACE_SECONDS)
            try:
                code = _read_code(status)
            except OSError:
                code = None
        if code != EXIT_WHOLE:
            raise _failure(code, body, query)
        return Result(body)

    def _submit(self) -> tuple[socket.socket, socket.socket]:
        data, their_data = socket.socketpair()
        status, their_status = socket.socketpair()
        with their_data, their_status:
            process = self._process
            try:
                process.submit(their_data, their_status)
            except OSError:
                self._replace(process).submit(their_data, their_status)
        return data, status

    def _replace(self, dead: _QueryProcess) -> _QueryProcess:
        """A query process in the place of one that has ended."""
        with self._lock:
            if self._process is dead:
                dead.close()
                self._process = _QueryProcess(self._store, self._limits)
            return self._process

    def _exchange(self, query: Query, data: socket.socket, slots: contextlib.ExitStack) -> bytes:
        """Everything that the child writes; how it ended must be asked separately."""
        request = json.dumps(asdict(query)).encode()
        deadline = time.monotonic() + self._limits.seconds + _GRACE_SECONDS
        received = bytearray()
        data.settimeout(self._limits.seconds + _GRACE_SECONDS)
        with contextlib.suppress(ConnectionError):
            data.sendall(LENGTH.pack(len(request)) + request)
        data.settimeout(MOMENT)
        slow = False
        while True:
            try:
                piece = data.recv(1 << 20)
            except TimeoutError:
                self._allow_slow(slow, slots, deadline)
                slow = True
                data.settimeout(max(0.01, deadline - time.monotonic()))
                continue
            except ConnectionError:
                return bytes(received)
            if not piece:
                return bytes(received)
            received += piece

    def _allow_slow(self, slow: bool, slots: contextlib.ExitStack, deadline: float) -> None:
        """Let a query go on that has not answered; leaving the sockets' context kills its child."""
        if time.monotonic() >= deadline or slow:
            raise QueryFailure(FailureKind.TIME)
        if not self._slow.acquire(blocking=False):
            raise QueryFailure(FailureKind.BUSY)
        slots.callback(self._slow.release)
