"""A document as annotation lines (JSONL): what it is, and its provisions with their addresses.

Takes: `Document`. Gives: one JSON object a line, in the order of the text.

In a text with articles the lines are its 款, 项 and 目; in a notice they are the transmittal text, the
preamble, the section headings and the items, each item whole.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from rdflib import SKOS, Literal

from converters.records import Kind
from converters.structure.oddities import main_units
from ontology.iris import address
from ontology.jurisdictions import load_jurisdictions
from ontology.load import vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.records import Annotations
    from converters.records import Document, Stated


def write_annotations(document: Document) -> bytes:
    """The annotation lines of a document, in UTF-8."""
    lines = [_document_line(document), *_provision_lines(document.annotations)]
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


def _provision_lines(annotations: Annotations) -> Iterator[dict[str, str]]:
    for passage in annotations.passages:
        yield {"kind": "provision", "at": address(passage.steps), "text": passage.text}


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
