"""Clients that others made query our server, unmodified and without configuration."""

from __future__ import annotations

import io
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pandas
import pytest
import rdflib
import SPARQLWrapper
from pyoxigraph import QueryResultsFormat
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from benchmarks.servers.answers import make_term, read_graph, read_solutions
from ontology.namespaces import PREFIXES
from ontology.queries import read_examples
from tests.interop.conftest import absent, need

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Store

    from benchmarks.servers.answers import Answer, Term

EXAMPLES: Final = {each.name: each.query for each in read_examples()}
PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
GRAPH_QUERY: Final = f"""{PROLOGUE}CONSTRUCT {{ ?measure fagui:action ?action ; a fagui:Measure }}
WHERE {{ ?measure fagui:action ?action ; fagui:statedIn/fagui:inVersion/eli:id_local "jiangxi-tiaoli-2024" }}"""

every_example = pytest.mark.parametrize("name", EXAMPLES)


def test_the_graph_query_has_an_answer(expected: Callable[[str], Answer]) -> None:
    found = expected(GRAPH_QUERY)

    assert isinstance(found, Counter)
    assert len(found) > 100


# SPARQLWrapper


@every_example
def test_sparqlwrapper(name: str, ours: str, expected: Callable[[str], Answer]) -> None:
    client = SPARQLWrapper.SPARQLWrapper(ours, returnFormat=SPARQLWrapper.JSON)
    client.setQuery(EXAMPLES[name])

    found = read_solutions(json.dumps(client.queryAndConvert()).encode())

    assert found == expected(EXAMPLES[name])


