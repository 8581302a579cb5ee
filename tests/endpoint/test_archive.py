"""Earlier releases, their files in every form, and the descriptions of the data."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef

from endpoint.archive import find_by_day, parse_publication, served_name
from endpoint.releases import ReleaseError
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

Publish = Callable[[Path, str], Path]

ONE, TWO, GONE = "00000000000000a1", "00000000000000a2", "00000000000000a0"
DATASET = URIRef(f"{BASE}id/dataset")
NQUADS = b"<http://a> <http://b> <http://c> <http://g> .\n" * 1000
FILES = {
    "dumps/fagui.ttl": b"<http://a> <http://b> <http://c> .\n",
    "dumps/documents/x.nq.gz": gzip.compress(NQUADS, mtime=0),
    "dumps/context.jsonld": b'{"@context": {"id": "@id"}}\n',
    "dumps/void.ttl": f"<{DATASET}> <{VOID.dataDump}> <fagui.nq> .\n".encode(),
    "reports/shacl.ttl": b"# nothing\n",
}
CATALOGUE = f"""<{BASE}id/catalogue> a <{DCAT.Catalog}> .
<catalog.ttl#d> <{DCAT.downloadURL}> <fagui.nq> .
"""


def facts(content: bytes) -> dict[str, object]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def fill(release: Path, published: str, earlier: list[tuple[str, str]]) -> None:
    """Adds what a build writes beside the store."""
    (release / "publication").mkdir()
    told = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    for name, content in FILES.items():
        (release / name).parent.mkdir(exist_ok=True)
        (release / name).write_bytes(content)
        told["files"][name] = facts(content)
    (release / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    content = CATALOGUE.encode()
    (release / "publication/catalog.ttl").write_bytes(content)
    record = {
        "release": release.name,
        "published": published,
        "previous": earlier[-1][0] if earlier else None,
        "entries": [
            {"release": r, "published": p} for r, p in [*earlier, (release.name, published)]
        ],
        "files": {"publication/catalog.ttl": facts(content)},
    }
    (release / "publication/record.json").write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def two(own_client: FlaskClient, tmp_path: Path, publish: Publish) -> FlaskClient:
    """A client of a site with two releases, the second of them current; a third was removed."""
    before = (GONE, "2026-01-01T00:00:00Z")
    fill(publish(tmp_path, ONE), "2026-02-03T04:05:06Z", [before])
    first = (ONE, "2026-02-03T04:05:06Z")
    fill(publish(tmp_path, TWO), "2026-03-04T05:06:07Z", [before, first])
    return own_client


def test_releases_are_listed_with_date_counts_and_digest(two: FlaskClient, tmp_path: Path) -> None:
    told = two.get("/releases/", headers={"Accept": "application/json"}).get_json()["releases"]

    assert [(e["release"], e["published"], e["previous"], e["current"]) for e in told] == [
        (TWO, "2026-03-04T05:06:07Z", ONE, True),
        (ONE, "2026-02-03T04:05:06Z", GONE, False),
    ]
    for each in told:
        content = (tmp_path / "releases" / each["release"] / "dumps/fagui.nq").read_bytes()
        assert each["sha256"] == {"fagui.nq": hashlib.sha256(content).hexdigest()}
        assert each["counts"]["documents"] == 2
        assert each["path"] == f"/releases/{each['release']}/"


@pytest.mark.parametrize(
    ("path", "zh", "en", "link"),
    [
        ("/releases/", "各版本", "Releases", f"/releases/{ONE}/"),
        (f"/releases/{ONE}/", "下载", "Downloads", f"/releases/{ONE}/documents/x.nq.gz"),
        ("/dumps/", "下载", "Downloads", "/dumps/catalog.ttl"),
        ("/catalog", "数据目录", "Catalogue", "/.well-known/void"),
    ],
)
def test_pages(two: FlaskClient, path: str, zh: str, en: str, link: str) -> None:
    for language, title in (("zh", zh), ("en", en)):
        answer = two.get(f"{path}?lang={language}", headers={"Accept": "text/html"})
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert f"<h1>{title}</h1>" in answer.get_data(as_text=True)
        assert f'href="{link}"' in answer.get_data(as_text=True)


def test_files_of_an_earlier_release_never_change(two: FlaskClient) -> None:
    told = two.get(f"/releases/{ONE}/", headers={"Accept": "application/json"}).get_json()

    assert (told["release"], told["published"]) == (ONE, "2026-02-03T04:05:06Z")
    assert {each["path"].removeprefix(f"/releases/{ONE}/") for each in told["files"]} == {
        "fagui.nq",
        "fagui.ttl",
        "documents/x.nq.gz",
        "context.jsonld",
        "void.ttl",
        "reports/shacl.ttl",
        "catalog.ttl",
    }
    for each in told["files"]:
        with two.get(each["path"]) as answer:
            assert answer.status_code == 200
            assert hashlib.sha256(answer.data).hexdigest() == each["sha256"]
            assert len(answer.data) == each["bytes"]
            assert answer.mimetype == each["media_type"]
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["Last-Modified"] == "Tue, 03 Feb 2026 04:05:06 GMT"
            digest = base64.b64encode(hashlib.sha256(answer.data).digest()).decode()
            assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
            assert answer.headers["Content-Digest"] == f"sha-256=:{digest}:"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("fagui.nq", "application/n-quads"),
        ("fagui.ttl", "text/turtle; charset=utf-8"),
        ("documents/x.nq.gz", "application/gzip"),
        ("documents/x.nq", "application/n-quads"),
        ("context.jsonld", "application/ld+json"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
def test_media_types(two: FlaskClient, name: str, content_type: str) -> None:
    with two.get(f"/dumps/{name}") as answer:
        assert answer.headers["Content-Type"] == content_type


def test_part_of_a_file_has_the_digest_of_the_whole(two: FlaskClient) -> None:
    with two.get("/dumps/fagui.ttl", headers={"Range": "bytes=0-3"}) as part:
        assert (part.status_code, part.data) == (206, FILES["dumps/fagui.ttl"][:4])
        digest = hashlib.sha256(FILES["dumps/fagui.ttl"]).digest()
        assert part.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"
        assert "Content-Digest" not in part.headers


def test_a_packed_file_is_served_unpacked_too(two: FlaskClient) -> None:
    with two.get("/dumps/documents/x.nq") as answer:
        assert (answer.status_code, answer.data) == (200, NQUADS)
        tag = answer.headers["ETag"]
    with two.get("/dumps/documents/x.nq", headers={"If-None-Match": tag}) as same:
        assert (same.status_code, same.data) == (304, b"")


@pytest.mark.parametrize("directory", ["/dumps/", f"/releases/{ONE}/"])
def test_checksums_are_those_of_what_is_served(two: FlaskClient, directory: str) -> None:
    lines = two.get(f"{directory}SHA256SUMS").get_data(as_text=True).splitlines()

    assert len(lines) == 7
    for line in lines:
        digest, _, name = line.partition("  ")
        with two.get(directory + name) as answer:
            assert hashlib.sha256(answer.data).hexdigest() == digest


@pytest.mark.parametrize(
    ("path", "status", "place"),
    [
        ("/releases/2026-03-04/", 303, f"/releases/{TWO}/"),
        ("/releases/2030-01-01/", 303, f"/releases/{TWO}/"),
        ("/releases/2026-03-03/", 303, f"/releases/{ONE}/"),
        ("/releases/2026-02-02/", 404, None),
        (f"/releases/{ONE}", 308, f"/releases/{ONE}/"),
        (f"/id/release/{ONE}", 303, f"/releases/{ONE}/"),
        ("/id/catalogue", 303, "/catalog"),
        (f"/releases/{GONE}/", 410, None),
        (f"/releases/{GONE}/fagui.nq", 410, None),
        (f"/id/release/{GONE}", 410, None),
        ("/releases/ffffffffffffffff/", 404, None),
        (f"/releases/{ONE}/none.nq", 404, None),
        (f"/releases/{ONE}/secret.txt", 404, None),
        (f"/releases/{ONE}/../secret.txt", 404, None),
        (f"/releases/{ONE}/manifest.json", 404, None),
        (f"/releases/{ONE}/record.json", 404, None),
        ("/releases/..%2f..%2fetc/passwd", 404, None),
        ("/releases/.lock/", 404, None),
    ],
)
def test_where_releases_are(two: FlaskClient, path: str, status: int, place: str | None) -> None:
    answer = two.get(path)

    assert (answer.status_code, answer.headers.get("Location")) == (status, place)


def test_a_directory_that_is_no_release_is_not_listed(two: FlaskClient, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    (releases / ".building-1-a").mkdir()
    (releases / "copy").symlink_to(ONE)
    (releases / "empty").mkdir()
    (releases / "00000000000000a3").mkdir()
    (releases / "00000000000000a3/manifest.json").write_text("{}", encoding="utf-8")
    told = two.get("/releases/", headers={"Accept": "application/json"}).get_json()["releases"]

    assert [each["release"] for each in told] == [TWO, ONE]


GRAPHS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}


def read(client: FlaskClient, path: str, media: str, host: str) -> Graph:
    answer = client.get(path, headers={"Accept": media, "Host": host})
    assert (answer.status_code, answer.mimetype) == (200, media)
    return Graph().parse(data=answer.get_data(as_text=True), format=GRAPHS[media])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what rdflib's JSON-LD parser uses
@pytest.mark.parametrize("media", GRAPHS)
def test_void_has_the_addresses_of_the_site(two: FlaskClient, media: str) -> None:
    graph = read(two, "/.well-known/void", media, "data.example:8080")

    root = "http://data.example:8080"
    assert set(graph.objects(DATASET, VOID.dataDump)) == {URIRef(f"{root}/dumps/fagui.nq")}
    assert set(graph.objects(DATASET, VOID.sparqlEndpoint)) == {URIRef(f"{root}/sparql")}
    described = URIRef(f"{root}/.well-known/void")
    assert (described, RDF.type, VOID.DatasetDescription) in graph


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("media", GRAPHS)
def test_catalogue_has_the_service_and_the_releases_of_the_site(
    two: FlaskClient, media: str
) -> None:
    graph = read(two, "/catalog", media, "data.example")

    root = "http://data.example"
    catalogue = URIRef(f"{BASE}id/catalogue")
    (service,) = graph.objects(catalogue, DCAT.service)
    # What DCAT-AP 3.0 requires of a data service, and what makes it usable.
    assert (service, RDF.type, DCAT.DataService) in graph
    assert set(graph.objects(service, DCAT.endpointURL)) == {URIRef(f"{root}/sparql")}
    assert set(graph.objects(service, DCAT.servesDataset)) == {DATASET}
    assert {title.language for title in graph.objects(service, DCTERMS.title)} == {"zh", "en"}
    assert set(graph.objects(None, DCAT.downloadURL)) == {URIRef(f"{root}/dumps/fagui.nq")}
    assert set(graph.objects(None, DCAT.landingPage)) == {
        URIRef(f"{root}/"),
        *(URIRef(f"{root}/releases/{each}/") for each in (ONE, TWO)),
    }


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog"])
def test_descriptions_are_negotiated(two: FlaskClient, path: str) -> None:
    first = two.get(path, headers={"Accept": "text/turtle"})
    tag = first.headers["ETag"]

    assert "Accept" in first.headers["Vary"]
    known = {"Accept": "text/turtle", "If-None-Match": tag}
    assert two.get(path, headers=known).status_code == 304
    assert two.get(path, headers=known | {"Host": "other.example"}).status_code == 200
    assert two.get(path, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("path", ["/.well-known/void", "/catalog", "/context.jsonld"])
def test_a_release_that_does_not_describe_itself(
    own_client: FlaskClient, tmp_path: Path, publish: Publish, path: str
) -> None:
    publish(tmp_path, ONE)

    answer = own_client.get(path, headers={"Accept": "text/turtle, application/json;q=0.5"})

    assert answer.status_code == 404
    assert ONE in answer.get_json()["error"]["detail"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("dumps/documents/x.ttl", "documents/x.ttl"),
        ("publication/catalog.ttl", "catalog.ttl"),
        ("reports/shacl.ttl", "reports/shacl.ttl"),
        ("store/CURRENT", ""),
        ("manifest.json", ""),
        ("dumps/../manifest.json", ""),
        ("/dumps/x", ""),
    ],
)
def test_served_names(path: str, name: str) -> None:
    assert served_name(path) == name


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"published": "x", "previous": null}'])
def test_what_is_no_record_is_refused(content: str) -> None:
    with pytest.raises(ReleaseError, match=r"record\.json is no record of publication"):
        parse_publication(content)


def test_no_release_before_the_first_day() -> None:
    assert find_by_day([], "2026-01-01") is None
