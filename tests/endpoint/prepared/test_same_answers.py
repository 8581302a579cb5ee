"""What the prepared part answers is what the engine answers: the same bag of rows in the same order."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from endpoint.engine.prepared.syntax import UnsupportedError
from tests.endpoint.prepared.generated import PROLOGUE, Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endpoint.engine.prepared.rewriting import Prepared

    Rows = list[tuple[str, ...]]

GENERATED = 3000


def ask(store: pyoxigraph.Store, query: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return tuple(each.value for each in found.variables), [tuple(row) for row in found]


def place(term: object) -> object:
    """What ORDER BY looks at: 1 and 1.0 are the same to it."""
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value.endswith(
        ("integer", "decimal")
    ):
        return float(term.value)
    return str(term)


def compare(
    store: pyoxigraph.Store, query: str, answer: str, order: Sequence[str] = ()
) -> list[tuple[object, ...]]:
    names, rows = ask(store, query)
    given_names, given = ask(store, answer)
    sorted_by = [names.index(name) for name in order if name in names]

    assert given_names == names, query
    assert Counter(map(str, given)) == Counter(map(str, rows)), query
    assert [[place(row[key]) for key in sorted_by] for row in given] == [
        [place(row[key]) for key in sorted_by] for row in rows
    ], query
    return rows


def test_generated_queries(store: pyoxigraph.Store, prepared: Prepared) -> None:
    answered = with_rows = 0
    for seed in range(GENERATED):
        query, order = Writer(seed).query()
        try:
            answer = prepared.answer(query)
        except UnsupportedError:
            continue
        answered += 1
        with_rows += bool(compare(store, query, answer, order))

    # Comparisons of nothing would prove nothing.
    assert answered > GENERATED * 0.7
    assert with_rows > GENERATED * 0.15


SAME = {
    "a statement in two graphs counts twice": "SELECT (COUNT(*) AS ?n) { ?s :p ?o }",
    "but not as two subjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s :p ?o }",
    "alternatives that lead to the same": "SELECT ?s ?o { ?s :p|:p ?o } ORDER BY ?s ?o",
    "a sequence counts its ways": "SELECT ?s (COUNT(?o) AS ?n) { ?s :p/:q ?o } GROUP BY ?s ORDER BY ?s",
    "no group": "SELECT (COUNT(?o) AS ?n) (SUM(?o) AS ?s) { :none :n ?o }",
    "no group of nothing": "SELECT ?s (COUNT(?o) AS ?n) { ?s :none ?o } GROUP BY ?s ORDER BY ?s",
    "the smallest of nothing": "SELECT (MIN(?o) AS ?least) { :none :n ?o }",
    "01 is 1": "SELECT ?s { ?s :n 01 } ORDER BY ?s",
    "1.0 is another term": "SELECT ?s { ?s :n 1.0 } ORDER BY ?s",
    "but the same number": "SELECT ?s { ?s :n ?n FILTER(?n = 1) } ORDER BY ?s",
    "numbers are sorted as such": "SELECT ?n { ?s :n ?n } ORDER BY DESC(?n) LIMIT 4",
    "no language is no zh": 'SELECT ?s { ?s :q ?o FILTER(LANG(?o) = "") } ORDER BY ?s',
    "strings with and without": "SELECT ?o { ?s :q ?o } ORDER BY ?o",
    "unbound comes first": "SELECT ?s ?t { ?s a :C OPTIONAL { ?s :t ?t } } ORDER BY ?t ?s",
    "a condition of an OPTIONAL": (
        'SELECT ?s ?o { ?s a :C OPTIONAL { ?s :q ?o FILTER(LANG(?o) = "en") } } ORDER BY ?s'
    ),
    "it sees what is outside": (
        "SELECT ?s ?o { ?s :n ?n OPTIONAL { ?s :p ?o FILTER(?n > 1) } } ORDER BY ?s ?n ?o"
    ),
    "counting what may have no value": (
        "SELECT ?s (COUNT(?t) AS ?n) { ?s a :D OPTIONAL { ?s :t ?t } } GROUP BY ?s ORDER BY ?s"
    ),
    "grouping by it": (
        "SELECT ?t (COUNT(*) AS ?n) { ?s a :D OPTIONAL { ?s :t ?t } } GROUP BY ?t ORDER BY ?t"
    ),
    "after the projection rows repeat": "SELECT DISTINCT ?s { ?s :n ?n } ORDER BY ?s",
    "MINUS without a common variable": "SELECT ?s { ?s a :D MINUS { :a :p ?x } } ORDER BY ?s",
    "what has no other": (
        "SELECT ?s { ?s a :C FILTER NOT EXISTS { ?s :p ?o FILTER(?o != ?s) } } ORDER BY ?s"
    ),
    "HAVING": "SELECT ?s { ?s :n ?n } GROUP BY ?s HAVING (COUNT(?n) > 1) ORDER BY ?s",
    "computing with aggregates": (
        "SELECT ?s (SUM(?n) * 10 / COUNT(*) AS ?r) { ?s :m ?n } GROUP BY ?s ORDER BY ?r"
    ),
    "sorted by what is computed": (
        "SELECT ?s { ?s :q ?o } GROUP BY ?s ORDER BY DESC(COUNT(?o)) ?s LIMIT 2"
    ),
    "words over an escape": "SELECT ?s { ?s :t ?t FILTER(CONTAINS(?t, '明\\n“工')) } ORDER BY ?s",
    "one character": 'SELECT ?s { ?s :t ?t FILTER(CONTAINS(?t, "地")) } ORDER BY ?s ?t',
    "in an IRI": 'SELECT ?s { ?s :p ?o FILTER(CONTAINS(STR(?o), "org/c")) } ORDER BY ?s',
    "a path of no length": "SELECT ?o { :e :p* ?o } ORDER BY ?o",
    "a circle": "SELECT ?o { :e :p+ ?o } ORDER BY ?o",
    "a page in the middle": "SELECT ?s ?o { ?s :p ?o } ORDER BY ?s ?o LIMIT 2 OFFSET 2",
    "a page behind the end": "SELECT ?s ?o { ?s :p ?o } ORDER BY ?s ?o LIMIT 2 OFFSET 99",
    "a page of nothing": "SELECT ?s ?o { ?s :p ?o } ORDER BY ?s ?o LIMIT 0",
}


@pytest.mark.parametrize("query", SAME.values(), ids=SAME.keys())
def test_traps(query: str, store: pyoxigraph.Store, prepared: Prepared) -> None:
    answer = prepared.answer(PROLOGUE + query)

    compare(store, PROLOGUE + query, answer)
    # Each is sorted as far as its rows differ.
    assert ask(store, answer) == ask(store, PROLOGUE + query)


FOR_THE_ENGINE = {
    "LIMIT takes any of several": "SELECT ?s { ?s :p ?o } LIMIT 1",
    "LIMIT between ties": "SELECT ?s ?n { ?s :n ?n } ORDER BY ?n LIMIT 2",
    "numbers among strings": "SELECT ?o { ?s :q|:n ?o } ORDER BY ?o",
    "chance": "SELECT (COUNT(*) AS ?n) { ?s :p ?o FILTER(RAND() < 0.5) }",
    "a sample": "SELECT (SAMPLE(?o) AS ?n) { ?s :p ?o }",
    "a dataset of its own": "SELECT (COUNT(*) AS ?n) FROM :g1 { ?s :p ?o }",
    "named graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s :p ?o } }",
    "a join that may match anything": (
        "SELECT ?s ?o { ?s a :C OPTIONAL { ?s :t ?o } ?x :t ?o } ORDER BY ?s ?o"
    ),
    "a condition from outside": (
        "SELECT ?s ?o { ?s :n ?n { ?s :p ?o FILTER(?n > 1) } } ORDER BY ?s ?o"
    ),
    "an inner OPTIONAL that sees the outer group": (
        "SELECT ?s ?x { ?s :p ?o OPTIONAL { ?x :q ?y OPTIONAL { ?x :r ?o } } } ORDER BY ?s ?x"
    ),
    "a variable that is no key": "SELECT ?o (COUNT(*) AS ?n) { ?s :p ?o } GROUP BY ?s",
    "what does not parse": "SELECT ?s { ?s :p ?o } ORDER BY ?s LIMIT -1",
    "paths between any nodes": "SELECT (COUNT(*) AS ?n) { ?s :p* ?o }",
    "a path from what is no node": "SELECT ?o { :nowhere :p* ?o } ORDER BY ?o",
    "a base of its own": 'SELECT (COUNT(*) AS ?n) { ?s :p ?o FILTER(?o = IRI("b")) }',
    "other forms": "ASK { ?s :p ?o } ORDER BY ?s",
}


@pytest.mark.parametrize("query", FOR_THE_ENGINE.values(), ids=FOR_THE_ENGINE.keys())
def test_what_goes_to_the_engine(query: str, prepared: Prepared) -> None:
    with pytest.raises(UnsupportedError):
        prepared.answer(PROLOGUE + query)
    assert prepared.rewrite(PROLOGUE + query) == PROLOGUE + query


def test_terms_are_in_the_order_of_the_engine(store: pyoxigraph.Store, prepared: Prepared) -> None:
    query = "SELECT DISTINCT ?o { ?s ?p ?o FILTER(!ISNUMERIC(?o) && DATATYPE(?o) != xsd:date) } ORDER BY ?o"
    _, rows = ask(store, PROLOGUE + query)
    columns = prepared._columns
    written = [columns.write(term) for term in range(columns.count)]

    assert len(rows) == 9
    assert [str(row[0]) for row in rows] == [
        each for each in written if each in {str(r[0]) for r in rows}
    ]


@pytest.mark.parametrize("words", ["org/c", "工业", "x", "2"])
def test_values_are_searched_for_where_there_are_many(
    words: str, store: pyoxigraph.Store, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f'{PROLOGUE}SELECT ?s ?o {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), "{words}")) }}'
    one_by_one = prepared.answer(query)
    monkeypatch.setattr("endpoint.engine.prepared.conditions._FEW", 0)

    assert prepared.answer(query) == one_by_one
    assert compare(store, query, one_by_one)
