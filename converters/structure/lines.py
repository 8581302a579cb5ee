"""A line of a document: its role, and what it looks like.

Takes: text. Gives: `Line`s and answers about their form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from converters.structure.clean import fold
from converters.structure.labels import Style

if TYPE_CHECKING:
    from converters.structure.labels import Label
    from converters.text import Text


class Role(Enum):
    """What a line is."""

    FRONT = auto()  # before the first unit
    CONTENTS = auto()  # 目录
    HEADING = auto()  # 第二章 …, with its label
    BARE_HEADING = auto()  # a heading whose label is lost
    ARTICLE = auto()  # 第六条 …
    LISTED = auto()  # 一、 （一） 1. …
    PLAIN = auto()
    ANNEX = auto()  # 附件
    CLOSING = auto()  # 本措施自…起施行 after the last item of an outline
    TAIL = auto()  # signature, date, 抄送 …


class Form(Enum):
    """How a document is numbered."""

    ARTICLES = auto()
    OUTLINE = auto()
    UNNUMBERED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document; `merged` tells that the source has no line break before it."""

    text: Text
    role: Role = Role.FRONT
    label: Label | None = None
    merged: bool = False

    @property
    def value(self) -> str:
        """The characters of the line."""
        return self.text.value


UNLISTED: Final = {Role.ARTICLE, Role.PLAIN}
RUNNING: Final = {Role.ARTICLE, Role.LISTED, Role.PLAIN}
LABELLED: Final = {Role.ARTICLE, Role.LISTED, Role.HEADING}

_SENTENCE_END: Final = "。；：！？…;:!?"
_CLOSERS: Final = "”’）)】〕》」』\"'"
# Private-use characters that the corpus has at the end of paragraphs.
_NO_MEANING: Final = "".join(map(chr, range(0xE000, 0xF900))) + " "
_PUNCTUATION: Final = re.compile(r"[。；，：！？,;:!?]")
_ANNEX: Final = re.compile(
    r"附 *(?:(?:件|录|表|图) *(?:[一二三四五六七八九十\d]{1,3})? *(?:[：:．.、]|$| )|[：:]|$)[^。；]{0,60}"
)
ANNEX_LABEL: Final = re.compile(
    r"(?P<label>附 *(?:件|录|表|图)? *(?P<number>[一二三四五六七八九十\d]{1,3})?(?: *[：:．.、])*) *"
)
"""The label of an annex with what parts it from its heading."""
# A cell of words before a cell that begins with a number, and no sentence around them.
_ROW: Final = re.compile(r"^[^ ，。；：]*[^ ，。；：\d]{2,} +\d[^，。；： ]*(?: |$)[^，。；：]*$")
HEADING_LENGTH: Final = 30


def ends_sentence(line: str) -> bool:
    """Whether the line ends where a sentence, a lead-in or a list item ends.

    >>> [ends_sentence(x) for x in ("应当符合下列要求：", "本行政区域", "（省科技厅负责）", "（试行）的")]
    [True, False, True, False]
    """
    core = line.rstrip(_CLOSERS + _NO_MEANING)
    if core[-1:] and core[-1] in _SENTENCE_END:
        return True
    if not core or core == line:
        return False
    opening = fold(line).rfind("（")
    return fold(line).endswith("）") and (
        opening == 0 or line[opening - 1] in _SENTENCE_END + _CLOSERS
    )


def looks_like_heading(line: str) -> bool:
    """Whether a line is short and has no sentence punctuation.

    >>> looks_like_heading("法律责任"), looks_like_heading("县级以上人民政府应当，")
    (True, False)
    """
    return 0 < len(line) <= HEADING_LENGTH and not _PUNCTUATION.search(line) and not is_row(line)


def is_title(line: Line) -> bool:
    """Whether what follows the label of a line reads like a heading, a stray 。 at its end aside."""
    body = fold(line.value[line.label.body :] if line.label else line.value)
    if line.label and line.label.style is Style.UNIT and len(body) <= HEADING_LENGTH:
        body = body.rstrip("。")
    return len(body) <= 2 * HEADING_LENGTH and not re.search(r"[。；！？]|[：，]$", body)


def is_row(line: str) -> bool:
    """Whether a line is a row of a table: cells between tabs, bars or white space.

    >>> is_row("| 类别 | 例 |"), is_row("小微　10万元"), is_row("总　则"), is_row("自 2024 年 6 月")
    (True, True, False, False)
    """
    if "\t" in line or "|" in line or "¦" in line:
        return True
    cells = fold(line).split()
    return len(cells) > 1 and len(line) <= HEADING_LENGTH and _ROW.search(fold(line)) is not None


def is_annex_heading(line: str) -> bool:
    """Whether a line opens an annex: 附件1：…, 附表 and not 附图中除…外.

    >>> is_annex_heading("附件：矿产资源分类细目"), is_annex_heading("附图中除必需的词语外，不得含有其他注释。")
    (True, False)
    """
    return bool(_ANNEX.fullmatch(line)) and not ends_sentence(line.rstrip("：:"))


def is_section(line: Line) -> bool:
    """Whether a line bears a label such as 一、."""
    return line.label is not None and line.label.style is Style.HAN_COMMA
