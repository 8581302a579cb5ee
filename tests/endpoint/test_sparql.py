from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from endpoint.views.sparql import SHOWN_ROWS, build_table
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SHANXI = f"{BASE}id/eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28"
SELECT = "SELECT ?s { ?s a <http://www.w3.org/2002/07/owl#Ontology> }"
ASK = "ASK {}"
CONSTRUCT = f"CONSTRUCT {{ ?s a ?o }} {{ GRAPH <{BASE}def> {{ ?s a ?o }} }}"
DESCRIBE = f"DESCRIBE <{SHANXI}>"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"


def error_of(client: FlaskClient, query: str, **headers: str) -> dict[str, Any]:
    answer = client.get("/sparql", query_string={"query": query}, headers=headers)
    told: dict[str, Any] = json.loads(answer.data)["error"]
    assert told["status"] == answer.status_code
    return told


@pytest.mark.parametrize(
    ("query", "accept", "expected", "start"),
    [
        (SELECT, None, "application/sparql-results+json", b'{"head"'),
        (SELECT, "*/*", "application/sparql-results+json", b'{"head"'),
        (SELECT, "application/json", "application/json", b'{"head"'),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml", b"<?xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8", b"s\r\n"),
        (
            SELECT,
            "text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
            b"?s\n<",
        ),
        (SELECT, "text/html,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8", b"<!D"),
        (ASK, "text/csv;q=0.2, application/xml;q=0.1", "text/csv; charset=utf-8", b"true"),
        (ASK, None, "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        (CONSTRUCT, None, "text/turtle; charset=utf-8", b"<"),
        (CONSTRUCT, "application/n-triples", "application/n-triples", b"<"),
        (CONSTRUCT, "application/ld+json", "application/ld+json", b"["),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml", b"<?xml"),
        (CONSTRUCT, "application/json", "application/json", b"["),
        (DESCRIBE, "text/turtle;q=0.5, application/n-triples", "application/n-triples", b"<"),
        (DESCRIBE, "text/html", "text/html; charset=utf-8", b"<!D"),
    ],
)
def test_result_has_the_media_type_that_is_accepted(
    client: FlaskClient, query: str, accept: str | None, expected: str, start: bytes
) -> None:
    answer = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": accept} if accept else {}
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, expected)
    assert answer.data.startswith(start)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        (SELECT, "json", "application/sparql-results+json"),
        (SELECT, "CSV", "text/csv; charset=utf-8"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "html", "text/html; charset=utf-8"),
        (SELECT, "", "application/sparql-results+json"),
        (CONSTRUCT, "ttl", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "jsonld", "application/ld+json"),
        (CONSTRUCT, "rdf", "application/rdf+xml"),
    ],
)
def test_format_goes_before_accept(
    client: FlaskClient, query: str, name: str, expected: str
) -> None:
    answer = client.get("/sparql", query_string={"query": query, "format": name})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, expected)


@pytest.mark.parametrize(
    ("query", "accept", "listed"),
    [
        (SELECT, "text/turtle", "application/sparql-results+json, application/sparql-results+xml"),
        (CONSTRUCT, "text/csv", "text/turtle, application/n-triples, application/ld+json"),
    ],
)
def test_unacceptable_media_types_are_406_with_the_list(
    client: FlaskClient, query: str, accept: str, listed: str
) -> None:
    found = error_of(client, query, Accept=accept)

    assert found["status"] == 406
    assert listed in found["remedy"]


