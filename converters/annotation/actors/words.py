"""The words that show where a name of actors begins, ends and divides.

Takes: a passage as the grammar reads it. Gives: its `Word`s in text order, each with its `Entry` of
the lexicons: heads of names (企业), fields of departments (工业和信息化), separators (、), words that cut
a name off (verbs, prepositions, 的) and words in which such characters mean nothing (高等, 设区的市).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from converters.annotation.lexicons import load_lexicon


class WordClass(IntEnum):
    """What a word does in a name."""

    NEUTRAL = 0  # part of a name like any unknown word
    HEAD = 1
    FIELD = 2  # of a department
    SEPARATOR = 3
    ET_CETERA = 4
    CUT = 5  # ends a name: verb, adverb, preposition, 的
    MARK = 6  # punctuation: ends a name and a segment
    BRACKET = 7  # opens a bracket


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the lexicons."""

    term: str
    cls: WordClass
    kind: str = ""  # category of a head; kind of a cut
    is_ambiguous: bool = False  # a verb that also stands in names
    is_vertical: bool = False  # a field that the centre administers
    is_hard: bool = False  # it ends a name whatever stands beside it
    is_plain: bool = False  # it is part of a name whatever stands beside it


class Word(NamedTuple):
    """A term where it stands in a passage."""

    entry: Entry
    start: int
    end: int


_SEPARATORS: Final = (
    *("、", "和", "与", "及", "以及", "及其", "或", "或者", "暨", "并联合"),
    *("，以及", "，和", "，及其", "、以及", "、或者", "，或者", "以及其", "和其", "或者其"),
)
_TITLE: Final = re.compile(r"《[^《》]*》")
_PASSABLE: Final = "）“”"  # marks that may stand inside a name
_MARKS: Final = "），。；：！？“”‘’《》〈〉【】〔〕—…·\n"
# Adverb before a verb (重点支持), adjective before a noun (重点企业).
_DOUBTFUL_ADVERBS: Final = ("重点", "优先", "科学", "重点优先")
_AMBIGUOUS: Final = frozenset({"ambiguous", "governing"})
_SINGLE_HEADS: Final = {"者": "people"}
# 负责药品监督管理的部门 is one name; its kind is that of its last word.
_OFFICE: Final = re.compile(
    r"(?:依法)?(?:"
    r"(?:负责|(?<!业务)(?<!行政)主管|(?:(?<=人民政府)|(?<=国务院)|(?<=[省市县区州])|(?<![一-鿿]))管理)"
    r"(?:(?!负责|应当|可以|不得)[^，。；：（）《》\n]){2,30}?"
    r"|(?:负有|具有|履行|承担|承办|行使)(?:(?!应当|可以|不得)[^，。；：（）《》\n]){2,26}?(?:职[责能权]|工作)"
    r")的(?P<head>部门|机构|机关|单位|组织)"
)
_OF_DUTY: Final = re.compile("职[责能权]的组织")
_OFFICE_KINDS: Final = {
    "部门": "department",
    "机构": "institution",
    "机关": "authority",
    "单位": "unit",
    "组织": "organisation",
}
_OFFICE_ENDS: Final = tuple("的" + head for head in _OFFICE_KINDS)


@cache
def _entries() -> tuple[Entry, ...]:
    """The terms of all lexicons, each once: the first of its entries holds."""
    context = load_lexicon("actor_context")
    fields = [row for row in load_lexicon("departments") if row["kind"] == "field"]
    ambiguous = {row["term"]: row["kind"] for row in context if row["kind"] in _AMBIGUOUS}
    cuts = [row for row in context if row["kind"] in {"verb", "adverb", "preposition", "cut"}]
    found = [Entry(term, WordClass.SEPARATOR) for term in _SEPARATORS]
    found += [Entry(term, WordClass.MARK) for term in _MARKS]
    found += [Entry("等", WordClass.ET_CETERA), Entry("（", WordClass.BRACKET), *_heads()]
    found += [
        Entry(
            row["term"], WordClass.FIELD, "", row["term"] in ambiguous, row["system"] == "vertical"
        )
        for row in fields
    ]
    found += [Entry(row["term"], WordClass.CUT, row["kind"]) for row in cuts]
    found += [
        Entry(row["term"], WordClass.NEUTRAL, row["kind"])
        for row in context
        if row["kind"] in {"word", "compound"}
    ]
    verbs = [row["term"] for row in context if row["kind"] == "verb" or row["kind"] in _AMBIGUOUS]
    found += [
        Entry(adverb + verb, WordClass.CUT, "verb")
        for verb in verbs
        for adverb in _DOUBTFUL_ADVERBS
        if len(verb) > 1
    ]
    found += [
        Entry(term, WordClass.NEUTRAL, kind, is_ambiguous=True) for term, kind in ambiguous.items()
    ]
    # 使用方 must not be read in 使用方面, 供给方 not in 供给方式, 开发方 not in 开发方向.
    found += [
        Entry(entry.term + end, WordClass.NEUTRAL)
        for entry in found
        if entry.term.endswith("方")
        for end in "面式案便向法针"
    ]
    found += [
        Entry(row["term"], WordClass.NEUTRAL, "level")
        for row in load_lexicon("actor_levels")
        if len(row["term"]) > 1
    ]
    by_term: dict[str, Entry] = {}
    for entry in found:
        by_term.setdefault(entry.term, _with_flags(entry))
    return tuple(by_term.values())


