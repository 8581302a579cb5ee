"""The manifest beside a source document: where it comes from and what its text lacks.

Takes: `manifest.json`. Gives: `SourceManifest`, every key checked.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from converters.errors import ConversionError
from converters.records import Curated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MANIFEST_NAME: Final = "manifest.json"
MAX_MANIFEST_BYTES: Final = 1 << 16
NOTHING_CURATED: Final = Curated()


@dataclass(frozen=True, slots=True)
class SourceManifest:
    """What a manifest says; None where it does not say."""

    file: str = ""
    media_type: str | None = None
    sha256: str | None = None
    publisher: str | None = None
    url: str | None = None
    retrieved: str | None = None
    curated: Curated = NOTHING_CURATED


def read_manifest(path: Path) -> SourceManifest:
    """The manifest at `path`, or beside the document at `path` if it names that document."""
    manifest_path = path.parent / MANIFEST_NAME
    if not manifest_path.is_file():
        return SourceManifest()
    manifest = parse_manifest(_load(manifest_path), str(manifest_path))
    if path.name in {MANIFEST_NAME, manifest.file}:
        return manifest
    return SourceManifest()


def parse_manifest(value: object, name: str) -> SourceManifest:
    """The manifest that a JSON value states; ConversionError names the key that is wrong.

    >>> parse_manifest({"file": "a.txt", "curated": {"title": "某条例", "note": "…"}}, "m").curated
    Curated(title='某条例', note='…')
    """
    fields = _check_object(value, "manifest", FIELDS, name)
    if "file" not in fields:
        raise _wrong(name, "file", "is missing", "the name of the document beside the manifest")
    fields.pop("note", None)  # a remark for readers of the file
    curated = _check_object(fields.pop("curated", {}), "curated", CURATED_FIELDS, name)
    if "title" in curated and "note" not in curated:
        raise _wrong(name, "note", "is missing", "where a curated title comes from")
    return SourceManifest(curated=Curated(**curated), **fields)


def _load(path: Path) -> object:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_MANIFEST_BYTES + 1)
        if len(content) > MAX_MANIFEST_BYTES:
            raise _wrong(str(path), "file", "is too large", f"at most {MAX_MANIFEST_BYTES} bytes")
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _wrong(str(path), "file", f"is no JSON ({error})", "one JSON object") from error
    except OSError as error:
        raise _wrong(str(path), "file", f"cannot be read ({error.strerror})", "a file") from error


def _check_object(
    value: object, place: str, rules: dict[str, tuple[Callable[[str], bool], str]], name: str
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(name, place, f"is a {type(value).__name__}", "a JSON object")
    stated: dict[str, Any] = {}
    for key, item in value.items():
        if key not in rules:
            raise _wrong(name, repr(key), "is an unknown key", "the keys " + ", ".join(rules))
        matches, allowed = rules[key]
        if item is None:
            continue
        if key != "curated" and not (isinstance(item, str) and matches(item)):
            raise _wrong(name, key, f"is {item!r:.80}", allowed)
        stated[key] = item
    return stated


def _wrong(name: str, place: str, problem: str, allowed: str) -> ConversionError:
    return ConversionError(name, place, f"{problem}; allowed is {allowed}", "correct the manifest")


def _is_text(value: str) -> bool:
    return bool(value.strip()) and value.replace("\n", " ").isprintable()


def _is_file_name(value: str) -> bool:
    return _is_text(value) and not re.search(r"[/\\\n]", value) and value not in {".", ".."}


def _is_date(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_sha256(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_media_type(value: str) -> bool:
    return re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", value) is not None


def _is_web_address(value: str) -> bool:
    if not re.fullmatch(r"https?://[^/\s]\S*", value):
        return False
    try:
        NamedNode(value)
    except ValueError:
        return False
    return True


FIELDS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    "file": (_is_file_name, "the name of a file beside the manifest, without a directory"),
    "media_type": (_is_media_type, "a media type such as text/plain, or null"),
    "sha256": (_is_sha256, "64 hexadecimal digits in lower case, or null"),
    "publisher": (_is_text, "the publisher's name, or null"),
    "url": (_is_web_address, "an http or https address, or null"),
    "retrieved": (_is_date, "a date YYYY-MM-DD, or null"),
    "curated": (_is_text, 'an object with "title" and "note"'),
    "note": (_is_text, "a sentence, or null"),
}
CURATED_FIELDS: Final[dict[str, tuple[Callable[[str], bool], str]]] = {
    "title": (_is_text, "the title, or null"),
    "note": (_is_text, "where the title comes from"),
}
