"""Dereferencing."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import (
    HTML,
    JSON,
    LANGUAGE,
    TEXT,
    Operation,
    Parameter,
    Schema,
    path_parameter,
)

_DOCUMENT: Final[dict[str, Schema]] = {
    HTML: TEXT,
    "text/turtle": {},
    "application/n-triples": {},
    "application/ld+json": {},
    "application/rdf+xml": {},
    JSON: {},
    "application/xml": {},
}
_NAME: Final = Parameter(
    "name", "The ontology or the shapes.", {"type": "string", "enum": ["def", "shape"]}, "path"
)
_SUFFIX: Final = Parameter(
    "suffix",
    "What the document is sent as.",
    {"type": "string", "enum": ["html", "ttl", "nt", "jsonld", "rdf"]},
    "path",
)
_EXAMPLE: Final = "dataset"


def _document(path: str, name: str, says: str, *parameters: Parameter) -> Operation:
    return Operation(
        path, name, says, {200: _DOCUMENT}, parameters=(*parameters, LANGUAGE), errors=(404, 410)
    )


OPERATIONS: Final = (
    Operation(
        "/id/{path}",
        "findDocument",
        "The address of the document about a thing.",
        {303: {HTML: TEXT}},
        parameters=(path_parameter("path", "The IRI below /id/.", _EXAMPLE), LANGUAGE),
        errors=(404, 410),
    ),
    Operation(
        "/doc/{path}",
        "describeThing",
        "What is said of a thing and of its fragments, and the links to it; of a regulation, with "
        "Accept-Datetime, the version in force then.",
        {200: _DOCUMENT, 302: {HTML: TEXT}},
        parameters=(
            path_parameter(
                "path", "The IRI below /id/; a suffix such as .ttl goes before Accept.", _EXAMPLE
            ),
            LANGUAGE,
        ),
        errors=(404, 410),
    ),
    _document(
        "/concept/{path}",
        "describeConcept",
        "What is said of a concept or a scheme.",
        path_parameter("path", "Scheme, or scheme and notation.", "instrument/land"),
    ),
    _document(
        "/report/{path}",
        "describeReport",
        "What validation found, and how good the annotations are.",
        path_parameter("path", "Name of the report.", "shacl"),
    ),
    _document("/{name}", "describeVocabulary", "The ontology, or the shapes.", _NAME),
    _document(
        "/{name}.{suffix}",
        "describeVocabularyAs",
        "The ontology or the shapes in one serialisation.",
        _NAME,
        _SUFFIX,
    ),
    _document(
        "/def/{path}",
        "describeOntologyVersion",
        "What is known of a version of the ontology.",
        path_parameter("path", "Number of the version.", "0.1.0"),
    ),
)
