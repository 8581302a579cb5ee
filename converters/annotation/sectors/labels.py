"""Class nouns that close a list of sectors and what class they give it.

Takes: folded text and a place behind 等 or behind the last member of a list. Gives: the label there
(等 + 战略性新兴产业, 先进制造业产业集群, 重点领域), how firmly it makes a list one of sectors, and the class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import alternation, load_lexicon, terms
from converters.annotation.records import SectorClass
from converters.annotation.sectors.tokens import Rank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.annotation.sectors.tokens import Name


class Strength(IntEnum):
    """How firmly a label makes a list one of sectors.

    产品 hardly, 领域 if members are known, 民生领域 also if they are areas of activity, 产业 always.
    """

    FAINT = 1
    WEAK = 2
    BROAD = 3
    STRONG = 4


@dataclass(frozen=True, slots=True)
class Label:
    """A class noun with its modifiers: text [start, end)."""

    start: int
    end: int
    strength: Strength
    sector_class: SectorClass


_STRENGTHS: Final = {
    "faint": Strength.FAINT,
    "weak": Strength.WEAK,
    "broad": Strength.BROAD,
    "strong": Strength.STRONG,
}
_COUNT: Final = "[一二三四五六七八九十百千万0-9]+(?:大|个|条|类)?"
_JOINT: Final = "、|以及|和|与"
_CLUSTER: Final = "集群"
_MOST_MODIFIERS: Final = 5
# 等县域特色产业: an unknown modifier, but no verb and no noun of another kind.
_LONGEST_UNKNOWN: Final = 4
NOT_IN_LABEL: Final = (
    "[的了和及其等在对为与]|方式|措施|手段|方面|活动|环节|部门|单位|企业|机构|形式|途径|方法|条件|因素|要素|资源"
    "|政策|支持|促进|推动|推进|加快|发展|引导|带动|应当|符合|开展|优化|建立|完善|行政|人员|平台|工作|参与|从事|提高|实施"
)
# Classes that count only where none before them is named: 优势产业集群 are clusters.
_LAST: Final = (SectorClass.CLUSTER, SectorClass.ADVANTAGE, SectorClass.SERVICE)
_CLASS_WORDS: Final = re.compile("传统|优势|新兴|未来|集群|产业群|服务业|生产性服务|现代服务")
# 新兴技术, 优质产品 class no industry.
_UNCLASSED: Final = re.compile("(?:技术|产品|材料|设备|设施|业态|经济|项目)$")
_FIELD: Final = re.compile("领域|行业")
# 等数字技术企业, 等工业互联网平台: the list is one of enterprises or platforms.
_NO_LABEL: Final = re.compile("平台|企业|机构|部门|单位|人员|中心|园区|方式|设施")
_CLASSES: Final = {
    "传统": SectorClass.TRADITIONAL,
    "优势": SectorClass.ADVANTAGE,
    "新兴": SectorClass.EMERGING,
    "未来": SectorClass.FUTURE,
    "集群": SectorClass.CLUSTER,
    "产业群": SectorClass.CLUSTER,
    "服务业": SectorClass.SERVICE,
    "生产性服务": SectorClass.SERVICE,
    "现代服务": SectorClass.SERVICE,
}


def read_label(folded: str, start: int, names: Mapping[int, Name]) -> Label | None:
    """The label that begins at a place; `names` are the composed names by their start."""
    at = start
    name = names.get(start)
    # 民生领域 begins with the name of a field of its own.
    whole = _pattern().match(folded, start)
    if whole is not None and folded[start : whole.end()].endswith(_broad_heads()):
        return _make(folded, start, whole.end(), Strength.BROAD)
    if name is not None:
        at = name.end
        if read_own_label(folded, name):
            end = at + len(_CLUSTER) if folded.startswith(_CLUSTER, at) else at
            return _make(folded, start, end, Strength.STRONG)
    found = whole if at == start else _pattern().match(folded, at)
    if found is not None:
        return _by_class_noun(folded, start, found)
    # 等特色旅游, 等新一代信息技术: a name that says what kind of things the members are.
    qualified = name or names.get(_skip_modifiers(folded, start))
    least = Rank.BRANCH if name is None else Rank.FIELD
    if qualified is None or qualified.rank < least or _NO_LABEL.match(folded, qualified.end):
        return None
    return _make(folded, start, qualified.end, Strength.WEAK)


def _by_class_noun(folded: str, start: int, found: re.Match[str]) -> Label:
    strength = _strength(found["head"] or found["strong"])
    field = _FIELD.search(folded, start, found.end())
    if strength is Strength.FAINT and field is not None:
        # 等领域基础设施: the list is one of fields, the facilities are theirs.
        return _make(folded, start, field.end(), Strength.WEAK)
    return _make(folded, start, found.end(), strength)


def read_own_label(folded: str, name: Name) -> Label | None:
    """The class noun that ends a name: 产业 of 文化创意产业."""
    found = _strong_tail().search(folded, name.start, name.end)
    return found and _make(folded, name.start, name.end, Strength.STRONG)


def classify(words: str) -> SectorClass:
    """Class that words such as 战略性新兴产业 give; the first one named, those of `_LAST` last.

    未来以及新兴支柱产业 are emerging: the industries of the future are among them.
    """
    found = [_CLASSES[word] for word in _CLASS_WORDS.findall(words)]
    if SectorClass.FUTURE in found and SectorClass.EMERGING in found:
        return SectorClass.EMERGING
    first = [each for each in found if each not in _LAST]
    last = [each for each in _LAST if each in found]
    return next(iter([*first, *last]), SectorClass.OTHER)


def _make(folded: str, start: int, end: int, strength: Strength) -> Label:
    words = folded[start:end]
    sector_class = SectorClass.OTHER if _UNCLASSED.search(words) else classify(words)
    return Label(start, end, strength, sector_class)


@cache
def _strong_tail() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(terms('sector_classes', strength='strong'))})$")


def _strength(head: str) -> Strength:
    return _strength_by_head()[head]


@cache
def _broad_heads() -> tuple[str, ...]:
    return tuple(terms("sector_classes", strength="broad"))


@cache
def _strength_by_head() -> Mapping[str, Strength]:
    rows = load_lexicon("sector_classes")
    return {row["term"]: _STRENGTHS[row["strength"]] for row in rows if row["part"] == "head"}


def _skip_modifiers(folded: str, start: int) -> int:
    found = _modifiers().match(folded, start)
    return found.end() if found else start


@cache
def _modifiers() -> re.Pattern[str]:
    modifiers = alternation(terms("sector_classes", part="modifier"))
    return re.compile(f"(?:{modifiers}){{0,{_MOST_MODIFIERS}}}")


@cache
def _pattern() -> re.Pattern[str]:
    modifiers = alternation(terms("sector_classes", part="modifier"))
    heads = alternation(_strength_by_head())
    # Not 产业化, 技术人员, 行业协会: there the noun is part of another word.
    end = "(?!务|(?<=重点)[^，。；、]|化(?!工|学)|工人|人员|协会|主管|组织|政策|标准|监管|监督|自律|单位)"
    many = f"(?:{modifiers}|{_JOINT}|{_COUNT}){{0,{_MOST_MODIFIERS}}}"
    strong = alternation(terms("sector_classes", strength="strong"))
    unknown = f"(?:(?!{NOT_IN_LABEL})[一-鿿]){{0,{_LONGEST_UNKNOWN}}}"
    return re.compile(f"{many}(?:(?P<head>{heads})|{unknown}{many}(?P<strong>{strong})){end}")
