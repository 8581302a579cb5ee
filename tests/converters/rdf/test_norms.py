"""Annotations as quads: what a measure says, who is named where, and that every span is exact."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from converters.annotation.records import (
    Annotations,
    Bearer,
    BearerRole,
    CitationKind,
    Comparator,
    Modality,
    SectorClass,
    TermKind,
)
from converters.rdf.graph import document_quads
from converters.rdf.identity import identify
from converters.rdf.links import Links
from converters.rdf.vocabulary import vocabulary_quads
from converters.release.product import check, named_jurisdictions
from ontology import iris
from ontology.load import terms
from ontology.namespaces import BASE, CONCEPT, DEF, ELI, OA, PROV, RDF, RDFS
from shapes.validate import violations
from tests.converters.rdf.annotated import Maker, gold_document, source

if TYPE_CHECKING:
    from converters.document import Document

DOCUMENTS = ("shanxi-tiaoli-2024", "jiangxi-tiaoli-2024", "shanxi-cuoshi-2024")


def by_hand(stem: str) -> Document:
    return {"shanxi-tiaoli-2024": shanxi, "jiangxi-tiaoli-2024": jiangxi}.get(stem, notice)()


def shanxi() -> Document:
    m = Maker("shanxi-tiaoli-2024")
    chain = "art:8/p:1"
    government = m.actor(chain, "省人民政府")
    firms = m.actor("art:32/p:1", "制造业企业")
    return m.with_annotations(
        measures=(
            # Out of text order on purpose: numbers follow the text.
            m.measure(
                chain,
                "建立省、设区的市联动的产业链链长制",
                bearers=(Bearer(government, BearerRole.LEAD),),
                instruments=("organisation", "cluster"),
            ),
            m.measure(chain, "推动重点产业链发展", bearers=(Bearer(government),)),
            m.measure(
                "art:32/p:1",
                "在现有厂区内扩建、新建厂房的，减半征收城市基础设施配套费",
                Modality.EXEMPTION,
                targets=(firms,),
                instruments=("tax-fee",),
                condition="在现有厂区内扩建、新建厂房的",
            ),
        ),
        quantities=(
            m.quantity("art:32/p:1", "减半", "50", "percent", qualifies="城市基础设施配套费"),
        ),
        citations=(m.citation("art:2/p:1", "本条例", CitationKind.SELF),),
        terms=(m.term("art:37/p:1", "粤港澳大湾区", TermKind.STRATEGY),),
    )


def jiangxi() -> Document:
    m = Maker("jiangxi-tiaoli-2024")
    at = "art:4/p:4"
    education = m.actor(at, "县级以上人民政府教育部门", "县级以上人民政府", "教育", "部门")
    tax = m.actor(at, "税务部门")
    return m.with_annotations(
        measures=(
            m.measure(
                at,
                "按照各自职责做好先进制造业促进的有关工作",
                bearers=(Bearer(education), Bearer(tax)),
            ),
        ),
        sectors=(
            m.sector("art:6/p:1", "有色金属", SectorClass.TRADITIONAL),
            m.sector("art:6/p:1", "陶瓷", SectorClass.TRADITIONAL),
        ),
        quantities=(m.quantity("art:26/p:1", "2024年6月1日", "2024-06-01", "date"),),
    )


def notice() -> Document:
    m = Maker("shanxi-cuoshi-2024")
    named = m.actor("item:7", "省工信厅")
    cities = m.actor("item:1", "各市政府")
    words = "按研发费用存量不高于 3%、增量不高于 10%的比例给予补助"
    return m.with_annotations(
        measures=(
            m.measure(
                "item:7",
                words,
                Modality.SUPPORT,
                bearers=(
                    Bearer(named, BearerRole.RESPONSIBLE),
                    Bearer(cities, BearerRole.RESPONSIBLE),
                ),
                instruments=("funding",),
            ),
        ),
        quantities=(
            m.quantity(
                "item:7", "1000 万元及以上", "1000", "万元", Comparator.AT_LEAST, "研发费用"
            ),
            m.quantity("item:7", "不高于 3%", "3", "percent", Comparator.AT_MOST),
        ),
        citations=(
            m.citation("item:12", "《建设项目环境影响评价分类管理名录》", CitationKind.DOCUMENT),
        ),
        sectors=(m.sector("item:1", "生命科学", SectorClass.EMERGING),),
        terms=(m.term("preamble", "示范区", TermKind.DEFINED_TERM, "省级转型综改示范区"),),
    )


@cache
def quads_of(stem: str, kind: str = "by-hand") -> tuple[str, frozenset[Quad]]:
    document = by_hand(stem) if kind == "by-hand" else gold_document(stem)
    identity = identify(document)
    return identity.version, frozenset(document_quads(document, identity))


def values(stem: str, subject: str, predicate: str, kind: str = "by-hand") -> set[str]:
    """Objects of a subject below the version, our base cut off."""
    version, quads = quads_of(stem, kind)
    found = {
        quad.object.value
        for quad in quads
        if quad.subject.value == version + subject and quad.predicate.value == predicate
    }
    return {value.removeprefix(version).removeprefix(BASE) for value in found}


# Document, thing below the version, property, values.
FACTS = [
    # Numbers follow the text, not the records.
    ("shanxi-tiaoli-2024", "/art_8/para_1#m1", "action", {"推动重点产业链发展"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "action", {"建立省、设区的市联动的产业链链长制"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "modality", {"concept/modality/obligation"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "hasBearer", {"id/actor/cn-sx/renmin-zhengfu"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "hasLeadBearer", {"id/actor/cn-sx/renmin-zhengfu"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m1", "hasLeadBearer", set()),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "hasActorMention", {"/art_8/para_1#a1"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m1", "hasActorMention", {"/art_8/para_1#a1"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "concernsMatter", {"concept/matter/lianzhang-zhi"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#m2", "usesInstrument",
     {"concept/instrument/organisation", "concept/instrument/cluster"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#a1", "namesActor", {"id/actor/cn-sx/renmin-zhengfu"}),
    ("shanxi-tiaoli-2024", "/art_8/para_1#a1", "mentionText", {"省人民政府"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#m1", "condition", {"在现有厂区内扩建、新建厂房的"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#m1", "hasTarget", {"concept/actor/zhizaoye-qiye"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#m1", "hasQuantity", {"/art_32/para_1#q1"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#m1", "concernsMatter",
     {"concept/matter/chengshi-jichu-sheshi-peitao-fei"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#q1", "qualifies", {"城市基础设施配套费"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#q1", "quantityValue", {"50"}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#q1", "comparator", {"="}),
    ("shanxi-tiaoli-2024", "/art_32/para_1#q1", "standardUnit",
     {"http://qudt.org/vocab/unit/PERCENT"}),
    ("shanxi-tiaoli-2024", "/art_2/para_1", "provisionFunction", {"concept/provision-function/scope"}),
    ("shanxi-tiaoli-2024", "/art_1/para_1", "provisionFunction",
     {"concept/provision-function/purpose"}),
    ("shanxi-tiaoli-2024", "/art_2/para_1#c1", "resolution", {"concept/resolution/verified"}),
    ("shanxi-tiaoli-2024", "/art_2/para_1#c1", "resolutionReason", set()),
    ("shanxi-tiaoli-2024", "/art_37/para_1#t1", "denotes", {"concept/strategy/yuegangao-dawan-qu-9f95"}),
    # A name in three pieces is one mention; bearers of one level-less name are of the province.
    ("jiangxi-tiaoli-2024", "/art_4/para_4#m1", "hasBearer",
     {"id/actor/cn-jx/xianji-yishang-renmin-zhengfu-jiaoyu-bumen", "id/actor/cn-jx/shuiwu-bumen"}),
    ("jiangxi-tiaoli-2024", "/art_4/para_4#a1", "mentionText", {"县级以上人民政府教育部门"}),
    ("jiangxi-tiaoli-2024", "/art_6/para_1#s2", "mentionText", {"陶瓷"}),
    ("jiangxi-tiaoli-2024", "/art_6/para_1#s2", "sectorClass", {"concept/sector-class/traditional"}),
    ("jiangxi-tiaoli-2024", "/art_6/para_1#s2", "mentions", {"concept/sector/ceramics"}),
    ("jiangxi-tiaoli-2024", "/art_6/para_1#s2", "resolutionReason", set()),
    ("jiangxi-tiaoli-2024", "/art_26/para_1#q1", "dateValue", {"2024-06-01"}),
    ("jiangxi-tiaoli-2024", "/art_26/para_1#q1", "quantityValue", set()),
    ("jiangxi-tiaoli-2024", "/art_26/para_1", "provisionFunction",
     {"concept/provision-function/entry-into-force"}),
    # In a notice the item is the place; 各市政府 stands in another item than the measure.
    ("shanxi-cuoshi-2024", "/item_7#m1", "hasResponsibleBearer",
     {"id/actor/cn-sx/renmin-zhengfu-gongye-he-xinxihua-bumen",
      "id/actor/cn-sx/shequ-de-shi-renmin-zhengfu"}),
    ("shanxi-cuoshi-2024", "/item_7#m1", "hasActorMention",
     {"/item_1#a1", "/item_7#a1"}),
    ("shanxi-cuoshi-2024", "/item_7#q1", "standardValue", {"10000000"}),
    ("shanxi-cuoshi-2024", "/item_7#q1", "standardUnit",
     {"http://qudt.org/vocab/unit/CCY_CNY"}),
    ("shanxi-cuoshi-2024", "/item_7#q1", "comparator", {">="}),
    ("shanxi-cuoshi-2024", "/item_7#m1", "hasQuantity", {"/item_7#q2"}),
    ("shanxi-cuoshi-2024", "/item_12#c1", "citedTitle", {"建设项目环境影响评价分类管理名录"}),
    ("shanxi-cuoshi-2024", "/preamble#t1", "meaning", {"省级转型综改示范区"}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "subject", "name", "expected"), FACTS)
def test_facts(stem: str, subject: str, name: str, expected: set[str]) -> None:
    assert values(stem, subject, f"{DEF}{name}") == expected


ALL = [(stem, "by-hand") for stem in DOCUMENTS] + [(stem, "gold") for stem in DOCUMENTS[:2]]


@pytest.mark.parametrize(("stem", "kind"), ALL)
def test_every_selector_selects_its_words(stem: str, kind: str) -> None:
    """Cut out of the text that the provision publishes, and out of the source file."""
    _, quads = quads_of(stem, kind)
    facts = by_subject(quads)
    file = source(stem).read_text(encoding="utf-8")
    checked = 0
    for subject, said in facts.items():
        for selector in said.get(f"{OA}hasSelector", ()):
            chosen = facts[selector]
            (provision,) = said[f"{DEF}statedIn"]
            counted_in = one(said, f"{DEF}countedIn") or "text"
            (text,) = facts[provision][f"{DEF}{counted_in}"]
            exact = one(chosen, f"{OA}exact")
            start, end = (int(one(chosen, f"{OA}{name}") or -1) for name in ("start", "end"))
            assert text[start:end] == exact, subject
            cut = file[
                int(one(chosen, f"{DEF}sourceStart") or -1) : int(
                    one(chosen, f"{DEF}sourceEnd") or -1
                )
            ]
            assert plain(cut) == plain(exact), subject
            checked += 1
    assert checked > 5


def by_subject(quads: frozenset[Quad]) -> dict[str, dict[str, set[str]]]:
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads:
        facts[quad.subject.value][quad.predicate.value].add(quad.object.value)
    return facts


def one(said: dict[str, set[str]], predicate: str) -> str:
    found = said.get(predicate, set())
    assert len(found) <= 1
    return next(iter(found), "")


def plain(words: str) -> str:
    return re.sub(r"\s|\*\*", "", words)


def test_a_measure_spans_its_action() -> None:
    _, quads = quads_of("shanxi-tiaoli-2024", "gold")
    facts = by_subject(quads)
    measures = [s for s in facts.values() if f"{DEF}Measure" in s[f"{RDF}type"]]
    assert len(measures) > 150
    for said in measures:
        (text,) = facts[one(said, f"{DEF}statedIn")][f"{DEF}text"]
        start, end = int(one(said, f"{DEF}spanStart")), int(one(said, f"{DEF}spanEnd"))
        assert text[start:end] == one(said, f"{DEF}action")


@pytest.mark.parametrize(("stem", "kind"), ALL)
def test_the_shapes_find_no_violation(stem: str, kind: str) -> None:
    _, quads = quads_of(stem, kind)

    assert violations(check(quads, named_jurisdictions(quads))) == []


@pytest.mark.parametrize(("stem", "kind"), ALL)
def test_no_blank_node_and_only_terms_and_concepts_that_exist(stem: str, kind: str) -> None:
    _, quads = quads_of(stem, kind)
    nodes = {n for q in quads for n in (q.subject, q.predicate, q.object)}
    named = {n.value for n in nodes if isinstance(n, NamedNode)}
    described = {q.subject.value for q in quads}
    described |= {q.subject.value for q in vocabulary_quads(named_jurisdictions(quads))}

    assert [n for n in nodes if isinstance(n, BlankNode)] == []
    assert {iri for iri in named if iri.startswith(DEF)} <= {str(term) for term in terms()}
    assert {iri for iri in named if iri.startswith(CONCEPT)} <= described
    assert [iri for iri in named if re.search(r"[^\x21-\x7e]|[<>\"{}|\\^`]", iri)] == []


def test_a_measure_takes_less_than_sixty_quads_with_all_that_it_names() -> None:
    document = gold_document("shanxi-tiaoli-2024")
    identity = identify(document)
    bare = replace(document, annotations=Annotations())
    with_norms = len(list(document_quads(document, identity)))
    without = len(list(document_quads(bare, identity)))

    assert (with_norms - without) / len(document.annotations.measures) < 60


def test_an_annotation_says_which_run_of_which_rule_found_it() -> None:
    version, _ = quads_of("shanxi-tiaoli-2024")
    measure = "/art_8/para_1#m1"
    assert values("shanxi-tiaoli-2024", measure, f"{PROV}wasGeneratedBy") == {"#ex1"}
    assert values("shanxi-tiaoli-2024", "#ex1", f"{PROV}used") == {
        "/source",
        "concept/rule/by-hand",
    }
    assert values("shanxi-tiaoli-2024", measure, f"{DEF}confidence") == {"0.9"}
    assert version.endswith("2024-03-28")


def test_a_sector_that_is_known_is_linked_and_so_is_the_measure_around_it() -> None:
    m = Maker("jiangxi-tiaoli-2024")
    document = m.with_annotations(
        measures=(
            m.measure("art:6/p:1", "重点推动有色金属、石化化工、建材", Modality.DECLARATION),
        ),
        sectors=(
            m.sector("art:6/p:1", "有色金属", SectorClass.TRADITIONAL),
            m.sector("art:6/p:1", "航空", SectorClass.EMERGING),
        ),
    )
    known = {"有色金属": f"{CONCEPT}sector/metals", "航空": f"{CONCEPT}sector/aviation"}
    quads = list(document_quads(document, identify(document), Links(sector=known.get)))

    assert {q.object.value for q in quads if q.predicate.value == f"{DEF}mentions"} == set(
        known.values()
    )
    assert {q.object.value for q in quads if q.predicate.value == f"{DEF}concernsSector"} == {
        f"{CONCEPT}sector/metals"
    }
    assert [q for q in quads if q.predicate.value == f"{DEF}resolutionReason"] == []


def test_a_work_that_the_data_does_not_hold_is_described() -> None:
    _, quads = quads_of("shanxi-cuoshi-2024")
    (work,) = {q.object for q in quads if q.predicate.value == f"{DEF}citesResource"}
    said = {(q.predicate.value, q.object) for q in quads if q.subject == work}

    assert iris.parse_work(work.value)[2] == iris.UNDATED
    assert (f"{RDF}type", NamedNode(f"{ELI}LegalResource")) in said
    assert Literal("建设项目环境影响评价分类管理名录", language="zh") in {o for _, o in said}


def test_an_actor_is_described_with_its_other_names_and_what_is_above_it() -> None:
    _, quads = quads_of("shanxi-cuoshi-2024")
    actor = iris.mint_actor("cn-sx", "renmin-zhengfu-gongye-he-xinxihua-bumen")
    said = {(q.predicate.value, q.object.value) for q in quads if q.subject.value == actor}

    assert ("http://www.w3.org/2004/02/skos/core#altLabel", "省工信厅") in said
    assert ("http://www.w3.org/2004/02/skos/core#altLabel", "山西省工信厅") in said
    assert (f"{RDFS}label", "山西省人民政府工业和信息化部门") in said
    assert (
        "http://www.w3.org/ns/org#subOrganizationOf",
        iris.mint_actor("cn-sx", "renmin-zhengfu"),
    ) in said
    assert (f"{DEF}function", f"{CONCEPT}function/gongye-he-xinxihua") in said
