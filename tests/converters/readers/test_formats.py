"""The five documents in every format and encoding give the same paragraphs, each character placed."""

from __future__ import annotations

import html
import io
from functools import cache

import docx
import pypdfium2
import pytest

from converters.annotation.records import Annotations
from converters.document import Document
from converters.readers import MEDIA_TYPES, media, read_text
from converters.readers.decoding import declared_encoding, decode
from converters.records import Metadata, SourceFile
from converters.structure.tree import parse_structure
from tests.converters.formats import (
    MADE_FORMATS,
    PAGE_PROPERTIES,
    document_ids,
    exported,
    make_text,
    read_paragraphs,
    source_of,
    visible,
)

DOCUMENTS = document_ids()


def make_akn(paragraphs: list[str]) -> bytes:
    source = source_of("a.txt", make_text(paragraphs).encode())
    return exported(Document(source, parse_structure(read_text(source)), Metadata(), Annotations()))


FORMATS = {**MADE_FORMATS, "akn": ("a.xml", make_akn)}
TEXT_LIKE = [name for name in FORMATS if name not in {"docx", "pdf"}]


@cache
def made(document_id: str, name: str) -> SourceFile:
    file_name, make = FORMATS[name]
    return source_of(file_name, make(read_paragraphs(document_id)))


def test_every_media_type_is_made() -> None:
    found = {made(DOCUMENTS[0], name).media_type for name in FORMATS}
    assert found == set(MEDIA_TYPES)


def test_the_five_documents_are_found() -> None:
    assert len(DOCUMENTS) == 5


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_paragraphs_are_those_of_the_document(document_id: str, name: str) -> None:
    expected = ["".join(p.split()) for p in read_paragraphs(document_id)]
    if name.startswith("html-government"):
        expected = [*PAGE_PROPERTIES, *expected]
    found = visible(read_text(made(document_id, name)).value)
    assert found == expected


@pytest.mark.parametrize("name", TEXT_LIKE)
@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_offsets_lead_to_the_characters_of_the_file(document_id: str, name: str) -> None:
    source = made(document_id, name)
    decoded = decode(source.content, declared_encoding(source.content))
    text = read_text(source)
    places = [text.place(i) for i in range(len(text))]
    wrong = [
        (i, char, places[i])
        for i, char in enumerate(text.value)
        if not char.isspace() and not _stands_at(decoded, places[i].offset, char)
    ]
    assert wrong == []
    assert {place.part for place in places} == {""}
    assert [p.offset for p in places] == sorted(p.offset for p in places)


def _stands_at(decoded: str, offset: int, char: str) -> bool:
    if decoded[offset] == "&":
        return html.unescape(decoded[offset : decoded.index(";", offset) + 1]) == char
    return decoded[offset] == char


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_places_in_a_word_document_lead_to_its_paragraphs(document_id: str) -> None:
    source = made(document_id, "docx")
    paragraphs = [p.text for p in docx.Document(io.BytesIO(source.content)).paragraphs]
    text = read_text(source)
    found = []
    for i, char in enumerate(text.value):
        if char != "\n":
            place = text.place(i)
            found.append(paragraphs[int(place.part.removeprefix("paragraph ")) - 1][place.offset])
    assert found == [char for char in text.value if char != "\n"]


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_places_in_a_pdf_lead_to_its_characters(document_id: str) -> None:
    source = made(document_id, "pdf")
    pdf = pypdfium2.PdfDocument(source.content)
    pages = [page.get_textpage() for page in pdf]
    raw = [_characters(page) for page in pages]
    text = read_text(source)
    found = []
    for i, char in enumerate(text.value):
        if char != "\n":
            place = text.place(i)
            found.append(raw[int(place.part.removeprefix("page ")) - 1][place.offset])
    for page in pages:
        page.close()
    pdf.close()
    assert found == [char for char in text.value if char != "\n"]


def _characters(page: pypdfium2.PdfTextPage) -> list[str]:
    count = page.count_chars()
    return [chr(pypdfium2.raw.FPDFText_GetUnicode(page.raw, i)) for i in range(count)]


def test_media_types_are_those_of_the_formats() -> None:
    found = [made(DOCUMENTS[0], name).media_type for name in ("text-gb18030", "markdown", "akn")]
    assert found == [media.TEXT, media.MARKDOWN, media.AKN]
