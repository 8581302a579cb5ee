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
_SEPARATORS: Final = frozenset(".;,")


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


class _Counts:
    """What the limits are about, counted token by token; each method says which limit is passed."""

    def __init__(self) -> None:
        self._brackets: list[str] = []
        self._patterns = self._operators = 0

    def add_sign(self, sign: str) -> RefusalKind | None:
        if sign in _OPENING:
            self._brackets.append(sign)
        elif sign in _CLOSING:
            del self._brackets[-1:]
        elif sign in _OPERATOR_SIGNS:
            self._operators += 1
        elif sign in _SEPARATORS:
            # A comma between arguments of a function separates no patterns.
            self._patterns += self._brackets[-1:] != ["("]
        return self._passed()

    def add_word(self, word: str) -> RefusalKind | None:
        if word == "SERVICE":
            return RefusalKind.SERVICE
        self._operators += word == "UNION"
        return self._passed()

    def _passed(self) -> RefusalKind | None:
        if len(self._brackets) > MAX_NESTING:
            return RefusalKind.NESTING
        if self._patterns > MAX_PATTERNS:
            return RefusalKind.PATTERNS
        return RefusalKind.OPERATORS if self._operators > MAX_OPERATORS else None


def _read_tokens(text: str) -> tuple[list[Token], RefusalKind | None]:
    """The tokens, up to where a query goes over a limit or asks for a federated query, and which.

    What follows a refused token is not read: 100 kB of brackets would take a third of a second.
    """
    tokens: list[Token] = []
    counts = _Counts()
    for token in find_tokens(text):
        tokens.append(token)
        refused = None
        if token.kind is TokenKind.SIGN:
            refused = counts.add_sign(token.text)
        elif token.kind is TokenKind.WORD:
            refused = counts.add_word(token.text.upper())
        if refused is not None:
            return tokens, refused
    return tokens, None


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
    tokens, refused = _read_tokens(text)
    first = _find_form(tokens)
    if first is not None and _is_word(first, UPDATE_FORMS):
        raise Refusal(RefusalKind.UPDATE, first.text.upper(), *find_place(text, first.start))
    if refused is not None:
        raise Refusal(refused, tokens[-1].text, *find_place(text, tokens[-1].start))
    return Analysis(
        form=first.text.upper() if first is not None and _is_word(first, QUERY_FORMS) else None,
        own_dataset=any(_is_word(each, frozenset({"FROM"})) for each in tokens),
        volatile=any(_is_word(each, _VOLATILE) for each in tokens),
        undeclared=_find_undeclared(tokens),
    )
