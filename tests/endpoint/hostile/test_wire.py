"""Bytes that are no HTTP, or two kinds of it at once: framing, start lines, encodings of bodies."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING, Final

import pytest

from tests.endpoint.hostile.rows import BAD_TARGET, BROKEN, Row, assert_defined, each
from tests.endpoint.hostile.wire import CLOSED, exchange, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

POST: Final = b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
QUERY: Final = POST + b"Content-Type: application/sparql-query\r\n"
CHUNKED: Final = QUERY + b"Transfer-Encoding: chunked\r\n\r\n"
GET: Final = b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
NOT_IMPLEMENTED: Final = frozenset({400, 501})
UNSUPPORTED: Final = frozenset({415})
ANY_METHOD: Final = frozenset({400, 405, 501})
OK: Final = frozenset({200})


def raw(name: str, data: bytes, expected: frozenset[int] = BROKEN) -> Row:
    return Row(name, data, expected)


def cut_short(name: str, data: bytes, expected: frozenset[int] = BROKEN) -> Row:
    return Row(name, data, expected, half_close=True)


def framed(name: str, headers: bytes, body: bytes, expected: frozenset[int] = BROKEN) -> Row:
    return raw(name, QUERY + headers + b"\r\n" + body, expected)


def chunked(name: str, body: bytes, expected: frozenset[int] = BROKEN) -> Row:
    return framed(name, b"Transfer-Encoding: chunked\r\n", body, expected)


START_LINES = [
    raw("empty lines only", b"\r\n\r\n\r\n\r\n" + GET + b"\r\n", frozenset({200, 400})),
    raw("word", b"HELLO\r\n\r\n"),
    raw("no version", b"GET /health\r\n\r\n", frozenset({200, 400, CLOSED})),
    raw("version 0.9", b"GET /health HTTP/0.9\r\n\r\n", frozenset({200, 400, 505})),
    raw("version 2.0", b"GET /health HTTP/2.0\r\nHost: a\r\n\r\n", frozenset({200, 400, 505})),
    raw("version 1.1.1", b"GET /health HTTP/1.1.1\r\nHost: a\r\n\r\n", frozenset({200, 400, 505})),
    raw("version of letters", b"GET /health HTTP/x.y\r\nHost: a\r\n\r\n", frozenset({400, 505})),
    raw("other protocol", b"GET /health SIP/2.0\r\nHost: a\r\n\r\n"),
    raw("lower-case protocol", b"GET /health http/1.1\r\nHost: a\r\n\r\n"),
    raw(
        "HTTP/2 preface",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0",
        ANY_METHOD | BAD_TARGET,
    ),
    raw(
        "TLS client hello",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500) + b"\r\n\r\n",
    ),
    raw("SSH", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
    raw("SMTP", b"EHLO a.example\r\nMAIL FROM:<a@a.example>\r\n\r\n"),
    raw("Redis", b"*1\r\n$4\r\nINFO\r\n\r\n"),
    raw("noughts", bytes(1000) + b"\r\n\r\n"),
    raw("high bytes", bytes(range(128, 256)) * 8 + b"\r\n\r\n"),
    raw("two blanks in the start line", b"GET  /health  HTTP/1.1\r\nHost: a\r\n\r\n"),
    raw("blank in the target", b"GET /sparql?query=ASK {} HTTP/1.1\r\nHost: a\r\n\r\n"),
    raw("tab in the start line", b"GET\t/health\tHTTP/1.1\r\nHost: a\r\n\r\n"),
    raw("no target", b"GET HTTP/1.1\r\nHost: a\r\n\r\n", BAD_TARGET),
    cut_short("bare line feeds", b"GET /health HTTP/1.1\nHost: a\n\n", frozenset({200, *BROKEN})),
    raw("bare carriage returns", b"GET /health HTTP/1.1\rHost: a\r\r\r\n\r\n"),
    raw("carriage return in the target", b"GET /health\rX HTTP/1.1\r\nHost: a\r\n\r\n"),
    raw("NUL in the target", b"GET /health\0 HTTP/1.1\r\nHost: a\r\n\r\n", BAD_TARGET),
    raw(
        "star",
        b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        frozenset({200, 204, 400, 404}),
    ),
    raw("star of GET", b"GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", BAD_TARGET),
    raw(
        "target without slash",
        b"GET health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        frozenset({200, *BAD_TARGET}),
    ),
    raw(
        "fragment in the target",
        b"GET /health#x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        frozenset({200, *BAD_TARGET}),
    ),
]

METHODS = [
    Row(
        "method TRACE",
        request("/sparql?query=ASK%7B%7D", "X-Secret: abc", method="TRACE"),
        ANY_METHOD,
    ),
    Row("method TRACE of the start page", request("/", method="TRACE"), ANY_METHOD),
    Row("method CONNECT", request("a.example:443", method="CONNECT"), ANY_METHOD | BAD_TARGET),
    Row("method CONNECT of a path", request("/sparql", method="CONNECT"), ANY_METHOD),
    *(
        Row(f"method {name}", request("/sparql?query=ASK%7B%7D", method=name), ANY_METHOD)
        for name in (
            "PUT",
            "DELETE",
            "PATCH",
            "PROPFIND",
            "MKCOL",
            "MOVE",
            "LOCK",
            "SEARCH",
            "PURGE",
        )
    ),
    Row("method in lower case", request("/sparql?query=ASK%7B%7D", method="get"), ANY_METHOD | OK),
    Row("method of 10 kB", request("/health", method="A" * 10_000), ANY_METHOD),
    Row("method of signs", request("/health", method="<script>"), ANY_METHOD),
    Row("method override", request("/health", "X-HTTP-Method-Override: DELETE"), OK),
    Row("method override in the query", request("/health?_method=DELETE"), OK),
    raw("method of bytes", "GËT /health HTTP/1.1\r\nHost: a\r\n\r\n".encode(), BROKEN | ANY_METHOD),
]

FRAMING = [
    framed(
        "two equal lengths",
        b"Content-Length: 6\r\nContent-Length: 6\r\n",
        b"ASK {}",
        frozenset({200, *BROKEN}),
    ),
    framed("two lengths", b"Content-Length: 6\r\nContent-Length: 9\r\n", b"ASK {}#ab"),
    framed("list of lengths", b"Content-Length: 6, 9\r\n", b"ASK {}#ab"),
    framed("negative length", b"Content-Length: -1\r\n", b"ASK {}"),
    framed("signed length", b"Content-Length: +6\r\n", b"ASK {}"),
    framed("hexadecimal length", b"Content-Length: 0x6\r\n", b"ASK {}"),
    framed("length with a point", b"Content-Length: 6.0\r\n", b"ASK {}"),
    framed("length with underscore", b"Content-Length: 0_6\r\n", b"ASK {}"),
    framed("length with superscript", "Content-Length: ²\r\n".encode(), b"ASK {}"),
    framed("length in full width", "Content-Length: ６\r\n".encode(), b"ASK {}"),
    framed("empty length", b"Content-Length: \r\n", b"ASK {}"),
    framed("length of words", b"Content-Length: six\r\n", b"ASK {}"),
    framed(
        "length of 30 digits", b"Content-Length: " + b"9" * 30 + b"\r\n", b"ASK {}", BROKEN | {413}
    ),
    framed(
        "length of 5,000 digits",
        b"Content-Length: " + b"9" * 5000 + b"\r\n",
        b"ASK {}",
        BROKEN | {413},
    ),
    framed(
        "length of a terabyte", b"Content-Length: 1099511627776\r\n", b"ASK {}", frozenset({413})
    ),
    framed("no length", b"", b"ASK {}", frozenset({400, 411})),
    framed(
        "length and chunks",
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
        b"6\r\nASK {}\r\n0\r\n\r\n",
        frozenset({200, *BROKEN}),
    ),
    framed(
        "chunks and length",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        b"6\r\nASK {}\r\n0\r\n\r\n",
        frozenset({200, *BROKEN}),
    ),
    framed(
        "chunked twice",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"6\r\nASK {}\r\n0\r\n\r\n",
        NOT_IMPLEMENTED | OK,
    ),
    framed(
        "gzip and chunked", b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n", NOT_IMPLEMENTED
    ),
    framed(
        "chunked and identity",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"0\r\n\r\n",
        NOT_IMPLEMENTED,
    ),
    framed("identity", b"Transfer-Encoding: identity\r\n", b"ASK {}", NOT_IMPLEMENTED),
    framed("xchunked", b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n", NOT_IMPLEMENTED),
    framed(
        "chunked with a vertical tab",
        b"Transfer-Encoding: \x0bchunked\r\n",
        b"0\r\n\r\n",
        NOT_IMPLEMENTED,
    ),
    framed(
        "two transfer encodings",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n",
        b"0\r\n\r\n",
        NOT_IMPLEMENTED,
    ),
    framed(
        "blank before the colon", b"Transfer-Encoding : chunked\r\n", b"6\r\nASK {}\r\n0\r\n\r\n"
    ),
    framed(
        "chunks of HTTP/1.0", b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n", frozenset({400, 501})
    ),
    chunked("good chunks", b"3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n", OK),
    chunked("chunk extension", b'3;a="b";c\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n', frozenset({200, 400})),
    chunked(
        "chunk extension of 100 kB",
        b"3;" + b"a" * 100_000 + b"\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n",
        frozenset({200, *BROKEN, 413}),
    ),
    chunked("chunk trailers", b"6\r\nASK {}\r\n0\r\nX-Injected: 1\r\n\r\n", frozenset({200, 400})),
    chunked("chunk size of words", b"six\r\nASK {}\r\n0\r\n\r\n"),
    chunked("negative chunk", b"-6\r\nASK {}\r\n0\r\n\r\n"),
    chunked("signed chunk", b"+6\r\nASK {}\r\n0\r\n\r\n"),
    chunked("chunk size with 0x", b"0x6\r\nASK {}\r\n0\r\n\r\n"),
    chunked("chunk size with underscore", b"0_6\r\nASK {}\r\n0\r\n\r\n"),
    chunked("empty chunk size", b"\r\nASK {}\r\n0\r\n\r\n"),
    chunked("chunk longer than said", b"3\r\nASK {}\r\n0\r\n\r\n"),
    chunked("chunk without line end", b"6\r\nASK {}0\r\n\r\n"),
    chunked("garbage after the last chunk", b"6\r\nASK {}\r\n0\r\n\r\nGARBAGE\0\xff\r\n\r\n", OK),
    chunked(
        "10,000 chunks of one byte", b"1\r\n#\r\n" * 10_000 + b"7\r\n\nASK {}\r\n0\r\n\r\n", OK
    ),
    chunked(
        "chunks of 3 MB",
        (b"10000\r\n" + b"#" * 65_536 + b"\r\n") * 48 + b"0\r\n\r\n",
        frozenset({413, CLOSED}),
    ),
]

TRUNCATED = [
    cut_short("nothing", b"", frozenset({CLOSED})),
    cut_short("half a start line", b"GET /hea"),
    cut_short("half a header", b"GET /health HTTP/1.1\r\nHos"),
    cut_short("no empty line", b"GET /health HTTP/1.1\r\nHost: a\r\n"),
    cut_short("body shorter than said", QUERY + b"Content-Length: 100\r\n\r\nASK {}"),
    cut_short("no body at all", QUERY + b"Content-Length: 6\r\n\r\n"),
    cut_short("chunks without end", CHUNKED + b"6\r\nASK {}\r\n"),
    cut_short("half a chunk", CHUNKED + b"60\r\nASK {}"),
    cut_short("chunk of 2^64", CHUNKED + b"10000000000000000\r\nASK {}", BROKEN | {413}),
    cut_short("chunk size of 1,000 digits", CHUNKED + b"f" * 1000 + b"\r\nASK {}", BROKEN | {413}),
    cut_short("chunk with bare line feeds", CHUNKED + b"6\nASK {}\n0\n\n"),
    cut_short("half-closed after a whole request", GET + b"\r\n", frozenset({200, CLOSED})),
]

CODINGS = [
    framed(f"{name} body", b"Content-Encoding: %s\r\nContent-Length: %d\r\n" % (coding, len(body)), body, UNSUPPORTED)
    for name, coding, body in (
        ("gzip", b"gzip", gzip.compress(b"ASK {}")),
        ("x-gzip", b"x-gzip", gzip.compress(b"ASK {} #x-gzip")),
        ("deflate", b"deflate", zlib.compress(b"ASK {}")),
        ("br", b"br", b"\x0b\x02\x80ASK {}\x03"),
        ("zstd", b"zstd", b"\x28\xb5\x2f\xfd\x20\x06\x31\0\0ASK {}"),
        ("gzip bomb", b"gzip", gzip.compress(b"#" * 50_000_000)),
        ("twice gzip", b"gzip, gzip", gzip.compress(gzip.compress(b"#" * 50_000_000))),
        ("broken gzip", b"gzip", b"\x1f\x8b\x08" + bytes(30)),
        ("unknown coding", b"hostile", b"ASK {}"),
    )
]  # fmt: skip

EXPECT = [
    raw("expect 100", QUERY + b"Expect: 100-continue\r\nContent-Length: 6\r\n\r\nASK {}", OK),
    raw("expect 100 of GET", GET + b"Expect: 100-continue\r\n\r\n", OK),
    raw(
        "expect 100 of a terabyte",
        QUERY + b"Expect: 100-continue\r\nContent-Length: 1099511627776\r\n\r\n",
        frozenset({413, 417}),
    ),
    raw("expect something else", GET + b"Expect: 200-ok\r\n\r\n", frozenset({200, 400, 417})),
    raw("upgrade to h2c", GET + b"Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n", OK),
    raw(
        "upgrade to websocket",
        GET
        + b"Upgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        OK,
    ),
]

ROWS = [*START_LINES, *METHODS, *FRAMING, *TRUNCATED, *CODINGS, *EXPECT]


@each(ROWS)
def test_what_is_no_http_has_a_defined_answer(server: Server, row: Row) -> None:
    assert_defined(row, exchange(server.port, row.bytes, row.seconds, row.half_close))


SMUGGLED: Final = b"GET /health?smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
SMUGGLERS = [
    b"Content-Length: 6\r\nContent-Length: %d\r\n" % (6 + len(SMUGGLED)),
    b"Transfer-Encoding: xchunked\r\nContent-Length: 6\r\n",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding:\x0bchunked\r\n",
    b"X: x\nTransfer-Encoding: chunked\r\n",
    b"Content-Length: 6\r\n Content-Length: 0\r\n",
    b"Content-Length: 0x6\r\n",
    b"Content-Length: 6 6\r\n",
]


@pytest.mark.parametrize("headers", SMUGGLERS)
def test_doubtful_framing_ends_the_connection(server: Server, headers: bytes) -> None:
    """What one program takes for a body and another for a request is neither here."""
    start = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"

    answer = exchange(server.port, start + headers + b"\r\n0\r\n\r\n" + SMUGGLED, all_of_it=True)

    assert answer.status in {400, 501, CLOSED}
    assert b"HTTP/1.1 200" not in answer.rest
    assert b"HTTP/1.0 200" not in answer.rest


def test_pipelined_requests_are_answered_in_their_order(server: Server) -> None:
    queries = [request(f"/sparql?query=SELECT(({n})AS%20?n)%7B%7D&format=csv") for n in range(50)]
    kept = b"".join(each.replace(b"Connection: close\r\n", b"") for each in queries[:-1])

    answer = exchange(server.port, kept + queries[-1], all_of_it=True)

    assert answer.status == 200
    bodies = [part.rpartition(b"\r\n\r\n")[2] for part in answer.rest.split(b"HTTP/1.1 200")[1:]]
    assert [answer.body, *bodies] == [b"n\r\n%d\r\n" % n for n in range(50)]


def test_what_follows_an_error_is_not_lost(server: Server) -> None:
    """An error of ours ends no connection; the next request on it is answered."""
    first = request("/nothing").replace(b"Connection: close\r\n", b"")

    answer = exchange(server.port, first + request("/health"), all_of_it=True)

    assert answer.status == 404
    assert answer.rest.startswith(b"HTTP/1.1 200")
