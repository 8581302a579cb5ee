"""What documents state of themselves, and what they do not."""

from __future__ import annotations

from dataclasses import fields

import pytest

from converters.metadata.classification import find_doc_type, find_territory
from converters.metadata.history import find_adopter, parse_events
from converters.metadata.reading import read_metadata, tidy
from converters.records import Metadata, Stated
from tests.converters.documents import SOURCES, parse, squeeze, structure_of

FACTS = {
    "shanxi-tiaoli-2024": {
        "title": "山西省制造业高质量发展促进条例",
        "doc_type": "dfxfg",
        "jurisdiction": "cn-sx",
        "adopted_by": "山西省第十四届人民代表大会常务委员会第九次会议",
        "adopting_bodies": ["山西省人民代表大会常务委员会"],
        "session": "第十四届第九次会议",
        "date_adopted": "2024-03-28",
    },
    "shandong-tiaoli-2024": {
        "title": "山东省先进制造业促进条例",
        "doc_type": "dfxfg",
        "jurisdiction": "cn-sd",
        "adopted_by": "山东省第十四届人民代表大会常务委员会第十一次会议",
        "adopting_bodies": ["山东省人民代表大会常务委员会"],
        "session": "第十四届第十一次会议",
        "date_adopted": "2024-09-26",
        "date_in_force": "2024-12-01",
    },
    "jiangxi-tiaoli-2024": {
        "title": "江西省先进制造业促进条例",
        "doc_type": "dfxfg",
        "jurisdiction": "cn-jx",
        "adopted_by": "江西省第十四届人民代表大会常务委员会第七次会议",
        "adopting_bodies": ["江西省人民代表大会常务委员会"],
        "session": "第十四届第七次会议",
        "date_adopted": "2024-03-26",
        "date_in_force": "2024-06-01",
    },
    "hunan-tiaoli-2022": {
        "doc_type": "dfxfg",
        "jurisdiction": "cn-hn",
        "date_in_force": "2022-03-01",
    },
    "shanxi-cuoshi-2024": {
        "title": "山西省人民政府办公厅关于印发山西省支持省级转型综改示范区高质量发展若干措施的通知",
        "doc_type": "gfxwj",
        "jurisdiction": "cn-sx",
        "adopted_by": "山西省人民政府办公厅",
        "adopting_bodies": ["山西省人民政府办公厅"],
        "document_number": "晋政办发〔2024〕59号",
        "date_signed": "2024-12-27",
        "date_issued": "2024-12-30",
        "addressees": ["各市、县人民政府", "省各有关单位"],
    },
}


def facts(metadata: Metadata) -> dict[str, object]:
    """Everything stated, by field, but the events."""
    found: dict[str, object] = {}
    for field in fields(metadata):
        value = getattr(metadata, field.name)
        if isinstance(value, Stated):
            found[field.name] = value.value
        elif value and field.name in {"addressees", "adopting_bodies"}:
            found[field.name] = [each.value for each in value]
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_facts_of_the_five_documents(path) -> None:
    assert facts(read_metadata(structure_of(path))) == FACTS[path.stem]


# The words that prove each fact, white space aside.
PROOFS = {
    ("shanxi-tiaoli-2024", "title"): "山西省制造业高质量发展促进条例",
    ("shanxi-tiaoli-2024", "jurisdiction"): "山西省制造业高质量发展促进条例",
    (
        "shanxi-tiaoli-2024",
        "date_adopted",
    ): "2024年3月28日山西省第十四届人民代表大会常务委员会第九次会议通过",
    (
        "shanxi-tiaoli-2024",
        "session",
    ): "2024年3月28日山西省第十四届人民代表大会常务委员会第九次会议通过",
    ("jiangxi-tiaoli-2024", "date_in_force"): "自2024年6月1日起施行",
    ("hunan-tiaoli-2022", "doc_type"): "本条例",
    ("hunan-tiaoli-2022", "jurisdiction"): "湖南",
    ("shanxi-cuoshi-2024", "document_number"): "晋政办发〔2024〕59号",
    ("shanxi-cuoshi-2024", "doc_type"): "晋政办发〔2024〕59号",
    ("shanxi-cuoshi-2024", "date_signed"): "2024年12月27日",
    ("shanxi-cuoshi-2024", "date_issued"): "2024年12月30日印发",
    ("shanxi-cuoshi-2024", "adopted_by"): "山西省人民政府办公厅",
}


@pytest.mark.parametrize(("stem", "field"), PROOFS)
def test_facts_are_proved_by_words_of_the_text(stem: str, field: str) -> None:
    structure = structure_of(next(p for p in SOURCES if p.stem == stem))
    fact = getattr(read_metadata(structure), field)

    assert squeeze(fact.span.of(structure.text.value)) == PROOFS[stem, field]


