"""Numbers and units as provisions write them: 一千五百万元, 百分之三点五, 1/3.

Takes: the words of a number. Gives: its value as `Decimal`, and with a unit the value and unit that
are recorded: 1500 and 万元, since a multiplier that closes the number belongs to the unit as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from converters.annotation.lexicons import load_lexicon
from converters.structure.numerals import DIGITS, parse_numeral

HAN_DIGIT: Final = "".join(DIGITS)
HAN: Final = f"{HAN_DIGIT}十百千万亿"
"""Characters of a Chinese numeral with multipliers."""

_GROUPED: Final = re.compile(r"\d{1,3}(?:[，,]\d{3})+")
_ARABIC: Final = re.compile(r"(\d+(?:[.．]\d+)?)([十百千]?)((?:万亿|万|亿)?)")
_POWERS: Final = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}
_LARGE: Final = ("万亿", "亿", "万")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a number counts: the word, the unit as recorded and how the word is used.

    `use` says when a number with it is a quantity: "measure" always, "count" from two on, "bounded"
    with a limit (以上, 不超过), "points" after 记, 扣, "clock" as a time of day, "none" never after a
    plain number. `continuations` are words that make another word of it: 人 is none in 人民.
    """

    term: str
    name: str
    dimension: str
    use: str
    continuations: tuple[str, ...]
    qudt: str


UNITS: Final = {
    row["term"]: Unit(
        row["term"],
        row["unit"],
        row["dimension"],
        row["use"],
        tuple(row["except"].split("|")) if row["except"] else (),
        row["qudt"],
    )
    for row in load_lexicon("units")
}


def read_number(words: str) -> Decimal | None:
    """The number that the words write; None if they write none.

    >>> [plain(read_number(n)) for n in ("一千五百万", "两万三千", "二点五", "1,000", "0.5", "5百万", "三亿")]
    ['15000000', '23000', '2.5', '1000', '0.5', '5000000', '300000000']
    >>> read_number("三五"), read_number("万"), read_number("二〇二四")
    (None, None, None)
    """
    words = words.replace(" ", "")
    if words[:1].isdigit():
        return _read_arabic(words)
    if "点" in words:
        whole, _, fraction = words.partition("点")
        return _read_fraction(whole, fraction)
    return _read_han(words)


def split_multiplier(words: str) -> tuple[Decimal, str] | None:
    """The number in the multiplier that closes it, and that multiplier: 1500 and 万 of 一千五百万.

    >>> split_multiplier("一亿五千万"), split_multiplier("三万五千")
    ((Decimal('15000.0000'), '万'), (Decimal('35000'), ''))
    """
    number = read_number(words)
    if number is None:
        return None
    words = words.replace(" ", "")
    multiplier = next((m for m in _LARGE if words.endswith(m)), "")
    return number.scaleb(-_POWERS[multiplier]), multiplier


def plain(number: Decimal) -> str:
    """The number without exponent and idle zeros.

    >>> plain(Decimal("1E+3")), plain(Decimal("3.50")), plain(Decimal("0"))
    ('1000', '3.5', '0')
    """
    return format(number.normalize(), "f")


def _read_arabic(words: str) -> Decimal | None:
    if _GROUPED.match(words):
        words = words.replace("，", "").replace(",", "")
    match = _ARABIC.fullmatch(words)
    if not match:
        return None
    digits, small, large = match.groups()
    try:
        value = Decimal(digits.replace("．", "."))
    except InvalidOperation:
        return None
    return value.scaleb(_POWERS[small] + _POWERS[large])


def _read_fraction(whole: str, fraction: str) -> Decimal | None:
    """二点五: digits one by one after 点."""
    number = _read_han(whole)
    multiplier = next((m for m in _LARGE if fraction.endswith(m)), "")
    digits = fraction.removesuffix(multiplier)
    if number is None or not digits or any(char not in DIGITS for char in digits):
        return None
    decimals = "".join(str(DIGITS[char]) for char in digits)
    return Decimal(f"{number}.{decimals}").scaleb(_POWERS[multiplier])


def _read_han(words: str) -> Decimal | None:
    """Sections of 亿 and 万, each a numeral below ten thousand."""
    total = Decimal(0)
    for multiplier in _LARGE:
        section, found, rest = words.partition(multiplier)
        if not found:
            continue
        number = _below_ten_thousand(section)
        if number is None:
            return None
        total += Decimal(number).scaleb(_POWERS[multiplier])
        words = rest.removeprefix("零")
        if not words:
            return total
    number = _below_ten_thousand(words)
    return None if number is None else total + number


def _below_ten_thousand(words: str) -> int | None:
    """A numeral with its multipliers; digits in a row (三五, 二〇二四) count nothing."""
    if len(words) > 1 and all(char in DIGITS for char in words):
        return None
    return parse_numeral(words)
