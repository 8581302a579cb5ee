"""Points in time: the dates that requests name, and the headers of datetime negotiation (RFC 7089).

Takes: the parameter `at` or an `Accept-Datetime` header. Gives: a date of law, which is a date in China (UTC+8):
a statute that is in force from 2025-01-01 is so from 2024-12-31T16:00:00Z.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from endpoint.protocol.errors import EndpointError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

CHINA: Final = timezone(timedelta(hours=8))
LINK_FORMAT: Final = "application/link-format"

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# RFC 7089, section 2.1.1: the date of RFC 1123, in GMT.
_STAMP: Final = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT", re.ASCII
)
_MONTHS: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


@dataclass(frozen=True, slots=True)
class Memento:
    """A version of a work: its address and the day from which it is in force."""

    address: str
    day: date


_FIRST_DAY: Final = "1000"
"""Days of the calendar that computers have begin in the year 1; in another zone they end before it."""
_PARAMETER: Final = "at"
_HEADER: Final = "Accept-Datetime"
_REMEDIES: Final = {
    _PARAMETER: "give a date of the calendar as YYYY-MM-DD, such as 2025-01-01",
    _HEADER: "give an instant such as Wed, 01 Jan 2025 00:00:00 GMT (RFC 7089)",
}


def _refuse(name: str, value: str) -> EndpointError:
    detail = f"{name} is {value[:60]!r}"
    return EndpointError(Problem(400, "Date cannot be read", detail, _REMEDIES[name]))


def parse_day(value: str) -> date:
    """The date in the parameter `at`; raises EndpointError (400).

    >>> parse_day("2025-01-01")
    datetime.date(2025, 1, 1)
    """
    try:
        if _DAY.fullmatch(value) and value > _FIRST_DAY:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _refuse(_PARAMETER, value)


def parse_accept_datetime(value: str) -> date:
    """The date in China at the instant in an `Accept-Datetime` header; raises EndpointError (400).

    >>> parse_accept_datetime("Tue, 31 Dec 2024 16:00:00 GMT")
    datetime.date(2025, 1, 1)
    """
    try:
        if _STAMP.fullmatch(value):
            _, day, month, year, clock, _ = value.split(" ")
            moment = datetime.fromisoformat(
                f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{clock}+00:00"
            )
            return moment.astimezone(CHINA).date()
    except (ValueError, OverflowError):
        pass
    raise _refuse(_HEADER, value)


def write_instant(day: date) -> str:
    """The instant at which a day begins in China, as HTTP writes it.

    >>> write_instant(date(2025, 1, 1))
    'Tue, 31 Dec 2024 16:00:00 GMT'
    """
    midnight = datetime.combine(day, time(), CHINA)
    return format_datetime(midnight.astimezone(UTC), usegmt=True)


def choose_memento(mementos: Iterable[Memento], day: date) -> Memento | None:
    """The version that was in force last on a day, else the first (RFC 7089, 4.5.3); None of none."""
    ordered = sorted(mementos, key=lambda each: each.day)
    begun = [each for each in ordered if each.day <= day]
    return begun[-1] if begun else next(iter(ordered), None)


def link_work(work: str, timemap: str) -> list[str]:
    """Link headers of a work's document, which is the original resource and its own TimeGate."""
    return [
        f'<{work}>; rel="original timegate"',
        f'<{timemap}>; rel="timemap"; type="{LINK_FORMAT}"',
    ]


def link_memento(memento: Memento) -> str:
    """The Link header that names a version and its date."""
    return f'<{memento.address}>; rel="memento"; datetime="{write_instant(memento.day)}"'


def write_timemap(work: str, timemap: str, mementos: Iterable[Memento]) -> str:
    """The TimeMap of a work (RFC 7089, section 5; RFC 6690)."""
    ordered = sorted(mementos, key=lambda each: each.day)
    links = [
        f'<{work}>; rel="original timegate"',
        f'<{timemap}>; rel="self"; type="{LINK_FORMAT}"',
        *(link_memento(each) for each in ordered),
    ]
    return ",\n".join(links) + "\n"
