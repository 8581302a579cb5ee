"""What a release adds, removes and changes, against the release before it.

Takes: two manifests. Gives: a `Change` for each named graph that differs by its digest, and the entry
that the record of publication keeps of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """A graph that a release adds, removes or changes.

    `work` and `title` are those of a document's graph; `new_work`: no other version of the document is
    in the other release.
    """

    kind: str
    graph: str
    work: str | None = None
    title: str | None = None
    new_work: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One publication: which release, when, after which, and what changed by it."""

    release: str
    published: str
    previous: str | None
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The entry as `read_entry` takes it."""
        return asdict(self)


def read_entry(told: Mapping[str, Any]) -> Entry:
    """The entry that a record of publication tells."""
    changes = tuple(Change(**each) for each in told["changes"])
    return Entry(told["release"], told["published"], told["previous"], changes)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes from one manifest to the next: documents first, then vocabularies and reports."""
    found = [
        *_only_in(before, after, REMOVED),
        *_only_in(after, before, ADDED),
        *_changed(before, after),
    ]
    return tuple(sorted(found, key=lambda change: (change.work is None, change.graph)))


def is_comparable(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest states the digests of its graphs; those of early releases do not."""
    return "graphs" in manifest


def _only_in(one: Mapping[str, Any], other: Mapping[str, Any], kind: str) -> Iterator[Change]:
    works = {document["work"] for document in other["documents"]}
    documents = _documents(one["documents"])
    for graph in sorted(set(one["graphs"]) - set(other["graphs"])):
        document = documents.get(graph)
        if document is None:
            yield Change(kind, graph)
        else:
            work = document["work"]
            yield Change(kind, graph, work, document["title"], work not in works)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    documents = _documents(after["documents"])
    for graph, facts in sorted(after["graphs"].items()):
        earlier = before["graphs"].get(graph)
        if earlier is not None and earlier["sha256"] != facts["sha256"]:
            document = documents.get(graph, {})
            yield Change(CHANGED, graph, document.get("work"), document.get("title"))


def _documents(documents: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {document["graph"]: document for document in documents}


def keep_entries(entries: Sequence[Entry], new: Entry, kept: int) -> tuple[Entry, ...]:
    """The entries of the releases that are kept at most, the new one last."""
    earlier = [entry for entry in entries if entry.release != new.release]
    return (*earlier, new)[-kept:]
