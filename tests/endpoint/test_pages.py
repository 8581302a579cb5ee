from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest

from ontology.namespaces import BASE
from ontology.queries import parse_example, read_examples

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from flask import Flask
    from flask.testing import FlaskClient

STATUTE = "/doc/eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28"
PAGES = [
    ("/", 200),
    ("/sparql", 200),
    ("/sparql?query=ASK{}", 200),
    ("/sparql?query=SELECT * { ?s ?p ?o }", 200),
    ("/sparql?query=DESCRIBE <http://a/>", 200),
    ("/sparql?query=</textarea><script>alert(1)</script>", 400),
    ("/sparql?query=%0A%0AASK {}", 200),
    ("/sparql?query=ASK{}&format=</p>", 400),
    ("/dumps/", 200),
    ("/dumps/</p>", 404),
    ("/def", 200),
    (STATUTE, 200),
    (f"{STATUTE}/art_6", 200),
    ("/concept/oddity/title-missing", 200),
    ("/doc/<script>alert(1)</script>", 404),
    ("/none/<script>", 404),
    ("/reconcile/help", 200),
    ("/reconcile/preview?id=concept/oddity", 200),
    ("/reconcile/preview?id=<script>", 404),
    ("/health", 200),
]


def read_page(text: str) -> Element:
    """The tree of a page that parses without any error."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    page: Element = parser.parse(text)
    return page


@pytest.mark.parametrize(("path", "status"), PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_parses_in_both_languages(
    client: FlaskClient, path: str, status: int, language: str
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": language}

    answer = client.get(path, headers=headers)

    assert answer.status_code == status
    if path == "/health":
        return
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    page = read_page(answer.get_data(as_text=True))
    assert page.get("lang") == language
    assert page.findall(".//script") == []
    assert [
        each for each in page.iter() if any(name.startswith("on") for name in each.attrib)
    ] == []
    assert page.findall(".//style") == []


def test_language_of_the_address_goes_before_the_header(client: FlaskClient) -> None:
    found = client.get("/?lang=en", headers={"Accept-Language": "zh"}).get_data(as_text=True)

    assert "Questions to start with" in found


def test_the_switch_keeps_the_query(client: FlaskClient) -> None:
    answer = client.get("/sparql?query=ASK{}&lang=en", headers={"Accept": "text/html"})

    page = read_page(answer.get_data(as_text=True))
    (switch,) = [each for each in page.iter("a") if each.get("class") == "switch"]
    assert parse_qs(switch.get("href", "")[1:]) == {"query": ["ASK{}"], "lang": ["zh"]}


def test_start_page_tells_what_is_there_and_what_is_not(client: FlaskClient) -> None:
    page = read_page(client.get("/?lang=en").get_data(as_text=True))

    rows = [
        ["".join(cell.itertext()).strip() for cell in row.iter("td")]
        for row in page.findall(".//tbody/tr")
    ]
    assert rows == [
        ["山西省促进条例", "Shanxi", "local regulation", "2025-01-01", "2", "1", "1", "0", ""],
        [
            "若干措施 (title added by a curator)",
            "Shanxi",
            "normative document",
            "not stated",
            "0",
            "0",
            "0",
            "1",
            "date of entry into force, title",
        ],
    ]
    text = "".join(page.itertext())
    assert "broken.pdf" in text
    assert "CC BY 4.0" in text


def test_in_force_on_publication_is_no_missing_date(
    own_client: FlaskClient, tmp_path: Path, publish: Callable[..., Path]
) -> None:
    version = f"{BASE}id/eli/cn-sx/gfxwj/2024/banfa/undated"
    graph = f"""<{version}> a fagui:RegulationVersion ; rdfs:label "某办法"@zh ;
      eli:id_local "banfa" ; fagui:inForceOnPublication true ."""
    publish(tmp_path, "00000000000000a1", {version: graph})

    cells = {
        language: [
            "".join(row.findall("td")[3].itertext())
            for row in read_page(
                own_client.get(f"/?lang={language}").get_data(as_text=True)
            ).findall(".//tbody/tr")
        ]
        for language in ("zh", "en")
    }
    (example,) = [each for each in read_examples() if each.name == "02-date-in-force"]
    answer = own_client.get("/sparql", query_string={"query": example.query, "format": "csv"})

    assert {language: set(each) for language, each in cells.items()} == {
        "zh": {"2025-01-01", "未写明", "自公布之日起"},
        "en": {"2025-01-01", "not stated", "on publication"},
    }
    assert answer.get_data(as_text=True).splitlines()[1:] == [
        "banfa,某办法,on publication",
        "notice,若干措施,not stated",
        "statute,山西省促进条例,2025-01-01",
    ]


def test_no_link_of_a_page_is_dead(client: FlaskClient) -> None:
    seen: set[str] = set()
    waiting = ["/?lang=en"]
    while waiting:
        address = waiting.pop()
        with client.get(address, headers={"Accept": "text/html"}) as answer:
            assert answer.status_code == 200, address
        if answer.mimetype != "text/html" or address.startswith("/sparql"):
            continue
        page = read_page(answer.get_data(as_text=True))
        hrefs = {each.get("href", "").partition("#")[0] for each in page.iter()}
        new = {each for each in hrefs if each.startswith("/")} - seen
        seen |= new
        waiting += sorted(new)
    assert len(seen) > 60


def test_headers_keep_scripts_and_frames_out(client: FlaskClient) -> None:
    for path in ("/", "/none", "/sparql?query=ASK{}", "/static/style.css"):
        with client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'self';")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_query_comes_back_unchanged_in_the_form(client: FlaskClient) -> None:
    query = "\n\nASK { ?s ?p '</textarea>&amp;' }\n"

    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})

    (area,) = read_page(answer.get_data(as_text=True)).iter("textarea")
    assert area.text == query


def test_every_route_is_covered_here(app: Flask) -> None:
    found = {rule.rule for rule in app.url_map.iter_rules()}

    assert found == {
        "/",
        "/health",
        "/sparql",
        "/graphs",
        "/graphs/<path:path>",
        "/timemap/<path:path>",
        "/dumps/",
        "/dumps/<path:path>",
        "/releases/",
        "/releases/<release>/",
        "/releases/<release>/<path:path>",
        "/id/release/<release>",
        "/id/catalogue",
        "/catalog",
        "/context.jsonld",
        "/.well-known/void",
        "/id/<path:path>",
        "/doc/<path:path>",
        "/concept/<path:path>",
        "/report/<path:path>",
        "/<any(def, shape):name>",
        "/<any(def, shape):name>.<suffix>",
        "/def/<path:path>",
        "/reconcile",
        "/reconcile/suggest/<any(entity, property, type):what>",
        "/reconcile/properties",
        "/reconcile/preview",
        "/reconcile/help",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemaps/<file>.xml",
        "/openapi.json",
        "/metrics",
        "/static/<path:filename>",
    }


def test_health(client: FlaskClient) -> None:
    answer = client.get("/health")

    told = answer.get_json()
    assert (told["status"], told["release"], told["documents"]) == ("ok", "00000000000000a1", 2)
    assert told["quads"] > 100
    assert told["problem"] is None
    assert answer.headers["Cache-Control"] == "no-store"


EXAMPLES = {
    "01-units-per-document": 2,
    "02-date-in-force": 2,
    "03-provisions-with-a-phrase": 1,
    "04-adopting-bodies": 1,
    "05-oddities": 1,
    "06-contents-of-notices": 1,
    "07-article-six": 1,
    "08-jurisdictions": 1,
    "09-title-not-stated": 1,
    "10-amendments-and-events": 1,
}


def test_every_example_has_an_answer(client: FlaskClient) -> None:
    found = {}
    for example in read_examples():
        parameters = {"query": example.query, "format": "csv"}
        answer = client.get("/sparql", query_string=parameters)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found[example.name] = len(answer.get_data(as_text=True).splitlines()) - 1

    # What needs annotations is compared in tests/converters/test_queries.py.
    assert {name: found[name] for name in EXAMPLES} == EXAMPLES
    assert len(found) > len(EXAMPLES)


def test_answers_to_questions_stand_behind_the_other_examples() -> None:
    answers = [each.answers for each in read_examples()]

    assert answers == sorted(answers)
    assert set(answers) == {True, False}


def test_start_page_leads_to_every_example(client: FlaskClient) -> None:
    page = read_page(client.get("/?lang=zh").get_data(as_text=True))

    links = {
        each.text: parse_qs(urlsplit(each.get("href", "")).query).get("query", [""])[0]
        for each in page.iter("a")
    }
    expected = {each.zh: each.query.strip() for each in read_examples()}
    assert {zh: links[zh].strip() for zh in expected} == expected


def test_an_example_without_a_question_is_refused() -> None:
    with pytest.raises(ValueError, match=r"x: the header needs one line '# zh: …'"):
        parse_example("x", "# en: What?\nASK {}")
