"""Policy matters that provisions speak of: mechanisms, instruments, products, rights.

Takes: a `Passage`. Gives: `MatterMention`s by the names in `data/lexicons/matters.csv`, whatever stands
around them (先进制造业重点产业链链长制 is about 链长制). A name inside a longer one does not count; names
that share characters do (传统优势产业集群 is about 传统优势产业 and 产业集群).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from converters.records import Span
from converters.structure.clean import fold
from ontology.listed import MATTER, by_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.records import Passage
    from converters.structure.addresses import Steps
    from ontology.listed import Listed

_RULE: Final = "listed-matter"
_CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class MatterMention:
    """A place where a matter is named; `matter` is its notation in the scheme matter."""

    at: Steps
    span: Span
    matter: str
    rule: str
    confidence: float


def find_matters(passage: Passage) -> tuple[MatterMention, ...]:
    """The matters that a provision names, in text order."""
    return tuple(
        MatterMention(passage.steps, Span(start, end), matter.notation, _RULE, _CONFIDENCE)
        for start, end, matter in _occurrences(passage.folded)
    )


def _occurrences(folded: str) -> Iterator[tuple[int, int, Listed]]:
    finder, matters = _finder()
    found = finder.find_matches_as_indexes(folded, overlapping=True)
    covered = 0
    for index, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
        if end > covered:
            covered = end
            yield start, end, matters[index]


@cache
def _finder() -> tuple[ahocorasick_rs.AhoCorasick, tuple[Listed, ...]]:
    names = {fold(name): matter for name, matter in by_name(MATTER).items()}
    kind = ahocorasick_rs.MatchKind.Standard
    return ahocorasick_rs.AhoCorasick(list(names), matchkind=kind), tuple(names.values())