@pytest.mark.parametrize(
    ("path", "data", "media", "expected"),
    [
        ("/sparql", "query=ASK%20%7B%7D", FORM, 200),
        ("/sparql", "query=ASK%20%7B%7D", f"{FORM}; charset=UTF-8", 200),
        ("/sparql", ASK, DIRECT, 200),
        ("/sparql", ASK, f"{DIRECT}; charset=utf-8", 200),
        ("/sparql?default-graph-uri=http%3A%2F%2Fa%2F", ASK, DIRECT, 200),
        ("/sparql", "query=ASK%20%7B%7D&default-graph-uri=http%3A%2F%2Fa%2F", FORM, 200),
        ("/sparql", "", FORM, 400),
        ("/sparql", "query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
        ("/sparql?query=ASK%7B%7D", ASK, DIRECT, 400),
        ("/sparql?query=ASK%7B%7D", "query=ASK%7B%7D", FORM, 400),
        ("/sparql", "query=%FF", FORM, 400),
        ("/sparql", "query=中", FORM, 400),
        ("/sparql", b"ASK {} # \xff", DIRECT, 400),
        ("/sparql", ASK.encode("utf-16"), f"{DIRECT}; charset=utf-16", 400),
        ("/sparql", "&".join(["a=b"] * 2000), FORM, 400),
        ("/sparql", "query=ASK%7B%7D&default-graph-uri=relative", FORM, 400),
        ("/sparql", "query=ASK%7B%7D&named-graph-uri=http%3A%2F%2Fa%2F%3E", FORM, 400),
        ("/sparql", "query=ASK%7B%7D&format=parquet", FORM, 400),
        ("/sparql", ASK, None, 415),
        ("/sparql", ASK, "text/plain", 415),
        ("/sparql", ASK, "multipart/form-data; boundary=x", 415),
        ("/sparql", "{}", "application/json", 415),
        ("/sparql", "ASK {} #" + "x" * 100_000, DIRECT, 413),
        ("/sparql", "ASK {} #" + "x" * 2_000_000, DIRECT, 413),
        # Updates by the other half of the protocol.
        ("/sparql", "update=CLEAR%20ALL", FORM, 400),
        ("/sparql?update=CLEAR%20ALL", ASK, DIRECT, 400),
        ("/sparql", "CLEAR ALL", "application/sparql-update", 400),
        ("/sparql", "query=ASK%7B%7D&using-graph-uri=http%3A%2F%2Fa%2F", FORM, 400),
    ],
)
def test_post(
    client: FlaskClient, path: str, data: str | bytes, media: str | None, expected: int
) -> None:
    answer = client.post(path, data=data, content_type=media)

    assert answer.status_code == expected
    if expected == 200:
        assert answer.get_json(force=True)["boolean"] is True
    else:
        assert answer.get_json()["error"]["status"] == expected


@pytest.mark.parametrize(
    ("query", "status", "title"),
    [
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 400, "Updates are refused"),
        ("PREFIX a: <b:c> LOAD <file:///etc/passwd>", 400, "Updates are refused"),
        ("ASK { SERVICE <http://127.0.0.1/> {} }", 400, "Federated queries are refused"),
        ("ASK {", 400, "Query is not valid SPARQL"),
        ("", 400, "Query is not valid SPARQL"),
        ("SELECT (<a:b>(1) AS ?x) {}", 400, "Query cannot be evaluated"),
        ("ASK " + "{" * 99 + "}" * 99, 400, "Query is nested too deeply"),
    ],
)
def test_queries_that_are_refused(client: FlaskClient, query: str, status: int, title: str) -> None:
    found = error_of(client, query)

    assert (found["status"], found["title"]) == (status, title)
    assert set(found) == {"status", "title", "detail", "remedy", "line", "column"}
    assert found["detail"]
    assert found["remedy"]


def test_a_query_without_end_is_stopped_and_said_so(client: FlaskClient) -> None:
    found = error_of(
        client, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    )

    assert (found["status"], found["title"]) == (503, "Query took too long")
    assert "limit of 5 seconds" in found["detail"]


def test_from_is_a_graph_of_the_release_and_nothing_is_fetched(client: FlaskClient) -> None:
    query = "SELECT ?s FROM <file:///etc/passwd> FROM NAMED <http://127.0.0.1/> { ?s ?p ?o }"

    answer = client.get("/sparql", query_string={"query": query, "format": "csv"})

    assert (answer.status_code, answer.data) == (200, b"s\r\n")


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ([], b"true"),
        ([("default-graph-uri", f"{BASE}def")], b"true"),
        ([("default-graph-uri", SHANXI)], b"false"),
        ([("default-graph-uri", SHANXI), ("default-graph-uri", f"{BASE}def")], b"true"),
        ([("named-graph-uri", f"{BASE}def")], b"false"),
    ],
)
def test_dataset_of_the_protocol(
    client: FlaskClient, parameters: list[tuple[str, str]], expected: bytes
) -> None:
    query = ("query", "ASK { ?s a <http://www.w3.org/2002/07/owl#Ontology> }")

    answer = client.get("/sparql", query_string=[query, *parameters, ("format", "csv")])

    assert answer.data.strip() == expected


