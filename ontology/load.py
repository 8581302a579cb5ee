"""The ontology's Turtle files as graphs.

Takes: the files of this package. Gives: rdflib graphs, freshly parsed for each caller, with every
IRI below the base that `FAGUI_BASE` sets.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from rdflib import Graph, URIRef

from ontology.namespaces import BASE, DEF

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_BASE_LINE: Final = re.compile(r"\A@base <[^>]*> \.$", re.MULTILINE)
_SAMPLE: Final = "sample"


def modules() -> tuple[str, ...]:
    """Names of the files that define the ontology's own terms."""
    return tuple(name for name in _names("") if name != _SAMPLE)


def load(name: str) -> Graph:
    """One module of the ontology."""
    return _parse("", name)


def sample() -> Graph:
    """A worked example: one regulation with a thing of each main class."""
    return _parse("", _SAMPLE)


def merged() -> Graph:
    """All modules in one graph, without vocabularies and alignments."""
    whole = Graph()
    for name in modules():
        whole += load(name)
    return whole


def vocabularies() -> dict[str, Graph]:
    """Concept schemes by name, except `jurisdiction`, which `ontology.jurisdictions` builds."""
    folder = "vocabularies"
    return {name: _parse(folder, name) for name in _names(folder)}


def alignments() -> dict[str, Graph]:
    """Axioms and matches that link our terms to other vocabularies, by vocabulary."""
    folder = "alignments"
    return {name: _parse(folder, name) for name in _names(folder)}


def terms() -> frozenset[URIRef]:
    """IRIs of all terms that the ontology declares."""
    return frozenset(
        subject
        for subject in merged().subjects(unique=True)
        if isinstance(subject, URIRef) and subject.startswith(DEF)
    )


@cache
def _names(folder: str) -> tuple[str, ...]:
    files = (entry.name for entry in _folder(folder).iterdir())
    names = tuple(sorted(name.removesuffix(".ttl") for name in files if name.endswith(".ttl")))
    if not names:
        message = f"{_folder(folder)} holds no Turtle file: the installation is incomplete"
        raise FileNotFoundError(message)
    return names


def _parse(folder: str, name: str) -> Graph:
    if name not in _names(folder):
        message = f"{name!r}: allowed are {', '.join(_names(folder))}"
        raise ValueError(message)
    return Graph().parse(data=_text(_folder(folder) / f"{name}.ttl"), format="turtle")


def _folder(folder: str) -> Traversable:
    return resources.files("ontology") / folder if folder else resources.files("ontology")


def _text(file: Traversable) -> str:
    text, replaced = _BASE_LINE.subn(
        lambda _: f"@base <{BASE}> .", file.read_text("utf-8"), count=1
    )
    if not replaced:
        message = f"{file.name}: the first line must be '@base <…> .', so that the base can be set"
        raise ValueError(message)
    return text
