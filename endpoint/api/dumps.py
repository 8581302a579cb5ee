"""The files of a release."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import HTML, JSON, LANGUAGE, TEXT, Operation, Schema, path_parameter
from endpoint.views.dumps import MEDIA_TYPES

_FILES: Final[dict[str, Schema]] = {each.partition(";")[0]: {} for each in MEDIA_TYPES.values()}

OPERATIONS: Final = (
    Operation(
        "/dumps/",
        "listFiles",
        "The files of the release with sizes and checksums.",
        {200: {HTML: TEXT, JSON: {"type": "object"}}},
        parameters=(LANGUAGE,),
    ),
    Operation(
        "/dumps/{path}",
        "loadFile",
        "A file of the release; Range requests are served.",
        {200: _FILES, 206: _FILES},
        parameters=(path_parameter("path", "Path of the file as /dumps/ lists it.", "fagui.nq"),),
        errors=(404, 416),
    ),
)
