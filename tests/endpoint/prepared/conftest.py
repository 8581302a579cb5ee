"""Small data with traps, in a store and as prepared columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from converters.writers.prepared import write_prepared
from endpoint.engine.prepared.rewriting import Prepared
from tests.endpoint.prepared.generated import PREFIXED, TURTLE, E

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def store() -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    for graph, turtle in TURTLE.items():
        made.load(
            (PREFIXED + turtle).encode(),
            format=pyoxigraph.RdfFormat.TURTLE,
            to_graph=pyoxigraph.NamedNode(E + graph),
        )
    return made


@pytest.fixture(scope="session")
def directory(store: pyoxigraph.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release directory with nothing but the prepared part."""
    release = tmp_path_factory.mktemp("prepared")
    store.dump(str(release / "all.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    write_prepared(release / "all.nq", release / "prepared")
    return release


@pytest.fixture(scope="session")
def prepared(directory: Path) -> Prepared:
    return Prepared(directory / "prepared")
