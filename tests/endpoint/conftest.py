"""A small release in the layout of a build, made with the store alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from endpoint.app import create_app
from endpoint.config import Settings
from ontology.namespaces import BASE, CONCEPT, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

SHANXI = f"{BASE}id/eli/cn-sx/dfxfg/2024/tiaoli/2024-11-28"
NOTICE = f"{BASE}id/eli/cn-sx/gfxwj/2024/cuoshi/undated"
SCRIPT = "<script>alert('甲&乙')</script>"

_PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

_CONCEPTS = (
    "\n".join(
        f"""<{CONCEPT}{scheme}/{notation}> a skos:Concept ; skos:inScheme <{CONCEPT}{scheme}> ;
      skos:notation "{notation}" ; rdfs:label "{zh}"@zh , "{en}"@en .
      <{CONCEPT}{scheme}> a skos:ConceptScheme ; rdfs:label "{scheme}"@en ."""
        for scheme, notation, zh, en in (
            ("document-type", "dfxfg", "地方性法规", "local regulation"),
            ("document-type", "gfxwj", "规范性文件", "normative document"),
            ("jurisdiction", "cn-sx", "山西省", "Shanxi"),
            ("metadata-field", "title", "标题", "title"),
            ("metadata-field", "date-in-force", "施行日期", "date of entry into force"),
            ("oddity", "title-missing", "缺标题", "title missing"),
            ("event", "adopted", "通过", "adopted"),
        )
    )
    + f"<{CONCEPT}jurisdiction/cn-sx> skos:exactMatch <http://www.wikidata.org/entity/Q46913> ."
)

_ONTOLOGY = f"""
<{BASE}def> a owl:Ontology ; rdfs:label "法规本体"@zh , "Fagui ontology"@en .
fagui:Article a owl:Class ; rdfs:label "条"@zh , "Article"@en ; rdfs:isDefinedBy <{BASE}def> .
eli:number rdfs:label "编号"@zh , "number"@en .
"""

_STATUTE = f"""
<{SHANXI.rpartition("/")[0]}> a fagui:Regulation , eli:LegalResource ;
  rdfs:label "山西省促进条例"@zh ; eli:has_member <{SHANXI}> .
<{SHANXI}> a fagui:RegulationVersion , eli:LegalResource ; rdfs:label "山西省促进条例"@zh ;
  dcterms:title "山西省促进条例"@zh ; eli:id_local "statute" ;
  eli:is_member_of <{SHANXI.rpartition("/")[0]}> ;
  eli:type_document <{CONCEPT}document-type/dfxfg> ;
  eli:jurisdiction <{CONCEPT}jurisdiction/cn-sx> ;
  eli:passed_by <{BASE}id/actor/cn-sx/renda> ;
  eli:first_date_entry_in_force "2025-01-01"^^xsd:date ;
  fagui:session "第九次会议" ; fagui:hasEvent <{SHANXI}#ev1> ;
  fagui:articleCount 2 ; fagui:paragraphCount 1 ; fagui:itemCount 1 ;
  eli:has_part <{SHANXI}/art_1> , <{SHANXI}/art_6> .
<{BASE}id/actor/cn-sx/renda> a fagui:Actor ; rdfs:label "山西省人民代表大会常务委员会"@zh .
<{SHANXI}/art_1> a fagui:Article , fagui:Provision ; rdfs:label "第一条"@zh , "Article 1"@en ; eli:number "1" ;
  eli:is_part_of <{SHANXI}> ; fagui:inVersion <{SHANXI}> ; eli:id_local "art:1" ;
  fagui:position 1 ; fagui:verbatimLabel "第一条" ; fagui:text "为了促进发展，制定本条例。"@zh .
<{SHANXI}/art_6> a fagui:Article , fagui:Provision ; rdfs:label "第六条"@zh ; eli:number "6" ;
  eli:is_part_of <{SHANXI}> ; fagui:inVersion <{SHANXI}> ; eli:id_local "art:6" ;
  eli:has_part <{SHANXI}/art_6/para_1> ; fagui:position 2 ; fagui:verbatimLabel "第六条" ;
  fagui:fullText "第六条　划定工业用地控制线：（一）甲。"@zh .
<{SHANXI}/art_6/para_1> a fagui:Paragraph , fagui:Provision ;
  rdfs:label "第六条 第一款"@zh , "Article 6, paragraph 1"@en ;
  eli:is_part_of <{SHANXI}/art_6> ; fagui:inVersion <{SHANXI}> ; eli:id_local "art:6/p:1" ;
  fagui:position 3 ; fagui:text "划定工业用地控制线："@zh .
