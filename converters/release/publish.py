"""Putting a release in place: whole or not at all, whatever happens while it is written.

Takes: an output directory. Gives: a directory to build in, and its atomic publication.

A release is written into `releases/.building-…`, synchronised to disk, renamed to `releases/<id>`, and
the link `current` is replaced by a rename. Whoever stops the process at any moment leaves `current` on
a whole release: the earlier one or the new one. The kernel frees the lock of a process that is gone.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from converters.errors import ConversionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CURRENT: Final = "current"
RELEASES: Final = "releases"
LOCK: Final = ".lock"
MANIFEST: Final = "manifest.json"
BUILDING: Final = ".building-"
LINKING: Final = ".current-"
CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Workplace:
    """A directory that one build alone writes into, beside the releases of `out`."""

    out: Path
    directory: Path

    @property
    def releases(self) -> Path:
        """The directory of the published releases."""
        return self.out / RELEASES


@contextmanager
def open_workplace(out: Path) -> Iterator[Workplace]:
    """A new directory to build in; locks `out` and clears away what stopped builds left there."""
    with _locked(out):
        releases = out / RELEASES
        _sweep(out, releases)
        directory = releases / f"{BUILDING}{os.getpid()}-{secrets.token_hex(4)}"
        directory.mkdir()
        try:
            yield Workplace(out, directory)
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def publish(
    place: Workplace,
    release_id: str,
    checkpoint: Callable[[str], None] = lambda step: None,
    kept: int = 2,
) -> Path:
    """The published release; `checkpoint` is called after each step with its name (for tests).

    A release with the same id that is whole stays untouched. The `kept` latest releases stay, with the
    one that was current before, for those who still read it, and any that a reader holds a lock on.
    """
    target = place.releases / release_id
    if is_whole(target):
        shutil.rmtree(place.directory, ignore_errors=True)
    else:
        _synchronise_tree(place.directory)
        checkpoint("synchronised")
        if target.exists():
            # A damaged release of this id: out of the way first, a rename cannot replace it.
            target.rename(place.releases / f"{BUILDING}damaged-{secrets.token_hex(4)}")
            checkpoint("damaged release moved")
        place.directory.rename(target)
        checkpoint("renamed")
        _synchronise_path(place.releases)
        checkpoint("releases synchronised")
    previous = current_release(place.out)
    if previous != target.resolve():
        _point_current_to(place.out, release_id, checkpoint)
        _remove_others(place.releases, {target.resolve(), previous}, kept)
        checkpoint("older releases removed")
    return target


def current_release(out: Path) -> Path | None:
    """The release that `current` points to, None where nothing is published."""
    link = out / CURRENT
    return link.resolve() if link.is_symlink() and link.is_dir() else None


def find_release(directory: Path) -> Path:
    """The release in an output directory (its `current`), or the directory that is a release."""
    release = current_release(directory) or directory
    if not (release / MANIFEST).is_file():
        raise ConversionError(
            str(directory),
            "release",
            "holds no published release",
            "build one with `fagui build`, or name its directory with --release",
        )
    return release


def read_release_manifest(release: Path) -> dict[str, Any]:
    """The manifest of a release; ConversionError where it is damaged."""
    try:
        manifest = json.loads((release / MANIFEST).read_bytes())
        if isinstance(manifest, dict) and isinstance(manifest["files"], dict):
            return manifest
    except (OSError, ValueError, KeyError):
        pass
    raise ConversionError(
        str(release / MANIFEST), "file", "is damaged", "remove the release and build it again"
    )


def damaged_files(release: Path) -> list[str]:
    """Names of the files that are missing or differ from what the manifest of the release says."""
    return [
        name
        for name, facts in sorted(read_release_manifest(release)["files"].items())
        if not (release / name).is_file() or digest(release / name) != facts["sha256"]
    ]


def is_whole(release: Path) -> bool:
    """Whether the directory is a release with all its files as they were published."""
    try:
        return (release / "store" / "CURRENT").is_file() and not damaged_files(release)
    except (ConversionError, OSError):
        return False


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    if out.exists() and not out.is_dir():
        raise ConversionError(
            str(out), "output", "is a file", "name a directory that may be created or written"
        )
    if (out / CURRENT).exists() and not (out / CURRENT).is_symlink():
        raise ConversionError(
            str(out / CURRENT),
            "output",
            "is no link: this is not a directory that builds publish into",
            "name another directory",
        )
    (out / RELEASES).mkdir(parents=True, exist_ok=True)
    with (out / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConversionError(
                str(out),
                "output",
                "another build is writing into this directory",
                "wait until it has finished, or name another directory with --out",
            ) from error
        yield


def _sweep(out: Path, releases: Path) -> None:
    # Who holds the lock is the only builder alive, so that every directory of a build is a leftover;
    # process ids prove nothing, they are given out again.
    for leftover in releases.glob(f"{BUILDING}*"):
        shutil.rmtree(leftover)
    for link in out.glob(f"{LINKING}*"):
        link.unlink()


def _point_current_to(out: Path, release_id: str, checkpoint: Callable[[str], None]) -> None:
    link = out / f"{LINKING}{os.getpid()}-{secrets.token_hex(4)}"
    link.symlink_to(Path(RELEASES) / release_id)
    checkpoint("link written")
    link.replace(out / CURRENT)
    checkpoint("link replaced")
    _synchronise_path(out)
    checkpoint("output synchronised")


def _remove_others(releases: Path, needed: set[Path | None], kept: int) -> None:
    others = [release for release in releases.iterdir() if release.resolve() not in needed]
    others.sort(key=_age)
    for release in others[max(kept - len(needed - {None}), 0) :]:
        if not _is_read(release):
            shutil.rmtree(release, ignore_errors=True)


def _age(release: Path) -> tuple[bool, int]:
    """What sorts releases from the latest to the first, what is none after them."""
    try:
        return False, -(release / MANIFEST).stat().st_mtime_ns
    except OSError:
        return True, 0


def _is_read(release: Path) -> bool:
    """Whether a reader holds a shared lock (flock) on the manifest of a release."""
    try:
        with (release / MANIFEST).open("rb") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _synchronise_tree(directory: Path) -> None:
    for folder, _, names in os.walk(directory):
        for name in names:
            _synchronise_path(Path(folder) / name)
        _synchronise_path(Path(folder))


def _synchronise_path(path: Path) -> None:
    """Brings a file, or the names in a directory, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
