"""What SIB's sparql-editor asks of an endpoint when it opens it gives rows, over HTTP.

The questions are those of packages/sparql-editor/src/metadata.ts of sib-swiss/sparql-editor, in our words;
it sends them by GET with the parameter `ac`, which we leave aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from endpoint.app import create_app
from endpoint.config import Settings
from ontology.namespaces import DEF, PREFIXES
from ontology.queries import read_examples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

PROLOGUE = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
"""
EXAMPLES = """SELECT DISTINCT ?sq ?comment ?query {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?query
} ORDER BY ?sq"""
NAMESPACES = """SELECT DISTINCT ?prefix ?namespace {
  [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
PARTITIONS = """SELECT DISTINCT ?graph ?subjectClass ?prop ?objectClass ?objectDatatype ?triples {
  {
    OPTIONAL { ?graph sd:graph ?described . ?described void:classPartition ?cp }
    ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL { ?pp void:triples ?triples }
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] }
    }
  } UNION {
    ?linkset void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
      void:objectsTarget [ void:class ?objectClass ]
  }
} ORDER BY ?subjectClass ?objectClass ?objectDatatype ?graph ?triples"""


@pytest.fixture(scope="module")
def editor(five: Path) -> Iterator[FlaskClient]:
    """A client of the five documents."""
    app = create_app(Settings(release=five))
    yield app.test_client()
    app.extensions["fagui.releases"].current().engine.close()


def ask(editor: FlaskClient, query: str) -> list[dict[str, str]]:
    answer = editor.get(
        "/sparql",
        query_string={"ac": "1", "query": PROLOGUE + query},
        headers={"Accept": "application/sparql-results+json"},
    )
    assert (answer.status_code, answer.mimetype) == (200, "application/sparql-results+json")
    rows = answer.get_json(force=True)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def test_it_finds_examples_prefixes_and_what_classes_have(editor: FlaskClient) -> None:
    examples = ask(editor, EXAMPLES)
    prefixes = {row["prefix"]: row["namespace"] for row in ask(editor, NAMESPACES)}
    partitions = ask(editor, PARTITIONS)

    assert len(examples) == len(read_examples())
    assert prefixes == PREFIXES
    found = {(row["subjectClass"], row["prop"], row.get("objectClass")) for row in partitions}
    assert (f"{DEF}Measure", f"{DEF}hasBearer", f"{DEF}Actor") in found
    assert (f"{DEF}Measure", f"{DEF}modality", f"{PREFIXES['skos']}Concept") in found
    typed = {(row["prop"], row.get("objectDatatype")) for row in partitions}
    assert (f"{DEF}spanStart", f"{PREFIXES['xsd']}integer") in typed


def test_examples_that_it_offers_have_answers(editor: FlaskClient) -> None:
    """The text of an example runs as it stands; the answers themselves are tested elsewhere."""
    for row in ask(editor, EXAMPLES)[:5]:
        answer = editor.get("/sparql", query_string={"query": row["query"], "format": "csv"})
        assert answer.status_code == 200
        assert len(answer.get_data(as_text=True).splitlines()) > 1, row["sq"]
