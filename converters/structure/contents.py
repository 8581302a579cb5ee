"""Tables of contents: the lines of a 目录, with its name or without.

Takes: the lines of a document. Gives: the same lines, those of the table marked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from converters.records import Kind
from converters.structure.clean import fold
from converters.structure.labels import find_label
from converters.structure.lines import HEADING_LENGTH, Line, Role, is_title

_CONTENTS: Final = re.compile(r"目 *[录次] *(?P<rest>第.*)?")
_LEADERS: Final = " \u3000\t.…·⋯—-"
_PUNCTUATION: Final = re.compile(r"[。；，：！？]")
# A table of contents stands near the top.
_HEAD: Final = 80


def mark_contents(lines: list[Line]) -> list[Line]:
    """Lines of a 目录: the bare word, then headings up to the first one's second coming."""
    for index, line in enumerate(lines[:_HEAD]):
        match = _CONTENTS.fullmatch(fold(line.value))
        if match and (not match["rest"] or match["rest"].count("章") > 1):
            end = _contents_end(lines, index, match["rest"])
            if end > index + 1 or match["rest"]:
                return _unheaded_contents(_as_contents(lines, index, end))
    return _unheaded_contents(lines)


def _as_contents(lines: list[Line], start: int, end: int) -> list[Line]:
    marked = [replace(x, role=Role.CONTENTS, label=None) for x in lines[start:end]]
    return lines[:start] + marked + lines[end:]


def _unheaded_contents(lines: list[Line]) -> list[Line]:
    """A 目录 that has lost its name: a run of headings, then the first of them again."""
    index = 0
    while index < min(len(lines), _HEAD):
        end = index
        if lines[index].label and _is_entry(lines[index]):
            end = _second_coming(lines, index)
        if end > index + 1:
            lines = _as_contents(lines, index, end)
        index = max(end, index + 1)
    return lines


def _second_coming(lines: list[Line], start: int) -> int:
    """Where the heading at `start` comes again after nothing but headings; else `start`."""
    key = _entry_key(lines[start].value)
    for index in range(start + 1, len(lines)):
        if not _is_entry(lines[index]):
            return start
        if _entry_key(lines[index].value) == key:
            return index
    return start


def _contents_end(lines: list[Line], start: int, rest: str | None) -> int:
    stop = start + 1
    while stop < len(lines) and _is_entry(lines[stop]):
        stop += 1
    entry = rest.split(" 第", 1)[0] if rest else lines[min(start + 1, len(lines) - 1)].value
    first = find_label(entry)
    keys = {_entry_key(entry), _entry_key(entry[first.body :] if first else entry)}
    for index in range(start + 1 if rest else start + 2, stop):
        if _entry_key(lines[index].value) in keys:
            return index
    return stop if not rest else start + 1


def _is_entry(line: Line) -> bool:
    if line.label and line.label.kind is Kind.ARTICLE:
        return False
    value = _without_page(line.value)
    if line.label:
        return is_title(line)
    return 0 < len(value) <= 2 * HEADING_LENGTH and not _PUNCTUATION.search(fold(value))


def _entry_key(entry: str) -> str:
    return re.sub(r"\s+", "", _without_page(entry))


def _without_page(entry: str) -> str:
    """An entry without its leaders and page number: 第一章　总则……（1）."""
    bare = entry.rstrip("）)").rstrip("0123456789").rstrip("（(")
    return (bare if entry[-1:] in "）)0123456789" else entry).rstrip(_LEADERS)
