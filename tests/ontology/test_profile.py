"""OWL 2 DL rules: each has an example that breaks it and no other."""

from __future__ import annotations

import pytest
from rdflib import Graph

from ontology import load
from ontology.jurisdictions import jurisdiction_graph
from ontology.profile import find_violations

PREFIXES = """
@prefix : <urn:x:> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class .
:p a owl:ObjectProperty . :q a owl:DatatypeProperty . :n a owl:AnnotationProperty .
"""
GOOD = """
:A rdfs:subClassOf :B , [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality 1 ] .
:x a :A ; :p :y ; :q "1" ; :n "note" , :y ; rdfs:label "x" .
"""
BAD = [
    (":x :r :y .", "undeclared-property", "urn:x:r"),
    (":x rdfs:labell 'x' .", "undeclared-property", "http://www.w3.org/2000/01/rdf-schema#labell"),
    (":p a owl:DatatypeProperty .", "property-punning", "urn:x:p"),
    (":n a owl:ObjectProperty .", "property-punning", "urn:x:n"),
    (":n a owl:FunctionalProperty .", "functional-annotation", "urn:x:n"),
    (":x :p 'y' .", "value-kind", "urn:x:p"),
    (":x :q :y .", "value-kind", "urn:x:q"),
    (":q rdfs:subPropertyOf :p .", "hierarchy-kind", "urn:x:q"),
    (":x a :C .", "undeclared-class", "urn:x:C"),
    (":A rdfs:subClassOf :C .", "undeclared-class", "urn:x:C"),
    (":A owl:disjointWith :C .", "undeclared-class", "urn:x:C"),
    (":A a rdfs:Datatype .", "class-punning", "urn:x:A"),
    (":p a owl:TransitiveProperty , owl:FunctionalProperty .", "non-simple-property", "urn:x:p"),
    (
        ":t a owl:ObjectProperty , owl:TransitiveProperty ; rdfs:subPropertyOf :p . "
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:cardinality 1 ] .",
        "non-simple-property",
        "urn:x:p",
    ),
    (":x :p [ a :A ] .", "blank-node", "urn:x:x"),
    ("[] a :A .", "blank-node", ""),
    (
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] , "
        "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] .",
        "blank-node",
        "urn:x:A",
    ),
]


def test_good_example() -> None:
    assert find_violations(Graph().parse(data=PREFIXES + GOOD, format="turtle")) == ()


@pytest.mark.parametrize(("turtle", "rule", "term"), BAD, ids=[bad[0][:40] for bad in BAD])
def test_bad_example(turtle: str, rule: str, term: str) -> None:
    findings = find_violations(Graph().parse(data=PREFIXES + turtle, format="turtle"))
    assert [(finding.rule, finding.term) for finding in findings] == [(rule, term)]


def test_ours_together() -> None:
    whole = load.merged() + load.sample() + jurisdiction_graph(["410104"])
    for graph in (*load.alignments().values(), *load.vocabularies().values()):
        whole += graph
    assert find_violations(whole) == ()
