"""Where quads are collected: one subject, predicate and value after another, in one graph.

Takes: terms. Gives: quads without blank nodes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from ontology import iris
from ontology.namespaces import DEF, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from converters.records import Span
    from converters.text import Text

Term = NamedNode | Literal


@cache
def node(iri: str) -> NamedNode:
    """The node of an IRI."""
    return NamedNode(iri)


def fagui(name: str) -> NamedNode:
    """A term of our ontology."""
    return node(DEF + name)


def concept(scheme: str, notation: str) -> NamedNode:
    """A concept of one of our schemes."""
    return node(iris.mint_concept(scheme, notation))


def zh(words: str) -> Literal:
    """Chinese words."""
    return Literal(words, language="zh")


def en(words: str) -> Literal:
    """English words."""
    return Literal(words, language="en")


def typed(value: str, datatype: str) -> Literal:
    """A value of a type of XML Schema."""
    return Literal(value, datatype=node(XSD + datatype))


def count(number: int) -> Literal:
    """A number of characters or things."""
    return typed(str(number), "integer")


TYPE: Final = node(f"{RDF}type")
LABEL: Final = node(f"{RDFS}label")


class Sink:
    """Collects the quads of one graph."""

    def __init__(self, graph: str) -> None:
        self.quads: list[Quad] = []
        self._graph = node(graph)

    def add(self, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        """One statement."""
        self.quads.append(Quad(subject, predicate, value, self._graph))

    def add_types(self, subject: NamedNode, *types: NamedNode) -> None:
        """The classes of a thing."""
        for each in types:
            self.add(subject, TYPE, each)

    def add_concept(self, scheme: str, notation: str, label_zh: str, label_en: str) -> NamedNode:
        """A concept that the document itself describes, because no table lists it."""
        subject = concept(scheme, notation)
        self.add_types(subject, node(f"{SKOS}Concept"))
        self.add(subject, node(f"{SKOS}inScheme"), node(iris.mint_scheme(scheme)))
        self.add(subject, node(f"{SKOS}notation"), Literal(notation))
        self.add(subject, node(f"{SKOS}prefLabel"), zh(label_zh))
        if label_en:
            self.add(subject, node(f"{SKOS}prefLabel"), en(label_en))
        return subject

    def add_place(self, subject: NamedNode, span: Span, text: Text) -> None:
        """Where a span stands in the source: from its first character to after its last."""
        first, last = text.place(span.start), text.place(max(span.end - 1, span.start))
        if first.part:
            self.add(subject, fagui("sourcePart"), Literal(first.part))
        self.add(subject, fagui("sourceStart"), count(first.offset))
        if last.part == first.part:
            self.add(subject, fagui("sourceEnd"), count(last.offset + 1))
        else:
            self.add(subject, fagui("sourceEndPart"), Literal(last.part))
            self.add(subject, fagui("sourceEndInPart"), count(last.offset + 1))