@pytest.mark.parametrize(
    ("method", "way"),
    [
        (SPARQLWrapper.GET, SPARQLWrapper.URLENCODED),
        (SPARQLWrapper.POST, SPARQLWrapper.URLENCODED),
        (SPARQLWrapper.POST, SPARQLWrapper.POSTDIRECTLY),
    ],
)
def test_sparqlwrapper_by_every_method(
    ours: str, expected: Callable[[str], Answer], method: str, way: str
) -> None:
    client = SPARQLWrapper.SPARQLWrapper(ours, returnFormat=SPARQLWrapper.JSON)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(EXAMPLES["CQ24"])

    found = read_solutions(json.dumps(client.queryAndConvert()).encode())

    assert found == expected(EXAMPLES["CQ24"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # SPARQLWrapper uses it
@pytest.mark.parametrize(
    "form", [SPARQLWrapper.TURTLE, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD, SPARQLWrapper.N3]
)
def test_sparqlwrapper_graphs(ours: str, expected: Callable[[str], Answer], form: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(ours, returnFormat=form)
    client.setQuery(GRAPH_QUERY)

    found = client.queryAndConvert()

    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found)
    assert read_graph(graph.serialize(format="nt").encode()) == expected(GRAPH_QUERY)


def test_sparqlwrapper_names_the_error(ours: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(ours, returnFormat=SPARQLWrapper.JSON)
    client.setQuery("SELECT ?x { ?x ?y }")

    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="it cannot be read"):
        client.query()


# rdflib


def term_of(node: object) -> Term:
    if isinstance(node, rdflib.Literal):
        return make_term("literal", str(node), node.language or "", str(node.datatype or ""))
    return make_term("uri" if isinstance(node, rdflib.URIRef) else "bnode", str(node))


@every_example
def test_rdflib_sparqlstore(name: str, ours: str, expected: Callable[[str], Answer]) -> None:
    graph = rdflib.Graph(SPARQLStore(ours))

    rows = graph.query(EXAMPLES[name]).bindings

    found = Counter(
        frozenset((str(variable), term_of(node)) for variable, node in row.items()) for row in rows
    )
    assert found == expected(EXAMPLES[name])


def test_rdflib_reads_the_graph_as_its_own(ours: str, store: Store) -> None:
    graph = rdflib.Graph(SPARQLStore(ours))
    action = rdflib.URIRef(f"{PREFIXES['fagui']}action")

    found = {(str(subject), str(text)) for subject, text in graph.subject_objects(action)}

    quads = store.query(
        f"{PROLOGUE}SELECT ?s ?o {{ ?s fagui:action ?o }}", use_default_graph_as_union=True
    )
    assert found == {(row["s"].value, row["o"].value) for row in quads}
    assert len(found) > 500


# pandas


@every_example
def test_pandas(name: str, ours: str, store: Store) -> None:
    asked = f"{ours}?{urlencode({'query': EXAMPLES[name], 'format': 'csv'})}"

    found = pandas.read_csv(asked, dtype=str, keep_default_na=False)

    results = store.query(EXAMPLES[name], use_default_graph_as_union=True)
    csv = results.serialize(format=QueryResultsFormat.CSV) or b""
    wanted = pandas.read_csv(io.BytesIO(csv), dtype=str, keep_default_na=False)
    assert list(found.columns) == [each.value for each in results.variables]
    assert Counter(map(tuple, found.values)) == Counter(map(tuple, wanted.values))
    assert len(found) > 0


def test_pandas_by_the_accept_header(ours: str) -> None:
    asked = f"{ours}?{urlencode({'query': EXAMPLES['01-units-per-document']})}"

    found = pandas.read_csv(asked, storage_options={"Accept": "text/csv"})

    assert dict(zip(found["document"], found["articles"], strict=True)) == {
        "hunan-tiaoli-2022": 26,
        "jiangxi-tiaoli-2024": 26,
        "shandong-tiaoli-2024": 20,
        "shanxi-cuoshi-2024": 0,
        "shanxi-tiaoli-2024": 42,
    }


# curl


def curl(*arguments: str) -> bytes:
    need("curl")
    command = ["curl", "--silent", "--show-error", "--fail-with-body", *arguments]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("name", ["03-provisions-with-a-phrase", "CQ24", "CQ34", "CQ58"])
@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("application/sparql-results+json", QueryResultsFormat.JSON),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/csv", QueryResultsFormat.CSV),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
def test_curl(name: str, media: str, form: QueryResultsFormat, ours: str, store: Store) -> None:
    sent = curl(ours, "--data-urlencode", f"query={EXAMPLES[name]}", "--header", f"Accept: {media}")

    results = store.query(EXAMPLES[name], use_default_graph_as_union=True)
    assert sorted(sent.splitlines()) == sorted((results.serialize(format=form) or b"").splitlines())


def test_curl_compressed(ours: str, expected: Callable[[str], Answer]) -> None:
    asked = f"{ours}?{urlencode({'query': EXAMPLES['CQ34']})}"

    assert read_solutions(curl("--compressed", asked)) == expected(EXAMPLES["CQ34"])


# Comunica

MODULES: Final = "FAGUI_NODE_MODULES"
SCRIPT: Final = Path(__file__).parent / "comunica.mjs"


@pytest.fixture(scope="session")
def comunica(ours: str) -> dict[str, Any]:
    """What Comunica finds for each query when it is told the address and nothing else."""
    need("node")
    asked = {"source": ours, "queries": EXAMPLES | {"graph": GRAPH_QUERY}}
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(asked).encode(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    if b"ERR_MODULE_NOT_FOUND" in done.stderr or b"MODULE_NOT_FOUND" in done.stderr:
        absent(f"@comunica/query-sparql ({MODULES} does not name its node_modules)")
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@every_example
def test_comunica(name: str, comunica: dict[str, Any], expected: Callable[[str], Answer]) -> None:
    found = read_solutions(comunica[name].encode())

    assert found == expected(EXAMPLES[name])


def test_comunica_graph(comunica: dict[str, Any], expected: Callable[[str], Answer]) -> None:
    assert read_graph(comunica["graph"].encode()) == expected(GRAPH_QUERY)
