"""The reconciliation service."""

from __future__ import annotations

from typing import Any, Final

from endpoint.api.operation import (
    FORM,
    HTML,
    JSON,
    LANGUAGE,
    TEXT,
    Operation,
    Parameter,
    Schema,
    path_parameter,
)
from endpoint.reconcile.entities import KINDS

_OBJECT: Final[dict[str, Schema]] = {JSON: {"type": "object"}}
_SUGGESTIONS: Final[dict[str, Schema]] = {
    JSON: {
        "type": "object",
        "properties": {"result": {"type": "array", "items": {"type": "object"}}},
        "required": ["result"],
    }
}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_TYPE: Final[Schema] = {"type": "string", "enum": [kind.id for kind in KINDS]}
_BATCH: Final = "JSON: queries by key, each with query, type, limit, properties, type_strict."
_EXTENSION: Final = "JSON: ids and properties, whose values are sent."
# JSON in a parameter: the format names tell what it holds.
_QUERIES: Final[Schema] = {"type": "string", "format": "reconciliation-queries"}
_EXTEND: Final[Schema] = {"type": "string", "format": "reconciliation-extension"}
_BODY: Final[dict[str, Any]] = {
    "oneOf": [
        {
            "type": "object",
            "properties": {name: schema | {"description": says}},
            "required": [name],
            "additionalProperties": False,
        }
        for name, schema, says in (("queries", _QUERIES, _BATCH), ("extend", _EXTEND, _EXTENSION))
    ]
}

OPERATIONS: Final = (
    Operation(
        "/reconcile",
        "reconcile",
        "The manifest of the service, or candidates, or values of properties: one parameter at most.",
        {200: _OBJECT},
        parameters=(
            Parameter("queries", _BATCH, _QUERIES),
            Parameter("extend", _EXTENSION, _EXTEND),
            LANGUAGE,
        ),
        tag="reconciliation",
    ),
    Operation(
        "/reconcile",
        "postReconcile",
        "Candidates, or values of properties.",
        {200: _OBJECT},
        body={FORM: _BODY},
        errors=(413, 415),
        method="post",
        tag="reconciliation",
    ),
    Operation(
        "/reconcile/suggest/{what}",
        "suggest",
        "Entities, properties or types for what a person has typed.",
        {200: _SUGGESTIONS},
        parameters=(
            path_parameter(
                "what", "What to suggest.", "entity", enum=["entity", "property", "type"]
            ),
            Parameter("prefix", "What has been typed.", TEXT),
            Parameter("cursor", "How many suggestions to leave out.", _NUMBER),
            LANGUAGE,
        ),
        errors=(404,),
        tag="reconciliation",
    ),
    Operation(
        "/reconcile/properties",
        "proposeProperties",
        "The properties that can be fetched of entities of a type.",
        {200: _OBJECT},
        parameters=(
            Parameter("type", "A type; without one, all types.", _TYPE),
            Parameter("limit", "How many to propose; 0 for all.", _NUMBER),
            LANGUAGE,
        ),
        tag="reconciliation",
    ),
    Operation(
        "/reconcile/preview",
        "preview",
        "A small page about an entity.",
        {200: {HTML: TEXT}},
        parameters=(Parameter("id", "Identifier of the entity.", TEXT), LANGUAGE),
        errors=(404,),
        tag="reconciliation",
    ),
    Operation(
        "/reconcile/help",
        "reconciliationHelp",
        "How to use the service from OpenRefine.",
        {200: {HTML: TEXT}},
        parameters=(LANGUAGE,),
        tag="reconciliation",
    ),
)
