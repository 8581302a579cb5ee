"""Every error of the application in the one shape, as JSON, plain text or a page, by Accept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Response, g, request
from werkzeug.exceptions import HTTPException

from endpoint.context import current_settings, render_page
from endpoint.engine.interface import QueryFailure
from endpoint.protocol.errors import EndpointError, Problem, describe_failure
from endpoint.protocol.negotiation import choose_media
from endpoint.protocol.request import HTML

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response as BaseResponse


def install_failures(app: Flask) -> None:
    """Let the application answer its errors, and those of the framework, in that shape."""
    app.register_error_handler(EndpointError, _answer_error)
    app.register_error_handler(QueryFailure, _answer_failure)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(UnicodeEncodeError, _answer_half_character)


def _answer_error(error: EndpointError) -> Response:
    return answer_problem(error.problem)


def _answer_failure(failure: QueryFailure) -> Response:
    """A query of a page or document that has failed; nobody wrote it, so nothing is to be corrected."""
    settings = current_settings()
    return answer_problem(
        describe_failure(failure, settings.query_seconds, settings.result_megabytes)
    )


def _answer_half_character(_: UnicodeEncodeError) -> Response:
    """Only JSON can bring half a character here: every other text is read as strict UTF-8."""
    return answer_problem(
        Problem(
            400,
            "Request contains half a character",
            "a string has an escape of a surrogate without its partner",
            "send both halves, or the character itself",
        )
    )


def answer_problem(problem: Problem) -> Response:
    """The response that tells a problem in the media type that the client likes best."""
    offers = ("application/json", "text/plain", HTML)
    media = choose_media(request.headers.get("Accept"), offers)
    if media == HTML:
        response = render_page(
            "error.html",
            problem.status,
            problem=problem,
            query=g.get("query_text", ""),
            nearest=g.get("nearest"),
        )
    elif media == "text/plain":
        response = Response(problem.to_text(), problem.status, mimetype="text/plain")
    else:
        response = Response(problem.to_json(), problem.status, mimetype="application/json")
    response.vary.add("Accept")
    response.headers.update(dict(problem.headers))
    response.headers["Cache-Control"] = "no-store"
    return response


_REMEDIES: Final = {
    404: "see / for what there is",
    405: "use one of the methods in the header Allow",
    413: "send less: the limits are stated at /sparql",
}


def _answer_http_error(error: HTTPException) -> BaseResponse:
    """An error of the framework in our shape; its redirects stay as they are."""
    original = error.get_response()
    if original.status_code < 400:
        return Response(status=original.status_code, headers=original.headers)
    problem = Problem(
        status=original.status_code,
        title=error.name,
        detail=error.description or error.name,
        remedy=_REMEDIES.get(original.status_code, "correct the request"),
        headers=tuple(
            (name, value)
            for name, value in original.headers
            if name in {"Allow", "Content-Range", "Retry-After"}
        ),
    )
    return answer_problem(problem)
