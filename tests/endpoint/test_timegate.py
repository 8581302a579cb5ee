from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from endpoint.app import create_app
from endpoint.description.versions import Version, end_by_successors, select_graphs
from endpoint.protocol.errors import EndpointError
from endpoint.protocol.memento import (
    Memento,
    choose_memento,
    parse_accept_datetime,
    parse_day,
    write_instant,
)
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from endpoint.config import Settings
    from tests.endpoint.conftest import Publish

WORK = f"{BASE}id/eli/cn-hn/dfxfg/2019/条例"
DOC = "/doc/eli/cn-hn/dfxfg/2019/%E6%9D%A1%E4%BE%8B"
OLD, NEW, LAST = (f"{WORK}/{day}" for day in ("2019-05-01", "2022-01-20", "2024-03-01"))
UNDATED = f"{BASE}id/eli/cn-hn/gfxwj/2020/tongzhi/2020-02-02"


def version(iri: str, work: str, *said: str) -> str:
    lines = "".join(f" ; {each}" for each in said)
    return (
        f"<{iri}> a fagui:RegulationVersion ; eli:is_member_of <{work}> ; "
        f'rdfs:label "{iri[-10:]}"@zh{lines} . <{work}> a fagui:Regulation ; eli:has_member <{iri}> .'
    )


MORE = {
    OLD: version(OLD, WORK, 'eli:first_date_entry_in_force "2019-07-01"^^xsd:date'),
    # In force on publication.
    NEW: version(
        NEW,
        WORK,
        "fagui:inForceOnPublication true",
        'eli:date_publication "2022-02-01"^^xsd:date',
    ),
    LAST: version(
        LAST,
        WORK,
        'eli:first_date_entry_in_force "2024-06-01"^^xsd:date',
        'eli:date_no_longer_in_force "2024-12-31"^^xsd:date',
    ),
    UNDATED: version(
        UNDATED, UNDATED.rpartition("/")[0], 'eli:version_date "2020-02-02"^^xsd:date'
    ),
}


@pytest.fixture(scope="module")
def timed(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings, publish: Publish
) -> Iterator[FlaskClient]:
    directory: Path = tmp_path_factory.mktemp("versions")
    publish(directory, "00000000000000d1", MORE)
    app = create_app(type(settings)(release=directory, query_seconds=5))
    yield app.test_client()
    app.extensions["fagui.releases"].current().engine.close()


def graphs_at(client: FlaskClient, at: str = "", accept_datetime: str = "") -> set[str]:
    query = f'SELECT ?g {{ GRAPH ?g {{ ?g a <{BASE}def#RegulationVersion> }} FILTER(CONTAINS(STR(?g), "cn-hn")) }}'
    answer = client.get(
        "/sparql",
        query_string={"query": query, "format": "csv"} | ({"at": at} if at else {}),
        headers={"Accept-Datetime": accept_datetime} if accept_datetime else {},
    )
    assert answer.status_code == 200
    return set(answer.get_data(as_text=True).split()) - {"g"}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("", {OLD, NEW, LAST, UNDATED}),
        ("2019-06-30", set()),
        ("2019-07-01", {OLD}),
        ("2022-01-31", {OLD}),
        ("2022-02-01", {NEW}),
        ("2024-05-31", {NEW}),
        ("2024-06-01", {LAST}),
        ("2024-12-31", {LAST}),
        ("2025-01-01", set()),
        ("1000-01-01", set()),
        ("9999-12-31", set()),
    ],
)
def test_the_dataset_has_the_versions_of_the_day(
    timed: FlaskClient, at: str, expected: set[str]
) -> None:
    assert graphs_at(timed, at) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Mon, 31 Jan 2022 15:59:59 GMT", {OLD}),  # a second before midnight in China
        ("Mon, 31 Jan 2022 16:00:00 GMT", {NEW}),
        ("Tue, 01 Feb 2022 00:00:00 GMT", {NEW}),
    ],
)
def test_accept_datetime_is_an_instant(timed: FlaskClient, header: str, expected: set[str]) -> None:
    assert graphs_at(timed, accept_datetime=header) == expected
    # The parameter goes before the header.
    assert graphs_at(timed, "2024-12-31", header) == {LAST}


def test_what_is_no_version_is_there_at_any_time(timed: FlaskClient) -> None:
    query = f"ASK {{ <{BASE}def> ?p ?o . <{BASE}concept/jurisdiction/cn-sx> ?q ?x }}"
    answer = timed.get(
        "/sparql", query_string={"query": query, "at": "1950-01-01", "format": "csv"}
    )

    assert answer.data.strip() == b"true"


