"""The actors that an action is for: who receives it, benefits from it or is addressed by it.

Takes: a passage and the span of an action. Gives: `ActorMention`s.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.addressing import UNCOUNTED, Context, addressing_words
from converters.annotation.actors.mentions import mention
from converters.annotation.actors.names import read_names
from converters.annotation.actors.phrases import read_phrases
from converters.annotation.actors.readings import Name, joined
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.actors.phrases import Conjunct, Phrase
    from converters.annotation.actors.readings import Reading
    from converters.annotation.records import ActorMention, Passage

_BARE: Final = frozenset({"企业", "行业", "个人", "单位", "组织", "人才", "机构", "团体", "团队"})
_AMONG: Final = ("行业间", "行业之间")
_COLLECTIVES: Final = re.compile(
    "人才|人员|主体|群体|各方|多方|各类主体|力量|[^，、]{0,12}(?:人才队伍|人才|载体|园区)(?:和基地)?(?:建设|培养|发展)?$"
)
_CREATING: Final = re.compile("建设|打造|组建|布局")
_LEADING_VERB: Final = re.compile(
    "(?:实施|开展|推行|引入|突出|贴近|扶植|暗示|随机抽取|(?:可以|协议|应当)?委托)(?=.{2})(?!.{1,2}$)|各类(?=人才$|开发区$|.{4})"
    "|监督(?!管理|检查|机构|机关|部门|委员|审查|执法|人员|抽查)(?=.{4})"
    "|(?:相应|同一)(?=.{4})|一流(?=.)|(?:监督|管理|编制|处理|改革|保护)(?=劳动者|开发区|园区|示范区|试验区|集聚区|金融机构|国有资[本产]|市场主体|经营主体|中小企业)"
)
# Where the actors are of whom it speaks: 开发区内的企业.
_WITHIN: Final = re.compile("(?<=[区园岛])内的$")
_GROUNDS: Final = frozenset({"根据", "按照", "依据", "结合"})
_WISHES: Final = re.compile("(?:发展)?的?(?:实际)?(?:申请|需求|需要|诉求|意愿)")
_OTHERS: Final = re.compile("其他[^，、；。的]{2,16}的$")
_DOING: Final = re.compile("(?:[做作]出|具有|完成|从事|承担|参与|参加|取得)[^，、；。的]{2,16}的$")
_EXCHANGING: Final = re.compile(
    "等[^，、的]{0,4}部门(?=(?:之?间)?的?(?:信息|数据)[^，、]{0,4}(?:共享|互|交换))"
)
_OFFICERS: Final = re.compile(
    "(?:(?:相关|有关|主要|法定|高级|直接)?(?:负责人|责任人|代表人|管理人员)(?:、|和|及|或者)?)+"
)
_PLACING: Final = re.compile("(?:依法)?(?:保障|保护|维护|监督|管理|支持|鼓励|组织|引导|扶持)")
# What others want is what an action is led by: 以市场主体需求为导向.
_WANTS: Final = re.compile("[^，]{2,16}(?:需求|诉求|满意度?|获得感)为")


def find_targets(
    passage: Passage, start: int, end: int, governed_subject: bool, *, has_subject: bool = False
) -> tuple[ActorMention, ...]:
    """The targets of the action text[start:end].

    `governed_subject` says that the action is a clause governed by 鼓励 or 支持 and begins with its own
    subject: that is a target of any category, by the rule actor-subject. Subjects of clauses inside
    the action (推动X开展) have the rule actor-inner. `has_subject` says that somebody acts who was named
    before: then partners are targets as well (联合X).
    """
    context = Context(passage.folded, start, has_subject=has_subject)
    found: dict[str, ActorMention] = {}
    for name, rule in _find(context, end, governed_subject=governed_subject):
        record = mention(passage, name, rule)
        found.setdefault(record.name, record)
    return tuple(found.values())


def _find(context: Context, end: int, *, governed_subject: bool) -> Iterator[tuple[Name, str]]:
    folded, start = context.folded, context.start
    agent_end = -1
    place = start  # of the phrase before
    begin = start  # of the subject
    owners: tuple[Name, ...] = ()
    phrases = list(read_phrases(folded, start, end))
    for number, phrase in enumerate(phrases):
        if _is_agent(folded, phrase, agent_end):
            agent_end = phrase.end
            continue
        context.go_to(phrase)
        yield from ((name, "") for name in _exchanging(folded, phrase))
        if number + 1 < len(phrases) and _owns(folded, phrase, phrases[number + 1]):
            if phrase.start == begin:
                begin = phrases[number + 1].start
            owners = read_names(folded, phrase).names
            continue
        is_subject = governed_subject and phrase.start == begin
        rule = "subject" if is_subject and not _is_construction(folded, phrase) else ""
        if not rule and context.ignores(phrase):
            continue
        reading = read_names(folded, phrase)
        if not rule and _is_inner_subject(phrase, reading):
            rule = "inner"
        reading, owners = _of_owners(folded, phrase, reading, owners), ()
        prefix = _place(folded, place, phrase) or _clause(folded, start, phrase, reading)
        for name, kind in _of_phrase(context, phrase, reading, rule):
            yield (name if prefix is None else _located(name, prefix)), kind
        place = phrase.start
        context.has_subject |= bool(rule)


def _exchanging(folded: str, phrase: Phrase) -> tuple[Name, ...]:
    """The departments that an action makes exchange what they know: 税务、海关等部门信息共享."""
    among = _EXCHANGING.search(folded, phrase.start, phrase.end + 2)
    if among is None:
        return ()
    start = max(folded.rfind("与", phrase.start, among.start()) + 1, phrase.start)
    listed = next(read_phrases(folded, start, among.end()), None)
    return read_names(folded, listed).names if listed else ()


def _owns(folded: str, phrase: Phrase, following: Phrase) -> bool:
    """Whether the phrase only says whose people the next one names: 高等院校、科研院所的科技人员."""
    if folded[phrase.end : following.start] != "的":
        return False
    heads = following.conjuncts[0].heads
    return bool(heads) and heads[-1].entry.kind in {"people", "talent"}


def _of_owners(folded: str, phrase: Phrase, reading: Reading, owners: tuple[Name, ...]) -> Reading:
    """The officers of each of those whose they are: 研发机构、高等院校的相关负责人."""
    if not owners or not _OFFICERS.fullmatch(folded, phrase.start, phrase.end):
        return reading
    names = tuple(
        Name((*owner.pieces, *name.pieces), name.category, "list", name.is_whole)
        for owner in owners
        for name in reading.names
    )
    return replace(reading, names=names)


def _place(folded: str, start: int, phrase: Phrase) -> Span | None:
    """The place before 的 that says which actors of its kind the phrase names."""
    within = _WITHIN.search(folded, start, phrase.start)
    if within is None or folded[start - 1 : start] in {"在", "于", "到"}:
        return None
    verb = _PLACING.match(folded, start)
    return Span(verb.end() if verb else start, phrase.start)


def _clause(folded: str, start: int, phrase: Phrase, reading: Reading) -> Span | None:
    """The clause without which a name says nothing: 完成科学技术成果的人员, 其他有条件的企业."""
    if len(reading.names) != 1 or not reading.is_complete:
        return None
    is_bare = folded[phrase.start : phrase.end] == "人员"
    clause = _OTHERS.search(folded, start, phrase.start) or (
        _DOING.search(folded, start, phrase.start) if is_bare else None
    )
    return Span(*clause.span()) if clause else None


def _located(name: Name, place: Span) -> Name:
    return Name(joined((place, *name.pieces)), name.category, name.rule, name.is_whole)


def _of_phrase(
    context: Context, phrase: Phrase, reading: Reading, rule: str
) -> Iterator[tuple[Name, str]]:
    """The targets in a phrase; with a rule it is the subject of a clause."""
    folded, in_subject, end = context.folded, bool(rule), 0  # end of the last of the subject
    context.is_list = len(reading.names) > 1
    for member in _members(folded, phrase, reading, is_inner=in_subject):
        name = _without_verb(folded, member, phrase)
        if end and (verb := _CREATING.search(folded, end, name.start)):
            in_subject, context.before = False, verb[0]  # 企业建设检验中心、中试基地
        acts = in_subject or context.before in addressing_words("governing")
        end = name.end if acts else 0
        is_member = in_subject and (name.is_whole or name.category != "polity")
        in_subject = in_subject and name.is_whole  # a subject ends where its predicate begins
        is_member = is_member and not (context.is_within(name) or context.organises(name))
        if is_member:
            yield name, rule
        elif context.counts(name):
            context.has_named = True
            yield name, ""
        if folded.startswith("成为", name.end):
            return  # what somebody becomes
    if rule and (industry := _industry(folded, phrase)):
        yield industry, rule
    yield from ((name, "") for name in reading.inside if context.counts(name))


def _is_construction(folded: str, phrase: Phrase) -> bool:
    """Whether a list of things ends the clause with what they are built as: …等基础设施建设."""
    last = phrase.conjuncts[-1]
    return last.et_cetera is not None and folded.endswith("建设", last.et_cetera.end, phrase.end)


def _is_agent(folded: str, phrase: Phrase, agent_end: int) -> bool:
    """Whether the phrase acts or is a ground: 由企业, and its possessions (由企业的负责人)."""
    if phrase.before is None:
        return False
    term = phrase.before.entry.term
    if term == "以" and phrase.after and phrase.after.entry.kind != "adverb":
        return not _WANTS.match(folded, phrase.start)  # 以企业为主体, 以社会资金建设的设施
    if term in {"其", "该"}:
        before = phrase.before.start
        return folded.startswith("由", before - 1) and before > 0
    if _WISHES.match(folded, phrase.end) and term in _GROUNDS:
        return False
    return term in addressing_words("agent") or (term == "的" and phrase.before.start == agent_end)


def _is_inner_subject(phrase: Phrase, reading: Reading) -> bool:
    """Whether the phrase is the subject of a clause inside the action: 推动X开展."""
    if not (phrase.before and phrase.after and reading.is_complete):
        return False
    if phrase.before.entry.term not in addressing_words("governing"):
        return False
    return phrase.after.entry.kind in {"verb", "adverb", "preposition", "ambiguous"}


def _without_verb(folded: str, name: Name, phrase: Phrase) -> Name:
    """The name without a verb that the phrase begins with: 实施 in 推进实施科技特派员制度."""
    become = folded.find("成为", name.start, name.pieces[0].end)
    if become > name.start:  # 推动园区成为省级开发区
        return Name((Span(name.start, become),), name.category, name.rule, is_whole=False)
    if phrase.start != name.start:
        return name
    verb = _LEADING_VERB.match(folded, name.start, name.pieces[0].end)
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
    if _COLLECTIVES.match(folded, et_cetera.end, conjunct.end):
        return False
    if any(word.start == et_cetera.end and word.entry.is_ambiguous for word in conjunct.words):
        return False  # 企业等协同发展
    return not any(
        head.start >= et_cetera.end and head.entry.kind not in UNCOUNTED for head in conjunct.heads
    )
