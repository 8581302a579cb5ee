"""Annotation lines: fields, values and order are those of the gold."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

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
)
from converters.pipeline import convert
from converters.records import Span
from converters.sources import find_sources, load_source
from converters.writers.annotations import write_annotations
from tests.converters.documents import ROOT

if TYPE_CHECKING:
    from converters.structure.addresses import Steps

GOLD = sorted((ROOT / "data" / "gold").glob("*.jsonl"))
TEXT = (
    "县级以上人民政府应当会同工信部门推进新能源、钢铁、新能源改造，依照《价格法》第三条免收2.50元，"
    "2024年6月1日前减半，培育钢铁。"
)
FIRST: Steps = (("art", "5"), ("para", "2"))
SECOND: Steps = (("art", "5"), ("para", "2"), ("item", "1"))
PASSAGE = Passage.of(TEXT, FIRST)
RULE = {"rule": "r", "confidence": 0.9}


def span(words: str, occurrence: int = 1) -> Span:
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


def actor(name: str) -> ActorMention:
    return ActorMention(name, FIRST, (span("县级以上人民政府"),), **RULE)


def measure(words: str, modality: Modality, *instruments: str) -> Measure:
    return Measure(FIRST, span(words), modality, (), (), instruments, None, **RULE)


def sector(words: str, occurrence: int, sector_class: SectorClass) -> SectorMention:
    return SectorMention(FIRST, span(words, occurrence), sector_class, **RULE)


def quantity(words: str, value: str, unit: str, what: str | None = None) -> Quantity:
    qualifies = span(what) if what else None
    return Quantity(FIRST, span(words), value, unit, Comparator.EQUAL, qualifies, **RULE)


ANNOTATIONS = Annotations(
    passages=(PASSAGE, Passage.of("鼓励创新；", SECOND)),
    measures=(
        replace(
            measure("会同工信部门推进新能源、钢铁、新能源改造", Modality.OBLIGATION, "green"),
            bearers=(
                Bearer(actor("县级以上人民政府"), BearerRole.LEAD),
                Bearer(actor("工信部门"), BearerRole.JOINT),
                Bearer(actor("县级以上人民政府"), BearerRole.RESPONSIBLE),
            ),
            targets=(actor("企业"),),
        ),
        measure("培育钢铁", Modality.OBLIGATION, "cluster", "other"),
        Measure(SECOND, Span(2, 4), Modality.ENCOURAGEMENT, (), (), ("other",), None, **RULE),
    ),
    # The layer may give them in any order; the lines are in text order.
    sectors=(
        sector("钢铁", 2, SectorClass.OTHER),
        sector("新能源", 2, SectorClass.EMERGING),
        sector("新能源", 1, SectorClass.FUTURE),
        sector("钢铁", 1, SectorClass.TRADITIONAL),
    ),
    citations=(Citation(FIRST, span("《价格法》第三条"), CitationKind.LAW, "价格法", (), **RULE),),
    quantities=(
        quantity("2.50元", "2.50", "元", "免收"),
        quantity("2024年6月1日", "2024-06-01", "date"),
        quantity("减半", "50.0", "percent"),
    ),
)
EXPECTED = [
    {"kind": "provision", "at": "art:5/p:2", "text": TEXT},
    {
        "kind": "measure",
        "at": "art:5/p:2",
        "action": "会同工信部门推进新能源、钢铁、新能源改造",
        "modality": "obligation",
        "bearers": ["县级以上人民政府", "工信部门"],
        "targets": ["企业"],
        "sectors": ["新能源", "钢铁"],
        "instruments": ["green"],
    },
    {
        "kind": "measure",
        "at": "art:5/p:2",
        "action": "培育钢铁",
        "modality": "obligation",
        "bearers": [],
        "targets": [],
        "sectors": ["钢铁"],
        "instruments": ["cluster", "other"],
    },
    {"kind": "reference", "at": "art:5/p:2", "text": "《价格法》第三条", "type": "law"},
    {
        "kind": "quantity",
        "at": "art:5/p:2",
        "text": "2.50元",
        "value": 2.5,
        "unit": "元",
        "what": "免收",
    },
    {
        "kind": "quantity",
        "at": "art:5/p:2",
        "text": "2024年6月1日",
        "value": "2024-06-01",
        "unit": "date",
        "what": "",
    },
    {
        "kind": "quantity",
        "at": "art:5/p:2",
        "text": "减半",
        "value": 50,
        "unit": "percent",
        "what": "",
    },
    {"kind": "sector", "at": "art:5/p:2", "mention": "新能源", "role": "future"},
    {"kind": "sector", "at": "art:5/p:2", "mention": "钢铁", "role": "traditional"},
    {"kind": "provision", "at": "art:5/p:2/i:1", "text": "鼓励创新；"},
    {
        "kind": "measure",
        "at": "art:5/p:2/i:1",
        "action": "创新",
        "modality": "encouragement",
        "bearers": [],
        "targets": [],
        "sectors": [],
        "instruments": ["other"],
    },
]


@pytest.fixture(scope="module")
def written() -> list[str]:
    document = convert(load_source(find_sources([])[0]))
    return write_annotations(replace(document, annotations=ANNOTATIONS)).decode().splitlines()


def test_lines_of_each_layer(written: list[str]) -> None:
    assert [json.loads(line) for line in written[1:]] == EXPECTED


def test_fields_stand_in_the_order_of_the_gold(written: list[str]) -> None:
    orders: dict[str, set[tuple[str, ...]]] = {}
    for path in GOLD:
        for line in path.read_text("utf-8").splitlines():
            fields = json.loads(line)
            orders.setdefault(fields["kind"], set()).add(tuple(fields))

    assert len(orders) == 6
    for line in written:
        fields = json.loads(line)
        assert orders[fields["kind"]] == {tuple(fields)}


def test_whole_numbers_have_no_fraction_and_text_is_no_escape(written: list[str]) -> None:
    assert any('"value": 50, ' in line for line in written)
    assert not any("\\u" in line for line in written)


def test_a_mention_is_a_sector_of_the_measures_that_hold_it_whole() -> None:
    cut = measure("会同工信部门推进新", Modality.OBLIGATION)
    document = convert(load_source(find_sources([])[0]))
    annotations = replace(ANNOTATIONS, measures=(cut,))

    lines = write_annotations(replace(document, annotations=annotations)).decode().splitlines()

    assert [x["sectors"] for x in map(json.loads, lines) if x["kind"] == "measure"] == [[]]


def test_kinds_follow_each_other_as_in_the_gold() -> None:
    """The gold has no passage with all kinds; every pair of neighbours it has is in our order."""
    order = ["provision", "measure", "reference", "quantity", "sector"]
    seen = set()
    for path in GOLD:
        kinds = [json.loads(line)["kind"] for line in path.read_text("utf-8").splitlines()[1:]]
        pairs = pairwise(kinds)
        seen |= {(a, b) for a, b in pairs if b not in {"provision", a}}

    assert len(seen) >= 5
    assert [pair for pair in seen if order.index(pair[0]) > order.index(pair[1])] == []
