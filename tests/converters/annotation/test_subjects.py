"""Who acts in a predicate: subjects that are hard to see, partners, parts of names."""

from __future__ import annotations

import pytest

from converters.annotation.annotate import find_measures
from converters.annotation.measures.reading import read_predicates
from converters.annotation.records import Passage
from tests.converters.annotation.norms import found

# name: text, and (modality, action, bearers) of each predicate
ROWS = {
    "a name with a verb in it closed by a comma": (
        "建设单位，应当公开信息。",
        [("obligation", "公开信息", "建设单位")],
    ),
    "what is done to somebody closed by a comma": (
        "扶持企业，应当公开信息。",
        [("obligation", "公开信息", "")],
    ),
    "a list with what its members are": (
        "工会、妇联等社会团体，应当公开信息。",
        [("obligation", "公开信息", "工会/妇联")],
    ),
    "departments whose name begins as a preposition does": (
        "自然资源、住房城乡建设等部门，应当公开信息。",
        [("obligation", "公开信息", "自然资源部门/住房城乡建设部门")],
    ),
    "origins share who comes from there": (
        "省外、境外投资者可以设立基金。",
        [("permission", "设立基金", "省外投资者/境外投资者")],
    ),
    "凭 is no part of a name": (
        "海关凭合同验收。",
        [("obligation", "凭合同验收", "海关")],
    ),
    "凭证 is a thing": (
        "凭证应当保存。",
        [("obligation", "保存", "")],
    ),
    "a province acts": (
        "海南省设立投资基金。",
        [("obligation", "设立投资基金", "海南省")],
    ),
    "the plan of a province does not": (
        "海南省总体规划应当公布。",
        [("obligation", "公布", "")],
    ),
    "a province takes part": (
        "具体办法由国务院会同海南省制定。",
        [("obligation", "具体办法由国务院会同海南省制定", "国务院/海南省")],
    ),
    "the state is nobody's partner": (
        "市人民政府应当配合国家做好审查工作。",
        [("obligation", "配合国家做好审查工作", "市人民政府")],
    ),
    "a department of its own beside units of a thing": (
        "测量标志的建设单位和测绘主管部门应当签订协议。",
        [("obligation", "签订协议", "建设单位/测绘主管部门")],
    ),
    "units beside departments are nobody's": (
        "各级人民政府及有关部门和单位应当培养人才。",
        [("obligation", "培养人才", "各级人民政府/各级人民政府有关部门/有关单位")],
    ),
    "… but for others of the same government": (
        "县级以上人民政府其他有关部门和单位应当培养人才。",
        [
            (
                "obligation",
                "培养人才",
                "县级以上人民政府其他有关部门/县级以上人民政府其他有关单位",
            )
        ],
    ),
    "a list that ends with one whom a clause describes": (
        "政府采购的采购人、采购代理机构以及依法必须进行招标项目的招标人，不得串通。",
        [
            (
                "prohibition",
                "串通",
                "政府采购的采购人/采购代理机构/依法必须进行招标项目的招标人",
            )
        ],
    ),
    "a list inside such a clause": (
        "从事生产、加工和经营的单位应当守法。",
        [("obligation", "守法", "从事生产、加工和经营的单位")],
    ),
    "units of a thing": (
        "网络与信息系统的主管部门和运营、使用单位应当建立制度。",
        [
            (
                "obligation",
                "建立制度",
                "网络与信息系统的主管部门/网络与信息系统的运营单位/网络与信息系统的使用单位",
            )
        ],
    ),
    "people of the same owner": (
        "未成年人的父母或者其他监护人应当保持联系。",
        [("obligation", "保持联系", "未成年人的父母/未成年人的其他监护人")],
    ),
    "others of nobody": (
        "企业的法定代表人和有关部门应当保持联系。",
        [("obligation", "保持联系", "企业的法定代表人/有关部门")],
    ),
    "之一者 ends a condition": (
        "企业有下列行为之一者，由主管机关给予处分。",
        [("liability", "企业有下列行为之一者，由主管机关给予处分", "主管机关")],
    ),
    "a window acts": (
        "综合窗口应当统一反馈办理结果。",
        [("obligation", "统一反馈办理结果", "综合窗口")],
    ),
    "departments of governments, each of each": (
        "市和区人民政府的科技、农业等行政管理部门应当支持科研院所。",
        [
            (
                "obligation",
                "支持科研院所",
                "市人民政府科技行政管理部门/市人民政府农业行政管理部门/区人民政府科技行政管理部门/区人民政府农业行政管理部门",
            ),
        ],
    ),
    "who founded something, all of them": (
        "市和区、县人民政府设立的创业服务中心应当提供场地。",
        [
            ("obligation", "提供场地", "市和区、县人民政府设立的创业服务中心"),
        ],
    ),
    "the subject of a circumstance": (
        "开发区内的企业停业时，应向管理机构申报理由。",
        [
            ("obligation", "开发区内的企业停业时，应向管理机构申报理由", "开发区内的企业"),
        ],
    ),
    "本市 that belongs to work": (
        "本市政务服务事项全部纳入平台办理。",
        [
            ("obligation", "本市政务服务事项全部纳入平台办理", ""),
        ],
    ),
    "a remark before a predicate": (
        "市人民政府其他有关部门和区人民政府（以下统称有关部门）按照各自职责，做好相关工作。",
        [
            ("obligation", "按照各自职责，做好相关工作", "市人民政府其他有关部门/区人民政府"),
        ],
    ),
    "a remark before a modal": (
        "疾病预防控制机构、医疗机构（以下统称专业机构）应当开展监测。",
        [
            ("obligation", "开展监测", "疾病预防控制机构/医疗机构"),
        ],
    ),
    "bodies that laws name": (
        "有下列情形之一的，由法律、法规规定的相关主管部门责令改正。",
        [
            (
                "liability",
                "有下列情形之一的，由法律、法规规定的相关主管部门责令改正",
                "相关主管部门",
            ),
        ],
    ),
    "who supports goes on into 对": (
        "县级以上人民政府应当引进人才。对新引进的人才，依照规定给予资金支持。",
        [
            ("obligation", "引进人才", "县级以上人民政府"),
            ("support", "对新引进的人才，依照规定给予资金支持", "县级以上人民政府"),
        ],
    ),
    "who finds something goes on": (
        "企业应当认真验收，发现问题应当提出索赔。",
        [
            ("obligation", "认真验收", "企业"),
            ("obligation", "发现问题应当提出索赔", "企业"),
        ],
    ),
    "自贸试验区 begins no manner": (
        "自贸试验区应当对标国际先进经验，推动质量变革。",
        [
            ("obligation", "对标国际先进经验", "自贸试验区"),
            ("obligation", "推动质量变革", "自贸试验区"),
        ],
    ),
    "… its committee is not": (
        "示范区管理委员会组织编制发展规划。",
        [
            ("obligation", "组织编制发展规划", "示范区管理委员会"),
        ],
    ),
    "what a system is founded on": (
        "国家建立以企业为主体，以市场为导向，产学研深度融合的技术创新体系，发挥企业作用。",
        [
            ("declaration", "建立以企业为主体，以市场为导向，产学研深度融合的技术创新体系", "国家"),
            ("declaration", "发挥企业作用", "国家"),
        ],
    ),
    "as what something is taken": (
        "高等学校应当将科技人员的实绩，作为职称评聘的依据。",
        [
            ("obligation", "将科技人员的实绩，作为职称评聘的依据", "高等学校"),
        ],
    ),
    "向 + receiver + verb is a predicate": (
        "市科技主管部门应当向社会公布科技资源的分布情况，促进科技资源共享。",
        [
            ("obligation", "向社会公布科技资源的分布情况", "市科技主管部门"),
            ("obligation", "促进科技资源共享", "市科技主管部门"),
        ],
    ),
    "在 + place + verb is a predicate": (
        "在自贸试验区建立有利于创新的管理制度，检验检疫部门采信第三方检测结果。",
        [
            ("declaration", "在自贸试验区建立有利于创新的管理制度", ""),
            ("obligation", "采信第三方检测结果", "检验检疫部门"),
        ],
    ),
    "对 + receiver + policy is a predicate": (
        "国家对中小企业实行积极扶持的方针，为中小企业创造有利的环境。",
        [
            ("declaration", "对中小企业实行积极扶持的方针", "国家"),
            ("declaration", "为中小企业创造有利的环境", "国家"),
        ],
    ),
    "合并 is one word": (
        "税务机关应当推动税费合并申报。",
        [
            ("obligation", "推动税费合并申报", "税务机关"),
        ],
    ),
    "a remark after a subject": (
        "杭州大江东产业集聚区管理委员会（以下简称管委会）是市人民政府的派出机构，负责建设和管理工作。",
        [
            (
                "declaration",
                "杭州大江东产业集聚区管理委员会（以下简称管委会）是市人民政府的派出机构",
                "杭州大江东产业集聚区管理委员会",
            ),
            ("obligation", "负责建设和管理工作", "杭州大江东产业集聚区管理委员会"),
        ],
    ),
    "who prosecutes acted before": (
        "行业协会有下列情形之一的，由有关部门责令改正，依法追究法律责任。",
        [
            ("liability", "行业协会有下列情形之一的，由有关部门责令改正", "有关部门"),
            ("liability", "依法追究法律责任", "有关部门"),
        ],
    ),
    "创新人才培养 begins no name": (
        "经济开发区管理委员会应当制定政策，创新人才培养模式。",
        [
            ("obligation", "制定政策", "经济开发区管理委员会"),
            ("obligation", "创新人才培养模式", "经济开发区管理委员会"),
        ],
    ),
    "who founded each of a list": (
        "政府设立的研究开发机构、高等学校应当建立转化制度。",
        [
            ("obligation", "建立转化制度", "政府设立的研究开发机构/政府设立的高等学校"),
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
    "… whoever they are": (
        "鼓励企业与高等院校、中职学校联合办学，培养技术人才。",
        [
            ("encouragement", "企业与高等院校、中职学校联合办学", ""),
            ("encouragement", "培养技术人才", ""),
        ],
    ),
    "partners of a body in a clause of their own": (
        "市新闻出版主管部门应当会同教育主管部门和社会组织，发布书目。",
        [
            (
                "obligation",
                "会同教育主管部门和社会组织，发布书目",
                "市新闻出版主管部门/教育主管部门/社会组织",
            )
        ],
    ),
    "并 after a comma": (
        "鼓励公民为需要急救的人员拨打紧急电话，并提供必要帮助。",
        [
            ("encouragement", "公民为需要急救的人员拨打紧急电话", ""),
            ("encouragement", "提供必要帮助", ""),
        ],
    ),
    "what a clause describes is a topic": (
        "进行跨区作业的农业机械和运输农业机械的车辆，免交车辆通行费。",
        [("exemption", "进行跨区作业的农业机械和运输农业机械的车辆，免交车辆通行费", "")],
    ),
    "an actor's list goes on after a comma": (
        "民政、公安等部门，以及居民委员会，按照各自职责，做好相关工作。",
        [("obligation", "按照各自职责，做好相关工作", "民政部门/公安部门/居民委员会")],
    ),
    "通过…等 is manner": (
        "单位应当通过设置图书馆、阅览室等，开展阅读活动。",
        [("obligation", "通过设置图书馆、阅览室等，开展阅读活动", "单位")],
    ),
    "work that an actor's name begins does not act": (
        "青年创新创业促进工作应当坚持政府引导的原则。",
        [("declaration", "坚持政府引导的原则", "")],
    ),
    "开发区 is no 开发": (
        "开发区内的企业，应在开发区内设立会计帐簿。",
        [("obligation", "在开发区内设立会计帐簿", "开发区内的企业")],
    ),
    "a remark in brackets is no measure": (
        "企业有权不执行指令性计划。（2011年1月8日删除）",
        [("permission", "不执行指令性计划", "企业")],
    ),
    "包括 goes on with what there is": (
        "开发区内可以举办各类企业，包括中外合资经营企业，以及个体经营户。",
        [("permission", "举办各类企业，包括中外合资经营企业，以及个体经营户", "")],
    ),
    "在…中弄虚作假 is a predicate": (
        "科技人员不得在科学技术活动中弄虚作假，不得从事有悖科学精神的活动。",
        [
            ("prohibition", "在科学技术活动中弄虚作假", "科技人员"),
            ("prohibition", "从事有悖科学精神的活动", "科技人员"),
        ],
    ),
    "levels that stand for their governments": (
        "各市、县（市、区）要优先保障项目用地。",
        [("obligation", "优先保障项目用地", "各市/县（市、区）")],
    ),
    "levels that governments share": (
        "市和县（市）区人民政府应当保障项目用地。",
        [("obligation", "保障项目用地", "市人民政府/县（市）区人民政府")],
    ),
    "… and acts in the same clause": (
        "市发展改革、科技等部门，以及市通信管理局按照各自职责，做好相关工作。",
        [
            (
                "obligation",
                "按照各自职责，做好相关工作",
                "市发展改革部门/市科技部门/市通信管理局",
            )
        ],
    ),
    "what is founded by somebody, others taking part": (
        "省人民政府应当建立由其负责人牵头，有关部门参加的联席会议制度，协调解决重大问题。",
        [
            ("obligation", "建立由其负责人牵头，有关部门参加的联席会议制度", "省人民政府"),
            ("obligation", "协调解决重大问题", "省人民政府"),
        ],
    ),
    "what is founded is no object before 由": (
        "建立产业链链长制，由省领导担任链长，链主企业牵头组建产业联盟。",
        [
            ("declaration", "建立产业链链长制", ""),
            ("obligation", "由省领导担任链长", "省领导"),
            ("obligation", "牵头组建产业联盟", "链主企业"),
        ],
    ),
    "a clause describes each of a list": (
        "从事低空飞行活动的单位和个人应当依法取得许可。",
        [("obligation", "依法取得许可", "从事低空飞行活动的单位/从事低空飞行活动的个人")],
    ),
    "what serves as something does not act": (
        "县级以上人民政府应当实施考核，考核结果作为综合评价的依据。",
        [
            ("obligation", "实施考核", "县级以上人民政府"),
            ("obligation", "作为综合评价的依据", ""),
        ],
    ),
    "unspecific offices and bodies of the same governments": (
        "县级以上人民政府其他有关部门和单位应当按照各自职责，做好相关工作。",
        [
            (
                "obligation",
                "按照各自职责，做好相关工作",
                "县级以上人民政府其他有关部门/县级以上人民政府其他有关单位",
            )
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
    "a remark in brackets is no part of a name": (
        "中国（上海）自由贸易试验区（以下简称自贸试验区）应当发挥试验田作用。",
        [("obligation", "发挥试验田作用", "中国（上海）自由贸易试验区")],
    ),
    "通过 + what is done to things is manner": (
        "县人民政府应当通过业务整合、流程再造，推动关联事项集成办理。",
        [("obligation", "通过业务整合、流程再造，推动关联事项集成办理", "县人民政府")],
    ),
    "通过 + verb + object is none": (
        "县人民政府应当通过整合业务系统，推动关联事项集成办理。",
        [
            ("obligation", "通过整合业务系统", "县人民政府"),
            ("obligation", "推动关联事项集成办理", "县人民政府"),
        ],
    ),
    "应当在…中 + verb is a predicate": (
        "机关应当在合同中作出约定，不得强制接受。",
        [("obligation", "在合同中作出约定", "机关"), ("prohibition", "强制接受", "机关")],
    ),
    "who founded something": (
        "病原微生物实验室的设立单位负责实验室的生物安全管理。",
        [("obligation", "负责实验室的生物安全管理", "病原微生物实验室的设立单位")],
    ),
    "a body of a body": (
        "县级以上人民政府农业机械行政主管部门的农业机械安全监督管理机构，负责安全监督管理工作。",
        [
            (
                "obligation",
                "负责安全监督管理工作",
                "县级以上人民政府农业机械行政主管部门的农业机械安全监督管理机构",
            )
        ],
    ),
    "改革 begins no name": (
        "县级以上人民政府应当推进布局调整；改革国有资本授权经营体制。",
        [
            ("obligation", "推进布局调整", "县级以上人民政府"),
            ("obligation", "改革国有资本授权经营体制", "县级以上人民政府"),
        ],
    ),
    "something in the charge of somebody is done by him": (
        "民办学校的所有资产由民办学校依法管理和使用，任何组织和个人不得侵占。",
        [
            ("obligation", "民办学校的所有资产由民办学校依法管理和使用", "民办学校"),
            ("prohibition", "侵占", "任何组织/任何个人"),
        ],
    ),
    "为 + object is a predicate where it gives something": (
        "市人民政府应当为企业营造稳定、透明的发展环境，健全保护机制。",
        [
            ("obligation", "为企业营造稳定、透明的发展环境", "市人民政府"),
            ("obligation", "健全保护机制", "市人民政府"),
        ],
    ),
    "依照…组织生产 is a predicate": (
        "农业机械生产者应当依照规定组织生产，建立质量保障体系。",
        [
            ("obligation", "依照规定组织生产", "农业机械生产者"),
            ("obligation", "建立质量保障体系", "农业机械生产者"),
        ],
    ),
    "或者 is one word": (
        "未成年人的父母或者其他监护人委托他人照护未成年人的，应当与被委托人保持联系。",
        [
            (
                "obligation",
                "未成年人的父母或者其他监护人委托他人照护未成年人的，应当与被委托人保持联系",
                "未成年人的父母/其他监护人",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str) -> None:
    text, expected = ROWS[name]
    assert found(text) == expected


def test_whom_it_governs_goes_on_after_its_pronoun() -> None:
    text = "县级以上人民政府应当引导企业加大投入，支持其设立创新中心，协同开展研究。"
    predicates = read_predicates(Passage.of(text)).predicates
    assert [[a.name for a in (*p.governed, *p.carried)] for p in predicates] == [["企业"]] * 3


def test_a_heading_that_goes_on_is_a_unit_of_a_notice() -> None:
    text = "支持新药研发。对首次获批的新药给予奖励。（责任单位：省科技厅、省药监局）"
    heading, title = (Passage.of(each, (("sec", "1"),)) for each in (text, "支持新药研发。"))
    (measure,) = find_measures([heading])
    assert measure.span.of(text) == "对首次获批的新药给予奖励"
    assert [bearer.actor.name for bearer in measure.bearers] == ["省科技厅", "省药监局"]
    assert list(find_measures([title])) == []
