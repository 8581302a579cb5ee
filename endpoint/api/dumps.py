"""The files of releases."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import HTML, JSON, LANGUAGE, TEXT, Operation, Schema, path_parameter
from endpoint.views.dumps import MEDIA_TYPES

_FILES: Final[dict[str, Schema]] = {
    media: {}
    for media in (
        *(each.partition(";")[0] for each in MEDIA_TYPES.values()),
        "text/plain",
        "application/octet-stream",
    )
}
_INDEX: Final[dict[str, Schema]] = {HTML: TEXT, JSON: {"type": "object"}}
_REDIRECT: Final[dict[int, dict[str, Schema]]] = {303: {HTML: TEXT}}
_RELEASE: Final = path_parameter("release", "Id of a release, as /releases/ lists it.", "0" * 16)
_PATH: Final = path_parameter("path", "Path of the file, as the index lists it.", "fagui.nq")

OPERATIONS: Final = (
    Operation(
        "/dumps/",
        "listFiles",
        "The files of the release with sizes and checksums.",
        {200: _INDEX},
        parameters=(LANGUAGE,),
    ),
    Operation(
        "/dumps/{path}",
        "loadFile",
        "A file of the release; Range requests are served.",
        {200: _FILES, 206: _FILES},
        parameters=(_PATH,),
        errors=(404, 416),
    ),
    Operation(
        "/releases/",
        "listReleases",
        "The releases that are in place, with date, counts and digest.",
        {200: _INDEX},
        parameters=(LANGUAGE,),
    ),
    Operation(
        "/releases/{release}/",
        "listFilesOfRelease",
        "The files of one release; a day (2026-11-20) leads to the release of that day.",
        {200: _INDEX} | _REDIRECT,
        parameters=(_RELEASE, LANGUAGE),
        errors=(404,),
    ),
    Operation(
        "/releases/{release}/{path}",
        "loadFileOfRelease",
        "A file of one release, which never changes.",
        {200: _FILES, 206: _FILES},
        parameters=(_RELEASE, _PATH),
        errors=(404, 416),
    ),
    Operation(
        "/id/release/{release}",
        "findRelease",
        "The address of the files of a release.",
        _REDIRECT,
        parameters=(_RELEASE,),
        errors=(404,),
    ),
)
