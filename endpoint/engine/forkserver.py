"""The query process: opens a store read-only once and forks one expendable child for each query.

Takes: a control socket; each message on it brings a data and a status socket of one query.
Gives: the serialised result on the data socket, the child's exit code on the status socket.

A running query cannot be cancelled inside the engine, can overflow its stack and can take all memory.
So it runs in a child that the kernel ends: SIGALRM with its default action for time, RLIMIT_AS for
memory. This process must stay single-threaded Python, small, and outside of every web server: it is
started afresh (never forked from a process with threads) and runs `python -m endpoint.engine.forkserver`.
A result is whole if and only if the exit code is 0; the reader must not use it otherwise.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import io
import json
import os
import resource
import select
import signal
import socket
import struct
import sys
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from endpoint.engine.interface import FailureKind, ResultFormat
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

READY: Final = b"ready\n"
LENGTH: Final = struct.Struct("!I")
"""Length of the request that goes before it on the data socket."""
EXIT_CODE: Final = struct.Struct("!i")
"""Exit code on the status socket; negative: the signal that ended the child."""
EXIT_WHOLE: Final = 0
EXIT_FAILURE: Final = 3
"""The data socket carries a failure as JSON instead of a result."""
EXIT_NO_CHILD: Final = 4

_RDF_FORMATS: Final = {
    ResultFormat.TURTLE: pyoxigraph.RdfFormat.TURTLE,
    ResultFormat.N_TRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    ResultFormat.JSON_LD: pyoxigraph.RdfFormat.JSON_LD,
    ResultFormat.RDF_XML: pyoxigraph.RdfFormat.RDF_XML,
}
_RESULT_FORMATS: Final = {
    ResultFormat.JSON: pyoxigraph.QueryResultsFormat.JSON,
    ResultFormat.XML: pyoxigraph.QueryResultsFormat.XML,
    ResultFormat.CSV: pyoxigraph.QueryResultsFormat.CSV,
    ResultFormat.TSV: pyoxigraph.QueryResultsFormat.TSV,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    seconds: int
    memory_bytes: int
    result_bytes: int

    def dump(self) -> str:
        """The limits as JSON, for the command line of the query process."""
        return json.dumps(asdict(self))


class _ResultTooLargeError(Exception):
    pass


class _BoundedBuffer(io.BytesIO):
    """Keeps what is written until that is more than a limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        """The number of bytes kept; raises where the limit is passed."""
        if self.tell() + len(data) > self._limit:
            raise _ResultTooLargeError
        return super().write(data)


