"""Citations in a passage: laws, documents, the regulation itself, its provisions, classes of norms.

Takes: `Passage`, and the short names that the document introduces. Gives: `Citation`s in text order.

A citation is a document word (《…》, a law's name without marks, 本条例, 该法) with the provisions of one
article after it, or provisions alone. Provisions alone belong to the regulation itself unless they
continue a list that another document opened: 刑法第一百一十四条、第一百一十五条.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from converters.annotation.citations import titles
from converters.annotation.citations.amendments import point_to_amended
from converters.annotation.citations.generic import find_generic
from converters.annotation.citations.plans import find_plans
from converters.annotation.citations.pointers import (
    Pointed,
    read_annex,
    read_pointers,
    read_relative,
)
from converters.annotation.records import Citation, CitationKind, ProvisionPointer
from converters.records import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converters.annotation.records import Passage
    from converters.structure.addresses import Steps

_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})

_N: Final = r"(?:[零〇○一二三四五六七八九十百千]+|\d{1,4})"
_KINDS_OF_NORMS: Final = (
    r"(?:实施|暂行|试行|管理|若干|议事)?"
    r"(?:法(?![律院庭官人定]|规(?!定))|条例|规定|办法|细则|规则|解释|决定|章程|安排|规范(?![性化])|公约|条令|通则|准则|规程)"
)
_POLICY_KINDS: Final = (
    r"(?:实施|若干|工作|行动|政策){0,2}(?:意见|通知|方案|措施|政策|计划|规划|纲要|指南|目录|标准)"
)
# 基本法, 根本, 成本, 资本, 样本, 文本: 本 belongs to the word before it.
_OWN: Final = r"(?<![基根成资样文版标书副正剧底日脚])本"
_SELF: Final = re.compile(rf"{_OWN}(?:《[^《》]{{2,40}}》|{_KINDS_OF_NORMS})")
_SELF_OF_NOTICE: Final = re.compile(rf"{_OWN}{_POLICY_KINDS}(?!区|期|内)")
# 该规定 and 该决定 alone mostly mean a rule or an act just spoken of.
_THAT: Final = re.compile(
    rf"该(?:法(?![律院庭官人定]|规(?!定))|条例|办法|细则|规则|公约|{_KINDS_OF_NORMS}(?=第))"
)
_THAT_ARTICLE: Final = re.compile(r"该条(?=第|规定|的规定|所)")
_RELATIVE: Final = r"(?<![以目提之网会线船生].)[一二两三四五六七八九十]?[条款项](?![件约目])"
# Every branch begins with a character, so that the search skips all others.
_ANCHOR: Final = re.compile(
    r"《"
    r"|本(?<![基根成资样文版标书副正剧底日脚]本)"
    r"(?=《|[编章节条款项实暂试管若议法规办细解决安公通准意方措政计纲指行目标])"
    rf"|前{_RELATIVE}|上{_RELATIVE}"
    rf"|第 ?（? ?(?={_N})"
    r"|该(?=[条实暂试管若议法规办细解决章安公通准])"
    r"|附(?=[件表录])"
    r"|以下(?=[若政工具实支扶措意办规方])|如下(?=[若政工具实支扶措意办规方])|下列(?=[若政工具实支扶措意办规方])"
)
# After provisions other than articles stands what a citation is for; 第三项工作 cites nothing.
_CITED: Final = re.compile(
    r"规定|所[列称规指述]|的|[、，。；）]|至|和|或|及|与|中|情形|行为|以外|之|罪|处罚|第|除外|各|$"
)
_SELF_OF_PREAMBLE: Final = re.compile(r"(?:制定|提出|出台|印发|采取)(?:了)?$")
_FOLLOWING: Final = re.compile(
    r"(?:以下|如下|下列)(?:若干|政策|工作|具体|实施|支持|扶持)*(?:措施|意见|政策|办法|规定|方案)"
)
_OF: Final = re.compile(r"(?:的|中的?|规定的?)?(?=第)")
_ATTACHED: Final = re.compile(r"(?:所附|附)(?:的)?《[^《》]{2,60}》")
_ISSUED: Final = re.compile(
    r"(?:[^，。；《》]{0,40}(?:同意|审议|通过|批准|审定)|[，。]?(?:现|已)?(?:予以?)?(?:印发|发布|公布))"
)
_ISSUING: Final = re.compile(r"(?:现将|现印发|现公布|现发布|印发)$")
# 第…条 that an amendment gives to new text names no provision that exists.
_DESIGNATION: Final = re.compile(r"(?:作为|改为|变更为|调整为)$|[“\"]$")
_JOINT: Final = re.compile(
    r"(?:[、，]|[、，]?(?:和|及|以及|或者|或|与|至|到)(?:违反|依照|符合|按照|根据)?)$"
)
_CLAUSE: Final = re.compile(r"[。；《]|本[法条规办细]")
_UNMARKED: Final = re.compile(
    r"(?P<name>(?:(?![照据反用合按成于和与及或、者对除属定在将犯])[\u4e00-\u9fff]){2,24}?(?:法|条例|办法|规定|细则|规则|解释|公约|章程))$"
)


class _Work(NamedTuple):
    """The document that was cited last, the article of it, and where the words of that citation end."""

    kind: CitationKind
    title: str | None
    end: int
    article: Steps


def read_citations(passages: Iterable[Passage]) -> tuple[Citation, ...]:
    """The citations of a document, in text order.

    A plan that the article itself provides for is not cited where that article goes on about it.
    """
    passages = tuple(passages)
    names = titles.read_abbreviations(passages)
    found: list[Citation] = []
    said: dict[tuple[str, str], list[str]] = {}
    for passage in passages:
        before = said.setdefault(passage.steps[0], [])
        found += [
            citation
            for citation in find_citations(passage, names)
            if citation.rule != "plan" or not _provided(citation, passage, before)
        ]
        before.append(passage.text)
    return point_to_amended(passages, found)


def _provided(citation: Citation, passage: Passage, before: list[str]) -> bool:
    """Whether the article has spoken of the plan before: 发展规划 of 全省产业发展规划."""
    tail = citation.span.of(passage.text)[-_TAIL_OF_PLAN:]
    own = passage.text.find(tail, 0, citation.span.start + _TAIL_OF_PLAN)
    return 0 <= own < citation.span.end - _TAIL_OF_PLAN or any(tail in text for text in before)


_TAIL_OF_PLAN: Final = 6


def find_citations(passage: Passage, names: Mapping[str, str] = _NO_NAMES) -> tuple[Citation, ...]:
    """The citations of a passage; `names` are short names that the document introduces, by title."""
    found = list(_Reader(passage, names).read())
    starts = [citation.span.start for citation in found]
    ends = [citation.span.end for citation in found]
    for start, end, rule, confidence in find_generic(passage.folded):
        if bisect_right(ends, start) == bisect_left(starts, end):
            span = Span(start, end)
            found.append(
                Citation(passage.steps, span, CitationKind.GENERIC, None, (), rule, confidence)
            )
    return tuple(sorted(found, key=lambda citation: citation.span))


class _Reader:
    """Reads the citations of a passage from left to right."""

    def __init__(self, passage: Passage, names: Mapping[str, str]) -> None:
        self._passage = passage
        self._folded = passage.folded
        self._names = names
        self._work: _Work | None = None
        self._after = 0
        self._in_articles = passage.steps[0][0] == Kind.ARTICLE

    def read(self) -> Iterator[Citation]:
        position = 0
        for start, name in self._candidates():
            if start < max(position, self._after):
                continue
            citation = self._law(name) if name else self._anchored(start)
            if citation:
                position = citation.span.end
                yield citation

    def _candidates(self) -> list[tuple[int, titles.Name | None]]:
        folded = self._folded
        found: list[tuple[int, titles.Name | None]] = [
            (match.start(), None) for match in _ANCHOR.finditer(folded)
        ]
        found += [(plan.start, plan) for plan in find_plans(folded)]
        if "法" in folded or "条例" in folded or "录" in folded or "清单" in folded:
            found += [(name.start, name) for name in titles.laws().find(folded)]
        if self._names:
            lexicon = _lexicon(tuple(self._names))
            found += [(name.start, name) for name in lexicon.find(folded)]
        return sorted(found, key=lambda each: (each[0], -(each[1].end if each[1] else 0)))

    def _anchored(self, start: int) -> Citation | None:
        read = {
            "《": self._titled,
            "本": self._own,
            "前": self._relative,
            "上": self._relative,
            "第": self._bare,
            "该": self._that,
            "附": self._annex,
        }.get(self._folded[start], self._following)
        return read(start)

    def _titled(self, start: int) -> Citation | None:
        match = titles.TITLE.match(self._folded, start)
        if not match:
            return None
        title = match["title"]
        kind = titles.classify(title)
        if kind is None or (titles.is_kind_only(title) and title not in self._names):
            return None
        if self._transmits(match):
            return self._make(Span(*match.span()), CitationKind.SELF, None, None, "own-title")
        return self._with_provisions(match.start(), match.end(), kind, title, "title")

    def _transmits(self, match: re.Match[str]) -> bool:
        """Whether a notice speaks of the text that it transmits: 《…》已经同意，现印发给你们."""
        if self._passage.kind is not Kind.NOTICE:
            return False
        start, end = match.span()
        before = _ISSUING.search(self._folded, max(start - 4, 0), start)
        return bool(before or _ISSUED.match(self._folded, end))

    def _law(self, name: titles.Name) -> Citation | None:
        if not name.title:
            span = Span(name.start, name.end)
            return self._make(span, CitationKind.DOCUMENT, span.of(self._folded), None, "plan")
        kind = titles.classify(name.title) or CitationKind.DOCUMENT
        return self._with_provisions(name.start, name.end, kind, name.title, "short-name")

    def _with_provisions(
        self, start: int, end: int, kind: CitationKind, title: str, rule: str
    ) -> Citation:
        attached = _ATTACHED.match(self._folded, end)
        if attached:
            annex = Pointed((ProvisionPointer(((Kind.ANNEX.value, "1"),)),), attached.end())
            return self._make(Span(start, attached.end()), kind, title, annex, rule)
        at = self._after = titles.skip_brackets(self._folded, end)
        of = _OF.match(self._folded, at)
        pointed = read_pointers(self._folded, of.end() if of else at) or read_annex(
            self._folded, at
        )
        return self._make(Span(start, pointed.end if pointed else end), kind, title, pointed, rule)

    def _own(self, start: int) -> Citation | None:
        match = _SELF.match(self._folded, start)
        if not match and not self._in_articles:
            match = _SELF_OF_NOTICE.match(self._folded, start)
        if not match:
            return self._relative(start)
        at = match.end()
        of = _OF.match(self._folded, at)
        pointed = (
            read_pointers(self._folded, of.end() if of else at)
            or read_annex(self._folded, at)
            or read_relative(self._folded, at)
        )
        span = Span(start, pointed.end if pointed else at)
        kind = CitationKind.INTERNAL if pointed else CitationKind.SELF
        return self._make(span, kind, None, pointed, "self")

    def _relative(self, start: int) -> Citation | None:
        pointed = read_relative(self._folded, start)
        if not pointed or (self._folded[start] == "上" and not _cited(self._folded, pointed.end)):
            return None
        return self._make(
            Span(start, pointed.end), CitationKind.INTERNAL, None, pointed, "relative"
        )

    def _bare(self, start: int) -> Citation | None:
        pointed = read_pointers(self._folded, start)
        if not pointed or _DESIGNATION.search(self._folded, max(start - 4, 0), start):
            return None
        is_article = pointed.pointers[0].steps[0][0] == Kind.ARTICLE
        if not is_article and not _cited(self._folded, pointed.end):
            self._after = pointed.end
            return None
        work = self._continued(start) or (None if is_article else self._still(start, pointed))
        if work and not is_article and pointed.pointers[0].steps[0][0] == Kind.ITEM:
            pointed = _under(work.article, pointed)
        if work:
            return self._make(Span(start, pointed.end), work.kind, work.title, pointed, "continued")
        named = _UNMARKED.search(self._folded, max(start - 30, 0), start) if is_article else None
        if named:
            span = Span(named.start(), pointed.end)
            return self._make(span, CitationKind.LAW, named["name"], pointed, "unknown-name")
        antecedent = () if is_article else self._antecedent()
        citation = self._make(
            Span(start, pointed.end), CitationKind.INTERNAL, None, pointed, "bare"
        )
        return replace(citation, antecedent=antecedent)

    def _antecedent(self) -> Steps:
        """The article of the regulation that was cited last, here or in the words that introduce the list."""
        if self._work:
            return self._work.article if self._work.title is None else ()
        lead_in = self._passage.lead_in
        cited = (
            [c for c in find_citations(lead_in) if c.pointers and not c.title] if lead_in else []
        )
        return _article(cited[-1].pointers) if cited else ()

    def _continued(self, start: int) -> _Work | None:
        """The other document whose list of provisions goes on at `start`."""
        work = self._work
        if not work or work.title is None:
            return None
        between = self._folded[work.end : start]
        if _JOINT.search(between) and not _CLAUSE.search(between):
            return work
        return None

    def _still(self, start: int, pointed: Pointed) -> _Work | None:
        """The other document of whose article the sentence goes on to name a 项."""
        work = self._work
        if not work or work.title is None or not work.article:
            return None
        is_item = pointed.pointers[0].steps[0][0] == Kind.ITEM
        return work if is_item and "。" not in self._folded[work.end : start] else None

    def _that(self, start: int) -> Citation | None:
        article = _THAT_ARTICLE.match(self._folded, start)
        if article and self._work and self._work.article:
            return self._that_article(start, article.end(), self._work)
        match = _THAT.match(self._folded, start)
        if not match:
            return None
        title = self._work.title if self._work and self._work.title else match[0]
        return self._with_provisions(start, match.end(), CitationKind.LAW, title, "that")

    def _that_article(self, start: int, end: int, work: _Work) -> Citation:
        """该条第二款: a part of the article that was cited before."""
        below = read_pointers(self._folded, end) or Pointed((ProvisionPointer(()),), end)
        pointed = _under(work.article, below)
        return self._make(Span(start, pointed.end), work.kind, work.title, pointed, "that")

    def _annex(self, start: int) -> Citation | None:
        """An annex that the text sends to: 见附件1, 按照附表."""
        pointed = read_annex(self._folded, start)
        if not pointed or not _SENDS.search(self._folded, max(start - 3, 0), start):
            return None
        if self._folded[pointed.end : pointed.end + 1] == "并":
            return None
        return self._make(Span(start, pointed.end), CitationKind.INTERNAL, None, pointed, "annex")

    def _following(self, start: int) -> Citation | None:
        """特制定以下措施: the measures that a notice announces are the notice."""
        match = _FOLLOWING.match(self._folded, start)
        if not match or self._in_articles:
            return None
        if not _SELF_OF_PREAMBLE.search(self._folded, max(start - 3, 0), start):
            return None
        return self._make(Span(*match.span()), CitationKind.SELF, None, None, "following")

    def _make(
        self, span: Span, kind: CitationKind, title: str | None, pointed: Pointed | None, rule: str
    ) -> Citation:
        pointers = pointed.pointers if pointed else ()
        if pointers or title:
            known = self._work.article if self._work and not title else ()
            self._work = _Work(kind, title, span.end, _article(pointers) or known)
        return Citation(self._passage.steps, span, kind, title, pointers, rule, _CONFIDENCE[rule])


_SENDS: Final = re.compile(r"(?:见|按照?|依照|列入|根据|依据|符合|以)$")
_CONFIDENCE: Final = {
    "title": 0.98,
    "own-title": 0.95,
    "short-name": 0.97,
    "self": 0.99,
    "relative": 0.98,
    "bare": 0.95,
    "continued": 0.95,
    "that": 0.9,
    "unknown-name": 0.8,
    "annex": 0.8,
    "following": 0.9,
    "plan": 0.7,
}


def _article(pointers: tuple[ProvisionPointer, ...]) -> Steps:
    """The article that a citation names."""
    steps = pointers[-1].steps if pointers else ()
    return steps[:1] if steps and steps[0][0] == Kind.ARTICLE else ()


def _under(article: Steps, pointed: Pointed) -> Pointed:
    """Provisions that are parts of an article named before."""
    return Pointed(
        tuple(
            ProvisionPointer((*article, *p.steps), p.last and (*article, *p.last))
            for p in pointed.pointers
        ),
        pointed.end,
    )


def _cited(folded: str, end: int) -> bool:
    return bool(_CITED.match(folded, end))


@lru_cache(maxsize=64)
def _lexicon(names: tuple[str, ...]) -> titles.Lexicon:
    return titles.Lexicon(names)
