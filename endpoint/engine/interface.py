"""The interface between the protocol and whatever evaluates queries.

Takes: a `Query`. Gives: a whole `Result`, or a `QueryFailure`; never a part of a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class ResultFormat(StrEnum):
    """Serialisations of results, by the names that `?format=` takes."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TURTLE = "turtle"
    N_TRIPLES = "nt"
    JSON_LD = "jsonld"
    RDF_XML = "rdfxml"


@dataclass(frozen=True, slots=True)
class Query:
    """A query to run, the serialisation of its result and the dataset it sees.

    `default_graphs` and `named_graphs` are the dataset that the protocol names; both None: the whole
    release, whose default graph is the union of its graphs. `own_dataset`: the query has FROM.
    `prefixes` asks for a sorted, abbreviated serialisation of a graph, for documents of modest size.
    """

    text: str
    format: ResultFormat
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    own_dataset: bool = False
    prefixes: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A whole serialised result."""

    body: bytes


class FailureKind(StrEnum):
    """Why a query has no result."""

    SYNTAX = "syntax"
    EVALUATION = "evaluation"
    TIME = "time"
    MEMORY = "memory"
    DEPTH = "depth"
    SIZE = "size"
    BUSY = "busy"
    STOPPED = "stopped"


class QueryFailure(Exception):  # noqa: N818 – a failure of the query, not of the program
    """A query has no result: the kind, the engine's own words, and the place of a syntax error."""

    def __init__(
        self,
        kind: FailureKind,
        detail: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(kind, detail, line, column)
        self.kind = kind
        self.detail = detail
        self.line = line
        self.column = column


class EngineError(Exception):
    """A store cannot be opened; the message says which and why."""


class Engine(Protocol):
    """Evaluates queries over one release."""

    def run(self, query: Query) -> Result:
        """The whole result of the query; raises QueryFailure."""

    def close(self) -> None:
        """Release everything that the engine holds."""
