"""What changed between releases, in the record and as triples."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import DCTERMS, PROV, RDF, SKOS, Graph, Namespace, URIRef

from converters.description.changelog import changelog_turtle, summary
from converters.description.changes import Change, Entry, compare, keep_entries, read_entry
from converters.errors import ConversionError
from converters.release.publication import publication_time, read_entries, write_publication
from converters.settings import Publishing, read_publishing
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

DCAT = Namespace("http://www.w3.org/ns/dcat#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
ONE, TWO, THREE = (digit * 16 for digit in "123")
WORK = f"{BASE}id/eli/cn-sx/dfxfg/2024/tiaoli"
FIRST, SECOND = f"{WORK}/2024-01-01", f"{WORK}/2025-01-01"
OTHER = f"{BASE}id/eli/cn-jx/dfxfg/2024/banfa"
SHACL = f"{BASE}report/shacl"


def manifest(release: str, **graphs: str) -> dict[str, Any]:
    """A manifest with graphs by short name; the digest is the value."""
    names = {"first": FIRST, "second": SECOND, "other": f"{OTHER}/2024-02-02", "shacl": SHACL}
    documents = [
        {"id": name, "title": f"条例 {name}", "work": iri.rpartition("/")[0], "graph": iri}
        | {"version": iri, "dumps": {}}
        for name, iri in names.items()
        if name in graphs and name != "shacl"
    ]
    digests = {names[name]: {"quads": 1, "sha256": digest} for name, digest in graphs.items()}
    coverage = {"jurisdictions": ["cn-sx"], "themes": []}
    return {"id": release, "documents": documents, "graphs": digests, "files": {}} | {
        "coverage": coverage,
        "left_out": [],
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"first": "a"}, {"first": "a"}, []),
        ({"first": "a"}, {"first": "b"}, [("changed", FIRST, "条例 first", False)]),
        ({"first": "a"}, {"first": "a", "second": "b"}, [("added", SECOND, "条例 second", False)]),
        (
            {"first": "a"},
            {"first": "a", "other": "b"},
            [("added", f"{OTHER}/2024-02-02", "条例 other", True)],
        ),
        (
            {"first": "a", "second": "b"},
            {"second": "b"},
            [("removed", FIRST, "条例 first", False)],
        ),
        (
            {"first": "a"},
            {"other": "a"},
            [
                ("added", f"{OTHER}/2024-02-02", "条例 other", True),
                ("removed", FIRST, "条例 first", True),
            ],
        ),
        (
            {"first": "a", "shacl": "a"},
            {"first": "b", "shacl": "b"},
            [("changed", FIRST, "条例 first", False), ("changed", SHACL, None, False)],
        ),
    ],
)
def test_compare(
    before: dict[str, str], after: dict[str, str], expected: list[tuple[object, ...]]
) -> None:
    found = compare(manifest(ONE, **before), manifest(TWO, **after))

    assert [(each.kind, each.graph, each.title, each.new_work) for each in found] == expected


def entry(release: str, previous: str | None = None, *changes: Change) -> Entry:
    return Entry(release, "2026-01-02T03:04:05Z", previous, changes)


def test_an_entry_survives_its_record() -> None:
    given = entry(TWO, ONE, Change("added", FIRST, WORK, "条例", new_work=True))

    assert read_entry(json.loads(json.dumps(given.as_json()))) == given


def test_entries_of_the_releases_that_are_kept() -> None:
    entries = keep_entries([entry(ONE), entry(TWO)], entry(THREE), kept=2)

    assert [each.release for each in entries] == [TWO, THREE]
    assert keep_entries([entry(ONE), entry(TWO)], entry(ONE), kept=5) == (entry(TWO), entry(ONE))


def test_changelog_as_triples() -> None:
    changes = (
        Change("added", SECOND, WORK, "条例"),
        Change("removed", f"{OTHER}/2024-02-02", OTHER, "办法", new_work=True),
        Change("changed", SHACL),
    )
    entries = [entry(ONE), entry(TWO, ONE, *changes)]
    graph = Graph().parse(data=changelog_turtle(entries), format="turtle")

    release = URIRef(f"{BASE}id/release/{TWO}")
    earlier = URIRef(f"{BASE}id/release/{ONE}")
    assert (release, DCAT.previousVersion, earlier) in graph
    assert (release, PROV.wasRevisionOf, earlier) in graph
    assert (release, DCAT.isVersionOf, URIRef(f"{BASE}id/dataset")) in graph
    assert str(graph.value(release, DCAT.version)) == f"2026-01-02-{TWO}"
    assert not list(graph.objects(earlier, DCAT.previousVersion))
    assert {
        (kind, place, str(graph.value(activity, AS.object)))
        for kind, place in (("Add", "target"), ("Remove", "origin"), ("Update", "context"))
        for activity in graph.subjects(RDF.type, AS[kind])
        if (activity, AS[place], release) in graph
    } == {
        ("Add", "target", SECOND),
        ("Remove", "origin", f"{OTHER}/2024-02-02"),
        ("Update", "context", SHACL),
    }
    assert {str(note) for note in graph.objects(None, SKOS.changeNote)} == {
        "新增版本：条例",
        "version added: 条例",
        "移除文件：办法",
        "document removed: 办法",
        f"数据变化：{SHACL}",
        f"data changed: {SHACL}",
    }
    assert summary(entries[1]) == (
        "新增 1 个文本，移除 1 个文本，变化 0 个文本，词表、本体和报告变化 1 处。",
        "1 texts added, 1 texts removed, 0 texts changed, "
        "1 graphs of vocabularies, ontology and reports changed.",
    )
    assert changelog_turtle(entries) == changelog_turtle(reversed(entries))


def publish(out: Path, told: Mapping[str, Any], kept: int = 5) -> Path:
    """Records a publication and makes it the current one."""
    directory = out / "releases" / told["id"]
    directory.mkdir(parents=True)
    (directory / "manifest.json").write_text(json.dumps(told))
    write_publication(directory, told, out, Publishing(kept, "某出版者"))
    (out / "current").unlink(missing_ok=True)
    (out / "current").symlink_to(Path("releases") / told["id"])
    return directory


def test_publications_tell_of_those_before(tmp_path: Path) -> None:
    publish(tmp_path, manifest(ONE, first="a"))
    publish(tmp_path, manifest(TWO, first="b"))
    last = publish(tmp_path, manifest(THREE, first="b", other="c"))

    record = json.loads((last / "publication/record.json").read_bytes())
    assert (record["release"], record["previous"]) == (THREE, TWO)
    assert [(each.release, len(each.changes)) for each in read_entries(last)] == [
        (ONE, 0),
        (TWO, 1),
        (THREE, 1),
    ]
    graph = Graph().parse(last / "publication/changelog.ttl", format="turtle")
    assert len(set(graph.subjects(DCTERMS.issued))) == 3
    catalogue = Graph().parse(
        last / "publication/catalog.ttl", format="turtle", publicID="http://x/"
    )
    assert "某出版者" in {str(each) for each in catalogue.objects()}


def test_only_releases_that_are_kept_stand_in_the_changelog(tmp_path: Path) -> None:
    for release, digest in ((ONE, "a"), (TWO, "b"), (THREE, "c")):
        last = publish(tmp_path, manifest(release, first=digest), kept=2)

    assert [each.release for each in read_entries(last)] == [TWO, THREE]


@pytest.mark.parametrize("damage", ["", "[]", '{"entries": 1}', '{"entries": [{}]}'])
def test_a_damaged_record_ends_the_history_and_not_the_build(tmp_path: Path, damage: str) -> None:
    first = publish(tmp_path, manifest(ONE, first="a"))
    (first / "publication/record.json").write_text(damage)
    second = publish(tmp_path, manifest(TWO, first="b"))

    (only,) = read_entries(second)
    assert (only.release, only.previous, len(only.changes)) == (TWO, ONE, 1)


def test_a_release_without_digests_of_graphs_is_not_compared(tmp_path: Path) -> None:
    first = publish(tmp_path, manifest(ONE, first="a"))
    old = json.loads((first / "manifest.json").read_bytes())
    del old["graphs"]
    (first / "manifest.json").write_text(json.dumps(old))
    second = publish(tmp_path, manifest(TWO, first="b"))

    assert [(each.previous, each.changes) for each in read_entries(second)[-1:]] == [(None, ())]


def test_the_same_inputs_give_the_same_publication(tmp_path: Path) -> None:
    for out in (tmp_path / "a", tmp_path / "b"):
        publish(out, manifest(ONE, first="a", second="b"))
        publish(out, manifest(TWO, second="c", other="d"))
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))

    assert len(files) == 8
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


@pytest.mark.parametrize("given", ["yesterday", "-1", "1.5", "１", "1" * 12])
def test_a_wrong_time_is_refused(given: str) -> None:
    with pytest.raises(ConversionError, match="SOURCE_DATE_EPOCH: environment: is "):
        publication_time({"SOURCE_DATE_EPOCH": given})


def test_settings_of_publication() -> None:
    assert read_publishing({}) == Publishing(5, "Fagui 法规")
    assert read_publishing({"FAGUI_PUBLISHER": " 某局 "}).publisher == "某局"
    with pytest.raises(ConversionError, match="allowed is a whole number from 2"):
        read_publishing({"FAGUI_KEPT_RELEASES": "1"})
