"""Codes of GB/T 4754-2017 carried over to ISIC Rev. 4 and NACE Rev. 2.

Takes: the annex of GB/T 4754-2017 and Eurostat's table of NACE and ISIC in `data/codelists/industry`.
Gives: for a GB/T 4754-2017 code the smallest unit of ISIC and of NACE that holds it, and how the two
relate. The annex maps classes; what it says of larger units is counted from their classes.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ontology.datafiles import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_LISTS: Final = DATA / "codelists" / "industry"
_DIVISION: Final = 2
_GROUP: Final = 3
_MOST: Final = 0.6
_SECTION_LEVEL: Final = "section"


@dataclass(frozen=True, slots=True)
class Match:
    """A link to a concept elsewhere: `kind` is the name of a SKOS mapping property."""

    kind: str
    iri: str


def read_rows(name: str, folder: Path = _LISTS) -> list[dict[str, str]]:
    """The rows of a table, by column."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gb_name(code: str) -> str:
    """Chinese name of a GB/T 4754-2017 code."""
    return _gb_rows()[code]["name_zh"]


def match_gb(code: str, kind: str) -> Iterator[Match]:
    """Links to ISIC and NACE of what has a link of that kind to a GB/T 4754-2017 code.

    `closeMatch` holds only where the unit of ISIC has no other class of GB/T 4754-2017 in it, or for
    a division that shares most classes with it.
    """
    ours = _classes_below(code)
    isic = _unit({each for gb in ours for each in _isic_by_gb().get(gb, ())}, _isic_rows())
    whole = isic is not None and _gb_within(isic) <= ours
    if isic is None or (isic.isalpha() and not code.isalpha()):
        isic, whole = _main_division(ours)
    if isic is None:
        return
    yield Match(_compose(kind, whole=whole), _isic_rows()[isic]["uri"])
    nace = _nace_unit(isic)
    if nace is not None:
        whole = whole and all(each in _isic_below(isic) for each in _isic_within(nace))
        yield Match(_compose(kind, whole=whole), _nace_rows()[nace]["uri"])


def _main_division(ours: frozenset[str]) -> tuple[str | None, bool]:
    """The division of ISIC that holds most of these classes, and whether it holds few others.

    A few stray classes must not move 医药制造业 from division 21 up to the whole of manufacturing.
    """
    found = Counter(each[:_DIVISION] for gb in ours for each in _isic_by_gb().get(gb, ()))
    if not found:
        return None, False
    division, count = found.most_common(1)[0]
    if count < _MOST * found.total():
        return None, False
    within = _gb_within(division)
    return division, len(within & ours) >= _MOST * len(within)


def _compose(kind: str, *, whole: bool) -> str:
    """Kind of the link to the foreign unit, which is the GB unit (whole) or more than it."""
    if whole or kind == "broadMatch":
        return kind
    return {"closeMatch": "broadMatch", "narrowMatch": "relatedMatch"}[kind]


def _unit(codes: Iterable[str], rows: Mapping[str, Mapping[str, str]]) -> str | None:
    """The smallest unit that holds all codes: class, group, division, or a section."""
    found = set(codes)
    if not found:
        return None
    first = min(found)
    for length in range(len(first), _DIVISION - 1, -1):
        if first[:length] in rows and all(code.startswith(first[:length]) for code in found):
            return first[:length]
    sections = {_section(code, rows) for code in found}
    return sections.pop() if len(sections) == 1 else None


def _section(code: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    while rows[code]["level"] != _SECTION_LEVEL:
        code = rows[code]["parent"]
    return code


def _classes_below(code: str) -> frozenset[str]:
    """Classes (four digits) of GB/T 4754-2017 in a section, division, group or class."""
    rows = _gb_rows()
    units, found = [code], set()
    while units:
        unit = units.pop()
        below = _gb_children().get(unit, ())
        units += below
        if not below and rows[unit]["level"] == "class":
            found.add(unit)
    return frozenset(found)


def _gb_within(isic: str) -> frozenset[str]:
    inside = _isic_below(isic)
    return frozenset(gb for gb, codes in _isic_by_gb().items() if inside & codes)


@cache
def _isic_below(code: str) -> frozenset[str]:
    rows = _isic_rows()
    if rows[code]["level"] == _SECTION_LEVEL:
        return frozenset(each for each in rows if _section(each, rows) == code)
    return frozenset(each for each in rows if each.startswith(code))


def _nace_unit(isic: str) -> str | None:
    """NACE through ISIC is a composition: it holds at the level of groups and above."""
    rows = _nace_rows()
    if isic in rows and len(isic) <= _DIVISION:
        return isic
    inside = _isic_below(isic)
    groups = {nace[: _GROUP + 1] for nace, each in _isic_by_nace().items() if each in inside}
    if len(groups) == 1:
        return groups.pop()
    divisions = {group[:_DIVISION] for group in groups}
    return divisions.pop() if len(divisions) == 1 else None


def _isic_within(nace: str) -> list[str]:
    if nace.isalpha():
        return []
    return [isic for each, isic in _isic_by_nace().items() if each.startswith(nace)]


@cache
def _gb_rows() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in read_rows("gbt4754_2017")}


@cache
def _gb_children() -> Mapping[str, list[str]]:
    children: defaultdict[str, list[str]] = defaultdict(list)
    for row in read_rows("gbt4754_2017"):
        children[row["parent"]].append(row["code"])
    return children


@cache
def _isic_rows() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in read_rows("isic_rev4")}


@cache
def _nace_rows() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in read_rows("nace_rev2")}


@cache
def _isic_by_gb() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in read_rows("gbt4754_2017_isic4"):
        if row["isic4"]:
            found[row["gbt4754"]].add(row["isic4"])
    return {gb: frozenset(codes) for gb, codes in found.items()}


@cache
def _isic_by_nace() -> Mapping[str, str]:
    return {row["nace"]: row["isic"] for row in read_rows("nace2_isic4")}
