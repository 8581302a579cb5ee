"""Requests and results too large: refused whole, with a reason, and never in part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.endpoint.hostile.rows import BOUNDED, Row, assert_defined, each
from tests.endpoint.hostile.wire import CLOSED, exchange, form, post, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

LIMIT_BYTES: Final = 100_000
TOO_LONG: Final = frozenset({413})
# A front may close the connection in the middle of what it will not read.
CUT_OFF: Final = frozenset({413, CLOSED})
TARGET: Final = frozenset({413, 414, 431})
MEGABYTE: Final = 1_000_000
FORM: Final = "application/x-www-form-urlencoded"


def padded(size: int) -> str:
    return "ASK {}#" + "x" * (size - 7)


LONG = [
    Row("query at the limit", post(padded(LIMIT_BYTES)), frozenset({200})),
    Row("query at the limit in a form", form(padded(LIMIT_BYTES)), frozenset({200})),
    Row("query at the limit in a target", request(f"/sparql?query={quote(padded(LIMIT_BYTES))}"), frozenset({200})),
    Row("Chinese query at the limit", form("ASK {}#" + "条" * 33_331), frozenset({200})),
    Row("one byte more", post(padded(LIMIT_BYTES + 1)), TOO_LONG, needs="100 kB"),
    Row("one byte more in a form", form(padded(LIMIT_BYTES + 1)), TOO_LONG),
    Row("one byte more in a target", request(f"/sparql?query={quote(padded(LIMIT_BYTES + 1))}"), frozenset({414})),
    Row("one Chinese character more", form("ASK {}#" + "条" * 33_332), TOO_LONG),
    Row("200 kB", post(padded(200_000)), TOO_LONG),
    Row("900 kB", post(padded(900_000)), TOO_LONG),
    *(
        Row(f"{size} MB {name}", make, CUT_OFF)
        for size in (3, 10, 30)
        for name, make in (
            ("query", lambda size=size: post(padded(size * MEGABYTE))),
            ("form", lambda size=size: post(b"query=" + b"x" * size * MEGABYTE, media=FORM)),
            ("of another type", lambda size=size: post(bytes(size * MEGABYTE), media="a/b")),
            ("of parameters", lambda size=size: post(b"a=b&" * (size * 250_000), media=FORM)),
        )
    ),
    Row("10 MB in chunks", lambda: _chunks(b"x" * 65_536, 160), CUT_OFF),
    Row("10 MB for another path", lambda: post(bytes(10 * MEGABYTE), target="/"), CUT_OFF | {405}),
    Row("10 MB for no path", lambda: post(bytes(10 * MEGABYTE), target="/x"), CUT_OFF | {404}),
    Row("GET with a body of 10 MB", lambda: request("/health", body=bytes(10 * MEGABYTE)), CUT_OFF | {200, 400}),
    Row("GET with a small body", request("/health", body=b"ASK {}"), frozenset({200, 400})),
    Row("target of 2 MB", lambda: request("/sparql?query=" + "x" * 2 * MEGABYTE), TARGET | {CLOSED}),
    Row("target of 10 MB", lambda: request("/" + "x" * 10 * MEGABYTE), TARGET | {CLOSED}),
]  # fmt: skip


def _chunks(piece: bytes, times: int) -> bytes:
    head = request(
        "/sparql",
        "Content-Type: application/sparql-query",
        "Transfer-Encoding: chunked",
        method="POST",
    )
    return head + (b"%x\r\n%s\r\n" % (len(piece), piece)) * times + b"0\r\n\r\n"


# One token each that fills the query.
TOKENS = [
    Row(f"token: {name}", form(query), expected)
    for name, query, expected in (
        ("literal of 90 kB", 'ASK { ?s ?p "' + "x" * 90_000 + '" }', frozenset({200})),
        ("literal of escapes", 'ASK { ?s ?p "' + "\\u6761" * 15_000 + '" }', frozenset({200})),
        ("literal of quotation marks", "ASK { ?s ?p '''" + '"' * 90_000 + "''' }", frozenset({200})),
        ("literal without end", 'ASK { ?s ?p "' + "x" * 90_000, frozenset({400})),
        ("long literal without end", 'ASK { ?s ?p """' + '""x' * 30_000, frozenset({400})),
        ("escaped quotation marks", 'ASK { ?s ?p "' + '\\"' * 45_000, frozenset({400})),
        ("IRI of 90 kB", "ASK { <a:" + "x" * 90_000 + "> ?p ?o }", frozenset({200})),
        ("IRI without end", "ASK { <a:" + "x" * 90_000, frozenset({400})),
        ("IRIs without end", "ASK { " + "<a" * 45_000, frozenset({400})),
        ("variable of 90 kB", "ASK { ?" + "x" * 90_000 + " ?p ?o }", frozenset({200})),
        ("prefix of 90 kB", "PREFIX " + "x" * 90_000 + ": <a:b> ASK {}", frozenset({200, 400})),
        ("name of 90 kB", "PREFIX a: <a:b> ASK { a:" + "x" * 90_000 + " ?p ?o }", frozenset({200})),
        ("name of points", "PREFIX a: <a:b> ASK { a:a" + "." * 90_000 + "a ?p ?o }", frozenset({200, 400})),
        ("name of percent signs", "PREFIX a: <a:b> ASK { a:" + "%41" * 30_000 + " ?p ?o }", frozenset({200, 400})),
        ("name of backslashes", "PREFIX a: <a:b> ASK { a:" + "\\" * 90_000 + " ?p ?o }", frozenset({400})),
        ("blank node of 90 kB", "ASK { _:" + "x" * 90_000 + " ?p ?o }", frozenset({200})),
        ("language of 90 kB", 'ASK { ?s ?p "a"@' + "a-" * 45_000 + "a }", frozenset({200, 400})),
        ("integer of 90,000 digits", "SELECT (" + "9" * 90_000 + " AS ?x) {}", frozenset({200, 400})),
        ("decimal of 90,000 digits", "SELECT (0." + "9" * 90_000 + " AS ?x) {}", frozenset({200, 400})),
        ("double of 90,000 digits", "SELECT (1e" + "9" * 90_000 + " AS ?x) {}", frozenset({200, 400})),
        ("exponents", "SELECT (" + "1e" * 45_000 + " AS ?x) {}", frozenset({400})),
        ("points", "ASK {" + "." * 90_000 + "}", frozenset({400})),
        ("semicolons", "ASK { ?s ?p ?o " + ";" * 90_000 + "}", frozenset({200, 400})),
        ("white space", "ASK" + " \n\t\r" * 22_000 + "{}", frozenset({200})),
        ("comments", "ASK {" + "#\n" * 45_000 + "}", frozenset({200})),
        ("one word", "A" * 95_000, frozenset({400})),
        ("words", "SELECT " * 13_000, frozenset({400})),
        ("at signs", "@" * 95_000, frozenset({400})),
        ("question marks", "ASK {" + "?" * 90_000 + "}", frozenset({400})),
        ("carets", 'ASK { ?s ?p "a"' + "^" * 90_000 + "}", frozenset({400})),
        ("emoji", "😀" * 24_000, frozenset({400})),
        ("combining marks", "ASK { ?s ?p '" + "e" + "\u0301" * 45_000 + "' }", frozenset({200})),
    )
]  # fmt: skip

