"""Annotations of our own terms: complete, bilingual, with examples that are really there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

from ontology import load
from ontology.iris import parse_concept
from ontology.namespaces import BASE, CONCEPT, DEF

SCHEMA = Namespace("https://schema.org/")
SOURCES = Path(load.__file__).parents[1] / "data" / "sources"
TITLES = {
    "山西省制造业高质量发展促进条例": "shanxi-tiaoli-2024",
    "江西省先进制造业促进条例": "jiangxi-tiaoli-2024",
    "山东省先进制造业促进条例": "shandong-tiaoli-2024",
    "湖南省先进制造业促进条例": "hunan-tiaoli-2022",
    "山西省支持省级转型综改示范区高质量发展的若干措施": "shanxi-cuoshi-2024",
}
# 「words」（《title》place), the place being 第六条, 第七项, 第二节, or a part without number.
QUOTATION = re.compile(r"「([^」]+)」（《([^》]+)》([^）]+)）")
DIGITS = "零一二三四五六七八九十"

CLASSES = """
Regulation RegulationVersion Provision Part Subpart Chapter Section Division Article Paragraph Item
Point Subpoint Notice Preamble Annex DocumentElement Oddity LegislativeEvent SourceFile Actor Measure
Sector SectorMention Quantity Citation ActorMention TermMention Extraction
"""
OBJECT_PROPERTIES = """
status notStated inferred hasElement hasOddity hasEvent inVersion inRegulation elementKind oddityKind
atProvision eventKind ofJurisdiction statedIn modality hasBearer hasLeadBearer hasResponsibleBearer
hasJointBearer hasTarget usesInstrument concernsSector hasQuantity cites mentions sectorClass
citesResource citationKind actorKind administrativeLevel function includedIn namesActor hasActorMention
termKind denotes concernsMatter provisionFunction resolution resolutionReason standardUnit
innerModality hasSectorMention
"""
DATATYPE_PROPERTIES = """
adoptionStatement session dateAdopted dateSigned dateIssued inForceOnPublication addressee
curatedTitle curationNote articleCount paragraphCount itemCount position verbatimLabel heading text
fullText labelInferred sourcePart sourceEndPart sourceEndInPart sourceStart sourceEnd quote eventDate eventBody fileName sha256
retrieved gbCode isoCode action condition spanStart spanEnd foundByRule confidence mentionText
citationText quantityValue unit comparator qualifies meaning citedTitle containsText countedIn dateValue standardValue
industryCode strategicIndustryCode
task
"""

ONTOLOGY = load.merged()
TERMS = sorted(load.terms())
NAMES = [str(term).removeprefix(DEF) for term in TERMS]


@cache
def source(title: str) -> str:
    stem = TITLES[title]
    return (SOURCES / stem / f"{stem}.txt").read_text("utf-8")


def squeeze(text: str) -> str:
    return re.sub(r"\s|\*\*", "", text)


def typed(kind: URIRef) -> list[str]:
    return sorted(
        str(term).removeprefix(DEF) for term in TERMS if (term, RDF.type, kind) in ONTOLOGY
    )


def test_terms_are_those_of_the_model() -> None:
    assert typed(OWL.Class) == sorted(CLASSES.split())
    assert typed(OWL.ObjectProperty) == sorted(OBJECT_PROPERTIES.split())
    assert typed(OWL.DatatypeProperty) == sorted(DATATYPE_PROPERTIES.split())
    assert len(TERMS) == len(f"{CLASSES} {OBJECT_PROPERTIES} {DATATYPE_PROPERTIES}".split())


@pytest.mark.parametrize("term", TERMS, ids=NAMES)
@pytest.mark.parametrize("annotation", [RDFS.label, SKOS.definition])
def test_one_label_and_one_definition_in_each_language(term: URIRef, annotation: URIRef) -> None:
    values = list(ONTOLOGY.objects(term, annotation))
    assert sorted(str(value.language) for value in values if isinstance(value, Literal)) == [
        "en",
        "zh",
    ]
    assert len(values) == 2


def test_labels_are_unique() -> None:
    labels = [value for term in TERMS for value in ONTOLOGY.objects(term, RDFS.label)]
    assert [label for label in labels if labels.count(label) > 1] == []


@pytest.mark.parametrize("term", TERMS, ids=NAMES)
def test_names_follow_the_house_style(term: URIRef) -> None:
    name = str(term).removeprefix(DEF)
    assert name[0].isupper() == ((term, RDF.type, OWL.Class) in ONTOLOGY)
    english = ONTOLOGY.value(term, RDFS.label, any=True)
    assert english is not None
    assert str(english) == str(english).strip()


@pytest.mark.parametrize("term", TERMS, ids=NAMES)
def test_definitions_are_sentences_that_do_not_begin_with_the_term(term: URIRef) -> None:
    texts = {
        v.language: v for v in ONTOLOGY.objects(term, SKOS.definition) if isinstance(v, Literal)
    }
    labels = {v.language: v for v in ONTOLOGY.objects(term, RDFS.label) if isinstance(v, Literal)}
    assert texts["en"].endswith(".")
    assert texts["zh"].endswith("。")
    assert not re.match(rf"(an? |the )?{re.escape(labels['en'])}\b", texts["en"], re.IGNORECASE)
    assert not texts["zh"].startswith(f"{labels['zh']}是")


@pytest.mark.parametrize("term", TERMS, ids=NAMES)
def test_is_defined_by_the_ontology(term: URIRef) -> None:
    assert list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [URIRef(f"{BASE}def")]


def number(chinese: str) -> int:
    tens, found, ones = chinese.rpartition("十")
    return 10 * (DIGITS.index(tens or "一") if found else 0) + (DIGITS.index(ones) if ones else 0)


def numeral(value: int) -> str:
    tens, ones = divmod(value, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return lead + (DIGITS[ones] if ones else "")


def cited_text(title: str, place: str) -> str:
    """Text of the cited place: up to the next label for a numbered one, else the whole document."""
    text = source(title)
    found = re.fullmatch("第(.+)([条项节])", place)
    if found is None:
        return text
    value = number(found[1])
    form = {"条": r"^\W*第{}条", "项": r"^[(（]{}[)）]", "节": "^{}、"}[found[2]]
    start = re.search(form.format(numeral(value)), text, re.MULTILINE)
    assert start is not None, f"{title} has no {place}"
    end = re.compile(form.format(numeral(value + 1)), re.MULTILINE).search(text, start.end())
    return text[start.start() : end.start() if end else len(text)]


def examples(term: URIRef) -> list[str]:
    return [str(value) for value in ONTOLOGY.objects(term, SKOS.example)]


@pytest.mark.parametrize("term", TERMS, ids=NAMES)
def test_examples_quote_the_sources(term: URIRef) -> None:
    quotations = [found for text in examples(term) for found in QUOTATION.findall(text)]
    missing = [
        (words, title, place)
        for words, title, place in quotations
        if squeeze(words) not in squeeze(cited_text(title, place))
    ]
    assert missing == []
    assert len(quotations) >= 1


@pytest.mark.parametrize("term", TERMS, ids=NAMES)
def test_every_bracket_in_an_example_is_a_cited_quotation(term: URIRef) -> None:
    text = " ".join(examples(term))
    assert text.count("「") == text.count("」") == len(QUOTATION.findall(text))


@pytest.mark.parametrize(
    ("words", "place", "expected"),
    [
        ("省人民政府应当组织编制全省制造业高质量发展规划", "第六条", True),
        ("省人民政府应当组织编制全省制造业高质量发展规划", "第七条", False),
        ("省人民政府必须组织编制全省制造业高质量发展规划", "第六条", False),
    ],
)
def test_the_check_of_quotations_can_fail(words: str, place: str, *, expected: bool) -> None:
    title = "山西省制造业高质量发展促进条例"
    assert (squeeze(words) in squeeze(cited_text(title, place))) is expected


@pytest.mark.parametrize("value", [1, 9, 10, 11, 20, 42])
def test_numerals(value: int) -> None:
    assert number(numeral(value)) == value


def test_stated_offsets_are_right() -> None:
    text = source("山西省制造业高质量发展促进条例")
    assert text[57:60] == "第一条"


def test_properties_say_where_they_are_used() -> None:
    without = [
        name
        for term, name in zip(TERMS, NAMES, strict=True)
        if (term, RDF.type, OWL.Class) not in ONTOLOGY
        and not (
            list(ONTOLOGY.objects(term, SCHEMA.domainIncludes))
            and list(ONTOLOGY.objects(term, SCHEMA.rangeIncludes))
        )
    ]
    assert without == []


def test_no_term_is_used_that_is_not_declared() -> None:
    graphs: list[Graph] = [ONTOLOGY, load.sample()]
    graphs += [*load.alignments().values(), *load.vocabularies().values()]
    used = {
        node
        for graph in graphs
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and node.startswith(DEF)
    }
    assert used == set(TERMS)


def test_no_concept_is_used_that_no_scheme_has() -> None:
    graphs = [ONTOLOGY, load.sample(), *load.alignments().values()]
    schemes = load.vocabularies()
    known = {concept for graph in schemes.values() for concept in graph.subjects()}
    used = {
        node
        for graph in graphs
        for triple in graph
        for node in triple
        if isinstance(node, URIRef) and node.startswith(CONCEPT)
        if parse_concept(node)[0] in schemes
    }
    assert len(used) > 10
    assert used - known == set()


def test_kinds_of_things_are_pairwise_disjoint() -> None:
    kinds = {
        term for term in TERMS if (term, RDFS.subClassOf, URIRef(f"{DEF}Provision")) in ONTOLOGY
    }
    tops = {URIRef(DEF + name) for name in CLASSES.split()} - kinds
    for group in (kinds, tops):
        pairs = {frozenset((a, b)) for a in group for b in group if a != b}
        stated = {
            frozenset((a, b))
            for a, b in ONTOLOGY.subject_objects(OWL.disjointWith)
            if {a, b} <= group
        }
        assert pairs - stated == set()
    assert (len(kinds), len(tops)) == (13, 16)


def test_the_worked_example_has_every_main_class() -> None:
    provision = URIRef(f"{DEF}Provision")
    classes = {URIRef(DEF + name) for name in CLASSES.split()}
    kinds = set(ONTOLOGY.subjects(RDFS.subClassOf, provision))
    assert classes - kinds - set(load.sample().objects(None, RDF.type)) == set()


def test_there_are_no_blank_nodes() -> None:
    # A blank node would get another name in each build, so that two dumps would differ.
    assert [node for triple in ONTOLOGY for node in triple if isinstance(node, BNode)] == []
