"""Compares the result of a query with the one that a suite expects.

Takes: two results, each a boolean, a graph or solutions. Gives: whether they are equal, term by term or by value.

Solutions are bags, or lists where the order is part of the answer; blank nodes match by a bijection
(SPARQL 1.1 Query, section 18; RDF 1.1 Concepts, section 3.6).
"""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Term = NamedNode | BlankNode | Literal | Triple | None
Item = tuple[object, ...]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_DECIMALS: Final = {f"{_XSD}{name}" for name in ("decimal", "integer", "int", "long", "short", "byte")} | {
    f"{_XSD}{sign}{name}"
    for sign, name in (
        ("non", "PositiveInteger"), ("non", "NegativeInteger"), ("positive", "Integer"),
        ("negative", "Integer"), ("unsigned", "Int"), ("unsigned", "Long"),
        ("unsigned", "Short"), ("unsigned", "Byte"),
    )
}  # fmt: skip
_FLOATS: Final = {f"{_XSD}float", f"{_XSD}double"}
_RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT: variables, and a row of terms for each solution."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]

    def sorted_columns(self) -> Solutions:
        """The same with the variables in alphabetical order."""
        order = sorted(range(len(self.variables)), key=self.variables.__getitem__)
        return Solutions(
            tuple(self.variables[place] for place in order),
            tuple(tuple(row[place] for place in order) for row in self.rows),
        )


Outcome = bool | Solutions | tuple[Triple, ...]


def by_value(term: object) -> object:
    """The term with its literal in one spelling for each value.

    >>> by_value(Literal("01", datatype=NamedNode(_XSD + "integer")))
    <Literal value=1 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#integer>>
    """
    if isinstance(term, Triple):
        return Triple(*(by_value(each) for each in (term.subject, term.predicate, term.object)))  # type: ignore[arg-type]  # terms stay what they are
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(term.value, language=term.language.lower(), direction=term.direction)
    return Literal(_one_spelling(term.value, term.datatype.value), datatype=term.datatype)


def _one_spelling(value: str, datatype: str) -> str:
    try:
        if datatype in _DECIMALS:
            return format(Decimal(value).normalize() + 0, "f")
        if datatype in _FLOATS:
            return repr(float(value))
    except (InvalidOperation, ValueError):
        return value
    if datatype == f"{_XSD}boolean":
        return {"1": "true", "0": "false"}.get(value, value)
    if datatype in {f"{_XSD}dateTime", f"{_XSD}date"} and value.endswith("+00:00"):
        return f"{value.removesuffix('+00:00')}Z"
    return value


def _replace(term: object, naming: Callable[[BlankNode], object]) -> object:
    """The term with every blank node in it replaced."""
    if isinstance(term, BlankNode):
        return naming(term)
    if isinstance(term, Triple):
        return tuple(_replace(each, naming) for each in (term.subject, term.predicate, term.object))
    return term


def _replace_all(item: Item, naming: Callable[[BlankNode], object]) -> Item:
    return tuple(_replace(term, naming) for term in item)


def _nodes(item: Item) -> list[BlankNode]:
    found: list[BlankNode] = []
    _replace_all(item, found.append)
    return found


def _colours(items: Sequence[Item]) -> dict[BlankNode, int]:
    """What tells blank nodes apart: where they stand, and beside which others."""
    colours = {node: 0 for item in items for node in _nodes(item)}
    for _ in range(4):
        colours = _refine(items, colours)
    return colours


def _refine(items: Sequence[Item], colours: dict[BlankNode, int]) -> dict[BlankNode, int]:
    places: dict[BlankNode, list[int]] = defaultdict(list)
    for item in items:
        for own in set(_nodes(item)):
            marked = _replace_all(item, lambda each, own=own: (each == own, colours[each]))  # type: ignore[misc]  # default argument
            places[own].append(hash(marked))
    return {node: hash(tuple(sorted(found))) for node, found in places.items()}


def match_items(left: Sequence[Item], right: Sequence[Item]) -> bool:
    """Whether two bags of tuples of terms are equal up to the names of blank nodes."""
    left_colours, right_colours = _colours(left), _colours(right)
    left_kinds = [_replace_all(item, left_colours.__getitem__) for item in left]
    right_kinds = [_replace_all(item, right_colours.__getitem__) for item in right]
    if Counter(left_kinds) != Counter(right_kinds):
        return False
    candidates: dict[Item, list[Item]] = defaultdict(list)
    for kind, item in zip(right_kinds, right, strict=True):
        candidates[kind].append(item)
    open_ = [(kind, item) for kind, item in zip(left_kinds, left, strict=True) if _nodes(item)]
    open_.sort(key=lambda each: len(candidates[each[0]]))
    return _match_rest(open_, candidates, {})


