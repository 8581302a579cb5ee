"""Answers of SPARQL servers as values that can be compared.

Takes: the address of a server and a query, or a body in SPARQL JSON or N-Triples. Gives: an `Answer`:
how often each row or triple stands in it, or a boolean. The order of rows is no part of it.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

Term = tuple[str, str, str, str]
"""Kind (uri, literal, bnode), value, language in lower case, datatype."""
Row = frozenset[tuple[str, Term]]
Answer = Counter[Row] | bool

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SOLUTIONS: Final = "application/sparql-results+json"
GRAPH: Final = "application/n-triples"
_GRAPH_FORM: Final = re.compile(r"^\s*(?:CONSTRUCT|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)


class AskError(Exception):
    """A server gave no answer: its status or the reason."""


def accept_for(query: str) -> str:
    """The media type that servers are asked for: N-Triples for graphs, else SPARQL JSON.

    >>> accept_for("PREFIX a: <b:c> SELECT * {}")
    'application/sparql-results+json'
    """
    return GRAPH if _GRAPH_FORM.search(query) else SOLUTIONS


def make_term(kind: str, value: str, language: str = "", datatype: str = "") -> Term:
    """A term; blank nodes are all alike, and a plain literal is a string."""
    if kind == "bnode":
        return (kind, "", "", "")
    if kind == "typed-literal":  # the spelling before the recommendation
        kind = "literal"
    if kind == "literal" and not language and not datatype:
        datatype = f"{XSD}string"
    return (kind, value, language.lower(), "" if language else datatype)


def read_solutions(body: bytes) -> Answer:
    """The answer in SPARQL JSON."""
    told: dict[str, Any] = json.loads(body)
    if "boolean" in told:
        return bool(told["boolean"])
    return Counter(
        frozenset(
            (
                name,
                make_term(
                    term["type"], term["value"], term.get("xml:lang", ""), term.get("datatype", "")
                ),
            )
            for name, term in row.items()
        )
        for row in told["results"]["bindings"]
    )


def _term_of(node: object) -> Term:
    if isinstance(node, NamedNode):
        return make_term("uri", node.value)
    if isinstance(node, Literal):
        return make_term("literal", node.value, node.language or "", node.datatype.value)
    return make_term("bnode" if isinstance(node, BlankNode) else "triple", str(node))


def read_graph(body: bytes) -> Answer:
    """The graph in N-Triples: each triple counts once."""
    quads = parse(body, RdfFormat.N_TRIPLES)
    return Counter(
        {
            frozenset(
                zip("spo", map(_term_of, (each.subject, each.predicate, each.object)), strict=True)
            )
            for each in quads
        }
    )


def read_answer(body: bytes, accept: str) -> Answer:
    """The answer in a body of the media type."""
    return read_graph(body) if accept == GRAPH else read_solutions(body)


def loosen(answer: Answer) -> Answer:
    """The answer with numbers and booleans compared by value: 1, 1.0 and true are the same."""
    if isinstance(answer, bool):
        return answer
    loose: Counter[Row] = Counter()
    for row, times in answer.items():
        loose[frozenset((name, _loosen_term(term)) for name, term in row)] += times
    return loose


def _loosen_term(term: Term) -> Term:
    kind, value, language, datatype = term
    if kind != "literal" or language or datatype == f"{XSD}string":
        return term
    try:
        number = float({"true": "1", "false": "0"}.get(value, value))
    except ValueError:
        return term
    return (kind, repr(number), "", "number")


def fetch(address: str, query: str, seconds: float) -> bytes:
    """The body of the answer to a query sent as a form; raises AskError."""
    request = urllib.request.Request(  # noqa: S310 – an address that we made
        address,
        data=urllib.parse.urlencode({"query": query}).encode(),
        headers={"Accept": accept_for(query)},
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        said = error.read(300).decode("utf-8", "replace")
        message = f"HTTP {error.code}: {said}"
        raise AskError(message) from error
    except OSError as error:
        message = str(error) or type(error).__name__
        raise AskError(message) from error


def ask(address: str, query: str, seconds: float = 60) -> Answer:
    """The answer of a server; raises AskError."""
    body = fetch(address, query, seconds)
    try:
        return read_answer(body, accept_for(query))
    except (ValueError, SyntaxError, KeyError, TypeError) as error:
        message = f"not {accept_for(query)}: {body[:200]!r}"
        raise AskError(message) from error
