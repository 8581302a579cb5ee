"""The parts of names of actors: levels of government, shared modifiers, heads that lists share.

Takes: words of a passage. Gives: what part they are, or where a part begins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from converters.annotation.actors.words import activities
from converters.annotation.lexicons import alternation, terms

_BRACKETED: Final = r"(?:（[^（）]{1,12}）)?"
_BARE: Final = r"单位|公司|个人|组织|部门|企业|人员|机构|团体|资本|人才|公民|团队|院校|高校|地区"
_BARE_NAME: Final = re.compile(_BARE)
_SHARED_MODIFIER: Final = re.compile(
    rf"(国（境）内外的|境内外的|国内外的|有关|相关|任何|国有|省外|境外|国外|外地|省内|境内外|国内外|海外|区外|市外)(?:{_BARE})"
)
_LOOSE: Final = re.compile(
    r"(?:本(?:规定|条例|办法|法)所[指称]的?|一批|一些|若干|现有|多家|更多|广大|大批|本省|本市|我省|我市|全省|全市|本行政区域内?|辖区内?|本地区|本级|本地|每[家个]|[一二三四五六七八九十两0-9]+[名位]|不同(?:类型|行业|规模|领域|区域|地区|学段|层次|阶段|年龄段|所有制)(?:的)?)+"
)
_FOREIGN_DOMAIN: Final = re.compile(r".*(?:环节|领域)(?=.)")
_SUFFIX: Final = re.compile(
    r"(?:(?:行政)?(?:主管|管理|监督管理|执法|监管)?部门"
    r"|(?:主管)?机关|单位|机构|企业|人员|组织|院校|院所|公司|人才|投资者)$"
)
_OPEN_CLASS: Final = re.compile(
    r"(?!.*(?:本人|他人|无人|账户|帐户|专户|门户|窗户)$)"
    r"[\u4e00-\u9fff]{1,8}(?:[人户员师局厅委院校馆队庭署]|(?<=[\u4e00-\u9fff]{2})商|(?<!地)区)"
)
_OWN_HEAD: Final = re.compile(
    r"(?:(?<=[\u4e00-\u9fff]{2})[社所院校馆厂站店队团商户者员师局办委厅]|医院|学校|公司|(?<!社)会|机关|机构|部门|海关|银行|军区|法院|检察院|部队|平台|联盟|中心|基金)$"
)


@cache
def _level() -> re.Pattern[str]:
    levels = alternation(terms("actor_levels"))
    place = r"[\u4e00-\u9fff]{1,5}?(?:省|市|县|新区|区|旗|州|盟)"
    return re.compile(rf"(?:{levels}|{place}){_BRACKETED}区?")


def is_level(words: str) -> bool:
    """Whether the words are a level or a place that has a government: 设区的市, 浦东新区."""
    return len(words) < 20 and _level().fullmatch(words) is not None


def end_of_level(folded: str, start: int, end: int) -> int | None:
    """Where the level with which folded[start:end] begins ends."""
    match = _level().match(folded, start, end)
    return match.end() if match else None


def is_open_class(words: str) -> bool:
    """Whether the ending alone makes the words name an actor: 养蜂人, 驾校."""
    return _OPEN_CLASS.fullmatch(words) is not None


def is_bare(words: str) -> bool:
    """Whether the words are a head without modifiers: 企业."""
    return _BARE_NAME.fullmatch(words) is not None


def shared_modifier(words: str) -> int:
    """How long the modifier of a bare head is that further heads share: 有关 in 有关单位; 0 for none."""
    match = _SHARED_MODIFIER.fullmatch(words)
    return match.end(1) if match else 0


def start_of_suffix(words: str) -> int | None:
    """Where the head begins that other members of a list may share: 部门 in 税务部门."""
    match = _SUFFIX.search(words)
    return match.start() if match else None


def has_own_head(words: str) -> bool:
    """Whether the words name an actor without the head of their list: 农村资金互助社."""
    return _OWN_HEAD.search(words) is not None


def length_of_locators(words: str) -> int:
    """How many characters before a head only count or locate: 本省, 一批, 关键环节."""
    domain = _FOREIGN_DOMAIN.match(words)
    length = domain.end() if domain else 0
    match = _LOOSE.match(words, length)
    if match and not words.startswith(("内", "外"), match.end()):
        return match.end()
    return length


def share_head(members: list[str], last: str) -> bool:
    """Whether the members of a list want the head before which `last` stands: 生产、经营(单位)."""
    if all(len(member) == len(last) <= 4 and member[0] == last[0] for member in members):
        return True  # 高污染、高能耗(企业)
    if len(last) > 4 or len(members[-1]) > 8:
        return False
    return all(len(member) <= 8 and member[-2:] in activities() for member in members)