def test_what_the_wording_implies_is_flagged() -> None:
    inferred = {}
    for path in SOURCES:
        metadata = read_metadata(structure_of(path))
        facts_of = {f.name: getattr(metadata, f.name) for f in fields(metadata)}
        inferred[path.stem] = {
            name for name, fact in facts_of.items() if isinstance(fact, Stated) and fact.inferred
        }

    assert {stem: names for stem, names in inferred.items() if names} == {
        "hunan-tiaoli-2022": {"doc_type", "jurisdiction"}
    }


# A text of one clause or property, the field, its value.
SMALL = [
    ("第一条 本《办法》自2018年7月1日起施行。", "date_in_force", "2018-07-01"),
    ("第一条 本法（原称《旧法》）自1989年1月1日起施行。", "date_in_force", "1989-01-01"),
    ("第一条 本条例2024年6月1日起施行。", "date_in_force", "2024-06-01"),
    ("第一条 本条例第五条自2025年1月1日起施行，其他条款自2024年6月1日起施行。", "date_in_force", "2024-06-01"),
    ("第一条 自2019年1月1日起施行的旧规定废止，本条例自2020年5月1日起施行。", "date_in_force", "2020-05-01"),
    ("第一条 《旧条例》自2019年1月1日起施行。", "date_in_force", None),
    ("时效性：部分失效\n第一条 甲。", "status", "amended"),
    ("时效性：未失效\n第一条 甲。", "status", "in-force"),
    ("时效性：已废止\n第一条 甲。", "status", "repealed"),
    ("时效性：尚未施行\n第一条 甲。", "status", "not-yet-in-force"),
    ("1983年9月20日 国务院令第7号发布\n第一条 甲。", "document_number", "国务院令第7号"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "field", "value"), SMALL)
def test_small_facts(text: str, field: str, value: str | None) -> None:
    fact = getattr(read_metadata(parse(f"某某条例\n{text}")), field)

    assert (fact.value if fact else None) == value


def test_addressees_keep_their_brackets() -> None:
    text = "某通知\n各市（含甲县，乙县）人民政府，省各部门：\n现印发给你们。\n一、甲。"

    assert [a.value for a in read_metadata(parse(text)).addressees] == [
        "各市（含甲县，乙县）人民政府",
        "省各部门",
    ]


# Title, body, note; type and whether it is only implied.
TYPES = [
    ("山西省科技条例（试行）", None, "", ("dfxfg", True)),
    ("科技条例", None, "", ("xzfg", True)),
    ("某办法", None, "", None),
    ("某若干措施", None, "", ("gfxwj", True)),
    ("深圳经济特区某条例", None, "", ("jjtqfg", False)),
    ("某办法", "某自治县人民代表大会", "", ("dxtl", False)),
    ("某办法", None, "某省人民政府令", ("dfzfgz", False)),
    ("某办法", None, "公安部、财政部令", ("bmgz", False)),
]


@pytest.mark.parametrize(("title", "body", "note", "expected"), TYPES)
def test_types(title: str, body: str | None, note: str, expected: tuple[str, bool] | None) -> None:
    found = find_doc_type(title, body, note, None, "")

    assert ((found.notation, found.inferred) if found else None) == expected


@pytest.mark.parametrize(
    ("words", "notation"),
    [
        ("郑州市城市供水管理条例", "410100"),
        ("浙江省温州市某规定", "330300"),
        ("广西某办法", "cn-gx"),
        ("深圳经济特区某条例", "440300"),
        ("工业和信息化部关于某事的通知", "cn"),
        ("国务院关于某事的决定", "cn"),
        ("某区人民政府关于贯彻国务院决定的通知", None),
    ],
)
def test_territories(words: str, notation: str | None) -> None:
    found = find_territory(words)

    assert (found[0].notation if found else None) == notation


