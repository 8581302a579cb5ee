"""Defined terms, purposes, strategies and programmes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.annotation.lexicons import load_lexicon
from converters.annotation.records import Passage
from converters.annotation.topics.terms import find_terms


def found(text: str) -> list[tuple[str, str, str | None]]:
    """Kind, name, meaning."""
    return [
        (t.kind.value, t.span.of(text), t.meaning.of(text) if t.meaning else None)
        for t in find_terms(Passage.of(text))
    ]


DEFINED = {
    "本条例所称先进制造业，是指采用先进技术的制造业。": ("先进制造业", "采用先进技术的制造业"),
    "本办法所称的校长包括主要行政负责人。": ("校长", "主要行政负责人"),
    "前款所称“小巨人”企业，是指符合条件的企业；": ("小巨人”企业", "符合条件的企业"),
    "公共数据，是指依法收集的数据。": ("公共数据", "依法收集的数据"),
    "（一）数据处理，包括收集。算力是指计算能力；": ("算力", "计算能力"),
    "省级转型综改示范区(以下简称“示范区”)": ("示范区", "省级转型综改示范区"),
    "由市发展改革部门（以下统称主管部门）负责": ("主管部门", "市发展改革部门"),
    "根据《中华人民共和国体育法》（以下简称《体育法》）": ("体育法", "中华人民共和国体育法"),
    "个人承租经营企业（下称个人承租）": ("个人承租", "个人承租经营企业"),
}
PURPOSES = {
    "为了推进新型工业化，促进制造业发展，根据有关法律、行政法规，结合本省实际，制定本条例。": "推进新型工业化，促进制造业发展",
    "为加强设备管理，特制定本条例。": "加强设备管理",
    "为深入贯彻落实决策部署，现提出以下措施。": "深入贯彻落实决策部署",
    "为了保障安全，应当定期检查。": None,
    "以企业为主体，制定本单位制度。": None,
}
NAMED = {
    "对接粤港澳大湾区、长三角一体化发展、海峡西岸经济区": [
        ("strategy", "粤港澳大湾区"), ("strategy", "长三角一体化发展"), ("strategy", "海峡西岸经济区"),
    ],
    "融入长江经济带发展战略，共建“一带一路”": [("strategy", "长江经济带发展战略"), ("strategy", "一带一路")],
    "推进碳达峰、碳中和": [("strategy", "碳达峰、碳中和")],
    "推进“高效办成一件事”改革": [("programme", "“高效办成一件事”改革")],
    "实施“人工智能+”行动": [("programme", "“人工智能+”行动")],
    "实施品牌提升工程，": [("programme", "品牌提升工程")],
    "组织实施育种创新攻关计划，": [("programme", "育种创新攻关计划")],
    "实施产业升级战略，": [("strategy", "产业升级战略")],
    "服务国家重大战略，实施战略性新兴产业项目，加强战略合作": [],
    "制定年度计划，实施建设工程，实施工作计划，实施相关人才工程，": [],
    "根据《粤港澳大湾区发展规划纲要》": [],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DEFINED.items())
def test_definitions(text: str, expected: tuple[str, str]) -> None:
    assert [term[1:] for term in found(text) if term[0] == "defined-term"] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "本条例所称以上包括本数，不是指标。"[11:],
        "其中，是指向不明。",
        "人民法院称为审判机关。",
        "指导企业发展。",
    ],
)
def test_no_definition(text: str) -> None:
    assert [term for term in found(text) if term[0] == "defined-term"] == []


@pytest.mark.parametrize(("text", "expected"), PURPOSES.items())
def test_purposes(text: str, expected: str | None) -> None:
    purposes = [name for kind, name, _ in found(text) if kind == "purpose"]

    assert purposes == ([expected] if expected else [])


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_strategies_and_programmes(text: str, expected: list[tuple[str, str]]) -> None:
    assert [term[:2] for term in found(text)] == expected


def test_variants_have_one_concept() -> None:
    variants = ["长三角一体化", "长江三角洲区域一体化发展", "长三角一体化发展战略"]
    concepts = {t.concept for text in variants for t in find_terms(Passage.of(text))}

    assert concepts == {"长三角一体化发展"}


def test_the_lexicon_is_sound() -> None:
    rows = load_lexicon("strategies")
    kinds = {row["concept"]: set[str]() for row in rows}
    for row in rows:
        kinds[row["concept"]].add(row["kind"] + row["en"])

    assert {row["kind"] for row in rows} == {"region", "national", "programme"}
    assert all(len(kind) == 1 for kind in kinds.values())
    assert len({row["term"] for row in rows}) == len(rows)


@given(st.text("本条例所称是指，。；为了制定“”实施工程行动战略（以下简）一带路《》", max_size=40))
def test_spans_are_inside(text: str) -> None:
    for term in find_terms(Passage.of(text)):
        spans = [span for span in (term.span, term.meaning) if span]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
