"""A small tokenizer of SPARQL: it knows strings, IRIs and comments, and nothing of the grammar.

Takes: the text of a query. Gives: its tokens without white space and comments.

It serves guards that run before the engine's parser, which must see a keyword exactly where that
parser sees one. The engine resolves escapes of code points inside strings and IRIs
only, so an escape outside of them is no letter here either.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class TokenKind(StrEnum):
    """What a token is; the value names the group of the pattern."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    LANGUAGE = "language"
    NUMBER = "number"
    NAME = "name"  # eli:number, _:b1
    WORD = "word"  # keywords and names of functions
    SIGN = "sign"


class Token(NamedTuple):
    """A token and the offset where it starts; a query may have 100,000 of them."""

    kind: TokenKind
    text: str
    start: int


# Linear in the length of the query: the first character decides between the alternatives of a
# repeated group, a prefix has a length, and an escaped quotation mark opens no string. Groups do
# not repeat possessively, because Python before 3.11.5 keeps half a group that failed
# (https://github.com/python/cpython/issues/106052).
_PATTERN: Final = re.compile(
    r"""
      (?P<blank>[ \t\r\n]++|\#[^\r\n]*+)
    | (?P<iri><[^<>"{}|^`\x00-\x20]*+>)
    | (?P<string>
          \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}
        | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\r\n]|\\.)*"
        | '(?:[^'\\\r\n]|\\.)*'
      )
    | (?P<variable>[?$]\w++)
    | (?P<language>@[A-Za-z]++(?:--?[A-Za-z0-9]++)*)
    | (?P<name>
          (?:_|[^\W\d_](?:[\w·-]|\.+(?=[\w·-])){0,255})?:
          (?:[\w·:-]|%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?\#@%-]|\.+(?=[\w·:%\\-]))*
      )
    | (?P<number>[0-9]++(?:\.[0-9]*+)?[eE][+-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
    | (?P<word>[^\W\d]\w*+)
    | (?P<sign>\\["']|.)
    """,
    re.VERBOSE | re.DOTALL,
)


_KINDS: Final = {each.value: each for each in TokenKind}


def _hides_service(iri: str) -> bool:
    """Whether what looks like an IRI may be a comparison, a closing bracket and a SERVICE.

    `FILTER(?a<1)SERVICE#>` reads as the IRI `<1)SERVICE#>` to a tokenizer and as a comparison to a
    parser. An expression has to be closed before SERVICE can follow, so only this order is suspect.
    """
    return "service" in iri.lower().partition(")")[2]


def find_tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in their order.

    >>> [each.text for each in find_tokens('ASK { ?s a "SERVICE" } # SERVICE')]
    ['ASK', '{', '?s', 'a', '"SERVICE"', '}']
    """
    position = 0
    while match := _PATTERN.match(text, position):
        group = match.lastgroup or ""
        if group == TokenKind.IRI and _hides_service(match.group()):
            yield Token(TokenKind.SIGN, "<", position)
            position += 1
            continue
        if group != "blank":
            yield Token(_KINDS[group], match.group(), position)
        position = match.end()
