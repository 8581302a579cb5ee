"""The actors that an action is for: who receives it, benefits from it or is addressed by it.

Takes: a passage and the span of an action. Gives: `ActorMention`s.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.actor_names import Reading, read_names
from converters.annotation.actor_phrases import read_phrases
from converters.annotation.actors import mention

from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.actor_names import Name
    from converters.annotation.actor_phrases import Conjunct, Phrase
    from converters.annotation.records import ActorMention, Passage

# The noun after these words acts or is a ground, it receives nothing.
_AGENT: Final = frozenset({"由", "经", "会同", "按照", "根据", "依据", "依照", "按", "参照", "担任", "作为", "成为", "依托", "跨"})
_FOUNDING: Final = frozenset({"建立", "组建", "设立", "成立", "完善", "健全", "建立健全"})
_BARE: Final = frozenset({"企业", "行业", "个人", "单位", "组织", "人才", "机构", "团体", "团队"})
_OFFICIAL: Final = frozenset({"government", "department", "body", "authority", "committee"})
# What officials are addressed with.
_ADDRESSING: Final = frozenset(
    "对 向 给 给予 支持 指导 督促 约谈 委托 授权 通知 告知 赋予 推动 要求 责令 责成 提请 报 报请 报送 报告 上报 "
    "移送 移交 引导 鼓励 协助 提醒 表彰 奖励 动员".split()
)
_GOVERNING: Final = frozenset(
    "支持 鼓励 引导 推动 促进 督促 指导 帮助 争取 推进 吸引 支撑 组织 协调 扶持 倡导 动员 允许 要求".split()
)
_CREATING: Final = frozenset(
    "建设 打造 建立 规划 发展 布局 设立 构建 新建 建成 形成 规划建设 搭建 组建 筹建 探索建设 建 共建".split()
)
_MODAL: Final = frozenset("应当 应 可以 不得 必须 有权 负责 可 要".split())
_TALENT: Final = re.compile(
    r"优秀|高层次|领军|高技能|青年|拔尖|专业|技能|创新|创业|高端|顶尖|杰出|海外|海归|留学|外籍|科技人才|复合"
)
_CREATION: Final = re.compile(r"打造|建设|创建|建成|形成|培育|规划|布局|设立")
_UNCOUNTED: Final = frozenset({"platform", "fund", "polity", "capital_bare", "kin", "area"})


def find_targets(
    passage: Passage, start: int, end: int, governed_subject: bool
) -> tuple[ActorMention, ...]:
    """The targets of the action text[start:end].

    `governed_subject` says that the action is a clause governed by 鼓励 or 支持 and begins with its own
    subject: that is a target of any category, by the rule actor-subject.
    """
    folded = passage.folded
    found: dict[str, ActorMention] = {}
    has_subject, addressed, at = False, False, start
    agent_end = -1
    for phrase in read_phrases(folded, start, end):
        if _is_agent(phrase, agent_end):
            agent_end = phrase.end
            continue
        reading = read_names(folded, phrase)
        is_subject = governed_subject and phrase.start == start
        is_inner = is_subject or _is_inner_subject(phrase, reading)
        addressed = addressed or "对" in folded[at : phrase.start] or "向" in folded[at : phrase.start]
        at = phrase.end
        in_subject = is_inner
        for name in _members(folded, phrase, reading, is_inner=is_inner):
            is_member = in_subject and (name.is_whole or name.category != "polity")
            in_subject = in_subject and name.is_whole  # a subject ends where its predicate begins
            if is_member or _counts(folded, start, phrase, name, has_subject, addressed):
                record = mention(passage, name, "subject" if is_subject else "")
                found.setdefault(record.name, record)
        for name in reading.inside:
            if _counts(folded, start, phrase, name, has_subject, addressed):
                record = mention(passage, name)
                found.setdefault(record.name, record)
        has_subject |= is_inner
    return tuple(found.values())


def _is_agent(phrase: Phrase, agent_end: int) -> bool:
    """Whether the phrase acts or is a ground: 由企业, and its possessions (由企业的负责人)."""
    if phrase.before is None:
        return False
    term = phrase.before.entry.term
    if term == "以" and phrase.after and phrase.after.entry.term == "为":
        return True
    return term in _AGENT or (term == "的" and phrase.before.start == agent_end)


def _is_inner_subject(phrase: Phrase, reading: Reading) -> bool:
    """Whether the phrase is the subject of a clause inside the action: 推动X开展."""
    if not (phrase.before and phrase.after and reading.is_complete):
        return False
    if phrase.before.entry.term not in _GOVERNING:
        return False
    return phrase.after.entry.kind in {"verb", "adverb", "preposition", "ambiguous"}


def _members(folded: str, phrase: Phrase, reading: Reading, *, is_inner: bool) -> list[Name]:
    """The names of a phrase that are not merely examples or parts of something else."""
    names = list(reading.names)
    if not is_inner and any(_has_other_category(folded, conjunct) for conjunct in phrase.conjuncts):
        names = [name for name in names if not name.is_whole]  # 学校、医院等公共场所
    if reading.is_complete or len(phrase.conjuncts) < 3 or phrase.conjuncts[-1].heads:
        return names
    later = phrase.conjuncts[1].start
    simple = {head[1:] for conjunct in phrase.conjuncts for head in conjunct.heads}
    return [name for name in names if name.start < later or not _is_aside(folded, name, simple)]


def _is_aside(folded: str, name: Name, simple: set[tuple[int, int]]) -> bool:
    """Whether a bare noun in a list of things is one of them: 区域、行业、企业、产品品牌."""
    if name.is_whole:
        return Span(name.start, name.end).of(folded) in _BARE
    return (name.start, name.end) in simple


def _has_other_category(folded: str, conjunct: Conjunct) -> bool:
    et_cetera = conjunct.et_cetera
    if et_cetera is None or et_cetera.end >= conjunct.end:
        return False
    if folded.startswith(("人才", "人员"), et_cetera.end):
        return False
    return not any(
        head.start >= et_cetera.end and head.entry.kind not in _UNCOUNTED for head in conjunct.heads
    )


def _counts(
    folded: str, start: int, phrase: Phrase, name: Name, has_subject: bool, addressed: bool
) -> bool:
    before = phrase.before.entry.term if phrase.before else ""
    if before == "联合" and not has_subject:
        return False
    if phrase.after and phrase.after.entry.term in _MODAL:
        return False
    words = name.pieces[-1].of(folded)
    category = name.category
    if category in _OFFICIAL:
        return words != "政府" and _is_addressed(before, category, addressed)
    if category in _UNCOUNTED:
        return False
    if category in {"zone", "institution"}:
        return not _creates(folded[start : phrase.start], phrase, name, folded, has_subject)
    if category == "talent":
        return _TALENT.search(words) is not None
    return words not in {"组织", "法人"} and not words.startswith(("本单位", "本企业", "本部门"))


def _is_addressed(before: str, category: str, addressed: bool) -> bool:
    if category == "committee" and before in _FOUNDING:
        return True
    return before in _ADDRESSING or (before in {"的", ""} and addressed)


def _creates(words: str, phrase: Phrase, name: Name, folded: str, has_subject: bool) -> bool:
    """Whether the action makes the zone instead of serving it; `words` stand before the phrase."""
    before = phrase.before.entry.term if phrase.before else ""
    if folded.startswith("建设", name.end):
        return False
    if before == "创建":
        return has_subject
    if before in {"的", "成为", "为"}:
        return _CREATION.search(words) is not None
    return before in _CREATING or before.endswith(("建设", "打造"))
