from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from endpoint.description import sitemap
from endpoint.description.sitemap import Section

if TYPE_CHECKING:
    from flask.testing import FlaskClient

STATUTE = "/doc/eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client: FlaskClient, path: str, root: str) -> list[str]:
    """The addresses in a file of the site map, as paths of this server."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    tree = etree.fromstring(answer.data)
    assert tree.tag == f"{{http://www.sitemaps.org/schemas/sitemap/0.9}}{root}"
    found = [each.text or "" for each in tree.iter(LOC)]
    assert all(each.startswith("http://localhost/") for each in found)
    return [each.removeprefix("http://localhost") for each in found]


def test_the_site_map_has_every_page_once_and_no_dead_one(client: FlaskClient) -> None:
    files = locations(client, "/sitemap.xml", "sitemapindex")
    pages = [page for file in files for page in locations(client, file, "urlset")]

    assert files == [
        f"/sitemaps/{name}-1.xml"
        for name in (
            "pages",
            "regulations",
            "versions",
            "provisions",
            "actors",
            "concepts",
            "schemes",
        )
    ]
    assert len(pages) == len(set(pages))
    assert {"/", STATUTE.rpartition("/")[0], STATUTE, f"{STATUTE}/art_6/para_1/item_1"} < set(pages)
    assert {"/doc/actor/cn-sx/renda", "/concept/oddity", "/concept/oddity/title-missing"} < set(
        pages
    )
    # The small release has no shapes.
    for page in sorted(set(pages) - {"/shape"}):
        assert client.get(page, headers={"Accept": "text/html"}).status_code == 200, page


@pytest.mark.parametrize(
    ("count", "files"),
    [(1, ["a-1"]), (50_000, ["a-1"]), (50_001, ["a-1", "a-2"]), (0, [])],
)
def test_a_file_has_no_more_addresses_than_the_protocol_allows(
    count: int, files: list[str]
) -> None:
    assert list(Section("a", count).files) == files


def test_long_sections_are_cut_and_together_complete(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = locations(client, "/sitemaps/provisions-1.xml", "urlset")
    monkeypatch.setattr(sitemap, "MOST", 2)

    parts = [
        locations(client, f"/sitemaps/provisions-{number}.xml", "urlset") for number in (1, 2, 3)
    ]

    assert [len(each) for each in parts] == [2, 2, 1]
    assert [page for part in parts for page in part] == whole


@pytest.mark.parametrize("name", ["provisions-9", "provisions-0", "provisions", "x-1", "-", "中-1"])
def test_other_parts_are_404(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/sitemaps/{name}.xml")

    assert (answer.status_code, answer.get_json()["error"]["title"]) == (
        404,
        "No such part of the site map",
    )


def test_an_unchanged_site_map_is_304(client: FlaskClient) -> None:
    for path in ("/sitemap.xml", "/sitemaps/pages-1.xml", "/openapi.json"):
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
        other = client.get(path, headers={"If-None-Match": tag}, base_url="https://other.example/")
        assert other.status_code == 200


def test_robots_may_read_pages_and_data_but_not_query(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    robots = RobotFileParser()
    robots.parse(answer.get_data(as_text=True).splitlines())

    assert answer.mimetype == "text/plain"
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    for path, allowed in (
        ("/", True),
        (STATUTE, True),
        ("/concept/oddity", True),
        ("/dumps/fagui.nq", True),
        ("/reconcile/help", True),
        ("/sparql?query=ASK{}", False),
        ("/reconcile?queries={}", False),
        ("/graphs", False),
        ("/metrics", False),
    ):
        assert robots.can_fetch("anybot", f"http://localhost{path}") == allowed, path
