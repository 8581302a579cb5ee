from __future__ import annotations

import pytest

from endpoint.protocol.negotiation import choose_language, choose_media

OFFERS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv")
JSON, XML, CSV = OFFERS


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (XML, XML),
        (XML.upper(), XML),
        ("text/csv;q=0.9, application/sparql-results+xml;q=0.8", CSV),
        ("text/csv;q=0.8, application/sparql-results+xml;q=0.9", XML),
        # Equals: our order decides, not the order of the header.
        ("text/csv, application/sparql-results+json", JSON),
        ("text/*", CSV),
        ("text/*;q=0.1, */*;q=0.5", JSON),
        # The most specific range decides, even where it says less.
        ("application/sparql-results+json;q=0.1, */*;q=0.5", XML),
        ("application/sparql-results+json;q=0, application/*", XML),
        ("text/csv;charset=utf-8;q=0.7", CSV),
        ("text/csv; Q=0.7", CSV),
        ("text/csv;q=0", None),
        ("image/png", None),
        # Malformed members are as if they were not there.
        ("text/csv;q=high", None),
        ("text/csv;q=1.5", None),
        ("csv, text/csv", CSV),
        (",,;;,", None),
        ("text", None),
        ("*/csv", None),
    ],
)
def test_accept_header_chooses_the_media_type(accept: str | None, expected: str | None) -> None:
    found = choose_media(accept, OFFERS)

    assert found == expected


def test_nothing_is_chosen_where_nothing_is_offered() -> None:
    assert choose_media(None, ()) is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr, en;q=0.5", "en"),
        ("fr", "zh"),
        ("en;q=0", "zh"),
        ("*", "zh"),
    ],
)
def test_language_header_chooses_the_language(header: str | None, expected: str) -> None:
    found = choose_language(header, ("zh", "en"))

    assert found == expected
