"""Time and memory of work that is done, and tables of them.

Takes: functions and what they work on. Gives: seconds, rates, ratios and Markdown.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import time
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

LIBRARIES: Final = (
    "rdflib", "pyshacl", "pyoxigraph", "lxml", "pypdfium2", "python-docx", "pypinyin", "rjieba",
)  # fmt: skip
STAGE_HEAD: Final = (
    "stage", "documents", "characters", "cores", "seconds", "spread",
    "documents/s", "characters/s", "characters/s per core",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lap:
    """One stage in one run: what went through it and how long that took on how many cores."""

    documents: int = 0
    characters: int = 0
    seconds: float = 0.0
    cores: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """The laps of one run by stage, in the order of the stages."""

    laps: dict[str, Lap] = field(default_factory=dict)

    def add(self, stage: str, lap: Lap) -> None:
        """Adds what one document, or all of them at once, took in a stage."""
        so_far = self.laps.get(stage, Lap())
        self.laps[stage] = Lap(
            so_far.documents + lap.documents,
            so_far.characters + lap.characters,
            so_far.seconds + lap.seconds,
            lap.cores,
        )


def timed(
    work: Callable[Parameters, Result], *given: Parameters.args, **options: Parameters.kwargs
) -> tuple[Result, float]:
    """What the work gives, and the seconds of wall clock that it took."""
    start = time.perf_counter()
    result = work(*given, **options)
    return result, time.perf_counter() - start


def stage_rows(runs: Sequence[Run]) -> list[tuple[str, ...]]:
    """A row for each stage: medians over the runs, and how far the runs lie apart."""
    stages = dict.fromkeys(stage for run in runs for stage in run.laps)
    return [_stage_row(stage, [r.laps[stage] for r in runs if stage in r.laps]) for stage in stages]


def _stage_row(stage: str, laps: Sequence[Lap]) -> tuple[str, ...]:
    lap = laps[0]
    seconds, spread = summary([lap.seconds for lap in laps])
    return (
        stage,
        f"{lap.documents:,}",
        f"{lap.characters:,}",
        str(lap.cores),
        f"{seconds:.4g}",
        spread,
        f"{lap.documents / seconds:,.1f}",
        f"{lap.characters / seconds:,.0f}",
        f"{lap.characters / seconds / lap.cores:,.0f}",
    )


def summary(values: Sequence[float]) -> tuple[float, str]:
    """Median, and the distance of the extremes in per cent of it; a dash for a single value."""
    middle = statistics.median(values)
    spread = "–" if len(values) < 2 else f"{(max(values) - min(values)) / middle:.0%}"
    return middle, spread


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table whose columns also stand in line on a terminal."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    padded = [
        [cells[0].ljust(widths[0]), *map(str.rjust, cells[1:], widths[1:])]
        for cells in (head, rule, *rows)
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in padded)


def peak_memory() -> int:
    """Bytes that this process has held in memory at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def machine() -> str:
    """Cores, load, Python and libraries in one line, without the name of the machine."""
    libraries = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    return (
        f"{len(os.sched_getaffinity(0))} cores ({platform.machine()}, load "
        f"{os.getloadavg()[0]:.1f}), Python {platform.python_version()}, {libraries}"
    )