# Limits and offsets beyond every machine word.
NUMBERS = [
    Row(
        f"number: {tail[:40]} of {len(tail)}",
        form(f"SELECT ?s {{ ?s <urn:next> ?o }} {tail}"),
        BOUNDED,
    )
    for tail in (
        "LIMIT 18446744073709551615",
        "LIMIT 18446744073709551616",
        "LIMIT " + "9" * 50,
        "LIMIT " + "9" * 20_000,
        "OFFSET 18446744073709551615",
        "OFFSET 18446744073709551616",
        "OFFSET " + "9" * 50,
        "LIMIT 9223372036854775807 OFFSET 9223372036854775807",
        "LIMIT 18446744073709551615 OFFSET 18446744073709551615",
        "ORDER BY ?s LIMIT 18446744073709551615 OFFSET 18446744073709551615",
        "ORDER BY ?s LIMIT 18446744073709551615",
        "ORDER BY ?s LIMIT 4611686018427387904",
        "ORDER BY ?s LIMIT 0",
        "LIMIT -1",
        "LIMIT 1e9",
        "LIMIT 0x10",
        "LIMIT ?s",
        "LIMIT 10 LIMIT 20",
    )
]

ROWS = [*LONG, *TOKENS, *NUMBERS]


@each(ROWS)
def test_what_is_too_large_is_refused_whole(server: Server, row: Row) -> None:
    assert_defined(row, exchange(server.port, row.bytes))
