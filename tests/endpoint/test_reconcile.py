from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from endpoint.app import create_app
from endpoint.config import Settings
from endpoint.reconcile.entities import expand
from endpoint.reconcile.matching import NameIndex, is_abbreviation, normalise, similarity
from endpoint.reconcile.requests import MAX_IDS, MAX_QUERIES
from ontology.namespaces import BASE, CONCEPT
from tests.endpoint.reconciliation import OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PUBLISHED = os.environ.get("FAGUI_RECONCILIATION_SCHEMAS")

_PLACES = "".join(
    f"""<{CONCEPT}jurisdiction/{code}> a skos:Concept ; skos:inScheme <{CONCEPT}jurisdiction> ;
    skos:notation "{code}" ; skos:prefLabel "{zh}"@zh , "{en}"@en ."""
    for code, zh, en in (("cn-hn", "湖南省", "Hunan"), ("cn-sd", "山东省", "Shandong"))
)


def actor(place: str, slug: str, zh: str, en: str, *others: str) -> str:
    names = "".join(f', "{each}"@zh' for each in others)
    alternative = f"skos:altLabel {names[2:]} ;" if others else ""
    return f"""<{BASE}id/actor/{place}/{slug}> a fagui:Actor ; rdfs:label "{zh}"@zh , "{en}"@en ;
      {alternative} fagui:ofJurisdiction <{CONCEPT}jurisdiction/{place}> ;
      fagui:level 2 ; fagui:since "2018-10-25"^^xsd:date ; fagui:weight 0.5 ;
      skos:exactMatch <http://www.wikidata.org/entity/Q1> ."""


_ACTORS = (
    actor(
        "cn-hn",
        "gongxin",
        "湖南省工业和信息化厅",
        "Industry Department of Hunan",
        "工业和信息化主管部门",
    )
    + actor(
        "cn-sd",
        "gongxin",
        "山东省工业和信息化厅",
        "Industry Department of Shandong",
        "工业和信息化主管部门",
    )
    + actor("cn-hn", "caizheng", "湖南省财政厅", "Finance Department of Hunan")
)
_CONCEPTS = f"""
<{CONCEPT}sector/nev> a fagui:Sector , skos:Concept ; skos:inScheme <{CONCEPT}sector> ;
  skos:notation "nev" ; skos:prefLabel "新能源汽车"@zh , "new energy vehicles"@en .
<{CONCEPT}instrument/land> a skos:Concept ; skos:inScheme <{CONCEPT}instrument> ;
  skos:notation "land" ; skos:prefLabel "土地"@zh , "land"@en .
"""
HUNAN = "id/actor/cn-hn/gongxin"
SHANDONG = "id/actor/cn-sd/gongxin"


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, publish: Callable[..., Path]
) -> Iterator[FlaskClient]:
    directory = tmp_path_factory.mktemp("reconcile")
    graphs = {f"{BASE}id/actors": _ACTORS, f"{CONCEPT}sector": _CONCEPTS + _PLACES}
    publish(directory, "00000000000000a1", graphs)
    app = create_app(Settings(release=directory))
    yield app.test_client()
    app.extensions["fagui.releases"].current().engine.close()


def ask(service: FlaskClient, query: dict[str, Any], language: str = "zh") -> list[dict[str, Any]]:
    """The candidates of one query."""
    answer = service.post(f"/reconcile?lang={language}", data={"queries": json.dumps({"q": query})})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: list[dict[str, Any]] = answer.get_json()["q"]["result"]
    return found


def shown(candidates: list[dict[str, Any]]) -> list[tuple[str, float, bool]]:
    return [(each["id"], each["score"], each["match"]) for each in candidates]


