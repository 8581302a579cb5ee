"""Labels and remarks that the data shows to people, in Chinese and English.

Takes: kinds, numbers, oddities. Gives: (zh, en) pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converters.records import Kind, OddityKind
from converters.structure.numerals import format_numeral

if TYPE_CHECKING:
    from converters.structure.addresses import Steps

_UNITS: Final = {
    Kind.PART: ("第{}编", "Part {}"),
    Kind.SUBPART: ("第{}分编", "Subpart {}"),
    Kind.CHAPTER: ("第{}章", "Chapter {}"),
    Kind.SECTION: ("第{}节", "Section {}"),
    Kind.DIVISION: ("标题{}", "Heading {}"),
    Kind.ARTICLE: ("第{}条", "Article {}"),
    Kind.PARAGRAPH: ("第{}款", "paragraph {}"),
    Kind.ITEM: ("第{}项", "item {}"),
    Kind.POINT: ("第{}目", "point {}"),
    Kind.SUBPOINT: ("第{}分目", "subpoint {}"),
    Kind.NOTICE: ("通知正文", "Notice"),
    Kind.PREAMBLE: ("序言", "Preamble"),
    Kind.ANNEX: ("附件{}", "Annex {}"),
}
# The same units where no article is above them: 一、 and （一） of a notice.
_OUTLINE: Final = {
    Kind.SECTION: ("第{}部分", "Section {}"),
    Kind.ITEM: ("（{}）", "Item {}"),
}

_ODDITIES: Final = {
    OddityKind.ARTICLE_GAP: ("条号缺失：{}", "article numbers missing: {}"),
    OddityKind.ARTICLE_REPEATED: ("条号重复：{}", "article number repeated: {}"),
    OddityKind.ARTICLE_FIRST: ("首条条号为{}", "the first article has the number {}"),
    OddityKind.ARTICLE_MERGED: ("条标前缺少换行", "no line break before the article label"),
    OddityKind.LABEL_VARIANT: ("条标写法异常", "the label is written unusually"),
    OddityKind.HEADING_GAP: ("章节号缺失：{}", "heading numbers missing: {}"),
    OddityKind.HEADING_LABEL_LOST: (
        "标题缺少编号，按位置推定为{}",
        "the heading has lost its label; numbered {} by its place",
    ),
    OddityKind.ITEM_GAP: ("项号缺失：{}", "item numbers missing: {}"),
    OddityKind.ITEM_FIRST: ("列表未从第一项开始，缺：{}", "the list lacks its first numbers: {}"),
    OddityKind.TRUNCATED: ("正文末尾无句末标点，可能被截断", "the text breaks off; it may be cut"),
    OddityKind.TITLE_MISSING: ("文中没有标题", "the text has no title"),
    OddityKind.IN_FORCE_MISSING: (
        "文中没有施行日期条款",
        "the text has no clause on entry into force",
    ),
    OddityKind.UNNUMBERED: ("正文没有编号", "the text is not numbered"),
    OddityKind.PRIVATE_USE: ("含私用区字符：{}", "private-use characters: {}"),
}


def describe_steps(steps: Steps) -> tuple[str, str]:
    """How people cite a provision, from the article or item down.

    >>> describe_steps((("art", "6"), ("para", "1"), ("item", "2")))
    ('第六条第一款第二项', 'Article 6, paragraph 1, item 2')
    >>> describe_steps((("item", "7"),))
    ('（七）', 'Item 7')
    """
    names = [_describe_step(steps, i) for i in range(len(steps))]
    return "".join(zh for zh, _ in names), ", ".join(en for _, en in names)


def _describe_step(steps: Steps, index: int) -> tuple[str, str]:
    kind, number = Kind(steps[index][0]), steps[index][1]
    outline = not any(k in {Kind.ARTICLE, Kind.PARAGRAPH, Kind.CHAPTER} for k, _ in steps[:index])
    zh, en = _OUTLINE.get(kind, _UNITS[kind]) if outline else _UNITS[kind]
    base, _, branch = number.partition("~")[0].partition("-")
    if kind is Kind.PARAGRAPH and index == 0:
        en = en.capitalize()
    written = _chinese(base)
    zh = zh.format(written) + (f"之{_chinese(branch)}" if branch else "")
    return zh, en.format(number)


def _chinese(number: str) -> str:
    return (
        format_numeral(int(number)) if number.isdecimal() and 0 < int(number) < 10_000 else number
    )


def describe_oddity(kind: OddityKind, detail: str) -> tuple[str, str]:
    """What is odd, in both languages.

    >>> describe_oddity(OddityKind.ARTICLE_GAP, "13")
    ('条号缺失：13', 'article numbers missing: 13')
    """
    zh, en = _ODDITIES[kind]
    return zh.format(detail), en.format(detail)
