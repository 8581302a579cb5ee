"""The industry that a statute is about: 惠明茶 of 促进惠明茶产业发展条例, 电影 of 电影产业促进法.

Takes: the passages of a document, or a passage and the subject. Gives: the subject, as the purpose
clause names it (为了促进惠明茶产业健康发展，…制定本条例), and where a passage speaks of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.lexicons import terms
from converters.annotation.sectors.labels import NOT_IN_LABEL
from converters.annotation.sectors.tokens import Rank, compose_names, find_matches, read_tokens
from converters.records import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.annotation.records import Passage

_PURPOSE: Final = re.compile("为[^。]{2,}?制定本")
_DEVELOPED: Final = re.compile(
    r"(?:促进|推动|推进|加快|扶持|支持)(?:和[一-鿿]{2})?(?:我省|我市|本省|本市|本自治县|本自治州)?"
    r"(?P<subject>[一-鿿]{2,10}?)(?P<industry>产业|行业|事业|业|化)?"
    r"(?:健康|高质量|可持续|持续|有序|规范|协调|快速|平稳|稳定|创新|融合|绿色|繁荣|全面|加快|[、和])*(?:发展|振兴|，)"
)
_INDUSTRY: Final = "产业"
# A subject that is no word of the lexicons is the one of which the document goes on to speak.
_LEAST_SHARE: Final = 0.3
_LEAST: Final = 3
_NO_SUBJECT: Final = re.compile(f"{NOT_IN_LABEL}|[省市县区]|经济$|^[新全各大小]")
# 清洁生产 is a way of acting.
_WAY: Final = re.compile("(?:生产|保护|研究)$")


# What is forbidden with films is no policy for films.
_FORBIDDEN: Final = re.compile("[^。；\n]*(?:不得|禁止|违反)[^。；\n]*")


def read_subject(passages: Iterable[Passage]) -> str:
    """The industry that a statute promotes, without the word 产业; nothing where there is none."""
    articles: dict[str, str] = {}
    for passage in passages:
        kind, number = passage.steps[0]
        if kind == Kind.ARTICLE:
            articles[number] = articles.get(number, "") + passage.folded
    purpose = _PURPOSE.search(articles.get("1", ""))
    if purpose is None:
        return ""
    for found in _DEVELOPED.finditer(purpose[0]):
        subject = found["subject"]
        spoken = sum(subject in text for text in articles.values())
        often = spoken >= max(_LEAST, _LEAST_SHARE * len(articles))
        if often and _names_industry(subject, found["industry"] or ""):
            return subject
    return ""


def _names_industry(subject: str, industry: str) -> bool:
    if _WAY.search(subject) or {subject, subject + industry, subject + _INDUSTRY} & terms(
        "sector_stops"
    ):
        return False
    names = compose_names(read_tokens(find_matches(subject)))
    if any(name.end - name.start == len(subject) and name.rank >= Rank.BRANCH for name in names):
        return True
    return industry == _INDUSTRY and _NO_SUBJECT.search(subject) is None


def find_subject(folded: str, subject: str) -> Iterator[Span]:
    """The places where a text names the subject, with 产业 where that follows."""
    if not subject or subject not in folded:
        return
    forbidden = [found.span() for found in _FORBIDDEN.finditer(folded)]
    for found in re.finditer(f"{subject}(?:{_INDUSTRY})?", folded):
        if not any(start <= found.start() < end for start, end in forbidden):
            yield Span(*found.span())