def _match_rest(
    open_: Sequence[tuple[Item, Item]],
    candidates: dict[Item, list[Item]],
    names: dict[BlankNode, BlankNode],
) -> bool:
    if not open_:
        return True
    kind, item = open_[0]
    for place, candidate in enumerate(candidates[kind]):
        tried = dict(names)
        for mine, theirs in zip(_nodes(item), _nodes(candidate), strict=True):
            tried.setdefault(mine, theirs)
        if _replace_all(item, tried.__getitem__) != _replace_all(candidate, lambda node: node):
            continue
        if len(set(tried.values())) < len(tried):
            continue
        rest = {**candidates, kind: candidates[kind][:place] + candidates[kind][place + 1 :]}
        if _match_rest(open_[1:], rest, tried):
            return True
    return False


def equal(found: Outcome, expected: Outcome, *, ordered: bool, lax: bool, values: bool) -> bool:
    """Whether a result is the expected one; `values` compares literals by value."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected
    if isinstance(expected, tuple) or isinstance(found, tuple):
        return (
            isinstance(expected, tuple)
            and isinstance(found, tuple)
            and match_items(_items(found, values=values), _items(expected, values=values))
        )
    found, expected = found.sorted_columns(), expected.sorted_columns()
    if found.variables != expected.variables:
        return False
    mine, theirs = (
        [tuple(by_value(term) if values else term for term in row) for row in each.rows]
        for each in (found, expected)
    )
    if lax:
        return len(mine) <= len(theirs) and match_items([*{*mine}], [*{*theirs}])
    if ordered:
        mine, theirs = (
            [(place, *row) for place, row in enumerate(each)] for each in (mine, theirs)
        )
    return match_items(mine, theirs)


def _items(graph: Iterable[Triple], *, values: bool) -> list[Item]:
    triples = (by_value(each) if values else each for each in set(graph))
    return [
        (each.subject, each.predicate, each.object) for each in triples if isinstance(each, Triple)
    ]


def parse_outcome(body: bytes, suffix: str, base: str = "http://base.example/") -> Outcome:
    """A result in the serialisation that the suffix of a file names."""
    if suffix in {"srx", "srj", "tsv"}:
        return _parse_solutions(body, suffix)
    if suffix == "csv":
        return _parse_csv(body.decode("utf-8"))
    form = RdfFormat.from_extension(suffix)
    graph = [each.triple for each in parse(body, form, base_iri=base)]
    if any(each.object == NamedNode(f"{_RS}ResultSet") for each in graph):
        return _parse_result_set(graph)
    return tuple(graph)


def _parse_solutions(body: bytes, suffix: str) -> Outcome:
    if suffix == "tsv" and body.strip() in {b"true", b"false"}:
        return body.strip() == b"true"
    parsed = parse_query_results(
        body,
        {"srx": QueryResultsFormat.XML, "srj": QueryResultsFormat.JSON}.get(
            suffix, QueryResultsFormat.TSV
        ),
    )
    if not isinstance(parsed, QuerySolutions):
        return bool(parsed)
    names = tuple(each.value for each in parsed.variables)
    return Solutions(names, tuple(tuple(row[name] for name in names) for row in parsed))


def _parse_csv(body: str) -> Outcome:
    """CSV has strings alone: a number becomes a double, `_:a` a blank node."""
    if body.strip() in {"true", "false"}:
        return body.strip() == "true"
    header, *lines = csv.reader(io.StringIO(body, newline=""))
    return Solutions(tuple(header), tuple(tuple(map(_cell, line)) for line in lines))


def _cell(value: str) -> Term:
    if value.startswith("_:"):
        return BlankNode(value[2:])
    try:
        float(value)
    except ValueError:
        return Literal(value)
    return Literal(value, datatype=NamedNode(f"{_XSD}double"))


def _parse_result_set(graph: Sequence[Triple]) -> Outcome:
    """The vocabulary of results that SPARQL 1.0 tests use."""

    def objects(subject: object, name: str) -> list[object]:
        return [
            each.object
            for each in graph
            if each.subject == subject and each.predicate.value == f"{_RS}{name}"
        ]

    (root,) = (each.subject for each in graph if each.object == NamedNode(f"{_RS}ResultSet"))
    for answer in objects(root, "boolean"):
        return getattr(answer, "value", "") == "true"
    names = tuple(str(getattr(each, "value", "")) for each in objects(root, "resultVariable"))
    solutions = objects(root, "solution")
    solutions.sort(key=lambda each: [int(getattr(i, "value", 0)) for i in objects(each, "index")])
    rows = []
    for solution in solutions:
        bound = {
            getattr(objects(binding, "variable")[0], "value", ""): objects(binding, "value")[0]
            for binding in objects(solution, "binding")
        }
        rows.append(tuple(bound.get(name) for name in names))
    return Solutions(names, tuple(rows))  # type: ignore[arg-type]  # objects are terms
