"""What the server says of itself: limits at `/` and in the service description, addresses behind a proxy, methods."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from endpoint.app import create_app
from endpoint.description.service import list_limits
from ontology.namespaces import SCHEMA, SD

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from endpoint.config import Settings

FORWARDED = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "law.example",
    "X-Forwarded-Prefix": "/data",
    "X-Forwarded-For": "192.0.2.1",
}


def description(client: FlaskClient, **headers: str) -> Store:
    answer = client.get("/sparql", headers={"Accept": "text/turtle", **headers})
    assert answer.status_code == 200
    found = Store()
    found.load(answer.data, RdfFormat.TURTLE)
    return found


def endpoints(found: Store) -> list[str]:
    return [
        each.object.value
        for each in found.quads_for_pattern(None, NamedNode(f"{SD}endpoint"), None)
    ]


def test_limits_are_the_same_everywhere(client: FlaskClient, settings: Settings) -> None:
    told = client.get("/", headers={"Accept": "application/json"}).get_json()["limits"]
    page = client.get("/?lang=en", headers={"Accept": "text/html"}).get_data(as_text=True)
    found = description(client)

    assert told["query_seconds"] == {
        "value": 5,
        "unit": "SEC",
        "says": "seconds that a query may run",
    }
    assert told["query_kilobytes"]["value"] == 100
    for limit in list_limits(settings):
        assert told[limit.name]["value"] == limit.value
        assert f"{limit.en}: {limit.value}" in page
        ((node, *_),) = found.quads_for_pattern(
            None, NamedNode(f"{SCHEMA}propertyID"), Literal(limit.name)
        )
        (maximum,) = found.quads_for_pattern(node, NamedNode(f"{SCHEMA}maxValue"), None)
        (unit,) = found.quads_for_pattern(node, NamedNode(f"{SCHEMA}unitCode"), None)
        assert (int(maximum.object.value), unit.object.value) == (limit.value, limit.unit)
        service = NamedNode("http://localhost/sparql#service")
        stated = NamedNode(f"{SCHEMA}additionalProperty")
        assert len(list(found.quads_for_pattern(service, stated, node))) == 1


def test_the_start_page_for_programs_leads_on(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept": "application/json"})
    told = answer.get_json()

    assert told["services"]["sparql"] == "http://localhost/sparql"
    assert told["release"] == "00000000000000a1"
    assert told["counts"]["documents"] == 2
    assert "Accept" in answer.headers["Vary"]
    assert client.get("/", headers={"Accept": "image/png"}).status_code == 406


def test_the_description_has_a_validator_and_links_to_statistics(client: FlaskClient) -> None:
    first = client.get("/sparql", headers={"Accept": "application/ld+json"})
    again = client.get(
        "/sparql",
        headers={"Accept": "application/ld+json", "If-None-Match": first.headers["ETag"]},
    )

    assert '<http://localhost/.well-known/void>; rel="describedby"' in first.headers["Link"]
    assert again.status_code == 304


def test_forwarded_headers_count_where_a_proxy_is_trusted(settings: Settings) -> None:
    trusting = create_app(replace(settings, proxies=1)).test_client()
    wary = create_app(settings).test_client()

    assert endpoints(description(trusting, **FORWARDED)) == ["https://law.example/data/sparql"]
    assert endpoints(description(wary, **FORWARDED)) == ["http://localhost/sparql"]
    # Only the proxy next to us is trusted: what a client sent before it is not.
    chained = FORWARDED | {"X-Forwarded-Host": "evil.example, law.example"}
    assert endpoints(description(trusting, **chained)) == ["https://law.example/data/sparql"]


def test_the_public_address_goes_before_all(settings: Settings) -> None:
    app = create_app(replace(settings, url="https://law.example/data/", proxies=1))

    found = endpoints(
        description(app.test_client(), **FORWARDED | {"X-Forwarded-Host": "a.example"})
    )
    assert found == ["https://law.example/data/sparql"]


@pytest.mark.parametrize(
    "host", ['a"b', "a b", "a<b>", "[::1", "a/b", "a:x", "%zz", "a{b}", "evil.example\\", "a..b"]
)
def test_a_host_that_is_none_is_refused(client: FlaskClient, host: str) -> None:
    for address in ("/", "/sparql", "/sparql?query=ASK{}", "/none"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400
        assert host not in str(answer.headers)


ADDRESSES = (
    "/",
    "/health",
    "/sparql?query=ASK{}",
    "/sparql",
    "/graphs?default",
    "/graphs/def",
    "/timemap/eli/cn-sx/dfxfg/2024/tiaoli",
    "/dumps/",
    "/dumps/fagui.nq",
    "/doc/eli/cn-sx/dfxfg/2024/tiaoli",
    "/doc/eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28",
    "/concept/jurisdiction",
    "/def",
    "/def.ttl",
    "/static/style.css",
    "/id/eli/cn-sx/dfxfg/2024/tiaoli",
    "/none",
    "/sparql?query=ASK{",
)


@pytest.mark.parametrize("accept", ["text/html", "text/turtle, */*;q=0.1"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_get_without_a_body_everywhere(
    client: FlaskClient, address: str, accept: str
) -> None:
    headers = {"Accept": accept, "Accept-Encoding": "gzip"}
    with (
        client.get(address, headers=headers) as get,
        client.head(address, headers=headers) as head,
    ):
        assert (head.status_code, head.data) == (get.status_code, b"")
        ignored = {"Date", "Content-Length"} if get.is_streamed else {"Date"}
        for name in set(get.headers.keys()) - ignored:
            assert head.headers.get_all(name) == get.headers.get_all(name), name


@pytest.mark.parametrize("address", ADDRESSES[:-2])
def test_options_and_preflight_everywhere(client: FlaskClient, address: str) -> None:
    answer = client.options(
        address,
        headers={
            "Origin": "https://a.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "content-type, accept-datetime",
        },
    )

    assert answer.status_code == 200
    assert {"GET", "HEAD", "OPTIONS"} <= set(answer.headers["Allow"].split(", "))
    assert answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"]
    allowed = answer.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert {"content-type", "accept-datetime", "accept"} <= set(allowed)
    assert ("POST" in answer.headers["Allow"]) == address.startswith("/sparql")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_may_be_read_by_every_page(client: FlaskClient, address: str) -> None:
    with client.get(address, headers={"Origin": "https://a.example"}) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Link", "Location", "Memento-Datetime", "Retry-After", "Vary"} <= set(exposed)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", ADDRESSES[:-2])
def test_other_methods_are_405_with_allow(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(address, method=method)

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.get_json()["error"]["status"] == 405


def test_what_changes_by_itself_is_not_stored(app: Flask) -> None:
    client = app.test_client()
    for query, expected in (("SELECT (NOW() AS ?x) {}", "no-store"), ("ASK {}", "no-cache")):
        answer = client.get("/sparql", query_string={"query": query})
        assert answer.headers["Cache-Control"] == expected
