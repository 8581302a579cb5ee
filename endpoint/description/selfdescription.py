"""The VoID description and the DCAT catalogue as a site serves them: with its own absolute addresses.

Takes: Turtle of a release, whose links are relative to its dumps, and the address of the site. Gives: the
same statements and those that only the site can make, in the format that is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from ontology.iris import mint_dataset
from ontology.namespaces import (
    DCAT,
    DCTERMS,
    DESCRIPTION_PREFIXES,
    FOAF,
    LICENCE,
    RDF,
    VOID,
)
from ontology.published import mint_catalogue, mint_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS: Final = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
}
"""What a description is offered as."""
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"
_TYPE: Final = NamedNode(f"{RDF}type")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site is (absolute, without a slash at the end) and which releases it keeps."""

    root: str
    kept: tuple[str, ...] = ()

    def at(self, path: str) -> NamedNode:
        """The absolute address of a path, which begins with a slash."""
        return NamedNode(self.root + path)


@lru_cache(maxsize=16)
def describe_void(file: Path, _digest: str, site: Site, media: str) -> bytes:
    """The VoID description that a file of a release holds, with the SPARQL endpoint of the site.

    The digest of the file tells one content from another at the same place.
    """
    return _write(chain(_read(file, site), _void_of(site)), media)


@lru_cache(maxsize=16)
def describe_catalogue(file: Path, _digest: str, site: Site, media: str) -> bytes:
    """The DCAT catalogue that a file of a release holds, with the data service of the site."""
    return _write(chain(_read(file, site), _service_of(site), _versions_of(site)), media)


def _read(file: Path, site: Site) -> Iterator[Triple]:
    base = site.at("/dumps/").value
    for quad in parse(path=file, format=RdfFormat.TURTLE, base_iri=base):
        yield quad.triple


def _write(triples: Iterator[Triple], media: str) -> bytes:
    form = FORMATS[media]
    prefixes = None if form == RdfFormat.N_TRIPLES else DESCRIPTION_PREFIXES
    # A statement of the site may stand in the file too.
    return serialize(dict.fromkeys(triples), format=form, prefixes=prefixes) or b""


def _void_of(site: Site) -> Iterator[Triple]:
    dataset = NamedNode(mint_dataset())
    document = site.at("/.well-known/void")
    yield Triple(document, _TYPE, NamedNode(f"{VOID}DatasetDescription"))
    yield Triple(document, NamedNode(f"{FOAF}primaryTopic"), dataset)
    yield Triple(dataset, NamedNode(f"{VOID}sparqlEndpoint"), site.at("/sparql"))
    yield Triple(dataset, NamedNode(f"{FOAF}homepage"), site.at("/"))


def _service_of(site: Site) -> Iterator[Triple]:
    service, dataset = site.at("/sparql#service"), NamedNode(mint_dataset())
    yield Triple(NamedNode(mint_catalogue()), NamedNode(f"{DCAT}service"), service)
    yield Triple(NamedNode(mint_catalogue()), NamedNode(f"{FOAF}homepage"), site.at("/"))
    yield Triple(dataset, NamedNode(f"{DCAT}landingPage"), site.at("/"))
    yield Triple(service, _TYPE, NamedNode(f"{DCAT}DataService"))
    for words, language in (("SPARQL 查询服务", "zh"), ("SPARQL endpoint", "en")):
        title = Literal(words, language=language)
        yield Triple(service, NamedNode(f"{DCTERMS}title"), title)
    yield Triple(service, NamedNode(f"{DCAT}endpointURL"), site.at("/sparql"))
    # Without a query, the endpoint answers its service description.
    yield Triple(service, NamedNode(f"{DCAT}endpointDescription"), site.at("/sparql"))
    yield Triple(service, NamedNode(f"{DCAT}servesDataset"), dataset)
    yield Triple(service, NamedNode(f"{DCTERMS}conformsTo"), NamedNode(_PROTOCOL))
    yield Triple(service, NamedNode(f"{DCTERMS}license"), NamedNode(LICENCE))


def _versions_of(site: Site) -> Iterator[Triple]:
    for release_id in site.kept:
        release = NamedNode(mint_release(release_id))
        yield Triple(NamedNode(mint_dataset()), NamedNode(f"{DCAT}hasVersion"), release)
        page = site.at(f"/releases/{release_id}/")
        yield Triple(release, NamedNode(f"{DCAT}landingPage"), page)
