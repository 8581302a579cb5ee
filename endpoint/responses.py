"""What every response carries: security and CORS headers, and the content coding that the client likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from endpoint.context import current_settings
from endpoint.failures import answer_problem
from endpoint.protocol.compression import (
    IDENTITY,
    MIN_BYTES,
    choose_coding,
    compress,
    is_compressible,
)
from endpoint.protocol.cors import CORS, preflight
from endpoint.protocol.request import refuse_codings, refuse_host

if TYPE_CHECKING:
    from flask import Flask, Response

_HEADERS: Final = {
    **CORS,
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def install_responses(app: Flask) -> None:
    """Let the application check the host of each request and finish each response."""
    app.before_request(_check_host)
    app.after_request(_add_headers)
    app.after_request(_encode)  # before the headers are added: Flask calls them in reverse


def _check_host() -> None:
    """Refuse a Host header that is no name where addresses in answers are made of it.

    Werkzeug gives an empty name for one that is not valid.
    """
    if not current_settings().url and not request.host:
        raise refuse_host(request.headers.get("Host", ""))


def _add_headers(response: Response) -> Response:
    host = request.host_url.rstrip("/")
    if response.location is not None and response.location.startswith(f"{host}/"):
        # A redirect of the framework repeats the host that the client has named, in its page too.
        response.location = response.location.removeprefix(host)
        response.set_data(b"")
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.method == "OPTIONS":
        response.headers.update(preflight(response.headers.get("Allow", "GET, HEAD, OPTIONS")))
    return response


def _encode(response: Response) -> Response:
    """The response under the content coding that the client likes best, where that is worth it."""
    if response.status_code == 304:
        response.vary.add("Accept-Encoding")
    if not _may_be_encoded(response):
        return response
    response.vary.add("Accept-Encoding")
    coding = choose_coding(request.headers.get("Accept-Encoding"))
    if coding is None:
        return response if response.status_code >= 400 else answer_problem(refuse_codings().problem)
    if coding == IDENTITY or (not response.is_streamed and len(response.get_data()) < MIN_BYTES):
        return response
    if response.is_streamed:
        response.response = compress(response.iter_encoded(), coding)
        response.headers.pop("Content-Length", None)
    else:
        response.set_data(b"".join(compress([response.get_data()], coding)))
    response.content_encoding = coding
    return response


def _may_be_encoded(response: Response) -> bool:
    """Files that Range requests may cut stay as they are: their bytes have checksums of their own."""
    return (
        not response.direct_passthrough
        and response.status_code != 206
        and "Content-Encoding" not in response.headers
        and is_compressible(response.mimetype or "")
    )
