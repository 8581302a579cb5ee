"""ZIP containers, opened with bounds: entries, inflated size, ratio, names.

Takes: the bytes of a container. Gives: its parts, or a ConversionError.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from converters.errors import ConversionError
from converters.readers.limits import MEBIBYTE, ZIP_ENTRIES, ZIP_PART_BYTES, ZIP_RATIO, check_limit

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def open_archive(document: str, content: bytes) -> zipfile.ZipFile:
    """The container, every entry of it within the limits."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except _DAMAGE:
        raise _damaged(document, "file") from None
    entries = archive.infolist()
    check_limit(document, "file", ZIP_ENTRIES, len(entries), "entries")
    for entry in entries:
        _check_entry(document, entry)
    return archive


def read_part(document: str, archive: zipfile.ZipFile, name: str) -> bytes:
    """The inflated bytes of one part, never more than the limit whatever the directory says."""
    entry = archive.getinfo(name)
    try:
        with archive.open(entry) as part:
            data = part.read(ZIP_PART_BYTES.value + 1)
    except _DAMAGE:
        raise _damaged(document, name) from None
    check_limit(document, name, ZIP_PART_BYTES, len(data), "inflated bytes")
    _check_ratio(document, name, len(data), entry.compress_size)
    return data


def _check_entry(document: str, entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise ConversionError(
            document,
            "file",
            f"holds an entry with the unsafe path {entry.filename!r}",
            "open it in a word processor and save it anew as .docx",
        )
    if entry.flag_bits & 1:
        raise ConversionError(
            document, entry.filename, "is encrypted", "remove the password and save it anew"
        )
    check_limit(document, entry.filename, ZIP_PART_BYTES, entry.file_size, "inflated bytes")
    _check_ratio(document, entry.filename, entry.file_size, entry.compress_size)


def _check_ratio(document: str, name: str, inflated: int, compressed: int) -> None:
    # A small part of white space compresses better than any bomb needs to.
    if inflated > MEBIBYTE:
        ratio = inflated // max(compressed, 1)
        check_limit(document, name, ZIP_RATIO, ratio, "times its compressed size")


def _damaged(document: str, place: str) -> ConversionError:
    return ConversionError(
        document, place, "is a damaged or truncated ZIP container", "get an undamaged copy"
    )
