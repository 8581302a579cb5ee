"""The engine of a SPARQL 1.1 server elsewhere, for data that outgrow one machine.

Takes: a `Query`. Gives: a `Result` serialised as the embedded engine does it, or a `QueryFailure`.

The server is asked for one format of each kind, SPARQL JSON and N-Triples, and the answer is written
again in the format that is wanted: servers differ in their less used formats. Before that, a checker
evaluates the query over nothing, so that only SPARQL that the embedded engine understands is sent (no
dialect, no update) and a syntax error has its line and column. One connection serves one query: to
close it is the protocol's only way to stop it.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import ssl
import tempfile
import threading
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode, urlsplit

from endpoint.engine.conversion import convert_answer, count_rows
from endpoint.engine.gate import TICK, Capacity, Gate, Pass
from endpoint.engine.interface import CHUNK, FailureKind, Query, QueryFailure, Result
from endpoint.engine.serialising import GRAPH_FORMATS
from endpoint.engine.spool import MEMORY_BYTES
from endpoint.sparql.dataset import restate_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from endpoint.engine.interface import Engine
    from endpoint.engine.worker import Limits

_CONNECT_SECONDS: Final = 10
_INFLATION: Final = 4
"""How much longer SPARQL JSON may be than the format that is wanted."""
_ERROR_BYTES: Final = 4000
"""Bytes of the text of an error that are read."""

_SOLUTIONS: Final = "application/sparql-results+json"
_GRAPH: Final = "application/n-triples"
_STATUS: Final = {
    400: FailureKind.EVALUATION,  # the syntax was checked before
    408: FailureKind.TIME,
    413: FailureKind.SIZE,
    414: FailureKind.SIZE,
    429: FailureKind.BUSY,
    503: FailureKind.BUSY,
    504: FailureKind.TIME,
}
_TIMED_OUT: Final = re.compile(r"timed? ?-?out|time limit|execution time", re.IGNORECASE)


def explain_status(status: int, said: str) -> QueryFailure:
    """The failure that an HTTP status other than 200, and what came with it, stand for."""
    kind = _STATUS.get(status, FailureKind.STOPPED)
    if status >= 500 and _TIMED_OUT.search(said):
        kind = FailureKind.TIME
    if kind is FailureKind.EVALUATION:
        first = said.strip().split("\n", maxsplit=1)[0][:500]
        return QueryFailure(kind, f"the back end refuses the query: {first}")
    if kind is FailureKind.STOPPED:
        return QueryFailure(kind, f"the back end answers with HTTP status {status}")
    return QueryFailure(kind)


class _Watch:
    """Cuts a connection whose query has to end, from a thread: its reader may wait for long."""

    def __init__(self, channel: socket.socket, passing: Pass) -> None:
        self.failure: QueryFailure | None = None
        self._channel = channel
        self._passing = passing
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(TICK):
            try:
                # What it costs the other server nobody tells: the clock stands for it.
                self._passing.check(time.monotonic)
            except QueryFailure as failure:
                self.failure = failure
                with contextlib.suppress(OSError):
                    self._channel.shutdown(socket.SHUT_RDWR)
                return


class RemoteEngine:
    """Sends each query to a SPARQL server; `checker` is an engine over an empty store."""

    def __init__(self, address: str, checker: Engine, limits: Limits, capacity: Capacity) -> None:
        self._address = urlsplit(address)
        self._checker = checker
        self._limits = limits
        self._gate = Gate(capacity)
        # Reads the certificates of the system, which takes long: once.
        self._tls = ssl.create_default_context() if self._address.scheme == "https" else None

    def close(self) -> None:
        """End the checker; no query may follow."""
        self._checker.close()

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        """The whole result; raises QueryFailure, and waits no longer than the time limit."""
        self._checker.run(query, is_gone).close()
        with (
            Pass(self._gate, self._limits.seconds, is_gone) as passing,
            tempfile.SpooledTemporaryFile(MEMORY_BYTES) as answer,
        ):
            self._fetch(query, passing, answer)
            return convert_answer(answer, query, self._limits.result_bytes)

    def _fetch(self, query: Query, passing: Pass, answer: IO[bytes]) -> None:
        """Put the whole answer of the server into the file."""
        with self._connect() as connection:
            watch = _Watch(connection.sock, passing)
            try:
                with watch:
                    self._exchange(connection, query, answer)
            except (OSError, ValueError, http.client.HTTPException) as error:
                detail = "the back end broke off its answer"
                broken = QueryFailure(FailureKind.STOPPED, detail)
                raise watch.failure or broken from error

    @contextlib.contextmanager
    def _connect(self) -> Iterator[http.client.HTTPConnection]:
        host, port = self._address.hostname or "", self._address.port
        seconds = min(_CONNECT_SECONDS, self._limits.seconds)
        connection = (
            http.client.HTTPConnection(host, port, timeout=seconds)
            if self._tls is None
            else http.client.HTTPSConnection(host, port, timeout=seconds, context=self._tls)
        )
        try:
            connection.connect()
            connection.sock.settimeout(None)  # the watch knows when to end it
        except OSError as error:
            detail = f"the back end cannot be reached ({error.strerror or error})"
            raise QueryFailure(FailureKind.STOPPED, detail) from error
        with contextlib.closing(connection):
            yield connection

    def _exchange(
        self, connection: http.client.HTTPConnection, query: Query, answer: IO[bytes]
    ) -> None:
        text, dataset = restate_dataset(query)
        accepted = _GRAPH if query.format in GRAPH_FORMATS else _SOLUTIONS
        path = self._address.path or "/"
        connection.request(
            "POST",
            f"{path}?{self._address.query}" if self._address.query else path,
            urlencode([("query", text), *dataset]),
            {"Accept": accepted, "Content-Type": "application/x-www-form-urlencoded"},
        )
        with connection.getresponse() as response:
            if response.status != 200:
                said = response.read(_ERROR_BYTES).decode("utf-8", "replace")
                raise explain_status(response.status, said)
            _refuse_other(response, accepted)
            self._read(response, answer)
            _refuse_incomplete(response, answer)

    def _read(self, response: http.client.HTTPResponse, answer: IO[bytes]) -> None:
        if response.length is None and not response.chunked:
            # Nobody could tell a whole answer from a part.
            raise http.client.UnknownTransferEncoding
        left = self._limits.result_bytes * _INFLATION
        while piece := response.read(CHUNK):
            left -= len(piece)
            if left < 0:
                raise QueryFailure(FailureKind.SIZE)
            answer.write(piece)
        if response.length:
            raise http.client.IncompleteRead(piece, response.length)
        answer.seek(0)


def _refuse_other(response: http.client.HTTPResponse, accepted: str) -> None:
    """Raises QueryFailure where an answer with status 200 is not of the type that was asked for."""
    media = response.headers.get_content_type()
    if media != accepted:
        detail = f"the back end answers with {media} where {accepted} was asked for"
        raise QueryFailure(FailureKind.STOPPED, detail)


def _refuse_incomplete(response: http.client.HTTPResponse, answer: IO[bytes]) -> None:
    """Raises QueryFailure where an answer with status 200 is only a part of one.

    Virtuoso answers 200 to a query that it interrupted (X-SQL-State) or cut (X-SPARQL-MaxRows).
    """
    if response.headers.get("X-SQL-State"):
        raise QueryFailure(FailureKind.TIME)
    most = response.headers.get("X-SPARQL-MaxRows", "")
    if most.isascii() and most.isdigit() and count_rows(answer) >= int(most):
        detail = f"the back end cuts results at {most} rows; nothing of it is sent"
        raise QueryFailure(FailureKind.SIZE, detail)
