"""The HTTP tests of the W3C: SPARQL protocol, service description, graph store protocol; their reading half."""

from __future__ import annotations

import email
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from benchmarks.conformance.compare import match_items, parse_outcome
from benchmarks.conformance.requests import Exchange, Sent, read_exchanges
from benchmarks.conformance.runs import StoreReleases, make_app
from benchmarks.conformance.suite import list_entries, read_files, read_manifest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

HOST: Final = "http://www.example"
PROTOCOL = read_exchanges("sparql11/protocol")
GRAPH_STORE = [
    *read_exchanges("sparql11/graph-store-protocol", "manifest-indirect.ttl"),
    *read_exchanges("sparql11/graph-store-protocol", "manifest-direct.ttl"),
]
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


def local_name(exchange: Exchange) -> str:
    return exchange.iri.rpartition("#")[2]


@pytest.fixture
def endpoint() -> tuple[FlaskClient, StoreReleases]:
    app, releases = make_app()
    return app.test_client(), releases


def send(client: FlaskClient, sent: Sent, path: str) -> TestResponse:
    return client.open(
        path, base_url=HOST, method=sent.method, data=sent.body, headers=list(sent.headers)
    )


def test_the_manifests_have_what_they_had() -> None:
    assert (len(PROTOCOL), len(GRAPH_STORE)) == (34, 13)
    assert {sent.method for each in PROTOCOL for sent in each.requests} == {"GET", "POST", "PUT"}
    assert list_entries(read_manifest("sparql11/service-description")) != []


@pytest.mark.parametrize("exchange", PROTOCOL, ids=local_name)
def test_protocol(endpoint: tuple[FlaskClient, StoreReleases], exchange: Exchange) -> None:
    """Queries as the test says; an update, which the test may want to succeed, is refused."""
    client, releases = endpoint
    store = Store()
    for name, address in exchange.graphs:
        store.load(read_files()[address], RdfFormat.N_TRIPLES, to_graph=NamedNode(name))
    releases.open(store)
    for sent in exchange.requests:
        answer = send(client, sent, sent.path)
        if local_name(exchange).startswith(("update", "bad_update")) and b"ASK" not in sent.body:
            assert answer.status_code in {400, 415}
            assert json.loads(answer.data)["error"]["status"] == answer.status_code
            return
        assert answer.status_code in sent.statuses
        if sent.boolean:
            assert answer.get_json(force=True)["boolean"] is (sent.boolean == "true")
        if sent.format:
            assert answer.mimetype in FORMATS[sent.format]


def parts_of(sent: Sent) -> list[bytes]:
    """The graphs that a request to write brings."""
    media = dict(sent.headers).get("content-type", "")
    if not media.startswith("multipart"):
        return [sent.body]
    message = email.message_from_bytes(f"Content-Type: {media}\n\n".encode() + sent.body)
    payloads = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return [each for each in payloads if isinstance(each, bytes)]


def graph_of(path: str) -> str:
    """The name of the graph that a request is about; empty: the default graph."""
    query = dict(parse_qsl(urlsplit(path).query, keep_blank_values=True))
    if "default" in query:
        return ""
    return query.get("graph") or f"{HOST}{path}"


class GraphStore:
    """What a server that can write would hold after the requests so far."""

    def __init__(self) -> None:
        self._graphs: dict[str, list[pyoxigraph.Triple]] = defaultdict(list)

    def write(self, sent: Sent, graph: str) -> None:
        if sent.method in {"PUT", "DELETE"}:
            self._graphs.pop(graph, None)
        if sent.method in {"PUT", "POST"}:
            for body in parts_of(sent):
                parsed = pyoxigraph.parse(body, RdfFormat.TURTLE, base_iri=graph or HOST)
                self._graphs[graph] += [each.triple for each in parsed]

    def to_store(self) -> Store:
        store = Store()
        for name, triples in self._graphs.items():
            graph = NamedNode(name) if name else DefaultGraph()
            store.extend(Quad(*each, graph) for each in triples)
        return store


