"""Matters that no table lists: what is set up, drawn up or carried out, by the noun at its end.

Takes: a `Passage`. Gives: `NamedMatter`s. The grammar is a verb (建立), the words of the name and a head noun
(机制) before a pause or a conjunction: 建立健全要素市场化配置机制 names 要素市场化配置机制. Names in a list
after the verb count as well (完善A制度和B机制). What stands before the last 的 only describes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import alternation, terms
from converters.records import Span
from ontology.listed import MATTER, by_name, load_heads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.records import Passage
    from converters.structure.addresses import Steps

_RULE: Final = "set-up-matter"
_CONFIDENCE: Final = 0.8
_SIGN: Final = r"[\u4e00-\u9fffA-Za-z0-9“”+]"
_JOIN: Final = re.compile(r"、|和|与|及|以及|或者")
_BEFORE: Final = re.compile(
    r".*(?:的|有关|相关|符合|适应|一批|各类|各项|本省|全省|全市|本市|本地区|本行政区域|具体|等)"
    r"|(?:并|和|与|内|中|其|本)"
)
_SHORTEST, _LONGEST = 3, 16


@dataclass(frozen=True, slots=True)
class NamedMatter:
    """A matter by its own name: `head` is the noun that says what kind of thing it is."""

    at: Steps
    span: Span
    name: str
    head: str
    rule: str = _RULE
    confidence: float = _CONFIDENCE


def find_named_matters(passage: Passage) -> tuple[NamedMatter, ...]:
    """The matters that a provision names and no table lists, in text order, each place once."""
    found: dict[Span, NamedMatter] = {}
    for span, head in _names(passage.folded):
        name = span.of(passage.folded)
        if len(name) - (len(head) - 2) >= _SHORTEST and len(name) <= _LONGEST:
            found.setdefault(span, NamedMatter(passage.steps, span, name, head))
    listed = by_name(MATTER)
    return tuple(each for each in found.values() if each.name not in listed)


def _names(text: str) -> Iterator[tuple[Span, str]]:
    verb, noun = _verb(), _noun()
    end = 0
    for start in verb.finditer(text):
        match = noun.match(text, start.end()) if start.start() >= end else None
        while match:
            end = match.end()
            begin = match.start() + _described(match[0])
            yield Span(begin, end), match["head"]
            join = _JOIN.match(text, end)
            match = noun.match(text, join.end()) if join else None


def _described(words: str) -> int:
    """Length of what stands before the name: another verb, 的, a place."""
    length = 0
    while True:
        rest = words[length:]
        before = _BEFORE.match(rest) or _verb().match(rest)
        if before is None or not before[0]:
            return length
        length += before.end()


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(alternation(terms("matter_verbs")))


@cache
def _noun() -> re.Pattern[str]:
    heads = alternation(load_heads())
    return re.compile(rf"{_SIGN}{{1,22}}?(?P<head>{heads})(?=[，。；、：和与及或并（]|以及|等|$)")
