"""Scripts in queries, parameters, paths, headers and data: text in the page, never a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import html5lib

from ontology.namespaces import BASE
from tests.endpoint.hostile.rows import Row, assert_defined, assert_no_script, each
from tests.endpoint.hostile.wire import ask, exchange, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

HTML: Final = "Accept: text/html"
OK: Final = frozenset({200})
REFUSED: Final = frozenset({400})
NOT_FOUND: Final = frozenset({400, 404})

PAYLOADS: Final = {
    "script": "<script>hostile()</script>",
    "script in capitals": "<ScRiPt/x>hostile()</sCrIpT>",
    "image": "<img src=x onerror=hostile()>",
    "vector graphic": "<svg/onload=hostile()>",
    "end of a text area": "</textarea><script>hostile()</script>",
    "end of a title": "</title><script>hostile()</script>",
    "end of a comment": "--><hostile>",
    "double quotation mark": '" onmouseover="hostile()" x="',
    "single quotation mark": "' autofocus onfocus='hostile()",
    "grave accent": "` onmouseover=hostile() `",
    "address": "javascript:hostile()",
    "entity": "&lt;script&gt;hostile()&lt;/script&gt;&#60;hostile&#62;",
    "template": "{{7*7}}{% hostile %}{{config}}",
    "NUL": "<scr\0ipt>hostile()</script>",
    "UTF-7": "+ADw-script+AD4-hostile()+ADw-/script+AD4-",
    "CDATA": "<![CDATA[<script>hostile()</script>]]>",
    "style": "<style>@import 'http://127.0.0.1/hostile'</style>",
    "refresh": "<meta http-equiv=refresh content=0;url=//hostile>",
    "base": "<base href=//hostile/>",
    "bidirectional marks": "\u202e<script>\u2066hostile()\u2069</script>",
    "separator of lines": "\u2028<script>hostile()</script>\u2029",
}


def literal(text: str) -> str:
    """The text as a literal of SPARQL."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\0", "\\u0000")
    return f'"{escaped}"'


