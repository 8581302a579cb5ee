"""Alignments: our terms on the left, foreign terms on the right, matches or light axioms only."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from ontology import load
from ontology.namespaces import BASE, DQV, ELI, ORG, PROV

NAMESPACES = {
    "dpv": "https://w3id.org/dpv#",
    "dqv": DQV,
    "eli": ELI,
    "flint": "http://ontology.tno.nl/normengineering/flint#",
    "legalruleml": "http://docs.oasis-open.org/legalruleml/ns/mm/v1.0/",
    "oa": "http://www.w3.org/ns/oa#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "org": ORG,
    "prov": PROV,
    "skos": str(SKOS),
}
MATCHES = {
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
}
AXIOMS = {RDFS.subClassOf, RDFS.subPropertyOf}
# What a vocabulary says of itself and the check of our ontology needs to know.
DECLARATIONS = {RDF.type, RDFS.subClassOf, OWL.disjointWith}


@pytest.mark.parametrize("name", sorted(NAMESPACES))
def test_links_lead_from_our_terms_to_one_vocabulary(name: str) -> None:
    graph = load.alignments()[name]
    triples = [(str(s), p, str(o)) for s, p, o in graph]
    links = [triple for triple in triples if triple[0].startswith(BASE)]
    others = [triple for triple in triples if not triple[0].startswith(BASE)]
    assert {p for _, p, _ in links} <= MATCHES | AXIOMS
    assert [o for _, _, o in links if not o.startswith(NAMESPACES[name])] == []
    assert [s for s, _, _ in others if not s.startswith(NAMESPACES[name])] == []
    assert {p for _, p, _ in others} <= DECLARATIONS
    assert len(links) >= 1


@pytest.mark.parametrize("name", ["dpv", "flint", "legalruleml", "oa", "odrl"])
def test_norm_models_are_matched_and_never_asserted(name: str) -> None:
    assert set(load.alignments()[name].predicates()) <= MATCHES


def test_nothing_is_imported() -> None:
    graphs = [load.merged(), *load.alignments().values()]
    assert [triple for graph in graphs for triple in graph.triples((None, OWL.imports, None))] == []


def test_our_subjects_exist() -> None:
    known = set(load.terms())
    for graph in load.vocabularies().values():
        known |= {s for s in graph.subjects() if isinstance(s, URIRef)}
    ours = {s for g in load.alignments().values() for s in g.subjects() if str(s).startswith(BASE)}
    assert ours - known == set()
