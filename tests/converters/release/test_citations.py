"""Statutes that cite each other: what their citations give in a release, and the catalogue of a build."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from converters.annotation.citations.titles import key
from converters.errors import ConversionError
from converters.pipeline import read_document
from converters.progress import SilentReporter
from converters.rdf.citing import Catalogue, make_edition
from converters.rdf.identity import identify
from converters.release.catalogue import Entry, StoredCatalogue, make_entry, write_catalogue
from converters.release.converting import convert_documents
from converters.release.product import Product, make_annotations, make_product
from converters.settings import Limits
from converters.sources import find_sources, load_source
from ontology.namespaces import BASE
from shapes.validate import violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

TEXTS = {
    "haiou-2021": """中华人民共和国海鸥保护法

（2009年3月1日第十一届全国人民代表大会常务委员会第七次会议通过　根据2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议《关于修改〈中华人民共和国海鸥保护法〉的决定》修正）

第一条　为了保护海鸥，制定本法。
第二条　国家保护海鸥。
第三条　禁止下列行为：
（一）捕捉海鸥；
（二）惊吓海鸥。
第四条　违反本法第三条第二项规定的，由公安机关处罚。
""",
    "haiou-2030": """中华人民共和国海鸥保护法

（2009年3月1日第十一届全国人民代表大会常务委员会第七次会议通过　2030年6月10日第十五届全国人民代表大会常务委员会第九次会议修订）

第一条　为了保护海鸥，制定本法。
第二条　国家保护海鸥。
第三条　海鸥分级保护。
第四条　禁止下列行为：
（一）捕捉海鸥；
（二）惊吓海鸥。
第五条　违反本法第四条第二项规定的，由公安机关处罚。
""",
    "qixidi-2015": """江西省海鸥栖息地条例

（2015年5月1日江西省第十二届人民代表大会常务委员会第十八次会议通过）

第一条　根据《中华人民共和国海鸥保护法》，制定本条例。
第二条　海鸥栖息地的范围，依照《中华人民共和国海鸥保护法》第四条第二项确定。
第三条　本条例自2015年7月1日起施行。
""",
    "qixidi-2024": """江西省海鸥栖息地条例

（2024年5月1日江西省第十四届人民代表大会常务委员会第八次会议通过）

第一条　根据《中华人民共和国海鸥保护法》（以下简称《海鸥法》）、《中华人民共和国电力法》，制定本条例。
第二条　栖息地包括下列区域：
（一）湖泊；
（二）湿地。
前款第二项规定的湿地名录见附件。
第三条　违反《海鸥法》第三条第二项规定的，依照《海鸥法》第九条处罚；违反本条例第四条至第六条规定的，依照本条例第九十条处罚。
第四条　禁止投喂。
第五条　禁止喧哗。
第六条　禁止放养，遵守《江西省湖泊星际条例》第二条。
第七条　本条例自2024年7月1日起施行。《江西省海鸥栖息地条例》同时废止。

附件

