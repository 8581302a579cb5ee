"""What a quantity measures: 罚款 in 处五万元罚款, 注册资本 in 不低于注册资本的25%.

Takes: folded words, the span of a quantity and where its clause begins. Gives: the `Span` of the
words that it qualifies, None where they are not plain to see.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.records import Comparator
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.annotation.records import Quantity

_CJK: Final = r"[\u4e00-\u9fff]"
# Nouns of what is paid follow the amount: 处五万元以下的罚款, 给予20万元一次性奖励.
_PAID: Final = re.compile(
    rf"的?(?P<noun>(?:一次性)?{_CJK}{{0,4}}?(?:罚款|奖励|奖金|补助|补贴|资助|贴息|补偿|保证金|滞纳金|违约金|赔偿金|资金|经费))"
)
_DONE: Final = re.compile(rf"，?(?:起|后)?[将向]?(?P<noun>{_CJK}{{2,20}})")
_THINGS: Final = re.compile(
    rf"的?(?P<noun>{_CJK}{{2,10}}?)(?=以上|以下|的|应当|可以|不得|[，。；：、（）]|$)"
)
_HALVED: Final = re.compile(
    rf"(?:征收|收取|缴纳|交纳|支付|计征|计收|免征)?(?P<noun>{_CJK}{{2,16}}?)(?=[，。；、]|$)"
)
_BODIES: Final = re.compile(
    rf"的?(?P<noun>{_CJK}{{0,8}}?(?:企业|机构|单位|园区|基地|平台|中心|人员|项目|集群|部门|代表|委员|专家|学校|医院|公司|[市区县镇]))"
)
_LAST_NOUN: Final = re.compile(
    rf"(?P<noun>{_CJK}{{2,16}}?)(?:应当?|可以?|一般|原则上|累计|合计)*(?:的|为|是|达到?|定为|占|按照?|在|给予|由)*$"
)
_CUT: Final = re.compile(
    r".*(?:的(?=.)|将|对|按照|按|处以|处|给予|应当|可以|不得|属于|具有|由|和|或者|以及|并|其中|自|从|于|[不得未]*(?:超过|低于|少于|高于|达到))"
)


def qualified(words: str, span: Span, clause: int, dimension: str) -> Span | None:
    """The words that the quantity at `span` qualifies.

    >>> words = "并处一万元以上五万元以下的罚款"
    >>> qualified(words, Span(7, 12), 0, "money").of(words)
    '罚款'
    >>> words = "外国合作者的投资不低于注册资本的25%"
    >>> qualified(words, Span(16, 19), 0, "ratio").of(words)
    '注册资本'
    """
    patterns: tuple[re.Pattern[str], ...] = _FOLLOWING.get(dimension, ())
    if span.of(words) == "减半":
        patterns = (_HALVED,)
    elif dimension == "time" and words.startswith("的", span.end):
        patterns = (_THINGS,)
    elif dimension == "time" and words[span.end - 1] == "内":
        patterns = (_DONE,)
    for pattern in patterns:
        match = pattern.match(words, span.end)
        if match:
            return Span(*match.span("noun"))
    return None if dimension == "count" else _noun_before(words, span, clause)


_FOLLOWING: Final = {"money": (_PAID,), "date": (_DONE,), "count": (_THINGS, _BODIES)}


def _noun_before(words: str, span: Span, clause: int) -> Span | None:
    start = max(clause, span.start - 24)
    match = _LAST_NOUN.search(words[start : span.start])
    if not match:
        return None
    cut = _CUT.match(match["noun"])
    begin = start + match.start("noun") + (cut.end() if cut else 0)
    end = start + match.end("noun")
    return Span(begin, end) if end - begin >= 2 else None


_JOINTS: Final = frozenset("至到-—－~～")


def join_ranges(words: str, quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """The quantities, those that make a range with what they share.

    三十日至六十日 is at least the one and at most the other; the ends of 一千元以上一万元以下罚款 both
    qualify what one of them stands beside.
    """
    for index, quantity in enumerate(quantities):
        before, after = quantities[max(0, index - 1) : index], quantities[index + 1 : index + 2]
        comparator = quantity.comparator
        if comparator is Comparator.EQUAL and any(_joined(words, quantity, q) for q in after):
            comparator = Comparator.AT_LEAST
        elif comparator is Comparator.EQUAL and any(_joined(words, q, quantity) for q in before):
            comparator = Comparator.AT_MOST
        beside = [*(q for q in before if q.span.end == quantity.span.start), quantity]
        beside += [q for q in after if q.span.start == quantity.span.end]
        shared = quantity.qualifies or next((q.qualifies for q in beside if q.qualifies), None)
        yield replace(quantity, comparator=comparator, qualifies=shared)


def _joined(words: str, first: Quantity, last: Quantity) -> bool:
    same = first.unit == last.unit and first.comparator is last.comparator is Comparator.EQUAL
    return same and words[first.span.end : last.span.start].strip() in _JOINTS
