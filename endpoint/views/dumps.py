"""`/dumps/` and `/releases/`: files of the current and of earlier releases, with checksums and dates."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, jsonify, redirect, request, send_file

from endpoint.archive import StoredRelease, checksums, find_by_day, list_stored, read_stored
from endpoint.context import current_release, current_settings, negotiate, render_page
from endpoint.protocol.errors import EndpointError, Problem
from endpoint.protocol.request import HTML

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from werkzeug.wrappers import Response as BaseResponse

    from endpoint.releases import ReleaseFile

bp = Blueprint("dumps", __name__)

MEDIA_TYPES: Final = {
    ".nq": "application/n-quads",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
    ".xml": "application/xml",
    ".json": "application/json",
    ".gz": "application/gzip",
}
"""Media types of the files of a release by suffix; text is UTF-8."""
SUMS: Final = "SHA256SUMS"
WHOLE: Final = "fagui.nq"
"""The file that has everything: its digest stands for the data of a release."""
_JSON: Final = "application/json"
_PACKED: Final = ".gz"
_CHUNK: Final = 1 << 16
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIXED: Final = "public, max-age=31536000, immutable"


def current_stored() -> StoredRelease:
    """The release of this request with its record of publication."""
    release = current_release()
    return release.keep("stored", lambda: read_stored(release.path, release.manifest))


def all_stored() -> tuple[StoredRelease, ...]:
    """The releases that are in place, the latest first."""
    return list_stored(current_settings().release, current_stored())


def media_type(name: str) -> str:
    """The media type of a file by its suffix."""
    return MEDIA_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")


@bp.get("/dumps/")
def show_index() -> Response:
    """The files of the current release, for people and for programs."""
    return _index(current_stored(), "/dumps/")


@bp.get("/dumps/<path:path>")
def send_dump(path: str) -> Response:
    """A file of the current release."""
    return send_release_file(current_stored(), path, "no-cache")


@bp.get("/releases/")
def show_releases() -> Response:
    """The releases that are in place, with date, counts and digest."""
    stored = all_stored()
    current = current_release().manifest.id
    if negotiate((HTML, _JSON)) == HTML:
        files = current_stored().files()
        return render_page("releases.html", stored=stored, current=current, files=files)
    response = jsonify(releases=[_summary(each, current) for each in stored])
    response.vary.add("Accept")
    return response


@bp.get("/releases/<release>/")
def show_release(release: str) -> BaseResponse:
    """The files of one release; a day leads to the release of that day."""
    if _DAY.fullmatch(release):
        found = find_by_day(all_stored(), release)
        if found is None:
            raise _unknown_release(release)
        return redirect(f"/releases/{found.manifest.id}/", 303)
    return _index(_find(release), f"/releases/{release}/")


@bp.get("/releases/<release>/<path:path>")
def send_kept(release: str, path: str) -> Response:
    """A file of one release, which never changes."""
    return send_release_file(_find(release), path, _FIXED)


@bp.get("/id/release/<release>")
def redirect_to_release(release: str) -> BaseResponse:
    """303: a release is no document, but there is one that lists its files."""
    return redirect(f"/releases/{_find(release).manifest.id}/", 303)


def send_release_file(stored: StoredRelease, name: str, cache: str) -> Response:
    """A file of a release; only what its manifest and its record list is ever opened."""
    files = stored.files()
    if name == SUMS:
        response = Response(checksums(files), mimetype="text/plain")
    elif name in files and (stored.path / files[name].path).is_file():
        response = _send(stored, files[name])
    elif f"{name}{_PACKED}" in files and (stored.path / files[f"{name}{_PACKED}"].path).is_file():
        packed = files[f"{name}{_PACKED}"]
        response = Response(_unpack(stored.path / packed.path), mimetype=media_type(name))
        response.set_etag(packed.sha256, weak=True)
        response.make_conditional(request)
    else:
        raise EndpointError(
            Problem(
                404,
                "No such file in the release",
                f"{name!r} is not a file of release {stored.manifest.id}",
                "see /dumps/ and /releases/ for the files there are",
            )
        )
    response.headers["Cache-Control"] = cache
    return response


def _send(stored: StoredRelease, file: ReleaseFile) -> Response:
    published = stored.publication.published
    response = send_file(
        (stored.path / file.path).absolute(),
        mimetype=media_type(file.path),
        conditional=True,
        etag=file.sha256,
        last_modified=datetime.fromisoformat(published) if published else None,
    )
    # RFC 9530: the digest of the whole file, also where a part of it or nothing of it is sent.
    digest = f"sha-256=:{b64encode(bytes.fromhex(file.sha256)).decode()}:"
    response.headers["Repr-Digest"] = digest
    if response.status_code == 200:
        response.headers["Content-Digest"] = digest
    return response


def _unpack(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as packed:
        while piece := packed.read(_CHUNK):
            yield piece


def _index(stored: StoredRelease, directory: str) -> Response:
    files = stored.files()
    if negotiate((HTML, _JSON)) == HTML:
        return render_page("dumps.html", stored=stored, directory=directory, files=files)
    response = jsonify(
        release=stored.manifest.id,
        software=stored.manifest.software,
        published=stored.publication.published or None,
        previous=stored.publication.previous,
        files=[
            {
                "path": f"{directory}{name}",
                "bytes": file.size,
                "sha256": file.sha256,
                "media_type": media_type(name),
            }
            for name, file in files.items()
        ],
    )
    response.vary.add("Accept")
    return response


def _summary(stored: StoredRelease, current: str) -> dict[str, object]:
    return {
        "release": stored.manifest.id,
        "path": f"/releases/{stored.manifest.id}/",
        "published": stored.publication.published or None,
        "previous": stored.publication.previous,
        "current": stored.manifest.id == current,
        "counts": dict(stored.manifest.counts),
        "sha256": {name: file.sha256 for name, file in stored.files().items() if name == WHOLE},
    }


def _find(release: str) -> StoredRelease:
    for stored in all_stored():
        if stored.manifest.id == release:
            return stored
    raise _unknown_release(release)


def _unknown_release(release: str) -> EndpointError:
    """404, or 410 where the changelog still tells of the release."""
    times = dict(current_stored().publication.earlier)
    remedy = "see /releases/ for the releases that are kept"
    if release in times:
        detail = f"release {release} of {times[release]} is kept no longer"
        return EndpointError(Problem(410, "Release is gone", detail, remedy))
    return EndpointError(
        Problem(404, "No such release", f"there is no release {release!r}", remedy)
    )
