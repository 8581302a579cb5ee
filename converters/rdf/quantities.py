"""Quantities as quads: number or day, unit, bound, and the number in a unit that can be compared.

Takes: a `Quantity` and its passage. Gives: quads into a `Sink`. Units of QUDT stand for what has one there;
万元 is ten thousand of the yuan.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from converters.annotation.records import Comparator
from converters.rdf.sink import fagui, node, typed, zh
from ontology.namespaces import QUDT_UNIT

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from converters.annotation.records import Passage, Quantity
    from converters.rdf.sink import Sink

_SIGNS: Final = {
    Comparator.EQUAL: "=",
    Comparator.AT_MOST: "<=",
    Comparator.LESS: "<",
    Comparator.AT_LEAST: ">=",
    Comparator.MORE: ">",
}
_SCALE: Final = re.compile(r"(?P<scale>[十百千万亿]*)(?P<unit>.+)")
_SCALES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNITS: Final = {
    "percent": "PERCENT",
    "%": "PERCENT",
    "元": "CCY_CNY",
    "人民币元": "CCY_CNY",
    "美元": "CCY_USD",
    "年": "YR",
    "周年": "YR",
    "个月": "MO",
    "月": "MO",
    "周": "WK",
    "日": "DAY",
    "天": "DAY",
    "小时": "HR",
    "分钟": "MIN",
    "公里": "KiloM",
    "千米": "KiloM",
    "米": "M",
    "平方米": "M2",
    "平方公里": "KiloM2",
    "公顷": "HA",
    "立方米": "M3",
    "吨": "TONNE",
    "千克": "KiloGM",
    "公斤": "KiloGM",
    "千瓦": "KiloW",
    "千瓦时": "KiloW-HR",
    "家": "NUM",
    "户": "NUM",
    "个": "NUM",
    "项": "NUM",
    "人": "NUM",
    "名": "NUM",
    "次": "NUM",
    "倍": "NUM",
}


def write_quantity(sink: Sink, subject: NamedNode, quantity: Quantity, passage: Passage) -> None:
    """What holds of a quantity besides its place."""
    sink.add(subject, fagui("unit"), Literal(quantity.unit))
    sink.add(subject, fagui("comparator"), Literal(_SIGNS[quantity.comparator]))
    if quantity.qualifies:
        sink.add(subject, fagui("qualifies"), zh(quantity.qualifies.of(passage.text)))
    if quantity.unit == "date":
        sink.add(subject, fagui("dateValue"), typed(quantity.value, date_type(quantity.value)))
        return
    value = _number(quantity.value)
    if value is None:
        return
    sink.add(subject, fagui("quantityValue"), typed(_plain(value), "decimal"))
    standard = standard_unit(quantity.unit)
    if standard:
        name, factor = standard
        sink.add(subject, fagui("standardValue"), typed(_plain(value * factor), "decimal"))
        sink.add(subject, fagui("standardUnit"), node(QUDT_UNIT + name))


def date_type(value: str) -> str:
    """The type of XML Schema of a date that may lack its year or its day (5月1日, 2025年).

    >>> [date_type(value) for value in ("2022-03-01", "2022-03", "2022", "--03-01", "--03")]
    ['date', 'gYearMonth', 'gYear', 'gMonthDay', 'gMonth']
    """
    has_year = not value.startswith("--")
    parts = value.removeprefix("--").count("-") + 1
    if has_year:
        return ("gYear", "gYearMonth", "date")[parts - 1]
    return ("gMonth", "gMonthDay")[parts - 1]


def standard_unit(unit: str) -> tuple[str, int] | None:
    """The unit of QUDT that a unit of the text is a multiple of, and how many of it make one.

    >>> standard_unit("万元")
    ('CCY_CNY', 10000)
    """
    if unit in _UNITS:
        return _UNITS[unit], 1
    match = _SCALE.fullmatch(unit)
    if match is None or match["unit"] not in _UNITS:
        return None
    factor = 1
    for sign in match["scale"]:
        factor *= _SCALES[sign]
    return _UNITS[match["unit"]], factor


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _plain(value: Decimal) -> str:
    """The canonical form of xsd:decimal, which is the one that the store gives: 50, 0.5."""
    return format(value.normalize(), "f")
