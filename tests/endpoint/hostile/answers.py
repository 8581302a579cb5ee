"""Sends many requests at the same time, as many as the server lets run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from tests.endpoint.hostile.conftest import SLOW_QUERIES
from tests.endpoint.hostile.wire import Answer, exchange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.endpoint.hostile.rows import Row


def gather(port: int, rows: Sequence[Row], at_once: int = SLOW_QUERIES) -> dict[str, Answer]:
    """The answer to each row by its name."""
    with ThreadPoolExecutor(at_once) as pool:
        found = pool.map(lambda row: exchange(port, row.bytes, row.seconds), rows)
        return dict(zip((row.name for row in rows), found, strict=True))