@pytest.mark.parametrize("exchange", GRAPH_STORE, ids=local_name)
def test_graph_store(endpoint: tuple[FlaskClient, StoreReleases], exchange: Exchange) -> None:
    """Reading as the test says, of the state that its writes would have left; writing is refused."""
    client, releases = endpoint
    state = GraphStore()
    for sent in exchange.requests:
        path = sent.path.replace("/gsp", "/graphs", 1)
        if "$LOCATION$" in path:
            return  # what a POST would have created
        if sent.method not in {"GET", "HEAD"}:
            refused = send(client, sent, path)
            assert refused.status_code == 405
            assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
            state.write(sent, graph_of(path))
            continue
        releases.open(state.to_store())
        answer = send(client, sent, path)
        assert answer.status_code in sent.statuses
        assert (answer.data == b"") == (sent.method == "HEAD")
        if sent.response:
            assert answer.headers["Content-Type"] == "text/turtle; charset=utf-8"
            found, expected = (
                [(each.subject, each.predicate, each.object) for each in graph]
                for graph in (
                    parse_outcome(answer.data, "ttl"),
                    parse_outcome(sent.response.encode(), "ttl"),
                )
            )
            assert match_items(found, expected)


SD: Final = "http://www.w3.org/ns/sparql-service-description#"
RDF_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
MEDIA = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")


@pytest.fixture(params=MEDIA)
def description(
    endpoint: tuple[FlaskClient, StoreReleases], request: pytest.FixtureRequest
) -> Store:
    client, releases = endpoint
    store = Store()
    thing, graph = NamedNode("http://a.example/t"), NamedNode("http://a.example/图/𠀀")
    store.add(Quad(thing, thing, thing, graph))
    releases.open(store)
    answer = client.get("/sparql", base_url=HOST, headers={"Accept": request.param})
    assert (answer.status_code, answer.mimetype) == (200, request.param)
    found = Store()
    found.load(answer.data, RdfFormat.from_media_type(request.param))
    return found


def said(store: Store, subject: NamedNode | None, name: str) -> list[object]:
    return [each.object for each in store.quads_for_pattern(subject, NamedNode(SD + name), None)]


def test_service_description_returns_rdf(description: Store) -> None:
    assert len(description) > 50


def test_service_description_has_the_endpoint(description: Store) -> None:
    assert said(description, None, "endpoint") == [NamedNode(f"{HOST}/sparql")]


def test_service_description_conforms_to_the_schema(description: Store) -> None:
    """Every term of the vocabulary exists, and every subject and object has the class that it states."""
    schema = Store()
    schema.load((Path(__file__).parents[2] / "data" / "sd.nq").read_bytes(), RdfFormat.N_QUADS)

    def stated(term: NamedNode, name: str) -> set[object]:
        rdfs = NamedNode(f"http://www.w3.org/2000/01/rdf-schema#{name}")
        return {each.object for each in schema.quads_for_pattern(term, rdfs, None)}

    def classes(thing: object) -> set[object]:
        own = {
            each.object
            for source in (description, schema)
            for each in source.quads_for_pattern(thing, RDF_TYPE, None)
        }
        return own | {above for each in own for above in stated(each, "subClassOf")}

    used = [each for each in description if each.predicate.value.startswith(SD)]
    assert {each.predicate.value.removeprefix(SD) for each in used} == {
        *("endpoint", "feature", "defaultEntailmentRegime", "defaultDataset", "availableGraphs"),
        *("supportedLanguage", "resultFormat", "defaultGraph", "namedGraph", "name"),
    }
    outside = {
        f"{SD}{name}" for name in ("endpoint", "name", "resultFormat", "defaultEntailmentRegime")
    }
    for each in used:
        assert stated(each.predicate, "domain") <= classes(each.subject) | {None}, each
        if each.predicate.value not in outside:
            assert stated(each.predicate, "range") <= classes(each.object), each


def test_service_description_names_graphs_languages_and_features(description: Store) -> None:
    assert said(description, None, "name") == [NamedNode("http://a.example/图/𠀀")]
    assert said(description, None, "feature") == [NamedNode(f"{SD}UnionDefaultGraph")]
    assert NamedNode(f"{SD}SPARQL11Query") in said(description, None, "supportedLanguage")
    assert {each.value.rpartition("/")[2] for each in said(description, None, "resultFormat")} == {
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
    }
