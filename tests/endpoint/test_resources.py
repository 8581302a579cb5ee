from __future__ import annotations

import json
from typing import TYPE_CHECKING

import html5lib
import pyoxigraph
import pytest

from endpoint.description.describe import MAX_INCOMING, SHOWN_INCOMING, build_graph, describe
from endpoint.description.links import page_of
from endpoint.engine.interface import Query, Result, ResultFormat
from ontology.namespaces import BASE
from tests.endpoint.conftest import GRAPHS, SHANXI

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

STATUTE = "eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28"
NOTICE = "eli/cn-sx/gfxwj/2024/cuoshi/undated"
FORMATS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}
THINGS = [
    f"/doc/{STATUTE}",
    f"/doc/{STATUTE}/art_6",
    f"/doc/{STATUTE}/art_6/para_1/item_1",
    f"/doc/{NOTICE}",
    "/doc/actor/cn-sx/renda",
    "/concept/oddity",
    "/concept/oddity/title-missing",
    "/def",
]


@pytest.mark.parametrize("accept", ["text/turtle", "text/html", "*/*"])
def test_a_thing_is_303_to_its_document(client: FlaskClient, accept: str) -> None:
    answer = client.get(f"/id/{STATUTE}/art_6", headers={"Accept": accept})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/doc/{STATUTE}/art_6")
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("path", THINGS)
def test_every_serialisation_of_a_document_is_the_same_graph(
    client: FlaskClient, path: str
) -> None:
    graphs = []
    for media, form in FORMATS.items():
        answer = client.get(path, headers={"Accept": media})
        assert (answer.status_code, answer.mimetype) == (200, media)
        graphs.append({str(each) for each in pyoxigraph.parse(answer.data, format=form)})

    thing = f"{BASE}{path.lstrip('/').replace('doc/', 'id/')}"
    assert any(each.startswith(f"<{thing}> ") for each in graphs[0])
    assert graphs[1:] == graphs[:1] * 3


@pytest.mark.parametrize("path", THINGS)
@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("html", "text/html"),
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_a_suffix_goes_before_accept(
    client: FlaskClient, path: str, suffix: str, media: str
) -> None:
    answer = client.get(f"{path}.{suffix}", headers={"Accept": "image/png"})

    assert (answer.status_code, answer.mimetype) == (200, media)
    assert answer.headers["Content-Location"] == f"{path}.{suffix}"
    links = answer.headers.get_all("Link")
    assert f'<{path}.ttl>; rel="alternate"; type="text/turtle"' in links
    assert len([each for each in links if "timegate" not in each and "timemap" not in each]) == 6


def test_a_document_describes_the_fragments_of_its_thing(client: FlaskClient) -> None:
    turtle = client.get(f"/doc/{NOTICE}.ttl").get_data(as_text=True)
    page = client.get(f"/doc/{NOTICE}.html?lang=en").get_data(as_text=True)

    assert f"<{BASE}id/{NOTICE}#odd1> a fagui:Oddity" in turtle
    assert 'id="odd1"' in page
    assert "the text has no title" in page


def test_the_ontology_describes_its_terms(client: FlaskClient) -> None:
    turtle = client.get("/def.ttl").get_data(as_text=True)
    page = client.get("/def.html?lang=zh").get_data(as_text=True)

    assert "fagui:Article a owl:Class" in turtle
    assert 'id="Article"' in page


def test_a_page_shows_each_unit_once(client: FlaskClient) -> None:
    """Labels in two languages do not make two lines of one."""
    page = client.get(f"/doc/{STATUTE}", headers={"Accept": "text/html"}).get_data(as_text=True)

    assert page.count("为了促进发展，制定本条例。") == 1


def test_a_page_shows_text_links_and_what_links_to_it(client: FlaskClient) -> None:
    page = client.get(f"/doc/{STATUTE}/art_6?lang=en", headers={"Accept": "text/html"})

    text = page.get_data(as_text=True)
    assert "划定工业用地控制线：" in text
    assert f'href="/doc/{STATUTE}"' in text  # outgoing
    assert f'href="/doc/{STATUTE}/art_6/para_1"' in text  # incoming and text
    assert "Links to this" in text
    assert '<html lang="en">' in text
    assert page.headers["Content-Language"] == "en"


