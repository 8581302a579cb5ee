"""The services beside SPARQL: parameters, JSON and addresses that they do not expect."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Final

from ontology.namespaces import BASE
from tests.endpoint.hostile.rows import Row, assert_defined, each
from tests.endpoint.hostile.wire import exchange, post, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

FORM: Final = "application/x-www-form-urlencoded"
ANY: Final = frozenset({200, 400, 404})
REFUSED: Final = frozenset({400, 404})
NOT_FOUND: Final = frozenset({400, 404})

BATCHES: Final = {
    "no JSON": "hostile",
    "half a batch": '{"q0": {"query": ',
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "an empty batch": "{}",
    "nested lists": "[" * 90_000,
    "nested and closed lists": "[" * 40_000 + "]" * 40_000,
    "nested objects": '{"q0":' * 15_000 + "1" + "}" * 15_000,
    "nested types": '{"q0":{"query":"a","type":' + "[" * 20_000 + "]" * 20_000 + "}}",
    "an integer of 10,000 digits": '{"q0":{"query":"a","limit":' + "9" * 10_000 + "}}",
    "a negative limit": '{"q0":{"query":"a","limit":-1}}',
    "a limit of a word": '{"q0":{"query":"a","limit":"hostile"}}',
    "a limit without end": '{"q0":{"query":"a","limit":1e999}}',
    "no number": '{"q0":{"query":"a","limit":NaN}}',
    "no query": '{"q0":{}}',
    "a query that is none": '{"q0":{"query":{"$ne":1}}}',
    "a query of null": '{"q0":{"query":null}}',
    "a query of NUL": '{"q0":{"query":"\\u0000"}}',
    "a lone surrogate": '{"q0":{"query":"\\ud800"}}',
    "a lone surrogate as a key": '{"\\udfff":{"query":"a"}}',
    "a query of 90 kB": '{"q0":{"query":"' + "条" * 30_000 + '"}}',
    "1,000 queries": json.dumps({f"q{n}": {"query": f"条例{n}"} for n in range(1000)}),
    "one key 5,000 times": "{" + ",".join(['"q0":{"query":"a"}'] * 5000) + "}",
    "an unknown type": '{"q0":{"query":"a","type":"<script>hostile()</script>"}}',
    "a type that ends a query": '{"q0":{"query":"a","type":"urn:x> } #"}}',
    "a query that ends a query": '{"q0":{"query":"\\" } . { ?s ?p ?o } #"}}',
    "backslashes": '{"q0":{"query":"' + "\\\\" * 20_000 + '"}}',
    "properties": '{"q0":{"query":"a","properties":[{"pid":"urn:x> ?o } #","v":{"id":"<"}}]}}',
    "properties of null": '{"q0":{"query":"a","properties":null}}',
    "extra members": '{"q0":{"query":"a","__class__":"hostile","constructor":{"prototype":1}}}',
}
EXTENSIONS: Final = {
    "no JSON": "hostile",
    "a list": "[]",
    "nothing": "{}",
    "ids that are none": '{"ids":"hostile","properties":1}',
    "ids of null": '{"ids":[null],"properties":[{"id":null}]}',
    "1,000 ids": json.dumps({"ids": ["a"] * 1000, "properties": [{"id": "b"}]}),
    "an id that ends a query": '{"ids":["urn:x> ?p ?o } #"],"properties":[{"id":"urn:y> ?o } #"}]}',
    "an id that is a number": '{"ids":[1],"properties":[{"id":1}]}',
    "a lone surrogate": '{"ids":["\\ud800"],"properties":[{"id":"\\ud800"}]}',
    "settings": '{"ids":["a"],"properties":[{"id":"a","settings":{"limit":"hostile"}}]}',
    "nested lists": "[" * 90_000,
}
SCRIPT: Final = "<script>hostile()</script>"
RECONCILIATION = [
    *(
        Row(f"queries: {name}", post(f"queries={quote(text)}", media=FORM, target="/reconcile"), ANY | {405, 413})
        for name, text in BATCHES.items()
    ),
    *(
        Row(f"extend: {name}", post(f"extend={quote(text)}", media=FORM, target="/reconcile"), ANY | {405, 413})
        for name, text in EXTENSIONS.items()
    ),
    *(
        Row(f"reconcile: {target[:70]}", request(f"/reconcile{target}", "Accept: text/html"), expected)
        for target, expected in (
            (f"?callback={quote(SCRIPT)}", REFUSED),
            ("?queries=%7B%7D&extend=%7B%7D", REFUSED),
            ("?query=%FF", REFUSED),
            (f"/preview?id={quote(SCRIPT)}", NOT_FOUND),
            ("/preview?id=hostile%3E%20%7D", NOT_FOUND),
            ("/preview", NOT_FOUND),
            (f"/preview?id={quote(f'{BASE}id/hostile')}", ANY),
            (f"/suggest/entity?prefix={quote(SCRIPT)}", ANY),
            ("/suggest/entity?prefix=%22%20%7D", ANY),
            (f"/suggest/entity?prefix={'a' * 50_000}", ANY | {413}),
            ("/suggest/entity?prefix=a&cursor=-1", REFUSED),
            (f"/suggest/entity?prefix=a&cursor={'9' * 5000}", REFUSED),
            ("/suggest/entity?prefix=a&cursor=%C2%B2", REFUSED),
            ("/suggest/hostile?prefix=a", NOT_FOUND),
            ("/suggest/..%2f..%2fsecret.txt", NOT_FOUND),
            (f"/properties?type={quote(SCRIPT)}", NOT_FOUND),
            ("/properties?type=a&limit=hostile", NOT_FOUND),
        )
    ),
    Row("reconcile: compressed", post(gzip.compress(b"queries={}"), "Content-Encoding: gzip", media=FORM, target="/reconcile"), frozenset({404, 405, 415})),
    Row("reconcile: JSON body", post('{"queries": {}}', media="application/json", target="/reconcile"), frozenset({400, 404, 405, 415})),
]  # fmt: skip
ADDRESSES = [
    Row(f"service: {target[:70]}", request(target, "Accept: text/html"), expected)
    for target, expected in (
        ("/graphs?graph=hostile", ANY),
        (f"/graphs?graph={quote('urn:a> } #')}", REFUSED),
        ("/graphs?graph=file:///etc/passwd", NOT_FOUND),
        ("/graphs?graph=urn:bulk&default", ANY),
        ("/graphs?default=" + "a" * 50_000, ANY | {406, 413, 414}),
        ("/graphs/..%2f..%2fsecret.txt", NOT_FOUND),
        (f"/graphs/{quote(SCRIPT)}", NOT_FOUND),
        ("/timemap/..%2f..%2fsecret.txt", NOT_FOUND),
        (f"/timemap/{quote(SCRIPT)}", NOT_FOUND),
        (f"/doc/hostile?at={quote(SCRIPT)}", ANY),
        ("/doc/hostile?at=0000-00-00", ANY),
        ("/doc/hostile?at=" + "9" * 5000, ANY),
        ("/releases/..%2f..%2f", NOT_FOUND),
        ("/releases/../../secret.txt", NOT_FOUND),
        ("/releases/00000000000000f1/../../../secret.txt", NOT_FOUND),
        ("/releases/00000000000000f1/secret.txt", NOT_FOUND),
        ("/releases/00000000000000f1/store/CURRENT", NOT_FOUND),
        ("/releases/%2e%2e/manifest.json", NOT_FOUND),
        (f"/releases/{quote(SCRIPT)}/", NOT_FOUND),
        ("/releases/" + "a" * 5000 + "/", NOT_FOUND),
        ("/releases/%00/", NOT_FOUND),
        ("/id/release/..%2f..%2f", NOT_FOUND),
        (f"/id/release/{quote(SCRIPT)}%0d%0aX-Injected:%201", NOT_FOUND),
        ("/report/..%2f..%2freports", NOT_FOUND),
        (f"/report/{quote(SCRIPT)}", NOT_FOUND),
        ("/sitemaps/..%2f..%2fsecret.xml", NOT_FOUND),
        ("/sitemaps/-1.xml", NOT_FOUND),
        (f"/sitemaps/{'9' * 5000}.xml", NOT_FOUND),
        ("/sitemaps/%C2%B2.xml", NOT_FOUND),
        ("/metrics?name[]=" + "a" * 5000, ANY | {403}),
        ("/openapi.json?callback=hostile", ANY | {406}),
        ("/context.jsonld/..%2fsecret.txt", NOT_FOUND),
        ("/catalog.exe", NOT_FOUND),
        ("/.well-known/..%2f..%2fsecret.txt", NOT_FOUND),
        ("/shape/..%2fsecret.txt", NOT_FOUND),
    )
]

ROWS = [*RECONCILIATION, *ADDRESSES]


@each(ROWS)
def test_every_service_has_a_defined_answer(server: Server, row: Row) -> None:
    answer = exchange(server.port, row.bytes)

    assert_defined(row, answer)
    assert b"not in the manifest" not in answer.body
