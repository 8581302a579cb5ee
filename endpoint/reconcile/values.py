"""Values of properties: what candidates are checked against, and what clients fetch.

Takes: entities and properties. Gives: `Found` values with the names that people know them by.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from endpoint.description.describe import read_labels, select_rows, shorten
from endpoint.reconcile.entities import expand
from endpoint.reconcile.matching import normalise
from ontology.namespaces import BASE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from endpoint.engine.interface import Engine
    from endpoint.reconcile.entities import Kind
    from endpoint.reconcile.requests import Constraint, Extension

MAX_VALUES: Final = 100_000
"""Values that one request brings."""
_INTEGERS: Final = frozenset({f"{XSD}integer", f"{XSD}nonNegativeInteger", f"{XSD}int"})
_NUMBERS: Final = frozenset({f"{XSD}decimal", f"{XSD}double", f"{XSD}float"})

Values = dict[tuple[str, str], list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Property:
    """A property as clients choose it."""

    id: str
    name: str


def _list(iris: Iterable[str]) -> str:
    return " ".join(f"<{each}>" for each in sorted(set(iris)))


def read_values(engine: Engine, entities: Iterable[str], properties: Iterable[str]) -> Values:
    """The values by entity and property, in the order of their texts."""
    found: Values = defaultdict(list)
    subjects, predicates = _list(entities), _list(properties)
    if not subjects or not predicates:
        return found
    rows = select_rows(
        engine,
        f"""SELECT DISTINCT ?e ?p ?v {{ VALUES ?e {{ {subjects} }} VALUES ?p {{ {predicates} }}
        ?e ?p ?v }} ORDER BY ?e ?p ?v LIMIT {MAX_VALUES}""",
    )
    for row in rows:
        found[row["e"]["value"], row["p"]["value"]].append(row["v"])
    return found


def count_agreeing(
    engine: Engine, entities: Sequence[str], constraints: Sequence[Constraint]
) -> dict[str, int]:
    """How many of the constraints each entity meets: it has one of the values, or one of that name."""
    properties = [expand(each.property) for each in constraints]
    values = read_values(engine, entities, [each for each in properties if each])
    objects = {
        term["value"] for terms in values.values() for term in terms if term["type"] == "uri"
    }
    names = _read_names(engine, objects)
    agreeing = dict.fromkeys(entities, 0)
    for constraint, iri in zip(constraints, properties, strict=True):
        wanted = {normalise(each) for each in constraint.values}
        wanted_iris = {expand(each) for each in constraint.values} - {None}
        for entity in entities:
            terms = values.get((entity, iri or ""), [])
            known = {name for term in terms for name in _names_of(term, names)}
            iris = {term["value"] for term in terms if term["type"] == "uri"}
            agreeing[entity] += bool(known & wanted or iris & wanted_iris)
    return agreeing


def _names_of(term: dict[str, str], names: Mapping[str, set[str]]) -> set[str]:
    if term["type"] == "uri":
        return names.get(term["value"], set())
    return {normalise(term["value"])}


def _read_names(engine: Engine, iris: Iterable[str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    if listed := _list(iris):
        for row in select_rows(
            engine,
            f"""SELECT ?e ?n {{ VALUES ?e {{ {listed} }}
            ?e rdfs:label|skos:prefLabel|skos:altLabel|skos:notation ?n }}""",
        ):
            names[row["e"]["value"]].add(normalise(row["n"]["value"]))
    return names


def find_holders(engine: Engine, constraint: Constraint) -> set[str]:
    """Entities with one of the values of a constraint, for queries without a name."""
    iri = expand(constraint.property)
    wanted = [each for value in constraint.values if (each := expand(value))]
    if iri is None or not wanted:
        return set()
    rows = select_rows(
        engine, f"SELECT DISTINCT ?e {{ VALUES ?v {{ {_list(wanted)} }} ?e <{iri}> ?v }} LIMIT 1000"
    )
    return {row["e"]["value"] for row in rows}


def list_properties(engine: Engine, kind: Kind, language: str) -> tuple[Property, ...]:
    """The properties that things of a type have, the most frequent first."""
    rows = select_rows(
        engine,
        f"SELECT ?p (COUNT(*) AS ?n) {{ {kind.pattern} . ?e ?p ?v }} GROUP BY ?p ORDER BY DESC(?n) ?p",
    )
    iris = [row["p"]["value"] for row in rows if "p" in row]
    labels = read_labels(engine, iris, language)
    return tuple(Property(shorten(iri), labels.get(iri) or shorten(iri)) for iri in iris)


def extend(engine: Engine, asked: Extension, language: str) -> dict[str, Any]:
    """The answer to a data extension query: every entity has every property, empty if it has none."""
    entities = {each: expand(each) for each in asked.ids}
    properties = {each.id: expand(each.id) for each in asked.properties}
    values = read_values(
        engine,
        [each for each in entities.values() if each],
        [each for each in properties.values() if each],
    )
    shown = {term["value"] for terms in values.values() for term in terms if term["type"] == "uri"}
    labels = read_labels(engine, shown | {each for each in properties.values() if each}, language)
    rows = {
        key: {
            each.id: [
                _show(term, labels)
                for term in _order(values.get((iri or "", properties[each.id] or ""), []), language)
            ][: each.limit or None]
            for each in asked.properties
        }
        for key, iri in entities.items()
    }
    meta = [{"id": each, "name": labels.get(iri or "") or each} for each, iri in properties.items()]
    return {"meta": meta, "rows": rows}


def _order(terms: Sequence[dict[str, str]], language: str) -> list[dict[str, str]]:
    """The terms, those in the language first."""
    return sorted(terms, key=lambda term: term.get("xml:lang", language) != language)


def _show(term: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, Any]:
    value, datatype = term["value"], term.get("datatype", "")
    if term["type"] == "uri" and value.startswith(BASE):
        return {"id": shorten(value), "name": labels.get(value) or shorten(value)}
    if datatype in _INTEGERS:
        return {"int": int(value)}
    if datatype in _NUMBERS:
        return {"float": float(value)}
    if datatype == f"{XSD}date" and len(value) == len("2025-01-01"):
        # The protocol has no days, only moments: the day begins at midnight.
        return {"date": f"{value}T00:00:00Z"}
    return {"str": value}
