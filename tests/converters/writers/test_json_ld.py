"""Compact JSON-LD means the same triples to two parsers, whatever the values are."""

from __future__ import annotations

import json

import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Dataset

from converters.writers.json_ld import compact_json_ld
from ontology.namespaces import BASE, DEF, ELI, RDF, RDFS, XSD

GRAPH = NamedNode(f"{BASE}id/g")
SUBJECT = NamedNode(f"{BASE}id/s")


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + datatype))


VALUES = [
    NamedNode("https://law.example/x"),
    NamedNode(f"{DEF}Measure"),
    Literal('甲\n"乙"\u2028'),
    Literal("甲", language="zh"),
    Literal("a", language="en"),
    Literal("https://law.example/x"),
    typed("6", "integer"),
    typed("-6", "integer"),
    typed("06", "integer"),
    typed("-0", "integer"),
    typed("9" * 30, "integer"),
    typed("no number", "integer"),
    typed("2024-01-01", "date"),
    typed("0.50", "decimal"),
    typed("true", "boolean"),
    Literal("x", datatype=NamedNode("https://law.example/type")),
]
# A link, a language map, a typed literal, a plain one, one of no vocabulary, one that has no term.
PREDICATES = [
    f"{DEF}hasBearer",
    f"{ELI}is_part_of",
    f"{DEF}text",
    f"{RDFS}label",
    f"{DEF}articleCount",
    f"{DEF}dateAdopted",
    f"{DEF}confidence",
    f"{DEF}sha256",
    f"{ELI}number",
    "https://law.example/terms#x",
    f"{ELI}neverHeardOf",
]


def read_both(content: bytes) -> tuple[set[Quad], set[Quad]]:
    dataset = Dataset()
    dataset.parse(data=content, format="json-ld")
    nquads = dataset.serialize(format="nquads").encode()
    return (
        set(parse(content, format=RdfFormat.JSON_LD)),
        set(parse(nquads, format=RdfFormat.N_QUADS)),
    )


# rdflib warns of what its own parser uses, and of the number that is none.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("predicate", PREDICATES)
def test_every_value_of_every_kind_of_term(predicate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    quads = [Quad(SUBJECT, NamedNode(predicate), value, GRAPH) for value in VALUES]
    quads.append(Quad(SUBJECT, NamedNode(f"{RDF}type"), NamedNode(f"{DEF}Measure"), GRAPH))

    for found in read_both(compact_json_ld(GRAPH.value, quads)):
        assert found == set(quads)


def test_a_node_is_written_shortly() -> None:
    quads = [
        Quad(SUBJECT, NamedNode(f"{RDF}type"), NamedNode(f"{DEF}Article"), GRAPH),
        Quad(SUBJECT, NamedNode(f"{DEF}text"), Literal("甲", language="zh"), GRAPH),
        Quad(SUBJECT, NamedNode(f"{DEF}position"), typed("6", "integer"), GRAPH),
        Quad(SUBJECT, NamedNode(f"{ELI}is_part_of"), NamedNode("https://law.example/v"), GRAPH),
    ]

    written = json.loads(compact_json_ld(GRAPH.value, quads))

    assert (written["id"], written["@graph"]) == (
        GRAPH.value,
        [
            {
                "id": SUBJECT.value,
                "type": "Article",
                "text": {"zh": "甲"},
                "position": 6,
                "eli:is_part_of": "https://law.example/v",
            }
        ],
    )


def test_a_blank_node_is_refused() -> None:
    quad = Quad(BlankNode("b"), NamedNode(f"{DEF}sha256"), Literal("x"), GRAPH)

    with pytest.raises(TypeError, match="documents have no blank nodes"):
        compact_json_ld(GRAPH.value, [quad])
