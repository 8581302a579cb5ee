"""Measures one SPARQL server: its start, its answers and their times, a mix of queries at several clients.

Takes: how a server is started, queries, the answers that are right. Gives: a `Record`.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.servers.answers import AskError, ask, loosen
from benchmarks.servers.clients import run_clients
from benchmarks.servers.launching import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager

    from benchmarks.servers.answers import Answer
    from benchmarks.servers.launching import Server

    Serve = Callable[[], AbstractContextManager[Server]]

CLIENTS: Final = {"quick": (1, 4, 16), "all": (16,)}
"""Clients at the same time, for each mix."""
_TIMING_SECONDS: Final = 0.25
"""Seconds for which a query is repeated, if that is three times at least."""
_SLOW: Final = 2.0
"""Seconds of a first answer after which a query is not asked again."""
_LIMITED: Final = re.compile(r"\bLIMIT\b", re.IGNORECASE)
_ORDERED: Final = re.compile(r"\bORDER\s+BY\b", re.IGNORECASE)


class Right(NamedTuple):
    """The right answer of a query, whose it is, and the seconds that it took."""

    answer: Answer
    server: str
    seconds: float


Reference = dict[str, Right]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for one answer, for the times of all queries of a server, for a mix at each number of clients."""

    patience: float
    budget: float
    mix: float


@dataclass(frozen=True, slots=True)
class Timing:
    """The median seconds of a query; None with the problem where there is none."""

    seconds: float | None = None
    problem: str = ""
    same: bool = False
    """Whether the answer is the right one."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Answers a second in a mix, and requests that failed."""

    rate: float
    errors: int
    problem: str = ""


@dataclass
class Record:
    """Everything that was measured of a server."""

    name: str
    start_seconds: float = 0.0
    megabytes: int = 0
    problem: str = ""
    timings: dict[str, Timing] = field(default_factory=dict)
    rates: dict[tuple[str, int], Rate] = field(default_factory=dict)


def is_same(query: str, found: Answer, right: Answer) -> bool:
    """Whether an answer is right; where a query may choose its rows, only their number counts."""
    if isinstance(found, bool) or isinstance(right, bool):
        return found is right
    if _LIMITED.search(query) and not _ORDERED.search(query):
        return found.total() == right.total()
    return loosen(found) == loosen(right)


def find_reference(
    servers: Mapping[str, Serve], queries: Mapping[str, str], patience: float
) -> Reference:
    """The answers that are right: those of the first server, or of the next where it has none."""
    found: Reference = {}
    for server, serve in servers.items():
        left = [name for name in queries if name not in found]
        while left:
            with serve() as running:
                left = _read_until_late(server, running.address, left, queries, patience, found)
    return found


def _read_until_late(
    server: str,
    address: str,
    names: list[str],
    queries: Mapping[str, str],
    patience: float,
    found: Reference,
) -> list[str]:
    """Read answers until one is late, after which the server is busy with it; what is left."""
    for position, name in enumerate(names):
        start = time.perf_counter()
        try:
            answer = ask(address, queries[name], patience)
        except AskError:
            return names[position + 1 :]
        found[name] = Right(answer, server, time.perf_counter() - start)
    return []


def measure_start(record: Record, serve: Serve) -> None:
    """Seconds and megabytes of a server that has just been started."""
    with serve() as server:
        record.start_seconds, record.megabytes = server.start_seconds, server.memory()


def measure_queries(
    record: Record,
    serve: Serve,
    queries: Mapping[str, str],
    right: Reference,
    limits: Limits,
    failed: Collection[str],
) -> None:
    """Times of all queries but those that have failed, quick ones first.

    A server that is late is started again.
    """
    record.timings |= {name: Timing(problem=f"> {limits.patience:g} s") for name in failed}
    left = sorted(set(right) - set(failed), key=lambda each: right[each].seconds)
    end = time.perf_counter() + limits.budget
    while left:
        with serve() as server:
            while left:
                name = left.pop(0)
                if time.perf_counter() > end:
                    record.timings[name] = Timing(problem="not asked")
                    continue
                known, patience = right[name], limits.patience
                timing = (
                    time_again(server, queries[name], known.seconds, patience, same=True)
                    if known.server == record.name
                    else time_query(server, queries[name], known.answer, patience)
                )
                record.timings[name] = timing
                if timing.problem:
                    break


def time_query(server: Server, query: str, right: Answer, patience: float) -> Timing:
    """The median of a query after a first answer, which is compared and not counted."""
    start = time.perf_counter()
    try:
        found = ask(server.address, query, patience)
    except AskError as error:
        late = time.perf_counter() - start >= patience * 0.99
        return Timing(problem=f"> {patience:g} s" if late else str(error)[:200])
    first = time.perf_counter() - start
    return time_again(server, query, first, patience, same=is_same(query, found, right))


def time_again(server: Server, query: str, first: float, patience: float, *, same: bool) -> Timing:
    """The median of a query that took `first` seconds before; a slow one is not asked again."""
    if first > _SLOW:
        return Timing(first, same=same)
    seconds = max(_TIMING_SECONDS, 3 * first)
    tally = run_clients(server.address, [query], 1, seconds, patience)
    if tally.errors:
        return Timing(problem=tally.first_error[:200], same=same)
    return Timing(median(tally.latencies or [first]), same=same)


def measure_mixes(
    record: Record,
    serve: Serve,
    queries: Mapping[str, str],
    limits: Limits,
    mixes: Mapping[str, Sequence[str]],
) -> None:
    """Rates of each mix; the quick one is asked once before, so that the server is warm.

    What is measured of a server with a cache is the cache: it has every answer before.
    """
    with serve() as server:
        for name in mixes["all" if record.name == "cached" else "quick"]:
            with contextlib.suppress(AskError):
                ask(server.address, queries[name], limits.patience)
        for mix, names in mixes.items():
            asked = [queries[name] for name in names]
            for clients in CLIENTS[mix]:
                record.rates[mix, clients] = measure_rate(server, asked, clients, limits)


def measure_rate(server: Server, queries: list[str], clients: int, limits: Limits) -> Rate:
    """Answers a second that clients in a process of their own get."""
    told = {
        "address": server.address,
        "queries": queries,
        "clients": clients,
        "seconds": limits.mix,
        "patience": limits.patience,
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.servers.clients"],
        cwd=ROOT,
        input=json.dumps(told),
        capture_output=True,
        text=True,
        timeout=limits.mix + limits.patience + 30,
        check=False,
    )
    if done.returncode != 0:
        return Rate(0.0, 0, done.stderr.strip()[-200:])
    given = json.loads(done.stdout)
    return Rate(given["answers"] / given["seconds"], given["errors"], given["first_error"])
