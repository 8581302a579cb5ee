"""Which regulations earlier releases had that this one lacks: their IRIs are gone, not unknown.

Takes: the directory of a release and its manifest. Gives: IRIs of works and versions, each with the earlier
release that had it last. What is known is what the manifests of the kept releases say, and no more.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from endpoint.description.links import parents_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_MANIFEST: Final = "manifest.json"
_RELEASES: Final = "releases"


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A work or version that an earlier release had, its title there, and that release."""

    iri: str
    title: str
    release: str


def read_withdrawn(release: Path) -> dict[str, Withdrawn]:
    """What the kept earlier releases had and this one lacks, by IRI; the later release counts."""
    if release.parent.name != _RELEASES:
        return {}
    # A name that begins with a full stop is a release that is being written.
    found = release.parent.glob(f"[!.]*/{_MANIFEST}")
    manifests = sorted(found, key=lambda path: path.stat().st_mtime)
    had: dict[str, Withdrawn] = {}
    present: set[str] = set()
    for path in manifests:
        told = dict(_read_documents(path))
        if path.parent.name == release.name:
            present = set(told)
        else:
            had |= told
    return {iri: each for iri, each in had.items() if iri not in present}


def find_withdrawn(iri: str, withdrawn: Mapping[str, Withdrawn]) -> Withdrawn | None:
    """The withdrawn thing that an IRI is, or stands below."""
    return next((withdrawn[each] for each in (iri, *parents_of(iri)) if each in withdrawn), None)


def _read_documents(manifest: Path) -> Iterator[tuple[str, Withdrawn]]:
    """Works and versions of a release; an unreadable manifest tells of none."""
    try:
        told: dict[str, Any] = json.loads(manifest.read_bytes())
        for document in told["documents"]:
            for iri in (document["work"], document["version"]):
                yield iri, Withdrawn(iri, str(document["title"]), str(told["id"]))
    except (OSError, ValueError, KeyError, TypeError):
        return