@cache
def _all_entries() -> tuple[Entry, ...]:
    """The terms of the lexicons, and after them the kinds of offices that a clause describes."""
    offices = (Entry("的" + head, WordClass.HEAD, kind) for head, kind in _OFFICE_KINDS.items())
    return (*_entries(), *(_with_flags(office) for office in offices))


def _with_flags(entry: Entry) -> Entry:
    is_hard = entry.cls is WordClass.CUT and entry.kind in {"adverb", "preposition"}
    is_hard |= entry.cls is WordClass.MARK and entry.term not in _PASSABLE
    is_noun = entry.cls in {WordClass.NEUTRAL, WordClass.HEAD, WordClass.FIELD}
    is_plain = is_noun and not entry.is_ambiguous and entry.term != "组织"
    return replace(entry, is_hard=is_hard, is_plain=is_plain)


def _heads() -> list[Entry]:
    heads = [
        Entry(row["term"], WordClass.HEAD, row["category"]) for row in load_lexicon("actor_heads")
    ]
    heads += [
        Entry(row["term"], WordClass.HEAD, "body")
        for row in load_lexicon("departments")
        if row["kind"] == "body"
    ]
    # 教育部 must not be read in 教育部门.
    heads += [
        Entry(entry.term + "门", WordClass.HEAD, "department")
        for entry in heads
        if entry.kind == "body" and entry.term.endswith("部")
    ]
    # 管理人 must not be read in 管理人才; 负责人才工作 is 负责 and 人才.
    heads += [
        Entry(entry.term + "才", WordClass.HEAD, "talent")
        for entry in heads
        if entry.term.endswith("人") and not entry.term.endswith(("任何人", "负责人"))
    ]
    return heads + [Entry(term, WordClass.HEAD, kind) for term, kind in _SINGLE_HEADS.items()]


@cache
def _automaton() -> AhoCorasick:
    terms = [entry.term for entry in _entries()]
    return AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest)


@cache
def activities() -> frozenset[str]:
    """Words for what somebody does that stand before the head of a name: 生产 in 生产企业."""
    return frozenset(
        entry.term
        for entry in _entries()
        if entry.is_ambiguous or entry.cls is WordClass.FIELD or entry.kind == "verb"
    )


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage: found as (term, start, end), made into a `Word` only where read."""

    found: list[tuple[int, int, int]]
    starts: list[int]
    heads: list[int]  # positions in `found`
    entries: tuple[Entry, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, at: int) -> Word:
        index, start, end = self.found[at]
        return Word(self.entries[index], start, end)

    def first_from(self, start: int) -> int:
        """The position of the first word that begins at `start` or later."""
        return bisect_left(self.starts, start)

    def entry(self, at: int) -> Entry:
        """The entry of the word at a position."""
        return self.entries[self.found[at][0]]


@cache
def _head_indexes() -> frozenset[int]:
    return frozenset(i for i, entry in enumerate(_all_entries()) if entry.cls is WordClass.HEAD)


@lru_cache(maxsize=64)
def read_words(folded: str) -> Words:
    """The words of the lexicons in a passage, leftmost and longest."""
    found = _automaton().find_matches_as_indexes(folded)
    if "《" in folded:
        found = _outside_titles(folded, found)
    if any(end in folded for end in _OFFICE_ENDS):
        found = _with_offices(folded, found)
    is_head = _head_indexes()
    heads = [at for at, match in enumerate(found) if match[0] in is_head]
    return Words(found, [match[1] for match in found], heads, _all_entries())


def _with_offices(folded: str, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The words with each clause that describes an office as one: 负责专利管理的部门."""
    kinds, first = list(_OFFICE_KINDS), len(_entries())
    for match in _OFFICE.finditer(folded):
        start, end = match.span()
        left = bisect_left(found, start, key=itemgetter(1))
        if left and found[left - 1][2] > start:
            continue  # within a longer word of the lexicons
        if match["head"] == "组织" and not _OF_DUTY.search(match[0]):
            continue  # 负责规划的组织、协调
        right = bisect_left(found, end, key=itemgetter(1))
        found[left:right] = [(first + kinds.index(match["head"]), start, end)]
    return found


def _outside_titles(folded: str, found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The words that do not stand in 《》."""
    titles = iter([match.span() for match in _TITLE.finditer(folded)])
    start, end = next(titles, (len(folded), len(folded)))
    kept = []
    for word in found:
        while word[1] >= end and end < len(folded):
            start, end = next(titles, (len(folded), len(folded)))
        if not start < word[1] < end:
            kept.append(word)
    return kept
