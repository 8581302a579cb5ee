"""Cross-origin requests: what pages of other sites may send and read (https://fetch.spec.whatwg.org/#http-cors-protocol).

The data are public and no answer depends on who asks, so every origin may read every header.
"""

from __future__ import annotations

from typing import Final

_READ: Final = (
    "Accept-Ranges",
    "Allow",
    "Content-Digest",
    "Content-Encoding",
    "Content-Length",
    "Content-Location",
    "Content-Range",
    "ETag",
    "Fagui-Undated-Versions",
    "Link",
    "Location",
    "Memento-Datetime",
    "Repr-Digest",
    "Retry-After",
    "Vary",
)
_SENT: Final = (
    "Accept",
    "Accept-Datetime",
    "Accept-Language",
    "Cache-Control",
    "Content-Type",
    "If-Modified-Since",
    "If-None-Match",
    "Range",
    "X-Requested-With",
)

CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(_READ),
}
"""Headers of every response."""


def preflight(allow: str) -> dict[str, str]:
    """Headers of the answer to an OPTIONS request; `allow` are the methods of the address."""
    return {
        "Access-Control-Allow-Methods": allow,
        "Access-Control-Allow-Headers": ", ".join(_SENT),
        "Access-Control-Max-Age": "86400",
    }
