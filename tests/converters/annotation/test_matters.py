"""Matters and functions of provisions: the words that show them, and words that only look alike."""

from __future__ import annotations

import pytest

from converters.annotation.records import Passage
from converters.annotation.topics.functions import find_functions
from converters.annotation.topics.matters import find_matters
from converters.annotation.topics.open_matters import find_named_matters
from converters.rdf.naming import wider_matter
from ontology.listed import MATTER, load_heads, load_listed

# Text, and the matters in it with the words that name them.
MATTERS = [
    ("建立省、设区的市联动的产业链链长制", [("链长制", "产业链链长制")]),
    ("深入实施产业链“链长制”细分细化", [("产业链", "产业链"), ("链长制", "“链长制”")]),
    # The longest name at a place: the loan, not its pledge, and no 应收账款 of its own.
    ("开展仓单质押贷款、应收账款质押贷款、票据贴现、保理、国际国内信用证等业务",
     [("仓单质押贷款", "仓单质押贷款"), ("应收账款质押贷款", "应收账款质押贷款"),
      ("票据贴现", "票据贴现"), ("保理", "保理"), ("信用证", "国际国内信用证")]),
    ("以租赁、弹性年期等方式出让", [("弹性年期出让", "弹性年期")]),
    ("推广首席质量官制度", [("首席质量官制度", "首席质量官制度")]),
    ("开展学徒制培养", [("学徒制", "学徒制")]),
    ("推行现代学徒制和企业新型学徒制",
     [("现代学徒制", "现代学徒制"), ("企业新型学徒制", "企业新型学徒制")]),
    ("完善首台(套)、首批次应用政策", [("首台（套）", "首台(套)"), ("首台（套）", "首批次")]),
    ("赋予符合条件的企业高级职称评审权", [("职称评审权", "高级职称评审权")]),
    ("依法给予处分；构成犯罪的，依法追究刑事责任",
     [("处分", "依法给予处分"), ("刑事责任", "追究刑事责任")]),
    # Names that share characters both count; 工作机制 inside 统筹推进工作机制 does not.
    ("传统优势产业集群转型升级",
     [("传统优势产业", "传统优势产业"), ("产业集群", "产业集群"), ("产业升级", "转型升级")]),
    ("建立统筹推进工作机制", [("协调机制", "统筹推进工作机制")]),
    ("组建专家咨询委员会", [("专家咨询委员会", "专家咨询委员会")]),
    ("本条例自2024年12月1日起施行", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MATTERS)
def test_matters(text: str, expected: list[tuple[str, str]]) -> None:
    terms = {notation: each.term for notation, each in load_listed(MATTER).items()}
    found = find_matters(Passage.of(text))

    assert [(terms[m.matter], m.span.of(text)) for m in found] == expected


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("应收账款质押贷款", "金融支持"),
        ("工业用地控制线", "用地保障"),
        ("约谈", "法律责任"),
        ("企业新型学徒制", "人才支持"),
    ],
)
def test_a_question_on_a_wide_matter_finds_the_narrow_one(narrow: str, wide: str) -> None:
    listed = load_listed(MATTER)
    matter = next(each for each in listed.values() if each.term == narrow)
    above = []
    while matter.broader:
        matter = listed[matter.broader]
        above.append(matter.term)

    assert wide in above


# Text, and the matters that no table lists with what each is a kind of.
NAMED = [
    ("建立健全重点项目协调推进机制，推动实施", [("重点项目协调推进机制", "协调机制")]),
    # In a list after the verb, and what stands before 的 only describes.
    ("完善适应产业特点的首席工程师制度和外聘专家制度。",
     [("首席工程师制度", "制度"), ("外聘专家制度", "制度")]),
    ("搭建一批公共技术服务平台", [("公共技术服务平台", "平台")]),
    # Listed ones are found by the table; a head noun alone, or without a verb, names nothing.
    ("建立健全产业链链长制", []),
    ("建立机制，完善制度", []),
    ("企业应当遵守安全巡查制度", []),
    ("完善体系化布局", []),
    ("制定本办法", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_named_matters(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_named_matters(Passage.of(text))

    assert [(each.name, wider_matter(each).term) for each in found] == expected
    assert [each.span.of(text) for each in found] == [each.name for each in found]


def test_head_nouns_agree_with_the_table() -> None:
    """A noun in both tables is one concept."""
    listed = load_listed(MATTER)
    by_term = {each.term: each.notation for each in listed.values()}
    for head in load_heads().values():
        assert (head.notation in listed) == (head.term in by_term)
        assert by_term.get(head.term, head.notation) == head.notation


# Text and its functions.
FUNCTIONS = [
    ("为了推进新型工业化，根据有关法律，结合本省实际，制定本条例。", ["purpose"]),
    ("为深入贯彻落实重大决策部署，特制定以下措施。", ["purpose"]),
    ("支持企业制定国际标准。", []),
    ("本省行政区域内制造业促进相关活动适用本条例。", ["scope"]),
    ("本办法适用于本省行政区域内的促进活动。", ["scope"]),
    ("研发先进适用技术。", []),
    ("本条例所称先进制造业，是指运用新技术的制造业。", ["definition"]),
    ("促进制造业发展应当遵循市场主导、政府引导的原则。", ["principle"]),
    (
        "县级以上人民政府工业和信息化主管部门负责本行政区域内的协调、服务和管理工作。",
        ["competence"],
    ),
    # 主管 in the name of a department, 负责人 and 负责解释 state no competence.
    ("工业和信息化主管部门应当加强指导工作。", []),
    ("约谈设区的市人民政府负责人，开展监督检查工作。", []),
    ("本措施由省工业和信息化厅负责解释。", ["interpretation"]),
    ("具体办法由省人民政府制定。", ["delegation"]),
    ("规划由县级以上人民政府编制。", []),
    ("构成犯罪的，依法追究刑事责任。", ["liability"]),
    ("不作负面评价，不予追究相关责任。", []),
    ("由市场监督管理部门责令改正，处一万元以上五万元以下罚款。", ["liability"]),
    ("本条例自2024年12月1日起施行。", ["entry-into-force"]),
    ("本措施自公布之日起施行，有效期至2027年12月31日。", ["entry-into-force", "expiry"]),
    ("《某省条例》同时废止。", ["repeal"]),
]


@pytest.mark.parametrize(("text", "expected"), FUNCTIONS)
def test_functions(text: str, expected: list[str]) -> None:
    assert list(find_functions(Passage.of(text))) == expected
