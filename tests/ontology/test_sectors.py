"""Sectors: their codes, the links derived from them, the resolution of mentions, the scheme."""

from __future__ import annotations

import pytest
from rdflib import RDF, SKOS, Literal, URIRef

from ontology.industry_codes import Match, match_gb
from ontology.iris import mint_concept, mint_scheme
from ontology.namespaces import DEF
from ontology.sectors import explain_sector, load_sectors, resolve_sector, sector_graph

ISIC = "https://unstats.un.org/classifications/ISIC/rev4/"
NACE = "http://data.europa.eu/ux2/nace2/"


def test_every_sector_is_complete() -> None:
    sectors = load_sectors()

    assert len(sectors) == 128
    for record in sectors.values():
        assert record.label_zh
        assert record.label_en.isascii()
        assert (record.gb_match is None) == (not record.gb_codes)
        above = record
        while above.broader is not None:
            above = sectors[above.broader]
            assert above is not record


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        # one class to one class
        ("2720", "broadMatch", [("broadMatch", "2100"), ("broadMatch", "21")]),
        # the same extent on both sides
        ("16", "closeMatch", [("closeMatch", "1200"), ("closeMatch", "120")]),
        # the ISIC class has other GB classes too
        ("3973", "closeMatch", [("broadMatch", "2610"), ("broadMatch", "261")]),
        # a few stray classes do not move it to the section
        ("27", "closeMatch", [("closeMatch", "21"), ("closeMatch", "21")]),
        # a part of the sector is a part of the class: related
        ("3973", "narrowMatch", [("relatedMatch", "2610"), ("relatedMatch", "261")]),
        # no class of its own in the annex: the rest of the group decides
        ("B", "closeMatch", [("closeMatch", "B"), ("closeMatch", "B")]),
        # no division of ISIC holds most of it
        ("72", "closeMatch", []),
    ],
)
def test_links_of_codes(code: str, kind: str, expected: list[tuple[str, str]]) -> None:
    bases = (ISIC, NACE)
    links = [Match(name, base + unit) for base, (name, unit) in zip(bases, expected, strict=False)]
    assert list(match_gb(code, kind)) == links


def test_no_link_says_exact_but_to_eurovoc() -> None:
    exact = [
        match.iri
        for record in load_sectors().values()
        for match in record.matches
        if match.kind == "exactMatch"
    ]
    assert exact
    assert [iri for iri in exact if not iri.startswith("http://eurovoc.europa.eu/")] == []


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("人工智能", "artificial-intelligence"),
        ("有色金属", "non-ferrous-metals"),
        ("未来信息通信", "information-technology"),
        ("节能环保装备产业", "environmental-protection"),
        ("高端智能农机装备产业", "agricultural-machinery"),
        ("大宗固体废弃物综合利用", "resource-recycling"),
        ("锂电和光伏新能源", "photovoltaics"),  # the head decides
        ("数控机床", "machine-tools"),
        ("算法框架", None),
        ("产业", None),
        ("高端", None),
        ("", None),
    ],
)
def test_resolution(mention: str, expected: str | None) -> None:
    found = resolve_sector(mention)
    assert (found.notation if found else None) == expected


@pytest.mark.parametrize(
    ("mention", "reason"),
    [
        ("氢能", "exact term"),
        ("绿色氢能产业", "term 氢能产业 without affixes"),
        ("本地陶瓷", "head 陶瓷"),
        ("算法框架", "no term of the lexicon is 算法框架, ends it or is left without affixes"),
    ],
)
def test_reasons(mention: str, reason: str) -> None:
    assert explain_sector(mention).reason == reason


def test_graph_describes_a_sector() -> None:
    graph = sector_graph()
    concept = URIRef(mint_concept("sector", "integrated-circuits"))
    found = {pair for pair in graph.predicate_objects(concept) if pair[0] != SKOS.definition}
    assert found == {
        (RDF.type, SKOS.Concept),
        (RDF.type, URIRef(f"{DEF}Sector")),
        (SKOS.inScheme, URIRef(mint_scheme("sector"))),
        (SKOS.notation, Literal("integrated-circuits")),
        (SKOS.prefLabel, Literal("集成电路", "zh")),
        (SKOS.prefLabel, Literal("integrated circuits", "en")),
        (SKOS.broader, URIRef(mint_concept("sector", "electronics"))),
        (URIRef(f"{DEF}industryCode"), Literal("3973")),
        (URIRef(f"{DEF}strategicIndustryCode"), Literal("1.2")),
        (SKOS.broadMatch, URIRef(f"{ISIC}2610")),
        (SKOS.broadMatch, URIRef(f"{NACE}261")),
        (SKOS.broadMatch, URIRef("http://eurovoc.europa.eu/50")),
    }


def test_graph_is_closed() -> None:
    graph = sector_graph()
    described = set(graph.subjects(RDF.type, SKOS.Concept))

    assert len(described) == 128
    assert set(graph.objects(None, SKOS.broader)) - described == set()
    tops = set(graph.subjects(SKOS.topConceptOf, None))
    assert tops == described - set(graph.subjects(SKOS.broader, None))
    for each in described:
        languages = {
            v.language for v in graph.objects(each, SKOS.definition) if isinstance(v, Literal)
        }
        assert languages == {"zh", "en"}
