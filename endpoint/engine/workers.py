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
import time
import weakref
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from endpoint.engine.forkserver import READY
from endpoint.engine.frames import NO_CHILD, STATUS
from endpoint.engine.interface import EngineError

if TYPE_CHECKING:
    from endpoint.engine.stores import StoreKind
    from endpoint.engine.worker import Limits

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
        self._pid: int | None = None

    @property
    def pid(self) -> int:
        """Its process id, NO_CHILD where there is none; waits until it has been forked."""
        if self._pid is None:
            self._pid = self._read_status() or NO_CHILD
        return self._pid

    def _read_status(self) -> int | None:
        """The next number of the query process; None where it has ended or says nothing."""
        self._status.settimeout(GRACE_SECONDS)
        with contextlib.suppress(OSError):
            received = self._status.recv(STATUS.size, socket.MSG_WAITALL)
            if len(received) == STATUS.size:
                number: int = STATUS.unpack(received)[0]
                return number
        return None

    def is_ready(self) -> bool:
        """Whether it can be asked: it has been forked, and neither it nor its parent has ended."""
        if self.pid == NO_CHILD:
            return False
        poll = select.poll()
        poll.register(self._status, select.POLLIN)
        return not poll.poll(0)

    def read_code(self) -> int | None:
        """Its exit code, negative for a signal; None where nobody can tell any more."""
        return self._read_status()

    def read_seconds(self) -> float:
        """Seconds of processor time that it has used; of the clock where the system does not tell."""
        try:
            told = Path(f"/proc/{self.pid}/stat").read_bytes()
        except OSError:
            return time.monotonic()
        user, system = told.rpartition(b")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

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

    def __init__(self, store: Path, kind: StoreKind, limits: Limits, kept: int) -> None:
        """`kept` is how many idle workers are kept."""
        self._kept = kept
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

    def has_ended(self) -> bool:
        """Whether it has ended, or ends within a second: its sockets are closed before it is gone."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        return self._process.returncode is not None

    def _read_greeting(self) -> bytes:
        self._control.settimeout(_START_SECONDS)
        said = b""
        with contextlib.suppress(OSError):
            while not said.endswith(b"\n") and (piece := self._control.recv(4096)):
                said += piece
        return said

    def take(self) -> Worker:
        """A worker that is ready; raises OSError where this process cannot give one."""
        while True:
            try:
                # The one that was used last: its memory is the warmest.
                worker = self._idle.pop()
            except IndexError:
                break
            if worker.is_ready():
                return worker
            worker.close()
        worker = self._start()
        if not worker.is_ready():
            worker.close()
            message = "no worker could be started"
            raise ConnectionError(message)
        return worker

    def _start(self) -> Worker:
        """A worker that is being forked while we go on."""
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
        return Worker(data, status)

    def give_back(self, worker: Worker) -> None:
        """Keep a worker that is as good as a new one for the next query."""
        if len(self._idle) < self._kept and self.close.alive:
            self._idle.append(worker)
        else:
            worker.close()

    def give_up(self, worker: Worker) -> None:
        """Let a worker end, and have another one forked before it is needed."""
        worker.close()
        if not self._idle and self.close.alive:
            with contextlib.suppress(OSError):  # whoever takes a worker sees what is wrong
                self._idle.appendleft(self._start())


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