def test_literals_are_escaped(client: FlaskClient) -> None:
    for path in (f"/doc/{STATUTE}", f"/doc/{STATUTE}/art_6/para_1/item_1"):
        page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
        assert "<script" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        (f"/doc/{STATUTE}/art_6/para_9/item_4", f"第六条, at /doc/{STATUTE}/art_6"),
        (f"/id/{STATUTE}/art_99", f"山西省促进条例, at /doc/{STATUTE}"),
        ("/concept/oddity/none", "oddity, at /concept/oddity"),
        ("/doc/none", None),
        ("/def/9.9", "Fagui ontology, at /def"),
        ("/id/%E4%B8%AD%E6%96%87", None),
        ("/doc/%E4%B8%AD%E6%96%87", None),
        ("/doc/%FF%00", None),
        ("/doc/a%3E%20%7D", None),
        ("/doc/a%22b", None),
        ("/doc/a%5Cu003E", None),
        ("/doc/.ttl", None),
        ("/doc/../../etc/passwd", None),
        ("/doc/" + "a/" * 500, None),
    ],
)
def test_unknown_things_are_404_and_name_the_nearest_known(
    client: FlaskClient, path: str, nearest: str | None
) -> None:
    answer = client.get(f"{path}?lang=en", headers={"Accept": "text/turtle"})
    page = client.get(f"{path}?lang=en", headers={"Accept": "text/html"})

    remedy = json.loads(answer.data)["error"]["remedy"]
    assert (answer.status_code, page.status_code) == (404, 404)
    assert remedy == (
        f"the nearest thing that it knows is {nearest}"
        if nearest
        else "see / for the documents of the release"
    )
    html5lib.HTMLParser(strict=True).parse(page.get_data(as_text=True))


def test_nothing_acceptable_is_406(client: FlaskClient) -> None:
    answer = client.get(f"/doc/{STATUTE}", headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert "text/turtle" in answer.get_json()["error"]["remedy"]


@pytest.mark.parametrize("path", ["/def", f"/doc/{STATUTE}", "/concept/oddity"])
def test_unchanged_documents_are_304(client: FlaskClient, path: str) -> None:
    for accept in ("text/turtle", "text/html"):
        tag = client.get(path, headers={"Accept": accept}).headers["ETag"]
        again = client.get(path, headers={"Accept": accept, "If-None-Match": tag})
        other = client.get(path, headers={"Accept": "application/ld+json", "If-None-Match": tag})
        assert (again.status_code, again.data, other.status_code) == (304, b"", 200)


class ManyLinks:
    """An engine whose every thing has more incoming links than a document lists."""

    asked: Query | None = None

    def run(self, query: Query) -> Result:
        self.asked = query
        if "COUNT(*)" in query.text:
            rows = [{"n": {"type": "literal", "value": str(MAX_INCOMING + 1)}}]
        elif "ORDER BY ?s LIMIT" in query.text:
            link = {"s": {"type": "uri", "value": "a:s"}, "p": {"type": "uri", "value": "a:p"}}
            rows = [link] * SHOWN_INCOMING
        else:
            rows = []
        return Result(json.dumps({"results": {"bindings": rows}}).encode())

    def close(self) -> None:
        """Nothing to release."""


def test_a_document_that_lists_not_all_links_says_so() -> None:
    engine = ManyLinks()
    iri = f"{BASE}concept/subdivision/art"

    build_graph(engine, iri, ResultFormat.TURTLE)
    found = describe(engine, iri, "en")

    assert engine.asked is not None
    assert found is not None
    assert found.incoming_count == MAX_INCOMING + 1
    build_graph(engine, iri, ResultFormat.TURTLE)
    assert f"lists {MAX_INCOMING} of {MAX_INCOMING + 1} incoming links" in engine.asked.text


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{BASE}id/a#m1", "/doc/a#m1"),
        (f"{BASE}def#Article", "/def#Article"),
        (f"{BASE}def", "/def"),
        (f"{BASE}definition", None),
        (f"{BASE}report/shacl#r1", "/report/shacl#r1"),
        (f"{BASE}shape", "/shape"),
        (f"{BASE}shape#Actor", "/shape#Actor"),
        (f"{BASE}sparql", None),
        (f"{BASE}concept/a/中", "/concept/a/%E4%B8%AD"),
        ("http://a.example/b?c=d", "http://a.example/b?c=d"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("http://[", None),
    ],
)
def test_links_lead_to_pages_of_ours_or_of_the_web(iri: str, expected: str | None) -> None:
    assert page_of(iri) == expected


