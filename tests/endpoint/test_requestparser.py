from __future__ import annotations

import json

import pytest
from waitress.adjustments import Adjustments

from endpoint.front.requestparser import RequestParser

START = b"POST /sparql HTTP/1.1\r\nHost: a\r\n"


def parse(data: bytes) -> RequestParser:
    parser = RequestParser(Adjustments(max_request_header_size=20_000, max_request_body_size=1000))
    while data and not parser.completed:
        data = data[parser.received(data[:8192]) :]
    return parser


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"HELLO\r\n\r\n", 400),
        (START + b"Content-Length: six\r\n\r\n", 400),
        (START + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 400),
        (START + b"Content-Length: 5000\r\n\r\n", 413),
        (START + b"Transfer-Encoding: chunked\r\n\r\n" + b"3e8\r\n" + b"x" * 1000, 413),
        (b"GET /" + b"x" * 30_000, 414),
        (START + b"A: " + b"x" * 30_000, 431),
        (START + b"Transfer-Encoding: gzip\r\n\r\n", 501),
    ],
)
@pytest.mark.parametrize("media", ["application/json", "text/plain"])
def test_a_refusal_has_the_shape_of_all_errors(data: bytes, status: int, media: str) -> None:
    parser = parse(data)
    parser.headers["ACCEPT"] = media
    parser.error._accept = media

    line, headers, body = parser.error.to_response("fagui")

    assert line.startswith(f"{status} ")
    assert dict(headers)["Content-Type"].startswith(media)
    if media == "text/plain":
        assert body.startswith(f"{status} ".encode())
    else:
        told = json.loads(body)["error"]
        assert (told["status"], told["line"]) == (status, None)
        assert told["detail"]
        assert told["remedy"]


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (b"", False),
        (b"Content-Length: 0\r\n", False),
        (b"Content-Length: 5000\r\n", False),
        (b"Content-Length: 500\r\n", True),
    ],
)
def test_only_a_body_that_may_come_is_asked_for(headers: bytes, expected: bool) -> None:
    parser = parse(START + b"Expect: 100-continue\r\n" + headers + b"\r\n")

    assert (parser.expect_continue, parser.completed) == (expected, not expected)


def test_a_request_that_is_right_stays_so() -> None:
    parser = parse(START + b"Content-Length: 6\r\n\r\nASK {}")

    assert (parser.completed, parser.error) == (True, None)
    assert parser.get_body_stream().read() == b"ASK {}"
