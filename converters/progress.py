"""What a long command is doing: bars on a terminal, plain lines elsewhere, both on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Reporter(Protocol):
    """Shows stages; `stage` gives the function to call with the name of each thing that is done."""

    def stage(self, title: str, total: int) -> AbstractContextManager[Callable[[str], None]]:
        """A stage of `total` steps, shown while the context lasts."""


class SilentReporter:
    """Shows nothing."""

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """A stage that nobody sees."""
        yield lambda name: None


class LineReporter:
    """One plain line a step."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """A stage whose steps are lines `title n/total name`."""
        done = 0

        def advance(name: str) -> None:
            nonlocal done
            done += 1
            self._stream.write(f"{title} {done}/{total} {name}\n")
            self._stream.flush()

        yield advance


class BarReporter:
    """A bar a stage, with the name of the last thing done."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream)

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """A stage as a bar that stays on the screen."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}", markup=False),
        )
        with Progress(*columns, console=self._console) as bars:
            task = bars.add_task(title, total=total, last="")
            yield lambda name: bars.update(task, advance=1, last=name)


class LateReporter:
    """What another reporter shows, from the moment that a stage has lasted some seconds."""

    def __init__(self, reporter: Reporter, seconds: float = 2.0) -> None:
        self._reporter = reporter
        self._seconds = seconds

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """A stage whose first steps are shown together, if it lasts."""
        begun = time.monotonic()
        unseen: list[str] = []
        show: Callable[[str], None] | None = None
        with ExitStack() as stack:

            def advance(name: str) -> None:
                nonlocal show
                unseen.append(name)
                if show is None and time.monotonic() - begun >= self._seconds:
                    show = stack.enter_context(self._reporter.stage(title, total))
                if show is not None:
                    for each in unseen:
                        show(each)
                    unseen.clear()

            yield advance


def reporter_for(stream: TextIO = sys.stderr) -> Reporter:
    """Bars where the stream is a terminal, else plain lines."""
    return BarReporter(stream) if stream.isatty() else LineReporter(stream)
