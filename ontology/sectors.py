"""Sectors: kinds of economic activity that regulations name, with the codes others use.

Takes: the code lists in `data/codelists/industry` and the terms in `data/lexicons/sectors.csv`.
Gives: concepts by notation, the concept that a mention names, and the scheme `sector` as SKOS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ontology.datafiles import DATA
from ontology.industry_codes import Match, gb_name, match_gb, read_rows
from ontology.iris import mint_concept, mint_scheme
from ontology.namespaces import DEF, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEME: Final = "sector"


@dataclass(frozen=True, slots=True)
class SectorConcept:
    """A sector with its places elsewhere.

    `gb_codes` are codes of GB/T 4754-2017 that stand to it as `gb_match` says
    (closeMatch, broadMatch, narrowMatch), `strategic_code` the class of the strategic emerging
    industries (2018) that it falls in, `matches` its places in ISIC Rev. 4, NACE Rev. 2 and EuroVoc.
    """

    notation: str
    label_zh: str
    label_en: str
    broader: str | None
    gb_codes: tuple[str, ...]
    gb_match: str | None
    strategic_code: str | None
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The concept that a mention names and the rule that found it, or the reason why there is none."""

    concept: SectorConcept | None
    reason: str


@cache
def load_sectors() -> Mapping[str, SectorConcept]:
    """Every sector by notation, in the order of the table."""
    return {row["notation"]: _read(row) for row in read_rows("sectors")}


def resolve_sector(mention: str) -> SectorConcept | None:
    """The concept that a mention names, or None.

    >>> resolve_sector("有色金属").notation, resolve_sector("高端智能农机装备产业").notation
    ('non-ferrous-metals', 'agricultural-machinery')
    >>> resolve_sector("信息数据产品") is None
    True
    """
    return explain_sector(mention).concept


@cache
def explain_sector(mention: str) -> Resolution:
    """The concept that a mention names and how it was found.

    By its exact words, by those left without what only qualifies them (高端, 未来; 产业, 装备), or by
    the known name that ends it.
    """
    terms, sectors = _terms(), load_sectors()
    if mention in terms:
        return Resolution(sectors[terms[mention]], "exact term")
    for bare in _bare_forms(mention):
        if bare in terms:
            return Resolution(sectors[terms[bare]], f"term {bare} without affixes")
    stem = _without_suffixes(mention)[-1]
    for start in range(1, len(stem) - 1):
        if stem[start:] in terms:
            return Resolution(sectors[terms[stem[start:]]], f"head {stem[start:]}")
    return Resolution(
        None, f"no term of the lexicon is {mention}, ends it or is left without affixes"
    )


def sector_graph() -> Graph:
    """Concept scheme of all sectors.

    Codes of GB/T 4754-2017 and of the strategic emerging industries have properties of their own;
    links elsewhere say how close they are.
    """
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    _describe_scheme(graph)
    for record in load_sectors().values():
        _describe(graph, record)
    return graph


def _read(row: Mapping[str, str]) -> SectorConcept:
    codes = tuple(row["gbt4754"].split())
    found = [match for code in codes for match in match_gb(code, row["gbt4754_match"])]
    if row["eurovoc"]:
        found.append(Match(row["eurovoc_match"], row["eurovoc"]))
    return SectorConcept(
        notation=row["notation"],
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        broader=row["broader"] or None,
        gb_codes=codes,
        gb_match=row["gbt4754_match"] or None,
        strategic_code=row["strategic_2018"] or None,
        matches=tuple(dict.fromkeys(found)),
    )


@cache
def _terms() -> Mapping[str, str]:
    """Notation of the concept by term; names of concepts stand for themselves."""
    terms = {row["term"]: row["concept"] for row in read_rows("sectors", DATA / "lexicons")}
    return terms | {record.label_zh: record.notation for record in load_sectors().values()}


@cache
def _affixes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = read_rows("sector_affixes", DATA / "lexicons")
    prefixes = [row["term"] for row in rows if row["side"] == "prefix"]
    suffixes = [row["term"] for row in rows if row["side"] == "suffix"]
    before, after = (_alternatives(words) for words in (prefixes, suffixes))
    return re.compile(f"(?:{before})"), re.compile(f"(?:{after})$")


def _alternatives(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _bare_forms(mention: str) -> list[str]:
    """The mention without suffixes, then also without prefixes, the least cut first."""
    before, _ = _affixes()
    forms = []
    for words in _without_suffixes(mention):
        while True:
            forms.append(words)
            found = before.match(words)
            if found is None or found.end() == len(words):
                break
            words = words[found.end() :]  # noqa: PLW2901
    return sorted(dict.fromkeys(forms), key=len, reverse=True)


def _without_suffixes(mention: str) -> list[str]:
    _, after = _affixes()
    forms = [mention]
    while (found := after.search(forms[-1])) and found.start() > 0:
        forms.append(forms[-1][: found.start()])
    return forms


def _describe_scheme(graph: Graph) -> None:
    scheme = URIRef(mint_scheme(SCHEME))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    graph.add((scheme, SKOS.prefLabel, Literal("产业", "zh")))
    graph.add((scheme, SKOS.prefLabel, Literal("sectors", "en")))
    definition_zh = "法规和政策文件所称的产业、行业和技术领域。"
    definition_en = (
        "Industries, branches and fields of technology that regulations and policies name."
    )
    graph.add((scheme, SKOS.definition, Literal(definition_zh, "zh")))
    graph.add((scheme, SKOS.definition, Literal(definition_en, "en")))


def _describe(graph: Graph, record: SectorConcept) -> None:
    concept, scheme = URIRef(mint_concept(SCHEME, record.notation)), URIRef(mint_scheme(SCHEME))
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, RDF.type, URIRef(f"{DEF}Sector")))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.notation, Literal(record.notation)))
    graph.add((concept, SKOS.prefLabel, Literal(record.label_zh, "zh")))
    graph.add((concept, SKOS.prefLabel, Literal(record.label_en, "en")))
    if record.broader is None:
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
    else:
        graph.add((concept, SKOS.broader, URIRef(mint_concept(SCHEME, record.broader))))
    for code in record.gb_codes:
        graph.add((concept, URIRef(f"{DEF}industryCode"), Literal(code)))
    if record.strategic_code:
        graph.add((concept, URIRef(f"{DEF}strategicIndustryCode"), Literal(record.strategic_code)))
    for match in record.matches:
        graph.add((concept, SKOS[match.kind], URIRef(match.iri)))
    _define(graph, concept, record)


_RELATIONS: Final = {
    "closeMatch": ("大致相当于", "roughly"),
    "broadMatch": ("属于", "within"),
    "narrowMatch": ("包括", "including"),
}


def _define(graph: Graph, concept: URIRef, record: SectorConcept) -> None:
    zh, en = f"法规所称的{record.label_zh}", f"What regulations call {record.label_zh}"
    if record.gb_match:
        relation_zh, relation_en = _RELATIONS[record.gb_match]
        names = "、".join(f"{code} {gb_name(code)}" for code in record.gb_codes)
        zh += f"，{relation_zh}《国民经济行业分类》（GB/T 4754-2017）的{names}"
        en += f", {relation_en} {', '.join(record.gb_codes)} of GB/T 4754-2017"
    graph.add((concept, SKOS.definition, Literal(f"{zh}。", "zh")))
    graph.add((concept, SKOS.definition, Literal(f"{en}.", "en")))
