"""Names that a document defines itself: （以下统称公共管理和服务机构）, 公共管理和服务机构，是指….

Takes: the passages and terms of a document. Gives: the names of actors with what they stand for; and the
passages with such a name made one word for the grammar, where it would divide it (和, 服务).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.names import read_names
from converters.annotation.actors.open_actors import ends_as_actor
from converters.annotation.actors.phrases import read_phrases
from converters.annotation.actors.words import WordClass, read_words
from converters.annotation.clauses import MASK
from converters.annotation.forms import has_verb
from converters.annotation.lexicons import alternation
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converters.annotation.records import Passage, Term

_SHORT_NAME: Final = re.compile(
    r"（(?:以下|下)?(?:统|简)?称(?:为)?[“\"]?([^（）“”\"]{2,14})[”\"]?）"
)
_DEFINED: Final = re.compile(
    r"(?:^|所称(?:的)?|[；。])[“\"]?([^，。；：（）“”\"]{4,14})[”\"]?，?是指"
)
_OF_SEVERAL: Final = re.compile(r"[、，]|或者|以及|^(?:下列|有关|相关|其他|在|包括)")
_JOINED: Final = re.compile("[和与及]")
_LEVEL: Final = re.compile(r"国务院|国家|省级?|自治区|市级?|区级?|县级?|州")
_AREA: Final = re.compile(r"(?:区|片区|园|基地|新城|港)$")
_UNIT_OF_AREA: Final = re.compile(
    r"(?<=[区园城港地])(?:管委会|管理委员会|管理局|管理机构|管理办公室|理事会|执委会|执行委员会|有关部门)$"
)
_DIVIDING: Final = frozenset({WordClass.SEPARATOR, WordClass.CUT})


def name_actors(passages: Iterable[Passage], terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms of a document, short names with the actor that they stand for, where it is one actor."""
    places = {passage.steps: passage for passage in passages}
    return tuple(
        replace(term, actor=_full_name(places[term.at], term)) if _is_short(term) else term
        for term in terms
    )


def short_names(passages: Iterable[Passage], terms: Iterable[Term]) -> Mapping[str, str]:
    """The short names that a document gives to actors (以下简称“示范区”), with the full names.

    One that it gives to two of them names neither.
    """
    texts = {passage.steps: passage.text for passage in passages}
    found: dict[str, set[str]] = {}
    for term in terms:
        if term.actor:
            found.setdefault(term.span.of(texts[term.at]), set()).add(term.actor)
    return {short: full for short, (full, *others) in found.items() if not others}


def full_name(name: str, names: Mapping[str, str]) -> str:
    """The name of an actor with the short name that it is or begins with written out.

    >>> full_name("示范区管委会", {"示范区": "省级转型综改示范区"})
    '省级转型综改示范区管委会'
    """
    if name in names:
        return names[name]
    unit = _UNIT_OF_AREA.search(name)
    area = names.get(name[: unit.start()]) if unit else None
    return area + name[len(name) - len(unit[0]) :] if area and unit else name


def _is_short(term: Term) -> bool:
    return term.rule == "term-short" and term.meaning is not None


def _full_name(passage: Passage, term: Term) -> str | None:
    """The words before the bracket, if they are the name of one actor and fit the short name."""
    if term.meaning is None:
        return None
    folded, short = passage.folded, term.span.of(passage.folded)
    clause = term.meaning.of(folded).rfind("的") + 1
    span = Span(term.meaning.start + clause, term.meaning.end)
    full = span.of(folded)
    if _OF_SEVERAL.search(full) or not _same_place(full, short):
        return None
    # 经国务院批准设立的某试验区 is that zone; 在区内设立的企业 are not all enterprises.
    is_name = _abbreviates(short, full) or (not clause and _is_one_name(folded, span))
    return span.of(passage.text) if is_name else None


def _same_place(full: str, short: str) -> bool:
    """Whether the level that a short name begins with stands in the full name too: 市燃气管理部门."""
    level = _LEVEL.match(short)
    return level is None or level[0].rstrip("级") in full


def _is_one_name(folded: str, span: Span) -> bool:
    """Whether the grammar of actors reads exactly these words as one name."""
    phrases = list(read_phrases(folded, span.start, span.end))
    if len(phrases) != 1 or phrases[0].end != span.end:
        return False
    names = read_names(folded, phrases[0]).names
    return len(names) == 1 and "".join(p.of(folded) for p in names[0].pieces) == span.of(folded)


def _abbreviates(short: str, full: str) -> bool:
    """Whether a short name is an area's name with signs left out: 特区 of 汕头经济特区."""
    if (
        _JOINED.search(full)
        or not _AREA.search(short)
        or full[-1] != short[-1]
        or has_verb(full[:2])
    ):
        return False
    signs = iter(full)
    return all(sign in signs for sign in short)


def protect_names(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages, with the names of actors that the document defines as one word each."""
    words = {
        name: _one_word(name)
        for passage in passages
        if "称" in passage.folded or "是指" in passage.folded
        for pattern in (_SHORT_NAME, _DEFINED)
        for name in pattern.findall(passage.folded)
        if _is_divided(name) and ends_as_actor(name)
    }
    if not words:
        return tuple(passages)
    names = re.compile(alternation(words))
    changed: dict[int, Passage] = {}
    for passage in passages:
        folded = names.sub(lambda match: words[match[0]], passage.folded)
        lead_in = passage.lead_in and changed.get(id(passage.lead_in), passage.lead_in)
        changed[id(passage)] = replace(passage, folded=folded, lead_in=lead_in)
    return tuple(changed.values())


def _is_divided(name: str) -> bool:
    """Whether the grammar would divide a name: it has a verb or 和 in it, and is no list of actors."""
    words = read_words(name)
    kinds = [words.entry(at).cls for at in range(len(words))]
    if "、" in name or not _DIVIDING.intersection(kinds):
        return False
    if WordClass.SEPARATOR not in kinds:
        return True
    return not ends_as_actor(name[: words[kinds.index(WordClass.SEPARATOR)].start])


def _one_word(name: str) -> str:
    """A word as long as the name with its last head: 〇〇〇〇〇服务机构."""
    words = read_words(name)
    last = words[len(words) - 1]
    is_head = last.entry.cls is WordClass.HEAD and last.end == len(name)
    head = name[last.start :] if is_head else "者"
    return MASK * (len(name) - len(head)) + head
