from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from endpoint.protocol.graphstore import N_QUADS, OFFERS, TRIG, name_graph
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ONTOLOGY = f"{BASE}def"
SHANXI = f"{BASE}id/eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28"
PARSERS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    N_QUADS: RdfFormat.N_QUADS,
    TRIG: RdfFormat.TRIG,
}


def count(client: FlaskClient, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ {pattern} }} }}"
    answer = client.get("/sparql", query_string={"query": query, "format": "csv"})
    return int(answer.data.split()[1])


def test_every_offer_has_a_parser_here() -> None:
    assert set(OFFERS) == set(PARSERS)


@pytest.mark.parametrize("media", OFFERS)
def test_a_named_graph_in_every_media_type(client: FlaskClient, media: str) -> None:
    answer = client.get("/graphs", query_string={"graph": SHANXI}, headers={"Accept": media})

    found = set(parse(answer.data, PARSERS[media]))
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert len(found) == count(client, f"GRAPH <{SHANXI}> {{ ?s ?p ?o }}") > 20
    named = {each.graph_name for each in found} == {NamedNode(SHANXI)}
    assert named is (media in {N_QUADS, TRIG})


@pytest.mark.parametrize("media", OFFERS)
def test_the_default_graph_is_the_union(client: FlaskClient, media: str) -> None:
    answer = client.get("/graphs?default", headers={"Accept": media})

    found = {each.triple for each in parse(answer.data, PARSERS[media])}
    assert len(found) == count(client, "?s ?p ?o")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/graphs", 400),
        ("/graphs/", 400),
        ("/graphs?graph=", 400),
        ("/graphs?graph=relative", 400),
        ("/graphs?graph=urn:a:b&default", 400),
        ("/graphs?graph=urn:a:b&graph=urn:a:c", 400),
        ("/graphs?graph=urn:a:%3E%20b", 400),
        ("/graphs?graph=urn:a:%FF", 400),
        ("/graphs?default&format=parquet", 400),
        ("/graphs?graph=urn:a:b", 404),
        ("/graphs?graph=file:///etc/passwd", 404),
        ("/graphs/none", 404),
        ("/graphs/def%3E", 404),
    ],
)
def test_graphs_that_there_are_not(client: FlaskClient, address: str, status: int) -> None:
    for method in ("GET", "HEAD"):
        answer = client.open(address, method=method)
        assert answer.status_code == status
    assert client.get(address).get_json()["error"]["status"] == status


def test_direct_identification(client: FlaskClient) -> None:
    direct = client.get("/graphs/def", headers={"Accept": "application/n-triples"})
    indirect = client.get(
        "/graphs", query_string={"graph": ONTOLOGY}, headers={"Accept": "application/n-triples"}
    )

    assert direct.status_code == 200
    assert sorted(direct.data.splitlines()) == sorted(indirect.data.splitlines())


def test_media_types_and_validators(client: FlaskClient) -> None:
    address = f"/graphs?graph={ONTOLOGY}"
    first = client.get(address)
    tag = first.headers["ETag"]

    assert first.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"{address}&format=nt").mimetype == "application/n-triples"
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    other = client.get(address, headers={"If-None-Match": tag, "Accept": N_QUADS})
    assert other.status_code == 200
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["Vary"].split(", "))


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_names_of_graphs_are_put_into_pieces_of_any_size(size: int) -> None:
    triples = '<a:a> <a:b> "条 .\\n." .\n<a:a> <a:b> <a:c> .\n'.encode()
    pieces = [triples[at : at + size] for at in range(0, len(triples), size)]

    for media, parser in ((N_QUADS, RdfFormat.N_QUADS), (TRIG, RdfFormat.TRIG)):
        found = list(parse(b"".join(name_graph(pieces, "a:g", media)), parser))
        assert {each.graph_name for each in found} == {NamedNode("a:g")}
        assert [each.triple for each in found] == [
            each.triple for each in parse(triples, RdfFormat.N_TRIPLES)
        ]
