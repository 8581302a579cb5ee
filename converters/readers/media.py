"""What a file is, by its content.

Takes: file name and bytes. Gives: one of six media types, or a ConversionError that says what the
file is instead and how to make it readable. The name only tells text from Markdown.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from converters.errors import ConversionError
from converters.readers.archive import open_archive
from converters.readers.decoding import BYTE_ORDER_MARK, declared_encoding, decode

if TYPE_CHECKING:
    import zipfile

TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"
HTML: Final = "text/html"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
AKN: Final = "application/akn+xml"

MAIN_PART: Final = "word/document.xml"

_SAVE_AS: Final = "save it as .docx, or as PDF with a text layer"
_NEEDS_TEXT: Final = "run text recognition (OCR) on it and save the result as text or .docx"
_UNPACK: Final = "unpack it and give the documents inside"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: Final = (
    (b"{\\rtf", "an RTF document", _SAVE_AS),
    (b"\x89PNG\r\n", "a PNG image", _NEEDS_TEXT),
    (b"\xff\xd8\xff", "a JPEG image", _NEEDS_TEXT),
    (b"GIF8", "a GIF image", _NEEDS_TEXT),
    (b"BM", "a BMP image", _NEEDS_TEXT),
    (b"II*\x00", "a TIFF image", _NEEDS_TEXT),
    (b"MM\x00*", "a TIFF image", _NEEDS_TEXT),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"\x7fELF", "a program", "give a document"),
    (b"MZ", "a program", "give a document"),
)
# Signatures that are also letters: only binary content tells `BM…` of an image from a text.
_LETTERS: Final = {b"BM", b"MZ", b"BZh", b"GIF8", b"Rar!"}
_ZIP_CONTENTS: Final = (
    ("OFD.xml", "an OFD document", "export it as PDF with a text layer or as .docx"),
    ("content.xml", "an OpenDocument file", "save it as .docx"),
    ("xl/workbook.xml", "an Excel workbook", "save its text as .docx or .txt"),
    ("ppt/presentation.xml", "a PowerPoint presentation", "save its text as .docx or .txt"),
)
_WORD: Final = (
    "is no Word document, or a damaged one",
    "open it in Word and save it again as .docx",
)
# What a file of neither sort is, that is called so; pages that are called Word documents are read.
_NAMED: Final = {
    ".docx": _WORD,
    ".doc": _WORD,
    ".wps": _WORD,
    ".pdf": (
        "is no PDF, or a damaged one",
        "open it in a PDF reader and save it again as PDF, or get an undamaged copy",
    ),
}
_PROLOG: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.S)
_DOCTYPE: Final = re.compile(r"<!doctype\s+([\w:.-]+)", re.I)
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.:-]*)([^>]*)>?")
_AKN_NAMESPACE: Final = re.compile(
    r"""["']https?://(?:docs\.oasis-open\.org/legaldocml/ns/akn/|www\.akomantoso\.org/)[\w./-]*["']""",
    re.I,
)
_HTML_HEAD: Final = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
_HTML_BLOCK: Final = re.compile(
    r"</(?:p|div|td|tr|table|li|h[1-6]|article|section)\s*>|<br\b", re.I
)
_HEAD_CHARACTERS: Final = 4096


def detect_media_type(file_name: str, content: bytes) -> str:
    """The media type of the content; ConversionError for a format that is not read.

    >>> detect_media_type("a.txt", "第一条　为了".encode())
    'text/plain'
    """
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_in_archive(file_name, content)
    if content.startswith(_OLE):
        raise _compound(file_name, content)
    for signature, name, remedy in _SIGNATURES:
        binary = signature not in _LETTERS or b"\x00" in content[:_HEAD_CHARACTERS]
        if content.startswith(signature) and binary:
            raise _not_read(file_name, name, remedy)
    return _detect_in_characters(file_name, content)


def _detect_in_characters(file_name: str, content: bytes) -> str:
    named = _NAMED.get(PurePath(file_name).suffix.lower()) if content else None
    try:
        text = decode(content, declared_encoding(content), document=file_name)
    except ConversionError:
        if named is None:
            raise
        raise ConversionError(file_name, "file", *named) from None
    media_type = _detect_in_text(file_name, text.removeprefix(BYTE_ORDER_MARK))
    if named and media_type == TEXT:
        raise ConversionError(file_name, "file", *named)
    return media_type


def _detect_in_archive(file_name: str, content: bytes) -> str:
    with open_archive(file_name, content) as archive:
        names = set(archive.namelist())
        if MAIN_PART in names:
            return DOCX
        raise _other_archive(file_name, archive, names)


def _other_archive(file_name: str, archive: zipfile.ZipFile, names: set[str]) -> ConversionError:
    for name, what, remedy in _ZIP_CONTENTS:
        if name in names:
            return _not_read(file_name, what, remedy)
    if "[Content_Types].xml" in names or any(n.startswith("word/") for n in names):
        return ConversionError(
            file_name,
            "file",
            f"is an Office container without {MAIN_PART}",
            "open it in a word processor and save it anew as .docx",
        )
    count = len(archive.infolist())
    return _not_read(file_name, f"a ZIP archive of {count} entries", _UNPACK)


def _compound(file_name: str, content: bytes) -> ConversionError:
    """An OLE compound file: an encrypted DOCX or an Office document of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ConversionError(
            file_name,
            "file",
            "is an encrypted Office document",
            "open it with its password and save it as .docx without one",
        )
    if "WordDocument".encode("utf-16-le") in content:
        return _not_read(
            file_name, "a Word document of before 2007 (.doc or .wps)", "save it as .docx"
        )
    return _not_read(file_name, "an Office compound file (.doc, .wps, .xls …)", "save it as .docx")


def _detect_in_text(file_name: str, text: str) -> str:
    start = _skip_prolog(text)
    head = text[start : start + _HEAD_CHARACTERS]
    doctype = _DOCTYPE.match(head)
    root = _ROOT.match(head)
    # Akoma Ntoso has a <body> too.
    if root and root.group(1).endswith("akomaNtoso") and _AKN_NAMESPACE.search(root.group(2)):
        return AKN
    if doctype and doctype.group(1) == "akomaNtoso":
        return AKN  # whose reader says why it refuses a DOCTYPE
    if _HTML_HEAD.search(head) or (doctype and doctype.group(1).lower() == "html"):
        return HTML
    if text.lstrip()[:5] == "<?xml" or doctype:
        name = f"<{root.group(1)}>" if root else "an unknown root"
        raise _not_read(
            file_name,
            f"XML with the root {doctype.group(1) if doctype else name}",
            "give Akoma Ntoso 3.0, HTML or plain text",
        )
    if root and text.rstrip().endswith(">") and _HTML_BLOCK.search(text):
        return HTML
    return MARKDOWN if file_name.lower().endswith((".md", ".markdown")) else TEXT


def _skip_prolog(text: str) -> int:
    position = 0
    while match := _PROLOG.match(text, position):
        position = match.end()
    return position


def _not_read(file_name: str, what: str, remedy: str) -> ConversionError:
    return ConversionError(file_name, "file", f"is {what}, which is not read", remedy)
