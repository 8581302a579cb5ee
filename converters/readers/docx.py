"""Word documents to lines, automatic numbers included.

Takes: a DOCX source file. Gives: `Text`, one line per paragraph and one per table row; place parts are
"paragraph N", the N-th `w:p` of the body from 1, with offsets in that paragraph's own text.

Deleted and moved-away text, hidden text, field codes, notes, headers and footers are not part of the
text that a reader sees; a text box counts once although Word stores it twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from converters.errors import ConversionError
from converters.readers.archive import open_archive, read_part
from converters.readers.docx_numbering import Numbering, read_numbering
from converters.readers.lines import LineCollector, join_lines
from converters.readers.media import MAIN_PART
from converters.readers.safe_xml import parse_xml
from converters.text import Place, Text

if TYPE_CHECKING:
    from zipfile import ZipFile

    from converters.records import SourceFile

WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

_SKIPPED: Final = {
    WORD + name
    for name in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "pPr", "sectPr", "tblPr",
        "tblGrid", "trPr", "tcPr", "sdtPr", "footnoteReference", "endnoteReference", "annotationRef",
    )
}  # fmt: skip
_CHARACTERS: Final = {
    WORD + "tab": "\t",
    WORD + "ptab": "\t",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
}


def read_docx(source: SourceFile) -> Text:
    """The text of a Word document's body."""
    document = source.file_name
    with open_archive(document, source.content) as archive:
        root = _read_main_part(document, archive)
        numbering = read_numbering(document, archive)
    body = root.find(WORD + "body")
    if body is None:
        raise ConversionError(
            document,
            MAIN_PART,
            "has no body",
            "open it in a word processor and save it anew as .docx",
        )
    return join_lines(_BodyReader(body, numbering).read())


def _read_main_part(document: str, archive: ZipFile) -> etree._Element:
    if MAIN_PART not in archive.namelist():
        raise ConversionError(
            document,
            "file",
            f"is an Office container without {MAIN_PART}",
            "open it in a word processor and save it anew as .docx",
        )
    content = read_part(document, archive, MAIN_PART)
    # Strict OOXML differs from what every word processor writes in the namespace alone.
    return parse_xml(document, MAIN_PART, content.replace(_STRICT.encode(), WORD[1:-1].encode()))


class _Paragraph:
    """A paragraph being read: its part name and how many characters it has given."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.length = 0
        self.pieces: list[Text] = []

    def add(self, value: str) -> None:
        """Append characters of the paragraph's own text."""
        self.pieces.append(Text.of(value, self.part, self.length))
        self.length += len(value)


class _BodyReader:
    """One walk over the body; libxml2 bounds the depth, the walk itself does not recurse."""

    def __init__(self, body: etree._Element, numbering: Numbering) -> None:
        self._body = body
        self._numbering = numbering
        self._lines = LineCollector()
        self._open: list[_Paragraph] = []
        self._boxes: list[Text] = []
        self._seen = 0

    def read(self) -> list[Text]:
        """The lines of the body."""
        walk = etree.iterwalk(self._body, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
            elif self._is_skipped(element):
                # Paragraphs inside count, so that N is the N-th w:p whatever is left out.
                self._seen += sum(1 for _ in element.iter(WORD + "p"))
                walk.skip_subtree()
            else:
                self._start(element)
        return self._lines.lines()

    def _is_skipped(self, element: etree._Element) -> bool:
        if element.tag in _SKIPPED:
            return True
        if element.tag == _COMPATIBILITY + "Fallback":
            parent = element.getparent()
            choice = None if parent is None else parent.find(_COMPATIBILITY + "Choice")
            return choice is not None
        if element.tag == _COMPATIBILITY + "Choice":
            return element.getprevious() is not None
        return element.tag == WORD + "r" and _is_hidden(element)

    def _start(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == WORD + "p":
            self._seen += 1
            self._open.append(_Paragraph(f"paragraph {self._seen}"))
            self._add_number(element)
        elif tag == WORD + "tr":
            self._lines.open_row()
        elif tag == WORD + "tc":
            self._lines.open_cell()
        elif self._open and tag in (WORD + "t", _MATH_TEXT):
            self._open[-1].add(element.text or "")
        elif self._open and tag in _CHARACTERS:
            self._open[-1].add(_CHARACTERS[tag])
        elif self._open and tag == WORD + "sym":
            self._open[-1].add(_symbol(element))

    def _end(self, element: etree._Element) -> None:
        if element.tag == WORD + "p":
            self._end_paragraph()
        elif element.tag == WORD + "tr":
            self._lines.close_row()
        elif element.tag == WORD + "tc":
            self._lines.close_cell()

    def _add_number(self, element: etree._Element) -> None:
        label = self._numbering.next_label(element)
        paragraph = self._open[-1]
        if label:
            paragraph.pieces.append(Text.at(label, Place(paragraph.part, 0)))

    def _end_paragraph(self) -> None:
        """A text box stands inside a paragraph's run; its lines follow that paragraph."""
        text = Text.join(self._open.pop().pieces)
        if self._open:
            self._boxes.append(text)
            return
        for block in (text, *self._boxes):
            for line in _split_lines(block):
                self._lines.add(line)
                self._lines.end_line()
        self._boxes.clear()


def _split_lines(text: Text) -> list[Text]:
    lines, start = [], 0
    while (end := text.value.find("\n", start)) >= 0:
        lines.append(text.slice(start, end))
        start = end + 1
    return [*lines, text.slice(start, len(text))]


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{WORD}rPr/{WORD}vanish")
    return vanish is not None and vanish.get(WORD + "val", "true") not in {"0", "false", "off"}


def _symbol(element: etree._Element) -> str:
    """The character of a `w:sym`, which may be one that only its font gives a meaning."""
    try:
        character = chr(int(element.get(WORD + "char", ""), 16))
    except (ValueError, OverflowError):
        return ""
    return character if character.isprintable() or "\ue000" <= character <= "\uf8ff" else ""
