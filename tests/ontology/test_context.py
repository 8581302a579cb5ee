"""The JSON-LD context says of each term what the ontology says."""

from __future__ import annotations

import json

import pytest
from rdflib import OWL, RDF, Graph, Literal, URIRef

from ontology.context import json_ld_context, shorten
from ontology.load import merged
from ontology.namespaces import DEF, ELI, PREFIXES, XSD

OBJECTS = sorted(
    str(each).removeprefix(DEF)
    for each in merged().subjects(RDF.type, OWL.ObjectProperty)
    if str(each).startswith(DEF)
)


def test_every_term_of_ours_has_its_name() -> None:
    ontology = merged()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    terms = {str(t) for kind in kinds for t in ontology.subjects(RDF.type, kind) if DEF in str(t)}
    context = json_ld_context()

    assert len(terms) > 100
    for term in terms:
        name = term.removeprefix(DEF)
        assert context[name]["@id"] == f"fagui:{name}"
        assert name not in PREFIXES
        assert name not in {"id", "type"}
    assert all(context[name]["@type"] == "@id" for name in OBJECTS)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("hasBearer", {"@id": "fagui:hasBearer", "@type": "@id"}),
        ("dateAdopted", {"@id": "fagui:dateAdopted", "@type": "xsd:date"}),
        ("articleCount", {"@id": "fagui:articleCount", "@type": "xsd:integer"}),
        ("text", {"@id": "fagui:text", "@container": "@language"}),
        ("sha256", {"@id": "fagui:sha256"}),
        ("Measure", {"@id": "fagui:Measure"}),
        ("eli:is_part_of", {"@id": "eli:is_part_of", "@type": "@id"}),
        ("eli:date_document", {"@id": "eli:date_document", "@type": "xsd:date"}),
        ("skos:prefLabel", {"@id": "skos:prefLabel", "@container": "@language"}),
        ("type", "@type"),
        ("eli", ELI),
    ],
)
def test_forms(name: str, form: object) -> None:
    assert json_ld_context()[name] == form


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{DEF}Measure", "Measure"),
        (f"{DEF}neverHeardOf", "fagui:neverHeardOf"),
        (f"{XSD}date", "xsd:date"),
        (f"{ELI}cites", "eli:cites"),
        (f"{ELI}", ELI),
        (f"{ELI}a/b", f"{ELI}a/b"),
        ("https://schema.org//x", "https://schema.org//x"),
        ("urn:x", "urn:x"),
    ],
)
def test_shorten(iri: str, name: str) -> None:
    assert shorten(iri) == name


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what rdflib itself uses
def test_a_document_by_hand_means_what_it_should() -> None:
    document = {
        "@context": json_ld_context(),
        "id": "https://law.example/a",
        "type": ["Article", "eli:LegalResourceSubdivision"],
        "eli:is_part_of": "https://law.example/v",
        "text": {"zh": "甲", "en": ["a", "b"]},
        "position": 6,
        "dateAdopted": "2024-01-01",
        "eli:number": "6",
    }
    found = Graph().parse(data=json.dumps(document), format="json-ld")
    subject = URIRef("https://law.example/a")

    assert set(found) == {
        (subject, RDF.type, URIRef(f"{DEF}Article")),
        (subject, RDF.type, URIRef(f"{ELI}LegalResourceSubdivision")),
        (subject, URIRef(f"{ELI}is_part_of"), URIRef("https://law.example/v")),
        (subject, URIRef(f"{DEF}text"), Literal("甲", lang="zh")),
        (subject, URIRef(f"{DEF}text"), Literal("a", lang="en")),
        (subject, URIRef(f"{DEF}text"), Literal("b", lang="en")),
        (subject, URIRef(f"{DEF}position"), Literal("6", datatype=URIRef(f"{XSD}integer"))),
        (
            subject,
            URIRef(f"{DEF}dateAdopted"),
            Literal("2024-01-01", datatype=URIRef(f"{XSD}date")),
        ),
        (subject, URIRef(f"{ELI}number"), Literal("6")),
    }
