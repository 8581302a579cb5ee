"""The scores: equal to those of the independent script that came with the gold, and per class."""

from __future__ import annotations

import importlib.util
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from converters.annotation.records import Modality
from converters.errors import ConversionError
from converters.evaluation.scoring import LAYERS, Score, Tally, score, total
from converters.evaluation.sheets import classes, read_sheet
from tests.converters.documents import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Line = dict[str, Any]

GOLD = sorted((ROOT / "data" / "gold").glob("*.jsonl"))
SCRIPT = ROOT.parent / "shared" / "gold" / "score.py"
SEEDS = range(40)
# Names of the script's figures for our layers.
NAMES = {
    "provision-address": "provision_address",
    "provision-text": "provision_text",
    "measure-span": "measure_span",
    "measure-modality": "measure_span+modality",
    "measure-full": "measure_full(span+modality+bearers)",
    "bearers": "bearers|matched",
    "targets": "targets|matched",
    "instruments": "instruments|matched",
    "sector-mention": "sector_mention",
    "sector-role": "sector_mention+role",
    "reference": "reference",
    "quantity": "quantity",
}
# What the script gives for the copy of seed 0 of each file, in the order of LAYERS.
SCRIPT_SAID: dict[str, list[tuple[int, int, int]]] = {
    "jiangxi-tiaoli-2024": [
        (48, 48, 52),
        (44, 48, 52),
        (139, 148, 151),
        (137, 148, 151),
        (136, 148, 151),
        (195, 196, 196),
        (84, 85, 84),
        (175, 175, 175),
        (34, 36, 40),
        (34, 36, 40),
        (5, 5, 6),
        (1, 1, 1),
    ],
    "shanxi-cuoshi-2024.excerpt": [
        (9, 9, 9),
        (7, 9, 9),
        (49, 53, 52),
        (49, 53, 52),
        (49, 53, 52),
        (244, 244, 244),
        (26, 26, 26),
        (66, 68, 67),
        (21, 21, 23),
        (20, 21, 23),
        (5, 5, 5),
        (0, 1, 1),
    ],
    "shanxi-tiaoli-2024": [
        (62, 62, 65),
        (59, 62, 65),
        (150, 162, 172),
        (150, 162, 172),
        (148, 162, 172),
        (169, 171, 171),
        (102, 104, 103),
        (206, 206, 206),
        (35, 36, 39),
        (30, 36, 39),
        (3, 3, 3),
        (1, 1, 1),
    ],
}


