"""Jurisdictions: China, its provinces, prefectures and counties, with the codes others use.

Takes: the code lists in `data/codelists/administrative`. Gives: records by notation, lookup by
name, and the concept scheme `jurisdiction` as SKOS.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ontology.datafiles import DATA
from ontology.iris import mint_concept, mint_scheme
from ontology.namespaces import DEF, ELI, GEONAMES, PREFIXES, WIKIDATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEME: Final = "jurisdiction"
CENTRE: Final = "cn"
"""Notation of the central state, parent of the provinces."""

_LISTS: Final = DATA / "codelists" / "administrative"


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """An area whose bodies make regulations.

    `notation` is `cn`, the ISO 3166-2 code of a province in lower case, or a GB/T 2260 code; `level`
    is country, province, prefecture or county; `code` is the GB/T 2260 code, which the state as a
    whole does not have; `wikidata` is a Q-number, `geonames` a number.
    """

    notation: str
    code: str | None
    level: str
    name_zh: str
    name_en: str | None = None
    abbreviation_zh: str | None = None
    iso: str | None = None
    wikidata: str | None = None
    geonames: str | None = None
    parent: str | None = None


_CHINA: Final = Jurisdiction(
    notation=CENTRE,
    code=None,
    level="country",
    name_zh="中华人民共和国",
    name_en="People's Republic of China",
    abbreviation_zh="中国",
    iso="CN",
    wikidata="Q148",
    geonames="1814991",
)


@cache
def load_jurisdictions() -> Mapping[str, Jurisdiction]:
    """Every jurisdiction by notation: the centre, then provinces, prefectures, counties."""
    found = {CENTRE: _CHINA}
    notation_of: dict[str, str] = {}
    for record in chain(_provinces(), _prefectures(notation_of), _counties(notation_of)):
        found[record.notation] = record
        notation_of[record.code or ""] = record.notation
    return found


def find_jurisdiction(name: str) -> Jurisdiction | None:
    """The jurisdiction of that full name; None when there is none or more than one.

    >>> find_jurisdiction("山西省").notation, find_jurisdiction("郑州市").notation
    ('cn-sx', '410100')
    >>> find_jurisdiction("鼓楼区") is None
    True
    """
    return _by_name().get(name)


def jurisdiction_graph(notations: Iterable[str] = ()) -> Graph:
    """Concept scheme of the centre, all provinces and prefectures, and the counties asked for.

    `skos:notation` is our notation, as in every scheme; GB/T 2260 and ISO 3166-2 codes have
    properties of their own. Links to places elsewhere are `skos:exactMatch`: a concept of this
    scheme and an entity of Wikidata are not one thing with all its statements, as `owl:sameAs` says.
    """
    known = load_jurisdictions()
    asked = dict.fromkeys(notations)
    if unknown := [notation for notation in asked if notation not in known]:
        message = f"jurisdiction {unknown[0]!r}: allowed are 'cn', cn-xx and GB/T 2260 codes"
        raise ValueError(message)
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    _describe_scheme(graph)
    for record in known.values():
        if record.level != "county" or record.notation in asked:
            _describe(graph, record)
    return graph


@cache
def _by_name() -> dict[str, Jurisdiction]:
    candidates: defaultdict[str, list[Jurisdiction]] = defaultdict(list)
    abolished = {row["code"] for row in _rows("divisions") if row["current"] == "0"}
    for record in load_jurisdictions().values():
        candidates[record.name_zh].append(record)
    unique = {}
    for name, records in candidates.items():
        # 三元区 has had two codes: the present one bears the name.
        present = [record for record in records if record.code not in abolished] or records
        if len(present) == 1:
            unique[name] = present[0]
    return unique


def _provinces() -> Iterator[Jurisdiction]:
    for row in _rows("provinces"):
        yield Jurisdiction(
            notation=row["iso"].lower(),
            code=row["code"],
            level="province",
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            abbreviation_zh=row["abbreviation_zh"],
            iso=row["iso"],
            wikidata=row["wikidata"] or None,
            geonames=row["geonames"] or None,
            parent=CENTRE,
        )


def _prefectures(notation_of: Mapping[str, str]) -> Iterator[Jurisdiction]:
    for row in _rows("prefectures"):
        yield Jurisdiction(
            notation=row["code"],
            code=row["code"],
            level="prefecture",
            name_zh=row["name_zh"],
            name_en=row["name_en"],
            wikidata=row["wikidata"] or None,
            geonames=row["geonames"] or None,
            parent=notation_of[row["parent"]],
        )


def _counties(notation_of: Mapping[str, str]) -> Iterator[Jurisdiction]:
    for row in _rows("divisions"):
        province = notation_of[f"{row['code'][:2]}0000"]
        yield Jurisdiction(
            notation=row["code"],
            code=row["code"],
            level="county",
            name_zh=row["name_zh"],
            # 419000 and the like only group counties that stand directly under a province.
            parent=notation_of.get(row["parent"], province),
        )


def _rows(name: str) -> list[dict[str, str]]:
    with (_LISTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _describe_scheme(graph: Graph) -> None:
    scheme = URIRef(mint_scheme(SCHEME))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, SKOS.prefLabel, Literal("法域", "zh")))
    graph.add((scheme, SKOS.prefLabel, Literal("jurisdictions", "en")))
    definition_zh = "有权制定法规的区域：国家、省级、地级和县级行政区。"
    definition_en = (
        "Areas whose bodies make regulations: the state, and its divisions of province, prefecture"
        " and county level."
    )
    graph.add((scheme, SKOS.definition, Literal(definition_zh, "zh")))
    graph.add((scheme, SKOS.definition, Literal(definition_en, "en")))
    graph.add((scheme, SKOS.hasTopConcept, URIRef(mint_concept(SCHEME, CENTRE))))


_LEVELS: Final = {
    "country": ("国家", "state"),
    "province": ("省级行政区", "division of province level"),
    "prefecture": ("地级行政区", "division of prefecture level"),
    "county": ("县级行政区", "division of county level"),
}


def _describe(graph: Graph, record: Jurisdiction) -> None:
    concept = URIRef(mint_concept(SCHEME, record.notation))
    scheme = URIRef(mint_scheme(SCHEME))
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, RDF.type, URIRef(f"{ELI}AdministrativeArea")))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.notation, Literal(record.notation)))
    graph.add((concept, SKOS.prefLabel, Literal(record.name_zh, "zh")))
    if record.parent is None:
        graph.add((concept, SKOS.topConceptOf, scheme))
    else:
        graph.add((concept, SKOS.broader, URIRef(mint_concept(SCHEME, record.parent))))
    for predicate, value in _optional(record):
        graph.add((concept, predicate, value))
    _define(graph, concept, record)


def _optional(record: Jurisdiction) -> Iterator[tuple[URIRef, Literal | URIRef]]:
    if record.name_en:
        yield SKOS.prefLabel, Literal(record.name_en, "en")
    if record.abbreviation_zh:
        yield SKOS.altLabel, Literal(record.abbreviation_zh, "zh")
    if record.code:
        yield URIRef(f"{DEF}gbCode"), Literal(record.code)
    if record.iso:
        yield URIRef(f"{DEF}isoCode"), Literal(record.iso)
    if record.wikidata:
        yield SKOS.exactMatch, URIRef(f"{WIKIDATA}{record.wikidata}")
    if record.geonames:
        yield SKOS.exactMatch, URIRef(f"{GEONAMES}{record.geonames}/")


def _define(graph: Graph, concept: URIRef, record: Jurisdiction) -> None:
    level_zh, level_en = _LEVELS[record.level]
    if record.parent is None:
        graph.add((concept, SKOS.definition, Literal("中央国家机关的法域。", "zh")))
        graph.add(
            (concept, SKOS.definition, Literal("State whose central bodies legislate.", "en"))
        )
        return
    parent = load_jurisdictions()[record.parent]
    graph.add((concept, SKOS.definition, Literal(f"{parent.name_zh}的{level_zh}。", "zh")))
    within = parent.name_en or parent.name_zh
    graph.add((concept, SKOS.definition, Literal(f"{level_en.capitalize()} in {within}.", "en")))
