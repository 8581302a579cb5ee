"""The tree of a document: 编 分编 章 节 条 款 项 目, notices, annexes, and what stands around them.

Takes: raw `Text`. Gives: `Structure`, in which every visible character is in one place.
Units: 立法法 2023 第六十五条; 款 have no number of their own and count by position.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.records import Element, ElementKind, Kind, Oddity, OddityKind, Span, Structure
from converters.structure import front
from converters.structure.clean import fold
from converters.structure.headings import Heading, resolve_headings
from converters.structure.labels import Style
from converters.structure.layout import lay_out
from converters.structure.lines import (
    ANNEX_LABEL,
    Form,
    Line,
    Role,
    ends_sentence,
    is_title,
    looks_like_heading,
)
from converters.structure.matter import is_attachment, is_signature, standing_kind
from converters.structure.numerals import parse_numeral
from converters.structure.oddities import find_oddities
from converters.structure.outline import Lists, Piece, Unit, add_paragraph
from converters.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_RANK: Final = {
    Kind.PART: 0,
    Kind.SUBPART: 1,
    Kind.CHAPTER: 2,
    Kind.SECTION: 3,
    Kind.DIVISION: 4,
}
_ARTICLE_TITLE: Final = re.compile(r"(?P<title>【[^】]{1,30}】)\s*")


def parse_structure(raw: Text) -> Structure:
    """The structure of a document; no provisions where the text shows none."""
    form, lines = lay_out(raw)
    text, starts = _assemble(lines)
    spans = [Span(start, start + len(line.text)) for start, line in zip(starts, lines, strict=True)]
    count = sum(line.role in {Role.FRONT, Role.CONTENTS} for line in lines)
    head = front.parse_front(lines[:count], spans[:count])
    if form is Form.UNNUMBERED:
        head = front.as_unnumbered(head)
    builder = _Builder(form)
    for line, span, heading in _with_headings(lines[count:], spans[count:]):
        builder.add(line, span, heading)
    provisions = (*head.provisions, *(unit.provision() for unit in builder.root.children))
    elements = tuple(sorted((*head.elements, *builder.elements), key=lambda e: e.span))
    oddities = find_oddities(text, provisions, elements, numbered=form is not Form.UNNUMBERED)
    return Structure(
        text,
        elements,
        provisions,
        tuple(sorted({*oddities, *builder.oddities()}, key=lambda o: (o.span, o.kind))),
    )


def _assemble(lines: list[Line]) -> tuple[Text, list[int]]:
    """The text of all lines, a line feed between two, and where each line starts."""
    pieces: list[Text] = []
    starts: list[int] = []
    length = 0
    for line in lines:
        if pieces:
            feed = Text.at("\n", pieces[-1].place(len(pieces[-1]) - 1))
            pieces.append(feed)
            length += 1
        starts.append(length)
        pieces.append(line.text)
        length += len(line.text)
    return Text.join(pieces), starts


def _with_headings(
    lines: list[Line], spans: list[Span]
) -> Iterator[tuple[Line, Span, Heading | None]]:
    """Each line with its span, headings with their kind and number."""
    heads = [_heading(line) for line in lines if line.role in {Role.HEADING, Role.BARE_HEADING}]
    resolved = iter(resolve_headings(heads))
    for line, span in zip(lines, spans, strict=True):
        is_heading = line.role in {Role.HEADING, Role.BARE_HEADING}
        yield line, span, next(resolved) if is_heading else None


def _heading(line: Line) -> Heading:
    if line.role is Role.BARE_HEADING or line.label is None:
        return Heading(None, "")
    inner = line.label.style is Style.HAN_PAREN
    return Heading(Kind.DIVISION if inner else line.label.kind, line.label.numbering)


class _Builder:
    """Places the lines of the body one after the other in the tree."""

    def __init__(self, form: Form) -> None:
        self.root = Unit(Kind.PART, "")
        self.elements: list[Element] = []
        self._odd: list[Oddity] = []
        self._lists: list[Lists] = []
        self._open: list[Unit] = []
        self._annexes: list[Unit] = []
        self._start_lists(self.root, paragraphs=form is Form.ARTICLES)

    def oddities(self) -> list[Oddity]:
        """What was odd about the labels of the main text; lists of annexes number as they like."""
        return [*self._odd, *(o for lists in self._lists for o in lists.oddities)]

    def add(self, line: Line, span: Span, heading: Heading | None) -> None:
        """Place the next line."""
        if heading:
            self._add_heading(line, span, heading)
        elif line.role is Role.ARTICLE:
            self._add_article(line, span)
        elif line.role is Role.ANNEX:
            self._add_annex(line, span)
        elif line.role is Role.TAIL:
            before = self.elements[-1].kind if self.elements else None
            self.elements.append(Element(_tail_kind(line.value, before), span))
        elif line.role is Role.CLOSING:
            add_paragraph(self.root, span)
        elif self._titles_annex(line):
            self._annexes[-1].heading = span
        else:
            self._add_piece(line, span)

    def _add_heading(self, line: Line, span: Span, heading: Heading) -> None:
        kind = heading.kind or Kind.DIVISION
        while self._open and _RANK[self._open[-1].kind] >= _RANK[kind]:
            self._open.pop()
        label, rest = _split(line, span)
        unit = Unit(kind, heading.number, label, rest, inferred=heading.inferred)
        self._host().children.append(unit)
        self._open.append(unit)
        if heading.inferred:
            self._odd.append(Oddity(OddityKind.HEADING_LABEL_LOST, span, heading.number))
        self._start_lists(unit, paragraphs=True)

    def _add_article(self, line: Line, span: Span) -> None:
        label, rest = _split(line, span)
        number = line.label.numbering if line.label else ""
        unit = Unit(Kind.ARTICLE, number, label)
        self._host().children.append(unit)
        self._start_lists(unit, paragraphs=True)
        self._note_label(line, label or span)
        if rest:
            title = _ARTICLE_TITLE.match(line.value, rest.start - span.start)
            if title:
                unit.heading = Span(rest.start, span.start + title.end("title"))
                rest = Span(span.start + title.end(), rest.end)
            if rest.start < rest.end:
                add_paragraph(unit, rest)

    def _note_label(self, line: Line, span: Span) -> None:
        if line.merged:
            self._odd.append(Oddity(OddityKind.ARTICLE_MERGED, span))
        if line.label and line.label.variant:
            self._odd.append(Oddity(OddityKind.LABEL_VARIANT, span))

    def _add_annex(self, line: Line, span: Span) -> None:
        """附件2：名单 is annex 2 with a heading; without a number it is the next one."""
        match = ANNEX_LABEL.match(fold(line.value))
        stated = parse_numeral(match["number"]) if match and match["number"] else None
        annex = Unit(Kind.ANNEX, str(stated or len(self._annexes) + 1))
        annex.label = Span(span.start, span.start + (match.end("label") if match else 0))
        rest = Span(span.start + (match.end() if match else 0), span.end)
        annex.heading = rest if rest.start < rest.end else None
        self._annexes.append(annex)
        self.root.children.append(annex)
        self._open.clear()
        self._start_lists(annex, paragraphs=True)

    def _titles_annex(self, line: Line) -> bool:
        """Whether a line is the heading of an annex whose label stands on a line of its own."""
        annex = self._annexes[-1] if self._annexes else None
        if annex is None or annex.heading or annex.children or line.role is not Role.PLAIN:
            return False
        return looks_like_heading(line.value)

    def _add_piece(self, line: Line, span: Span) -> None:
        if line.role is not Role.LISTED or line.label is None:
            opens = line.value.endswith(("：", ":"))
            self._list.add(Piece(span, opens=opens))
            return
        label, rest = _split(line, span)
        titled = is_title(line)
        self._list.add(Piece(rest or Span(span.end, span.end), line.label, label, titled))

    def _host(self) -> Unit:
        return self._open[-1] if self._open else (self._annexes or [self.root])[-1]

    def _start_lists(self, unit: Unit, *, paragraphs: bool) -> None:
        self._list = Lists(unit, paragraphs=paragraphs)
        if not self._annexes:
            self._lists.append(self._list)


def _split(line: Line, span: Span) -> tuple[Span | None, Span | None]:
    """Spans of the label and of what follows it; None for one that is not there."""
    if line.label is None:
        return None, span
    label = Span(span.start, span.start + line.label.end)
    body = Span(span.start + line.label.body, span.end)
    return label, body if body.start < body.end else None


def _tail_kind(line: str, before: ElementKind | None) -> ElementKind:
    """What a line after the main text is; `before` is the element before it."""
    if before is ElementKind.ATTACHMENTS and is_attachment(line):
        return ElementKind.ATTACHMENTS
    kind = standing_kind(line)
    if kind is None and is_signature(line):
        return ElementKind.SIGNATURE
    return kind or (ElementKind.COPIES if ends_sentence(line) else ElementKind.OTHER)
