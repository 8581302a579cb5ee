"""Plain text and Markdown as they stand.

Takes: a source file of characters. Gives: `Text`, one line per source line, Markdown signs and all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.readers.decoding import BYTE_ORDER_MARK, decode
from converters.readers.limits import CHARACTERS, check_limit
from converters.text import Text

if TYPE_CHECKING:
    from converters.records import SourceFile

# Every way that a text file ends a line; \r\n counts once and stands where its \n stands.
_LINE_END: Final = re.compile(r"\r(?!\n)|[\v\f\x85\u2028\u2029]")


def read_plain(source: SourceFile) -> Text:
    """The characters of the file without its byte order mark, lines separated by line feeds."""
    value = decode(source.content, document=source.file_name)
    check_limit(source.file_name, "file", CHARACTERS, len(value), "characters")
    cursor = len(BYTE_ORDER_MARK) if value.startswith(BYTE_ORDER_MARK) else 0
    pieces = []
    for part in re.split(r"(\r\n)", value[cursor:]):
        if part == "\r\n":
            pieces.append(Text.of("\n", offset=cursor + 1))
        else:
            pieces.append(Text.of(_LINE_END.sub("\n", part), offset=cursor))
        cursor += len(part)
    return Text.join(pieces)
