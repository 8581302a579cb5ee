"""The ontology, the concept schemes and the shapes as quads, each in a graph of its own.

Takes: the jurisdictions that documents name. Gives: quads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from converters.rdf.sink import LABEL, TYPE, Sink, en, node, zh
from ontology import iris, load
from ontology.jurisdictions import jurisdiction_graph
from ontology.listed import RULE, SCHEMES, listed_graph, open_schemes_graph
from ontology.namespaces import BASE, OWL, SHAPE
from ontology.sectors import SCHEME as SECTOR
from ontology.sectors import sector_graph
from shapes.validate import load_shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib import Graph


def vocabulary_quads(jurisdictions: Iterable[str]) -> Iterator[Quad]:
    """The ontology with its alignments, and every concept scheme, each in its graph."""
    for graph in (load.merged(), *load.alignments().values()):
        yield from _in_graph(graph, f"{BASE}def")
    for scheme, graph in load.vocabularies().items():
        yield from _in_graph(graph, iris.mint_scheme(scheme))
    for scheme in SCHEMES:
        yield from _in_graph(listed_graph(scheme), iris.mint_scheme(scheme))
    yield from _in_graph(sector_graph(), iris.mint_scheme(SECTOR))
    # Concepts of these schemes are described by the documents that name them.
    yield from _in_graph(open_schemes_graph(), iris.mint_scheme(RULE))
    known = sorted(set(jurisdictions) - {iris.UNKNOWN})
    yield from _in_graph(jurisdiction_graph(known), iris.mint_scheme("jurisdiction"))


def shape_quads() -> Iterator[Quad]:
    """The shapes that releases are validated with: what findings refer to."""
    sink = Sink(SHAPE.rstrip("#"))
    shapes = node(SHAPE.rstrip("#"))
    sink.add(shapes, TYPE, node(f"{OWL}Ontology"))
    for words in (zh("SHACL 形状"), en("SHACL shapes")):
        sink.add(shapes, LABEL, words)
    yield from sink.quads
    yield from _in_graph(load_shapes(), shapes.value)


def _in_graph(graph: Graph, name: str) -> Iterator[Quad]:
    data = graph.serialize(format="nt", encoding="utf-8")
    for quad in parse(data, RdfFormat.N_TRIPLES):
        yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(name))
