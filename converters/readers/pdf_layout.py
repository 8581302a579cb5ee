"""Characters on pages to lines, and lines to paragraphs.

Takes: the glyphs of each page with their boxes. Gives: paragraphs as `Text`, without page numbers and
running heads. A paragraph goes on over line and page ends until a line is indented, or follows a line
that ends early; nothing is inserted where lines are joined, except a space between Latin words.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from converters.text import Place, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAGE_NUMBER: Final = re.compile(
    r"[\s—–―\-－─·•~〜]*\d{1,4}[\s—–―\-－─·•~〜]*"
    r"|第\s*[\d一二三四五六七八九十百]+\s*页(?:\s*[/，,（(]?\s*共\s*[\d一二三四五六七八九十百]+\s*页[)）]?)?"
    r"|\d{1,4}\s*/\s*\d{1,4}"
)
_LEADER: Final = re.compile(r"[.…·．]{3,}\s*\d+$")
_TERMINAL: Final = "。；：！？;:!?…”』」）)》"
_SENTENCE_END: Final = "。；：！？"
_LABEL: Final = re.compile(
    r"第[零〇一二三四五六七八九十百千\d]+[编章节条](?:之[一二三四五六七八九十]+)?[\s　]"
    r"|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
)
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
# What a line break may not divide: brackets with what they hold to, a Latin word or a number.
_WORD: Final = re.compile(r"[（《〈【〔]*(?:[^\s\u2e80-\uffef]+|.)[”’）》〉】〕，。、；：！？]*")
_EDGE_LINES: Final = 2
_EDGE_ZONE: Final = 0.15
# Fonts that a PDF maker found no better name for give radicals: ⼀ for 一, ⻓ for 长.
_KANGXI: Final = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_SUPPLEMENT: Final = dict(
    zip(
        "⺝⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "月母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_RADICALS: Final = str.maketrans(_KANGXI) | str.maketrans(_SUPPLEMENT)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a page: where it stands, and whether PDFium put it there as a separator."""

    character: str
    index: int
    left: float
    right: float
    baseline: float
    height: float
    angle: float = 0.0
    generated: bool = False

    @property
    def is_visible(self) -> bool:
        """Whether the character leaves a mark."""
        return not self.character.isspace()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number, its height in points, its glyphs in the order of the file."""

    number: int
    height: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; `em` is the width of an ideograph in it."""

    text: Text
    page: int
    left: float
    right: float
    baseline: float
    em: float

    @property
    def value(self) -> str:
        """The characters of the line."""
        return self.text.value


@dataclass(frozen=True, slots=True)
class _Margins:
    """Where the lines of a page begin and end, and whether first lines are indented."""

    left: float
    right: float
    indented: bool


def build_paragraphs(pages: Iterable[Page]) -> list[Text]:
    """The paragraphs of a document."""
    pages = list(pages)
    by_page = [(page, _build_lines(page)) for page in pages]
    lines = _drop_page_furniture(by_page)
    margins = {parity: _margins([x for x in lines if x.page % 2 == parity]) for parity in (0, 1)}
    leading = _leading(lines)
    paragraphs: list[list[Line]] = []
    for line in lines:
        before = paragraphs[-1][-1] if paragraphs else None
        if before is not None and _goes_on(before, line, margins, leading):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_join(paragraph) for paragraph in paragraphs]


def _build_lines(page: Page) -> list[Line]:
    rows: list[list[Glyph]] = []
    for glyph in page.glyphs:
        row = next((r for r in reversed(rows[-4:]) if _on_line(r[-1], glyph)), None)
        if row is None:
            rows.append([glyph])
        else:
            row.append(glyph)
    lines = [line for row in rows if (line := _build_line(page, row))]
    upward = sum(1 for a, b in itertools.pairwise(lines) if b.baseline > a.baseline + b.em)
    # A few jumps are heads, feet and columns; many are a file that does not keep reading order.
    return sorted(lines, key=lambda x: -x.baseline) if upward > len(lines) / 4 else lines


def _on_line(last: Glyph, glyph: Glyph) -> bool:
    return abs(last.baseline - glyph.baseline) < 0.45 * max(last.height, glyph.height, 1.0)


def _build_line(page: Page, row: list[Glyph]) -> Line | None:
    """The line of glyphs on one baseline, generated spaces kept only where there is a gap."""
    ordered = sorted(row, key=lambda g: (g.left, g.index)) if _is_shuffled(row) else row
    visible = [g for g in ordered if g.is_visible]
    if not visible:
        return None
    wide = [g.right - g.left for g in visible if _WIDE.match(g.character)]
    em = median(wide) if wide else median(g.height for g in visible)
    kept: list[Glyph] = []
    for position, glyph in enumerate(ordered):
        if kept and glyph.is_visible and _is_overprint(kept[-1], glyph, em):
            continue
        if not glyph.generated or _is_gap(ordered, position, em):
            kept.append(glyph)
    while kept and not kept[0].is_visible:
        kept.pop(0)
    while kept and not kept[-1].is_visible:
        kept.pop()
    text = Text.join(Text.of(g.character, f"page {page.number}", g.index) for g in kept)
    return Line(
        text=Text(text.value.translate(_RADICALS), text.segments),
        page=page.number,
        left=min(g.left for g in visible),
        right=max(g.right for g in visible),
        baseline=median(g.baseline for g in visible),
        em=em,
    )


def _is_shuffled(row: list[Glyph]) -> bool:
    visible = [g for g in row if g.is_visible]
    return any(b.left < a.left - (a.right - a.left) for a, b in itertools.pairwise(visible))


