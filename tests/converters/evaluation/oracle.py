"""A reader in place of the layers: annotations made of gold lines, right or wrong on purpose."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from converters.annotation.passages import read_passages
from converters.annotation.records import (
    ActorMention,
    Annotations,
    Bearer,
    Citation,
    CitationKind,
    Comparator,
    Measure,
    Modality,
    Passage,
    Quantity,
    SectorClass,
    SectorMention,
)
from converters.records import Span
from ontology.iris import address, parse_address

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from converters.records import Structure

Line = dict[str, Any]
RULE: dict[str, Any] = {"rule": "oracle", "confidence": 1.0}


def gold_lines(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def annotator(lines: Sequence[Line]) -> Callable[..., Annotations]:
    """What stands in for `annotate` and finds what the lines say."""

    def annotate(structure: Structure, *_: object) -> Annotations:
        passages = read_passages(structure)
        by_address = {address(passage.steps): passage for passage in passages}
        found: dict[str, list[Any]] = {}
        taken: set[tuple[str, Span]] = set()
        for line in lines:
            passage = by_address.get(line.get("at", ""))
            if passage and line["kind"] in MAKERS:
                found.setdefault(line["kind"], []).append(
                    MAKERS[line["kind"]](line, passage, taken)
                )
        return Annotations(
            passages,
            tuple(found.get("measure", ())),
            tuple(found.get("sector", ())),
            tuple(found.get("reference", ())),
            tuple(found.get("quantity", ())),
        )

    return annotate


def place(words: str, passage: Passage, taken: set[tuple[str, Span]]) -> Span:
    """The first place of the words, white space apart, that is not taken."""
    pattern = r"\s*".join(map(re.escape, re.sub(r"\s", "", words)))
    for match in re.finditer(f"(?={pattern})", passage.text):
        whole = re.compile(pattern).match(passage.text, match.start())
        assert whole
        span = Span(*whole.span())
        if (address(passage.steps), span) not in taken:
            taken.add((address(passage.steps), span))
            return span
    message = f"{words!r} is not in {passage.text!r}"
    raise ValueError(message)


def actor(name: str, passage: Passage) -> ActorMention:
    return ActorMention(name, passage.steps, (), **RULE)


def measure(line: Line, passage: Passage, taken: set[tuple[str, Span]]) -> Measure:
    return Measure(
        parse_address(line["at"]),
        place(line["action"], passage, taken),
        Modality(line["modality"]),
        tuple(Bearer(actor(name, passage)) for name in line["bearers"]),
        tuple(actor(name, passage) for name in line["targets"]),
        tuple(line["instruments"]),
        None,
        **RULE,
    )


def sector(line: Line, passage: Passage, _: set[tuple[str, Span]]) -> SectorMention:
    span = place(line["mention"], passage, set())
    return SectorMention(passage.steps, span, SectorClass(line["role"]), **RULE)


def citation(line: Line, passage: Passage, _: set[tuple[str, Span]]) -> Citation:
    span = place(line["text"], passage, set())
    return Citation(passage.steps, span, CitationKind(line["type"]), None, (), **RULE)


def quantity(line: Line, passage: Passage, _: set[tuple[str, Span]]) -> Quantity:
    span = place(line["text"], passage, set())
    value, unit = str(line["value"]), line["unit"]
    return Quantity(passage.steps, span, value, unit, Comparator.EQUAL, None, **RULE)


MAKERS: dict[str, Callable[[Line, Passage, set[tuple[str, Span]]], object]] = {
    "measure": measure,
    "sector": sector,
    "reference": citation,
    "quantity": quantity,
}
