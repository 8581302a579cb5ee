"""Runs a test of the suites: through our endpoint over HTTP, or by the engine alone.

Takes: a `Case`. Gives: a `Verdict`.
"""

from __future__ import annotations

import io
import json
import os
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urljoin

import pyoxigraph

from benchmarks.conformance.compare import equal, parse_outcome
from benchmarks.conformance.suite import Case, Kind, read_files
from endpoint.app import create_app
from endpoint.config import Settings
from endpoint.engine import forkengine, worker
from endpoint.engine.frames import Kind as FrameKind
from endpoint.engine.interface import Query, Result
from endpoint.protocol.request import DIRECT
from endpoint.releases import Manifest, Release
from endpoint.sparql.guard import QUERY_FORMS
from endpoint.sparql.tokens import find_tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

DEFAULT_GRAPH: Final = "urn:x-test:default"
"""The named graph that holds the default graph of a test; the protocol names it as the default."""
_FROM: Final = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
_ACCEPT: Final = {
    "srj": "application/sparql-results+json",
    "srx": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "nt": "application/n-triples",
}
_RESULTS: Final = {
    "srj": pyoxigraph.QueryResultsFormat.JSON,
    "srx": pyoxigraph.QueryResultsFormat.XML,
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
}


class Refused(StrEnum):
    """Who refused a query, and why."""

    SYNTAX = "syntax"
    EVALUATION = "evaluation"
    GUARD = "guard"


_TITLES: Final = {
    "Query is not valid SPARQL": Refused.SYNTAX,
    "Query is not UTF-8": Refused.SYNTAX,
    "Query cannot be evaluated": Refused.EVALUATION,
}
"""Our titles of what the engine refuses; any other is a refusal of our guard."""


class Verdict(StrEnum):
    """How a test went. `VALUE`: literals are equal by value, but spelled in another way."""

    PASSED = "passed"
    VALUE = "equal by value"
    WRONG = "wrong result"
    ERROR = "error"
    GUARD = "refused by our guard"
    ACCEPTED = "accepted, though not valid"


@dataclass(frozen=True, slots=True)
class Answer:
    """A result and the suffix of its serialisation, or the verdict that an error stands for.

    A query that parses and that the engine cannot evaluate (an unknown function) has no error of syntax.
    """

    body: bytes = b""
    suffix: str = ""
    refused: Refused | None = None


def query_of(case: Case) -> bytes:
    """The query of a test after the base IRI that the suite gives it: the address of its file."""
    return f"BASE <{case.query}>\n".encode() + read_files()[case.query]


def stated_graphs(case: Case) -> set[str]:
    """The files of the suite that the query of a test names by FROM."""
    stated = {urljoin(case.query, each) for each in _FROM.findall(_text(case))}
    return stated & set(read_files())


def load(case: Case, default: pyoxigraph.NamedNode | pyoxigraph.DefaultGraph) -> pyoxigraph.Store:
    """The data of a test in a store, those of its default graph in `default`."""
    files = [(default, each) for each in case.data]
    files += [(pyoxigraph.NamedNode(name), file) for name, file in case.graphs]
    files += [
        (pyoxigraph.NamedNode(each), each)
        for each in sorted(stated_graphs(case) - {name for name, _ in case.graphs})
    ]
    store = pyoxigraph.Store()
    for graph, address in files:
        form = pyoxigraph.RdfFormat.from_extension(address.rpartition(".")[2])
        content = read_files()[address]
        for each in pyoxigraph.parse(content, form, base_iri=address, rename_blank_nodes=True):
            own = None if isinstance(each.graph_name, pyoxigraph.DefaultGraph) else each.graph_name
            store.add(pyoxigraph.Quad(each.subject, each.predicate, each.object, own or graph))
    return store


class _Memory(io.BytesIO):
    """Keeps what is written; stands for the sink of a worker."""

    def take(self) -> bytes:
        """All that has been written."""
        return self.getvalue()


