"""A document as annotation lines (JSONL): what it is, and its provisions with their addresses.

Takes: `Document`. Gives: one JSON object a line, in the order of the text.

In a text with articles the lines are its 款, 项 and 目; in a notice they are the transmittal text, the
preamble, the section headings and the items, each item whole.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from rdflib import SKOS, Literal

from converters.records import Kind, Span
from converters.structure.addresses import addressed
from converters.structure.oddities import main_units
from ontology.iris import address
from ontology.jurisdictions import load_jurisdictions
from ontology.load import vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.records import Document, Provision, Stated, Structure
    from ontology.iris import Steps

UNITS_OF_ARTICLES: Final = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.POINT, Kind.SUBPOINT})


def write_annotations(document: Document) -> bytes:
    """The annotation lines of a document, in UTF-8."""
    lines = [_document_line(document), *_provision_lines(document.structure)]
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def _document_line(document: Document) -> dict[str, str | int | None]:
    metadata = document.metadata
    kinds = [unit.kind for unit in main_units(document.structure.provisions)]
    doc_type = _value(metadata.doc_type)
    jurisdiction = _value(metadata.jurisdiction)
    return {
        "kind": "document",
        "title": _value(metadata.title),
        "doc_type": doc_type and _type_names()[doc_type],
        "jurisdiction": jurisdiction and load_jurisdictions()[jurisdiction].name_zh,
        "adopted_by": _value(metadata.adopted_by),
        "document_number": _value(metadata.document_number),
        "date_adopted": _value(metadata.date_adopted) or _value(metadata.date_signed),
        "date_issued": _value(metadata.date_issued),
        "date_in_force": _value(metadata.date_in_force),
        "articles": kinds.count(Kind.ARTICLE),
        "paragraphs": kinds.count(Kind.PARAGRAPH),
        "items": kinds.count(Kind.ITEM),
    }


def _provision_lines(structure: Structure) -> Iterator[dict[str, str]]:
    text = structure.text.value
    if any(provision.kind is Kind.ARTICLE for provision in structure.walk()):
        units = _units_of_statute(structure)
    else:
        units = _units_of_notice(structure)
    for steps, span in units:
        yield {"kind": "provision", "at": address(steps), "text": span.of(text)}


def _units_of_statute(structure: Structure) -> Iterator[tuple[Steps, Span]]:
    for steps, provision in addressed(structure):
        in_article = any(kind == Kind.ARTICLE for kind, _ in steps)
        listed = in_article and provision.kind in UNITS_OF_ARTICLES
        if provision.text and (listed or provision.kind is Kind.NOTICE):
            yield steps, provision.text


def _units_of_notice(structure: Structure) -> Iterator[tuple[Steps, Span]]:
    end_of_item = 0
    for steps, provision in addressed(structure):
        whole = _whole(provision)
        if whole is None or whole.start < end_of_item:
            continue
        if provision.kind is Kind.ITEM:
            end_of_item = whole.end
            yield steps, whole
        elif span := provision.text or provision.heading:
            yield steps, span


def _whole(provision: Provision) -> Span | None:
    """The unit with heading and everything in it, without its label."""
    units = list(provision.walk())
    spans = [span for unit in units for span in (unit.heading, unit.text) if span]
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _value(stated: Stated | None) -> str | None:
    return stated.value if stated else None


@cache
def _type_names() -> dict[str, str]:
    scheme = vocabularies()["document-type"]
    return {
        str(notation): str(label)
        for concept, notation in scheme.subject_objects(SKOS.notation)
        for label in scheme.objects(concept, SKOS.prefLabel)
        if isinstance(label, Literal) and label.language == "zh"
    }
