"""`/sparql`: the protocol over HTTP, and the page on which a person writes a query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request

from endpoint.cache import allow
from endpoint.context import (
    base_address,
    current_language,
    current_settings,
    find_unchanged,
    negotiate,
    public_address,
    render_page,
    run_query,
    send_result,
    set_validator,
)
from endpoint.description.describe import shorten
from endpoint.description.links import page_of
from endpoint.description.service import describe_service, list_limits, serialise
from endpoint.engine.interface import FailureKind, Query, QueryFailure, Result, ResultFormat
from endpoint.protocol.errors import EndpointError, describe_failure, describe_refusal
from endpoint.protocol.request import (
    GRAPHS,
    HTML,
    QueryRequest,
    find_format,
    list_media,
    parse_request,
    refuse_coding,
    refuse_missing,
    refuse_size,
)
from endpoint.sparql.guard import Analysis, Refusal, analyse_query
from endpoint.views.timegate import place_in_time, read_graph_names
from ontology.namespaces import PREFIXES
from ontology.queries import read_examples

if TYPE_CHECKING:
    from collections.abc import Mapping

bp = Blueprint("sparql", __name__)

SHOWN_ROWS: Final = 1000
"""Rows that the page shows; the page says how many there are, and links to the whole result."""
PAGE_MEGABYTES: Final = 8
"""Megabytes of a result that a page can be made of; other formats may have as much as the settings say."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in the table of the page."""

    text: str
    link: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a query as the page shows them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    count: int


@bp.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
def answer() -> Response:
    """The result of the query; without a query, the page that asks for one or the description."""
    asked = parse_request(
        request.method, request.query_string, _content_type(), request.get_data(cache=False)
    )
    if asked.query is None:
        return _answer_without_query(asked)
    g.query_text = asked.query
    analysis = _analyse(asked.query)
    placed = place_in_time(asked, own_dataset=analysis.own_dataset)
    response = _answer_query(asked, placed.asked, analysis)
    response.headers.update(placed.headers)
    response.vary.add("Accept-Datetime")
    return response


def _analyse(query: str) -> Analysis:
    settings = current_settings()
    if len(query.encode()) > settings.query_kilobytes * 1000:
        raise refuse_size(settings.query_kilobytes, in_address=request.method != "POST")
    try:
        return analyse_query(query)
    except Refusal as refusal:
        raise EndpointError(describe_refusal(refusal)) from refusal


def _answer_query(asked: QueryRequest, placed: QueryRequest, analysis: Analysis) -> Response:
    """The result; `placed` is the request with the dataset of the date that it names."""
    offers = list_media(analysis.form)
    media = _choose_media(asked, offers)
    if media == HTML:
        return _show_result(asked, placed, analysis)
    tag, unchanged = find_unchanged(media, *_identity(placed))
    if unchanged is not None and not analysis.volatile:
        return unchanged
    response = send_result(_run(placed, analysis, offers[media]), media)
    response.vary.add("Accept")
    if analysis.volatile:
        response.headers["Cache-Control"] = "no-store"
        return response
    allow(request.environ)
    return set_validator(response, tag)


def _content_type() -> dict[str, str]:
    charset = request.mimetype_params.get("charset")
    return {"media": request.mimetype, **({"charset": charset} if charset else {})}


def _identity(asked: QueryRequest) -> tuple[str, ...]:
    return (asked.query or "", repr(asked.default_graphs), repr(asked.named_graphs), base_address())


def _answer_without_query(asked: QueryRequest) -> Response:
    """The page for people, the service description for programs (Service Description, section 2)."""
    if request.method == "POST" or asked.default_graphs is not None:
        raise refuse_missing()
    # The first of equals is for who takes anything; browsers name HTML.
    media = _choose_media(asked, GRAPHS)
    if media == HTML:
        return _show_page("")
    address = public_address("/sparql")
    tag, unchanged = find_unchanged("service description", media, address)
    if unchanged is not None:
        return unchanged
    void = public_address("/.well-known/void")
    description = describe_service(
        address, void, read_graph_names(), list_limits(current_settings())
    )
    response = send_result(Result(serialise(description, media)), media)
    response.headers.add("Link", f'<{void}>; rel="describedby"')
    return set_validator(response, tag)


