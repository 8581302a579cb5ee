"""A worker: an expendable process that answers queries one after the other until something goes wrong.

Takes: requests on a socket. Gives: the serialised results on it, streamed in frames (`frames`).

A running query cannot be cancelled inside the engine, can overflow its stack and can take all memory.
So the kernel ends the worker: SIGALRM with its default action for time, RLIMIT_AS for memory. A query
that ends cleanly leaves a worker as good as new, and a new one costs milliseconds, over a store in memory
also a copy of every page that its queries touch (the store counts its readers in them). So a worker is
kept until a query fails, its memory has grown, it has answered `MAX_QUERIES`, or none has come for a while.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import os
import resource
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

from endpoint.engine.frames import Frame, Kind, pack_frame, read_request
from endpoint.engine.interface import CHUNK, FailureKind, ResultFormat
from endpoint.engine.serialising import GRAPH_FORMATS, SOLUTION_FORMATS, write_sorted
from endpoint.sparql.faults import MOST_SECONDS, Fault, find_fault

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from endpoint.engine.stores import QueryStore

MAX_QUERIES: Final = 10_000
"""Queries after which a worker gives way to a new one."""
MAX_GROWTH: Final = 128_000_000
"""Bytes of address space that a worker may keep from one query to the next."""
IDLE_SECONDS: Final = 60
"""Seconds without a query after which a worker ends, and gives its memory back."""


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


class Sink:
    """Sends what is written in frames, and keeps the end of it; raises where a limit is passed."""

    def __init__(self, send: Callable[[bytes], None], limit: int) -> None:
        self._send = send
        self._left = limit
        self._kept = bytearray()

    def write(self, data: bytes, /) -> int:
        """The number of bytes taken."""
        self._left -= len(data)
        if self._left < 0:
            raise _ResultTooLargeError
        self._kept += data
        if len(self._kept) >= CHUNK:
            self._send(pack_frame(Kind.DATA, self.take(), last=False))
        return len(data)

    def flush(self) -> None:
        """Nothing: who writes does not know when a frame is full."""

    def take(self) -> bytes:
        """What has been written and not been sent."""
        kept = bytes(self._kept)
        self._kept.clear()
        return kept


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


def _evaluate(store: QueryStore, request: dict[str, Any], sink: Any) -> None:
    results = store.query(request["text"], base_iri=request["base"] or None, **_dataset(request))
    form = ResultFormat(request["format"])
    if not isinstance(results, pyoxigraph.QueryTriples):
        results.serialize(sink, format=SOLUTION_FORMATS[form])
    elif request["prefixes"]:
        write_sorted(results, sink, form)
    else:
        results.serialize(sink, format=GRAPH_FORMATS[form])


def _failure(kind: FailureKind, detail: object = "", fault: Fault | None = None) -> Frame:
    """The frame of a failure; a query that does not parse has left nothing behind."""
    content = json.dumps({"kind": kind, "detail": str(detail), "fault": fault}).encode()
    return Frame(Kind.FAILURE, kind is not FailureKind.SYNTAX, content)


def _answer(store: QueryStore, request: dict[str, Any], sink: Sink) -> Frame:
    """The frame that follows those of the sink."""
    started = time.monotonic()
    try:
        _evaluate(store, request, sink)
    except SyntaxError as error:
        # A query that is slow to parse is not parsed again and again.
        quick = time.monotonic() - started < MOST_SECONDS / 10
        fault = find_fault(request["text"], request["base"]) if quick else None
        return _failure(FailureKind.SYNTAX, error, fault)
    except _ResultTooLargeError:
        return _failure(FailureKind.SIZE)
    except MemoryError:
        return _failure(FailureKind.MEMORY)
    except (RuntimeError, ValueError) as error:
        return _failure(FailureKind.EVALUATION, error)
    return Frame(Kind.WHOLE, False, sink.take())


def _address_space() -> int:
    """Bytes of address space that this process has: store, interpreter, libraries."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def _set_limit(kind: int, soft: int, hard: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # a lower hard limit holds already
        resource.setrlimit(kind, (soft, hard))


def confine() -> None:
    """Leave this process nothing but reading and computing; the kernel is to end it first."""
    for number in (signal.SIGALRM, signal.SIGCHLD, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL)
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        _set_limit(kind, 0, 0)
    _end_with_parent()
    with contextlib.suppress(OSError):  # where memory is short, this process is the one to end
        Path("/proc/self/oom_score_adj").write_bytes(b"1000")
    # The engine's runtime would print why it aborts; the exit code tells.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _end_with_parent() -> None:
    """Let the kernel end this process when the query process ends, where it can."""
    set_parent_death_signal = 1
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(set_parent_death_signal, signal.SIGKILL)


def _arm(limits: Limits, size: int) -> None:
    """Let the kernel end this process where the next query goes over a limit.

    `size` is its address space: each query may take what the limits allow beside that.
    """
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(spent.ru_utime + spent.ru_stime) + limits.seconds + 1
    _set_limit(resource.RLIMIT_CPU, seconds, resource.RLIM_INFINITY)
    _set_limit(resource.RLIMIT_AS, size + limits.memory_bytes, resource.RLIM_INFINITY)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def _wait_for_request(channel: socket.socket) -> bytes | None:
    channel.settimeout(IDLE_SECONDS)
    try:
        content = read_request(channel.recv)
    except TimeoutError:
        return None
    channel.settimeout(None)
    return content


def serve_queries(store: QueryStore, channel: socket.socket, limits: Limits) -> None:
    """Answer queries until there are none, or until this process is not as good as a new one."""
    first = size = _address_space()
    for number in range(1, MAX_QUERIES + 1):
        content = _wait_for_request(channel)
        if content is None:
            return
        _arm(limits, size)
        request = json.loads(content)
        most = min(request["result_bytes"] or limits.result_bytes, limits.result_bytes)
        answer = _answer(store, request, Sink(channel.sendall, most))
        signal.setitimer(signal.ITIMER_REAL, 0)
        size = _address_space()
        last = answer.last or number == MAX_QUERIES or size - first > MAX_GROWTH
        channel.sendall(pack_frame(answer.kind, answer.content, last=last))
        if last:
            return
