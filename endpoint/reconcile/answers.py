"""Answers of the reconciliation service: candidates, suggestions and the manifest.

Takes: parsed requests and the index. Gives: what is sent as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from endpoint.reconcile.entities import KINDS, OTHER_SCORE, expand
from endpoint.reconcile.values import count_agreeing, find_holders
from ontology.namespaces import BASE, DEF

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from endpoint.engine.interface import Engine
    from endpoint.reconcile.entities import Entity, Index, Kind
    from endpoint.reconcile.requests import NameQuery
    from endpoint.reconcile.values import Property

CHECKED: Final = 200
"""Candidates whose properties are compared: those with the best names."""
_PROPERTIES_WEIGH: Final = 0.3
"""What properties count in a score, if any are given; the name counts the rest."""
_WRONG_TYPE: Final = 0.8
"""What a score is multiplied with where a type should be, and is not."""
SUGGESTED: Final = 20
VERSION: Final = "0.2"
PREVIEW: Final = (430, 240)
"""Width and height of a preview in pixels."""


def answer_query(engine: Engine, index: Index, query: NameQuery, language: str) -> dict[str, Any]:
    """The candidates for one query, the best first.

    The best one is a match if it has the very name, no other candidate has it, and every property agrees.
    """
    scores = _score(engine, index, query)
    fitting = _fit_types(index, scores, query)
    best = sorted(fitting, key=lambda iri: (-fitting[iri], iri))[:CHECKED]
    agreeing = count_agreeing(engine, best, query.constraints) if query.constraints else {}
    final = {iri: _weigh(fitting[iri], agreeing.get(iri, 0), query) for iri in best}
    ranked = sorted(best, key=lambda iri: (-final[iri], iri))
    whole = len(query.constraints)
    sure = [iri for iri in ranked if scores[iri] >= OTHER_SCORE and agreeing.get(iri, 0) == whole]
    top = [iri for iri in sure if scores[iri] == max(scores[each] for each in sure)]
    candidates = [
        _candidate(index, iri, final[iri], match=top == [iri], language=language)
        for iri in ranked[: query.limit]
    ]
    return {"result": candidates}


def _score(engine: Engine, index: Index, query: NameQuery) -> dict[str, float]:
    """Scores by name; without a name, those that have a property as asked for are scored alike."""
    if query.name.strip():
        return index.score(query.name)
    holders = set().union(*(find_holders(engine, each) for each in query.constraints))
    return {iri: 0.0 for iri in holders if index.get(iri) is not None}


def _fit_types(index: Index, scores: dict[str, float], query: NameQuery) -> dict[str, float]:
    """The scores of the candidates that may have the types asked for."""
    wanted = {expand(each) for each in query.types}
    if not wanted:
        return scores
    fitting = {}
    for iri, score in scores.items():
        shared = len(wanted & {expand(kind.id) for kind in _require(index, iri).kinds})
        if query.strictness == "should":
            fitting[iri] = score if shared else score * _WRONG_TYPE
        elif shared == len(wanted) or (shared and query.strictness == "any"):
            fitting[iri] = score
    return fitting


def _weigh(score: float, agreeing: int, query: NameQuery) -> float:
    if not query.constraints:
        return round(score, 2)
    share = agreeing / len(query.constraints)
    if not query.name.strip():
        return round(100 * share, 2)
    return round((1 - _PROPERTIES_WEIGH) * score + _PROPERTIES_WEIGH * 100 * share, 2)


def _require(index: Index, iri: str) -> Entity:
    entity = index.get(iri)
    if entity is None:
        message = f"{iri} is no entity"
        raise LookupError(message)
    return entity


def _candidate(
    index: Index, iri: str, score: float, *, match: bool, language: str
) -> dict[str, Any]:
    shown = show_entity(_require(index, iri), language)
    types = shown.pop("notable")
    return shown | {"score": score, "match": match, "type": types}


def show_kind(kind: Kind, language: str) -> dict[str, Any]:
    """A type."""
    return {"id": kind.id, "name": kind.name.in_language(language)}


def show_entity(entity: Entity, language: str) -> dict[str, Any]:
    """A suggested entity."""
    place = entity.place.in_language(language)
    names = [kind.name.in_language(language) for kind in entity.kinds]
    return {
        "id": entity.id,
        "name": entity.name.in_language(language) or entity.id,
        "description": " · ".join([*names, *([place] if place else [])]),
        "notable": [show_kind(kind, language) for kind in entity.kinds],
    }


def suggest_entities(index: Index, prefix: str, cursor: int, language: str) -> dict[str, Any]:
    """Entities with a name that begins with the prefix, from the `cursor`th on."""
    found = index.begin_with(prefix)[cursor : cursor + SUGGESTED]
    return {"result": [show_entity(each, language) for each in found]}


def suggest_types(prefix: str, language: str) -> dict[str, Any]:
    """Types whose name or identifier contains the prefix."""
    wanted = prefix.strip().casefold()
    found = [
        kind
        for kind in KINDS
        if any(wanted in each.casefold() for each in (kind.id, kind.name.zh, kind.name.en))
    ]
    return {"result": [show_kind(kind, language) for kind in found]}


def suggest_properties(properties: Iterable[Property], prefix: str) -> dict[str, Any]:
    """Properties whose name or identifier contains the prefix."""
    wanted = prefix.strip().casefold()
    found = {
        each.id: {"id": each.id, "name": each.name}
        for each in properties
        if wanted in each.id.casefold() or wanted in each.name.casefold()
    }
    return {"result": list(found.values())[:SUGGESTED]}


def propose_properties(
    kind: Kind | None, properties: Sequence[Property], limit: int
) -> dict[str, Any]:
    """The properties that can be fetched of things of a type; of all types without one."""
    shown = [{"id": each.id, "name": each.name} for each in properties[: limit or None]]
    told: dict[str, Any] = {"properties": shown, "limit": limit}
    return told | ({"type": kind.id} if kind else {})


def describe_service(root: str, language: str) -> dict[str, Any]:
    """The manifest; `root` is the address of this server, with a slash at its end."""
    service = {"service_url": f"{root}reconcile"}
    width, height = PREVIEW
    name = "Fagui: actors, instruments, sectors and regulations of China"
    return {
        "versions": [VERSION],
        "name": name if language == "en" else "法规 Fagui：主体、政策工具、产业和法规",
        "identifierSpace": BASE,
        "schemaSpace": DEF,
        "documentation": f"{root}reconcile/help",
        "defaultTypes": [show_kind(kind, language) for kind in KINDS],
        "view": {"url": f"{root}{{{{id}}}}"},
        "preview": {
            "url": f"{root}reconcile/preview?id={{{{id}}}}",
            "width": width,
            "height": height,
        },
        "suggest": {
            each: service | {"service_path": f"/suggest/{each}"}
            for each in ("entity", "property", "type")
        },
        "extend": {
            "propose_properties": service | {"service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "limit" if language == "en" else "数量上限",
                    "type": "number",
                    "default": 0,
                    "help_text": "Values of a property, 0 for all"
                    if language == "en"
                    else "每个属性最多取几个值，0 为全部",
                }
            ],
        },
    }


def find_kind(identifier: str) -> Kind | None:
    """The type with an identifier or IRI."""
    wanted = expand(identifier)
    return next((kind for kind in KINDS if expand(kind.id) == wanted), None)
