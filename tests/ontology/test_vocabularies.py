"""Concept schemes: their form, and notations equal to what the converters write."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from converters.annotation.records import TermKind
from converters.annotation.topics.functions import ProvisionFunction
from converters.evaluation.goldsets import SETS
from converters.evaluation.scoring import LAYERS
from converters.rdf.actors import ActorKind
from converters.rdf.bodies import LEVELS
from converters.rdf.links import Reason, Resolution
from converters.rdf.organs import Organ
from converters.records import ElementKind, EventKind, Kind, OddityKind
from ontology import load
from ontology.iris import mint_concept, mint_scheme
from ontology.jurisdictions import jurisdiction_graph

SCHEMES = load.vocabularies()
CONCEPTS = [
    (name, concept)
    for name, graph in SCHEMES.items()
    for concept in sorted(map(str, graph.subjects(RDF.type, SKOS.Concept)))
]

NOTATIONS = {
    "actor-kind": " ".join(ActorKind),
    "level": " ".join(LEVELS),
    "organ": " ".join(Organ),
    "provision-function": " ".join(ProvisionFunction),
    "resolution": " ".join(Resolution),
    "resolution-reason": " ".join(Reason),
    "term-kind": " ".join(TermKind),
    "citation-kind": "law self internal document generic",
    "document-type": "xf fl xzfg jcfg dfxfg zztl dxtl jjtqfg sfjs bmgz dfzfgz gfxwj other",
    "element": " ".join(ElementKind),
    "event": " ".join(EventKind),
    "instrument": (
        "planning organisation funding finance tax-fee land talent innovation digital green cluster"
        " enterprise quality market-opening business-environment procurement supervision liability"
        " other"
    ),
    "metadata-field": (
        "title document-number adopting-body session date-adopted date-signed date-issued"
        " date-in-force status doc-type jurisdiction addressees"
    ),
    "modality": (
        "obligation prohibition permission encouragement support exemption liability declaration"
    ),
    "oddity": " ".join(OddityKind),
    "gold-set": " ".join(SETS),
    "policy-instrument-type": "supply environment demand",
    "quality-layer": " ".join(LAYERS),
    "quality-metric": "precision recall f1 cases",
    "sector-class": "traditional advantage emerging future cluster service other",
    "status": "in-force amended repealed not-yet-in-force",
    "stip-instrument": " ".join(f"pi{number:03}" for number in range(6, 34)),
    "subdivision": " ".join(Kind),
}


def languages(graph: Graph, subject: URIRef, predicate: URIRef) -> list[str]:
    return sorted(
        v.language or "" for v in graph.objects(subject, predicate) if isinstance(v, Literal)
    )


@pytest.mark.parametrize("name", sorted(NOTATIONS))
def test_notations(name: str) -> None:
    found = sorted(str(value) for value in SCHEMES[name].objects(None, SKOS.notation))
    assert found == sorted(NOTATIONS[name].split())


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_scheme(name: str) -> None:
    graph = SCHEMES[name]
    assert list(graph.subjects(RDF.type, SKOS.ConceptScheme)) == [URIRef(mint_scheme(name))]
    assert languages(graph, URIRef(mint_scheme(name)), SKOS.prefLabel) == ["en", "zh"]
    assert languages(graph, URIRef(mint_scheme(name)), SKOS.definition) == ["en", "zh"]


@pytest.mark.parametrize(("name", "iri"), CONCEPTS)
def test_concept(name: str, iri: str) -> None:
    graph, concept = SCHEMES[name], URIRef(iri)
    scheme = URIRef(mint_scheme(name))
    (notation,) = graph.objects(concept, SKOS.notation)
    assert str(concept) == mint_concept(name, str(notation))
    assert languages(graph, concept, SKOS.prefLabel) == ["en", "zh"]
    assert languages(graph, concept, SKOS.definition) == ["en", "zh"]
    assert list(graph.objects(concept, SKOS.inScheme)) == [scheme]
    assert list(graph.objects(concept, SKOS.topConceptOf)) == [scheme]


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_labels_are_unique_in_a_scheme(name: str) -> None:
    labels = list(SCHEMES[name].objects(None, SKOS.prefLabel))
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", [*sorted(SCHEMES), "jurisdiction"])
def test_every_property_used_is_declared(name: str) -> None:
    graph = SCHEMES.get(name) or jurisdiction_graph()
    declared = load.merged()
    for alignment in load.alignments().values():
        declared += alignment
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    known = {term for kind in kinds for term in declared.subjects(RDF.type, kind)}
    used = set(graph.predicates()) - {
        RDF.type,
        RDFS.seeAlso,
    }
    assert used - known == set()
    assert len(used) >= 5
