"""Content negotiation as pure functions (RFC 9110, sections 12.4.2, 12.5.1 and 12.5.4).

Takes: the value of an `Accept` or `Accept-Language` header and what we offer.
Gives: the offer the client likes best, or None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUALITY: Final = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\Z")
_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 – the grammar of RFC 9110, 5.6.2
_RANGE: Final = re.compile(rf"{_TOKEN}/{_TOKEN}\Z")


@dataclass(frozen=True, slots=True)
class Preference:
    """One member of an `Accept…` header: a range in lower case and how much it is liked."""

    range: str
    quality: float


def _quality(parameters: Sequence[str]) -> float | None:
    """The weight among the parameters, 1 where there is none, None where it is malformed."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value) if _QUALITY.match(value.strip()) else None
    return 1.0


def parse_preferences(header: str) -> tuple[Preference, ...]:
    """The members of the header in its order; malformed members are left out.

    >>> parse_preferences("text/turtle;q=0.5, */*;q=0.1")
    (Preference(range='text/turtle', quality=0.5), Preference(range='*/*', quality=0.1))
    """
    found = []
    for member in header.split(","):
        name, *parameters = member.split(";")
        quality = _quality(parameters)
        if name.strip() and quality is not None:
            found.append(Preference(name.strip().lower(), quality))
    return tuple(found)


def _media_ranges(media: str) -> tuple[str, str, str]:
    """The ranges that cover a media type, the most specific first."""
    return media, f"{media.partition('/')[0]}/*", "*/*"


def choose_media(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer that the `Accept` header likes best, the first of equals; None if it likes none.

    >>> choose_media("text/csv, text/turtle;q=0.4", ["text/turtle", "text/csv"])
    'text/csv'
    """
    # A sender that states no Accept header, or an empty one, takes anything.
    if accept is None or not accept.strip():
        return offers[0] if offers else None
    liked: dict[str, float] = {}
    for preference in parse_preferences(accept):
        if _RANGE.match(preference.range):
            liked.setdefault(preference.range, preference.quality)
    best, best_quality = None, 0.0
    for offer in offers:
        ranges = (each for each in _media_ranges(offer) if each in liked)
        quality = liked.get(next(ranges, ""), 0.0)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def choose_language(header: str | None, offers: Sequence[str]) -> str:
    """The offered language that the `Accept-Language` header likes best, else the first.

    >>> choose_language("en-GB, zh;q=0.8", ["zh", "en"])
    'en'
    """
    best, best_quality = offers[0], 0.0
    for preference in parse_preferences(header or ""):
        primary = preference.range.partition("-")[0]
        if primary in offers and preference.quality > best_quality:
            best, best_quality = primary, preference.quality
    return best
