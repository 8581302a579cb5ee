"""Concept schemes that are kept as tables: functions of bodies, roles of actors, matters of policy.

Takes: `data/lexicons/{functions,roles,matters}.csv`. Gives: `Listed` concepts, lookup by any of their
names, and each table as a SKOS scheme. A notation once published stays: the tables fix it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from ontology.datafiles import DATA
from ontology.iris import mint_concept, mint_scheme
from ontology.namespaces import DEF, PREFIXES, RDFS

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTION: Final = "function"
ACTOR: Final = "actor"
MATTER: Final = "matter"

RULE: Final = "rule"
STRATEGY: Final = "strategy"

_TABLES: Final = {FUNCTION: "functions", ACTOR: "roles", MATTER: "matters"}
SCHEMES: Final = tuple(_TABLES)
"""Names of the schemes that are kept as tables."""

_Labels = tuple[tuple[str, str], tuple[str, str]]

_LABELS: Final[dict[str, _Labels]] = {
    FUNCTION: (
        ("政府职能", "functions of government bodies"),
        (
            "政府部门主管的事务的领域。",
            "Fields of affairs that government bodies are in charge of.",
        ),
    ),
    ACTOR: (
        ("主体角色", "roles of actors"),
        (
            "法规指向的企业、机构、组织、人群和区域的种类，各地通用。",
            "Kinds of enterprises, institutions, organisations, people and zones that regulations"
            " address, the same in every jurisdiction.",
        ),
    ),
    MATTER: (
        ("政策事项", "policy matters"),
        (
            "措施和条文所涉及的制度、机制、产品、权利和其他事项。",
            "Systems, mechanisms, products, rights and other things that measures and provisions"
            " are about.",
        ),
    ),
}


_OPEN: Final[dict[str, _Labels]] = {
    RULE: (
        ("识别规则", "rules of recognition"),
        (
            "软件从文本中识别措施、提及和引用所用的规则。",
            "Rules by which software recognises measures, mentions and citations.",
        ),
    ),
    STRATEGY: (
        ("战略和计划", "strategies and programmes"),
        (
            "条文以名称指明的战略、计划和行动。",
            "Strategies, plans and programmes that provisions call by name.",
        ),
    ),
}
"""Schemes without a table: whoever names a concept of theirs describes it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A concept of a table: `term` is its label, `names` that and every other spelling.

    `broader` is the notation of the concept above it in the same table. Of a function, `central` is the
    body of the centre in charge of it and `office` the name that its department bears in provinces where
    all provinces use one name.
    """

    scheme: str
    notation: str
    term: str
    names: tuple[str, ...]
    name_en: str
    broader: str | None = None
    central: str | None = None
    office: str | None = None

    @property
    def iri(self) -> str:
        """IRI of the concept."""
        return mint_concept(self.scheme, self.notation)


@cache
def load_listed(scheme: str) -> Mapping[str, Listed]:
    """The concepts of a scheme by notation, in the order of the table."""
    path = DATA / "lexicons" / f"{_TABLES[scheme]}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    notations = {row["term"]: row["notation"] for row in rows}
    found = {}
    for row in rows:
        broader = row.get("broader")
        found[row["notation"]] = Listed(
            scheme=scheme,
            notation=row["notation"],
            term=row["term"],
            names=tuple(name for name in (row["term"], *row["variants"].split("|")) if name),
            name_en=row["name_en"],
            broader=notations[broader] if broader else None,
            central=row.get("central") or None,
            office=row.get("office") or None,
        )
    return found


@cache
def load_heads() -> Mapping[str, Listed]:
    """The nouns that a matter outside the table is a kind of (机制, 制度, 平台), by themselves.

    They are concepts of the scheme matter, and names of nothing where they stand alone.
    """
    with (DATA / "lexicons" / "matter_heads.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["term"]: Listed(
                MATTER, row["notation"], row["term"], (row["term"],), row["name_en"]
            )
            for row in csv.DictReader(file)
        }


@cache
def by_name(scheme: str) -> Mapping[str, Listed]:
    """The concepts of a scheme by each of their names."""
    return {name: each for each in load_listed(scheme).values() for name in each.names}


def find_listed(scheme: str, name: str) -> Listed | None:
    """The concept that bears the name in its scheme.

    >>> find_listed("function", "工信").notation
    'gongye-he-xinxihua'
    """
    return by_name(scheme).get(name)


def listed_graph(scheme: str) -> Graph:
    """A scheme as SKOS. Roles are actors as well, so that a measure can point to them."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    _describe_scheme(graph, scheme, _LABELS[scheme])
    for each in load_listed(scheme).values():
        _describe(graph, each)
    for head in load_heads().values() if scheme == MATTER else ():
        if head.notation not in load_listed(scheme):
            _describe(graph, head)
    return graph


def open_schemes_graph() -> Graph:
    """The schemes whose concepts documents describe."""
    graph = Graph()
    for scheme, labels in _OPEN.items():
        _describe_scheme(graph, scheme, labels)
    return graph


def _describe_scheme(graph: Graph, scheme: str, labels: _Labels) -> None:
    node = URIRef(mint_scheme(scheme))
    graph.add((node, RDF.type, SKOS.ConceptScheme))
    for predicate, pair in zip((SKOS.prefLabel, SKOS.definition), labels, strict=True):
        for text, language in zip(pair, ("zh", "en"), strict=True):
            graph.add((node, predicate, Literal(text, language)))


def _describe(graph: Graph, each: Listed) -> None:
    concept, scheme = URIRef(each.iri), URIRef(mint_scheme(each.scheme))
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.notation, Literal(each.notation)))
    graph.add((concept, SKOS.prefLabel, Literal(each.term, "zh")))
    graph.add((concept, SKOS.prefLabel, Literal(each.name_en, "en")))
    for name in each.names[1:]:
        graph.add((concept, SKOS.altLabel, Literal(name, "zh")))
    if each.broader is None:
        graph.add((concept, SKOS.topConceptOf, scheme))
    else:
        graph.add((concept, SKOS.broader, URIRef(mint_concept(each.scheme, each.broader))))
    if each.scheme == ACTOR:
        _describe_role(graph, concept, each)


def _describe_role(graph: Graph, concept: URIRef, each: Listed) -> None:
    graph.add((concept, RDF.type, URIRef(f"{DEF}Actor")))
    graph.add((concept, URIRef(f"{DEF}actorKind"), URIRef(mint_concept("actor-kind", "role"))))
    for text, language in ((each.term, "zh"), (each.name_en, "en")):
        graph.add((concept, URIRef(f"{RDFS}label"), Literal(text, language)))
    if each.broader is not None:
        above = URIRef(mint_concept(each.scheme, each.broader))
        graph.add((concept, URIRef(f"{DEF}includedIn"), above))
