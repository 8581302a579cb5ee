"""What a release says of one thing: queries, and the record that a page shows.

Takes: an IRI and an engine. Gives: a graph as bytes, or a `Description`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from endpoint.description.links import VOCABULARIES, has_fragments, page_of, parents_of
from endpoint.engine.interface import Query, ResultFormat
from ontology.namespaces import BASE, ID, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from endpoint.engine.interface import Engine

MAX_INCOMING: Final = 1000
"""Links to a thing that its document lists; a concept may have hundreds of thousands."""
SHOWN_INCOMING: Final = 100
"""Links to a thing that its page shows."""
SHOWN_UNITS: Final = 5000
"""Units of a text that its page shows."""
_MAX_BYTES: Final = 32_000_000
"""Bytes of a result that becomes a page or a document, and is in memory until it has been sent."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """An object or subject as a page shows it: text, where it leads, language or datatype."""

    text: str
    link: str | None = None
    iri: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A property and its values."""

    property: Value
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A thing that has no document of its own: an oddity, a measure, a term of the ontology."""

    fragment: str
    label: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the text in reading order: how deep it stands, its label, heading and text."""

    link: str | None
    depth: int
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that the page of a thing shows."""

    iri: str
    label: str
    parents: tuple[Value, ...]
    statements: tuple[Statement, ...]
    parts: tuple[Part, ...]
    incoming: tuple[Statement, ...]
    incoming_count: int
    units: tuple[Unit, ...]
    units_cut: bool


_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def select_rows(engine: Engine, text: str) -> list[Row]:
    """The solutions of a query of our own, each a dictionary of SPARQL JSON terms."""
    query = Query(_PROLOGUE + text, ResultFormat.JSON, result_bytes=_MAX_BYTES)
    body = engine.run(query).body
    rows: list[Row] = json.loads(body)["results"]["bindings"]
    return rows


def _about(iri: str) -> str:
    """A pattern that binds ?s, ?p, ?o to what is said of a thing and of its fragments.

    A term is a fragment of the graph that defines it; other fragments are found by `_fragments`.
    """
    own = f"{{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }}"
    if iri in VOCABULARIES:
        return f"GRAPH <{iri}> {{ ?s ?p ?o }} FILTER(isIRI(?s))"
    if not has_fragments(iri):
        return own
    return f"""{own} UNION {{ {{ SELECT DISTINCT ?s {{ {_fragments(iri)}
      {_fragment_of(iri, "?s")} }} }} ?s ?p ?o }}"""


def _fragments(iri: str) -> str:
    """A pattern that binds ?s to the fragments of a thing, and to others that a filter leaves out.

    Those of a provision stand one or two links from it (a measure, the words that it quotes), those of
    a version in its graph; what else has fragments stands in a graph of modest size.
    """
    if not iri.startswith(f"{ID}eli/"):
        return f"GRAPH ?g {{ <{iri}> a ?x . ?s ?y ?z }}"
    return f"""{{ <{iri}> ?x ?s }} UNION {{ ?s ?x <{iri}> }}
      UNION {{ <{iri}> ?x ?f . ?f ?y ?s {_fragment_of(iri, "?f")} }}
      UNION {{ ?f ?x <{iri}> . ?f ?y ?s {_fragment_of(iri, "?f")} }}
      UNION {{ GRAPH <{iri}> {{ ?s a ?x }} }}"""


def _fragment_of(iri: str, variable: str) -> str:
    return f'FILTER(isIRI({variable}) && STRSTARTS(STR({variable}), "{iri}#"))'


def is_known(engine: Engine, iri: str) -> bool:
    """Whether the release says anything of a thing or links to it."""
    text = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }}"
    answer = json.loads(engine.run(Query(text, ResultFormat.JSON)).body)
    return bool(answer["boolean"])


def count_incoming(engine: Engine, iri: str) -> int:
    """How many statements of the release have the thing as their object."""
    rows = select_rows(engine, f"SELECT (COUNT(*) AS ?n) {{ ?s ?p <{iri}> }}")
    return int(rows[0]["n"]["value"])


def build_graph(engine: Engine, iri: str, form: ResultFormat) -> bytes:
    """What is said of the thing and of its fragments, and the links to it, serialised.

    More than MAX_INCOMING links are cut, and the document itself says so.
    """
    count = count_incoming(engine, iri)
    note = ""
    if count > MAX_INCOMING:
        document = f"{BASE}{(page_of(iri) or '').lstrip('/')}"
        note = f"""UNION {{ VALUES (?s ?p ?o) {{
          (<{document}> rdfs:comment "此文档只列出 {count} 条入链中的 {MAX_INCOMING} 条"@zh)
          (<{document}> rdfs:comment "lists {MAX_INCOMING} of {count} incoming links"@en) }} }}"""
    text = f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
      {{ {_about(iri)} }} UNION {{ SELECT ?s ?p (<{iri}> AS ?o) {{ ?s ?p <{iri}> }}
      LIMIT {MAX_INCOMING} }} {note} }}"""
    return engine.run(Query(_PROLOGUE + text, form, prefixes=True, result_bytes=_MAX_BYTES)).body


