"""What the kernel tells of the server and of the processes that it has started."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Process:
    """A process of the tree."""

    pid: int
    parent: int
    state: str
    threads: int


def _read(pid: int) -> Process | None:
    try:
        content = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    fields = content.rpartition(")")[2].split()
    return Process(pid, int(fields[1]), fields[0], int(fields[17]))


def list_tree(root: int) -> list[Process]:
    """The process and all that descend from it."""
    found = [_read(int(each.name)) for each in Path("/proc").iterdir() if each.name.isdigit()]
    processes = [each for each in found if each is not None]
    tree = [each for each in processes if each.pid == root]
    for above in tree:
        tree += [each for each in processes if each.parent == above.pid]
    return tree


def count_running(root: int) -> int:
    """Processes of the tree that compute, or would if the machine had a processor for them."""
    return sum(each.state == "R" for each in list_tree(root))


def await_rest(root: int, seconds: float) -> bool:
    """Whether the tree comes to rest in time: again and again no process has anything to compute."""
    deadline = time.monotonic() + seconds
    at_rest = 0
    while time.monotonic() < deadline and at_rest < 10:
        at_rest = 0 if count_running(root) else at_rest + 1
        time.sleep(0.05)
    return at_rest == 10


def await_running(root: int, number: int, seconds: float) -> bool:
    """Whether so many processes of the tree compute at the same time before long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if count_running(root) >= number:
            return True
        time.sleep(0.02)
    return False


def count_descriptors(pid: int) -> int:
    """Open descriptors of a process, 0 where it has ended."""
    with contextlib.suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 – a count is all we need
    return 0


def private_bytes(pid: int) -> int:
    """Resident bytes that a process does not share with files."""
    with contextlib.suppress(OSError, IndexError):
        _, resident, shared, *_ = Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()
        return (int(resident) - int(shared)) * _PAGE
    return 0


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a tree of processes holds."""

    processes: int
    zombies: int
    threads: int
    descriptors: int

    @classmethod
    def of(cls, root: int) -> Holdings:
        """What the tree holds now."""
        tree = list_tree(root)
        return cls(
            processes=len(tree),
            zombies=sum(each.state == "Z" for each in tree),
            threads=sum(each.threads for each in tree if each.pid == root),
            descriptors=sum(count_descriptors(each.pid) for each in tree),
        )


class MemoryWatch(threading.Thread):
    """Keeps the highest memory of a tree of processes until it is stopped."""

    def __init__(self, root: int, interval: float = 0.1) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._interval = interval
        self._ended = threading.Event()
        self.peak = 0

    def run(self) -> None:
        """Look again and again."""
        while not self._ended.wait(self._interval):
            total = sum(private_bytes(each.pid) for each in list_tree(self._root))
            self.peak = max(self.peak, total)

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()