# Front matter or a clause, and the facts that follow from it.
ROWS = [
    (
        "郑州市城市供水管理条例\n（2021年8月26日郑州市第十五届人民代表大会常务委员会第二十七次会议通过"
        "　2021年11月27日河南省第十三届人民代表大会常务委员会第二十八次会议批准）\n第一条 甲。",
        {
            "title": "郑州市城市供水管理条例",
            "doc_type": "dfxfg",
            "jurisdiction": "410100",
            "adopted_by": "郑州市第十五届人民代表大会常务委员会第二十七次会议",
            "adopting_bodies": ["郑州市人民代表大会常务委员会"],
            "session": "第十五届第二十七次会议",
            "date_adopted": "2021-08-26",
        },
    ),
    (
        "某某管理条例\n2008年1月31日 中华人民共和国国务院令第517号公布\n第一条 甲。\n第二条 本条例自公布之日起施行。",
        {
            "title": "某某管理条例",
            "doc_type": "xzfg",
            "jurisdiction": "cn",
            "adopted_by": "中华人民共和国国务院",
            "adopting_bodies": ["国务院"],
            "document_number": "中华人民共和国国务院令第517号",
            "date_issued": "2008-01-31",
            "in_force_on_publication": "公布之日",
        },
    ),
    (
        "最高人民法院关于某事的解释\n法释〔2023〕8号\n二〇二三年十二月五日\n第一条 本解释自2023年12月8日起施行。",
        {
            "title": "最高人民法院关于某事的解释",
            "doc_type": "sfjs",
            "jurisdiction": "cn",
            "adopted_by": "最高人民法院",
            "adopting_bodies": ["最高人民法院"],
            "document_number": "法释〔2023〕8号",
            "date_signed": "2023-12-05",
            "date_in_force": "2023-12-08",
        },
    ),
    (
        "国务院办公厅关于某事的通知\n国办发〔2023〕12号\n各省人民政府：\n为做好某事，现通知如下：\n一、甲。\n国务院办公厅\n2023年4月11日",
        {
            "title": "国务院办公厅关于某事的通知",
            "doc_type": "gfxwj",
            "jurisdiction": "cn",
            "adopted_by": "国务院办公厅",
            "adopting_bodies": ["国务院办公厅"],
            "document_number": "国办发〔2023〕12号",
            "date_signed": "2023-04-11",
            "addressees": ["各省人民政府"],
        },
    ),
    (
        "广西壮族自治区某某若干措施\n发文机关：广西壮族自治区人民政府\n发文字号：桂政发[2023]5号\n"
        "成文日期：2023-04-01\n发布日期：2023年04月05日\n时效性：现行有效\n一、甲\n（一）乙。",
        {
            "title": "广西壮族自治区某某若干措施",
            "doc_type": "gfxwj",
            "jurisdiction": "cn-gx",
            "adopted_by": "广西壮族自治区人民政府",
            "adopting_bodies": ["广西壮族自治区人民政府"],
            "document_number": "桂政发〔2023〕5号",
            "date_signed": "2023-04-01",
            "date_issued": "2023-04-05",
            "status": "in-force",
        },
    ),
    (
        "广东省第十四届人民代表大会常务委员会公告\n（第36号）\n《广东省某某条例》已由广东省第十四届人民代表大会"
        "常务委员会第十次会议于2024年5月30日通过，现予公布，自2024年7月1日起施行。\n广东省人民代表大会常务委员会\n"
        "2024年6月3日\n广东省某某条例\n（2024年5月30日广东省第十四届人民代表大会常务委员会第十次会议通过）\n第一条 甲。",
        {
            "title": "广东省某某条例",
            "doc_type": "dfxfg",
            "jurisdiction": "cn-gd",
            "adopted_by": "广东省第十四届人民代表大会常务委员会第十次会议",
            "adopting_bodies": ["广东省人民代表大会常务委员会"],
            "session": "第十四届第十次会议",
            "document_number": "广东省第十四届人民代表大会常务委员会公告第36号",
            "date_adopted": "2024-05-30",
            "date_issued": "2024-06-03",
            "date_in_force": "2024-07-01",
        },
    ),
    (
        "中华人民共和国工业和信息化部令\n第66号\n《某某办法》已经2023年11月2日工业和信息化部第12次部务会议审议通过，现予公布，自2024年"
        "1月1日起施行。\n部长　张三\n2023年11月20日\n某某办法\n第一条 甲。",
        {
            "title": "某某办法",
            "doc_type": "bmgz",
            "jurisdiction": "cn",
            "adopted_by": "工业和信息化部第12次部务会议",
            "adopting_bodies": ["工业和信息化部"],
            "session": "第12次部务会议",
            "document_number": "中华人民共和国工业和信息化部令第66号",
            "date_adopted": "2023-11-02",
            "date_issued": "2023-11-20",
            "date_in_force": "2024-01-01",
        },
    ),
    (
        "广东省人民政府令第300号\n《广东省某某规定》已经2023年5月6日十四届广东省人民政府第6次常务会议通过，现予公布，自2023年7月"
        "1日起施行。\n省长　王五\n2023年5月20日\n广东省某某规定\n第一条 甲。",
        {
            "title": "广东省某某规定",
            "doc_type": "dfzfgz",
            "jurisdiction": "cn-gd",
            "adopted_by": "十四届广东省人民政府第6次常务会议",
            "adopting_bodies": ["广东省人民政府"],
            "session": "十四届第6次常务会议",
            "document_number": "广东省人民政府令第300号",
            "date_adopted": "2023-05-06",
            "date_issued": "2023-05-20",
            "date_in_force": "2023-07-01",
        },
    ),
    (
        "重庆市经济和信息化委员会\n重庆市财政局\n关于印发某办法的通知\n渝经信规范〔2023〕5号\n各区县经济信息委：\n现将《某办法》印发"
        "给你们，请遵照执行。\n重庆市经济和信息化委员会　　重庆市财政局\n2023年5月6日\n某办法\n第一条 甲。",
        {
            "title": "重庆市经济和信息化委员会重庆市财政局关于印发某办法的通知",
            "doc_type": "gfxwj",
            "jurisdiction": "cn-cq",
            "adopted_by": "重庆市经济和信息化委员会、重庆市财政局",
            "adopting_bodies": ["重庆市经济和信息化委员会", "重庆市财政局"],
            "document_number": "渝经信规范〔2023〕5号",
            "date_signed": "2023-05-06",
            "addressees": ["各区县经济信息委"],
        },
    ),
    (
        "中共安徽省委办公厅\n安徽省人民政府办公厅\n关于某事的实施意见\n（2024年1月5日）\n各市党委和人民政府：\n"
        "为做好某事，现提出如下意见。\n一、甲\n（一）乙。",
        {
            "title": "中共安徽省委办公厅安徽省人民政府办公厅关于某事的实施意见",
            "doc_type": "gfxwj",
            "jurisdiction": "cn-ah",
            "adopted_by": "中共安徽省委办公厅、安徽省人民政府办公厅",
            "adopting_bodies": ["中共安徽省委办公厅", "安徽省人民政府办公厅"],
            "date_signed": "2024-01-05",
            "addressees": ["各市党委和人民政府"],
        },
    ),
    (
        "某某规定\n第一条 《某某法》自2001年1月1日起施行。\n第二条 本规定自2024年2月30日起施行。",
        {"title": "某某规定", "date_in_force": "2024-02-30"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), ROWS[:-1])
def test_facts(text: str, expected: dict[str, object]) -> None:
    assert facts(read_metadata(parse(text))) == expected


def test_a_date_that_no_calendar_has_is_not_stated() -> None:
    text, expected = ROWS[-1]
    stated = {k: v for k, v in expected.items() if k != "date_in_force"}

    assert facts(read_metadata(parse(text))) == stated


# The words of a history, its events.
HISTORIES = [
    (
        "（1998年10月24日浙江省第九届人民代表大会常务委员会第八次会议通过　根据2014年11月28日浙江省第十二届"
        "人民代表大会常务委员会第十四次会议《关于修改〈浙江省水利工程安全管理条例〉等十件地方性法规的决定》修正）",
        [
            ("adopted", "1998-10-24", "浙江省人民代表大会常务委员会", "第九届第八次会议"),
            ("amended", "2014-11-28", "浙江省人民代表大会常务委员会", "第十二届第十四次会议"),
        ],
    ),
    (
        "2011年10月26日 国务院第177次常务会议修订通过",
        [("adopted", "2011-10-26", "国务院", "第177次常务会议")],
    ),
    (
        "2005年5月24日 最高人民法院公告公布",
        [("promulgated", "2005-05-24", "最高人民法院", None)],
    ),
    ("2022年5月1日 施行", [("effective", "2022-05-01", None, None)]),
    (
        "1983年9月20日 国务院发布  2011年1月8日《国务院关于废止和修改部分行政法规的决定》第一次修订",
        [("promulgated", "1983-09-20", "国务院", None), ("revised", "2011-01-08", None, None)],
    ),
    ("某某省人民代表大会常务委员会公告", []),
]


@pytest.mark.parametrize(("note", "expected"), HISTORIES)
def test_events(note: str, expected: list[tuple[object, ...]]) -> None:
    found = [(e.kind.value, e.date, e.body, e.session) for e in parse_events(note, 0)]

    assert found == expected


def test_a_body_without_a_session() -> None:
    adopter = find_adopter("公安部令第1号发布")

    assert adopter is not None
    assert (adopter.body, adopter.session) == ("公安部", None)


def test_tidy_joins_a_title_and_keeps_latin_spaces() -> None:
    assert tidy("关于 印发\nAI Plus 行动 的通知") == "关于印发 AI Plus 行动的通知"
