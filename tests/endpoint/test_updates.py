"""An update is refused in every disguise, and nothing is changed by any of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
INSERT = "INSERT DATA { <urn:x-test:s> <urn:x-test:p> <urn:x-test:o> }"
PROBE = "ASK { <urn:x-test:s> ?p ?o }"

# As the text of a query, by whatever way queries come.
TEXTS = {
    "insert data": INSERT,
    "lower case": INSERT.lower(),
    "mixed case": INSERT.replace("INSERT", "iNsErT"),
    "delete data": "DELETE DATA { <urn:x-test:s> ?p ?o }",
    "delete where": "DELETE WHERE { ?s ?p ?o }",
    "delete insert": "DELETE { ?s ?p ?o } INSERT { <urn:x-test:s> ?p ?o } WHERE { ?s ?p ?o }",
    "insert where": "INSERT { <urn:x-test:s> ?p ?o } WHERE { ?s ?p ?o }",
    "with": "WITH <urn:x-test:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "load": "LOAD <file:///etc/passwd>",
    "load silent into": "LOAD SILENT <http://127.0.0.1/> INTO GRAPH <urn:x-test:g>",
    "clear": "CLEAR ALL",
    "clear silent": "CLEAR SILENT DEFAULT",
    "drop": "DROP GRAPH <urn:x-test:g>",
    "create": "CREATE GRAPH <urn:x-test:g>",
    "copy": "COPY DEFAULT TO <urn:x-test:g>",
    "move": "MOVE <urn:x-test:g> TO DEFAULT",
    "add": "ADD DEFAULT TO <urn:x-test:g>",
    "leading spaces": f" \t\r\n\n {INSERT}",
    "comment before": f"# SELECT * {{ ?s ?p ?o }}\n{INSERT}",
    "comment with carriage return": f"# ASK {{}}\r{INSERT}",
    "comments before, no space": f"#\n#{{}}\n{INSERT}",
    "prefix before": f"PREFIX a: <urn:a:> {INSERT}",
    "prefix named like a query": f"PREFIX SELECT: <urn:a:> {INSERT}",
    "empty prefix": f"PREFIX : <urn:a:>\n{INSERT}",
    "base before": f"BASE <urn:a:> {INSERT}",
    "base and prefix before": f"BASE <urn:a:>\nPREFIX a: <b>\n# c\nPREFIX d: <e>\n{INSERT}",
    "version before": f'VERSION "1.2" {INSERT}',
    "iri that reads like a query": f"PREFIX a: <urn:SELECT*{{}}> {INSERT}",
    "after a query": f"ASK {{}} ; {INSERT}",
    "after a query without a sign": f"ASK {{}} {INSERT}",
    "two updates": f"{INSERT} ; {INSERT}",
    "inside a group": f"SELECT * {{ {INSERT} }}",
    "inside a subselect": f"SELECT * {{ {{ {INSERT} }} }}",
    "escaped letter": INSERT.replace("I", "\\u0049", 1),
    "escaped word": INSERT.replace("INSERT", "".join(f"\\u{ord(each):04X}" for each in "INSERT")),
    "long escape": INSERT.replace("I", "\\U00000049", 1),
    "escaped space": INSERT.replace(" ", "\\u0020", 1),
    "percent-encoded twice": quote(INSERT),
    "full-width": INSERT.replace("INSERT", "ＩＮＳＥＲＴ"),
    "dotless i": INSERT.replace("INSERT", "ınsert"),
    "zero-width space": f"\u200b{INSERT}",
    "zero-width space inside": INSERT.replace("INS", "INS\u200b"),
    "byte order mark": f"\ufeff{INSERT}",
    "no-break space": f"\u00a0{INSERT}",
    "null before": f"\x00{INSERT}",
    "form feed before": f"\f{INSERT}",
    "only a prologue": "PREFIX a: <urn:a:>",
    "explain": f"EXPLAIN {INSERT}",
    "describe, then update": f"DESCRIBE <urn:a:b> ; {INSERT}",
}


@pytest.fixture(autouse=True)
def _nothing_changed(client: FlaskClient) -> Iterator[None]:
    yield
    answer = client.get("/sparql", query_string={"query": PROBE, "format": "csv"})
    assert answer.data.strip() == b"false"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_update_in_the_place_of_a_query(client: FlaskClient, way: str, text: str) -> None:
    if way == "get":
        answer = client.get("/sparql", query_string={"query": text})
    elif way == "form":
        answer = client.post("/sparql", data={"query": text})
    else:
        answer = client.post("/sparql", data=text.encode(), content_type=QUERY)

    assert answer.status_code == 400
    assert answer.get_json()["error"]["status"] == 400


MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="update"\r\n\r\n' + INSERT.encode() + b"\r\n--x--"
)


@pytest.mark.parametrize(
    ("method", "address", "media", "body", "expected"),
    [
        ("GET", f"/sparql?update={quote(INSERT)}", None, b"", 400),
        ("GET", f"/sparql?query={quote(PROBE)}&update={quote(INSERT)}", None, b"", 400),
        ("GET", "/sparql?update=", None, b"", 400),
        ("GET", f"/sparql?query={quote(PROBE)}&using-graph-uri=urn:a:b", None, b"", 400),
        ("HEAD", f"/sparql?update={quote(INSERT)}", None, b"", 400),
        ("GET", "/sparql", UPDATE, INSERT.encode(), 200),  # a body of GET means nothing: the page
        ("POST", "/sparql", FORM, f"update={quote(INSERT)}".encode(), 400),
        ("POST", "/sparql", FORM, f"query={quote(PROBE)}&update={quote(INSERT)}".encode(), 400),
        ("POST", "/sparql", FORM, f"%75pdate={quote(INSERT)}".encode(), 400),
        ("POST", "/sparql", FORM, f"UPDATE={quote(INSERT)}".encode(), 400),
        ("POST", "/sparql", f"{FORM}; charset=utf-8", f"update={quote(INSERT)}".encode(), 400),
        ("POST", "/sparql", UPDATE, INSERT.encode(), 400),
        ("POST", "/sparql", f"{UPDATE}; charset=utf-8", INSERT.encode(), 400),
        ("POST", "/sparql", "Application/SPARQL-Update", INSERT.encode(), 400),
        ("POST", f"/sparql?query={quote(PROBE)}", UPDATE, INSERT.encode(), 400),
        ("POST", f"/sparql?update={quote(INSERT)}", FORM, b"", 400),
        ("POST", f"/sparql?update={quote(INSERT)}", QUERY, PROBE.encode(), 400),
        ("POST", "/sparql?using-named-graph-uri=urn:a:b", QUERY, PROBE.encode(), 400),
        ("POST", "/sparql", "multipart/form-data; boundary=x", MULTIPART, 415),
        ("POST", "/sparql", "text/plain", INSERT.encode(), 415),
        ("POST", "/sparql", None, INSERT.encode(), 415),
        ("POST", "/sparql", "application/json", b'{"update": "CLEAR ALL"}', 415),
        ("POST", "/sparql", "text/turtle", b"<urn:x-test:s> <urn:a:b> 1 .", 415),
        ("PUT", "/sparql", UPDATE, INSERT.encode(), 405),
        ("PATCH", "/sparql", UPDATE, INSERT.encode(), 405),
        ("DELETE", "/sparql", None, b"", 405),
        ("PUT", f"/sparql?query={quote(PROBE)}", QUERY, b"", 405),
        ("POST", "/", UPDATE, INSERT.encode(), 405),
        ("POST", "/update", UPDATE, INSERT.encode(), 404),
        ("POST", "/sparql/update", UPDATE, INSERT.encode(), 404),
        ("POST", "/statements", UPDATE, INSERT.encode(), 404),
        ("PUT", "/graphs?default", "text/turtle", b"<urn:x-test:s> <urn:a:b> 1 .", 405),
        ("POST", "/graphs?graph=urn:a:b", "text/turtle", b"<urn:x-test:s> <urn:a:b> 1 .", 405),
        ("POST", "/graphs", "text/turtle", b"<urn:x-test:s> <urn:a:b> 1 .", 405),
        ("PATCH", "/graphs?default", UPDATE, INSERT.encode(), 405),
        ("DELETE", "/graphs?default", None, b"", 405),
        ("PUT", "/graphs/def", "text/turtle", b"<urn:x-test:s> <urn:a:b> 1 .", 405),
        ("PUT", "/dumps/fagui.nq", "application/n-quads", b"", 405),
        ("PUT", "/doc/eli/cn-sx", "text/turtle", b"", 405),
    ],
)
def test_an_update_by_another_way(
    client: FlaskClient, method: str, address: str, media: str | None, body: bytes, expected: int
) -> None:
    answer = client.open(address, method=method, data=body, content_type=media)

    assert answer.status_code == expected
    if expected == 405:
        assert "PUT" not in answer.headers["Allow"]


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_changes_the_method(client: FlaskClient, name: str) -> None:
    answer = client.post(
        "/sparql", data=PROBE, content_type=QUERY, headers={name: "DELETE", "Accept": "text/csv"}
    )

    assert (answer.status_code, answer.data.strip()) == (200, b"false")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ("INSERT DATA {}" AS ?x) {}',
        "ASK { ?insert ?delete <urn:CLEAR> } # DROP ALL",
        "PREFIX insert: <urn:a:> ASK { ?s insert:data ?o }",
        "SELECT ?load { ?load ?p ?o } LIMIT 1",
    ],
)
def test_words_of_updates_are_free_in_queries(client: FlaskClient, query: str) -> None:
    assert client.get("/sparql", query_string={"query": query}).status_code == 200
