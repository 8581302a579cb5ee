"""Opens the engine of a SPARQL server elsewhere for a release.

Takes: the server's address and the release that it has loaded. Gives: a `RemoteEngine` that has been
probed, or raises EngineError.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Store

from endpoint.engine.forkengine import ForkEngine
from endpoint.engine.interface import EngineError, Query, QueryFailure, ResultFormat
from endpoint.engine.remote import RemoteEngine
from endpoint.engine.stores import StoreKind
from endpoint.sparql.dataset import NO_GRAPH
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endpoint.engine.gate import Capacity
    from endpoint.engine.interface import Engine
    from endpoint.engine.worker import Limits

_PROBED: Final = 100
"""Documents of a release that a server is asked for; all of a big one would be a long query."""
_HELD: Final = """PREFIX eli: <{eli}>
SELECT (COUNT(DISTINCT ?id) AS ?n) {{ VALUES ?id {{ {ids} }} ?version eli:id_local ?id }}"""
_UNLOADED: Final = (
    "its default graph has {found} of {wanted} documents of the release; remedy: load "
    "dumps/fagui.nq into it, and let its default graph be the union of its graphs"
)
_FIXED: Final = (
    "FROM does not change its default graph; remedy: start it without a fixed default graph "
    "(oxigraph: without --union-default-graph)"
)


def open_backend(
    address: str, documents: Sequence[str], limits: Limits, capacity: Capacity
) -> RemoteEngine:
    """The engine of the server at the address, which serves the release of the documents."""
    engine = RemoteEngine(address, _open_checker(limits, capacity), limits, capacity)
    try:
        problem = find_problem(engine, documents)
    except QueryFailure as failure:
        problem = failure.detail or f"a test query failed ({failure.kind})"
    except (LookupError, ValueError):
        problem = "it answers a test query wrongly"
    if problem:
        engine.close()
        message = f"FAGUI_BACKEND {address}: {problem}"
        raise EngineError(message)
    return engine


def find_problem(engine: Engine, documents: Sequence[str]) -> str:
    """Why the engine cannot serve the release of the documents; empty if it can."""
    probed = documents[:_PROBED]
    ids = " ".join(json.dumps(each, ensure_ascii=False) for each in probed)
    held = _ask(engine, Query(_HELD.format(eli=PREFIXES["eli"], ids=ids), ResultFormat.JSON))
    found = int(held["results"]["bindings"][0]["n"]["value"])
    if found < len(probed):
        return _UNLOADED.format(found=found, wanted=len(probed))
    text = f"ASK FROM <{NO_GRAPH}> {{ ?s ?p ?o }}"
    if _ask(engine, Query(text, ResultFormat.JSON, own_dataset=True))["boolean"]:
        return _FIXED
    return ""


def _ask(engine: Engine, query: Query) -> Any:
    return json.loads(engine.run(query).body)


def _open_checker(limits: Limits, capacity: Capacity) -> ForkEngine:
    """An engine over nothing, which finds what no engine can evaluate before anything is sent."""
    directory = Path(tempfile.mkdtemp(prefix="fagui-empty-"))
    Store(str(directory)).flush()
    checker = ForkEngine(directory, limits, capacity, StoreKind.DISK)
    weakref.finalize(checker, shutil.rmtree, directory, ignore_errors=True)
    return checker
