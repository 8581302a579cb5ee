"""Mentions as quads: actors, sectors, citations, quantities and terms where provisions name them.

Takes: annotation records. Gives: one resource each, with the words, their place and the rule that found
them. Each has one selector of the Web Annotation model for each unbroken piece of its words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from pyoxigraph import Literal

from converters.annotation.records import CitationKind, TermKind
from converters.rdf.coding import coded_slug
from converters.rdf.links import Reason, Resolution
from converters.rdf.provenance import Extractions
from converters.rdf.quantities import write_quantity
from converters.rdf.sink import concept, count, fagui, node, zh
from converters.records import Span
from ontology import iris
from ontology.listed import STRATEGY
from ontology.namespaces import DCTERMS, ELI, OA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import NamedNode

    from converters.annotation.records import (
        ActorMention,
        Annotations,
        Citation,
        Passage,
        Quantity,
        SectorMention,
        Term,
    )
    from converters.rdf.acting import Actors
    from converters.rdf.anchors import Anchor, Anchors
    from converters.rdf.identity import Identity
    from converters.rdf.links import Cited, DocumentLinks
    from converters.rdf.sink import Sink
    from converters.structure.addresses import Steps

_CLASSES: Final = {
    "actor": "ActorMention",
    "sector": "SectorMention",
    "citation": "Citation",
    "quantity": "Quantity",
    "term": "TermMention",
}
_NAMED: Final = frozenset({TermKind.STRATEGY, TermKind.PROGRAMME})


class Record(Protocol):
    """What all annotation records with one span have."""

    @property
    def at(self) -> Steps:
        """Steps of the passage."""

    @property
    def span(self) -> Span:
        """Words in the passage."""

    @property
    def rule(self) -> str:
        """Rule that found it."""

    @property
    def confidence(self) -> float:
        """How sure the rule is."""


_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True, slots=True)
class _Actor:
    """An actor mention as a record with one span: the pieces and what is between them."""

    at: Steps
    span: Span
    rule: str
    confidence: float


class _ActorKey(NamedTuple):
    """What makes two actor mentions one: the same words under the same name."""

    at: Steps
    name: str
    pieces: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a measure says because its words contain it: predicate and value."""

    span: Span
    predicate: str
    value: NamedNode


