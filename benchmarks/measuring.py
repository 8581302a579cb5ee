"""Time and memory of work, and tables of them.

Takes: what has gone through each stage, as it leaves it. Gives: sums, medians and Markdown.
"""

from __future__ import annotations

import contextlib
import os
import platform
import resource
from importlib import metadata
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LIBRARIES: Final = ("rdflib", "pyshacl", "pyoxigraph", "lxml", "pypdfium2", "python-docx")


class Lap(NamedTuple):
    """What has gone through a stage, how many cores it had and how long it took."""

    stage: str
    characters: int
    documents: int = 1
    cores: int = 1
    seconds: float = 0.0


def clock(laps: Iterable[Lap]) -> dict[str, Lap]:
    """Sums by stage, each lap with the seconds of wall clock that it lets us wait for."""
    sums: dict[str, Lap] = {}
    start = perf_counter()
    for lap in laps:
        seconds = perf_counter() - start
        old = sums.get(lap.stage, Lap(lap.stage, 0, 0))
        counts = old.characters + lap.characters, old.documents + lap.documents
        sums[lap.stage] = Lap(lap.stage, *counts, lap.cores, old.seconds + seconds)
        start = perf_counter()
    return sums


def stage_row(laps: Sequence[Lap]) -> tuple[str, ...]:
    """The row of a stage in several runs: their median and how far they lie apart."""
    stage, characters, documents, cores, _ = laps[0]
    seconds, spread = summary([lap.seconds for lap in laps])
    rates = [count / seconds / n for count in (documents, characters) for n in (1, cores)]
    counts = f"{documents:,}", f"{characters:,}", str(cores)
    return (
        stage,
        *counts,
        f"{seconds:.3g}",
        spread,
        *(f"{float(f'{x:.3g}'):,.12g}" for x in rates),
    )


def summary(values: Sequence[float]) -> tuple[float, str]:
    """The median, and the distance of the extremes in per cent of it; a dash for a single value."""
    middle = median(values)
    return middle, f"{(max(values) - min(values)) / middle:.0%}" if len(values) > 1 else "–"


def table(head: str, rows: Iterable[Sequence[str]], *, padded: bool) -> str:
    """A Markdown table; `padded` lines its columns up for a terminal."""
    names = head.split("|")
    lines = [names, ["---", *["--:"] * (len(names) - 1)], *rows]
    widths = [max(map(len, column)) * padded for column in zip(*lines, strict=True)]
    return "\n".join(f"| {' | '.join(map(str.ljust, cells, widths))} |" for cells in lines) + "\n"


def peak_memory() -> int:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def machine() -> str:
    """Cores, load, Python and libraries in one line, without the name of the machine."""
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    python = f"Python {platform.python_version()}, {platform.machine()}"
    return f"{cores} cores, load {load:.1f} at the start, {python}, {libraries}\n"


def find_family(pid: int) -> list[int]:
    """The process and its descendants, whichever of its threads has started them; none once it has ended."""
    with contextlib.suppress(OSError):
        lists = [path.read_text("ascii") for path in Path(f"/proc/{pid}/task").glob("*/children")]
        children = [int(child) for each in lists for child in each.split()]
        return [pid, *(each for child in children for each in find_family(child))]
    return []
