"""Quality measurements: what they say, what is left out, and that the shapes take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, Store

from converters.evaluation.figures import StoredFigures, read_figures
from converters.evaluation.scoring import LAYERS, Score, Tally
from converters.evaluation.sheets import classes
from converters.rdf.quality import QUALITY, quality_quads
from converters.rdf.vocabulary import vocabulary_quads
from converters.release.build import check_quality
from ontology import iris
from ontology.namespaces import BASE, ID, PREFIXES
from shapes.validate import violations

if TYPE_CHECKING:
    from collections.abc import Iterable

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
NOTHING = {scheme: dict.fromkeys(names, Tally()) for scheme, names in classes().items()}


def figures(**tallies: Tally) -> StoredFigures:
    """Figures of the test, all empty but some layers (bearers=…) and modalities (SUPPORT=…)."""
    layers = {layer: tallies.get(layer, Tally()) for layer in LAYERS}
    modalities = {name: tallies.get(name.upper(), Tally()) for name in NOTHING["modality"]}
    return StoredFigures("test", 1, 1, Score(layers, NOTHING | {"modality": modalities}))


def measured(*given: StoredFigures) -> dict[str, str]:
    """Values by the end of the IRI of their measurement."""
    value = NamedNode(f"{PREFIXES['dqv']}value")
    return {
        quad.subject.value.removeprefix(f"{ID}quality/"): quad.object.value
        for quad in quality_quads(given)
        if quad.predicate == value and isinstance(quad.subject, NamedNode)
    }


def stored(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def test_values() -> None:
    assert measured(figures(bearers=Tally(2, 4, 3), SUPPORT=Tally(5, 5, 5))) == {
        "test/quality-layer/bearers/precision": "0.5",
        "test/quality-layer/bearers/recall": "0.6667",
        "test/quality-layer/bearers/f1": "0.5714",
        "test/quality-layer/bearers/cases": "3",
        "test/modality/support/precision": "1",
        "test/modality/support/recall": "1",
        "test/modality/support/f1": "1",
        "test/modality/support/cases": "5",
    }


@pytest.mark.parametrize(
    ("tally", "expected"),
    [
        (Tally(0, 0, 10), {"recall": "0", "f1": "0", "cases": "10"}),
        (Tally(0, 20, 0), {"precision": "0", "f1": "0", "cases": "0"}),
        (Tally(0, 0, 0), {}),
    ],
)
def test_a_ratio_without_denominator_is_absent(tally: Tally, expected: dict[str, str]) -> None:
    found = measured(figures(targets=tally))
    assert {iri.rpartition("/")[2]: value for iri, value in found.items()} == expected


def test_one_measurement_says_what_it_is() -> None:
    store = stored(quality_quads([figures(bearers=Tally(2, 4, 3))]))
    node = f"<{ID}quality/test/quality-layer/bearers/f1>"
    found = store.query(
        f"{PROLOGUE} SELECT ?p ?o WHERE {{ {node} ?p ?o }}", use_default_graph_as_union=True
    )
    assert sorted(f"{row['p'].value.rpartition('/')[2]} {row['o'].value}" for row in found) == [
        f"22-rdf-syntax-ns#type {PREFIXES['dqv']}QualityMeasurement",
        f"dqv#computedOn {ID}dataset",
        f"dqv#isMeasurementOf {BASE}concept/quality-metric/f1",
        "dqv#value 0.5714",
        f"prov#wasDerivedFrom {BASE}concept/gold-set/test",
        "rdf-schema#label F1 of bearers (test set)",
        "rdf-schema#label 承担主体：F1 值（测试集）",
        f"subject {BASE}concept/quality-layer/bearers",
    ]


@pytest.fixture(scope="module")
def published() -> list[Quad]:
    return list(quality_quads(read_figures()))


def test_one_graph_without_blank_nodes_and_nothing_twice(published: list[Quad]) -> None:
    assert {quad.graph_name for quad in published} == {NamedNode(QUALITY)}
    assert len(set(published)) == len(published) > 1000
    terms = [term for quad in published for term in (quad.subject, quad.object)]
    assert not [term for term in terms if isinstance(term, BlankNode)]


def test_every_measurement_belongs_to_the_dataset(published: list[Quad]) -> None:
    store = stored(published)
    found = store.query(
        f"""{PROLOGUE} SELECT ?measurement ?dataset WHERE {{
            ?measurement a dqv:QualityMeasurement
            FILTER NOT EXISTS {{
                <{iris.mint_dataset()}> a dcat:Dataset ; dqv:hasQualityMeasurement ?measurement .
                ?measurement dqv:computedOn <{iris.mint_dataset()}>
            }}
        }}""",
        use_default_graph_as_union=True,
    )
    assert list(found) == []


def test_the_shapes_find_nothing(published: list[Quad]) -> None:
    assert check_quality(published, vocabulary_quads(())) == ()


def test_the_shapes_find_a_value_that_is_none(published: list[Quad]) -> None:
    wrong = [
        Quad(quad.subject, quad.predicate, NamedNode("urn:x:half"), quad.graph_name)
        if quad.predicate.value.endswith("#value")
        else quad
        for quad in published
    ]
    found = violations(check_quality(wrong, vocabulary_quads(())))
    assert {finding.shape for finding in found} == {"QualityMeasurement-value"}


def test_a_researcher_finds_the_error_rate_of_a_concept(published: list[Quad]) -> None:
    """How far can 支持 be trusted, on documents that nobody tuned to?"""
    store = stored([*published, *vocabulary_quads(())])
    (row,) = store.query(
        f"""{PROLOGUE} SELECT ?precision ?cases WHERE {{
            ?concept skos:prefLabel "支持"@zh ; skos:inScheme <{BASE}concept/modality> .
            ?set skos:notation "test" ; skos:inScheme <{BASE}concept/gold-set> .
            ?one dcterms:subject ?concept ; prov:wasDerivedFrom ?set ; dqv:value ?precision ;
                dqv:isMeasurementOf/skos:notation "precision" .
            ?other dcterms:subject ?concept ; prov:wasDerivedFrom ?set ; dqv:value ?cases ;
                dqv:isMeasurementOf/skos:notation "cases" .
        }}""",
        use_default_graph_as_union=True,
    )
    test = next(each for each in read_figures() if each.name == "test")
    tally = test.score.classes["modality"]["support"]
    assert int(row["cases"].value) == tally.gold
    assert float(row["precision"].value) == round(tally.precision, 4)
