"""Precision, recall and F1 of each layer and of each class of its values.

Takes: two sheets, of the gold and of what the layers found. Gives: `Score`, counts that add up over
documents (micro-average). Bearers, targets and instruments are compared on matched measures, all
other layers on all lines of the document.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from converters.annotation.records import Modality
from converters.evaluation.matching import pair_measures
from converters.evaluation.sheets import classes, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converters.evaluation.matching import Pairing
    from converters.evaluation.sheets import MeasureLine, Sheet

_Case = TypeVar("_Case")

LAYERS: Final = (
    "provision-address",
    "provision-text",
    "measure-span",
    "measure-modality",
    "measure-full",
    "bearers",
    "targets",
    "instruments",
    "sector-mention",
    "sector-role",
    "reference",
    "quantity",
)
"""What is measured: notations of the scheme quality-layer, where each is defined."""

FEW: Final = 10
"""A class with fewer cases in the gold says little."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Cases that gold and prediction share, and those that each has."""

    shared: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.shared + other.shared, self.predicted + other.predicted, self.gold + other.gold
        )

    @property
    def precision(self) -> float:
        """Part of what is predicted that is right; 0 where nothing is predicted."""
        return self.shared / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Part of the gold that is found; 0 where the gold has nothing."""
        return self.shared / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall.

        >>> Tally(shared=1, predicted=2, gold=1).f1
        0.6666666666666666
        """
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """Tallies by layer, and by concept scheme and notation for the values of a layer."""

    layers: Mapping[str, Tally]
    classes: Mapping[str, Mapping[str, Tally]]


def score(gold: Sheet, predicted: Sheet) -> Score:
    """How far the prediction agrees with the gold."""
    pairings = list(pair_measures(gold, predicted))
    layers = _count_provisions(gold, predicted) | _count_measures(pairings, gold, predicted)
    mentions = [{(x.at, squeeze(x.mention)) for x in s.sectors} for s in (gold, predicted)]
    roles = [{(x.at, squeeze(x.mention), x.role) for x in s.sectors} for s in (gold, predicted)]
    kinds = [{(x.at, squeeze(x.text), x.type) for x in s.references} for s in (gold, predicted)]
    texts = [{(x.at, squeeze(x.text)) for x in s.references} for s in (gold, predicted)]
    values = [{(x.at, x.value) for x in s.quantities} for s in (gold, predicted)]
    layers |= {
        "sector-mention": _tally(*mentions),
        "sector-role": _tally(*roles),
        "reference": _tally(*texts),
        "quantity": _tally(*values),
    }
    by_class = {
        "modality": _count_modalities(pairings, gold, predicted),
        "instrument": _count_instruments(pairings),
        "sector-class": _by_last(*roles),
        "citation-kind": _by_last(*kinds),
    }
    return Score(
        layers,
        {
            scheme: {name: by_class[scheme].get(name, Tally()) for name in notations}
            for scheme, notations in classes().items()
        },
    )


def total(scores: Iterable[Score]) -> Score:
    """The sum of the tallies: every case counts the same, whatever document it is in."""
    layers = dict.fromkeys(LAYERS, Tally())
    by_class = {scheme: dict.fromkeys(names, Tally()) for scheme, names in classes().items()}
    for each in scores:
        for layer in LAYERS:
            layers[layer] += each.layers[layer]
        for scheme, tallies in each.classes.items():
            for name, tally in tallies.items():
                by_class[scheme][name] += tally
    return Score(layers, by_class)


def same_actor(name: str) -> str:
    """The form of an actor's name in which spellings that mean the same are equal.

    >>> same_actor("各级人民政府及其有关部门") == same_actor("人民政府有关部门")
    True
    """
    return re.sub(r"[的等]|^各级|及其", "", squeeze(name))


def actors(names: Iterable[str]) -> frozenset[str]:
    """The forms of several names."""
    return frozenset(map(same_actor, names))


def _tally(gold: set[_Case], predicted: set[_Case]) -> Tally:
    return Tally(len(gold & predicted), len(predicted), len(gold))


def _count_provisions(gold: Sheet, predicted: Sheet) -> dict[str, Tally]:
    given = {at: squeeze(text) for at, text in gold.provisions.items()}
    found = {at: squeeze(text) for at, text in predicted.provisions.items()}
    shared = given.keys() & found.keys()
    alike = sum(given[at] == found[at] for at in shared)
    return {
        "provision-address": Tally(len(shared), len(found), len(given)),
        "provision-text": Tally(alike, len(found), len(given)),
    }


def _count_measures(pairings: Sequence[Pairing], gold: Sheet, predicted: Sheet) -> dict[str, Tally]:
    pairs = _matched(pairings)
    modality = [ours.modality == theirs.modality for ours, theirs in pairs]
    bearers = [actors(ours.bearers) == actors(theirs.bearers) for ours, theirs in pairs]
    full = sum(a and b for a, b in zip(modality, bearers, strict=True))
    shared = {"measure-span": len(pairs), "measure-modality": sum(modality), "measure-full": full}
    layers = {
        name: Tally(number, len(predicted.measures), len(gold.measures))
        for name, number in shared.items()
    }
    for name, both in {
        "bearers": [(actors(a.bearers), actors(b.bearers)) for a, b in pairs],
        "targets": [(actors(a.targets), actors(b.targets)) for a, b in pairs],
        "instruments": [(frozenset(a.instruments), frozenset(b.instruments)) for a, b in pairs],
    }.items():
        layers[name] = sum((Tally(len(a & b), len(b), len(a)) for a, b in both), Tally())
    return layers


def _matched(pairings: Iterable[Pairing]) -> list[tuple[MeasureLine, MeasureLine]]:
    both = chain.from_iterable(pairing.pairs for pairing in pairings)
    return [(ours.measure, theirs.measure) for ours, theirs in both]


def _count_modalities(
    pairings: Sequence[Pairing], gold: Sheet, predicted: Sheet
) -> dict[str, Tally]:
    right = Counter(a.modality for a, b in _matched(pairings) if a.modality == b.modality)
    given = Counter(measure.modality for measure in gold.measures)
    found = Counter(measure.modality for measure in predicted.measures)
    return {name: Tally(right[name], found[name], given[name]) for name in Modality}


def _count_instruments(pairings: Sequence[Pairing]) -> dict[str, Tally]:
    both: Counter[str] = Counter()
    found: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for ours, theirs in _matched(pairings):
        both.update(set(ours.instruments) & set(theirs.instruments))
        found.update(set(theirs.instruments))
        given.update(set(ours.instruments))
    return {name: Tally(both[name], found[name], given[name]) for name in found | given}


def _by_last(
    gold: set[tuple[str, str, str]], predicted: set[tuple[str, str, str]]
) -> dict[str, Tally]:
    right, found, given = (
        Counter(case[-1] for case in cases) for cases in (gold & predicted, predicted, gold)
    )
    return {name: Tally(right[name], found[name], given[name]) for name in found | given}
