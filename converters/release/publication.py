"""The record of a publication: when a release came out, after which, and what it changed.

A release is what its documents make of it, the same bytes at every build. What depends on the moment and
on the release before stands apart, in `publication/`: record, changelog and catalogue. They have no part
in the id of the release, and the manifest does not list them.

Takes: a finished release, the one that is current, the time. Gives: the files in `publication/`.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from converters.description.changelog import changelog_turtle
from converters.description.changes import Entry, compare, is_comparable, keep_entries, read_entry
from converters.description.dcat import CATALOGUE, Publication, catalogue_turtle
from converters.errors import ConversionError
from converters.release.publish import current_release, digest, read_release_manifest
from converters.writers.dumps import json_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from converters.settings import Publishing

CHANGELOG: Final = "publication/changelog.ttl"
RECORD: Final = "publication/record.json"
_EPOCH: Final = "SOURCE_DATE_EPOCH"


def write_publication(
    directory: Path, manifest: Mapping[str, Any], out: Path, publishing: Publishing
) -> None:
    """Writes the record, changelog and catalogue of a release that is about to be published."""
    before = current_release(out)
    entries = () if before is None else read_entries(before)
    entry = _make_entry(manifest, before)
    entries = keep_entries(entries, entry, publishing.kept)
    (directory / "publication").mkdir()
    files = {
        CHANGELOG: changelog_turtle(entries),
        CATALOGUE: catalogue_turtle(Publication(manifest, entry, publishing.publisher)),
    }
    for name, content in files.items():
        (directory / name).write_bytes(content)
    record = {
        "release": entry.release,
        "published": entry.published,
        "previous": entry.previous,
        "entries": [each.as_json() for each in entries],
        "files": {
            name: {"sha256": digest(directory / name), "bytes": len(content)}
            for name, content in files.items()
        },
    }
    (directory / RECORD).write_bytes(json_lines(record))


def read_entries(release: Path) -> tuple[Entry, ...]:
    """The publications that a release knows of, its own last; none where it has no readable record."""
    try:
        record = json.loads((release / RECORD).read_bytes())
        return tuple(map(read_entry, record["entries"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def publication_time(environment: Mapping[str, str] = os.environ) -> str:
    """The time of publication in UTC as xsd:dateTime, or the time that SOURCE_DATE_EPOCH gives.

    The variable is that of https://reproducible-builds.org/specs/source-date-epoch/.

    >>> publication_time({"SOURCE_DATE_EPOCH": "1732752000"})
    '2024-11-28T00:00:00Z'
    """
    given = environment.get(_EPOCH, "")
    if not given:
        moment = datetime.now(UTC)
    elif given.isascii() and given.isdecimal() and len(given) < 12:
        moment = datetime.fromtimestamp(int(given), UTC)
    else:
        raise ConversionError(
            _EPOCH,
            "environment",
            f"is {given!r}, allowed is a number of seconds since 1970",
            "correct it or unset it",
        )
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _make_entry(manifest: Mapping[str, Any], before: Path | None) -> Entry:
    published = publication_time()
    earlier = None if before is None else _comparable_manifest(before)
    if earlier is None or earlier["id"] == manifest["id"]:
        return Entry(manifest["id"], published, None, ())
    return Entry(manifest["id"], published, earlier["id"], compare(earlier, manifest))


def _comparable_manifest(release: Path) -> Mapping[str, Any] | None:
    """The manifest of a release, None where it is damaged or older than digests of graphs."""
    try:
        manifest = read_release_manifest(release)
    except ConversionError:
        return None
    return manifest if is_comparable(manifest) else None
