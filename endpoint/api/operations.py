"""The server itself."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import JSON, TEXT, Operation

OPERATIONS: Final = (
    Operation(
        "/health",
        "health",
        "Which release is served.",
        {
            200: {
                JSON: {
                    "type": "object",
                    "properties": {
                        "status": {"const": "ok"},
                        "release": TEXT,
                        "software": TEXT,
                        "quads": {"type": "integer"},
                        "documents": {"type": "integer"},
                        "problem": {"type": ["string", "null"]},
                    },
                    "required": ["status", "release", "software", "quads", "documents", "problem"],
                }
            }
        },
        tag="server",
    ),
    Operation(
        "/openapi.json",
        "describeApi",
        "This description.",
        {200: {JSON: {"type": "object", "required": ["openapi", "paths"]}}},
        tag="server",
    ),
    Operation(
        "/metrics",
        "metrics",
        "What Prometheus collects; the operator may have switched it off.",
        {200: {"text/plain": TEXT}},
        errors=(404,),
        tag="server",
    ),
)
