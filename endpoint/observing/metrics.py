"""Metrics of the endpoint in the text format of Prometheus.

Takes: exchanges, queries and the release. Gives: the page that `/metrics` shows. Each application has a
registry of its own, so that several can live in one process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily

from endpoint.engine.interface import FailureKind, QueryFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol

    from endpoint.engine.interface import Engine, Query, Result
    from endpoint.observing.exchange import Exchange
    from endpoint.releases import EngineMaker, Manifest

    class Cache(Protocol):
        """What counts how often it had an answer."""

        hits: int
        misses: int


CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
WHOLE: Final = "whole"
"""Outcome of a query that has a whole result; other outcomes are kinds of failures."""
_SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})


class Metrics:
    """Counts requests and queries of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        of_requests = ("route", "method", "status")
        self._requests = self._counter("requests", "Requests answered.", *of_requests)
        self._bytes = self._counter("response_bytes", "Bytes of bodies handed over.", "route")
        self._queries = self._counter("queries", "Queries that the engine has ended.", "outcome")
        self._seconds = Histogram(
            "fagui_request_seconds",
            "Seconds from a request to the last byte of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._running = self._gauge("requests_running", "Requests that are being answered.")
        self._queries_running = self._gauge("queries_running", "Queries that the engine runs.")
        self._release = self._gauge("release_info", "The release that is served.", "id", "software")
        self._statements = self._gauge("release_statements", "Statements of the release.")
        self._documents = self._gauge("release_documents", "Documents of the release.")
        for outcome in (WHOLE, *FailureKind):
            self._queries.labels(str(outcome))

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"fagui_{name}", says, labels, registry=self._registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"fagui_{name}", says, labels, registry=self._registry)

    def begin(self) -> None:
        """A request has come."""
        self._running.inc()

    def end(self, exchange: Exchange) -> None:
        """Its answer has gone."""
        self._running.dec()
        # A method is what a client makes up: only those that exist get a line of their own.
        method = exchange.method if exchange.method in _METHODS else "(other)"
        self._requests.labels(exchange.route, method, str(exchange.status)).inc()
        self._bytes.labels(exchange.route).inc(exchange.bytes)
        self._seconds.labels(exchange.route).observe(exchange.seconds)

    def watch_engines(self, make: EngineMaker) -> EngineMaker:
        """A maker of engines whose queries are counted."""
        return lambda store: _CountedEngine(make(store), self)

    def watch_cache(self, cache: Cache) -> None:
        """Show how often the cache had an answer."""
        self._registry.register(_CacheCollector(cache))

    def count_query(self, run: Callable[[], Result]) -> Result:
        """The result of a query, which is counted by how it ends."""
        outcome = str(FailureKind.STOPPED)
        with self._queries_running.track_inprogress():
            try:
                result = run()
                outcome = WHOLE
            except QueryFailure as failure:
                outcome = str(failure.kind)
                raise
            finally:
                self._queries.labels(outcome).inc()
        return result

    def show(self, manifest: Manifest) -> bytes:
        """All metrics at this moment, with those of the release that is served."""
        self._release.clear()
        self._release.labels(manifest.id, manifest.software).set(1)
        self._statements.set(manifest.count("quads"))
        self._documents.set(manifest.count("documents"))
        return generate_latest(self._registry)


class _CountedEngine:
    """An engine whose queries are counted."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics

    def run(self, query: Query, is_gone: Callable[[], bool] | None = None) -> Result:
        """The result of the engine."""
        return self._metrics.count_query(lambda: self._engine.run(query, is_gone))

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()

    def __getattr__(self, name: str) -> Any:
        """What else the engine has."""
        return getattr(self._engine, name)


class _CacheCollector:
    """Reads the counts of a cache when they are asked for."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Answers that were kept, and those that had to be made."""
        hits, misses = self._cache.hits, self._cache.misses
        yield CounterMetricFamily("fagui_cache_hits", "Answers sent again from the cache.", hits)
        yield CounterMetricFamily("fagui_cache_misses", "Answers that had to be made.", misses)
