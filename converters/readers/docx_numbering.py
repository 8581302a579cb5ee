"""Automatic numbers of Word paragraphs.

Takes: numbering.xml and styles.xml of a DOCX. Gives: for each paragraph in turn the label that Word
prints before it. Statutes typed in Word often number 第一条 automatically: without this their labels
are lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from converters.readers.archive import read_part
from converters.readers.safe_xml import parse_xml
from converters.structure.numerals import format_numeral

if TYPE_CHECKING:
    from zipfile import ZipFile

    from lxml import etree

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = _W + "val"
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL: Final = _W[1:-1].encode()
_LEVELS: Final = 9
_MAXIMUM_BASED_ON: Final = 32
# 第一条 needs a space before its text; 一、 and （一） carry their own separation.
_CLOSED_LABEL: Final = re.compile(r"[、，,.．:：)）\]】\s　]$")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: the first number, how numbers are written, and the words around them."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]]  # by w:num
    counter_of: dict[str, str]  # w:num → the list whose count it goes on with
    overrides: dict[str, dict[int, int]]  # w:num → first numbers it starts anew with
    styles: dict[str, tuple[str | None, int | None, str | None]]  # numId, level, based on
    default_style: str | None = None
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[str] = field(default_factory=set)

    def next_label(self, paragraph: etree._Element) -> str:
        """The label of the next paragraph with its separator; "" where Word prints none."""
        number_id, level = self._number_of(paragraph)
        levels = self.levels.get(number_id or "")
        if levels is None or number_id is None or level not in levels:
            return ""
        counts = self._advance(number_id, level, levels)
        label = _render(levels, level, counts)
        return label + _separator(label, levels[level].suffix) if label else ""

    def _number_of(self, paragraph: etree._Element) -> tuple[str | None, int]:
        """The list and level that a paragraph names, or its style, or a style that one is based on."""
        properties = paragraph.find(_W + "pPr")
        number_id, level, style = _number_properties(properties)
        if style is None:
            style = self.default_style
        for _ in range(_MAXIMUM_BASED_ON):
            if style is None or (number_id is not None and level is not None):
                break
            style_number, style_level, based_on = self.styles.get(style, (None, None, None))
            number_id = style_number if number_id is None else number_id
            level = style_level if level is None else level
            style = based_on
        return (None if number_id == "0" else number_id), level or 0

    def _advance(self, number_id: str, level: int, levels: dict[int, Level]) -> list[int | None]:
        counter = self.counter_of[number_id]
        counts = self._counts.setdefault(counter, [None] * _LEVELS)
        if number_id not in self._started:
            self._started.add(number_id)
            for at, first in self.overrides.get(number_id, {}).items():
                counts[at] = first - 1
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                counts[deeper] = None
        return counts


def read_numbering(document: str, archive: ZipFile) -> Numbering:
    """The lists and numbered styles of a document; empty where it has none."""
    styles, default_style = _read_styles(_part(document, archive, "word/styles.xml"))
    root = _part(document, archive, "word/numbering.xml")
    if root is None:
        return Numbering({}, {}, {}, {})
    abstract = _read_abstract(root, styles)
    levels: dict[str, dict[int, Level]] = {}
    counter_of: dict[str, str] = {}
    overrides: dict[str, dict[int, int]] = {}
    for num in root.findall(_W + "num"):
        number_id = num.get(_W + "numId", "")
        reference = _value(num, "abstractNumId") or ""
        levels[number_id] = dict(abstract.get(reference, {}))
        counter_of[number_id] = reference
        overrides[number_id] = _read_overrides(num, levels[number_id])
    return Numbering(levels, counter_of, overrides, styles, default_style)


def _part(document: str, archive: ZipFile, name: str) -> etree._Element | None:
    if name not in archive.namelist():
        return None
    content = read_part(document, archive, name).replace(_STRICT, _TRANSITIONAL)
    return parse_xml(document, name, content)


def _read_styles(
    root: etree._Element | None,
) -> tuple[dict[str, tuple[str | None, int | None, str | None]], str | None]:
    styles: dict[str, tuple[str | None, int | None, str | None]] = {}
    default = None
    for style in [] if root is None else root.findall(_W + "style"):
        identity = style.get(_W + "styleId", "")
        number_id, level, _ = _number_properties(style.find(_W + "pPr"))
        styles[identity] = (number_id, level, _value(style, "basedOn"))
        if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in {"1", "true"}:
            default = identity
    return styles, default


def _read_abstract(
    root: etree._Element,
    styles: dict[str, tuple[str | None, int | None, str | None]],
) -> dict[str, dict[int, Level]]:
    """The levels of every abstract list; one that only names a list style takes that style's."""
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    for definition in root.findall(_W + "abstractNum"):
        identity = definition.get(_W + "abstractNumId", "")
        abstract[identity] = _read_levels(definition)
        link = _value(definition, "numStyleLink")
        if link is not None:
            linked[identity] = link
    by_number = {
        num.get(_W + "numId", ""): _value(num, "abstractNumId") or ""
        for num in root.findall(_W + "num")
    }
    for identity, style in linked.items():
        target = by_number.get(styles.get(style, (None, None, None))[0] or "")
        if target is not None and not abstract[identity]:
            abstract[identity] = abstract.get(target, {})
    return abstract


