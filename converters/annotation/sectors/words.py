"""The words of a passage that bear on sectors: composed names and what governs them.

Takes: folded text. Gives: its tokens and names, by place, or nothing where no rule could find a sector.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.annotation.sectors.tokens import (
    Name,
    Rank,
    compose_names,
    find_matches,
    read_tokens,
    top_rank,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from converters.annotation.sectors.tokens import Token

# Nouns that make sectors of members which no lexicon knows, or only as areas of activity.
_CLASSED: Final = re.compile(
    "等[^，。；、]{0,8}(?:传统|优势|新兴|未来|集群|服务业|生产性服务)|产业(?:[^，。；]{0,6}发展|振兴|集群)"
    "|服务业[^，。；]{0,6}(?:发展|开放)"
)
_CLOSED: Final = re.compile(
    "等[^，。；、]{0,8}(?:业|领域|集群|技术|机构)|产业|业[^，。；]{0,6}(?:发展|促进|振兴)"
)


@dataclass(frozen=True, slots=True)
class Words:
    """A passage as the rules for sectors read it: its text and the words found in it."""

    folded: str
    tokens: tuple[Token, ...]
    names: tuple[Name, ...]
    by_start: Mapping[int, Name]
    by_end: Mapping[int, Name]
    inside: frozenset[int]  # places within a word: no separator there
    promoted: frozenset[int]  # ends of verbs of promotion


def read_words(folded: str) -> Words | None:
    """The words of a passage, or None where they leave no rule anything to find, as in most passages."""
    matches = find_matches(folded)
    top = top_rank(matches)
    noun = _CLASSED if top is Rank.NONE else _CLOSED
    if top <= Rank.AREA and noun.search(folded) is None:
        return None
    tokens = read_tokens(matches)
    names = _joined(folded, compose_names(tokens))
    return Words(
        folded,
        tokens,
        names,
        {name.start: name for name in names},
        {name.end: name for name in names},
        frozenset(
            at for each in tokens if each.word.rank for at in range(each.start + 1, each.end)
        ),
        frozenset(each.end for each in tokens if each.word.context == "promote"),
    )


def _joined(folded: str, names: Sequence[Name]) -> tuple[Name, ...]:
    """及 joins two names to one: 石油化工及精细化工."""
    found: list[Name] = []
    for name in names:
        before = found[-1] if found else None
        if (
            before is not None
            and name.start == before.end + 1
            and folded[before.end] == "及"
            and min(before.rank, name.rank) >= Rank.BRANCH
        ):
            found[-1] = Name(before.start, name.end, max(before.rank, name.rank))
        else:
            found.append(name)
    return tuple(found)
