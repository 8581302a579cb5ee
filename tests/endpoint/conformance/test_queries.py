"""The W3C suites through `/sparql`: every test has the verdict that `known_failures.csv` says, or passes."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest

from benchmarks.conformance.compare import Solutions, equal, parse_outcome
from benchmarks.conformance.runs import Verdict, ask_endpoint, judge, make_app, query_form
from benchmarks.conformance.suite import ARCHIVE, Case, Kind, read_cases

KNOWN = {
    row["iri"]: row
    for row in csv.DictReader(
        (Path(__file__).parent / "known_failures.csv").read_text(encoding="utf-8").splitlines()
    )
}
CASES = read_cases()


@pytest.fixture(scope="module")
def endpoint() -> tuple[object, object]:
    app, releases = make_app()
    return app.test_client(), releases


def test_the_archive_is_the_one_that_was_fetched() -> None:
    """w3c/rdf-tests at ad541a5f, the directory sparql/."""
    assert hashlib.sha256(ARCHIVE.read_bytes()).hexdigest() == (
        "9dcf95a9f81ff4f8ef8106b47133d01efa86d372271706d9bcacaf3ddf3696d2"
    )
    found = Counter((case.manifest.partition("/")[0], case.kind) for case in read_cases())
    assert found == {
        ("sparql10", Kind.EVALUATION): 283,
        ("sparql10", Kind.POSITIVE): 149,
        ("sparql10", Kind.NEGATIVE): 50,
        ("sparql11", Kind.EVALUATION): 312,
        ("sparql11", Kind.POSITIVE): 66,
        ("sparql11", Kind.NEGATIVE): 40,
        ("sparql12", Kind.EVALUATION): 63,
        ("sparql12", Kind.POSITIVE): 102,
        ("sparql12", Kind.NEGATIVE): 81,
    }


def test_every_known_failure_is_a_test_and_has_a_reason() -> None:
    assert set(KNOWN) <= {case.iri for case in CASES}
    assert [row["iri"] for row in KNOWN.values() if not row["reason"].strip()] == []
    assert {row["verdict"] for row in KNOWN.values()} <= set(Verdict) - {Verdict.PASSED}
    assert {(row["by"], row["verdict"] == Verdict.GUARD) for row in KNOWN.values()} == {
        ("engine", False),
        ("guard", True),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_query(endpoint: tuple, case: Case) -> None:
    """A test that begins to pass fails here too: its row has to go."""
    expected = KNOWN[case.iri]["verdict"] if case.iri in KNOWN else Verdict.PASSED

    assert judge(case, ask_endpoint(*endpoint, case)) == expected


SELECTS = [
    case
    for case in CASES
    if case.kind is Kind.EVALUATION
    and case.iri not in KNOWN
    and query_form(case) in {"SELECT", "ASK"}
]


def test_every_format_of_solutions_says_the_same(endpoint: tuple) -> None:
    assert len(SELECTS) > 400
    for case in SELECTS:
        answers = [ask_endpoint(*endpoint, case, suffix) for suffix in ("srj", "srx", "tsv")]
        first, *others = (parse_outcome(each.body, each.suffix) for each in answers)
        assert [
            equal(other, first, ordered=False, lax=False, values=False) for other in others
        ] == [True, True], case.name


def row(*terms: object) -> Solutions:
    return Solutions(tuple("abc"[: len(terms)]), (terms,))  # type: ignore[arg-type]


A, B = pyoxigraph.BlankNode("a"), pyoxigraph.BlankNode("b")
ONE, LONG_ONE, TWO = (
    pyoxigraph.Literal(
        each, datatype=pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    )
    for each in ("1", "01", "2")
)


@pytest.mark.parametrize(
    ("found", "expected", "values", "same"),
    [
        (row(ONE), row(ONE), False, True),
        (row(ONE), row(LONG_ONE), False, False),
        (row(ONE), row(LONG_ONE), True, True),
        (row(ONE), row(TWO), True, False),
        (row(A, A), row(B, B), False, True),
        (row(A, B), row(B, A), False, True),
        (row(A, A), row(A, B), False, False),
        (row(A, B), row(A, A), False, False),
        (row(None), row(ONE), False, False),
        (True, True, False, True),
        (True, row(ONE), False, False),
        (Solutions(("a",), ((ONE,), (ONE,))), Solutions(("a",), ((ONE,),)), False, False),
        (Solutions(("a",), ((A,), (A,))), Solutions(("a",), ((A,), (B,))), False, False),
        (Solutions(("a",), ((A,), (B,))), Solutions(("a",), ((B,), (A,))), False, True),
        (Solutions(("a", "b"), ((ONE, TWO),)), Solutions(("b", "a"), ((TWO, ONE),)), False, True),
    ],
)
def test_the_judge_can_say_no(found: object, expected: object, *, values: bool, same: bool) -> None:
    assert equal(found, expected, ordered=False, lax=False, values=values) is same  # type: ignore[arg-type]


def test_order_and_duplicates_count_where_the_suite_says_so() -> None:
    there, back = (Solutions(("a",), each) for each in (((ONE,), (TWO,)), ((TWO,), (ONE,))))
    twice, thrice = (Solutions(("a",), ((ONE,),) * times) for times in (2, 3))

    assert equal(there, back, ordered=False, lax=False, values=False)
    assert not equal(there, back, ordered=True, lax=False, values=False)
    assert equal(twice, thrice, ordered=False, lax=True, values=False)
    assert not equal(thrice, twice, ordered=False, lax=True, values=False)
