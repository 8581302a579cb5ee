"""Quantities: what is recorded, and what only looks like a quantity."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.annotation.quantities.amounts import UNITS, plain, read_number
from converters.annotation.quantities.reading import find_quantities, json_value
from converters.annotation.records import Passage
from converters.structure.numerals import format_numeral
from tests.converters.documents import ROOT

READINGS = Path(__file__).parent / "quantity_readings.csv"


def found(text: str) -> str:
    """text=value unit comparator; …"""
    quantities = find_quantities(Passage.of(text))
    return "; ".join(
        f"{q.span.of(text)}={q.value} {q.unit} {q.comparator.value}" for q in quantities
    )


AMOUNTS = {
    "处一千元以上一万元以下罚款": "一千元以上=1000 元 ge; 一万元以下=1 万元 le",
    "违法所得不足一万元的，处五万元罚款": "不足一万元=1 万元 lt; 五万元=5 万元 eq",
    "奖励1,000元，不超过1.5亿元": "1,000元=1000 元 eq; 不超过1.5亿元=1.5 亿元 le",
    "给予最高200万元补助": "最高200万元=200 万元 le",
    "单个项目最高不超过1000万元": "不超过1000万元=1000 万元 le",
    "研发费用达到 1000 万元及以上的企业": "1000 万元及以上=1000 万元 ge",
    "净资产一亿五千万元，三千万美元": "一亿五千万元=15000 万元 eq; 三千万美元=3000 万美元 eq",
    "处一至三万元罚款": "一至三万元=1 万元 ge; 一至三万元=3 万元 le",
    "处违法所得一倍以上三倍以下罚款": "一倍以上=1 倍 ge; 三倍以下=3 倍 le",
    "双倍赔偿，加倍支付，成倍增长，倍增计划": "双倍=2 倍 eq; 加倍=2 倍 eq",
    "注册用户5000万以上": "5000万以上=5000 万 ge",
    "百亿级产业集群，千亿元产业，数万元，十余万元": "",
}
RATES = {
    "不高于3%、增量不高于 10%": "不高于3%=3 percent le; 不高于 10%=10 percent le",
    "比例低于30%的": "低于30%=30 percent lt",
    "不低于注册资本的25%": "25%=25 percent ge",
    "最高可以享有股权的百分之七十": "百分之七十=70 percent le",
    "年均增长5%-10%": "5%-10%=5 percent ge; 5%-10%=10 percent le",
    "百分之十到百分之二十": "百分之十到百分之二十=10 percent ge; 百分之十到百分之二十=20 percent le",
    "百分之二点五，百分之百": "百分之二点五=2.5 percent eq; 百分之百=100 percent eq",
    "每日千分之五，万分之五": "千分之五=5 permille eq; 万分之五=5 permyriad eq",
    "三分之二以上的董事，不少于1/3": "三分之二以上=66.67 percent ge; 不少于1/3=33.33 percent ge",
    "减半征收，折半计算": "减半=50 percent eq; 折半=50 percent eq",
    "经半数以上同意，经过半数通过": "半数以上=50 percent ge; 过半数=50 percent gt",
    "提高3个百分点": "3个百分点=3 百分点 eq",
    "PUE值不高于1.25，版本2.0": "不高于1.25=1.25  le",
    "一定比例，半成品，半径，半失能": "",
}
PERIODS = {
    "三十日内；15个工作日内": "三十日内=30 日 le; 15个工作日内=15 工作日 le",
    "期满三十日前；不超过半年": "三十日前=30 日 ge; 不超过半年=0.5 年 le",
    "1 年期以内的贷款": "1 年期以内=1 年 le",
    "三年以上，一年半，未满1年": "三年以上=3 年 ge; 一年半=1.5 年 eq; 未满1年=1 年 lt",
    "每两年评估一次": "每两年=2 年 eq",
    "每半年至少报告一次": "每半年=0.5 年 eq; 一次=1 次 ge",
    "期限3-6个月": "3-6个月=3 月 ge; 3-6个月=6 月 le",
    "不满十四周岁，60岁以上": "不满十四周岁=14 周岁 lt; 60岁以上=60 岁 ge",
    "二十四小时值守；24小时内报告": "24小时内=24 小时 le",
    "提前二十四小时公告，在十五日报告": "二十四小时=24 小时 eq; 十五日=15 日 eq",
    "二十二时至次日六时": "二十二时=22 时 eq; 六时=6 时 eq",
    "三十日至六十日": "三十日=30 日 ge; 六十日=60 日 le",
    "上一年度、下一年、同一年内、每年、上半年、下半年": "",
    "五年规划，三年行动计划，90年代，三年级，“十四五”规划": "",
    "15分钟便民生活圈，一小时通勤圈，最后一公里": "",
    "一年期贷款市场报价利率": "",
}
DATES = {
    "自 2024 年 6 月 1 日起施行": "2024 年 6 月 1 日=2024-06-01 date ge",
    "自二〇二四年十二月一日起施行": "二〇二四年十二月一日=2024-12-01 date ge",
    "于每年三月三十一日前公布": "三月三十一日前=--03-31 date le",
    "自2025年1月1日起至12月31日止": "2025年1月1日=2025-01-01 date ge; 12月31日止=2025-12-31 date le",
    "到2027年建成，2026年底前完成": "2027年=2027 date le; 2026年底前=2026 date le",
    "有效期至2027年12月31日": "2027年12月31日=2027-12-31 date le",
    "每年4月底前，2025年12月前": "4月底前=--04 date le; 2025年12月前=2025-12 date le",
    "2011年9月29日省人民代表大会常务委员会通过的《办法》同时废止": "",
    "2035年远景目标，2024年版，每年九月为质量月，2024年2月30日": "",
}
COUNTS = {
    "从两处以上取得，三家具有资质的机构": "两处以上=2 处 ge; 三家=3 家 eq",
    "三至七名村民，两个人工智能平台": "三至七名=3 名 ge; 三至七名=7 名 le; 两个=2 个 eq",
    "四百四十一千瓦以上，五千瓦，二十五度以上": "四百四十一千瓦以上=441 千瓦 ge; 五千瓦=5 千瓦 eq; 二十五度以上=25 度 ge",
    "参加人数一千以上，郁闭度零点二以上": "一千以上=1000  ge; 零点二以上=0.2  ge",
    "指导11家示范区": "11家=11 家 eq",
    "设主任一名、副主任二至四名": "一名=1 名 eq; 二至四名=2 名 ge; 二至四名=4 名 le",
    "两个以上行政机关，一个以上": "两个以上=2 个 ge; 一个以上=1 个 ge",
    "执法人员不得少于二人": "不得少于二人=2 人 ge",
    "每年一次；可以连任一次；至少公告3次": "一次=1 次 eq; 一次=1 次 eq; 3次=3 次 ge",
    "打造10条以上产业链，培育10条产业链": "10条以上=10 条 ge; 10条=10 条 eq",
    "记12分；三部分，十分重要": "12分=12 分 eq",
    "排名前10名的": "10名=10 名 eq",
    "二级以上医院，县级以上，三方协议，第三方": "",
    "一个窗口，一批企业，一系列，一次性奖励，一次办好，“最多跑一次”": "",
    "二次供水，三次产业，八项规定，“三个一批”项目，两个责任": "",
    "前三项规定，下列三种情形，第二、三项，第十条，第一至三项情形，同一家": "",
    "三同时，一站式，双随机一公开，一网通办，五证合一": "",
    "国发〔2024〕59号，第12号，《三年行动计划（2024—2026年）》，12345热线，5G，4K，500 强": "",
    "电动三轮车，道路两侧，四周，两用品，千家万户，百年老店": "",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [row for table in (AMOUNTS, RATES, PERIODS, DATES, COUNTS) for row in table.items()],
)
def test_reads(text: str, expected: str) -> None:
    # A limit that stands apart from its number (至少公告3次) is no part of the quantity's words.
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "qualified"),
    [
        ("并处一万元以上五万元以下的罚款", ["罚款", "罚款"]),
        ("给予不超过50万元的一次性奖励", ["一次性奖励"]),
        ("减半征收城市基础设施配套费", ["城市基础设施配套费"]),
        ("外国合作者的投资不低于注册资本的25%", ["注册资本"]),
        ("证书的有效期为五年", ["有效期"]),
        ("指导11家示范区科学规划主导产业", ["示范区"]),
        ("本条例自2024年6月1日起施行", ["施行"]),
        ("应当在十五日内作出决定", ["作出决定"]),
        ("记12分", [None]),
    ],
)
def test_qualifies(text: str, qualified: list[str | None]) -> None:
    quantities = find_quantities(Passage.of(text))

    assert [q.qualifies and q.qualifies.of(text) for q in quantities] == qualified


def test_json_value() -> None:
    text = "减半，2.5%，自2024年6月1日起，到2027年"
    values = [json_value(q) for q in find_quantities(Passage.of(text))]

    assert json.dumps(values) == '[50, 2.5, "2024-06-01", "2027"]'


def test_agrees_with_a_reader() -> None:
    """Passages drawn at random from the corpus, read before the program's answer was seen."""
    with READINGS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = given_ = wanted = 0
    for row in rows:
        got = {f"{q.value} {q.unit}" for q in find_quantities(Passage.of(row["text"]))}
        read = set(filter(None, row["quantities"].split(";")))
        right, given_, wanted = right + len(got & read), given_ + len(got), wanted + len(read)

    assert len(rows) == 240
    assert wanted > 250
    assert 2 * right / (given_ + wanted) > 0.99


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "gold").glob("*.jsonl")), ids=str)
def test_gold(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    gold = {(o["at"], o["value"], o["text"]) for o in lines if o["kind"] == "quantity"}
    got = {
        (o["at"], json_value(q), q.span.of(o["text"]))
        for o in lines
        if o["kind"] == "provision"
        for q in find_quantities(Passage.of(o["text"]))
    }

    assert gold
    assert got == gold


def test_units_are_recorded_consistently() -> None:
    assert {unit.use for unit in UNITS.values()} == {
        "measure", "count", "bounded", "points", "clock", "none",
    }  # fmt: skip
    assert all(u.qudt.startswith("http://qudt.org/vocab/unit/") for u in UNITS.values() if u.qudt)
    names = {(u.name, u.qudt) for u in UNITS.values()}
    assert len(names) == len({name for name, _ in names})


@given(st.integers(1, 9999), st.sampled_from(["", "万", "亿"]))
def test_numbers_are_read_back(number: int, multiplier: str) -> None:
    power = {"": 1, "万": 10**4, "亿": 10**8}[multiplier]

    assert read_number(format_numeral(number) + multiplier) == number * power
    assert read_number(f"{number}{multiplier}") == number * power


@given(st.decimals(0, 10**6, places=2))
def test_plain_numbers_are_the_same_number(number: Decimal) -> None:
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)


@given(
    st.text("一二三十百千万两半倍0123456789年月日元个%，。第分之至不超过以上内 每次", max_size=40)
)
def test_spans_are_verbatim_and_in_order(text: str) -> None:
    quantities = find_quantities(Passage.of(text))

    assert all(0 <= q.span.start < q.span.end <= len(text) for q in quantities)
    assert all(q.value.strip("-").replace("-", "").replace(".", "").isdigit() for q in quantities)
    assert [q.span.start for q in quantities] == sorted(q.span.start for q in quantities)
    assert all(json_value(q) is not None for q in quantities)
