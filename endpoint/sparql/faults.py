"""Finds the token at which a query stops being SPARQL, by asking the engine's parser about beginnings of it.

Takes: the text of a query that does not parse. Gives: the `Fault`, the first token that cannot follow what is before it.

The engine's own message names the furthest place that it looked at, which may be lines away from the fault.
A beginning of a query is sound where the parser reads it to its end and only misses what should follow.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph

from endpoint.sparql.guard import find_place
from endpoint.sparql.tokens import Token, TokenKind, find_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SECONDS: Final = 0.2
"""Time after which the search gives up: a message is not worth more."""
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)+\"|\b[A-Za-z][A-Za-z0-9_]+")
_LONGEST: Final = 20
"""Characters of the longest keyword, and some more."""
# The parser compares a keyword as a whole: no comparison passes over it.
_PADDING: Final = "\n" * 2 * _LONGEST
# Nothing can follow it, so that no beginning is a whole query, which would be planned too.
_STOP: Final = "\x01"


class Fault(NamedTuple):
    """The offset of the first token that cannot stand where it does, and what is expected there."""

    offset: int
    expected: str


def _complaint(beginning: str, base: str, stop: str = _STOP) -> str | None:
    """What the parser misses behind a sound beginning; None where the beginning is not sound."""
    text = beginning + _PADDING
    try:
        pyoxigraph.Store().query(text + stop, base_iri=base or None)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        sound = match and (int(match[1]), int(match[2])) >= find_place(text, len(text))
        return str(error) if sound else None
    except (ValueError, RuntimeError):
        return None
    return None


def _explain(beginning: str, base: str) -> str:
    """All signs and keywords that the parser misses behind a sound beginning, in its own words.

    It compares keywords where there is text enough for them, and names the longest that it compared.
    """
    missed: set[str] = set()
    for length in range(1, _LONGEST + 1):
        match = _PLACE.match(_complaint(beginning, base, _STOP * length) or "")
        if match is not None:
            named = match[3].removeprefix("expected ").removeprefix("one of ")
            missed |= set(_EXPECTED.findall(named.partition("[")[0]))
    return (
        f"expected {'one of ' * (len(missed) > 1)}{', '.join(sorted(missed)) or 'something else'}"
    )


def _ends(tokens: Sequence[Token], count: int) -> list[int]:
    """Where the first tokens end, and where they would if a sign were longer, such as <= or <<(."""
    last = tokens[count - 1]
    ends = [last.start + len(last.text)]
    for following in tokens[count : count + 2]:
        if last.kind is not TokenKind.SIGN or following.start != ends[-1]:
            break
        ends.append(following.start + len(following.text))
    return ends


def find_fault(text: str, base: str = "") -> Fault | None:
    """The fault, at the end of the text if every token can stand where it does; None for want of time.

    >>> find_fault("SELECT ?x {} ORDER ?x")
    Fault(offset=19, expected='expected BY')
    """
    deadline = time.monotonic() + MOST_SECONDS
    tokens = tuple(find_tokens(text))
    sound, unsound, end = 0, len(tokens) + 1, 0
    while unsound - sound > 1:
        if time.monotonic() > deadline:
            return None
        middle = (sound + unsound) // 2
        ends = (each for each in _ends(tokens, middle) if _complaint(text[:each], base))
        found = next(ends, None)
        if found is None:
            unsound = middle
        else:
            sound, end = middle, found
    offset = tokens[sound].start if sound < len(tokens) else len(text.rstrip())
    return Fault(offset, _explain(text[:end], base))