def read(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def sheet(lines: list[Line]) -> Any:
    return read_sheet("\n".join(json.dumps(line) for line in lines).encode(), "a.jsonl")


def perturbed(lines: list[Line], seed: int) -> list[Line]:
    """A copy with lines lost, doubled and changed, as an extractor would get them wrong."""
    chance = random.Random(seed)
    share = chance.choice([0.02, 0.1, 0.3])
    copy: list[Line] = []
    for line in json.loads(json.dumps(lines)):
        if chance.random() < share / 2 and line["kind"] != "document":
            continue
        if chance.random() < share:
            change(line, chance)
        copy.append(line)
        if chance.random() < share / 4 and line["kind"] != "provision":
            copy.append(json.loads(json.dumps(line)))
    if chance.random() < 0.5:
        chance.shuffle(copy)
    return copy


def change(line: Line, chance: random.Random) -> None:
    if line["kind"] == "measure":
        change_measure(line, chance)
    elif line["kind"] == "sector":
        key = chance.choice(["mention", "role"])
        line[key] = line["mention"][1:] if key == "mention" else "future"
    elif line["kind"] == "reference":
        line["text"] = " ".join(line["text"]) if chance.random() < 0.5 else line["text"][:-1]
        line["type"] = "law"
    elif line["kind"] == "quantity":
        line["value"] = chance.choice([line["value"], 50.0, "2024-01-01", 3])
    elif line["kind"] == "provision":
        line["text"] = chance.choice([line["text"][:-1], f" {line['text']}", line["text"][::-1]])


def change_measure(line: Line, chance: random.Random) -> None:
    words = line["action"]
    cut = chance.randrange(len(words) + 1)
    line["action"] = chance.choice([words, words[cut:], words[:cut], f"{words}，", words[:1]])
    key = chance.choice(["modality", "bearers", "targets", "instruments", "at"])
    if key == "modality":
        line["modality"] = chance.choice(list(Modality))
    elif key == "instruments":
        line["instruments"] = chance.sample(["land", "other", "talent", "funding"], k=2)
    elif key == "at":
        line["at"] = "art:99/p:1" if chance.random() < 0.2 else line["at"]
    else:
        line[key] = [*line[key][1:], *chance.sample(["各级人民政府", "企业", "有关部门"], k=1)]


def figures(found: Score) -> list[tuple[int, int, int]]:
    tallies = [found.layers[layer] for layer in LAYERS]
    return [(tally.shared, tally.predicted, tally.gold) for tally in tallies]


@pytest.fixture(scope="module")
def script() -> Any:
    if not SCRIPT.is_file():
        pytest.skip("the script that came with the gold is not here; its figures are stored below")
    specification = importlib.util.spec_from_file_location("gold_score", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def as_script_reads(lines: list[Line]) -> dict[str, list[Line]]:
    kinds = ("document", "provision", "measure", "reference", "quantity", "sector")
    return {kind: [line for line in lines if line["kind"] == kind] for kind in kinds}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_equals_the_script_that_came_with_the_gold(path: Path, script: Any) -> None:
    gold = read(path)
    different = 0
    for seed in SEEDS:
        copy = perturbed(gold, seed)
        found = score(sheet(gold), sheet(copy)).layers
        expected = script.score(as_script_reads(gold), as_script_reads(copy))
        assert set(expected) == set(NAMES.values())
        for layer, name in NAMES.items():
            tally = found[layer]
            assert {
                "p": round(tally.precision, 4),
                "r": round(tally.recall, 4),
                "f1": round(tally.f1, 4),
                "tp": tally.shared,
                "pred": tally.predicted,
                "gold": tally.gold,
            } == expected[name], (seed, layer)
        different += expected["measure_span"]["f1"] < 1
    assert different > len(SEEDS) / 2


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_equals_what_the_script_said(path: Path) -> None:
    gold = read(path)
    assert figures(score(sheet(gold), sheet(perturbed(gold, 0)))) == SCRIPT_SAID[path.stem]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_the_gold_agrees_with_itself(path: Path) -> None:
    gold = sheet(read(path))
    found = score(gold, gold)
    everything = [
        *found.layers.values(),
        *(t for each in found.classes.values() for t in each.values()),
    ]
    assert {tally.f1 for tally in everything if tally.gold} == {1.0}
    assert {tally.shared for tally in everything if not tally.gold} <= {0}


PROVISION = {
    "kind": "provision",
    "at": "art:1/p:1",
    "text": "应当建立机制，支持企业，不得收费，编制规划。",
}


def measure(action: str, modality: str = "obligation", **fields: object) -> Line:
    line: Line = {"kind": "measure", "at": "art:1/p:1", "action": action, "modality": modality}
    return line | {"bearers": [], "targets": [], "sectors": [], "instruments": ["other"]} | fields


def line(kind: str, **fields: object) -> Line:
    return {"kind": kind, "at": "art:1/p:1", **fields}


GIVEN = [
    PROVISION,
    measure("建立机制", instruments=["organisation", "other"]),
    measure("支持企业", "support", instruments=["enterprise"]),
    measure("收费", "prohibition", instruments=["tax-fee"]),
    line("sector", mention="钢铁", role="traditional"),
    line("sector", mention="煤炭", role="traditional"),
    line("reference", text="本条例", type="self"),
]
FOUND = [
    PROVISION,
    measure("建立机制", instruments=["organisation", "land"]),
    measure("支持企业", "obligation", instruments=["enterprise"]),
    measure("编制规划", instruments=["planning"]),
    line("sector", mention="钢铁", role="traditional"),
    line("sector", mention="煤炭", role="future"),
    line("reference", text="本条例", type="internal"),
]


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (
            "modality",
            {
                "obligation": Tally(1, 3, 1),
                "support": Tally(0, 0, 1),
                "prohibition": Tally(0, 0, 1),
            },
        ),
        (
            "instrument",
            {
                "organisation": Tally(1, 1, 1),
                "other": Tally(0, 0, 1),
                "land": Tally(0, 1, 0),
                "enterprise": Tally(1, 1, 1),
            },
        ),
        ("sector-class", {"traditional": Tally(1, 1, 2), "future": Tally(0, 1, 0)}),
        ("citation-kind", {"self": Tally(0, 0, 1), "internal": Tally(0, 1, 0)}),
    ],
)
def test_classes(scheme: str, expected: dict[str, Tally]) -> None:
    found = score(sheet(GIVEN), sheet(FOUND)).classes[scheme]
    assert {name: tally for name, tally in found.items() if tally != Tally()} == expected
    assert tuple(found) == classes()[scheme]


def test_there_are_as_many_classes_as_the_guidelines_name() -> None:
    numbers = {scheme: len(names) for scheme, names in classes().items()}
    assert numbers == {"modality": 8, "instrument": 19, "sector-class": 7, "citation-kind": 5}


def test_the_total_counts_every_case_once() -> None:
    one, two = score(sheet(GIVEN), sheet(FOUND)), score(sheet(GIVEN), sheet(GIVEN))
    both = total([one, two, two])
    assert both.layers["measure-span"] == Tally(2 + 3 + 3, 9, 9)
    assert both.classes["modality"]["support"] == Tally(2, 2, 3)
    assert tuple(both.layers) == LAYERS
    assert total([]).layers["reference"] == Tally()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (b"{", "line 2: is no JSON ("),
        (b"[]", "line 2: is no JSON object"),
        (b'{"kind": "norm"}', "line 2: has the kind 'norm', allowed are document, provision, "),
        (b'{"kind": "reference", "at": "art:1", "text": null}', "a reference has text in 'text'"),
        (
            json.dumps(measure("收费", "duty")).encode(),
            "line 2: has 'duty' in 'modality', allowed are obligation, ",
        ),
        (
            json.dumps(measure("收费", instruments=["money"])).encode(),
            "line 2: has 'money' in 'instruments', allowed are business-environment, ",
        ),
        (
            json.dumps(measure("收费", bearers="企业")).encode(),
            "line 2: a measure has a list of texts in 'bearers', not '企业'",
        ),
        (
            b'{"kind": "quantity", "at": "a", "text": "b", "unit": "c", "value": null}',
            "line 2: a quantity has a number or a date in 'value', not None",
        ),
    ],
)
def test_a_wrong_line_is_named(wrong: bytes, problem: str) -> None:
    with pytest.raises(ConversionError) as caught:
        read_sheet(b"\n" + wrong, "a.jsonl")
    assert str(caught.value).startswith("a.jsonl: line 2: ")
    assert problem in str(caught.value)
    assert str(caught.value).endswith("remedy: write the line as data/gold/GUIDELINES.md says")
