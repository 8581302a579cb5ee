"""PDF with a text layer to paragraphs.

Takes: a PDF source file. Gives: `Text`, one line per paragraph; place parts are "page N" from 1, offsets
the index of the character on that page as PDFium counts, spaces and line ends that it generates
included.

A page without text is an error and never an empty page: PDFium gives no error for a page that holds
a picture of text, nor for one that it could not read.
"""

from __future__ import annotations

import ctypes
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from converters.errors import ConversionError
from converters.readers.limits import CHARACTERS, PDF_PAGES, check_limit
from converters.readers.lines import join_lines
from converters.readers.pdf_layout import Glyph, Page, build_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.records import SourceFile
    from converters.text import Text

_RECOGNISE: Final = "run text recognition (OCR) on it, or give the text itself"
_REPLACEMENT: Final = "\ufffd"
_HYPHEN_SIGN: Final = "\x02"
_UNMAPPED_SHARE: Final = 0.05
_HOLE: Final = 0.45
_ROTATED: Final = 0.1
"""Radians; a watermark stands oblique, text does not."""


def read_pdf(source: SourceFile) -> Text:
    """The paragraphs of a PDF without page numbers and running heads."""
    document = source.file_name
    pdf = _open(document, source.content)
    try:
        check_limit(document, "file", PDF_PAGES, len(pdf), "pages")
        pages = list(_read_pages(document, pdf))
    finally:
        pdf.close()
    _check_mapping(document, pages)
    return join_lines(build_paragraphs(pages))


def _open(document: str, content: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise ConversionError(
                document,
                "file",
                "is an encrypted PDF",
                "open it with its password and save it without one",
            ) from None
        raise ConversionError(
            document, "file", "is a damaged or truncated PDF", "get an undamaged copy"
        ) from None


def _read_pages(document: str, pdf: Any) -> Iterator[Page]:
    total = 0
    for number in range(1, len(pdf) + 1):
        page = _read_page(document, pdf, number)
        total += len(page.glyphs)
        check_limit(document, f"page {number}", CHARACTERS, total, "characters")
        yield page


def _read_page(document: str, pdf: Any, number: int) -> Page:
    try:
        page = pdf[number - 1]
        text_page = page.get_textpage()
    except pypdfium2.PdfiumError:
        raise ConversionError(
            document, f"page {number}", "cannot be read", "get an undamaged copy of the PDF"
        ) from None
    try:
        glyphs = _upright(list(_read_glyphs(text_page)))
        if not glyphs and _has_picture(page):
            raise ConversionError(
                document, f"page {number}", "has no text layer: it is a scanned picture", _RECOGNISE
            )
        _check_lost(document, number, page, glyphs)
        return Page(number, page.get_height(), tuple(glyphs))
    finally:
        text_page.close()
        page.close()


def _read_glyphs(text_page: Any) -> Iterator[Glyph]:
    """Every character of a page with its box; line ends that PDFium generates are left out."""
    handle = text_page.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in (0x0A, 0x0D) or 0xD800 <= code <= 0xDFFF:
            continue
        pdfium.FPDFText_GetCharOrigin(handle, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(handle, index, box)
        yield Glyph(
            character=_character(code),
            index=index,
            left=box.left,
            right=box.right,
            baseline=y.value,
            height=box.top - box.bottom,
            angle=pdfium.FPDFText_GetCharAngle(handle, index),
            generated=pdfium.FPDFText_IsGenerated(handle, index) == 1,
        )


def _character(code: int) -> str:
    character = chr(code)
    if character == _HYPHEN_SIGN:
        return "-"
    # PDFium gives 0 or the code in the font for a character that the font does not name.
    control = code < 0x20 and character != "\t"
    return _REPLACEMENT if control or code in (0xFFFE, 0xFFFF) else character


def _upright(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs without oblique ones, unless most of the page stands on its side."""
    visible = [g for g in glyphs if g.is_visible]
    if not visible:
        return []
    angle = median(g.angle for g in visible)
    return [g for g in glyphs if g.generated or abs(g.angle - angle) < _ROTATED]


def _has_picture(page: Any) -> bool:
    return any(
        page_object.type == pdfium.FPDF_PAGEOBJ_IMAGE
        for page_object in page.get_objects(max_depth=3)
    )


def _check_lost(document: str, number: int, page: Any, glyphs: list[Glyph]) -> None:
    """ConversionError where a line has a hole that a character fills which PDFium left out.

    A single character in a font that is neither embedded nor installed has no width for PDFium,
    which then gives no text for it: 2024年3月 would become 2024 3.
    """
    places = list(_unmeasured(page))
    for x, y in places:
        line = [g for g in glyphs if g.is_visible and abs(g.baseline - y) < 0.45 * g.height]
        before = max((g.right for g in line if g.left < x + 0.1), default=None)
        after = min((g.left for g in line if g.left > x + 0.1), default=None)
        if before is None or after is None or after - before < _HOLE * line[0].height:
            continue
        raise ConversionError(
            document,
            f"page {number}",
            "has characters in a font that is not embedded, which cannot be read",
            "make the PDF anew with embedded fonts, or give the text itself",
        )


def _unmeasured(page: Any) -> Iterator[tuple[float, float]]:
    """Where the text objects without width stand whose fonts are not in the file."""
    matrix = pdfium.FS_MATRIX()
    for page_object in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3):
        left, _, right, _ = page_object.get_bounds()
        if right - left > 0.01 or pdfium.FPDFFont_GetIsEmbedded(
            pdfium.FPDFTextObj_GetFont(page_object.raw)
        ):
            continue
        if pdfium.FPDFPageObj_GetMatrix(page_object.raw, matrix):
            yield matrix.e, matrix.f


def _check_mapping(document: str, pages: list[Page]) -> None:
    """ConversionError for a PDF without any text, or one whose fonts do not say their characters."""
    characters = [g.character for page in pages for g in page.glyphs if g.is_visible]
    if not characters:
        raise ConversionError(document, "file", "is a PDF without any text", _RECOGNISE)
    unknown = characters.count(_REPLACEMENT)
    if unknown > _UNMAPPED_SHARE * len(characters):
        raise ConversionError(
            document,
            "file",
            f"has {unknown:,} of {len(characters):,} characters in fonts that do not name them",
            _RECOGNISE,
        )
