"""Never silent: whatever fails, in whatever format, by whatever method, the status says so and nothing of a result is sent."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from endpoint.app import create_app
from endpoint.engine.interface import FailureKind, Query, QueryFailure
from endpoint.protocol.request import DIRECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from endpoint.config import Settings

SELECT = "SELECT * { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
STATUSES = {
    FailureKind.SYNTAX: 400,
    FailureKind.EVALUATION: 400,
    FailureKind.DEPTH: 400,
    FailureKind.SIZE: 413,
    FailureKind.TIME: 503,
    FailureKind.MEMORY: 503,
    FailureKind.BUSY: 503,
    FailureKind.STOPPED: 503,
}
SOLUTIONS = ("json", "xml", "csv", "tsv", "html")
GRAPHS = ("turtle", "nt", "jsonld", "rdfxml", "html")


class FailingEngine:
    """Fails as a test wants it."""

    kind = FailureKind.STOPPED

    def run(self, query: Query, *_: object) -> Any:
        raise QueryFailure(self.kind)

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module")
def failing(settings: Settings) -> Flask:
    return create_app(settings, lambda _: FailingEngine())


def ask(client: FlaskClient, method: str, query: str, form: str) -> TestResponse:
    if method == "GET":
        return client.get("/sparql", query_string={"query": query, "format": form})
    if method == "form":
        return client.post("/sparql", data={"query": query, "format": form})
    return client.post(f"/sparql?format={form}", data=query, content_type=DIRECT)


def test_every_failure_has_a_status() -> None:
    assert set(STATUSES) <= set(FailureKind)


@pytest.mark.parametrize("method", ["GET", "form", "direct"])
@pytest.mark.parametrize(
    ("query", "form"),
    [(SELECT, each) for each in SOLUTIONS] + [(CONSTRUCT, each) for each in GRAPHS],
)
@pytest.mark.parametrize("kind", STATUSES)
def test_failure(failing: Flask, kind: FailureKind, query: str, form: str, method: str) -> None:
    FailingEngine.kind = kind

    answer = ask(failing.test_client(), method, query, form)

    assert answer.status_code == STATUSES[kind]
    assert answer.get_json()["error"]["status"] == STATUSES[kind]
    assert ("Retry-After" in answer.headers) == (kind in {FailureKind.BUSY, FailureKind.STOPPED})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("kind", STATUSES)
@pytest.mark.parametrize("address", ["/graphs?default", "/graphs?graph=urn:a:b", "/doc/eli/a", "/"])
def test_other_addresses_fail_as_loudly(failing: Flask, kind: FailureKind, address: str) -> None:
    FailingEngine.kind = kind

    answer = failing.test_client().get(address, headers={"Accept": "text/html, text/turtle;q=0.1"})

    assert answer.status_code == STATUSES[kind]
    assert answer.mimetype == "text/html"


@pytest.fixture(scope="module")
def strict(release: Path, settings: Settings) -> Iterator[Flask]:
    """An application whose limits are met at once."""
    made = create_app(
        replace(settings, release=release, query_seconds=1, query_megabytes=64, result_megabytes=1)
    )
    yield made
    made.extensions["fagui.releases"].current().engine.close()


PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
REAL = [
    ("SELECT * { " + PRODUCT + " } LIMIT 20000", 413, "Result is too large"),
    ("SELECT (COUNT(*) AS ?n) { " + PRODUCT + " . ?m ?n2 ?o }", 503, "Query took too long"),
    (
        'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g)); separator="") AS ?x) '
        "{ " + PRODUCT + " }",
        503,
        "Query needed too much memory",
    ),
    ("CONSTRUCT { [] ?b ?c } { " + PRODUCT + " } LIMIT 20000", 413, "Result is too large"),
]


@pytest.mark.parametrize("method", ["GET", "direct"])
@pytest.mark.parametrize(
    ("query", "status", "title"), REAL, ids=["rows", "time", "memory", "triples"]
)
def test_real_limits(strict: Flask, method: str, query: str, status: int, title: str) -> None:
    answer = ask(strict.test_client(), method, query, "")

    found = answer.get_json()["error"]
    if title == "Query needed too much memory":  # a slow machine meets the time limit first
        assert found["title"] in {title, "Query took too long"}
    else:
        assert found["title"] == title
    assert answer.status_code == status


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_result_beyond_the_limit_is_an_error_in_every_format(strict: Flask, name: str) -> None:
    answer = ask(strict.test_client(), "GET", REAL[0][0], name)

    assert (answer.status_code, answer.get_json()["error"]["status"]) == (413, 413)


HOSTILE = "\"><script>alert(1)</script>&'\u202e\r\nSet-Cookie: a=b\x00"


@pytest.mark.parametrize("accept", ["application/json", "text/plain", "text/html", "text/turtle"])
@pytest.mark.parametrize(
    ("address", "parameters"),
    [
        ("/sparql", {"query": f"ASK {{ {HOSTILE}"}),
        ("/sparql", {"query": f"ASK {{ ?s {HOSTILE}:p ?o }}"}),
        ("/sparql", {"query": f"SELECT ({HOSTILE} AS ?x) {{}}"}),
        ("/sparql", {"query": "ASK {}", "format": HOSTILE}),
        ("/sparql", {"query": "ASK {}", "at": HOSTILE}),
        ("/sparql", {"query": "ASK {}", "default-graph-uri": f"urn:{HOSTILE}"}),
        ("/graphs", {"graph": f"urn:{HOSTILE}"}),
        ("/graphs", {"graph": "urn:a:<script>"}),
        (f"/graphs/{HOSTILE}", {}),
        (f"/timemap/{HOSTILE}", {}),
        (f"/doc/{HOSTILE}", {}),
        (f"/{HOSTILE}", {}),
    ],
)
def test_no_error_lets_anything_through(
    client: FlaskClient, accept: str, address: str, parameters: dict[str, str]
) -> None:
    answer = client.get(address, query_string=parameters, headers={"Accept": accept})

    assert 400 <= answer.status_code < 500
    assert "Set-Cookie" not in answer.headers
    assert not any("\n" in value or "\r" in value for value in answer.headers.values())
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    body = answer.get_data(as_text=True)
    if accept == "text/html":
        assert answer.mimetype == "text/html"
        assert "<script" not in body
    elif accept == "text/plain":
        assert answer.mimetype == "text/plain"
    else:
        assert answer.mimetype == "application/json"
        assert set(json.loads(body)["error"]) == {
            *("status", "title", "detail", "remedy", "line", "column")
        }


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT ?x\nWHER { ?x ?y ?z }", 2, 1),
        ("SELECT * {\n  ?s ?p\n}", 3, 1),
        ("SELECT ?x\nWHERE { ?x ?y ?z\n\n  FILTER(?x = ) }", 4, 15),
        ("SELECT * {\n  ?s a\n\n\n\n\n  }", 7, 3),
        ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29),
        ("SELECT * { BIND(<<( <a:b> <a:b> 1 )>> AS ?x)\nFILTER(?x <= 3 && ?x != 4) ?s ?p }", 2, 34),
        ("ASK { ?法 ?p 第六条 }", 1, 13),
        ("ASK {}\r\n\r\nSERVICE", 3, 1),
        ("# 注释\nINSERT DATA {}", 2, 1),
        ("\n\n  ASK { SERVICE <urn:a:b> {} }", 3, 9),
    ],
)
def test_errors_name_line_and_column(
    client: FlaskClient, query: str, line: int, column: int
) -> None:
    answer = client.post("/sparql", data=query.encode(), content_type=DIRECT)
    page = client.get(
        "/sparql", query_string={"query": query}, headers={"Accept": "text/plain, text/csv;q=0.1"}
    )

    found = answer.get_json()["error"]
    assert (answer.status_code, found["line"], found["column"]) == (400, line, column)
    assert f"Line {line}, column {column}. " in page.get_data(as_text=True)


def test_a_query_too_long_for_an_address_is_414_and_for_a_body_413(client: FlaskClient) -> None:
    query = "ASK {} #" + "x" * 100_000

    assert client.get("/sparql", query_string={"query": query}).status_code == 414
    assert client.post("/sparql", data={"query": query}).status_code == 413
    assert client.post("/sparql", data=query, content_type=DIRECT).status_code == 413


def test_the_error_in_the_documentation_is_the_one_that_is_sent(client: FlaskClient) -> None:
    readme = (
        Path(create_app.__code__.co_filename).with_name("README.md").read_text(encoding="utf-8")
    )
    shown = readme.partition("```json\n")[2].partition("```")[0]

    sent = client.get("/sparql", query_string={"query": "SELECT ?x {} ORDER ?x"}).get_json()
    assert json.loads(shown) == sent


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/id/eli/cn-sx",
        "/doc/eli/cn-sx",
        "/concept/modality",
        "/def",
        "/graphs?default",
        "/sitemap.xml",
        "/sitemaps/laws.xml",
        "/timemap/eli/cn-sx",
        "/reconcile?queries=%7B%22q0%22%3A%7B%22query%22%3A%22a%22%7D%7D",
    ],
)
def test_pages_and_documents_say_that_their_own_queries_took_too_long(
    failing: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(FailingEngine, "kind", FailureKind.TIME)
    html = failing.test_client().get(address, headers={"Accept": "text/html, */*;q=0.1"})

    assert html.status_code == 503
    assert "stopped at the limit of 5 seconds; it has no result" in html.text
