"""Raw text without format residue, one source line a line, every character still placed.

Takes: the `Text` of a reader. Gives: the visible lines as `Text`s. What is left out is residue of
the format only: white space at the ends of lines, zero-width characters, Markdown marks, comments,
page numbers, ruled lines. The characters that remain are the source's own: half-width punctuation
between Chinese characters stays as published (`fold` serves the grammar instead).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from converters.text import Text

_ZERO_WIDTH: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0e\ufe0f"
_TAG_NAMES: Final = "br|b|strong|em|i|u|p|span|center|div|sup|sub|font|a|h[1-6]"

# In a line: what is removed wherever it stands. A group `keep` stays.
_RESIDUE: Final = re.compile(
    rf"[{_ZERO_WIDTH}]+"
    r"|\*\*+"
    r"|(?<!_)__(?!_)(?=\S)|(?<=\S)(?<!_)__(?!_)"
    rf"|</?(?:{_TAG_NAMES})(?:\s[^<>]{{0,200}})?/?>"
    r"|\\(?=[\\`*_{}\[\]()#+\-.!>|])"
    r"|!?\[(?P<keep>[^\[\]\n]{0,200})\]\((?:https?:|/|\.|#)[^()\s]*\)",
    re.IGNORECASE,
)
_HAS_RESIDUE: Final = re.compile(rf"[{_ZERO_WIDTH}*_<\\\[]")
_LINE_MARK: Final = re.compile(r"\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?=\S))+")
_LINE: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_DASH: Final = "[-—–－―─·•]"
_PAGE_NUMBER: Final = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+"  # — 3 —
    r"|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?"
    r"|(?:(?:首页|上一页|下一页|尾页|末页|共 ?\d{1,4} ?页|\d{1,4})[ \u00a0|/]*){2,20}"
)
_RULE: Final = re.compile(
    r"[-*_=]{3,}|`{3,}\w*|\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?"
    r"|[\ue000-\uf8ff\s]+"  # private-use characters alone on a line
)

# A running head is short and no end of a sentence.
_HEAD: Final = re.compile(r"[^，。；：！？,;:!?]{1,40}")
_FOLD: Final = str.maketrans(
    ",;:()?!笫０１２３４５６７８９\u3000\u00a0\t\u2002\u2003\u2009\u202f",
    "，；：（）？！第0123456789       ",
)


def fold(value: str) -> str:
    """The string in the one spelling that the grammar reads, character for character as long.

    >>> fold("(一)优化布局,完善　机制")
    '（一）优化布局，完善 机制'
    """
    return value.translate(_FOLD)


def visible_lines(raw: Text) -> list[Text]:
    """The lines of `raw` that show something, without format residue and outer white space."""
    if "<!--" in raw.value:
        raw = _without(raw, _comments(raw.value))
    lines: list[Text] = []
    breaks: list[int] = []
    for match in _LINE.finditer(raw.value):
        line = _visible(raw, match.start(), match.end())
        if line is None or raw.value[match.start() - 1 : match.start()] == "\f":
            breaks.append(len(lines))
        if line and line.value:
            lines.append(line)
    return _without_running_heads(lines, breaks)


def _without_running_heads(lines: list[Text], breaks: list[int]) -> list[Text]:
    """The lines without heads and feet: what stands beside one page break and beside others."""
    beside = {i for at in breaks for i in (at - 1, at) if 0 <= i < len(lines)}
    beside = {i for i in beside if _HEAD.fullmatch(lines[i].value)}
    counts = Counter(lines[i].value for i in beside)
    heads = {i for i in beside if counts[lines[i].value] > 1}
    return [line for i, line in enumerate(lines) if i not in heads]


def _comments(value: str) -> list[tuple[int, int]]:
    """Spans of the comments that are closed."""
    spans = []
    start = value.find("<!--")
    while start >= 0:
        end = value.find("-->", start + 4)
        if end < 0:
            break
        spans.append((start, end + 3))
        start = value.find("<!--", end + 3)
    return spans


def _visible(raw: Text, start: int, end: int) -> Text | None:
    """What a line shows: nothing for a ruled line, None for a page number."""
    value = raw.value[start:end]
    if _PAGE_NUMBER.fullmatch(value.strip()):
        return None
    if _RULE.fullmatch(value.strip()):
        return Text("", ())
    mark = _LINE_MARK.match(value)
    if mark:
        start += mark.end()
        value = value[mark.end() :]
    if not _HAS_RESIDUE.search(value):
        return _stripped(raw, value, start)
    line = _without(raw.slice(start, end), _residue(value))
    return _stripped(line, line.value, 0)


def _residue(value: str) -> list[tuple[int, int]]:
    spans = []
    for match in _RESIDUE.finditer(value):
        keep = match.span("keep")
        if keep == (-1, -1):
            spans.append(match.span())
        else:
            spans += [(match.start(), keep[0]), (keep[1], match.end())]
    return spans


def _stripped(text: Text, value: str, start: int) -> Text:
    left = len(value) - len(value.lstrip())
    return text.slice(start + left, start + len(value.rstrip()))


def _without(text: Text, spans: list[tuple[int, int]]) -> Text:
    """The text without the given spans, which stand in order and apart."""
    cuts = [0, *(edge for span in spans for edge in span), len(text.value)]
    return Text.join(text.slice(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))
