"""PDF: lines to paragraphs, page furniture left out."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from converters.readers import read_text
from converters.readers.pdf_layout import Glyph, Page, build_paragraphs
from tests.converters.formats import FONT, source_of

Line = tuple[float, float, str]
"""Where a line starts in ems from the left margin, and from the top in lines, and its text."""


def made(*pages: list[Line], size: float = 12) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for lines in pages:
        for indent, row, text in lines:
            canvas.setFont(FONT, size)
            canvas.drawString(70 + indent * size, 700 - row * 20, text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines_of(content: bytes) -> list[str]:
    return read_text(source_of("a.pdf", content)).value.split("\n")


BODY: list[Line] = [
    (2, 3, "甲" * 36),
    (0, 4, "乙" * 38),
    (0, 5, "丙丙。"),
    (2, 6, "丁" * 36),
    (0, 7, "戊" * 38),
    (0, 8, "己己。"),
]
PARAGRAPHS = ["甲" * 36 + "乙" * 38 + "丙丙。", "丁" * 36 + "戊" * 38 + "己己。"]

PAGES = {
    "an indent begins a paragraph": ([BODY], PARAGRAPHS),
    "a page end does not end a paragraph": ([BODY[:2], BODY[2:]], PARAGRAPHS),
    "a full last line ends with an indent": (
        [[(2, 3, "甲" * 36), (0, 4, "乙" * 37 + "。"), (2, 5, "丁" * 36), (0, 6, "戊" * 37 + "。"), (2, 7, "己。")]],
        ["甲" * 36 + "乙" * 37 + "。", "丁" * 36 + "戊" * 37 + "。", "己。"],
    ),
    "page numbers go": (
        [[*BODY, (18, 33, "— 1 —")], [*BODY, (18, 33, "- 2 -")], [*BODY, (18, 33, "第 3 页 共 4 页")],
         [*BODY, (18, 33, "4")]],
        PARAGRAPHS * 4,
    ),
    "running heads go": (
        [[(15, -3, "某省公报 2024年第1期"), *BODY], [(15, -3, "某省公报 2024年第1期"), *BODY]],
        PARAGRAPHS * 2,
    ),
    "a head on one page only stays": ([[(14, 0, "某市产业条例"), *BODY]], ["某市产业条例", *PARAGRAPHS]),
    "a number in the text stays": ([[*BODY, (0, 15, "2024")]], [*PARAGRAPHS, "2024"]),
    "two centred lines are two lines": (
        [[(14, 0, "某市人民政府办公厅"), (13, 1, "关于某事项的有关通知"), *BODY]],
        ["某市人民政府办公厅", "关于某事项的有关通知", *PARAGRAPHS],
    ),
    "a title that fills the line goes on": (
        [[(0, 0, "某" * 38), (14, 1, "促进产业发展的通知"), *BODY]],
        ["某" * 38 + "促进产业发展的通知", *PARAGRAPHS],
    ),
    "a short line ends a paragraph": (
        [[(0, 0, "各市、县人民政府："), (0, 1, "甲" * 38), (0, 2, "乙。"), *BODY]],
        ["各市、县人民政府：", "甲" * 38 + "乙。", *PARAGRAPHS],
    ),
    "Latin words keep a space": (
        [[(2, 3, "甲" * 36), (0, 4, "乙" * 35 + "open"), (0, 5, "source丙。"), *[(a, b + 3, c) for a, b, c in BODY]]],
        ["甲" * 36 + "乙" * 35 + "open source丙。", *PARAGRAPHS],
    ),
    "a contents line ends": (
        [[(0, 0, "第一章 总则" + "…" * 30 + "1"), (0, 1, "第二章 附则" + "…" * 30 + "9"), *BODY]],
        ["第一章 总则" + "…" * 30 + "1", "第二章 附则" + "…" * 30 + "9", *PARAGRAPHS],
    ),
    "a space above begins a paragraph": (
        [[(0, 0, "甲" * 38), (0, 1, "乙" * 38), (0, 3, "丙" * 38), (0, 4, "丁" * 38)]],
        ["甲" * 38 + "乙" * 38, "丙" * 38 + "丁" * 38],
    ),
    "without indents a full stop ends": (
        [[(0, 0, "甲" * 37 + "。"), (0, 1, "乙" * 37 + "。"), (0, 2, "丙" * 38), (0, 3, "丁。")]],
        ["甲" * 37 + "。", "乙" * 37 + "。", "丙" * 38 + "丁。"],
    ),
    "a label after a full stop begins": (
        [[*BODY[:2], (0, 5, "丙" * 37 + "。"), (0, 6, "第二条　" + "丁" * 34), (0, 7, "戊。"), *[(a, b + 5, c) for a, b, c in BODY]]],
        ["甲" * 36 + "乙" * 38 + "丙" * 37 + "。", "第二条　" + "丁" * 34 + "戊。", *PARAGRAPHS],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_paragraphs_are_rebuilt(name: str) -> None:
    pages, expected = PAGES[name]
    assert lines_of(made(*pages)) == expected


def glyphs(text: str, left: float, baseline: float, step: float = 12) -> list[Glyph]:
    return [
        Glyph(char, i, left + i * step, left + i * step + 12, baseline, 12)
        for i, char in enumerate(text)
    ]


def found(*rows: list[Glyph]) -> list[str]:
    page = Page(1, 842, tuple(glyph for row in rows for glyph in row))
    return [paragraph.value for paragraph in build_paragraphs([page])]


def test_radicals_become_the_ideographs_they_stand_for() -> None:
    assert found(glyphs("第⼀条⻓期", 70, 500)) == ["第一条长期"]


def test_false_bold_counts_once() -> None:
    row = [Glyph("条", i, 70 + i * 0.3, 82 + i * 0.3, 500, 12) for i in range(3)]
    assert found(row) == ["条"]


def test_generated_spaces_stay_only_in_gaps() -> None:
    row = [
        Glyph("第", 0, 70, 82, 500, 12),
        Glyph(" ", 1, 82, 83, 500, 1, generated=True),
        Glyph("一", 2, 84, 96, 500, 12),
        Glyph(" ", 3, 96, 97, 500, 1, generated=True),
        Glyph("条", 4, 108, 120, 500, 12),
    ]
    assert found(row) == ["第一 条"]


def test_an_oblique_watermark_is_not_text() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setFont(FONT, 12)
    canvas.drawString(70, 700, "第一条　为了规范管理。")
    canvas.translate(200, 300)
    canvas.rotate(45)
    canvas.drawString(0, 0, "内部资料")
    canvas.save()
    assert lines_of(buffer.getvalue()) == ["第一条　为了规范管理。"]


def test_lines_out_of_order_are_put_in_order() -> None:
    rows = [glyphs(f"{n}条。", 70, 700 - n * 20) for n in (5, 1, 4, 2, 3)]
    assert found(*rows) == ["1条。", "2条。", "3条。", "4条。", "5条。"]
