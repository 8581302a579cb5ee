"""Reads expressions as what the engine will evaluate: their tokens, variables and aggregates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from endpoint.engine.prepared.syntax import Aggregate, Expression, UnsupportedError
from endpoint.sparql.tokens import Token, TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX"})
_REFUSED: Final = frozenset({"AVG", "SAMPLE", "GROUP_CONCAT", "EXISTS"})
_END: Final = Token(TokenKind.SIGN, "", 0)


class ExpressionReader:
    """Moves over the tokens of a query; the parser of patterns adds what stands around expressions."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._aggregates: list[dict[str, Aggregate]] = []
        self._named = 0

    @property
    def at_end(self) -> bool:
        """Whether nothing is left."""
        return self._place >= len(self._tokens)

    @property
    def token(self) -> Token:
        """The token that comes next."""
        return _END if self.at_end else self._tokens[self._place]

    @property
    def kind(self) -> TokenKind:
        """The kind of the token that comes next."""
        return self.token.kind

    @property
    def previous(self) -> Token:
        """The token before."""
        return self._tokens[self._place - 1]

    def next(self) -> Token:
        """The token that comes next, which is then behind."""
        if self.at_end:
            raise self.unsupported()
        token = self._tokens[self._place]
        self._place += 1
        return token

    def unsupported(self) -> UnsupportedError:
        """The error that names the token that comes next."""
        return UnsupportedError(f"{self.token.text!r} at {self.token.start}")

    def is_exactly(self, text: str) -> bool:
        """Whether the next token has this text."""
        return self.token.text == text

    def is_sign(self, text: str) -> bool:
        """Whether the next token is this sign."""
        return self.kind is TokenKind.SIGN and self.token.text == text

    def take_sign(self, text: str) -> bool:
        """Whether the next token is this sign, which is then behind."""
        found = self.is_sign(text)
        self._place += found
        return found

    def require_sign(self, text: str) -> None:
        """Goes behind this sign."""
        if not self.take_sign(text):
            raise self.unsupported()

    def is_word(self, word: str) -> bool:
        """Whether the next token is this keyword."""
        return self.kind is TokenKind.WORD and self.token.text.upper() == word

    def take_word(self, word: str) -> bool:
        """Whether the next token is this keyword, which is then behind."""
        found = self.is_word(word)
        self._place += found
        return found

    def require_word(self, word: str) -> None:
        """Goes behind this keyword."""
        if not self.take_word(word):
            raise self.unsupported()

    def is_call(self) -> bool:
        """Whether a function is called next."""
        after = self._place + 1
        return (
            self.kind is TokenKind.WORD
            and after < len(self._tokens)
            and self._tokens[after].text == "("
        )

    def variable(self) -> str:
        """The name of the variable that comes next."""
        if self.kind is not TokenKind.VARIABLE:
            raise self.unsupported()
        return self.next().text[1:]

    def single(self) -> Expression:
        """The next token as an expression."""
        return Expression(((self.next().text, True),))

    def open_aggregates(self) -> None:
        """Begins a SELECT, which has aggregates of its own."""
        self._aggregates.append({})

    def close_aggregates(self) -> dict[str, Aggregate]:
        """The aggregates of the SELECT that ends, by the variables that stand for them."""
        return self._aggregates.pop()

    def constraint(self) -> Expression:
        """An expression in brackets, or the call of a function."""
        if self.is_call():
            return self._balanced(end="")
        self.require_sign("(")
        return self._balanced()

    def until_word(self, word: str) -> Expression:
        """The expression before a keyword at the same depth; goes behind the keyword."""
        return self._balanced(word)

    def bracket_has_alias(self) -> bool:
        """Whether the bracket that comes next ends with AS and a variable."""
        depth = 0
        for place in range(self._place, len(self._tokens)):
            text = self._tokens[place].text
            depth += (text == "(") - (text == ")")
            if depth == 0:
                return place > 2 and self._tokens[place - 2].text.upper() == "AS"
        return False

    def _balanced(self, end: str = ")") -> Expression:
        """The tokens before an unpaired closing bracket or a keyword; no `end`: one whole call."""
        pieces: list[tuple[str, bool]] = []
        depth = 0
        while not (depth == 0 and self._ends(end, started=bool(pieces))):
            if self.is_call() and self.token.text.upper() in AGGREGATES:
                pieces.append((f"?{self._aggregate()}", True))
                continue
            before = self.previous
            token = self.next()
            if token.kind is TokenKind.WORD and token.text.upper() in _REFUSED:
                raise self.unsupported()
            depth += (token.text == "(") - (token.text == ")")
            pieces.append((token.text, before.start + len(before.text) < token.start))
        return Expression(tuple(pieces))

    def _ends(self, end: str, *, started: bool) -> bool:
        if not end:
            return started and self.previous.text == ")"
        return self.take_sign(end) if end == ")" else self.take_word(end)

    def _aggregate(self) -> str:
        """The variable that stands for the aggregate that comes next."""
        function = self.next().text.upper()
        self.require_sign("(")
        distinct = self.take_word("DISTINCT")
        argument = None
        if self.take_sign("*"):
            self.require_sign(")")
        else:
            before = self._named
            argument = self._balanced()
            if self._named != before:
                raise self.unsupported()
        if argument is None and (distinct or function != "COUNT"):
            raise self.unsupported()
        self._named += 1
        name = f"__aggregate{self._named}"
        self._aggregates[-1][name] = Aggregate(function, distinct, argument)
        return name
