"""Files that cannot be read give one line that says what they are and what to do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from converters.errors import ConversionError
from converters.readers import media, read_text
from converters.readers.limits import LIMITS
from converters.records import SourceFile
from tests.converters.formats import FONT, make_docx, make_pdf, source_of

if TYPE_CHECKING:
    from collections.abc import Callable

LAW = ["某市条例", "第一条　为了规范管理，制定本条例。"]
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ANEW = "remedy: open it in a word processor and save it anew as .docx"
FORMATS = "remedy: give a text, Markdown, HTML, DOCX, PDF or Akoma Ntoso file"
NO_WORD = "file: is no Word document, or a damaged one; remedy: open it in Word and save it again as .docx"
NO_PDF = (
    "file: is no PDF, or a damaged one; remedy: open it in a PDF reader and save it again as PDF, or "
    "get an undamaged copy"
)
OCR = "remedy: run text recognition (OCR) on it, or give the text itself"
UNPACK = "remedy: unpack it and give the documents inside"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, head: str = "") -> bytes:
    xml = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": xml})


def canvas(draw: Callable[[Canvas], None], **settings: object) -> bytes:
    buffer = io.BytesIO()
    page = Canvas(buffer, invariant=1, **settings)
    draw(page)
    page.save()
    return buffer.getvalue()


def scanned(page: Canvas) -> None:
    page.drawImage(ImageReader(Image.new("RGB", (8, 8))), 0, 0, 500, 700)


def half_scanned(page: Canvas) -> None:
    page.drawString(100, 700, "Article 1")
    page.showPage()
    scanned(page)


def unmeasured(page: Canvas) -> None:
    """2024年3月 as a word processor writes it that does not embed its Chinese font."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    for x, text, font in ((100, "2024", "Helvetica"), (127, "年", FONT), (139, "3", "Helvetica")):
        page.setFont(font, 12)
        page.drawString(x, 700, text)


def akn(body: str, head: str = "") -> bytes:
    return f'{head}<akomaNtoso xmlns="{AKN}"><act>{body}</act></akomaNtoso>'.encode()


LAUGHS = (
    '<!DOCTYPE akomaNtoso [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
)
EXTERNAL = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