def test_the_answer_says_its_time_and_what_is_left_out(timed: FlaskClient) -> None:
    parameters = {"query": "ASK {}", "format": "csv"}
    answer = timed.get("/sparql", query_string=parameters | {"at": "2025-01-01"})
    now = timed.get("/sparql", query_string=parameters)

    assert answer.headers["Memento-Datetime"] == "Tue, 31 Dec 2024 16:00:00 GMT"
    assert answer.headers["Fagui-Undated-Versions"] == "2"  # one here, one in every test release
    assert answer.headers["Link"] == (
        '<http://localhost/sparql?query=ASK+%7B%7D&format=csv>; rel="original timegate"'
    )
    assert "Accept-Datetime" in answer.headers["Vary"]
    assert "Accept-Datetime" in now.headers["Vary"]
    assert "Memento-Datetime" not in now.headers
    assert answer.headers["ETag"] != now.headers["ETag"]


def test_graphs_of_the_protocol_are_those_in_force(timed: FlaskClient) -> None:
    query = "ASK { ?s ?p ?o }"
    for at, expected in (("2019-07-01", b"true"), ("2023-01-01", b"false")):
        parameters = {"query": query, "default-graph-uri": OLD, "at": at, "format": "csv"}
        assert timed.get("/sparql", query_string=parameters).data.strip() == expected


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "at",
    [
        *("2025", "2025-1-1", "2025-02-30", "0001-01-01", "20250101", "2025-01-01T00:00:00Z"),
        *("today", "２０２５-01-01", "2025-01-01 ", "+2025-01-01", "2025-W01-1", "10000-01-01"),
    ],
)
def test_bad_dates_are_one_clear_400(client: FlaskClient, method: str, at: str) -> None:
    parameters = {"query": "ASK {}", "at": at}
    given = {"query_string": parameters} if method == "GET" else {"data": parameters}
    answer = client.open("/sparql", method=method, **given)

    found = answer.get_json()["error"]
    assert (answer.status_code, found["title"]) == (400, "Date cannot be read")
    assert repr(at) in found["detail"]
    assert "YYYY-MM-DD" in found["remedy"]


@pytest.mark.parametrize(
    "header",
    [
        *("", "2025-01-01", "now", "Wed, 1 Jan 2025 00:00:00 GMT", "Wed, 01 Jan 2025 00:00:00 UTC"),
        *("Wed, 32 Jan 2025 00:00:00 GMT", "Wed, 01 Foo 2025 00:00:00 GMT"),
        *("Wed, 01 Jan 2025 25:00:00 GMT", "Wednesday, 01-Jan-25 00:00:00 GMT"),
        *("Fri, 31 Dec 9999 23:00:00 GMT", "Sun, 01 Jan 0000 00:00:00 GMT"),
    ],
)
def test_bad_instants_are_one_clear_400(timed: FlaskClient, header: str) -> None:
    for address in ("/sparql?query=ASK{}", DOC):
        answer = timed.get(address, headers={"Accept-Datetime": header})
        found = answer.get_json()["error"]
        assert (answer.status_code, found["title"]) == (400, "Date cannot be read")
        assert "RFC 7089" in found["remedy"]


def test_two_dates_or_a_date_and_from_are_refused(client: FlaskClient) -> None:
    twice = client.get("/sparql?query=ASK{}&at=2025-01-01&at=2024-01-01")
    both = client.get("/sparql", query_string={"query": "ASK FROM <a:b> {}", "at": "2025-01-01"})

    assert (twice.status_code, twice.get_json()["error"]["title"]) == (400, "More than one date")
    assert (both.status_code, both.get_json()["error"]["title"]) == (400, "Dataset is stated twice")


def test_a_page_of_a_day_links_to_downloads_of_that_day(timed: FlaskClient) -> None:
    page = timed.get("/sparql?query=ASK{}&at=2025-01-01", headers={"Accept": "text/html"}).get_data(
        as_text=True
    )

    assert "/sparql?query=ASK%7B%7D&amp;at=2025-01-01&amp;format=json" in page
    assert 'name="at" value="2025-01-01"' in page


