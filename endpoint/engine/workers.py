"""The web process's side of a query process: it starts one, and keeps the workers that are idle.

Takes: a store. Gives: `Worker`s, each an expendable process that answers one query at a time.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING, Final

from endpoint.engine.forkserver import READY
from endpoint.engine.frames import NO_CHILD, STATUS
from endpoint.engine.interface import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from endpoint.engine.stores import StoreKind
    from endpoint.engine.worker import Limits

KEPT: Final = 4
"""Idle workers that are kept; each holds some tens of megabytes of what it has read."""
GRACE_SECONDS: Final = 5
"""What a worker may need beyond its alarm to end and be reaped."""
_START_SECONDS: Final = 600
"""A large store takes its time to be read into memory."""
_NICE: Final = 10


class Worker:
    """One worker: the socket for queries, and the socket that tells its process id and its end."""

    def __init__(self, data: socket.socket, status: socket.socket) -> None:
        self.data = data
        self._status = status
        self.pid = self._read_status() or NO_CHILD

    def _read_status(self) -> int | None:
        """The next number of the query process; None where it has ended or says nothing."""
        self._status.settimeout(GRACE_SECONDS)
        with contextlib.suppress(OSError):
            received = self._status.recv(STATUS.size, socket.MSG_WAITALL)
            if len(received) == STATUS.size:
                number: int = STATUS.unpack(received)[0]
                return number
        return None

    def has_ended(self) -> bool:
        """Whether the worker, idle until now, has ended or has lost its query process."""
        poll = select.poll()
        poll.register(self._status, select.POLLIN)
        return bool(poll.poll(0))

    def read_code(self) -> int | None:
        """Its exit code, negative for a signal; None where nobody can tell any more."""
        return self._read_status()

    def give_way(self) -> None:
        """Let it run only where no other query needs the processor."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def close(self) -> None:
        """Let it end; the query process kills it if it is in the middle of something."""
        self.data.close()
        self._status.close()


class QueryProcess:
    """A running query process and its idle workers."""

    def __init__(self, store: Path, kind: StoreKind, limits: Limits) -> None:
        self._control, theirs = socket.socketpair()
        with theirs:
            search_path = os.pathsep.join(each for each in sys.path if each)
            self._process = subprocess.Popen(  # noqa: S603 – our own interpreter and module
                [
                    sys.executable,
                    *("-m", "endpoint.engine.forkserver"),
                    *(str(store), str(kind), str(theirs.fileno()), limits.dump()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": search_path},
            )
        self._lock = threading.Lock()
        self._idle: deque[Worker] = deque()
        self.close = weakref.finalize(self, _end_process, self._control, self._process, self._idle)
        said = self._read_greeting()
        if said != READY:
            self.close()
            problem = said.decode(errors="replace").strip() or "the query process did not start"
            message = f"{store}: {problem}"
            raise EngineError(message)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.poll()

    def _read_greeting(self) -> bytes:
        self._control.settimeout(_START_SECONDS)
        said = b""
        with contextlib.suppress(OSError):
            while not said.endswith(b"\n") and (piece := self._control.recv(4096)):
                said += piece
        return said

    def take(self) -> Worker:
        """An idle worker, or a new one; raises OSError where this process has ended."""
        while self._idle:
            # The one that was used last: its memory is the warmest.
            with contextlib.suppress(IndexError):
                worker = self._idle.pop()
                if not worker.has_ended():
                    return worker
                worker.close()
        return self._start()

    def _start(self) -> Worker:
        data, their_data = socket.socketpair()
        status, their_status = socket.socketpair()
        with their_data, their_status:
            try:
                with self._lock:
                    socket.send_fds(
                        self._control, [b"w"], [their_data.fileno(), their_status.fileno()]
                    )
            except OSError:
                data.close()
                status.close()
                raise
        worker = Worker(data, status)
        if worker.pid == NO_CHILD:
            worker.close()
            message = "no worker could be started"
            raise ConnectionError(message)
        return worker

    def give_back(self, worker: Worker) -> None:
        """Keep a worker that is as good as a new one for the next query."""
        if len(self._idle) < KEPT and self.close.alive:
            self._idle.append(worker)
        else:
            worker.close()


def _end_process(
    control: socket.socket, process: subprocess.Popen[bytes], idle: deque[Worker]
) -> None:
    while idle:
        idle.pop().close()
    control.close()  # the query process ends when it sees this
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
