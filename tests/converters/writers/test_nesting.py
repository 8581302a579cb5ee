"""Elements between provisions go to the innermost unit around them, without a search through all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import converters.writers.nesting
from converters.records import Element, ElementKind, Kind, Provision, Span
from converters.writers.nesting import nest

if TYPE_CHECKING:
    import pytest


def article(at: int) -> Provision:
    """An article of two paragraphs with ten characters between them."""
    paragraphs = (
        Provision(Kind.PARAGRAPH, "1", text=Span(at, at + 10)),
        Provision(Kind.PARAGRAPH, "2", text=Span(at + 20, at + 30)),
    )
    return Provision(Kind.ARTICLE, str(at), children=paragraphs)


def between(at: int) -> Element:
    return Element(ElementKind.OTHER, Span(at + 12, at + 18))


def test_the_innermost_unit_holds_an_element() -> None:
    first, second = article(0), article(100)
    empty = Provision(Kind.ARTICLE, "9")
    chapter = Provision(Kind.CHAPTER, "1", children=(second, empty, first))
    inside, beside, outside = between(100), Element(ElementKind.OTHER, Span(40, 50)), between(200)

    nested, left = nest((inside, beside, outside), (chapter,))

    assert nested == {id(second): [inside], id(chapter): [beside]}
    assert left == {outside}


def test_units_looked_at_grow_with_the_document_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    real = converters.writers.nesting.extent

    def count(item: Element | Provision) -> Span:
        nonlocal looked_at
        looked_at += 1
        return real(item)

    monkeypatch.setattr(converters.writers.nesting, "extent", count)
    articles = tuple(article(at) for at in range(0, 50_000, 100))

    nested, outside = nest([between(at) for at in range(0, 50_000, 100)], articles)

    assert (len(nested), outside) == (500, set())
    assert looked_at <= 10 * 500
