"""A document as annotation lines (JSONL): what it is, its provisions, and what each of them says.

Takes: `Document`. Gives: one JSON object a line, provisions in the order of the text; after each its
measures, references, quantities and sectors. In a text with articles the provisions are its 款, 项 and
目; in a notice the transmittal text, the preamble, the section headings and the items, each item whole.

Fields and their order are those of `data/gold/GUIDELINES.md` and no others: rule and confidence of an
annotation stand in the graph.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from rdflib import SKOS, Literal

from converters.annotation.quantities.reading import json_value
from converters.records import Kind
from converters.structure.oddities import main_units
from ontology.iris import address
from ontology.jurisdictions import load_jurisdictions
from ontology.load import vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from converters.annotation.records import (
        Annotations,
        Citation,
        Measure,
        Passage,
        Quantity,
        SectorMention,
    )
    from converters.document import Document
    from converters.records import Stated
    from converters.structure.addresses import Steps

Line = dict[str, object]
_Record = TypeVar("_Record", bound="_Addressed")


class _Addressed(Protocol):
    """A record of a layer: `at` is the passage that it was found in."""

    @property
    def at(self) -> Steps: ...


def write_annotations(document: Document) -> bytes:
    """The annotation lines of a document, in UTF-8."""
    lines = [_document_line(document), *_annotation_lines(document.annotations)]
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def _document_line(document: Document) -> Line:
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


def _annotation_lines(annotations: Annotations) -> Iterator[Line]:
    measures = _by_passage(annotations.measures)
    citations = _by_passage(annotations.citations)
    quantities = _by_passage(annotations.quantities)
    sectors = _by_passage(annotations.sectors)
    for passage in annotations.passages:
        at = address(passage.steps)
        mentions = sorted(sectors[passage.steps], key=lambda mention: mention.span)
        yield {"kind": "provision", "at": at, "text": passage.text}
        for measure in measures[passage.steps]:
            yield _measure_line(at, measure, passage, mentions)
        for citation in citations[passage.steps]:
            yield _reference_line(at, citation, passage)
        for quantity in quantities[passage.steps]:
            yield _quantity_line(at, quantity, passage)
        yield from _sector_lines(at, mentions, passage)


def _by_passage(records: Iterable[_Record]) -> Mapping[Steps, list[_Record]]:
    grouped: defaultdict[Steps, list[_Record]] = defaultdict(list)
    for record in records:
        grouped[record.at].append(record)
    return grouped


def _measure_line(
    at: str, measure: Measure, passage: Passage, mentions: Sequence[SectorMention]
) -> Line:
    inside = [
        mention.span.of(passage.text)
        for mention in mentions
        if measure.span.start <= mention.span.start and mention.span.end <= measure.span.end
    ]
    return {
        "kind": "measure",
        "at": at,
        "action": measure.span.of(passage.text),
        "modality": measure.modality.value,
        "bearers": _each_once(bearer.actor.name for bearer in measure.bearers),
        "targets": _each_once(target.name for target in measure.targets),
        "sectors": _each_once(inside),
        "instruments": list(measure.instruments),
    }


def _reference_line(at: str, citation: Citation, passage: Passage) -> Line:
    words = citation.span.of(passage.text)
    return {"kind": "reference", "at": at, "text": words, "type": citation.kind.value}


def _quantity_line(at: str, quantity: Quantity, passage: Passage) -> Line:
    return {
        "kind": "quantity",
        "at": at,
        "text": quantity.span.of(passage.text),
        "value": json_value(quantity),
        "unit": quantity.unit,
        "what": quantity.qualifies.of(passage.text) if quantity.qualifies else "",
    }


def _sector_lines(at: str, mentions: Iterable[SectorMention], passage: Passage) -> Iterator[Line]:
    """A line for each distinct mention, with the class that it has where it stands first."""
    classes: dict[str, str] = {}
    for mention in mentions:
        classes.setdefault(mention.span.of(passage.text), mention.sector_class.value)
    for words, sector_class in classes.items():
        yield {"kind": "sector", "at": at, "mention": words, "role": sector_class}


def _each_once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


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
