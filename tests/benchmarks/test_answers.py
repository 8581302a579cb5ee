from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from benchmarks.servers.answers import GRAPH, SOLUTIONS, accept_for, loosen, read_answer
from benchmarks.servers.comparing import is_same

XSD = "http://www.w3.org/2001/XMLSchema#"


def body_of(*values: dict[str, Any]) -> bytes:
    rows = [{"x": {"type": "literal", **value}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


ONE = {"value": "1", "datatype": f"{XSD}integer"}


@pytest.mark.parametrize(
    ("one", "other", "exactly", "by_value"),
    [
        ([ONE], [ONE], True, True),
        ([ONE, ONE], [ONE], False, False),
        ([ONE], [ONE | {"type": "typed-literal"}], True, True),
        ([{"value": "a"}], [{"value": "a", "datatype": f"{XSD}string"}], True, True),
        ([{"value": "a", "xml:lang": "zh"}], [{"value": "a", "xml:lang": "ZH"}], True, True),
        ([{"value": "a", "xml:lang": "zh"}], [{"value": "a"}], False, False),
        ([ONE], [{"value": "1.0", "datatype": f"{XSD}decimal"}], False, True),
        ([ONE], [{"value": "true", "datatype": f"{XSD}boolean"}], False, True),
        ([ONE], [{"value": "1"}], False, False),
        ([{"value": "a", "type": "uri"}], [{"value": "a"}], False, False),
        ([{"value": "a", "type": "bnode"}], [{"value": "b", "type": "bnode"}], True, True),
    ],
)
def test_comparison(
    one: list[dict[str, Any]], other: list[dict[str, Any]], exactly: bool, by_value: bool
) -> None:
    first, second = (read_answer(body_of(*rows), SOLUTIONS) for rows in (one, other))

    assert (first == second, loosen(first) == loosen(second)) == (exactly, by_value)


def test_a_boolean_is_no_row() -> None:
    yes = read_answer(b'{"head": {}, "boolean": true}', SOLUTIONS)

    assert yes is True
    assert is_same("ASK {}", yes, True)
    assert not is_same("ASK {}", yes, Counter([frozenset()]))


def test_a_triple_counts_once() -> None:
    found = read_answer(b'<a:b> <a:c> "x"@zh .\n' * 2 + b'<a:b> <a:c> "x" .\n', GRAPH)

    assert isinstance(found, Counter)
    assert sorted(found.values()) == [1, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { ?s ?p ?o } LIMIT 1", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 1", False),
    ],
)
def test_a_query_that_chooses_rows_is_right_with_as_many(query: str, expected: bool) -> None:
    other = read_answer(body_of({"value": "2"}), SOLUTIONS)
    more = read_answer(body_of(ONE, ONE), SOLUTIONS)
    right = read_answer(body_of(ONE), SOLUTIONS)

    assert is_same(query, other, right) is expected
    assert not is_same(query, more, right)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("PREFIX a: <http://construct/>\nSELECT * {}", SOLUTIONS),
        ("# a comment\nPREFIX a: <b:c>\n  construct { ?s ?p ?o } {}", GRAPH),
        ("DESCRIBE <a:b>", GRAPH),
        ("ASK {}", SOLUTIONS),
    ],
)
def test_what_is_asked_for(query: str, expected: str) -> None:
    assert accept_for(query) == expected
