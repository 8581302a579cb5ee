"""The command: figures and differences of gold sets whose prediction is known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from converters.cli import main
from converters.evaluation.differences import LAYERS as DIFFERENCE_LAYERS
from converters.evaluation.goldsets import SETS, read_gold
from converters.evaluation.running import evaluate
from converters.evaluation.scoring import LAYERS, Tally
from converters.pipeline import convert
from converters.progress import LateReporter, SilentReporter
from converters.sources import load_source
from converters.writers.annotations import write_annotations
from tests.converters.documents import ROOT
from tests.converters.evaluation.oracle import annotator, gold_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.converters.evaluation.oracle import Line

GOLD = ROOT / "data" / "gold"
FILES = sorted(GOLD.glob("*.jsonl"))
ANNOTATE = "converters.pipeline.annotate"
TEXT = """# 某省产业促进条例

第一条 县级以上人民政府应当建立协调机制，支持钢铁、煤炭企业改造；不得违反本条例收费。

第二条 本条例自2024年6月1日起施行。
"""


def measure(action: str, modality: str, instruments: str, bearers: str = "") -> Line:
    line: Line = {"kind": "measure", "at": "art:1/p:1", "action": action, "modality": modality}
    people = {"bearers": bearers.split(), "targets": [], "sectors": []}
    return line | people | {"instruments": instruments.split()}


def line(kind: str, at: str = "art:1/p:1", **fields: object) -> Line:
    return {"kind": kind, "at": at, **fields}


PROVISION = line("provision", text=TEXT.splitlines()[2].removeprefix("第一条 "))
GOVERNMENT = "县级以上人民政府"
RIGHT = [
    PROVISION,
    measure("建立协调机制", "obligation", "organisation", GOVERNMENT),
    measure("支持钢铁、煤炭企业改造", "obligation", "enterprise green", GOVERNMENT)
    | {"targets": ["企业"]},
    measure("违反本条例收费", "prohibition", "tax-fee", GOVERNMENT),
    line("sector", mention="钢铁", role="traditional"),
    line("sector", mention="煤炭", role="traditional"),
    line("reference", text="本条例", type="self"),
    line("reference", text="条例", type="generic"),
]
# One fault of each kind; and a whole provision that the gold does not have.
WRONG = [
    measure("建立协调机制", "declaration", "organisation", "有关部门"),
    measure("支持钢铁、煤炭企业", "obligation", "enterprise finance", GOVERNMENT),
    measure("收费", "prohibition", "tax-fee"),
    line("sector", mention="钢铁", role="future"),
    line("sector", mention="机制", role="other"),
    line("reference", text="本条例", type="internal"),
    line("reference", "art:2/p:1", text="本条例", type="self"),
    line("quantity", text="第一条", value=1, unit="条") | {"text": "县级"},
]
DIFFERENCES = [
    ("modality", "obligation", "declaration", "建立协调机制"),
    ("bearers", f"-{GOVERNMENT}", "+有关部门", "建立协调机制"),
    ("span", "支持钢铁、煤炭企业改造", "支持钢铁、煤炭企业", "支持钢铁、煤炭企业改造"),
    ("targets", "-企业", "–", "支持钢铁、煤炭企业改造"),
    ("instruments", "enterprise; -green", "enterprise; +finance", "支持钢铁、煤炭企业改造"),
    (
        "measure",
        f"违反本条例收费 · prohibition · {GOVERNMENT} · tax-fee",
        "– (overlaps: 收费)",
        "",
    ),
    ("measure", "– (overlaps: 违反本条例收费)", "收费 · prohibition · – · tax-fee", ""),
    ("type", "self", "internal", "本条例"),
    ("reference", "条例 · generic", "–", ""),
    ("quantity", "–", "县级 · 1 条", ""),
    ("role", "traditional", "future", "钢铁"),
    ("sector", "煤炭 · traditional", "–", ""),
    ("sector", "–", "机制 · other", ""),
]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gold set of one document of which one provision is annotated, and faulty layers."""
    directory = tmp_path / "own"
    directory.mkdir()
    (directory / "a.md").write_text(TEXT, "utf-8")
    write(directory / "a.jsonl", RIGHT)
    monkeypatch.setattr(ANNOTATE, annotator(WRONG))
    return directory


def write(path: Path, lines: Sequence[Line]) -> None:
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    assert main(["evaluate", *map(str, arguments)]) == 0
    return capsys.readouterr().out.splitlines()


def problem(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["evaluate", *map(str, arguments)]) == 1
    captured = capsys.readouterr()
    (message,) = captured.err.splitlines()
    assert captured.out == ""
    return message.removeprefix("fagui: ")


