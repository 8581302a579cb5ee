from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import endpoint

MODULES = sorted(
    each.name
    for each in pkgutil.walk_packages(endpoint.__path__, "endpoint.")
    if not each.name.endswith("__main__")
)
WITH_EXAMPLES = {
    "endpoint.archive",
    "endpoint.clients",
    "endpoint.config",
    "endpoint.description.describe",
    "endpoint.sparql.diagnosis",
    "endpoint.sparql.faults",
    "endpoint.sparql.guard",
    "endpoint.description.links",
    "endpoint.engine.stores",
    "endpoint.protocol.compression",
    "endpoint.protocol.graphstore",
    "endpoint.protocol.memento",
    "endpoint.protocol.negotiation",
    "endpoint.reconcile.entities",
    "endpoint.reconcile.matching",
    "endpoint.sparql.tokens",
}


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))

    assert (found.failed, found.attempted > 0) == (0, name in WITH_EXAMPLES)
