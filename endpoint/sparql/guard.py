"""Checks a query before any engine sees it: what it is, and whether it may run.

Takes: the text of a query. Gives: an `Analysis`, or raises `Refusal`.

The limits let every real query through that was ever collected (nesting 8, 32 patterns at most) and
stop what costs a parser or planner its stack or minutes: the planner takes n⁴ steps for n patterns.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from endpoint.sparql.tokens import Token, TokenKind, find_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_NESTING: Final = 60
"""Brackets of any kind inside each other."""
MAX_PATTERNS: Final = 150
"""Triple patterns, counted by what separates them."""
MAX_OPERATORS: Final = 1000
"""Operators, path steps and UNION: each may cost the engine's parser a stack frame."""

QUERY_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATE_FORMS: Final = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
)
_VOLATILE: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID"})
_OPERATOR_SIGNS: Final = frozenset("+-*/|&=<>!^")
_OPENING: Final = frozenset("({[")
_CLOSING: Final = frozenset(")}]")


class RefusalKind(StrEnum):
    """Why a query may not run."""

    UPDATE = "update"
    SERVICE = "service"
    NESTING = "nesting"
    PATTERNS = "patterns"
    OPERATORS = "operators"


class Refusal(Exception):  # noqa: N818 – the query is refused; nothing has gone wrong
    """A query may not run: why, and the place of what is refused."""

    def __init__(self, kind: RefusalKind, word: str, line: int, column: int) -> None:
        super().__init__(kind, word, line, column)
        self.kind = kind
        self.word = word
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the tokens of a query tell.

    `form` is None where no query form stands first: the engine then names the syntax error.
    `own_dataset`: it has FROM. `volatile`: its result may differ from one run to the next.
    `undeclared` are the prefixes that it uses and does not declare.
    """

    form: str | None
    own_dataset: bool
    volatile: bool
    undeclared: tuple[str, ...]


def find_place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset in the text.

    >>> find_place("ASK { }", 4)
    (1, 5)
    """
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _is_word(token: Token, words: frozenset[str]) -> bool:
    return token.kind is TokenKind.WORD and token.text.upper() in words


def _find_form(tokens: Sequence[Token]) -> Token | None:
    """The first word after the prologue."""
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if _is_word(token, frozenset({"PREFIX"})):
            position += 3
        elif _is_word(token, frozenset({"BASE", "VERSION"})):
            position += 2
        else:
            return token if token.kind is TokenKind.WORD else None
    return None


def _find_refused(tokens: Sequence[Token]) -> tuple[RefusalKind, Token] | None:
    """The token where a query goes over a limit or asks for a federated query."""
    brackets: list[str] = []
    patterns = operators = 0
    for token in tokens:
        if token.kind is TokenKind.SIGN:
            if token.text in _OPENING:
                brackets.append(token.text)
            elif token.text in _CLOSING:
                del brackets[-1:]
            # A comma between arguments of a function separates no patterns.
            patterns += token.text in ".;," and brackets[-1:] != ["("]
            operators += token.text in _OPERATOR_SIGNS
        elif _is_word(token, frozenset({"SERVICE"})):
            return RefusalKind.SERVICE, token
        else:
            operators += _is_word(token, frozenset({"UNION"}))
        for kind, count, limit in (
            (RefusalKind.NESTING, len(brackets), MAX_NESTING),
            (RefusalKind.PATTERNS, patterns, MAX_PATTERNS),
            (RefusalKind.OPERATORS, operators, MAX_OPERATORS),
        ):
            if count > limit:
                return kind, token
    return None


def _find_undeclared(tokens: Sequence[Token]) -> tuple[str, ...]:
    names = [each for each in tokens if each.kind is TokenKind.NAME and each.text[:2] != "_:"]
    declared = {
        name.text for word, name in pairwise(tokens) if _is_word(word, frozenset({"PREFIX"}))
    }
    used = {f"{each.text.partition(':')[0]}:" for each in names}
    return tuple(sorted(each[:-1] for each in used - declared))


def analyse_query(text: str) -> Analysis:
    """What the query is; raises Refusal where it may not run.

    >>> analyse_query("PREFIX a: <b:c> SELECT * FROM <a:b> { ?s b:p ?o }")
    Analysis(form='SELECT', own_dataset=True, volatile=False, undeclared=('b',))
    """
    tokens = tuple(find_tokens(text))
    first = _find_form(tokens)
    if first is not None and _is_word(first, UPDATE_FORMS):
        raise Refusal(RefusalKind.UPDATE, first.text.upper(), *find_place(text, first.start))
    refused = _find_refused(tokens)
    if refused is not None:
        kind, token = refused
        raise Refusal(kind, token.text, *find_place(text, token.start))
    return Analysis(
        form=first.text.upper() if first is not None and _is_word(first, QUERY_FORMS) else None,
        own_dataset=any(_is_word(each, frozenset({"FROM"})) for each in tokens),
        volatile=any(_is_word(each, _VOLATILE) for each in tokens),
        undeclared=_find_undeclared(tokens),
    )
