"""Coordinated lists in a passage that name sectors.

Takes: folded text with its composed names and governing words. Gives: lists with members, closing
label and class. A list that 等 and a class noun close (A、B等未来产业) is open: its members are sectors
though no lexicon knows them. In all other coordination only known names count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import terms
from converters.annotation.records import SectorClass
from converters.annotation.sectors.labels import Label, Strength, read_label, read_own_label
from converters.annotation.sectors.objects import among_new_things, is_first_of_kind
from converters.annotation.sectors.tokens import Rank
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.annotation.sectors.tokens import Name, Token
    from converters.annotation.sectors.words import Words


@dataclass(frozen=True, slots=True)
class SectorList:
    """Members of one coordination; `closing` is its label, `closed` says that 等 stands before it."""

    members: tuple[Span, ...]
    closing: Label | None
    closed: bool
    start: int
    end: int


# Bodies that only say what trade they ply: 会计、法律服务等中介服务机构.
_AGENCIES: Final = re.compile(
    "(?:与[一-鿿]{1,6}[相有]关的)?(?:各类|专业|科学技术|科技|社会|市场)*中介(?P<service>服务)?机构"
)
_CLAUSE: Final = re.compile(r"(?:[^，。；：！？\n“”《》（）]|（套）)+")
# 参与, 碳中和, 饱和: parts of words.
_SEPARATOR: Final = re.compile(
    "、|以及|或者|(?<!碳中)(?<![饱缓调])和(?![谐平解睦])|(?<![参给赋])与|或"
)
# 5000亿级新能源汽车
_SIZE: Final = re.compile(r"[\d一二三四五六七八九十百千万]{1,8}亿元?级")
# 以汽车、电子信息、装备制造为支柱
_PILLARS: Final = re.compile(
    "(?:产业|行业)?为(?:主导|支柱|重点|先导|引领|核心|特色|代表|龙头|主体|主|基础|支撑)(?!要)"
)
_CLOSING: Final = re.compile(
    "(?<![平高中同初均对何上优头不相])等(?![级于候待值价额同效])(?=[一-鿿，。；、）]|$)"
)
# 等 + bodies: what stands before is part of their names.
_BODIES: Final = re.compile(
    "(?:有关|相关|工作|发展|管理|促进|综合|行政|主管|监督|执法|行业|专业(?:化|性)?|服务)*"
    "(?:部门|机构|单位|委员会|管委会|局(?!面|部|势)|厅|办公室|协会|商会|学会|联盟|企业家|团体)"
)
_PROCESS: Final = re.compile("化(?!工|学|肥|纤)")
_FIRST_OF_KIND: Final = "首台（套）|首台套|首批次|首版次|首套件"
_FIRST_BEFORE: Final = re.compile(f"(?:{_FIRST_OF_KIND})")
_FIRST_AFTER: Final = re.compile(f"(?:{_FIRST_OF_KIND})(?:应用)?$")
_SHARED: Final = "产业"
_LONGEST_MEMBER: Final = 14
_LONGEST_ADDITION: Final = 6
_NOT_IN_MEMBER: Final = re.compile(
    "[的了其该本各每]|应当|可以|不得|企业$|机构$|单位$|部门$|人员$|政府|平台$|基地$|园区?$|中心$|场站$|行为$|情况$"
    "|研究$|生产$|应用$|使用$|推广$|活动$|问题$|工作$|事项$|措施$|制度$|机制$|体系$|能力$|建设$|保护$|安全$"
)
_NOT_BEFORE_NAME: Final = re.compile(
    f"{_NOT_IN_MEMBER.pattern}|[内区]|亿元?级|列入|国家|企业|院校|学校|高校|机构|部门|市场"
)
_REST: Final = re.compile("[^，。；：]*")
_DIGITAL: Final = re.compile("数字化|智能化|智慧|数据|场景")
_OFFICE: Final = re.compile("(?:所|机关|机构|公司|中心)$")
_ENTERPRISES: Final = re.compile("(?:类|各类|有关|相关|重点)?企业")


def find_lists(words: Words) -> Iterator[SectorList]:
    """The lists of sectors in a passage, in text order."""
    for clause in _CLAUSE.finditer(words.folded):
        begin, end = clause.span()
        separators = _separators(words, begin, end)
        if not separators and words.folded.find("等", begin, end) < 0:
            continue
        for closing in _CLOSING.finditer(words.folded, begin, end):
            found = _closed_list(words, begin, closing.start(), separators)
            begin = found.end
            yield found
        yield from _open_lists(words, [each for each in separators if each[0] >= begin])


def names_body(folded: str, end: int) -> bool:
    """Whether the words at a place make what stands before them the name of a body.

    As a part of another word (软件化, 产业数字化) it is no name of a sector either.
    """
    return _BODIES.match(folded, end) is not None or _PROCESS.match(folded, end) is not None


def _separators(words: Words, begin: int, end: int) -> tuple[tuple[int, int], ...]:
    found = _SEPARATOR.finditer(words.folded, begin, end)
    return tuple(each.span() for each in found if each.start() not in words.inside)


def _closed_list(
    words: Words, begin: int, end: int, separators: Sequence[tuple[int, int]]
) -> SectorList:
    """The list that 等 at `end` closes; without members where it is none of sectors."""
    label = read_label(words.folded, end + 1, words.by_start)
    members: list[Span] = []
    stop = end
    for start, after in reversed([each for each in separators if begin <= each[0] < end]):
        span, cut = _member(words, after, stop)
        members += [span] if span else []
        if cut:
            break
        stop = start
    else:
        span, cut = _member(words, begin, stop)
        name = words.by_end.get(stop)
        if span and not cut and name is not None and name.start > span.start:
            # What opens the list may be a verb that no lexicon knows.
            span = Span(name.start, stop)
        members += [span] if span else []
    members.reverse()
    if found := _AGENCIES.match(words.folded, end + 1):
        return _trades(words, members, found)
    if names_body(words.folded, end + 1):
        return SectorList((), None, closed=True, start=stop, end=end + 1)
    accepted = _accept(words, members, label)
    if _ENTERPRISES.match(words.folded, end + 1) and len(accepted) < len(members):
        accepted = ()
    after = label.end if label and accepted else end + 1
    return SectorList(
        accepted, label, closed=True, start=members[0].start if members else end, end=after
    )


def _trades(words: Words, members: Sequence[Span], found: re.Match[str]) -> SectorList:
    """The trades of agencies: 资产评估、法律服务等中介服务机构; none where offices are listed."""
    label = Label(found.start(), found.end(), Strength.BROAD, SectorClass.SERVICE)
    offices = any(_OFFICE.search(each.of(words.folded)) for each in members)
    start = members[0].start if members else found.start()
    accepted = () if offices else _accept(words, members, label)
    if len(accepted) < len(members):
        accepted = ()
    if not found["service"]:
        label = replace(label, sector_class=SectorClass.OTHER)
    return SectorList(accepted, label, closed=True, start=start, end=found.end())


def _member(words: Words, start: int, end: int) -> tuple[Span | None, bool]:
    """What is left of a segment behind its last governing word, and whether there was one."""
    if found := _FIRST_AFTER.search(words.folded, start, end):
        end = found.start()
    name = words.by_end.get(end)
    first = start
    for token in _between(words, start, end):
        if token.end < end and (token.word.context or (name and _is_label(token, name))):
            first = token.end
    cut = first > start
    if found := _FIRST_BEFORE.match(words.folded, first, end):
        first = found.end()
    if first >= end:
        return None, cut
    if (
        name is not None
        and first < name.start
        and (
            name.start - first > _LONGEST_ADDITION
            or _NOT_BEFORE_NAME.search(words.folded[first : name.start])
        )
    ):
        first, cut = name.start, True
    return Span(first, end), cut


def _between(words: Words, start: int, end: int) -> Sequence[Token]:
    begin = bisect_left(words.tokens, start, key=lambda token: token.start)
    return words.tokens[begin : bisect_left(words.tokens, end, key=lambda token: token.start)]


def _is_label(token: Token, name: Name) -> bool:
    """A word such as 先进制造业 before a name and no part of it."""
    word = token.word
    return token.end <= name.start and not (word.rank or word.prefix or word.suffix)


def _accept(words: Words, members: Sequence[Span], label: Label | None) -> tuple[Span, ...]:
    """The members that are sectors, as far as the label and the known members tell."""
    likely = [each for each in members if _may_be_sector(words, each, label)]
    ranks = [_rank(words, each) for each in likely]
    known = sum(rank >= Rank.BRANCH for rank in ranks)
    fields = sum(rank is Rank.FIELD for rank in ranks)
    areas = sum(rank is Rank.AREA for rank in ranks)
    if label is None or label.strength is Strength.FAINT:
        half = fields * 2 >= len(members) or (fields > 1 and known * 2 >= len(members))
        promoted = bool(members) and members[0].start in words.promoted
        sure = (fields > 0 or promoted) and (half or known == len(members))
        least = Rank.BRANCH if sure else Rank.FIELD
        ranks = [_rank_at_end(words, each) for each in likely]
        return _only(likely, ranks, least)
    if label.strength is Strength.STRONG:
        certain = known + areas > 0 or label.sector_class is not SectorClass.OTHER
        return tuple(likely) if certain and len(likely) * 2 >= len(members) else ()
    half = (known + areas) * 2 >= len(members)
    if half and label.strength is Strength.BROAD:
        return tuple(likely)
    if known * 2 >= len(members) or (half and (fields or _applies_technology(words, members))):
        return tuple(likely)
    return _only(likely, ranks, Rank.FIELD)


def _applies_technology(words: Words, members: Sequence[Span]) -> bool:
    """Whether areas are listed as where technology is applied: 交通、水利等领域数字化改造."""
    if any(name.rank is Rank.FIELD for name in words.names):
        return True
    end = members[-1].end
    clause = _REST.search(words.folded, members[0].start)
    begin = max(words.folded.rfind(sign, 0, members[0].start) for sign in "，。；：")
    return bool(
        _DIGITAL.search(words.folded, begin + 1, members[0].start)
        or (clause and _DIGITAL.search(words.folded, end, clause.end()))
    )


def _only(members: Sequence[Span], ranks: Sequence[Rank], least: Rank) -> tuple[Span, ...]:
    return tuple(each for each, rank in zip(members, ranks, strict=True) if rank >= least)


def _rank(words: Words, member: Span) -> Rank:
    """Rank of the name that ends a member (大宗固体废弃物 + 综合利用) or opens it (大模型 + 训练)."""
    rank = _rank_at_end(words, member)
    name = words.by_start.get(member.start)
    if rank is not Rank.NONE or name is None or name.end > member.end:
        return rank
    return name.rank


def _rank_at_end(words: Words, member: Span) -> Rank:
    name = words.by_end.get(member.end)
    rank = Rank.NONE if name is None or name.start < member.start else name.rank
    return max(rank, Rank.BRANCH) if is_first_of_kind(words.folded, member.start) else rank


@cache
def _verbs() -> frozenset[str]:
    return terms("sector_contexts")


def _may_be_sector(words: Words, member: Span, label: Label | None) -> bool:
    text = member.of(words.folded)
    if among_new_things(words.folded, member.start) or text in _verbs():
        return False
    if _rank_at_end(words, member) is not Rank.NONE:
        stages = label is not None and label.sector_class is SectorClass.SERVICE
        first = is_first_of_kind(words.folded, member.start)
        return first or stages or text not in terms("sector_stops")
    service = label is not None and label.sector_class is SectorClass.SERVICE
    stops = terms("sector_stops") - (
        terms("sector_stops", kind="stage") if service else frozenset()
    )
    return (
        len(text) <= _LONGEST_MEMBER
        and text not in stops
        and _NOT_IN_MEMBER.search(text) is None
        and (len(text) > 1 or (label is not None and label.strength is Strength.STRONG))
    )


def _open_lists(words: Words, separators: Sequence[tuple[int, int]]) -> Iterator[SectorList]:
    """Runs of names joined without 等, with the class noun that follows the last."""
    run: list[Span] = []
    for (start, after), (stop, _) in pairwise([*separators, (len(words.folded), 0)]):
        size = _SIZE.match(words.folded, after)
        left, right = words.by_end.get(start), words.by_start.get(size.end() if size else after)
        if not run and left is not None:
            run = [Span(left.start, left.end)]
        if not run or run[-1].end != start:
            yield from _open_list(words, run)
            run = [Span(left.start, left.end)] if left is not None else []
        if run and right is not None:
            run.append(Span(right.start, right.end))
        elif run and 0 < stop - after <= _LONGEST_ADDITION:
            run.append(Span(after, stop))
    yield from _open_list(words, run)


def _open_list(words: Words, run: Sequence[Span]) -> Iterator[SectorList]:
    ranks = [_rank(words, each) for each in run]
    while ranks and ranks[-1] is Rank.NONE:
        ranks.pop()
    run = run[: len(ranks)]
    if len(run) < 2 or names_body(words.folded, run[-1].end):
        return
    label = read_label(words.folded, run[-1].end, {})
    own = read_own_label(words.folded, words.by_end[run[-1].end])
    known = sum(rank >= Rank.BRANCH for rank in ranks)
    closed = own is not None or (label is not None and label.strength is not Strength.FAINT)
    promoted = run[0].start in words.promoted or _are_pillars(words.folded, run)
    least = Rank.BRANCH if Rank.FIELD in ranks or closed or promoted else Rank.FIELD
    strong = own is not None or (label is not None and label.strength is Strength.STRONG)
    if strong and known * 2 >= len(run):
        least = Rank.NONE
    run = [*run[:-1], _without_noun(words, run)]
    members = tuple(
        each
        for each, rank in zip(run, ranks, strict=True)
        if rank >= least and _may_be_sector(words, each, label)
    )
    if members:
        yield SectorList(members, label, closed=False, start=run[0].start, end=run[-1].end)


def _are_pillars(folded: str, run: Sequence[Span]) -> bool:
    begins = folded.startswith("以", max(run[0].start - 1, 0))
    return begins and _PILLARS.match(folded, run[-1].end) is not None


def _without_noun(words: Words, run: Sequence[Span]) -> Span:
    """The last member without 产业 that belongs to all: 高效节能、先进环保和资源循环利用产业."""
    last = run[-1]
    shared = not any(each.of(words.folded).endswith(_SHARED) for each in run[:-1])
    text = last.of(words.folded)
    if shared and text.endswith(_SHARED) and len(text) > len(_SHARED) + 1:
        return Span(last.start, last.end - len(_SHARED))
    return last
