"""Actors as quads: who a document names, and what is known of each.

Takes: names of actors, and the short names that the document defines. Gives: their nodes, each described
once, with the bodies above it and the classes that include it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal

from converters.annotation.actors.definitions import full_name
from converters.rdf.actors import ActorKind, other_names, resolve_actor
from converters.rdf.sink import LABEL, Sink, concept, en, fagui, node, zh
from ontology import iris
from ontology.listed import ACTOR
from ontology.namespaces import ORG, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import NamedNode

    from converters.rdf.actors import Actor


class Actors:
    """Describes the actors of one document."""

    def __init__(self, sink: Sink, jurisdiction: str, names: Mapping[str, str]) -> None:
        self._sink = sink
        self._jurisdiction = jurisdiction
        self._names = names
        self._described: set[str] = set()

    def name(self, name: str) -> NamedNode:
        """The actor that the document means by a name.

        A short name is no other name of the actor: another document means another by it.
        """
        full = full_name(name, self._names)
        actor = resolve_actor(full, self._jurisdiction)
        self._describe(actor)
        if not actor.listed:
            for other in other_names(actor, full, self._jurisdiction):
                self._sink.add(node(actor.iri), node(f"{SKOS}altLabel"), zh(other))
        return node(actor.iri)

    def find(self, name: str) -> NamedNode | None:
        """The actor of a full name, if something that was written names it."""
        actor = resolve_actor(name, self._jurisdiction)
        return node(actor.iri) if actor.listed or actor.iri in self._described else None

    def _describe(self, actor: Actor) -> None:
        if actor.listed or actor.iri in self._described:
            return
        self._described.add(actor.iri)
        subject, sink = node(actor.iri), self._sink
        sink.add_types(subject, fagui("Actor"))
        sink.add(subject, fagui("actorKind"), concept("actor-kind", actor.kind))
        sink.add(subject, LABEL, zh(actor.label_zh))
        if actor.label_en:
            sink.add(subject, LABEL, en(actor.label_en))
        if actor.kind is ActorKind.ROLE:
            self._describe_role(subject, actor)
        else:
            self._describe_body(subject, actor)
        for wider in actor.included_in:
            sink.add(subject, fagui("includedIn"), node(wider.iri))
            self._describe(wider)

    def _describe_role(self, subject: NamedNode, actor: Actor) -> None:
        sink = self._sink
        sink.add_types(subject, node(f"{SKOS}Concept"))
        sink.add(subject, node(f"{SKOS}inScheme"), node(iris.mint_scheme(ACTOR)))
        sink.add(subject, node(f"{SKOS}notation"), Literal(iris.parse_concept(actor.iri)[1]))
        sink.add(subject, node(f"{SKOS}prefLabel"), zh(actor.label_zh))
        for wider in actor.included_in:
            sink.add(subject, node(f"{SKOS}broader"), node(wider.iri))

    def _describe_body(self, subject: NamedNode, actor: Actor) -> None:
        sink = self._sink
        if actor.kind is ActorKind.BODY:
            sink.add_types(subject, node(f"{ORG}FormalOrganization"))
        if actor.jurisdiction and actor.jurisdiction != iris.UNKNOWN:
            home = concept("jurisdiction", actor.jurisdiction)
            sink.add(subject, fagui("ofJurisdiction"), home)
        for level in actor.levels:
            sink.add(subject, fagui("administrativeLevel"), concept("level", level))
        if actor.function:
            sink.add(subject, fagui("function"), node(actor.function.iri))
        if actor.organ:
            sink.add(subject, node(f"{ORG}classification"), concept("organ", actor.organ))
        for other in actor.also:
            sink.add(subject, node(f"{SKOS}altLabel"), zh(other))
        if actor.parent:
            sink.add(subject, node(f"{ORG}subOrganizationOf"), node(actor.parent.iri))
            self._describe(actor.parent)
