"""Akoma Ntoso 3.0 export of a document, and its validation against the standard's schema.

Takes: `Document` and its IRIs. Gives: XML that `converters.readers` reads back to the same lines.

编 part, 分编 subpart, 章 chapter, 节 section, 条 article, 款 paragraph, 项 point, 目 indent. What has no element
of its own goes in under its name as a container, so that nothing of the text is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from lxml import etree

from converters.records import Element, ElementKind, Kind, Provision, Span
from converters.writers.nesting import contains, extent, nest, start
from ontology.datafiles import DATA
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from converters.document import Document
    from converters.records import Stated, Structure
    from converters.writers.nesting import Item

NAMESPACE: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SCHEMA: Final = DATA / "schemas" / "akomantoso30.xsd"

_TAGS: Final = {
    Kind.PART: "part",
    Kind.SUBPART: "subpart",
    Kind.CHAPTER: "chapter",
    Kind.SECTION: "section",
    Kind.DIVISION: "division",
    Kind.ARTICLE: "article",
    Kind.PARAGRAPH: "paragraph",
    Kind.ITEM: "point",
    Kind.POINT: "indent",
}
# Abbreviations of the Akoma Ntoso naming convention 1.0, section 4.
_STEPS: Final = {
    "part": "part", "subpart": "subpart", "chapter": "chp", "section": "sec", "division": "dvs",
    "article": "art", "paragraph": "para", "point": "point", "indent": "indent",
    "hcontainer": "hcontainer",
}  # fmt: skip
_FRONT: Final = {Kind.NOTICE, Kind.PREAMBLE}
_NOT_STATED: Final = "未载明"
# FRBRdate must hold a date; this one says with its name that the text states none.
_NO_DATE: Final = ("0001-01-01", "notStated")
_DATE_AT_END: Final = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}$")


def write_akn(document: Document, work: str, version: str, expression: str) -> bytes:
    """The document as Akoma Ntoso XML; the same bytes for the same document."""
    return _Writer(document, work, version, expression).write()


def validate_akn(xml: bytes) -> tuple[str, ...]:
    """What the schema of Akoma Ntoso 3.0 finds wrong, one line each; empty for a valid file."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    schema = _schema()
    if schema.validate(etree.fromstring(xml, parser)):
        return ()
    return tuple(f"line {error.line}: {error.message}" for error in schema.error_log)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(SCHEMA), etree.XMLParser(no_network=True)))


@dataclass(slots=True)
class _Layout:
    """The items of a document in the divisions that Akoma Ntoso has, each in text order."""

    preface: list[Element] = field(default_factory=list)
    preamble: list[Item] = field(default_factory=list)
    body: list[Item] = field(default_factory=list)
    conclusions: list[Item] = field(default_factory=list)
    attachments: list[list[Item]] = field(default_factory=list)


def _lay_out(items: Sequence[Item]) -> _Layout:
    """Divide the items: the body reaches from its first provision to its last."""
    inside = [i for i, x in enumerate(items) if _is_body(x)]
    if not inside:
        # A notice alone: its text is the body.
        inside = [i for i, x in enumerate(items) if isinstance(x, Provision)] or [
            *range(len(items))
        ]
    first, last = (inside[0], inside[-1] + 1) if inside else (0, 0)
    layout = _Layout(body=list(items[first:last]))
    for item in items[:first]:
        if isinstance(item, Element) and not layout.preamble:
            layout.preface.append(item)
        else:
            layout.preamble.append(item)
    for item in items[last:]:
        if isinstance(item, Provision) and item.kind is Kind.ANNEX:
            layout.attachments.append([item])
        elif layout.attachments:
            layout.attachments[-1].append(item)
        else:
            layout.conclusions.append(item)
    return layout


def _is_body(item: Item) -> bool:
    return isinstance(item, Provision) and item.kind not in _FRONT | {Kind.ANNEX}


