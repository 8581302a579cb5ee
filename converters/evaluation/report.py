"""Figures and differences as text for a terminal.

Takes: an evaluation. Gives: lines.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from converters.evaluation.differences import NOTHING
from converters.evaluation.scoring import FEW

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from converters.evaluation.differences import Difference
    from converters.evaluation.running import Evaluation
    from converters.evaluation.scoring import Tally

_NAME_WIDTH: Final = 24
_HEAD: Final = f"{'':{_NAME_WIDTH}}      P      R     F1   shared predicted   gold"
_FEW_MARK: Final = f"  fewer than {FEW} in the gold"
# Layers whose F1 is shown for each document, and the heads of their columns.
_COLUMNS: Final = {
    "measure-span": "span",
    "measure-modality": "modal",
    "measure-full": "full",
    "bearers": "bear",
    "targets": "targ",
    "instruments": "instr",
    "sector-mention": "sect",
    "sector-role": "role",
    "reference": "refer",
    "quantity": "quant",
}
_SINGLE_VALUES: Final = ("modality", "type", "role")
_SHOWN_CONFUSIONS: Final = 12


def figure_lines(evaluation: Evaluation, *, documents: bool = False) -> Iterator[str]:
    """The figures of a set, of each class and, if asked for, of each document."""
    provisions = sum(result.provisions for result in evaluation.results)
    yield f"{evaluation.name}: {len(evaluation.results)} documents, {provisions} provisions"
    yield _HEAD
    yield from (_figure_line(name, tally) for name, tally in evaluation.score.layers.items())
    for scheme, tallies in evaluation.score.classes.items():
        yield from _class_lines(scheme, tallies)
    if documents:
        yield from _document_lines(evaluation)


def difference_lines(
    evaluation: Evaluation, layers: Collection[str], most: int | None
) -> Iterator[str]:
    """What differs in the layers, provision by provision: at most so many differences."""
    chosen = evaluation.differences(layers)
    yield from _summary_lines([difference for _, difference in chosen])
    shown = chosen[:most]
    for (document, at), members in groupby(shown, key=lambda pair: (pair[0], pair[1].at)):
        differences = [difference for _, difference in members]
        yield ""
        yield f"{evaluation.name} {document} {at}"
        yield f"  {_on_one_line(differences[0].text)}"
        yield from chain.from_iterable(map(_difference_lines, differences))
    if len(shown) < len(chosen):
        yield ""
        yield f"{len(chosen) - len(shown)} more differences"


def _summary_lines(differences: Sequence[Difference]) -> Iterator[str]:
    """How many differences each layer has, and which values are most often taken for which."""
    counts = Counter(map(_kind, differences))
    yield f"{len(differences)} differences: " + ", ".join(
        f"{number} {kind}" for kind, number in counts.most_common()
    )
    confused = Counter(
        f"{each.layer}: {each.gold} → {each.predicted}"
        for each in differences
        if each.layer in _SINGLE_VALUES
    )
    yield from (f"{number:4} {words}" for words, number in confused.most_common(_SHOWN_CONFUSIONS))


def _kind(difference: Difference) -> str:
    """The layer, and for whole lines whether one is missing or too many."""
    if not difference.action and difference.gold.startswith(NOTHING):
        return f"{difference.layer} extra"
    if not difference.action and difference.predicted.startswith(NOTHING):
        return f"{difference.layer} missing"
    return difference.layer


def _difference_lines(difference: Difference) -> Iterator[str]:
    about = f" of {_on_one_line(difference.action)}" if difference.action else ""
    rule = f"  [{difference.rule}]" if difference.rule else ""
    yield f"  {_kind(difference)}{about}"
    yield f"      gold       {_on_one_line(difference.gold)}"
    yield f"      predicted  {_on_one_line(difference.predicted)}{rule}"


def _class_lines(scheme: str, tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Classes by the number of their cases; those that occur nowhere are left out."""
    present = [(name, tally) for name, tally in tallies.items() if tally.gold or tally.predicted]
    if present:
        yield f"by {scheme}"
    for name, tally in sorted(present, key=lambda pair: -pair[1].gold):
        yield _figure_line(name, tally) + (_FEW_MARK if tally.gold < FEW else "")


def _document_lines(evaluation: Evaluation) -> Iterator[str]:
    yield "F1 by document"
    width = max((_width(result.id) for result in evaluation.results), default=0)
    yield "  " + " " * width + "".join(f"{head:>7}" for head in _COLUMNS.values())
    for result in evaluation.results:
        padding = " " * (width - _width(result.id))
        cells = (f"{_f1(result.score.layers[layer]):>7}" for layer in _COLUMNS)
        yield f"  {result.id}{padding}{''.join(cells)}"


def _figure_line(name: str, tally: Tally) -> str:
    ratios = (tally.precision, tally.recall, tally.f1)
    cells = "".join(f"{_ratio(tally, ratio):>7}" for ratio in ratios)
    counts = f"{tally.shared:9} {tally.predicted:9} {tally.gold:6}"
    return f"  {name:{_NAME_WIDTH - 2}}{cells}{counts}"


def _ratio(tally: Tally, ratio: float) -> str:
    """A ratio, or a dash where there is nothing to find and nothing was found."""
    return f"{ratio:.3f}" if tally.gold or tally.predicted else NOTHING


def _f1(tally: Tally) -> str:
    return _ratio(tally, tally.f1)


def _width(words: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in words)


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


def set_lines(
    evaluations: Iterable[Evaluation], *, documents: bool, layers: Collection[str], most: int | None
) -> Iterator[str]:
    """All that is shown of several sets: differences only where layers are named."""
    for number, evaluation in enumerate(evaluations):
        if number:
            yield ""
        yield from figure_lines(evaluation, documents=documents)
        if layers:
            yield from difference_lines(evaluation, layers, most)
