"""Labels at the start of a line: 第六条, 第二章, 一、, （一）, 1., （1）.

Takes: one line. Gives: the label it may begin with. Whether it is one is decided by its neighbours
(`converters.structure.sequence`, `converters.structure.outline`): a line can begin with a citation as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from converters.records import Kind
from converters.structure.clean import fold
from converters.structure.numerals import NUMERAL, parse_numeral


class Style(Enum):
    """How a label is written."""

    UNIT = "第N条"
    HAN_COMMA = "一、"
    HAN_PAREN = "（一）"
    ARABIC_DOT = "1."
    ARABIC_PAREN = "（1）"
    CIRCLED = "①"


@dataclass(frozen=True, slots=True)
class Label:
    """A label that a line may begin with.

    `end` is where the label ends in the line and `body` where the text after it begins. `number` and
    `branch` are 120 and 1 for 第一百二十条之一. `spaced` tells that white space follows, `variant`
    that it is written unusually, `cites` that what follows reads like the rest of a citation.
    """

    style: Style
    kind: Kind
    number: int
    branch: int
    end: int
    body: int
    spaced: bool
    variant: bool
    cites: bool

    @property
    def numbering(self) -> str:
        """The number as addresses write it: `120-1`."""
        return f"{self.number}-{self.branch}" if self.branch else str(self.number)


UNITS: Final = {
    "编": Kind.PART,
    "分编": Kind.SUBPART,
    "章": Kind.CHAPTER,
    "节": Kind.SECTION,
    "条": Kind.ARTICLE,
}
_KINDS: Final = {
    Style.HAN_COMMA: Kind.SECTION,
    Style.HAN_PAREN: Kind.ITEM,
    Style.ARABIC_DOT: Kind.POINT,
    Style.ARABIC_PAREN: Kind.SUBPOINT,
    Style.CIRCLED: Kind.SUBPOINT,
}

_UNIT: Final = re.compile(
    rf"第 ?(?P<number>{NUMERAL}(?: ?{NUMERAL})*|\d{{1,4}}) ?"
    rf"(?P<unit>分编|[编章节条])(?:之(?P<branch>{NUMERAL}{{1,3}})(?!{NUMERAL}))?"
)
_OUTLINE: Final = re.compile(
    r"(?P<comma>[零一二三四五六七八九十百]{1,5}) ?、"
    r"|（ ?(?P<paren>[零一二三四五六七八九十百]{1,5}) ?）"
    r"|(?P<enclosed>[㈠-㈩])"
    r"|(?P<dot>\d{1,3}) ?(?:[.．](?!\d)|、)"
    r"|(?P<dotted>[⒈-⒛])"
    r"|（ ?(?P<arabic>\d{1,3}) ?）|(?P<half>\d{1,2})）"
    r"|(?P<bracketed>[⑴-⒇])"
    r"|(?P<circled>[①-⑳])"
)
# What follows a citation at line start: 第一款第二项规定…, 第五条至第八条…, （一）至（三）项…
_AND: Final = r"(?:[、至和或及到与]|以及|或者)"
_CITED_UNIT: Final = re.compile(
    rf"第{NUMERAL}+[款项]|{_AND} ?第{NUMERAL}+[条款项]|规定|所[列称规指]|的|之外|以外|(?:相应)?修?改为"
)
_CITED_ITEM: Final = re.compile(
    rf"{_AND} ?(?:（{NUMERAL}+）|第（?{NUMERAL}+）?[项条款目])|[目项](?:规定|所[列称规]|的|{_AND})"
)


def find_label(line: str) -> Label | None:
    """The label that the line may begin with, or None.

    >>> find_label("第一百二十条之一　资助恐怖活动组织").numbering
    '120-1'
    >>> find_label("第一款规定的区域") is None
    True
    """
    folded = fold(line[:60])
    if folded[:1] == "第":
        match = _UNIT.match(folded)
        return _unit_label(line, folded, match) if match else None
    match = _OUTLINE.match(folded)
    return _outline_label(folded, match) if match else None


def merged_labels(line: str) -> list[tuple[int, Label]]:
    """Article labels inside a line, after the end of a sentence: (offset in the line, label).

    >>> [(at, label.number) for at, label in merged_labels("第一条 为了安全。 第二条 凡是")]
    [(10, 2)]
    """
    found = []
    for match in _MERGED.finditer(fold(line)):
        label = find_label(line[match.end() :])
        if label is None or label.kind is not Kind.ARTICLE or label.cites:
            continue
        if label.spaced or line[match.end() - 1] in "。 ":
            found.append((match.end(), label))
    return found


_MERGED: Final = re.compile(r"[。；：！”] *(?=第[^。；，]{1,12}条)")


def _unit_label(line: str, folded: str, match: re.Match[str]) -> Label | None:
    number = parse_numeral(match["number"].replace(" ", ""))
    branch = parse_numeral(match["branch"]) if match["branch"] else 0
    if number is None or branch is None or number > _HIGHEST:
        return None
    end = match.end()
    body = _skip_spaces(folded, end)
    regular = _REGULAR.fullmatch(line, 0, end)
    return Label(
        Style.UNIT,
        UNITS[match["unit"]],
        number,
        branch,
        end,
        body,
        spaced=body > end or end == len(folded),
        variant=not regular,
        cites=body == end and bool(_CITED_UNIT.match(folded, end)),
    )


def _outline_label(folded: str, match: re.Match[str]) -> Label | None:
    group = match.lastgroup or ""
    style, number = _outline_number(group, match[group])
    if number is None:
        return None
    end = match.end()
    body = _skip_spaces(folded, end)
    cites = style is not Style.HAN_COMMA and bool(_CITED_ITEM.match(folded, end))
    variant = False
    return Label(style, _KINDS[style], number, 0, end, body, body > end, variant, cites)


# No text has so many units; a higher number is no label.
_HIGHEST: Final = 9999
_REGULAR: Final = re.compile(r"第[零〇一二三四五六七八九十百千]+(?:分编|[编章节条])(?:之\w+)?")

_ENCLOSED: Final = {
    "enclosed": (Style.HAN_PAREN, ord("㈠")),
    "dotted": (Style.ARABIC_DOT, ord("⒈")),
    "bracketed": (Style.ARABIC_PAREN, ord("⑴")),
    "circled": (Style.CIRCLED, ord("①")),
}
_WRITTEN: Final = {
    "comma": Style.HAN_COMMA,
    "paren": Style.HAN_PAREN,
    "dot": Style.ARABIC_DOT,
    "arabic": Style.ARABIC_PAREN,
    "half": Style.ARABIC_PAREN,
}


def _outline_number(group: str, written: str) -> tuple[Style, int | None]:
    if group in _ENCLOSED:
        style, first = _ENCLOSED[group]
        return style, ord(written) - first + 1
    return _WRITTEN[group], parse_numeral(written)


def _skip_spaces(folded: str, start: int) -> int:
    end = start
    while end < len(folded) and folded[end] == " ":
        end += 1
    return end