@pytest.mark.parametrize(
    ("query", "name", "expected"),
    [
        ("工信厅", "工信厅", 1.0),
        ("工业和信息化厅", "工业和信息化部", 0.95 * 10 / 12),
        ("工信厅", "工业和信息化厅", 0.6 + 0.35 * 3 / 7),
        ("省工信厅", "某省工业和信息化厅", 0.6 + 0.35 * 4 / 9),
        ("财政厅", "工业和信息化厅", 0.0),
        ("厅", "厅", 1.0),
        ("厅", "财政厅", 0.0),
        ("land", "oil and gas in land", None),
    ],
)
def test_similarity(query: str, name: str, expected: float | None) -> None:
    found = similarity(normalise(query), normalise(name))

    if expected is None:
        assert not is_abbreviation("land", "oilandgasinland")
        assert found < 0.5
    else:
        assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("《湖南省 条例》", "湖南省条例"),
        ("ＧＢ／Ｔ　４７５４", "gbt4754"),
        ("晋政办发〔2024〕59号", "晋政办发202459号"),
        ("·—", ""),
    ],
)
def test_names_are_compared_without_width_case_and_punctuation(given: str, expected: str) -> None:
    assert normalise(given) == expected


def test_the_index_finds_what_comparing_all_names_finds() -> None:
    names = [
        "湖南省财政厅",
        "湖南省人民政府",
        "省财政厅",
        "财政部",
        "发展和改革委员会",
        "x",
        "发改委",
    ]
    index = NameIndex(names)

    for query in [*names, "财政", "改革委员会", "人民", "发改委员会", ""]:
        everything = {
            place: alike
            for place, name in enumerate(names)
            if (alike := similarity(normalise(query), normalise(name))) >= 0.4
        }
        assert index.find(query, 0.4) == (everything if query else {})


def test_the_same_name_is_a_match(service: FlaskClient) -> None:
    (first, second, *_) = ask(service, {"query": "湖南省工业和信息化厅"})

    assert (first["id"], first["score"], first["match"]) == (HUNAN, 100.0, True)
    assert first["type"] == [{"id": "fagui:Actor", "name": "主体"}]
    assert first["description"] == "主体 · 湖南省"
    assert (second["id"], second["match"]) == (SHANDONG, False)
    assert second["score"] < 95


def test_namesakes_are_no_match_until_a_property_tells_them_apart(service: FlaskClient) -> None:
    query = {"query": "工业和信息化主管部门", "limit": 2}
    values: list[Any] = ["湖南省", "Hunan", "cn-hn", {"id": "concept/jurisdiction/cn-hn"}]
    values.append([f"{CONCEPT}jurisdiction/cn-hn", "山西省"])

    assert shown(ask(service, query)) == [(HUNAN, 95.0, False), (SHANDONG, 95.0, False)]
    for value in values:
        constraint = {"pid": "fagui:ofJurisdiction", "v": value}
        found = shown(ask(service, query | {"properties": [constraint]}))
        assert found == [(HUNAN, 96.5, True), (SHANDONG, 66.5, False)], value


@pytest.mark.parametrize(
    ("types", "strictness", "expected"),
    [
        ("fagui:Actor", "any", HUNAN),
        (f"{BASE}def#Actor", "any", HUNAN),
        (["fagui:Sector", "fagui:Actor"], "any", HUNAN),
        (["fagui:Sector", "fagui:Actor"], "all", None),
        ("fagui:Sector", "any", None),
        ("fagui:Sector", "should", HUNAN),
        ("no type", "any", None),
        ([], "any", HUNAN),
    ],
)
def test_types_filter(
    service: FlaskClient, types: Any, strictness: str, expected: str | None
) -> None:
    query = {"query": "湖南省工业和信息化厅", "type": types, "type_strict": strictness, "limit": 1}

    assert [each["id"] for each in ask(service, query)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("name", "expected", "score"),
    [
        ("湖南省工信厅", HUNAN, 81.0),
        ("new energy VEHICLES", "concept/sector/nev", 100.0),
        ("nev", "concept/sector/nev", 95.0),
        ("山西省促进条例", "id/eli/cn-sx/dfxfg/2024/tiaoli", 100.0),
        ("《山西省促进条例》", "id/eli/cn-sx/dfxfg/2024/tiaoli", 100.0),
        ("cn-sd", "concept/jurisdiction/cn-sd", 95.0),
        ("concept/instrument/land", "concept/instrument/land", 100.0),
        (f"{CONCEPT}instrument/land", "concept/instrument/land", 100.0),
    ],
)
def test_every_kind_is_found_by_its_names(
    service: FlaskClient, name: str, expected: str, score: float
) -> None:
    (best, *_) = ask(service, {"query": name})

    assert (best["id"], best["score"]) == (expected, score)
    assert best["match"] == (score >= 95)


