"""Verbs in and beside names: whether a word that can be a verb cuts a name off or is part of it.

Takes: a word, the words beside it and its place in the conjunct. Gives: yes or no. 建设 governs an
object in 建设绿色园区 and modifies a head in 建设单位; 提供 is part of 服务提供者.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.words import WordClass, activities
from converters.annotation.lexicons import load_lexicon

if TYPE_CHECKING:
    from converters.annotation.actors.words import Entry, Word

_AFTER_FIELD: Final = ("、", "和", "与", "及", "以", "或", "等", "（")
_AFTER_FIELDS: Final = (*_AFTER_FIELD, "部门", "主管", "行政", "管理")
_AFTER_NOUN: Final = frozenset("、和与及或应可不得的，。；）")
# What a verb before them modifies where no object is wanted: 备案机关, 参展单位.
_AGENTS: Final = frozenset({"单位", "人员", "部门", "机关"})
AGENTS: Final = frozenset({"者", *_AGENTS})
_BARE_HEADS: Final = frozenset(
    {
        *("企业", "单位", "机构", "部门", "人员", "者", "方", "组织", "机关", "公司"),
        *("中心", "平台", "园区", "基地", "院校", "学校", "团队", "专家"),
    }
)
_ORGANS: Final = frozenset({"government", "polity"})
_OF_WORK: Final = ("工作", "中介", "专业")  # 监理工作机构
# Whoever stands before them does so: 金融机构申请设立银行, but not 企业申请材料.
_APPLYING: Final = frozenset({"申请", "申报", "委托"})
_APPLICATIONS: Final = (
    *("人", "书", "表", "者", "材料", "条件", "项目", "单位", "机关", "事项", "受理", "审批"),
    *("、", "和", "与", "的", "等", "合同", "关系", "代理", "通道", "流程", "工作", "服务"),
)
_OFFICES: Final = frozenset({"committee", "department", "body", "authority"})
OFFICES: Final = frozenset(
    {"committee", "department", "body", "authority", "institution", "unit", "organisation"}
)
"""Kinds of heads before which any verb can say what they do."""

OWNERS: Final = frozenset({"government", "polity"})
"""Kinds of heads that offices belong to: 国务院 in 国务院认证认可监督管理部门."""

OF_GOVERNMENT: Final = ("有关", "相关", "其他", "主管", "工作", "组成", "所属", "职能")


@dataclass(frozen=True, slots=True)
class Place:
    """A word that can be a verb, with what stands beside it."""

    folded: str
    word: Word
    following: Word | None  # only where it follows directly
    head: Word | None  # the next head in the conjunct
    last: Word | None  # the head or field that it follows directly
    is_first: bool  # it opens its conjunct
    is_object_wanted: bool  # a verb before it governs this noun

    def starts(self, words: tuple[str, ...]) -> bool:
        """Whether one of the words follows directly."""
        return self.folded.startswith(words, self.word.end)


@cache
def _addressing() -> frozenset[str]:
    """Verbs whose object is an actor: 鼓励机关、企业."""
    return frozenset(row["term"] for row in load_lexicon("addressing_words"))


@cache
def _founding() -> frozenset[str]:
    """Verbs whose object is made: 成立委员会."""
    rows = load_lexicon("addressing_words")
    return frozenset(
        r["term"] for r in rows if {"founding", "creating"} & set(r["roles"].split(";"))
    )


def is_part_of_name(place: Place) -> bool:
    """Whether a word that usually cuts is part of a name: 人民政府的有关部门, 服务提供者, 引领型企业."""
    if place.word.entry.term == "的":
        is_of_government = place.last is not None and place.last.entry.kind == "government"
        return is_of_government and place.starts(OF_GOVERNMENT)
    term = place.following.entry.term if place.following else ""
    if place.starts(("型",)) or term == "者":
        return True
    says_purpose = place.following and is_purpose(place.word.entry, place.following.entry)
    if place.word.entry.kind != "verb" or not (says_purpose or term in _AGENTS):
        return False
    if not place.is_first:
        # 许可证持有单位, 数据提供部门, 审查批准机关, 健康促进委员会
        return place.last is None or place.last.entry.cls is not WordClass.HEAD
    if says_purpose:
        return False  # 促进委员会工作
    is_modifier = term == "机关" or not place.is_object_wanted
    return is_modifier and place.word.entry.term not in _addressing()


def is_activity(word: Word, following: Word | None, *, is_first: bool) -> bool:
    """Whether a verb can say what an office does; its name begins with no other verb alone."""
    entry = word.entry
    if entry.is_ambiguous and entry.kind != "governing":
        return True
    is_alone = following is None or following.start > word.end or not following.entry.is_ambiguous
    if (is_first and is_alone) or entry.kind not in {"verb", "governing"}:
        return False
    return entry.term not in _founding() and entry.term not in _addressing()


def is_purpose(verb: Entry, following: Entry) -> bool:
    """Whether a verb can say what the committee named directly after it is for: 促进委员会."""
    return following.kind == "committee" and verb.term not in _founding()


def is_predicate(place: Place) -> bool:
    """Whether an ambiguous word is a verb with an object, or the predicate of an organ."""
    last = place.last.entry if place.last else None
    if last and last.cls is WordClass.HEAD:
        if last.kind in _ORGANS or last.term.endswith("部门"):
            return not _continues_fields(place)
        if place.word.entry.term in _APPLYING and not place.starts(_APPLICATIONS):
            return True
        if last.kind in _OFFICES and _leads_verb(place):
            return True
        if _has_object_like(place):
            return True
    if place.word.entry.cls is WordClass.HEAD:
        return False
    return place.is_first and _governs(place)


def is_organising(place: Place, *, follows_actor: bool) -> bool:
    """Whether 组织 is a verb: it has no modifier, or an object that is no verb."""
    last = place.last.entry if place.last else None
    if last and (last.kind in _ORGANS or last.term.endswith("部门")):
        return True
    after = place.folded[place.word.end : place.word.end + 1]
    if not after or after in _AFTER_NOUN:
        return False
    if place.is_first:
        return not follows_actor
    following = place.following.entry if place.following else None
    return not (following and (following.cls is WordClass.CUT or following.is_ambiguous))


def _continues_fields(place: Place) -> bool:
    """Whether it names a field of the organ's departments: 人民政府教育、科技等部门."""
    if place.word.entry.cls is not WordClass.FIELD:
        return False
    if place.starts(_AFTER_FIELD):
        return True
    return place.following is not None and place.following.entry.kind == "department"


