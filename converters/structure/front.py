"""Front matter: title, document number, adoption note, addressees, the notice and the preamble.

Takes: the lines before the first unit and their spans. Gives: elements and the provisions among them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from converters.records import Element, ElementKind, Kind, Provision, Span
from converters.structure.lines import Role
from converters.structure.matter import front_kinds, is_title_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.structure.lines import Line

# Words by which a notice hands on the text that follows it.
_TRANSMITS: Final = re.compile(
    r"印发|转发|现将|发给|贯彻执行|遵照执行|认真(?:贯彻|组织|抓好)|现予(?:公布|发布)"
)
_LEGAL: Final = {
    ElementKind.HISTORY,
    ElementKind.DOCUMENT_NUMBER,
    ElementKind.DATE,
    ElementKind.ADDRESSEES,
}


@dataclass(frozen=True, slots=True)
class Front:
    """Elements in text order, and notice and preamble where the text has them."""

    elements: tuple[Element, ...]
    provisions: tuple[Provision, ...]
    titled: bool


def parse_front(lines: Sequence[Line], spans: Sequence[Span]) -> Front:
    """What the lines before the first unit are."""
    rest = [(x, s) for x, s in zip(lines, spans, strict=True) if x.role is not Role.CONTENTS]
    kinds = _announced(front_kinds([line.value for line, _ in rest]))
    elements = [Element(k, s) for k, (_, s) in zip(kinds, rest, strict=True) if k]
    elements += _contents(lines, spans)
    elements.sort(key=lambda e: e.span)
    provisions = _running(rest, kinds)
    titled = any(
        k is ElementKind.TITLE and is_title_end(line.value)
        for k, (line, _) in zip(kinds, rest, strict=True)
    )
    return Front(_merge_titles(elements), tuple(provisions), titled)


def _announced(kinds: list[ElementKind | None]) -> list[ElementKind | None]:
    """Running text before the title announces the text that follows: 现予公布."""
    if ElementKind.TITLE not in kinds or ElementKind.ADDRESSEES in kinds:
        return kinds
    title = kinds.index(ElementKind.TITLE)
    return [k or ElementKind.ANNOUNCEMENT for k in kinds[:title]] + kinds[title:]


def _contents(lines: Sequence[Line], spans: Sequence[Span]) -> Iterator[Element]:
    """Each table of contents: usually one, and lines of another kind may stand between two."""
    pairs = zip(lines, spans, strict=True)
    for is_contents, run in groupby(pairs, key=lambda pair: pair[0].role is Role.CONTENTS):
        if is_contents:
            found = [span for _, span in run]
            yield Element(ElementKind.CONTENTS, Span(found[0].start, found[-1].end))


def as_unnumbered(front: Front) -> Front:
    """A document of plain paragraphs: its running text is 款 of the document itself.

    Without a title and one more mark of a legal document it is no regulation: no provisions.
    """
    if not front.titled or not _LEGAL & {e.kind for e in front.elements}:
        return replace(front, provisions=())
    notice = [p for p in front.provisions if p.kind is Kind.NOTICE]
    paragraphs: list[Provision] = []
    for provision in (p for p in front.provisions if p.kind is not Kind.NOTICE):
        for span in (provision.text, *(child.text for child in provision.children)):
            if span:
                number = str(len(paragraphs) + 1)
                paragraphs.append(Provision(Kind.PARAGRAPH, number, text=span))
    return replace(front, provisions=(*notice, *paragraphs))


def _running(
    lines: Sequence[tuple[Line, Span]], kinds: Sequence[ElementKind | None]
) -> list[Provision]:
    """Notice and preamble: the lines that are no elements."""
    prose = [i for i, kind in enumerate(kinds) if kind is None]
    addressed = next((i for i, k in enumerate(kinds) if k is ElementKind.ADDRESSEES), None)
    notice = _notice(lines, kinds, addressed) if addressed is not None else []
    provisions = []
    if notice and addressed is not None:
        span = Span(lines[addressed][1].start, lines[notice[-1]][1].end)
        provisions.append(Provision(Kind.NOTICE, "1", text=span))
    preamble = [i for i in prose if i not in notice]
    if preamble:
        provisions.append(_paragraphs(Kind.PREAMBLE, [lines[i][1] for i in preamble]))
    return provisions


def _notice(
    lines: Sequence[tuple[Line, Span]], kinds: Sequence[ElementKind | None], addressed: int
) -> list[int]:
    """Indices of the running text that follows the salutation, where it transmits something."""
    indices = []
    for index in range(addressed + 1, len(lines)):
        apart = lines[index][1].start > lines[index - 1][1].end + 1  # a 目录 stands between
        if kinds[index] is not None or apart:
            break
        indices.append(index)
    text = "".join(lines[i][0].value for i in indices)
    return indices if indices and _TRANSMITS.search(text) else []


def _paragraphs(kind: Kind, spans: Sequence[Span]) -> Provision:
    """A unit of one paragraph, or of several 款."""
    if len(spans) == 1:
        return Provision(kind, "1", text=spans[0])
    children = (Provision(Kind.PARAGRAPH, str(i), text=s) for i, s in enumerate(spans, 1))
    return Provision(kind, "1", children=tuple(children))


def _merge_titles(elements: list[Element]) -> tuple[Element, ...]:
    """One title that runs over two lines is one element."""
    out: list[Element] = []
    for element in elements:
        last = out[-1] if out else None
        if last and last.kind is element.kind is ElementKind.TITLE:
            out[-1] = Element(element.kind, Span(last.span.start, element.span.end))
        else:
            out.append(element)
    return tuple(out)
