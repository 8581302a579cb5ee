"""What the tables of norms compare: the predicates of one 款."""

from __future__ import annotations

from converters.annotation.measures.reading import read_predicates
from converters.annotation.records import Passage


def found(text: str) -> list[tuple[str, str, str]]:
    """(modality, action, bearers) of each predicate of a 款."""
    return [
        (p.modality.value, p.span.of(text), "/".join(b.actor.name for b in p.bearers))
        for p in read_predicates(Passage.of(text)).predicates
    ]