def test_every_kind_of_difference_is_found(own: Path) -> None:
    (result,) = evaluate("own", read_gold(own), SilentReporter()).results

    found = [(d.layer, d.gold, d.predicted, d.action) for d in result.differences]
    assert found == DIFFERENCES
    assert {layer for layer, *_ in found} == set(DIFFERENCE_LAYERS) - {"provision"}
    assert {d.text for d in result.differences} == {PROVISION["text"]}
    assert {d.rule for d in result.differences if d.predicted[0] != "–"} == {"oracle"}


def test_only_the_annotated_provisions_of_a_part_count(own: Path) -> None:
    layers = evaluate("own", read_gold(own), SilentReporter()).score.layers
    assert layers["provision-address"] == Tally(1, 1, 1)
    assert layers["reference"] == Tally(1, 1, 2)
    assert layers["measure-span"] == Tally(2, 3, 3)


def test_all_provisions_of_a_whole_document_count(own: Path) -> None:
    write(own / "a.jsonl", [{"kind": "document"}, *RIGHT])
    evaluation = evaluate("own", read_gold(own), SilentReporter())
    assert evaluation.score.layers["provision-address"] == Tally(1, 2, 1)
    assert evaluation.score.layers["reference"] == Tally(1, 2, 2)
    extra = [d for d in evaluation.results[0].differences if d.at == "art:2/p:1"]
    assert [(d.layer, d.gold) for d in extra] == [("provision", "–"), ("reference", "–")]


def test_an_excerpt_is_a_part(own: Path) -> None:
    write(own / "a.excerpt.jsonl", [{"kind": "document"}, *RIGHT])
    (own / "a.jsonl").unlink()
    (document,) = read_gold(own)
    assert (document.id, document.whole, document.source) == ("a", False, own / "a.md")


