"""A fair share for each client: how many of its queries may run or wait at the same time.

Takes: addresses of clients. Gives: a context for each query, or the error 429.

The places of all queries are bounded elsewhere; this bound keeps one client from taking all of them.
"""

from __future__ import annotations

import ipaddress
import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from endpoint.protocol.errors import EndpointError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def client_of(address: str | None) -> str | None:
    """Who an address stands for: an IPv4 address, or the network of an IPv6 address; None for this machine.

    >>> client_of("192.0.2.1"), client_of("2001:db8::1:2"), client_of("127.0.0.1")
    ('192.0.2.1', '2001:db8::/64', None)
    """
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:  # a socket of this machine has no address
        return None
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return client_of(str(found.ipv4_mapped))
        # Whoever has an address of IPv6 has 2^64 of them.
        return None if found.is_loopback else str(ipaddress.ip_network((found, 64), strict=False))
    return None if found.is_loopback else str(found)


class Clients:
    """The queries of each client that run or wait now."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def hold(self, address: str | None) -> Iterator[None]:
        """A place for a query of a client; raises EndpointError (429) where it has its share already."""
        client = client_of(address)
        if client is None:
            yield
            return
        with self._lock:
            if self._held[client] >= self._most:
                raise EndpointError(_too_many(self._most))
            self._held[client] += 1
        try:
            yield
        finally:
            with self._lock:
                self._held[client] -= 1
                if not self._held[client]:
                    del self._held[client]


def _too_many(most: int) -> Problem:
    return Problem(
        status=429,
        title="Too many queries at once",
        detail=f"{most} queries of this client run or wait already",
        remedy="wait for their answers before you send more, or load the dump from /dumps/",
        headers=(("Retry-After", "1"),),
    )
