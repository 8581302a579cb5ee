"""Jurisdictions: counts, codes of known places, lookup by name, and the concept scheme."""

from __future__ import annotations

from collections import Counter

import pytest
from rdflib import RDF, SKOS, Literal, URIRef

from ontology.iris import mint_concept, mint_scheme, mint_work
from ontology.jurisdictions import (
    Jurisdiction,
    find_jurisdiction,
    jurisdiction_graph,
    load_jurisdictions,
)
from ontology.namespaces import DEF

SHANXI = Jurisdiction(
    notation="cn-sx",
    code="140000",
    level="province",
    name_zh="山西省",
    name_en="Shanxi",
    abbreviation_zh="晋",
    iso="CN-SX",
    wikidata="Q46913",
    geonames="1795912",
    parent="cn",
)


def concept(notation: str) -> URIRef:
    return URIRef(mint_concept("jurisdiction", notation))


def test_counts() -> None:
    assert Counter(record.level for record in load_jurisdictions().values()) == {
        "country": 1,
        "province": 34,
        "prefecture": 333,
        "county": 2869,
    }


def test_record() -> None:
    assert load_jurisdictions()["cn-sx"] == SHANXI


def test_notations_fit_iris() -> None:
    for notation in load_jurisdictions():
        assert mint_work(notation, "dfxfg", "2024", "a").split("/")[-4] == notation


def test_parents_exist_and_lead_to_the_centre() -> None:
    known = load_jurisdictions()
    for record in known.values():
        steps = 0
        above = record
        while above.parent is not None:
            above = known[above.parent]
            steps += 1
        assert (above.notation, steps <= 3) == ("cn", True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("中华人民共和国", "cn"),
        ("山西省", "cn-sx"),
        ("陕西省", "cn-sn"),
        ("内蒙古自治区", "cn-nm"),
        ("重庆市", "cn-cq"),
        ("郑州市", "410100"),
        ("湘西土家族苗族自治州", "433100"),
        ("彭水苗族土家族自治县", "500243"),
        ("济源市", "419001"),  # directly under the province
        ("三元区", "350404"),  # had another code until 2021
        ("孟津县", "410322"),  # abolished, but named in older texts
        ("鼓楼区", None),  # four cities have one
        ("山西", None),
        ("", None),
    ],
)
def test_find(name: str, expected: str | None) -> None:
    found = find_jurisdiction(name)
    assert (found.notation if found else None) == expected


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("410100", "cn-ha"),
        ("500243", "cn-cq"),
        ("419001", "cn-ha"),
        ("110101", "cn-bj"),
        ("410104", "410100"),
    ],
)
def test_parent(notation: str, expected: str) -> None:
    assert load_jurisdictions()[notation].parent == expected


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("410100", "Q30340"),  # two sources agree
        ("321200", "Q57931"),  # 泰州, Chinese label exact
        ("331000", "Q58273"),  # 台州, its homophone
        ("130700", None),  # one weak source only
        ("411300", None),  # sources conflict
    ],
)
def test_wikidata_only_where_certain(notation: str, expected: str | None) -> None:
    assert load_jurisdictions()[notation].wikidata == expected


def test_no_entity_stands_for_two_places() -> None:
    for field in ("wikidata", "geonames", "iso", "code"):
        values = [getattr(record, field) for record in load_jurisdictions().values()]
        assert [v for v, n in Counter(values).items() if v and n > 1] == []


def test_graph_has_provinces_prefectures_and_what_is_asked_for() -> None:
    assert len(list(jurisdiction_graph().subjects(RDF.type, SKOS.Concept))) == 1 + 34 + 333
    more = set(jurisdiction_graph(["500243", "cn-sx"]).subjects(RDF.type, SKOS.Concept))
    assert more - set(jurisdiction_graph().subjects(RDF.type, SKOS.Concept)) == {concept("500243")}


def test_graph_describes_a_province() -> None:
    graph = jurisdiction_graph()
    found = {
        (predicate, value)
        for predicate, value in graph.predicate_objects(concept("cn-sx"))
        if predicate not in {RDF.type, SKOS.definition}
    }
    assert found == {
        (SKOS.inScheme, URIRef(mint_scheme("jurisdiction"))),
        (SKOS.notation, Literal("cn-sx")),
        (SKOS.prefLabel, Literal("山西省", "zh")),
        (SKOS.prefLabel, Literal("Shanxi", "en")),
        (SKOS.altLabel, Literal("晋", "zh")),
        (SKOS.broader, concept("cn")),
        (URIRef(f"{DEF}gbCode"), Literal("140000")),
        (URIRef(f"{DEF}isoCode"), Literal("CN-SX")),
        (SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q46913")),
        (SKOS.exactMatch, URIRef("https://sws.geonames.org/1795912/")),
    }


def test_graph_is_closed() -> None:
    graph = jurisdiction_graph(["410104"])
    described = set(graph.subjects(RDF.type, SKOS.Concept))
    assert set(graph.objects(None, SKOS.broader)) - described == set()
    assert list(graph.objects(None, SKOS.topConceptOf)) == [URIRef(mint_scheme("jurisdiction"))]
    for each in described:
        definitions = {
            v.language for v in graph.objects(each, SKOS.definition) if isinstance(v, Literal)
        }
        assert definitions == {"zh", "en"}


def test_unknown_notation() -> None:
    with pytest.raises(ValueError, match="jurisdiction 'cn-xx': allowed are"):
        jurisdiction_graph(["cn-xx"])
