"""Sectors: exact mentions and classes, a trap for every rule, and spans that are always verbatim."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from converters.annotation.lexicons import load_lexicon
from converters.annotation.records import Passage, SectorClass
from converters.annotation.sectors.mentions import find_sectors, read_sectors
from converters.annotation.sectors.subjects import read_subject
from ontology.iris import parse_address

GOLD = sorted((Path(__file__).parents[3] / "data" / "gold").glob("*.jsonl"))
OF_CLASS = {
    "传": SectorClass.TRADITIONAL,
    "优": SectorClass.ADVANTAGE,
    "新": SectorClass.EMERGING,
    "未": SectorClass.FUTURE,
    "群": SectorClass.CLUSTER,
    "服": SectorClass.SERVICE,
}


def read(text: str, steps: tuple[tuple[str, str], ...] = (("art", "1"), ("para", "1"))) -> str:
    """The mentions, each with the sign of its class where it has one: 钢铁/传 陶瓷/传."""
    signs = {value: f"/{sign}" for sign, value in OF_CLASS.items()}
    return " ".join(
        mention.span.of(text) + signs.get(mention.sector_class, "")
        for mention in find_sectors(Passage.of(text, steps))
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the class noun behind 等 classes the whole list, known or not
        ("改造冶金、石化、陶瓷等传统产业。", "冶金/传 石化/传 陶瓷/传"),
        ("发展毛笔、宣纸、陶瓷等优势产业。", "毛笔/优 宣纸/优 陶瓷/优"),
        ("发展电子信息、航空、医药等战略性新兴产业。", "电子信息/新 航空/新 医药/新"),
        ("培育未来信息通信、未来健康等未来产业。", "未来信息通信/未 未来健康/未"),
        ("建设航空、铜基新材料等先进制造业集群。", "航空/群 铜基新材料/群"),
        ("发展信息数据、运营管理、现代物流等生产性服务业。", "信息数据/服 运营管理/服 现代物流/服"),
        ("推动石化、汽车制造等传统优势产业集群转型。", "石化/传 汽车制造/传"),
        ("推动竹制品、木材加工等县域特色产业发展。", "竹制品 木材加工"),
        ("培育人工智能、区块链等数字产业。", "人工智能 区块链"),
        ("发展预制菜、休闲食品等现代食品产业集群。", "预制菜/群 休闲食品/群"),
        # no class noun: all members known, one of them a field
        ("支持汽车零部件、工程机械、机床等再制造。", "汽车零部件 工程机械 机床"),
        # classes beside the list
        ("围绕新能源、现代煤化工等重点，培育壮大新兴产业。", "新能源/新 现代煤化工/新"),
        (
            "围绕通用航空等重点，培育新兴产业，瞄准未来能源、未来材料等重点，前瞻布局未来产业。",
            "通用航空/新 未来能源/未 未来材料/未",
        ),
        # 新兴技术 class no industry
        ("运用大数据、物联网等新兴技术。", "大数据 物联网"),
        # two levels of coordination; 及 does not split
        ("建设锂电和光伏新能源、钨和稀土金属新材料等产业集群。",
         "锂电/群 光伏新能源/群 钨/群 稀土金属新材料/群"),
        ("支持工业设计以及检验检测、金融服务等生产性服务业。", "工业设计/服 检验检测/服 金融服务/服"),
        ("支持基础工艺及装备、基础材料等领域发展。", "基础工艺及装备 基础材料"),
        ("发展石油化工及精细化工、汽车产业。", "石油化工及精细化工 汽车"),
        # 和 inside a name
        ("发展软件和信息技术服务、细胞和基因治疗等产业。", "软件 信息技术服务 细胞和基因治疗"),
        # the verb before the first member goes, an adjective of it stays
        ("巩固集成电路、高端铝材等优势产业。", "集成电路/优 高端铝材/优"),
        ("支持面向制造业的研发设计、电子商务等生产性服务业。", "研发设计/服 电子商务/服"),
        # lists without 等; the shared noun belongs to all members
        ("发展高效节能、先进环保和资源循环利用产业。", "高效节能 先进环保 资源循环利用"),
        ("培育新能源汽车、光伏、锂电池。", "新能源汽车 光伏 锂电池"),
        # two lists in a clause
        ("推进物联网等新型网络基础设施和数据中心、智算中心等算力基础设施建设。",
         "物联网 数据中心 智算中心"),
        # first-of-kind products
        ("推动重大技术装备首台（套）、新材料首批次、软件首版次等产品的示范。",
         "重大技术装备 新材料 软件"),
        # what a list closes with tells what its members are, whatever they end with
        ("形成电子信息制造业和互联网服务业等数字产业。", "电子信息制造业 互联网服务业"),
        ("发展科技金融、航空金融等特色金融。", "科技金融 航空金融"),
        # trades, fields of life and areas of application, closed by their class noun
        ("金融、铁路、供水、供气等公用行业的经营者。", "金融 铁路 供水 供气"),
        ("组织医疗健康、生态环境、乡村振兴等民生领域的研究。", "医疗健康 生态环境 乡村振兴"),
        ("支持资信评级、资产评估、法律服务等与金融相关的中介服务机构发展。",
         "资信评级/服 资产评估/服 法律服务/服"),
        ("设立信息、咨询等中介机构。", "信息 咨询"),
        ("推动交通、能源、水利等领域基础设施数字化改造。", "交通 能源 水利"),
        # members that are the objects of promotion
        ("大力发展文化旅游、红色旅游等特色旅游。", "文化旅游 红色旅游"),
        ("推动首台（套）重大技术装备、首批次材料、首版次软件等示范应用。", "重大技术装备 材料 软件"),
        ("开发首台（套）重大技术装备、首批次新材料、首版次软件等保险产品。",
         "重大技术装备 新材料 软件"),
        ("推广新装备、新材料、软件等。", ""),
        ("严格控制新建、扩建钢铁、石化、化工等项目。", "钢铁 石化 化工"),
        # the industries of the future are emerging ones
        ("培育人工智能、药品等未来以及新兴支柱产业集群。", "人工智能/新 药品/新"),
        # what an economy stands on
        ("建立以汽车、电子信息、装备制造为支柱的产业体系。", "汽车 电子信息 装备制造"),
        ("以汽车、食品为主要原料。", ""),
        # one sign is a name where a class noun closes the list
        ("推动酒、烟、茶等特色优势产业集群发展。", "酒/群 烟/群 茶/群"),
        # 参与 and 碳中和 hold no 与 and 和; sizes are no part of names
        ("支持企业参与航空发动机、燃气轮机等重大技术装备攻关。", "航空发动机 燃气轮机"),
        ("打造万亿级新型储能、5000亿级新能源汽车产业集群。", "新型储能/群 新能源汽车/群"),
        # areas of application count beside a technology
        ("推动人工智能在医疗、交通、教育等领域的应用。", "人工智能 医疗 交通 教育"),
    ],
)  # fmt: skip
def test_lists(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支持工业互联网创新发展，推广智能制造。", "工业互联网 智能制造"),
        ("培育壮大节能环保装备产业。", "节能环保装备产业"),
        ("建设资源综合利用产业集聚区。", "资源综合利用产业"),
        ("规划数字经济产业园。", "数字经济"),
        ("建设氢能产业园、化工园区和医药产业园。", "氢能 医药"),
        ("打造新能源汽车产业集群。", "新能源汽车产业/群"),
        ("运用新一代信息技术，开展大宗固体废弃物综合利用。", "新一代信息技术 大宗固体废弃物综合利用"),
        ("促进制造业与现代服务业融合。", "现代服务业/服"),
        ("发展工业设计、个性化定制等服务型制造新模式。", "工业设计/服"),
        ("扩大服务业对外开放，加快服务业高质量发展。", "服务业/服 服务业/服"),
        ("加强养老服务合作，推动区域旅游合作与发展。", "养老服务 旅游"),
        ("建设智能算力集群，发展人工智能产业集群。", "智能算力 人工智能产业/群"),
        # a branch is one only as the object of promotion or with a noun
        ("大力发展软件，支持旅游企业。", "软件"),
        ("推动食品机械制造。", "食品机械制造"),
        ("打造消费品特色园区。", "消费品"),
        ("推进新型数据中心和智能终端的建设。", "新型数据中心 智能终端"),
        ("扩大金融领域对外开放，规范金融领域信息共享。", "金融"),
        # a ban after a duty is the sentence's only forbidding part
        ("从事大数据活动应当遵守法律，不得出售云计算设备。", "大数据"),
    ],
)  # fmt: skip
def test_names(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        # generic class labels
        "推动传统产业、新兴产业和未来产业发展，发展先进制造业、高新技术产业、战略性新兴产业。",
        # bodies and actors
        "发展改革、工业和信息化、人力资源和社会保障、能源、大数据等部门按照职责做好工作。",
        "省大数据工作主管部门、能源部门应当配合。",
        "推动金融机构、电力企业、运输企业等提升服务质量。",
        # instruments, platforms, modes
        "采取财政贴息、融资租赁、保险补偿等方式给予支持。",
        "完善研发设计、检验检测、电商物流、会展交易等公共服务平台。",
        "发展个性化定制、共享制造等服务型制造新模式。",
        "推动关键岗位机器人替代，支持工业设计平台。",
        "支持企业参与重大专项，给与资助。",
        "矿业权出让合同、运动伤害险等险种业务、核电厂安全。",
        "开展国际科学研究合作，发展农业合作社，参加旅游合作联盟。",
        "以质量、效益、安全为重点。",
        "支持技术转移、专利代理、高端制造等专业服务机构落地。",
        "推进制造业与服务业融合。",
        "探索共享制造等智能制造模式。",
        "推动“光伏+工业”应用。",
        # means of production
        "采用新技术、新装备、新材料进行改造。",
        # other fields of law
        "人民法院审理机动车交通事故责任案件，适用本解释。",
        "教育、卫生、文化等领域的志愿服务活动。",
        "提供咨询等服务业务的单位，应当建立档案。",
        "按照《人工智能产业促进条例》执行。",
        "遵循创新驱动、绿色低碳、开放协作的原则。",
        "推进产业数字化、数字产业化。",
        # of what kind actors, markets and places are
        "支持人工智能企业、跨境电商出口企业、旅游企业和会展业经营者，规范金融业务。",
        "发展旅游事业单位，设立旅游发展委员会和旅游业主管部门。",
        "出让旅游资源经营权，使用海洋渔业水域。",
        "按照工业、农业、畜牧业、林业等规划执行。",
        # tools of administration
        "通过信息共享、大数据分析等方式听取意见，依托大数据监测平台，推行优质高效智能税务服务。",
        # any technology as a means
        "运用信息技术手段，依托平台运用数字技术。",
        # development of something else, in the manner of a branch
        "促进经济健康发展，支持建筑绿色发展，做好清洁生产促进工作。",
        "编制高等教育发展规划和能源规划。",
        # classes of industries
        "支持乡村产业、海洋特色产业、劳动密集型产业和高耗能产业发展，培育成支柱产业。",
        # bodies and offices listed
        "委托会计师事务所、律师事务所等中介服务机构办理。",
        "在财政、城市管理、就业、生态环境等领域推行综合行政执法。",
        "供水、供电、供气等公用企事业单位。",
        # what is forbidden or punished
        "禁止建设风力发电项目，不得占用充电桩。",
        "开展人工智能服务，不得泄露秘密。",
        "违反旅游业发展规划的，责令改正。",
        "促进科技成果产业化和技术改造，完善项目制、学徒制等产业人才培养模式。",
    ],
)
def test_no_sectors(text: str) -> None:
    assert read(text) == ""


def test_class_from_the_title_of_an_item() -> None:
    text = "培育优势产业集群。推动消费品工业集聚发展，支持工业互联网应用。"
    assert read(text, (("item", "2"),)) == "消费品工业/群 工业互联网/群"
    assert read(text) == "消费品工业 工业互联网"


def test_every_place_is_found() -> None:
    passage = Passage.of("推广人工智能。培育人工智能、氢能等未来产业，应用人工智能。")
    places = [mention.span.start for mention in find_sectors(passage)]

    assert places == [2, 9, 14, 24]


def statute(*articles: str) -> list[Passage]:
    return [
        Passage.of(text, (("art", str(number)), ("para", "1")))
        for number, text in enumerate(articles, 1)
    ]


@pytest.mark.parametrize(
    ("purpose", "rest", "expected"),
    [
        ("为了保护惠明茶资源，促进惠明茶产业健康发展，制定本条例。", "惠明茶", "惠明茶"),
        ("为了促进农业机械化，建设现代农业，制定本条例。", "农业机械", "农业机械"),
        ("为了促进乡村旅游持续健康高质量发展，制定本条例。", "乡村旅游", "乡村旅游"),
        # the rest does not speak of it
        ("为了促进惠明茶产业健康发展，制定本条例。", "茶", ""),
        # no industry, a class of industries, a way of acting
        ("为了促进文明行为，推动社会发展，制定本条例。", "文明行为", ""),
        ("为了促进先进制造业发展，推动民营经济发展，制定本条例。", "先进制造业民营经济", ""),
        ("为了促进清洁生产，制定本法。", "清洁生产", ""),
        ("为了保障网络数据安全，规范金融活动，制定本条例。", "网络数据安全金融", ""),
        # no purpose clause
        ("促进惠明茶产业健康发展。", "惠明茶", ""),
    ],
)
def test_the_subject_of_a_statute(purpose: str, rest: str, expected: str) -> None:
    passages = statute(purpose, *[f"有关单位做好{rest}推广工作。"] * 4)

    assert read_subject(passages) == expected


def test_the_subject_is_a_sector_wherever_policy_names_it() -> None:
    passages = statute(
        "为了促进惠明茶产业健康发展，制定本条例。",
        "培训惠明茶种植人员，建设惠明茶产业园。",
        "惠明茶主管部门负责工作。",
        "不得销售冒充惠明茶的产品。",
        "适用《惠明茶标准》。",
    )
    texts = [passage.text for passage in passages]
    words = [m.span.of(texts[int(m.at[0][1]) - 1]) for m in read_sectors(passages)]

    assert words == ["惠明茶产业", "惠明茶", "惠明茶产业"]


def test_half_width_punctuation_reads_alike() -> None:
    assert read("瞄准氢能、6G等重点,前瞻布局未来产业.") == "氢能/未 6G/未"


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold(path: Path) -> None:
    """In sample: the lexicons were widened and the rules written with these three at hand."""
    expected, found = defaultdict(set), defaultdict(set)
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if line["kind"] == "sector":
            expected[line["at"]].add((line["mention"], line["role"]))
        if line["kind"] == "provision":
            passage = Passage.of(line["text"], parse_address(line["at"]))
            for mention in find_sectors(passage):
                found[line["at"]].add((mention.span.of(passage.text), mention.sector_class.value))

    assert found == expected


FRAGMENTS = (
    "、", "和", "以及", "等", "，", "。", "（", "）", "《", "》", "产业", "未来产业", "部门", "新", "+", "及",
    "人工智能", "食品", "教育", "高端", "装备", "发展", "推动", "首版次", "软件", "钨", "化", "模式", "集群", "\n", "x",
)  # fmt: skip


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
@example("软件、、人工智能、产业")
def test_spans_are_verbatim_in_order_and_apart(text: str) -> None:
    mentions = find_sectors(Passage.of(text))

    for mention in mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert not set(mention.span.of(text)) & set("，。、（）《》\n")
        assert 0 < mention.confidence <= 1
    for before, after in pairwise(mentions):
        assert before.span.end <= after.span.start


def test_lexicon() -> None:
    rows = load_lexicon("sectors")
    terms = [row["term"] for row in rows]

    assert len(terms) == len(set(terms))
    assert {row["kind"] for row in rows} == {"field", "branch", "area"}
    assert [term for term in terms if "、" in term or "以及" in term or not term.strip()] == []
    assert [row for row in rows if not row["source"]] == []


def test_long_passages_take_linear_time() -> None:
    short = "推动人工智能、食品和高端装备等产业发展，支持新技术、新材料应用。" * 20
    assert len(find_sectors(Passage.of(short * 20))) == 20 * len(find_sectors(Passage.of(short)))