湿地名录
一、鄱阳湖
二、军山湖
""",
}
HAIOU = "cn/fl/2009/zhonghua-renmin-gongheguo-haiou-baohufa"
OLD, NEW = (f"cn-jx/dfxfg/{year}/jiangxi-sheng-haiou-qixidi-tiaoli" for year in (2015, 2024))
OWN = f"{NEW}/2024-05-01"
DIANLI = "cn/fl/undated/zhonghua-renmin-gongheguo-dianlifa"
XINGJI = "cn-jx/dfxfg/undated/jiangxi-sheng-hupo-xingji-tiaoli"
VERIFIED = ("verified", None)

# Document, place of the citation: words, title, targets, resolution and reason.
CITATIONS = {
    "haiou-2021 art_1/para_1#c1": ("本法", None, {HAIOU}, *VERIFIED),
    "haiou-2021 art_4/para_1#c1": (
        "本法第三条第二项", None, {f"{HAIOU}/2021-06-10/art_3/para_1/item_2"}, *VERIFIED),
    "haiou-2030 art_1/para_1#c1": ("本法", None, {HAIOU}, *VERIFIED),
    "haiou-2030 art_5/para_1#c1": (
        "本法第四条第二项", None, {f"{HAIOU}/2030-06-10/art_4/para_1/item_2"}, *VERIFIED),
    "qixidi-2015 art_1/para_1#c1": (
        "《中华人民共和国海鸥保护法》", "中华人民共和国海鸥保护法", {HAIOU}, *VERIFIED),
    "qixidi-2015 art_1/para_1#c2": ("本条例", None, {OLD}, *VERIFIED),
    # Only later versions are at hand, and one of them has such an item: not the one that was meant.
    "qixidi-2015 art_2/para_1#c1": (
        "《中华人民共和国海鸥保护法》第四条第二项", "中华人民共和国海鸥保护法", {HAIOU},
        "not-verified", "other-version"),
    "qixidi-2015 art_3/para_1#c1": ("本条例", None, {OLD}, *VERIFIED),
    "qixidi-2024 art_1/para_1#c1": (
        "《中华人民共和国海鸥保护法》", "中华人民共和国海鸥保护法", {HAIOU}, *VERIFIED),
    "qixidi-2024 art_1/para_1#c2": (
        "《中华人民共和国电力法》", "中华人民共和国电力法", {DIANLI}, "not-verified", "outside"),
    "qixidi-2024 art_1/para_1#c3": ("本条例", None, {NEW}, *VERIFIED),
    "qixidi-2024 art_2/para_2#c1": (
        "前款第二项", None, {f"{OWN}/art_2/para_1/item_2"}, *VERIFIED),
    "qixidi-2024 art_2/para_2#c2": ("附件", None, {f"{OWN}/annex_1"}, *VERIFIED),
    # A short name that the text introduced, and the version of the time of two.
    "qixidi-2024 art_3/para_1#c1": (
        "《海鸥法》第三条第二项", "中华人民共和国海鸥保护法",
        {f"{HAIOU}/2021-06-10/art_3/para_1/item_2"}, *VERIFIED),
    "qixidi-2024 art_3/para_1#c2": (
        "《海鸥法》第九条", "中华人民共和国海鸥保护法", {HAIOU}, "not-verified", "not-in-version"),
    "qixidi-2024 art_3/para_1#c3": (
        "本条例第四条至第六条", None, {f"{OWN}/art_{n}" for n in (4, 5, 6)}, *VERIFIED),
    "qixidi-2024 art_3/para_1#c4": (
        "本条例第九十条", None, set(), "unresolved", "no-such-provision"),
    "qixidi-2024 art_6/para_1#c1": (
        "《江西省湖泊星际条例》第二条", "江西省湖泊星际条例", {XINGJI}, "not-verified", "outside"),
    "qixidi-2024 art_7/para_1#c1": ("本条例", None, {NEW}, *VERIFIED),
    # The text of the same title before it.
    "qixidi-2024 art_7/para_1#c2": (
        "《江西省海鸥栖息地条例》", "江西省海鸥栖息地条例", {OLD}, *VERIFIED),
}  # fmt: skip
CITES = {
    "haiou-2021": set(),
    "haiou-2030": set(),
    "qixidi-2015": {HAIOU},
    "qixidi-2024": {HAIOU, f"{HAIOU}/2021-06-10/art_3/para_1/item_2", DIANLI, XINGJI, OLD},
}


class Log:
    """A reporter that remembers its stages: title, total and names."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int, list[str]]] = []

    @contextmanager
    def stage(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        names: list[str] = []
        self.stages.append((title, total, names))
        yield names.append


def write(directory: Path, texts: dict[str, str] = TEXTS) -> list[Path]:
    for stem, text in texts.items():
        (directory / f"{stem}.txt").write_text(text, encoding="utf-8")
    return find_sources([directory])


def products(paths: list[Path], workers: int = 2) -> list[Product]:
    limits = Limits(workers, 60, 2 << 30)
    found = list(convert_documents(paths, limits, SilentReporter()))
    assert not [each for each in found if isinstance(each, ConversionError)]
    return [each for each in found if isinstance(each, Product)]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write(tmp_path_factory.mktemp("statutes"))


@pytest.fixture(scope="module")
def release(paths: list[Path]) -> list[Product]:
    return products(paths)


def facts(product: Product) -> dict[str, dict[str, set[str]]]:
    """Values by subject and local name of the predicate, without the base of IRIs."""
    found: dict[str, dict[str, set[str]]] = {}
    for quad in parse(product.nquads, format=RdfFormat.N_QUADS):
        subject = str(quad.subject)[1:-1].removeprefix(f"{BASE}id/eli/")
        predicate = quad.predicate.value.rpartition("/")[2].rpartition("#")[2]
        value = getattr(quad.object, "value", "").removeprefix(f"{BASE}id/eli/")
        found.setdefault(subject, {}).setdefault(predicate, set()).add(value)
    return found


def test_citations(release: list[Product]) -> None:
    found = {}
    for product in release:
        version = product.identity.version.removeprefix(f"{BASE}id/eli/")
        for subject, values in facts(product).items():
            if "citationText" in values:
                place = subject.removeprefix(f"{version}/")
                found[f"{product.id} {place}"] = (
                    *values["citationText"],
                    *values.get("citedTitle", {None}),
                    values.get("citesResource", set()),
                    *(each.rpartition("/")[2] for each in values["resolution"]),
                    *(each.rpartition("/")[2] for each in values.get("resolutionReason", ())),
                    *((None,) if "resolutionReason" not in values else ()),
                )
    assert found == CITATIONS


def test_what_versions_cite(release: list[Product]) -> None:
    for product in release:
        found = facts(product)
        version = product.identity.version.removeprefix(f"{BASE}id/eli/")
        assert found[version].get("cites", set()) == CITES[product.id]


def test_provisions_that_are_cited_exist(release: list[Product]) -> None:
    described = {subject for product in release for subject in facts(product)}
    cited = {iri for _, _, iris, *_ in CITATIONS.values() for iri in iris}

    assert cited <= described
    assert not cited - {DIANLI, XINGJI} - {
        subject for product in release for subject, values in facts(product).items()
        if "label" in values
    }  # fmt: skip


def test_a_work_outside_has_title_and_type(release: list[Product]) -> None:
    found = facts(release[-1])

    for work, title, kind in (
        (DIANLI, "中华人民共和国电力法", "fl"),
        (XINGJI, "江西省湖泊星际条例", "dfxfg"),
    ):
        assert (found[work]["title"], found[work]["type_document"]) == (
            {title}, {f"{BASE}concept/document-type/{kind}"},
        )  # fmt: skip


def test_the_shapes_find_no_violation(release: list[Product]) -> None:
    assert [violations(product.findings) for product in release] == [[]] * 4


def test_neither_workers_nor_order_change_a_product(
    paths: list[Path], release: list[Product]
) -> None:
    again = products(paths[::-1], workers=1)

    assert again[::-1] == release


def test_a_document_depends_on_the_others(paths: list[Path], release: list[Product]) -> None:
    alone, together = make_product(paths[-1]), release[-1]

    assert alone.nquads != together.nquads
    places = {place for place, values in facts(alone).items() if "citationText" in values}
    assert places == {p for p, v in facts(together).items() if "citationText" in v}
    reasons = {
        place.rpartition("/art_")[2]: values.get("resolutionReason")
        for place, values in facts(alone).items()
        if "citationText" in values
    }
    outside = {f"{BASE}concept/resolution-reason/outside"}
    assert reasons["3/para_1#c1"] == reasons["7/para_1#c2"] == outside
    assert reasons["2/para_2#c1"] is None  # 前款第二项


def test_annotations_are_the_same_in_any_release(paths: list[Path]) -> None:
    lines = [json.loads(line) for line in make_annotations(paths[-1]).splitlines()]

    assert [line["text"] for line in lines if line["kind"] == "reference"] == [
        words for place, (words, *_) in CITATIONS.items() if place.startswith("qixidi-2024")
    ]


def test_both_passes_are_reported_and_a_failure_once(tmp_path: Path) -> None:
    paths = write(tmp_path, {**TEXTS, "leer": ""})
    log = Log()
    outcomes = list(convert_documents(paths, Limits(2, 60, 2 << 30), log, tmp_path))
    stems = ["haiou-2021", "haiou-2030", "leer", "qixidi-2015", "qixidi-2024"]

    assert log.stages == [
        ("reading", 5, stems), ("converting", 4, [s for s in stems if s != "leer"]),
    ]  # fmt: skip
    assert [isinstance(each, ConversionError) for each in outcomes] == [s == "leer" for s in stems]
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{stem}.txt" for stem in stems]


def test_the_file_of_the_catalogue_holds_what_memory_holds(
    tmp_path: Path, paths: list[Path]
) -> None:
    five = find_sources([])
    write_catalogue(tmp_path / "works", [make_entry(path) for path in [*paths, *five][::-1]])
    stored = StoredCatalogue(tmp_path / "works")
    documents = [read_document(load_source(path)) for path in [*paths, *five]]
    editions = [make_edition(document, identify(document)) for document in documents]
    catalogue = Catalogue.of(editions)

    assert len({edition.title for edition in editions}) == 7
    for edition in editions:
        found = stored.find(edition.title)
        assert edition in found
        assert found == catalogue.find(edition.title) == stored.find(key(edition.title))
        for one, other in zip(found, catalogue.find(edition.title), strict=True):
            # The order of the units is that of the text: ranges are read off it.
            assert list(one.layout.around.items()) == list(other.layout.around.items())
    assert stored.find("星际航行条例") == ()


def test_the_first_of_two_files_with_one_version_counts(tmp_path: Path, paths: list[Path]) -> None:
    entry = make_entry(paths[0])
    twin = Entry("另一题名", entry.work, entry.version, entry.date, entry.since, entry.layout)
    write_catalogue(tmp_path / "works", [entry, twin])
    stored = StoredCatalogue(tmp_path / "works")

    assert [each.version for each in stored.find(entry.title)] == [entry.version]
    assert stored.find(twin.title) == ()


def test_a_catalogue_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open database file") as raised:
        write_catalogue(tmp_path / "absent" / "works", [])
    assert isinstance(raised.value.__cause__, sqlite3.Error)
