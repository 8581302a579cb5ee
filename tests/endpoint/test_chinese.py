"""Chinese IRIs and literals come through every format unharmed: 《》, CJK Extension B, right-to-left, quotation marks."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    parse,
    parse_query_results,
)

from endpoint.app import create_app
from endpoint.config import Settings
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from tests.endpoint.conftest import Publish

GRAPH = f"{BASE}id/图/《条例》"
SUBJECT = f"{BASE}id/eli/山西省/《促进条例》/𠀀𪚥/第六条"
PREDICATE = f"{BASE}def#标题"
TEXTS = (
    "《山西省促进条例》",
    "𠀀𠮷𪚥𫝆",  # CJK Extensions B and D, beyond the first 65,536 code points
    "“引号”、\"引号\"、'引号'，\\反斜杠\\",
    "第一行\n第二行\r\n第三行\t制表",
    "<b>&amp;</b>]]>",
    "〇㈠①，。；：？！（）【】",
    "é e\u0301 ﹝﹞ 豈 豈",  # composed, decomposed, compatibility ideographs
    "👨‍👩‍👧‍👦 עברית",
    "",
)
SELECT = f"SELECT ?s ?o {{ GRAPH <{GRAPH}> {{ ?s <{PREDICATE}> ?o }} }}"
CONSTRUCT = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}"
LITERALS = {Literal(each, language="zh-Hans") for each in TEXTS}


@pytest.fixture(scope="module")
def chinese(tmp_path_factory: pytest.TempPathFactory, publish: Publish) -> Iterator[FlaskClient]:
    directory = tmp_path_factory.mktemp("chinese")
    literals = [Literal(each, language="zh-Hans") for each in TEXTS]
    turtle = "".join(f"<{SUBJECT}> <{PREDICATE}> {each} .\n" for each in literals)
    publish(directory, "00000000000000c1", {GRAPH: turtle})
    app = create_app(Settings(release=directory, query_seconds=5))
    yield app.test_client()
    app.extensions["fagui.releases"].current().engine.close()


def ask(client: FlaskClient, query: str, form: str, method: str) -> bytes:
    if method == "GET":
        answer = client.get("/sparql", query_string={"query": query, "format": form})
    elif method == "form":
        answer = client.post("/sparql", data={"query": query, "format": form})
    else:
        answer = client.post(
            f"/sparql?format={form}", data=query.encode(), content_type="application/sparql-query"
        )
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize("method", ["GET", "form", "direct"])
@pytest.mark.parametrize(
    ("form", "parser"),
    [
        ("json", QueryResultsFormat.JSON),
        ("xml", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ],
)
def test_solutions(
    chinese: FlaskClient, form: str, parser: QueryResultsFormat, method: str
) -> None:
    body = ask(chinese, SELECT, form, method)

    rows = list(parse_query_results(body, parser))
    assert {row["s"] for row in rows} == {NamedNode(SUBJECT)}
    assert {row["o"] for row in rows} == LITERALS
    assert "《山西省促进条例》" in body.decode()  # as it is, not escaped
    assert "𠮷" in body.decode()


def test_solutions_by_other_parsers(chinese: FlaskClient) -> None:
    told = json.loads(ask(chinese, SELECT, "json", "GET"))["results"]["bindings"]
    tree = etree.fromstring(ask(chinese, SELECT, "xml", "GET"))
    table = ask(chinese, SELECT, "csv", "GET").decode()
    header, *rows = csv.reader(io.StringIO(table, newline=""))

    assert {row["o"]["value"] for row in told} == set(TEXTS)
    assert header == ["s", "o"]
    assert {tuple(row) for row in rows} == {(SUBJECT, text) for text in TEXTS}
    literals = tree.iter("{http://www.w3.org/2005/sparql-results#}literal")
    # XML reads a carriage return that is not escaped as a line feed.
    assert {(each.text or "").replace("\r\n", "\n") for each in literals} == {
        each.replace("\r\n", "\n") for each in TEXTS
    }


@pytest.mark.parametrize("method", ["GET", "form", "direct"])
@pytest.mark.parametrize(
    ("form", "parser"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdfxml", RdfFormat.RDF_XML),
    ],
)
def test_graphs(chinese: FlaskClient, form: str, parser: RdfFormat, method: str) -> None:
    body = ask(chinese, CONSTRUCT, form, method)

    found = list(parse(body, parser))
    assert {each.subject for each in found} == {NamedNode(SUBJECT)}
    assert {each.predicate for each in found} == {NamedNode(PREDICATE)}
    assert {each.object for each in found} == LITERALS
    assert "《山西省促进条例》" in body.decode()


@pytest.mark.parametrize(
    ("media", "parser"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-quads", RdfFormat.N_QUADS),
        ("application/trig", RdfFormat.TRIG),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_a_graph_with_a_chinese_name(chinese: FlaskClient, media: str, parser: RdfFormat) -> None:
    answer = chinese.get("/graphs", query_string={"graph": GRAPH}, headers={"Accept": media})

    found = list(parse(answer.data, parser))
    assert (answer.status_code, len(found)) == (200, len(TEXTS))
    assert {each.object for each in found} == LITERALS
    if "quads" in media or "trig" in media:
        assert {each.graph_name for each in found} == {NamedNode(GRAPH)}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("method", ["GET", "form", "direct"])
def test_texts_in_queries(chinese: FlaskClient, text: str, method: str) -> None:
    query = (
        f"ASK {{ <{SUBJECT}> <{PREDICATE}> ?o FILTER(STR(?o) = {Literal(text)}) }}"  # as N-Triples
    )

    assert ask(chinese, query, "csv", method).strip() == b"true"


def test_chinese_names_of_variables_and_prefixes(chinese: FlaskClient) -> None:
    query = f"PREFIX 法: <{BASE}def#> SELECT ?标题 ?物 {{ ?物 法:标题 ?标题 }}"

    assert ask(chinese, query, "csv", "GET").decode().splitlines()[0] == "标题,物"


def test_the_engine_reads_no_name_beyond_the_basic_plane(chinese: FlaskClient) -> None:
    """SPARQL allows U+10000 to U+EFFFF in names; the engine's grammar ends at U+FFFD."""
    answer = chinese.get("/sparql", query_string={"query": "SELECT ?𠮷 { ?𠮷 ?p ?o }"})

    assert (answer.status_code, answer.get_json()["error"]["column"]) == (400, 8)


def test_graphs_of_the_protocol_may_be_chinese(chinese: FlaskClient) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        query = "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        answer = chinese.get("/sparql", query_string={"query": query, name: GRAPH, "format": "csv"})
        assert answer.data.strip() == b"true"
