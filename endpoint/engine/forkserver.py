"""The query process: opens a store read-only once and forks workers over it.

Takes: a control socket; each message on it brings a data and a status socket for a new worker.
Gives: on the status socket the process id of the worker, and its exit code when it has ended.

This process must stay single-threaded Python, small, and outside of every web server: it is
started afresh (never forked from a process with threads) and runs `python -m endpoint.engine.forkserver`.
A worker is killed when the other end of its status socket is closed.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

from endpoint.engine.frames import NO_CHILD, STATUS
from endpoint.engine.prepared.rewriting import open_prepared
from endpoint.engine.stores import StoreKind, open_store
from endpoint.engine.worker import Limits, confine, serve_queries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

    from endpoint.engine.stores import QueryStore

READY: Final = b"ready\n"
_EXIT_BROKEN: Final = 4
"""Exit code of a worker that an exception has ended, which its code does not expect."""


def _run_worker(
    store: QueryStore,
    data: socket.socket,
    limits: Limits,
    inherited: Iterable[socket.socket],
) -> NoReturn:
    code = _EXIT_BROKEN
    signal.set_wakeup_fd(-1)
    try:
        # A copy held open would hide from the web process that the query process has ended.
        for each in inherited:
            each.close()
        confine()
        serve_queries(store, data, limits)
        code = 0
    finally:
        os._exit(code)


def _report(status: socket.socket, number: int) -> None:
    with contextlib.suppress(OSError):  # the reader has gone
        status.sendall(STATUS.pack(number))


class ForkServer:
    """Forks, watches and reaps the workers of one store."""

    def __init__(self, store: QueryStore, control: socket.socket, limits: Limits) -> None:
        self._store = store
        self._control = control
        self._limits = limits
        self._workers: dict[int, socket.socket] = {}
        self._wake, waker = socket.socketpair()
        self._wake.setblocking(False)
        waker.setblocking(False)
        self._waker = waker  # kept: a closed descriptor would end the wake-ups
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Start workers until the control socket is closed; then end those that are left."""
        open_ = True
        while open_:
            ready = self._wait()
            self._stop_abandoned(ready)
            self._reap()
            if self._control in ready:
                open_ = self._accept()
        signal.set_wakeup_fd(-1)
        for pid in self._workers:
            os.kill(pid, signal.SIGKILL)

    def _wait(self) -> set[socket.socket]:
        """The sockets that have something to say."""
        watched = {
            each.fileno(): each for each in (self._control, self._wake, *self._workers.values())
        }
        poll = select.poll()
        for descriptor in watched:
            poll.register(descriptor, select.POLLIN)
        return {watched[descriptor] for descriptor, _ in poll.poll()}

    def _accept(self) -> bool:
        """Fork a worker; False where there will be none any more."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        if not message:
            return False
        data, status = (socket.socket(fileno=each) for each in descriptors)
        try:
            pid = os.fork()
        except OSError:
            _report(status, NO_CHILD)
            status.close()
        else:
            if pid == 0:
                kept = (self._control, self._wake, self._waker, status, *self._workers.values())
                _run_worker(self._store, data, self._limits, kept)
            self._workers[pid] = status
            _report(status, pid)
        data.close()
        return True

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wake.recv(4096):
                pass
        while self._workers:
            pid, code = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            with self._workers.pop(pid) as status:
                _report(status, os.waitstatus_to_exitcode(code))

    def _stop_abandoned(self, ready: set[socket.socket]) -> None:
        """Kill workers whose reader has closed its end of the status socket."""
        for pid, status in self._workers.items():
            if status in ready:
                os.kill(pid, signal.SIGKILL)


def _leave_network() -> None:
    """Give up the network where the kernel lets us, so that no query can reach any address."""
    new_network, new_user = 0x40000000, 0x10000000
    libc = ctypes.CDLL(None)
    if hasattr(libc, "unshare") and libc.unshare(new_network) != 0:
        libc.unshare(new_network | new_user)


def main(arguments: list[str]) -> int:
    """Serve the store named by the first argument; the exit code of the process."""
    store_path, kind, descriptor, limits = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the web process, and that ends this
    control = socket.socket(fileno=int(descriptor))
    # RocksDB keeps idle threads in this process; no worker needs them to read.
    warnings.simplefilter("ignore", DeprecationWarning)
    _leave_network()
    try:
        path = Path(store_path)
        store = open_prepared(open_store(path, StoreKind(kind)), path.parent)
    except (OSError, ValueError) as error:
        control.sendall(f"{error}\n".replace("\n", " ").strip().encode() + b"\n")
        return 1
    gc.freeze()
    control.sendall(READY)
    ForkServer(store, control, Limits(**json.loads(limits))).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
