"""The documents of a release with what the start page tells of each.

Takes: an engine. Gives: `Entry` records in the order of jurisdiction and date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from endpoint.description.describe import select_rows
from endpoint.description.links import page_of

if TYPE_CHECKING:
    from endpoint.engine.interface import Engine

LANGUAGES: Final = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages; one stands for the other where one is missing."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The name in the language, else in the other."""
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document version: title, place in law, counts and what is known to be missing or odd."""

    version: str
    link: str
    title: str
    curated: bool
    jurisdiction: Label
    type: Label
    in_force: str
    on_publication: bool
    articles: int
    paragraphs: int
    items: int
    oddities: int
    not_stated: tuple[Label, ...]


_ENTRIES: Final = """
SELECT ?version (SAMPLE(?label) AS ?title) (SAMPLE(?curatedTitle) AS ?curated)
  (SAMPLE(?jzh) AS ?jurisdiction_zh) (SAMPLE(?jen) AS ?jurisdiction_en)
  (SAMPLE(?tzh) AS ?type_zh) (SAMPLE(?ten) AS ?type_en) (MIN(?date) AS ?in_force)
  (SAMPLE(?immediately) AS ?on_publication)
  (MAX(?a) AS ?articles) (MAX(?p) AS ?paragraphs) (MAX(?i) AS ?items)
{
  ?version a fagui:RegulationVersion .
  OPTIONAL { ?version rdfs:label ?label }
  OPTIONAL { ?version fagui:curatedTitle ?curatedTitle }
  OPTIONAL { ?version eli:first_date_entry_in_force ?date }
  OPTIONAL { ?version fagui:inForceOnPublication ?immediately FILTER(?immediately) }
  OPTIONAL { ?version fagui:articleCount ?a }
  OPTIONAL { ?version fagui:paragraphCount ?p }
  OPTIONAL { ?version fagui:itemCount ?i }
  OPTIONAL { ?version eli:jurisdiction/(rdfs:label|skos:prefLabel) ?jzh FILTER(LANG(?jzh) = "zh") }
  OPTIONAL { ?version eli:jurisdiction/(rdfs:label|skos:prefLabel) ?jen FILTER(LANG(?jen) = "en") }
  OPTIONAL { ?version eli:type_document/(rdfs:label|skos:prefLabel) ?tzh FILTER(LANG(?tzh) = "zh") }
  OPTIONAL { ?version eli:type_document/(rdfs:label|skos:prefLabel) ?ten FILTER(LANG(?ten) = "en") }
}
GROUP BY ?version ORDER BY ?version"""

_NOT_STATED: Final = """
SELECT ?version ?field (SAMPLE(?fzh) AS ?zh) (SAMPLE(?fen) AS ?en)
{
  ?version a fagui:RegulationVersion ; fagui:notStated ?field .
  OPTIONAL { ?field rdfs:label|skos:prefLabel ?fzh FILTER(LANG(?fzh) = "zh") }
  OPTIONAL { ?field rdfs:label|skos:prefLabel ?fen FILTER(LANG(?fen) = "en") }
}
GROUP BY ?version ?field ORDER BY ?version ?field"""

_ODDITIES: Final = """
SELECT ?version (COUNT(DISTINCT ?oddity) AS ?n)
{ ?version a fagui:RegulationVersion ; fagui:hasOddity ?oddity }
GROUP BY ?version"""


def _text(row: dict[str, Any], name: str) -> str:
    return str(row[name]["value"]) if name in row else ""


def _number(row: dict[str, Any], name: str) -> int:
    return int(_text(row, name) or 0)


def read_catalogue(engine: Engine) -> tuple[Entry, ...]:
    """Every document version of the release."""
    oddities = {_text(row, "version"): _number(row, "n") for row in select_rows(engine, _ODDITIES)}
    missing: dict[str, list[Label]] = {}
    for row in select_rows(engine, _NOT_STATED):
        last_step = _text(row, "field").rpartition("/")[2]
        label = Label(_text(row, "zh") or last_step, _text(row, "en") or last_step)
        missing.setdefault(_text(row, "version"), []).append(label)
    entries = []
    for row in select_rows(engine, _ENTRIES):
        version = _text(row, "version")
        if version:  # a grouped query over nothing may give one empty row
            entries.append(_entry(row, oddities.get(version, 0), tuple(missing.get(version, ()))))
    return tuple(entries)


def _entry(row: dict[str, Any], oddities: int, not_stated: tuple[Label, ...]) -> Entry:
    version = _text(row, "version")
    return Entry(
        version=version,
        link=page_of(version) or "",
        title=_text(row, "title") or version,
        curated="curated" in row,
        jurisdiction=Label(_text(row, "jurisdiction_zh"), _text(row, "jurisdiction_en")),
        type=Label(_text(row, "type_zh"), _text(row, "type_en")),
        in_force=_text(row, "in_force"),
        on_publication="on_publication" in row,
        articles=_number(row, "articles"),
        paragraphs=_number(row, "paragraphs"),
        items=_number(row, "items"),
        oddities=oddities,
        not_stated=not_stated,
    )
