"""Many documents in worker processes: each with a deadline and a memory limit, none stops the others.

Takes: items and the function that works on one. Gives: its result, or why there is none, in the order
of the items whatever the number of workers.
"""

from __future__ import annotations

import gc
import multiprocessing
import resource
from collections import deque
from concurrent.futures import TimeoutError as DeadlineError
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from pebble import ProcessExpired, ProcessPool

from converters.errors import ConversionError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from concurrent.futures import Future

    from converters.settings import Limits

Item = TypeVar("Item")
Result = TypeVar("Result")

# Results wait in memory until those before them are taken: only so many run ahead.
AHEAD_PER_WORKER: Final = 3
# A worker is renewed after so many documents, which returns fragmented memory.
DOCUMENTS_PER_WORKER: Final = 200
PRELOADED: Final = ("converters.release.product",)


def run_in_workers(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    name: Callable[[Item], str],
    limits: Limits,
) -> Generator[Result | ConversionError, None, None]:
    """What `work` gives for each item, in order; a ConversionError where it fails or is stopped.

    `work` and its results pass between processes: a function of a module, and picklable values.
    """
    # A server without threads forks the workers: forking this process, which has threads, is unsafe.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(PRELOADED))
    waiting = iter(items)
    running: deque[tuple[Item, Future[Result]]] = deque()
    pool = ProcessPool(
        max_workers=min(limits.workers, max(len(items), 1)),
        max_tasks=DOCUMENTS_PER_WORKER,
        initializer=prepare_worker,
        initargs=(limits.memory,),
        context=context,
    )
    try:
        while True:
            room = limits.workers * AHEAD_PER_WORKER - len(running)
            running.extend(
                (item, pool.schedule(work, args=(item,), timeout=limits.seconds))
                for item in islice(waiting, room)
            )
            if not running:
                return
            item, future = running.popleft()
            outcome: Result | ConversionError = _outcome(future, name(item), limits)
            yield outcome
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it without types
        pool.join()


# Validation makes millions of small objects that live until the document is done: collecting them
# over and over cost a third of a worker's time. Workers are renewed and their memory is bounded.
COLLECTION_THRESHOLD: Final = 500_000


def prepare_worker(memory: int) -> None:
    """Set up a worker: its memory limit, and a garbage collector that comes seldom."""
    gc.set_threshold(COLLECTION_THRESHOLD)
    limit_memory(memory)


def limit_memory(size: int) -> None:
    """Bounds the address space of this process to `size` bytes and writes no core file."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _outcome(future: Future[Result], name: str, limits: Limits) -> Result | ConversionError:
    try:
        return future.result()
    except ConversionError as error:
        return error
    except DeadlineError:
        return ConversionError(
            name,
            "conversion",
            f"was stopped after {limits.seconds} seconds",
            "divide the document, or set FAGUI_DOCUMENT_SECONDS higher",
        )
    except MemoryError:
        return _too_large(name, f"needs more than {limits.memory >> 20} MB of memory")
    except ProcessExpired as error:
        return _too_large(name, f"ended its worker process (exit code {error.exitcode})")
    except Exception as error:  # a defect met by one document must not stop the others
        return ConversionError(
            name,
            "conversion",
            f"met a defect of this program ({type(error).__name__}: {error})",
            "leave the document out and report it with this line",
        )


def _too_large(name: str, problem: str) -> ConversionError:
    return ConversionError(
        name,
        "conversion",
        problem,
        "divide the document, or set FAGUI_DOCUMENT_MEMORY higher",
    )
