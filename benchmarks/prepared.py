"""What the prepared part of a release gains: each query of the mix and text searches, engine beside prepared.

    python -m benchmarks.prepared [--release DIR] [--runs N]

Takes: a release. Prints: milliseconds of the store in memory alone, of the same with the prepared part, and
whether both give the same rows; best of N runs, results serialised as JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph

from converters.release.publish import find_release
from endpoint.engine.prepared.rewriting import DIRECTORY, Prepared, PreparedStore
from endpoint.engine.prepared.search import TEXT_PROPERTIES
from ontology.namespaces import DEF
from ontology.queries import read_examples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Store = pyoxigraph.Store | PreparedStore

_MIX: Final = Path(__file__).parent / "mix"
_WORDS: Final = ("人工智能", "控制线", "土地", "税")
_ENOUGH: Final = 1.0
"""Seconds after which a query is not run again."""


def read_queries() -> Iterator[tuple[str, str]]:
    """The queries of the mix and the example queries, by name."""
    for path in sorted(_MIX.glob("*.rq")):
        yield path.stem, path.read_text(encoding="utf-8")
    for example in read_examples():
        yield example.name, example.query


def make_searches(words: str) -> tuple[str, str]:
    """The same search by the index, and by a scan over the texts."""
    properties = " ".join(f"<{iri}>" for iri in TEXT_PROPERTIES)
    search = f'SELECT ?thing WHERE {{ ?thing <{DEF}containsText> "{words}" }}'
    scan = (
        f"SELECT DISTINCT ?thing WHERE {{ VALUES ?property {{ {properties} }} "
        f'?thing ?property ?text FILTER(CONTAINS(?text, "{words}")) }}'
    )
    return search, scan


def _run(store: Store, query: str) -> bytes:
    results = store.query(query, use_default_graph_as_union=True)
    if isinstance(results, pyoxigraph.QueryTriples):
        return results.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
    return results.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b""


def _measure(run: Callable[[], bytes], runs: int) -> tuple[float, bytes]:
    """Milliseconds of the best run, and what it gives."""
    best, result = float("inf"), b""
    for _ in range(runs):
        start = time.perf_counter()
        result = run()
        best = min(best, time.perf_counter() - start)
        if best > _ENOUGH:
            break
    return best * 1000, result


def _rows(result: bytes) -> Counter[str]:
    if not result.startswith(b"{"):
        return Counter(result.decode().splitlines())
    bindings = json.loads(result)["results"]["bindings"]
    return Counter(json.dumps(row, sort_keys=True) for row in bindings)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--release", type=Path, default=Path("release"))
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    release = find_release(given.release)
    store = pyoxigraph.Store()
    nquads = str(release / "dumps/fagui.nq")
    store.bulk_load(path=nquads, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    with_prepared = PreparedStore(store, Prepared(release / DIRECTORY))
    print(f"{len(store)} quads; best of {given.runs}, milliseconds")
    print("| query | engine | prepared | ratio | rows |\n|---|---|---|---|---|")
    pairs = [(name, query, query) for name, query in read_queries()]
    for words in _WORDS:
        search, scan = make_searches(words)
        pairs.append((f"text search {words}", scan, search))
    for name, plain, prepared in pairs:
        alone, wanted = _measure(partial(_run, store, plain), given.runs)
        beside, found = _measure(partial(_run, with_prepared, prepared), given.runs)
        rows = _rows(wanted)
        told = str(rows.total()) if rows == _rows(found) else "DIFFERENT"
        print(
            f"| {name} | {alone:.2f} | {beside:.2f} | {alone / beside:.1f} | {told} |", flush=True
        )


if __name__ == "__main__":
    main()
