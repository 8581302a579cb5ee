"""Annotation lines (JSONL) as records, every field checked.

Takes: the bytes of a file of annotation lines. Gives: `Sheet`, or ConversionError naming the line.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rdflib import SKOS

from converters.annotation.records import CitationKind, Modality, SectorClass
from converters.errors import ConversionError
from ontology.load import vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure; `action` and names are as written."""

    at: str
    action: str
    modality: str
    bearers: tuple[str, ...]
    targets: tuple[str, ...]
    instruments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A citation."""

    at: str
    text: str
    type: str


@dataclass(frozen=True, slots=True)
class QuantityLine:
    """A quantity; `value` is the JSON value as text."""

    at: str
    text: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class SectorLine:
    """A mention of a sector."""

    at: str
    mention: str
    role: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The annotation lines of a document: provisions by address, and what they say.

    `has_document` tells whether a line describes the document as a whole.
    """

    has_document: bool
    provisions: Mapping[str, str]
    measures: tuple[MeasureLine, ...] = ()
    references: tuple[ReferenceLine, ...] = ()
    quantities: tuple[QuantityLine, ...] = ()
    sectors: tuple[SectorLine, ...] = ()

    def within(self, addresses: Mapping[str, object]) -> Sheet:
        """The lines of some provisions."""
        return Sheet(
            self.has_document,
            {at: text for at, text in self.provisions.items() if at in addresses},
            tuple(line for line in self.measures if line.at in addresses),
            tuple(line for line in self.references if line.at in addresses),
            tuple(line for line in self.quantities if line.at in addresses),
            tuple(line for line in self.sectors if line.at in addresses),
        )


_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "document": (),
    "provision": ("at", "text"),
    "measure": ("at", "action", "modality"),
    "reference": ("at", "text", "type"),
    "quantity": ("at", "text", "unit"),
    "sector": ("at", "mention", "role"),
}
_LISTS: Final = ("bearers", "targets", "instruments")
_SCHEMES: Final[Mapping[str, str]] = {
    "modality": "modality",
    "type": "citation-kind",
    "role": "sector-class",
    "instruments": "instrument",
}


@cache
def classes() -> Mapping[str, tuple[str, ...]]:
    """Concept schemes whose concepts are values in annotation lines, and their notations."""
    instruments = vocabularies()["instrument"].objects(None, SKOS.notation)
    return {
        "modality": tuple(Modality),
        "instrument": tuple(sorted(map(str, instruments))),
        "sector-class": tuple(SectorClass),
        "citation-kind": tuple(CitationKind),
    }


def read_sheet(content: bytes, name: str) -> Sheet:
    """The annotation lines in a file; `name` is what messages call it."""
    lines: dict[str, list[dict[str, Any]]] = {kind: [] for kind in _TEXTS}
    for number, fields in _parse_lines(content, name):
        problem = _problem(fields)
        if problem:
            raise _wrong(name, number, problem)
        lines[fields["kind"]].append(fields)
    return Sheet(
        bool(lines["document"]),
        {line["at"]: line["text"] for line in lines["provision"]},
        tuple(
            MeasureLine(
                line["at"],
                line["action"],
                line["modality"],
                tuple(line["bearers"]),
                tuple(line["targets"]),
                tuple(line["instruments"]),
            )
            for line in lines["measure"]
        ),
        tuple(ReferenceLine(x["at"], x["text"], x["type"]) for x in lines["reference"]),
        tuple(
            QuantityLine(x["at"], x["text"], str(x["value"]), x["unit"]) for x in lines["quantity"]
        ),
        tuple(SectorLine(x["at"], x["mention"], x["role"]) for x in lines["sector"]),
    )


def squeeze(text: str) -> str:
    """The text without white space, which differs between copies of a document.

    >>> squeeze("2024 年 6 月")
    '2024年6月'
    """
    return re.sub(r"\s+", "", text)


def _parse_lines(content: bytes, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _wrong(name, number, f"is no JSON ({error})") from error
        if not isinstance(fields, dict):
            raise _wrong(name, number, "is no JSON object")
        yield number, fields


def _problem(fields: Mapping[str, Any]) -> str | None:
    """What is wrong with the fields of a line, if something is."""
    kind = fields.get("kind")
    if not isinstance(kind, str) or kind not in _TEXTS:
        return f"has the kind {kind!r:.40}, allowed are {', '.join(_TEXTS)}"
    for key in _TEXTS[kind]:
        value = fields.get(key)
        if not isinstance(value, str):
            return f"a {kind} has text in {key!r}, not {value!r:.40}"
        if key in _SCHEMES and (problem := _problem_of_value(key, value)):
            return problem
    if kind == "quantity" and not isinstance(fields.get("value"), str | int | float):
        return f"a quantity has a number or a date in 'value', not {fields.get('value')!r:.40}"
    if kind == "measure":
        return _problem_of_lists(fields)
    return None


def _problem_of_lists(fields: Mapping[str, Any]) -> str | None:
    for key in _LISTS:
        names = fields.get(key)
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            return f"a measure has a list of texts in {key!r}, not {names!r:.40}"
    problems = (_problem_of_value("instruments", each) for each in fields["instruments"])
    return next(filter(None, problems), None)


def _problem_of_value(key: str, value: str) -> str | None:
    allowed = classes()[_SCHEMES[key]]
    if value in allowed:
        return None
    return f"has {value!r:.40} in {key!r}, allowed are {', '.join(allowed)}"


def _wrong(name: str, number: int, problem: str) -> ConversionError:
    return ConversionError(
        name, f"line {number}", problem, "write the line as data/gold/GUIDELINES.md says"
    )