def test_nothing_alike_gives_no_candidate(service: FlaskClient) -> None:
    assert ask(service, {"query": "龙凤呈祥"}) == []
    assert ask(service, {"query": "。"}) == []


def test_names_are_in_the_language_of_the_request(service: FlaskClient) -> None:
    (best, *_) = ask(service, {"query": "湖南省财政厅"}, "en")

    assert (best["name"], best["description"]) == ("Finance Department of Hunan", "actor · Hunan")


def test_properties_alone_find_entities(service: FlaskClient) -> None:
    constraint = {"pid": "fagui:ofJurisdiction", "v": {"id": "concept/jurisdiction/cn-hn"}}

    found = shown(ask(service, {"properties": [constraint]}))

    assert found == [("id/actor/cn-hn/caizheng", 100.0, False), (HUNAN, 100.0, False)]


def test_a_batch_is_the_same_by_get_and_post_and_keeps_its_keys(service: FlaskClient) -> None:
    batch = {"甲": {"query": "土地"}, "q1": {"query": "湖南省财政厅", "limit": 1}}
    parameters = {"queries": json.dumps(batch)}

    by_get = service.get("/reconcile", query_string=parameters)
    by_post = service.post("/reconcile", data=parameters)

    assert by_get.get_json() == by_post.get_json()
    assert {key: len(each["result"]) for key, each in by_get.get_json().items()} == {
        "甲": 1,
        "q1": 1,
    }
    assert by_get.headers["Access-Control-Allow-Origin"] == "*"


ANY_VALUES = {
    "ids": [HUNAN, f"{BASE}{SHANDONG}", "none"],
    "properties": [
        {"id": "fagui:ofJurisdiction"},
        {"id": "rdfs:label", "settings": {"limit": 1}},
        *(
            {"id": each}
            for each in ("fagui:level", "fagui:since", "fagui:weight", "skos:exactMatch")
        ),
        {"id": "not an IRI"},
    ],
}


def test_extension_brings_values_with_their_types(service: FlaskClient) -> None:
    answer = service.post("/reconcile", data={"extend": json.dumps(ANY_VALUES)}).get_json()

    assert answer["rows"][HUNAN] == {
        "fagui:ofJurisdiction": [{"id": "concept/jurisdiction/cn-hn", "name": "湖南省"}],
        "rdfs:label": [{"str": "湖南省工业和信息化厅"}],
        "fagui:level": [{"int": 2}],
        "fagui:since": [{"date": "2018-10-25T00:00:00Z"}],
        "fagui:weight": [{"float": 0.5}],
        "skos:exactMatch": [{"str": "http://www.wikidata.org/entity/Q1"}],
        "not an IRI": [],
    }
    assert set(answer["rows"]) == set(ANY_VALUES["ids"])
    assert [each for values in answer["rows"]["none"].values() for each in values] == []
    assert [each["id"] for each in answer["meta"]] == [
        str(each["id"]) for each in ANY_VALUES["properties"]
    ]


def test_suggestions(service: FlaskClient) -> None:
    def found(what: str, prefix: str, **more: Any) -> list[str]:
        parameters = {"prefix": prefix, **more}
        answer = service.get(f"/reconcile/suggest/{what}", query_string=parameters)
        return [each["id"] for each in answer.get_json()["result"]]

    assert found("entity", "湖南省") == [
        "id/actor/cn-hn/caizheng",
        HUNAN,
        "concept/jurisdiction/cn-hn",
    ]
    assert found("entity", "湖南省", cursor=2) == ["concept/jurisdiction/cn-hn"]
    assert found("entity", "财政厅") == ["id/actor/cn-hn/caizheng"]
    assert found("entity", "") == []
    assert found("type", "Sec") == ["fagui:Sector"]
    assert found("type", "法") == ["fagui:Regulation", "concept/jurisdiction"]
    assert found("property", "jurisd") == ["fagui:ofJurisdiction"]


