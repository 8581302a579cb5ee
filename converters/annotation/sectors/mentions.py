"""Sectors that a passage names: industries, branches and fields of technology as objects of policy.

Takes: a `Passage`. Gives: `SectorMention`s in text order, one for each place. Four rules:
`sector-list` (a member of a coordinated list), `sector-field` (a name that is a sector wherever it
stands), `sector-branch` (a name that is one as the object of policy) and `sector-open` (an industry
that no lexicon knows as the object of promotion). In a statute on one industry `sector-subject` finds
what it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import terms
from converters.annotation.records import SectorClass, SectorMention
from converters.annotation.sectors.labels import classify
from converters.annotation.sectors.lists import SectorList, find_lists, names_body
from converters.annotation.sectors.objects import (
    among_new_things,
    forbidding_sentences,
    is_actor_or_means,
    is_object,
    open_industries,
)
from converters.annotation.sectors.subjects import find_subject, read_subject
from converters.annotation.sectors.tokens import Rank
from converters.annotation.sectors.words import Words, read_words
from converters.records import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.annotation.records import Passage
    from converters.annotation.sectors.tokens import Name

_TITLES: Final = re.compile("《[^《》]*》")
_CLAUSE_ENDS: Final = "，。；：\n"
_NEXT_CLAUSE: Final = re.compile("[^，。；\n]{0,12}，(?P<clause>[^，。；\n]+)")
# 围绕A、B等重点，培育新兴产业: the list says which industries its neighbour means.
_OPEN_LABEL: Final = re.compile("(?:重点|领域|方向|赛道)$")
_SELECTING: Final = re.compile("围绕|聚焦|重点|瞄准|立足|以|优先|主要")
_CLASS_LABEL: Final = re.compile(
    "(?:传统|优势|新兴|未来)(?:支柱)?(?:产业|制造业|工业)|生产性服务业"
)
_TITLE_LABEL: Final = re.compile(f"(?:{_CLASS_LABEL.pattern})(?:集群)?|(?:产业|制造业)集群")
_CLUSTER: Final = re.compile("(?:集聚|特色|产业|先进制造业|制造业|重点){0,3}集群")
_MODE: Final = re.compile("新?模式")
_SERVICE_OF_CLASS: Final = re.compile("^(?:生产性|现代)服务")
_SERVICE: Final = re.compile(f"服务业$|^工业设计$|{_SERVICE_OF_CLASS.pattern}")
# 智能算力集群: computers side by side.
_COMPUTING: Final = re.compile("(?:算力|智算|计算|数据中心)$")
# 服务业 alone is a class of industries, but as the object of policy they are services.
_SERVICES: Final = re.compile(
    "(?<=[大快展进动励持升强])服务业(?=(?:高质量|健康|创新|扩大|对外|加快){0,2}(?:发展|开放|对外开放))"
)
_INDUSTRY: Final = "产业"
_PARK: Final = "产业园"
_MARK: Final = re.compile("[，。；、（）《》\n]")
_LONGEST_TITLE: Final = 30


def read_sectors(passages: Iterable[Passage]) -> Iterator[SectorMention]:
    """The places where a document names a sector, with those where it names the one it is about."""
    passages = tuple(passages)
    subject = read_subject(passages)
    return (mention for passage in passages for mention in find_sectors(passage, subject))


def find_sectors(passage: Passage, subject: str = "") -> tuple[SectorMention, ...]:
    """The places where a passage names a sector; `subject` is the industry that the document is about."""
    words = read_words(passage.folded)
    if words is None:
        if not subject or subject not in passage.folded:
            return ()
        words = Words(passage.folded, (), (), {}, {}, frozenset(), frozenset())
    places = _Places.of(passage.folded)
    found = [
        each
        for each in (
            *_in_lists(passage, words, places),
            *_of_subject(passage, subject, places),
            *_alone(passage, words, places),
        )
        if not _MARK.search(passage.folded, each.span.start, each.span.end)
    ]
    of_item = _class_of_item(passage)
    found = [
        replace(each, sector_class=of_item) if each.sector_class is SectorClass.OTHER else each
        for each in found
    ]
    return tuple(sorted(found, key=lambda mention: mention.span.start))


@dataclass(frozen=True, slots=True)
class _Places:
    """Characters of the passage where no further mention can stand, and where only a field can."""

    taken: bytearray
    doubtful: bytearray

    @classmethod
    def of(cls, folded: str) -> _Places:
        places = cls(bytearray(len(folded)), bytearray(len(folded)))
        for title in _TITLES.finditer(folded):
            _mark(places.taken, Span(*title.span()))
        return places


def _mark(places: bytearray, span: Span) -> None:
    places[span.start : span.end] = b"\1" * (span.end - span.start)


def _marked(places: bytearray, span: Span) -> bool:
    return any(places[span.start : span.end])


def _in_lists(passage: Passage, words: Words, places: _Places) -> Iterator[SectorMention]:
    """The members of lists; marks them, the labels of lists and the lists of other things."""
    for each in find_lists(words):
        sector_class = _class_of_list(passage.folded, each)
        for span in each.members:
            if not _marked(places.taken, span):
                _mark(places.taken, span)
                yield _member(passage, span, sector_class, each)
        if each.closed:
            _mark(places.taken, _label_span(words, each))
        if each.closed and not each.members:
            body = names_body(passage.folded, each.end)
            _mark(places.taken if body else places.doubtful, Span(each.start, each.end))


def _member(
    passage: Passage, span: Span, sector_class: SectorClass, each: SectorList
) -> SectorMention:
    # 互联网服务业等数字产业: what closes the list says what its members are.
    service = _SERVICE if each.closing is None else _SERVICE_OF_CLASS
    if sector_class is SectorClass.OTHER and service.search(span.of(passage.folded)):
        sector_class = SectorClass.SERVICE
    confidence = 0.95 if each.closed else 0.9
    return SectorMention(passage.steps, span, sector_class, "sector-list", confidence)


def _label_span(words: Words, each: SectorList) -> Span:
    """The class noun behind 等, which is no mention: 等智能制造模式, 等算力基础设施."""
    if each.closing and each.members:
        return Span(each.closing.start, each.closing.end)
    name = words.by_start.get(each.end)
    return Span(each.end, name.end if name else each.end)


def _class_of_list(folded: str, each: SectorList) -> SectorClass:
    if each.closing and each.closing.sector_class is not SectorClass.OTHER:
        return each.closing.sector_class
    if len(each.members) < (1 if each.closed else 2):
        return SectorClass.OTHER
    for context in _contexts(folded, each):
        classes = {classify(label) for label in _CLASS_LABEL.findall(context)}
        if len(classes) == 1:
            return classes.pop()
    return SectorClass.OTHER


def _contexts(folded: str, each: SectorList) -> Iterator[str]:
    """Words that can class a list from outside: the clauses beside it."""
    start = each.members[0].start
    label = folded[each.closing.start : each.closing.end] if each.closing else ""
    begin = max(folded.rfind(sign, 0, start) for sign in _CLAUSE_ENDS) + 1
    if _OPEN_LABEL.search(label) or _SELECTING.match(folded, begin):
        if found := _NEXT_CLAUSE.match(folded, each.end):
            yield found["clause"]
        if begin and folded[begin - 1] in "，：":
            before = max(folded.rfind(sign, 0, begin - 1) for sign in _CLAUSE_ENDS) + 1
            yield folded[before : begin - 1]


def _class_of_item(passage: Passage) -> SectorClass:
    """Class that the title of a notice's item gives: 培育优势产业集群."""
    title = passage.folded.partition("。")[0]
    if len(passage.steps) > 1 or passage.kind is not Kind.ITEM or len(title) > _LONGEST_TITLE:
        return SectorClass.OTHER
    classes = {classify(label) for label in _TITLE_LABEL.findall(title)}
    return classes.pop() if len(classes) == 1 else SectorClass.OTHER


