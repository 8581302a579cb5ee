"""The JSON-LD context of the published data: the norm layer, ELI and what stands beside them.

Takes: the ontology. Gives: a JSON-LD 1.1 context (https://www.w3.org/TR/json-ld11/) that needs no other
document. A term of ours is written by its local name, a property of another vocabulary with the prefix
that it has everywhere else (`eli:is_part_of`): a new term of ours takes no name from anybody.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rdflib import OWL, RDF, URIRef

from ontology import load
from ontology.namespaces import DEF, PREFIXES, SCHEMA, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import Graph
    from rdflib.term import Node

ID: Final = "id"
TYPE: Final = "type"
_RANGE: Final = URIRef(f"{SCHEMA}rangeIncludes")
_LANGUAGE_MAP: Final = {"@container": "@language"}
_LINK: Final = {"@type": "@id"}
_LITERALS: Final = frozenset({f"{XSD}string", str(RDF.langString)})

# How documents use the properties of other vocabularies: those whose values are no plain strings.
_LINKING: Final = [
    "eli:cites",
    "eli:has_member",
    "eli:has_part",
    "eli:is_member_of",
    "eli:is_part_of",
    "eli:is_realized_by",
    "eli:jurisdiction",
    "eli:language",
    "eli:passed_by",
    "eli:realizes",
    "eli:type_document",
    "eli:type_subdivision",
    "oa:hasSelector",
    "org:classification",
    "org:subOrganizationOf",
    "owl:sameAs",
    "prov:used",
    "prov:wasAssociatedWith",
    "prov:wasDerivedFrom",
    "prov:wasGeneratedBy",
    "rdfs:isDefinedBy",
    "rdfs:seeAlso",
    "skos:broadMatch",
    "skos:broader",
    "skos:closeMatch",
    "skos:exactMatch",
    "skos:inScheme",
    "skos:narrowMatch",
    "skos:relatedMatch",
    "skos:topConceptOf",
]
_SPEAKING: Final = [
    "dcterms:title",
    "eli:title",
    "rdfs:comment",
    "rdfs:label",
    "skos:altLabel",
    "skos:definition",
    "skos:prefLabel",
    "skos:scopeNote",
]
_TYPED: Final = {
    "eli:date_document": "date",
    "eli:date_publication": "date",
    "eli:first_date_entry_in_force": "date",
    "eli:version_date": "date",
    "oa:end": "integer",
    "oa:start": "integer",
}


@cache
def json_ld_context() -> Mapping[str, Any]:
    """The value of `@context`: keywords, prefixes, then terms in the order of their names."""
    terms: dict[str, Any] = dict.fromkeys(_LINKING, _LINK)
    terms |= dict.fromkeys(_SPEAKING, _LANGUAGE_MAP)
    terms |= {name: {"@type": f"xsd:{kind}"} for name, kind in _TYPED.items()}
    terms = {name: {"@id": name} | form for name, form in terms.items()} | _own_terms(load.merged())
    heads = {"@version": 1.1, ID: "@id", TYPE: "@type"}
    return heads | PREFIXES | dict(sorted(terms.items()))


def shorten(iri: str) -> str:
    """The shortest name of a property, class or datatype: a term, a compact IRI, or the IRI itself.

    >>> shorten("http://data.europa.eu/eli/ontology#is_part_of"), shorten("https://law.example/a#b")
    ('eli:is_part_of', 'https://law.example/a#b')
    """
    if iri.startswith(DEF) and iri.removeprefix(DEF) in json_ld_context():
        return iri.removeprefix(DEF)
    return compact_iri(iri)


def compact_iri(iri: str) -> str:
    """A compact IRI, or the IRI itself: what may stand where a thing is named and not a term.

    >>> compact_iri("http://data.europa.eu/eli/ontology#LegalResource")
    'eli:LegalResource'
    """
    namespace, name = _split(iri)
    prefix = _prefixes().get(namespace)
    return f"{prefix}:{name}" if prefix and name else iri


def _own_terms(ontology: Graph) -> dict[str, Any]:
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    own: dict[str, Any] = {}
    for term, kind in ontology.subject_objects(RDF.type):
        if kind in kinds and str(term).startswith(DEF):
            name = str(term).removeprefix(DEF)
            own[name] = {"@id": f"fagui:{name}"} | _form(ontology, term, kind)
    return own


def _form(ontology: Graph, term: Node, kind: Node) -> dict[str, str]:
    """How the values of a term are written."""
    if kind == OWL.ObjectProperty:
        return _LINK
    ranges = {str(each) for each in ontology.objects(term, _RANGE)}
    if kind == OWL.Class or len(ranges) != 1:
        return {}
    (only,) = ranges
    if only in _LITERALS or not only.startswith(XSD):
        return _LANGUAGE_MAP if only == str(RDF.langString) else {}
    return {"@type": f"xsd:{only.removeprefix(XSD)}"}


@cache
def _prefixes() -> Mapping[str, str]:
    return {namespace: prefix for prefix, namespace in PREFIXES.items()}


def _split(iri: str) -> tuple[str, str]:
    """Namespace and local name, an empty name where a compact IRI could be read as something else."""
    found = re.fullmatch(r"(.*[/#])([A-Za-z_][\w.-]*)", iri, re.ASCII)
    return (found[1], found[2]) if found else (iri, "")