class _Writer:
    def __init__(self, document: Document, work: str, version: str, expression: str) -> None:
        self._document = document
        self._value = document.structure.text.value
        self._iris = (work, version, expression)
        self._identities: dict[str, int] = {}
        self._nested: dict[int, list[Element]] = {}

    def write(self) -> bytes:
        structure = self._document.structure
        elements = (*structure.elements, *_unclaimed(structure))
        items: list[Item] = sorted((*elements, *structure.provisions), key=start)
        self._nested, outside = nest(elements, structure.provisions)
        items = [x for x in items if isinstance(x, Provision) or x in outside]
        layout = _lay_out(items)
        act = any(x.kind is Kind.ARTICLE for x in structure.walk())
        name = self._stated(self._document.metadata.doc_type) or ("act" if act else "document")
        root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE})
        main = _add(root, "act" if act else "doc", name=name)
        self._add_meta(main, name)
        self._add_front(main, layout)
        self._add_items(_add(main, "body" if act else "mainBody"), layout.body, "")
        if layout.conclusions:
            self._add_blocks(_add(main, "conclusions"), layout.conclusions)
        self._add_attachments(main, layout.attachments)
        return bytes(
            etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        )

    def _add_front(self, main: etree._Element, layout: _Layout) -> None:
        if layout.preface:
            self._add_blocks(_add(main, "preface"), layout.preface)
        if layout.preamble:
            self._add_blocks(_add(main, "preamble"), layout.preamble)

    def _add_attachments(self, main: etree._Element, attachments: list[list[Item]]) -> None:
        if not attachments:
            return
        parent = _add(main, "attachments")
        for number, items in enumerate(attachments, start=1):
            identity = f"att_{number}"
            attachment = _add(parent, "attachment", eId=identity)
            part = _add(attachment, "doc", name="annex")
            self._add_meta(part, "annex", f"!annex_{number}")
            self._add_items(_add(part, "mainBody"), items, identity)

    def _add_items(self, parent: etree._Element, items: Iterable[Item], above: str) -> None:
        for item in items:
            if isinstance(item, Element):
                self._add_hcontainer(parent, item, above)
            else:
                self._add_provision(parent, item, above)
        if not len(parent):
            content = _add(_add(parent, "hcontainer", name="empty"), "content")
            _add(content, "p")

    def _add_hcontainer(self, parent: etree._Element, element: Element, above: str) -> None:
        identity = self._identify(above, "hcontainer", element.kind.value)
        container = _add(parent, "hcontainer", name=element.kind.value, eId=identity)
        self._add_paragraphs(_add(container, "content"), element.span)

    def _add_provision(self, parent: etree._Element, unit: Provision, above: str) -> None:
        tag = _TAGS.get(unit.kind, "hcontainer")
        # Articles count through the whole text, so that their id needs no chapter.
        context = "" if unit.kind is Kind.ARTICLE and not above.startswith("att_") else above
        step = unit.number if tag != "hcontainer" else f"{unit.kind.value}-{unit.number}"
        identity = self._identify(context, tag, step)
        attributes = {"name": unit.kind.value} if tag == "hcontainer" else {}
        node = _add(parent, tag, eId=identity, **attributes)
        run_in = self._add_label(node, unit)
        loose = (e for e in self._nested.get(id(unit), ()) if not _is_inside(e, unit.text))
        inner: list[Item] = [*unit.children, *loose]
        inner.sort(key=start)
        if inner:
            if run_in or unit.text:
                self._add_paragraphs(_add(node, "intro"), unit.text, run_in)
            self._add_items(node, inner, identity)
        elif run_in or unit.text:
            self._add_paragraphs(_add(node, "content"), unit.text, run_in)

    def _add_label(self, node: etree._Element, unit: Provision) -> Span | None:
        """Add number and heading; a heading that runs on into the text is given back instead."""
        following = unit.heading or unit.text
        if unit.label:
            number = _add(node, "num")
            number.text = unit.label.of(self._value)
            if following and self._is_broken(unit.label, following):
                _add(number, "eol")
        if unit.heading is None:
            return None
        if unit.text and not self._is_broken(unit.heading, unit.text):
            return unit.heading
        _fill(_add(node, "heading"), _lines(unit.heading.of(self._value)))
        return None

    def _is_broken(self, before: Span, after: Span) -> bool:
        """Whether a line ends between two spans."""
        return "\n" in self._value[before.end : after.start]

    def _add_paragraphs(
        self, parent: etree._Element, span: Span | None, run_in: Span | None = None
    ) -> None:
        lines = _lines(span.of(self._value)) if span else []
        if run_in:
            first = _add(parent, "p")
            heading = _add(first, "inline", name="heading")
            heading.text = run_in.of(self._value)
            heading.tail = lines.pop(0) if lines else None
        for line in lines:
            _add(parent, "p").text = line

    def _add_blocks(self, parent: etree._Element, items: Iterable[Item]) -> None:
        """Add what stands outside the body as blocks, each under the name of what it is."""
        for item in items:
            if isinstance(item, Provision):
                self._add_container(parent, item)
            else:
                self._add_element(parent, item.kind, _lines(item.span.of(self._value)))

    def _add_container(self, parent: etree._Element, unit: Provision) -> None:
        """Add a notice or preamble; elements inside it, such as its salutation, keep their names."""
        container = _add(parent, "container", name=unit.kind.value)
        position = extent(unit).start
        for element in sorted(self._nested.get(id(unit), ()), key=start):
            self._add_paragraphs(container, Span(position, element.span.start))
            self._add_element(container, element.kind, _lines(element.span.of(self._value)))
            position = element.span.end
        self._add_paragraphs(container, Span(position, extent(unit).end))

    def _add_element(self, parent: etree._Element, kind: ElementKind, lines: list[str]) -> None:
        for line in lines:
            if kind is ElementKind.TITLE:
                _add(_add(parent, "p"), "docTitle").text = line
            elif kind is ElementKind.DOCUMENT_NUMBER:
                _add(_add(parent, "p"), "docNumber").text = line
            else:
                _add(parent, "block", name=kind.value).text = line

    def _identify(self, above: str, tag: str, number: str) -> str:
        """An id that is unique in the file: a number that recurs gets its occurrence."""
        step = f"{_STEPS[tag]}_{re.sub(r'[^0-9A-Za-z-]', '-', number)}"
        identity = f"{above}__{step}" if above else step
        seen = self._identities[identity] = self._identities.get(identity, 0) + 1
        return identity if seen == 1 else f"{identity}-{seen}"

    def _stated(self, stated: Stated | None) -> str | None:
        return stated.value if stated else None

    def _add_meta(self, parent: etree._Element, name: str, component: str = "") -> None:
        work, version, expression = self._iris
        meta = _add(parent, "meta")
        identification = _add(meta, "identification", source="#fagui")
        number = self._stated(self._document.metadata.document_number)
        node = self._add_core(identification, "FRBRWork", work, component)
        _add(node, "FRBRcountry", value="cn")
        _add(node, "FRBRsubtype", value=name)
        if number:
            _add(node, "FRBRnumber", value=number)
        node = self._add_core(identification, "FRBRExpression", expression, component, version)
        _add(node, "FRBRlanguage", language="zho")
        node = self._add_core(identification, "FRBRManifestation", f"{expression}/akn", component)
        _add(node, "FRBRformat", value="application/akn+xml")
        references = _add(meta, "references", source="#fagui")
        author = "、".join(b.value for b in self._document.metadata.adopting_bodies) or _NOT_STATED
        suffix = component.replace("!", "-")
        _add(
            references,
            "TLCOrganization",
            eId=f"author{suffix}",
            href=f"{work}#author",
            showAs=author,
        )
        _add(references, "TLCOrganization", eId=f"fagui{suffix}", href=BASE, showAs="Fagui")

    def _add_core(
        self, parent: etree._Element, tag: str, iri: str, component: str, alias: str = ""
    ) -> etree._Element:
        date, name = self._date()
        node = _add(parent, tag)
        _add(node, "FRBRthis", value=iri + component)
        _add(node, "FRBRuri", value=iri)
        if alias:
            _add(node, "FRBRalias", value=alias, name="version")
        _add(node, "FRBRdate", date=date, name=name)
        _add(node, "FRBRauthor", href=f"#author{component.replace('!', '-')}")
        return node

    def _date(self) -> tuple[str, str]:
        """The date that the text states for itself, else that of the version, and its name."""
        metadata = self._document.metadata
        for stated, name in (
            (metadata.date_adopted, "adopted"),
            (metadata.date_signed, "signed"),
            (metadata.date_issued, "issued"),
        ):
            if stated:
                return stated.value, name
        version = _DATE_AT_END.search(self._iris[1])
        return (version.group(), "version") if version else _NO_DATE


def _is_inside(element: Element, text: Span | None) -> bool:
    return text is not None and contains(text, element.span)


def _unclaimed(structure: Structure) -> list[Element]:
    """Text that is in no element and no provision, line by line, so that none of it is lost."""
    value = structure.text.value
    left = list(value)
    spans = [element.span for element in structure.elements]
    spans += [s for unit in structure.walk() for s in (unit.label, unit.heading, unit.text) if s]
    for span in spans:
        left[span.start : span.end] = "\n" * (span.end - span.start)
    return [
        Element(ElementKind.OTHER, Span(*match.span()))
        for match in re.finditer(r"[^\n]+", "".join(left))
        if match.group().strip()
    ]


def _lines(value: str) -> list[str]:
    return [line for line in value.split("\n") if line.strip()]


def _fill(node: etree._Element, lines: list[str]) -> None:
    """Put lines into an inline element, an `eol` between them."""
    node.text = lines[0] if lines else None
    for line in lines[1:]:
        _add(node, "eol").tail = line


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(tag), attributes)
