"""Documents with annotations made by hand: from the words that they quote to records with spans."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from converters.annotation.passages import read_passages
from converters.annotation.records import (
    ActorMention,
    Annotations,
    Bearer,
    BearerRole,
    Citation,
    CitationKind,
    Comparator,
    Measure,
    Modality,
    Passage,
    Quantity,
    SectorClass,
    SectorMention,
    Term,
    TermKind,
)
from converters.pipeline import convert
from converters.records import Span
from converters.sources import load_source
from ontology import iris
from tests.converters.documents import ROOT, SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from converters.document import Document
    from converters.structure.addresses import Steps

GOLD = ROOT / "data" / "gold"
RULE = "by-hand"


def source(stem: str) -> Path:
    return next(path for path in SOURCES if path.stem == stem)


class Maker:
    """Makes records for one document from the words that they quote."""

    def __init__(self, stem: str) -> None:
        self.document = convert(load_source(source(stem)))
        self.passages = {p.steps: p for p in read_passages(self.document.structure)}

    def passage(self, address: str) -> Passage:
        return self.passages[iris.parse_address(address)]

    def span(self, address: str, words: str) -> Span:
        found = find(self.passage(address), words)
        assert found is not None, f"{address}: {words}"
        return found

    def actor(self, address: str, name: str, *pieces: str) -> ActorMention:
        spans = tuple(self.span(address, words) for words in pieces or (name,))
        return ActorMention(name, iris.parse_address(address), spans, RULE, 0.9)

    def measure(
        self,
        address: str,
        words: str,
        modality: Modality = Modality.OBLIGATION,
        *,
        bearers: tuple[Bearer, ...] = (),
        targets: tuple[ActorMention, ...] = (),
        instruments: tuple[str, ...] = ("other",),
        condition: str | None = None,
    ) -> Measure:
        return Measure(
            at=iris.parse_address(address),
            span=self.span(address, words),
            modality=modality,
            bearers=bearers,
            targets=targets,
            instruments=instruments,
            condition=self.span(address, condition) if condition else None,
            rule=RULE,
            confidence=0.9,
        )

    def sector(self, address: str, words: str, kind: SectorClass) -> SectorMention:
        return SectorMention(
            iris.parse_address(address), self.span(address, words), kind, RULE, 0.9
        )

    def citation(self, address: str, words: str, kind: CitationKind) -> Citation:
        title = words.strip("《》") if words.startswith("《") else None
        span = self.span(address, words)
        return Citation(iris.parse_address(address), span, kind, title, (), RULE, 1.0)

    def quantity(  # the fields of a quantity
        self,
        address: str,
        words: str,
        value: str,
        unit: str,
        comparator: Comparator = Comparator.EQUAL,
        qualifies: str | None = None,
    ) -> Quantity:
        return Quantity(
            at=iris.parse_address(address),
            span=self.span(address, words),
            value=value,
            unit=unit,
            comparator=comparator,
            qualifies=self.span(address, qualifies) if qualifies else None,
            rule=RULE,
            confidence=0.9,
        )

    def term(self, address: str, words: str, kind: TermKind, meaning: str | None = None) -> Term:
        span = self.span(address, words)
        means = self.span(address, meaning) if meaning else None
        return Term(iris.parse_address(address), span, kind, means, RULE, 0.9)

    def with_annotations(self, **layers: tuple[object, ...]) -> Document:
        found = Annotations(passages=tuple(self.passages.values()), **layers)  # type: ignore[arg-type]
        return replace(self.document, annotations=found)


def find(passage: Passage, words: str) -> Span | None:
    """Where words stand in a passage, white space aside."""
    signs = [re.escape(sign) for sign in re.sub(r"\s", "", words)]
    match = re.search(r"\s*".join(signs), passage.text)
    return Span(*match.span()) if match else None


def gold_document(stem: str) -> Document:
    """A document with the measures and sectors that careful readers found in it."""
    made = Maker(stem)
    measures, sectors = [], []
    for line in (GOLD / f"{stem}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        passage = made.passages.get(steps(row)) if row["kind"] in {"measure", "sector"} else None
        span = passage and find(passage, row.get("action") or row.get("mention"))
        if passage is None or span is None:
            continue
        if row["kind"] == "sector":
            sectors.append(made.sector(row["at"], row["mention"], SectorClass(row["role"])))
            continue
        measures.append(
            Measure(
                at=passage.steps,
                span=span,
                modality=Modality(row["modality"]),
                bearers=tuple(
                    Bearer(mention(passage, name), BearerRole.RESPONSIBLE)
                    for name in row["bearers"]
                ),
                targets=tuple(mention(passage, name) for name in row["targets"]),
                instruments=tuple(row["instruments"]),
                condition=None,
                rule="gold",
                confidence=1.0,
            )
        )
    return made.with_annotations(measures=tuple(measures), sectors=tuple(sectors))


def steps(row: dict[str, str]) -> Steps:
    return iris.parse_address(row["at"])


def mention(passage: Passage, name: str) -> ActorMention:
    """A mention with the name as one piece, or its beginning and end where coordination cuts it."""
    whole = find(passage, name)
    if whole:
        return ActorMention(name, passage.steps, (whole,), "gold", 1.0)
    for cut in range(len(name) - 1, 0, -1):
        first, last = find(passage, name[:cut]), find(passage, name[cut:])
        if first and last:
            return ActorMention(name, passage.steps, tuple(sorted((first, last))), "gold", 1.0)
    return ActorMention(name, passage.steps, (), "gold", 1.0)
