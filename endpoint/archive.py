"""The releases that are in place, and the files that each of them offers for download.

Takes: the directory that builds publish into. Gives: what the manifest and the record of publication of
each release say. Nothing is opened that they do not list.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from endpoint.releases import MANIFEST, Manifest, ReleaseError, ReleaseFile, parse_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RELEASES: Final = "releases"
RECORD: Final = "publication/record.json"
REPORTS: Final = "reports/"
# Files of these folders are served without the name of the folder.
_UNNAMED: Final = ("dumps/", "publication/")


@dataclass(frozen=True, slots=True)
class Publication:
    """When a release came out (UTC, xsd:dateTime), which release was before it, and what else is known.

    `earlier` are the releases that its changelog tells of, with their times; `files` the files that
    depend on the moment of publication, which the manifest does not list.
    """

    published: str = ""
    previous: str | None = None
    earlier: tuple[tuple[str, str], ...] = ()
    files: tuple[ReleaseFile, ...] = ()

    @property
    def day(self) -> str:
        """The day of publication, empty where no record tells it."""
        return self.published[:10]


@dataclass(frozen=True, slots=True)
class StoredRelease:
    """A release in its place: what it holds and when it came out."""

    path: Path
    manifest: Manifest
    publication: Publication

    def files(self) -> dict[str, ReleaseFile]:
        """The files that are served, by the name that they are served under."""
        listed = (*self.manifest.files, *self.publication.files)
        return {name: file for file in listed if (name := served_name(file.path))}


def served_name(path: str) -> str:
    """The name that a file of a release is served under; empty if it is not served.

    >>> served_name("dumps/fagui.nq"), served_name("reports/shacl.ttl"), served_name("store/LOG")
    ('fagui.nq', 'reports/shacl.ttl', '')
    """
    if ".." in PurePosixPath(path).parts:
        return ""
    if path.startswith(REPORTS):
        return path
    return next((path.removeprefix(each) for each in _UNNAMED if path.startswith(each)), "")


def parse_publication(content: str) -> Publication:
    """What a record of publication says; ReleaseError where it is none."""
    try:
        told: Mapping[str, Any] = json.loads(content)
        return Publication(
            published=str(told["published"]),
            previous=None if told["previous"] is None else str(told["previous"]),
            earlier=tuple((str(e["release"]), str(e["published"])) for e in told["entries"]),
            files=tuple(
                ReleaseFile(str(path), str(each["sha256"]), int(each["bytes"]))
                for path, each in sorted(told["files"].items())
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{RECORD} is no record of publication ({type(error).__name__}: {error})"
        raise ReleaseError(message) from error


def read_stored(path: Path, manifest: Manifest) -> StoredRelease:
    """A release whose manifest is known; without a record of publication it has no date."""
    try:
        record = parse_publication((path / RECORD).read_text(encoding="utf-8"))
    except (OSError, ReleaseError):
        record = Publication()
    return StoredRelease(path, manifest, record)


def list_stored(directory: Path, current: StoredRelease) -> tuple[StoredRelease, ...]:
    """The current release and the earlier ones that are in place, the latest first."""
    found = {current.manifest.id: current}
    try:
        paths = sorted((directory / RELEASES).iterdir())
    except OSError:
        paths = []
    for path in paths:
        stored = _read(path)
        if stored is not None:
            found.setdefault(stored.manifest.id, stored)
    return tuple(
        sorted(found.values(), key=lambda each: (each.publication.published, each.manifest.id))
    )[::-1]


def find_by_day(stored: Iterable[StoredRelease], day: str) -> StoredRelease | None:
    """The release that was the latest at the end of a day (YYYY-MM-DD, UTC), None if there was none."""
    dated = [each for each in stored if each.publication.day and each.publication.day <= day]
    return max(dated, key=lambda each: each.publication.published, default=None)


def checksums(files: Mapping[str, ReleaseFile]) -> str:
    """The lines that `sha256sum --check` reads."""
    return "".join(f"{file.sha256}  {name}\n" for name, file in sorted(files.items()))


def _read(path: Path) -> StoredRelease | None:
    """The release in a directory; None where it is none, or is being written or removed."""
    try:
        changed = (path / MANIFEST).stat().st_mtime_ns
        stored = _read_once(path, changed)
    except (OSError, ReleaseError):
        return None
    return stored if stored.manifest.id == path.name else None


@lru_cache(maxsize=64)
def _read_once(path: Path, _changed: int) -> StoredRelease:
    manifest = parse_manifest((path / MANIFEST).read_text(encoding="utf-8"))
    return read_stored(path, manifest)
