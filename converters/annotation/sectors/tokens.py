"""Words of the sector layer in a passage: sector names, their affixes, verbs that govern them.

Takes: folded text. Gives: tokens in text order, and the names that adjacent tokens compose
(高端 + 铝 + 材料, 工业 + 机器人 + 产业). One automaton finds all words, the leftmost-longest first, so
that a longer word hides a shorter one in it (工业和信息化 hides 信息化).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, MatchKind

from converters.annotation.lexicons import load_lexicon, terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Rank(IntEnum):
    """How surely a word names a sector.

    FIELD: wherever it stands (人工智能). BRANCH: in a list of sectors, with a class noun or as the
    object of a verb of promotion (食品). AREA: only in a list with such words (教育).
    """

    NONE = 0
    AREA = 1
    BRANCH = 2
    FIELD = 3


@dataclass(frozen=True, slots=True)
class Word:
    """What the lexicons say of a word."""

    rank: Rank = Rank.NONE
    prefix: str = ""
    suffix: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A word at a place in the passage."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
class Name:
    """Adjacent words that together can name a sector."""

    start: int
    end: int
    rank: Rank


_RANKS: Final = {"field": Rank.FIELD, "branch": Rank.BRANCH, "area": Rank.AREA}


@cache
def _words() -> dict[str, Word]:
    prefixes = {row["term"]: row["strength"] for row in _affixes("prefix")}
    suffixes = {row["term"]: row["strength"] for row in _affixes("suffix")}
    contexts = {row["term"]: row["kind"] for row in load_lexicon("sector_contexts")}
    ranks = {row["term"]: _RANKS[row["kind"]] for row in load_lexicon("sectors")}
    neutral = terms("sector_neutral") | terms("sector_stops", kind="label")
    return {
        term: Word(
            Rank.NONE if term in neutral else ranks.get(term, Rank.NONE),
            prefixes.get(term, ""),
            suffixes.get(term, ""),
            contexts.get(term, ""),
        )
        for term in sorted({*prefixes, *suffixes, *contexts, *ranks, *neutral})
    }


def _affixes(side: str) -> Iterator[dict[str, str]]:
    return (dict(row) for row in load_lexicon("sector_affixes") if row["side"] == side)


@cache
def _automaton() -> tuple[AhoCorasick, tuple[Word, ...]]:
    words = _words()
    return AhoCorasick(list(words), matchkind=MatchKind.LeftmostLongest), tuple(words.values())


def find_matches(folded: str) -> list[tuple[int, int, int]]:
    """Number, start and end of the words of the lexicons in a text, without overlap."""
    automaton, _ = _automaton()
    return automaton.find_matches_as_indexes(folded)


def top_rank(matches: Sequence[tuple[int, int, int]]) -> Rank:
    """The highest rank that a name made of these words may have."""
    highest = _highest()
    return Rank(max((highest[number] for number, _, _ in matches), default=0))


def read_tokens(matches: Sequence[tuple[int, int, int]]) -> tuple[Token, ...]:
    """The matches with what the lexicons say of their words."""
    _, words = _automaton()
    return tuple(Token(start, end, words[number]) for number, start, end in matches)


@cache
def _highest() -> tuple[int, ...]:
    """Rank of each word; a prefix such as 智能 can make a field of any suffix."""
    _, words = _automaton()
    return tuple(int(Rank.BRANCH if word.prefix == "strong" else word.rank) for word in words)


def compose_names(tokens: Sequence[Token]) -> tuple[Name, ...]:
    """The names that runs of adjacent tokens compose."""
    names: list[Name] = []
    run: list[Token] = []
    for token in tokens:
        part = token.word.rank or token.word.prefix or token.word.suffix
        if run and (not part or token.start != run[-1].end):
            names += _names_of(run)
            run = []
        if part:
            run.append(token)
    if run:
        names += _names_of(run)
    return tuple(names)


def _names_of(run: Sequence[Token]) -> Iterator[Name]:
    """The names of a run: an area word behind another name begins one of its own."""
    begin = 0
    for index in range(1, len(run)):
        word, before = run[index].word, run[index - 1].word
        if word.rank is Rank.AREA and before.rank >= Rank.BRANCH and not word.prefix:
            yield from _name_of(run[begin:index])
            begin = index
    yield from _name_of(run[begin:])


def _name_of(run: Sequence[Token]) -> Iterator[Name]:
    begin, end = 0, len(run)
    while begin < end and not (run[begin].word.rank or run[begin].word.prefix):
        begin += 1
    while end > begin and not (run[end - 1].word.rank or run[end - 1].word.suffix):
        end -= 1
    parts = [token.word for token in run[begin:end]]
    rank = _rank_of(parts)
    if rank is not Rank.NONE:
        yield Name(run[begin].start, run[end - 1].end, rank)


def _rank_of(parts: Sequence[Word]) -> Rank:
    if not parts:
        return Rank.NONE
    rank = max(word.rank for word in parts)
    last, first = parts[-1], parts[0]
    if rank is Rank.NONE:
        # 智能 + 终端 is a field, 先进 + 设备 is none.
        composed = len(parts) > 1 and first.prefix == "strong" and last.suffix == "head"
        return Rank.FIELD if composed else Rank.NONE
    if len(parts) > 1 and last.suffix in {"head", "class"}:
        return Rank.BRANCH if rank is Rank.AREA else Rank.FIELD
    rest = max((word.rank for word in parts[1:]), default=Rank.NONE)
    if first.prefix == "strong" and Rank.NONE < rest < Rank.FIELD:
        return max(rank, Rank(rest + 1))
    return rank
