"""Every way to make the server contact another address, or to read a file: nobody is contacted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.endpoint.hostile.rows import Row, assert_defined, each
from tests.endpoint.hostile.wire import exchange, form, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Canary, Server

PORT: Final = "59595"
"""Stands for the canary's port, which is known when the tests run."""
REFUSED: Final = frozenset({400})
EMPTY: Final = frozenset({200})

TARGETS: Final = {
    "loopback": f"http://127.0.0.1:{PORT}/",
    "localhost": f"http://localhost:{PORT}/",
    "localhost with a point": f"http://localhost.:{PORT}/",
    "upper case": f"HTTP://LOCALHOST:{PORT}/",
    "TLS": f"https://127.0.0.1:{PORT}/",
    "decimal": f"http://2130706433:{PORT}/",
    "hexadecimal": f"http://0x7f000001:{PORT}/",
    "octal": f"http://0177.0.0.1:{PORT}/",
    "short": f"http://127.1:{PORT}/",
    "nought": f"http://0:{PORT}/",
    "any address": f"http://0.0.0.0:{PORT}/",
    "other loopback": f"http://127.255.255.254:{PORT}/",
    "IPv6": f"http://[::1]:{PORT}/",
    "IPv6 in full": f"http://[0:0:0:0:0:0:0:1]:{PORT}/",
    "IPv4 in IPv6": f"http://[::ffff:127.0.0.1]:{PORT}/",
    "IPv4 in IPv6, hexadecimal": f"http://[::ffff:7f00:1]:{PORT}/",
    "any IPv6": f"http://[::]:{PORT}/",
    "user": f"http://a.example@127.0.0.1:{PORT}/",
    "user and password": f"http://a:b@127.0.0.1:{PORT}/",
    "fragment": f"http://127.0.0.1:{PORT}/#a.example",
    "query": f"http://127.0.0.1:{PORT}/?a.example",
    "full-width digits": f"http://１２７.0.0.1:{PORT}/",
    "circled digits": f"http://①②⑦.0.0.1:{PORT}/",
    "ideographic full stops": f"http://127。0。0。1:{PORT}/",
    "file": "file:///etc/passwd",
    "file of a host": "file://localhost/etc/passwd",
    "file of the process": "file:///proc/self/environ",
    "jar": f"jar:http://127.0.0.1:{PORT}/a.jar!/b",
    "gopher": f"gopher://127.0.0.1:{PORT}/_GET%20/",
    "ftp": f"ftp://127.0.0.1:{PORT}/",
    "dict": f"dict://127.0.0.1:{PORT}/info",
    "ldap": f"ldap://127.0.0.1:{PORT}/a",
    "data": "data:text/turtle,%3Ca:b%3E%20%3Ca:b%3E%20%3Ca:b%3E.",
    "metadata of a cloud": "http://169.254.169.254/latest/meta-data/",
    "no scheme": f"//127.0.0.1:{PORT}/",
}
_PATTERN: Final = "{ ?s ?p ?o }"
VEHICLES: Final = {
    "SERVICE": (lambda iri: f"SELECT * {{ SERVICE <{iri}> {_PATTERN} }}", REFUSED),
    "SERVICE SILENT": (lambda iri: f"SELECT * {{ service silent<{iri}>{_PATTERN} }}", REFUSED),
    "SERVICE of a variable": (
        lambda iri: f"SELECT * {{ VALUES ?x {{ <{iri}> }} SERVICE ?x {_PATTERN} }}",
        REFUSED,
    ),
    "LOAD": (lambda iri: f"LOAD <{iri}>", REFUSED),
    "FROM": (lambda iri: f"SELECT * FROM <{iri}> {_PATTERN}", EMPTY),  # noqa: S608 – this is SPARQL
    "FROM NAMED": (
        lambda iri: f"SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {_PATTERN} }}",  # noqa: S608
        EMPTY,
    ),
    "GRAPH": (lambda iri: f"SELECT * {{ GRAPH <{iri}> {_PATTERN} }}", EMPTY),
    "DESCRIBE": (lambda iri: f"DESCRIBE <{iri}>", EMPTY),
}
_NO_IRI: Final = {"no scheme"}
"""What parameters refuse; in a query it is relative to the address of the endpoint."""