class InProcessEngine:
    """Evaluates as the child of the query process does, but in this process, without limits."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        """The result; raises QueryFailure."""
        request = json.loads(json.dumps(asdict(query)))
        sink = _Memory()
        frame = worker._answer(self._store, request, sink)  # type: ignore[arg-type]  # noqa: SLF001
        if frame.kind is not FrameKind.WHOLE:
            raise forkengine._explain(frame.content, query)  # noqa: SLF001
        return Result(frame.content)

    def close(self) -> None:
        """Nothing is held."""


class StoreReleases:
    """Stands for the releases of an application: each store is a release of its own."""

    problem = ""

    def __init__(self) -> None:
        self._numbers = count()
        self.open(pyoxigraph.Store())

    def open(self, store: pyoxigraph.Store) -> None:
        """Make a store the current release."""
        manifest = Manifest(f"test-{next(self._numbers)}", "test", "", (), (), (), ())
        lock = os.open(os.devnull, os.O_RDONLY)
        self._release = Release(Path(), manifest, InProcessEngine(store), lock)

    def current(self) -> Release:
        """The release of the last store."""
        return self._release


def make_app() -> tuple[Flask, StoreReleases]:
    """Our application, and what gives it another store for each test."""
    app = create_app(Settings(cache_megabytes=0))
    app.testing = True
    releases = app.extensions["fagui.releases"] = StoreReleases()
    return app, releases


def query_form(case: Case) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty where the query has none."""
    words = (each.text.upper() for each in find_tokens(_text(case)))
    return next((each for each in words if each in QUERY_FORMS), "")


def _text(case: Case) -> str:
    return read_files()[case.query].decode("utf-8", "replace")


def _suffix(case: Case) -> str:
    """The serialisation to ask for: what is expected where we have it, else JSON or N-Triples."""
    if query_form(case) in {"CONSTRUCT", "DESCRIBE"}:
        return "nt"
    expected = (case.result or "").rpartition(".")[2]
    return expected if expected in _RESULTS else "srj"


def dataset_of(case: Case, store: pyoxigraph.Store) -> list[tuple[str, str]]:
    """The parameters that name the dataset of a test; none where its query has FROM."""
    if stated_graphs(case):
        return []
    names = {each.value for each in store.named_graphs() if isinstance(each, pyoxigraph.NamedNode)}
    default = [("default-graph-uri", DEFAULT_GRAPH)] if case.data else []
    return default + [("named-graph-uri", each) for each in sorted(names - {DEFAULT_GRAPH})]


def ask_endpoint(
    client: FlaskClient, releases: StoreReleases, case: Case, suffix: str = ""
) -> Answer:
    """The answer of our endpoint to the query of a test, sent by POST directly."""
    store = load(case, pyoxigraph.NamedNode(DEFAULT_GRAPH))
    releases.open(store)
    suffix = suffix or _suffix(case)
    response = client.post(
        f"/sparql?{urlencode(dataset_of(case, store))}",
        data=query_of(case),
        content_type=DIRECT,
        headers={"Accept": _ACCEPT[suffix]},
    )
    if response.status_code == 200:
        return Answer(response.data, suffix)
    title = json.loads(response.data)["error"]["title"]
    if response.status_code != 400:
        message = f"{case.iri}: {response.status_code} {title}"
        raise AssertionError(message)
    return Answer(refused=_TITLES.get(title, Refused.GUARD))


def ask_engine(case: Case) -> Answer:
    """The answer of the engine alone, without our protocol layer and guards."""
    suffix = _suffix(case)
    buffer = io.BytesIO()
    try:
        results = load(case, pyoxigraph.DefaultGraph()).query(query_of(case).decode("utf-8"))
        if isinstance(results, pyoxigraph.QueryTriples):
            results.serialize(buffer, format=pyoxigraph.RdfFormat.N_TRIPLES)
        else:
            results.serialize(buffer, format=_RESULTS[suffix])
    except (SyntaxError, UnicodeDecodeError):
        return Answer(refused=Refused.SYNTAX)
    except (ValueError, RuntimeError, OSError):
        return Answer(refused=Refused.EVALUATION)
    return Answer(buffer.getvalue(), suffix)


def _is_ordered(query: str) -> bool:
    """Whether ORDER BY stands outside of all groups."""
    depth = 0
    for token in find_tokens(query):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.text.upper() == "ORDER":
            return True
    return False


def judge(case: Case, answer: Answer) -> Verdict:
    """What an answer to the query of a test is worth."""
    if answer.refused is Refused.GUARD:
        return Verdict.GUARD
    if case.kind is Kind.NEGATIVE:
        return Verdict.PASSED if answer.refused is Refused.SYNTAX else Verdict.ACCEPTED
    if case.kind is Kind.POSITIVE:
        return Verdict.ERROR if answer.refused is Refused.SYNTAX else Verdict.PASSED
    if answer.refused is not None or case.result is None:
        return Verdict.ERROR
    found = parse_outcome(answer.body, answer.suffix)
    content = read_files()[case.result]
    expected = parse_outcome(content, case.result.rpartition(".")[2], base=case.result)
    ordered = _is_ordered(_text(case))
    for verdict, values in ((Verdict.PASSED, False), (Verdict.VALUE, True)):
        if equal(found, expected, ordered=ordered, lax=case.lax, values=values):
            return verdict
    return Verdict.WRONG
