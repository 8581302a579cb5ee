"""No IRI of a release is dead, in the small release and in that of the five documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest

from benchmarks.crawl import HTML, TURTLE, Found, crawl, find_iris, sample
from endpoint.app import create_app
from endpoint.config import Settings
from endpoint.engine.interface import Query, Result, ResultFormat
from ontology.load import merged
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

PAGES = 300
"""Documents of the five that are asked for as pages, too."""
FORMATS: dict[ResultFormat, Any] = {
    ResultFormat.JSON: pyoxigraph.QueryResultsFormat.JSON,
    ResultFormat.TURTLE: pyoxigraph.RdfFormat.TURTLE,
}


class DirectEngine:
    """Evaluates the queries of views, which always end, without a process for each."""

    def __init__(self, store: Path) -> None:
        self._store = pyoxigraph.Store.read_only(str(store))

    def run(self, query: Query, is_gone: object = None) -> Result:
        found: Any = self._store.query(query.text, use_default_graph_as_union=True)
        return Result(found.serialize(format=FORMATS[query.format]))

    def close(self) -> None:
        """Nothing to release."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Path]) -> Path:
    """The small release with the ontology, whose terms it uses."""
    directory = tmp_path_factory.mktemp("small")
    publish(directory, "00000000000000a1", {f"{BASE}def": merged().serialize()})
    return directory


def client_of(directory: Path) -> FlaskClient:
    return create_app(Settings(release=directory), DirectEngine).test_client()


def iris_of(directory: Path) -> Found:
    return find_iris(directory / "current" / "dumps" / "fagui.nq")


def test_every_iri_of_the_small_release_lives_as_data_and_as_page(small: Path) -> None:
    found = iris_of(small)

    report = crawl(client_of(small), found, sorted(found.documents))

    assert report.dead == []
    assert report.answers == {TURTLE: 23, HTML: 23}
    assert report.iris > 130


def test_every_iri_of_the_five_documents_lives(five: Path) -> None:
    found = iris_of(five)

    report = crawl(client_of(five), found, sample(found.documents, PAGES))

    assert report.dead == []
    assert report.answers[TURTLE] > 2500
    assert report.answers[HTML] >= PAGES
    assert report.iris > 7500


@pytest.mark.parametrize(
    ("iri", "described", "expected"),
    [
        ("id/none", False, "404 application/json"),
        ("id/actor/cn-sx/renda#none", False, "the document says nothing of it"),
        ("concept/oddity#x", True, "the document says nothing of it"),
        ("concept/oddity/title-missing", True, None),
        ("concept/oddity#", False, None),
        ("http://example.org/", False, None),
    ],
)
def test_a_dead_iri_is_found(
    small: Path, tmp_path: Path, iri: str, described: bool, expected: str | None
) -> None:
    """The crawl would say so: an IRI that the release does not have, or says nothing of."""
    full = iri if ":" in iri else f"{BASE}{iri}"
    known = f"<{BASE}concept/oddity>"
    triple = f"<{full}> <a:p> {known}" if described else f"{known} <a:p> <{full}>"
    (tmp_path / "x.nq").write_text(f"{triple} {known} .\n", encoding="utf-8")

    report = crawl(client_of(small), find_iris(tmp_path / "x.nq"))

    assert report.dead == ([f"{full} as {TURTLE}: {expected}"] if expected else [])


def test_a_sample_is_the_same_every_time() -> None:
    assert sample({"c", "a", "d", "b"}, 2) == ["a", "c"]
    assert sample({"c", "a"}, 5) == ["a", "c"]
    assert sample({"c", "a"}, 0) == []
