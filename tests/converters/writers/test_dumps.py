"""The same quads give the same bytes, in whatever order and with whatever blank nodes they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from converters.writers.dumps import csv_rows, labelled_alike, merge_sorted, sorted_nquads, turtle
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from pathlib import Path


def quad(subject: str, value: str) -> Quad:
    name = f"{BASE}{subject}"
    return Quad(NamedNode(name), NamedNode(f"{BASE}p"), Literal(value), NamedNode(f"{BASE}g"))


def test_sorted_nquads() -> None:
    # U+2028 and U+0085 end a line for str.splitlines, not for N-Quads.
    quads = [quad("b", "\u2028\u0085x"), quad("a", "1\n2"), quad("b", "\u2028\u0085x")]
    lines = sorted_nquads(quads).split(b"\n")
    assert [line.split(b" ")[0].decode() for line in lines] == [f"<{BASE}a>", f"<{BASE}b>", ""]
    assert set(parse(sorted_nquads(quads), format=RdfFormat.N_QUADS)) == set(quads)


def test_turtle_keeps_the_order_of_subjects_together() -> None:
    text = turtle([quad("b", "1"), quad("a", "2"), quad("b", "3"), quad("b", "1")]).decode()
    assert [line for line in text.splitlines() if not line.startswith("@")] == [
        f'<{BASE}b> <{BASE}p> "1" , "3" .',
        f'<{BASE}a> <{BASE}p> "2" .',
    ]


def test_blank_nodes_are_named_by_the_data_alone() -> None:
    def make() -> list[Quad]:
        graph, first, second = NamedNode(f"{BASE}g"), BlankNode(), BlankNode()
        predicate = NamedNode(f"{BASE}p")
        return [
            Quad(first, predicate, second, graph),
            Quad(second, predicate, Literal("x"), graph),
        ]

    assert make() != make()
    named = labelled_alike(make(), "v")
    assert sorted_nquads(named) == sorted_nquads(labelled_alike(make(), "v"))
    assert b"_:vc14n0 " in sorted_nquads(named)


@pytest.mark.parametrize("number", [0, 1, 5, 128, 129, 300])
def test_merge_sorted(tmp_path: Path, number: int) -> None:
    lines = sorted(f"line {index:04}\n".encode() for index in range(1000))
    parts = []
    for index in range(number):
        part = tmp_path / f"{index}.nq"
        # Every line stands in two neighbouring parts.
        part.write_bytes(
            b"".join(sorted(lines[index::number] + lines[(index + 1) % number :: number]))
        )
        parts.append(part)
    expected = lines if number else []
    assert merge_sorted(parts, tmp_path / "whole.nq") == len(expected)
    assert (tmp_path / "whole.nq").read_bytes() == b"".join(expected)
    assert len(list(tmp_path.iterdir())) == number + 1


def test_csv_rows() -> None:
    assert csv_rows([("a", 1, None), ('他说"好"，', "b,c\nd", "")]) == (
        'a,1,\r\n"他说""好""，","b,c\nd",\r\n'.encode()
    )
