"""Roles of clauses: each row is a sentence and the role of each of its clauses."""

from __future__ import annotations

from itertools import pairwise

import pytest

from converters.annotation.clauses import mask, read_sentences
from converters.annotation.forms import is_circumstance, is_condition, is_manner, is_nominal
from converters.annotation.measures.lead_ins import Items, is_bare, items_of
from converters.annotation.measures.modals import Force, find_modal, find_urging
from converters.annotation.measures.parallels import split_parallels
from converters.annotation.measures.phrases import read_phrases_of
from converters.annotation.measures.roles import assign_roles
from converters.annotation.measures.sentences import whole_sentence
from converters.annotation.passages import read_passages
from converters.annotation.records import Passage
from converters.pipeline import convert
from converters.sources import load_source
from tests.converters.documents import SOURCES

ROLES = {
    "县级以上人民政府教育等部门，按照各自职责，做好工作。": "SUBJECT MANNER PREDICATE",
    "市人民政府应当通过试点等方式，推动转型。": "LEADING_MANNER PREDICATE",
    "市人民政府结合财力情况，提供支持。": "LEADING_MANNER PREDICATE",
    "促进制造业发展，应当遵循原则。": "TOPIC PREDICATE",
    "促进制造业发展，根据实际，应当遵循原则。": "TOPIC MANNER PREDICATE",
    "企业参加展览活动，可以申请资金。": "MANNER PREDICATE",
    "先进制造业集群，由省人民政府公布。": "FRONTED PREDICATE",
    "编制国土空间规划，省人民政府应当统筹需求。": "FRONTED PREDICATE",
    "违反本条例规定，未备案的，由公安机关处罚款。": "CONDITION_OPENING CONDITION PREDICATE",
    "企业应当建档，定期报告；未报告的，责令改正。": "PREDICATE PREDICATE CONDITION PREDICATE",
    "支持高等学校、科研机构，开展研究。": "DIRECTED_MANNER PREDICATE",
    "省人民政府应当组织有关部门根据规划，培育产业。": "LEADING_MANNER PREDICATE",
    "市卫生健康部门应当会同市市场监管部门，加强监督。": "LEADING_MANNER PREDICATE",
    "应当报告规划的执行，以及任务落实情况。": "PREDICATE CONTINUATION",
    "开展合作，与企业开拓市场。": "PREDICATE PREDICATE",
    "必要时，可以延期。": "MANNER PREDICATE",
    "并，且": "PREDICATE",
}


@pytest.mark.parametrize("text", ROLES)
def test_roles(text: str) -> None:
    passage = Passage.of(text)
    masked = mask(passage.folded)
    phrases = [read_phrases_of(passage, masked, s) for s in read_sentences(masked)]

    assert " ".join(r.name for p in phrases for r in assign_roles(p)) == ROLES[text]


@pytest.mark.parametrize(
    ("test", "yes", "no"),
    [
        (is_condition, "情节严重的", "以研发为目的"),
        (is_condition, "有下列情形之一的", "标的"),
        (is_circumstance, "编制规划时", "及时"),
        (is_circumstance, "除法律另有规定外", "国内外"),
        (is_circumstance, "在工作中", "定期发布有关情况"),
        (is_manner, "围绕主导产业和优势产业", "因地制宜打造特色园区"),
        (is_manner, "采取财政贴息等方式", "采用先进技术"),
        (is_manner, "对引进的领军人才", "对接国家战略"),
        (is_manner, "按照各自职责", "按照各自职责做好有关工作"),
        (is_manner, "在供给、创新等方面", "在供给、创新等方面提供支持"),
        (is_manner, "通过服务指导、试点示范等方式", "通过基金设立专项促进发展"),
        (is_nominal, "本省行政区域内的阅读促进工作", "本省实行目标责任制"),
    ],
)
def test_forms(test: object, yes: str, no: str) -> None:
    assert callable(test)

    assert (test(yes), test(no)) == (True, False)


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("省人民政府应当制定", Force.OUGHT),
        ("企业一律不得", Force.BAN),
        ("主管部门应采取", Force.OUGHT),
        ("示范区可自主调整", Force.MAY),
        ("相应的措施", None),
        ("供应链", None),
        ("许可证", None),
        ("禁止类目录", None),
        ("国家有权机关", None),
    ],
)
def test_modals(words: str, force: Force | None) -> None:
    modal = find_modal(words)

    assert (modal and modal.force) == force


def test_the_modal_of_a_relative_clause_does_not_govern() -> None:
    words = "应当取得许可的单位应当申请"
    modal = find_modal(words)

    assert modal is not None
    assert modal.start == words.rindex("应当")


@pytest.mark.parametrize(
    ("words", "force"),
    [
        ("鼓励和支持企业创新", Force.URGE),
        ("支持和引导社会资本", Force.BACK),
        ("引导企业投资", Force.GUIDE),
        ("支持政策", None),
        ("支持政策性银行放贷", Force.BACK),
        ("鼓励类产业", None),
        ("支持", None),
    ],
)
def test_urging(words: str, force: Force | None) -> None:
    urging = find_urging(words)

    assert (urging and urging.force) == force


@pytest.mark.parametrize(
    ("lead_in", "bare", "items"),
    [
        ("应当履行下列职责", True, Items.PREDICATES),
        ("不得有下列行为", True, Items.PREDICATES),
        ("可以采取下列方式提供服务", False, Items.PREDICATES),
        ("应当提交下列材料", False, Items.FACTS),
        ("包括", True, Items.FACTS),
        ("经营者的义务", True, Items.PREDICATES),
    ],
)
def test_lead_ins(lead_in: str, bare: bool, items: Items) -> None:
    modal = find_modal(lead_in)

    assert is_bare(lead_in) is bare
    assert items_of(lead_in, lead_in, modal and modal.force) is items


def test_cases() -> None:
    words = "有下列情形之一的，处罚款"

    assert items_of(words, "处罚款", None) is Items.CASES


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("建立名录并对其开展指导", ["建立名录", "对其开展指导"]),
        ("编制规划并公布", ["编制规划并公布"]),
        ("制定并发布规划", ["制定并发布规划"]),
        ("支持企业并购重组项目", ["支持企业并购重组项目"]),
    ],
)
def test_parallels(words: str, parts: list[str]) -> None:
    assert [words[a:b] for a, b in split_parallels(words)] == parts


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("为促进发展，制定本条例", "enactment"),
        ("为企业发展，制定优惠政策", None),
        ("本法所称数据，是指信息的记录", "definition"),
        ("本市的活动，适用本条例", "scope"),
        ("本条例适用本条例", None),
        ("应当遵守本条例", None),
    ],
)
def test_whole_sentences(words: str, rule: str | None) -> None:
    assert whole_sentence(words) == rule


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_passages_are_verbatim_and_apart(path: object) -> None:
    structure = convert(load_source(path)).structure  # type: ignore[arg-type]
    passages = read_passages(structure)

    assert passages
    assert all(p.span.of(structure.text.value) == p.text for p in passages)
    assert all(len(p.folded) == len(p.text) for p in passages)
    assert all(a.span.end <= b.span.start for a, b in pairwise(passages))