def test_properties_of_a_type_are_proposed(service: FlaskClient) -> None:
    answer = service.get("/reconcile/properties?type=fagui:Actor&limit=30").get_json()

    proposed = [each["id"] for each in answer["properties"]]
    assert {"fagui:ofJurisdiction", "skos:altLabel"} < set(proposed)
    assert (answer["type"], answer["limit"]) == ("fagui:Actor", 30)
    assert "skos:inScheme" not in proposed


def test_the_addresses_of_the_manifest_live(service: FlaskClient) -> None:
    manifest = service.get("/reconcile").get_json()
    addresses = [
        manifest["documentation"],
        manifest["view"]["url"].replace("{{id}}", "id%2Factor%2Fcn-hn%2Fgongxin"),
        manifest["view"]["url"].replace("{{id}}", "concept%2Finstrument%2Fland"),
        manifest["preview"]["url"].replace("{{id}}", "concept%2Finstrument%2Fland"),
        *(each["service_url"] + each["service_path"] for each in manifest["suggest"].values()),
        manifest["extend"]["propose_properties"]["service_url"] + "/properties",
    ]

    assert manifest["identifierSpace"] == BASE
    for address in addresses:
        answer = service.get(address, follow_redirects=True)
        assert (address, answer.status_code) == (address, 200)


def test_a_preview_may_stand_in_a_frame_and_nothing_else(service: FlaskClient) -> None:
    preview = service.get("/reconcile/preview?id=concept/instrument/land&lang=en")
    page = service.get("/concept/instrument/land", headers={"Accept": "text/html"})

    assert "frame-ancestors" not in preview.headers["Content-Security-Policy"]
    assert preview.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "<h3>land</h3>" in preview.get_data(as_text=True)


DEEP = "[" * 100_000
WRONG = [
    ({"queries": "{"}, "the parameter 'queries' is not JSON"),
    ({"queries": DEEP}, "the parameter 'queries' is not JSON"),
    ({"queries": "[]"}, "queries is '[]'"),
    ({"queries": '{"q": 1}'}, "queries.q is '1'"),
    ({"queries": '{"q": {}}'}, "queries.q has neither query nor properties"),
    ({"queries": '{"q": {"query": 1}}'}, "queries.q.query is '1'"),
    ({"queries": '{"q": {"query": "a", "limit": "x"}}'}, "queries.q.limit is 'x'"),
    ({"queries": '{"q": {"query": "a", "limit": -1}}'}, "queries.q.limit is '-1'"),
    ({"queries": '{"q": {"query": "a", "limit": NaN}}'}, "queries.q.limit is 'nan'"),
    ({"queries": '{"q": {"query": "a", "type": 1}}'}, "queries.q.type is '1'"),
    ({"queries": '{"q": {"query": "a", "type_strict": "x"}}'}, "queries.q.type_strict is 'x'"),
    ({"queries": '{"q": {"query": "a", "properties": [1]}}'}, "queries.q.properties is '1'"),
    (
        {"queries": '{"q": {"query": "a", "properties": [{"v": 1}]}}'},
        "queries.q.properties.pid is 'None'",
    ),
    (
        {"queries": '{"q": {"query": "a", "properties": [{"pid": "a"}]}}'},
        "queries.q.properties.v is 'None'",
    ),
    ({"queries": json.dumps({"q": {"query": "甲" * 501}})}, "queries.q is too long"),
    (
        {"queries": json.dumps({str(each): {"query": "a"} for each in range(MAX_QUERIES + 1)})},
        "queries has 101 members",
    ),
    ({"extend": "{}"}, "extend.ids is 'None'"),
    ({"extend": '{"ids": [1], "properties": []}'}, "extend.ids is '1'"),
    ({"extend": '{"ids": [], "properties": [{}]}'}, "extend.properties.id is 'None'"),
    (
        {"extend": '{"ids": [], "properties": [{"id": "a", "settings": {"limit": "²"}}]}'},
        "extend.properties.settings.limit is '²'",
    ),
    (
        {"extend": json.dumps({"ids": ["a"] * (MAX_IDS + 1), "properties": []})},
        "extend asks for 0 properties of 1001 entities",
    ),
    ({"query": "a"}, "single queries are not in version 0.2"),
    ({"queries": "{}", "extend": "{}"}, "queries and extend are asked for together"),
    ({"callback": "f"}, "JSONP is not served"),
]


