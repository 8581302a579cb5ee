"""The properties that government sites state in a table beside a document.

Takes: the lines of a page around the document. Gives: one line `键：值` for each property, its
characters placed where they stand in the page.

政府信息公开 pages give 索引号, 发文机关, 成文日期 and the like in a table of their own, several pairs to a row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.structure.clean import fold
from converters.structure.matter import PROPERTY_KEY
from converters.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# One property alone may belong to a news item in the margin; a table has several.
_LEAST: Final = 2
_LONGEST_LINE: Final = 1000
_LONGEST_KEY: Final = 8
_WORD: Final = re.compile(r"[^ ]+")
# What a site says about its page, and not about the document.
_OF_THE_PAGE: Final = re.compile(r"来源|信息来源|字号|浏览次数|作者|责任编辑|关键词")

_Key = tuple[int, int, int, int]
"""Where what bears a key starts, where the key starts and ends, and where its value starts."""


def read_properties(lines: Iterable[Text]) -> list[Text]:
    """The properties of the first table of properties, each once."""
    table: dict[str, Text] = {}
    for line in lines:
        pairs = list(_pairs(line)) if len(line) <= _LONGEST_LINE else []
        if table and (not pairs or any(key in table for key, _ in pairs)):
            if len(table) >= _LEAST:
                break
            table.clear()
        table.update((key, text) for key, text in pairs if text is not None)
    return list(table.values()) if len(table) >= _LEAST else []


def _pairs(line: Text) -> Iterator[tuple[str, Text | None]]:
    """Each key of a line that is made of properties alone, with its property; None if it is empty."""
    folded = fold(line.value)
    keys = list(_keys(folded))
    if not keys or folded[: keys[0][0]].strip():
        return
    ends = [key[0] for key in keys[1:]] + [len(line)]
    for (_, start, end, after), stop in zip(keys, ends, strict=True):
        key = folded[start:end].replace(" ", "")
        if _OF_THE_PAGE.fullmatch(key):
            continue
        value = line.slice(*_stripped(folded, after, stop))
        # The colon stands before the value, or where the cell of the key ends.
        colon = line.slice(after - 1, after) if folded[after - 1] == "：" else None
        colon = colon or Text.at("：", line.place(end - 1))
        yield key, Text.join((line.slice(start, end), colon, value)) if value.value else None


def _keys(folded: str) -> Iterator[_Key]:
    """The keys of a line, with a colon or as the words of a cell."""
    words = list(_WORD.finditer(folded))
    position = 0
    for at, word in enumerate(words):
        if word.start() < position:
            continue
        if found := PROPERTY_KEY.match(folded, word.start()):
            yield found.start(), *found.span("key"), found.end()
            position = found.end()
            continue
        for last in words[at : at + _LONGEST_KEY]:
            if PROPERTY_KEY.fullmatch(f"{folded[word.start() : last.end()]}："):
                yield word.start(), word.start(), last.end(), last.end()
                position = last.end()
                break


def _stripped(value: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of what is visible in a part of a string."""
    part = value[start:end]
    return end - len(part.lstrip()), start + len(part.rstrip())
