"""The IRIs of a document: work, version, expression, source.

Takes: `Document`. Gives: `Identity`. The register in `data/registers` has the last word, so that an
IRI once minted stays; otherwise what the text states decides, and the title's pinyin is the slug.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import rjieba
from pypinyin import lazy_pinyin

from converters.metadata.classification import place_prefix
from converters.records import EventKind
from ontology import iris
from ontology.datafiles import DATA
from ontology.jurisdictions import find_jurisdiction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.document import Document
    from converters.records import Metadata

_REGISTER: Final = DATA / "registers" / "works.csv"
_SLUG_LENGTH: Final = 200
_WORD_LENGTH: Final = 3
_PLACE_SUFFIX: Final = re.compile(r"(.+?)(自治区|特别行政区|自治州|自治县|省|市|县|区|州)$")
_TEXT_CHANGES: Final = (EventKind.ADOPTED, EventKind.AMENDED, EventKind.REVISED)


@dataclass(frozen=True, slots=True)
class Identity:
    """IRIs of a document; `graph` names the graph that holds its triples."""

    work: str
    version: str
    expression: str
    source: str
    graph: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class _Registered:
    jurisdiction: str
    doc_type: str
    year: str
    slug: str
    version: str | None


def identify(document: Document) -> Identity:
    """The IRIs of a document."""
    entry = _register().get(document.source.id) or _derive(document)
    work = iris.mint_work(entry.jurisdiction, entry.doc_type, entry.year, entry.slug)
    version = iris.mint_version(work, entry.version)
    return Identity(
        work,
        version,
        iris.mint_expression(version),
        iris.mint_source(version),
        version,
        entry.jurisdiction,
    )


def slugify(words: str) -> str:
    """Pinyin of a title, one group a word; letters and digits stay.

    >>> slugify("山西省制造业高质量发展促进条例")
    'shanxi-sheng-zhizaoye-gaozhiliang-fazhan-cujin-tiaoli'
    """
    place = place_prefix(words)
    cut = rjieba.cut(words[len(place) :])
    tokens = [part for token in (place, *cut) for part in _split(token)]
    groups = (re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(t)).lower()) for t in tokens)
    slug = "-".join(group for group in groups if group)
    if len(slug) > _SLUG_LENGTH:
        slug = slug[:_SLUG_LENGTH].rpartition("-")[0]
    return slug or "untitled"


def version_date(metadata: Metadata) -> str | None:
    """Date of the text: its last adoption or amendment, else signature, issue, entry into force."""
    changes = [e.date for e in metadata.events if e.kind in _TEXT_CHANGES]
    if changes:
        return max(changes)
    dates = (
        metadata.date_adopted,
        metadata.date_signed,
        metadata.date_issued,
        metadata.date_in_force,
    )
    return next((d.value for d in dates if d), None)


def _derive(document: Document) -> _Registered:
    meta = document.metadata
    title = meta.title.value if meta.title else document.source.curated.title
    if title and meta.subtitle:
        title += meta.subtitle.value
    date = version_date(meta)
    first = meta.events[0].date if meta.events else date
    return _Registered(
        meta.jurisdiction.value if meta.jurisdiction else iris.UNKNOWN,
        meta.doc_type.value if meta.doc_type else "other",
        first[:4] if first else iris.UNDATED,
        slugify(title or document.source.id),
        date,
    )


def _split(token: str) -> list[str]:
    """山西省 is read as two words, shanxi sheng; a long name as the words it is made of."""
    match = _PLACE_SUFFIX.fullmatch(token) if find_jurisdiction(token) else None
    if match:
        return list(match.groups())
    words = {w for w in rjieba.cut_for_search(token) if len(w) <= _WORD_LENGTH}
    parts: list[str] = []
    while token:
        length = next((n for n in range(_WORD_LENGTH, 1, -1) if token[:n] in words), len(token))
        parts.append(token[:length])
        token = token[length:]
    return parts


@cache
def _register() -> Mapping[str, _Registered]:
    with _REGISTER.open(encoding="utf-8", newline="") as file:
        return {
            row["document"]: _Registered(
                row["jurisdiction"], row["type"], row["year"], row["slug"], row["version"] or None
            )
            for row in csv.DictReader(file)
        }