@pytest.mark.parametrize(("parameters", "detail"), WRONG, ids=range(len(WRONG)))
def test_a_wrong_request_is_400_and_says_what_is_wrong(
    service: FlaskClient, parameters: dict[str, str], detail: str
) -> None:
    answer = service.post("/reconcile", data=parameters)

    error = answer.get_json()["error"]
    assert (answer.status_code, error["detail"]) == (400, detail)
    assert error["remedy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reconcile/suggest/entity?prefix=a&cursor=x", 400),
        ("/reconcile/suggest/none", 404),
        ("/reconcile/properties?type=none", 400),
        ("/reconcile/properties?limit=-1", 400),
        ("/reconcile/preview?id=none", 404),
        ("/reconcile/preview", 404),
        ("/reconcile/preview?id=a%3Eb", 404),
        ("/reconcile?queries=%FF", 400),
    ],
)
def test_other_wrong_requests(service: FlaskClient, path: str, status: int) -> None:
    answer = service.get(path)

    assert answer.status_code == status
    assert set(answer.get_json()["error"]) >= {"title", "detail", "remedy"}


def test_a_body_of_another_kind_is_415(service: FlaskClient) -> None:
    assert service.post("/reconcile", json={"queries": {}}).status_code == 415


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("id/actor/a", f"{BASE}id/actor/a"),
        ("fagui:Actor", f"{BASE}def#Actor"),
        ("http://a.example/", "http://a.example/"),
        ("a> } #", None),
        ("", None),
    ],
)
def test_identifiers(identifier: str, expected: str | None) -> None:
    assert expand(identifier) == expected


def answers(service: FlaskClient) -> dict[str, list[TestResponse]]:
    """Answers of every kind, by the name of their schema."""
    batch = {"a": {"query": "湖南省"}, "b": {"query": "龙凤"}, "c": {"query": "厅", "limit": 1}}
    get = service.get
    return {
        "manifest": [get("/reconcile"), get("/reconcile?lang=en")],
        "reconciliation-result-batch": [
            get("/reconcile", query_string={"queries": json.dumps(batch)}),
            get("/reconcile?queries={}"),
        ],
        "data-extension-response": [
            get("/reconcile", query_string={"extend": json.dumps(ANY_VALUES)}),
            get("/reconcile", query_string={"extend": '{"ids": [], "properties": []}'}),
        ],
        "data-extension-property-proposal": [
            get("/reconcile/properties"),
            get("/reconcile/properties?type=concept/instrument&limit=2"),
        ],
        "suggest-entities-response": [get("/reconcile/suggest/entity?prefix=湖南")],
        "suggest-types-response": [get("/reconcile/suggest/type?prefix=")],
        "suggest-properties-response": [get("/reconcile/suggest/property?prefix=a")],
    }


def test_every_answer_fits_the_specification(service: FlaskClient) -> None:
    given = answers(service)

    assert set(given) == set(OURS)
    for name, responses in given.items():
        for response in responses:
            assert response.status_code == 200
            jsonschema.validate(response.get_json(), OURS[name])


@pytest.mark.skipif(PUBLISHED is None, reason="FAGUI_RECONCILIATION_SCHEMAS names no directory")
def test_every_answer_fits_the_published_schemas(service: FlaskClient) -> None:
    schemas = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in Path(PUBLISHED or "").glob("*.json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (each["$id"], Resource.from_contents(each, DRAFT7))
        for each in schemas.values()
        if "$id" in each
    )

    for name, responses in answers(service).items():
        validator = jsonschema.Draft7Validator(schemas[name], registry=registry)
        for response in responses:
            assert [error.message for error in validator.iter_errors(response.get_json())] == []
