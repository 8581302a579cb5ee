"""Replaces text searches in a query that the engine evaluates by the resources that they find.

Takes: the text of a query and a search. Gives: the query with `VALUES` where `fagui:containsText` stood;
raises SyntaxError, as the engine does, where it stands in a place that it cannot have.

Statements are found by their tokens, so that searches work in every query form and beside anything.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from endpoint.sparql.tokens import Token, TokenKind, find_tokens
from ontology.namespaces import DEF

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Find = Callable[[str], Sequence[str]]

NAME: Final = "containsText"
_IRI: Final = f"<{DEF}{NAME}>"
_PAIRS: Final = {")": "(", "]": "["}
_BORDERS: Final = frozenset(".{}")
_PATH_SIGNS: Final = frozenset("/|^*+?")
_SUBJECTS: Final = frozenset({TokenKind.VARIABLE, TokenKind.IRI, TokenKind.NAME})


def replace_searches(text: str, find: Find) -> str:
    """The query with each search replaced; `find` gives the IRIs of the resources that have words."""
    while True:
        replaced = _replace_first(text, find)
        if replaced is None:
            return text
        text = replaced


def _replace_first(text: str, find: Find) -> str | None:
    tokens = tuple(find_tokens(text))
    for place in _places(tokens):
        if not _stands_in_path(tokens, place):
            start = _start_of_statement(tokens, place)
            if start is None:  # the property itself is spoken of
                continue
            return _replace(text, tokens, start, place, find)
        raise SyntaxError(_say("stands by itself between a subject and a string, not in a path"))
    return None


def _places(tokens: Sequence[Token]) -> list[int]:
    """Where the property stands, by its IRI or by a prefixed name; declarations of prefixes left out."""
    prefixes = {
        name.text: iri.text[1:-1]
        for name, iri in pairwise(tokens)
        if name.kind is TokenKind.NAME and iri.kind is TokenKind.IRI and name.text.endswith(":")
    }

    def is_property(token: Token) -> bool:
        if token.kind is TokenKind.NAME:
            prefix, colon, local = token.text.partition(":")
            return f"<{prefixes.get(prefix + colon, '')}{local}>" == _IRI
        return token.kind is TokenKind.IRI and token.text == _IRI

    return [place for place, token in enumerate(tokens) if is_property(token)]


def _text(tokens: Sequence[Token], place: int) -> str:
    return tokens[place].text if 0 <= place < len(tokens) else ""


def _stands_in_path(tokens: Sequence[Token], place: int) -> bool:
    before, after = _text(tokens, place - 1), _text(tokens, place + 1)
    return before in _PATH_SIGNS or after in _PATH_SIGNS


def _start_of_statement(tokens: Sequence[Token], place: int) -> int | None:
    """Where the subject stands; None where the property itself is no predicate there."""
    before = _text(tokens, place - 1)
    if before != ";":
        start = place - 1
        if before in {"[", "]", ")"} and tokens[place + 1 : place + 2]:
            is_search = tokens[place + 1].kind is TokenKind.STRING
            return start if is_search else None
        return start if start >= 0 and _is_border(tokens, start - 1) else None
    position = place - 1
    while position >= 0 and not _is_border(tokens, position):
        opening = _PAIRS.get(tokens[position].text)
        position -= 1
        depth = 1 if opening else 0
        while depth and position >= 0:
            depth += (_PAIRS.get(tokens[position].text) == opening) - (
                tokens[position].text == opening
            )
            position -= 1
    return position + 1


def _is_border(tokens: Sequence[Token], place: int) -> bool:
    """Whether a statement may begin behind the token."""
    text = _text(tokens, place)
    if text == "{":
        is_data = _text(tokens, place - 1)[:1] in {"?", "$"} and (
            _text(tokens, place - 2).upper() == "VALUES"
        )
        return not is_data
    if text != ")":
        return text in _BORDERS and bool(text)
    depth = 0
    while place >= 0:
        depth += (tokens[place].text == ")") - (tokens[place].text == "(")
        if depth == 0:
            before = tokens[place - 1] if place else tokens[place]
            return before.kind is TokenKind.WORD and before.text != "a"
        place -= 1
    return False


def _replace(text: str, tokens: Sequence[Token], start: int, place: int, find: Find) -> str:
    subject, words = tokens[start], _words(tokens, place + 1)
    if start == place - 1 and not _is_border(tokens, start - 1):
        raise SyntaxError(_say("has a variable or an IRI as its subject"))
    if subject.kind not in _SUBJECTS or subject.text.startswith("_:"):
        raise SyntaxError(_say("has a variable or an IRI as its subject"))
    found = find(words)
    if subject.kind is TokenKind.VARIABLE:
        given = f"VALUES {subject.text} {{ {' '.join(found)} }} "
    else:
        given = f"FILTER({subject.text} IN ({', '.join(found)})) "
    first, last = place, place + 1
    follows = last + 1
    while _text(tokens, follows) == ";":
        follows += 1
    is_last = _text(tokens, follows) in {"", ".", "}", "]"} or follows == last + 1
    if start < place - 1:  # other properties before: the semicolon goes, too
        first = place - 1
    elif is_last:
        first, last = start, follows - 1
    else:
        last = follows - 1
    end = tokens[last].start + len(tokens[last].text)
    head, middle = text[: subject.start], text[subject.start : tokens[first].start]
    return f"{head}{given}{middle} {text[end:]}"


def _words(tokens: Sequence[Token], place: int) -> str:
    token = tokens[place] if place < len(tokens) else None
    if token is None or token.kind is not TokenKind.STRING:
        raise SyntaxError(
            _say('takes a string of words, as in ?x fagui:containsText "工业用地 控制线"')
        )
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    if after is not None and (after.kind is TokenKind.LANGUAGE or after.text in {"^", ","}):
        raise SyntaxError(_say("takes one plain string, without a language or a datatype"))
    quotes = 3 if token.text[:3] in {'"""', "'''"} else 1
    words = token.text[quotes:-quotes]
    if "\\" in words or not words.strip():
        raise SyntaxError(_say("takes a string of at least one character, without escapes"))
    return words


def _say(what: str) -> str:
    return f"fagui:{NAME} {what}"
