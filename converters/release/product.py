"""Everything that one document gives to a release, made in one go inside a worker process.

Takes: a source file. Gives: `Product`, bytes and counts that pass cheaply between processes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat
from rdflib import Graph

from converters.pipeline import convert
from converters.rdf.citing import Catalogue
from converters.rdf.graph import document_quads
from converters.rdf.identity import identify
from converters.rdf.links import Links
from converters.rdf.vocabulary import vocabulary_quads
from converters.records import Kind
from converters.release.catalogue import open_catalogue
from converters.sources import load_source
from converters.structure.addresses import addressed, extent
from converters.structure.oddities import main_units
from converters.writers.akn import write_akn
from converters.writers.annotations import write_annotations
from converters.writers.dumps import (
    compressed,
    csv_rows,
    serialize_bytes,
    sorted_nquads,
    turtle,
)
from converters.writers.json_ld import compact_json_ld
from converters.writers.measures import measure_rows
from ontology.iris import address, mint_provision, mint_scheme
from ontology.jurisdictions import load_jurisdictions
from shapes.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

    from converters.document import Document
    from converters.rdf.identity import Identity
    from converters.records import Span
    from converters.text import Text
    from shapes.validate import Finding


@dataclass(frozen=True, slots=True)
class Product:
    """A converted document: its identity, its data in each format and what the shapes found."""

    id: str
    title: str | None
    identity: Identity
    jurisdictions: frozenset[str]
    source: dict[str, str]
    nquads: bytes
    nquads_gzip: bytes
    turtle: bytes
    json_ld: bytes
    akoma_ntoso: bytes
    provisions: bytes
    measures: bytes
    oddities: bytes
    findings: tuple[Finding, ...]
    counts: dict[str, int]


def make_product(path: Path, catalogue: Path | None = None) -> Product:
    """The product of the document in a file; ConversionError where it cannot be converted.

    `catalogue` is the file with the works that it may cite, None for a document alone.
    """
    document = convert(load_source(path))
    identity = identify(document)
    links = Links(catalogue=open_catalogue(catalogue) if catalogue else Catalogue())
    quads = list(document_quads(document, identity, links))
    jurisdictions = named_jurisdictions(quads)
    nquads = sorted_nquads(quads)
    source = document.source
    title = document.metadata.title
    return Product(
        id=source.id,
        title=title.value if title else source.curated.title,
        identity=identity,
        jurisdictions=jurisdictions,
        source={
            "file": source.file_name,
            "media_type": source.media_type,
            "sha256": source.sha256,
        },
        nquads=nquads,
        nquads_gzip=compressed(nquads),
        turtle=turtle(quads),
        json_ld=compact_json_ld(identity.graph, quads),
        akoma_ntoso=write_akn(document, identity.work, identity.version, identity.expression),
        provisions=csv_rows(_provision_rows(document, identity)),
        measures=csv_rows(measure_rows(source.id, quads)),
        oddities=csv_rows(_oddity_rows(document)),
        findings=check(quads, jurisdictions),
        counts=_counts(document) | {"quads": len(set(quads))},
    )


def make_annotations(path: Path) -> bytes:
    """The annotation lines of the document in a file."""
    return write_annotations(convert(load_source(path)))


def named_jurisdictions(quads: Iterable[Quad]) -> frozenset[str]:
    """Notations of the jurisdictions that the data of one document points to.

    They may be several: the body of a county may sign a document of its province.
    """
    scheme = f"{mint_scheme('jurisdiction')}/"
    named = (quad.object.value for quad in quads if isinstance(quad.object, NamedNode))
    return frozenset(iri.removeprefix(scheme) for iri in named if iri.startswith(scheme))


def check(quads: Iterable[Quad], jurisdictions: frozenset[str]) -> tuple[Finding, ...]:
    """What the shapes find in the data of one document."""
    return validate(as_graph(quads), _vocabulary(_counties(jurisdictions)))


def as_graph(quads: Iterable[Quad]) -> Graph:
    """The triples of the quads as an rdflib graph."""
    triples = serialize_bytes((quad.triple for quad in quads), RdfFormat.N_TRIPLES)
    return Graph().parse(data=triples, format="nt")


def _counties(jurisdictions: frozenset[str]) -> frozenset[str]:
    # Every other place is in the vocabulary anyway: documents without a county share one.
    known = load_jurisdictions()
    return frozenset(each for each in jurisdictions if known[each].level == "county")


@lru_cache(maxsize=8)
def _vocabulary(counties: frozenset[str]) -> Graph:
    return as_graph(vocabulary_quads(counties))


def _provision_rows(document: Document, identity: Identity) -> Iterator[tuple[object, ...]]:
    text = document.structure.text
    for steps, provision in addressed(document.structure):
        own = (provision.label, provision.heading, provision.text)
        yield (
            document.source.id,
            address(steps),
            provision.kind.value,
            provision.number,
            *(span.of(text.value) if span else "" for span in own),
            identity.version,
            mint_provision(identity.version, steps),
            *_source_place(text, extent(provision)),
        )


def _oddity_rows(document: Document) -> Iterator[tuple[object, ...]]:
    text = document.structure.text
    for oddity in document.structure.oddities:
        yield (
            document.source.id,
            oddity.kind.value,
            oddity.detail,
            oddity.span.of(text.value),
            *_source_place(text, oddity.span),
        )


def _source_place(text: Text, span: Span) -> tuple[str, int, str, int]:
    """Part of the source and offset of the first character, then of the place after the last."""
    first, last = text.place(span.start), text.place(max(span.end - 1, span.start))
    return first.part, first.offset, last.part, last.offset + 1


def _counts(document: Document) -> dict[str, int]:
    kinds = Counter(unit.kind for unit in main_units(document.structure.provisions))
    return {
        "provisions": sum(1 for _ in document.structure.walk()),
        "articles": kinds[Kind.ARTICLE],
        "paragraphs": kinds[Kind.PARAGRAPH],
        "items": kinds[Kind.ITEM],
        "measures": len(document.annotations.measures),
        "oddities": len(document.structure.oddities),
        "characters": len(document.structure.text),
    }
