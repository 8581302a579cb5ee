"""Limits before and after a number: 不超过 三年, 三年 以上, 最高可以享有股权的 百分之七十.

Takes: folded words and a place in them. Gives: the `Limit` that ends or begins there.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from converters.annotation.records import Comparator

_NOT: Final = "不得|不能|不应|不可|不宜|未|不"
_OVER: Final = "超过|超出|高于|多于|大于|长于|宽于|逾|超|早于"
_UNDER: Final = "低于|少于|小于|短于|窄于|晚于|迟于"
_BEFORE: Final = re.compile(
    rf"(?:(?:{_NOT})(?P<le>{_OVER})|(?:{_NOT})(?P<ge>{_UNDER})"
    r"|(?P<most>最高|最多|最长|最大|至多|至迟|最迟|只能|只准|只可|仅限|仅能|上限)"
    r"|(?P<least>最低|最少|最短|最小|至少|起码|不下|下限)"
    rf"|(?P<lt>不足|不满|未满|不到|未达到?|不及|{_UNDER})|(?P<gt>{_OVER})"
    r"|(?P<reach>达到|已满|达|满))"
    r"(?P<link>(?:应当?|可|可以)?(?:给予|为|至|到|是|达到?|处|有|设)?(?:人民币)?[ 约]?)"
)
_DIRECT: Final = re.compile(rf"{_BEFORE.pattern}$")
_ANYWHERE: Final = re.compile(rf"{_BEFORE.pattern}(?P<gap>[^，。；：！？]{{0,24}})$")
_AFTER: Final = re.compile(
    r"(?P<phrase> ?(?:人民币|期(?=以))?(?:[（][^（）]{0,12}[）])?(?:"
    r"(?P<ge>(?:及其?|或者?|含本数)?以上)|(?P<le>(?:及其?|或者?)?以下|以内|之内|内(?!部|容|外|在|设|地|涵|陆)"
    r"|止|为限)|(?P<early>(?:以|之)?前(?!款|项|列|述|沿|景|端|往|期)))"
    r"(?:[（]含[^（）]{0,12}[）])?)"
)
_COMPARATORS: Final = {
    "le": Comparator.AT_MOST,
    "most": Comparator.AT_MOST,
    "ge": Comparator.AT_LEAST,
    "least": Comparator.AT_LEAST,
    "reach": Comparator.AT_LEAST,
    "early": Comparator.AT_LEAST,  # 届满三十日前: thirty days or more before
    "lt": Comparator.LESS,
    "gt": Comparator.MORE,
}
_REACH_BACK: Final = 16


class Limit(NamedTuple):
    """A limit: where its words begin or end, and what they say."""

    edge: int
    comparator: Comparator
    words: str


def limit_before(words: str, end: int) -> Limit | None:
    """The limit directly before a number at `end`.

    >>> limit_before("不得超过三年", 4)
    Limit(edge=0, comparator=<Comparator.AT_MOST: 'le'>, words='不得超过')
    """
    start = max(0, end - _REACH_BACK)
    match = _DIRECT.search(words[start:end])
    if not match:
        return None
    return Limit(start + match.start(), _comparator(match), match[0])


def limit_in_clause(words: str, start: int, end: int, *, rate: bool) -> Limit | None:
    """The limit that stands apart from its number in the words from `start` to `end`.

    Words that also say something else (超过, 达到) reach only to a rate: 超过注册资本的25%.
    """
    match = _ANYWHERE.search(words[max(start, end - 40) : end])
    if not match or (not rate and (match["gt"] or match["lt"] or match["reach"])):
        return None
    return Limit(end, _comparator(match), match[0])


def limit_after(words: str, start: int) -> Limit | None:
    """The limit directly after a unit at `start`.

    >>> limit_after("三年（含本数）以上的", 2)
    Limit(edge=9, comparator=<Comparator.AT_LEAST: 'ge'>, words='（含本数）以上')
    """
    match = _AFTER.match(words, start)
    if not match:
        return None
    return Limit(match.end(), _comparator(match), match["phrase"])


def _comparator(match: re.Match[str]) -> Comparator:
    name = next(n for n in _COMPARATORS if n in match.re.groupindex and match[n])
    return _COMPARATORS[name]