def read_labels(engine: Engine, iris: Iterable[str], language: str) -> dict[str, str]:
    """Labels of the IRIs that have one, in the language if there is one in it."""
    listed = " ".join(f"<{each}>" for each in sorted(set(iris)))
    rows = select_rows(
        engine,
        f"SELECT ?x ?l {{ VALUES ?x {{ {listed} }} ?x rdfs:label|skos:prefLabel ?l }}",
    )
    labels: dict[str, str] = {}
    for row in sorted(rows, key=lambda each: each["l"].get("xml:lang", "") != language):
        labels.setdefault(row["x"]["value"], row["l"]["value"])
    return labels


def find_parents(engine: Engine, iri: str, language: str) -> tuple[Value, ...]:
    """The things above the thing in the hierarchy of paths that the release knows, nearest first."""
    above = parents_of(iri)
    labels = read_labels(engine, above, language) if above else {}
    return tuple(_link(each, labels) for each in above if each in labels)


def shorten(iri: str) -> str:
    """The IRI with a prefix of ours where one fits, or without our base.

    >>> shorten("http://data.europa.eu/eli/ontology#number")
    'eli:number'
    """
    for name, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{name}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(BASE)


def _link(iri: str, labels: dict[str, str]) -> Value:
    return Value(labels.get(iri) or shorten(iri), page_of(iri), iri)


def _value(term: dict[str, str], labels: dict[str, str]) -> Value:
    if term["type"] == "uri":
        return _link(term["value"], labels)
    return Value(term["value"], language=term.get("xml:lang"))


def _statements(rows: Sequence[Row], name: str, labels: dict[str, str]) -> tuple[Statement, ...]:
    """Rows grouped by property; `name` is the variable whose terms are the values."""
    grouped: dict[str, dict[Value, None]] = defaultdict(dict)
    for row in rows:
        grouped[row["p"]["value"]][_value(row[name], labels)] = None
    return tuple(
        Statement(_link(iri, labels), tuple(sorted(values, key=lambda each: each.text)))
        for iri, values in sorted(grouped.items())
    )


def _iris(rows: Iterable[Row]) -> set[str]:
    return {term["value"] for row in rows for term in row.values() if term["type"] == "uri"}


def _parts(iri: str, rows: Iterable[Row], labels: dict[str, str]) -> tuple[Part, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["s"]["value"].startswith(f"{iri}#"):
            grouped[row["s"]["value"]].append(row)
    return tuple(
        Part(
            subject.partition("#")[2],
            labels.get(subject) or subject.partition("#")[2],
            _statements(group, "o", labels),
        )
        for subject, group in sorted(grouped.items(), key=lambda each: (len(each[0]), each[0]))
    )


def _read_units(engine: Engine, iri: str) -> tuple[Unit, ...]:
    """The units of a version, or a unit and what is inside it; one more than a page shows."""
    rows = select_rows(
        engine,
        f"""SELECT DISTINCT ?unit ?verbatim ?heading ?text ?position {{
          {{ <{iri}> fagui:inVersion ?version }} UNION {{ BIND(<{iri}> AS ?version) }}
          ?unit fagui:inVersion ?version ; fagui:position ?position ; eli:is_part_of ?parent .
          FILTER(?unit = <{iri}> || STRSTARTS(STR(?unit), "{iri}/"))
          OPTIONAL {{ ?unit fagui:verbatimLabel ?verbatim }}
          OPTIONAL {{ ?unit fagui:heading ?heading }}
          OPTIONAL {{ ?unit fagui:text ?text }} }}
        ORDER BY ?position LIMIT {SHOWN_UNITS + 1}""",
    )
    shallowest = min((row["unit"]["value"].count("/") for row in rows), default=0)
    return tuple(
        Unit(
            link=page_of(row["unit"]["value"]),
            depth=row["unit"]["value"].count("/") - shallowest,
            label=_text(row, "verbatim"),
            heading=_text(row, "heading"),
            text=_text(row, "text"),
        )
        for row in rows
    )


def _text(row: Row, name: str) -> str:
    return str(row[name]["value"]) if name in row else ""


def describe(engine: Engine, iri: str, language: str) -> Description | None:
    """The record of the thing's page; None where the release does not know the thing."""
    said = select_rows(engine, f"SELECT DISTINCT ?s ?p ?o {{ {_about(iri)} }}")
    links = select_rows(
        engine, f"SELECT ?s ?p {{ ?s ?p <{iri}> }} ORDER BY ?s LIMIT {SHOWN_INCOMING}"
    )
    if not said and not links:
        return None
    labels = read_labels(engine, _iris(said) | _iris(links) | {iri}, language)
    own = [row for row in said if row["s"]["value"] == iri]
    units = _read_units(engine, iri)
    return Description(
        iri=iri,
        label=labels.get(iri) or shorten(iri),
        parents=find_parents(engine, iri, language)[::-1],
        statements=_statements(own, "o", labels),
        parts=_parts(iri, said, labels),
        incoming=_statements(links, "s", labels),
        incoming_count=count_incoming(engine, iri) if len(links) == SHOWN_INCOMING else len(links),
        units=units[:SHOWN_UNITS],
        units_cut=len(units) > SHOWN_UNITS,
    )
