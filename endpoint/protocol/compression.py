"""Content codings of responses: gzip, br and zstd (RFC 9110, sections 8.4 and 12.5.3; RFC 7932; RFC 8878).

Takes: an `Accept-Encoding` header and the body of a response, whole or in pieces. Gives: the coding that
the client likes best, and the coded pieces.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final, Protocol

import brotli
import zstandard

from endpoint.protocol.negotiation import parse_preferences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

IDENTITY: Final = "identity"
MIN_BYTES: Final = 1000
"""Bodies below this size are sent as they are: a packet holds them anyway."""

_COMPRESSIBLE: Final = frozenset(
    {
        "application/json",
        "application/n-quads",
        "application/n-triples",
        "application/trig",
        "application/link-format",
        "application/xml",
        "image/svg+xml",
    }
)


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes:
        """What can be sent after these bytes."""

    def flush(self) -> bytes:
        """The rest."""


class _Brotli:
    """Brotli's compressor by the names that the others have."""

    def __init__(self) -> None:
        self._compressor = brotli.Compressor(quality=4)

    def compress(self, data: bytes, /) -> bytes:
        coded: bytes = self._compressor.process(data)
        return coded

    def flush(self) -> bytes:
        coded: bytes = self._compressor.finish()
        return coded


# Levels at which each costs about as much as the engine's serialiser; the first is liked best.
_CODINGS: Final[dict[str, Callable[[], _Compressor]]] = {
    "zstd": lambda: zstandard.ZstdCompressor(level=3).compressobj(),
    "br": _Brotli,
    "gzip": lambda: zlib.compressobj(level=5, wbits=31),
}
_ALIASES: Final = {"x-gzip": "gzip"}
_UNSTATED: Final = 0.0001
"""How much a client likes no coding where it says nothing of it: less than any that it names."""


def choose_coding(header: str | None) -> str | None:
    """The coding that the client likes best, `identity` for none; None if it takes nothing that we have.

    >>> choose_coding("gzip, br;q=0.9"), choose_coding("gzip;q=0"), choose_coding("identity;q=0")
    ('gzip', 'identity', None)
    """
    if header is None:
        return IDENTITY
    liked: dict[str, float] = {}
    for each in parse_preferences(header):
        liked.setdefault(_ALIASES.get(each.range, each.range), each.quality)
    other = liked.get("*")
    qualities = {name: liked.get(name, other or 0.0) for name in _CODINGS}
    qualities[IDENTITY] = liked.get(IDENTITY, 0.0 if other == 0 else _UNSTATED)
    best = max(qualities, key=qualities.__getitem__)
    return best if qualities[best] > 0 else None


def is_compressible(media: str) -> bool:
    """Whether a media type is text of some kind, which codings make smaller.

    >>> is_compressible("text/turtle"), is_compressible("application/ld+json"), is_compressible("image/png")
    (True, True, False)
    """
    return media.startswith("text/") or media.endswith(("+json", "+xml")) or media in _COMPRESSIBLE


def compress(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The pieces under a coding; never more than one piece is held."""
    compressor = _CODINGS[coding]()
    for piece in pieces:
        if coded := compressor.compress(piece):
            yield coded
    yield compressor.flush()
