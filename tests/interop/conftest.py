"""Servers and clients that others made, beside our own server on the release of the five documents.

Where a server or client is absent, its tests are skipped by a notice that names it. Continuous
integration sets FAGUI_REQUIRE_INTEROP=1: there, absence is a failure.
"""

from __future__ import annotations

import contextlib
import os
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

from benchmarks.servers.answers import read_graph, read_solutions
from benchmarks.servers.launching import (
    Server,
    find_missing,
    load_oxigraph,
    load_virtuoso,
    run_ours,
    serve_oxigraph,
    serve_virtuoso,
)
from tests.endpoint.conftest import make_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmarks.servers.answers import Answer

REQUIRED = "FAGUI_REQUIRE_INTEROP"
COMMANDS = {"oxigraph": ["oxigraph"], "virtuoso": ["virtuoso-t", "isql-vt"]}


def need(*commands: str) -> None:
    """Skip the test, or fail it where everything is required, if a command is absent."""
    missing = ", ".join(find_missing(*commands))
    if missing:
        absent(missing)


@contextlib.contextmanager
def serve(name: str, data: Path, directory: Path, *, union: bool) -> Iterator[Server]:
    """The server of that name with the data; `union`: without being asked for the union of graphs."""
    need(*COMMANDS[name])
    if name == "oxigraph":
        load_oxigraph(data, directory)
        with serve_oxigraph(directory, union=union) as server:
            yield server
    else:
        load_virtuoso(data, directory, seconds=5)
        with serve_virtuoso(directory) as server:
            yield server


def absent(what: str) -> None:
    """Skip or fail a test for want of something."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{what}: absent, and {REQUIRED} is set; .ci/run installs it")
    pytest.skip(f"{what}: absent; see .ci/run for how it is installed")


@pytest.fixture(scope="session")
def ours(five: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of our own server as a stranger starts it."""
    with run_ours(five, tmp_path_factory.mktemp("ours")) as server:
        yield server.address


@pytest.fixture(scope="session")
def store(five: Path) -> Store:
    """The store of the release, for the engine alone."""
    return Store.read_only(str(five / "current/store"))


@pytest.fixture(scope="session")
def expected(store: Store) -> Callable[[str], Answer]:
    """What the engine alone answers to a query."""

    @cache
    def answer(query: str) -> Answer:
        found = store.query(query, use_default_graph_as_union=True)
        if isinstance(found, QueryTriples):
            return read_graph(found.serialize(format=RdfFormat.N_TRIPLES) or b"")
        return read_solutions(found.serialize(format=QueryResultsFormat.JSON) or b"")

    return answer


@pytest.fixture(scope="session", params=sorted(COMMANDS))
def theirs(
    request: pytest.FixtureRequest, five: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of others that has loaded our dump."""
    data, directory = five / "current/dumps/fagui.nq", tmp_path_factory.mktemp("theirs")
    with serve(request.param, data, directory, union=True) as server:
        yield server


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small release that the endpoint's own tests use."""
    directory = tmp_path_factory.mktemp("small")
    make_release(directory, "00000000000000a1")
    return directory


@pytest.fixture(scope="session", params=sorted(COMMANDS))
def back_end(
    request: pytest.FixtureRequest, small: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server of others that has loaded the small release, as FAGUI_BACKEND needs it."""
    data, directory = small / "current/dumps/fagui.nq", tmp_path_factory.mktemp("back-end")
    with serve(request.param, data, directory, union=False) as server:
        yield server
