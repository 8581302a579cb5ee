"""The passages of a document that are annotated, in text order.

Takes: a `Structure`. Gives: `Passage`s. In a text with articles they are its preamble, its 款, 项 and 目;
in a notice the transmittal text, the preamble, the section headings and the items, each item whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converters.annotation.records import Passage
from converters.records import Kind, Span
from converters.structure.addresses import addressed
from converters.structure.clean import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.records import Provision, Structure
    from converters.structure.addresses import Steps

_UNITS_OF_ARTICLES: Final = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.POINT, Kind.SUBPOINT})
# The preamble of an interpretation names the laws that it is based on, and their short names.
_BEFORE_ARTICLES: Final = frozenset({Kind.NOTICE, Kind.PREAMBLE})


def read_passages(structure: Structure) -> tuple[Passage, ...]:
    """The passages of a document."""
    if any(provision.kind is Kind.ARTICLE for provision in structure.walk()):
        units = _units_of_statute(structure)
    else:
        units = _units_of_notice(structure)
    text, by_steps = structure.text.value, dict[tuple[tuple[str, str], ...], Passage]()
    for steps, span in units:
        words = span.of(text)
        by_steps[steps] = Passage(steps, span, words, fold(words), by_steps.get(steps[:-1]))
    return tuple(by_steps.values())


def _units_of_statute(structure: Structure) -> Iterator[tuple[Steps, Span]]:
    for steps, provision in addressed(structure):
        in_article = any(kind == Kind.ARTICLE for kind, _ in steps)
        listed = in_article and provision.kind in _UNITS_OF_ARTICLES
        if provision.text and (listed or steps[0][0] in _BEFORE_ARTICLES):
            yield steps, provision.text


def _units_of_notice(structure: Structure) -> Iterator[tuple[Steps, Span]]:
    end_of_item = 0
    for steps, provision in addressed(structure):
        whole = _whole(provision)
        if whole is None or whole.start < end_of_item:
            continue
        if provision.kind is Kind.ITEM:
            end_of_item = whole.end
            yield steps, whole
        elif span := provision.text or provision.heading:
            yield steps, span


def _whole(provision: Provision) -> Span | None:
    """The unit with heading and everything in it, without its label."""
    units = list(provision.walk())
    spans = [span for unit in units for span in (unit.heading, unit.text) if span]
    if not spans:
        return None
    return Span(min(span.start for span in spans), max(span.end for span in spans))