def _choose_media(asked: QueryRequest, offers: Mapping[str, ResultFormat]) -> str:
    if asked.format is not None:
        return find_format(asked.format, offers)
    return negotiate(offers, pages=(HTML,))


def _run(
    asked: QueryRequest, analysis: Analysis, form: ResultFormat, megabytes: int | None = None
) -> Result:
    """The whole result; `megabytes` lowers the limit of the settings."""
    allowed = current_settings().result_megabytes
    megabytes = allowed if megabytes is None else min(megabytes, allowed)
    query = Query(
        text=asked.query or "",
        format=form,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        own_dataset=analysis.own_dataset,
        result_bytes=megabytes * 1_000_000,
        base=base_address(),
    )
    try:
        return run_query(query)
    except QueryFailure as failure:
        raise _explain(failure, analysis, megabytes) from failure


def _explain(failure: QueryFailure, analysis: Analysis, megabytes: int) -> EndpointError:
    settings = current_settings()
    hint = ""
    known = [each for each in analysis.undeclared if each in PREFIXES]
    if failure.kind is FailureKind.SYNTAX and known:
        lines = " ".join(f"PREFIX {each}: <{PREFIXES[each]}>" for each in known)
        hint = f"the query uses prefixes that it does not declare; put before it: {lines}"
    problem = describe_failure(failure, settings.query_seconds, megabytes, remedy=hint)
    return EndpointError(problem)


def _show_page(query: str, **values: Any) -> Response:
    return render_page(
        "sparql.html",
        query=query,
        examples=read_examples(),
        settings=current_settings(),
        at=request.args.get("at", ""),
        shown_rows=SHOWN_ROWS,
        **values,
    )


def _show_result(asked: QueryRequest, placed: QueryRequest, analysis: Analysis) -> Response:
    """The page with the result in it."""
    query = asked.query or ""
    dataset = [
        *(("default-graph-uri", each) for each in asked.default_graphs or ()),
        *(("named-graph-uri", each) for each in asked.named_graphs or ()),
        *([("at", asked.at)] if asked.at else ()),
    ]
    downloads = [
        (form.value, f"/sparql?{urlencode([('query', query), *dataset, ('format', form.value)])}")
        for form in dict.fromkeys(list_media(analysis.form).values())
    ]
    if analysis.form in {"CONSTRUCT", "DESCRIBE"}:
        turtle = _run(placed, analysis, ResultFormat.TURTLE, PAGE_MEGABYTES).body.decode("utf-8")
        return _show_page(query, turtle=turtle, downloads=downloads)
    result = json.loads(_run(placed, analysis, ResultFormat.JSON, PAGE_MEGABYTES).body)
    if "boolean" in result:
        return _show_page(query, boolean=result["boolean"], downloads=downloads)
    return _show_page(query, table=build_table(result), downloads=downloads)


def build_table(result: Mapping[str, Any]) -> Table:
    """The table of a result in SPARQL JSON."""
    columns = tuple(result["head"]["vars"])
    rows = result["results"]["bindings"]
    return Table(
        columns=columns,
        rows=tuple(
            tuple(_cell(row[name]) if name in row else None for name in columns)
            for row in rows[:SHOWN_ROWS]
        ),
        count=len(rows),
    )


def _cell(term: Mapping[str, Any]) -> Cell:
    if term["type"] == "uri":
        return Cell(shorten(term["value"]), page_of(term["value"]))
    if term["type"] == "literal":
        language = term.get("xml:lang", "")
        return Cell(term["value"], note=f"@{language}" if language else "")
    if term["type"] == "bnode":
        return Cell(f"_:{term['value']}")
    return Cell(json.dumps(term["value"], ensure_ascii=False))


def questions() -> list[tuple[str, str]]:
    """The example queries for a list: the question in the language of the request, and its link."""
    chinese = current_language() == "zh"
    return [
        (each.zh if chinese else each.en, f"/sparql?{urlencode({'query': each.query})}")
        for each in read_examples()
    ]


@bp.before_app_request
def _refuse_encoded_body() -> None:
    coding = request.headers.get("Content-Encoding", "").strip()
    if request.method == "POST" and coding.lower() not in {"", "identity"}:
        raise refuse_coding(coding)
