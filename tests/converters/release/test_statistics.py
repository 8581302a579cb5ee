"""Figures of small data, counted by hand."""

from __future__ import annotations

from converters.description.statistics import count_statements, read_types

TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
STRING = b"^^<http://www.w3.org/2001/XMLSchema#string>"
LANGUAGE = b"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"
DATE = b"^^<http://www.w3.org/2001/XMLSchema#date>"

LINES = sorted(
    [
        b"<http://a> " + TYPE + b" <http://C> <http://g> .\n",
        b"<http://a> " + TYPE + b" <http://C> <http://h> .\n",  # in two graphs: one triple
        b"<http://a> " + TYPE + b" <http://D> <http://g> .\n",
        b'<http://a> <http://p> "x . \\"y\\" <z> ." <http://g> .\n',  # blanks, quotes, points
        b'<http://a> <http://p> "x"@zh <http://g> .\n',
        b'<http://a> <http://p> "2024-01-01"' + DATE + b" <http://g> .\n",
        b"<http://a> <http://q> <http://a/b> <http://g> .\n",
        b"<http://a/b> " + TYPE + b" <http://C> <http://g> .\n",  # sorts before <http://a>
        b"<http://a/b> <http://q> <http://w/1> <http://g> .\n",
        b"_:b " + TYPE + b" <http://D> <http://g> .\n",
        b"<http://untyped> <http://q> <http://w/1> <http://g> .\n",
    ]
)


def test_figures() -> None:
    found = count_statements(LINES, read_types(LINES), ["http://w/"])

    # <C>, <D>, three literals, <http://a/b> and <http://w/1>.
    assert (found.triples, found.subjects, found.entities, found.objects) == (10, 4, 2, 7)
    assert {
        name: (figures.triples, figures.subjects, len(figures.objects))
        for name, figures in found.properties.items()
    } == {TYPE: (4, 3, 2), b"<http://p>": (3, 1, 3), b"<http://q>": (3, 3, 2)}
    assert {
        name: (figures.entities, figures.triples, dict(figures.properties))
        for name, figures in found.classes.items()
    } == {
        b"<http://C>": (2, 8, {TYPE: 3, b"<http://p>": 3, b"<http://q>": 2}),
        b"<http://D>": (2, 7, {TYPE: 3, b"<http://p>": 3, b"<http://q>": 1}),
    }
    assert dict(found.classes[b"<http://C>"].kinds) == {
        (b"<http://p>", STRING): 1,
        (b"<http://p>", LANGUAGE): 1,
        (b"<http://p>", DATE): 1,
        (b"<http://q>", b"<http://C>"): 1,
    }
    assert dict(found.links) == {("http://w/", b"<http://q>"): 2}


def test_types() -> None:
    assert read_types(LINES) == {
        b"<http://a>": (b"<http://C>", b"<http://D>"),
        b"<http://a/b>": (b"<http://C>",),
        b"_:b": (b"<http://D>",),
    }
