"""Akoma Ntoso XML to lines.

Takes: a source file in the namespace of Akoma Ntoso 3.0 (or an earlier or lenient one). Gives: `Text`,
a number, its heading or its first paragraph on one line, every further block on a line of its own.

Places: part "", offset in the decoded XML. Expat tells the byte of every event, so a quotation can be
found in the file itself; an element path could not point inside a paragraph.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from converters.errors import ConversionError
from converters.readers.decoding import BYTE_ORDER_MARK, declared_encoding, decode
from converters.readers.limits import CHARACTERS, MARKUP_ELEMENTS, check_limit
from converters.readers.lines import LineCollector, join_lines
from converters.text import Place, Text

if TYPE_CHECKING:
    from converters.records import SourceFile

_LEFT_OUT: Final = {"meta", "authorialNote"}
_NUMBER: Final = "num"
_HEADINGS: Final = {"heading", "subheading", "crossHeading"}
_BLOCKS: Final = {
    "p", "block", "longTitle", "formula", "container", "listIntroduction", "listWrapUp", "item",
    "tocItem", "caption", "table", "li", "ul", "ol", "blockList", "tblock", "intro", "wrapUp",
    "content", "preface", "preamble", "conclusions", "attachment", "citation", "recital",
}  # fmt: skip
_CELLS: Final = {"td", "th"}
# The structure that numbers and headings belong to: a unit starts and ends a line.
_UNITS: Final = {
    "clause", "section", "part", "paragraph", "chapter", "title", "article", "book", "tome",
    "division", "list", "point", "indent", "alinea", "rule", "subrule", "proviso", "subsection",
    "subpart", "subparagraph", "subchapter", "subtitle", "subdivision", "subclause", "sublist",
    "level", "transitional", "hcontainer",
}  # fmt: skip
_LINES: Final = _BLOCKS | _UNITS | _HEADINGS
# 一、 and （一） end in their own separator; 第一条 needs one.
_CLOSED_NUMBER: Final = re.compile(r"[、，,.．:：)）\]】\s　]$")
_SPACES: Final = re.compile(r"[\t\n\r ]+")
_MAXIMUM_DEPTH: Final = 10_000


def read_akn(source: SourceFile) -> Text:
    """The text of an Akoma Ntoso document without its metadata."""
    declared = declared_encoding(source.content)
    xml = decode(source.content, declared, document=source.file_name)
    check_limit(source.file_name, "file", CHARACTERS, len(xml), "characters")
    return _AknParser(source.file_name, xml).read()


class _AknParser:
    """One pass of expat over the XML, with the element path as a list instead of recursion."""

    def __init__(self, document: str, xml: str) -> None:
        self._document = document
        self._xml = xml
        self._shift = len(BYTE_ORDER_MARK) if xml.startswith(BYTE_ORDER_MARK) else 0
        self._bytes = xml[self._shift :].encode("utf-8")
        self._seen_bytes = 0
        self._seen_characters = self._shift
        self._path: list[str] = []
        self._left_out = 0
        self._elements = 0
        self._most_elements = MARKUP_ELEMENTS.value
        self._number: Text | None = None
        self._lines = LineCollector()
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def read(self) -> Text:
        """The lines of the document."""
        try:
            self._parser.Parse(self._bytes, True)
        except expat.ExpatError as error:
            raise ConversionError(
                self._document,
                f"line {error.lineno}",
                f"is not well-formed XML ({expat.ErrorString(error.code)})",
                "correct the XML; an Akoma Ntoso file must be well-formed",
            ) from None
        self._flush_number()
        return join_lines(self._lines.lines())

    def _refuse_doctype(self, *_: object) -> None:
        raise ConversionError(
            self._document,
            f"line {self._parser.CurrentLineNumber}",
            "has a DOCTYPE declaration; entities and external parts are not read",
            "remove the declaration and write characters instead of entities",
        )

    def _offset(self) -> int:
        """Characters before the current event; events come in order, so each byte is read once."""
        index = self._parser.CurrentByteIndex
        self._seen_characters += len(self._bytes[self._seen_bytes : index].decode("utf-8"))
        self._seen_bytes = index
        return self._seen_characters

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._check_size()
        self._path.append(name)
        if name in _LEFT_OUT or self._left_out:
            self._left_out += 1
        elif name == "tr":
            self._lines.open_row()
        elif name in _CELLS:
            self._lines.open_cell()
        elif name == _NUMBER:
            self._flush_number()
            self._lines.end_line()
        elif name in _LINES or name in {"eol", "br"}:
            self._lines.end_line()

    def _check_size(self) -> None:
        self._elements += 1
        if self._elements > self._most_elements or len(self._path) > _MAXIMUM_DEPTH:
            check_limit(self._document, "file", MARKUP_ELEMENTS, self._elements, "elements")
            raise ConversionError(
                self._document,
                f"line {self._parser.CurrentLineNumber}",
                f"nests elements more than {_MAXIMUM_DEPTH:,} deep",
                "give an Akoma Ntoso document of ordinary structure",
            )

    def _end(self, _tag: str) -> None:
        name = self._path.pop()
        if self._left_out:
            self._left_out -= 1
        elif name == "tr":
            self._lines.close_row()
        elif name in _CELLS:
            self._lines.close_cell()
        elif name == _NUMBER:
            self._hold_number()
        elif name in _LINES:
            self._lines.end_line()

    def _characters(self, data: str) -> None:
        if self._left_out:
            return
        offset = self._offset()
        verbatim = self._xml.startswith(data, offset)
        piece = Text.of(data, offset=offset) if verbatim else Text.at(data, Place("", offset))
        self._add(piece)

    def _add(self, piece: Text) -> None:
        """Put text on the line, white space collapsed; a number held back comes before it."""
        position = 0
        for match in _SPACES.finditer(piece.value):
            self._add_word(piece.slice(position, match.start()))
            if not self._lines.at_space:
                self._lines.add(Text.at(" ", piece.place(match.start())))
            position = match.end()
        self._add_word(piece.slice(position, len(piece)))

    def _add_word(self, word: Text) -> None:
        if not word.value:
            return
        if self._number is not None and self._lines.at_line_start:
            number, self._number = self._number, None
            self._lines.add(number)
            if not _CLOSED_NUMBER.search(number.value):
                self._lines.add(Text.at("　", word.place(0)))
        self._lines.add(word)

    def _hold_number(self) -> None:
        """Keep a finished number until the text that stands beside it comes."""
        self._number = self._lines.take_line()

    def _flush_number(self) -> None:
        if self._number is not None:
            self._lines.end_line()
            self._lines.add(self._number)
            self._lines.end_line()
            self._number = None
