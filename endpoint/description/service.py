"""The SPARQL service description, and the limits that this server publishes.

Takes: the address of the endpoint, the names of its graphs, its settings. Gives: triples (W3C SPARQL 1.1 Service
Description, https://www.w3.org/TR/sparql11-service-description/) and `Limit`s.

A limit is a schema:PropertyValue with a unit code of UN/CEFACT Recommendation 20: no vocabulary of services has limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from endpoint.sparql.guard import MAX_NESTING, MAX_OPERATORS, MAX_PATTERNS
from ontology.namespaces import DCTERMS, ENTAILMENT, FORMATS, PREFIXES, RDF, RDFS, SCHEMA, SD, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from endpoint.config import Settings

_LANGUAGES: Final = ("SPARQL10Query", "SPARQL11Query")
_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
"""Serialisations of results by their names at http://www.w3.org/ns/formats/."""
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of this server: its name, value, UN/CEFACT unit (C62: one) and what it bounds."""

    name: str
    value: int
    unit: str
    zh: str
    en: str


def list_limits(settings: Settings) -> tuple[Limit, ...]:
    """Every limit that a query can meet."""
    return (
        Limit("query_seconds", settings.query_seconds, "SEC", "查询的运行秒数", "seconds that a query may run"),
        Limit("query_megabytes", settings.query_megabytes, "4L", "查询可用的内存（MB）", "megabytes of memory that a query may take"),
        Limit("query_kilobytes", settings.query_kilobytes, "2P", "查询文本的长度（kB）", "kilobytes of text that a query may have"),
        Limit("query_nesting", MAX_NESTING, "C62", "查询中同时打开的括号数", "brackets that may be open in a query"),
        Limit("query_patterns", MAX_PATTERNS, "C62", "查询中的三元组模式数", "triple patterns that a query may have"),
        Limit("query_operators", MAX_OPERATORS, "C62", "查询中的运算符数", "operators that a query may have"),
        Limit("result_megabytes", settings.result_megabytes, "4L", "结果的大小（MB）", "megabytes that a result may have"),
        Limit("queries", settings.queries, "C62", "同时运行的查询数", "queries that run at the same time"),
        Limit("waiting_queries", settings.waiting_queries, "C62", "等待运行的查询数", "queries that may wait for their turn"),
        Limit("client_queries", settings.client_queries, "C62", "同一用户同时运行或等待的查询数", "queries of one client that may run or wait"),
        Limit("slow_queries", settings.slow_queries, "C62", "另外运行的慢查询数", "queries that may take more than a moment, beside those that run"),
    )  # fmt: skip


def _integer(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(f"{XSD}integer"))


def _describe_limit(node: str, limit: Limit) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    yield node, f"{RDF}type", NamedNode(f"{SCHEMA}PropertyValue")
    yield node, f"{SCHEMA}propertyID", Literal(limit.name)
    yield node, f"{SCHEMA}name", Literal(limit.zh, language="zh")
    yield node, f"{SCHEMA}name", Literal(limit.en, language="en")
    yield node, f"{SCHEMA}maxValue", _integer(limit.value)
    yield node, f"{SCHEMA}unitCode", Literal(limit.unit)


def _describe_dataset(
    dataset: str, endpoint: str, graphs: Sequence[str]
) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    default = f"{endpoint}#default-graph"
    yield dataset, f"{RDF}type", NamedNode(f"{SD}Dataset")
    yield dataset, f"{RDF}type", NamedNode(f"{SD}GraphCollection")
    yield dataset, f"{SD}defaultGraph", NamedNode(default)
    yield default, f"{RDF}type", NamedNode(f"{SD}Graph")
    for number, graph in enumerate(graphs, start=1):
        node = f"{endpoint}#graph-{number}"
        yield dataset, f"{SD}namedGraph", NamedNode(node)
        yield node, f"{RDF}type", NamedNode(f"{SD}NamedGraph")
        yield node, f"{SD}name", NamedNode(graph)


def describe_service(
    endpoint: str, statistics: str, graphs: Sequence[str], limits: Iterable[Limit]
) -> list[Triple]:
    """The description of the service at `endpoint`; `statistics` is the address of its VoID file."""
    service, dataset = f"{endpoint}#service", f"{endpoint}#dataset"
    said: list[tuple[str, str, NamedNode | Literal]] = [
        (service, f"{RDF}type", NamedNode(f"{SD}Service")),
        (service, f"{SD}endpoint", NamedNode(endpoint)),
        (service, f"{SD}feature", NamedNode(f"{SD}UnionDefaultGraph")),
        (service, f"{SD}defaultEntailmentRegime", NamedNode(f"{ENTAILMENT}Simple")),
        (service, f"{SD}defaultDataset", NamedNode(dataset)),
        (service, f"{SD}availableGraphs", NamedNode(dataset)),
        (service, f"{DCTERMS}title", Literal("法规：SPARQL 查询服务", language="zh")),
        (service, f"{DCTERMS}title", Literal("Fagui: SPARQL endpoint", language="en")),
        (service, f"{DCTERMS}license", NamedNode(_LICENCE)),
        (service, f"{RDFS}seeAlso", NamedNode(statistics)),
        *((service, f"{SD}supportedLanguage", NamedNode(f"{SD}{each}")) for each in _LANGUAGES),
        *((service, f"{SD}resultFormat", NamedNode(f"{FORMATS}{each}")) for each in _FORMATS),
        *_describe_dataset(dataset, endpoint, graphs),
    ]
    for limit in limits:
        node = f"{endpoint}#limit-{limit.name}"
        said.append((service, f"{SCHEMA}additionalProperty", NamedNode(node)))
        said += _describe_limit(node, limit)
    return [Triple(NamedNode(subject), NamedNode(name), value) for subject, name, value in said]


def serialise(triples: Iterable[Triple], media: str) -> bytes:
    """The triples in the serialisation of a media type of RDF."""
    form = RdfFormat.from_media_type(media)
    if form is None or media in {"application/json", "application/xml"}:
        form = RdfFormat.JSON_LD if media == "application/json" else RdfFormat.RDF_XML
    prefixes = {**PREFIXES, "sd": SD, "formats": FORMATS}
    body = pyoxigraph.serialize(triples, format=form, prefixes=prefixes)
    return body or b""
