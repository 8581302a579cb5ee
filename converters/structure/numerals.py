"""Numbers as labels and dates write them: 二十一 ⇄ 21."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "两": 2,
}  # fmt: skip
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
# A label typed with a dash or a full-width minus for 一 (第三十－条) occurs in published texts.
DASHES: Final = "－—―-─"

NUMERAL: Final = f"[{''.join(DIGITS)}{''.join(UNITS)}{DASHES}]"
"""Character class of a Chinese numeral in a label, dashes that stand for 一 included."""
COUNTING_NUMERAL: Final = r"[〇零一二三四五六七八九十百\d]"
"""Character class of the number of a term, a sitting or an order: 第十四届, 第66号."""

_ASCII: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def parse_numeral(numeral: str) -> int | None:
    """The number that a Chinese or Arabic numeral writes; None if it writes none.

    >>> [parse_numeral(n) for n in ("二十一", "一百二十", "一千零一", "十", "12", "１２", "二〇二四")]
    [21, 120, 1001, 10, 12, 12, 2024]
    >>> parse_numeral("三十－"), parse_numeral("十百"), parse_numeral("")
    (31, None, None)
    """
    arabic = numeral.translate(_ASCII)
    if arabic.isascii() and arabic.isdigit():
        return int(arabic)
    numeral = "".join("一" if c in DASHES else c for c in numeral)
    if not numeral or any(c not in DIGITS and c not in UNITS for c in numeral):
        return None
    if not any(c in UNITS for c in numeral):
        return int("".join(str(DIGITS[c]) for c in numeral))
    return _positional(numeral)


def _positional(numeral: str) -> int | None:
    """Digits and units in falling order; a bare leading 十 is ten."""
    total, digit, ceiling = 0, None, 10_000
    for char in numeral:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
            continue
        unit = UNITS[char]
        if unit >= ceiling or (not digit and (total or unit != 10)):
            return None
        total += (digit or 1) * unit
        digit, ceiling = None, unit
    return total + (digit or 0)


def format_numeral(number: int) -> str:
    """The numeral that Chinese statutes write for 1 to 9999.

    >>> [format_numeral(n) for n in (10, 21, 105, 120, 1001, 1260)]
    ['十', '二十一', '一百零五', '一百二十', '一千零一', '一千二百六十']
    """
    if not 1 <= number <= 9999:
        message = f"{number} is outside 1 to 9999"
        raise ValueError(message)
    digits = "零一二三四五六七八九"
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if gap else "") + digits[digit] + name
            gap = False
        else:
            gap = bool(out)
    return out.removeprefix("一") if out.startswith("一十") else out
