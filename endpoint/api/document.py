"""The whole description.

Takes: the address of this server. Gives: an OpenAPI 3.1 document.
"""

from __future__ import annotations

from typing import Any, Final

from endpoint.api import (
    dumps,
    graphs,
    operations,
    pages,
    queries,
    reconciliation,
    selfdescription,
    things,
)
from endpoint.api.operation import PROBLEM, Operation, describe_errors

OPERATIONS: Final[tuple[Operation, ...]] = (
    *queries.OPERATIONS,
    *graphs.OPERATIONS,
    *things.OPERATIONS,
    *dumps.OPERATIONS,
    *selfdescription.OPERATIONS,
    *reconciliation.OPERATIONS,
    *pages.OPERATIONS,
    *operations.OPERATIONS,
)
"""Every operation of the endpoint."""
_TAGS: Final = {
    "query": "SPARQL 1.1, the reading half.",
    "data": "Things, vocabularies and files.",
    "reconciliation": "Names in a table become IRIs (reconciliation API 0.2).",
    "server": "The server itself.",
}


def describe_api(root: str, version: str) -> dict[str, Any]:
    """The description of the server at `root`, an address without a slash at its end."""
    paths: dict[str, dict[str, Any]] = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})[each.method] = each.describe()
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Fagui 法规",
            "version": version,
            "description": "Chinese regulations as linked data. HEAD and OPTIONS go with every GET; "
            "every answer may be read from any origin; nothing can be written.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": name, "description": says} for name, says in _TAGS.items()],
        "paths": paths,
        "components": {"schemas": {"Problem": PROBLEM}, "responses": describe_errors()},
    }
