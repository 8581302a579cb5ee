"""Records as triples: the only maker of triples about documents.

Takes: `Document` and its `Identity`. Gives: quads of the graph that its version names.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from converters.metadata.classification import find_territory
from converters.rdf.identity import slugify
from converters.rdf.wording import describe_oddity, describe_steps
from converters.records import Kind, Span, Stated
from converters.structure.addresses import Steps, addressed, enclosing, extent
from converters.structure.oddities import main_units
from ontology import iris
from ontology.namespaces import DCTERMS, DEF, ELI, LANGUAGE_ZHO, ORG, PROV, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.rdf.identity import Identity
    from converters.records import Document, Element, Provision

_TYPE: Final = NamedNode(f"{RDF}type")
_LABEL: Final = NamedNode(f"{RDFS}label")
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

Term = NamedNode | Literal


def document_quads(document: Document, identity: Identity) -> Iterator[Quad]:
    """The quads of one document, in no particular order and without blank nodes."""
    writer = _Writer(document, identity)
    writer.write_work()
    writer.write_version()
    writer.write_metadata()
    writer.write_source()
    writer.write_provisions()
    writer.write_elements()
    writer.write_oddities()
    writer.write_events()
    return iter(dict.fromkeys(writer.quads))


@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _fagui(name: str) -> NamedNode:
    return _node(DEF + name)


def _eli(name: str) -> NamedNode:
    return _node(ELI + name)


def _zh(words: str) -> Literal:
    return Literal(words, language="zh")


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=_node(XSD + datatype))


def _count(number: int) -> Literal:
    return _typed(str(number), "integer")


class _Writer:
    """Collects the quads of one document."""

    def __init__(self, document: Document, identity: Identity) -> None:
        self.quads: list[Quad] = []
        self._document = document
        self._identity = identity
        self._meta = document.metadata
        self._text = document.structure.text
        self._graph = _node(identity.graph)
        self._work = _node(identity.work)
        self._version = _node(identity.version)
        self._units = list(addressed(document.structure))
        self._extents = [extent(unit) for _, unit in self._units]
        self._starts = [span.start for span in self._extents]
        self._parents = enclosing(self._extents)

    def _add(self, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        self.quads.append(Quad(subject, predicate, value, self._graph))

    def _add_types(self, subject: NamedNode, *types: NamedNode) -> None:
        for each in types:
            self._add(subject, _TYPE, each)

    def _add_zh(self, subject: NamedNode, predicate: NamedNode, words: str | None) -> None:
        if words:
            self._add(subject, predicate, _zh(words))

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
        self._add_types(work, _fagui("Regulation"), _eli("LegalResource"))
        self._add(work, _LABEL, _zh(self._label()))
        self._add(work, _eli("has_member"), self._version)
        self._write_shared(work)

    def write_version(self) -> None:
        """The text as of a date, and its expression in Chinese."""
        version, expression = self._version, _node(self._identity.expression)
        self._add_types(version, _fagui("RegulationVersion"), _eli("LegalResource"))
        self._add(version, _LABEL, _zh(self._label()))
        self._add(version, _eli("is_member_of"), self._work)
        self._add(version, _eli("is_realized_by"), expression)
        self._add(version, _eli("id_local"), Literal(self._document.source.id))
        self._write_shared(version)
        self._add_types(expression, _eli("LegalExpression"))
        self._add(expression, _eli("realizes"), version)
        self._add(expression, _eli("language"), _node(LANGUAGE_ZHO))
        if self._meta.title:
            self._add_zh(expression, _eli("title"), self._label())
        date = iris.parse_version(self._identity.version)[1]
        if date:
            self._add(version, _eli("version_date"), _typed(date, "date"))
        self._write_counts()

    def _write_shared(self, subject: NamedNode) -> None:
        """What holds of the work and of its version."""
        meta = self._meta
        if meta.title:
            self._add_zh(subject, _node(f"{DCTERMS}title"), self._label())
        if meta.doc_type:
            concept = iris.mint_concept("document-type", meta.doc_type.value)
            self._add(subject, _eli("type_document"), _node(concept))
        if meta.jurisdiction:
            concept = iris.mint_concept("jurisdiction", meta.jurisdiction.value)
            self._add(subject, _eli("jurisdiction"), _node(concept))
        if meta.document_number:
            self._add(subject, _eli("number"), Literal(meta.document_number.value))
        for body in meta.adopting_bodies:
            self._add(subject, _eli("passed_by"), self._actor(body.value))

    def _actor(self, name: str) -> NamedNode:
        """The body of that name: one IRI for one body of one jurisdiction."""
        territory = find_territory(name)
        notation = territory[0].notation if territory else self._identity.jurisdiction
        prefix = territory[1] if territory and name.startswith(territory[1]) else ""
        own = name.removeprefix(prefix) if prefix != name else name
        actor = _node(iris.mint_actor(notation, slugify(own or name)))
        self._add_types(actor, _fagui("Actor"), _node(f"{ORG}FormalOrganization"))
        self._add(actor, _LABEL, _zh(name))
        if notation != iris.UNKNOWN:
            concept = iris.mint_concept("jurisdiction", notation)
            self._add(actor, _fagui("ofJurisdiction"), _node(concept))
        return actor

    def _write_counts(self) -> None:
        kinds = [unit.kind for unit in main_units(self._document.structure.provisions)]
        for name, kind in (
            ("articleCount", Kind.ARTICLE),
            ("paragraphCount", Kind.PARAGRAPH),
            ("itemCount", Kind.ITEM),
        ):
            self._add(self._version, _fagui(name), _count(kinds.count(kind)))

    def write_metadata(self) -> None:
        """Facts that the text states, those it does not state, and those that were curated."""
        meta, version = self._meta, self._version
        self._write_dates()
        self._add_zh(version, _fagui("adoptionStatement"), _value(meta.adopted_by))
        self._add_zh(version, _fagui("session"), _value(meta.session))
        if meta.in_force_on_publication:
            self._add(version, _fagui("inForceOnPublication"), _typed("true", "boolean"))
        if meta.status:
            status = iris.mint_concept("status", meta.status.value)
            self._add(version, _fagui("status"), _node(status))
        for addressee in meta.addressees:
            self._add_zh(version, _fagui("addressee"), addressee.value)
        for notation, field in _FIELDS.items():
            fact = getattr(meta, field)
            concept = _node(iris.mint_concept("metadata-field", notation))
            if not fact and not self._in_force_otherwise(field):
                self._add(version, _fagui("notStated"), concept)
            if isinstance(fact, Stated) and fact.inferred:
                self._add(version, _fagui("inferred"), concept)
        curated = self._document.source.curated
        self._add_zh(version, _fagui("curatedTitle"), curated.title)
        self._add_zh(version, _fagui("curationNote"), curated.note)

    def _in_force_otherwise(self, field: str) -> bool:
        """自公布之日起施行 states the entry into force without a date."""
        return field == "date_in_force" and self._meta.in_force_on_publication is not None

    def _write_dates(self) -> None:
        meta = self._meta
        for predicate, fact in (
            (_fagui("dateAdopted"), meta.date_adopted),
            (_fagui("dateSigned"), meta.date_signed),
            (_fagui("dateIssued"), meta.date_issued),
            (_eli("date_document"), meta.date_adopted or meta.date_signed),
            (_eli("date_publication"), meta.date_issued),
            (_eli("first_date_entry_in_force"), meta.date_in_force),
        ):
            if fact:
                self._add(self._version, predicate, _typed(fact.value, "date"))

    def write_source(self) -> None:
        """The file that the version was read from."""
        source, node = self._document.source, _node(self._identity.source)
        self._add(self._version, _node(f"{PROV}wasDerivedFrom"), node)
        self._add_types(node, _fagui("SourceFile"), _node(f"{PROV}Entity"))
        self._add(node, _fagui("fileName"), Literal(source.file_name))
        self._add(node, _node(f"{DCTERMS}format"), Literal(source.media_type))
        self._add(node, _fagui("sha256"), Literal(source.sha256))
        if source.publisher:
            self._add(node, _node(f"{DCTERMS}publisher"), _zh(source.publisher))
        if source.url:
            self._add(node, _node(f"{DCTERMS}source"), _node(source.url))
        if source.retrieved:
            self._add(node, _fagui("retrieved"), _typed(source.retrieved, "date"))

    def write_provisions(self) -> None:
        """The tree of provisions with labels, texts and places in the source."""
        nodes: dict[int, NamedNode] = {}
        for position, (steps, provision) in enumerate(self._units, 1):
            node = _node(iris.mint_provision(self._identity.version, steps))
            parent = nodes.get(id(provision), self._version)
            nodes.update({id(child): node for child in provision.children})
            self._add(node, _eli("is_part_of"), parent)
            self._add(parent, _eli("has_part"), node)
            self._write_provision(node, steps, provision, position)

    def _write_provision(
        self, node: NamedNode, steps: Steps, provision: Provision, position: int
    ) -> None:
        kind = _fagui(_CLASSES[provision.kind])
        self._add_types(node, kind, _fagui("Provision"), _eli("LegalResourceSubdivision"))
        zh, en = describe_steps(steps)
        self._add(node, _LABEL, _zh(zh))
        self._add(node, _LABEL, Literal(en, language="en"))
        self._add(node, _fagui("inVersion"), self._version)
        self._add(node, _fagui("inRegulation"), self._work)
        self._add(node, _eli("id_local"), Literal(iris.address(steps)))
        self._add(node, _eli("number"), Literal(provision.number))
        subdivision = iris.mint_concept("subdivision", provision.kind.value)
        self._add(node, _eli("type_subdivision"), _node(subdivision))
        self._add(node, _fagui("position"), _typed(str(position), "integer"))
        if provision.label:
            self._add(node, _fagui("verbatimLabel"), Literal(self._words(provision.label)))
        if provision.inferred:
            self._add(node, _fagui("labelInferred"), _typed("true", "boolean"))
        self._write_texts(node, provision)
        self._write_place(node, extent(provision))

    def _write_texts(self, node: NamedNode, provision: Provision) -> None:
        if provision.heading:
            self._add_zh(node, _fagui("heading"), self._words(provision.heading))
        if provision.text:
            self._add_zh(node, _fagui("text"), self._words(provision.text))
        if provision.kind in _WITH_FULL_TEXT:
            self._add_zh(node, _fagui("fullText"), self._words(extent(provision)))

    def _words(self, span: Span) -> str:
        return span.of(self._text.value)

    def _write_place(self, node: NamedNode, span: Span) -> None:
        """Where the span stands in the source: from its first character to after its last."""
        first, last = self._text.place(span.start), self._text.place(max(span.end - 1, span.start))
        if first.part:
            self._add(node, _fagui("sourcePart"), Literal(first.part))
        self._add(node, _fagui("sourceStart"), _count(first.offset))
        if last.part == first.part:
            self._add(node, _fagui("sourceEnd"), _count(last.offset + 1))
        else:
            self._add(node, _fagui("sourceEndPart"), Literal(last.part))
            self._add(node, _fagui("sourceEndInPart"), _count(last.offset + 1))

    def write_elements(self) -> None:
        """What is no provision: title lines, adoption note, signature."""
        for number, element in enumerate(self._document.structure.elements, 1):
            node = _node(iris.mint_element(self._identity.version, number))
            self._add(self._version, _fagui("hasElement"), node)
            self._add_types(node, _fagui("DocumentElement"))
            self._write_element(node, element, number)

    def _write_element(self, node: NamedNode, element: Element, number: int) -> None:
        kind = iris.mint_concept("element", element.kind.value)
        self._add(node, _fagui("elementKind"), _node(kind))
        self._add(node, _fagui("inVersion"), self._version)
        self._add_zh(node, _fagui("text"), self._words(element.span))
        self._add(node, _fagui("position"), _typed(str(number), "integer"))
        self._write_place(node, element.span)

    def write_oddities(self) -> None:
        """What the text does unusually."""
        for number, oddity in enumerate(self._document.structure.oddities, 1):
            node = _node(iris.mint_oddity(self._identity.version, number))
            zh, en = describe_oddity(oddity.kind, oddity.detail)
            self._add(self._version, _fagui("hasOddity"), node)
            self._add_types(node, _fagui("Oddity"))
            kind = iris.mint_concept("oddity", oddity.kind.value)
            self._add(node, _fagui("oddityKind"), _node(kind))
            self._add(node, _node(f"{RDFS}comment"), _zh(zh))
            self._add(node, _node(f"{RDFS}comment"), Literal(en, language="en"))
            self._add(node, _fagui("inVersion"), self._version)
            self._add_zh(node, _fagui("quote"), self._words(oddity.span))
            self._write_place(node, oddity.span)
            steps = self._innermost(oddity.span)
            if steps:
                provision = iris.mint_provision(self._identity.version, steps)
                self._add(node, _fagui("atProvision"), _node(provision))

    def _innermost(self, span: Span) -> Steps | None:
        """Steps of the smallest provision around a span: the last that begins before it."""
        index = bisect_right(self._starts, span.start) - 1
        while index >= 0:
            steps, _ = self._units[index]
            if span.end <= self._extents[index].end:
                return steps
            index = self._parents[index]
        return None

    def write_events(self) -> None:
        """The legislative history that the text gives."""
        for number, event in enumerate(self._meta.events, 1):
            node = _node(iris.mint_event(self._identity.version, number))
            self._add(self._version, _fagui("hasEvent"), node)
            self._add_types(node, _fagui("LegislativeEvent"))
            kind = iris.mint_concept("event", event.kind.value)
            self._add(node, _fagui("eventKind"), _node(kind))
            self._add(node, _fagui("eventDate"), _typed(event.date, "date"))
            self._add_zh(node, _fagui("eventBody"), event.body)
            self._add_zh(node, _fagui("session"), event.session)
            self._add_zh(node, _fagui("quote"), self._words(event.span))
            self._add(node, _fagui("inVersion"), self._version)


def _value(fact: Stated | None) -> str | None:
    return fact.value if fact else None
