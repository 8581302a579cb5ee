"""Names of laws and documents: titles in 《》, short names without marks, abbreviations of a document.

Takes: folded text. Gives: where a name stands and what kind of thing it names. Names that stand without
marks are those of `data/lexicons/laws.csv` and those that the document itself introduces (以下简称).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick, MatchKind

from converters.annotation.lexicons import load_lexicon
from converters.annotation.records import CitationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converters.annotation.records import Passage

STATE: Final = "中华人民共和国"

TITLE: Final = re.compile(r"《(?P<title>(?:[^《》]|《[^《》]{1,60}》){1,120})》")
_EDITION: Final = re.compile(r"(?:（[^（）]*）)+$")
_NORM: Final = re.compile(
    r"(?:法|法典|通则|总则|条例|规定|办法|细则|规则|解释|决定|决议|修正案|条令|税则|公约|条约|协定|议定书"
    r"|基本法|宪法|安排|批复|宪章)$"
)
# Certificates, forms and newspapers are things that a text speaks of and does not cite.
_THING: Final = re.compile(
    r"(?:[^计规]书|证|证明|执照|牌照|日报|晚报|商报|时报|早报|公报|商标公告|杂志|月刊|单|簿|票|函|帖|卡|册|笺|合同|账|批件|记录|内部通报|[歌曲]"
    r"|(?:申请|登记|审批|审核|备案|统计|报告|报|呈报|推荐|鉴定|通知|情况|记录|汇总|调查|评估|评价|体检|检查|验收|考核|反馈|意见)表)$"
)
# Kinds of documents: such a word alone in 《》 names one only where the document has introduced it.
_BARE: Final = re.compile(
    r"(?:通知|通告|公告|决定|报告|意见|方案|批复|决议|协议|声明|规划|纲要|清单|目录|标准)$"
)
_DEFINITION: Final = re.compile(
    r"（(?:[^（）]{0,20}[，；])?(?:以下|下称|下同)(?:统称|简称|称)?(?:为|作)?[，：]?[“\"《‘「]*"
    r"(?P<short>[^“”\"《》（）‘’「」]{2,30})[”\"》’」]*）"
)
_NAMED_NORM: Final = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|规则|解释|决定|公约|安排|条令|规程|意见|通知|方案|措施|标准|目录|规划|纲要)$"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the text: `start` to `end` with its marks, `title` without."""

    start: int
    end: int
    title: str


def classify(title: str) -> CitationKind | None:
    """Whether a title in 《》 names a norm or another document; None where it names a thing.

    >>> classify("中华人民共和国公司法").value, classify("产业结构调整指导目录（2024年本）").value
    ('law', 'document')
    >>> classify("营业执照") is None
    True
    """
    name = _EDITION.sub("", title).rstrip("〉》>＞")
    if _NORM.search(name):
        return CitationKind.LAW
    return None if _THING.search(name) else CitationKind.DOCUMENT


def is_kind_only(title: str) -> bool:
    """Whether a title says no more than a kind of document (《通知》), which names none."""
    return bool(_BARE.fullmatch(title))


def key(title: str) -> str:
    """The form in which titles are compared: without spaces, marks, the name of the state, editions.

    >>> key("最高人民法院关于适用〈中华人民共和国公司法〉若干问题的规定（二）")
    '最高人民法院关于适用公司法若干问题的规定（二）'
    """
    name = _UNMARKED.sub("", title).replace(STATE, "")
    return _DATED.sub("", name)


_UNMARKED: Final = re.compile(r"[\s《》〈〉<>＜＞“”\"、，·]")
_DATED: Final = re.compile(
    r"(?<!修正案)（(?:\d{4}年?(?:修正|修订|本|版)?[^（）]*|修正|修订|修正本|修订本)）$"
)


@cache
def official_titles() -> Mapping[str, tuple[str, str]]:
    """(title, type) of every law of the lexicon by the key of each of its names."""
    rows = load_lexicon("laws")
    return {key(row["term"]): (row["title"], row["type"]) for row in rows}


def read_abbreviations(passages: Iterable[Passage]) -> dict[str, str]:
    """Short names that a document introduces for other norms: 《…法》（以下简称《刑事诉讼法》）."""
    found: dict[str, str] = {}
    for passage in passages:
        if "下" in passage.folded and "《" in passage.folded:
            found |= dict(_definitions(passage.folded))
    return found


def _definitions(folded: str) -> Iterator[tuple[str, str]]:
    for name in TITLE.finditer(folded):
        at = name.end()
        # Between name and definition there may be a number: （国务院令第1号）.
        while (bracket := _BRACKET.match(folded, at)) and not _DEFINITION.match(folded, at):
            at = bracket.end()
        definition = _DEFINITION.match(folded, at)
        if definition and _NAMED_NORM.search(definition["short"]):
            yield definition["short"].strip(), name["title"]


_BRACKET: Final = re.compile(r"（[^（）]{0,60}）")


def skip_brackets(folded: str, start: int) -> int:
    """Where the text goes on after a number or a definition in brackets: 《…法》（以下简称…）第二条."""
    match = _BRACKETS.match(folded, start)
    return match.end() if match else start


_BRACKETS: Final = re.compile(
    r"(?:（(?:[^（）]{0,40}〔[^（）]{0,20}|[^（）]{0,12}令[^（）]{0,14}|(?:以下|下称)[^（）]{1,40})）)+"
)


class Lexicon:
    """Finds the names of a set where they stand without marks, the longest first."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(sorted({name for name in names if name}))
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)

    def find(self, folded: str) -> Iterator[Name]:
        """The names in a text, in order; one inside a longer word is none (公司法人, 法律)."""
        for index, start, end in self._automaton.find_matches_as_indexes(folded):
            if _stands_alone(folded, start, end):
                full = folded.startswith(STATE, max(start - len(STATE), 0), start)
                yield Name(start - len(STATE) * full, end, self._names[index])


@cache
def laws() -> Lexicon:
    """The laws of the lexicon."""
    return Lexicon(row["term"] for row in load_lexicon("laws"))


_INSIDE: Final = re.compile(
    r"[律规院庭人官定治制学理医系域案草]|(?:修正|修订)?草案|实施(?:条例|细则|办法)|宣誓|和法律委员会|[》〉]"
)
# What may stand before a name without marks: the words that govern a citation, not the rest of a name.
_BEFORE: Final = re.compile(
    r"(?:[^\u4e00-\u9fff]|家|照|据|反|用|合|按|成|于|为|施|在|对|的|和|与|及|或|者|有|行|除|经|将|由|非|定|犯|向|守"
    r"|国|新|旧|原|前|后|受|当|彻|习|传|以|该|等|到|从|自|即|如|是|使|依|见|看|因|把|关|其|其他|按照|了|下"
    r"|至|指|改|订|正|循|赋|了|称|明|去|附)$"
)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    if folded[end : end + 1] == "第":
        return True
    if _INSIDE.match(folded, end):
        return False
    return not start or bool(_BEFORE.search(folded, max(start - 2, 0), start))
