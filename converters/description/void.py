"""What the dataset holds, as VoID (https://www.w3.org/TR/void/): for query planners and for people.

Takes: exact figures and the documents. Gives: quads of one graph, which the figures themselves do not
count. Partitions by class and property follow https://ldf.fi/void-ext, which query editors read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from converters.rdf.sink import TYPE, Sink, count, en, node, zh
from ontology import iris
from ontology.context import shorten
from ontology.namespaces import (
    BASE,
    DCTERMS,
    DEF,
    EU_AUTHORITY,
    EUROVOC,
    FOAF,
    GEONAMES,
    ISIC,
    LICENCE,
    NACE,
    PREFIXES,
    QUDT_UNIT,
    VOID,
    VOID_EXT,
    WIKIDATA,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Quad

    from converters.description.statistics import Statistics

VOID_GRAPH: Final = f"{BASE}report/void"
"""Graph of the description."""

TITLES: Final = {
    "zh": "法规：中国法规和政策文件关联数据",
    "en": "Fagui: Chinese regulations as linked data",
}
DESCRIPTIONS: Final = {
    "zh": "中国法规和政策文件的文本结构、元数据、措施、主体、工具和产业，逐条款项给出地址并引用原文。",
    "en": "Structure, metadata, measures, actors, instruments and sectors of Chinese regulations and "
    "policy documents, with an address for each provision and the words that state each fact.",
}
LINKED: Final = {
    "wikidata": (WIKIDATA, "Wikidata"),
    "geonames": (GEONAMES, "GeoNames"),
    "eurovoc": (EUROVOC, "EuroVoc"),
    "isic": (ISIC, "ISIC"),
    "nace": (NACE, "NACE Rev. 2"),
    "qudt-unit": (QUDT_UNIT, "QUDT units"),
    "eu-authority": (EU_AUTHORITY, "EU authority tables"),
}
"""Datasets that ours is linked to: namespace of their IRIs and name."""
EXAMPLES: Final = ("Regulation", "Article", "Measure", "Actor", "Sector")
"""Classes that the description shows an instance of."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a description is made from: figures, an instance of some classes, documents."""

    statistics: Statistics
    examples: Sequence[str]
    documents: Sequence[Mapping[str, Any]]


def choose_examples(types: Mapping[bytes, Sequence[bytes]]) -> tuple[str, ...]:
    """The first instance of each class of `EXAMPLES`, by the order of IRIs."""
    wanted = {f"<{DEF}{name}>".encode(): name for name in EXAMPLES}
    found: dict[str, bytes] = {}
    for subject, classes in types.items():
        for each in classes:
            if each in wanted:
                name = wanted[each]
                found[name] = min(found.get(name, subject), subject)
    return tuple(found[name].decode()[1:-1] for name in EXAMPLES if name in found)


def document_subset(document_id: str) -> str:
    """IRI of the part of the dataset that one document gave."""
    return _part(("document", quote(document_id, safe="")))


def void_quads(holdings: Holdings) -> list[Quad]:
    """The description of the dataset."""
    return _Writer(holdings).quads


def _part(*names: tuple[str, str]) -> str:
    """IRI of a part of the dataset, such as `…/dataset#class=Measure;property=modality`."""
    written = ";".join(f"{key}={value}" for key, value in names)
    return f"{iris.mint_dataset()}#{written}"


def _name(term: bytes) -> tuple[str, str]:
    """The IRI of a class, property or datatype, and its short name in the IRI of a part."""
    iri = term.removeprefix(b"^^").decode()[1:-1]
    return iri, quote(shorten(iri), safe=":")


def _void(name: str) -> NamedNode:
    return node(VOID + name)


