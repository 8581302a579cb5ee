"""Headers: bombs, injections, false senders, ranges and validators without measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.endpoint.hostile.rows import BROKEN, Row, assert_defined, assert_tells_nothing, each
from tests.endpoint.hostile.wire import CLOSED, ask, exchange, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

OK: Final = frozenset({200})
TOO_LARGE: Final = frozenset({400, 413, 431, CLOSED})
NOT_ACCEPTABLE: Final = frozenset({406})
ASK: Final = f"/sparql?query={quote('ASK {}')}"


def sent(name: str, *headers: str | bytes, target: str = ASK, expected: frozenset[int] = OK) -> Row:
    """A right request with these headers."""
    return Row(name, request(target, *headers), expected)


def dump(name: str, ranges: str, *expected: int) -> Row:
    data = request("/dumps/fagui.nq", f"Range: {ranges}")
    return Row(f"range {name}", data, frozenset(expected))


BOMBS = [
    sent("header of 100 kB", b"X-A: " + b"a" * 100_000, expected=OK | TOO_LARGE),
    sent("header of 2 MB", b"X-A: " + b"a" * 2_000_000, expected=TOO_LARGE),
    sent("header name of 100 kB", b"A" * 100_000 + b": a", expected=OK | TOO_LARGE),
    sent("10,000 headers", *(f"X-{n}: {n}" for n in range(10_000)), expected=OK | TOO_LARGE),
    sent("10,000 times one header", *(["X-A: b"] * 10_000), expected=OK | TOO_LARGE),
    sent("100,000 empty headers", *(["A:"] * 100_000), expected=OK | TOO_LARGE),
    sent("cookies of 60 kB", "Cookie: " + "a=b; " * 12_000, expected=OK | TOO_LARGE),
    sent(
        "Accept of 10,000 members",
        "Accept: " + ",".join(f"a/b{n};q=0.1" for n in range(10_000)),
        expected=NOT_ACCEPTABLE,
    ),
    sent("Accept of 10,000 members and one of ours", "Accept: " + "a/b," * 10_000 + "text/csv"),
    sent("Accept of 10,000 parameters", "Accept: */*" + ";a=b" * 10_000),
    sent("Accept of commas", "Accept: " + "," * 50_000, expected=OK | NOT_ACCEPTABLE),
    sent("Accept of semicolons", "Accept: */*" + ";" * 50_000),
    sent(
        "Accept of blanks",
        "Accept: */*" + " " * 50_000 + ";" + " " * 50_000 + "q=1",
        expected=OK | NOT_ACCEPTABLE,
    ),
    sent(
        "Accept of quotation marks",
        'Accept: */*;a="' + '\\"' * 30_000,
        expected=OK | NOT_ACCEPTABLE,
    ),
    sent(
        "Accept without end of a number",
        "Accept: */*;q=0." + "9" * 50_000,
        expected=OK | NOT_ACCEPTABLE,
    ),
    sent(
        "Accept-Language of 10,000 members",
        "Accept-Language: " + ",".join(f"x{n}" for n in range(10_000)),
        target="/",
    ),
    sent("Accept-Language of hyphens", "Accept-Language: " + "a-" * 40_000, target="/"),
    sent(
        "Accept-Encoding of 10,000 members",
        "Accept-Encoding: " + ",".join(f"x{n};q=0.5" for n in range(10_000)),
    ),
    sent("Accept-Charset of 10,000 members", "Accept-Charset: " + "utf-8," * 10_000),
    sent(
        "If-None-Match of 10,000 members",
        "If-None-Match: " + ",".join(f'"{n}"' for n in range(10_000)),
    ),
    sent("If-None-Match of quotation marks", "If-None-Match: " + '"' * 50_001),
    sent("If-None-Match of backslashes", 'If-None-Match: W/"' + "\\" * 50_000),
    sent(
        "If-Modified-Since of a year without end",
        "If-Modified-Since: Sun, 06 Nov 99999999999 08:49:37 GMT",
    ),
    sent(
        "If-Modified-Since of the year 0",
        "If-Modified-Since: Sun, 00 Jan 0000 00:00:00 GMT",
        target="/dumps/fagui.nq",
    ),
    sent("Connection of 10,000 members", "Connection: " + "a," * 10_000, expected=OK | TOO_LARGE),
]

VALUES = [
    sent("Accept of no type", "Accept: hostile", expected=NOT_ACCEPTABLE),
    sent("Accept of a script", "Accept: <script>hostile()</script>/*", expected=NOT_ACCEPTABLE),
    sent("Accept with a negative quality", "Accept: text/csv;q=-1", expected=NOT_ACCEPTABLE),
    sent("Accept with a quality of nan", "Accept: text/csv;q=nan", expected=NOT_ACCEPTABLE),
    sent("Accept with a quality of inf", "Accept: text/csv;q=inf", expected=NOT_ACCEPTABLE),
    sent("Accept with a quality of 1e9", "Accept: text/csv;q=1e9", expected=NOT_ACCEPTABLE),
    sent("Accept of bytes", b"Accept: \xff\xfe/\x80", expected=frozenset({400, 406})),
    sent("empty Accept", "Accept:"),
    sent("Accept twice", "Accept: text/turtle", "Accept: text/csv"),
    sent("Accept-Language of bytes", b"Accept-Language: \xe4\xb8\xad\xe6\x96\x87\xff", target="/"),
    sent("Accept-Language of a path", "Accept-Language: ../../../etc/passwd", target="/"),
    sent("Accept-Datetime of no date", "Accept-Datetime: hostile", expected=frozenset({200, 400})),
    sent(
        "Accept-Datetime of the year 99999",
        "Accept-Datetime: Thu, 31 May 99999 20:35:00 GMT",
        expected=frozenset({200, 400, 404, 406}),
    ),
    sent("Origin of a script", "Origin: <script>hostile()</script>"),
    sent("Origin null", "Origin: null"),
    sent("Authorization", "Authorization: Basic " + "QQ" * 1000),
    sent("broken Authorization", b"Authorization: Basic \xff\xff:::"),
    sent("broken Cookie", b'Cookie: a="\\377\\"; =; ;;; \xff=\xfe; __proto__=1'),
    sent("User-Agent of Log4j", "User-Agent: ${jndi:ldap://127.0.0.1:1389/hostile}"),
    sent("User-Agent of a shell", "User-Agent: () { :;}; /bin/cat /etc/passwd"),
    sent(
        "User-Agent of escape sequences",
        b"User-Agent: \x1b[2J\x1b]0;hostile\x07",
        expected=frozenset({200, 400}),
    ),
    sent("Referer of a script", "Referer: javascript:hostile()"),
    sent("Proxy", "Proxy: http://127.0.0.1:9/"),
    sent("underscores for hyphens", "Content_Length: 100", "Transfer_Encoding: chunked"),
    sent("names of CGI", "HTTP_HOST: evil.example", "REMOTE_USER: root", "PATH_INFO: /etc"),
    sent("names of waitress", "waitress.client_disconnected: 1", expected=frozenset({200, 400})),
    sent("TE", "TE: trailers, gzip;q=0.5"),
    sent("Max-Forwards", "Max-Forwards: 0"),
    sent("DNT and others", "DNT: 1", "Sec-Fetch-Site: cross-site", "Priority: u=9"),
    sent("Content-Type of GET", "Content-Type: application/sparql-update"),
    sent("Content-Type of bytes", b"Content-Type: \xff/\xfe; charset=\xfd"),
]

MALFORMED = [
    sent("blank in a name", "X A: b", expected=BROKEN),
    sent("blank before the colon", "X-A : b", expected=BROKEN),
    sent("no colon", "hostile", expected=BROKEN),
    sent("no name", ": b", expected=BROKEN),
    sent("NUL in a value", b"X-A: a\0b", expected=OK | BROKEN),
    sent("NUL in a name", b"X\0A: b", expected=BROKEN),
    sent("bare line feed in a value", b"X-A: a\nX-Injected: 1", expected=BROKEN),
    sent("bare carriage return in a value", b"X-A: a\rX-Injected: 1", expected=BROKEN),
    sent("folded line", "X-A: a\r\n  b", expected=OK | BROKEN),
    sent("folded line with a tab", "X-A: a\r\n\tb", expected=OK | BROKEN),
    sent("folded first line", " X-A: a", expected=OK | BROKEN),
    sent("control characters", bytes([*b"X-A: ", 1, 2, 3, 127]), expected=OK | BROKEN),
    sent("high bytes in a name", "X-甲: b", expected=BROKEN),
    sent("brackets in a name", "X(A): b", expected=BROKEN),
    sent("emoji in a value", "X-A: 😀"),
]

HOSTS = [
    Row(f"host {name}", request(target, *headers), OK | BROKEN)
    for name, target, headers in (
        ("of another", "/", ["Host: evil.example"]),
        ("with a port of words", "/", ["Host: a:hostile"]),
        ("with a port too high", "/", ["Host: a:99999999"]),
        ("of a script", "/", ["Host: <script>hostile()</script>"]),
        ("of quotation marks", "/", ['Host: "><hostile>']),
        ("of a path", "/", ["Host: a/../../etc"]),
        ("of user and password", "/", ["Host: root:hostile@a"]),
        ("of bytes", "/", [b"Host: \xff\xfe\x80"]),
        ("of brackets", "/", ["Host: [::1"]),
        ("of 10 kB", "/", ["Host: " + "a." * 5000]),
        ("of blanks", "/", ["Host:  "]),
        ("twice", "/", ["Host: a", "Host: evil.example"]),
        ("in the target", "http://evil.example/", ["Host: a"]),
        ("in the target without host", "//evil.example/", ["Host: a"]),
        ("in the target with a file", "file:///etc/passwd", ["Host: a"]),
    )
]
HOSTS[-2] = Row(HOSTS[-2].name, HOSTS[-2].data, frozenset({200, 308, 400, 404}))
HOSTS[-1] = Row(HOSTS[-1].name, HOSTS[-1].data, frozenset({400, 404}))

RANGES = [
    dump("first byte", "bytes=0-0", 206),
    dump(
        "of 1,000 parts",
        "bytes=" + ",".join(f"{n}-{n}" for n in range(0, 2000, 2)),
        200,
        206,
        400,
        416,
    ),
    dump("of 10,000 whole files", "bytes=" + ",".join(["0-"] * 10_000), 200, 206, 400, 416),
    dump("overlapping", "bytes=0-100,50-150", 200, 206, 400, 416),
    dump("reversed", "bytes=100-0", 200, 400, 416),
    dump("beyond the end", "bytes=99999999999-", 416),
    dump("of 30 digits", f"bytes={'9' * 30}-", 416),
    dump("of 5,000 digits", f"bytes={'9' * 5000}-", 200, 400, 416),
    dump("up to 30 digits", f"bytes=0-{'9' * 30}", 200, 206),
    dump("negative", "bytes=-5", 206),
    dump("twice negative", "bytes=--5", 200, 400, 416),
    dump("last 30 digits", f"bytes=-{'9' * 30}", 200, 206, 416),
    dump("of nothing", "bytes=-0", 200, 416),
    dump("of no numbers", "bytes=a-b", 200, 400, 416),
    dump("in full width", "bytes=０-５".encode().decode("latin-1"), 200, 400, 416),
    dump("with blanks", "bytes= 0 - 5 ", 200, 206, 400, 416),
    dump("empty", "bytes=", 200, 400, 416),
    dump("of another unit", "hostile=0-5", 200, 416),
    Row(
        "range with a broken If-Range",
        request("/dumps/fagui.nq", "Range: bytes=0-0", 'If-Range: "hostile'),
        frozenset({200, 206}),
    ),
    Row("range of a result", request(ASK, "Range: bytes=0-0"), frozenset({200, 206, 416})),
    Row("range of a page", request("/", "Range: bytes=0-0"), frozenset({200, 206, 416})),
]

FORWARDED = [
    sent("X-Forwarded-Host", "X-Forwarded-Host: evil.example", target="/"),
    sent("X-Forwarded-Proto", "X-Forwarded-Proto: javascript", target="/"),
    sent("X-Forwarded-Prefix", "X-Forwarded-Prefix: //evil.example", target="/"),
    sent("X-Forwarded-For of 1,000", "X-Forwarded-For: " + "127.0.0.1," * 1000, target="/"),
    sent("X-Forwarded-Port", "X-Forwarded-Port: hostile", target="/"),
    sent("Forwarded", 'Forwarded: host="evil.example";proto=https;for="[::1]"', target="/"),
    sent("broken Forwarded", 'Forwarded: host="evil.example;;;=,', target="/"),
    sent("X-Original-URL", "X-Original-URL: /secret.txt", target="/"),
    sent("X-Rewrite-URL", "X-Rewrite-URL: /secret.txt", target="/"),
    sent("X-Script-Name", "X-Script-Name: //evil.example", target="/"),
    sent("X-Real-IP", "X-Real-IP: 127.0.0.1", target="/"),
]

# What would add a header, if a value of the request went into one as it is.
SPLIT: Final = "%0d%0aX-Injected:%201%0d%0aSet-Cookie:%20a=hostile"
SPLITTERS = [
    Row(f"splitting: {name}", request(target, *headers), expected)
    for name, target, headers, expected in (
        ("path", f"/doc/a{SPLIT}", [], frozenset({404})),
        ("redirect", f"/id/hostile{SPLIT}", [], frozenset({404})),
        ("language", f"/id/hostile?lang=zh{SPLIT}", [], frozenset({303})),
        ("language of a page", f"/?lang=en{SPLIT}", [], OK),
        ("format", f"{ASK}&format=csv{SPLIT}", [], frozenset({400})),
        ("parameter name", f"{ASK}&a{SPLIT}=b", [], frozenset({200, 400})),
        ("file", f"/dumps/fagui.nq{SPLIT}", [], frozenset({404})),
        ("concept", f"/concept/a{SPLIT}", [], frozenset({404})),
        ("suffix", f"/def.ttl{SPLIT}", [], frozenset({404})),
        ("path in latin-1", "/doc/a%E5%98%8A%E5%98%8DX-Injected:%201", [], frozenset({404})),
        ("line separator", "/doc/a%E2%80%A8X-Injected:%201", [], frozenset({404})),
        ("next line", "/doc/a%C2%85X-Injected:%201", [], frozenset({404})),
        ("Accept", ASK, [f"Accept: text/csv{SPLIT}"], frozenset({406})),
        ("Origin", ASK, [f"Origin: http://a{SPLIT}"], OK),
        ("preflight", ASK, ["Origin: http://a", f"Access-Control-Request-Headers: a{SPLIT}"], OK),
    )
]

ROWS = [*BOMBS, *VALUES, *MALFORMED, *HOSTS, *RANGES, *FORWARDED, *SPLITTERS]


@each(ROWS)
def test_headers_have_a_defined_answer(server: Server, row: Row) -> None:
    assert_defined(row, exchange(server.port, row.bytes))


@pytest.mark.parametrize("row", [*HOSTS[:-2], *FORWARDED], ids=lambda row: row.name)
@pytest.mark.parametrize("target", ["/", "/id/hostile", "/def", "/nothing", "/doc", "/dumps"])
def test_links_and_redirects_do_not_follow_a_false_sender(
    server: Server, row: Row, target: str
) -> None:
    """Nothing that a sender says of the host comes back, in a header or in a page."""
    data = row.bytes.replace(b"GET / ", f"GET {target} ".encode(), 1)

    answer = exchange(server.port, data)

    assert_tells_nothing(answer)
    if answer.status != 400:  # which quotes what is wrong
        told = f"{answer.headers}{answer.body.decode('utf-8', 'replace')}"
        assert "evil.example" not in told


def test_a_secret_of_the_sender_does_not_come_back(server: Server) -> None:
    answer = exchange(server.port, ask("ASK {", "Authorization: Bearer s3cr3t", "Cookie: s3cr3t=1"))

    assert answer.status == 400
    assert b"s3cr3t" not in answer.body
