"""The catalogue of a build: the works of its documents, in one file that every worker reads.

Takes: documents. Gives: an `Entry` for each, a file of SQLite with all of them, and `StoredCatalogue`,
which reads of it what a document cites: a worker's memory does not grow with the release.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import zlib
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from converters.annotation.citations.titles import key
from converters.pipeline import read_document
from converters.rdf.citing import Edition, cited_under, make_edition
from converters.rdf.identity import identify
from converters.rdf.pointing import Layout
from converters.sources import load_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from converters.structure.addresses import Steps

_TABLES: Final = """
CREATE TABLE edition (
    version TEXT PRIMARY KEY, title TEXT, work TEXT, date TEXT, since TEXT, layout BLOB
) WITHOUT ROWID;
CREATE TABLE name (name TEXT, version TEXT, PRIMARY KEY (name, version)) WITHOUT ROWID;
"""
_FIND: Final = """
SELECT title, work, version, date, layout, since FROM name JOIN edition USING (version)
WHERE name = ? ORDER BY ifnull(date, ''), version
"""
# A stopped build starts again from nothing: its catalogue needs no protection.
_UNPROTECTED: Final = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
# A document cites the same few works over and over.
_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition as it passes between processes, with its layout as bytes."""

    title: str
    work: str
    version: str
    date: str | None
    since: str | None
    layout: bytes = field(repr=False)


def make_entry(path: Path) -> Entry:
    """The entry of the document in a file; ConversionError where it holds none."""
    document = read_document(load_source(path))
    edition = make_edition(document, identify(document))
    return Entry(
        edition.title,
        edition.work,
        edition.version,
        edition.date,
        edition.since,
        pack_layout(edition.layout),
    )


def write_catalogue(path: Path, entries: Iterable[Entry]) -> None:
    """Writes the catalogue; of entries with the same version the first counts. OSError where it fails."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            file.executescript(_UNPROTECTED + _TABLES)
            file.execute("BEGIN")
            for entry in entries:
                _write(file, entry)
            file.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _write(file: sqlite3.Connection, entry: Entry) -> None:
    row = (entry.version, entry.title, entry.work, entry.date, entry.since, entry.layout)
    if file.execute("INSERT OR IGNORE INTO edition VALUES (?, ?, ?, ?, ?, ?)", row).rowcount:
        names = [(name, entry.version) for name in cited_under(entry.title)]
        file.executemany("INSERT INTO name VALUES (?, ?)", names)


class StoredCatalogue:
    """The works in the file of a build."""

    def __init__(self, path: Path) -> None:
        # Nobody writes the file any more: no locks are needed.
        name = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._file = sqlite3.connect(name, uri=True)
        self._editions = lru_cache(maxsize=_KEPT)(self._read)

    def find(self, title: str) -> tuple[Edition, ...]:
        """The editions of the work with a title, in the order of `age`."""
        return self._editions(key(title))

    def _read(self, name: str) -> tuple[Edition, ...]:
        return tuple(
            Edition(title, work, version, date, unpack_layout(layout), since)
            for title, work, version, date, layout, since in self._file.execute(_FIND, (name,))
        )


@lru_cache(maxsize=1)
def open_catalogue(path: Path) -> StoredCatalogue:
    """The catalogue in a file, opened once in a process."""
    return StoredCatalogue(path)


def pack_layout(layout: Layout) -> bytes:
    """A layout as bytes: each unit and the place of its holder among the units, -1 for none.

    >>> unpack_layout(pack_layout(Layout.within_holders({(("art", "1"),): ()}))).articles
    ((('art', '1'),),)
    """
    places = {steps: place for place, steps in enumerate(layout.around)}
    rows = [(steps, places.get(holder, -1)) for steps, holder in layout.around.items()]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpack_layout(packed: bytes) -> Layout:
    """The layout that was packed."""
    rows = json.loads(zlib.decompress(packed))
    units: list[Steps] = [tuple((kind, number) for kind, number in steps) for steps, _ in rows]
    holders = [units[place] if place >= 0 else () for _, place in rows]
    return Layout.within_holders(dict(zip(units, holders, strict=True)))
