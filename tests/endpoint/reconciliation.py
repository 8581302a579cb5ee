"""JSON schemas of what a reconciliation service 0.2 answers, written after the specification's text.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ – sections 3 (manifest),
4 (queries), 5 (suggest), 6 (preview) and 7 (data extension). They are stricter than the specification: no
member may stand in an answer that it does not name. `FAGUI_RECONCILIATION_SCHEMAS` names a directory
with the schemas that the community group publishes (reconciliation-api/specs, `0.2/schemas`); they then
judge the same answers.
"""

from __future__ import annotations

from typing import Any


def record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


def many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
ADDRESS: dict[str, Any] = {"type": "string", "pattern": "^https?://"}
TEMPLATE: dict[str, Any] = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
NAMED = record({"id": TEXT, "name": TEXT})
SERVICE = record({"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}})
PIXELS: dict[str, Any] = {"type": "integer", "minimum": 1}

MANIFEST = record(
    {
        "versions": {"type": "array", "items": TEXT, "contains": {"const": "0.2"}},
        "name": TEXT,
        "identifierSpace": ADDRESS,
        "schemaSpace": ADDRESS,
    },
    {
        "documentation": ADDRESS,
        "defaultTypes": many(NAMED) | {"uniqueItems": True},
        "view": record({"url": TEMPLATE}),
        "preview": record({"url": TEMPLATE, "width": PIXELS, "height": PIXELS}),
        "suggest": record({"entity": SERVICE, "property": SERVICE, "type": SERVICE}),
        "extend": record(
            {
                "propose_properties": SERVICE,
                "property_settings": many(
                    record(
                        {"name": TEXT, "label": TEXT, "type": {"const": "number"}},
                        {"default": {"type": "number"}, "help_text": TEXT},
                    )
                ),
            }
        ),
    },
)

CANDIDATE = record(
    {
        "id": TEXT,
        "name": TEXT,
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "type": many(NAMED),
    },
    {"description": {"type": "string"}},
)
RESULTS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": record({"result": many(CANDIDATE)}),
}

VALUE: dict[str, Any] = {
    "oneOf": [
        NAMED,
        record({"str": {"type": "string"}}),
        record({"int": {"type": "integer"}}),
        record({"float": {"type": "number"}}),
        record({"date": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}}),
    ]
}
EXTENSION = record(
    {
        "meta": many(NAMED),
        "rows": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": many(VALUE)},
        },
    }
)
PROPOSAL = record({"properties": many(NAMED), "limit": {"type": "integer"}}, {"type": TEXT})
ENTITIES = record(
    {
        "result": many(
            record({"id": TEXT, "name": TEXT}, {"description": TEXT, "notable": many(NAMED)})
        )
    }
)
TYPES = record({"result": many(NAMED)})
PROPERTIES = record({"result": many(NAMED)})

OURS = {
    "manifest": MANIFEST,
    "reconciliation-result-batch": RESULTS,
    "data-extension-response": EXTENSION,
    "data-extension-property-proposal": PROPOSAL,
    "suggest-entities-response": ENTITIES,
    "suggest-types-response": TYPES,
    "suggest-properties-response": PROPERTIES,
}
"""Our schemas by the names of the files of the community group's."""