WORK = f"{BASE}id/eli/cn-sx/dfxfg/2023/guiding"
GONE = [
    (f"/id/eli/cn-sx/dfxfg/2023/guiding{below}", status, what)
    for below, status, what in (
        ("", 410, WORK),
        ("/2023-05-01", 410, f"{WORK}/2023-05-01"),
        ("/2023-05-01/art_3/para_1", 410, f"{WORK}/2023-05-01"),
        ("/2024-01-01", 410, WORK),
        ("x", 404, None),
    )
]


def test_what_an_earlier_release_had_is_gone(
    own_client: FlaskClient, tmp_path: Path, publish: Callable[..., Path]
) -> None:
    earlier = publish(tmp_path, "00000000000000a1")
    told = json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))
    kept = {"id": "statute", "work": f"{BASE}id/{STATUTE}".rpartition("/")[0], "title": "条例"}
    gone = {"id": "rules", "work": WORK, "version": f"{WORK}/2023-05-01", "title": "某规定"}
    told["documents"] = [kept | {"version": f"{BASE}id/{STATUTE}"}, gone]
    (earlier / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "releases" / "damaged").mkdir()
    (tmp_path / "releases" / "damaged" / "manifest.json").write_text("{", encoding="utf-8")
    publish(tmp_path, "00000000000000a2")

    for path, status, what in GONE:
        for address in (path, path.replace("/id/", "/doc/")):
            answer = own_client.get(address, headers={"Accept": "text/turtle"})
            assert answer.status_code == status, address
            if what:
                assert answer.get_json()["error"]["detail"] == (
                    f"{what} (某规定) was in release 00000000000000a1; this release lacks it"
                )
    assert own_client.get(f"/doc/{STATUTE}").status_code == 200


FRAGMENTS = f"""
<{BASE}id/{STATUTE}/art_6/para_1#m1> fagui:statedIn <{BASE}id/{STATUTE}/art_6/para_1> ;
  a fagui:Measure ; oa:hasSelector <{BASE}id/{STATUTE}/art_6/para_1#m1-1> ;
  prov:wasGeneratedBy <{BASE}id/{STATUTE}#ex1> .
<{BASE}id/{STATUTE}/art_6/para_1#m1-1> a oa:TextQuoteSelector ; oa:exact "划定" .
<{BASE}id/{STATUTE}#ex1> a fagui:Extraction .
"""


def test_a_document_says_what_its_fragments_are_however_far_they_stand(
    own_client: FlaskClient, tmp_path: Path, publish: Callable[..., Path]
) -> None:
    publish(tmp_path, "00000000000000a1", {f"{BASE}id/{STATUTE}": GRAPHS[SHANXI] + FRAGMENTS})

    provision = own_client.get(f"/doc/{STATUTE}/art_6/para_1.nt").get_data(as_text=True)
    version = own_client.get(f"/doc/{STATUTE}.nt").get_data(as_text=True)

    about = f"<{BASE}id/{STATUTE}/art_6/para_1#m1-1> <http://www.w3.org/ns/oa#exact>"
    assert about in provision
    assert f"<{BASE}id/{STATUTE}#ex1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in version
    assert "#m1" not in version  # each fragment belongs to its own document
