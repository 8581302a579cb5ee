"""The evaluation of a gold set: every document is converted anew and its lines are compared.

Takes: gold documents. Gives: `Evaluation`, with the score and the differences of each document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from converters.evaluation.differences import find_differences
from converters.evaluation.scoring import score, total
from converters.evaluation.sheets import read_sheet
from converters.pipeline import convert
from converters.sources import load_source
from converters.writers.annotations import write_annotations
from ontology.iris import address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from converters.annotation.records import Annotations
    from converters.evaluation.differences import Difference
    from converters.evaluation.goldsets import GoldDocument
    from converters.evaluation.scoring import Score
    from converters.progress import Reporter


@dataclass(frozen=True, slots=True)
class Result:
    """How one document was annotated."""

    id: str
    provisions: int
    score: Score
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How a gold set was annotated; `score` is the micro-average over its documents."""

    name: str
    results: tuple[Result, ...]
    score: Score

    def differences(self, layers: Collection[str]) -> list[tuple[str, Difference]]:
        """What differs in some layers, each with the id of its document."""
        return [
            (result.id, difference)
            for result in self.results
            for difference in result.differences
            if difference.layer in layers
        ]


def evaluate(name: str, documents: Sequence[GoldDocument], reporter: Reporter) -> Evaluation:
    """The evaluation of a gold set; ConversionError where a document cannot be converted."""
    results = []
    with reporter.stage(f"evaluating {name}", len(documents)) as advance:
        for document in documents:
            results.append(_evaluate(document))
            advance(document.id)
    return Evaluation(name, tuple(results), total(result.score for result in results))


def _evaluate(document: GoldDocument) -> Result:
    """What is compared is what `fagui annotate` writes, of a part only that part."""
    converted = convert(load_source(document.source))
    predicted = read_sheet(write_annotations(converted), document.id)
    gold = document.sheet
    if not document.whole:
        predicted = predicted.within(gold.provisions)
    rules = dict(_rules(converted.annotations))
    return Result(
        document.id,
        len(gold.provisions),
        score(gold, predicted),
        find_differences(gold, predicted, rules),
    )


def _rules(annotations: Annotations) -> Iterator[tuple[tuple[str, str], str]]:
    """Which rule found the words of an annotation: by address and words."""
    texts = {passage.steps: passage.text for passage in annotations.passages}
    for layer in (
        annotations.measures,
        annotations.sectors,
        annotations.citations,
        annotations.quantities,
    ):
        for record in layer:
            yield (address(record.at), record.span.of(texts[record.at])), record.rule
