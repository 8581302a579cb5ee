from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from endpoint.app import create_app
from endpoint.config import SettingError, Settings
from endpoint.engine.interface import FailureKind, QueryFailure, Result
from endpoint.observing.access_log import AccessLog, write_line
from endpoint.observing.exchange import NO_ROUTE, UNSEEN, Exchange, ObservedApplication
from endpoint.observing.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

QUERY = "SELECT * { ?s ?p ?o } LIMIT 1"
EXCHANGE = Exchange(
    datetime(2026, 11, 20, 8, 0, 0, 123456, UTC),
    "GET",
    "/def",
    "/def",
    200,
    5,
    0.0123,
    None,
    "curl",
)


class Notes:
    """An observer that keeps what it is told."""

    def __init__(self) -> None:
        self.begun = 0
        self.exchanges: list[Exchange] = []

    def begin(self) -> None:
        self.begun += 1

    def end(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)


@pytest.fixture
def watched(
    settings: Settings, tmp_path: Path, release: Path
) -> Iterator[tuple[FlaskClient, Callable[[], list[dict[str, Any]]]]]:
    """A client of an application that writes a log, and what reads the log."""
    log = tmp_path / "access.jsonl"
    app = create_app(replace(settings, release=release, access_log=str(log)))

    def lines() -> list[dict[str, Any]]:
        return [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]

    client = app.test_client()
    ask = client.open
    # A server closes every answer; the client of the tests does only with this.
    client.open = lambda *given, **more: ask(*given, buffered=True, **more)  # type: ignore[method-assign]
    yield client, lines
    if (open_ := app.extensions["fagui.releases"]._open) is not None:
        open_.engine.close()


def samples(client: FlaskClient) -> dict[tuple[str, tuple[str, ...]], float]:
    """The samples of /metrics by name and values of labels, in the order of their names."""
    text = client.get("/metrics").get_data(as_text=True)
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_each_request_is_one_line(watched: Any) -> None:
    client, lines = watched
    for path, headers in (
        ("/def", {"User-Agent": "curl/8"}),
        ("/sparql?query=ASK{}", {}),
        ("/none", {}),
        ("/dumps/fagui.nq", {}),
    ):
        with client.get(path, headers=headers) as answer:
            answer.get_data()
    client.head("/sparql", query_string={"query": "ASK{}"})
    client.post("/sparql", data={"query": QUERY})

    found = lines()
    assert [(each["method"], each["path"], each["route"], each["status"]) for each in found] == [
        ("GET", "/def", "/<any(def, shape):name>", 200),
        ("GET", "/sparql", "/sparql", 200),
        ("GET", "/none", NO_ROUTE, 404),
        ("GET", "/dumps/fagui.nq", "/dumps/<path:path>", 200),
        ("HEAD", "/sparql", "/sparql", 200),
        ("POST", "/sparql", "/sparql", 200),
    ]
    assert found[0]["agent"] == "curl/8"
    assert set(found[0]) == {
        *("time", "method", "path", "route", "status", "bytes", "ms", "query", "agent")
    }
    assert [each["query"] is None for each in found] == [True, False, True, True, False, False]
    assert found[1]["query"] == found[4]["query"] != found[5]["query"]
    assert found[3]["bytes"] > 1000
    assert found[4]["bytes"] == 0
    assert all(each["ms"] > 0 for each in found)


def test_kept_answers_are_told_apart_and_counted(watched: Any) -> None:
    client, lines = watched
    for _ in range(3):
        client.get("/sparql", query_string={"query": QUERY})

    found = samples(client)

    told = lines()[:3]
    assert [each["route"] for each in told] == ["/sparql", UNSEEN, UNSEEN]
    assert len({each["query"] for each in told}) == 1
    assert len({each["bytes"] for each in told}) == 1
    assert (found["fagui_cache_hits_total", ()], found["fagui_cache_misses_total", ()]) == (2, 1)
    assert found["fagui_queries_total", ("whole",)] == 1


def test_a_query_is_never_written_down(watched: Any) -> None:
    client, lines = watched
    client.get("/sparql", query_string={"query": "ASK { ?s ?p '机密' }"})

    assert "机密" not in json.dumps(lines(), ensure_ascii=False)
    assert len(lines()[0]["query"]) == 16


HOSTILE = 'a\r\n{"status": 200}\x1b[2J\u2028\x85\u202e\x00<script>'


@pytest.mark.parametrize("name", ["method", "path", "agent", "route"])
def test_nothing_that_a_client_sends_begins_another_line(name: str) -> None:
    line = write_line(replace(EXCHANGE, **{name: HOSTILE}))

    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)[name] in HOSTILE


def test_a_line_has_a_length() -> None:
    long = "甲" * 100_000

    line = write_line(replace(EXCHANGE, path=long, agent=long, method=long))

    assert len(line) < 5000
    assert json.loads(line)["path"] == "甲" * 500


def test_a_line_is_this() -> None:
    assert write_line(EXCHANGE) == (
        '{"time": "2026-11-20T08:00:00.123Z", "method": "GET", "path": "/def", "route": "/def", '
        '"status": 200, "bytes": 5, "ms": 12.3, "query": null, "agent": "curl"}'
    )