<{SHANXI}/art_6/para_1/item_1> a fagui:Item , fagui:Provision ; rdfs:label "第六条 第一款 （一）"@zh ;
  eli:is_part_of <{SHANXI}/art_6/para_1> ; fagui:inVersion <{SHANXI}> ;
  eli:id_local "art:6/p:1/i:1" ; fagui:position 4 ; fagui:verbatimLabel "（一）" ;
  fagui:text "{SCRIPT}"@zh .
<{SHANXI}#ev1> a fagui:LegislativeEvent ; fagui:eventKind <{CONCEPT}event/adopted> ;
  fagui:eventDate "2024-11-28"^^xsd:date ; fagui:inVersion <{SHANXI}> .
"""

_NOTICE = f"""
<{NOTICE}> a fagui:RegulationVersion , eli:LegalResource ; rdfs:label "若干措施"@zh ;
  fagui:curatedTitle "若干措施"@zh ; eli:id_local "notice" ;
  eli:type_document <{CONCEPT}document-type/gfxwj> ;
  eli:jurisdiction <{CONCEPT}jurisdiction/cn-sx> ;
  fagui:notStated <{CONCEPT}metadata-field/title> , <{CONCEPT}metadata-field/date-in-force> ;
  fagui:articleCount 0 ; fagui:paragraphCount 0 ; fagui:itemCount 0 ;
  fagui:hasOddity <{NOTICE}#odd1> ; eli:has_part <{NOTICE}/sec_1> .
<{NOTICE}/sec_1> a fagui:Section , fagui:Provision ; rdfs:label "一、"@zh ; eli:number "1" ;
  eli:is_part_of <{NOTICE}> ; fagui:inVersion <{NOTICE}> ; eli:id_local "sec:1" ;
  fagui:position 1 ; fagui:verbatimLabel "一、" ; fagui:heading "强化要素保障"@zh .
<{NOTICE}#odd1> a fagui:Oddity ; fagui:oddityKind <{CONCEPT}oddity/title-missing> ;
  rdfs:comment "正文没有标题"@zh , "the text has no title"@en ; fagui:inVersion <{NOTICE}> .
"""

GRAPHS = {
    f"{BASE}def": _ONTOLOGY,
    f"{BASE}concept/oddity": _CONCEPTS,
    SHANXI: _STATUTE,
    NOTICE: _NOTICE,
}


def make_release(directory: Path, release_id: str, more: Mapping[str, str] = {}) -> Path:
    """Write a release, with `more` graphs, into `directory/releases/` and make it the current one."""
    path = directory / "releases" / release_id
    (path / "dumps").mkdir(parents=True)
    store = pyoxigraph.Store(str(path / "store"))
    for name, turtle in (GRAPHS | dict(more)).items():
        store.load(
            (_PREFIXES + turtle).encode(),
            format=pyoxigraph.RdfFormat.TURTLE,
            to_graph=pyoxigraph.NamedNode(name),
        )
    store.dump(str(path / "dumps" / "fagui.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    quads = len(store)
    store.flush()
    del store
    (path / "secret.txt").write_text("not in the manifest", encoding="utf-8")
    content = (path / "dumps" / "fagui.nq").read_bytes()
    manifest = {
        "format": 1,
        "id": release_id,
        "software": "fagui 0.1.0",
        "base": BASE,
        "documents": [{"id": "statute"}, {"id": "notice"}],
        "left_out": [{"document": "broken.pdf", "problem": "is encrypted"}],
        "counts": {"documents": 2, "provisions": 5, "quads": quads, "oddities": 1},
        "files": {
            "dumps/fagui.nq": {
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
            }
        },
    }
    (path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    link = directory / "next"
    link.symlink_to(f"releases/{release_id}")
    link.replace(directory / "current")
    return path


Publish = Callable[..., Path]


@pytest.fixture(scope="session")
def publish() -> Publish:
    """Writes a release into a directory and makes it the current one."""
    return make_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("release")
    make_release(directory, "00000000000000a1")
    return directory


@pytest.fixture(scope="session")
def settings(release: Path) -> Settings:
    return Settings(release=release, query_seconds=5)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    made.testing = True
    yield made
    made.extensions["fagui.releases"].current().engine.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def own_client(tmp_path: Path, settings: Settings) -> Iterator[FlaskClient]:
    """A client of an application over a directory of its own, which is empty at first."""
    made = create_app(replace(settings, release=tmp_path))
    made.testing = True
    yield made.test_client()
    open_ = made.extensions["fagui.releases"]._open
    if open_ is not None:
        open_.engine.close()
