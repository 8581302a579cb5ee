"""What changed from release to release, for programs and people.

Takes: entries of publications. Gives: Turtle in DCAT 3 (versions of the dataset), PROV-O (each a revision
of the one before) and ActivityStreams 2.0 (what was added, removed and updated), without blank nodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from converters.description.changes import ADDED, CHANGED, REMOVED
from converters.description.relative import relative_turtle
from converters.rdf.sink import LABEL, TYPE, en, node, typed, zh
from ontology import iris
from ontology.namespaces import ADMS, AS, DCAT, DCTERMS, PROV, SKOS
from ontology.published import mint_release

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.description.changes import Change, Entry

_ACTIVITIES: Final = {ADDED: "Add", REMOVED: "Remove", CHANGED: "Update"}
_NOTES: Final = {
    (ADDED, True): ("新增文件", "document added"),
    (ADDED, False): ("新增版本", "version added"),
    (REMOVED, True): ("移除文件", "document removed"),
    (REMOVED, False): ("移除版本", "version removed"),
    (CHANGED, False): ("数据变化", "data changed"),
}
_SUMMARY: Final = (
    (ADDED, "新增 {} 个文本", "{} texts added"),
    (REMOVED, "移除 {} 个文本", "{} texts removed"),
    (CHANGED, "变化 {} 个文本", "{} texts changed"),
)


def changelog_turtle(entries: Iterable[Entry]) -> bytes:
    """The publications as Turtle."""
    return relative_turtle(triple for entry in entries for triple in _entry(entry))


def version_name(entry: Entry) -> str:
    """How a release is called: the day of its publication and its id."""
    return f"{entry.published[:10]}-{entry.release}"


def summary(entry: Entry) -> tuple[str, str]:
    """What changed, in one line, in zh and en."""
    if entry.previous is None:
        return "没有可以比较的上一版本。", "There is no earlier release to compare with."
    texts = [change.kind for change in entry.changes if change.work is not None]
    others = len(entry.changes) - len(texts)
    chinese = [form.format(texts.count(kind)) for kind, form, _ in _SUMMARY]
    english = [form.format(texts.count(kind)) for kind, _, form in _SUMMARY]
    chinese.append(f"词表、本体和报告变化 {others} 处")
    english.append(f"{others} graphs of vocabularies, ontology and reports changed")
    return "，".join(chinese) + "。", ", ".join(english) + "."


def release_triples(entry: Entry) -> Iterator[Triple]:
    """A release as a version of the dataset."""
    release = node(mint_release(entry.release))
    chinese, english = summary(entry)
    yield Triple(release, TYPE, node(f"{DCAT}Dataset"))
    yield Triple(release, TYPE, node(f"{PROV}Entity"))
    yield Triple(release, LABEL, zh(f"法规数据集 {version_name(entry)}"))
    yield Triple(release, LABEL, en(f"Fagui dataset {version_name(entry)}"))
    yield Triple(release, node(f"{DCTERMS}title"), zh(f"法规数据集 {version_name(entry)}"))
    yield Triple(release, node(f"{DCTERMS}title"), en(f"Fagui dataset {version_name(entry)}"))
    yield Triple(release, node(f"{DCTERMS}description"), zh(chinese))
    yield Triple(release, node(f"{DCTERMS}description"), en(english))
    yield Triple(release, node(f"{DCAT}isVersionOf"), node(iris.mint_dataset()))
    yield Triple(release, node(f"{DCAT}version"), Literal(version_name(entry)))
    yield Triple(release, node(f"{DCTERMS}identifier"), Literal(entry.release))
    yield Triple(release, node(f"{DCTERMS}issued"), typed(entry.published, "dateTime"))
    yield Triple(release, node(f"{ADMS}versionNotes"), zh(chinese))
    yield Triple(release, node(f"{ADMS}versionNotes"), en(english))
    if entry.previous is not None:
        previous = node(mint_release(entry.previous))
        yield Triple(release, node(f"{DCAT}previousVersion"), previous)
        yield Triple(release, node(f"{PROV}wasRevisionOf"), previous)


def _entry(entry: Entry) -> Iterator[Triple]:
    yield from release_triples(entry)
    for number, change in enumerate(entry.changes, 1):
        yield from _change(entry, change, number)


def _change(entry: Entry, change: Change, number: int) -> Iterator[Triple]:
    release = node(mint_release(entry.release))
    activity = NamedNode(f"{release.value}#change{number}")
    chinese, english = _NOTES[change.kind, change.new_work]
    name = change.title or change.graph
    yield Triple(activity, TYPE, node(AS + _ACTIVITIES[change.kind]))
    yield Triple(activity, node(f"{AS}object"), NamedNode(change.graph))
    # Something is added to and removed from the collection that the release is; updated in its place.
    place = {ADDED: "target", REMOVED: "origin", CHANGED: "context"}[change.kind]
    yield Triple(activity, node(AS + place), release)
    yield Triple(activity, node(f"{AS}published"), typed(entry.published, "dateTime"))
    yield Triple(activity, node(f"{SKOS}changeNote"), zh(f"{chinese}：{name}"))
    yield Triple(activity, node(f"{SKOS}changeNote"), en(f"{english}: {name}"))
    if change.work is not None:
        yield Triple(activity, node(f"{DCTERMS}isPartOf"), NamedNode(change.work))
