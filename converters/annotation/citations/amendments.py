"""Citations in texts that amend another: 将第九条修改为：“…前款…”.

Takes: passages and the citations found in them. Gives: the citations, those that speak of the amended
text pointed there. In an amending text bare numbers count in the amended instrument, and what stands
in its quotation marks is a provision of that instrument: 前款 in it is the quoted 款 before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from converters.annotation.citations import titles
from converters.annotation.citations.pointers import read_pointers
from converters.annotation.records import CitationKind, ProvisionPointer
from converters.records import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.annotation.records import Citation, Passage
    from converters.structure.addresses import Steps

_OPENING: Final = re.compile(
    r"作(?:出)?(?:如下|以下)(?:补充)?(?:修[改订正]|补充)|^ ?修改[《最]"
    r"|^ ?(?:在|将|删去|删除)[^，。：第]{2,40}第[^，。：条]{1,10}条[^。：“]{0,24}(?:增加|修改|作为|删)"
)
_INSTRUCTION: Final = re.compile(
    r"(?P<where>[^“”。]{0,120}?)(?:修改为|修正为|改为|作为(?P<new>[^“”：，。]{1,24})|增加[一两二三四五六]?[条款项]?)[^“”。]{0,24}?"
    r"[：:]\s*[“\"]"
)
_ARTICLE: Final = re.compile(r"第[^第条，。]{1,10}条")
_OWN_RULES: Final = frozenset({"bare", "relative", "self"})


@dataclass
class _State:
    """The amended instrument, and the provision whose new text is being quoted."""

    law: str | None = None
    unit: Steps = ()
    paragraph: int = 0
    open: bool = False


def point_to_amended(
    passages: Iterable[Passage], citations: Iterable[Citation]
) -> tuple[Citation, ...]:
    """The citations, those of the amended instrument under its title."""
    by_passage: dict[Steps, list[Citation]] = {}
    for citation in citations:
        by_passage.setdefault(citation.at, []).append(citation)
    state = _State()
    found: list[Citation] = []
    for passage in passages:
        own = by_passage.get(passage.steps, [])
        if state.law is None and not _OPENING.search(passage.folded):
            found += own
            continue
        found += _in_passage(passage, own, state)
    return tuple(found)


def _in_passage(passage: Passage, own: list[Citation], state: _State) -> Iterator[Citation]:
    """The citations of a passage; afterwards `state` is that at its end."""
    folded = passage.folded
    opening = _OPENING.search(folded)
    if opening:
        state.law = _last_law(own, folded, len(folded)) or state.law
    instruction = _INSTRUCTION.search(folded)
    if instruction:
        state.law = _last_law(own, folded, instruction.end()) or state.law
        state.unit, state.paragraph = _unit(instruction), 1
        state.open = True
    elif state.open and passage.kind is not Kind.ITEM:
        state.paragraph += 1
    start = instruction.end() if instruction else 0
    for citation in own:
        quoted = state.open and citation.span.start >= start
        paragraph = state.paragraph + folded.count("\n", start, citation.span.start)
        unit = _numbered(state.unit, paragraph) if quoted else ()
        yield _amended(citation, state.law, unit)
    if folded.rstrip(" 。").endswith(("”", '"')):
        state.open = False


def _last_law(citations: list[Citation], folded: str, end: int) -> str | None:
    """The instrument that an instruction names last before the quoted text."""
    named = [c.title for c in citations if c.title and c.span.end <= end and c.rule != "continued"]
    if named:
        return named[-1]
    unmarked = list(titles.laws().find(folded[:end]))
    return unmarked[-1].title if unmarked else None


def _unit(instruction: re.Match[str]) -> Steps:
    """The provision that gets the quoted text: the new number, else the one that is changed."""
    for words in (instruction["new"] or "", instruction["where"]):
        articles = list(_ARTICLE.finditer(words))
        if articles:
            pointed = read_pointers(words, articles[-1].start())
            return pointed.pointers[-1].steps if pointed else ()
    return ()


def _numbered(unit: Steps, paragraph: int) -> Steps:
    """The quoted paragraph: of a whole article the n-th, of 第二款 the n-th from there."""
    if not unit:
        return ()
    first = next((int(n) for kind, n in unit if kind == Kind.PARAGRAPH and n.isdigit()), 1)
    return (unit[0], (Kind.PARAGRAPH.value, str(first + paragraph - 1)))


def _amended(citation: Citation, law: str | None, unit: Steps) -> Citation:
    """A citation of the text itself as one of the amended instrument."""
    if law is None or citation.title is not None or citation.rule not in _OWN_RULES:
        return citation
    pointers = tuple(p for pointer in citation.pointers for p in _absolute(pointer, unit))
    if len(pointers) < len(citation.pointers):
        return citation
    return replace(
        citation,
        kind=CitationKind.LAW,
        title=law,
        pointers=pointers,
        rule="quoted" if unit else "amended",
    )


def _absolute(pointer: ProvisionPointer, unit: Steps) -> Iterator[ProvisionPointer]:
    """A pointer seen from a quoted paragraph, in numbers of the amended instrument."""
    relative = pointer.relative
    if relative is None and (not pointer.steps or pointer.steps[0][0] == Kind.ARTICLE):
        yield pointer
        return
    if not unit:
        return
    article, (_, number) = unit
    match (relative.kind, relative.back) if relative else (Kind.ARTICLE, 0):
        case (Kind.ARTICLE, 0):
            bases: list[Steps] = [(article,)]
        case (Kind.PARAGRAPH, back):
            last = int(number)
            numbers = range(last - back, last) if back else [last]
            bases = [(article, (Kind.PARAGRAPH.value, str(n))) for n in numbers if n > 0]
        case _:
            return
    for base in bases:
        yield ProvisionPointer(
            (*base, *pointer.steps), (*base, *pointer.last) if pointer.last else None
        )
