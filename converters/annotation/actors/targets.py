"""The actors that an action is for: who receives it, benefits from it or is addressed by it.

Takes: a passage and the span of an action. Gives: `ActorMention`s.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import mention
from converters.annotation.actors.names import read_names
from converters.annotation.actors.phrases import read_phrases
from converters.annotation.actors.readings import Name
from converters.annotation.lexicons import load_lexicon
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.actors.phrases import Conjunct, Phrase
    from converters.annotation.actors.readings import Reading
    from converters.annotation.records import ActorMention, Passage

_BARE: Final = frozenset({"企业", "行业", "个人", "单位", "组织", "人才", "机构", "团体", "团队"})
_OFFICIAL: Final = frozenset({"government", "department", "body", "authority", "committee"})
_TALENT: Final = re.compile(
    r"优秀|管理|高层次|领军|高技能|青年|拔尖|专业|技能|创新|创业|高端|顶尖|杰出|海外|海归|留学|外籍|科技人才|复合"
)
_CREATION: Final = re.compile(r"打造|建设|创建|建成|形成|培育|规划|布局|设立")
_MADE: Final = frozenset({"zone", "institution"})
# Whoever only acts where nothing addresses him.
_BYSTANDERS: Final = frozenset({"government", "department", "body", "authority", "polity"})
_NOBODY: Final = frozenset({"组织", "法人", "基地"})
_OWN: Final = ("本单位", "本企业", "本部门")
_ADDRESSING: Final = re.compile("对|向|(?:明确|指定)[^，]*的$")
_EQUIPPED: Final = re.compile("配备|配齐|配足")
_PARTICULARS: Final = re.compile(
    "的?(?:名称|姓名|身份证|联系方式|基本情况|基本信息)|的(?:身份|编制|职数|内设机构)|(?:培养|培训|实训|创业|就业)?基地(?!企业)|(?:建设|发展|改革|管理)?经验"
)
_DESIGNATING: Final = frozenset({"明确", "指定"})
_TASKS: Final = re.compile("(?:的)?(?:各自)?(?:职[责能权]|责任|分工|任务|权限)")
# Whom an action relies on takes part in it; places and things only carry it: 依托龙头企业, 依托园区.
_PARTAKING: Final = frozenset(
    {"enterprise", "institution", "organisation", "finance", "unit", "people", "talent"}
)
_FOSTERED: Final = re.compile("的(?:全方位|全面|系统)?(?:培养|培育|引进|引育|招引|使用|开发)|评价、|激励、")
# Where something is done or goes to: 示范区内首次认定的企业, 向园区集聚.
_WITHIN: Final = re.compile("(?:区域|范围|辖区)?(?:以?内|以?外)")
_SETTLING: Final = re.compile("[^，]{0,4}(?:落地|落户|集聚|聚集|转型|转移|迁移)")
_DESCRIBING: Final = re.compile("[^，；、的]{1,16}的")
_AMONG: Final = ("行业间", "行业之间")
_COLLECTIVES: Final = ("人才", "人员", "主体", "群体", "各方", "多方", "各类主体", "力量")
_FORMED: Final = ("联盟", "组织")  # what is only formed: 组建产业联盟
# Which organ it is: 移交相应的登记机构, 报告所在地的教育行政部门.
_AT_PLACE: Final = re.compile(
    "(?:移交|移送|送交|报送|报告|上报|报|通报|告知|通知|委托|提请|抄送)(?:给)?(?:相应|所在地|当地|同级|上级|本级|原)的$"
)
_LEADING_VERB: Final = re.compile("(?:实施|开展|推行|引入|突出)(?=.{2})")
# What is only compared with, and what is built: 享受国有机构同等待遇, 在境外建设研发机构.
_COMPARED: Final = re.compile("同等|相同|同样")
_BUILT: Final = re.compile("建设(?!单位|项目|工程)|设立")
_DRAWING: Final = frozenset({"吸引", "招引", "吸纳", "留住"})
_UNCOUNTED: Final = frozenset({"platform", "fund", "polity", "capital_bare", "kin", "area"})


@cache
def _words(*roles: str) -> frozenset[str]:
    """Words before or after a name that say whether the action is for it."""
    rows = load_lexicon("addressing_words")
    return frozenset(
        row["term"] for row in rows if not set(roles).isdisjoint(row["roles"].split(";"))
    )


def find_targets(
    passage: Passage, start: int, end: int, governed_subject: bool, *, has_subject: bool = False
) -> tuple[ActorMention, ...]:
    """The targets of the action text[start:end].

    `governed_subject` says that the action is a clause governed by 鼓励 or 支持 and begins with its own
    subject: that is a target of any category, by the rule actor-subject. Subjects of clauses inside
    the action (推动X开展) have the rule actor-inner. `has_subject` says that somebody acts who was named
    before: then partners are targets as well (联合X).
    """
    context = _Context(passage.folded, start, has_subject=has_subject)
    found: dict[str, ActorMention] = {}
    for name, rule in _find(context, end, governed_subject=governed_subject):
        record = mention(passage, name, rule)
        found.setdefault(record.name, record)
    return tuple(found.values())


def _find(context: _Context, end: int, *, governed_subject: bool) -> Iterator[tuple[Name, str]]:
    folded, start = context.folded, context.start
    agent_end = -1
    for phrase in read_phrases(folded, start, end):
        if _is_agent(folded, phrase, agent_end):
            agent_end = phrase.end
            continue
        context.go_to(phrase)
        rule = "subject" if governed_subject and phrase.start == start else ""
        if not rule and context.ignores(phrase):
            continue
        reading = read_names(folded, phrase)
        context.is_list = len(reading.names) > 1
        if not rule and _is_inner_subject(phrase, reading):
            rule = "inner"
        in_subject = bool(rule)
        for member in _members(folded, phrase, reading, is_inner=in_subject):
            name = _without_verb(folded, member, phrase)
            is_member = in_subject and (name.is_whole or name.category != "polity")
            is_member = is_member and not context.is_within(name)
            in_subject = in_subject and name.is_whole  # a subject ends where its predicate begins
            if is_member:
                yield name, rule
            elif context.counts(name):
                context.has_named = True
                yield name, ""
        if rule and (industry := _industry(folded, phrase)):
            yield industry, rule
        yield from ((name, "") for name in reading.inside if context.counts(name))
        context.has_subject |= bool(rule)


def _is_agent(folded: str, phrase: Phrase, agent_end: int) -> bool:
    """Whether the phrase acts or is a ground: 由企业, and its possessions (由企业的负责人)."""
    if phrase.before is None:
        return False
    term = phrase.before.entry.term
    if term == "以" and phrase.after and phrase.after.entry.term == "为":
        return True
    if term in {"其", "该"}:
        before = phrase.before.start
        return folded.startswith("由", before - 1) and before > 0
    return term in _words("agent") or (term == "的" and phrase.before.start == agent_end)


def _is_inner_subject(phrase: Phrase, reading: Reading) -> bool:
    """Whether the phrase is the subject of a clause inside the action: 推动X开展."""
    if not (phrase.before and phrase.after and reading.is_complete):
        return False
    if phrase.before.entry.term not in _words("governing"):
        return False
    return phrase.after.entry.kind in {"verb", "adverb", "preposition", "ambiguous"}


def _without_verb(folded: str, name: Name, phrase: Phrase) -> Name:
    """The name without a verb that the phrase begins with: 实施 in 推进实施科技特派员制度."""
    if phrase.before is None or phrase.start != name.start:
        return name
    verb = _LEADING_VERB.match(folded, name.start, name.pieces[0].end - 1)
    if verb is None:
        return name
    first = Span(verb.end(), name.pieces[0].end)
    return Name((first, *name.pieces[1:]), name.category, name.rule, name.is_whole)


def _industry(folded: str, phrase: Phrase) -> Name | None:
    """The industries among whom actors do something: 企业、园区、行业间合作."""
    last = phrase.conjuncts[-1]
    if not last.separator or not folded.startswith(_AMONG, last.start):
        return None
    return Name((Span(last.start, last.start + len(_AMONG[0]) - 1),), "industry", "name")


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
    if folded.startswith(_COLLECTIVES, et_cetera.end):
        return False
    if any(word.start == et_cetera.end and word.entry.is_ambiguous for word in conjunct.words):
        return False  # 企业等协同发展
    return not any(
        head.start >= et_cetera.end and head.entry.kind not in _UNCOUNTED for head in conjunct.heads
    )


def _is_receiver(words: str, category: str, *, is_fostered: bool, is_drawn: bool) -> bool:
    if words == "人才":
        return is_drawn
    if category == "talent" and words.endswith("人才"):
        return _TALENT.search(words) is not None or (words not in _BARE and is_fostered)
    return words not in _OWN


class _Context:
    """What stands before and after a name in the action."""

    def __init__(self, folded: str, start: int, *, has_subject: bool) -> None:
        self.folded = folded
        self.start = self.at = start
        self.has_subject = has_subject  # a subject inside the action has been read, or acts in it
        self.is_addressed = False  # 对 or 向 has been read
        self.before = self.after = ""
        self.phrase_start = start
        self.is_list = False  # the phrase names several
        self.has_named = False  # a target has been read

    def go_to(self, phrase: Phrase) -> None:
        """Read on to the next phrase."""
        between = self.folded[self.at : phrase.start]
        self.is_addressed |= _ADDRESSING.search(between) is not None
        self.before = phrase.before.entry.term if phrase.before else ""
        self.after = phrase.after.entry.term if phrase.after else ""
        self.phrase_start, self.at = phrase.start, phrase.end

    def ignores(self, phrase: Phrase) -> bool:
        """Whether nobody in the phrase can count, so that it need not be read."""
        if self.is_addressed or self.before in _words("addressing", "governing"):
            return False
        if self.before == "的" and self._is_located():
            return False
        kinds = {head.entry.kind for conjunct in phrase.conjuncts for head in conjunct.heads}
        return kinds <= _BYSTANDERS

    def counts(self, name: Name) -> bool:
        """Whether the action is for the actor."""
        if self._stands_aside(name):
            return False
        category = name.category
        if category == "platform":
            return name.is_whole and self.is_addressed and self.after in _words("benefit")
        if category in _UNCOUNTED or (self.after in _words("modal") and not self._is_fronted()):
            return False
        if self.before in _words("basis") and category not in _PARTAKING:
            return False
        words = name.pieces[-1].of(self.folded)
        if category in _MADE:
            return words not in _NOBODY and not self._makes(name)
        if category == "organisation" and self.before in _words("founding", "creating"):
            return not words.endswith(_FORMED)
        if category in _OFFICIAL:
            return words != "政府" and self._addresses(category)
        is_fostered = _FOSTERED.match(self.folded, name.end) is not None
        if words in _NOBODY:
            return self.is_list and name.is_whole  # 公民、法人和其他组织
        is_drawn = self.before in _DRAWING and not self.is_list
        return _is_receiver(words, category, is_fostered=is_fostered, is_drawn=is_drawn)

    def _stands_aside(self, name: Name) -> bool:
        """Whether the actor is a partner, a particular of something, or what somebody gets."""
        if self._is_place(name) or _COMPARED.match(self.folded, name.end):
            return True
        is_partner = self.before == "联合" and not self.has_subject
        return is_partner or bool(_PARTICULARS.match(self.folded, name.end)) or self._equips(name)

    def _is_fronted(self) -> bool:
        """Whether the phrase before a modal is whom the action addresses: 对排名靠前的企业应当给予奖励."""
        front = self.folded.rfind("对", self.start, self.phrase_start)
        return front >= 0 and "，" not in self.folded[front : self.phrase_start]

    def is_within(self, name: Name) -> bool:
        """Whether a zone is named for what is inside or outside of it."""
        return name.category == "zone" and _WITHIN.match(self.folded, name.end) is not None

    def _is_place(self, name: Name) -> bool:
        """Whether a zone is only where something is done."""
        if name.category != "zone":
            return False
        if self.is_within(name):
            return True
        if self.before == "在" and _DESCRIBING.match(self.folded, name.end):
            return True
        settles = self.before in {"在", "向", "到"} and (self.has_subject or self.has_named)
        return settles and _SETTLING.match(self.folded, name.end) is not None

    def _equips(self, name: Name) -> bool:
        """Whether people are what somebody gets: 配备设施设备和专业人员."""
        if name.category not in {"people", "talent"}:
            return False
        return _EQUIPPED.search(self.folded, self.start, name.start) is not None

    def _addresses(self, category: str) -> bool:
        if category == "committee" and self.before in _words("founding"):
            return True
        if self.before in {"的", ""}:
            return self.is_addressed or self._is_located()
        if self.before in _DESIGNATING and _TASKS.match(self.folded, self.at):
            return False
        return self.before in _words("addressing")

    def _is_located(self) -> bool:
        """Whether only 相应的 or 所在地的 stands between a verb and whom it addresses."""
        return _AT_PLACE.search(
            self.folded, max(self.start, self.phrase_start - 10), self.phrase_start
        ) is not None

    def _makes(self, name: Name) -> bool:
        """Whether the action makes a zone or an institution instead of serving it."""
        if name.category == "institution" and _BUILT.search(
            self.folded, name.start + 1, name.pieces[0].end
        ):
            return True
        if self.folded.startswith(("建设", "打造", "创建"), name.start):
            return True
        if self.folded.startswith("建设", name.end):
            return False
        if self.before == "创建":
            return self.has_subject
        if self.before in {"的", "成为", "为"}:
            if self.folded.startswith("对", self.start):
                return False
            return _CREATION.search(self.folded, self.start, self.phrase_start) is not None
        return self.before in _words("creating") or self.before.endswith(("建设", "打造"))
