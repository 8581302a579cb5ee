"""Akoma Ntoso export: valid, complete, and read back to the same document."""

from __future__ import annotations

import pytest
from lxml import etree

from converters.annotation.records import Annotations
from converters.document import Document
from converters.metadata.reading import read_metadata
from converters.readers import read_text
from converters.records import (
    Element,
    ElementKind,
    Kind,
    Metadata,
    Provision,
    SourceFile,
    Span,
    Stated,
    Structure,
)
from converters.structure.tree import parse_structure
from converters.text import Text
from converters.writers.akn import NAMESPACE, validate_akn, write_akn
from tests.converters.formats import SOURCES, document_ids, source_of, visible

WORK = "https://example.org/id/eli/cn-sx/dfxfg/2024/a"
VERSION = f"{WORK}/2024-03-28"
DOCUMENTS = document_ids()


def document_of(source: SourceFile) -> Document:
    structure = parse_structure(read_text(source))
    return Document(source, structure, read_metadata(structure), Annotations())


def source_document(document_id: str) -> Document:
    path = SOURCES / document_id / f"{document_id}.txt"
    return document_of(source_of(path.name, path.read_bytes()))


def exported(document: Document) -> bytes:
    return write_akn(document, WORK, VERSION, f"{VERSION}/zho")


def squeezed(structure: Structure, span: Span | None) -> str | None:
    return "".join(span.of(structure.text.value).split()) if span else None


def shape(structure: Structure) -> list[tuple[object, ...]]:
    """Every provision with what it says, white space aside."""
    return [
        (p.kind, p.number, p.inferred, *(squeezed(structure, s) for s in (p.label, p.heading, p.text)))
        for p in structure.walk()
    ]  # fmt: skip


def small(
    *lines: str, provisions: tuple[Provision, ...], elements: tuple[Element, ...] = ()
) -> Document:
    text = Text.of("\n".join(lines))
    source = SourceFile("a", "a.txt", "text/plain", text.value.encode(), "")
    return Document(source, Structure(text, elements, provisions, ()), Metadata(), Annotations())


def parse(xml: bytes) -> etree._Element:
    return etree.fromstring(xml)


def ids_of(xml: bytes) -> list[str]:
    return [e.get("eId", "") for e in parse(xml).iter() if e.get("eId") and "TLC" not in str(e.tag)]


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_the_export_is_valid(document_id: str) -> None:
    assert validate_akn(exported(source_document(document_id))) == ()


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_the_export_is_the_same_every_time(document_id: str) -> None:
    assert exported(source_document(document_id)) == exported(source_document(document_id))


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_reading_the_export_gives_the_same_document(document_id: str) -> None:
    document = source_document(document_id)
    again = document_of(source_of("a.xml", exported(document)))
    assert visible(again.structure.text.value) == visible(document.structure.text.value)
    assert shape(again.structure) == shape(document.structure)
    assert [(e.kind, squeezed(again.structure, e.span)) for e in again.structure.elements] == [
        (e.kind, squeezed(document.structure, e.span)) for e in document.structure.elements
    ]


