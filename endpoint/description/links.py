"""Every address: between the IRIs of the data and the paths of this server.

IRIs begin with the base of the ontology wherever the server runs, so paths are relative to it.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from ontology.namespaces import BASE

VOCABULARIES: Final = frozenset((f"{BASE}def", f"{BASE}shape"))
"""Ontology and shapes: each a document, a graph, and what its terms are fragments of."""

# What RFC 3987 lets no IRI contain (section 2.2): signs that would end it in a query, private and
# unassigned characters, and percent signs that encode nothing.
_UNASSIGNED: Final = "".join(
    f"{chr(0x10000 * plane + 0xFFFE)}-{chr(0x10000 * plane + 0xFFFF)}" for plane in range(1, 17)
)
_FORBIDDEN: Final = re.compile(
    r"[\x00-\x20\x7f-\x9f<>\"{}|^`\\\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    + _UNASSIGNED
    + r"\U000e0000-\U000e0fff\U000f0000-\U0010ffff]|%(?![0-9A-Fa-f]{2})"
)
_BRACKETS: Final = re.compile(r"[\[\]]")
_MAX_DEPTH: Final = 32
"""Steps of the longest path that is looked at from above; those of our IRIs are half as many."""
_SAFE: Final = "/:@!$&'()*+,;=~-._#"
_SERVED: Final = ("def#", "def/", "shape#", "concept/", "report/", "id/")
_SUFFIXED: Final = re.compile(r"(?P<path>.+)\.(?P<suffix>html|ttl|nt|jsonld|rdf)\Z")


def is_iri(text: str) -> bool:
    """Whether a text can be an absolute IRI, as far as its characters tell.

    >>> is_iri("http://[::1]/条"), is_iri("http://a/%4"), is_iri("条")
    (True, False, False)
    """
    return ":" in text and not _FORBIDDEN.search(text)


def is_iri_path(path: str) -> bool:
    """Whether a path of a request can be the end of an IRI; only its host could have brackets."""
    return not _FORBIDDEN.search(path) and not _BRACKETS.search(path)


def iri_of(path: str) -> str:
    """The IRI of a thing by its path below the base.

    >>> iri_of("concept/modality") == BASE + "concept/modality"
    True
    """
    return BASE + path


def quote_path(path: str) -> str:
    """The path of an IRI as it stands in an address of this server.

    >>> quote_path("条/para_1")
    '%E6%9D%A1/para_1'
    """
    return quote(path, safe=_SAFE.removesuffix("#"))


def split_suffix(path: str) -> tuple[str, str | None]:
    """The path without the suffix that names a serialisation, and that suffix.

    >>> split_suffix("eli/cn-sx/art_6.ttl")
    ('eli/cn-sx/art_6', 'ttl')
    """
    match = _SUFFIXED.match(path)
    return (match["path"], match["suffix"]) if match else (path, None)


def has_fragments(iri: str) -> bool:
    """Whether things can be fragments of a thing: concepts and actors have none, and many links.

    >>> has_fragments(BASE + "id/eli/cn-sx/art_6"), has_fragments(BASE + "concept/modality")
    (True, False)
    """
    return not iri.startswith((f"{BASE}concept/", f"{BASE}id/actor/", f"{BASE}id/quality/"))


def page_of(iri: str) -> str | None:
    """The address to link to for an IRI: a page of this server or a web page; None if neither.

    >>> page_of(BASE + "id/eli/cn-sx/art_6#m1")
    '/doc/eli/cn-sx/art_6#m1'
    >>> page_of("javascript:alert(1)")
    """
    if iri.startswith(BASE):
        path = iri.removeprefix(BASE)
        if iri in VOCABULARIES or path.startswith(_SERVED):
            path = f"doc/{path.removeprefix('id/')}" if path.startswith("id/") else path
            return quote(f"/{path}", safe=_SAFE)
        return None
    try:
        return iri if urlsplit(iri).scheme in {"http", "https"} else None
    except ValueError:
        return None


def parents_of(iri: str) -> tuple[str, ...]:
    """The IRIs above an IRI in the hierarchy of paths, the nearest first; no deeper than ours are.

    >>> [each.removeprefix(BASE) for each in parents_of(BASE + "id/eli/cn-sx")]
    ['id/eli', 'id']
    """
    steps = iri.removeprefix(BASE).split("/")
    deepest = min(len(steps) - 1, _MAX_DEPTH)
    return tuple(BASE + "/".join(steps[:end]) for end in range(deepest, 0, -1))
