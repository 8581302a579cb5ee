"""All layers of annotation, put together.

Takes: a `Structure`. Gives: `Annotations`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from converters.annotation.actors.brackets import find_bracket_bodies
from converters.annotation.actors.definitions import name_actors, protect_names
from converters.annotation.citations.reading import read_citations
from converters.annotation.instruments.classification import classify_instruments
from converters.annotation.instruments.settings import Setting, read_settings
from converters.annotation.measures.reading import read_predicates
from converters.annotation.measures.receivers import find_receivers
from converters.annotation.passages import read_passages
from converters.annotation.quantities.reading import find_quantities
from converters.annotation.records import Annotations, Measure
from converters.annotation.sectors.mentions import read_sectors
from converters.annotation.topics.terms import find_terms
from converters.records import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from converters.annotation.measures.predicates import Predicate, Reading
    from converters.annotation.records import ActorMention, Bearer, Passage
    from converters.records import Structure
    from converters.structure.addresses import Steps

# Estimated on random articles of other documents (development and test, general draw): the share of
# right spans and modalities by rule, of rules with fewer than 15 cases that of all together.
_CONFIDENCE: Final = {"bare": 0.83, "subject": 0.6, "modal-may": 0.85, "agent": 0.93, "case": 0.95}
_DEFAULT_CONFIDENCE: Final = 0.92
# A heading that goes on after its full stop is a unit of a notice: 一、支持新药研发。对…给予奖励。
_BODY: Final = re.compile("。.*[一-鿿]")
_Found = TypeVar("_Found")
_NO_SETTINGS: Final[Mapping[Steps, Setting]] = {}
_HEADINGS: Final = frozenset({Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION, Kind.DIVISION})


def annotate(structure: Structure) -> Annotations:
    """What the provisions of a document say."""
    passages = read_passages(structure)
    return Annotations(
        passages=passages,
        measures=tuple(find_measures(passages, read_settings(structure))),
        sectors=tuple(read_sectors(passages)),
        citations=read_citations(passages),
        quantities=tuple(_each(find_quantities, passages)),
        terms=name_actors(passages, _each(find_terms, passages)),
    )


def _each(
    find: Callable[[Passage], Iterable[_Found]], passages: Iterable[Passage]
) -> Iterator[_Found]:
    return (found for passage in passages for found in find(passage))


def find_measures(
    passages: Iterable[Passage], settings: Mapping[Steps, Setting] = _NO_SETTINGS
) -> Iterator[Measure]:
    """The measures of all passages of a document, in text order."""
    passages = protect_names(tuple(passages))
    notice = not any(kind == Kind.ARTICLE for passage in passages for kind, _ in passage.steps)
    readings: dict[int, Reading] = {}
    for_later: tuple[Bearer, ...] = ()
    for passage in passages:
        is_unit = passage.kind is Kind.ITEM
        if passage.kind in _HEADINGS:
            is_unit = notice and _BODY.search(passage.folded) is not None
            if not is_unit:
                continue
        bracket = find_bracket_bodies(passage) if notice else None
        bodies = _united(bracket.bearers if bracket else (), for_later)
        if bracket and bracket.for_later_items:
            for_later = bracket.for_later_items
            bodies = _united(bodies, for_later)
        reading = read_predicates(
            passage,
            end=bracket.span.start if bracket else None,
            bodies=bodies if is_unit else (),
            notice=notice,
            lead_in=readings.get(id(passage.lead_in)),
        )
        readings[id(passage)] = reading
        receivers = find_receivers(passage, reading.predicates, reading.addressees)
        for predicate, targets in zip(reading.predicates, receivers, strict=True):
            yield _measure(passage, predicate, targets, settings.get(passage.steps, Setting()))


def _united(first: tuple[Bearer, ...], second: tuple[Bearer, ...]) -> tuple[Bearer, ...]:
    names = {bearer.actor.name for bearer in first}
    return (*first, *(bearer for bearer in second if bearer.actor.name not in names))


def _measure(
    passage: Passage, predicate: Predicate, targets: tuple[ActorMention, ...], setting: Setting
) -> Measure:
    span = predicate.span
    # A 项 has its topic from the words that introduce it.
    context = (passage.lead_in.folded if passage.lead_in else "") + passage.folded
    return Measure(
        at=passage.steps,
        span=span,
        modality=predicate.modality,
        bearers=predicate.bearers,
        targets=targets,
        instruments=classify_instruments(
            span.of(passage.folded), predicate.modality, context, setting
        ),
        condition=predicate.condition,
        rule=f"measure-{predicate.rule}",
        confidence=_CONFIDENCE.get(predicate.rule, _DEFAULT_CONFIDENCE),
    )
