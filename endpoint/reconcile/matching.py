"""How alike two names are, and which names of many are alike to one: made for Chinese.

Takes: names. Gives: a similarity from 0 to 1. Chinese has no spaces between words, so that names are
compared by pairs of characters (the Dice coefficient); and it abbreviates by leaving characters out
(工信厅 for 工业和信息化厅), so that a part in the same order counts, if it ends as the name does.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ABBREVIATION: Final = 0.6
"""What the shortest abbreviation is worth; a longer one is worth more, up to 0.95."""
_INEXACT: Final = 0.95
"""What names that are not the same can be worth at most."""


def normalise(name: str) -> str:
    """The letters, digits and characters of a name, in one width and case.

    >>> normalise("《Ａ省（试行）办法》 ")
    'a省试行办法'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(each for each in folded if each.isalnum())


def pairs_of(name: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a normalised name; the character if it has one."""
    if len(name) < 2:
        return frozenset({name} if name else ())
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))


def is_abbreviation(short: str, name: str) -> bool:
    """Whether a Chinese name without some of its characters is the short one, and both end alike.

    >>> is_abbreviation("工信厅", "工业和信息化厅"), is_abbreviation("工信", "工业和信息化厅")
    (True, False)
    """
    if short.isascii() or not 1 < len(short) < len(name) or short[-1] != name[-1]:
        return False
    rest = iter(name)
    return all(each in rest for each in short)


def similarity(query: str, name: str) -> float:
    """How alike two normalised names are: 1 if they are the same, 0 if they share nothing."""
    if query == name:
        return 1.0
    shared = len(pairs_of(query) & pairs_of(name))
    alike = _INEXACT * 2 * shared / (len(pairs_of(query)) + len(pairs_of(name)) or 1)
    if is_abbreviation(query, name):
        length = len(query) / len(name)
        alike = max(alike, _ABBREVIATION + (_INEXACT - _ABBREVIATION) * length)
    return alike


class NameIndex:
    """Finds the names that are alike to a query among many, by their places in a sequence."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(normalise(each) for each in names)
        self._pairs: dict[str, list[int]] = defaultdict(list)
        self._characters: dict[str, set[int]] = defaultdict(set)
        for place, name in enumerate(self._names):
            for pair in pairs_of(name):
                self._pairs[pair].append(place)
            for character in name:
                self._characters[character].add(place)

    def find(self, query: str, least: float) -> dict[int, float]:
        """The similarity of every name that has at least `least`, by its place."""
        wanted = normalise(query)
        if not wanted:
            return {}
        places = self._share_a_pair(wanted) | self._share_all_characters(wanted)
        alike = {place: similarity(wanted, self._names[place]) for place in places}
        return {place: value for place, value in alike.items() if value >= least}

    def begin_with(self, prefix: str) -> list[int]:
        """The places of names that begin with the prefix, then of those that contain it."""
        wanted = normalise(prefix)
        if not wanted:
            return []
        within = [
            place for place in self._share_all_characters(wanted) if wanted in self._names[place]
        ]
        return sorted(within, key=lambda each: (not self._names[each].startswith(wanted), each))

    def _share_a_pair(self, wanted: str) -> set[int]:
        """Names with a third of the pairs of the query: a lower share is no likeness."""
        pairs = pairs_of(wanted)
        counts: Counter[int] = Counter()
        for pair in pairs:
            counts.update(self._pairs.get(pair, ()))
        return {place for place, count in counts.items() if 3 * count >= len(pairs)}

    def _share_all_characters(self, wanted: str) -> set[int]:
        sets: Iterable[set[int]] = sorted(
            (self._characters.get(each, set()) for each in set(wanted)), key=len
        )
        return set.intersection(*sets)
