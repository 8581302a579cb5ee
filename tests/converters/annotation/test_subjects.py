"""Who acts in a predicate, and how strongly: subjects that are hard to see, attitudes that change."""

from __future__ import annotations

import pytest

from converters.annotation.measures.modals import Force
from converters.annotation.measures.reading import read_predicates
from converters.annotation.records import Passage

# name: text, and (modality, action, bearers) of each predicate
ROWS = {
    "要 before a verb is a modal": (
        "各市要制定示范区年度任务清单，需要重点支持主要企业。",
        [
            ("obligation", "制定示范区年度任务清单", "各市"),
            ("obligation", "需要重点支持主要企业", "各市"),
        ],
    ),
    "要 in a noun is none": (
        "省人民政府应当明确主要任务和重要事项。",
        [("obligation", "明确主要任务和重要事项", "省人民政府")],
    ),
    "由其 + actor": (
        "国家机关工作人员不履行职责的，由其上级主管部门责令改正。",
        [
            (
                "liability",
                "国家机关工作人员不履行职责的，由其上级主管部门责令改正",
                "上级主管部门",
            )
        ],
    ),
    "其由 + actor is what somebody is told": (
        "人民法院应当告知其由上级人民法院审理。",
        [("obligation", "告知其由上级人民法院审理", "人民法院")],
    ),
    "partners that do something are a predicate": (
        "鼓励行业组织与职业院校联合建设实训基地，带动中小微企业参与合作。",
        [
            ("encouragement", "行业组织与职业院校联合建设实训基地", ""),
            ("encouragement", "带动中小微企业参与合作", ""),
        ],
    ),
    "partners alone are manner": (
        "应当鼓励工业互联网平台联合数字化转型服务商，为企业转型提供支撑。",
        [
            (
                "obligation",
                "鼓励工业互联网平台联合数字化转型服务商，为企业转型提供支撑",
                "",
            )
        ],
    ),
    "允许 permits": (
        "依照国家规定允许一次性税前扣除。",
        [("permission", "依照国家规定允许一次性税前扣除", "")],
    ),
    "what is left to somebody is permitted": (
        "代表机构的驻在场所由外国企业自行选择。",
        [("permission", "代表机构的驻在场所由外国企业自行选择", "外国企业")],
    ),
    "支持 + verb after 鼓励 supports": (
        "鼓励企业开展研发，支持使用新能源，实施节能改造。",
        [
            ("encouragement", "企业开展研发", ""),
            ("support", "使用新能源", ""),
            ("support", "实施节能改造", ""),
        ],
    ),
    "支持 + noun after 鼓励 is what is encouraged": (
        "鼓励社会资本设立基金，支持制造业发展。",
        [
            ("encouragement", "社会资本设立基金", ""),
            ("encouragement", "支持制造业发展", ""),
        ],
    ),
    "partners of whom a body supports are not its own": (
        "县级以上人民政府应当引导企业加大投入，支持其设立创新中心，联合高等学校组建联合体。",
        [
            ("obligation", "引导企业加大投入", "县级以上人民政府"),
            ("obligation", "支持其设立创新中心", "县级以上人民政府"),
            ("obligation", "联合高等学校组建联合体", "县级以上人民政府"),
        ],
    ),
    "a subject that a clause describes, closed by a comma": (
        "承担文明行为促进工作职责的有关单位，可以聘请监督员。",
        [("permission", "聘请监督员", "承担文明行为促进工作职责的有关单位")],
    ),
    "an object closed by a comma is no subject": (
        "扶持符合条件的企业，应当遵循公开、公平的原则。",
        [("declaration", "遵循公开、公平的原则", "")],
    ),
    "a circumstance with an actor of no lexicon": (
        "快件收派人员驾驶电动三轮车，应当遵守交通规则。",
        [("obligation", "遵守交通规则", "快件收派人员")],
    ),
    "… that ends as a thing": (
        "企业发行债券所筹资金应当用于生产经营。",
        [("obligation", "用于生产经营", "")],
    ),
    "an actor that acts before the modal": (
        "合作股东转让股份应当变更名册。",
        [("obligation", "变更名册", "合作股东")],
    ),
    "the people of a body": (
        "国家农业技术推广机构的专业技术人员应当具有专业水平。",
        [("obligation", "具有专业水平", "国家农业技术推广机构的专业技术人员")],
    ),
    "how a body was founded belongs to its name": (
        "使用财政性资金设立的科学技术研究开发机构应当建立现代院所制度。",
        [
            (
                "obligation",
                "建立现代院所制度",
                "使用财政性资金设立的科学技术研究开发机构",
            )
        ],
    ),
    "of two subjects of a condition the last acts": (
        "当事人申请解除保全措施，人民法院经审查符合规定情形的，应当裁定解除。",
        [
            (
                "obligation",
                "当事人申请解除保全措施，人民法院经审查符合规定情形的，应当裁定解除",
                "人民法院",
            )
        ],
    ),
    "视为 says what something counts as": (
        "申请人应当填写地址，填写的地址视为送达地址。",
        [
            ("obligation", "填写地址", "申请人"),
            ("declaration", "填写的地址视为送达地址", ""),
        ],
    ),
    "who enjoys a benefit does not act": (
        "科技企业孵化器按照有关规定享受优惠政策。",
        [("support", "按照有关规定享受优惠政策", "")],
    ),
    "who may do something must report it": (
        "示范区可以调整内设机构，报原核定部门备案。",
        [
            ("permission", "调整内设机构", "示范区"),
            ("obligation", "报原核定部门备案", "示范区"),
        ],
    ),
    "the place of a body, and its partner": (
        "由企业所在地的商务部门会同有关部门确认。",
        [
            (
                "obligation",
                "由企业所在地的商务部门会同有关部门确认",
                "企业所在地的商务部门/有关部门",
            )
        ],
    ),
    "负责 and 人才, not 负责人": (
        "县级以上人民政府科技部门负责人才工作。",
        [("obligation", "负责人才工作", "县级以上人民政府科技部门")],
    ),
    "管理人才 is no 管理人": (
        "企业管理人应当培养管理人才。",
        [("obligation", "培养管理人才", "企业管理人")],
    ),
    "根据实施标准 is manner": (
        "市人民政府应当根据国家标准、省实施标准，结合实际，合理确定布局。",
        [
            (
                "obligation",
                "根据国家标准、省实施标准，结合实际，合理确定布局",
                "市人民政府",
            )
        ],
    ),
    "what exceeds something is a topic": (
        "其个人所得税超过15%的部分，依照国家规定予以免征。",
        [("exemption", "其个人所得税超过15%的部分，依照国家规定予以免征", "")],
    ),
    "由 + actor before a modal": (
        "生活费由企业列支，但是不得低于最低标准。",
        [
            ("obligation", "生活费由企业列支", "企业"),
            ("prohibition", "低于最低标准", "企业"),
        ],
    ),
    "an actor's name has no preposition": (
        "监事会一般每年对企业定期检查一次，并可以进行专项检查。",
        [
            (
                "permission",
                "监事会一般每年对企业定期检查一次，并可以进行专项检查",
                "监事会",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str) -> None:
    text, expected = ROWS[name]
    predicates = read_predicates(Passage.of(text)).predicates
    assert [
        (p.modality.value, p.span.of(text), "/".join(b.actor.name for b in p.bearers))
        for p in predicates
    ] == expected


def test_whom_it_governs_goes_on_after_its_pronoun() -> None:
    text = "县级以上人民政府应当引导企业加大投入，支持其设立创新中心，协同开展研究。"
    predicates = read_predicates(Passage.of(text)).predicates
    assert [[a.name for a in (*p.governed, *p.carried)] for p in predicates] == [["企业"]] * 3


def test_what_is_urged_below_a_lead_in() -> None:
    lead_in = read_predicates(Passage.of("倡导下列文明行为："))
    assert (lead_in.predicates, lead_in.state.force) == ((), Force.URGE)
    item = read_predicates(Passage.of("参加志愿服务活动；"), lead_in=lead_in)
    assert [p.modality.value for p in item.predicates] == ["encouragement"]
