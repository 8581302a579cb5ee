"""Which files are converted, and a file with its manifest as a `SourceFile`.

Takes: paths of files and directories. Gives: the files in them; a `SourceFile` for each.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from converters.errors import ConversionError
from converters.manifests import MANIFEST_NAME, SourceManifest, read_manifest
from converters.readers import detect_media_type
from converters.readers.limits import FILE_BYTES
from converters.records import SourceFile
from ontology.datafiles import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DEFAULT_SOURCES: Final = DATA / "sources"
"""The documents that come with the project: `data/` stands beside the packages in a checkout."""

MAX_ID_BYTES: Final = 200
"""File systems take names of 255 bytes; a dump adds its suffix to the id."""

# Files with these stems describe a directory of documents and are none.
DESCRIPTIONS: Final = frozenset({"readme", "license", "licence", "copying", "notice"})


def find_sources(paths: Sequence[Path]) -> list[Path]:
    """The documents in files and directories, ordered by id; the first problem is raised."""
    found, problems = list_sources(paths)
    for problem in problems:
        raise problem
    return found


def list_sources(paths: Sequence[Path]) -> tuple[list[Path], list[ConversionError]]:
    """The documents in files and directories, ordered by id, and those that cannot be taken.

    Without paths it is the project's own documents. A directory with a manifest stands for the file
    that the manifest names; any other is searched recursively, without hidden files, descriptions
    (README) and links that lead out of it. A path that does not exist is raised: it names nothing.
    """
    if not paths:
        paths = [_default_sources()]
    outcomes = [outcome for path in paths for outcome in _documents(path)]
    problems = [outcome for outcome in outcomes if isinstance(outcome, ConversionError)]
    files = {file.resolve(): file for file in outcomes if isinstance(file, Path)}
    if not outcomes:
        names = ", ".join(str(path) for path in paths)
        raise ConversionError(names, "directory", "holds no document", "name files or directories")
    by_id: dict[str, Path] = {}
    for file in sorted(files.values(), key=str):
        try:
            _claim(by_id, file)
        except ConversionError as error:
            problems.append(error)
    return [by_id[source_id] for source_id in sorted(by_id)], problems


def load_source(path: Path) -> SourceFile:
    """The document in a file, with what the manifest beside it says of it."""
    source_id = _source_id(path)
    content = _read_content(path)
    digest = hashlib.sha256(content).hexdigest()
    media_type = detect_media_type(path.name, content)
    manifest = read_manifest(path)
    _check_manifest(path, manifest, digest, media_type)
    return SourceFile(
        id=source_id,
        file_name=path.name,
        media_type=media_type,
        content=content,
        sha256=digest,
        publisher=manifest.publisher,
        url=manifest.url,
        retrieved=manifest.retrieved,
        curated=manifest.curated,
    )


def _default_sources() -> Path:
    if not DEFAULT_SOURCES.is_dir():
        raise ConversionError(
            str(DEFAULT_SOURCES),
            "directory",
            "the project's own documents are not there: they stand in the checkout, not in a wheel",
            "name the documents to convert, or run the command of a checkout",
        )
    return DEFAULT_SOURCES


def _documents(path: Path) -> Iterator[Path | ConversionError]:
    if path.is_dir():
        yield from _documents_below(path, path.resolve())
    elif path.is_file():
        yield path
    elif path.exists():
        raise ConversionError(str(path), "file", "is no regular file", "name a file or directory")
    else:
        raise ConversionError(str(path), "file", "does not exist", "name a file or directory")


def _documents_below(directory: Path, root: Path) -> Iterator[Path | ConversionError]:
    unreadable: list[ConversionError] = []

    def note(error: OSError) -> None:
        unreadable.append(_unreadable(error))

    for folder, subfolders, names in os.walk(directory, onerror=note):
        here = Path(folder)
        if MANIFEST_NAME in names:
            subfolders.clear()
            try:
                yield _named_by_manifest(here)
            except ConversionError as error:
                yield error
            continue
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if _is_document(here / name, root):
                yield here / name
    yield from unreadable


def _unreadable(error: OSError) -> ConversionError:
    problem = f"cannot be read: {error.strerror}"
    return ConversionError(str(error.filename), "directory", problem, "check its rights")


def _named_by_manifest(directory: Path) -> Path:
    named = read_manifest(directory / MANIFEST_NAME).file
    path = directory / named
    if not path.is_file():
        raise ConversionError(
            str(directory / MANIFEST_NAME),
            "file",
            f"names {named!r}, which is not in the directory",
            "put the document beside its manifest",
        )
    return path


def _is_document(path: Path, root: Path) -> bool:
    if path.name.startswith(".") or path.stem.lower() in DESCRIPTIONS:
        return False
    return path.is_file() and path.resolve().is_relative_to(root)


def _claim(by_id: dict[str, Path], file: Path) -> None:
    """Enter a file under its id, which must be free."""
    other = by_id.setdefault(_source_id(file), file)
    if other is not file:
        raise ConversionError(
            str(file),
            "file name",
            f"has the same stem as {other}; a stem is the document's id and stands once",
            "rename one of the two files, or name only one of them",
        )


def _source_id(path: Path) -> str:
    stem = path.stem
    try:
        size = len(path.name.encode()) - len(path.suffix.encode())
    except UnicodeEncodeError:
        size = MAX_ID_BYTES + 1
    if not path.name.isprintable() or size > MAX_ID_BYTES:
        raise ConversionError(
            repr(str(path)),
            "file name",
            f"allowed are printable characters, together at most {MAX_ID_BYTES} bytes of UTF-8",
            "rename the file",
        )
    return stem


def _read_content(path: Path) -> bytes:
    allowed = FILE_BYTES.value
    try:
        with path.open("rb") as file:
            content = file.read(allowed + 1)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        raise ConversionError(path.name, "file", problem, "check its path and rights") from error
    if len(content) > allowed:
        raise ConversionError(
            path.name,
            "file",
            f"is larger than the {allowed:,} bytes allowed",
            f"give the text without images, split it, or raise {FILE_BYTES.variable}",
        )
    return content


def _check_manifest(path: Path, manifest: SourceManifest, digest: str, media_type: str) -> None:
    for key, stated, found in (
        ("sha256", manifest.sha256, digest),
        ("media_type", manifest.media_type, media_type),
    ):
        if stated not in {None, found}:
            raise ConversionError(
                path.name,
                f"{MANIFEST_NAME}, {key}",
                f"says {stated}, the file is {found}",
                "put the file as received beside its manifest, or correct the manifest",
            )
