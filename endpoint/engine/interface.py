"""The interface between the protocol and whatever evaluates queries.

Takes: a `Query`. Gives: a whole `Result`, or a `QueryFailure`; never a part of a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK: Final = 1 << 16
"""Bytes of a result that are handled at a time where it is not handled at once."""


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
    `base` is what relative IRIs of a query without BASE are resolved against; empty: they are errors.
    `prefixes` asks for a sorted, abbreviated serialisation of a graph, for documents of modest size.
    `result_bytes` lowers the limit of the engine, for who will hold the result in memory.
    """

    text: str
    format: ResultFormat
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    own_dataset: bool = False
    prefixes: bool = False
    result_bytes: int | None = None
    base: str = ""


class Result:
    """A whole serialised result: bytes, or where it is large a temporary file on disk.

    A file belongs to its reader: `chunks` reads it once and closes it, and so does `body`.
    """

    __slots__ = ("_content", "_file", "size")

    def __init__(self, content: bytes, file: BinaryIO | None = None, size: int = 0) -> None:
        """`content`, or in its place the first `size` bytes of `file`."""
        self._content = content
        self._file = file
        self.size = size if file is not None else len(content)

    @property
    def body(self) -> bytes:
        """All of it in memory, for who knows that it is small."""
        return self._content if self._file is None else b"".join(self.chunks())

    @property
    def is_small(self) -> bool:
        """Whether it is in memory; `body` can then be read again and again."""
        return self._file is None

    def chunks(self) -> Iterator[bytes]:
        """All of it in its order, in pieces."""
        if self._file is None:
            yield self._content
            return
        with self._file as file:
            file.seek(0)
            while piece := file.read(CHUNK):
                yield piece

    def close(self) -> None:
        """Give up a result that nobody will read."""
        if self._file is not None:
            self._file.close()


class FailureKind(StrEnum):
    """Why a query has no result."""

    SYNTAX = "syntax"
    EVALUATION = "evaluation"
    TIME = "time"
    MEMORY = "memory"
    DEPTH = "depth"
    SIZE = "size"
    BUSY = "busy"
    GONE = "gone"
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

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        """The whole result of the query; raises QueryFailure.

        `is_gone` says whether nobody waits for the result any more: then the query is stopped.
        """

    def close(self) -> None:
        """Release everything that the engine holds."""
