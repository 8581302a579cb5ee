"""Which engine evaluates the queries of a release: the embedded store, or a server named in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from endpoint.engine.backend import open_backend
from endpoint.engine.forkengine import ForkEngine
from endpoint.engine.gate import Capacity
from endpoint.engine.stores import StoreKind
from endpoint.engine.worker import Limits
from endpoint.releases import MANIFEST, parse_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from endpoint.config import Settings
    from endpoint.engine.interface import Engine
    from endpoint.releases import EngineMaker


def choose_engines(settings: Settings) -> EngineMaker:
    """What opens the store of a release, given its path."""
    limits = Limits(
        seconds=settings.query_seconds,
        memory_bytes=settings.query_megabytes * 1_000_000,
        result_bytes=settings.result_megabytes * 1_000_000,
    )

    capacity = Capacity(settings.queries, settings.waiting_queries, settings.slow_queries)

    def make(store: Path) -> Engine:
        if settings.backend:
            manifest = parse_manifest((store.parent / MANIFEST).read_text(encoding="utf-8"))
            return open_backend(settings.backend, manifest.documents, limits, capacity)
        return ForkEngine(store, limits, capacity, StoreKind(settings.store))

    return make
