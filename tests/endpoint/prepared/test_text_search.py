"""`fagui:containsText` in queries: what it finds, beside what it may stand, and how it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from converters.writers.prepared import write_prepared
from endpoint.engine.prepared.rewriting import PreparedStore, open_prepared
from endpoint.engine.prepared.search import TEXT_PROPERTIES
from endpoint.engine.prepared.searching import replace_searches
from ontology.namespaces import DEF

if TYPE_CHECKING:
    from pathlib import Path

    from endpoint.engine.prepared.rewriting import Prepared

PROLOGUE = f"PREFIX fagui: <{DEF}> PREFIX : <http://example.org/>\n"
TURTLE = """
:a fagui:text "划定工业用地控制线。"@zh ; :next :b .
:b fagui:fullText "第六条　工业用地"@zh ; fagui:heading "控制线"@zh .
:c fagui:action "控制线"@zh ; fagui:modality :must .
:d :other "工业用地控制线"@zh .
:e fagui:text "land 用" .
"""


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    release = tmp_path_factory.mktemp("texts")
    store = pyoxigraph.Store()
    turtle = PROLOGUE.replace("PREFIX", "@prefix").replace("> ", "> .\n").replace(">\n", "> .\n")
    graph = pyoxigraph.NamedNode("http://example.org/g")
    store.load((turtle + TURTLE).encode(), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    store.dump(str(release / "all.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    write_prepared(release / "all.nq", release / "prepared")
    return open_prepared(store, release)


def find(store: pyoxigraph.Store, where: str, **dataset: object) -> list[str]:
    dataset = dataset or {"use_default_graph_as_union": True}
    found = store.query(f"{PROLOGUE}SELECT DISTINCT ?x {{ {where} }}", **dataset)
    return sorted(row[0].value.rpartition("/")[2] for row in found)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('?x fagui:containsText "控制线"', "abc"),
        ('?x fagui:containsText "控"', "abc"),
        ('?x fagui:containsText "用地"', "ab"),
        ('?x fagui:containsText "控制线 工业"', "a"),
        ('?x fagui:containsText "工业用地控制线"', "a"),
        ('?x fagui:containsText "制控"', ""),
        ('?x fagui:containsText "鱼"', ""),
        ("?x fagui:containsText 'nd 用'", "e"),
        (f'?x <{DEF}containsText> "控制线"', "abc"),
        ('?x fagui:containsText "控制线" ; fagui:modality ?m', "c"),
        ('?x fagui:modality ?m ; fagui:containsText "控制线" .', "c"),
        ('?x fagui:containsText "控制线" ; fagui:containsText "工业" ; :next ?y ;', "a"),
        ('?x :next ?y . ?y fagui:containsText "控制线"', "a"),
        ('?x :next ?y FILTER(?x != ?y) ?y fagui:containsText "工业"', "a"),
        ('GRAPH ?g { ?x fagui:containsText "控制线" . ?x ?p ?o }', "abc"),
        ('?x ?p ?o FILTER NOT EXISTS { ?x fagui:containsText "控制线" }', "de"),
        ('?x :next ?y . :a fagui:containsText "工业"', "a"),
        ('?x :next ?y . :c fagui:containsText "工业"', ""),
        ('{ ?x fagui:containsText "用地" } UNION { ?x fagui:containsText "land" }', "abe"),
        ('?x ?p "# fagui:containsText 5"', ""),
    ],
)
def test_finds(where: str, expected: str, searched: pyoxigraph.Store) -> None:
    assert find(searched, where) == [*expected]
    # The same where the engine evaluates everything but the search.
    everything = [pyoxigraph.DefaultGraph(), pyoxigraph.NamedNode("http://example.org/g")]
    named = [pyoxigraph.NamedNode("http://example.org/g")]
    assert find(searched, where, default_graph=everything, named_graphs=named) == [*expected]


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("?x fagui:containsText ?words", "takes a string of words"),
        ("?x fagui:containsText :a", "takes a string of words"),
        ('?x fagui:containsText " "', "at least one character"),
        ('?x fagui:containsText "控"@zh', "one plain string"),
        ('?x fagui:containsText "控", "制"', "one plain string"),
        ('?x fagui:containsText/:next "控"', "not in a path"),
        ('?x ^fagui:containsText "控"', "not in a path"),
        ('?x :next|fagui:containsText "控"', "not in a path"),
        ('[] fagui:containsText "控"', "a variable or an IRI as its subject"),
        ('?x :next [ fagui:containsText "控" ]', "a variable or an IRI as its subject"),
        ('_:b fagui:containsText "控"', "a variable or an IRI as its subject"),
    ],
)
def test_wrong_uses_are_refused(where: str, problem: str, searched: pyoxigraph.Store) -> None:
    with pytest.raises(SyntaxError, match=problem):
        find(searched, where)


@pytest.mark.parametrize(
    "where",
    [
        "fagui:containsText ?p ?x",
        "?x ?p fagui:containsText",
        "?x ?p ?o FILTER(?p = fagui:containsText)",
        "VALUES ?x { :next fagui:containsText fagui:text }",
    ],
)
def test_the_property_itself_can_be_spoken_of(where: str) -> None:
    query = f"{PROLOGUE}SELECT ?x {{ {where} }}"

    assert replace_searches(query, lambda _: []) == query


def test_a_release_without_an_index_says_so(tmp_path: Path) -> None:
    store = open_prepared(pyoxigraph.Store(), tmp_path)

    with pytest.raises(SyntaxError, match="build it again"):
        find(store, '?x fagui:containsText "控"')
    assert find(store, "?x ?p ?o") == []


def test_a_damaged_index_is_named(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "prepared").mkdir()
    for path in (directory / "prepared").iterdir():
        (tmp_path / "prepared" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "prepared/pso.npy").unlink()

    with pytest.raises(ValueError, match=r"pso\.npy.*build the release again"):
        open_prepared(pyoxigraph.Store(), tmp_path)


def test_places_of_errors_are_those_of_the_query_as_sent(searched: pyoxigraph.Store) -> None:
    query = f'{PROLOGUE}SELECT ?x {{ ?x fagui:containsText "控" }} ORDER ?x'

    with pytest.raises(SyntaxError) as rewritten:
        searched.query(query, use_default_graph_as_union=True)
    with pytest.raises(SyntaxError) as original:
        pyoxigraph.Store().query(query)
    assert str(rewritten.value) == str(original.value)


def test_the_documentation_lists_what_is_searched() -> None:
    assert len(TEXT_PROPERTIES) == len(set(TEXT_PROPERTIES)) == 20
    assert f"{DEF}text" in TEXT_PROPERTIES


def test_whole_datasets_are_answered_from_the_columns(
    store: pyoxigraph.Store, prepared: Prepared
) -> None:
    """The arguments are those of the engine's worker."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    empty = PreparedStore(pyoxigraph.Store(), prepared)
    base = "http://example.org/"

    whole = empty.query(count, base_iri=base, use_default_graph_as_union=True)
    own = empty.query(count, base_iri=base, use_default_graph_as_union=False)
    named = empty.query(count, base_iri=None, default_graph=[], named_graphs=[])
    counted = [[row[0].value for row in found] for found in (whole, own, named)]
    assert counted == [[str(len(store))], ["0"], ["0"]]
