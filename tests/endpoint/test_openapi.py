"""The OpenAPI description and the routes are the same, and the server does what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from schemathesis.generation import GenerationMode

from endpoint.api.document import OPERATIONS, describe_api
from ontology.queries import read_examples

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask
    from flask.testing import FlaskClient

    from endpoint.api.operation import Operation

EXAMPLES = 10
"""Requests made up for each operation, and as many against its description."""
# Texts that are JSON or SPARQL are made by us: a schema cannot say what is valid there.
QUERIES = [
    "ASK {}",
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "DESCRIBE <http://a.example/>",
    "CONSTRUCT WHERE { ?s a ?o }",
    *(each.query for each in read_examples()[:3]),
]
BATCHES = ["{}", '{"q": {"query": "山西", "limit": 2}}', '{"q": {"query": "厅", "type": []}}']
EXTENSIONS = ['{"ids": ["id/actor/cn-sx/renda"], "properties": [{"id": "rdfs:label"}]}']
for name, texts in (
    ("sparql-query", QUERIES),
    ("reconciliation-queries", BATCHES),
    ("reconciliation-extension", EXTENSIONS),
):
    schemathesis.openapi.format(name, st.sampled_from(texts))


def routes(app: Flask) -> set[tuple[str, str]]:
    """Path and method of every route of the application, as OpenAPI writes them."""
    return {
        (re.sub(r"<(?:[^<>:]+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_described_and_every_description_has_a_route(app: Flask) -> None:
    described = [(each.path, each.method) for each in OPERATIONS]

    assert sorted(routes(app) - set(described)) == [], "routes that endpoint/api does not describe"
    assert sorted(set(described) - routes(app)) == [], (
        "descriptions in endpoint/api without a route"
    )
    assert len(described) == len(set(described))
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)


def test_parameters_of_paths_are_described() -> None:
    for each in OPERATIONS:
        in_path = {one.name for one in each.parameters if one.where == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", each.path)), each.path


def test_the_description_is_served_with_the_address_of_the_server(client: FlaskClient) -> None:
    told = client.get("/openapi.json", base_url="https://law.example/").get_json()

    assert told == describe_api("https://law.example", "0.1.0")
    assert set(told["paths"]["/sparql"]) == {"get", "post"}


@pytest.fixture(scope="module")
def described(app: Flask) -> Any:
    def close_all(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """The application; schemathesis does not close what it gets."""
        pieces = app(environ, start_response)
        try:
            return [b"".join(pieces)]
        finally:
            pieces.close()  # type: ignore[attr-defined]

    return schemathesis.openapi.from_wsgi("/openapi.json", close_all)


def test_the_description_is_valid_openapi(described: Any) -> None:
    described.validate()

    assert described.raw_schema["openapi"].startswith("3.1.")


def refuses_what_no_schema_says(operation: Operation, case: Any) -> bool:
    """`?format=` must fit what is asked for; some parameters exclude each other."""
    if operation.tag == "query":
        return True
    query = case.query or {}
    return "queries" in query and "extend" in query


def ask(operation: Operation, described: Any, mode: GenerationMode) -> None:
    """Requests made from the description, or against it; the same at every run."""

    @given(case=described[operation.path][operation.method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        # What is not known is left aside, as HTTP does: it need not be refused.
        left_out = [negative_data_rejection]
        if refuses_what_no_schema_says(operation, case):
            left_out.append(positive_data_acceptance)
        # The client of the checks reads no codings.
        headers = {"Accept-Encoding": "identity"}
        case.call_and_validate(headers=headers, excluded_checks=left_out)

    check()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_requests_by_the_description(operation: Operation, described: Any) -> None:
    ask(operation, described, GenerationMode.POSITIVE)


CONSTRAINED = [
    each for each in OPERATIONS if each.body or "query" in {p.where for p in each.parameters}
]


@pytest.mark.parametrize("operation", CONSTRAINED, ids=lambda each: each.name)
def test_requests_against_the_description(operation: Operation, described: Any) -> None:
    ask(operation, described, GenerationMode.NEGATIVE)
