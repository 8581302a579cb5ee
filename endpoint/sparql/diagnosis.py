"""Says where and why a query does not parse, in words that help its writer.

Takes: the engine's message and the query. Gives: a `QueryFailure` with line and column.

The engine names the furthest place that it looked at. Where it compared a keyword it looked as far as
that keyword is long, so the place lies behind the fault, sometimes lines behind it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from endpoint.engine.interface import FailureKind, QueryFailure
from endpoint.sparql.guard import find_place
from endpoint.sparql.tokens import Token, TokenKind, find_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endpoint.sparql.faults import Fault

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_KEYWORD: Final = re.compile(r"(?:expected |expected one of |, )([A-Z_]{2,})(?=,|\Z)")
# What the engine says of a whole clause stands in its list of what it expected.
_SENTENCE: Final = re.compile(r"(?:The|SELECT \*) [^,\[]{12,}")
_PAIRS: Final = {"}": "{", ")": "(", "]": "["}
_EXCERPT: Final = 30


def diagnose(message: str, text: str, fault: Fault | None = None) -> QueryFailure:
    """The failure of a query that the engine's parser refused; `fault` where it has been found.

    >>> failure = diagnose("error at 1:22: expected BY", "SELECT ?x {} ORDER ?x")
    >>> failure.line, failure.column, failure.detail
    (1, 20, "it cannot be read from '?x' on; the engine expected BY")
    """
    match = _PLACE.match(message)
    if match is None:
        return QueryFailure(FailureKind.SYNTAX, message[:500])
    tokens = tuple(find_tokens(text))
    # The rest of the list are classes of characters that tell a person nothing.
    expected = match[3].split(", [", maxsplit=1)[0].replace("[_]", "a space")
    if "Prefix not found" in expected and (undeclared := _find_undeclared(tokens)):
        prefix = undeclared.text.partition(":")[0]
        return _failure(text, undeclared.start, f"the prefix {prefix}: is not declared")
    if unpaired := _find_unpaired(tokens):
        return _failure(text, unpaired.start, f"{unpaired.text} has no partner")
    if sentence := _SENTENCE.search(expected):
        return _failure(text, _guess(text, match, tokens), sentence[0])
    start, expected = fault or (_guess(text, match, tokens), expected)
    excerpt = text[start : start + _EXCERPT].split("\n", maxsplit=1)[0]
    said = f"it cannot be read from {excerpt!r} on" if excerpt else "it ends too early"
    return _failure(text, start, f"{said}; the engine {expected[:300]}")


def _guess(text: str, place: re.Match[str], tokens: Sequence[Token]) -> int:
    """Where the fault may be by the engine's message alone."""
    start = _offset(text, int(place[1]), int(place[2]))
    start -= max(map(len, _KEYWORD.findall(place[3])), default=0)
    return max((each.start for each in tokens if each.start <= start), default=0)


def _failure(text: str, offset: int, detail: str) -> QueryFailure:
    return QueryFailure(FailureKind.SYNTAX, detail, *find_place(text, offset))


def _offset(text: str, line: int, column: int) -> int:
    before = text.split("\n")[: line - 1]
    return min(sum(map(len, before)) + len(before) + column - 1, len(text))


def _find_undeclared(tokens: Sequence[Token]) -> Token | None:
    """The first prefixed name whose prefix has not been declared before it."""
    declared = {"_"}
    for before, token in zip((None, *tokens), tokens, strict=False):
        if token.kind is not TokenKind.NAME:
            continue
        prefix = token.text.partition(":")[0]
        if before is not None and before.text.upper() == "PREFIX":
            declared.add(prefix)
        elif prefix not in declared:
            return token
    return None


def _find_unpaired(tokens: Sequence[Token]) -> Token | None:
    """A bracket that closes what is not open, or the last that is never closed."""
    open_: list[Token] = []
    for token in tokens:
        if token.kind is not TokenKind.SIGN:
            continue
        if token.text in _PAIRS.values():
            open_.append(token)
        elif token.text in _PAIRS and (not open_ or open_.pop().text != _PAIRS[token.text]):
            return token
    return open_[-1] if open_ else None
