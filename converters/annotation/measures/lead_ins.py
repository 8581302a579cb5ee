"""Lead-ins of lists: what the 项 below them are.

Takes: the words that introduce a list (应当履行下列职责：). Gives: whether they are a norm themselves, and
whether the 项 are predicates, cases of the norm, or facts.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from converters.annotation.forms import has_verb, is_condition
from converters.annotation.measures.modals import Force, find_modal


class Items(Enum):
    """What the 项 below a lead-in are."""

    PREDICATES = auto()  # 应当履行下列职责：
    CASES = auto()  # 有下列情形之一的，处…罚款：
    FACTS = auto()  # 提交下列材料：


_THESE: Final = "(?:以下|下列|如下)"
_BARE: Final = re.compile(
    rf"^[^，。；]{{0,8}}{_THESE}(?P<listed>[^，。；的]{{1,17}})$|^(?:包括|有|为|是指|指)$"
)
_HEADING: Final = re.compile(
    r"(?<!追究)(?<!承担)(?<!刑事)(?<!法律)(?<!民事)(?<!赔偿)的?(?:主要|具体)?(?P<noun>权利|义务|职责|职权|权限|责任|任务)(?:和义务)?(?:是|为|如下|包括)?$"
)
_LISTED_CONDITION: Final = re.compile(
    rf"{_THESE}[^，。；]{{0,12}}(?:情形|行为|条件|情况|规定)(?:(?:之一)?的|之一)"
)
# What something is done for: 对下列项目给予支持：
_LISTED_OBJECTS: Final = re.compile(rf"对于?{_THESE}[^，。；]{{2,20}}")
_THINGS: Final = re.compile("(?:企业|产业|领域|行业|产品|机构|单位|人员|地区)$")
_LISTED: Final = re.compile(rf"{_THESE}(?P<noun>[^，。；]*)$")
_DEEDS: Final = re.compile(
    "职责|职能|义务|责任|要求|条件|措施|工作|规定|行为|活动|任务|原则|标准|职权|权利|方式|方法|程序|制度|服务|政策"
    "|事务|事项$|待遇|优惠|扶持|支持$|^$"
)
_NOUNS: Final = ("工作", "活动", "行为", "措施", "事项")
_FACTS: Final = re.compile(rf"(?:包括|是指|指|分为|为|含义|组成){_THESE}?[^，。；]{{0,10}}$")


def is_bare(words: str) -> bool:
    """Whether a lead-in is no norm of its own: 应当履行下列职责, 出租方的权利."""
    modal = find_modal(words)
    if modal and items_of(words, words, modal.force) is Items.FACTS:
        return False  # 应当提交下列材料: its items are things
    match = _BARE.match(words[modal.end :] if modal else words)
    if match is not None:
        listed = match["listed"] or ""
        return listed.endswith(_NOUNS) or not has_verb(listed)
    return _HEADING.search(words) is not None


def heading_of(words: str) -> tuple[int, Force] | None:
    """Where the heading noun of a lead-in begins (出租方的权利) and what it does with its items."""
    match = _HEADING.search(words)
    if match is None:
        return None
    return match.start(), Force.MAY if "权" in match["noun"] else Force.OUGHT


def items_of(words: str, last: str, force: Force | None) -> Items:
    """What the 项 are below a sentence of these words whose last clause and modal are given.

    >>> items_of("应当提交下列材料", "应当提交下列材料", Force.OUGHT)
    <Items.FACTS: 3>
    """
    if _LISTED_OBJECTS.search(words):
        return Items.CASES
    listed = _LISTED.search(last)
    if listed is None or is_condition(last):
        if _LISTED_CONDITION.search(words):
            return Items.CASES
        return Items.FACTS if _FACTS.search(last) and not find_modal(last) else Items.PREDICATES
    if _THINGS.search(listed["noun"]):
        return Items.FACTS
    if _DEEDS.search(listed["noun"]) or force in {Force.MAY, Force.URGE, Force.BACK}:
        return Items.PREDICATES
    return Items.FACTS
