"""How strongly a predicate binds: modals that are hard to see, attitudes, penalties, excuses."""

from __future__ import annotations

import pytest

from converters.annotation.measures.modals import Force
from converters.annotation.measures.reading import read_predicates
from converters.annotation.records import Passage
from tests.converters.annotation.norms import found

# name: text, and (modality, action, bearers) of each predicate
ROWS = {
    "需 before a preposition binds": (
        "属于国家限制进口的产品，需按国家有关规定补办进口许可证。",
        [
            ("obligation", "属于国家限制进口的产品，需按国家有关规定补办进口许可证", ""),
        ],
    ),
    "a right that all have": (
        "各方都有实施该项科技成果的权利。",
        [
            ("permission", "都有实施该项科技成果的权利", "各方"),
        ],
    ),
    "a court that grants a claim": (
        "业主请求提供其他合理验证方式的，人民法院依法予以支持。",
        [
            ("obligation", "业主请求提供其他合理验证方式的，人民法院依法予以支持", "人民法院"),
        ],
    ),
    "a court that grants damages": (
        "消费者主张生产者承担赔偿责任的，人民法院应予支持。",
        [
            ("liability", "消费者主张生产者承担赔偿责任的，人民法院应予支持", "人民法院"),
        ],
    ),
    "who must do something by his name": (
        "依法应当纳入环境影响评价管理的废水产生单位，应当在文件中载明内容。",
        [
            ("obligation", "在文件中载明内容", "依法应当纳入环境影响评价管理的废水产生单位"),
        ],
    ),
    "after a ban the zone goes on": (
        "海南自由贸易港实行准入管理制度，禁止境外固体废物输入；提高处置能力。",
        [
            ("declaration", "实行准入管理制度", "海南自由贸易港"),
            ("prohibition", "境外固体废物输入", "海南自由贸易港"),
            ("declaration", "提高处置能力", "海南自由贸易港"),
        ],
    ),
    "after a ban the permission goes on": (
        "行政机关可以依法制定基准，不得妨碍正常生产，提高规范性。",
        [
            ("permission", "依法制定基准", "行政机关"),
            ("prohibition", "妨碍正常生产", "行政机关"),
            ("permission", "提高规范性", "行政机关"),
        ],
    ),
    "照应 before 当 is none": (
        "依法签发的电子证照应当实时归集。",
        [
            ("obligation", "实时归集", ""),
        ],
    ),
    "a right of disposal is no sanction": (
        "破产管理人有权依法接管、处分破产财产。",
        [
            ("permission", "依法接管、处分破产财产", "破产管理人"),
        ],
    ),
    "what laws protect": (
        "民营经济组织的合法权益受法律保护，任何单位和个人不得侵犯。",
        [
            ("declaration", "民营经济组织的合法权益受法律保护", ""),
            ("prohibition", "侵犯", "任何单位/任何个人"),
        ],
    ),
    "不得 in a list is none": (
        "行业协会应当引导企业履行义务、不得拖欠款项，提供服务。",
        [
            ("obligation", "引导企业履行义务、不得拖欠款项", "行业协会"),
            ("obligation", "提供服务", "行业协会"),
        ],
    ),
    "what is done by the book after an offence": (
        "违反本条例规定挪用经费的，由科技部门按照有关规定处理。",
        [
            ("liability", "违反本条例规定挪用经费的，由科技部门按照有关规定处理", "科技部门"),
        ],
    ),
    "a list of mild offences is founded": (
        "行政机关应当落实轻微违法行为不予行政处罚事项清单。",
        [
            ("obligation", "落实轻微违法行为不予行政处罚事项清单", "行政机关"),
        ],
    ),
    "the state supports": (
        "国家支持自由贸易港建设产业体系。",
        [("support", "自由贸易港建设产业体系", "国家")],
    ),
    "a province says what it supports": (
        "本省支持制造业采用先进模式。",
        [("declaration", "支持制造业采用先进模式", "本省")],
    ),
    "a province founds a mechanism of sanctions": (
        "本市完善政府采购领域的信用惩戒机制。",
        [("declaration", "完善政府采购领域的信用惩戒机制", "本市")],
    ),
    "what is taken back was waived before": (
        "弄虚作假的，由有关部门追回奖金和减免的税款。",
        [("liability", "弄虚作假的，由有关部门追回奖金和减免的税款", "有关部门")],
    ),
    "a zone is spoken of as a province is": (
        "自贸试验区实行负面清单管理，建立创新机制。",
        [
            ("declaration", "实行负面清单管理", "自贸试验区"),
            ("declaration", "建立创新机制", "自贸试验区"),
        ],
    ),
    "principles of nobody hold for their sentence": (
        "优化营商环境应当遵循市场化的原则，发挥市场作用，降低交易成本。",
        [
            ("declaration", "遵循市场化的原则", ""),
            ("declaration", "发挥市场作用", ""),
            ("declaration", "降低交易成本", ""),
        ],
    ),
    "what the state does besides, it does not only support": (
        "国家建立创新体系，支持企业牵头科技攻关，发挥企业的作用。",
        [
            ("declaration", "建立创新体系", "国家"),
            ("declaration", "支持企业牵头科技攻关", "国家"),
            ("declaration", "发挥企业的作用", "国家"),
        ],
    ),
    "what the city itself does after it has encouraged others": (
        "本市鼓励企业加强商业秘密保护，加大司法保护力度。",
        [
            ("encouragement", "企业加强商业秘密保护", "本市"),
            ("declaration", "加大司法保护力度", "本市"),
        ],
    ),
    "what others do goes on being encouraged": (
        "本市鼓励社会资本建设创业园区，为中小企业提供经营场所。",
        [
            ("encouragement", "社会资本建设创业园区", "本市"),
            ("encouragement", "为中小企业提供经营场所", "本市"),
        ],
    ),
    "what a body is said to support": (
        "市人民政府统筹安排资金，支持企业采用新技术，推动设备更新。",
        [
            ("obligation", "统筹安排资金", "市人民政府"),
            ("support", "支持企业采用新技术", "市人民政府"),
            ("support", "推动设备更新", "市人民政府"),
        ],
    ),
    "what a body must support": (
        "市人民政府应当统筹安排资金，支持企业采用新技术。",
        [
            ("obligation", "统筹安排资金", "市人民政府"),
            ("obligation", "支持企业采用新技术", "市人民政府"),
        ],
    ),
    "whoever may act must tell others": (
        "有关部门可以要求代表机构调整驻在场所，并及时通知登记机关。",
        [
            ("permission", "要求代表机构调整驻在场所", "有关部门"),
            ("obligation", "及时通知登记机关", "有关部门"),
        ],
    ),
    "what else may be done is no duty": (
        "有关部门可以要求代表机构调整驻在场所，并及时进行检查。",
        [
            ("permission", "要求代表机构调整驻在场所", "有关部门"),
            ("permission", "及时进行检查", "有关部门"),
        ],
    ),
    "what those do whom the city encourages": (
        "本市鼓励设立行业组织，制定行业规范，推动行业自律。",
        [
            ("encouragement", "设立行业组织", "本市"),
            ("encouragement", "制定行业规范", "本市"),
            ("encouragement", "推动行业自律", "本市"),
        ],
    ),
    "the state encourages and supports": (
        "国家鼓励医学科技创新，支持临床医学发展。",
        [
            ("encouragement", "医学科技创新", "国家"),
            ("support", "临床医学发展", "国家"),
        ],
    ),
    "what an association does": (
        "行业协会组织开展培训，支持会员合作，维护会员权益。",
        [
            ("obligation", "组织开展培训", "行业协会"),
            ("obligation", "支持会员合作", "行业协会"),
            ("obligation", "维护会员权益", "行业协会"),
        ],
    ),
    "what has not been done with a thing": (
        "公共体育设施建设未纳入城乡规划。",
        [("declaration", "公共体育设施建设未纳入城乡规划", "")],
    ),
    "what is done with a thing binds": (
        "职工生活费按照国家有关规定列支。",
        [("obligation", "职工生活费按照国家有关规定列支", "")],
    ),
    "what a thing is does not": (
        "企业财产属于全民所有。",
        [("declaration", "企业财产属于全民所有", "")],
    ),
    "principles of a body do not": (
        "市人民政府应当遵循便民的原则，发挥市场作用。",
        [
            ("declaration", "遵循便民的原则", "市人民政府"),
            ("obligation", "发挥市场作用", "市人民政府"),
        ],
    ),
    "国家鼓励, with manner": (
        "国家鼓励企业与高等院校采取联合建立平台等方式，共同开展研究。",
        [
            ("encouragement", "企业与高等院校采取联合建立平台等方式，共同开展研究", "国家"),
        ],
    ),
    "授予 supports": (
        "为本省发展做出重大贡献的科技工作者，依照有关规定授予荣誉称号。",
        [
            ("support", "为本省发展做出重大贡献的科技工作者，依照有关规定授予荣誉称号", ""),
        ],
    ),
    "行使…权限 permits": (
        "管委会在其管理范围内依法行使市人民政府授予的经济管理权限。",
        [
            ("permission", "在其管理范围内依法行使市人民政府授予的经济管理权限", "管委会"),
        ],
    ),
    "what is to be done after a ban": (
        "司法机关采取强制措施的，不得超权限，并有效保护当事人的合法权益。",
        [
            ("prohibition", "司法机关采取强制措施的，不得超权限", "司法机关"),
            ("obligation", "有效保护当事人的合法权益", "司法机关"),
        ],
    ),
    "what else holds is declared": (
        "企业可以开展经营活动；法律另有规定的，从其规定。",
        [
            ("permission", "开展经营活动", "企业"),
            ("declaration", "法律另有规定的，从其规定", ""),
        ],
    ),
    "对…负责 is a duty": (
        "市人民政府对环境质量负责，应当及时采取措施防治污染。",
        [
            ("obligation", "对环境质量负责", "市人民政府"),
            ("obligation", "及时采取措施防治污染", "市人民政府"),
        ],
    ),
    "what those who are encouraged get": (
        "鼓励专业技术人员来本市工作，并在住房等方面给予优先照顾。",
        [
            ("encouragement", "专业技术人员来本市工作", ""),
            ("support", "在住房等方面给予优先照顾", ""),
        ],
    ),
    "principles in two clauses": (
        "按照适当放宽进出口检验，方便进出的原则，开展监管制度创新。",
        [
            ("declaration", "按照适当放宽进出口检验，方便进出的原则，开展监管制度创新", ""),
        ],
    ),
    "处罚基准 is no penalty": (
        "行政执法部门应当细化量化行政处罚基准。",
        [
            ("obligation", "细化量化行政处罚基准", "行政执法部门"),
        ],
    ),
    "等方式供应 is done, 等方式 is manner": (
        "工业用地可以采取长期租赁、弹性年期等方式供应，鼓励企业利用存量土地，提高容积率的，不再增收土地价款。",
        [
            ("permission", "采取长期租赁、弹性年期等方式供应", ""),
            ("encouragement", "企业利用存量土地", ""),
            ("exemption", "提高容积率的，不再增收土地价款", ""),
        ],
    ),
    "要 before a verb is a modal": (
        "各市要制定示范区年度任务清单，需要重点支持主要企业。",
        [
            ("obligation", "制定示范区年度任务清单", "各市"),
            ("obligation", "需要重点支持主要企业", "各市"),
        ],
    ),
    "鼓励、支持和保护": (
        "鼓励、支持和保护公民采取适当的方式实施见义勇为。",
        [("encouragement", "公民采取适当的方式实施见义勇为", "")],
    ),
    "可 in an adjective is no modal": (
        "鼓励快递企业使用可循环利用或者可重复利用的包装箱。",
        [("encouragement", "快递企业使用可循环利用或者可重复利用的包装箱", "")],
    ),
    "负责人 is no verb": (
        "不能按期答复的，经本机构负责人批准，可以延长十五日。",
        [("permission", "不能按期答复的，经本机构负责人批准，可以延长十五日", "")],
    ),
    "what does not free from liability": (
        "申请人撤回申请的，不因此免除法律规定的赔偿责任。",
        [("liability", "申请人撤回申请的，不因此免除法律规定的赔偿责任", "")],
    ),
    "what an amount may not exceed goes on with it": (
        "对租用算力的企业，按照合同金额的30%给予补贴，单个企业每年最高500万元。",
        [
            (
                "support",
                "对租用算力的企业，按照合同金额的30%给予补贴，单个企业每年最高500万元",
                "",
            )
        ],
    ),
    "an amount that somebody gets is support": (
        "对首次认定的企业，一次性奖励100万元。",
        [("support", "对首次认定的企业，一次性奖励100万元", "")],
    ),
    "how long it holds": (
        "本措施自发布之日起施行，有效期至2027年12月31日。",
        [
            ("declaration", "自发布之日起施行", ""),
            ("declaration", "有效期至2027年12月31日", ""),
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
    "an actor that acts before the modal": (
        "合作股东转让股份应当变更名册。",
        [("obligation", "变更名册", "合作股东")],
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
    "what follows a sanction is a liability too, by the same body": (
        "民办非企业单位有下列情形之一的，由登记管理机关予以警告，责令改正，可以限期停止活动；情节严重的，予以撤销登记。",
        [
            (
                "liability",
                "民办非企业单位有下列情形之一的，由登记管理机关予以警告",
                "登记管理机关",
            ),
            ("liability", "责令改正", "登记管理机关"),
            ("liability", "限期停止活动", "登记管理机关"),
            ("liability", "情节严重的，予以撤销登记", "登记管理机关"),
        ],
    ),
    "another law on a breach": (
        "违反本条例规定的行为，法律、法规已有规定的，从其规定。",
        [("liability", "违反本条例规定的行为，法律、法规已有规定的，从其规定", "")],
    ),
    "another law on anything else": (
        "法律、法规对收费标准另有规定的，从其规定。",
        [("declaration", "法律、法规对收费标准另有规定的，从其规定", "")],
    ),
    "不承担 … 责任 exempts": (
        "单位负责人已履行勤勉尽责义务的，不承担因价值变化产生的决策责任。",
        [("exemption", "单位负责人已履行勤勉尽责义务的，不承担因价值变化产生的决策责任", "")],
    ),
    "a mechanism of exemption is founded, not granted": (
        "县级以上人民政府应当建立优惠政策免于申报的工作机制。",
        [("obligation", "建立优惠政策免于申报的工作机制", "县级以上人民政府")],
    ),
    "a system of blame is founded": (
        "管理机构应当建立项目评审、监理和问责制度。",
        [("obligation", "建立项目评审、监理和问责制度", "管理机构")],
    ),
    "who is not blamed does not act": (
        "工作人员在工作中因先行先试出现失误，按照规定从轻或者免予追责。",
        [
            ("exemption", "在工作中因先行先试出现失误，按照规定从轻或者免予追责", ""),
        ],
    ),
    "即可 permits": (
        "符合规定条件的，经登记即可开业。",
        [("permission", "符合规定条件的，经登记即可开业", "")],
    ),
    "principles of nobody": (
        "优化营商环境应当坚持市场化、法治化原则。",
        [("declaration", "坚持市场化、法治化原则", "")],
    ),
    "principles that a body must follow": (
        "县级以上人民政府应当坚持法治原则、竞争中性原则。",
        [("obligation", "坚持法治原则、竞争中性原则", "县级以上人民政府")],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str) -> None:
    text, expected = ROWS[name]
    assert found(text) == expected


def test_what_is_urged_below_a_lead_in() -> None:
    lead_in = read_predicates(Passage.of("倡导下列文明行为："))
    assert (lead_in.predicates, lead_in.state.force) == ((), Force.URGE)
    item = read_predicates(Passage.of("参加志愿服务活动；"), lead_in=lead_in)
    assert [p.modality.value for p in item.predicates] == ["encouragement"]


def test_items_below_a_penalty_are_cases_of_it() -> None:
    text = "有下列行为之一，对主管人员依法给予处分；构成犯罪的，依法追究刑事责任："
    lead_in = read_predicates(Passage.of(text))
    assert [p.modality.value for p in lead_in.predicates] == ["liability", "liability"]
    item = read_predicates(Passage.of("侵占、截留经费的；"), lead_in=lead_in)
    assert [(p.modality.value, p.rule) for p in item.predicates] == [("liability", "case")]