class Mentions:
    """Writes the mentions of one document and remembers where they stand."""

    def __init__(  # what a document is written with
        self,
        sink: Sink,
        identity: Identity,
        anchors: Anchors,
        actors: Actors,
        links: DocumentLinks,
        passages: Mapping[Steps, Passage],
    ) -> None:
        self._sink = sink
        self._version = identity.version
        self._anchors = anchors
        self._actors = actors
        self._links = links
        self._passages = passages
        self._extractions = Extractions(sink, identity, links.program)
        self._contents: defaultdict[Steps, list[Content]] = defaultdict(list)
        self._numbers: defaultdict[tuple[str, Steps], int] = defaultdict(int)
        self._actor_nodes: dict[_ActorKey, NamedNode] = {}

    def write_all(self, annotations: Annotations) -> None:
        """Every mention but those of actors, which are written before: short names are of them."""
        for sector in self._in_order(annotations.sectors):
            self._write_sector(sector)
        for citation in self._in_order(annotations.citations):
            self._write_citation(citation)
        for quantity in self._in_order(annotations.quantities):
            self._write_quantity(quantity)
        for term in self._in_order(annotations.terms):
            self._write_term(term)

    def write_actors(self, mentions: Iterable[ActorMention]) -> None:
        """The places where actors are named, each once; a name without words of its own has none."""
        once = {_actor_key(mention): mention for mention in mentions if mention.pieces}
        records = {key: _bounds(mention) for key, mention in once.items()}
        for key in sorted(once, key=lambda k: (self._start(k.at) + records[k].span.start, k.name)):
            mention = once[key]
            subject = self._begin("actor", records[key], mention.pieces)
            passage = self._passages[mention.at]
            words = "".join(piece.of(passage.text) for piece in mention.pieces)
            self._sink.add(subject, fagui("mentionText"), zh(words))
            self._sink.add(subject, fagui("namesActor"), self._actors.name(mention.name))
            self._actor_nodes[key] = subject

    def actor_node(self, mention: ActorMention) -> NamedNode | None:
        """The resource of an actor mention that was written."""
        return self._actor_nodes.get(_actor_key(mention))

    def within(self, at: Steps, spans: Sequence[Span]) -> Iterator[Content]:
        """What stands within spans of a passage."""
        for content in self._contents[at]:
            if any(s.start <= content.span.start and content.span.end <= s.end for s in spans):
                yield content

    def write_extractions(self) -> None:
        """The runs of the rules that found something."""
        self._extractions.write()

    def write_annotation(
        self, subject: NamedNode, kind: str, record: Record, pieces: Sequence[Span] = ()
    ) -> None:
        """What holds of every annotation: class, place, words, rule."""
        sink, passage = self._sink, self._passages[record.at]
        anchor = self._anchors.anchor(passage, record.span)
        sink.add_types(subject, fagui(kind))
        provision = iris.mint_provision(self._version, anchor.steps)
        sink.add(subject, fagui("statedIn"), node(provision))
        sink.add(subject, fagui("spanStart"), count(anchor.inner.start))
        sink.add(subject, fagui("spanEnd"), count(anchor.inner.end))
        if anchor.counted_in:
            sink.add(subject, fagui("countedIn"), Literal(anchor.counted_in))
        for number, piece in enumerate(pieces or (record.span,), 1):
            self._write_selector(subject, number, passage, piece, anchor)
        self._extractions.write_found(subject, record.rule, record.confidence)

    def _write_selector(
        self, subject: NamedNode, number: int, passage: Passage, piece: Span, around: Anchor
    ) -> None:
        sink = self._sink
        selector = node(iris.mint_selector(subject.value, number))
        start = passage.span.start
        whole = Span(start + piece.start, start + piece.end)
        base = around.span.start - around.inner.start
        sink.add(subject, node(f"{OA}hasSelector"), selector)
        sink.add_types(selector, node(f"{OA}TextQuoteSelector"), node(f"{OA}TextPositionSelector"))
        sink.add(selector, node(f"{OA}exact"), Literal(piece.of(passage.text)))
        sink.add(selector, node(f"{OA}start"), count(whole.start - base))
        sink.add(selector, node(f"{OA}end"), count(whole.end - base))
        sink.add_place(selector, whole, self._anchors.text)

    def _start(self, at: Steps) -> int:
        return self._passages[at].span.start

    def _in_order(self, records: Iterable[_R]) -> list[_R]:
        return sorted(records, key=lambda r: (self._start(r.at) + r.span.start, r.span.end))

    def _begin(self, kind: str, record: Record, pieces: Sequence[Span] = ()) -> NamedNode:
        """The resource of a new mention, numbered in its provision."""
        steps = self._anchors.anchor(self._passages[record.at], record.span).steps
        self._numbers[kind, steps] += 1
        provision = iris.mint_provision(self._version, steps)
        subject = node(iris.mint_annotation(provision, kind, self._numbers[kind, steps]))
        self.write_annotation(subject, _CLASSES[kind], record, pieces)
        return subject

    def _write_sector(self, mention: SectorMention) -> None:
        sink, passage = self._sink, self._passages[mention.at]
        words = mention.span.of(passage.text)
        subject = self._begin("sector", mention)
        sink.add(subject, fagui("mentionText"), zh(words))
        sink.add(subject, fagui("sectorClass"), concept("sector-class", mention.sector_class))
        self._contains(mention, "hasSectorMention", subject)
        found = self._links.sector(words)
        if found is None:
            sink.add(subject, fagui("resolution"), concept("resolution", Resolution.UNRESOLVED))
            reason = concept("resolution-reason", Reason.UNLISTED)
            sink.add(subject, fagui("resolutionReason"), reason)
            return
        sink.add(subject, fagui("mentions"), node(found))
        self._contains(mention, "concernsSector", node(found))

    def _write_citation(self, citation: Citation) -> None:
        sink, passage = self._sink, self._passages[citation.at]
        subject = self._begin("citation", citation)
        sink.add(subject, fagui("citationText"), zh(citation.span.of(passage.text)))
        sink.add(subject, fagui("citationKind"), concept("citation-kind", citation.kind))
        cited = self._links.cited(citation)
        title = cited.title or citation.title
        own = citation.kind in {CitationKind.SELF, CitationKind.INTERNAL}
        if title and (cited.other or not own):
            sink.add(subject, fagui("citedTitle"), zh(title))
        sink.add(subject, fagui("resolution"), concept("resolution", cited.resolution))
        if cited.reason:
            reason = concept("resolution-reason", cited.reason)
            sink.add(subject, fagui("resolutionReason"), reason)
        for iri in cited.iris:
            sink.add(subject, fagui("citesResource"), node(iri))
            if cited.outside and title:
                self._describe_work(node(iri), title, cited)
        if cited.other:
            for iri in dict.fromkeys((cited.other, *cited.iris)):
                sink.add(node(self._version), node(f"{ELI}cites"), node(iri))
        self._contains(citation, "cites", subject)

    def _describe_work(self, work: NamedNode, title: str, cited: Cited) -> None:
        """A work that the data does not hold: its title and type, as far as the name tells."""
        sink = self._sink
        sink.add_types(work, node(f"{ELI}LegalResource"))
        sink.add(work, node(f"{DCTERMS}title"), zh(title))
        if cited.doc_type:
            kind = concept("document-type", cited.doc_type)
            sink.add(work, node(f"{ELI}type_document"), kind)

    def _write_quantity(self, quantity: Quantity) -> None:
        subject = self._begin("quantity", quantity)
        write_quantity(self._sink, subject, quantity, self._passages[quantity.at])
        self._contains(quantity, "hasQuantity", subject)

    def _write_term(self, term: Term) -> None:
        sink, passage = self._sink, self._passages[term.at]
        words = term.span.of(passage.text)
        subject = self._begin("term", term)
        sink.add(subject, fagui("mentionText"), zh(words))
        sink.add(subject, fagui("termKind"), concept("term-kind", term.kind))
        if term.meaning:
            sink.add(subject, fagui("meaning"), zh(term.meaning.of(passage.text)))
        if term.kind in _NAMED:
            name = words.strip('《》“”"')
            named = sink.add_concept(STRATEGY, coded_slug(name), name, "")
            sink.add(subject, fagui("denotes"), named)
        # A park or a hotline with a short name is an actor where a measure makes it one.
        if term.actor and (actor := self._actors.find(term.actor)):
            sink.add(subject, fagui("namesActor"), actor)

    def _contains(self, record: Record, predicate: str, value: NamedNode) -> None:
        self._contents[record.at].append(Content(record.span, predicate, value))


def _actor_key(mention: ActorMention) -> _ActorKey:
    return _ActorKey(mention.at, mention.name, mention.pieces)


def _bounds(mention: ActorMention) -> _Actor:
    start = min(piece.start for piece in mention.pieces)
    end = max(piece.end for piece in mention.pieces)
    return _Actor(mention.at, Span(start, end), mention.rule, mention.confidence)
