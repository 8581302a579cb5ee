"""Paths and parameters: out of the directory, out of the encoding, too long, too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.endpoint.hostile.rows import Row, assert_defined, each
from tests.endpoint.hostile.wire import CLOSED, exchange, post, quote, request

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server

OK: Final = frozenset({200})
NOT_FOUND: Final = frozenset({404})
# A front may refuse a path that is no path; nothing but the file itself would be wrong.
NO_FILE: Final = frozenset({301, 308, 400, 404})
MISSING: Final = frozenset({400})
# Without a parameter 'query' the service describes itself.
DESCRIBED: Final = OK
FORM: Final = "application/x-www-form-urlencoded"
ASK: Final = quote("ASK {}")

_UPWARDS: Final = (
    "../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "%2e%2e%2fsecret.txt",
    "%252e%252e%252fsecret.txt",
    "..%252fsecret.txt",
    "..\\secret.txt",
    "..%5csecret.txt",
    "%2e%2e%5csecret.txt",
    "%c0%ae%c0%ae/secret.txt",
    "%c0%ae%c0%ae%c0%afsecret.txt",
    "%e0%80%ae%e0%80%ae%e0%80%afsecret.txt",
    "%u002e%u002e/secret.txt",
    "....//secret.txt",
    "..;/secret.txt",
    "./.././secret.txt",
    "fagui.nq/../../secret.txt",
    "fagui.nq%00.txt",
    "..%00/secret.txt",
    "%00",
    "../manifest.json",
    "../store/CURRENT",
    "//etc/passwd",
    "%2fetc%2fpasswd",
    "..%2f" * 12 + "etc%2fpasswd",
    "../" * 12 + "etc/passwd",
    "file:///etc/passwd",
    "C:%5cWindows%5cwin.ini",
    "~root/.profile",
    ".%0a./secret.txt",
    "fagui.nq.",
    "fagui.nq%20",
    "FAGUI.NQ",
    "fagui.nq/",
    "．．/secret.txt",
    "‥/secret.txt",
)
UPWARDS = [
    Row(f"{directory}{path}"[:70], request(f"{directory}{path}"), NO_FILE)
    for directory, paths in (
        ("/dumps/", _UPWARDS),
        ("/static/", _UPWARDS[:30]),
        ("/doc/", _UPWARDS[:12]),
        ("/", _UPWARDS[:8]),
    )
    for path in paths
]

ODD = [
    Row(f"{name}", request(target), expected)
    for name, target, expected in (
        ("path of 8 kB", f"/doc/{'a' * 8000}", NOT_FOUND),
        ("path of 500 kB", f"/doc/{'a' * 500_000}", frozenset({404, 414, 431})),
        ("path of 10,000 steps", "/doc" + "/a" * 10_000, frozenset({404, 414})),
        ("IRI of 10,000 steps", "/id" + "/a" * 10_000, frozenset({404, 414})),
        ("path of slashes", "/doc/" + "/" * 5000, NO_FILE),
        ("path of points", "/" + "./" * 5000, NO_FILE | OK),
        ("path of percent signs", "/doc/" + "%25" * 5000, NOT_FOUND),
        ("path of bytes", "/doc/%ff%fe%80", NOT_FOUND),
        ("path of a lone surrogate", "/doc/%ED%A0%80", NOT_FOUND),
        ("path of overlong UTF-8", "/doc/%F0%80%80%AF", NOT_FOUND),
        ("path beyond Unicode", "/doc/%F5%80%80%80", NOT_FOUND),
        ("path of half a percent sign", "/doc/%4", NOT_FOUND),
        ("path of no percent number", "/doc/%zz", NOT_FOUND),
        ("path with raw UTF-8", "/doc/甲", NOT_FOUND | {400}),
        ("path with raw bytes", b"/doc/\xff\xfe", NOT_FOUND | {400}),
        ("path that ends a query", "/doc/a%3E%20%3Fp%20%3Fo%20%7D%20%23", NOT_FOUND),
        ("path that ends an IRI", "/doc/a>%20<b", NOT_FOUND | {400}),
        ("path of quotation marks", "/doc/a\"b'c", NOT_FOUND),
        ("path of bidirectional marks", "/doc/%E2%80%AEfdp", NOT_FOUND),
        ("path with a byte order mark", "/doc/%EF%BB%BF", NOT_FOUND),
        ("path of a noncharacter", "/doc/%EF%BF%BF", NOT_FOUND),
        ("path of combining marks", "/doc/a" + "%CC%81" * 2000, NOT_FOUND),
        ("path of a format string", "/doc/%25s%25n%7B0%7D%7B%7Bconfig%7D%7D", NOT_FOUND),
        ("path of a template", "/%7B%7B7*7%7D%7D", NOT_FOUND),
        ("path of an expression", "/doc/$%7B7*7%7D", NOT_FOUND),
        ("suffix of nothing", "/doc/.ttl", NOT_FOUND),
        ("suffixes without end", "/doc/a" + ".ttl" * 2000, NOT_FOUND),
        ("suffix unknown", "/def.exe", NOT_FOUND),
        ("empty steps", "/id//", NOT_FOUND | {308}),
        ("only a directory", "/doc/", NOT_FOUND | OK),
        ("console of the framework", "/console", NOT_FOUND),
        ("debugger of the framework", "/?__debugger__=yes&cmd=resource&f=debugger.js", OK),
        ("status of Apache", "/server-status", NOT_FOUND),
        ("repository", "/.git/config", NOT_FOUND),
        ("environment", "/.env", NOT_FOUND),
        ("memory of the process", "/proc/self/environ", NOT_FOUND),
        ("administration", "/admin/", NOT_FOUND),
        ("old PHP", "/index.php?page=../../etc/passwd", NOT_FOUND),
        ("template as a file", "/templates/base.html", NOT_FOUND),
        ("module as a file", "/static/../app.py", NO_FILE),
    )
]

PARAMETERS = [
    Row(f"parameters: {name}", request(f"/sparql?{text}", "Accept: application/json"), expected)
    for name, text, expected in (
        ("2,000", f"query={ASK}" + "&a=b" * 2000, frozenset({400})),
        ("100,000", f"query={ASK}" + "&a" * 100_000, frozenset({400, 413, 414, 431})),
        ("only ampersands", "&" * 5000, MISSING),
        ("only equals signs", "=" * 5000, DESCRIBED),
        ("query twice", f"query={ASK}&query={ASK}%20", MISSING),
        ("query twice, once empty", f"query=&query={ASK}", MISSING),
        ("query 900 times", "&".join([f"query={ASK}"] * 900), MISSING),
        ("empty query", "query=", MISSING),
        ("query without value", "query", MISSING),
        ("query of blanks", "query=%20%0A%09", MISSING),
        ("query of a comment", "query=%23", MISSING),
        ("wrong case", f"QUERY={ASK}", DESCRIBED),
        ("blank in the name", f"query%20={ASK}", DESCRIBED),
        ("NUL in the name", f"query%00={ASK}", DESCRIBED),
        ("array", f"query[]={ASK}", DESCRIBED),
        ("array with a key", f"query[0]={ASK}", DESCRIBED),
        ("object", f"query[$ne]={ASK}", DESCRIBED),
        ("semicolons", f"a=b;query={ASK}", DESCRIBED),
        ("prototype", f"query={ASK}&__proto__[admin]=1", OK),
        ("percent sign alone", "query=%", MISSING),
        ("not UTF-8", "query=ASK%20%7B%7D%23%FF", MISSING),
        ("overlong UTF-8", "query=ASK%20%7B%7D%23%C0%AF", MISSING),
        ("lone surrogate", "query=ASK%20%7B%7D%23%ED%A0%80", MISSING),
        ("two surrogates as CESU-8", "query=ASK%20%7B%7D%23%ED%A0%BD%ED%B8%80", MISSING),
        ("raw UTF-8", "query=ASK%7B%7D%23甲", frozenset({200, 400})),
        ("UTF-16", f"query={quote('ASK {}'.encode('utf-16'))}", MISSING),
        ("UTF-7", "query=ASK%20%2BAHsAfQ-", MISSING),
        ("byte order mark", f"query=%EF%BB%BF{ASK}", frozenset({200, 400})),
        ("NUL", f"query={ASK}%00", MISSING),
        ("NUL in a comment", f"query={ASK}%23%00", frozenset({200, 400})),
        (
            "NUL in a string",
            f"query={quote(chr(65) + 'SK { ?s ?p ')}%22%00%22%7D",
            frozenset({200, 400}),
        ),
        ("control characters", "query=ASK%01%02%7B%7D", MISSING),
        (
            "bidirectional marks in a string",
            f"query={quote('SELECT (')}%22%E2%80%AE%22{quote(' AS ?x) {}')}",
            OK,
        ),
        ("no-break space", "query=ASK%C2%A0%7B%7D", MISSING),
        ("zero-width space", "query=ASK%E2%80%8B%7B%7D", MISSING),
        ("full-width brackets", "query=ASK%EF%BD%9B%EF%BD%9D", MISSING),
        (
            "noncharacter in a string",
            f"query={quote('SELECT (')}%22%EF%BF%BF%22{quote(' AS ?x) {}')}",
            frozenset({200, 400}),
        ),
        ("graph that is no IRI", f"query={ASK}&default-graph-uri=hostile", MISSING),
        (
            "graph of 90 kB",
            f"query={ASK}&default-graph-uri=urn:{'a' * 90_000}",
            frozenset({200, 400, 413, 414}),
        ),
        (
            "900 graphs",
            f"query={ASK}" + "".join(f"&default-graph-uri=urn:g:{n}" for n in range(900)),
            OK,
        ),
        ("graph that ends a query", f"query={ASK}&named-graph-uri=urn:a%3E%20%7B%7D", MISSING),
        ("graph of bytes", f"query={ASK}&named-graph-uri=urn:%FF", MISSING),
        ("graph of an empty string", f"query={ASK}&default-graph-uri=", frozenset({200, 400})),
        ("format of a path", f"query={ASK}&format=../../etc/passwd", MISSING),
        ("format of a script", f"query={ASK}&format=<script>hostile()</script>", MISSING),
        ("format of 50 kB", f"query={ASK}&format={'a' * 50_000}", MISSING),
        ("format of NUL", f"query={ASK}&format=%00", MISSING),
        ("format of a class", f"query={ASK}&format=__class__", MISSING),
        ("format twice", f"query={ASK}&format=csv&format=<hostile>", frozenset({200, 400})),
        ("format of Turtle for a truth value", f"query={ASK}&format=turtle", MISSING),
        ("timeout without end", f"query={ASK}&timeout=99999999999", OK),
        ("negative timeout", f"query={ASK}&timeout=-1", frozenset({200, 400})),
        ("date that is none", f"query={ASK}&at=hostile", frozenset({200, 400})),
        ("date of the year 99999", f"query={ASK}&at=99999-12-31", frozenset({200, 400})),
        ("date of February 30", f"query={ASK}&at=2024-02-30", frozenset({200, 400})),
        ("debug", f"query={ASK}&debug=on&explain=1", OK),
        ("callback", f"query={ASK}&callback=hostile", OK),
        ("stylesheet", f"query={ASK}&xslt-uri=http://127.0.0.1/hostile.xsl", OK),
    )
]

BODIES = [
    Row(f"body: {name}", post(body, media=media), expected)
    for name, media, body, expected in (
        ("form of 2,000 parameters", FORM, f"query={ASK}" + "&a=b" * 2000, frozenset({400})),
        ("form of bytes", FORM, b"query=\xff\xfe", frozenset({400})),
        ("form with raw Chinese", FORM, "query=ASK {} # 甲", frozenset({200, 400})),
        ("form of NULs", FORM, bytes(1000), frozenset({400})),
        ("form in an array", FORM, f"query[]={ASK}", frozenset({400})),
        ("empty form", FORM, "", frozenset({400})),
        ("empty query", "application/sparql-query", "", frozenset({400})),
        ("query not UTF-8", "application/sparql-query", b"ASK {} # \xff", frozenset({400})),
        (
            "query of overlong UTF-8",
            "application/sparql-query",
            b"ASK {} # \xc0\xaf",
            frozenset({400}),
        ),
        (
            "query with a lone surrogate",
            "application/sparql-query",
            b"ASK {} # \xed\xa0\x80",
            frozenset({400}),
        ),
        (
            "query in UTF-16",
            "application/sparql-query",
            "ASK {}".encode("utf-16"),
            frozenset({400}),
        ),
        (
            "query that says UTF-16",
            "application/sparql-query; charset=utf-16",
            "ASK {}".encode("utf-16-le"),
            frozenset({400, 415}),
        ),
        (
            "query in GB18030",
            "application/sparql-query; charset=gb18030",
            'ASK { ?s ?p "条" }'.encode("gb18030"),
            frozenset({400, 415}),
        ),
        (
            "charset of a path",
            "application/sparql-query; charset=../../x",
            "ASK {} # charset",
            frozenset({400, 415}),
        ),
        (
            "charset that runs code",
            "application/sparql-query; charset=rot13",
            "NFX {}",
            frozenset({400, 415}),
        ),
        (
            "charset of a zip",
            "application/sparql-query; charset=zlib_codec",
            b"x\x9cs\x0c\xf6",
            frozenset({400, 415}),
        ),
        (
            "query with a byte order mark",
            "application/sparql-query",
            b"\xef\xbb\xbfASK {}",
            frozenset({200, 400}),
        ),
        ("noughts", "application/sparql-query", bytes(5000), frozenset({400})),
        ("noise", "application/sparql-query", bytes(range(256)) * 40, frozenset({400})),
        ("JSON", "application/json", '{"query": "ASK {}"}', frozenset({415})),
        (
            "XML with entities",
            "application/xml",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            frozenset({415}),
        ),
        (
            "multipart",
            "multipart/form-data; boundary=x",
            '--x\r\nContent-Disposition: form-data; name="query"\r\n\r\nASK {}\r\n--x--',
            frozenset({415}),
        ),
        ("multipart without boundary", "multipart/form-data", "--\r\n\r\n", frozenset({415})),
        ("pickle", "application/python-pickle", b"cos\nsystem\n(S'true'\ntR.", frozenset({415})),
        ("no media type", "", "ASK {} # no media type", frozenset({415})),
        (
            "media type of a script",
            "<script>hostile()</script>",
            "ASK {} # script",
            frozenset({415}),
        ),
        ("media type of 50 kB", "a/" + "b" * 50_000, "ASK {} # media", frozenset({415})),
        (
            "media type with 5,000 parameters",
            "application/sparql-query" + ";a=b" * 5000,
            "ASK {} # parameters",
            frozenset({200, 400, 415}),
        ),
    )
]

ROWS = [*UPWARDS, *ODD, *PARAMETERS, *BODIES]
SECRETS: Final = (b"not in the manifest", b"root:x:0", b'"sha256"', b"MANIFEST-", b"[extensions]")


@each(ROWS)
def test_paths_and_parameters_have_a_defined_answer(server: Server, row: Row) -> None:
    answer = exchange(server.port, row.bytes)

    assert_defined(row, answer)
    assert answer.status != CLOSED
    assert [each for each in SECRETS if each in answer.body] == []