CASES: dict[str, tuple[str, bytes, str]] = {
    "empty": (
        "a.txt",
        b"",
        "file: is empty; remedy: give a file that holds the text of a document",
    ),
    "byte order mark alone": (
        "a.txt",
        b"\xef\xbb\xbf",
        "file: holds no text; remedy: give a file that holds the text of a document",
    ),
    "white space": (
        "a.txt",
        " \n\u3000\n".encode(),
        "file: holds no text; remedy: give a file that holds the text of a document",
    ),
    "a page without text": (
        "a.html",
        b"<html><body><script>var a = 1;</script></body></html>",
        "file: holds no text; remedy: give a file that holds the text of a document",
    ),
    "binary": (
        "a.txt",
        b"abc\x00\x01\x02",
        "line 1: holds the control character U+0000: the file is binary or damaged; " + FORMATS,
    ),
    "damaged UTF-8": (
        "a.md",
        "\n".join(LAW).encode()[:-5] + b"\n",
        "line 2: is UTF-8 text with a bad byte at position 58; remedy: get an undamaged copy, or "
        "replace the bad characters and save as UTF-8",
    ),
    "one line of 50 MB": (
        "a.txt",
        "第".encode() * 17_000_000,
        "file: has 17,000,000 characters, more than the 5,000,000 allowed; remedy: split the document "
        "or raise FAGUI_MAX_CHARACTERS",
    ),
    "a long line": (
        "a.txt",
        ("第一条\n" + "第" * 200_001).encode(),
        "line 2: has 200,001 characters, more than the 200,000 allowed; remedy: split the document or "
        "raise FAGUI_MAX_LINE_CHARACTERS",
    ),
    "a long line of a page": (
        "a.html",
        b"<html><p>" + b"<a " * 200_000,
        "line 1: has 600,000 characters, more than the 200,000 allowed; remedy: split the document or "
        "raise FAGUI_MAX_LINE_CHARACTERS",
    ),
    "bytes that are called a Word document": ("a.docx", bytes(range(256)) * 9, NO_WORD),
    "text that is called a Word document": ("A.DOCX", b"hello", NO_WORD),
    "bytes that are called an old Word document": ("a.doc", b"\x00\xff\x80" * 99, NO_WORD),
    "bytes that are called a PDF": ("a.pdf", bytes(range(256)) * 9, NO_PDF),
    "text that is called a PDF": ("a.pdf", b"hello", NO_PDF),
    "old Word document": (
        "a.doc",
        OLE + bytes(500) + "WordDocument".encode("utf-16-le"),
        "file: is a Word document of before 2007 (.doc or .wps), which is not read; remedy: save it as "
        ".docx",
    ),
    "encrypted Word document": (
        "a.docx",
        OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
        "file: is an encrypted Office document; remedy: open it with its password and save it as .docx "
        "without one",
    ),
    "another compound file": (
        "a.wps",
        OLE + bytes(500),
        "file: is an Office compound file (.doc, .wps, .xls …), which is not read; remedy: save it as "
        ".docx",
    ),
    "image": (
        "a.png",
        b"\x89PNG\r\n\x1a\n" + bytes(20),
        "file: is a PNG image, which is not read; remedy: run text recognition (OCR) on it and save the "
        "result as text or .docx",
    ),
    "rich text": (
        "a.doc",
        b"{\\rtf1\\ansi ",
        "file: is an RTF document, which is not read; remedy: save it as .docx, or as PDF with a text "
        "layer",
    ),
    "OFD": (
        "a.ofd",
        zipped({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<a/>"}),
        "file: is an OFD document, which is not read; remedy: export it as PDF with a text layer or as "
        ".docx",
    ),
    "archive": (
        "a.zip",
        zipped({"a.txt": "第一条", "b.txt": "第二条"}),
        "file: is a ZIP archive of 2 entries, which is not read; " + UNPACK,
    ),
    "RAR": ("a.rar", b"Rar!\x1a\x07\x00", "file: is a RAR archive, which is not read; " + UNPACK),
    "other XML": (
        "a.xml",
        b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        "file: is XML with the root <rdf:RDF>, which is not read; remedy: give Akoma Ntoso 3.0, HTML or "
        "plain text",
    ),
    "Word document without its text": (
        "a.docx",
        zipped({"[Content_Types].xml": "<a/>", "word/styles.xml": "<a/>"}),
        "file: is an Office container without word/document.xml; " + ANEW,
    ),
    "Word document without a body": (
        "a.docx",
        zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"/>'}),
        "word/document.xml: has no body; " + ANEW,
    ),
    "Word document of broken XML": (
        "a.docx",
        zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>'}),
        "word/document.xml: is not well-formed XML (Premature end of data in tag body line 1); " + ANEW,
    ),
    "zip bomb by size": (
        "a.docx",
        zipped({"word/document.xml": b" " * 70_000_000}),
        "word/document.xml: has 70,000,000 inflated bytes, more than the 67,108,864 allowed; remedy: "
        "split the document or raise FAGUI_MAX_ZIP_PART_BYTES",
    ),
    "zip bomb by ratio": (
        "a.docx",
        zipped({"word/document.xml": "<a/>", "word/media/a.xml": b" " * 20_000_000}),
        "word/media/a.xml: has 1,028 times its compressed size, more than the 200 allowed; remedy: split "
        "the document or raise FAGUI_MAX_ZIP_RATIO",
    ),
    "zip of many entries": (
        "a.docx",
        zipped({"word/document.xml": "<a/>", **{f"{i}": "" for i in range(5000)}}),
        "file: has 5,001 entries, more than the 5,000 allowed; remedy: split the document or raise "
        "FAGUI_MAX_ZIP_ENTRIES",
    ),
    "zip with a path out of it": (
        "a.docx",
        zipped({"word/document.xml": "<a/>", "../../etc/passwd": "x"}),
        "file: holds an entry with the unsafe path '../../etc/passwd'; " + ANEW,
    ),
    "truncated Word document": (
        "a.docx",
        make_docx(LAW)[:20_000],
        "file: is a damaged or truncated ZIP container; remedy: get an undamaged copy",
    ),
    "Word document with an external entity": (
        "a.docx",
        word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", EXTERNAL),
        "word/document.xml: has a DOCTYPE declaration, which is not read; " + ANEW,
    ),
    "Word document of great depth": (
        "a.docx",
        word("<w:p>" * 1000 + "</w:p>" * 1000),
        "word/document.xml: is not well-formed XML (Excessive depth in document: 256, use XML_PARSE_HUGE "
        "option); " + ANEW,
    ),
    "billion laughs": (
        "a.xml",
        akn("<p>&c;</p>", LAUGHS),
        "line 1: has a DOCTYPE declaration; entities and external parts are not read; remedy: remove the "
        "declaration and write characters instead of entities",
    ),
    "Akoma Ntoso of broken XML": (
        "a.xml",
        akn("<p>第一条"),
        "line 1: is not well-formed XML (mismatched tag); remedy: correct the XML; an Akoma Ntoso file "
        "must be well-formed",
    ),
    "Akoma Ntoso with an unknown entity": (
        "a.xml",
        akn("<p>&nbsp;</p>"),
        "line 1: is not well-formed XML (undefined entity); remedy: correct the XML; an Akoma Ntoso file "
        "must be well-formed",
    ),
    "Akoma Ntoso of great depth": (
        "a.xml",
        akn("<p>" * 20_000),
        "line 1: nests elements more than 10,000 deep; remedy: give an Akoma Ntoso document of ordinary "
        "structure",
    ),
    "truncated PDF": (
        "a.pdf",
        make_pdf(LAW)[:900],
        "file: is a damaged or truncated PDF; remedy: get an undamaged copy",
    ),
    "encrypted PDF": (
        "a.pdf",
        canvas(lambda c: c.drawString(9, 9, "a"), encrypt=StandardEncryption("secret")),
        "file: is an encrypted PDF; remedy: open it with its password and save it without one",
    ),
    "PDF without text": (
        "a.pdf",
        canvas(lambda c: c.rect(10, 10, 50, 50)),
        "file: is a PDF without any text; " + OCR,
    ),
    "scanned PDF": (
        "a.pdf",
        canvas(scanned),
        "page 1: has no text layer: it is a scanned picture; " + OCR,
    ),
    "PDF with one scanned page": (
        "a.pdf",
        canvas(half_scanned),
        "page 2: has no text layer: it is a scanned picture; " + OCR,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_cannot_be_read_says_why(name: str) -> None:
    file_name, content, expected = CASES[name]
    with pytest.raises(ConversionError) as caught:
        read_text(source_of(file_name, content))
    assert str(caught.value) == f"{file_name}: {expected}"


def test_a_font_that_is_not_in_the_pdf_is_read_where_installed_and_refused_elsewhere() -> None:
    """Never a hole: PDFium measures such characters only by a font of the machine."""
    try:
        found = read_text(source_of("a.pdf", canvas(unmeasured))).value
    except ConversionError as error:
        found = str(error)

    assert found in {
        "2024年3",
        "a.pdf: page 1: has characters in a font that is not embedded, which cannot be read; remedy: "
        "make the PDF anew with embedded fonts, or give the text itself",
    }


def test_an_encrypted_pdf_that_opens_without_a_password_is_read() -> None:
    locked = StandardEncryption("", ownerPassword="owner", canCopy=0)
    content = canvas(lambda c: c.drawString(100, 700, "Article 1"), encrypt=locked)
    assert read_text(source_of("a.pdf", content)).value == "Article 1"


def test_an_unknown_media_type_names_those_that_are_read() -> None:
    source = SourceFile("a", "a.odt", "application/vnd.oasis", b"x", "")
    with pytest.raises(ConversionError) as caught:
        read_text(source)
    known = ", ".join((media.TEXT, media.MARKDOWN, media.HTML, media.DOCX, media.PDF, media.AKN))
    assert str(caught.value) == (
        "a.odt: file: has the media type 'application/vnd.oasis', which is not read; "
        f"remedy: give one of {known}"
    )


def test_a_page_of_great_depth_is_read() -> None:
    page = "<html>" + "<div>" * 100_000 + "第一条　为了。" + "</div>" * 100_000
    assert read_text(source_of("a.html", page.encode())).value == "第一条　为了。"


@pytest.mark.parametrize(
    ("variable", "content", "file_name", "expected"),
    [
        ("FILE_BYTES", b"12345678901", "a.txt", "a.txt: file: has 11 bytes"),
        ("CHARACTERS", b"12345678901", "a.txt", "a.txt: file: has 11 characters"),
        ("LINE_CHARACTERS", b"12345678901", "a.txt", "a.txt: line 1: has 11 characters"),
        ("MARKUP_ELEMENTS", b"<html>" + b"<p>" * 10, "a.html", "a.html: file: has 11 elements"),
        ("MARKUP_ELEMENTS", akn("<p/>" * 9), "a.xml", "a.xml: file: has 11 elements"),
        ("MARKUP_ELEMENTS", word("<w:p/>" * 18), "a.docx", "a.docx: word/document.xml: has 11 elements"),
        ("ZIP_ENTRIES", zipped(dict.fromkeys("abcdefghijk", "")), "a.zip", "a.zip: file: has 11 entries"),
        ("ZIP_PART_BYTES", zipped({"a": "12345678901"}), "a.zip", "a.zip: a: has 11 inflated bytes"),
        ("PDF_PAGES", canvas(lambda c: [c.showPage() for _ in range(11)]), "a.pdf", "a.pdf: file: has 11 pages"),
    ],
    ids=["bytes", "characters", "line", "html", "akn", "docx", "entries", "part", "pages"],
)  # fmt: skip
def test_every_limit_can_be_set(
    monkeypatch: pytest.MonkeyPatch, variable: str, content: bytes, file_name: str, expected: str
) -> None:
    monkeypatch.setenv(f"FAGUI_MAX_{variable}", "10")
    with pytest.raises(ConversionError) as caught:
        read_text(source_of(file_name, content))
    remedy = f"remedy: split the document or raise FAGUI_MAX_{variable}"
    assert str(caught.value) == f"{expected}, more than the 10 allowed; {remedy}"


@pytest.mark.parametrize("setting", ["0", "-1", "many", "1.5", "１２"])
def test_a_limit_that_is_no_number_is_refused(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv("FAGUI_MAX_FILE_BYTES", setting)
    with pytest.raises(ConversionError) as caught:
        read_text(source_of("a.txt", b"a"))
    assert str(caught.value) == (
        f"FAGUI_MAX_FILE_BYTES: environment: is {setting!r}, which is no whole number above 0; "
        "remedy: unset it or give a number; the default is 67108864"
    )


def test_every_limit_says_in_one_sentence_what_it_bounds() -> None:
    assert [x.variable for x in LIMITS if not x.variable.startswith("FAGUI_MAX_")] == []
    assert [x.variable for x in LIMITS if x.sentence.count(".") != 1] == []
    assert len({x.variable for x in LIMITS}) == len(LIMITS) == 8