def _read_levels(definition: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in definition.findall(_W + "lvl"):
        index = _integer(element.get(_W + "ilvl"))
        if index is not None and 0 <= index < _LEVELS:
            levels[index] = _read_level(element)
    return levels


def _read_level(element: etree._Element) -> Level:
    start = _integer(_value(element, "start"))
    legal = element.find(_W + "isLgl")
    return Level(
        start=1 if start is None else start,
        number_format=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        suffix=_value(element, "suff") or "tab",
        legal=legal is not None and legal.get(_VAL, "1") not in {"0", "false"},
        restart=_integer(_value(element, "lvlRestart")),
    )


def _read_overrides(num: etree._Element, levels: dict[int, Level]) -> dict[int, int]:
    """First numbers that a list starts anew with; replaced levels are put into `levels`."""
    starts = {}
    for override in num.findall(_W + "lvlOverride"):
        index = _integer(override.get(_W + "ilvl"))
        if index is None or not 0 <= index < _LEVELS:
            continue
        replacement = override.find(_W + "lvl")
        if replacement is not None:
            levels[index] = _read_level(replacement)
        start = _integer(_value(override, "startOverride"))
        if start is not None:
            starts[index] = start
            levels[index] = replace(levels.get(index, Level()), start=start)
    return starts


def _number_properties(
    properties: etree._Element | None,
) -> tuple[str | None, int | None, str | None]:
    """List, level and style that paragraph properties name."""
    if properties is None:
        return None, None, None
    numbering = properties.find(_W + "numPr")
    style = _value(properties, "pStyle")
    if numbering is None:
        return None, None, style
    return _value(numbering, "numId"), _integer(_value(numbering, "ilvl")), style


def _value(element: etree._Element, child: str) -> str | None:
    found = element.find(_W + child)
    return None if found is None else found.get(_VAL)


def _integer(value: str | None) -> int | None:
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _separator(label: str, suffix: str) -> str:
    if suffix == "nothing" or _CLOSED_LABEL.search(label):
        return ""
    return " " if suffix == "space" else "　"


def _render(levels: dict[int, Level], level: int, counts: list[int | None]) -> str:
    """The words of a level with its numbers: 第%1条 → 第六条."""
    own = levels[level]
    if own.number_format == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        named = levels.get(at, Level())
        count = counts[at]
        style = "decimal" if own.legal else named.number_format
        return write_number(named.start if count is None else count, style)

    return re.sub(r"%([1-9])", number, own.text)


def write_number(number: int, number_format: str) -> str:
    """A number as Word writes it in one of its number formats; decimal for an unknown one.

    >>> [write_number(21, f) for f in ("chineseCountingThousand", "upperRoman", "decimal")]
    ['二十一', 'XXI', '21']
    """
    if number_format == "none":
        return ""
    if number_format in _CHINESE and 1 <= number <= 9999:
        return format_numeral(number)
    if number_format in _DIGITAL:
        return "".join("〇一二三四五六七八九"[int(d)] for d in str(number))
    if number_format in _SEQUENCES:
        sequence = _SEQUENCES[number_format]
        return sequence[number - 1] if 1 <= number <= len(sequence) else str(number)
    return _write_western(number, number_format)


def _write_western(number: int, number_format: str) -> str:
    if number_format == "decimalZero":
        return f"{number:02}"
    if number_format == "decimalFullWidth":
        return str(number).translate(_FULL_WIDTH)
    if number_format == "numberInDash":
        return f"- {number} -"
    if number_format in {"upperLetter", "lowerLetter"} and 1 <= number <= 780:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if number_format == "upperLetter" else letter.lower()
    if number_format in {"upperRoman", "lowerRoman"} and 1 <= number <= 3999:
        roman = _roman(number)
        return roman if number_format == "upperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written


_CHINESE: Final = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand", "koreanCounting",
}  # fmt: skip
_DIGITAL: Final = {
    "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2",
}  # fmt: skip
_CIRCLED: Final = "".join(
    map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)))
)
_SEQUENCES: Final = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "".join(map(chr, range(0x2474, 0x2488))),
    "decimalEnclosedFullstop": "".join(map(chr, range(0x2488, 0x249C))),
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
}
_FULL_WIDTH: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
