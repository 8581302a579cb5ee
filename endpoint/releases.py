"""Which release is served: found again at every request, opened once, kept while requests use it.

Takes: a directory that a build wrote (or one release). Gives: the open `Release` of this moment.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from endpoint.engine.interface import Engine, EngineError
from endpoint.protocol.errors import EndpointError, Problem

MANIFEST: Final = "manifest.json"
CURRENT: Final = "current"
STORE: Final = "store"

EngineMaker = Callable[[Path], Engine]
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class ReleaseError(Exception):
    """A release cannot be opened; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release, as the manifest lists it."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build says of its release."""

    id: str
    software: str
    base: str
    documents: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...]
    files: tuple[ReleaseFile, ...]

    def count(self, name: str) -> int:
        """A number of the manifest, 0 where it is missing."""
        return dict(self.counts).get(name, 0)


def parse_manifest(content: str) -> Manifest:
    """The manifest in the text of its file; raises ReleaseError where it is not one."""
    try:
        told: dict[str, Any] = json.loads(content)
        return Manifest(
            id=str(told["id"]),
            software=str(told["software"]),
            base=str(told["base"]),
            documents=tuple(str(each["id"]) for each in told["documents"]),
            left_out=tuple(
                (str(each["document"]), str(each["problem"])) for each in told.get("left_out", [])
            ),
            counts=tuple((str(name), int(number)) for name, number in told["counts"].items()),
            files=tuple(
                ReleaseFile(str(path), str(each["sha256"]), int(each["bytes"]))
                for path, each in sorted(told["files"].items())
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{MANIFEST} is not a manifest of format 1 ({type(error).__name__}: {error})"
        raise ReleaseError(message) from error


@dataclass(eq=False)
class Release:
    """An open release. Its engine and its lock end when no request refers to it any more."""

    path: Path
    manifest: Manifest
    engine: Engine
    lock: int
    _kept: dict[object, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        weakref.finalize(self, os.close, self.lock)

    def keep(self, key: object, make: Callable[[], _T]) -> _T:
        """What `make` gives, made once for the life of the release, whose data never change."""
        if key not in self._kept:
            self._kept[key] = make()
        kept: _T = self._kept[key]
        return kept


def find_release(directory: Path) -> Path | None:
    """The release directory that is current now; None where there is none.

    A relative link is resolved by one `readlink`; every request pays for it.
    """
    current = directory / CURRENT
    try:
        return directory / current.readlink()
    except OSError:
        pass
    for candidate in (current, directory):  # a copy without links, or one release itself
        if (candidate / MANIFEST).is_file():
            return candidate
    return None


class Releases:
    """Opens the current release and serves it until another becomes current."""

    def __init__(self, directory: Path, make_engine: EngineMaker, base: str) -> None:
        self._directory = directory
        self._make_engine = make_engine
        self._base = base
        self._lock = threading.Lock()
        self._open: Release | None = None
        self._refused: Path | None = None
        self._problem = ""

    @property
    def problem(self) -> str:
        """Why the release that is current now is not the one that is served; empty if it is."""
        return self._problem

    def current(self) -> Release:
        """The open release; raises EndpointError (503) where there is none."""
        path = find_release(self._directory)
        open_ = self._open
        if open_ is None or (path is not None and path not in {open_.path, self._refused}):
            open_ = self._switch(path)
        if open_ is None:
            raise EndpointError(_no_release(self._directory, self._problem))
        return open_

    def _switch(self, path: Path | None) -> Release | None:
        """Open `path` in the place of what is open; what is open stays where that fails.

        While one request opens a release, which may take seconds, others are answered from the old.
        """
        if not self._lock.acquire(blocking=self._open is None):
            return self._open
        try:
            if path is None:
                self._problem = "no release has been published there"
            elif self._open is None or self._open.path != path:
                self._replace(path)
            return self._open
        finally:
            self._lock.release()

    def _replace(self, path: Path) -> None:
        try:
            self._open = self._read(path)
            self._refused, self._problem = None, ""
        except (ReleaseError, EngineError, OSError) as error:
            self._refused, self._problem = path, str(error)
            _log.error("release %s cannot be served: %s", path.name, error)

    def _read(self, path: Path) -> Release:
        lock = _lock_manifest(path / MANIFEST)
        try:
            return self._open_locked(path, lock)
        except BaseException:
            os.close(lock)
            raise

    def _open_locked(self, path: Path, lock: int) -> Release:
        manifest = parse_manifest((path / MANIFEST).read_text(encoding="utf-8"))
        if manifest.base != self._base:
            message = f"its IRIs begin with {manifest.base}; remedy: set FAGUI_BASE to that"
            raise ReleaseError(message)
        return Release(path, manifest, self._make_engine(path / STORE), lock)


def _lock_manifest(path: Path) -> int:
    """A descriptor of the manifest under a shared lock, by which builds know that it is in use."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        message = "a build is removing it"
        raise ReleaseError(message) from error
    return descriptor


def _no_release(directory: Path, problem: str) -> Problem:
    return Problem(
        status=503,
        title="No release is served",
        detail=f"the release directory {directory.name!r}: {problem}",
        remedy="build one with `fagui build --out DIR` and name DIR in FAGUI_RELEASE",
        headers=(("Retry-After", "30"),),
    )
