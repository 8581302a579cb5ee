"""Names that a document defines itself: （以下统称公共管理和服务机构）, 公共管理和服务机构，是指….

Takes: the passages of a document. Gives: the names with what they stand for; and the passages with such a
name made one word for the grammar, where it would divide it (和, 服务).
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
from converters.annotation.lexicons import alternation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from converters.annotation.records import Passage

_SHORT_NAME: Final = re.compile(
    r"（(?:以下|下)?(?:统|简)?称(?:为)?[“\"]?([^（）“”\"]{2,14})[”\"]?）"
)
_DEFINED: Final = re.compile(
    r"(?:^|所称(?:的)?|[；。])[“\"]?([^，。；：（）“”\"]{4,14})[”\"]?，?是指"
)
_LONGEST_FULL_NAME: Final = 40
_DIVIDING: Final = frozenset({WordClass.SEPARATOR, WordClass.CUT})


def short_names(passages: Iterable[Passage]) -> Mapping[str, str]:
    """The short names that a document gives to actors (以下简称“示范区”), with the full names."""
    found: dict[str, str] = {}
    for passage in passages:
        if "称" not in passage.folded:
            continue
        for match in _SHORT_NAME.finditer(passage.folded):
            start = max(0, match.start() - _LONGEST_FULL_NAME)
            phrases = list(read_phrases(passage.folded, start, match.start()))
            if not phrases or phrases[-1].end != match.start():
                continue
            reading = read_names(passage.folded, phrases[-1])
            if reading.names and reading.names[-1].is_whole:
                pieces = reading.names[-1].pieces
                found.setdefault(match[1], "".join(piece.of(passage.text) for piece in pieces))
    return found


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