def _leads_verb(place: Place) -> bool:
    """Whether a verb that can govern goes before another: 委员会统筹推进."""
    following = place.following
    if place.word.entry.kind != "governing" or following is None:
        return False
    return following.entry.kind in {"verb", "governing"}


def _has_object_like(place: Place) -> bool:
    """Whether another name follows in the conjunct: 示范区建设国际合作园区, but not 开发区建设领导小组."""
    head = place.head
    if head is None or head.entry.kind in _OFFICES:
        return False
    is_next = place.following is not None and place.following.start == head.start
    return not (is_next and head.entry.term in _BARE_HEADS)


def _governs(place: Place) -> bool:
    word, following = place.word.entry, place.following
    is_field = word.cls is WordClass.FIELD
    if following is None:
        return not (is_field and place.starts(_AFTER_FIELD))
    entry = following.entry
    if entry.cls is WordClass.HEAD:
        return _governs_head(word, entry)
    if entry.cls is WordClass.FIELD and is_field:
        return not place.folded.startswith(_AFTER_FIELDS, following.end)
    is_list = entry.cls in {WordClass.SEPARATOR, WordClass.ET_CETERA}
    return not (is_list or entry.is_ambiguous)


def _governs_head(verb: Entry, head: Entry) -> bool:
    """Whether an actor named directly after the verb is its object: 监督承租方, not 教育行政部门."""
    if verb.term == "重点" or (verb.cls is WordClass.FIELD and head.kind == "department"):
        return False  # 重点中小企业
    if head.term in _BARE_HEADS:
        return verb.kind == "governing"
    if head.kind == "party":
        return True
    is_sector = head.term[2:3] == "业"  # 保护制造业企业
    return (is_sector or head.term[:2] not in activities()) and not head.term.startswith(_OF_WORK)
