"""What programs and operators ask of the server itself: `/openapi.json` and `/metrics`."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from endpoint.api.document import describe_api
from endpoint.context import current_release, find_unchanged, public_address, set_validator
from endpoint.observing.metrics import CONTENT_TYPE, Metrics
from endpoint.protocol.errors import EndpointError, Problem

bp = Blueprint("operations", __name__)


@bp.get("/openapi.json")
def show_api() -> Response:
    """Every route of this server with its parameters, media types and errors."""
    root = public_address("")
    tag, unchanged = find_unchanged("openapi", root)
    if unchanged is not None:
        return unchanged
    software = current_release().manifest.software
    return set_validator(jsonify(describe_api(root, software.rpartition(" ")[2])), tag)


@bp.get("/metrics")
def show_metrics() -> Response:
    """What Prometheus collects."""
    metrics: Metrics | None = current_app.extensions["fagui.metrics"]
    if metrics is None:
        raise EndpointError(
            Problem(
                404,
                "Metrics are off",
                "this server does not show metrics",
                "its operator can set FAGUI_METRICS to on",
            )
        )
    response = Response(metrics.show(current_release().manifest), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
