"""Records as triples: the only maker of triples about documents.

Takes: `Document` and its `Identity`. Gives: quads of the graph that its version names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from converters.annotation.actors.definitions import short_names
from converters.rdf.acting import Actors
from converters.rdf.anchors import Anchors
from converters.rdf.links import Links
from converters.rdf.norms import Norms
from converters.rdf.sink import LABEL, Sink, count, en, fagui, node, typed, zh
from converters.rdf.wording import describe_oddity, describe_steps
from converters.records import Kind, Span, Stated
from converters.structure.addresses import Steps, extent
from converters.structure.oddities import main_units
from ontology import iris
from ontology.namespaces import DCTERMS, ELI, LANGUAGE_ZHO, PROV, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Quad

    from converters.document import Document
    from converters.rdf.identity import Identity
    from converters.records import Element, Provision

_CLASSES: Final = {
    Kind.PART: "Part",
    Kind.SUBPART: "Subpart",
    Kind.CHAPTER: "Chapter",
    Kind.SECTION: "Section",
    Kind.DIVISION: "Division",
    Kind.ARTICLE: "Article",
    Kind.PARAGRAPH: "Paragraph",
    Kind.ITEM: "Item",
    Kind.POINT: "Point",
    Kind.SUBPOINT: "Subpoint",
    Kind.NOTICE: "Notice",
    Kind.PREAMBLE: "Preamble",
    Kind.ANNEX: "Annex",
}
# Divisions above articles repeat the document: their full text is what they contain.
_WITH_FULL_TEXT: Final = frozenset(
    {
        Kind.ARTICLE,
        Kind.PARAGRAPH,
        Kind.ITEM,
        Kind.POINT,
        Kind.SUBPOINT,
        Kind.NOTICE,
        Kind.PREAMBLE,
        Kind.ANNEX,
    }
)
_FIELDS: Final = {
    "title": "title",
    "document-number": "document_number",
    "adopting-body": "adopting_bodies",
    "session": "session",
    "date-adopted": "date_adopted",
    "date-signed": "date_signed",
    "date-issued": "date_issued",
    "date-in-force": "date_in_force",
    "status": "status",
    "doc-type": "doc_type",
    "jurisdiction": "jurisdiction",
    "addressees": "addressees",
}


def document_quads(
    document: Document, identity: Identity, links: Links | None = None
) -> Iterator[Quad]:
    """The quads of one document, in no particular order and without blank nodes.

    `links` is what citations and sectors are linked with.
    """
    writer = _Writer(document, identity)
    writer.write_work()
    writer.write_version()
    writer.write_metadata()
    writer.write_source()
    writer.write_provisions()
    writer.write_elements()
    writer.write_oddities()
    writer.write_events()
    writer.write_annotations(links or Links())
    return iter(dict.fromkeys(writer.quads))


def eli(name: str) -> NamedNode:
    """A term of ELI."""
    return node(ELI + name)


class _Writer:
    """Collects the quads of one document."""

    def __init__(self, document: Document, identity: Identity) -> None:
        sink = Sink(identity.graph)
        self.quads = sink.quads
        self._sink = sink
        self._document = document
        self._identity = identity
        self._meta = document.metadata
        self._text = document.structure.text
        self._work = node(identity.work)
        self._version = node(identity.version)
        self._anchors = Anchors(document.structure)
        said = document.annotations
        names = short_names(said.passages, said.terms)
        self._actors = Actors(sink, identity.jurisdiction, names)
        self._add = sink.add
        self._add_types = sink.add_types

    def _add_zh(self, subject: NamedNode, predicate: NamedNode, words: str | None) -> None:
        if words:
            self._add(subject, predicate, zh(words))

    def _label(self) -> str:
        """Title as read, else as curated, else the id of the source."""
        source = self._document.source
        if not self._meta.title:
            return source.curated.title or source.id
        subtitle = self._meta.subtitle
        return self._meta.title.value + (subtitle.value if subtitle else "")

    def write_work(self) -> None:
        """The regulation as a work."""
        work = self._work
        self._add_types(work, fagui("Regulation"), eli("LegalResource"))
        self._add(work, LABEL, zh(self._label()))
        self._add(work, eli("has_member"), self._version)
        self._write_shared(work)

    def write_version(self) -> None:
        """The text as of a date, and its expression in Chinese."""
        version, expression = self._version, node(self._identity.expression)
        self._add_types(version, fagui("RegulationVersion"), eli("LegalResource"))
        self._add(version, LABEL, zh(self._label()))
        self._add(version, eli("is_member_of"), self._work)
        self._add(version, eli("is_realized_by"), expression)
        self._add(version, eli("id_local"), Literal(self._document.source.id))
        self._write_shared(version)
        self._add_types(expression, eli("LegalExpression"))
        self._add(expression, eli("realizes"), version)
        self._add(expression, eli("language"), node(LANGUAGE_ZHO))
        if self._meta.title:
            self._add_zh(expression, eli("title"), self._label())
        date = iris.parse_version(self._identity.version)[1]
        if date:
            self._add(version, eli("version_date"), typed(date, "date"))
        self._write_counts()

    def _write_shared(self, subject: NamedNode) -> None:
        """What holds of the work and of its version."""
        meta = self._meta
        if meta.title:
            self._add_zh(subject, node(f"{DCTERMS}title"), self._label())
        if meta.doc_type:
            concept = iris.mint_concept("document-type", meta.doc_type.value)
            self._add(subject, eli("type_document"), node(concept))
        if meta.jurisdiction:
            concept = iris.mint_concept("jurisdiction", meta.jurisdiction.value)
            self._add(subject, eli("jurisdiction"), node(concept))
        if meta.document_number:
            self._add(subject, eli("number"), Literal(meta.document_number.value))
        for body in meta.adopting_bodies:
            self._add(subject, eli("passed_by"), self._actors.name(body.value))

    def _write_counts(self) -> None:
        kinds = [unit.kind for unit in main_units(self._document.structure.provisions)]
        for name, kind in (
            ("articleCount", Kind.ARTICLE),
            ("paragraphCount", Kind.PARAGRAPH),
            ("itemCount", Kind.ITEM),
        ):
            self._add(self._version, fagui(name), count(kinds.count(kind)))

    def write_metadata(self) -> None:
        """Facts that the text states, those it does not state, and those that were curated."""
        meta, version = self._meta, self._version
        self._write_dates()
        self._add_zh(version, fagui("adoptionStatement"), _value(meta.adopted_by))
        self._add_zh(version, fagui("session"), _value(meta.session))
        if meta.in_force_on_publication:
            self._add(version, fagui("inForceOnPublication"), typed("true", "boolean"))
        if meta.status:
            status = iris.mint_concept("status", meta.status.value)
            self._add(version, fagui("status"), node(status))
        for addressee in meta.addressees:
            self._add_zh(version, fagui("addressee"), addressee.value)
        for notation, field in _FIELDS.items():
            fact = getattr(meta, field)
            concept = node(iris.mint_concept("metadata-field", notation))
            if not fact and not self._in_force_otherwise(field):
                self._add(version, fagui("notStated"), concept)
            if isinstance(fact, Stated) and fact.inferred:
                self._add(version, fagui("inferred"), concept)
        curated = self._document.source.curated
        self._add_zh(version, fagui("curatedTitle"), curated.title)
        self._add_zh(version, fagui("curationNote"), curated.note)

    def _in_force_otherwise(self, field: str) -> bool:
        """自公布之日起施行 states the entry into force without a date."""
        return field == "date_in_force" and self._meta.in_force_on_publication is not None

    def _write_dates(self) -> None:
        meta = self._meta
        for predicate, fact in (
            (fagui("dateAdopted"), meta.date_adopted),
            (fagui("dateSigned"), meta.date_signed),
            (fagui("dateIssued"), meta.date_issued),
            (eli("date_document"), meta.date_adopted or meta.date_signed),
            (eli("date_publication"), meta.date_issued),
            (eli("first_date_entry_in_force"), meta.date_in_force),
        ):
            if fact:
                self._add(self._version, predicate, typed(fact.value, "date"))

    def write_source(self) -> None:
        """The file that the version was read from."""
        source, thing = self._document.source, node(self._identity.source)
        self._add(self._version, node(f"{PROV}wasDerivedFrom"), thing)
        self._add_types(thing, fagui("SourceFile"), node(f"{PROV}Entity"))
        self._add(thing, fagui("fileName"), Literal(source.file_name))
        self._add(thing, node(f"{DCTERMS}format"), Literal(source.media_type))
        self._add(thing, fagui("sha256"), Literal(source.sha256))
        if source.publisher:
            self._add(thing, node(f"{DCTERMS}publisher"), zh(source.publisher))
        if source.url:
            self._add(thing, node(f"{DCTERMS}source"), node(source.url))
        if source.retrieved:
            self._add(thing, fagui("retrieved"), typed(source.retrieved, "date"))

    def write_provisions(self) -> None:
        """The tree of provisions with labels, texts and places in the source."""
        nodes: dict[int, NamedNode] = {}
        for position, (steps, provision) in enumerate(self._anchors.units, 1):
            thing = node(iris.mint_provision(self._identity.version, steps))
            parent = nodes.get(id(provision), self._version)
            nodes.update({id(child): thing for child in provision.children})
            self._add(thing, eli("is_part_of"), parent)
            self._add(parent, eli("has_part"), thing)
            self._write_provision(thing, steps, provision, position)

    def _write_provision(
        self, thing: NamedNode, steps: Steps, provision: Provision, position: int
    ) -> None:
        kind = fagui(_CLASSES[provision.kind])
        self._add_types(thing, kind, fagui("Provision"), eli("LegalResourceSubdivision"))
        label_zh, label_en = describe_steps(steps)
        self._add(thing, LABEL, zh(label_zh))
        self._add(thing, LABEL, en(label_en))
        self._add(thing, fagui("inVersion"), self._version)
        self._add(thing, fagui("inRegulation"), self._work)
        self._add(thing, eli("id_local"), Literal(iris.address(steps)))
        self._add(thing, eli("number"), Literal(provision.number))
        subdivision = iris.mint_concept("subdivision", provision.kind.value)
        self._add(thing, eli("type_subdivision"), node(subdivision))
        self._add(thing, fagui("position"), typed(str(position), "integer"))
        if provision.label:
            self._add(thing, fagui("verbatimLabel"), Literal(self._words(provision.label)))
        if provision.inferred:
            self._add(thing, fagui("labelInferred"), typed("true", "boolean"))
        self._write_texts(thing, provision)
        self._sink.add_place(thing, extent(provision), self._text)

    def _write_texts(self, thing: NamedNode, provision: Provision) -> None:
        if provision.heading:
            self._add_zh(thing, fagui("heading"), self._words(provision.heading))
        if provision.text:
            self._add_zh(thing, fagui("text"), self._words(provision.text))
        if provision.kind in _WITH_FULL_TEXT:
            self._add_zh(thing, fagui("fullText"), self._words(extent(provision)))

    def _words(self, span: Span) -> str:
        return span.of(self._text.value)

    def write_elements(self) -> None:
        """What is no provision: title lines, adoption note, signature."""
        for number, element in enumerate(self._document.structure.elements, 1):
            thing = node(iris.mint_element(self._identity.version, number))
            self._add(self._version, fagui("hasElement"), thing)
            self._add_types(thing, fagui("DocumentElement"))
            self._write_element(thing, element, number)

    def _write_element(self, thing: NamedNode, element: Element, number: int) -> None:
        kind = iris.mint_concept("element", element.kind.value)
        self._add(thing, fagui("elementKind"), node(kind))
        self._add(thing, fagui("inVersion"), self._version)
        self._add_zh(thing, fagui("text"), self._words(element.span))
        self._add(thing, fagui("position"), typed(str(number), "integer"))
        self._sink.add_place(thing, element.span, self._text)

    def write_oddities(self) -> None:
        """What the text does unusually."""
        for number, oddity in enumerate(self._document.structure.oddities, 1):
            thing = node(iris.mint_oddity(self._identity.version, number))
            label_zh, label_en = describe_oddity(oddity.kind, oddity.detail)
            self._add(self._version, fagui("hasOddity"), thing)
            self._add_types(thing, fagui("Oddity"))
            kind = iris.mint_concept("oddity", oddity.kind.value)
            self._add(thing, fagui("oddityKind"), node(kind))
            self._add(thing, node(f"{RDFS}comment"), zh(label_zh))
            self._add(thing, node(f"{RDFS}comment"), en(label_en))
            self._add(thing, fagui("inVersion"), self._version)
            self._add_zh(thing, fagui("quote"), self._words(oddity.span))
            self._sink.add_place(thing, oddity.span, self._text)
            steps = self._anchors.innermost(oddity.span)
            if steps:
                provision = iris.mint_provision(self._identity.version, steps)
                self._add(thing, fagui("atProvision"), node(provision))

    def write_events(self) -> None:
        """The legislative history that the text gives."""
        for number, event in enumerate(self._meta.events, 1):
            thing = node(iris.mint_event(self._identity.version, number))
            self._add(self._version, fagui("hasEvent"), thing)
            self._add_types(thing, fagui("LegislativeEvent"))
            kind = iris.mint_concept("event", event.kind.value)
            self._add(thing, fagui("eventKind"), node(kind))
            self._add(thing, fagui("eventDate"), typed(event.date, "date"))
            self._add_zh(thing, fagui("eventBody"), event.body)
            self._add_zh(thing, fagui("session"), event.session)
            self._add_zh(thing, fagui("quote"), self._words(event.span))
            self._add(thing, fagui("inVersion"), self._version)

    def write_annotations(self, links: Links) -> None:
        """What the layers found in the provisions."""
        Norms(
            self._sink,
            self._identity,
            self._document.annotations,
            self._anchors,
            self._actors,
            links.of(self._document, self._identity),
        ).write()


def _value(fact: Stated | None) -> str | None:
    return fact.value if fact else None
