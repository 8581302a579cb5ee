"""Which documents have gold annotations, and where each document is.

Takes: a directory of annotation files. Gives: `GoldDocument`s. The document of `<stem>.jsonl` stands
beside it (`<stem>.md`, `.txt`, …) or among the project's sources. A file that annotates only a part of
its document has no document line, or is called `<stem>.excerpt.jsonl`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.errors import ConversionError
from converters.evaluation.sheets import read_sheet
from converters.sources import DEFAULT_SOURCES, find_sources
from ontology.datafiles import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from converters.evaluation.sheets import Sheet

SUFFIX: Final = ".jsonl"
EXCERPT: Final = ".excerpt"

SETS: Final[Mapping[str, Path]] = {
    "given": DATA / "gold",
    "field": DATA / "gold" / "field",
    "development": DATA / "gold" / "development",
    "test": DATA / "gold" / "test",
    "general": DATA / "gold" / "general",
}
"""The project's gold sets: notations of the scheme gold-set, where each is described."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document and what careful readers annotated of it; `whole`: all of its provisions."""

    id: str
    source: Path
    sheet: Sheet
    whole: bool


def read_gold(directory: Path) -> tuple[GoldDocument, ...]:
    """The documents of a directory's annotation files, by id; ConversionError where one is wrong."""
    if not directory.is_dir():
        raise ConversionError(str(directory), "gold", "is no directory", "name one with --gold")
    files = sorted(directory.glob(f"*{SUFFIX}"))
    if not files:
        problem = f"holds no annotation file ({SUFFIX})"
        raise ConversionError(str(directory), "gold", problem, "name another with --gold")
    return tuple(_read(path) for path in files)


def _read(path: Path) -> GoldDocument:
    name = path.name.removesuffix(SUFFIX)
    stem = name.removesuffix(EXCERPT)
    sheet = read_sheet(path.read_bytes(), str(path))
    return GoldDocument(stem, _find_source(path, stem), sheet, sheet.has_document and name == stem)


def _find_source(path: Path, stem: str) -> Path:
    beside = sorted(
        each for each in path.parent.iterdir() if each.stem == stem and each.suffix != SUFFIX
    )
    if beside:
        return beside[0]
    folder = DEFAULT_SOURCES / stem
    if folder.is_dir():
        return find_sources([folder])[0]
    raise ConversionError(
        str(path),
        "gold",
        f"annotates a document that is neither beside it ({stem}.txt, .md, …) nor in data/sources",
        "put the document beside its annotations",
    )
