"""The example queries as data, as editors of SPARQL ask for them."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Store

from converters.rdf.examples import example_quads
from converters.rdf.vocabulary import shape_quads
from endpoint.sparql.guard import analyse_query
from ontology import iris
from ontology.namespaces import BASE, PREFIXES
from ontology.queries import find_prefixes, parse_example, read_examples

# What SIB's sparql-editor asks of an endpoint when it opens it, in our words (packages/sparql-editor/
# src/metadata.ts of sib-swiss/sparql-editor). Its third question, for partitions, is about VoID.
EXAMPLES_ASKED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX spex: <https://purl.expasy.org/sparql-examples/ontology#>
SELECT DISTINCT ?example ?comment ?text {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|spex:describe ?text
} ORDER BY ?example"""
PREFIXES_ASKED = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?name ?namespace { [] sh:namespace ?namespace ; sh:prefix ?name } ORDER BY ?name"""


@pytest.fixture(scope="module")
def store() -> Store:
    loaded = Store()
    loaded.extend(example_quads())
    return loaded


def rows(store: Store, query: str) -> list[list[str]]:
    found = store.query(query, use_default_graph_as_union=True)
    return [[term.value for term in row] for row in found]


def test_an_editor_finds_every_example_once_with_its_question(store: Store) -> None:
    found = rows(store, EXAMPLES_ASKED)

    assert found == sorted(
        [iris.mint_query(each.name), f"{each.zh} {each.en}", each.query] for each in read_examples()
    )
    assert len(found) == 45


def test_an_editor_finds_every_prefix(store: Store) -> None:
    found = rows(store, PREFIXES_ASKED)

    assert dict(found) == PREFIXES
    assert len(found) == len(PREFIXES)


def test_a_query_that_is_found_can_be_sent_as_it_is(store: Store) -> None:
    for _, _, text in rows(store, EXAMPLES_ASKED):
        analysis = analyse_query(text)
        assert not analysis.undeclared, text
        assert analysis.form == "SELECT"


def test_the_quads_stand_in_one_graph_without_blank_nodes() -> None:
    quads = example_quads()

    assert {str(each.graph_name) for each in quads} == {f"<{BASE}id/query>"}
    assert not any(isinstance(term, BlankNode) for each in quads for term in each.triple)
    assert len(quads) == len(set(quads))


def test_labels_are_in_both_languages(store: Store) -> None:
    query = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX sh: <http://www.w3.org/ns/shacl#>
    SELECT ?language (COUNT(*) AS ?n)
    { ?s a sh:SPARQLExecutable ; rdfs:label ?label BIND(LANG(?label) AS ?language) }
    GROUP BY ?language ORDER BY ?language"""

    assert rows(store, query) == [["en", "45"], ["zh", "45"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?s a fagui:Article }", {"fagui"}),
        ("SELECT * { ?s eli:number '法规:x' ; rdfs:label \"eli:\"@zh }", {"eli", "rdfs"}),
        ("SELECT * { ?a:b ?p <urn:x:y> } # skos:broader", set()),
        (
            "SELECT * { ?s fagui:hasBearer/rdfs:label ?o FILTER(?a<?b&&?c>xsd:date(?d)) }",
            {"fagui", "rdfs", "xsd"},
        ),
    ],
)
def test_the_prefixes_of_a_query(query: str, expected: set[str]) -> None:
    assert find_prefixes(query) & set(PREFIXES) == expected


def test_prefixes_are_those_that_the_endpoint_finds() -> None:
    for each in read_examples():
        body = "\n".join(line for line in each.query.splitlines() if not line.startswith("PREFIX"))
        assert find_prefixes(body) == set(analyse_query(body).undeclared), each.name


@pytest.mark.parametrize(
    ("text", "form"),
    [("ASK {}", "ask"), ("construct where {}", "construct"), ("DESCRIBE <a:b>", "describe")],
)
def test_the_form_of_an_example(text: str, form: str) -> None:
    assert parse_example("x", f"# zh: 问\n# en: What?\n{text}").form == form


def test_an_example_without_a_form_is_refused() -> None:
    with pytest.raises(ValueError, match="x: no line begins with SELECT"):
        _ = parse_example("x", "# zh: 问\n# en: What?\nLIST {}").form


def test_shapes_are_published_in_a_graph_that_describes_itself() -> None:
    quads = list(shape_quads())
    graph = f"<{BASE}shape>"

    assert {str(each.graph_name) for each in quads} == {graph}
    assert {str(each.object) for each in quads if str(each.subject) == graph} == {
        "<http://www.w3.org/2002/07/owl#Ontology>",
        '"SHACL 形状"@zh',
        '"SHACL shapes"@en',
    }
    assert f"<{BASE}shape#Actor>" in {str(each.subject) for each in quads}
