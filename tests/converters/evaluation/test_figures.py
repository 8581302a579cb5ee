"""The stored figures: they are what the code gives now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.cli import main
from converters.evaluation.figures import FIGURES, read_figures, stored_form
from converters.evaluation.goldsets import SETS, read_gold
from converters.evaluation.running import evaluate
from converters.progress import SilentReporter
from tests.converters.evaluation.oracle import annotator

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SAME = "data/evaluation.json is not what the code gives: run `fagui evaluate --set all --save`"


def test_the_stored_figures_are_what_the_code_gives() -> None:
    evaluations = [
        evaluate(name, read_gold(directory), SilentReporter()) for name, directory in SETS.items()
    ]
    assert stored_form(evaluations) == FIGURES.read_bytes(), SAME
    assert [each.score for each in read_figures()] == [each.score for each in evaluations]


def test_a_change_of_the_layers_changes_the_figures(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("converters.pipeline.annotate", annotator([]))
    monkeypatch.setattr("converters.cli.FIGURES", tmp_path / "evaluation.json")
    assert main(["evaluate", "--set", "all", "--save", "--json"]) == 0
    given, *_, test, general = read_figures(tmp_path / "evaluation.json")
    assert (given.documents, given.provisions) == (3, 126)
    assert (test.documents, general.documents) == (54, 118)
    assert given.score.layers["measure-span"].predicted == 0
    assert given.score.layers["measure-span"].gold > 300
    assert read_figures()[0] != given