def _of_subject(passage: Passage, subject: str, places: _Places) -> Iterator[SectorMention]:
    for span in find_subject(passage.folded, subject):
        if not _marked(places.taken, span) and not names_body(passage.folded, span.end):
            _mark(places.taken, span)
            yield SectorMention(passage.steps, span, SectorClass.OTHER, "sector-subject", 0.7)


def _alone(passage: Passage, words: Words, places: _Places) -> Iterator[SectorMention]:
    """Names outside lists."""
    for span in forbidding_sentences(words.folded):
        _mark(places.taken, span)
    yield from _by_form(passage, words, places)
    for name in words.names:
        span = _without_park(words.folded, name)
        if _marked(places.taken, span) or _is_no_sector(words.folded, name):
            continue
        if name.rank is Rank.FIELD:
            rule, confidence = "sector-field", 0.85
        elif is_object(words, name) and not _marked(places.doubtful, span):
            rule, confidence = "sector-branch", 0.7
        else:
            continue
        sector_class = _class_alone(words.folded, name)
        yield SectorMention(passage.steps, span, sector_class, rule, confidence)


def _by_form(passage: Passage, words: Words, places: _Places) -> Iterator[SectorMention]:
    """Industries that no lexicon has, and services as a whole, as objects of policy."""
    for span in open_industries(words):
        if not _marked(places.taken, span):
            _mark(places.taken, span)
            yield SectorMention(passage.steps, span, SectorClass.OTHER, "sector-open", 0.6)
    for found in _SERVICES.finditer(words.folded):
        span = Span(*found.span())
        if not _marked(places.taken, span):
            yield SectorMention(passage.steps, span, SectorClass.SERVICE, "sector-branch", 0.7)


def _without_park(folded: str, name: Name) -> Span:
    """The words of a name; 产业 of 氢能产业园 belongs to the park."""
    of_park = folded.startswith(_PARK, name.end - len(_INDUSTRY))
    shorter = of_park and name.end - name.start > len(_INDUSTRY)
    return Span(name.start, name.end - len(_INDUSTRY) * shorter)


def _is_no_sector(folded: str, name: Name) -> bool:
    return (
        folded[name.start : name.end] in terms("sector_stops")
        or names_body(folded, name.end)
        or (name.rank is Rank.FIELD and is_actor_or_means(folded, name))
        or among_new_things(folded, name.start)
        or _MODE.match(folded, name.end) is not None
        # “光伏+工业” names a mode of production.
        or "+" in (folded[name.start - 1 : name.start], folded[name.end : name.end + 1])
    )


def _class_alone(folded: str, name: Name) -> SectorClass:
    computing = _COMPUTING.search(folded, name.start, name.end)
    if _CLUSTER.match(folded, name.end) and not computing:
        return SectorClass.CLUSTER
    service = _SERVICE.search(folded[name.start : name.end])
    return SectorClass.SERVICE if service else SectorClass.OTHER
