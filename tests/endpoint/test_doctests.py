from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import endpoint

MODULES = sorted(
    f"endpoint.{each.name}"
    for each in pkgutil.iter_modules(endpoint.__path__)
    if each.name != "__main__"
)
WITH_EXAMPLES = {
    "endpoint.config",
    "endpoint.describe",
    "endpoint.diagnosis",
    "endpoint.guard",
    "endpoint.links",
    "endpoint.negotiation",
    "endpoint.tokens",
}


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))

    assert (found.failed, found.attempted > 0) == (0, name in WITH_EXAMPLES)
