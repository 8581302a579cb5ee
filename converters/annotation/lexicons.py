"""Vocabulary of the annotation layers, from the tables in `data/lexicons`.

Each table is CSV in UTF-8 with a header; its first column is `term`, its last `source`.
`data/lexicons/README.md` says what each is for and where its terms come from.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from ontology.datafiles import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DIRECTORY: Final = DATA / "lexicons"


@cache
def load_lexicon(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `data/lexicons/<name>.csv`, each by column, in the order of the file."""
    with (_DIRECTORY / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def terms(name: str, **columns: str) -> frozenset[str]:
    """Terms of a lexicon whose columns have the given values; all of them where none is given."""
    return frozenset(
        row["term"]
        for row in load_lexicon(name)
        if all(row[column] == value for column, value in columns.items())
    )


def alternation(words: Iterable[str]) -> str:
    """The words as a pattern that prefers the longest."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
