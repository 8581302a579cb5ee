"""The check that shapes say something: every term they use exists and every shape is reached.

Takes: a shapes graph and the terms that exist. Gives: complaints, one line each.

A SHACL engine reports that data conforms when the shapes graph is empty, when nothing has the target
class, and when a constraint is misspelt (`sh:mincount`): none of these is an error to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import (
    DCTERMS,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SH,
    SKOS,
    XSD,
    BNode,
    Graph,
    Literal,
    URIRef,
)

from ontology.namespaces import DEF, ELI, SHAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

# The standard vocabularies whose terms rdflib lists.
_LISTED: Final = (DCTERMS, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD)

# The vocabularies that the caller lists.
_GIVEN: Final = (DEF, ELI)


def check_shapes(shapes: Graph, known_terms: frozenset[URIRef]) -> tuple[str, ...]:
    """Complaints about the shapes, sorted; none when every term exists and every shape is reached.

    `known_terms` are the terms of the ontology and of ELI; those of SHACL, SKOS, PROV, ORG, DCTERMS,
    RDF, RDFS, OWL and XSD are known here.
    """
    complaints = set(_unknown_terms(shapes, known_terms))
    complaints.update(_unreached(shapes))
    if not set(shapes.subjects(SH.targetClass)):
        complaints.add("shapes: no shape has a target; remedy: give at least one sh:targetClass")
    return tuple(sorted(complaints))


def _unknown_terms(shapes: Graph, known_terms: frozenset[URIRef]) -> Iterator[str]:
    for subject, predicate, value in shapes:
        owner = _show(_owner(shapes, subject))
        for term in (predicate, value):
            if isinstance(term, URIRef) and not _exists(term, known_terms):
                where = "" if term is predicate else f" (value of {_show(predicate)})"
                yield f"{owner}: unknown term {_show(term)}{where}; remedy: correct it or define it"


def _exists(term: URIRef, known_terms: frozenset[URIRef]) -> bool:
    if term in known_terms or any(term in namespace for namespace in _LISTED):
        return True
    ours = (*_GIVEN, *(str(namespace) for namespace in _LISTED))
    return not str(term).startswith(ours)


def _unreached(shapes: Graph) -> Iterator[str]:
    kinds = {SH.NodeShape: SH.targetClass, SH.PropertyShape: SH.path}
    for kind, needed in kinds.items():
        for shape in shapes.subjects(RDF.type, kind):
            if shapes.value(shape, needed) is None:
                yield f"{_show(shape)}: has no {_show(needed)}; remedy: give one"
    embedded = set(shapes.objects(None, SH.property))
    declared = set(shapes.subjects(RDF.type, SH.PropertyShape))
    for shape in declared - embedded:
        yield f"{_show(shape)}: no shape embeds it; remedy: name it in sh:property of a node shape"
    for shape in embedded - declared:
        yield f"{_show(shape)}: embedded but not described; remedy: describe it or remove it"


def _owner(shapes: Graph, node: Node) -> Node:
    while isinstance(node, BNode):
        node = next(shapes.subjects(None, node), Literal("list"))
    return node


def _show(term: Node) -> str:
    prefixes = {"shape": SHAPE, "fagui": DEF, "eli": ELI, "sh": str(SH), "skos": str(SKOS)}
    for prefix, namespace in prefixes.items():
        if str(term).startswith(namespace):
            return f"{prefix}:{str(term).removeprefix(namespace)}"
    return str(term)
