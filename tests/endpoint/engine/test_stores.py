from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from endpoint.engine.stores import StoreKind, choose_kind, open_store, read_memory

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph

GIGABYTE = 1 << 30


def quads_of(store: pyoxigraph.Store) -> set[str]:
    return {str(each) for each in store}


@pytest.fixture
def copied(release: Path, tmp_path: Path) -> Path:
    """A release that a test may damage."""
    return shutil.copytree(release / "current", tmp_path / "copied")


def test_both_stores_have_the_same_quads(release: Path) -> None:
    path = release / "current" / "store"
    on_disk, in_memory = (open_store(path, each) for each in (StoreKind.DISK, StoreKind.MEMORY))

    assert len(quads_of(on_disk)) > 20
    assert quads_of(on_disk) == quads_of(in_memory)


def test_a_store_on_disk_cannot_be_written(release: Path) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        open_store(release / "current" / "store", StoreKind.DISK).clear()


@pytest.mark.parametrize(
    ("wanted", "dump", "memory", "expected"),
    [
        (StoreKind.AUTO, 283_000_000, 8 * GIGABYTE, StoreKind.MEMORY),  # a million quads
        (StoreKind.AUTO, 283_000_000, 4 * GIGABYTE, StoreKind.DISK),
        (StoreKind.AUTO, None, 8 * GIGABYTE, StoreKind.DISK),
        (StoreKind.MEMORY, 283_000_000, 1 * GIGABYTE, StoreKind.MEMORY),
        (StoreKind.DISK, 1, 8 * GIGABYTE, StoreKind.DISK),
    ],
)
def test_the_store_fits_the_memory(
    wanted: StoreKind, dump: int | None, memory: int, expected: StoreKind
) -> None:
    assert choose_kind(wanted, dump, memory) is expected


@pytest.mark.parametrize(("limit", "bounds"), [("1000\n", True), ("max\n", False), (None, False)])
def test_a_control_group_may_bound_the_memory(
    tmp_path: Path, limit: str | None, bounds: bool
) -> None:
    file = tmp_path / "memory.max"
    if limit is not None:
        file.write_text(limit, encoding="ascii")

    found = read_memory(file)

    assert (found == 1000) is bounds
    assert found == 1000 or found > 1 << 28


def test_auto_without_a_dump_is_on_disk(copied: Path) -> None:
    (copied / "dumps" / "fagui.nq").unlink()

    assert len(open_store(copied / "store", StoreKind.AUTO)) > 20
    with pytest.raises(ValueError, match=r"fagui\.nq is not there to be read; remedy: set FAGUI"):
        open_store(copied / "store", StoreKind.MEMORY)


def test_a_dump_of_other_data_is_refused(copied: Path) -> None:
    with (copied / "dumps" / "fagui.nq").open("a", encoding="utf-8") as dump:
        dump.write("<a:b> <a:b> <a:b> <a:b> .\n")

    with pytest.raises(ValueError, match=r"fagui\.nq has \d+ quads and the store \d+"):
        open_store(copied / "store", StoreKind.MEMORY)