FORMS = {
    "编 and 节": (
        "某法\n第一编　总则\n第一章　一般规定\n第一节　范围\n第一条　甲。\n乙：\n（一）丙：\n1.丁；\n2.戊。\n（二）己。\n庚。\n"
        "第二编　分则\n第一章　罚则\n第二条　辛。\n第二条之一　壬。\n"
    ),
    "annex": (
        "某办法\n第一条　甲。\n第二条　本办法自2024年1月1日起施行。\n附件：某某清单\n一、甲项\n二、乙项\n"
    ),
    "notice": (
        "某市人民政府关于某事的通知\n各县人民政府：\n现将有关事项通知如下：\n一、提高认识\n各县要提高认识。\n"
        "二、加强领导\n各县要加强领导。\n某市人民政府\n2024年1月1日\n"
    ),
    "unnumbered": ("某法院关于某问题的批复\n某高级人民法院：\n你院请示收悉。经研究，答复如下。\n此复。\n"),
    "repeated articles": "某条例\n第一条　甲。\n第一条　乙。\n第三条　丙。\n",
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_valid_and_comes_back(name: str) -> None:
    document = document_of(source_of("a.txt", FORMS[name].encode()))
    xml = exported(document)
    again = document_of(source_of("a.xml", xml))
    assert validate_akn(xml) == ()
    assert len(ids_of(xml)) == len(set(ids_of(xml)))
    assert visible(again.structure.text.value) == visible(FORMS[name])
    assert shape(again.structure) == shape(document.structure)


def test_ids_follow_the_naming_convention() -> None:
    xml = exported(document_of(source_of("a.txt", FORMS["编 and 节"].encode())))
    assert ids_of(xml) == [
        "part_1", "part_1__chp_1", "part_1__chp_1__sec_1", "art_1", "art_1__para_1", "art_1__para_2",
        "art_1__para_2__point_1", "art_1__para_2__point_1__indent_1", "art_1__para_2__point_1__indent_2",
        "art_1__para_2__point_2", "art_1__para_3", "part_2", "part_2__chp_1", "art_2", "art_2__para_1",
        "art_2-1", "art_2-1__para_1",
    ]  # fmt: skip


def test_an_article_that_recurs_has_an_id_of_its_own() -> None:
    xml = exported(document_of(source_of("a.txt", FORMS["repeated articles"].encode())))
    assert [x for x in ids_of(xml) if "__" not in x] == ["art_1", "art_1-2", "art_3"]


def test_a_heading_that_runs_on_stays_on_its_line() -> None:
    unit = Provision(Kind.ITEM, "1", Span(0, 3), Span(3, 5), Span(5, 8))
    xml = exported(small("（一）标题。正文", provisions=(unit,)))
    assert validate_akn(xml) == ()
    assert read_text(source_of("a.xml", xml)).value == "（一）标题。正文"


def test_a_label_alone_on_its_line_stays_alone() -> None:
    unit = Provision(Kind.ARTICLE, "1", Span(0, 3), None, Span(4, 6))
    xml = exported(small("第一条", "甲。", provisions=(unit,)))
    assert read_text(source_of("a.xml", xml)).value == "第一条\n甲。"


def test_an_element_between_articles_stays_between_them() -> None:
    articles = (
        Provision(Kind.ARTICLE, "1", Span(8, 11), None, Span(12, 14)),
        Provision(Kind.ARTICLE, "2", Span(17, 20), None, Span(21, 23)),
    )
    chapter = Provision(Kind.CHAPTER, "1", Span(0, 3), Span(4, 6), None, articles)
    lines = ("第一章 总则 ", "第一条 甲。", "图", "第二条 乙。")
    other = Element(ElementKind.OTHER, Span(15, 16))
    xml = exported(small(*lines, provisions=(chapter,), elements=(other,)))
    assert validate_akn(xml) == ()
    assert visible(read_text(source_of("a.xml", xml)).value) == ["".join(x.split()) for x in lines]


def test_a_document_without_provisions_is_exported() -> None:
    title = Element(ElementKind.TITLE, Span(0, 4))
    xml = exported(small("某市条例", provisions=(), elements=(title,)))
    assert validate_akn(xml) == ()
    assert read_text(source_of("a.xml", xml)).value == "某市条例"


def test_text_that_no_unit_claims_is_exported() -> None:
    unit = Provision(Kind.ARTICLE, "1", Span(3, 6), None, Span(7, 9))
    lines = ("前言", "第一条 甲。附", "尾")
    xml = exported(small(*lines, provisions=(unit,)))
    assert validate_akn(xml) == ()
    assert read_text(source_of("a.xml", xml)).value == "前言\n第一条　甲。\n附\n尾"


DATES = {
    "adopted": (
        Metadata(
            date_adopted=Stated("2024-03-28", Span(0, 0)), date_signed=Stated("2024-04-01", Span(0, 0))
        ),
        VERSION,
        ("2024-03-28", "adopted"),
    ),
    "signed": (Metadata(date_signed=Stated("2024-04-01", Span(0, 0))), VERSION, ("2024-04-01", "signed")),
    "issued": (Metadata(date_issued=Stated("2024-04-02", Span(0, 0))), VERSION, ("2024-04-02", "issued")),
    "version": (Metadata(), VERSION, ("2024-03-28", "version")),
    "none": (Metadata(), f"{WORK}/undated", ("0001-01-01", "notStated")),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_the_date_is_the_first_that_is_known(name: str) -> None:
    metadata, version, expected = DATES[name]
    plain = small(
        "第一条 甲。", provisions=(Provision(Kind.ARTICLE, "1", Span(0, 3), None, Span(4, 6)),)
    )
    document = Document(plain.source, plain.structure, metadata, Annotations())
    root = parse(write_akn(document, WORK, version, f"{version}/zho"))
    dates = {(d.get("date"), d.get("name")) for d in root.iter(f"{{{NAMESPACE}}}FRBRdate")}
    assert dates == {expected}


def test_the_iris_are_those_given() -> None:
    root = parse(exported(source_document(DOCUMENTS[0])))
    found = [
        e.get("value") for e in root.iter(f"{{{NAMESPACE}}}FRBRthis", f"{{{NAMESPACE}}}FRBRalias")
    ]
    assert found == [WORK, f"{VERSION}/zho", VERSION, f"{VERSION}/zho/akn"]


def test_an_invalid_file_is_found_invalid() -> None:
    xml = exported(source_document(DOCUMENTS[0])).replace(b'<FRBRcountry value="cn"/>', b"")
    found = validate_akn(xml)
    assert len(found) == 1
    assert "FRBRcountry" in found[0]


def test_a_repeated_id_is_found_invalid() -> None:
    xml = exported(source_document(DOCUMENTS[0])).replace(b'eId="art_2"', b'eId="art_1"')
    found = validate_akn(xml)
    assert len(found) == 1
    assert "Duplicate key-sequence ['art_1']" in found[0]
