"""Source files of every format to text that knows its places.

Takes: `SourceFile`. Gives: `Text`, one line per line or block of the source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from converters.errors import ConversionError
from converters.readers import media
from converters.readers.akn import read_akn
from converters.readers.docx import read_docx
from converters.readers.html_page import read_html
from converters.readers.limits import CHARACTERS, FILE_BYTES, check_limit, check_lines
from converters.readers.media import detect_media_type
from converters.readers.pdf import read_pdf
from converters.readers.plain import read_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from converters.records import SourceFile
    from converters.text import Text

__all__ = ["MEDIA_TYPES", "detect_media_type", "read_text"]

_READERS: Final[dict[str, Callable[[SourceFile], Text]]] = {
    media.TEXT: read_plain,
    media.MARKDOWN: read_plain,
    media.HTML: read_html,
    media.DOCX: read_docx,
    media.PDF: read_pdf,
    media.AKN: read_akn,
}

MEDIA_TYPES: Final = tuple(_READERS)
"""Every media type that is read."""


def read_text(source: SourceFile) -> Text:
    """The text of a source file, lines separated by line feeds; ConversionError if it has none."""
    reader = _READERS.get(source.media_type)
    if reader is None:
        raise ConversionError(
            source.file_name,
            "file",
            f"has the media type {source.media_type!r}, which is not read",
            f"give one of {', '.join(MEDIA_TYPES)}",
        )
    check_limit(source.file_name, "file", FILE_BYTES, len(source.content), "bytes")
    text = reader(source)
    check_limit(source.file_name, "file", CHARACTERS, len(text), "characters")
    check_lines(source.file_name, text.value.split("\n"))
    if not text.value.strip("\ufeff\u200b \n\t\u3000\u00a0"):
        raise ConversionError(
            source.file_name,
            "file",
            "holds no text",
            "give a file that holds the text of a document",
        )
    return text
