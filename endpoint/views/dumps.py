"""`/dumps/`: the files of the release with checksums, Range and conditional requests."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, request, send_file

from endpoint.context import current_release, render_page
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.negotiation import choose_media
from endpoint.protocol.request import HTML, refuse_media

if TYPE_CHECKING:
    from endpoint.releases import Manifest, ReleaseFile

bp = Blueprint("dumps", __name__)

MEDIA_TYPES: Final = {
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
}
"""Media types of the files of a release by suffix."""
_DUMPS: Final = "dumps/"
_REPORTS: Final = "reports/"
_JSON: Final = "application/json"


def _address(file: ReleaseFile) -> str:
    return f"/dumps/{file.path.removeprefix(_DUMPS)}"


def list_files(manifest: Manifest) -> list[tuple[str, ReleaseFile]]:
    """The address and the entry of each file that is served, dumps before reports."""
    listed = [each for each in manifest.files if each.path.startswith((_DUMPS, _REPORTS))]
    return [(_address(each), each) for each in listed]


@bp.get("/dumps/")
def show_index() -> Response:
    """The files of the release, for people and for programs."""
    accept = request.headers.get("Accept")
    media = choose_media(accept, (HTML, _JSON))
    if media is None:
        raise refuse_media(accept or "", (HTML, _JSON))
    manifest = current_release().manifest
    files = list_files(manifest)
    if media == HTML:
        return render_page("dumps.html", files=files)
    response = jsonify(
        release=manifest.id,
        software=manifest.software,
        files=[
            {"path": address, "bytes": each.size, "sha256": each.sha256, "media_type": _media(each)}
            for address, each in files
        ],
    )
    response.vary.add("Accept")
    return response


def _media(file: ReleaseFile) -> str:
    suffix = PurePosixPath(file.path).suffix
    return MEDIA_TYPES.get(suffix, "application/octet-stream")


@bp.get("/dumps/<path:path>")
def send_dump(path: str) -> Response:
    """A file of the release; only what the manifest lists is ever opened."""
    release = current_release()
    for address, file in list_files(release.manifest):
        if address == f"/dumps/{path}" and (release.path / file.path).is_file():
            response = send_file(
                (release.path / file.path).absolute(),
                mimetype=_media(file),
                conditional=True,
                etag=file.sha256,
            )
            response.headers["Cache-Control"] = "no-cache"
            return response
    raise EndpointError(
        Problem(
            404,
            "No such file in the release",
            f"{path!r} is not a file of release {release.manifest.id}",
            "see /dumps/ for the files there are",
        )
    )