def _is_overprint(before: Glyph, glyph: Glyph, em: float) -> bool:
    """Whether a glyph repeats the one before it at nearly its place, as false bold type does."""
    return before.character == glyph.character and abs(before.left - glyph.left) < 0.2 * em


def _is_gap(row: list[Glyph], position: int, em: float) -> bool:
    """Whether a space that PDFium generates stands between Latin words or in a wide gap."""
    before = next((g for g in reversed(row[:position]) if g.is_visible), None)
    after = next((g for g in row[position + 1 :] if g.is_visible), None)
    if before is None or after is None:
        return False
    latin = before.character.isascii() and after.character.isascii()
    return latin or after.left - before.right > 0.6 * em


def _drop_page_furniture(by_page: list[tuple[Page, list[Line]]]) -> list[Line]:
    """The lines without page numbers and without heads that recur at the same height."""
    edges: dict[int, list[Line]] = {}
    seen: Counter[tuple[str, int]] = Counter()
    for page, lines in by_page:
        ordered = sorted(lines, key=lambda x: -x.baseline)
        zone = [x for x in (*ordered[:_EDGE_LINES], *ordered[-_EDGE_LINES:]) if _in_zone(page, x)]
        edges[page.number] = zone
        seen.update({_recurring_key(x) for x in zone})
    enough = max(2, 0.4 * len(by_page))
    kept = []
    for page, lines in by_page:
        furniture = {
            id(x)
            for x in edges[page.number]
            if _PAGE_NUMBER.fullmatch(x.value.strip())
            or (len(by_page) > 1 and seen[_recurring_key(x)] >= enough)
        }
        kept += [x for x in lines if id(x) not in furniture]
    return kept


def _in_zone(page: Page, line: Line) -> bool:
    share = line.baseline / page.height if page.height else 0.5
    return share > 1 - _EDGE_ZONE or share < _EDGE_ZONE


def _recurring_key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", "".join(line.value.split())), round(line.baseline / 4)


def _margins(lines: list[Line]) -> _Margins:
    if not lines:
        return _Margins(0.0, 0.0, indented=False)
    em = median(x.em for x in lines)
    starts = Counter(round(x.left / em * 2) for x in lines)
    common = [
        at
        for at, count in starts.items()
        if count >= min(2, len(lines) / 20) or count > 0.02 * len(lines)
    ]
    left = (min(common) if common else min(starts)) * em / 2
    ends = sorted((x.right for x in lines), reverse=True)
    right = next((a for a, b in itertools.pairwise(ends) if a - b < em), ends[0])
    first = sum(1 for x in lines if 1.2 * em < x.left - left < 3.5 * em)
    return _Margins(left, right, indented=first >= 2)


def _leading(lines: list[Line]) -> float:
    """The usual distance between neighbouring lines; 0 where there are none."""
    distances = [
        a.baseline - b.baseline
        for a, b in itertools.pairwise(lines)
        if a.page == b.page and 0 < a.baseline - b.baseline < 4 * a.em
    ]
    return median(distances) if distances else 0.0


def _goes_on(before: Line, line: Line, margins: dict[int, _Margins], leading: float) -> bool:
    """Whether a line continues the paragraph of the line before it."""
    old, new = margins[before.page % 2], margins[line.page % 2]
    if _LEADER.search(before.value) or abs(before.em - line.em) > 0.15 * before.em:
        return False
    if _is_centred(line, new):
        return _is_wrapped_title(before, line, old)
    if _is_set_off(before, line, new, leading) or _ends_early(before, line, old):
        return False
    if before.value[-1] in _TERMINAL and _LABEL.match(line.value):
        return False
    return old.indented or before.value[-1] not in _SENTENCE_END


def _is_set_off(before: Line, line: Line, margins: _Margins, leading: float) -> bool:
    """Whether a line begins a paragraph by an indent, or by a wider space above it."""
    indent = (line.left - margins.left) / line.em
    if indent > 1.2 or indent < -1.5:
        return True
    same_page = before.page == line.page and leading > 0
    return same_page and before.baseline - line.baseline > 1.6 * leading


def _is_centred(line: Line, margins: _Margins) -> bool:
    left, right = line.left - margins.left, margins.right - line.right
    return left > 2.5 * line.em and abs(left - right) < 1.5 * line.em


def _is_wrapped_title(before: Line, line: Line, margins: _Margins) -> bool:
    """A centred line continues only a line that fills the page and ends inside a sentence."""
    full = margins.right - before.right < 1.5 * before.em
    flush = abs(before.left - margins.left) < 1.5 * before.em
    inside = before.value[-1] not in _TERMINAL and not _LABEL.match(line.value)
    return full and flush and inside and before.page == line.page


def _ends_early(before: Line, line: Line, margins: _Margins) -> bool:
    """Whether the first word of the next line would have found room on the line before."""
    room = margins.right - before.right
    word = _WORD.match(line.value)
    ems = sum(0.55 if char.isascii() else 1.0 for char in word.group()) if word else 1.0
    needed = ems * before.em
    return room > max(2.2 * before.em, needed + 0.5 * before.em)


def _join(lines: list[Line]) -> Text:
    pieces: list[Text] = []
    for line in lines:
        if pieces and _is_word_break(pieces[-1].value, line.value):
            last: Place = pieces[-1].place(len(pieces[-1]) - 1)
            pieces.append(Text.at(" ", last))
        pieces.append(line.text)
    return Text.join(pieces)


def _is_word_break(before: str, after: str) -> bool:
    pair = before[-1] + after[0]
    return pair.isascii() and pair.isalpha()