class _Writer:
    """Collects the quads of the description."""

    def __init__(self, holdings: Holdings) -> None:
        sink = Sink(VOID_GRAPH)
        self.quads = sink.quads
        self._add = sink.add
        self._dataset = node(iris.mint_dataset())
        self._figures = holdings.statistics
        self._write_dataset(holdings.examples)
        for property_name in sorted(self._figures.properties):
            self._write_property(property_name)
        for class_name in sorted(self._figures.classes):
            self._write_class(class_name)
        for target in LINKED:
            self._write_target(target)
        for document in holdings.documents:
            self._write_document(document)

    def _count(self, subject: NamedNode, **figures: int) -> None:
        for name, number in figures.items():
            self._add(subject, _void(name), count(number))

    def _write_dataset(self, examples: Iterable[str]) -> None:
        dataset, figures = self._dataset, self._figures
        # The graph describes itself, too: its name is an IRI that clients ask for.
        self._add(node(VOID_GRAPH), TYPE, _void("DatasetDescription"))
        self._add(node(VOID_GRAPH), node(f"{FOAF}primaryTopic"), dataset)
        self._add(dataset, TYPE, _void("Dataset"))
        for predicate, words in (("title", TITLES), ("description", DESCRIPTIONS)):
            self._add(dataset, node(DCTERMS + predicate), zh(words["zh"]))
            self._add(dataset, node(DCTERMS + predicate), en(words["en"]))
        self._add(dataset, node(f"{DCTERMS}license"), node(LICENCE))
        self._add(dataset, _void("uriSpace"), Literal(BASE))
        for example in examples:
            self._add(dataset, _void("exampleResource"), node(example))
        terms = {_name(term)[0] for term in (*figures.properties, *figures.classes)}
        for namespace in sorted(PREFIXES.values()):
            if any(term.startswith(namespace) for term in terms):
                self._add(dataset, _void("vocabulary"), node(namespace))
        self._count(
            dataset,
            triples=figures.triples,
            entities=figures.entities,
            distinctSubjects=figures.subjects,
            distinctObjects=figures.objects,
            properties=len(figures.properties),
            classes=len(figures.classes),
        )

    def _write_property(self, name: bytes) -> None:
        figures, (iri, short) = self._figures.properties[name], _name(name)
        part = node(_part(("property", short)))
        self._add(self._dataset, _void("propertyPartition"), part)
        self._add(part, _void("property"), node(iri))
        self._count(
            part,
            triples=figures.triples,
            distinctSubjects=figures.subjects,
            distinctObjects=len(figures.objects),
        )

    def _write_class(self, name: bytes) -> None:
        figures, (iri, short) = self._figures.classes[name], _name(name)
        part = node(_part(("class", short)))
        self._add(self._dataset, _void("classPartition"), part)
        self._add(part, _void("class"), node(iri))
        self._count(part, entities=figures.entities, triples=figures.triples)
        for predicate, triples in sorted(figures.properties.items()):
            property_iri, property_short = _name(predicate)
            below = node(_part(("class", short), ("property", property_short)))
            self._add(part, _void("propertyPartition"), below)
            self._add(below, _void("property"), node(property_iri))
            self._count(below, triples=triples)
        for (predicate, kind), triples in sorted(figures.kinds.items()):
            self._write_kind(short, _name(predicate)[1], kind, triples)

    def _write_kind(self, owner: str, predicate: str, kind: bytes, triples: int) -> None:
        """The values of a property of a class that have one class or datatype."""
        iri, short = _name(kind)
        names = (("class", owner), ("property", predicate))
        part = node(_part(*names, ("object", short)))
        if kind.startswith(b"^^"):
            self._add(node(_part(*names)), node(f"{VOID_EXT}datatypePartition"), part)
            self._add(part, node(f"{VOID_EXT}datatype"), node(iri))
        else:
            self._add(node(_part(*names)), _void("classPartition"), part)
            self._add(part, _void("class"), node(iri))
        self._count(part, triples=triples)

    def _write_target(self, target: str) -> None:
        namespace, name = LINKED[target]
        links = {p: n for (to, p), n in sorted(self._figures.links.items()) if to == namespace}
        if not links:
            return
        other = node(_part(("target", target)))
        self._add(other, TYPE, _void("Dataset"))
        self._add(other, node(f"{DCTERMS}title"), en(name))
        self._add(other, _void("uriSpace"), Literal(namespace))
        for predicate, triples in links.items():
            iri, short = _name(predicate)
            linkset = node(_part(("target", target), ("property", short)))
            self._add(self._dataset, _void("subset"), linkset)
            self._add(linkset, TYPE, _void("Linkset"))
            self._add(linkset, _void("linkPredicate"), node(iri))
            self._add(linkset, _void("subjectsTarget"), self._dataset)
            self._add(linkset, _void("objectsTarget"), other)
            self._count(linkset, triples=triples)

    def _write_document(self, document: Mapping[str, Any]) -> None:
        subset = node(document_subset(document["id"]))
        self._add(self._dataset, _void("subset"), subset)
        self._add(subset, TYPE, _void("Dataset"))
        self._add(subset, node(f"{DCTERMS}title"), zh(document["title"] or document["id"]))
        self._add(subset, _void("rootResource"), node(document["version"]))
        self._add(subset, node(f"{FOAF}primaryTopic"), node(document["work"]))
        self._count(subset, triples=document["counts"]["quads"])
