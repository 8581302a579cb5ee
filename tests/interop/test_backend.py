"""The endpoint over a SPARQL server of others (FAGUI_BACKEND): the tests of the endpoint, once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pytest

from endpoint.app import create_app
from endpoint.config import Settings
from tests.endpoint import test_graphstore, test_resources, test_sparql, test_timegate
from tests.endpoint.engine import test_forkengine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from benchmarks.servers.launching import Server
    from endpoint.engine.interface import Engine


@pytest.fixture(scope="module")
def app(back_end: Server, small: Path) -> Iterator[Flask]:
    made = create_app(Settings(release=small, backend=back_end.address))
    made.testing = True
    yield made
    made.extensions["fagui.releases"].current().engine.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def shared(app: Flask) -> Engine:
    found: Engine = app.extensions["fagui.releases"].current().engine
    return found


# Tests that fail over a server for a reason of its own. They must fail: a server that learns it
# leaves the list.
KNOWN: Final = {
    ("virtuoso", "test_chinese_comes_through_in_every_format"): "refuses variables like ?条",
}


@pytest.fixture(autouse=True)
def known(request: pytest.FixtureRequest, back_end: Server) -> None:
    reason = KNOWN.get((back_end.name, request.function.__name__))
    if reason:
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))


def _tests_of(module: Any, needed: str) -> dict[str, Callable[..., None]]:
    """The tests of a module that take the fixture; the others do not depend on the engine."""
    found = {
        name: test
        for name, test in vars(module).items()
        if name.startswith("test_") and needed in test.__annotations__
    }
    assert found
    return found


for each in (test_sparql, test_resources, test_graphstore, test_timegate):
    found = _tests_of(each, "client")
    assert not found.keys() & globals().keys()
    globals().update(found)
# It leaves a server busy that does not see that its client has gone: test_backend_limits.py is the last.
del globals()["test_a_query_without_end_is_stopped_and_said_so"]
test_place_of_a_syntax_error = test_forkengine.test_place_of_a_syntax_error
test_a_query_sees_the_dataset_it_names = test_forkengine.test_a_query_sees_the_dataset_it_names


def test_known_failures_are_tests_of_this_module() -> None:
    assert [name for _, name in KNOWN if name not in globals()] == []


def test_the_start_page_lists_the_documents(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).get_data(as_text=True)

    assert [page.count(each) > 0 for each in ("山西省促进条例", "若干措施")] == [True, True]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_bytes_are_those_of_the_embedded_engine(
    client: FlaskClient, small: Path, form: str
) -> None:
    """Whatever a server's own serialisation is like, ours reaches the client."""
    query = "SELECT ?s ?o { ?s <http://data.europa.eu/eli/ontology#number> ?o } ORDER BY ?s"
    embedded = create_app(Settings(release=small))
    asked = f"/sparql?{urlencode({'query': query, 'format': form})}"

    found, expected = client.get(asked), embedded.test_client().get(asked)

    assert (found.status_code, found.data) == (200, expected.data)
    assert found.data.count(b"eli/cn-sx") == 3
    embedded.extensions["fagui.releases"].current().engine.close()
