"""The pages of a release for search engines, as https://www.sitemaps.org/protocol.html has it.

Takes: an engine. Gives: sections, each of up to 50,000 addresses, and their XML. No page has a `lastmod`:
a release does not tell when what a page says has changed last.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from endpoint.description.describe import select_rows
from endpoint.description.links import page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from endpoint.engine.interface import Engine

MOST: Final = 50_000
"""Addresses in one file, by the protocol."""
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_CLASSES: Final = {
    "regulations": "fagui:Regulation",
    "versions": "fagui:RegulationVersion",
    "provisions": "fagui:Provision",
    "actors": "fagui:Actor",
    "concepts": "skos:Concept",
    "schemes": "skos:ConceptScheme",
}
FIXED: Final = "pages"
_FIXED_PAGES: Final = ("/", "/def", "/shape", "/dumps/", "/reconcile/help")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the site map: a class of things and how many there are."""

    name: str
    count: int

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return tuple(f"{self.name}-{number}" for number in range(1, ceil(self.count / MOST) + 1))


def read_sections(engine: Engine) -> tuple[Section, ...]:
    """The sections that have any page."""
    found = [Section(FIXED, len(_FIXED_PAGES))]
    for name, class_name in _CLASSES.items():
        query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {class_name} }}"
        count = int(select_rows(engine, query)[0]["n"]["value"])
        if count:
            found.append(Section(name, count))
    return tuple(found)


def list_pages(engine: Engine, file: str) -> tuple[str, ...]:
    """The paths in a file of the site map."""
    name, _, number = file.rpartition("-")
    if name == FIXED:
        return _FIXED_PAGES
    rows = select_rows(
        engine,
        f"SELECT DISTINCT ?s {{ ?s a {_CLASSES[name]} }} ORDER BY ?s "
        f"LIMIT {MOST} OFFSET {MOST * (int(number) - 1)}",
    )
    pages = [page_of(row["s"]["value"]) for row in rows]
    # What is a fragment or stands elsewhere has no page of its own here.
    return tuple(page for page in pages if page and page.startswith("/") and "#" not in page)


def write_index(addresses: Iterable[str]) -> str:
    """The index: the addresses of the files."""
    return _write("sitemapindex", "sitemap", addresses)


def write_pages(addresses: Iterable[str]) -> str:
    """A file: the addresses of pages."""
    return _write("urlset", "url", addresses)


def _write(root: str, element: str, addresses: Iterable[str]) -> str:
    listed = "".join(f"<{element}><loc>{escape(each)}</loc></{element}>\n" for each in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{listed}</{root}>\n'
