"""Bytes of a text file to characters, in an explicit order and never by guessing.

Takes: bytes and the encoding they declare. Gives: the characters, byte order mark included, so that
offsets count characters of the file as it is.

The order: byte order mark, UTF-8, UTF-16 without a mark, GB18030 (which contains GBK and GB2312).
Each decoder is strict. Mostly valid UTF-8 with bad bytes is damaged UTF-8 and refused: as GB18030 it
would decode to plausible but wrong characters.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from converters.errors import ConversionError

BYTE_ORDER_MARK: Final = "\ufeff"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# Declarations that rule GB18030 out; other wrong ones (ISO-8859-1) stand on many Chinese pages.
_OTHER_SCRIPTS: Final = {
    "big5", "big5-hkscs", "shift_jis", "sjis", "euc-jp", "iso-2022-jp", "euc-kr", "koi8-r",
    "windows-1251",
}  # fmt: skip
_DECLARED: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]*)""", re.I)
_MULTIBYTE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_ASCII_BYTES: Final = bytes(range(0x80))
# NEL and the C0 white space are line or page ends; every other control is a sign of binary data.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# What a page of Chinese law is made of: ideographs, CJK and full-width punctuation, ASCII,
# general punctuation (dashes, quotation marks), enclosed and Roman numerals.
_PLAIN: Final = re.compile(
    r"[\t\n\f\r -~\u00a0\u00b7\u00d7\u2010-\u2027\u2030-\u203b\u2103\u2160-\u217f\u2460-\u249b"
    r"\u3000-\u303f\u3400-\u9fff\uff01-\uff65\uffe0-\uffe6]"
)
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_SAMPLE: Final = 20_000
_SAVE_AS_UTF8: Final = "save the document as UTF-8 text"


def declared_encoding(content: bytes) -> str | None:
    """The encoding that the head of an HTML or XML file names; None if it names none."""
    match = _DECLARED.search(content, 0, 4096)
    return match.group(1).decode("ascii").lower() if match else None


def decode(content: bytes, declared: str | None = None, *, document: str = "text") -> str:
    """The characters of a text file, byte order mark included; ConversionError if it is none.

    >>> decode("第一条".encode("gb18030"))
    '第一条'
    """
    if not content:
        raise ConversionError(
            document, "file", "is empty", "give a file that holds the text of a document"
        )
    text = _decode_marked(content, document)
    if text is None:
        text = _decode_unmarked(content, (declared or "").lower(), document)
    control = _CONTROL.search(text)
    if control:
        raise ConversionError(
            document,
            f"line {text.count(chr(10), 0, control.start()) + 1}",
            f"holds the control character U+{ord(control.group()):04X}: the file is binary or damaged",
            "give a text, Markdown, HTML, DOCX, PDF or Akoma Ntoso file",
        )
    return text


def _decode_marked(content: bytes, document: str) -> str | None:
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(codec)
            except UnicodeDecodeError as error:
                raise _damaged(content, error.start, name, document) from None
    return None


def _decode_unmarked(content: bytes, declared: str, document: str) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        bad_byte = error.start
    else:
        # UTF-16 of ASCII is valid UTF-8 with NULs between the letters.
        return (_decode_utf16(content) or text) if "\x00" in text else text
    wide = _decode_utf16(content)
    if wide is not None:
        return wide
    if _is_mostly_utf8(content):
        raise _damaged(content, bad_byte, "UTF-8", document)
    if b"\x00" not in content and declared not in _OTHER_SCRIPTS:
        chinese = _decode_gb18030(content)
        if chinese is not None:
            return chinese
    found = f", although it declares {declared}" if declared else ""
    raise ConversionError(
        document, "file", f"is neither UTF-8, UTF-16 nor GB18030 text{found}", _SAVE_AS_UTF8
    )


def _decode_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark, only where nearly every character is one that Chinese law uses."""
    if len(content) % 2:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if _plain_share(text) >= 0.98 and (_CJK.search(text) or b"\x00" in content):
            return text
    return None


def _decode_gb18030(content: bytes) -> str | None:
    """GB18030 where the characters are plausibly Chinese.

    Private-use characters occur in printed statutes, so a small share of unusual ones is no proof
    of a wrong guess; other double-byte encodings read as GB18030 give far more.
    """
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    high = "".join(c for c in text[:_SAMPLE] if c > "\x7f")
    common = len(high.encode("gb2312", errors="ignore")) // 2
    rare = len(high) - common
    return text if common and rare <= max(0.1 * len(high), common > 4) else None


def _plain_share(text: str) -> float:
    sample = text[:_SAMPLE]
    return len(_PLAIN.findall(sample)) / len(sample) if sample else 0.0


def _is_mostly_utf8(content: bytes) -> bool:
    sequences = sum(len(m.group()) for m in _MULTIBYTE.finditer(content))
    return sequences >= 0.6 * len(content.translate(None, _ASCII_BYTES))


def _damaged(content: bytes, position: int, encoding: str, document: str) -> ConversionError:
    line = content.count(b"\n", 0, position) + 1
    return ConversionError(
        document,
        f"line {line}",
        f"is {encoding} text with a bad byte at position {position:,}",
        "get an undamaged copy, or replace the bad characters and save as UTF-8",
    )
