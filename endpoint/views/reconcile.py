"""`/reconcile`: names in a table of a user become IRIs of ours (OpenRefine, reconciliation API 0.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, jsonify, request

from endpoint.context import current_language, current_release, public_address, render_page
from endpoint.description.describe import describe
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.request import FORM, parse_parameters
from endpoint.reconcile import answers
from endpoint.reconcile.entities import KINDS, Index, expand, read_index
from endpoint.reconcile.requests import parse_extension, parse_queries, refuse
from endpoint.reconcile.values import Property, extend, list_properties

if TYPE_CHECKING:
    from endpoint.reconcile.entities import Kind

bp = Blueprint("reconcile", __name__)

_EMBEDDED: Final = "default-src 'none'; style-src 'self'; base-uri 'none'"
"""Policy of a preview, which pages of other origins show in a frame."""
_SHOWN: Final = 8
"""Statements that a preview shows."""
_HINT: Final = "see /reconcile/help"


@bp.route("/reconcile", methods=["GET", "POST"])
def answer() -> Response:
    """The manifest, or the answers to a batch of queries, or values of properties."""
    given = _parameters()
    if "callback" in given:
        raise refuse(
            400, "JSONP is not served", "leave out 'callback': every origin may read by CORS"
        )
    asked = [name for name in ("queries", "extend", "query") if name in given]
    if len(asked) > 1:
        raise refuse(400, f"{' and '.join(asked)} are asked for together", "ask for one of them")
    if "query" in given:
        raise refuse(
            400, "single queries are not in version 0.2", 'send queries={"q0":{"query":"…"}}'
        )
    return _json(_answer(given))


def _answer(given: dict[str, str]) -> dict[str, Any]:
    language, engine = current_language(), current_release().engine
    if "queries" in given:
        batch = parse_queries(given["queries"])
        index = _index()
        return {
            key: answers.answer_query(engine, index, query, language)
            for key, query in batch.items()
        }
    if "extend" in given:
        return extend(engine, parse_extension(given["extend"]), language)
    return answers.describe_service(public_address("/"), language)


@bp.get("/reconcile/suggest/<any(entity, property, type):what>")
def suggest(what: str) -> Response:
    """Entities, properties or types for what a person has typed."""
    prefix = request.args.get("prefix", "")
    language = current_language()
    if what == "entity":
        cursor = _number("cursor")
        return _json(answers.suggest_entities(_index(), prefix, cursor, language))
    if what == "type":
        return _json(answers.suggest_types(prefix, language))
    return _json(answers.suggest_properties(_properties(None), prefix))


@bp.get("/reconcile/properties")
def propose() -> Response:
    """The properties that can be fetched of entities of a type."""
    identifier = request.args.get("type", "")
    kind = answers.find_kind(identifier) if identifier else None
    if identifier and kind is None:
        allowed = ", ".join(each.id for each in KINDS)
        raise refuse(
            400, f"{identifier[:100]!r} is no type of this service", f"use one of {allowed}"
        )
    return _json(answers.propose_properties(kind, _properties(kind), _number("limit")))


@bp.get("/reconcile/preview")
def preview() -> Response:
    """A page about an entity that fits into a small frame."""
    iri = expand(request.args.get("id", ""))
    found = describe(current_release().engine, iri, current_language()) if iri else None
    if found is None:
        shown = request.args.get("id", "")[:100]
        raise EndpointError(
            Problem(404, "Nothing has this identifier", f"the release has no {shown!r}", _HINT)
        )
    page = render_page("preview.html", thing=found, shown=_SHOWN)
    page.headers["Content-Security-Policy"] = _EMBEDDED
    return page


@bp.get("/reconcile/help")
def show_help() -> Response:
    """How to use the service from OpenRefine."""
    return render_page("reconcile.html", address=public_address("/reconcile"), kinds=KINDS)


def _parameters() -> dict[str, str]:
    """The parameters of the address and of a form; the last of a name counts."""
    given = dict(parse_parameters(request.query_string))
    if request.method == "POST":
        if request.mimetype != FORM:
            raise refuse(
                415,
                f"a POST request has the media type {request.mimetype or '(none)'!r}",
                f"send {FORM} with the parameter 'queries' or 'extend'",
            )
        given |= parse_parameters(request.get_data(cache=False))
    return given


def _number(name: str) -> int:
    given = request.args.get(name, "0")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise refuse(400, f"{name} is {given[:50]!r}", "use a whole number")
    return int(given)


def _index() -> Index:
    release = current_release()
    return release.keep("reconcile", lambda: read_index(release.engine))


def _properties(kind: Kind | None) -> tuple[Property, ...]:
    """The properties of a type, or of all types."""
    release, language = current_release(), current_language()

    def read() -> tuple[Property, ...]:
        kinds = KINDS if kind is None else (kind,)
        found = [each for one in kinds for each in list_properties(release.engine, one, language)]
        return tuple(dict.fromkeys(found))

    return release.keep(("properties", kind and kind.id, language), read)


def _json(told: dict[str, Any]) -> Response:
    response = jsonify(told)
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "no-cache"
    return response