def test_a_log_that_is_moved_away_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "log"
    log = AccessLog(str(path))
    log.end(EXCHANGE)
    path.rename(tmp_path / "log.1")
    log.end(EXCHANGE)
    log.end(EXCHANGE)

    assert len(path.read_text().splitlines()) == 2
    assert len((tmp_path / "log.1").read_text().splitlines()) == 1


def test_the_log_can_be_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    AccessLog("stderr").end(EXCHANGE)

    assert json.loads(capsys.readouterr().err) == json.loads(write_line(EXCHANGE))


def test_a_log_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    target = str(tmp_path / "none" / "log")

    with pytest.raises(SettingError) as caught:
        create_app(Settings(release=tmp_path, access_log=target))

    assert str(caught.value) == (
        f"FAGUI_ACCESS_LOG: {target!r} is not off, stderr, or a file that can be written; "
        "remedy: correct it or unset it"
    )


def application(
    pieces: list[bytes], status: str = "200 OK", fails: bool = False
) -> Callable[..., Iterator[bytes]]:
    def answer(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response(status, [("Content-Length", "99")])
        yield from pieces
        if fails:
            raise RuntimeError

    return answer


def run(app: Any, environ: dict[str, Any], take: int | None = None) -> None:
    answer = app(environ, lambda *_: None)
    for number, _ in enumerate(answer, start=1):
        if number == take:
            break
    answer.close()


def test_bytes_are_those_that_were_handed_over() -> None:
    for take, expected in ((None, 5), (1, 2)):
        notes = Notes()
        run(ObservedApplication(application([b"ab", b"cde"]), [notes]), {}, take)
        assert [each.bytes for each in notes.exchanges] == [expected]
        assert notes.begun == 1


def test_an_application_that_fails_is_told_of_once() -> None:
    notes = Notes()

    def fail(environ: Any, start_response: Any) -> Any:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        ObservedApplication(fail, [notes])({}, lambda *_: None)
    with pytest.raises(RuntimeError):
        run(ObservedApplication(application([b"a"], fails=True), [notes]), {})

    assert [(each.status, each.route) for each in notes.exchanges] == [(500, UNSEEN)]


def test_a_file_is_left_to_the_server() -> None:
    class Wrapper:
        pass

    notes, wrapped = Notes(), Wrapper()

    def answer(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [("Content-Length", "99")])
        return wrapped

    found = ObservedApplication(answer, [notes])({"wsgi.file_wrapper": Wrapper}, lambda *_: None)  # type: ignore[arg-type]

    assert found is wrapped
    assert [each.bytes for each in notes.exchanges] == [99]


def test_metrics_count_requests_queries_and_the_release(watched: Any) -> None:
    client, _ = watched
    client.get("/sparql", query_string={"query": QUERY})
    client.get("/sparql?query=ASK{")
    client.get("/none")
    client.open("/def", method="BREW")

    found = samples(client)

    assert found["fagui_requests_total", ("GET", "/sparql", "200")] == 1
    assert found["fagui_requests_total", ("GET", "/sparql", "400")] == 1
    assert found["fagui_requests_total", ("GET", NO_ROUTE, "404")] == 1
    assert ("fagui_requests_total", ("(other)", NO_ROUTE, "405")) in found
    assert found["fagui_request_seconds_count", ("/sparql",)] == 2
    assert found["fagui_queries_total", ("whole",)] == 1
    assert found["fagui_queries_total", ("syntax",)] == 1
    assert found["fagui_queries_total", ("time",)] == 0
    assert found["fagui_requests_running", ()] == 1  # this one
    assert found["fagui_queries_running", ()] == 0
    assert found["fagui_release_info", ("00000000000000a1", "fagui 0.1.0")] == 1
    assert found["fagui_release_documents", ()] == 2
    assert found["fagui_release_statements", ()] > 100
    assert found["process_open_fds", ()] > 0
    assert found["process_resident_memory_bytes", ()] > 0


class FailingEngine:
    def __init__(self, kind: FailureKind) -> None:
        self._kind = kind

    def run(self, *_: Any) -> Result:
        raise QueryFailure(self._kind)

    def close(self) -> None:
        """Nothing to release."""


@pytest.mark.parametrize("kind", list(FailureKind))
def test_every_kind_of_failure_is_counted(
    settings: Settings, release: Path, kind: FailureKind
) -> None:
    app = create_app(replace(settings, release=release), lambda _: FailingEngine(kind))
    client = app.test_client()
    client.get("/sparql?query=ASK{}")

    found = samples(client)

    counted = {
        labels[0]: value for (name, labels), value in found.items() if name == "fagui_queries_total"
    }
    assert {each: value for each, value in counted.items() if value} == {str(kind): 1}
    assert set(counted) == {"whole", *FailureKind}


def test_the_counts_of_a_cache_are_shown() -> None:
    class Cache:
        hits, misses = 3, 4

    metrics = Metrics()
    metrics.watch_cache(Cache())

    class Manifest:
        id, software = "a", "b"

        def count(self, name: str) -> int:
            return 0

    text = metrics.show(Manifest()).decode()  # type: ignore[arg-type]

    assert "fagui_cache_hits_total 3.0" in text
    assert "fagui_cache_misses_total 4.0" in text


def test_metrics_can_be_off(settings: Settings, release: Path) -> None:
    app = create_app(replace(settings, release=release, metrics="off"))

    answer = app.test_client().get("/metrics")

    assert answer.status_code == 404
    assert answer.get_json()["error"]["remedy"] == "its operator can set FAGUI_METRICS to on"