IN_QUERIES = [
    row
    for name, text in PAYLOADS.items()
    for row in (
        Row(f"query: {name}", ask(text, accept="text/html"), REFUSED),
        Row(f"query, plain: {name}", ask(f"{text} plain", accept="text/plain"), frozenset({400, 406})),
        Row(f"query, any: {name}", ask(f"{text} any", accept="*/*"), REFUSED),
        Row(f"literal: {name}", ask(f"SELECT ({literal(text)} AS ?x) {{}}", accept="text/html"), frozenset({200, 400})),
        Row(f"literal as CSV: {name}", ask(f"SELECT ({literal(text)} AS ?y) {{}}", accept="text/csv"), frozenset({200, 400})),
        Row(f"comment: {name}", ask("ASK {} #" + text.replace("\u2028", ""), accept="text/html"), frozenset({200, 400})),
        Row(f"constructed: {name}", ask(f"CONSTRUCT {{ <a:b> <a:c> {literal(text)} }} {{}}", accept="text/html"), frozenset({200, 400})),
        Row(f"in the middle: {name}", ask(f"SELECT * {{\n ?s {text} ?o }}", accept="text/html"), frozenset({200, 400})),
    )
]  # fmt: skip
IN_PARAMETERS = [
    row
    for name, text in PAYLOADS.items()
    for row in (
        Row(f"format: {name}", ask("ASK {}", accept="text/html", more=f"&format={quote(text)}"), REFUSED),
        Row(f"language: {name}", request(f"/?lang={quote(text)}", HTML), OK),
        Row(f"any parameter: {name}", request(f"/sparql?{quote(text)}={quote(text)}", HTML), OK),
        Row(f"graph: {name}", ask("ASK {}", accept="text/html", more=f"&default-graph-uri={quote('urn:' + text)}"), frozenset({200, 400})),
        Row(f"path: {name}", request(f"/doc/{quote(text)}", HTML), NOT_FOUND),
        Row(f"path of nothing: {name}", request(f"/{quote(text)}", HTML), NOT_FOUND),
        Row(f"file: {name}", request(f"/dumps/{quote(text)}", HTML), NOT_FOUND),
        Row(f"concept: {name}", request(f"/concept/{quote(text)}", HTML), NOT_FOUND),
    )
]  # fmt: skip
IN_RESULTS = [
    Row(f"result: {name}", ask(query, accept="text/html"), frozenset({200, 400}))
    for name, query in {
        "IRI of a script": "SELECT (<javascript:hostile()> AS ?x) {}",
        "IRI of data": "SELECT (<data:text/html,hostile> AS ?x) {}",
        "IRI of VBScript": "SELECT (<vbscript:hostile> AS ?x) {}",
        "IRI with a quotation mark": "SELECT (<http://a/'onmouseover='hostile()> AS ?x) {}",
        "IRI of no host": "SELECT (<http://[hostile> AS ?x) {}",
        "IRI made of a script": 'SELECT (IRI("http://a/<script>hostile()</script>") AS ?x) {}',
        "IRI of ours with a quotation mark": f"SELECT (<{BASE}id/'onclick='hostile()> AS ?x) {{}}",
        "variable": "SELECT (1 AS ?hostile) {}",
        "language": 'SELECT ("x"@hostile AS ?x) {}',
        "datatype": 'SELECT ("x"^^<javascript:hostile> AS ?x) {}',
        "quoted triple": 'SELECT (<<( <javascript:hostile> <a:b> "<hostile>" )>> AS ?x) {}',
        "blank node": "SELECT ?x { ?hostile ?p ?o BIND(BNODE('<hostile>') AS ?x) } LIMIT 1",
        "all of the data": f"SELECT ?p ?o {{ <{BASE}id/hostile> ?p ?o }}",
        "described data": f"DESCRIBE <{BASE}id/hostile>",
        "constructed data": f"CONSTRUCT {{ ?o ?p <{BASE}id/hostile> }} {{ <{BASE}id/hostile> ?p ?o FILTER(isIRI(?o)) }}",
        "update": "INSERT DATA { <a:b> <a:b> '<script>hostile()</script>' }",
        "federation": "ASK { SERVICE <http://hostile/> {} }",
        "prefix": "ASK { hostile:a ?p '<script>hostile()</script>' }",
        "function": "SELECT (<urn:hostile>('<script>hostile()</script>') AS ?x) {}",
    }.items()
]
IN_DATA = [
    Row(f"data: {target} {header}", request(target, header), expected)
    for target, header, expected in (
        *(
            (f"/doc/hostile{suffix}", HTML, OK)
            for suffix in ("", ".html", ".ttl", ".nt", ".jsonld", ".rdf", "?lang=en", "?lang=zh")
        ),
        ("/id/hostile", HTML, frozenset({303})),
        ("/doc/hostile/below", HTML, frozenset({404})),
        ("/doc/hostile", "Accept: text/turtle", OK),
        ("/doc/hostile", "Accept: application/ld+json", OK),
        ("/doc/hostile", "Accept: image/svg+xml", frozenset({406})),
        ("/", "Accept: <script>hostile()</script>", frozenset({406})),
        ("/sparql", "Accept: text/html;hostile=<script>", OK),
        ("/", f"Referer: http://a/{PAYLOADS['script']}", OK),
        ("/dumps/", HTML, OK),
        ("/nothing", "User-Agent: <script>hostile()</script>", frozenset({404})),
    )
]  # fmt: skip

ROWS = [*IN_QUERIES, *IN_PARAMETERS, *IN_RESULTS, *IN_DATA]


@each(ROWS)
def test_nothing_of_a_request_or_of_the_data_is_a_script(server: Server, row: Row) -> None:
    answer = exchange(server.port, row.bytes)

    assert_defined(row, answer)
    assert "49" not in answer.header("location")
    if answer.media == "text/html":
        assert "'none'" in answer.header("content-security-policy")
        assert "unsafe-inline" not in answer.header("content-security-policy")
    if "template" in row.name:
        assert b"&lt;Config" not in answer.body


def test_a_script_in_the_data_is_text_of_its_page(server: Server) -> None:
    """What is not executed is not lost either."""
    answer = exchange(server.port, request("/doc/hostile?lang=zh", HTML))

    assert_no_script(answer.body)
    tree = html5lib.parse(answer.body, transport_encoding="utf-8", namespaceHTMLElements=False)
    text = "".join(tree.itertext())
    assert "<script>hostile()</script>" in text
    assert "javascript:hostile()" in text
    assert "</code></pre><svg/onload=hostile()>" in text


def test_a_query_comes_back_as_it_was(server: Server) -> None:
    query = "ASK { # </textarea><script>hostile()</script>\n}"

    answer = exchange(server.port, ask(query, accept="text/html"))

    tree = html5lib.parse(answer.body, transport_encoding="utf-8", namespaceHTMLElements=False)
    [area] = tree.iter("textarea")
    assert area.text == query
