"""The one shape of every error that the endpoint answers, and its renderings.

Takes: a `Problem`. Gives: JSON, plain text, or what the HTML page shows.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Final

from endpoint.engine.interface import FailureKind, QueryFailure
from endpoint.sparql.guard import MAX_NESTING, MAX_OPERATORS, MAX_PATTERNS, Refusal, RefusalKind


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, why, what to do, and where in the query, if it is about a query."""

    status: int
    title: str
    detail: str
    remedy: str
    line: int | None = None
    column: int | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def to_json(self) -> str:
        """`{"error": {"status", "title", "detail", "remedy", "line", "column"}}`."""
        shown = {name: value for name, value in asdict(self).items() if name != "headers"}
        return json.dumps({"error": shown}, ensure_ascii=False) + "\n"

    def to_text(self) -> str:
        """The same in lines of plain text."""
        place = f"Line {self.line}, column {self.column}. " if self.line else ""
        return f"{self.status} {self.title}\n{place}{self.detail}\nRemedy: {self.remedy}\n"


class EndpointError(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


_RETRY: Final = (("Retry-After", "5"),)

_FAILURES: Final[dict[FailureKind, tuple[int, str, str, str]]] = {
    FailureKind.SYNTAX: (
        400,
        "Query is not valid SPARQL",
        "the query does not parse",
        "correct the query at the place named",
    ),
    FailureKind.EVALUATION: (
        400,
        "Query cannot be evaluated",
        "the engine refuses the query",
        "change the query; every function of SPARQL 1.1 is available",
    ),
    FailureKind.TIME: (
        503,
        "Query took too long",
        "the query was stopped at the limit of {seconds} seconds; it has no result",
        "bind more terms, remove joins without a shared variable, or load the dump from /dumps/",
    ),
    FailureKind.MEMORY: (
        503,
        "Query needed too much memory",
        "the query was stopped at its memory limit; it has no result",
        "avoid sorting or grouping large intermediate results, or load the dump from /dumps/",
    ),
    FailureKind.DEPTH: (
        400,
        "Query is nested too deeply",
        "the query exhausts the stack of the engine",
        "write it with fewer nested groups, operators or path steps",
    ),
    FailureKind.SIZE: (
        413,
        "Result is too large",
        "the result is larger than {megabytes} MB; nothing of it is sent",
        "use LIMIT and OFFSET with ORDER BY, or load the dump from /dumps/",
    ),
    FailureKind.BUSY: (
        503,
        "Endpoint is busy",
        "all places for queries that take more than a moment are taken",
        "try again in a few seconds, or make the query faster",
    ),
    FailureKind.GONE: (
        503,
        "Query was stopped",
        "the client closed its connection before there was a result",
        "keep the connection open until the answer has come",
    ),
    FailureKind.STOPPED: (
        503,
        "Query was stopped",
        "the process of the query ended without a whole result",
        "try again; if it happens again, report the query",
    ),
}


def describe_failure(
    failure: QueryFailure, seconds: int, megabytes: int, remedy: str = ""
) -> Problem:
    """The problem that a failed query is to its sender; `remedy` where a better one is known."""
    status, title, detail, usual_remedy = _FAILURES[failure.kind]
    return Problem(
        status=status,
        title=title,
        detail=failure.detail or detail.format(seconds=seconds, megabytes=megabytes),
        remedy=remedy or usual_remedy,
        line=failure.line,
        column=failure.column,
        headers=_RETRY if failure.kind in {FailureKind.BUSY, FailureKind.STOPPED} else (),
    )


_REFUSALS: Final[dict[RefusalKind, tuple[str, str, str]]] = {
    RefusalKind.UPDATE: (
        "Updates are refused",
        "{word} is an update; the data of a release never changes",
        "send a query: SELECT, ASK, CONSTRUCT or DESCRIBE",
    ),
    RefusalKind.SERVICE: (
        "Federated queries are refused",
        "SERVICE is not served: this endpoint contacts no other server",
        "query both endpoints from your side and join there, or load the dump from /dumps/",
    ),
    RefusalKind.NESTING: (
        "Query is nested too deeply",
        f"more than {MAX_NESTING} brackets are open here",
        "write the query with fewer nested groups",
    ),
    RefusalKind.PATTERNS: (
        "Query has too many patterns",
        f"more than {MAX_PATTERNS} triple patterns stand before this place",
        "use VALUES for lists of terms, or split the query",
    ),
    RefusalKind.OPERATORS: (
        "Query has too many operators",
        f"more than {MAX_OPERATORS} operators stand before this place",
        "use VALUES or IN for lists of terms, or split the query",
    ),
}


def describe_refusal(refusal: Refusal) -> Problem:
    """The problem that a refused query is to its sender."""
    title, detail, remedy = _REFUSALS[refusal.kind]
    return Problem(
        status=400,
        title=title,
        detail=detail.format(word=refusal.word),
        remedy=remedy,
        line=refusal.line,
        column=refusal.column,
    )
