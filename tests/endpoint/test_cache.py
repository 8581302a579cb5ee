from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from endpoint.app import create_app
from endpoint.cache import Answers, Kept

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from endpoint.config import Settings

Publish = Callable[..., Path]
SELECT = "SELECT * { ?s ?p ?o }"
VOLATILE = "SELECT (RAND() AS ?x) {}"
FORM = "application/x-www-form-urlencoded"
CSV = {"Accept": "text/csv"}


@pytest.fixture
def cached(publish: Publish, tmp_path: Path, settings: Settings) -> Iterator[FlaskClient]:
    """A client of an application of its own, whose cache is empty."""
    publish(tmp_path, "00000000000000c1")
    made = create_app(dataclasses.replace(settings, release=tmp_path))
    made.testing = True
    yield made.test_client()
    made.extensions["fagui.releases"].current().engine.close()


def answers_of(client: FlaskClient) -> Answers:
    found: Answers = client.application.extensions["fagui.answers"]
    return found


def ask(client: FlaskClient, query: str = SELECT, **headers: str) -> TestResponse:
    return client.get("/sparql", query_string={"query": query}, headers=headers, buffered=True)


def same(first: TestResponse, second: TestResponse) -> bool:
    """Whether two answers are equal in all that a client may look at."""
    heads = [
        sorted((name, value) for name, value in each.headers if name != "Date")
        for each in (first, second)
    ]
    return heads[0] == heads[1] and (first.status_code, first.data) == (
        second.status_code,
        second.data,
    )


def test_an_answer_is_made_once(cached: FlaskClient) -> None:
    first, second = ask(cached), ask(cached)

    assert same(first, second)
    assert first.status_code == 200
    assert (answers_of(cached).hits, answers_of(cached).misses) == (1, 1)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (VOLATILE, {}),
        ("SELECT (NOW() AS ?x) {}", {}),
        ("ASK {", {}),  # an error
        (SELECT, {"Accept": "text/html"}),  # a page, which depends on more than the result
        (SELECT, {"Accept": "image/png"}),
        (SELECT, {"Range": "bytes=0-1"}),
    ],
)
def test_what_is_not_kept(cached: FlaskClient, query: str, headers: dict[str, str]) -> None:
    for _ in range(2):
        ask(cached, query, **headers)

    assert answers_of(cached).hits == 0


@pytest.mark.parametrize(
    "second",
    [
        {"query_string": {"query": f"{SELECT} "}},
        {"query_string": {"query": SELECT, "format": "csv"}},
        {"query_string": {"query": SELECT, "default-graph-uri": "a:b"}},
        {"query_string": {"query": SELECT}, "headers": CSV},
        {"query_string": {"query": SELECT}, "headers": {"Accept-Encoding": "gzip"}},
        {"query_string": {"query": SELECT}, "headers": {"Origin": "https://a.example"}},
        {"query_string": {"query": SELECT}, "base_url": "https://b.example"},
        {"data": {"query": SELECT}, "method": "POST"},
    ],
)
def test_another_request_has_an_answer_of_its_own(
    cached: FlaskClient, second: dict[str, object]
) -> None:
    ask(cached)
    cached.open("/sparql", buffered=True, **second)

    assert (answers_of(cached).hits, answers_of(cached).misses) == (0, 2)


def test_the_body_of_a_post_is_part_of_the_question(cached: FlaskClient) -> None:
    bodies = [f"query=ASK%7B%7D%23{each}" for each in (1, 2, 1)]
    found = [cached.post("/sparql", data=each, content_type=FORM, buffered=True) for each in bodies]

    assert [each.status_code for each in found] == [200] * 3
    assert (answers_of(cached).hits, answers_of(cached).misses) == (1, 2)


def test_a_kept_answer_is_never_stale(
    cached: FlaskClient, publish: Publish, tmp_path: Path
) -> None:
    query = "SELECT ?o { <a:new> <a:p> ?o }"
    before = [ask(cached, query, **CSV).data for _ in range(2)]
    old = cached.application.extensions["fagui.releases"].current().engine

    publish(tmp_path, "00000000000000c2", {"a:graph": "<a:new> <a:p> 1 ."})
    after = [ask(cached, query, **CSV) for _ in range(2)]

    assert before == [b"o\r\n"] * 2
    assert [each.data for each in after] == [b"o\r\n1\r\n"] * 2
    assert same(*after)
    old.close()


def test_head_and_conditional_requests_are_answered_as_ever(cached: FlaskClient) -> None:
    plain = ask(cached)
    arguments = {"query_string": {"query": SELECT}}
    tag = plain.headers["ETag"]
    headers = [{"If-None-Match": each} for each in (tag, f'"x", {tag}', '"x"', "*")]

    found = [cached.get("/sparql", **arguments, headers=each) for each in headers]
    head = cached.head("/sparql", **arguments)

    assert answers_of(cached).hits == 5
    assert [each.status_code for each in found] == [304, 304, 200, 200]
    assert [len(each.data) for each in found] == [0, 0, len(plain.data), len(plain.data)]
    assert (head.status_code, head.data, head.headers) == (200, b"", plain.headers)
    # A 304 says what the 200 would say, but nothing of a body (RFC 9110, 15.4.5).
    for name in ("ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
        assert found[0].headers[name] == plain.headers[name]
    assert "Content-Type" not in found[0].headers


def test_a_first_head_request_keeps_nothing(cached: FlaskClient) -> None:
    head = cached.head("/sparql", query_string={"query": SELECT})
    plain = ask(cached)

    assert (head.data, plain.data[:1], answers_of(cached).hits) == (b"", b"{", 0)


def test_what_is_kept_is_bounded() -> None:
    made = Answers(100_000)
    answer = Kept([], "", b"x" * 10_000)
    for number in range(50):
        made.keep(number, answer)
        made.find(0)

    kept = [number for number in range(50) if made.find(number)]
    assert kept == [0, *range(43, 50)]  # the one that was used again, and the last
    assert made._bytes <= 100_000


def test_a_large_answer_is_not_kept(cached: FlaskClient) -> None:
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f } LIMIT 40000"
    first, second = (ask(cached, query) for _ in range(2))

    assert len(first.data) > answers_of(cached).entry_bytes
    assert same(first, second)
    assert answers_of(cached).hits == 0


def test_no_cache_is_a_setting(settings: Settings) -> None:
    made = create_app(dataclasses.replace(settings, cache_megabytes=0))

    assert "fagui.answers" not in made.extensions
