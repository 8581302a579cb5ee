"""Annotations as quads: measures, and everything that the words of provisions name.

Takes: a `Document` with its `Annotations`, its `Identity` and `DocumentLinks`. Gives: quads into a `Sink`.
Things of one kind in one provision are numbered by text order: `…/art_8/para_1#m1`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from converters.annotation.measures.inner import inner_modality
from converters.annotation.measures.tasks import find_tasks
from converters.annotation.records import BearerRole
from converters.annotation.topics.functions import find_functions
from converters.annotation.topics.matters import find_matters
from converters.annotation.topics.open_matters import find_named_matters
from converters.rdf.mentions import Mentions
from converters.rdf.naming import name_matter
from converters.rdf.sink import concept, fagui, node, zh
from ontology import iris

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from converters.annotation.records import ActorMention, Annotations, Measure, Passage
    from converters.rdf.acting import Actors
    from converters.rdf.anchors import Anchors
    from converters.rdf.identity import Identity
    from converters.rdf.links import DocumentLinks
    from converters.rdf.sink import Sink
    from converters.records import Span
    from converters.structure.addresses import Steps

_ROLES: Final = {
    BearerRole.BEARER: "hasBearer",
    BearerRole.LEAD: "hasLeadBearer",
    BearerRole.RESPONSIBLE: "hasResponsibleBearer",
    BearerRole.JOINT: "hasJointBearer",
}


class Norms:
    """Writes the annotations of one document."""

    def __init__(  # what a document is written with
        self,
        sink: Sink,
        identity: Identity,
        annotations: Annotations,
        anchors: Anchors,
        actors: Actors,
        links: DocumentLinks,
    ) -> None:
        self._sink = sink
        self._version = identity.version
        self._annotations = annotations
        self._anchors = anchors
        self._actors = actors
        self._passages = {passage.steps: passage for passage in annotations.passages}
        self._mentions = Mentions(sink, identity, anchors, actors, links, self._passages)
        self._matters: dict[Steps, list[tuple[Span, NamedNode]]] = {}

    def write(self) -> None:
        """All annotations."""
        for passage in self._annotations.passages:
            self._write_passage(passage)
        measures = self._annotations.measures
        self._mentions.write_actors(mention for m in measures for mention in _mentions_of(m))
        self._mentions.write_all(self._annotations)
        numbers: defaultdict[Steps, int] = defaultdict(int)
        for measure in sorted(measures, key=self._text_order):
            self._write_measure(measure, numbers)
        self._mentions.write_extractions()

    def _text_order(self, measure: Measure) -> tuple[int, int]:
        start = self._passages[measure.at].span.start
        return start + measure.span.start, start + measure.span.end

    def _write_passage(self, passage: Passage) -> None:
        """What a provision is about, and what it is for."""
        matters = [(m.span, concept("matter", m.matter)) for m in find_matters(passage)]
        named = find_named_matters(passage)
        matters += [(each.span, name_matter(self._sink, each)) for each in named]
        self._matters[passage.steps] = matters
        for span, matter in matters:
            steps = self._anchors.anchor(passage, span).steps
            provision = node(iris.mint_provision(self._version, steps))
            self._sink.add(provision, fagui("concernsMatter"), matter)
        provision = node(iris.mint_provision(self._version, passage.steps))
        for function in find_functions(passage):
            self._sink.add(
                provision, fagui("provisionFunction"), concept("provision-function", function)
            )

    def _write_measure(self, measure: Measure, numbers: defaultdict[Steps, int]) -> None:
        passage, sink = self._passages[measure.at], self._sink
        steps = self._anchors.anchor(passage, measure.span).steps
        numbers[steps] += 1
        provision = iris.mint_provision(self._version, steps)
        subject = node(iris.mint_annotation(provision, "measure", numbers[steps]))
        self._mentions.write_annotation(subject, "Measure", measure)
        self._write_action(subject, measure)
        if measure.condition:
            sink.add(subject, fagui("condition"), zh(measure.condition.of(passage.text)))
        for instrument in measure.instruments:
            sink.add(subject, fagui("usesInstrument"), concept("instrument", instrument))
        self._write_parties(subject, measure)
        self._write_contents(subject, measure)

    def _write_action(self, subject: NamedNode, measure: Measure) -> None:
        """The words, their modality, that of the act inside them, and what they put somebody in charge of."""
        sink, passage = self._sink, self._passages[measure.at]
        text, folded = measure.span.of(passage.text), measure.span.of(passage.folded)
        sink.add(subject, fagui("action"), zh(text))
        sink.add(subject, fagui("modality"), concept("modality", measure.modality))
        inner = inner_modality(measure.modality, folded)
        if inner:
            sink.add(subject, fagui("innerModality"), concept("modality", inner))
        for task in find_tasks(folded):
            sink.add(subject, fagui("task"), zh(task.of(text)))

    def _write_parties(self, subject: NamedNode, measure: Measure) -> None:
        sink = self._sink
        for bearer in measure.bearers:
            actor = self._actors.name(bearer.actor.name)
            for role in dict.fromkeys(("hasBearer", _ROLES[bearer.role])):
                sink.add(subject, fagui(role), actor)
        for target in measure.targets:
            sink.add(subject, fagui("hasTarget"), self._actors.name(target.name))
        for mention in dict.fromkeys(_mentions_of(measure)):
            if named := self._mentions.actor_node(mention):
                sink.add(subject, fagui("hasActorMention"), named)

    def _write_contents(self, subject: NamedNode, measure: Measure) -> None:
        """What stands within the words of the measure, its condition included."""
        sink, spans = self._sink, (measure.span, *filter(None, (measure.condition,)))
        for found in self._mentions.within(measure.at, spans):
            sink.add(subject, fagui(found.predicate), found.value)
        for span, matter in self._matters[measure.at]:
            if _inside(span, spans):
                sink.add(subject, fagui("concernsMatter"), matter)


def _mentions_of(measure: Measure) -> Iterable[ActorMention]:
    yield from (bearer.actor for bearer in measure.bearers)
    yield from measure.targets


def _inside(span: Span, spans: Iterable[Span]) -> bool:
    return any(each.start <= span.start and span.end <= each.end for each in spans)
