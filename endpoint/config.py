"""Settings of the endpoint: name, default and one sentence each, read from the environment.

Takes: environment variables `FAGUI_*`. Gives: a frozen `Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


class SettingError(ValueError):
    """A setting has a value that it cannot have; says which, what is allowed and the remedy.

    >>> print(SettingError("FAGUI_PORT", "http", "a whole number from 1 to 65535"))
    FAGUI_PORT: 'http' is not a whole number from 1 to 65535; remedy: correct it or unset it
    """

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(name, value, allowed)
        self.name = name
        self.value = value
        self.allowed = allowed

    def __str__(self) -> str:
        return f"{self.name}: {self.value!r} is not {self.allowed}; remedy: correct it or unset it"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the endpoint can be told; `SETTINGS` lists the same for people."""

    release: Path = field(
        default=Path("release"),
        metadata={"says": "Directory that builds publish into, or one release inside it."},
    )
    host: str = field(default="127.0.0.1", metadata={"says": "Address that the server listens on."})
    port: int = field(
        default=8000,
        metadata={"says": "Port that the server listens on.", "range": (1, 65535)},
    )
    threads: int = field(
        default=64,
        metadata={"says": "Requests that are answered at the same time.", "range": (1, 1024)},
    )
    store: str = field(
        default="auto",
        metadata={
            "says": "Where the data are: `memory`, `disk`, or `auto` for memory where they fit.",
            "choices": ("auto", "memory", "disk"),
        },
    )
    query_seconds: int = field(
        default=30,
        metadata={"says": "Seconds of wall-clock time that a query may run.", "range": (1, 3600)},
    )
    query_megabytes: int = field(
        default=1024,
        metadata={
            "says": "Megabytes of memory that a query may take beside the store.",
            "range": (16, 1 << 20),
        },
    )
    query_kilobytes: int = field(
        default=100,
        metadata={"says": "Kilobytes of text that a query may have.", "range": (1, 10_240)},
    )
    result_megabytes: int = field(
        default=256,
        metadata={"says": "Megabytes that a result may have.", "range": (1, 1 << 20)},
    )
    cache_megabytes: int = field(
        default=64,
        metadata={
            "says": "Megabytes of answers that are kept to be sent again; 0 keeps none.",
            "range": (0, 1 << 20),
        },
    )
    queries: int = field(
        default=8,
        metadata={"says": "Queries that run at the same time.", "range": (1, 256)},
    )
    waiting_queries: int = field(
        default=32,
        metadata={
            "says": "Queries that may wait for their turn; more are refused with 503.",
            "range": (1, 1024),
        },
    )
    slow_queries: int = field(
        default=4,
        metadata={
            "says": "Queries that may take more than a moment, beside those that run.",
            "range": (1, 256),
        },
    )
    client_queries: int = field(
        default=24,
        metadata={
            "says": "Queries of one client that may run or wait; more are refused with 429.",
            "range": (1, 1024),
        },
    )
    url: str = field(
        default="",
        metadata={
            "says": "Public address of this server, where requests do not tell it.",
            "address": True,
        },
    )
    proxies: int = field(
        default=0,
        metadata={
            "says": "Reverse proxies in front of this server whose X-Forwarded-* headers are trusted.",
            "range": (0, 8),
        },
    )
    backend: str = field(
        default="",
        metadata={
            "says": "SPARQL server that evaluates queries in place of the embedded store.",
            "address": True,
        },
    )
    metrics: str = field(
        default="on",
        metadata={
            "says": "Whether `/metrics` shows metrics for Prometheus: `on` or `off`.",
            "choices": ("on", "off"),
        },
    )
    access_log: str = field(
        default="off",
        metadata={
            "says": "Where a line of JSON for each request goes: `off`, `stderr`, or a file.",
        },
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the README shows it."""

    name: str
    default: str
    sentence: str


def _variable(name: str) -> str:
    return f"FAGUI_{name.upper()}"


SETTINGS: Final = tuple(
    Setting(_variable(each.name), str(each.default), each.metadata["says"])
    for each in fields(Settings)
)
"""Every setting of the endpoint in the order of the README."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` gives, with the defaults for what it lacks or leaves empty.

    >>> read_settings({"FAGUI_PORT": "8080"}).port
    8080
    """
    given: dict[str, Path | str | int] = {}
    for each in fields(Settings):
        value = environ.get(_variable(each.name), "").strip()
        if not value:
            continue
        if "range" in each.metadata:
            given[each.name] = _whole_number(_variable(each.name), value, *each.metadata["range"])
        elif "choices" in each.metadata:
            given[each.name] = _choice(_variable(each.name), value, each.metadata["choices"])
        elif "address" in each.metadata:
            given[each.name] = _web_address(_variable(each.name), value)
        else:
            given[each.name] = Path(value) if isinstance(each.default, Path) else value
    return Settings(**given)  # type: ignore[arg-type]  # each value has the type of its default


def _web_address(name: str, value: str) -> str:
    """The address itself; it has no credentials, because messages show it."""
    allowed = "an http or https address without user name, password and fragment"
    try:
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if not right or not value.isascii() or "@" in parts.netloc or "#" in value:
        raise SettingError(name, value.rpartition("@")[2], allowed)
    return value


def _whole_number(name: str, value: str, least: int, most: int) -> int:
    number = int(value) if value.isascii() and value.isdigit() else least - 1
    if not least <= number <= most:
        raise SettingError(name, value, f"a whole number from {least} to {most}")
    return number


def _choice(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise SettingError(name, value, f"one of {', '.join(choices)}")
    return value
