"""Servers of others load our dump and give the engine's answers to every example query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from benchmarks.servers.answers import ask
from ontology.queries import read_examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.servers.answers import Answer
    from benchmarks.servers.launching import Server

EXAMPLES: Final = {each.name: each.query for each in read_examples()}

_BOOLEAN: Final = "gives a computed boolean as the integer 0 or 1"
# Queries that Virtuoso 7.2.5 answers wrongly. They must fail: when it answers one right, it leaves the list.
KNOWN: Final = {
    ("virtuoso", "CQ09"): _BOOLEAN,
    ("virtuoso", "CQ55"): _BOOLEAN,
    ("virtuoso", "CQ20"): "drops OPTIONAL matches whose FILTER NOT EXISTS has a property path",
    ("virtuoso", "CQ58"): "evaluates FILTER NOT EXISTS before the VALUES that bind its variable",
}


def test_known_errors_are_examples() -> None:
    assert {name for _, name in KNOWN} <= set(EXAMPLES)


@pytest.mark.parametrize("name", EXAMPLES)
def test_answers_are_those_of_the_engine(
    name: str,
    theirs: Server,
    expected: Callable[[str], Answer],
    request: pytest.FixtureRequest,
) -> None:
    reason = KNOWN.get((theirs.name, name))
    if reason:
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))

    found = ask(theirs.address, EXAMPLES[name])

    assert found == expected(EXAMPLES[name])
    assert found  # no example has an empty answer
