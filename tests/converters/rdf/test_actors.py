"""Actors: one IRI for a body however it is named, another for each jurisdiction's, roles for all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.rdf.actors import ActorKind, other_names, resolve_actor
from ontology import iris
from ontology.jurisdictions import load_jurisdictions
from ontology.listed import ACTOR, FUNCTION, load_listed
from ontology.namespaces import BASE

DEPARTMENT = "renmin-zhengfu-gongye-he-xinxihua-bumen"
CLASS = "xianji-yishang-renmin-zhengfu"
CITIES = "shequ-de-shi-renmin-zhengfu"
COUNTIES = "xianji-renmin-zhengfu"

# Jurisdiction of the document, names that mean one actor, its home and slug.
SAME = [
    ("cn-sx", "省工信厅 省工业和信息化厅 省人民政府工业和信息化主管部门 省人民政府工业和信息化部门"
     " 省工业和信息化行政主管部门 山西省工业和信息化厅 省经济和信息化委员会", "cn-sx", DEPARTMENT),
    ("cn-hn", "省工信厅 省工业和信息化厅", "cn-hn", DEPARTMENT),
    ("cn-nx", "自治区工业和信息化厅 自治区工信厅", "cn-nx", DEPARTMENT),
    ("cn-bj", "市经济和信息化局 市经信局 北京市经济和信息化局", "cn-bj", DEPARTMENT),
    ("140100", "市工信局 市工业和信息化局 太原市工业和信息化局", "140100", DEPARTMENT),
    ("cn-sx", "省人民政府 省政府 山西省人民政府", "cn-sx", "renmin-zhengfu"),
    ("cn-hn", "省人民政府", "cn-hn", "renmin-zhengfu"),
    # The same words in texts of three levels.
    ("cn-sx", "市人民政府 各市政府 各市人民政府 设区的市人民政府 设区市人民政府 市级人民政府",
     "cn-sx", CITIES),
    ("cn-cq", "市人民政府 市政府", "cn-cq", "renmin-zhengfu"),
    ("140100", "市人民政府 市政府 太原市人民政府", "140100", "renmin-zhengfu"),
    ("140100", "省人民政府", "cn-sx", "renmin-zhengfu"),
    ("433100", "州人民政府 自治州人民政府", "433100", "renmin-zhengfu"),
    ("433100", "省人民政府", "cn-hn", "renmin-zhengfu"),
    ("cn", "省人民政府 省、自治区、直辖市人民政府 省级人民政府", "cn", "shengji-renmin-zhengfu"),
    # A county-level city is itself in its own text; its prefecture and province are above it.
    ("320581", "市人民政府 常熟市人民政府", "320581", "renmin-zhengfu"),
    ("320581", "省人民政府", "cn-js", "renmin-zhengfu"),
    # Classes of bodies.
    ("cn-sx", "县级以上人民政府 县级以上各级人民政府 县级以上地方各级人民政府", "cn-sx", CLASS),
    ("cn", "县级以上地方人民政府 县级以上地方各级人民政府", "cn",
     "xianji-yishang-difang-renmin-zhengfu"),
    ("cn-sx", "县（市、区）人民政府 县级人民政府 县(市、区)人民政府", "cn-sx", COUNTIES),
    ("cn-bj", "区人民政府 各区人民政府", "cn-bj", "qu-renmin-zhengfu"),
    ("cn-sx", "县级以上人民政府教育部门 县级以上人民政府教育主管部门 县级以上人民政府教育行政部门",
     "cn-sx", f"{CLASS}-jiaoyu-bumen"),
    ("cn-sx", "县级以上人民政府有关部门 县级以上人民政府及其有关部门 县级以上人民政府相关部门",
     "cn-sx", f"{CLASS}-youguan-bumen"),
    ("cn-hn", "设区的市（自治州）人民政府 设区的市人民政府", "cn-hn", CITIES),
    ("cn-cq", "区县（自治县）人民政府 区县人民政府", "cn-cq", COUNTIES),
    # No province is an autonomous region: its text speaks of the others.
    ("cn-gd", "自治区人民政府 直辖市人民政府", "cn-gd", "shengji-renmin-zhengfu"),
    ("cn-sx", "常务委员会", "cn-sx", "renmin-daibiao-dahui-changwu-weiyuanhui"),
    ("cn-sx", "有条件的县级人民政府", "cn-sx", "you-tiaojian-de-xianji-renmin-zhengfu"),
    # Departments without a government: any of the jurisdiction.
    ("cn-sx", "税务部门 税务机关", "cn-sx", "shuiwu-bumen"),
    ("cn-sx", "市场监督管理部门 市场监管部门", "cn-sx", "shichang-jiandu-guanli-bumen"),
    ("cn-sx", "有关部门 相关部门", "cn-sx", "youguan-bumen"),
    # Bodies of the centre and their offices.
    ("cn-sx", "国务院", "cn", "guowuyuan"),
    ("cn-sx", "工业和信息化部 国务院工业和信息化主管部门", "cn", "gongye-he-xinxihua-bu"),
    ("cn", "国务院市场监督管理部门 国家市场监督管理总局", "cn",
     "guojia-shichang-jiandu-guanli-zongju"),
    ("cn-sx", "山西证监局", "cn-sx", "zhongguo-zhengquan-jiandu-guanli-weiyuanhui-jianguanju"),
    ("cn-sx", "太原海关", "140100", "haiguan"),
    ("cn-sx", "省税务局 国家税务总局山西省税务局", "cn-sx", "guojia-shuiwu-zongju-shuiwuju"),
    # Congresses, the party, own names.
    ("cn-sx", "省人大常委会 省人民代表大会常务委员会 山西省人民代表大会常务委员会", "cn-sx",
     "renmin-daibiao-dahui-changwu-weiyuanhui"),
    ("cn-sx", "省委组织部", "cn-sx", "dangwei-zuzhibu"),
    ("cn-sx", "省开发区建设工作领导小组 山西省开发区建设工作领导小组", "cn-sx",
     "kaifaqu-jianshe-gongzuo-lingdao-xiaozu-b9ff"),
    ("cn-sx", "长沙市人民政府", "430100", "renmin-zhengfu"),
    # The area as a whole.
    ("cn-sx", "本省 全省 山西省", "cn-sx", "bendi"),
    ("cn-bj", "本市", "cn-bj", "bendi"),
    ("cn-sx", "国家", "cn", "bendi"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "names", "home", "slug"), SAME)
def test_names_of_one_body(document: str, names: str, home: str, slug: str) -> None:
    found = {name: resolve_actor(name, document).iri for name in names.split(" ")}

    assert found == dict.fromkeys(found, iris.mint_actor(home, slug))


# Name (white space and punctuation as written), role, wider roles.
ROLES = [
    ("制造业企业", "zhizaoye-qiye", ["qiye"]),
    ("中小微企业", "zhongxiao-qiye", ["qiye"]),
    ("小微企业", "xiaowei-qiye", ["zhongxiao-qiye"]),
    ("专精特新中小企业", "zhuanjing-texin-zhongxiao-qiye", ["zhuanjing-texin-qiye"]),
    ("专精特新“小巨人”企业", "zhuanjing-texin-xiao-juren-qiye", ["zhuanjing-texin-qiye"]),
    # Not listed: by the head noun, and by what the modifier says.
    ("省外企业", "shengwai-qiye-25e3", ["qiye"]),
    ("中小微制造业企业", "zhongxiao-wei-zhizaoye-qiye-f238", ["zhizaoye-qiye", "zhongxiao-qiye"]),
    ("先进制造业中小企业", "xianjin-zhizaoye-zhongxiao-qiye-abd6", ["zhongxiao-qiye"]),
    ("重点产业链头部企业", None, ["longtou-qiye"]),
    # 市 and 区 begin these words and mean no place.
    ("市场主体", "jingying-zhuti", []),
    ("区域创新主体", None, ["chuangxin-zhuti"]),
    ("县域龙头企业", None, ["longtou-qiye"]),
    ("省级示范区", None, ["shifanqu"]),
]


@pytest.mark.parametrize(("name", "notation", "wider"), ROLES)
def test_roles_are_the_same_everywhere(name: str, notation: str | None, wider: list[str]) -> None:
    actor = resolve_actor(name, "cn-sx")

    assert actor == resolve_actor(name, "430100")
    assert actor.kind is ActorKind.ROLE
    assert notation in {None, iris.parse_concept(actor.iri)[1]}
    assert [iris.parse_concept(each.iri)[1] for each in actor.included_in] == wider


def test_questions_on_small_enterprises_are_one_path() -> None:
    for name in ("中小微制造业企业", "科技型小微企业", "专精特新企业", "省级专精特新中小企业"):
        assert "中小企业" in all_above(name)
    assert "中小企业" not in all_above("大型制造业企业")


def all_above(name: str) -> set[str]:
    above = list(resolve_actor(name, "cn-sx").included_in)
    found = set()
    while above:
        actor = above.pop()
        found.add(actor.label_zh)
        above += actor.included_in
    return found


# Name in a Shanxi text: kind, Chinese and English label, levels, function, parent.
DESCRIBED = [
    ("省商务厅", ActorKind.BODY, "山西省商务厅",
     "department of commerce of the People's Government of Shanxi", ("province",), "shangwu",
     "山西省人民政府"),
    ("省数据局", ActorKind.BODY, "山西省人民政府数据部门",
     "department of data of the People's Government of Shanxi", ("province",), "shuju",
     "山西省人民政府"),
    ("县级以上人民政府", ActorKind.BODY_CLASS, "山西省县级以上人民政府",
     "People's Governments at and above county level in Shanxi",
     ("province", "prefecture", "county"), None, None),
    ("各市政府", ActorKind.BODY_CLASS, "山西省设区的市人民政府",
     "People's Governments of cities divided into districts in Shanxi", ("prefecture",), None, None),
    ("太原海关", ActorKind.BODY, "太原海关", None, (), None, "海关总署"),
    ("山西证监局", ActorKind.BODY, "中国证券监督管理委员会山西监管局", None, ("province",), None,
     "中国证券监督管理委员会"),
    ("省委网信办", ActorKind.BODY, "中共山西省委员会网络安全和信息化委员会办公室", None,
     ("province",), None, "中共山西省委员会"),
    ("税务部门", ActorKind.BODY_CLASS, "山西省税务部门", None, (), "shuiwu", None),
    ("本省", ActorKind.AREA, "山西省", "Shanxi", ("province",), None, None),
    ("国务院", ActorKind.BODY, "国务院", "State Council", ("country",), None, None),
    ("制造业企业", ActorKind.ROLE, "制造业企业", "manufacturing enterprise", (), None, None),
    ("开发区管理委员会", ActorKind.BODY_CLASS, "山西省开发区管理委员会", None, (), None, None),
    ("村民委员会", ActorKind.BODY_CLASS, "山西省村民委员会", None, (), None, None),
    ("专家咨询委员会", ActorKind.BODY, "山西省专家咨询委员会", None, (), None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", DESCRIBED, ids=[row[0] for row in DESCRIBED])
def test_what_is_known_of_an_actor(row: tuple[object, ...]) -> None:
    actor = resolve_actor(str(row[0]), "cn-sx")
    function = actor.function.notation if actor.function else None
    parent = actor.parent.label_zh if actor.parent else None

    known = (actor.kind, actor.label_zh, actor.label_en, actor.levels, function, parent)
    assert known == row[1:]


@pytest.mark.parametrize(
    ("name", "document", "wider"),
    [
        ("省人民政府", "cn-sx", {"山西省县级以上人民政府"}),
        ("省工信厅", "cn-sx", {"山西省县级以上人民政府工业和信息化部门"}),
        ("市人民政府", "140100", {"太原市县级以上人民政府", "山西省设区的市人民政府"}),
        ("设区的市人民政府", "cn-sx", {"山西省县级以上人民政府"}),
        ("县级以上人民政府", "cn-sx", set()),
        ("省人大常委会", "cn-sx", set()),
        ("设区的市人民政府负责人", "cn-sx", set()),
    ],
)
def test_classes_that_include_a_body(name: str, document: str, wider: set[str]) -> None:
    assert {each.label_zh for each in resolve_actor(name, document).included_in} == wider


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("省工信厅", ("省工信厅", "山西省工信厅")),
        ("山西省商务厅", ()),
        ("县级以上人民政府", ("县级以上人民政府",)),
        ("制造业企业", ()),
    ],
)
def test_other_names(name: str, others: tuple[str, ...]) -> None:
    assert other_names(resolve_actor(name, "cn-sx"), name, "cn-sx") == others


def test_every_province_and_prefecture_has_a_government_of_its_own() -> None:
    places = [j for j in load_jurisdictions().values() if j.level in {"province", "prefecture"}]
    found = {resolve_actor(f"{place.name_zh}人民政府", "cn").iri for place in places}

    assert len(places) > 300
    assert len(found) == len(places)
    assert all(iri.startswith(f"{BASE}id/actor/") for iri in found)


def test_an_unknown_jurisdiction_claims_nothing() -> None:
    actor = resolve_actor("省人民政府", iris.UNKNOWN)

    assert (actor.kind, actor.label_zh) == (ActorKind.BODY_CLASS, "省级人民政府")


def test_names_with_spaces_and_narrow_signs_are_the_same() -> None:
    assert resolve_actor("县(市、区) 人民政府", "cn-sx") == resolve_actor(
        "县（市、区）人民政府", "cn-sx"
    )


@pytest.mark.parametrize("scheme", [ACTOR, FUNCTION, "matter"])
def test_no_name_and_no_notation_stands_twice_in_a_table(scheme: str) -> None:
    listed = load_listed(scheme).values()
    names = [name for each in listed for name in each.names]

    assert sorted(names) == sorted(set(names))
    assert all(each.broader is None or each.broader in load_listed(scheme) for each in listed)
    assert all(each.name_en for each in listed)


@pytest.mark.parametrize(
    ("one", "other"),
    [("检察机关", "监察机关"), ("买方", "卖方"), ("检测单位", "监测单位"), ("税务局", "水务局")],
)
def test_names_that_sound_alike_are_two(one: str, other: str) -> None:
    assert resolve_actor(one, "cn-sx").iri != resolve_actor(other, "cn-sx").iri


PIECES = [
    "省", "市", "县", "区", "自治", "州", "县级以上", "各级", "各", "本", "全", "有条件的", "人民政府", "政府",
    "教育", "工信", "水行政", "有关", "主管", "部门", "厅", "局", "委", "办公室", "委员会", "国务院", "山西", "太原",
    "海关", "企业", "中小微", "制造业", "（", "、", " ", "“", "A", "1",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join).filter(str.strip),
    st.sampled_from(["cn", "cn-sx", "cn-bj", "cn-nm", "140100", "433100", "320581", iris.UNKNOWN]),
)
@settings(max_examples=400, deadline=None)
def test_every_name_is_one_well_formed_actor(name: str, document: str) -> None:
    actor = resolve_actor(name, document)
    parse = iris.parse_concept if actor.kind is ActorKind.ROLE else iris.parse_actor

    assert parse(actor.iri)
    assert actor.label_zh
    assert actor.label_zh == actor.label_zh.strip()
    assert all(wider.iri != actor.iri for wider in actor.included_in)
    assert actor.parent is None or actor.parent.iri != actor.iri


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("省人民政府", "government"),
        ("县级以上人民政府", "government"),
        ("国务院", "government"),
        ("省工信厅", "department"),
        ("有关部门", "department"),
        ("太原海关", "department"),
        ("国家税务总局", "department"),
        ("省人大常委会", "standing-committee"),
        ("本级人民代表大会常务委员会", "standing-committee"),
        ("省人民代表大会", "congress"),
        ("省委组织部", "party"),
        ("省高级人民法院", "court"),
        ("省人民检察院", "procuratorate"),
        ("省开发区建设工作领导小组", "task-force"),
        # Heads and staff are no organ, and neither are areas and enterprises.
        ("省人民政府负责人", None),
        ("县级以上人民政府有关部门工作人员", None),
        ("本省", None),
        ("制造业企业", None),
    ],
)
def test_kinds_of_organs(name: str, organ: str | None) -> None:
    assert resolve_actor(name, "cn-sx").organ == organ
