"""Updates in every disguise: none is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.endpoint.hostile.rows import Row, assert_defined, each
from tests.endpoint.hostile.wire import ask, exchange, form, post, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

FORM: Final = "application/x-www-form-urlencoded"
UPDATE: Final = "application/sparql-update"
INSERT: Final = "INSERT DATA { <urn:hostile> <urn:hostile> <urn:hostile> }"
REFUSED: Final = frozenset({400})
NO_METHOD: Final = frozenset({400, 404, 405, 415})

STATEMENTS: Final = (
    INSERT,
    "INSERT DATA { GRAPH <urn:hostile> { <urn:hostile> <urn:hostile> 1 } }",
    "INSERT { ?s <urn:hostile> ?o } WHERE { ?s ?p ?o }",
    "insert{?s <urn:hostile> ?o}where{?s ?p ?o}",
    "DELETE DATA { <urn:n:0> <urn:value> 0 }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?s <urn:hostile> ?o } WHERE { ?s ?p ?o }",
    "WITH <urn:bulk> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "CLEAR SILENT ALL",
    "CLEAR DEFAULT",
    "CLEAR NAMED",
    "CLEAR GRAPH <urn:bulk>",
    "DROP ALL",
    "DROP GRAPH <urn:bulk>",
    "DROP SILENT DEFAULT",
    "CREATE GRAPH <urn:hostile>",
    "CREATE SILENT GRAPH <urn:hostile>",
    "COPY <urn:bulk> TO <urn:hostile>",
    "MOVE <urn:bulk> TO <urn:hostile>",
    "ADD <urn:bulk> TO <urn:hostile>",
    "COPY DEFAULT TO <urn:hostile>",
    "LOAD <file:///etc/passwd> INTO GRAPH <urn:hostile>",
    "LOAD SILENT <http://127.0.0.1/> INTO GRAPH <urn:hostile>",
    f"PREFIX a: <b:c> {INSERT}",
    f"BASE <urn:a> {INSERT}",
    f"# SELECT\n{INSERT}",
    f"#\r{INSERT}",
    f"PREFIX select: <ask:#> #}}\n{INSERT}",
    f"\ufeff{INSERT}",
    f"\t\r\n {INSERT}",
    f"{INSERT} ; {INSERT}",
    f"{INSERT} ;",
    f"ASK {{}} ; {INSERT}",
    f"ASK {{}} {INSERT}",
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * { ?s ?p ?o } DROP ALL",
    "SELECT * { INSERT DATA { <urn:hostile> <urn:hostile> 1 } }",
    "SELECT * { { DELETE WHERE { ?s ?p ?o } } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } ; CLEAR ALL",
    "ASK {} VALUES ?x { 1 } CLEAR ALL",
    "\\u0049NSERT DATA { <urn:hostile> <urn:hostile> 1 }",
    "ＩＮＳＥＲＴ DATA { <urn:hostile> <urn:hostile> 1 }",
    "ınsert data { <urn:hostile> <urn:hostile> 1 }",
    "INSERT/**/DATA { <urn:hostile> <urn:hostile> 1 }",
    "EXPLAIN INSERT DATA { <urn:hostile> <urn:hostile> 1 }",
    "define sql:log-enable 2 INSERT DATA { <urn:hostile> <urn:hostile> 1 }",
    "INSERT INTO GRAPH <urn:hostile> { <urn:hostile> <urn:hostile> 1 }",
    "MODIFY GRAPH <urn:bulk> DELETE { ?s ?p ?o } INSERT {} WHERE { ?s ?p ?o }",
    "BULK INSERT 'x'",
    "DROP TABLE triples",
)
AS_QUERY = [
    *(Row(f"query: {text[:60]!r}", form(text), REFUSED) for text in STATEMENTS),
    *(Row(f"query by GET: {text[:60]!r}", ask(text), REFUSED) for text in STATEMENTS[:12]),
    *(Row(f"query itself: {text[:60]!r}", post(text), REFUSED) for text in STATEMENTS[:12]),
]
AS_UPDATE = [
    Row("update by GET", request(f"/sparql?update={quote(INSERT)}"), REFUSED),
    Row("update by POST", post(f"update={quote(INSERT)}", media=FORM), REFUSED),
    Row("update itself", post(INSERT, media=UPDATE), REFUSED | {415}),
    Row("update with a charset", post(INSERT, media=f"{UPDATE}; charset=utf-8"), REFUSED | {415}),
    Row("update in capitals", post(INSERT, media=UPDATE.upper()), REFUSED | {415}),
    Row("update empty", post("", media=UPDATE), REFUSED | {415}),
    Row("update beside a query", form("ASK {}", f"&update={quote(INSERT)}"), REFUSED),
    Row("update beside a query by GET", ask("ASK {}", more=f"&update={quote(INSERT)}"), REFUSED),
    Row("update in the target of a query", post("ASK {}", target=f"/sparql?update={quote(INSERT)}"), REFUSED),
    Row("update empty beside a query", form("ASK {}", "&update="), REFUSED),
    Row("update twice", post(f"update={quote(INSERT)}&update=CLEAR%20ALL", media=FORM), REFUSED),
    Row("using-graph-uri", form("ASK {}", "&using-graph-uri=urn:a"), REFUSED),
    Row("using-named-graph-uri", form("ASK {}", "&using-named-graph-uri=urn:a"), REFUSED),
    Row("update in wrong case", post(f"UPDATE={quote(INSERT)}", media=FORM), REFUSED),
    Row("update in an array", post(f"update[]={quote(INSERT)}", media=FORM), REFUSED),
    Row("update in a multipart body", post(f'--x\r\nContent-Disposition: form-data; name="update"\r\n\r\n{INSERT}\r\n--x--', media="multipart/form-data; boundary=x"), REFUSED | {415}),
    Row("update as JSON", post(f'{{"update": "{INSERT}"}}', media="application/json"), REFUSED | {415}),
    Row("update as a patch", post("A <urn:hostile> <urn:hostile> 1 .", media="application/rdf-patch"), REFUSED | {415}),
    Row("update as data", post("<urn:hostile> <urn:hostile> 1 .", media="text/turtle"), REFUSED | {415}),
    Row("update at /update", post(INSERT, media=UPDATE, target="/update"), frozenset({404, 405})),
    Row("update at /sparql/update", post(INSERT, media=UPDATE, target="/sparql/update"), frozenset({404, 405})),
    Row("update at /statements", post(INSERT, media=UPDATE, target="/statements"), frozenset({404, 405})),
]  # fmt: skip
TURTLE: Final = b"<urn:hostile> <urn:hostile> <urn:hostile> ."
AS_METHOD = [
    Row(
        f"{method} {target}",
        request(target, "Content-Type: text/turtle", "Accept: application/json", method=method, body=TURTLE),
        NO_METHOD,
    )
    for method in ("PUT", "POST", "PATCH", "DELETE")
    for target in (
        "/sparql?graph=urn:bulk",
        "/sparql?default",
        "/rdf-graph-store?graph=urn:bulk",
        "/rdf-graph-store?default",
        "/data?graph=urn:bulk",
        "/store?default",
        "/doc/hostile",
        "/id/hostile",
        "/dumps/fagui.nq",
        "/dumps/",
        "/",
    )
]  # fmt: skip

ROWS = [*AS_QUERY, *AS_UPDATE, *AS_METHOD]


@each(ROWS)
def test_no_update_is_carried_out(server: Server, row: Row) -> None:
    answer = exchange(server.port, row.bytes)

    assert_defined(row, answer)


def test_the_data_are_what_they_were(server: Server) -> None:
    """Counted before and after a second round of everything that would change them."""
    before = server.count()
    for row in ROWS[::3]:
        exchange(server.port, row.bytes)

    assert before > 4500
    assert server.count() == before
    answer = exchange(
        server.port, ask("ASK { { ?s <urn:hostile> ?o } UNION { GRAPH <urn:hostile> {} } }")
    )
    assert b"false" in answer.body