def _read_exactly(channel: socket.socket, size: int) -> bytes:
    received = bytearray()
    while len(received) < size:
        piece = channel.recv(size - len(received))
        if not piece:
            raise ConnectionResetError
        received += piece
    return bytes(received)


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The arguments that tell the engine which graphs the query sees."""
    default, named = request["default_graphs"], request["named_graphs"]
    if default is not None or named is not None:
        return {
            "default_graph": [pyoxigraph.NamedNode(each) for each in default or ()],
            "named_graphs": [pyoxigraph.NamedNode(each) for each in named or ()],
        }
    # With the union as default graph the engine would not look at FROM.
    return {"use_default_graph_as_union": not request["own_dataset"]}


def _evaluate(store: pyoxigraph.Store, request: dict[str, Any], limit: int) -> bytes:
    results = store.query(request["text"], **_dataset(request))
    form = ResultFormat(request["format"])
    buffer = _BoundedBuffer(limit)
    if not isinstance(results, pyoxigraph.QueryTriples):
        results.serialize(buffer, format=_RESULT_FORMATS[form])
    elif request["prefixes"]:
        triples = sorted(set(results), key=str)
        pyoxigraph.serialize(triples, buffer, format=_RDF_FORMATS[form], prefixes=PREFIXES)
    else:
        results.serialize(buffer, format=_RDF_FORMATS[form])
    return buffer.getvalue()


def _failure(kind: FailureKind, detail: object = "") -> tuple[int, bytes]:
    return EXIT_FAILURE, json.dumps({"kind": kind, "detail": str(detail)}).encode()


def _answer(store: pyoxigraph.Store, request: dict[str, Any], limit: int) -> tuple[int, bytes]:
    """The exit code and what goes with it."""
    try:
        return EXIT_WHOLE, _evaluate(store, request, limit)
    except SyntaxError as error:
        return _failure(FailureKind.SYNTAX, error)
    except _ResultTooLargeError:
        return _failure(FailureKind.SIZE)
    except MemoryError:
        return _failure(FailureKind.MEMORY)
    except (RuntimeError, ValueError) as error:
        return _failure(FailureKind.EVALUATION, error)


def _address_space() -> int:
    """Bytes of address space that this process has already: store, interpreter, libraries."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _confine(limits: Limits) -> None:
    """Let the kernel end this process where it goes over a limit."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGALRM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    memory = _address_space() + limits.memory_bytes
    for kind, soft in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower hard limit holds already
            resource.setrlimit(kind, (soft, soft))
    # The engine's runtime would print why it aborts; the exit code tells.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _run_child(
    store: pyoxigraph.Store,
    data: socket.socket,
    limits: Limits,
    inherited: Iterable[socket.socket],
) -> NoReturn:
    code = EXIT_NO_CHILD
    try:
        # A copy held open would hide from the web process that the query process has ended.
        for each in inherited:
            each.close()
        _confine(limits)
        (size,) = LENGTH.unpack(_read_exactly(data, LENGTH.size))
        request = json.loads(_read_exactly(data, size))
        answered, body = _answer(store, request, limits.result_bytes)
        data.sendall(body)
        code = answered
    finally:
        os._exit(code)


def _report(status: socket.socket, code: int) -> None:
    with contextlib.suppress(OSError):  # the reader has gone
        status.sendall(EXIT_CODE.pack(code))
    status.close()


class ForkServer:
    """Forks, watches and reaps the children of one store."""

    def __init__(self, store: pyoxigraph.Store, control: socket.socket, limits: Limits) -> None:
        self._store = store
        self._control = control
        self._limits = limits
        self._children: dict[int, socket.socket] = {}
        self._wake, waker = socket.socketpair()
        self._wake.setblocking(False)
        waker.setblocking(False)
        self._waker = waker  # kept: a closed descriptor would end the wake-ups
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)

    def serve(self) -> None:
        """Answer until the web process closes the control socket."""
        open_ = True
        while open_:
            watched = [self._control, self._wake, *self._children.values()]
            ready = set(select.select(watched, [], [])[0])
            if self._wake in ready:
                self._reap()
            self._stop_abandoned(ready)
            if self._control in ready:
                open_ = self._accept()
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _accept(self) -> bool:
        """Fork a child for the next query; False where there will be none."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1, 2)
        if not message:
            return False
        data, status = (socket.socket(fileno=each) for each in descriptors)
        try:
            pid = os.fork()
        except OSError:
            _report(status, EXIT_NO_CHILD)
        else:
            if pid == 0:
                kept = (self._control, self._wake, self._waker, *self._children.values())
                _run_child(self._store, data, self._limits, kept)
            self._children[pid] = status
        data.close()
        return True

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._wake.recv(4096):
                pass
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            _report(self._children.pop(pid), os.waitstatus_to_exitcode(status))

    def _stop_abandoned(self, ready: set[socket.socket]) -> None:
        """Kill children whose reader has closed its end of the status socket."""
        for pid, status in self._children.items():
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
    store_path, descriptor, limits = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the web process, and that ends this
    control = socket.socket(fileno=int(descriptor))
    # RocksDB keeps idle threads in this process; no child needs them to read.
    warnings.simplefilter("ignore", DeprecationWarning)
    _leave_network()
    try:
        store = pyoxigraph.Store.read_only(store_path)
    except (OSError, ValueError) as error:
        control.sendall(f"{error}\n".replace("\n", " ").strip().encode() + b"\n")
        return 1
    gc.freeze()
    control.sendall(READY)
    ForkServer(store, control, Limits(**json.loads(limits))).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
