"""The documents that the tests read."""

from __future__ import annotations

import json
import os
import re
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from converters.records import Kind
from converters.structure.addresses import addressed
from converters.structure.tree import parse_structure
from converters.text import Text
from ontology import iris

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.records import Structure

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "data" / "sources").glob("*/*.txt"))
LAWS = sorted(p for p in (ROOT / "tests" / "data" / "laws").glob("*.md") if p.stem != "README")
CORPUS = Path(
    os.environ.get("FAGUI_CORPUS", ROOT.parent / "shared" / "corpus" / "corpus-dev.tar.xz")
)
DIVISIONS = {Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION, Kind.DIVISION}


def structure_of(path: Path) -> Structure:
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Structure:
    return parse_structure(Text.of(text))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def provisions(structure: Structure) -> dict[str, str]:
    """Own text (or heading) of each provision by address, without white space."""
    text = structure.text.value
    found = {}
    for steps, unit in addressed(structure):
        span = unit.text or unit.heading
        if span:
            found[iris.address(steps)] = squeeze(span.of(text))
    return found


def annotated(path: Path) -> dict[str, str]:
    """The provision lines of an annotation file."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {x["at"]: squeeze(x["text"]) for x in lines if x["kind"] == "provision"}


def corpus() -> Iterator[tuple[str, str]]:
    """(name, text) of every document of the corpus."""
    with tarfile.open(CORPUS) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".md") else None
            if file:
                yield member.name, file.read().decode("utf-8")
