"""Instruments of actions: evidence and its place, the topic of the passage, and the gold."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SKOS

from converters.annotation.instruments.classification import classify_instruments
from converters.annotation.instruments.settings import Setting
from converters.annotation.lexicons import load_lexicon
from converters.annotation.records import Modality
from ontology.datafiles import DATA
from ontology.load import vocabularies

NOTATIONS = {str(value) for value in vocabularies()["instrument"].objects(None, SKOS.notation)}
DUTY = Modality.OBLIGATION

# Actions that say themselves what they are about: the passage is the action.
ALONE = [
    # one word of evidence
    ("保障工业用地需求", "land"),
    ("开展职业技能培训", "talent"),
    ("对达到标准的企业给予一次性奖励", "funding"),
    ("建设工业互联网平台", "digital"),
    ("定期报告本条例的实施情况", "supervision"),
    # the longest term silences the ones in it: 质量 in 高质量, 标准 in 标准厂房, 上市 in 上市许可
    ("推动经济高质量发展", "other"),
    ("建设标准厂房", "cluster"),
    ("申请药品上市许可", "supervision"),
    # a term of two instruments
    ("降低制度性交易成本", "tax-fee business-environment"),
    ("培养企业家队伍", "enterprise talent"),
    # head before modifiers: 具有国际竞争力的 says what clusters
    ("打造具有国际竞争力的先进制造业集群", "cluster"),
    # 对X的Y: X is the object and counts in full
    ("加强对开发区的规划引导", "planning cluster"),
    # examples before 等 count less than what they are examples of
    ("支持研发设计、电子商务、检验检测等生产性服务业发展", "other"),
    # … but 等 of 高等 ends no list
    ("支持专利信息、商标信息进入高等院校", "quality"),
    # a basis before the comma counts less, means count in full
    ("结合本地用地条件，推动智能制造", "digital"),
    ("企业集约使用土地的，给予奖励", "funding land"),
    ("采取贷款贴息、融资担保等方式，支持智能制造", "finance digital funding"),
    # the verb that opens the action is no example
    ("督促企业建立健全产品追溯等制度", "supervision quality"),
    # a mechanism organises, but is only the form of land, finance, tax …
    ("建立科技成果转化机制", "innovation organisation"),
    ("完善分时电价机制", "tax-fee"),
    ("完善闲置用地盘活机制", "land"),
    ("健全容错纠错机制", "liability"),
    # who carries a plan out does not plan …
    ("落实产业人才政策", "talent"),
    ("依法实施工业用地供应计划", "land"),
    # … but who makes it does
    ("制定清洁能源政策", "green planning"),
    ("制定促进中小企业发展政策", "enterprise planning"),
    # … if the policy is what it makes
    ("落实促进中小企业发展政策", "enterprise"),
    ("制定中小企业政策宣传手册", "enterprise"),
    # a list of what is inspected is no plan, service beside products no business environment
    ("编制监管事项目录清单", "supervision"),
    ("提高产品质量和服务质量", "quality"),
    ("提高服务质量", "business-environment"),
    # the sectors of a class of industries say which ones; alone they are the object
    ("超前布局人工智能、元宇宙等未来产业", "planning innovation"),
    ("发展人工智能、元宇宙等新技术", "digital innovation"),
    # registration and permits supervise, to ease them serves the business environment
    ("向登记机关申请变更登记", "supervision"),
    ("按照规定取得经营许可证", "supervision"),
    ("简化手续，优化审批流程", "business-environment"),
    ("全程网上办理", "digital business-environment"),
    # a special fund finances with public money, a fund of capital finances
    ("设立产业升级专项基金", "finance funding"),
    ("设立产业投资基金", "finance"),
    ("提供融资风险补偿", "finance funding"),
    # a third instrument needs strong evidence of its own
    ("对专精特新企业转化新产品给予奖励", "funding enterprise"),
    # a mechanism for talent is its form
    ("建立优秀人才储备机制", "talent"),
    # staff of science and technology are talent, its results are not
    ("保障科学技术人员的学术自由", "talent"),
    ("推广科学技术成果", "innovation"),
    # civility and traffic are no instrument, automated driving is
    ("倡导文明行为", "other"),
    ("在道路上驾驶车辆", "other"),
    ("开展自动驾驶道路测试", "digital innovation"),
    # sectors of a cluster say which one; in a park they are what it is for
    ("培育新能源、节能环保、新材料等产业集群", "cluster"),
    ("建设绿色园区", "green cluster"),
    # terms that cross both count: 数据安全 and 安全管理, 科技创新 and 创新人才
    ("完善数据安全管理措施", "digital supervision"),
    ("引进科技创新人才", "talent innovation"),
    # … unless a term silences what is none: 用工 in 使用工业, 用人 in 应用人工
    ("使用工业软件", "digital"),
    ("推动企业应用人工智能", "digital"),
    # a matter is no instrument where the action says how
    ("加强农业机械安全监督管理", "supervision"),
    ("发展乡村旅游", "other"),
    # who is small or private is addressed, to develop them is the object
    ("向民营企业增加信贷投放", "finance"),
    ("促进民营企业发展", "enterprise"),
    # rewards of people are for talent
    ("对做出贡献的人员给予奖励和报酬", "talent funding"),
    # how enterprises are bound is their environment, to punish in another modality inspects
    ("依法慎用查封、扣押措施", "business-environment"),
    ("公示行政处罚信息", "supervision"),
    # utilities serve enterprises, secrets of technology are property
    ("优化供水、供电服务", "business-environment"),
    ("保护企业的技术秘密", "quality"),
    # zones and leading industries are what planning is about, committees of zones are bodies
    ("科学规划主导产业", "planning"),
    ("由开发区管委会统筹协调", "organisation"),
    # assessments of a price inspect nothing
    ("发展资产评估服务业", "other"),
    # exchanges of public resources are procurement, those of data are not
    ("完善公共资源交易平台", "procurement"),
    ("完善数据交易平台", "digital"),
    # what an association keeps watch over
    ("加强行业自律", "supervision"),
    # what is put into science is money
    ("提高科学技术投入的总体水平", "funding"),
    ("提高科学技术水平", "innovation"),
    # whose a result is
    ("约定成果权属", "innovation quality"),
    # formulas
    ("法律另有规定的，从其规定", "other"),
    ("遵守有关法律、法规", "other"),
    ("为了促进人工智能产业发展，根据有关法律，结合本省实际，制定本条例", "other"),
    ("本条例所称数据，是指以电子方式对信息的记录", "other"),
    ("遵循创新驱动、绿色低碳、开放合作的原则", "other"),
    ("自公布之日起施行", "other"),
    # no evidence at all
    ("共同推进", "other"),
    ("", "other"),
]


@pytest.mark.parametrize(("action", "expected"), ALONE)
def test_action_alone(action: str, expected: str) -> None:
    assert " ".join(classify_instruments(action, DUTY, action)) == expected


# Actions that do not: passage, action, expected.
IN_PASSAGE = [
    ("设立产业投资基金，支持先进制造业发展。", "支持先进制造业发展", "finance"),
    ("加强人才队伍建设，引进技能人才，增强发展动力。", "增强发展动力", "talent"),
    # what stands near decides, most what stands before
    (
        "加强职业教育。推进节能降碳，构建绿色制造体系，取得实效。扩大对外贸易。",
        "取得实效",
        "green",
    ),
    # an action that is clear keeps its own
    ("加强职业教育，推进节能降碳，保障工业用地。", "保障工业用地", "land"),
    # … to which the matter is added that most of the passage is about
    ("培养技能人才，完善职称制度，建立联席会议制度。", "建立联席会议制度", "organisation talent"),
    ("加强信贷支持，发展融资担保，编制实施方案。", "编制实施方案", "planning finance"),
    # … but no wide one, and not the sectors of a cluster
    ("开展技术攻关，转化科技成果，建立联席会议制度。", "建立联席会议制度", "organisation"),
    ("推进节能降碳，利用清洁能源，建设产业集群。", "建设产业集群", "cluster"),
    # what money is spent on is funded, what a fund is made of is not
    ("科学技术资金主要用于下列事项：支持农业技术推广；", "支持农业技术推广", "funding innovation"),
    ("科学技术资金包括下列款项：支持农业技术推广；", "支持农业技术推广", "innovation"),
    # the action stands elsewhere than in the passage given: it is read alone
    ("加强职业教育。", "保障工业用地", "land"),
]


@pytest.mark.parametrize(("passage", "action", "expected"), IN_PASSAGE)
def test_action_in_its_passage(passage: str, action: str, expected: str) -> None:
    assert " ".join(classify_instruments(action, DUTY, passage)) == expected


# What the title and the headings name decides where neither action nor passage does.
IN_SETTING = [
    ("做好有关保障", "某省大数据发展条例", "", "digital"),
    ("做好有关保障", "某省促进条例", "人才与科技", "talent"),
    # a place, a market or an environment is no field: any means may serve them
    ("做好有关保障", "某市经济技术开发区条例", "营商环境", "other"),
    # … but a statute on them is about them, where nothing else says what
    ("做好有关保障", "某省优化营商环境条例", "", "business-environment"),
    ("做好有关保障", "某省外商投资条例", "", "market-opening"),
    # … and how authorities work together, inspect and answer for it
    ("建立联席会议制度", "某省优化营商环境条例", "", "organisation business-environment"),
    ("合并同一部门的检查", "某省优化营商环境条例", "", "supervision business-environment"),
    # … though to watch the market is only that, and to lend is finance
    ("健全市场主体分级分类监管制度", "某省优化营商环境条例", "", "supervision"),
    ("增加信贷投放", "某省优化营商环境条例", "", "finance"),
    # what an action says itself stays
    ("保障工业用地", "某省大数据发展条例", "数据资源", "land"),
    # the field is added to what only says how
    ("组织编制发展规划", "某省科技创新促进条例", "", "planning innovation"),
    ("建立联席会议制度", "某省绿色发展条例", "", "organisation green"),
    # … but a wide field to few: not all that is inspected or eased serves it
    ("加强监督检查", "某省科技创新促进条例", "", "supervision"),
    ("优化审批服务", "某省促进中小企业发展条例", "", "business-environment"),
    ("编制产业发展规划", "某省数字经济促进条例", "", "planning"),
    # … where it is the only one of the heading or of the title
    ("组织编制发展规划", "某省科技金融人才条例", "", "planning"),
    # whatever stands under liability is a term of it
    ("记入诚信档案", "某省促进条例", "法律责任", "liability"),
    # formulas stay
    ("自公布之日起施行", "某省科技创新促进条例", "附则", "other"),
    # courts
    (
        "保险合同纠纷，人民法院应当受理",
        "最高人民法院关于审理保险纠纷案件的规定",
        "",
        "finance other",
    ),
    ("位于书记员之上", "最高人民法院关于某问题的规定", "", "other"),
]


@pytest.mark.parametrize(("action", "title", "heading", "expected"), IN_SETTING)
def test_action_in_its_setting(action: str, title: str, heading: str, expected: str) -> None:
    found = classify_instruments(action, DUTY, action, Setting(title, heading))
    assert " ".join(found) == expected


# Modality decides before the words do.
BY_MODALITY = [
    ("处五万元以上十万元以下罚款", Modality.LIABILITY, "liability"),
    # 土地 and 环境 are what the violation is about
    ("破坏耕地、污染环境的，由自然资源部门责令改正", Modality.LIABILITY, "liability"),
    ("依法收回资金", Modality.LIABILITY, "liability funding"),
    ("约谈负责人", Modality.LIABILITY, "liability supervision"),
    ("未造成损失的，有关部门恢复名誉", Modality.EXEMPTION, "liability"),
    ("对有关单位和个人不作负面评价", Modality.EXEMPTION, "liability"),
    # conditions of a release from blame; 权益 is what was not harmed
    ("未损害他人合法权益的，可以免责", Modality.EXEMPTION, "liability"),
    ("免收城市基础设施配套费", Modality.EXEMPTION, "tax-fee"),
    # no blame is meant: 检验 is a burden
    ("进口展品免于检验", Modality.EXEMPTION, "market-opening quality"),
    ("免于处罚", Modality.EXEMPTION, "liability"),
    ("无需办理环评手续", Modality.EXEMPTION, "business-environment green"),
    ("依法给予处分", Modality.OBLIGATION, "liability"),
]


@pytest.mark.parametrize(("action", "modality", "expected"), BY_MODALITY)
def test_modality(action: str, modality: Modality, expected: str) -> None:
    assert " ".join(classify_instruments(action, modality, action)) == expected


WORDS = st.text(
    alphabet="支持建立机制土地贷款人才数据、，。的等对通过奖励不得本条例所称制定企业质量 ,a",
    max_size=40,
)


@given(WORDS, st.sampled_from(Modality), WORDS, WORDS, WORDS)
def test_one_to_three_notations(
    action: str, modality: Modality, before: str, after: str, title: str
) -> None:
    setting = Setting(title, before)
    found = classify_instruments(action, modality, before + action + after, setting)
    assert 1 <= len(found) <= 3
    assert len(set(found)) == len(found)
    assert set(found) <= NOTATIONS
    assert "other" not in found[1:]


# Lowest micro F1 of the sets of instruments on the gold.
GOLD = {
    "jiangxi-tiaoli-2024": 0.92,
    "shanxi-cuoshi-2024.excerpt": 0.88,
    "shanxi-tiaoli-2024": 0.89,
}


@pytest.mark.parametrize("name", sorted(GOLD))
def test_gold(name: str) -> None:
    lines = (DATA / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    texts = {each["at"]: each["text"] for each in records if each["kind"] == "provision"}
    right = found = wanted = 0
    for each in (record for record in records if record["kind"] == "measure"):
        modality = Modality(each["modality"])
        got = set(classify_instruments(each["action"], modality, texts[each["at"]]))
        right += len(got & set(each["instruments"]))
        found += len(got)
        wanted += len(each["instruments"])
    assert 2 * right / (found + wanted) >= GOLD[name]


def test_lexicon() -> None:
    rows = load_lexicon("instruments")
    pairs = Counter((row["term"], row["instrument"]) for row in rows)
    assert [pair for pair, count in pairs.items() if count > 1] == []
    assert {row["instrument"] for row in rows} == NOTATIONS | {""}
    silent = {row["term"] for row in rows if not row["instrument"]}
    assert silent & {row["term"] for row in rows if row["instrument"]} == set()
    for row in rows:
        assert row["term"] == row["term"].strip()
        assert len(row["term"]) > 1
        assert (float(row["weight"]) == 0) == (row["term"] in silent)
        assert re.fullmatch(r"corpus:[1-9][0-9]* documents|compiled", row["source"])
