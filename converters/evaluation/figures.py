"""The counts of an evaluation as JSON, and the file of them that a release publishes.

Takes: evaluations. Gives: JSON values; from the stored file, `StoredFigures`.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from converters.evaluation.goldsets import SETS
from converters.evaluation.scoring import LAYERS, Score, Tally
from converters.evaluation.sheets import classes
from ontology.datafiles import DATA

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from converters.evaluation.running import Evaluation

FIGURES: Final = DATA / "evaluation.json"
"""Written by `fagui evaluate --set all --save`; a test says that it is what the code gives."""


@dataclass(frozen=True, slots=True)
class StoredFigures:
    """What one gold set gave when the figures were stored."""

    name: str
    documents: int
    provisions: int
    score: Score


def stored_form(evaluations: Sequence[Evaluation]) -> bytes:
    """The file that holds the counts of evaluations: shared, predicted, gold."""
    sets = {
        evaluation.name: {
            "documents": len(evaluation.results),
            "provisions": sum(result.provisions for result in evaluation.results),
            "layers": {name: _counts(tally) for name, tally in evaluation.score.layers.items()},
            "classes": {
                scheme: {name: _counts(tally) for name, tally in tallies.items()}
                for scheme, tallies in evaluation.score.classes.items()
            },
        }
        for evaluation in evaluations
    }
    written = json.dumps(sets, ensure_ascii=False, indent=1)
    # One tally a line: a commit shows which figures have changed.
    return re.sub(r"\[\s+(\d+),\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2, \3]", written).encode() + b"\n"


def read_figures(path: Path = FIGURES) -> tuple[StoredFigures, ...]:
    """The stored figures of every gold set of the project."""
    sets = json.loads(path.read_bytes())
    return tuple(
        StoredFigures(
            name,
            sets[name]["documents"],
            sets[name]["provisions"],
            Score(
                {layer: _tally(sets[name]["layers"][layer]) for layer in LAYERS},
                {
                    scheme: {each: _tally(sets[name]["classes"][scheme][each]) for each in names}
                    for scheme, names in classes().items()
                },
            ),
        )
        for name in SETS
    )


def _counts(tally: Tally) -> list[int]:
    return [tally.shared, tally.predicted, tally.gold]


def _tally(counts: Sequence[int]) -> Tally:
    shared, predicted, gold = counts
    return Tally(shared, predicted, gold)


def as_json(
    evaluation: Evaluation, layers: Collection[str] = (), most: int | None = None
) -> dict[str, object]:
    """Every figure of an evaluation, each document's, and so many differences of named layers."""
    figures: dict[str, object] = {
        "set": evaluation.name,
        "documents": len(evaluation.results),
        "provisions": sum(result.provisions for result in evaluation.results),
        "layers": _all_figures(evaluation.score.layers),
        "classes": {
            scheme: _all_figures(tallies) for scheme, tallies in evaluation.score.classes.items()
        },
        "by_document": {
            result.id: _all_figures(result.score.layers) for result in evaluation.results
        },
    }
    if layers:
        chosen = evaluation.differences(layers)
        figures["differences"] = [
            {"document": document} | asdict(difference) for document, difference in chosen[:most]
        ]
    return figures


def _all_figures(tallies: Mapping[str, Tally]) -> dict[str, dict[str, float]]:
    return {
        name: {
            "p": round(tally.precision, 4),
            "r": round(tally.recall, 4),
            "f1": round(tally.f1, 4),
            "tp": tally.shared,
            "pred": tally.predicted,
            "gold": tally.gold,
        }
        for name, tally in tallies.items()
    }
