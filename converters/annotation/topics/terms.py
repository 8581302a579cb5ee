"""Defined terms, purposes, strategies and programmes that a passage names.

Takes: a `Passage`. Gives: its `Term`s in text order. Grammar: 本条例所称…，是指…, （以下简称…）,
为了…，制定本条例, “…”行动. Names without such a form stand in `data/lexicons/strategies.csv`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import alternation, load_lexicon
from converters.annotation.records import Term, TermKind
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.records import Passage

_CJK: Final = r"[\u4e00-\u9fff]"
_ACT: Final = r"(?:条例|办法|规定|法|细则|决定|措施|规则|解释|意见|方案|通知|章程|标准)"
_QUOTES: Final = "“”‘’「」\"'《》 "

_CALLED: Final = re.compile(
    rf"(?P<who>(?:本(?:实施)?{_ACT}|前[两三]?款|本[条款章节项]|[前上]述|第[一二三四五六七八九十百\d]+[条款项])(?:规定)?中?)"
    r"所(?:称|指)的?(?P<term>[^，。；：]{1,40}?)(?:，|：)?(?P<is>(?:主要)?(?:是|系|即)?指：?|包括|是(?=[^否]))"
)
_MEANS: Final = re.compile(
    r"(?:^|(?<=[。；：\n]))(?:（[^（）]{1,4}）|\d{1,2}[.．、])?(?P<term>[^，。；：、\n]{2,30}(?:、[^，。；：\n]{2,20})?)(?P<is>(?:，|：)?(?:主要)?(?:是|系)指)"
)
_SENTENCE_END: Final = re.compile(r"[。；\n]|$")
_SHORT: Final = re.compile(
    r"（(?:以下|下)?(?:均|并|分别)?(?:简称|统称|合称|并称|通称|称)(?:为|作|：)?(?P<term>[^（），]{1,30})(?:，下同)?）"
)
# Where the words that a short name stands for begin: after a mark or a word that governs them. A short
# bracket belongs to a name: 中国（上海）自由贸易试验区.
_GOVERNOR: Final = re.compile(
    r".*(?:[，。；：]|（(?![^（）]{1,10}）)|(?:（(?:[以下][^（）]{0,9}|[一二三四五六七八九十]{1,3}|[^（）]{11,})|^[^（]*)）(?:、|和|与|及|以及|或者?)?"
    r"|应当|可以|负责|设立|建立|成立|组建|依照|按照|根据|依据|违反|推动|推进(?!工作|办|领导|委)|参加|填写|是指|结合|会同|聚焦|支持|发挥"
    r"|为了?(?:加强|规范|促进|推动|推进|保障|保证|做好|支持)|为了|向|经(?!营|济|费|贸|办|理|销|纪|过|开)|(?<!自)由|对(?!外)|将"
    r"|属于|称为|所称|作为|适用于)"
)
_PURPOSE: Final = re.compile(
    r"(?:^|(?<=[。；，\n]))(?P<for>为了|为(?!主|期|本|准|基础))(?P<aim>[^。；]{4,300}?)，"
    r"(?=(?:(?:根据|依据|依照|按照|遵照|参照|结合|针对|贯彻|经|就|对|立足|现将?|特此?)[^。；]{0,200}?)?"
    rf"(?:现|特|并)?(?:制定|制订|提出|作出|作|出台|做出)(?:本|了?(?:如下|以下)|{_CJK}{{0,6}}?(?:如下|以下)))"
)
_HEADS: Final = "专项行动|行动计划|行动方案|行动|计划|工程|倡议|改革|战略"
_QUOTED: Final = re.compile(rf"“(?P<name>[^“”，。；]{{2,16}})”(?P<head>{_HEADS})(?!方|者|人|性)")
_WORK_NOUNS: Final = (
    "提升|培育|倍增|攻坚|推广|支持|引育|引进|跃升|强基|赋能|领航|登高|示范|培养|振兴|转型|升级|惠民|再造|攻关|扶持"
    "|促进|激励|奖励|普及|强化|壮大|突破|开拓|孵化|成长|扩面|提质|增效|改造提升|应用|创建|保护|防治|技能|人才|畅通|护航"
)
_NO_NAME: Final = "实施|服务|保障|和|落实|推进|推动|贯彻|相关|有关|本|其|各"
_CARRIED_OUT: Final = re.compile(
    rf"(?:实施|开展|推进|启动|组织|推动|落实)(?!方案|前|后|的|时|过程|{_NO_NAME})(?P<name>{_CJK}{{2,12}}?(?:{_WORK_NOUNS})(?:专项行动|行动计划|行动|计划|工程))"
    r"(?=[，。；、（）]|和|与|等|$)"
)
_STRATEGY: Final = re.compile(
    rf"(?:实施|推进|落实|贯彻|服务|融入|对接|围绕|推动|坚持)(?P<name>(?!国家发展|国家重大|重大|国家战略|国家对外|新时代|{_NO_NAME}){_CJK}{{2,10}}?战略)"
    r"(?!规划|性|合作|目标|意义|高度|部署|地位|资源|新兴|投资|决策|重点|需求|储备|研究|定位|支点|高地|科技|力量|科学|腹地|平台|任务|要求|伙伴|物资|人才|安排|布局|联盟|举措)"
)
_GENERIC: Final = re.compile(
    r"^(?:国家|本|其|有关|相关|各项|年度|重大|前款|上述|该|自身|企业|一批)|年度|的|应当|负责|制定|管理部门|人民政府|政策|发展规划"
)
_NAMES: Final = {row["term"]: row for row in load_lexicon("strategies")}
_NAMED: Final = re.compile(
    rf"(?P<name>{alternation(_NAMES)})"
    r"(?:(?:发展)?(?:国家)?战略(?!合作|性|新兴|研究|规划))?"
)


def find_terms(passage: Passage) -> tuple[Term, ...]:
    """The terms of a passage.

    >>> from converters.annotation.records import Passage
    >>> text = "本条例所称先进制造业，是指采用先进技术的制造业。"
    >>> [(t.kind.value, t.span.of(text), t.meaning.of(text)) for t in find_terms(Passage.of(text))]
    [('defined-term', '先进制造业', '采用先进技术的制造业')]
    """
    found = [*_definitions(passage), *_purposes(passage), *_policies(passage)]
    return tuple(sorted(found, key=lambda term: (term.span.start, term.span.end)))


def _definitions(passage: Passage) -> Iterator[Term]:
    words = passage.folded
    taken: set[int] = set()
    if "指" in words or "所称" in words:
        for pattern, rule in ((_CALLED, "term-called"), (_MEANS, "term-means")):
            for match in pattern.finditer(words):
                start = match.start("term") + max(0, match["term"].rfind("“"))
                span = _trim(words, Span(start, match.end("term")))
                if span and span.start not in taken and _is_definition(match):
                    taken.add(span.start)
                    yield _term(passage, span, TermKind.DEFINED_TERM, rule, _meaning(match))
    if "称" in words:
        for match in _SHORT.finditer(words):
            span = _trim(words, Span(*match.span("term")))
            if span:
                meaning = _stands_for(words, match.start())
                yield _term(passage, span, TermKind.DEFINED_TERM, "term-short", meaning)


def _is_definition(match: re.Match[str]) -> bool:
    """X是指 at the head of a sentence; 所称 that was matched first is not matched again."""
    term = match["term"]
    return "所称" not in term and not term.startswith(("其中", "这", "该", "不", "主要", "在"))


def _meaning(match: re.Match[str]) -> Span | None:
    words, start = match.string, match.end()
    end = _SENTENCE_END.search(words, start)
    stop = end.start() if end else len(words)
    return Span(start, stop) if stop > start else None


def _stands_for(words: str, bracket: int) -> Span | None:
    """The name before the bracket that introduces its short form."""
    low = max(0, bracket - 60)
    before = words[low:bracket]
    governor = _GOVERNOR.match(before)
    start = low + (governor.end() if governor else 0)
    return _trim(words, Span(start, bracket))


def _purposes(passage: Passage) -> Iterator[Term]:
    if "为" not in passage.folded:
        return
    for match in _PURPOSE.finditer(passage.folded):
        yield _term(passage, Span(*match.span("aim")), TermKind.PURPOSE, "term-purpose")


def _policies(passage: Passage) -> Iterator[Term]:
    """Strategies and programmes; of names that overlap the first, of two that begin together the longer."""
    words, end = passage.folded, 0
    named = list(_policy_spans(words))
    for start, stop, kind, rule, concept in sorted(named, key=lambda n: (n[0], -n[1])):
        in_title = words.rfind("《", max(0, start - 80), start) > words.rfind(
            "》", max(0, start - 80), start
        )
        if start >= end and not in_title:
            end = stop
            yield replace(_term(passage, Span(start, stop), kind, rule), concept=concept)


def _policy_spans(words: str) -> Iterator[tuple[int, int, TermKind, str, str | None]]:
    for match in _NAMED.finditer(words):
        start, end = match.span()
        if words[start] == "“" and words[end - 1] == "”":
            start, end = start + 1, end - 1
        name = _NAMES[match["name"]]
        kind = TermKind.PROGRAMME if name["kind"] == "programme" else TermKind.STRATEGY
        yield start, end, kind, "term-lexicon", name["concept"]
    if "“" in words:
        for match in _QUOTED.finditer(words):
            yield *match.span(), _kind(match["head"]), "term-quoted", None
    for pattern in (_CARRIED_OUT, _STRATEGY):
        for match in pattern.finditer(words):
            if not _GENERIC.search(match["name"]):
                yield *match.span("name"), _kind(match["name"]), "term-carried-out", None


def _kind(name: str) -> TermKind:
    return TermKind.STRATEGY if name.endswith("战略") else TermKind.PROGRAMME


def _trim(words: str, span: Span) -> Span | None:
    """The span without quotation marks and white space around it."""
    start, end = span.start, span.end
    while start < end and words[start] in _QUOTES:
        start += 1
    while end > start and words[end - 1] in _QUOTES:
        end -= 1
    return Span(start, end) if end > start else None


_CONFIDENCE: Final = {
    "term-called": 0.97,
    "term-means": 0.9,
    "term-short": 0.95,
    "term-purpose": 0.95,
    "term-lexicon": 0.9,
    "term-quoted": 0.85,
    "term-carried-out": 0.75,
}


def _term(
    passage: Passage, span: Span, kind: TermKind, rule: str, meaning: Span | None = None
) -> Term:
    return Term(passage.steps, span, kind, meaning, rule, _CONFIDENCE[rule])
