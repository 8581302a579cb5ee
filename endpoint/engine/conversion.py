"""Writes the answer of another server in the format that is wanted.

Takes: a file with SPARQL JSON or N-Triples. Gives: a `Result`, or raises QueryFailure.
"""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from endpoint.engine.interface import FailureKind, QueryFailure, Result
from endpoint.engine.serialising import GRAPH_FORMATS, SOLUTION_FORMATS, write_sorted
from endpoint.engine.spool import Spool

if TYPE_CHECKING:
    from endpoint.engine.interface import Query


class _SizeError(Exception):
    pass


class _Output(io.RawIOBase):
    """Passes on to a spool what is written, until that is more than a limit of bytes."""

    def __init__(self, spool: Spool, limit: int) -> None:
        super().__init__()
        self._spool = spool
        self._left = limit

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def write(self, data: Any, /) -> int:
        """The number of bytes passed on."""
        self._left -= len(data)
        if self._left < 0:
            raise _SizeError
        self._spool.write(bytes(data))
        return len(data)


def convert_answer(answer: IO[bytes], query: Query, limit: int) -> Result:
    """The answer in the format of the query, of at most `limit` bytes."""
    with Spool() as spool:
        output = io.BufferedWriter(_Output(spool, limit), 1 << 16)
        try:
            if query.format in GRAPH_FORMATS:
                _write_graph(answer, query, output)
            else:
                _parse_solutions(answer).serialize(output, format=SOLUTION_FORMATS[query.format])
            output.flush()
        except _SizeError as error:
            raise QueryFailure(FailureKind.SIZE) from error
        except (SyntaxError, ValueError) as error:
            detail = "the back end's answer cannot be read"
            raise QueryFailure(FailureKind.STOPPED, detail) from error
        return spool.finish()


def _write_graph(answer: IO[bytes], query: Query, output: IO[bytes]) -> None:
    triples = (quad.triple for quad in parse(answer, RdfFormat.N_TRIPLES))
    if query.prefixes:
        write_sorted(triples, output, query.format)
    else:
        serialize(triples, output, format=GRAPH_FORMATS[query.format])


def _parse_solutions(answer: IO[bytes]) -> QuerySolutions | QueryBoolean:
    return parse_query_results(answer, QueryResultsFormat.JSON)


def count_rows(answer: IO[bytes]) -> int:
    """How many solutions an answer in SPARQL JSON has; 0 for a boolean or for no such answer."""
    try:
        found = _parse_solutions(answer)
        return 0 if isinstance(found, QueryBoolean) else sum(1 for _ in found)
    except (SyntaxError, ValueError):
        return 0
    finally:
        answer.seek(0)
