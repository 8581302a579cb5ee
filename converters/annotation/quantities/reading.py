"""Quantities: amounts, rates, limits, periods, dates and counts of legal effect.

Takes: a `Passage`. Gives: its `Quantity` records in text order. Grammar: a number with its unit
(`amounts.py`) or a date (`dates.py`), the limit before or after it (`limits.py`) and the words that it
qualifies (`qualified.py`). A number that only names or numbers something is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import alternation, terms
from converters.annotation.quantities.amounts import (
    HAN,
    HAN_DIGIT,
    UNITS,
    plain,
    read_number,
    split_multiplier,
)
from converters.annotation.quantities.dates import read_date
from converters.annotation.quantities.limits import (
    Limit,
    limit_after,
    limit_before,
    limit_in_clause,
)
from converters.annotation.quantities.qualified import join_ranges, qualified
from converters.annotation.records import Comparator, Quantity
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.quantities.amounts import Unit
    from converters.annotation.quantities.dates import CalendarDate
    from converters.annotation.records import Passage

_TO: Final = r" ?(?:[至到\-—–－~～―─]{1,2}) ?"
_NUMBER: Final = (
    r"(?:\d{1,3}(?:，\d{3})+(?!\d)|\d+(?:[.．]\d+)?)(?: ?[百千]?(?:万亿|万|亿))?"
    rf"|\d+[百千]|[{HAN}]+?(?:点[{HAN_DIGIT}]+(?:万亿|万|亿)?)?"
)
# A unit may begin with a multiplier (五千瓦 as 五 + 千瓦), so that a number before one ends early.
_WHOLE_NUMBER: Final = _NUMBER.replace("+?", "+")
_SCANNED_UNITS: Final = {term: unit for term, unit in UNITS.items() if unit.use != "none"}


def _unit_pattern(unit: Unit) -> str:
    not_before = f"(?!{'|'.join(unit.continuations)})" if unit.continuations else ""
    return re.escape(unit.term) + not_before


_UNIT: Final = "|".join(
    _unit_pattern(unit) for unit in sorted(_SCANNED_UNITS.values(), key=lambda u: -len(u.term))
)
_AMOUNT: Final = re.compile(
    rf"(?P<first>{_NUMBER})(?:{_TO}(?P<last>{_NUMBER}))? ?(?P<unit>{_UNIT})(?P<half>半(?!数|径|导|年))?"
    rf"|(?P<bare>\d+(?:[.．]\d+)?[万亿]+|[{HAN_DIGIT}][{HAN}]*[百千万亿]|[{HAN_DIGIT}]点[{HAN_DIGIT}]+)(?=及?以[上下])"
    r"|(?P<plain>\d+\.\d+)(?=[，。；、）]|以[上下]|的|$)"
)
_RATE: Final = re.compile(
    rf"(?P<of>[百千万])分之(?P<rate>{_WHOLE_NUMBER})(?:{_TO}(?:(?:百|千|万)分之)?(?P<rate_to>{_WHOLE_NUMBER}))?"
    rf"|(?P<sign>\d+(?:[.．]\d+)?) ?[%％‰]?(?:{_TO}(?P<sign_to>\d+(?:[.．]\d+)?) ?)?(?P<symbol>[%％‰])"
    rf"|(?P<below>[{HAN_DIGIT}十百]+)分之(?P<above>[{HAN_DIGIT}十百]+)"
    r"|(?P<over>\d{1,3}) ?[/／] ?(?P<under>\d{1,3})(?=以上|以下|的|，|。|；|$)"
)
_RATE_UNITS: Final = {
    "百": "percent", "千": "permille", "万": "permyriad", "%": "percent", "％": "percent", "‰": "permille",
}  # fmt: skip
# 减半, 半年: half without a number. 上半年 and 下半年 are dates.
_HALF: Final = re.compile(
    r"(?P<rate>(?<=[减折])半(?!径)|(?<=一)半|半数|(?<=过)半(?!数|年|个)|半价)|(?<![上下前后整])半(?P<time>年|个月|日|天|小时)(?!度|制|票)"
)

# Where one may begin, found before anything is parsed. Not within a number or after 第, — of a
# label — or a letter (A4, G60).
_FOLLOWERS: Final = "".join(
    sorted(
        {term[0] for term in _SCANNED_UNITS}
        | set("百千万亿年月分，。；、）的%％‰/／至到—–－~～―─以")
        | {r"\-"}
    )
)
_START: Final = re.compile(
    rf"[\d{HAN}](?<![第\dA-Za-z.．点〔{HAN}].)[\d{HAN}点.，．]{{0,20}} ?[{_FOLLOWERS}]|半|倍(?<=[双加].)"
)
_ORDINAL_YEAR: Final = re.compile(r"(?:(?<!以)[上下]|[同任某新次]|最后|学前|第)$")
_REFERRED: Final = re.compile(
    r"(?:下列|[以如]下的|上述|前|后|这|该|(?<!以)上|本|其他|其余|同|述|等|第)(?:的)?$"
)
_OTHER_ONE: Final = re.compile(r"(?:[同每某另其这那跑上下]|(?<![主连担兼责])任)$")
_ENDS: Final = re.compile(r"[，。；、）]|$|以上|的[，；]")
_REPEATED: Final = re.compile(r"每|连任|延[长期]|至少")
_CLOCK_AFTER: Final = re.compile(r"[至到]|[以之]?[前后]|止|起|整")
_SCORED: Final = ("记", "扣", "加", "减", "得", "满")
# Counted with Arabic digits these are goals (培育10条产业链); with Chinese ones they refer (第二、三项).
_DRAWN_UP: Final = {"项", "条", "种", "场", "轮", "批", "支"}
_MARKS: Final = "，。；："
_QUOTED: Final = re.compile(r"[“‘「\"][^“”‘’「」\"]{0,12}$")
_QUOTE_END: Final = re.compile(r"[^“”‘’「」\"]{0,12}[”’」\"]")
_NUMBER_WORDS: Final = re.compile(alternation(terms("number-words")))


@dataclass(frozen=True, slots=True)
class _Found:
    """A number with its unit: one of two where they write a range, which its limit then tells."""

    span: Span
    value: str
    unit: str
    dimension: str
    rule: str
    confidence: float
    limit: Comparator | None = None


def find_quantities(passage: Passage) -> tuple[Quantity, ...]:
    """The quantities of a passage.

    >>> from converters.annotation.records import Passage
    >>> text = "处一千元以上一万元以下的罚款"
    >>> [(q.span.of(text), q.value, q.unit, q.comparator.value)
    ...  for q in find_quantities(Passage.of(text))]
    [('一千元以上', '1000', '元', 'ge'), ('一万元以下', '1', '万元', 'le')]
    """
    words, quantities, position = passage.folded, list[Quantity](), 0
    while match := _START.search(words, position):
        start = match.start()
        before = quantities[-1] if quantities else None
        founds, end = _read(words, start, _year_before(before, start))
        position = max(end, start + 1)
        if not founds or _only_named(words, start, end):
            continue
        clause = _clause_start(words, start, before)
        for found in founds:
            quantity = _quantity(passage, found, clause, before)
            if quantity:
                quantities.append(quantity)
                position = max(position, quantity.span.end)
    return tuple(join_ranges(words, quantities))


def json_value(quantity: Quantity) -> int | float | str:
    """The value as a line of the annotation format gives it: a number, or a date as a string."""
    if quantity.unit == "date":
        return quantity.value
    number = Decimal(quantity.value)
    return int(number) if number == number.to_integral_value() else float(number)


def _read(words: str, start: int, year: str | None) -> tuple[list[_Found], int]:
    """What is written at `start`, and where it ends."""
    if words[start] == "倍":
        return [
            _Found(Span(start - 1, start + 1), "2", "倍", "ratio", "quantity-twice", 0.9)
        ], start
    if words[start] == "半":
        return _read_half(words, start)
    day, end = read_date(words, start, year)
    if end > start:
        limits = {"since": Comparator.AT_LEAST, "until": Comparator.AT_MOST}
        if not day:
            return [], end
        limit = limits.get(day.bound, Comparator.EQUAL)
        return [_Found(day.span, day.value, "date", "date", "quantity-date", 0.97, limit)], end
    match = _RATE.match(words, start)
    if match:
        return _rates(match), match.end()
    match = _AMOUNT.match(words, start)
    return (_amounts(match), match.end()) if match else ([], start)


def _dated(day: CalendarDate) -> _Found:
    limits = {"since": Comparator.AT_LEAST, "until": Comparator.AT_MOST}
    limit = limits.get(day.bound, Comparator.EQUAL)
    return _Found(day.span, day.value, "date", "date", "quantity-date", 0.97, limit)


def _read_half(words: str, start: int) -> tuple[list[_Found], int]:
    match = _HALF.match(words, start)
    if not match:
        return [], start
    if match["time"]:
        unit = UNITS[match["time"]].name
        return [
            _Found(Span(*match.span()), "0.5", unit, "time", "quantity-half", 0.95)
        ], match.end()
    before = words[start - 1 : start]
    begin = start - 1 if before in {"减", "折", "过", "一"} else start
    limit = Comparator.MORE if before == "过" else None
    span = Span(begin, match.end())
    return [_Found(span, "50", "percent", "ratio", "quantity-half", 0.95, limit)], match.end()


def _rates(match: re.Match[str]) -> list[_Found]:
    span, rule = Span(*match.span()), "quantity-rate"
    share = None
    if match["below"]:
        share = read_number(match["below"]), read_number(match["above"])
    elif match["over"]:
        share = Decimal(match["under"]), Decimal(match["over"])
    if share:
        whole, part = share
        if not whole or part is None or part >= whole:
            return []
        percent = plain(round(part / whole * 100, 2))
        return [_Found(span, percent, "percent", "ratio", rule, 0.9)]
    unit = _RATE_UNITS[match["of"] or match["symbol"]]
    ends = (match["rate"], match["rate_to"]) if match["of"] else (match["sign"], match["sign_to"])
    numbers = [_hundred(end) for end in ends if end]
    return _range(span, [(n, unit) for n in numbers if n is not None], "ratio", rule)


def _hundred(words: str) -> Decimal | None:
    """百分之百 is a hundred."""
    return Decimal(100) if words == "百" else read_number(words)


def _amounts(match: re.Match[str]) -> list[_Found]:
    span = Span(*match.span())
    if match["bare"]:
        split = split_multiplier(match["bare"])
        return _range(span, [(split[0], split[1])] if split else [], "count", "quantity-bare")
    if match["plain"]:
        return _range(span, [(Decimal(match["plain"]), "")], "ratio", "quantity-plain")
    unit = UNITS[match["unit"]]
    written = [split_multiplier(end) for end in match.group("first", "last") if end]
    numbers = [number for number in written if number is not None]
    if len(numbers) < len(written):
        return []
    value, multiplier = numbers[-1]
    if match["half"]:
        numbers[-1] = value + Decimal("0.5"), multiplier
    if len(numbers) == 2 and not numbers[0][1] and numbers[0][0] <= value:
        numbers[0] = numbers[0][0], multiplier  # 一至三万元: both in 万元
    pairs = [(number, f"{power}{unit.name}") for number, power in numbers]
    return _range(span, pairs, unit.dimension, f"quantity-{unit.use}")


def _range(span: Span, pairs: list[tuple[Decimal, str]], dimension: str, rule: str) -> list[_Found]:
    """One quantity, or the least and the most of a range, which both have its words."""
    limits = (Comparator.AT_LEAST, Comparator.AT_MOST) if len(pairs) == 2 else (None,)
    return [
        _Found(span, plain(number), unit, dimension, rule, 0.95, limit)
        for (number, unit), limit in zip(pairs, limits, strict=False)
    ]


def _quantity(
    passage: Passage, found: _Found, clause: int, before: Quantity | None
) -> Quantity | None:
    """The record of what was found, None where it has no legal effect."""
    words, span = passage.folded, found.span
    limit = _limit(words, found, clause)
    if found.rule not in _ALWAYS and not _counts(words, found, limit, clause, before):
        return None
    start = span.start - 1 if words[span.start - 1 : span.start] == "每" else span.start
    end = span.end
    if limit and found.dimension != "date":
        start, end = min(start, limit.edge), max(end, limit.edge)
    comparator = found.limit or (limit.comparator if limit else Comparator.EQUAL)
    whole = Span(start, end)
    return Quantity(
        passage.steps,
        whole,
        found.value,
        found.unit,
        comparator,
        qualified(words, whole, clause, found.dimension),
        found.rule,
        found.confidence,
    )


def _limit(words: str, found: _Found, clause: int) -> Limit | None:
    """The limit of a number: 以上 and 以下 after it, or before it, or further before it."""
    if found.dimension == "date":
        return None
    before, after = limit_before(words, found.span.start), limit_after(words, found.span.end)
    if after and after.words.endswith("前") and found.dimension != "time":
        after = None
    if after and (not before or after.words.endswith(("以上", "以下", "前"))):
        return after
    if before:
        return before
    rate = found.dimension == "ratio"
    return limit_in_clause(words, clause, found.span.start, rate=rate)


_ALWAYS: Final = {
    "quantity-date",
    "quantity-rate",
    "quantity-half",
    "quantity-twice",
    "quantity-bare",
}


def _counts(
    words: str, found: _Found, limit: Limit | None, clause: int, last: Quantity | None
) -> bool:
    """Whether an amount has legal effect and does not only name or number something."""
    start, one = found.span.start, found.value == "1"
    before = words[max(0, start - 4) : start]
    if found.value == "0" or _NUMBER_WORDS.match(words, start):
        return False
    if found.rule == "quantity-measure":
        return _measures(words, found, limit, before)
    if found.rule == "quantity-count" and one and not found.limit:
        return _one_counts(words, found, limit, clause, last)
    if found.rule == "quantity-count":
        ranked = found.unit in {"名", "位"} and before.endswith("前")
        return limit is not None or ranked or not _REFERRED.search(before)
    return (limit is not None and limit.edge != start) or _stands_alone(words, found, before)


def _stands_alone(words: str, found: _Found, before: str) -> bool:
    """Whether a number that needs a limit does without: 二十二时至次日六时, 记十二分, 培育10条产业链."""
    if found.rule == "quantity-clock":
        around = before.endswith(("至", "次日", "翌日")) or _CLOCK_AFTER.match(
            words, found.span.end
        )
        return Decimal(found.value) <= 24 and bool(around)
    if found.rule == "quantity-points":
        return before.endswith(_SCORED)
    drawn_up = words[found.span.start].isdigit() and found.unit in _DRAWN_UP
    return drawn_up and found.value != "1" and not before.endswith(("、", "至"))


def _measures(words: str, found: _Found, limit: Limit | None, before: str) -> bool:
    """Whether a number with a measure is no ordinal (上一年) and no round the clock (24小时服务)."""
    if found.value == "24" and found.unit == "小时":
        ahead = before.endswith("提前") or words.startswith("前", found.span.end)
        return limit is not None or ahead
    if found.value == "1" and before.endswith(("每", "最后")):
        return False
    return found.dimension != "time" or not _ORDINAL_YEAR.search(before)


def _one_counts(
    words: str, found: _Found, limit: Limit | None, clause: int, last: Quantity | None
) -> bool:
    """Whether 一 with a counter is a number and no article: 每年一次, 至少一名, 一个以上."""
    start, end = found.span.start, found.span.end
    before = words[clause:start]
    if _OTHER_ONE.search(before):
        return False
    if limit:
        return True
    if found.unit == "次":
        repeated = _REPEATED.search(before) or _ENDS.match(words, end)
        return bool(repeated) and not (last and _is_interval(words, last, start))
    return found.unit in {"名", "人"} or (
        found.unit == "份" and _ENDS.match(words, end) is not None
    )


def _is_interval(words: str, last: Quantity, start: int) -> bool:
    """Whether 每三年 in the same clause already says how often."""
    between = words[last.span.end : start]
    return words[last.span.start] == "每" and not any(mark in between for mark in _MARKS)


def _year_before(before: Quantity | None, start: int) -> str | None:
    """The year of a date that 至12月31日 goes on with."""
    near = before and before.unit == "date" and start - before.span.end < 4
    return before.value[:4] if before and near and before.value[:4].isdigit() else None


def _clause_start(words: str, start: int, before: Quantity | None) -> int:
    """Where the clause begins in which a number stands: after a mark or the number before it."""
    lowest = max(0, start - 60, before.span.end if before else 0)
    return max(lowest, *(words.rfind(mark, lowest, start) + 1 for mark in _MARKS))


def _only_named(words: str, start: int, end: int) -> bool:
    """Whether the number stands in a title or a short name in quotation marks."""
    low = max(0, start - 80)
    if words.rfind("《", low, start) > words.rfind("》", low, start):
        return True
    return bool(_QUOTED.search(words[max(0, start - 14) : start]) and _QUOTE_END.match(words, end))
