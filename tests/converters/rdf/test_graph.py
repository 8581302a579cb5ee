"""Documents as quads: what is said of each thing, and what the text does not say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from converters.pipeline import convert
from converters.rdf.graph import document_quads
from converters.rdf.identity import Identity, identify, slugify, version_date
from converters.rdf.vocabulary import vocabulary_quads
from converters.rdf.wording import describe_steps
from converters.records import Metadata
from converters.sources import load_source
from ontology import iris
from ontology.load import terms
from ontology.namespaces import BASE, DEF, ELI, RDF, RDFS
from tests.converters.documents import SOURCES

if TYPE_CHECKING:
    from converters.document import Document


@cache
def quads_of(stem: str) -> tuple[Identity, frozenset[Quad]]:
    path = next(p for p in SOURCES if p.stem == stem)
    document = convert(load_source(path))
    identity = identify(document)
    return identity, frozenset(document_quads(document, identity))


def values(stem: str, subject: str, predicate: str) -> set[str]:
    """Objects of a subject (below the version) and predicate."""
    identity, quads = quads_of(stem)
    node = NamedNode(identity.version + subject)
    return {q.object.value for q in quads if q.subject == node and q.predicate.value == predicate}


NAMES = [p.stem for p in SOURCES]


@pytest.mark.parametrize("stem", NAMES)
def test_one_graph_without_blank_nodes(stem: str) -> None:
    identity, quads = quads_of(stem)

    assert {q.graph_name for q in quads} == {NamedNode(identity.version)}
    assert [q for q in quads if isinstance(q.object, BlankNode)] == []
    assert [q for q in quads if isinstance(q.subject, BlankNode)] == []


@pytest.mark.parametrize("stem", NAMES)
def test_only_declared_terms_are_used(stem: str) -> None:
    _, quads = quads_of(stem)
    used = {n.value for q in quads for n in (q.predicate, q.object) if isinstance(n, NamedNode)}

    assert {iri for iri in used if iri.startswith(DEF)} <= {str(t) for t in terms()}


@pytest.mark.parametrize("stem", NAMES)
def test_every_concept_that_is_named_is_described(stem: str) -> None:
    identity, quads = quads_of(stem)
    described = {q.subject.value for q in vocabulary_quads([identity.jurisdiction])}
    described |= {q.subject.value for q in quads}
    named = {q.object.value for q in quads if q.object.value.startswith(f"{BASE}concept/")}

    assert named
    assert named <= described


@pytest.mark.parametrize("stem", NAMES)
def test_parts_point_at_their_parents_and_back(stem: str) -> None:
    _, quads = quads_of(stem)
    up = {(q.subject, q.object) for q in quads if q.predicate.value == f"{ELI}is_part_of"}
    down = {(q.object, q.subject) for q in quads if q.predicate.value == f"{ELI}has_part"}

    assert up == down
    assert len({child for child, _ in up}) == len(up)


# Document, thing below the version, property, values.
FACTS = [
    ("shanxi-tiaoli-2024", "", f"{DEF}notStated", {"date-in-force", "date-issued", "date-signed",
     "document-number", "status", "addressees"}),
    ("hunan-tiaoli-2022", "", f"{DEF}curatedTitle", {"湖南省先进制造业促进条例"}),
    ("hunan-tiaoli-2022", "", f"{DEF}inferred", {"doc-type", "jurisdiction"}),
    ("shanxi-tiaoli-2024", "", f"{DEF}inferred", set()),
    ("hunan-tiaoli-2022", "/zho", f"{ELI}title", set()),
    ("jiangxi-tiaoli-2024", "/art_5/para_2/item_4", f"{DEF}text", {"支持龙头骨干企业发展，加强产业链上下游配套。"}),
    ("jiangxi-tiaoli-2024", "/art_5/para_2/item_4", f"{DEF}verbatimLabel", {"（四）"}),
    ("jiangxi-tiaoli-2024", "/art_5/para_2/item_4", f"{ELI}id_local", {"art:5/p:2/i:4"}),
    ("jiangxi-tiaoli-2024", "/art_26", f"{DEF}fullText", {"第二十六条 本条例自 2024 年 6 月 1 日起施行。"}),
    ("jiangxi-tiaoli-2024", "", f"{ELI}first_date_entry_in_force", {"2024-06-01"}),
    ("shanxi-cuoshi-2024", "", f"{DEF}addressee", {"各市、县人民政府", "省各有关单位"}),
    ("shanxi-cuoshi-2024", "/sec_2", f"{DEF}heading", {"高标准提升科技创新能级"}),
    ("shandong-tiaoli-2024", "", f"{DEF}articleCount", {"20"}),
    ("shandong-tiaoli-2024", "", f"{DEF}session", {"第十四届第十一次会议"}),
    ("shandong-tiaoli-2024", "/art_20/para_1", f"{RDFS}label", {"第二十条第一款", "Article 20, paragraph 1"}),
    ("shandong-tiaoli-2024", "/art_20/para_1", f"{DEF}fullText", {"本条例自2024年12月1日起施行。"}),
    ("shandong-tiaoli-2024", "#ev1", f"{DEF}eventDate", {"2024-09-26"}),
    ("shandong-tiaoli-2024", "#ev1", f"{DEF}eventBody", {"山东省人民代表大会常务委员会"}),
    ("shanxi-cuoshi-2024", "", f"{ELI}date_publication", {"2024-12-30"}),
    ("shanxi-cuoshi-2024", "", f"{ELI}date_document", {"2024-12-27"}),
    ("shanxi-cuoshi-2024", "", f"{DEF}adoptionStatement", {"山西省人民政府办公厅"}),
    ("shanxi-cuoshi-2024", "/notice", f"{ELI}id_local", {"notice"}),
    ("shanxi-cuoshi-2024", "#el3", f"{DEF}text", {"山西省人民政府办公厅 关于印发山西省支持省级转型综改示范区 高质量发展若干措施的通知"}),
    ("shandong-tiaoli-2024", "", f"{DEF}paragraphCount", {"45"}),
]  # fmt: skip


@pytest.mark.parametrize(("stem", "subject", "predicate", "expected"), FACTS)
def test_facts(stem: str, subject: str, predicate: str, expected: set[str]) -> None:
    if predicate in {f"{DEF}notStated", f"{DEF}inferred"}:
        expected = {iris.mint_concept("metadata-field", field) for field in expected}

    assert values(stem, subject, predicate) == expected


def test_the_place_in_the_source_is_exact() -> None:
    path = next(p for p in SOURCES if p.stem == "jiangxi-tiaoli-2024")
    start = int(values(path.stem, "/art_9", f"{DEF}sourceStart").pop())
    end = int(values(path.stem, "/art_9", f"{DEF}sourceEnd").pop())

    words = path.read_text(encoding="utf-8")[start:end]
    assert words.startswith("第九条** 县级以上人民政府应当支持")
    assert words.endswith("争取相关国家级创新平台在本省落户。")


def test_the_adopting_body_is_one_actor_in_its_jurisdiction() -> None:
    identity, quads = quads_of("shanxi-tiaoli-2024")
    actor = iris.mint_actor("cn-sx", "renmin-daibiao-dahui-changwu-weiyuanhui")

    assert {q.object.value for q in quads if q.predicate.value == f"{ELI}passed_by"} == {actor}
    labels = {
        q.object for q in quads if q.subject.value == actor and q.predicate.value == f"{RDFS}label"
    }
    assert labels == {
        Literal("山西省人民代表大会常务委员会", language="zh"),
        Literal("Standing Committee of the People's Congress of Shanxi", language="en"),
    }
    assert identity.jurisdiction == "cn-sx"


def test_an_oddity_is_at_the_smallest_provision_around_it() -> None:
    version = quads_of("shanxi-tiaoli-2024")[0].version

    assert values("shanxi-tiaoli-2024", "#odd1", f"{DEF}atProvision") == {
        f"{version}/art_42/para_1"
    }
    assert values("hunan-tiaoli-2022", "#odd1", f"{DEF}quote") == {"第"}


def test_oddities_are_in_the_data() -> None:
    assert values("hunan-tiaoli-2022", "#odd1", f"{DEF}oddityKind") == {
        iris.mint_concept("oddity", "title-missing")
    }
    assert values("hunan-tiaoli-2022", "#odd1", f"{RDF}type") == {f"{DEF}Oddity"}


def test_registered_iris() -> None:
    assert {stem: quads_of(stem)[0].version.removeprefix(f"{BASE}id/eli/") for stem in NAMES} == {
        "hunan-tiaoli-2022": "cn-hn/dfxfg/2022/hunan-sheng-xianjin-zhizaoye-cujin-tiaoli/2022-03-01",
        "jiangxi-tiaoli-2024": "cn-jx/dfxfg/2024/jiangxi-sheng-xianjin-zhizaoye-cujin-tiaoli/2024-03-26",
        "shandong-tiaoli-2024": "cn-sd/dfxfg/2024/shandong-sheng-xianjin-zhizaoye-cujin-tiaoli/2024-09-26",
        "shanxi-cuoshi-2024": "cn-sx/gfxwj/2024/shanxi-sheng-renmin-zhengfu-bangongting-guanyu-yinfa-"
        "shanxi-sheng-zhichi-shengji-zhuanxing-zonggai-shifanqu-gaozhiliang-fazhan-ruogan-cuoshi-de-"
        "tongzhi/2024-12-27",
        "shanxi-tiaoli-2024": "cn-sx/dfxfg/2024/shanxi-sheng-zhizaoye-gaozhiliang-fazhan-cujin-tiaoli/2024-03-28",
    }


def test_a_document_that_is_not_registered_is_named_by_what_it_states() -> None:
    document = convert(load_source(next(p for p in SOURCES if p.stem == "jiangxi-tiaoli-2024")))
    source = type(document.source)("other-id", *_rest(document))

    derived = identify(replace(document, source=source))

    assert derived == identify(document)


def _rest(document: Document) -> tuple[object, ...]:
    source = document.source
    return (source.file_name, source.media_type, source.content, source.sha256)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("山西省制造业高质量发展促进条例", "shanxi-sheng-zhizaoye-gaozhiliang-fazhan-cujin-tiaoli"),
        ("重庆市长江三峡水库管理办法", "chongqing-shi-changjiang-sanxia-shuiku-guanli-banfa"),
        ("5G 行动（试行）", "5g-xingdong-shixing"),
        ("……", "untitled"),
    ],
)
def test_slugs(words: str, slug: str) -> None:
    assert slugify(words) == slug


def test_an_undated_text_has_no_version_date() -> None:
    assert version_date(Metadata()) is None


@pytest.mark.parametrize(
    ("steps", "zh", "en"),
    [
        ((("art", "120-1"), ("para", "2")), "第一百二十条之一第二款", "Article 120-1, paragraph 2"),
        ((("chap", "3"), ("sec", "1")), "第三章第一节", "Chapter 3, Section 1"),
        ((("item", "7"),), "（七）", "Item 7"),
        ((("sec", "2"),), "第二部分", "Section 2"),
        ((("notice", "1"),), "通知正文", "Notice"),
        ((("annex", "1"), ("para", "3")), "附件一第三款", "Annex 1, paragraph 3"),
    ],
)
def test_how_provisions_are_cited(steps: iris.Steps, zh: str, en: str) -> None:
    assert describe_steps(steps) == (zh, en)
