"""How much of a document the readers take: each limit with its default, setting and reason."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.errors import ConversionError

if TYPE_CHECKING:
    from collections.abc import Iterable

MEBIBYTE: Final = 2**20


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound with the environment variable that replaces its default."""

    variable: str
    default: int
    sentence: str

    @property
    def value(self) -> int:
        """The bound in force; ConversionError when the environment holds no positive number."""
        setting = os.environ.get(self.variable, "").strip()
        if not setting:
            return self.default
        if setting.isascii() and setting.isdigit() and int(setting) > 0:
            return int(setting)
        raise ConversionError(
            self.variable,
            "environment",
            f"is {setting!r}, which is no whole number above 0",
            f"unset it or give a number; the default is {self.default}",
        )


FILE_BYTES: Final = Limit(
    "FAGUI_MAX_FILE_BYTES", 64 * MEBIBYTE, "Largest source file that is read, in bytes."
)
CHARACTERS: Final = Limit(
    "FAGUI_MAX_CHARACTERS", 5_000_000, "Most characters of one document, markup included."
)
LINE_CHARACTERS: Final = Limit(
    "FAGUI_MAX_LINE_CHARACTERS", 200_000, "Longest line or paragraph of a document, in characters."
)
MARKUP_ELEMENTS: Final = Limit(
    "FAGUI_MAX_MARKUP_ELEMENTS", 1_000_000, "Most elements of an HTML, XML or DOCX document."
)
ZIP_ENTRIES: Final = Limit(
    "FAGUI_MAX_ZIP_ENTRIES", 5_000, "Most entries of a ZIP container such as DOCX."
)
ZIP_PART_BYTES: Final = Limit(
    "FAGUI_MAX_ZIP_PART_BYTES", 64 * MEBIBYTE, "Largest part of a ZIP container once inflated."
)
ZIP_RATIO: Final = Limit(
    "FAGUI_MAX_ZIP_RATIO", 200, "Highest ratio of inflated to compressed size of a ZIP part."
)
PDF_PAGES: Final = Limit("FAGUI_MAX_PDF_PAGES", 2_000, "Most pages of a PDF.")

LIMITS: Final = (
    FILE_BYTES,
    CHARACTERS,
    LINE_CHARACTERS,
    MARKUP_ELEMENTS,
    ZIP_ENTRIES,
    ZIP_PART_BYTES,
    ZIP_RATIO,
    PDF_PAGES,
)
"""Every limit, in the order that documentation lists them."""


def check_limit(document: str, place: str, limit: Limit, found: int, unit: str) -> None:
    """None when `found` is within the limit, else a ConversionError that names both."""
    if found > limit.value:
        raise ConversionError(
            document,
            place,
            f"has {found:,} {unit}, more than the {limit.value:,} allowed",
            f"split the document or raise {limit.variable}",
        )


def check_lines(document: str, lines: Iterable[str]) -> None:
    """None when no line is longer than allowed, else a ConversionError that names the first."""
    longest = LINE_CHARACTERS.value
    for number, line in enumerate(lines, start=1):
        if len(line) > longest:
            check_limit(document, f"line {number}", LINE_CHARACTERS, len(line), "characters")
