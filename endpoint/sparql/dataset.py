"""Asks any SPARQL server for the dataset that a query has over a release.

Takes: a `Query`. Gives: its text and the parameters of the protocol (SPARQL 1.1 Protocol, 2.1.4) that
give it the same default and named graphs on a server of whatever habits.

Where a dataset names default graphs only, it has no named ones; servers do not agree on that, nor on
what comes first if both the query and the request name graphs. A graph that no release has makes the
absence explicit, and the clauses of a query that the request overrides are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from endpoint.sparql.tokens import Token, TokenKind, find_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endpoint.engine.interface import Query

NO_GRAPH: Final = "urn:x-fagui:none"
"""The name of a graph that is always empty."""


def restate_dataset(query: Query) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text and the further parameters of a request for the query.

    Without any dataset the default graph is the union of all: a server either has that by itself or
    is asked for it by the parameter that Oxigraph knows; others ignore a parameter they do not know.
    """
    if query.default_graphs is None and query.named_graphs is None:
        if query.own_dataset:
            return _name_no_graph(query.text), ()
        return query.text, (("union-default-graph", "true"),)
    text = _drop_clauses(query.text) if query.own_dataset else query.text
    return text, (
        *(("default-graph-uri", each) for each in query.default_graphs or (NO_GRAPH,)),
        *(("named-graph-uri", each) for each in query.named_graphs or (NO_GRAPH,)),
    )


def _is_word(token: Token, word: str) -> bool:
    return token.kind is TokenKind.WORD and token.text.upper() == word


def _name_no_graph(text: str) -> str:
    """The query with an empty named graph before its own dataset clauses."""
    for token in find_tokens(text):
        if _is_word(token, "FROM"):
            return f"{text[: token.start]}FROM NAMED <{NO_GRAPH}> {text[token.start :]}"
    return text


def _find_clauses(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Start and end of each dataset clause."""
    found = []
    for position, token in enumerate(tokens):
        if _is_word(token, "FROM"):
            named = position + 1 < len(tokens) and _is_word(tokens[position + 1], "NAMED")
            last = tokens[position + 1 + named : position + 2 + named]
            found += [(token.start, each.start + len(each.text)) for each in last]
    return found


def _drop_clauses(text: str) -> str:
    """The query without its dataset clauses."""
    for start, end in reversed(_find_clauses(tuple(find_tokens(text)))):
        text = f"{text[:start]}{text[end:]}"
    return text
