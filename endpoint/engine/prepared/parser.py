"""Reads the part of SPARQL that the prepared part can evaluate.

Takes: the text of a query. Gives: a `Query`, or raises UnsupportedError where it has anything else in it.

A parser of its own, because one of a library takes as long as the query may (rdflib: 3 to 9 ms for an
aggregate). It need not refuse what is wrong: the engine sees every query, too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from endpoint.engine.prepared.expressions import ExpressionReader
from endpoint.engine.prepared.syntax import (
    BETWEEN,
    Bind,
    Column,
    Constant,
    Element,
    Exists,
    Filter,
    Group,
    Minus,
    Optional,
    Order,
    Pattern,
    Query,
    Search,
    Select,
    Step,
    Subquery,
    Term,
    Union,
    UnsupportedError,
    Values,
    Variable,
)
from endpoint.sparql.tokens import Token, TokenKind, find_tokens
from ontology.namespaces import DEF, RDF

if TYPE_CHECKING:
    from collections.abc import Sequence

    _Part = tuple[tuple[Step, ...], str]

CONTAINS_TEXT: Final = f"<{DEF}containsText>"
"""The computed property of text search."""
_TYPE: Final = Constant(f"<{RDF}type>")
_PLAIN: Final = re.compile(r'"[^"\\]+"')
# What depends on chance, on the dataset, or on the base of relative IRIs, which is not known here.
_REFUSED: Final = frozenset(
    {"NOW", "RAND", "UUID", "STRUUID", "BNODE", "FROM", "GRAPH", "SERVICE", "IRI", "URI", "BASE"}
)
_TERMS: Final = frozenset({TokenKind.IRI, TokenKind.NAME, TokenKind.STRING, TokenKind.NUMBER})


def parse_query(text: str) -> Query:
    """What the query says; raises UnsupportedError."""
    tokens = tuple(find_tokens(text))
    if any(each.kind is TokenKind.WORD and each.text.upper() in _REFUSED for each in tokens):
        message = "what depends on chance, dataset or base"
        raise UnsupportedError(message)
    if "__" in text or "\\u" in text.lower():
        message = "names that collide with ours, escaped code points"
        raise UnsupportedError(message)
    return _Parser(tokens).read_query()


class _Parser(ExpressionReader):
    """A recursive descent over the tokens; the guard bounds the nesting before."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        super().__init__(tokens)
        self._prefixes: dict[str, str] = {}
        self._hidden = 0

    def read_query(self) -> Query:
        """The whole query."""
        prologue = []
        while self.take_word("PREFIX"):
            name, iri = self.next().text, self.next().text
            self._prefixes[name.removesuffix(":")] = iri[1:-1]
            prologue.append(f"PREFIX {name} {iri}")
        select = self._select()
        if not self.at_end:
            raise self.unsupported()
        return Query("\n".join(prologue), self._prefixes, select)

    def _select(self) -> Select:
        self.require_word("SELECT")
        distinct = self.take_word("DISTINCT")
        self.open_aggregates()
        columns = self._columns()
        self.take_word("WHERE")
        where = self._group()
        keys = self._keys() if self.take_word("GROUP") else None
        having = []
        if self.take_word("HAVING"):
            while self.is_sign("(") or self.is_call():
                having.append(self.constraint())
        order = self._orders() if self.take_word("ORDER") else ()
        limit, offset = self._slice()
        aggregates = self.close_aggregates()
        return Select(
            columns, distinct, where, keys, tuple(having), order, limit, offset, aggregates
        )

    def _columns(self) -> tuple[Column, ...] | None:
        if self.take_sign("*"):
            return None
        columns = []
        while True:
            if self.kind is TokenKind.VARIABLE:
                columns.append(Column(self.variable()))
            elif self.take_sign("("):
                columns.append(self._alias())
            else:
                return tuple(columns)

    def _alias(self) -> Column:
        """An expression AS a variable, after its opening bracket."""
        expression = self.until_word("AS")
        name = self.variable()
        self.require_sign(")")
        return Column(name, expression)

    def _keys(self) -> tuple[Column, ...]:
        self.require_word("BY")
        keys = []
        while True:
            if self.kind is TokenKind.VARIABLE:
                keys.append(Column(self.variable()))
            elif self.is_sign("(") and self.bracket_has_alias():
                self.take_sign("(")
                keys.append(self._alias())
            elif self.is_sign("(") or (self.is_call() and not self.is_word("HAVING")):
                raise self.unsupported()
            else:
                return tuple(keys)

    def _orders(self) -> tuple[Order, ...]:
        self.require_word("BY")
        orders = []
        while True:
            descending = self.is_word("DESC")
            if self.take_word("DESC") or self.take_word("ASC") or self.is_call():
                orders.append(Order(self.constraint(), descending))
            elif self.is_sign("("):
                orders.append(Order(self.constraint(), descending=False))
            elif self.kind is TokenKind.VARIABLE:
                orders.append(Order(self.single(), descending=False))
            else:
                return tuple(orders)

    def _slice(self) -> tuple[int | None, int]:
        found: dict[str, int | None] = {"LIMIT": None, "OFFSET": 0}
        while word := next((each for each in found if self.is_word(each)), None):
            self.next()
            number = self.next().text
            if not number.isdecimal():
                raise self.unsupported()
            found[word] = int(number)
        return found["LIMIT"], found["OFFSET"] or 0

    def _group(self) -> Group:
        self.require_sign("{")
        elements: list[Element] = []
        if self.is_word("SELECT"):
            elements.append(Subquery(self._select()))
        while not self.take_sign("}"):
            if self.take_sign("."):
                continue
            word = self.token.text.upper() if self.kind is TokenKind.WORD else ""
            read = self._READERS.get(word)
            if read is not None:
                self.next()
                elements.append(read(self))
            elif self.is_sign("{"):
                elements.append(self._union())
            else:
                elements += self._statements()
        return Group(tuple(elements))

    def _filter(self) -> Element:
        negated = self.take_word("NOT")
        if self.take_word("EXISTS"):
            return Exists(self._group(), negated)
        return Filter(self.constraint())

    def _optional(self) -> Element:
        return Optional(self._group())

    def _minus(self) -> Element:
        return Minus(self._group())

    def _bind(self) -> Element:
        self.require_sign("(")
        column = self._alias()
        if column.expression is None:
            raise self.unsupported()
        return Bind(column.expression, column.name)

    def _values(self) -> Element:
        if self.kind is TokenKind.VARIABLE:
            name = self.variable()
            self.require_sign("{")
            rows = []
            while not self.take_sign("}"):
                rows.append((self._constant(),))
            return Values((name,), tuple(rows))
        self.require_sign("(")
        names = []
        while not self.take_sign(")"):
            names.append(self.variable())
        self.require_sign("{")
        lines = []
        while not self.take_sign("}"):
            self.require_sign("(")
            line = []
            while not self.take_sign(")"):
                line.append(self._constant())
            lines.append(tuple(line))
        return Values(tuple(names), tuple(lines))

    def _union(self) -> Element:
        branches = [self._group()]
        while self.take_word("UNION"):
            branches.append(self._group())
        return Union(tuple(branches))

    _READERS: Final = {
        "FILTER": _filter,
        "OPTIONAL": _optional,
        "MINUS": _minus,
        "BIND": _bind,
        "VALUES": _values,
    }

    def _statements(self) -> list[Element]:
        """The statements about one subject."""
        subject = self._term()
        elements: list[Element] = []
        while True:
            path = self._path()
            while True:
                elements += self._expand(subject, path, self._term())
                if not self.take_sign(","):
                    break
            while self.is_sign(";"):
                self.next()
            if not self._is_verb():
                return elements

    def _is_verb(self) -> bool:
        verb = self.kind in {TokenKind.IRI, TokenKind.NAME, TokenKind.VARIABLE}
        after_semicolon = self.previous.text == ";"
        return after_semicolon and (
            verb or self.is_exactly("a") or self.is_sign("^") or self.is_sign("(")
        )

    def _path(self) -> tuple[_Part, ...] | Variable:
        """The parts of a path, one after the other."""
        if self.kind is TokenKind.VARIABLE:
            return Variable(self.variable())
        parts = [self._part()]
        if self.is_sign("|"):
            if parts[0][1]:
                raise self.unsupported()
            return ((self._more_alternatives(parts[0][0]), ""),)
        while self.take_sign("/"):
            parts.append(self._part())
        if self.is_sign("|"):
            raise self.unsupported()
        return tuple(parts)

    def _part(self) -> _Part:
        """Alternative steps and how they are repeated."""
        if self.take_sign("("):
            steps = self._more_alternatives((self._step(),))
            self.require_sign(")")
        else:
            steps = (self._step(),)
        repeat = next((each for each in "*+" if self.take_sign(each)), "")
        return steps, repeat

    def _more_alternatives(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        while self.take_sign("|"):
            steps += (self._step(),)
        return steps

    def _step(self) -> Step:
        inverse = self.take_sign("^")
        if self.is_exactly("a"):
            self.next()
            return Step(_TYPE, inverse)
        predicate = self._constant()
        if not predicate.text.startswith("<"):
            raise self.unsupported()
        return Step(predicate, inverse)

    def _expand(
        self, subject: Term, path: tuple[_Part, ...] | Variable, end: Term
    ) -> list[Element]:
        if isinstance(path, Variable):
            return [Pattern(subject, path, end)]
        if any(step.predicate.text == CONTAINS_TEXT for steps, _ in path for step in steps):
            if path != (((Step(Constant(CONTAINS_TEXT)),), ""),):
                raise self.unsupported()
            return [Search(subject, self._words(end))]
        elements: list[Element] = []
        for steps, repeat in path[:-1]:
            between = self._hide()
            elements.append(Pattern(subject, steps, between, repeat))
            subject = between
        return [*elements, Pattern(subject, path[-1][0], end, path[-1][1])]

    def _words(self, end: Term) -> str:
        """The words of a text search."""
        text = end.text if isinstance(end, Constant) else ""
        if not _PLAIN.fullmatch(text) or not text[1:-1].strip() or self.is_sign(","):
            raise self.unsupported()
        return text[1:-1]

    def _hide(self) -> Variable:
        self._hidden += 1
        return Variable(f"{BETWEEN}{self._hidden}")

    def _term(self) -> Term:
        if self.kind is TokenKind.VARIABLE:
            return Variable(self.variable())
        return self._constant()

    def _constant(self) -> Constant:
        token = self.next()
        if token.kind is TokenKind.NAME:
            return Constant(self._resolve(token.text))
        if token.kind is TokenKind.STRING:
            return Constant(token.text + self._suffix())
        if token.kind not in _TERMS or (token.kind is TokenKind.IRI and ":" not in token.text):
            if token.text in {"true", "false"}:
                return Constant(token.text)
            raise self.unsupported()
        return Constant(token.text)

    def _suffix(self) -> str:
        """The language or the datatype of a literal."""
        if self.kind is TokenKind.LANGUAGE:
            return self.next().text
        if self.take_sign("^"):
            self.require_sign("^")
            return f"^^{self._constant().text}"
        return ""

    def _resolve(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix not in self._prefixes or "\\" in local or ":" not in self._prefixes[prefix]:
            raise self.unsupported()
        return f"<{self._prefixes[prefix]}{local}>"
