"""What the layers got wrong, one by one, for those who improve their rules.

Takes: the sheets of the gold and of the prediction. Gives: `Difference`s in text order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.evaluation.matching import overlap, pair_measures
from converters.evaluation.scoring import actors, same_actor
from converters.evaluation.sheets import squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from converters.evaluation.matching import Pairing, Placed
    from converters.evaluation.sheets import MeasureLine, Sheet

LAYERS: Final = (
    "provision",
    "measure",
    "modality",
    "bearers",
    "targets",
    "instruments",
    "reference",
    "type",
    "quantity",
    "sector",
    "role",
    "span",
)
"""Kinds of differences. `span` is an action that is matched and begins or ends elsewhere: no error."""

DEFAULT_LAYERS: Final = LAYERS[:-1]

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """One spot where gold and prediction differ: both as people read them.

    `text` is the provision, `action` the measure of the gold that a part of a measure belongs to,
    `rule` the rule that found what is predicted.
    """

    at: str
    layer: str
    text: str
    gold: str
    predicted: str
    action: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a difference is, and which rules found words there."""

    at: str
    text: str
    rules: Mapping[tuple[str, str], str]

    def differ(
        self, layer: str, gold: str, predicted: str, *, action: str = "", words: str = ""
    ) -> Difference:
        rule = self.rules.get((self.at, words), "")
        return Difference(self.at, layer, self.text, gold, predicted, action, rule)


def find_differences(
    gold: Sheet, predicted: Sheet, rules: Mapping[tuple[str, str], str]
) -> tuple[Difference, ...]:
    """All differences; `rules` names the rule that found words at an address."""
    pairings = {pairing.at: pairing for pairing in pair_measures(gold, predicted)}
    found: list[Difference] = []
    for at in dict.fromkeys(
        (*gold.provisions, *predicted.provisions, *_addresses(gold, predicted))
    ):
        spot = _Spot(at, gold.provisions.get(at) or predicted.provisions.get(at, ""), rules)
        found += _in_provision(spot, gold, predicted)
        if at in pairings:
            found += _in_measures(spot, pairings[at])
        found += _in_other_lines(spot, gold, predicted)
    return tuple(found)


def _addresses(*sheets: Sheet) -> Iterator[str]:
    for sheet in sheets:
        for lines in (sheet.measures, sheet.references, sheet.quantities, sheet.sectors):
            for line in lines:
                yield line.at


def _in_provision(spot: _Spot, gold: Sheet, predicted: Sheet) -> Iterator[Difference]:
    given, found = gold.provisions.get(spot.at), predicted.provisions.get(spot.at)
    if squeeze(given or "") != squeeze(found or "") or (given is None) != (found is None):
        yield spot.differ("provision", given or NOTHING, found or NOTHING)


def _in_measures(spot: _Spot, pairing: Pairing) -> Iterator[Difference]:
    matched_gold = {id(ours) for ours, _ in pairing.pairs}
    matched = {id(theirs) for _, theirs in pairing.pairs}
    partners = {id(ours): theirs for ours, theirs in pairing.pairs}
    for ours in pairing.gold:
        if id(ours) in matched_gold:
            theirs = partners[id(ours)].measure
            yield from _in_parts(spot, ours.measure, theirs)
        else:
            near = _overlapping(ours, pairing.predicted)
            yield spot.differ("measure", describe_measure(ours.measure), near)
    for theirs_placed in pairing.predicted:
        if id(theirs_placed) not in matched:
            near = _overlapping(theirs_placed, pairing.gold)
            measure = theirs_placed.measure
            yield spot.differ("measure", near, describe_measure(measure), words=measure.action)


def _overlapping(placed: Placed, others: Sequence[Placed]) -> str:
    """Measures on the other side that share words and yet are no match."""
    near = [other.measure.action for other in others if overlap(placed.span, other.span) > 0]
    return f"{NOTHING} (overlaps: {' | '.join(near)})" if near else NOTHING


def _in_parts(spot: _Spot, ours: MeasureLine, theirs: MeasureLine) -> Iterator[Difference]:
    """What differs inside a matched measure."""

    def differ(layer: str, gold: str, predicted: str) -> Difference:
        return spot.differ(layer, gold, predicted, action=ours.action, words=theirs.action)

    if squeeze(ours.action) != squeeze(theirs.action):
        yield differ("span", ours.action, theirs.action)
    if ours.modality != theirs.modality:
        yield differ("modality", ours.modality, theirs.modality)
    for layer, one, other in (
        ("bearers", ours.bearers, theirs.bearers),
        ("targets", ours.targets, theirs.targets),
    ):
        if actors(one) != actors(other):
            yield differ(layer, *_side_by_side(one, other, same_actor))
    if set(ours.instruments) != set(theirs.instruments):
        yield differ("instruments", *_side_by_side(ours.instruments, theirs.instruments, squeeze))


def _side_by_side(
    gold: Sequence[str], predicted: Sequence[str], form: Callable[[str], str]
) -> tuple[str, str]:
    """Both lists, with a mark before what the other one lacks: - missing, + too many."""
    given, found = set(map(form, gold)), set(map(form, predicted))
    ours = [name if form(name) in found else f"-{name}" for name in gold]
    theirs = [name if form(name) in given else f"+{name}" for name in predicted]
    return _names(ours), _names(theirs)


def _in_other_lines(spot: _Spot, gold: Sheet, predicted: Sheet) -> Iterator[Difference]:
    for layers, read in (
        (("reference", "type"), _references),
        (("quantity", ""), _quantities),
        (("sector", "role"), _sectors),
    ):
        yield from _compare(spot, layers, read(gold, spot.at), read(predicted, spot.at))


def _references(sheet: Sheet, at: str) -> dict[str, _Shown]:
    lines = (line for line in sheet.references if line.at == at)
    return {squeeze(line.text): _Shown(line.text, line.type) for line in lines}


def _quantities(sheet: Sheet, at: str) -> dict[str, _Shown]:
    """By value, which is what is compared: how it is written is shown and does not matter."""
    lines = (line for line in sheet.quantities if line.at == at)
    return {line.value: _Shown(line.text, "", f"{line.value} {line.unit}") for line in lines}


def _sectors(sheet: Sheet, at: str) -> dict[str, _Shown]:
    lines = (line for line in sheet.sectors if line.at == at)
    return {squeeze(line.mention): _Shown(line.mention, line.role) for line in lines}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A line as people read it; `value` is the class that must be equal."""

    words: str
    value: str
    note: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.words, self.value, self.note)))


def _compare(
    spot: _Spot,
    layers: tuple[str, str],
    gold: Mapping[str, _Shown],
    predicted: Mapping[str, _Shown],
) -> Iterator[Difference]:
    """Lines that one side lacks, and lines whose class differs."""
    lines, value = layers
    for key, ours in gold.items():
        theirs = predicted.get(key)
        if theirs is None:
            yield spot.differ(lines, str(ours), NOTHING)
        elif ours.value != theirs.value:
            words = theirs.words
            yield spot.differ(value, ours.value, theirs.value, action=words, words=words)
    for key, theirs in predicted.items():
        if key not in gold:
            yield spot.differ(lines, NOTHING, str(theirs), words=theirs.words)


def describe_measure(measure: MeasureLine) -> str:
    """A measure in one line: action, modality, bearers → targets, instruments."""
    people = _names(measure.bearers) + (f" → {_names(measure.targets)}" if measure.targets else "")
    return f"{measure.action} · {measure.modality} · {people} · {_names(measure.instruments)}"


def _names(names: Iterable[str]) -> str:
    return "; ".join(names) or NOTHING
