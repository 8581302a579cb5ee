"""Findings over whole documents, their order, their report and their readable lines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyshacl import ShapesGraph
from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ontology.jurisdictions import jurisdiction_graph
from ontology.load import vocabularies
from ontology.namespaces import CONCEPT, DEF, ELI, ID, SHAPE
from shapes import validate as module
from shapes.validate import (
    REPORT,
    SEVERITIES,
    Finding,
    describe,
    load_shapes,
    report_graph,
    validate,
    violations,
)

if TYPE_CHECKING:
    from rdflib.term import Node

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("cases/*/*.ttl"))
VERSION = f"{ID}eli/cn-sx/dfxfg/2024/zhizaoye-tiaoli/2024-03-28"
ARTICLE = f"{VERSION}/art_6"
PARAGRAPH = f"{ARTICLE}/para_1"
FIELD = f"{CONCEPT}metadata-field/"


def concepts() -> Graph:
    whole = jurisdiction_graph(["cn-sx"])
    for scheme in vocabularies().values():
        whole += scheme
    return whole


def complete() -> Graph:
    return Graph().parse(HERE / "complete.ttl")


def term(text: str) -> URIRef:
    """An IRI, in full or as `fagui:…`, `eli:…`."""
    return URIRef(text.replace("fagui:", DEF, 1).replace("eli:", ELI, 1))


def keys(findings: tuple[Finding, ...]) -> set[tuple[str, str, str, str]]:
    return {(each.focus, each.shape, each.component, each.severity) for each in findings}


def test_nothing_is_found_in_a_complete_document() -> None:
    assert validate(complete(), concepts()) == ()


def test_the_vocabularies_conform() -> None:
    assert validate(concepts()) == ()


# What is taken out (subject, predicate), what is put in (subject, predicate, object), what is found.
CHANGES = {
    "a provision without label": (
        [(PARAGRAPH, str(RDFS.label))],
        [],
        {(PARAGRAPH, "Provision-label", "MinCountConstraintComponent", "Violation")},
    ),
    "a parent that does not know its child": (
        [(ARTICLE, "eli:has_part")],
        [],
        {(PARAGRAPH, "Provision-containment", "EqualsConstraintComponent", "Violation")},
    ),
    "a child claimed by two parents": (
        [],
        [(VERSION, "eli:has_part", URIRef(PARAGRAPH))],
        {(PARAGRAPH, "Provision-containment", "EqualsConstraintComponent", "Violation")},
    ),
    "a fact both stated and not stated": (
        [],
        [(VERSION, "fagui:notStated", URIRef(f"{FIELD}session"))],
        {(VERSION, "RegulationVersion-sessionKnown", "XoneConstraintComponent", "Violation")},
    ),
    "a fact neither stated nor known to be absent": (
        [(VERSION, "fagui:session")],
        [],
        {(VERSION, "RegulationVersion-sessionKnown", "XoneConstraintComponent", "Violation")},
    ),
    "an article whose label is neither given nor inferred": (
        [(ARTICLE, "fagui:verbatimLabel")],
        [],
        {(ARTICLE, "Article-label", "MinCountConstraintComponent", "Warning")},
    ),
    "a kind that contradicts the class": (
        [(ARTICLE, "eli:type_subdivision")],
        [(ARTICLE, "eli:type_subdivision", URIRef(f"{CONCEPT}subdivision/sec"))],
        {(ARTICLE, "Article-type_subdivision", "HasValueConstraintComponent", "Violation")},
    ),
    "a concept that no vocabulary has": (
        [],
        [(VERSION, "fagui:notStated", URIRef(f"{FIELD}colour"))],
        {(VERSION, "RegulationVersion-notStated", "ClassConstraintComponent", "Violation")},
    ),
    "a source without publisher": (
        [(f"{VERSION}/source", "http://purl.org/dc/terms/publisher")],
        [],
        {
            (
                f"{VERSION}/source",
                "SourceFile-publisher-given",
                "MinCountConstraintComponent",
                "Info",
            )
        },
    ),
    "a measure with two modalities and no instrument": (
        [(f"{PARAGRAPH}#m1", "fagui:usesInstrument")],
        [(f"{PARAGRAPH}#m1", "fagui:modality", URIRef(f"{CONCEPT}modality/support"))],
        {
            (f"{PARAGRAPH}#m1", "Measure-modality", "MaxCountConstraintComponent", "Violation"),
            (
                f"{PARAGRAPH}#m1",
                "Measure-usesInstrument",
                "MinCountConstraintComponent",
                "Violation",
            ),
        },
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_of_a_complete_document_is_found_and_nothing_else(change: str) -> None:
    taken, put, expected = CHANGES[change]
    data = complete()
    for subject, predicate in taken:
        assert (term(subject), term(predicate), None) in data
        data.remove((term(subject), term(predicate), None))
    for subject, predicate, value in put:
        data.add((term(subject), term(predicate), value))

    assert keys(validate(data, concepts())) == expected


@pytest.mark.parametrize("value", [BNode("b"), Literal("x", datatype=XSD.integer)])
def test_a_value_without_order_is_found_by_its_datatype(value: Node) -> None:
    data = complete()
    data.set((URIRef(ARTICLE), term("fagui:sourceStart"), value))

    assert keys(validate(data, concepts())) == {
        (ARTICLE, "Provision-sourceStart", "DatatypeConstraintComponent", "Violation"),
        (ARTICLE, "Provision-sourceStart", "MinInclusiveConstraintComponent", "Violation"),
    }


def test_several_documents_in_one_graph_give_the_findings_of_each() -> None:
    first = HERE / "cases" / "Regulation" / "fail_1.ttl"
    second = HERE / "cases" / "Actor" / "fail_1.ttl"
    together = Graph().parse(first).parse(second)
    apart = {*validate(Graph().parse(first)), *validate(Graph().parse(second))}

    assert set(validate(together)) == apart


def test_validation_leaves_the_graph_as_it_was() -> None:
    data = complete()
    before = set(data)
    validate(data, concepts())

    assert set(data) == before


def test_without_vocabularies_concepts_count_as_undescribed() -> None:
    found = validate(complete())

    assert {each.component for each in found} == {"ClassConstraintComponent"}
    assert {str(each.value) for each in found if each.focus == ARTICLE} == {
        f"{CONCEPT}subdivision/art"
    }


def test_concepts_that_are_only_looked_up_are_not_checked() -> None:
    bare = Graph()
    for concept in concepts().subjects(RDF.type):
        bare.add((concept, RDF.type, URIRef("http://www.w3.org/2004/02/skos/core#Concept")))

    assert validate(complete(), bare) == ()


def test_an_empty_graph_has_no_findings() -> None:
    assert validate(Graph()) == ()


def test_flat_shapes_find_what_the_published_shapes_find() -> None:
    data = complete()
    for case in CASES:
        data.parse(case)
    found = module._run(ShapesGraph(load_shapes()), data)

    assert len(found) > 1000
    assert validate(data) == found


def test_findings_are_sorted_by_severity_focus_shape_component_value() -> None:
    found = validate(Graph().parse(HERE / "cases" / "RegulationVersion-label" / "fail_1.ttl"))

    assert {each.severity for each in found} == {"Violation", "Warning"}
    assert list(found) == sorted(found, key=Finding.key)
    ranks = [SEVERITIES.index(each.severity) for each in found]
    assert ranks == sorted(ranks)


def test_the_report_is_the_same_bytes_for_every_hash_seed() -> None:
    case = HERE / "cases" / "RegulationVersion-label" / "fail_1.ttl"
    program = (
        "import sys; from rdflib import Graph; from shapes.validate import *;"
        "found = validate(Graph().parse(sys.argv[1]));"
        "print(*(repr(each) for each in found), sep='\\n');"
        "print(*sorted(' '.join(t.n3() for t in triple) for triple in report_graph(found)), sep='\\n')"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(case)],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            cwd=HERE.parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }

    assert len(outputs) == 1
    assert outputs != {b""}


def missing_label() -> tuple[Finding, ...]:
    data = complete()
    data.remove((URIRef(PARAGRAPH), RDFS.label, None))
    return validate(data, concepts())


def test_a_finding_says_everything() -> None:
    assert missing_label() == (
        Finding(
            focus=PARAGRAPH,
            path=str(RDFS.label),
            shape="Provision-label",
            component="MinCountConstraintComponent",
            severity="Violation",
            value=None,
            message_zh="给出一个 @zh 的 rdfs:label；另可有一个 @en 的。",
            message_en="Give one rdfs:label in @zh, and at most one more in @en.",
        ),
    )


def test_composed_paths_are_written_as_sparql_paths() -> None:
    wanted = {"Provision-containment", "Article-label"}
    found = {
        each.shape: each.path
        for case in CASES
        if case.parent.name in wanted
        for each in validate(Graph().parse(case))
        if each.shape in wanted
    }

    assert found == {
        "Provision-containment": f"^<{ELI}has_part>",
        "Article-label": f"<{DEF}verbatimLabel>|<{DEF}labelInferred>",
    }


def test_a_finding_is_described_in_one_line_in_two_languages() -> None:
    (found,) = missing_label()

    assert describe(found, "en") == (
        f"Violation {PARAGRAPH} label of the provision [Provision-label]: value missing or too few; "
        "Give one rdfs:label in @zh, and at most one more in @en."
    )
    assert describe(found, "zh") == (
        f"违规 {PARAGRAPH} 单元名称 [Provision-label]：值太少或缺失；给出一个 @zh 的 rdfs:label；另可有一个 @en 的。"
    )


def test_a_description_shows_the_value_shortened() -> None:
    data = complete()
    data.set((URIRef(ARTICLE), URIRef(f"{ELI}number"), Literal("六" * 100)))
    (found,) = validate(data, concepts())

    assert describe(found, "en") == (
        f'Violation {ARTICLE} number [Provision-number]: wrong form ("{"六" * 78}…); '
        "Give exactly one number in Arabic digits (第一百二十条之一 is 120-1)."
    )


def test_every_component_that_the_shapes_use_has_words() -> None:
    components = {
        line.split()[1]
        for expectation in HERE.glob("cases/*/*.txt")
        for line in expectation.read_text("utf-8").splitlines()
    }

    assert set(module._FAULTS) == components


def test_only_violations_stop_a_release() -> None:
    warning = Finding("x", None, "s", "c", "Warning", None, "", "")
    violation = Finding("x", None, "s", "c", "Violation", None, "", "")

    assert violations([warning, violation, warning]) == [violation]


def test_the_report_is_a_shacl_report_without_blank_nodes() -> None:
    expected = Graph().parse(
        format="turtle",
        data=f"""
        PREFIX sh: <{SH}>
        <{REPORT}> a sh:ValidationReport ; sh:conforms false ; sh:result <{REPORT}#r1> .
        <{REPORT}#r1> a sh:ValidationResult ;
            sh:focusNode <{PARAGRAPH}> ;
            sh:resultPath <{RDFS.label}> ;
            sh:resultSeverity sh:Violation ;
            sh:sourceConstraintComponent sh:MinCountConstraintComponent ;
            sh:sourceShape <{SHAPE}Provision-label> ;
            sh:resultMessage "给出一个 @zh 的 rdfs:label；另可有一个 @en 的。"@zh, "Give one rdfs:label in @zh, and at most one more in @en."@en .
        """,
    )
    report = report_graph(missing_label())

    assert isomorphic(report, expected)
    assert not [node for triple in report for node in triple if isinstance(node, BNode)]


def test_a_report_without_findings_conforms() -> None:
    expected = {
        (URIRef(REPORT), RDF.type, SH.ValidationReport),
        (URIRef(REPORT), SH.conforms, Literal(True)),
    }

    assert set(report_graph([])) == expected


def test_shapes_follow_another_base() -> None:
    program = (
        "from ontology.namespaces import DEFAULT_BASE; from rdflib import SH;"
        "from shapes.validate import load_shapes; shapes = load_shapes();"
        "print(*sorted({str(o).split('#')[0] for o in shapes.objects(None, SH.targetClass)}));"
        "print(DEFAULT_BASE in shapes.serialize(format='nt'))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={"FAGUI_BASE": "https://law.example/"},
        cwd=HERE.parents[1],
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert found.splitlines() == [
        "http://data.europa.eu/eli/ontology http://www.w3.org/2004/02/skos/core "
        "http://www.w3.org/ns/dqv http://www.w3.org/ns/oa "
        "https://law.example/def",
        "False",
    ]
