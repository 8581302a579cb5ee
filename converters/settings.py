"""Settings of a build: the `FAGUI_*` environment variables, each with a default and one sentence."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from converters.errors import ConversionError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, its default and what it sets."""

    name: str
    default: str
    sentence: str


RELEASE: Final = Setting(
    "FAGUI_RELEASE", "release", "Directory that builds publish into and the endpoint serves."
)
WORKERS: Final = Setting(
    "FAGUI_WORKERS", "", "Documents converted at the same time (default: one per processor core)."
)
DOCUMENT_SECONDS: Final = Setting(
    "FAGUI_DOCUMENT_SECONDS", "60", "Seconds after which the conversion of a document is stopped."
)
DOCUMENT_MEMORY: Final = Setting(
    "FAGUI_DOCUMENT_MEMORY",
    "2048",
    "Megabytes of memory that the conversion of a document may use.",
)
KEPT_RELEASES: Final = Setting(
    "FAGUI_KEPT_RELEASES", "5", "Releases that stay in place, the current one among them."
)
PUBLISHER: Final = Setting(
    "FAGUI_PUBLISHER",
    "Fagui 法规",
    "Name of who publishes the releases, as their catalogue gives it.",
)
BUILD_SETTINGS: Final = (
    RELEASE,
    WORKERS,
    DOCUMENT_SECONDS,
    DOCUMENT_MEMORY,
    KEPT_RELEASES,
    PUBLISHER,
)
"""Every setting of this package; `FAGUI_BASE` belongs to `ontology.namespaces`."""

# Below this a worker cannot even load the libraries that it converts with.
LEAST_MEGABYTES: Final = 512


@dataclass(frozen=True, slots=True)
class Limits:
    """What the conversion of one document may use, and how many run at the same time."""

    workers: int
    seconds: int
    memory: int


@dataclass(frozen=True, slots=True)
class Publishing:
    """How many releases stay in place, and who publishes them."""

    kept: int
    publisher: str


def release_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """The directory that `FAGUI_RELEASE` names."""
    return Path(environment.get(RELEASE.name) or RELEASE.default)


def read_limits(environment: Mapping[str, str] = os.environ, workers: int | None = None) -> Limits:
    """The limits that the environment sets; `workers` replaces `FAGUI_WORKERS`.

    >>> read_limits({"FAGUI_DOCUMENT_SECONDS": "90"}, workers=2)
    Limits(workers=2, seconds=90, memory=2147483648)
    """
    if workers is None:
        workers = _number(environment, WORKERS, least=1, instead=os.cpu_count() or 1)
    return Limits(
        workers=workers,
        seconds=_number(environment, DOCUMENT_SECONDS, least=1),
        memory=_number(environment, DOCUMENT_MEMORY, least=LEAST_MEGABYTES) << 20,
    )


def read_publishing(environment: Mapping[str, str] = os.environ) -> Publishing:
    """What the environment sets about publication.

    >>> read_publishing({"FAGUI_KEPT_RELEASES": "9"}).kept
    9
    """
    return Publishing(
        # Requests that run still read the release before.
        kept=_number(environment, KEPT_RELEASES, least=2),
        publisher=environment.get(PUBLISHER.name, "").strip() or PUBLISHER.default,
    )


def _number(
    environment: Mapping[str, str], setting: Setting, least: int, instead: int | None = None
) -> int:
    written = environment.get(setting.name) or setting.default
    if not written and instead is not None:
        return instead
    if not (written.isascii() and written.isdecimal() and least <= int(written[:10]) <= 10**9):
        raise ConversionError(
            setting.name,
            "environment",
            f"is {written!r}, allowed is a whole number from {least} to 1000000000",
            f"set it to a number or unset it; {setting.sentence}",
        )
    return int(written)
