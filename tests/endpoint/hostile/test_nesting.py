"""Constructs inside each other or beside each other, from the edge of the limits to all that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.endpoint.hostile.answers import gather
from tests.endpoint.hostile.rows import BOUNDED, REFUSED, Row, assert_defined, each
from tests.endpoint.hostile.wire import Answer, form

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.endpoint.hostile.conftest import Server

FULL: Final = 95_000
"""Bytes of text just below the limit of a query."""


def around(
    before: str, after: str, middle: str = "", start: str = "", end: str = ""
) -> Callable[[int], str]:
    """`before` n times, `after` n times, and what stands in the middle and at the ends."""
    return lambda depth: f"{start}{before * depth}{middle}{after * depth}{end}"


def chain(piece: str, start: str = "", end: str = "") -> Callable[[int], str]:
    return around(piece, "", "", start, end)


def numbered(piece: str, start: str = "", end: str = "") -> Callable[[int], str]:
    """The piece n times, each with its number in the place of §."""
    return lambda count: start + "".join(piece.replace("§", str(n)) for n in range(count)) + end


SELECT: Final = "SELECT * { ?s ?p ?o FILTER("
NESTED: Final[dict[str, Callable[[int], str]]] = {
    "groups": around("{", "}", "", "ASK {", "}"),
    "groups with a pattern": around("{ ?s ?p ?o ", "}", "", "ASK {", "}"),
    "subselects": around("{ SELECT * ", "}", "{ ?s ?p ?o }", "SELECT * {", "}"),
    "subselects that count": around(
        "{ SELECT (COUNT(*) AS ?n) ", "}", "{ ?s ?p ?o }", "SELECT * {", "}"
    ),
    "OPTIONAL": around("OPTIONAL { ?s ?p ?o ", "}", "", "ASK {", "}"),
    "MINUS": around("?s ?p ?o MINUS {", "}", "?s ?p ?o", "ASK {", "}"),
    "GRAPH": around("GRAPH ?g {", "}", "?s ?p ?o", "ASK {", "}"),
    "UNION": around("{ {} UNION ", "}", "{}", "ASK {", "}"),
    "EXISTS": around("FILTER EXISTS { ?s ?p ?o ", "}", "", "ASK { ?s ?p ?o ", "}"),
    "NOT EXISTS": around("FILTER NOT EXISTS { ?s ?p ?o ", "}", "", "ASK { ?s ?p ?o ", "}"),
    "EXISTS in brackets": around("(EXISTS { FILTER ", "})", "(true)", "ASK { FILTER ", "}"),
    "functions": around("STR(", ")", "1", "SELECT (", " AS ?x) {}"),
    "IF": around("IF(true, 1, ", ")", "1", "SELECT (", " AS ?x) {}"),
    "COALESCE": around("COALESCE(?x, ", ")", "1", "SELECT (", " AS ?y) {}"),
    "CONCAT": around('CONCAT("a", ', ")", '"b"', "SELECT (", " AS ?x) {}"),
    "REPLACE": around("REPLACE(", ', "a", "aa")', '"a"', "SELECT (", " AS ?x) {}"),
    "parentheses": around("(", ")", "1", "SELECT (", " AS ?x) {}"),
    "parentheses in a filter": around("(", ")", "true", SELECT, ") }"),
    "IN": around("1 IN (", ")", "1", SELECT, ") }"),
    "NOT": around("!(", ")", "true", SELECT, ") }"),
    "minus with brackets": around("-(", ")", "1", "SELECT (", " AS ?x) {}"),
    "blank nodes": around("[ ?p ", "]", "?o", "ASK { ", " }"),
    "lists": around("(", ")", "1", "ASK { ?s ?p ", " }"),
    "lists and blank nodes": around("([ ?p ", "])", "1", "ASK { ?s ?p ", " }"),
    "quoted triples": around("<<", " ?p ?o>>", "?s", "ASK { ", " ?p ?o }"),
    "triple terms": around("<<( ?s ?p ", ")>>", "?o", "ASK { ?s ?p ", " }"),
    "annotations": around("{| ?p ?o ", "|}", "", "ASK { ?s ?p ?o ", " }"),
    "path groups": around("(", ")", "<a:b>", "ASK { ?s ", " ?o }"),
    "path plus": around("(", ")+", "<a:b>", "ASK { ?s ", " ?o }"),
    "path star": around("(", ")*", "<a:b>", "ASK { ?s ", " ?o }"),
    "path question mark": around("(", ")?", "<a:b>", "ASK { ?s ", " ?o }"),
    "path inverse": around("^(", ")", "<a:b>", "ASK { ?s ", " ?o }"),
    "path alternatives": around("(<a:b>|", ")", "<a:c>", "ASK { ?s ", " ?o }"),
    "path of both": around("(<a:b>/(<a:c>|^", "))*", "<a:d>", "ASK { ?s ", " ?o }"),
    "aggregates": around("SUM(", ")", "?o", "SELECT (", " AS ?x) { ?s ?p ?o }"),
    "unclosed groups": chain("{", "ASK "),
    "mixed brackets": chain("{([", "ASK "),
    "crossed brackets": around("{(", "})", "", "ASK "),
}
CHAINED: Final[dict[str, Callable[[int], str]]] = {
    "unopened groups": chain("}", "ASK {"),
    "plus": chain("+1", "SELECT (1", " AS ?x) {}"),
    "minus": chain("-1", "SELECT (1", " AS ?x) {}"),
    "times": chain("*1", "SELECT (1", " AS ?x) {}"),
    "divided by": chain("/1", "SELECT (1", " AS ?x) {}"),
    "or": chain("||true", f"{SELECT}true", ") }"),
    "and": chain("&&true", f"{SELECT}true", ") }"),
    "comparisons": chain("=1", f"{SELECT}1", ") }"),
    "nots": chain("!", SELECT, "true) }"),
    "signs": chain("- ", "SELECT (", "1 AS ?x) {}"),
    "alternating": chain("||true&&!false", f"{SELECT}true", ") }"),
    "UNION of groups": chain("UNION{}", "ASK { {}", "}"),
    "path sequence": chain("/<a:b>", "ASK { ?s <a:b>", " ?o }"),
    "path alternative": chain("|<a:b>", "ASK { ?s <a:b>", " ?o }"),
    "path inverses": chain("^", "ASK { ?s ", "<a:b> ?o }"),
    "path negated": chain("|<a:b>", "ASK { ?s !(<a:b>", ") ?o }"),
    "patterns": numbered("?a§ ?p ?b§ .", "ASK {", "}"),
    "patterns in a chain": numbered("?a§ ?p§ ?a .", "ASK {", "}"),
    "objects": numbered(",§", "ASK { ?s ?p 0", "}"),
    "predicates": numbered(";<a:§> 1", "ASK { ?s ?p 0", "}"),
    "filters": chain("FILTER(true)", "ASK {", "}"),
    "bindings": numbered("BIND(1 AS ?x§)", "ASK {", "}"),
    "optionals": chain("OPTIONAL{}", "ASK {", "}"),
    "minuses": chain("MINUS{}", "ASK {", "}"),
    "empty groups": chain("{}", "ASK {", "}"),
    "graphs": numbered("GRAPH <a:§>{}", "ASK {", "}"),
    "subselects in a row": chain("{SELECT*{}}", "ASK {", "}"),
    "prefixes": numbered("PREFIX p§: <a:§> ", "", "ASK {}"),
    "bases": numbered("BASE <a:§> ", "", "ASK {}"),
    "one prefix again and again": chain("PREFIX a: <a:b> ", "", "ASK {}"),
    "FROM": numbered("FROM <a:§> ", "SELECT * ", "{ ?s ?p ?o }"),
    "FROM NAMED": numbered("FROM NAMED <a:§> ", "SELECT * ", "{ GRAPH ?g { ?s ?p ?o } }"),
    "selected variables": numbered(" ?x§", "SELECT", "{}"),
    "selected expressions": numbered("(1 AS ?x§)", "SELECT", "{}"),
    "group by": numbered(" ?x§", "SELECT (1 AS ?y) { ?s ?p ?o } GROUP BY"),
    "having": chain("(true)", "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING "),
    "order by": numbered(" ?x§", "SELECT * { ?s ?p ?o } ORDER BY"),
    "described": numbered(" <a:§>", "DESCRIBE"),
    "constructed": numbered("?s ?p § .", "CONSTRUCT {", "} WHERE { ?s ?p ?o }"),
    "values": chain("1 ", "ASK { VALUES ?x {", "} }"),
    "rows of values": chain("(1 2)", "ASK { VALUES (?x ?y) {", "} }"),
    "variables of values": numbered("?x§ ", "ASK { VALUES (", ") {} }"),
    "undefined values": chain("UNDEF ", "ASK { VALUES ?x {", "} }"),
    "members of IN": chain(",1", "ASK { FILTER(1 IN (1", ")) }"),
    "arguments": chain(',"a"', 'SELECT (CONCAT("a"', ") AS ?x) {}"),
    "members of a list": chain(" 1", "ASK { ?s ?p (", ") }"),
    "blank nodes in a row": chain("[],", "ASK { ?s ?p ", "[] }"),
}


def _fitting(make: Callable[[int], str]) -> int:
    """How often the construct fits into a query."""
    return FULL // max(1, len(make(20)) - len(make(19)))


def _rows(
    makers: dict[str, Callable[[int], str]], counts: tuple[int, ...], expected: frozenset[int]
) -> list[Row]:
    return [
        Row(f"{name} × {count or 'all that fits'}", form(make(count or _fitting(make))), expected)
        for name, make in makers.items()
        for count in counts
    ]


# Beyond the limit of nesting the refusal is certain; whatever else fits into a query must only end.
ROWS = [
    *_rows(NESTED, (18, 55), BOUNDED),
    *_rows(NESTED, (900, 0), REFUSED),
    *_rows(CHAINED, (140, 0), BOUNDED),
]


@pytest.fixture(scope="module")
def answers(server: Server) -> dict[str, Answer]:
    return gather(server.port, ROWS)


@each(ROWS)
def test_whatever_is_nested_has_an_end(answers: dict[str, Answer], row: Row) -> None:
    assert_defined(row, answers[row.name])
