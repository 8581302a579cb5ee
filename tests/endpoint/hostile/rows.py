"""A hostile request, what it must be answered with, and what no answer may show."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import html5lib
import pytest

from tests.endpoint.hostile.wire import CLOSED, HANGS, LIMIT, Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARK: Final = "hostile"
"""Stands in every script that a request or the data tries to put into a page."""
INJECTED: Final = {"x-injected", "set-cookie"}
"""Headers that no answer of ours has."""

REFUSED: Final = frozenset({400})
BAD_TARGET: Final = frozenset({400, 404})
BROKEN: Final = frozenset({400, CLOSED})
"""What is no HTTP: an error, or the connection is closed."""
STOPPED: Final = frozenset({503})
"""Without end, or without bounds: stopped at a limit, and said so."""
TOO_MUCH: Final = frozenset({413, 503})
BOUNDED: Final = frozenset({200, 400, 413, 503})
"""Within the limits of text, and heavy: any answer that is whole or says why there is none."""

# What would tell a stranger how the server is built and where it lies.
_LEAKS: Final = re.compile(
    r"Traceback \(most recent|File \"/|site-packages|/endpoint/engine|\.py\b|root:x:0|daemon:x:1"
    r"|pyoxigraph\.|panicked at|" + re.escape(str(Path(__file__).parents[3]))
)


@dataclass(frozen=True, slots=True)
class Row:
    """One request and the statuses that it may have; `needs`: what the body must say."""

    name: str
    data: bytes | Callable[[], bytes] = field(repr=False)
    expected: frozenset[int] = REFUSED
    needs: str = ""
    half_close: bool = False
    seconds: float = LIMIT

    @property
    def bytes(self) -> bytes:
        """What is sent."""
        return self.data() if callable(self.data) else self.data

    @property
    def accept(self) -> str:
        """The media type that the request accepts, where it says so."""
        match = re.search(rb"\r\nAccept: ([a-z+/-]+)\r\n", self.bytes[:200_000])
        return match[1].decode() if match else ""


def each(rows: Sequence[Row]) -> pytest.MarkDecorator:
    """A test for each row, under its name."""
    return pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in rows])


def assert_defined(row: Row, answer: Answer) -> None:
    """The answer is one that the row allows, whole, in our shape, and tells nothing it should not."""
    assert answer.status != HANGS, f"no answer within {row.seconds} s; so far {answer.rest[:200]!r}"
    assert answer.status in row.expected, (answer.status, answer.body[:500])
    assert answer.status < 500 or answer.status in {501, 503, 505}
    if answer.status == CLOSED:
        return
    # Who closes a half of the connection cannot be told from who has gone.
    assert row.half_close or not answer.cut
    assert row.needs in answer.body.decode("utf-8", "replace")
    assert_tells_nothing(answer)
    if answer.media == "text/html" and answer.body:
        assert_no_script(answer.body)
    elif answer.body:
        assert answer.header("x-content-type-options") == "nosniff"
    if answer.status >= 400:
        assert_shape(answer, row.accept)


def assert_tells_nothing(answer: Answer) -> None:
    """No trace of the program, no path of the file system, no header that a request has put in."""
    text = answer.body.decode("utf-8", "replace")
    assert not _LEAKS.search(text), _LEAKS.search(text)
    assert not INJECTED & {name for name, _ in answer.headers}
    for name, value in answer.headers:
        assert re.fullmatch(r"[a-z0-9-]+", name), name
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value), (name, value)


def assert_shape(answer: Answer, accept: str) -> None:
    """An error is in the one shape of all errors, in the media type that the request accepts."""
    if accept in {"text/html", "text/plain"}:
        assert answer.media == accept
    if answer.media == "application/json" and answer.body:
        told = json.loads(answer.body)["error"]
        assert told["status"] == answer.status
        assert told["detail"]
        assert told["remedy"]
    elif answer.media == "text/plain":
        assert answer.body.startswith(f"{answer.status} ".encode())
    else:
        assert answer.media in {"text/html", "application/json"}, answer.headers


def assert_no_script(body: bytes) -> None:
    """The page parses strictly, and no element, attribute or address comes from the request."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(body, transport_encoding="utf-8")
    count = 0
    for element in tree.iter():
        if not isinstance(element.tag, str):  # a comment
            assert MARK not in (element.text or "")
            continue
        count += 1
        assert MARK not in element.tag.lower()
        if element.tag in {"script", "style", "iframe", "object", "embed", "svg", "base", "meta"}:
            assert MARK not in f"{element.text}{element.attrib}".lower(), element.attrib
        for name, value in element.attrib.items():
            assert MARK not in name.lower(), name
            assert not name.lower().startswith("on"), name
            if name in {"href", "src", "action", "formaction", "xlink:href"}:
                assert urlsplit(value).scheme in {"", "http", "https"}, value
    assert count > 5
