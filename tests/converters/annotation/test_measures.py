"""Measures of single provisions: each row is a trap, with the predicates that a careful reader finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.annotation.annotate import find_measures
from converters.annotation.clauses import mask, read_sentences
from converters.annotation.measures.reading import read_predicates
from converters.annotation.records import Bearer, BearerRole, Passage
from tests.converters.annotation.norms import found

ITEM = (("item", "1"),)


# ---------------------------------------------------------------- one row, one rule

ROWS = {
    "parallel predicates": (
        "县级以上人民政府应当建立统筹机制，研究解决重大问题，将所需经费列入财政预算。",
        [
            ("obligation", "建立统筹机制", "县级以上人民政府"),
            ("obligation", "研究解决重大问题", "县级以上人民政府"),
            ("obligation", "将所需经费列入财政预算", "县级以上人民政府"),
        ],
    ),
    "manner joins the predicate after it": (
        "市人民政府应当根据全省发展规划，结合本地实际，制定实施方案，并组织实施。",
        [
            ("obligation", "根据全省发展规划，结合本地实际，制定实施方案", "市人民政府"),
            ("obligation", "组织实施", "市人民政府"),
        ],
    ),
    "manner with a verb of its own is a predicate": (
        "省人民政府应当结合实际制定方案，明确任务。",
        [
            ("obligation", "结合实际制定方案", "省人民政府"),
            ("obligation", "明确任务", "省人民政府"),
        ],
    ),
    "subject closed by a comma": (
        "县级以上人民政府教育、科技等部门，按照各自职责做好相关工作。",
        [
            (
                "obligation",
                "按照各自职责做好相关工作",
                "县级以上人民政府教育部门/县级以上人民政府科技部门",
            )
        ],
    ),
    "the modal changes, the subject stays": (
        "企业应当建立制度，可以委托机构检测，不得伪造数据，并加强管理。",
        [
            ("obligation", "建立制度", "企业"),
            ("permission", "委托机构检测", "企业"),
            ("prohibition", "伪造数据", "企业"),
            ("obligation", "加强管理", "企业"),
        ],
    ),
    "； carries the subject on": (
        "县级以上人民政府应当推动综合利用；鼓励发展再制造产业。",
        [
            ("obligation", "推动综合利用", "县级以上人民政府"),
            ("obligation", "鼓励发展再制造产业", "县级以上人民政府"),
        ],
    ),
    "。 ends it for 支持": (
        "县级以上人民政府应当培育企业。支持企业开展等级认定。",
        [
            ("obligation", "培育企业", "县级以上人民政府"),
            ("support", "企业开展等级认定", ""),
        ],
    ),
    "。 does not end it for a bare modal": (
        "登记机关应当受理申请。应当在十日内作出决定。",
        [
            ("obligation", "受理申请", "登记机关"),
            ("obligation", "在十日内作出决定", "登记机关"),
        ],
    ),
    "鼓励 governs its subject and what follows": (
        "鼓励制造业企业参与国际合作，拓展国际市场。",
        [
            ("encouragement", "制造业企业参与国际合作", ""),
            ("encouragement", "拓展国际市场", ""),
        ],
    ),
    "鼓励 with manner only": (
        "鼓励银行机构采用联合授信等模式，为制造业企业提供金融服务。",
        [("encouragement", "银行机构采用联合授信等模式，为制造业企业提供金融服务", "")],
    ),
    "the polity encourages": (
        "国家鼓励企业采用推荐性标准。",
        [("encouragement", "企业采用推荐性标准", "国家")],
    ),
    "nominal 支持 is no modal": (
        "省人民政府应当加大财政支持力度。",
        [("obligation", "加大财政支持力度", "省人民政府")],
    ),
    "a topic before the modal is dropped": (
        "促进制造业发展，应当遵循市场主导、政府引导的原则。",
        [("declaration", "遵循市场主导、政府引导的原则", "")],
    ),
    "an object put before 由": (
        "具体办法由省人民政府制定。",
        [("obligation", "具体办法由省人民政府制定", "省人民政府")],
    ),
    "由 inside a word is none": (
        "自由贸易试验区管理委员会应当公开清单。",
        [("obligation", "公开清单", "自由贸易试验区管理委员会")],
    ),
    "a condition stays in the span": (
        "对重大任务未完成的，主管部门应当约谈负责人。",
        [("liability", "对重大任务未完成的，主管部门应当约谈负责人", "主管部门")],
    ),
    "the subject of a condition acts": (
        "用人单位招用劳动者的，应当依法签订合同。",
        [("obligation", "用人单位招用劳动者的，应当依法签订合同", "用人单位")],
    ),
    "a condition of several clauses": (
        "违反本条例规定，未按照要求备案，造成严重后果的，由市场监督管理部门责令改正；情节严重的，处一万元罚款。",
        [
            (
                "liability",
                "违反本条例规定，未按照要求备案，造成严重后果的，由市场监督管理部门责令改正",
                "市场监督管理部门",
            ),
            ("liability", "情节严重的，处一万元罚款", "市场监督管理部门"),
        ],
    ),
    "nobody is named for criminal liability": (
        "有关部门应当收回资金；构成犯罪的，依法追究刑事责任。",
        [
            ("obligation", "收回资金", "有关部门"),
            ("liability", "构成犯罪的，依法追究刑事责任", ""),
        ],
    ),
    "who is exempted does not act": (
        "有关单位在改革中未达到预期效果的，可以予以免责。",
        [("exemption", "有关单位在改革中未达到预期效果的，可以予以免责", "")],
    ),
    "half a charge": (
        "在现有厂区内扩建厂房的，减半征收城市基础设施配套费。",
        [("exemption", "在现有厂区内扩建厂房的，减半征收城市基础设施配套费", "")],
    ),
    "a relief that is promised is none": (
        "县级以上人民政府应当落实税费减免政策。",
        [("obligation", "落实税费减免政策", "县级以上人民政府")],
    ),
    "benefit without a modal": (
        "省人民政府对成绩突出的单位和个人给予表彰。",
        [("support", "对成绩突出的单位和个人给予表彰", "省人民政府")],
    ),
    "what the province does": (
        "本省建立产业链链长制，提升产业链竞争力。",
        [
            ("declaration", "建立产业链链长制", "本省"),
            ("declaration", "提升产业链竞争力", "本省"),
        ],
    ),
    "enactment is one": (
        "为了促进制造业发展，构建现代化产业体系，根据有关法律，结合本省实际，制定本条例。",
        [
            (
                "declaration",
                "为了促进制造业发展，构建现代化产业体系，根据有关法律，结合本省实际，制定本条例",
                "",
            )
        ],
    ),
    "definition is one": (
        "本条例所称数据处理，是指数据的收集、存储，以及使用。",
        [("declaration", "本条例所称数据处理，是指数据的收集、存储，以及使用", "")],
    ),
    "scope with its topic": (
        "本市行政区域内的阅读促进工作，适用本条例。",
        [("declaration", "本市行政区域内的阅读促进工作，适用本条例", "")],
    ),
    "entry into force without its subject": (
        "本条例自2024年6月1日起施行。",
        [("declaration", "自2024年6月1日起施行", "")],
    ),
    "并 that shares its object": (
        "省人民政府应当编制规划并公布。",
        [("obligation", "编制规划并公布", "省人民政府")],
    ),
    "并 with objects of their own": (
        "市人民政府应当建立园区名录并对其开展分类指导。",
        [
            ("obligation", "建立园区名录", "市人民政府"),
            ("obligation", "对其开展分类指导", "市人民政府"),
        ],
    ),
    "并 inside a relative clause": (
        "省人民政府应当对取得突破并实现产业化的企业给予奖励。",
        [("obligation", "对取得突破并实现产业化的企业给予奖励", "省人民政府")],
    ),
    "a list goes on": (
        "县级人民政府应当报告规划的制定、执行，以及重点任务落实等情况。",
        [("obligation", "报告规划的制定、执行，以及重点任务落实等情况", "县级人民政府")],
    ),
    "应 and 可 inside words": (
        "主管部门应采取相应的应急措施，提升供应链的可靠性。",
        [
            ("obligation", "采取相应的应急措施", "主管部门"),
            ("obligation", "提升供应链的可靠性", "主管部门"),
        ],
    ),
    "brackets hide their words": (
        "省、设区的市（应当设立自治州）人民政府可以制定办法。",
        [("permission", "制定办法", "省人民政府/设区的市（应当设立自治州）人民政府")],
    ),
    "a place before the verb is no subject": (
        "职业院校可以根据自身需要，在职业教育信息服务平台发布供求信息。",
        [("permission", "根据自身需要，在职业教育信息服务平台发布供求信息", "职业院校")],
    ),
    "应 before 有 and 予 is modal": (
        "当事人主张合同无效的，人民法院应予支持。投诉应有书面材料。",
        [
            ("obligation", "当事人主张合同无效的，人民法院应予支持", "人民法院"),
            ("obligation", "有书面材料", ""),
        ],
    ),
    "members of a body do not act": (
        "专家委员会由科技主管部门负责人和专家组成，负责评审工作。",
        [
            ("declaration", "由科技主管部门负责人和专家组成", "专家委员会"),
            ("obligation", "负责评审工作", "专家委员会"),
        ],
    ),
    "what a list bans is no ban": (
        "企业投资清单规定禁止投资的领域的，由商务主管部门责令停止。",
        [("liability", "企业投资清单规定禁止投资的领域的，由商务主管部门责令停止", "商务主管部门")],
    ),
    "a long addressee": (
        "对玩忽职守，造成事故的单位，由主管部门依法给予处分。",
        [("liability", "对玩忽职守，造成事故的单位，由主管部门依法给予处分", "主管部门")],
    ),
    "a short addressee and its predicate": (
        "对先进单位给予奖励，推广其经验的企业，可以优先申报。",
        [
            ("support", "对先进单位给予奖励", ""),
            ("permission", "优先申报", ""),
        ],
    ),
    "凡 opens a condition that holds a modal": (
        "凡职工认为应当公开的事项，企业都应当公开。",
        [("obligation", "凡职工认为应当公开的事项，企业都应当公开", "企业")],
    ),
    "有义务 is modal": (
        "双方代表均有义务向对方提供资料。",
        [("obligation", "向对方提供资料", "双方代表")],
    ),
    "a ban that describes a place is no ban": (
        "在禁止吸烟的场所，经营者应当设置标识。",
        [("obligation", "在禁止吸烟的场所，经营者应当设置标识", "经营者")],
    ),
    "who makes what is dealt with does not act": (
        "电影院应当合理安排由境内法人所摄制电影的放映场次。",
        [("obligation", "合理安排由境内法人所摄制电影的放映场次", "电影院")],
    ),
    "needs may hold verbs": (
        "有关部门应当根据深化改革、经济社会发展需要，及时清理文件。",
        [("obligation", "根据深化改革、经济社会发展需要，及时清理文件", "有关部门")],
    ),
    "a subject before its verb is no topic": (
        "监事会管理机构负责监事会的日常管理工作，承办有关事项。",
        [
            ("obligation", "负责监事会的日常管理工作", "监事会管理机构"),
            ("obligation", "承办有关事项", "监事会管理机构"),
        ],
    ),
    "the partner of an agent": (
        "规划由商务部门会同有关部门制定，并公布。",
        [
            ("obligation", "规划由商务部门会同有关部门制定", "商务部门/有关部门"),
            ("obligation", "公布", "商务部门/有关部门"),
        ],
    ),
    "who prosecutes, where the text says so": (
        "构成犯罪的，由司法机关依法追究刑事责任；其他的，依法追究法律责任。",
        [
            ("liability", "构成犯罪的，由司法机关依法追究刑事责任", "司法机关"),
            ("liability", "其他的，依法追究法律责任", ""),
        ],
    ),
    "what somebody is made to do is no predicate of his": (
        "行政机关不得强求企业赞助活动，刁难企业。",
        [
            ("prohibition", "强求企业赞助活动", "行政机关"),
            ("prohibition", "刁难企业", "行政机关"),
        ],
    ),
    "whom a long addressee names does not act": (
        "对不认真履行职责，导致发生事件的单位和个人，按照有关规定追究责任。",
        [("liability", "对不认真履行职责，导致发生事件的单位和个人，按照有关规定追究责任", "")],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str) -> None:
    text, expected = ROWS[name]

    assert found(text) == expected


# ---------------------------------------------------------------- lists

LISTS = {
    "duties": (
        "消费者组织应当履行下列职责：",
        "（一）",
        "宣传法律，提供咨询服务；",
        [("obligation", "宣传法律", "消费者组织"), ("obligation", "提供咨询服务", "消费者组织")],
    ),
    "bans": (
        "任何单位和个人不得有下列行为：",
        "",
        "擅自占用绿地；",
        [("prohibition", "擅自占用绿地", "任何单位/任何个人")],
    ),
    "violations": (
        "有下列行为之一的，由城管部门处五百元罚款：",
        "",
        "擅自占用绿地的；",
        [("liability", "擅自占用绿地的", "城管部门")],
    ),
    "cases of a duty": ("有下列情形之一的，登记机关应当不予登记：", "", "材料不全的；", []),
    "materials": ("申请人应当提交下列材料：", "", "申请书；", []),
    "rights": ("承租方的权利：", "", "获得租赁物；", [("permission", "获得租赁物", "承租方")]),
    "what is supported": (
        "对下列项目应当予以支持：",
        "",
        "能够改善民生的；",
        [],
    ),
    "kinds of enterprises": ("鼓励外商兴办以下企业：", "", "产品出口企业；", []),
    "what may be done with projects": (
        "投资者可以投资下列项目：",
        "",
        "投资旅游事业；",
        [("permission", "投资旅游事业", "投资者")],
    ),
    "powers of an organ": (
        "开发区管委会依法行使下列职权：",
        "",
        "编制开发区的总体规划；",
        [("permission", "编制开发区的总体规划", "开发区管委会")],
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_items_inherit_from_their_lead_in(name: str) -> None:
    lead_in, _, text, expected = LISTS[name]
    reading = read_predicates(Passage.of(lead_in))
    item = Passage.of(text)

    predicates = read_predicates(item, lead_in=reading).predicates

    assert [
        (p.modality.value, p.span.of(text), "/".join(b.actor.name for b in p.bearers))
        for p in predicates
    ] == expected


def test_a_bare_lead_in_is_no_measure() -> None:
    assert found("规划和方案应当符合下列要求：") == []


# ---------------------------------------------------------------- notices


def measures_of_notice(*texts: str) -> list[tuple[str, str, list[str]]]:
    passages = [Passage.of(text, (("item", str(n)),)) for n, text in enumerate(texts, 1)]
    by_steps = {p.steps: p for p in passages}
    return [
        (
            m.modality.value,
            m.span.of(by_steps[m.at].text),
            [f"{b.actor.name}:{b.role.value}" for b in m.bearers],
        )
        for m in find_measures(passages)
    ]


def test_the_closing_bracket_bears_every_measure_of_the_item() -> None:
    assert measures_of_notice(
        "优化产业布局。支持示范区创新,鼓励企业投资。(省工信厅牵头,省财政厅配合。以下均需各市政府具体负责)",
        "加强保障。示范区可调整编制。(省委编办负责)",
    ) == [
        (
            "obligation",
            "支持示范区创新",
            ["省工信厅:lead", "省财政厅:joint", "各市政府:responsible"],
        ),
        ("encouragement", "企业投资", ["省工信厅:lead", "省财政厅:joint", "各市政府:responsible"]),
        (
            "permission",
            "调整编制",
            ["示范区:bearer", "省委编办:responsible", "各市政府:responsible"],
        ),
    ]


def test_a_partner_is_a_joint_bearer() -> None:
    text = "工业和信息化主管部门应当会同有关部门建设平台。"
    (predicate,) = read_predicates(Passage.of(text)).predicates

    assert [(b.actor.name, b.role) for b in predicate.bearers] == [
        ("工业和信息化主管部门", BearerRole.LEAD),
        ("有关部门", BearerRole.JOINT),
    ]


def test_bodies_are_not_doubled() -> None:
    passage = Passage.of("各市要制定清单。", ITEM)
    (own,) = [b for p in read_predicates(passage, notice=True).predicates for b in p.bearers] or [
        None
    ]

    assert own is None or isinstance(own, Bearer)


# ---------------------------------------------------------------- properties

CLAUSE = st.text(
    alphabet="县级以上人民政府应当可以不得鼓励支持企业制定规划的，；。：（）“”并由对在及其等、 ",
    max_size=60,
)


@given(CLAUSE)
def test_spans_lie_in_the_passage_in_order(text: str) -> None:
    predicates = read_predicates(Passage.of(text)).predicates

    assert all(0 <= p.span.start <= p.span.end <= len(text) for p in predicates)
    ends = [p.span.end for p in predicates]
    assert ends == sorted(ends)
    for predicate in predicates:
        for bearer in predicate.bearers:
            words = "".join(piece.of(text) for piece in bearer.actor.pieces)
            assert words == bearer.actor.name


@given(CLAUSE)
def test_masking_keeps_places(text: str) -> None:
    masked = mask(text)

    assert len(masked) == len(text)
    clauses = [clause for sentence in read_sentences(masked) for clause in sentence]
    assert all(a.end <= b.start for a, b in pairwise(clauses))
    assert all(clause.of(masked).strip() == clause.of(masked) != "" for clause in clauses)
