from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard
from flask import Response

from endpoint.app import create_app
from endpoint.protocol.compression import MIN_BYTES, choose_coding, compress, is_compressible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from endpoint.config import Settings

QUERY = "SELECT * { ?s ?p ?o }"
BROWSER = "gzip, deflate, br, zstd"


def decode(coding: str | None, body: bytes) -> bytes:
    """What a client makes of a body, by decoders that the server does not use."""
    if coding == "gzip":
        return gzip.decompress(body)
    if coding == "br":
        return bytes(brotli.decompress(body))
    if coding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(body)
    assert coding is None
    return body


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br", "br"),
        ("zstd", "zstd"),
        (BROWSER, "zstd"),
        ("gzip, br", "br"),
        ("gzip;q=1.0, br;q=0.9, zstd;q=0.1", "gzip"),
        ("gzip;q=0, br", "br"),
        ("gzip;q=0", "identity"),
        ("deflate", "identity"),
        ("compress, pack200-gzip", "identity"),
        ("*", "zstd"),
        ("*;q=0.5, gzip", "gzip"),
        ("zstd;q=0, *", "br"),
        ("identity, gzip;q=0.5", "identity"),
        ("gzip;q=0.5, identity;q=0.4", "gzip"),
        ("identity;q=0, gzip;q=0.001", "gzip"),
        ("gzip;q=nonsense", "identity"),
        ("gzip;q=2", "identity"),
        ("identity;q=0", None),
        ("*;q=0", None),
        ("deflate, *;q=0", None),
        ("identity;q=0.5, *;q=0", "identity"),
    ],
)
def test_coding_by_the_header(header: str | None, expected: str | None) -> None:
    assert choose_coding(header) == expected


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ("application/sparql-results+json", True),
        ("application/rdf+xml", True),
        ("application/n-triples", True),
        ("text/csv", True),
        ("application/octet-stream", False),
        ("application/gzip", False),
        ("image/png", False),
    ],
)
def test_what_is_worth_a_coding(media: str, *, expected: bool) -> None:
    assert is_compressible(media) is expected


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("pieces", [[], [b""], [b"a"], ["第六条".encode() * 9000] * 5])
def test_pieces_come_back_whole(coding: str, pieces: list[bytes]) -> None:
    assert decode(coding, b"".join(compress(pieces, coding))) == b"".join(pieces)


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_pieces_are_coded_one_by_one(coding: str) -> None:
    """What is read ahead of what is sent stays small, however long the result is."""
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        for number in range(200):
            read += 1
            yield zlib.crc32(b"%d" % number).to_bytes(4, "big") * 16_384  # 64 kB

    coded = compress(pieces(), coding)
    next(coded)

    assert read < 200


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("media", ["application/sparql-results+json", "text/csv", "text/html"])
def test_results_under_every_coding(client: FlaskClient, coding: str, media: str) -> None:
    plain = client.get("/sparql", query_string={"query": QUERY}, headers={"Accept": media})
    headers = {"Accept": media, "Accept-Encoding": coding}
    coded = client.get("/sparql", query_string={"query": QUERY}, headers=headers)
    head = client.head("/sparql", query_string={"query": QUERY}, headers=headers)

    assert (coded.status_code, coded.headers["Content-Encoding"]) == (200, coding)
    assert "Content-Encoding" not in plain.headers
    assert decode(coding, coded.data) == plain.data
    assert len(coded.data) < len(plain.data) / 2
    assert int(coded.headers["Content-Length"]) == len(coded.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert "Accept-Encoding" in coded.headers["Vary"]
    assert (head.data, head.headers) == (b"", coded.headers)


def test_one_validator_is_weak_and_serves_every_coding(client: FlaskClient) -> None:
    def ask(**headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.get("/sparql", query_string={"query": QUERY}, headers=named)

    tag = ask(Accept_Encoding="gzip").headers["ETag"]
    unchanged = ask(Accept_Encoding="br", If_None_Match=tag)

    assert tag.startswith('W/"')
    assert ask().headers["ETag"] == tag
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert "Accept-Encoding" in unchanged.headers["Vary"]


def test_small_bodies_and_files_stay_as_they_are(client: FlaskClient) -> None:
    small = client.get("/sparql?query=ASK{}", headers={"Accept-Encoding": BROWSER})
    with client.get("/dumps/fagui.nq", headers={"Accept-Encoding": BROWSER}) as file:
        assert ("Content-Encoding" in file.headers, file.headers["Accept-Ranges"]) == (
            False,
            "bytes",
        )

    assert len(small.data) < MIN_BYTES
    assert "Content-Encoding" not in small.headers
    assert "Accept-Encoding" in small.headers["Vary"]


def test_who_takes_no_coding_that_there_is_gets_406(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK{}", headers={"Accept-Encoding": "identity;q=0"})
    error = client.get("/sparql?query=ASK{", headers={"Accept-Encoding": "identity;q=0"})

    assert (answer.status_code, answer.get_json()["error"]["title"]) == (
        406,
        "No acceptable content coding",
    )
    assert "zstd, br, gzip" in answer.get_json()["error"]["remedy"]
    assert error.status_code == 400


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_a_body_in_pieces_is_coded_in_pieces(settings: Settings, coding: str) -> None:
    app = create_app(settings)

    @app.get("/pieces")
    def pieces() -> Response:
        return Response(("条" * 5000 for _ in range(20)), mimetype="text/plain")

    answer = app.test_client().get("/pieces", headers={"Accept-Encoding": coding})

    assert answer.headers["Content-Encoding"] == coding
    assert "Content-Length" not in answer.headers
    assert decode(coding, answer.data).decode() == "条" * 100_000
