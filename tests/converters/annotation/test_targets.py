"""The actors that an action is for."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.annotation.actors.targets import find_targets
from converters.annotation.annotate import find_measures
from converters.annotation.records import Passage
from ontology.datafiles import DATA

TARGETS = {
    # receivers, with their modifiers
    "制定制造业企业培育计划": "制造业企业",
    "重点支持龙头企业、单项冠军企业、专精特新企业": "龙头企业/单项冠军企业/专精特新企业",
    "加强重点用能企业节能监察和诊断": "重点用能企业",
    "强化企业创新主体地位": "企业",
    "对取得重大突破并实现产业化的企业或者团队给予奖励": "企业/团队",
    "赋予符合条件的大型制造业企业高级职称评审权": "大型制造业企业",
    "引进一批关联度大、带动力强的龙头企业": "龙头企业",
    "对有关单位和个人不作负面评价": "有关单位/有关个人",
    "培育智能工厂、示范应用场景和标杆企业": "标杆企业",
    "培育专精特新“小巨人”企业": "专精特新“小巨人”企业",
    "加快培育人才引领型企业": "人才引领型企业",
    "依法保护企业产权和企业家权益": "企业/企业家",
    # lists that share a head or a modifier
    "支持电力、市政公用服务、运输等企业提升服务质量": "电力企业/市政公用服务企业/运输企业",
    "吸引省外企业、资本投资本省制造业": "省外企业/省外资本",
    "督促供水、供电单位履行责任": "供水单位/供电单位",
    "听取制造业企业等市场主体的意见": "制造业企业/市场主体",
    "制定高污染、高能耗企业的退出清单": "高污染企业/高能耗企业",
    "引进高层次、高技能人才": "高层次人才/高技能人才",
    "做好重点产业、重要领域和战略性新兴产业人才的培养": "重点产业人才/重要领域人才/战略性新兴产业人才",
    "对省外、境外科技人员给予奖励": "省外科技人员/境外科技人员",
    "设置综合窗口": "",
    # whose officers they are, but not whose people
    "约谈研发机构、高等院校的相关负责人": "研发机构相关负责人/高等院校相关负责人",
    "引进高等院校、科研院所的科技人员": "科技人员",
    # how talent is dealt with
    "引进创新人才": "创新人才",
    "创新人才工作机制": "",
    # verbs before names
    "监督租赁企业的财产": "租赁企业",
    "扶植示范企业": "示范企业",
    "监督管理人员的行为": "监督管理人员",
    "加强各类科技服务机构建设": "科技服务机构",
    "加强各类企业的保护": "各类企业",
    # inner subjects and whom they address
    "支持高等院校、科研机构、行业组织对企业家开展培训": "高等院校/科研机构/行业组织/企业家",
    "引导龙头企业吸引上下游企业来本省投资": "龙头企业/上下游企业",
    "鼓励工业互联网平台联合数字化转型服务商，为企业转型提供支撑": "工业互联网平台/数字化转型服务商/企业",
    "支持国家实验室、国家技术创新中心等重大创新平台在本省落户": "国家实验室/国家技术创新中心",
    "支持示范区建设国际合作园区": "示范区",
    # things made of names of actors
    "弘扬企业家精神和工匠精神": "",
    "制定企业标准、行业标准": "",
    "发行企业债、公司债": "",
    "保护个人信息": "",
    "降低单位工业增加值能耗": "",
    "完善链长、链主工作推进体系": "链长/链主",
    "建立省、设区的市联动的产业链链长制": "",
    "建设企业技术中心": "",
    "培育区域、行业、企业、产品品牌": "",
    "加强学校、医院等公共场所建设": "",
    # bodies only where they are addressed
    "对省人民政府有关部门、设区的市人民政府开展专项考核": "省人民政府有关部门/设区的市人民政府",
    "依法向本级人大常委会报告情况": "本级人大常委会",
    "约谈设区的市人民政府负责人": "设区的市人民政府负责人",
    "会同有关部门建设服务平台": "",
    "具体办法由省人民政府制定": "",
    "由外资企业的法定代表人组成": "",
    "经市人民政府批准后实施": "",
    "建立本级人民政府与企业沟通机制": "企业",
    # zones only where they are served, not where they are made
    "加强对工业类开发区的规划引导": "工业类开发区",
    "推进绿色园区、绿色工厂建设": "绿色园区/绿色工厂",
    "支持中试基地建设": "中试基地",
    "打造绿电消费示范园区": "",
    "规划和发展数字经济产业园": "",
    "推动示范区建设绿电消费示范园区": "示范区",
    # people
    "完善优秀人才支持激励体系": "优秀人才",
    "加强人才需求预测": "",
    "参与紧缺人才培养": "",
    "维护消费者合法权益": "消费者",
    "组织病残学生开展体育活动": "病残学生",
    # verbs before a name are no part of it
    "减损市场主体合法权益": "市场主体",
    "开展有损学生身心健康的活动": "学生",
    "采取有效措施保障老年人权益": "老年人",
    "平等对待各类市场主体": "市场主体",
    "制定促进中小企业发展政策": "中小企业",
    "统筹全国中小企业促进工作": "中小企业",
    "配合学校开发适合不同学段学生的课程": "学校/学生",
    "举办农副产品批发、零售企业": "农副产品批发企业/零售企业",
    "服从景区管理": "景区",
    "对本单位人员进行表扬": "本单位人员",
    "按照规定向商务行政管理部门申请资金支持": "商务行政管理部门",
    "明确相应的负责中小企业促进工作的部门": "负责中小企业促进工作的部门",
    "明确有关部门职责分工": "",
    "向有关主管部门报告接收方的名称和联系方式": "有关主管部门",
    "配备必要的设备和专业人员": "",
    # no receivers
    "以企业为主体构建创新体系": "",
    "与本单位签订合同": "",
    "担任产业链链主": "",
    "跨园区开展合作": "",
    "制定优惠政策": "",
    "平等保护各类经营主体": "经营主体",
    "全面推广企业投资项目": "企业",
    "支持示范区创新主体申报重点实验室": "示范区创新主体",
    "对符合条件的技术中心、总部企业给予奖励": "技术中心/总部企业",
    "委托节能服务机构进行节能诊断": "节能服务机构",
    "将案件移送司法机关处理": "司法机关",
    "支持农民和农业生产经营组织自主选择农业机械": "农民/农业生产经营组织",
    "依照《合伙企业登记管理办法》《公司法》为企业办理登记": "企业",
    "做好设备使用方面的工作": "",
    "开展供给方式改革": "",
    "积极支持并提供方便": "",
    # whom an action relies on takes part; a place or a means only carries it
    "依托龙头企业、行业协会、产业联盟等主体建立促进组织": "龙头企业/行业协会/产业联盟",
    "依托产业集群和园区建设公共服务体系": "",
    "利用开发区、高新产业园建设厂房": "",
    "基于监管对象的信用状况开展监管": "",
    "组建产业联盟": "",
    # whom the action puts before its modal, and who acts under a modal
    "对排名靠前的园区应当给予奖励": "园区",
    "企业应当加大投入": "",
    # where something is done or goes to
    "对示范区内首次认定的企业给予奖励": "企业",
    "对在合作区设立的企业给予补贴": "企业",
    "推动服务企业向园区集聚": "服务企业",
    "推动优质资源向园区集聚": "园区",
    "支持在示范区加强合作": "示范区",
    # talent that is fostered, and talent that is only spoken of
    "加大先进制造业领域人才的全方位培养、引进和使用力度": "先进制造业领域人才",
    "加强先进制造业人才需求预测": "",
    "采取措施，吸引人才": "人才",
    "引进境外先进技术、人才与资本": "",
    "鼓励在企业建设高技能人才培养基地": "企业",
    # a head or an origin that several share
    "支持证券、保险、政府性融资担保机构提供服务": "证券机构/保险机构/政府性融资担保机构",
    "鼓励境外企业和科研机构设立研发机构": "境外企业/境外科研机构",
    "支持中小企业和科研机构开展研究": "中小企业/科研机构",
    "鼓励校企深度合作": "校企",
    "深化校企合作": "",
    "鼓励教师参加企业实践锻炼": "教师",
    "为公民、法人和其他组织提供服务": "公民/法人/其他组织",
    "负责相关活动的组织、协调": "",
    # what is compared with, what is built, what only describes
    "享受国有科研机构同等待遇": "",
    "在境外建设海外研发机构": "",
    "复制示范区建设经验": "",
    "如实记录供货者名称和地址": "",
    "推进实施科技特派员制度": "科技特派员",
    "完善社区民主管理制度": "",
    "推动自主创新示范区建设": "自主创新示范区",
    "维护非公有制企业合法权益": "非公有制企业",
    "组织不少于五名专家进行评审": "专家",
    "支持企业等单位建设检验中心、中试基地": "企业",
    "依法保护制造业企业的合法权益": "制造业企业",
    "取得的报酬归个人所有": "",
    "推行“管委会＋公司”运营模式": "",
    "加强产业链“链长”与“链主”互动": "链长/链主",
    "对重点跨国公司的项目给予支持": "重点跨国公司",
    "重点培育龙头企业": "龙头企业",
    "为人才提供个性化服务": "人才",
    "对人才评价机制进行改革": "",
    "建立先进制造业人才评价、激励机制": "先进制造业人才",
    "完善产业人才激励政策": "",
    "落实各类人才招引政策": "人才",
    # organs by the verb before them, with or without words that say which
    "将登记簿移交相应的不动产登记机构": "不动产登记机构",
    "到工商行政管理部门办理登记": "工商行政管理部门",
    "回应公共数据使用部门的需求": "公共数据使用部门",
    "按照所在地的教育行政部门的规定": "",
    "由其上级主管部门或者所在单位责令改正": "",
    "委托专业机构对园区进行评估": "专业机构/园区",
    "与人民法院建立破产工作协调机制": "人民法院",
    "完善使用财政性资金设立的研究开发机构评估制度": "研究开发机构",
    "打造定位明确的消费品特色园区": "",
    "引进境外高端人才和紧缺人才": "境外高端人才/境外紧缺人才",
    "以社会资金建设的实验室向社会开放": "",
    "支持投资者在开发区成片开发土地，兴办外向型工业园区": "投资者/外向型工业园区",
    # actors of a place; where they only work; verbs before a zone
    "为示范区内的组织和个人开展合作提供便利": "示范区内的组织/示范区内的个人",
    "保障开发区内的企业依法自主经营": "开发区内的企业",
    "监督设在开发区内的机构的工作": "机构",
    "推动科技人员到企业任职": "科技人员",
    "推动专家到企业开展服务": "专家/企业",
    "指导监督金融机构服务民营企业": "金融机构/民营企业",
    "协调管理委员会的工作": "",
    "平等对待同一市场主体": "市场主体",
    "推动产业园区成为省级开发区、科技园": "产业园区",
    # systems and accounts that are called after enterprises
    "通过企业登记系统报送信息": "",
    "优化企业登记服务": "",
    "优化企业注销程序": "企业",
    "公开开设企业账户的标准": "",
    "编制中小企业年度发展报告": "",
    "对保障中小企业款项支付工作进行检查": "",
    "采信第三方检测结果": "",
    "听取第三方意见": "",
    # wishes and needs lead an action, a main body does not
    "以市场主体需求为导向提升服务": "市场主体",
    "根据经营主体的申请作出决定": "经营主体",
    "根据企业的信用状况作出决定": "",
    # partners of what an action begins with
    "加强与税务、海关等部门的协作": "税务部门/海关",
    "加强税务、海关等部门的协作": "",
    # whose people are meant, and the clause without which a name says nothing
    "支持高等院校、科研院所的科技人员兼职": "科技人员",
    "支持高等院校的科技创新": "高等院校",
    "奖励完成科技成果的人员": "完成科技成果的人员",
    "奖励完成科技成果的单位和人员": "单位/人员",
    "支持其他具有研发能力的企业": "其他具有研发能力的企业",
    "告知其父母或者其他监护人": "父母/其他监护人",
    "解决配偶、子女的就业": "",
    "支持投资者兴办企业": "投资者",
    "支持创办中小企业": "中小企业",
    "推动民营经济组织公共服务体系建设": "民营经济组织",
    "促进创新要素向企业集聚": "企业",
    "构建企业集聚、要素集约的生态": "",
    "推动教育、税务等部门信息共享": "教育部门/税务部门",
    "发布教育、税务等部门信息": "",
    "推进孵化器、科技园等创新载体建设": "孵化器/科技园",
    "推进学校、医院等公共设施建设": "",
    "": "",
}


def targets(words: str, *, governed: bool = False) -> str:
    return "/".join(x.name for x in find_targets(Passage.of(words), 0, len(words), governed))


@pytest.mark.parametrize(("words", "names"), TARGETS.items())
def test_targets(words: str, names: str) -> None:
    assert targets(words) == names


GOVERNED = {
    "制造业企业开展智能制造诊断": "制造业企业",
    "公共服务平台为中小企业提供服务": "公共服务平台/中小企业",
    "园区规划建设公共云平台、数据采集系统等基础设施": "园区",
    "县级以上人民政府设立专项资金": "县级以上人民政府",
    "工业类开发区创建绿色园区": "工业类开发区",
    "企业、行业协会、商会等组织参与宣传": "企业/行业协会/商会",
    "创建绿色工厂、绿色供应链管理企业": "绿色工厂/绿色供应链管理企业",
    "企业、园区、行业间合作开展技术改造": "企业/园区/行业",
    "企业、行业协会合作开展技术改造": "企业/行业协会",
    "产业集群依托龙头企业建立促进组织": "产业集群/龙头企业",
    "示范区内企业开展改造": "示范区内企业",
    "示范区内优先布局重大项目": "",
}


@pytest.mark.parametrize(("words", "names"), GOVERNED.items())
def test_governed_subject(words: str, names: str) -> None:
    assert targets(words, governed=True) == names


def test_rule_names_the_governed_subject() -> None:
    passage = Passage.of("鼓励金融机构向小型微型企业提供贷款")
    first, second = find_targets(passage, 2, len(passage.text), governed_subject=True)
    assert (first.name, first.rule) == ("金融机构", "actor-subject")
    assert (second.name, second.rule) == ("小型微型企业", "actor-name")


def test_rule_names_an_inner_subject() -> None:
    passage = Passage.of("推动金融机构提高贷款占比")
    (found,) = find_targets(passage, 0, len(passage.text), governed_subject=False)
    assert found.rule == "actor-inner"


def test_most_targets_in_the_gold_actions_are_found_and_few_others() -> None:
    right = found = wanted = 0
    for path in (DATA / "gold").glob("*-tiaoli-*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["kind"] == "measure":
                gold = {name for name in entry["targets"] if name in entry["action"]}
                is_clause = (
                    entry["modality"] in {"encouragement", "support"} and not entry["bearers"]
                )
                names = set(targets(entry["action"], governed=is_clause).split("/")) - {""}
                right += len(names & gold)
                found += len(names)
                wanted += len(gold)
    assert wanted > 150
    assert right / found > 0.93
    assert right / wanted > 0.97


def test_each_actor_once() -> None:
    assert targets("支持企业开展培训，提高企业管理水平") == "企业"


_WORDS = st.lists(
    st.sampled_from(
        [
            *"、，的等和及其对向（）“”由",
            *("支持", "建设", "企业", "人才", "资本", "示范区", "平台", "省外", "省人民政府"),
            *("有关部门", "某某", "开展", "应当", "组织", "教育", "打造", "者", "引领", "型企业"),
        ]
    ),
    max_size=14,
).map("".join)


@given(_WORDS, st.booleans())
def test_every_target_is_made_of_words_of_the_action(words: str, governed: bool) -> None:
    passage = Passage.of(f"前{words}后")
    found = find_targets(passage, 1, 1 + len(words), governed)
    for actor in found:
        assert actor.name == "".join(piece.of(passage.text) for piece in actor.pieces) != ""
        assert all(1 <= piece.start < piece.end <= 1 + len(words) for piece in actor.pieces)
    assert len({actor.name for actor in found}) == len(found)


RECEIVERS = {
    # a sanction is for whoever broke the rule, and for nobody else in its condition
    "公共就业服务机构举办职业中介机构，向劳动者收取费用的，由主管部门责令改正，将费用退还劳动者。": (
        "公共就业服务机构|公共就业服务机构/劳动者"
    ),
    "有关部门及其工作人员滥用职权的，对直接负责的主管人员给予处分；构成犯罪的，依法追究刑事责任。": (
        "直接负责的主管人员|直接负责的主管人员"
    ),
    "任何单位和个人不得占用道路。违反规定的，责令改正。": "|任何单位/任何个人",
    # who only stands in a circumstance is not addressed
    "外国投资者办理事项，因相关人员无法到场的，有关部门可以提供服务。": "外国投资者",
    # what is put first holds on
    "对新设立的民办学校，审批机关应当颁发办学许可证，并向社会公告。": "民办学校|民办学校",
    # whoever acts is no target
    "由提出申请的当事人先行支付。": "",
    # what something is, is done for nobody
    "市志愿服务联合会是枢纽型社会组织。": "",
    # open actors under a directing verb
    "鼓励校外实践教育场所提供延时服务。": "校外实践教育场所",
    # what is done across places has no subject; what it is joined with may have one
    "支持跨园区合作和中小企业参与分工协作。": "中小企业",
    "支持跨区域合作和技术交流。": "",
    # a governed subject holds on in its clause, and not where only a thing is supported
    "市人民政府应当支持企业应用新技术，开展研发，实施改造。": "企业|企业|企业",
    "市人民政府应当支持企业应用新技术，加强宣传推广。": "企业|",
    "市人民政府应当支持中试基地建设，承接成果转化。": "中试基地|",
    "市人民政府应当指导高等学校、职业学校等，结合产业需求，加强学科建设，合理设置专业。": (
        "高等学校/职业学校|高等学校/职业学校"
    ),
    "市人民政府应当组织有关部门编制规划，明确发展目标。": "有关部门|",
    "市人民政府应当鼓励社会资金参与，统筹推动产业发展。": "社会资金|",
    # … of whoever a clause describes, too
    "鼓励相关园区、具有主导力的龙头企业担任链主，牵头组建共同体。": "相关园区/龙头企业|相关园区/龙头企业",
    "鼓励有条件的园区开展试验，创建示范园区。": "园区|园区",
    # … but of two who cooperate only the first does what follows
    "支持银行机构与产业投资基金合作，加大信贷支持力度。": "银行机构/产业投资基金|银行机构",
    # partners, and whoever has been brought together
    "市人民政府应当引导企业加大投入，联合高等学校组建联合体，协同开展攻关。": (
        "企业|高等学校/企业|企业/高等学校"
    ),
    "市科技部门联合高等学校组建联合体。": "",
    # 其 means whom the sentence has named and is no part of a name
    "推动金融机构提高占比，鼓励其依托产业链核心企业开展业务。": "金融机构|金融机构/产业链核心企业",
    # a benefit without a receiver is for the last that was named
    "市人民政府应当加强对开发区的规划引导，明晰定位，在要素供给等方面提供支持。": "开发区||开发区",
    "市人民政府应当加强对开发区的规划引导，为企业提供支持。": "开发区|企业",
    "市人民政府应当支持企业引进人才，对引进的领军人才给予补贴，并提供便利。": "企业|领军人才|领军人才",
    # verbs and last words are no names of their own
    "行业组织应当组织和指导企业提出合作意向。": "企业",
    "市人民政府应当支持产业发展促进机构为企业提供服务。": "产业发展促进机构/企业",
    # who has a benefit is its receiver, who may ask for it acts
    "新型研发机构享受与科研事业单位同等待遇。": "新型研发机构",
    "新型研发机构可以申请享受同等待遇。": "",
    # an organ acts on the subject of a condition
    "当事人经考核后，符合条件的，有关部门应当授予职称。": "当事人",
    "企业认为有必要的，可以申请延期。": "",
    # things that are built, means of which nobody acts
    "支持光纤网络、数据中心等新型基础设施建设。": "",
    "支持园区规划建设网络系统、公共云平台等基础设施。": "园区",
    "推动全社会研发投入增长。": "",
    # what an organ does for whom it deals with
    "企业应当提出申请，主管部门应当及时受理申请，办理补领手续。": "|企业|企业",
    "市人民政府应当加强对企业的服务，简化申报手续。": "企业|企业",
    "市人民政府应当支持企业发展，缴纳登记费，研究提出措施。": "企业||",
    "有关部门应当保障企业平等适用政策，公平参与竞争，优化环境。": "企业|企业|",
    "有关部门应当加强对企业的指导，公平分配资源。": "企业|",
    "有关部门应当引导金融机构增加投入，鼓励、引导其增加信贷。": "金融机构|金融机构",
    "前款规定的专家包括行业专家。": "",
    "鼓励高等院校、科研院所的科技人员创办企业，转化成果。": "科技人员|科技人员",
    "鼓励企业、高等学校开展研究，激发各类创新主体的活力。": "企业/高等学校|创新主体",
    "鼓励高等院校、科研院所创办企业，转化成果。": "高等院校/科研院所|高等院校/科研院所",
    # a zone is not for whom its own committee acts
    "开发区管委会负责开发区的环境保护。": "",
    "市人民政府负责开发区的环境保护。": "开发区",
    # a licence is no part of the violator's name
    "取得生产许可证的企业未按照规定标注的，责令限期改正。": "企业",
    # a ruling on a claim is no sanction: it is for both sides
    "消费者主张生产者承担赔偿责任的，人民法院应予支持。": "消费者/生产者",
}


@pytest.mark.parametrize(("words", "names"), RECEIVERS.items())
def test_receivers(words: str, names: str) -> None:
    found = find_measures([Passage.of(words)])
    assert "|".join("/".join(actor.name for actor in m.targets) for m in found) == names


_INTRODUCED = {
    # what a 项 lists is the violation of whom the lead-in names, unless that singles out others
    "企业有下列情形之一的，由有关部门责令改正：": "企业",
    "违反本条例规定，行业协会、商会有下列情形之一的，由有关部门责令改正；构成犯罪的，追究刑事责任：": (
        "行业协会/商会"
    ),
    "有关部门有下列行为之一的，对直接负责的主管人员给予处分：": "",
}


@pytest.mark.parametrize(("lead_in", "names"), _INTRODUCED.items())
def test_violators_of_a_listed_case(lead_in: str, names: str) -> None:
    passage = Passage.of(lead_in)
    for words, harmed in {
        "超出登记的范围活动的；": "",
        "强制消费者接受服务的；": "消费者",
        "泄露消费者信息的；": "",
    }.items():
        steps = (*passage.steps, ("item", "1"))
        item = replace(Passage.of(words, steps), lead_in=passage)
        found = [m for m in find_measures([passage, item]) if m.at == steps]
        expected = "/".join(filter(None, (names, harmed)))
        assert ["/".join(actor.name for actor in m.targets) for m in found] == [expected]
