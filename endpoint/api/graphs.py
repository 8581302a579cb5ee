"""The Graph Store Protocol, its reading half, and the versions of a regulation in time."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import TEXT, Operation, Parameter, Schema, path_parameter
from endpoint.protocol.graphstore import OFFERS

_GRAPHS: Final[dict[str, Schema]] = {media: {} for media in OFFERS}
_FORMAT: Final = Parameter("format", "Short name of a media type; it goes before Accept.", TEXT)

OPERATIONS: Final = (
    Operation(
        "/graphs",
        "loadGraph",
        "A graph of the release: the one that `graph` names, or with `default` all of them together.",
        {200: _GRAPHS},
        parameters=(
            Parameter("graph", "The IRI of a graph.", {"type": "string", "format": "iri"}),
            Parameter("default", "Asks for the default graph; it has no value.", {"const": ""}),
            _FORMAT,
        ),
        errors=(404, 413, 429),
        tag="query",
    ),
    Operation(
        "/graphs/{path}",
        "loadGraphAt",
        "The graph whose name ends with the path.",
        {200: _GRAPHS},
        parameters=(path_parameter("path", "The name below the base.", "def"), _FORMAT),
        errors=(404, 413, 429),
        tag="query",
    ),
    Operation(
        "/timemap/{path}",
        "listVersions",
        "Every version of a regulation with the instant from which it is in force (RFC 7089).",
        {200: {"application/link-format": TEXT}},
        parameters=(path_parameter("path", "The IRI below /id/.", "eli"),),
        errors=(404,),
    ),
)
