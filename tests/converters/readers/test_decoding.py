"""Encodings in their explicit order; what is no text is refused."""

from __future__ import annotations

import pytest

from converters.errors import ConversionError
from converters.readers.decoding import declared_encoding, decode

LAW = "第一条　为了规范“政务服务”，根据有关法律、行政法规，结合本省实际，制定本条例。\n"
TEXT = LAW * 20


READABLE = {
    "UTF-8": (LAW.encode(), LAW),
    "UTF-8 with mark": (LAW.encode("utf-8-sig"), "\ufeff" + LAW),
    "UTF-16 LE with mark": (b"\xff\xfe" + LAW.encode("utf-16-le"), "\ufeff" + LAW),
    "UTF-16 BE with mark": (b"\xfe\xff" + LAW.encode("utf-16-be"), "\ufeff" + LAW),
    "UTF-16 LE": (LAW.encode("utf-16-le"), LAW),
    "UTF-16 BE": (LAW.encode("utf-16-be"), LAW),
    "UTF-16 of ASCII": ("plain ASCII\n".encode("utf-16-le"), "plain ASCII\n"),
    "GB18030": (LAW.encode("gb18030"), LAW),
    "GB2312": (LAW.encode("gb2312"), LAW),
    "a rare character": ((LAW + "朱镕基").encode("gbk"), LAW + "朱镕基"),
    "ASCII": (b"Article 1\r\n", "Article 1\r\n"),
    "white space": (b"a\tb\fc\x0bd\n", "a\tb\fc\x0bd\n"),
    "private use": ("第三十条\ue5d2的\n".encode(), "第三十条\ue5d2的\n"),
}


@pytest.mark.parametrize("name", READABLE)
def test_text_is_decoded_with_its_byte_order_mark(name: str) -> None:
    content, expected = READABLE[name]
    assert decode(content) == expected


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "iso-8859-1", "big5", None])
def test_valid_utf8_stays_utf8_whatever_it_declares(declared: str | None) -> None:
    assert decode(TEXT.encode(), declared) == TEXT


UNDAMAGED = "remedy: get an undamaged copy, or replace the bad characters and save as UTF-8"
NO_ENCODING = "is neither UTF-8, UTF-16 nor GB18030 text"
SAVE = "remedy: save the document as UTF-8 text"
BINARY = (
    "the file is binary or damaged; "
    "remedy: give a text, Markdown, HTML, DOCX, PDF or Akoma Ntoso file"
)
LATIN = "Loi relative à l'énergie, arrêté créé où".encode("latin-1") * 5
BIG5 = "第一條　為規範「政務服務」，制定本條例。".encode("big5")
REFUSED = {
    "empty": (
        b"",
        None,
        "a.txt: file: is empty; remedy: give a file that holds the text of a document",
    ),
    "a lost byte": (
        TEXT.encode().replace("政".encode(), b"\xe6\x94", 1),
        None,
        f"a.txt: line 1: is UTF-8 text with a bad byte at position 27; {UNDAMAGED}",
    ),
    "cut in a character": (
        TEXT.encode()[:-3],
        "gb2312",
        f"a.txt: line 20: is UTF-8 text with a bad byte at position 2,416; {UNDAMAGED}",
    ),
    "a mark that is wrong": (
        b"\xef\xbb\xbf" + LAW.encode("gb18030"),
        None,
        f"a.txt: line 1: is UTF-8 text with a bad byte at position 3; {UNDAMAGED}",
    ),
    "half a UTF-16 unit": (
        b"\xff\xfe" + LAW.encode("utf-16-le") + b"\x00",
        None,
        f"a.txt: line 2: is UTF-16 text with a bad byte at position 84; {UNDAMAGED}",
    ),
    "damaged GB18030": (
        TEXT.encode("gb18030")[:-3] + b"\xff\xff",
        None,
        f"a.txt: file: {NO_ENCODING}; {SAVE}",
    ),
    "Big5": (BIG5, "big5", f"a.txt: file: {NO_ENCODING}, although it declares big5; {SAVE}"),
    "Latin": (LATIN, None, f"a.txt: file: {NO_ENCODING}; {SAVE}"),
    "every byte": (bytes(range(256)) * 8, None, f"a.txt: file: {NO_ENCODING}; {SAVE}"),
    "a NUL": (
        "第一条\n第二\x00条".encode(),
        None,
        f"a.txt: line 2: holds the control character U+0000: {BINARY}",
    ),
    "a bell": (
        (LAW + "\x07").encode("gb18030"),
        None,
        f"a.txt: line 2: holds the control character U+0007: {BINARY}",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused(name: str) -> None:
    content, declared, expected = REFUSED[name]
    with pytest.raises(ConversionError) as caught:
        decode(content, declared, document="a.txt")
    assert str(caught.value) == expected


@pytest.mark.parametrize("damage", [1, 7, 100])
def test_damaged_utf8_is_never_taken_for_gb18030(damage: int) -> None:
    content = bytearray(TEXT.encode())
    for at in range(0, len(content), max(len(content) // damage, 3)):
        if content[at] >= 0x80:
            content[at] = 0xFF
    with pytest.raises(ConversionError, match="is UTF-8 text with a bad byte"):
        decode(bytes(content))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'<meta charset="GBK">', "gbk"),
        (b"<META content='text/html; charset=gb2312'>", "gb2312"),
        (b'<?xml version="1.0" encoding="UTF-8"?>', "utf-8"),
        (b"<html><p>no declaration</p>", None),
    ],
)
def test_declared_encoding_is_what_the_head_names(content: bytes, expected: str | None) -> None:
    assert declared_encoding(content) == expected
