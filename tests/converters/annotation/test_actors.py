"""Actors of clauses: subjects, where they end, partners, short names, responsible bodies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from converters.annotation.actors.brackets import find_bracket_bodies
from converters.annotation.actors.definitions import (
    full_name,
    name_actors,
    protect_names,
    short_names,
)
from converters.annotation.actors.mentions import find_joint, read_subject, split_subject
from converters.annotation.records import BearerRole, Passage, Term
from converters.annotation.topics.terms import find_terms

SUBJECTS = {
    # one body
    "省人民政府": "省人民政府",
    "县级以上人民政府工业和信息化主管部门": "县级以上人民政府工业和信息化主管部门",
    "县级以上人大常委会": "县级以上人大常委会",
    "国务院有关部门": "国务院有关部门",
    "省人民政府办公厅": "省人民政府办公厅",
    "街道办事处": "街道办事处",
    "省工信厅": "省工信厅",
    "省开发区建设工作领导小组": "省开发区建设工作领导小组",
    # levels share a government; a bracket is part of the level, 、 in it divides nothing
    "省、设区的市人民政府": "省人民政府/设区的市人民政府",
    "省、设区的市（自治州）、县（市、区）人民政府": "省人民政府/设区的市（自治州）人民政府/县（市、区）人民政府",
    "省、设区的市(自治州)人民政府": "省人民政府/设区的市(自治州)人民政府",
    "市和区、县（市）人民政府": "市人民政府/区人民政府/县（市）人民政府",
    "省、设区的市以及有条件的县级人民政府": "省人民政府/设区的市人民政府/有条件的县级人民政府",
    "国务院和省、自治区、直辖市人民政府": "国务院/省人民政府/自治区人民政府/直辖市人民政府",
    "各市、县人民政府，省各有关单位": "各市人民政府/各县人民政府/省各有关单位",
    "区（县）人民政府、街道办事处": "区（县）人民政府/街道办事处",
    # departments share a head, 和 in their names divides nothing
    "县级以上人民政府发展改革、教育、科技等部门": (
        "县级以上人民政府发展改革部门/县级以上人民政府教育部门/县级以上人民政府科技部门"
    ),
    "省人民政府人力资源和社会保障、教育、工业和信息化等主管部门": (
        "省人民政府人力资源和社会保障主管部门/省人民政府教育主管部门/省人民政府工业和信息化主管部门"
    ),
    "县级以上人民政府市场监督管理、药品监督管理部门": (
        "县级以上人民政府市场监督管理部门/县级以上人民政府药品监督管理部门"
    ),
    "住房和城乡建设、自然资源和林业部门": "住房和城乡建设部门/自然资源部门/林业部门",
    "省、设区的市人民政府科学技术、工业和信息化等部门": (
        "省人民政府科学技术部门/省人民政府工业和信息化部门"
        "/设区的市人民政府科学技术部门/设区的市人民政府工业和信息化部门"
    ),
    "市和浦东新区财政、税务等部门": "市财政部门/市税务部门/浦东新区财政部门/浦东新区税务部门",
    "市大数据主管部门和其他有关部门": "市大数据主管部门/其他有关部门",
    "国家网信部门和国务院电信、公安等部门": "国家网信部门/国务院电信部门/国务院公安部门",
    "教育部门和相关部门": "教育部门/相关部门",  # not 教育部 + 门
    # 及其, 及: bodies of the government just named
    "县级以上人民政府及其有关部门": "县级以上人民政府/县级以上人民政府有关部门",
    "县级以上人民政府及有关部门": "县级以上人民政府/县级以上人民政府有关部门",
    "县级以上人民政府及自然资源部门": "县级以上人民政府/县级以上人民政府自然资源部门",
    "省人民政府及其发展改革、工业和信息化等部门": (
        "省人民政府/省人民政府发展改革部门/省人民政府工业和信息化部门"
    ),
    "市、区人民政府及其相关部门": "市人民政府/区人民政府/市人民政府相关部门/区人民政府相关部门",
    "县级以上人民政府统计主管部门和相关行业主管部门": (
        "县级以上人民政府统计主管部门/县级以上人民政府相关行业主管部门"
    ),
    # departments under the centre are no departments of the government
    "县级以上人民政府财政、林业等部门和金融监督管理、税务部门": (
        "县级以上人民政府财政部门/县级以上人民政府林业部门/金融监督管理部门/税务部门"
    ),
    "县级以上人民政府有关部门及其工作人员": "县级以上人民政府有关部门/县级以上人民政府有关部门工作人员",
    "职业院校及其教师、学生": "职业院校/职业院校教师/职业院校学生",
    "公民、法人以及其他组织": "公民/法人/其他组织",  # not 以及其 + 他组织
    # other actors
    "有关单位和个人": "有关单位/有关个人",
    "企业、高等学校和科研机构": "企业/高等学校/科研机构",
    "生产、经营单位": "生产单位/经营单位",
    "数据处理者、算力运营单位": "数据处理者/算力运营单位",
    "医疗机构、药品上市许可持有人": "医疗机构/药品上市许可持有人",
    "产业链链长牵头部门和有关部门": "产业链链长牵头部门/有关部门",
    "示范区内企业": "示范区内企业",
    "居民用水户": "居民用水户",
    "养蜂人": "养蜂人",
    "本省": "本省",
    "任何地区和部门": "任何地区/任何部门",
    "监理工作机构": "监理工作机构",
    "核材料许可证持有单位": "核材料许可证持有单位",
    "供水、供电等公用企业": "供水公用企业/供电公用企业",
    "工会、共青团、妇联等群团组织": "工会/共青团/妇联",
    "自治区、设区的市人民政府科学技术主管部门": (
        "自治区人民政府科学技术主管部门/设区的市人民政府科学技术主管部门"
    ),
    "乡（镇）、街道综合性文化服务中心": "乡（镇）综合性文化服务中心/街道综合性文化服务中心",
    # relative clauses: the head, but a founded body and an office keep theirs
    "从事农业机械生产、维修和作业的单位和个人，": "从事农业机械生产、维修和作业的单位/从事农业机械生产、维修和作业的个人",
    "高等院校和有条件的中小学校": "高等院校/中小学校",
    "县级以上人民政府设立的投资基金": "县级以上人民政府设立的投资基金",
    "承担主要监督管理职责的部门": "承担主要监督管理职责的部门",
    "中小学校、幼儿园和未成年人的监护人": "中小学校/幼儿园/未成年人的监护人",
    "从事实验动物工作的人员对实验动物": "从事实验动物工作的人员",
    "供水企业和自建供水设施的单位": "供水企业/自建供水设施的单位",
    "符合条件的企业": "企业",
    "重要数据的处理者": "重要数据的处理者",
    "省级人民政府指定的部门": "省级人民政府指定的部门",
    # an office that a clause describes is one name
    "国务院负责中小企业促进工作综合管理的部门": "国务院负责中小企业促进工作综合管理的部门",
    "应急管理部门和其他负有安全生产监督管理职责的部门": "应急管理部门/其他负有安全生产监督管理职责的部门",
    "行政机关和法律、法规授权的具有管理公共事务职能的组织": (
        "行政机关/法律、法规授权的具有管理公共事务职能的组织"
    ),
    # verbs in names
    "国务院认证认可监督管理部门": "国务院认证认可监督管理部门",
    "备案审查工作机构": "备案审查工作机构",
    "公共数据提供部门": "公共数据提供部门",
    "规划编制机关": "规划编制机关",
    "市和区健康促进委员会": "市健康促进委员会/区健康促进委员会",
    "首都精神文明建设委员会办事机构": "首都精神文明建设委员会办事机构",
    "市和区人民政府及其教育行政部门": (
        "市人民政府/区人民政府/市人民政府教育行政部门/区人民政府教育行政部门"
    ),
    "设立代表机构": "",
    # brackets after a name
    "乡镇人民政府（街道办事处）": "乡镇人民政府（街道办事处）",
    "村（居）民委员会": "村（居）民委员会",
    # what members share: a head, one name, nothing
    "医疗、保健机构": "医疗机构/保健机构",
    "矿产资源开采、加工企业": "矿产资源开采企业/加工企业",
    "内燃机和机动车制造企业": "内燃机和机动车制造企业",
    "供水、供电、有线电视等专业单位": "供水专业单位/供电专业单位/有线电视专业单位",
    "工商、物价等监督检查部门": "工商监督检查部门/物价监督检查部门",
    "市场监督管理、海关、邮政等部门": "市场监督管理部门/海关/邮政部门",
    "科技、人才、人力资源社会保障等部门": "科技部门/人才部门/人力资源社会保障部门",
    "市人才、教育等部门": "市人才部门/市教育部门",
    "公安机关交通管理、城市管理等部门": "公安机关交通管理部门/城市管理部门",
    "国家、社会、学校和家庭": "国家/社会/学校/家庭",
    "有关机构或者专家": "有关机构/专家",
    "国（境）内外的组织和个人": "国（境）内外的组织/国（境）内外的个人",
    # topics before, adverbials behind
    "对提供虚假材料骗取补贴、奖励资金的，有关部门": "有关部门",
    "在先进制造业促进工作中，县级以上人民政府及有关部门": "县级以上人民政府/县级以上人民政府有关部门",
    "市人民政府及其有关部门在购买智慧应用产品和服务时": "市人民政府/市人民政府有关部门",
    "主管部门对评价排名靠前的园区": "主管部门",
    "先进制造业集群，由省人民政府": "省人民政府",
    "人民警察的警衔标志由公安部": "公安部",
    "建设单位使用财政资金，": "建设单位",
    "企业需要委托中介服务机构的，": "企业",
    # no actors
    "招生简章和广告": "",
    "专项资金": "",
    "促进制造业高质量发展，": "",
    "县级以上人民政府制定的全民健身实施计划，": "",
    "本省先进制造业企业增资扩产和技术改造投资项目": "",
    "本市实行考核评价制度，考评结果": "",
    "必要时，": "",
    "": "",
}


@pytest.mark.parametrize(("words", "names"), SUBJECTS.items())
def test_subject(words: str, names: str) -> None:
    passage = Passage.of(words)
    found = read_subject(passage, 0, len(words))
    assert "/".join(actor.name for actor in found) == names


def test_subject_inside_a_passage_has_spans_of_the_passage() -> None:
    passage = Passage.of("第一款。省、设区的市人民政府应当")
    first, second = read_subject(passage, 4, 14)
    assert [piece.of(passage.text) for piece in first.pieces] == ["省", "人民政府"]
    assert second.pieces[0].of(passage.text) == "设区的市人民政府"
    assert second.at == passage.steps


SPLITS = {
    "省精神文明建设委员会统筹推进文明促进工作": "省精神文明建设委员会",
    "公共就业服务机构举办职业中介机构": "公共就业服务机构",
    "台湾金融机构申请设立银行": "台湾金融机构",
    "省人民政府认定的重点园区享受优惠政策": "省人民政府认定的重点园区",
    "监督承租方遵守政策": None,
    "主管部门不明确的": None,
    "债务人恶意损害债权人利益的除外": None,
    "设区的市、县（市、区）人民政府结合财力情况，对制造业发展提供支持": "设区的市、县（市、区）人民政府",
    "省人民政府对成绩突出的单位给予表彰": "省人民政府",
    "本省重点推动有色金属等产业改造升级": "本省",
    "国家鼓励采用推荐性标准": "国家",
    "县级以上人民政府组织编制国土空间规划": "县级以上人民政府",
    "市、区发展改革部门主管优化营商环境工作": "市、区发展改革部门",
    "企业依法享有自主权": "企业",
    "各示范区要依托体制优势": "各示范区",
    # compounds of names of actors are no actors
    "制造业企业技术创新": None,
    "企业家精神": None,
    "政府采购依法进行": None,
    "本省行政区域内制造业发展适用本条例": None,
    "企业标准": None,
    # no actor at the beginning, no predicate behind it
    "建立健全工作机制": None,
    "鼓励机关、企业事业单位参加活动": None,
    "支持企业开展合作": None,
    "省人民政府": None,
    "省人民政府，": None,
    "企业、": None,
    "": None,
}


@pytest.mark.parametrize(("words", "subject"), SPLITS.items())
def test_split(words: str, subject: str | None) -> None:
    end = split_subject(Passage.of(words), 0, len(words))
    assert (None if end is None else words[:end]) == subject


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("会同有关部门建设平台", "有关部门"),
        (
            "会同发展改革、财政等部门和人民银行制定办法",
            "发展改革部门/财政部门/人民银行",
        ),
        ("联合高等学校、科研院所开展攻关", "高等学校/科研院所"),
        ("配合税务机关做好工作", "税务机关"),
        ("配合学校开发课程", ""),
        ("会同省科学技术、财政部门组织实施", "省科学技术部门/省财政部门"),
        ("对有关部门进行考核", ""),
        ("支持龙头企业联合高等院校开展攻关", ""),
        ("共建联合实验室", ""),
    ],
)
def test_joint(words: str, names: str) -> None:
    found = find_joint(Passage.of(words), 0, len(words))
    assert "/".join(actor.name for actor in found) == names


# Text, the actor that its short name stands for (None: it stands for no one actor).
SHORT_NAMES = [
    ("将省级转型综改示范区(以下简称“示范区”)打造成为先行区。", "省级转型综改示范区"),
    ("市经济信息化部门（以下简称主管部门）负责实施。", "市经济信息化部门"),
    ("县级以上人民政府房产行政主管部门（以下统称物业主管部门）负责。", "县级以上人民政府房产行政主管部门"),
    ("省人民政府设立郑州航空港经济综合实验区管理委员会（以下简称管委会）。",
     "郑州航空港经济综合实验区管理委员会"),
    # A bracket and 由, 对 inside a name end none.
    ("设立中国（上海）自由贸易试验区管理委员会（以下简称管委会）。", "中国（上海）自由贸易试验区管理委员会"),
    ("组织建立对外劳务合作服务平台（以下简称服务平台）。", "对外劳务合作服务平台"),
    # The grammar of actors cuts a name of an area; its short name has only signs of it.
    ("为了推进郑洛新国家自主创新示范区（以下简称自主创新示范区）建设。", "郑洛新国家自主创新示范区"),
    ("根据实际，结合汕头经济特区（以下简称特区）实际。", "汕头经济特区"),
    ("本条例适用于经国务院批准设立的中国（山东）自由贸易试验区（以下简称自贸试验区）。",
     "中国（山东）自由贸易试验区"),
    ("为了发挥长三角生态绿色一体化发展示范区（以下简称示范区）作用。", "长三角生态绿色一体化发展示范区"),
    ("沿海县级以上人民政府渔业行政主管部门（以下简称主管部门，下同）负责。",
     "沿海县级以上人民政府渔业行政主管部门"),
    ("最高人民法院与香港特别行政区（以下简称香港特区）协商。", None),
    # Traps: laws, several actors, a clause before the noun, a level that the full name lacks.
    ("《中华人民共和国数据安全法》（以下简称数据安全法）适用。", None),
    ("国家机关、社会团体和企业（以下统称用人单位）应当执行。", None),
    ("省、设区的市、县（市、区）人民政府（以下简称县级以上人民政府）负责。", None),
    ("在加工区内设立的企业（以下简称区内企业）应当登记。", None),
    ("各县住房和城乡建设、公安部门（以下简称县级主管部门）负责。", None),
    ("国务院设立进出口商品检验部门（以下简称国家商检部门）。", None),
    ("应当在发布前由有关部门（以下简称广告审查机关）审查。", None),
    ("在长岛海洋生态文明综合试验区（以下简称长岛试验区）内。", None),
]  # fmt: skip


def _terms(*passages: Passage) -> tuple[Term, ...]:
    return name_actors(passages, [term for p in passages for term in find_terms(p)])


@pytest.mark.parametrize(("text", "full"), SHORT_NAMES)
def test_short_names(text: str, full: str | None) -> None:
    found = {term.actor for term in _terms(Passage.of(text)) if term.rule == "term-short"}
    assert found == {full}


def test_a_short_name_given_to_two_actors_names_neither() -> None:
    one = Passage.of("设立甲县开发区管理委员会（以下简称管委会）。", (("art", "1"),))
    other = Passage.of("设立乙县度假区管理委员会（以下简称管委会）。", (("art", "2"),))
    assert short_names([one], _terms(one)) == {"管委会": "甲县开发区管理委员会"}
    assert short_names([one, other], _terms(one, other)) == {}


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("示范区", "省级转型综改示范区"),
        ("示范区管委会", "省级转型综改示范区管委会"),
        ("国家自主创新示范区", "国家自主创新示范区"),
        ("示范区理事会", "省级转型综改示范区理事会"),
        ("示范区企业", "示范区企业"),
        ("平台企业", "平台企业"),
        ("平台管理机构", "平台管理机构"),
    ],
)
def test_full_names(name: str, full: str) -> None:
    assert full_name(name, {"示范区": "省级转型综改示范区", "平台": "设施共享平台"}) == full


def test_defined_names_are_one_word() -> None:
    passages = [
        Passage.of("国家机关和事业单位（以下统称公共管理和服务机构）适用本条例。"),
        Passage.of("公共管理和服务机构应当共享数据。"),
        Passage.of("发明人或者设计人（以下统称发明人或者设计人）应当报告。"),
    ]
    first, second, third = protect_names(passages)
    assert read_subject(second, 0, 9)[0].name == "公共管理和服务机构"
    assert len(read_subject(passages[1], 0, 9)) == 2
    assert third == passages[2]  # a list of two is no name
    assert first.text == passages[0].text


def test_lead_ins_follow_their_protected_passages() -> None:
    lead_in = Passage.of("公共管理和服务机构，是指国家机关。公共管理和服务机构应当：")
    item = replace(Passage.of("公开数据。"), lead_in=lead_in)
    first, second = protect_names([lead_in, item])
    assert second.lead_in is first


LEAD, RESPONSIBLE, JOINT = BearerRole.LEAD, BearerRole.RESPONSIBLE, BearerRole.JOINT
BRACKETS = {
    "优化布局。(省工信厅、省商务厅按职责分工负责,各市政府具体负责。以下均需各市政府具体负责,不再一一列出)": (
        [("省工信厅", RESPONSIBLE), ("省商务厅", RESPONSIBLE), ("各市政府", RESPONSIBLE)],
        ["各市政府"],
    ),
    "推进合作（含境外）。（牵头单位：省科技厅；责任单位：省财政厅、省税务局，各设区市人民政府）": (
        [
            ("省科技厅", LEAD),
            ("省财政厅", RESPONSIBLE),
            ("省税务局", RESPONSIBLE),
            ("各设区市人民政府", RESPONSIBLE),
        ],
        [],
    ),
    "给予奖励。责任单位：市经济信息化委、市科委、各区政府": (
        [("市经济信息化委", RESPONSIBLE), ("市科委", RESPONSIBLE), ("各区政府", RESPONSIBLE)],
        [],
    ),
    "给予补助。〔市发改局牵头，区科经局、各街道、镇等配合〕": (
        [("市发改局", LEAD), ("区科经局", JOINT), ("各街道", JOINT), ("镇", JOINT)],
        [],
    ),
    "推进改造。【责任单位：省发展改革委，各区（市）县政府（管委会）；完成时限：2025年底前】": (
        [("省发展改革委", RESPONSIBLE), ("各区（市）县政府（管委会）", RESPONSIBLE)],
        [],
    ),
    "推进改造。（市工信局、市财政局）": (
        [("市工信局", RESPONSIBLE), ("市财政局", RESPONSIBLE)],
        [],
    ),
    "推进改造。\n牵头单位：市科委\n配合单位：市财政局": (
        [("市科委", LEAD), ("市财政局", JOINT)],
        [],
    ),
    "给予贴息。（省委金融办牵头，省财政厅、人民银行配合）": (
        [("省委金融办", LEAD), ("省财政厅", JOINT), ("人民银行", JOINT)],
        [],
    ),
}


@pytest.mark.parametrize(("words", "expected"), BRACKETS.items())
def test_bracket(words: str, expected: tuple[list[tuple[str, BearerRole]], list[str]]) -> None:
    found = find_bracket_bodies(Passage.of(words))
    assert found is not None
    assert [(bearer.actor.name, bearer.role) for bearer in found.bearers] == expected[0]
    assert [bearer.actor.name for bearer in found.for_later_items] == expected[1]
    assert words[found.span.end :].strip("。") == ""


@pytest.mark.parametrize(
    "words",
    [
        "支持企业发展（含外资企业）。",
        "红十字会是登记机构（以下统称登记机构）。",
        "通知如下（1950年9月20日委员会办公厅公布）",
        "支持各类市场主体（企业、个体工商户）。",
        "支持企业发展。",
        "",
    ],
)
def test_no_bracket(words: str) -> None:
    assert find_bracket_bodies(Passage.of(words)) is None


_WORDS = st.lists(
    st.sampled_from(
        [
            *"、，。；的等和及其对（）(“” ",
            *("以及", "省", "设区的市", "人民政府", "部门", "教育", "企业", "组织", "建设", "应当"),
            *("支持", "鼓励", "有关", "单位", "个人", "者", "由", "某某", "会同", "负责", "示范区"),
        ]
    ),
    max_size=14,
).map("".join)


@example("的等")
@given(_WORDS)
def test_every_name_is_made_of_words_of_the_passage(words: str) -> None:
    passage = Passage.of(words)
    end = len(words)
    found = (*read_subject(passage, 0, end), *find_joint(passage, 0, end))
    for actor in found:
        assert actor.name == "".join(piece.of(words) for piece in actor.pieces) != ""
        assert all(0 <= piece.start < piece.end <= end for piece in actor.pieces)
    split = split_subject(passage, 0, end)
    assert split is None or 0 < split < end
    bracket = find_bracket_bodies(passage)
    for bearer in bracket.bearers if bracket else ():
        assert bearer.actor.name == "".join(piece.of(words) for piece in bearer.actor.pieces)
