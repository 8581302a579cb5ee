"""Concepts of matters that a document names itself.

Takes: `NamedMatter`s. Gives: their nodes, each described once, with the listed matter or kind that its name
ends with as broader concept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.rdf.coding import coded_slug
from converters.rdf.sink import node
from ontology.listed import MATTER, by_name, load_heads
from ontology.namespaces import SKOS

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from converters.annotation.topics.open_matters import NamedMatter
    from converters.rdf.sink import Sink
    from ontology.listed import Listed


def name_matter(sink: Sink, matter: NamedMatter) -> NamedNode:
    """The concept of a matter that no table lists."""
    subject = sink.add_concept(MATTER, coded_slug(matter.name), matter.name, "")
    sink.add(subject, node(f"{SKOS}broader"), node(wider_matter(matter).iri))
    return subject


def wider_matter(matter: NamedMatter) -> Listed:
    """The longest listed name that the matter's name ends with, else its head noun."""
    listed, name = by_name(MATTER), matter.name
    ends = (name[i:] for i in range(1, len(name) - len(matter.head) + 1))
    return next((listed[end] for end in ends if end in listed), load_heads()[matter.head])