QUERIES = [
    Row(f"{vehicle}: {name}", form(make(iri)), expected)
    for vehicle, (make, expected) in VEHICLES.items()
    for name, iri in TARGETS.items()
]
PARAMETERS = [
    Row(
        f"{parameter}: {name}",
        form("SELECT * { ?s ?p ?o }", f"&{parameter}={quote(iri)}"),
        REFUSED if name in _NO_IRI or parameter.startswith("using") else EMPTY,
    )
    for parameter in ("default-graph-uri", "named-graph-uri", "using-graph-uri")
    for name, iri in TARGETS.items()
]
ADDRESSES = [
    Row(f"{name}: {target}"[:80], request(target, *headers), expected)
    for name, target, headers, expected in (
        ("proxy", f"http://127.0.0.1:{PORT}/", ["Host: a"], frozenset({200, 400, 404})),
        ("proxy by host", "/", [f"Host: 127.0.0.1:{PORT}"], frozenset({200})),
        ("proxy by header", "/", [f"Proxy: http://127.0.0.1:{PORT}/"], frozenset({200})),
        ("document", f"/doc/http://127.0.0.1:{PORT}/", [], frozenset({308, 404})),
        ("document", f"/doc/http:%2F%2F127.0.0.1:{PORT}%2F", [], frozenset({308, 404})),
        ("thing", f"/id/http://127.0.0.1:{PORT}/", [], frozenset({308, 404})),
        ("concept", f"/concept/http://127.0.0.1:{PORT}/", [], frozenset({308, 404})),
        ("file", f"/dumps/http://127.0.0.1:{PORT}/", [], frozenset({308, 404})),
        ("query by address", f"/sparql?query-uri=http://127.0.0.1:{PORT}/", [], frozenset({200})),
        ("address in url", f"/?url=http://127.0.0.1:{PORT}/", [], frozenset({200})),
        ("address in graph", f"/sparql?graph=http://127.0.0.1:{PORT}/", [], frozenset({200, 400, 404})),
        ("X-Forwarded-Host", "/", [f"X-Forwarded-Host: 127.0.0.1:{PORT}"], frozenset({200})),
        ("Referer", "/", [f"Referer: http://127.0.0.1:{PORT}/"], frozenset({200})),
        ("From", "/", [f"From: a@[127.0.0.1]:{PORT}"], frozenset({200})),
        ("schema", "/sparql?query=ASK%7B%7D", [f'Link: <http://127.0.0.1:{PORT}/>; rel="describedby"'], frozenset({200})),
    )
]  # fmt: skip
# Where the keyword hides: in comments, after numbers and strings, in other scripts.
DISGUISED = [
    Row(f"disguised SERVICE: {query[:60]}", form(query), REFUSED)
    for query in (
        f"SELECT*{{SERVICE<http://127.0.0.1:{PORT}/>{{?s ?p ?o}}}}",
        f"SELECT * {{ ?s ?p 1.SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1e0SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f'SELECT * {{ ?s ?p "a\\""SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}',
        f"SELECT * {{ ?s ?p '''a'b'''SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{#\rSERVICE#\r<http://127.0.0.1:{PORT}/>#\r{{ ?s ?p ?o }} }}",
        f"SELECT * {{ FILTER(1<1)SERVICE#>\n<http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ OPTIONAL {{ SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }} }} }}",
        f"SELECT * {{ MINUS {{ SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"DESCRIBE ?s WHERE {{ SERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICE <http://127.0.0.1:{PORT}/> {{}} }}",
        f"PREFIX c: <http://127.0.0.1:{PORT}/> ASK {{ SERVICE c: {{}} }}",
        f"BASE <http://127.0.0.1:{PORT}/> ASK {{ SERVICE <> {{}} }}",
        f"SELECT * {{ BIND(IRI('http://127.0.0.1:{PORT}/') AS ?x) SERVICE ?x {{ ?s ?p ?o }} }}",
        f"SELECT * {{ \\u0053ERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ſERVICE <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ＳＥＲＶＩＣＥ <http://127.0.0.1:{PORT}/> {{ ?s ?p ?o }} }}",
    )
]

ROWS = [*QUERIES, *PARAMETERS, *ADDRESSES, *DISGUISED]


@each(ROWS)
def test_no_request_makes_the_server_contact_another(
    server: Server, canary: Canary, row: Row
) -> None:
    port = str(canary.port)
    # Ports have as many digits as the word that stands for them, so that lengths stay right.
    data = row.bytes.replace(PORT.encode(), port.encode())

    answer = exchange(server.port, data)

    assert_defined(row, answer)
    assert b"root:" not in answer.body
    assert canary.visits == []
    if row in QUERIES + PARAMETERS and answer.status == 200:
        assert b'"bindings":[]' in answer.body or answer.body.strip() in {b"[]", b"{}"}


def test_the_canary_sings(canary: Canary) -> None:
    """Whoever contacts it is kept: the tests above could fail."""
    exchange(canary.port, request("/hello"), 2)

    assert [each.split(b"\r\n")[0] for each in canary.visits] == [b"GET /hello HTTP/1.1"]
    canary.visits.clear()