ADDRESS = f"http://localhost{DOC}"
TIMEMAP = f"http://localhost/timemap{DOC.removeprefix('/doc')}"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Thu, 01 Jan 2004 00:00:00 GMT", "2019-05-01"),  # before the first: the first
        ("Sun, 30 Jun 2019 16:00:00 GMT", "2019-05-01"),
        ("Mon, 31 Jan 2022 15:59:59 GMT", "2019-05-01"),
        ("Mon, 31 Jan 2022 16:00:00 GMT", "2022-01-20"),
        ("Sat, 01 Jan 2050 00:00:00 GMT", "2024-03-01"),
    ],
)
@pytest.mark.parametrize("suffix", ["", ".ttl"])
def test_a_regulation_leads_to_its_version_of_the_time(
    timed: FlaskClient, header: str, expected: str, suffix: str
) -> None:
    answer = timed.get(f"{DOC}{suffix}", headers={"Accept-Datetime": header})

    version = f"/{expected}{suffix}"
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{DOC}{version}")
    assert "Accept-Datetime" in answer.headers["Vary"]
    links = answer.headers.get_all("Link")
    assert f'<{ADDRESS}>; rel="original timegate"' in links
    assert f'<{TIMEMAP}>; rel="timemap"; type="application/link-format"' in links
    assert [each for each in links if f'<{ADDRESS}{version}>; rel="memento"; datetime="' in each]
    assert "Memento-Datetime" not in answer.headers
    assert timed.get(answer.headers["Location"]).status_code == 200


def test_a_version_says_its_time(timed: FlaskClient) -> None:
    answer = timed.get(f"{DOC}/2022-01-20", headers={"Accept": "text/turtle"})

    assert answer.headers["Memento-Datetime"] == "Mon, 31 Jan 2022 16:00:00 GMT"
    assert f'<{ADDRESS}>; rel="original timegate"' in answer.headers.get_all("Link")


def test_without_a_time_the_regulation_itself_is_described(timed: FlaskClient) -> None:
    answer = timed.get(DOC, headers={"Accept": "text/turtle"})

    assert (answer.status_code, "Memento-Datetime" in answer.headers) == (200, False)
    assert f'<{ADDRESS}>; rel="original timegate"' in answer.headers.get_all("Link")
    assert "Accept-Datetime" in answer.headers["Vary"]


@pytest.mark.parametrize("path", [f"/doc/{UNDATED.removeprefix(f'{BASE}id/')}", "/def"])
def test_a_thing_without_dated_versions_ignores_the_time(timed: FlaskClient, path: str) -> None:
    answer = timed.get(path, headers={"Accept-Datetime": "Sat, 01 Jan 2050 00:00:00 GMT"})

    assert (answer.status_code, "Memento-Datetime" in answer.headers) == (200, False)


def test_timemap(timed: FlaskClient) -> None:
    answer = timed.get(TIMEMAP)

    assert answer.headers["Content-Type"] == "application/link-format"
    assert answer.get_data(as_text=True).split(",\n") == [
        f'<{ADDRESS}>; rel="original timegate"',
        f'<{TIMEMAP}>; rel="self"; type="application/link-format"',
        f'<{ADDRESS}/2019-05-01>; rel="memento"; datetime="Sun, 30 Jun 2019 16:00:00 GMT"',
        f'<{ADDRESS}/2022-01-20>; rel="memento"; datetime="Mon, 31 Jan 2022 16:00:00 GMT"',
        f'<{ADDRESS}/2024-03-01>; rel="memento"; datetime="Fri, 31 May 2024 16:00:00 GMT"\n',
    ]
    assert timed.get("/timemap/eli/none").status_code == 404


def test_dates_of_the_functions_alone() -> None:
    first, second = date(2020, 1, 1), date(2021, 1, 1)
    versions = [
        Version("b", "w", second),
        Version("a", "w", first),
        Version("c", "w", None),
        Version("d", None, first),
    ]

    assert end_by_successors(versions) == (
        Version("a", "w", first, date(2020, 12, 31)),
        Version("b", "w", second),
        Version("c", "w", None),
        Version("d", None, first),
    )
    found = select_graphs(["a", "b", "c", "def"], end_by_successors(versions), first)
    assert (found.graphs, found.undated) == (("a", "def"), 1)
    assert choose_memento([], first) is None
    assert choose_memento([Memento("b", second), Memento("a", first)], second).address == "b"
    assert parse_accept_datetime(write_instant(first)) == first
    with pytest.raises(EndpointError):
        parse_day("2021-02-29")
