"""What clients ask of the reconciliation service, read from JSON.

Takes: the values of the parameters `queries` and `extend`. Gives: frozen records, or EndpointError (400)
that says which member is wrong and what is allowed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from endpoint.protocol.errors import EndpointError, Problem

MAX_QUERIES: Final = 100
"""Queries in one batch."""
MAX_LIMIT: Final = 100
"""Candidates of one query."""
MAX_NAME: Final = 500
"""Characters of a name to match."""
MAX_IDS: Final = 1000
"""Entities in one request for their properties."""
MAX_PROPERTIES: Final = 50
_DEFAULT_LIMIT: Final = 10
_STRICTNESS: Final = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class Constraint:
    """A property and the values that a candidate should have there: texts or identifiers."""

    property: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameQuery:
    """One reconciliation query."""

    name: str
    types: tuple[str, ...]
    strictness: str
    limit: int
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class WantedProperty:
    """A property to fetch; `limit` values of it, 0 for all."""

    id: str
    limit: int


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: entities and the properties to fetch of them."""

    ids: tuple[str, ...]
    properties: tuple[WantedProperty, ...]


def refuse(status: int, detail: str, remedy: str) -> EndpointError:
    """The error of a request that the service cannot read."""
    return EndpointError(Problem(status, "Reconciliation request cannot be read", detail, remedy))


def parse_queries(text: str) -> dict[str, NameQuery]:
    """The batch by the keys that its sender chose."""
    batch = _require(_load("queries", text), dict, "queries", "an object of queries by key")
    if len(batch) > MAX_QUERIES:
        raise refuse(
            400, f"queries has {len(batch)} members", f"send at most {MAX_QUERIES} in a batch"
        )
    return {key: _parse_query(key, each) for key, each in batch.items()}


def parse_extension(text: str) -> Extension:
    """The data extension query."""
    asked = _require(_load("extend", text), dict, "extend", "an object with ids and properties")
    ids = _require(asked.get("ids"), list, "extend.ids", "a list of identifiers")
    properties = _require(asked.get("properties"), list, "extend.properties", "a list of objects")
    if len(ids) > MAX_IDS or len(properties) > MAX_PROPERTIES:
        raise refuse(
            400,
            f"extend asks for {len(properties)} properties of {len(ids)} entities",
            f"ask for at most {MAX_PROPERTIES} properties of {MAX_IDS} entities",
        )
    texts = tuple(_require(each, str, "extend.ids", "a list of identifiers") for each in ids)
    return Extension(texts, tuple(_parse_property(each) for each in properties))


def _parse_query(key: str, given: object) -> NameQuery:
    where = f"queries.{key[:50]}"
    query = _require(given, dict, where, "an object with query, type, limit, properties")
    name = _require(query.get("query", ""), str, f"{where}.query", "a text")
    properties = _require(query.get("properties", []), list, f"{where}.properties", "a list")
    if not name.strip() and not properties:
        raise refuse(400, f"{where} has neither query nor properties", "give a name to look for")
    if len(name) > MAX_NAME or len(properties) > MAX_PROPERTIES:
        raise refuse(
            400,
            f"{where} is too long",
            f"give a name of at most {MAX_NAME} characters and {MAX_PROPERTIES} properties",
        )
    types = query.get("type", [])
    types = [types] if isinstance(types, str) else _require(types, list, f"{where}.type", "a list")
    strictness = query.get("type_strict", "any")
    if strictness not in _STRICTNESS:
        raise refuse(400, f"{where}.type_strict is {strictness!r}", f"use one of {_STRICTNESS}")
    return NameQuery(
        name,
        tuple(_require(each, str, f"{where}.type", "a text or a list of texts") for each in types),
        strictness,
        _parse_limit(query.get("limit", _DEFAULT_LIMIT), where),
        tuple(_parse_constraint(each, where) for each in properties),
    )


def _parse_limit(given: object, where: str) -> int:
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 1e9:
        raise refuse(
            400, f"{where}.limit is {str(given)[:50]!r}", f"use a number from 1 to {MAX_LIMIT}"
        )
    return max(1, min(int(given), MAX_LIMIT))


def _parse_constraint(given: object, where: str) -> Constraint:
    place = f"{where}.properties"
    told = _require(given, dict, place, "a list of objects with pid and v")
    identifier = _require(told.get("pid"), str, f"{place}.pid", "the identifier of a property")
    value = told.get("v")
    values = value if isinstance(value, list) else [value]
    if len(values) > MAX_PROPERTIES:
        raise refuse(400, f"{place}.v has {len(values)} values", f"give at most {MAX_PROPERTIES}")
    return Constraint(identifier, tuple(_parse_value(each, place) for each in values))


def _parse_value(given: object, place: str) -> str:
    if isinstance(given, dict):
        return str(_require(given.get("id"), str, f"{place}.v.id", "the identifier of an entity"))
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, str | int | float):
        return str(given)[:MAX_NAME]
    raise refuse(
        400, f"{place}.v is {str(given)[:50]!r}", "use a text, a number, a boolean or {id}"
    )


def _parse_property(given: object) -> WantedProperty:
    place = "extend.properties"
    told = _require(given, dict, place, "a list of objects with id")
    identifier = _require(told.get("id"), str, f"{place}.id", "the identifier of a property")
    settings = _require(told.get("settings", {}), dict, f"{place}.settings", "an object")
    limit = str(settings.get("limit", 0))
    if not (limit.isascii() and limit.isdigit() and len(limit) < 10):
        raise refuse(
            400, f"{place}.settings.limit is {limit[:50]!r}", "use a whole number, 0 for all"
        )
    return WantedProperty(identifier, int(limit))


def _load(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refuse(400, f"the parameter {name!r} is not JSON", "send one JSON object") from error


def _require(value: Any, kind: type, where: str, allowed: str) -> Any:
    if not isinstance(value, kind):
        raise refuse(400, f"{where} is {str(value)[:50]!r}", f"it must be {allowed}")
    return value
