"""Turtle that names the files beside it, wherever it is served from.

Takes: triples, and paths of a release. Gives: Turtle with references relative to the directory of the
dumps (RFC 3986, section 5): a client resolves them against the address that it read the file from.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from converters.writers.dumps import turtle_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# RFC 6761 reserves the name: no such host exists, so that nothing else can begin like this.
_HERE: Final = "http://dumps.invalid/"
HERE: Final = f"{_HERE}./"
"""The directory of the dumps."""
_FOLDERS: Final = ("dumps/", "publication/")


def relative(path: str, fragment: str = "") -> str:
    """Stands for a file of a release, by its path there, in what `relative_turtle` writes.

    Reports keep the name of their folder; files of the other folders are served without it.
    """
    for folder in _FOLDERS:
        path = path.removeprefix(folder)
    return _HERE + quote(path) + (f"#{quote(fragment)}" if fragment else "")


def relative_turtle(triples: Iterable[Triple], links: Iterable[tuple[str, str, str]] = ()) -> bytes:
    """The triples, and links between IRIs, as Turtle with relative references."""
    linked = (Triple(*map(NamedNode, link)) for link in links)
    written = turtle_of(chain(triples, linked))
    return written.replace(f"<{_HERE}".encode(), b"<")
