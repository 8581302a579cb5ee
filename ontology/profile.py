"""Rules of OWL 2 DL that our files must keep, read off the triples.

Takes: a graph. Gives: findings, sorted. No library that we may ship checks the OWL 2 DL profile, so
these are the conditions of the Structural Specification (section 3 and 5.8.1, 5.9) that hand-written
Turtle can break, and our own rule on blank nodes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One broken rule: `term` is the IRI at fault, or "" for the ontology as a whole."""

    rule: str
    term: str
    message: str


_KINDS: Final = {
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "data property",
    OWL.AnnotationProperty: "annotation property",
}
_BUILT_IN_ANNOTATIONS: Final = frozenset(
    {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.deprecated}
    | {OWL.versionInfo, OWL.priorVersion, OWL.backwardCompatibleWith, OWL.incompatibleWith}
)
_RESERVED: Final = (RDF, RDFS, OWL, XSD)
_CLASS_POSITIONS: Final = (
    RDF.type,
    RDFS.subClassOf,
    OWL.disjointWith,
    OWL.equivalentClass,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.onClass,
)
# Properties that must be simple, that is neither transitive nor above a transitive one.
_SIMPLE_TYPES: Final = (
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
)
_CARDINALITIES: Final = (
    OWL.cardinality,
    OWL.minCardinality,
    OWL.maxCardinality,
    OWL.qualifiedCardinality,
    OWL.minQualifiedCardinality,
    OWL.maxQualifiedCardinality,
)


def find_violations(graph: Graph) -> tuple[Finding, ...]:
    """Every place where the graph leaves OWL 2 DL or has a blank node that we do not allow."""
    kinds = _property_kinds(graph)
    found = {
        *_check_declarations(graph, kinds),
        *_check_values(graph, kinds),
        *_check_hierarchy(graph, kinds),
        *_check_classes(graph),
        *_check_simple(graph),
        *_check_blank_nodes(graph),
    }
    return tuple(sorted(found))


def _property_kinds(graph: Graph) -> dict[Node, set[URIRef]]:
    kinds: dict[Node, set[URIRef]] = {
        term: {OWL.AnnotationProperty} for term in _BUILT_IN_ANNOTATIONS
    }
    for kind in _KINDS:
        for term in graph.subjects(RDF.type, kind):
            kinds.setdefault(term, set()).add(kind)
    return kinds


def _check_declarations(graph: Graph, kinds: dict[Node, set[URIRef]]) -> Iterator[Finding]:
    for term in graph.predicates(unique=True):
        if term not in kinds and not _is_reserved(term):
            yield Finding("undeclared-property", str(term), "is used but not declared")
    for term, declared in kinds.items():
        if len(declared) > 1:
            names = " and ".join(sorted(_KINDS[kind] for kind in declared))
            yield Finding("property-punning", str(term), f"is declared as {names}")
        functional = (term, RDF.type, OWL.FunctionalProperty) in graph
        if functional and OWL.AnnotationProperty in declared:
            yield Finding("functional-annotation", str(term), "annotations cannot be functional")


def _check_values(graph: Graph, kinds: dict[Node, set[URIRef]]) -> Iterator[Finding]:
    for _, term, value in graph:
        declared = kinds.get(term, set())
        if declared == {OWL.ObjectProperty} and isinstance(value, Literal):
            yield Finding("value-kind", str(term), "is an object property with a literal value")
        if declared == {OWL.DatatypeProperty} and not isinstance(value, Literal):
            yield Finding("value-kind", str(term), "is a data property with a resource as value")


def _check_hierarchy(graph: Graph, kinds: dict[Node, set[URIRef]]) -> Iterator[Finding]:
    for term, above in graph.subject_objects(RDFS.subPropertyOf):
        if kinds.get(term) != kinds.get(above):
            yield Finding(
                "hierarchy-kind",
                str(term),
                f"is not of the same kind as its super-property {above}",
            )


def _check_classes(graph: Graph) -> Iterator[Finding]:
    declared = set(graph.subjects(RDF.type, OWL.Class))
    for position in _CLASS_POSITIONS:
        for term in graph.objects(None, position, unique=True):
            known = term in declared or _is_reserved(term)
            if not isinstance(term, BNode) and not known:
                yield Finding("undeclared-class", str(term), "is used as a class but not declared")
    for term in declared & set(graph.subjects(RDF.type, RDFS.Datatype)):
        yield Finding("class-punning", str(term), "is declared as class and datatype")


def _check_simple(graph: Graph) -> Iterator[Finding]:
    for transitive in graph.subjects(RDF.type, OWL.TransitiveProperty):
        for term in graph.transitive_objects(transitive, RDFS.subPropertyOf):
            if _must_be_simple(graph, term):
                yield Finding(
                    "non-simple-property", str(term), "is transitive and functional or counted"
                )


def _is_reserved(term: Node) -> bool:
    return any(str(term) in namespace for namespace in _RESERVED)


def _must_be_simple(graph: Graph, term: Node | None) -> bool:
    if any((term, RDF.type, kind) in graph for kind in _SIMPLE_TYPES):
        return True
    restrictions = graph.subjects(OWL.onProperty, term)
    return any((node, count, None) in graph for node in restrictions for count in _CARDINALITIES)


def _check_blank_nodes(graph: Graph) -> Iterator[Finding]:
    owners: Counter[str] = Counter()
    for subject, predicate, value in graph:
        if isinstance(value, BNode):
            if predicate != RDFS.subClassOf or (value, RDF.type, OWL.Restriction) not in graph:
                yield Finding("blank-node", str(subject), f"has a blank node as {predicate}")
            owners[str(subject)] += 1
        if isinstance(subject, BNode) and (None, None, subject) not in graph:
            yield Finding("blank-node", "", "a blank node is described that nothing refers to")
    for owner, count in owners.items():
        if count > 1:
            yield Finding("blank-node", owner, "has more than one anonymous restriction")