def test_missing_prefix_is_given_with_the_error(client: FlaskClient) -> None:
    found = error_of(client, "SELECT * {\n  ?s eli:number ?o }")

    assert (found["line"], found["column"]) == (2, 6)
    assert "PREFIX eli: <http://data.europa.eu/eli/ontology#>" in found["remedy"]


@pytest.mark.parametrize(
    ("accept", "media", "pattern"),
    [
        ("application/sparql-results+json", "application/json", r'\{"error": \{"status": 400'),
        (
            "text/plain, text/csv;q=0.1",
            "text/plain",
            r"400 Query is not valid SPARQL\nLine 1, column 1\. ",
        ),
        ("text/html", "text/html", r"<!DOCTYPE html>"),
    ],
)
def test_errors_have_the_media_type_that_is_accepted(
    client: FlaskClient, accept: str, media: str, pattern: str
) -> None:
    answer = client.get("/sparql?query=SEL", headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype) == (400, media)
    assert re.match(pattern, answer.get_data(as_text=True))


def test_without_query_a_browser_gets_the_form_and_a_program_the_description(
    client: FlaskClient,
) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    description = client.get("/sparql", headers={"Accept": "*/*"})

    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert (description.status_code, description.mimetype) == (200, "text/turtle")


@pytest.mark.parametrize("query", ["?default-graph-uri=http%3A%2F%2Fa%2F", "?named-graph-uri=a:b"])
def test_a_dataset_without_a_query_is_an_error(client: FlaskClient, query: str) -> None:
    error = client.get(f"/sparql{query}")

    assert (error.status_code, error.get_json()["error"]["title"]) == (400, "Query is missing")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_405(client: FlaskClient, method: str) -> None:
    answer = client.open("/sparql?query=ASK{}", method=method)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert answer.get_json()["error"]["status"] == 405


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    get = client.get("/sparql?query=ASK{}")
    head = client.head("/sparql?query=ASK{}")

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers == get.headers


def test_preflight_and_cors(client: FlaskClient) -> None:
    preflight = client.options(
        "/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    )
    get = client.get("/sparql?query=ASK{}", headers={"Origin": "https://a.example"})
    error = client.get("/sparql?query=", headers={"Origin": "https://a.example"})

    assert preflight.status_code == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    origins = [each.headers["Access-Control-Allow-Origin"] for each in (preflight, get, error)]
    assert origins == ["*", "*", "*"]
    assert "ETag" in get.headers["Access-Control-Expose-Headers"]


def test_unchanged_results_are_304(client: FlaskClient) -> None:
    first = client.get("/sparql", query_string={"query": SELECT})
    tag = first.headers["ETag"]

    def status(query: str, **headers: str) -> int:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = client.get("/sparql", query_string={"query": query}, headers=headers)
        return answer.status_code

    assert status(SELECT, If_None_Match=tag) == 304
    assert status(SELECT, If_None_Match='"other"') == 200
    assert status(SELECT, If_None_Match=tag, Accept="text/csv") == 200
    assert status(f"{SELECT} LIMIT 1", If_None_Match=tag) == 200
    # A star would match what has never been asked.
    assert status("ASK {", If_None_Match="*") == 400


def test_a_result_that_changes_by_itself_has_no_validator(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT (NOW() AS ?now) {}"})

    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


def test_chinese_comes_through_in_every_format(client: FlaskClient) -> None:
    for name, times in (("json", 3), ("xml", 3), ("csv", 2), ("tsv", 2)):
        query = 'SELECT ("第六条" AS ?条) {}'
        answer = client.get("/sparql", query_string={"query": query, "format": name})
        assert answer.get_data(as_text=True).count("条") == times, name


def test_a_table_that_is_cut_says_how_long_it_is() -> None:
    rows = [{"x": {"type": "uri", "value": f"{BASE}def"}}] * (SHOWN_ROWS + 1)

    found = build_table({"head": {"vars": ["x", "y"]}, "results": {"bindings": rows}})

    assert (len(found.rows), found.count) == (SHOWN_ROWS, SHOWN_ROWS + 1)
    assert found.rows[0][1] is None