def test_figures_as_text(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [" ".join(text.split()) for text in printed(capsys, "--gold", own, "--documents")]
    assert lines[0] == "own: 1 documents, 1 provisions"
    assert "measure-span 0.667 0.667 0.667 2 3 3" in lines
    assert "measure-full 0.333 0.333 0.333 1 3 3" in lines
    assert "quantity 0.000 0.000 0.000 0 1 0" in lines
    assert "obligation 1.000 0.500 0.667 1 1 2 fewer than 10 in the gold" in lines
    assert lines[-1] == "a 0.667 0.333 0.333 0.500 0.000 0.667 0.500 0.000 0.667 0.000"


def test_figures_as_json(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (figures,) = json.loads("\n".join(printed(capsys, "--gold", own, "--json")))
    assert tuple(figures["layers"]) == LAYERS
    expected = {"p": 0.6667, "r": 0.6667, "f1": 0.6667, "tp": 2, "pred": 3, "gold": 3}
    assert figures["layers"]["measure-span"] == expected
    assert figures["by_document"]["a"]["measure-span"] == expected
    assert figures["classes"]["sector-class"]["future"]["pred"] == 1
    assert "differences" not in figures


def test_errors_as_json(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (figures,) = json.loads("\n".join(printed(capsys, "--gold", own, "--json", "--errors", 2)))
    assert [(d["document"], d["layer"]) for d in figures["differences"]] == [
        ("a", "modality"),
        ("a", "bearers"),
    ]


def test_errors_as_text(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "--gold", own, "--errors")
    begun = next(n for n, text in enumerate(lines) if " differences: " in text)
    assert lines[begun].startswith("12 differences: ")
    assert "1 measure missing" in lines[begun]
    assert "1 measure extra" in lines[begun]
    assert "   1 modality: obligation → declaration" in lines[begun:]
    assert lines[begun + 5 : begun + 10] == [
        "own a art:1/p:1",
        f"  {PROVISION['text']}",
        "  modality of 建立协调机制",
        "      gold       obligation",
        "      predicted  declaration  [oracle]",
    ]


def test_the_first_errors_of_a_layer(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("--errors", 1, "--layer", "sector", "--layer", "span")
    lines = printed(capsys, "--gold", own, *chosen)
    assert "      gold       支持钢铁、煤炭企业改造" in lines
    assert lines[-1] == "2 more differences"
    assert not any("declaration" in text and "gold" not in text for text in lines[-8:])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["--set", "given", "--gold", "x"],
            "command line: arguments: --set and --gold are both named; remedy: name one of the two",
        ),
        (
            ["--save"],
            "command line: arguments: --save stores every set; remedy: add --set all",
        ),
        (
            ["--layer", "role"],
            "command line: arguments: --layer chooses errors; remedy: add --errors",
        ),
        (["--set", "mine"], "command line: arguments: argument --set: invalid choice: 'mine'"),
        (["--errors", "-1"], "command line: arguments: argument --errors: "),
        (["--errors", "0"], "command line: arguments: argument --errors: '0', allowed is"),
        (["--gold", "nowhere"], "nowhere: gold: is no directory; remedy: name one with --gold"),
        (["--gold", ""], "command line: arguments: argument --gold: it is empty"),
    ],
)
def test_a_wrong_command_is_one_line(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert problem(capsys, *arguments).startswith(expected)


def test_a_directory_without_gold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert problem(capsys, "--gold", tmp_path) == (
        f"{tmp_path}: gold: holds no annotation file (.jsonl); remedy: name another with --gold"
    )


def test_gold_without_its_document(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "a.md").unlink()
    assert problem(capsys, "--gold", own).startswith(
        f"{own / 'a.jsonl'}: gold: annotates a document"
    )


def test_gold_that_is_broken(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(own / "a.jsonl", [PROVISION, {"kind": "measure", "at": "art:1/p:1"}])
    assert problem(capsys, "--gold", own).startswith(
        f"{own / 'a.jsonl'}: line 2: a measure has text in 'action', not None; remedy: "
    )


def test_a_document_that_is_none(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "a.md").write_text("")
    assert problem(capsys, "--gold", own).startswith("a.md: ")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_who_finds_the_gold_writes_the_gold(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotation lines made of the gold are the gold, so that nothing is lost on the way."""
    gold = gold_lines(path)
    monkeypatch.setattr(ANNOTATE, annotator(gold))
    source = next(each.source for each in read_gold(GOLD) if path.stem.startswith(each.id))
    lines = [
        json.loads(each) for each in write_annotations(convert(load_source(source))).splitlines()
    ]

    for kind, ignored in (("measure", "sectors"), ("reference", ""), ("quantity", "what")):
        assert comparable(lines, kind, ignored) == comparable(gold, kind, ignored)
    sectors = sorted(map(str, comparable(lines, "sector", "")))
    assert sectors == sorted({str(each) for each in comparable(gold, "sector", "")})


def comparable(lines: Sequence[Line], kind: str, ignored: str) -> list[Line]:
    """Lines of a kind without a field, in the order of their provisions, and without white space."""
    chosen = [
        {
            key: "".join(value.split()) if isinstance(value, str) else value
            for key, value in each.items()
            if key != ignored
        }
        for each in lines
        if each["kind"] == kind
    ]
    return sorted(chosen, key=lambda each: str(each["at"]))


def test_the_sets_are_there() -> None:
    numbers = {name: len(read_gold(directory)) for name, directory in SETS.items()}
    assert numbers == {"given": 3, "field": 3, "development": 363, "test": 54, "general": 118}
    assert [gold.whole for gold in read_gold(GOLD)] == [True, False, True]


def test_all_sets(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ANNOTATE, annotator([]))
    heads = [text for text in printed(capsys, "--set", "all") if " documents, " in text]
    assert heads == [
        "given: 3 documents, 126 provisions",
        "field: 3 documents, 120 provisions",
        "development: 363 documents, 1280 provisions",
        "test: 54 documents, 235 provisions",
        "general: 118 documents, 248 provisions",
    ]


def test_the_given_set_is_the_default(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ANNOTATE, annotator([]))
    assert printed(capsys)[0] == "given: 3 documents, 126 provisions"


class Recorder:
    """A reporter that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def stage(self, title: str, total: int) -> Stage:
        self.told.append(f"{title} {total}")
        return Stage(self)


class Stage:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def __enter__(self) -> Callable[[str], None]:
        return self._recorder.told.append

    def __exit__(self, *_: object) -> None:
        self._recorder.told.append("end")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [0.0]
    monkeypatch.setattr("converters.progress.time.monotonic", lambda: now[0])
    return now


def test_a_short_stage_shows_nothing(clock: list[float]) -> None:
    recorder = Recorder()
    with LateReporter(recorder).stage("x", 2) as advance:
        advance("a")
        clock[0] = 1.9
        advance("b")
    assert recorder.told == []


def test_a_long_stage_shows_every_step(clock: list[float]) -> None:
    recorder = Recorder()
    with LateReporter(recorder).stage("x", 3) as advance:
        advance("a")
        clock[0] = 2.0
        advance("b")
        assert recorder.told == ["x 3", "a", "b"]
        advance("c")
    assert recorder.told == ["x 3", "a", "b", "c", "end"]
