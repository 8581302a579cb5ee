"""Targets of citations: work, provisions, and whether the version of the time could be checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from converters.annotation.citations.reading import read_citations
from converters.annotation.citations.titles import read_abbreviations
from converters.annotation.passages import read_passages
from converters.rdf.citing import Catalogue, Citing, Edition, Reason, Status, Target, resolve
from converters.rdf.identity import slugify
from converters.rdf.pointing import Layout
from ontology import iris
from ontology.iris import address
from tests.converters.documents import parse

if TYPE_CHECKING:
    from converters.records import Structure

OWN = """某省数据条例
第一章　总则
第一条　为了发展数据产业，根据《中华人民共和国数据安全法》（以下简称《数据法》）和有关法律，制定本条例。
第二条　本章规定适用于数据活动。
前款所称数据，是指下列数据：
（一）公共数据；
（二）企业数据。
前款第二项规定的数据依照国家有关规定管理。
第二章　管理
第三条　依照第二条第一项和前条的规定管理；前两款适用本条例第四条至第六条。
第四条　违反数据法第三条第二项规定的，依照《数据法》第九条处罚。
第五条　违反本条例第九条规定的，依照《星际航行条例》第二条处罚，依照《条例》办理。
第六条　违反本条例第二条规定，按照下列规定处罚：
（一）违反第二项规定的，处罚款；
（二）有前项规定行为的，依照本条例附件处理。
"""
LAW = """中华人民共和国数据安全法
第一条　制定本法。
第二条　适用本法。
第三条　国家保护下列数据：
（一）公共数据；
（二）企业数据。
"""


def edition(title: str, structure: Structure, date: str | None) -> Edition:
    return Edition(title, title, f"{title}/{date}", date, Layout.of(structure))


def targets(
    text: str = OWN, *others: Edition, title: str = "某省数据条例", date: str | None = "2024-01-01"
) -> dict[str, Target]:
    """Target by address and words of the citation."""
    structure = parse(text)
    own = edition(title, structure, date)
    passages = read_passages(structure)
    by_steps = {p.steps: p.text for p in passages}
    citing = Citing(own, read_abbreviations(passages))
    catalogue = Catalogue.of([own, *others])
    return {
        f"{address(c.at)} {c.span.of(by_steps[c.at])}": resolve(c, citing, catalogue)
        for c in read_citations(passages)
    }


def places(target: Target) -> list[str]:
    return [address(steps) for steps in target.provisions]


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("art:1/p:1 本条例", []),
        ("art:2/p:1 本章", ["chap:1"]),
        ("art:2/p:2 前款", ["art:2/p:1"]),
        # A 款 after the list: 前款 is the one that introduces the list, with its items.
        ("art:2/p:3 前款第二项", ["art:2/p:2/i:2"]),
        # The 款 that is skipped is the one that has such an item.
        ("art:3/p:1 第二条第一项", ["art:2/p:2/i:1"]),
        ("art:3/p:1 前条", ["art:2"]),
        ("art:3/p:1 本条例第四条至第六条", ["art:4", "art:5", "art:6"]),
        # A bare 项 belongs to the article that the words before the list cite.
        ("art:6/p:1/i:1 第二项", ["art:2/p:2/i:2"]),
        ("art:6/p:1/i:2 前项", ["art:6/p:1/i:1"]),
    ],
)
def test_own_provisions(citation: str, expected: list[str]) -> None:
    target = targets()[citation]

    assert (target.status, target.work, places(target)) == (
        Status.VERIFIED, "某省数据条例", expected,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("citation", "status", "reason"),
    [
        ("art:5/p:1 本条例第九条", Status.UNRESOLVED, Reason.NO_SUCH_PROVISION),
        ("art:3/p:1 前两款", Status.UNRESOLVED, Reason.NO_SUCH_PROVISION),
        ("art:6/p:1/i:2 本条例附件", Status.NOT_VERIFIED, Reason.NO_ANNEX),
        ("art:5/p:1 《条例》", Status.UNRESOLVED, Reason.UNKNOWN_NAME),
        ("art:2/p:3 国家有关规定", Status.UNRESOLVED, Reason.CLASS_OF_NORMS),
        ("art:5/p:1 《星际航行条例》第二条", Status.NOT_VERIFIED, Reason.OUTSIDE),
    ],
)
def test_what_cannot_be_resolved_says_why(citation: str, status: Status, reason: Reason) -> None:
    target = targets()[citation]

    assert (target.status, target.reason) == (status, reason)


def test_a_work_outside_has_its_official_title_and_type() -> None:
    target = targets()["art:4/p:1 《数据法》第九条"]

    assert (target.work, target.title, target.doc_type) == (None, "中华人民共和国数据安全法", "fl")
    assert places(target) == ["art:9"]


def law(date: str | None) -> Edition:
    return edition("中华人民共和国数据安全法", parse(LAW), date)


def test_the_version_of_the_time_verifies() -> None:
    found = targets(OWN, law("2021-06-10"), law("2025-01-01"))
    verified, missing = found["art:4/p:1 数据法第三条第二项"], found["art:4/p:1 《数据法》第九条"]

    assert verified.status is Status.VERIFIED
    assert (verified.version, places(verified)) == (
        "中华人民共和国数据安全法/2021-06-10", ["art:3/p:1/i:2"],
    )  # fmt: skip
    assert (missing.status, missing.reason) == (Status.NOT_VERIFIED, Reason.NOT_IN_VERSION)
    assert (missing.version, places(missing)) == (None, ["art:9"])


def test_a_later_version_verifies_nothing() -> None:
    """Numbers move: the version that a text of 2024 cites is not that of 2025."""
    found = targets(OWN, law("2025-01-01"))
    target = found["art:4/p:1 数据法第三条第二项"]

    assert (target.status, target.reason) == (Status.NOT_VERIFIED, Reason.OTHER_VERSION)
    assert (target.work, target.version) == ("中华人民共和国数据安全法", None)
    assert places(target) == ["art:3/p:1/i:2"]
    whole = found["art:1/p:1 《中华人民共和国数据安全法》"]
    assert (whole.status, whole.version) == (Status.VERIFIED, None)


def test_without_a_date_nobody_knows_which_version_was_meant() -> None:
    undated = targets(OWN, law("2021-06-10"), date=None)["art:4/p:1 数据法第三条第二项"]
    of_unknown_time = targets(OWN, law(None))["art:4/p:1 数据法第三条第二项"]

    for target in (undated, of_unknown_time):
        assert (target.status, target.reason) == (Status.NOT_VERIFIED, Reason.OTHER_VERSION)
        assert (target.version, places(target)) == (None, ["art:3/p:1/i:2"])


def test_a_work_that_began_later_is_not_what_was_cited() -> None:
    later = replace(law("2025-01-01"), since="2025")
    cited = "art:1/p:1 《中华人民共和国数据安全法》"
    target = targets(OWN, later)[cited]

    assert (target.status, target.reason) == (Status.NOT_VERIFIED, Reason.OTHER_VERSION)
    assert targets(OWN, replace(later, since="2021"))[cited].status is Status.VERIFIED


def test_predecessor_and_successor_of_one_title_are_told_apart_by_date() -> None:
    """Works of one title, not versions of one: the citation is of the one of its time."""
    old, new = (replace(law(date), work=f"work of {date}") for date in ("2011-01-01", "2025-01-01"))
    target = targets(OWN, old, new)["art:1/p:1 《中华人民共和国数据安全法》"]

    assert (target.work, target.version) == ("work of 2011-01-01", old.version)


MEASURES = "关于促进人工智能产业发展的若干措施"


@pytest.mark.parametrize(
    ("own", "others", "home"),
    [
        # The own place, else the next above it; two others, and nobody knows whose is meant.
        ("340100", ["340100", "330100"], "340100"),
        ("340100", ["cn-ah", "330100"], "cn-ah"),
        ("340100", ["cn", "cn-ah"], "cn-ah"),
        ("340100", ["440300", "330100"], None),
        ("unknown", ["440300", "330100"], None),
        # One place, or one that is known: no choice.
        ("340100", ["330100"], "330100"),
        ("340100", ["330100", "unknown"], "330100"),
    ],
)
def test_a_title_of_several_places(own: str, others: list[str], home: str | None) -> None:
    def of(place: str, title: str) -> Edition:
        work = iris.mint_work(place, "gfxwj", "2023", slugify(title))
        return replace(
            edition(title, parse(LAW), "2023-01-01"), work=work, version=f"{work}/{place}"
        )

    structure = parse(f"第一条　落实《{MEASURES}》第二条，制定本办法。\n")
    (citation,) = (c for c in read_citations(read_passages(structure)) if c.title)
    citing = Citing(replace(of(own, "办法"), date="2024-01-01"))
    target = resolve(citation, citing, Catalogue.of([of(place, MEASURES) for place in others]))

    assert (target.work and iris.parse_work(target.work)[0]) == home
    if home is None:
        assert (target.status, target.reason) == (Status.UNRESOLVED, Reason.AMBIGUOUS)
        assert (target.title, places(target)) == (MEASURES, ["art:2"])


def test_the_words_for_a_plan_are_no_title() -> None:
    found = targets("第一条　根据产业发展规划和国土空间规划，制定方案。\n")

    assert {t.reason for w, t in found.items() if w.endswith("规划")} == {Reason.UNKNOWN_NAME}


def test_the_own_title_names_the_text_before() -> None:
    text = "第一条　制定本条例。\n第二条　《某省数据条例》同时废止。\n"
    before = edition("某省数据条例", parse(LAW), "2001-01-01")
    cited = "art:2/p:1 《某省数据条例》"

    assert targets(text)[cited].reason is Reason.OUTSIDE
    assert targets(text, before)[cited].version == before.version


def test_an_instruction_to_amend_counts_in_the_text_before() -> None:
    text = (
        "关于修改数据安全法的决定\n对《中华人民共和国数据安全法》作如下修改：\n"
        "一、将第二条修改为：“本法适用于数据。”\n二、删去第三条。\n"
    )
    found = targets(text, law("2024-01-01"), title="关于修改数据安全法的决定")
    after = {words.split()[-1]: target.reason for words, target in found.items()}

    assert after["第二条"] is Reason.OTHER_VERSION
    assert after["第三条"] is Reason.OTHER_VERSION
    before = targets(text, law("2021-01-01"), title="关于修改数据安全法的决定")
    assert {t.status for w, t in before.items() if w.endswith("条")} == {Status.VERIFIED}


def test_an_implementing_text_calls_its_law_by_the_kind_alone() -> None:
    found = targets(
        "第一条　依照《条例》第二条执行。\n第二条　本办法施行。\n",
        title="某省实施《星际航行条例》办法",
    )

    assert found["art:1/p:1 《条例》第二条"].title == "星际航行条例"


def test_a_code_in_parts_is_one_work() -> None:
    general = edition("某国法典", parse("第一条　总。\n第二条　则。\n"), "2020-05-28")
    text = "第三条　依照本法第二条执行。\n第四条　依照本法第九条执行。\n"
    found = targets(text, general, title="某国法典合同编", date="2020-05-28")

    assert found["art:3/p:1 本法第二条"].version == "某国法典/2020-05-28"
    assert found["art:4/p:1 本法第九条"].reason is Reason.NOT_IN_VERSION


def test_a_code_of_which_parts_are_at_hand_is_not_at_hand() -> None:
    parts = [
        edition("某国法典合同编", parse("第三条　则。\n"), "2020-05-28"),
        edition("某国法典总则编", parse("第一条　总。\n"), "2020-05-28"),
    ]
    parts.append(edition("某国法典继承编", parse("第五条　亡。\n"), None))
    text = (
        "第一条　根据《某国法典》第三条、第五条、第九条制定本办法。\n第二条　遵守《某国法典》。\n"
    )
    found = targets(text, *parts)
    there, undated, missing, whole = (
        found[f"art:{words}"]
        for words in (
            "1/p:1 《某国法典》第三条", "1/p:1 第五条", "1/p:1 第九条", "2/p:1 《某国法典》",
        )
    )  # fmt: skip

    assert (there.status, there.work) == (Status.VERIFIED, "某国法典合同编")
    assert (undated.work, undated.reason) == ("某国法典继承编", Reason.OTHER_VERSION)
    assert (missing.work, missing.title, missing.reason) == (
        None, "某国法典", Reason.NOT_IN_VERSION,
    )  # fmt: skip
    assert (whole.work, whole.title, whole.reason) == (None, "某国法典", Reason.OUTSIDE)


def test_another_version_of_the_own_text_is_no_part_of_it() -> None:
    longer = edition("某国法典", parse("第一条　甲。\n第二条　乙。\n"), None)
    target = targets("第一条　依照本法第二条办理。\n", longer, title="某国法典")

    assert target["art:1/p:1 本法第二条"].reason is Reason.NO_SUCH_PROVISION


def test_issuers_before_the_title_are_left_out() -> None:
    interpretation = edition("最高人民法院关于审理数据案件的解释", parse(LAW), "2022-01-01")
    found = targets("第一条　依照《关于审理数据案件的解释》第二条办理。\n", interpretation)

    assert found["art:1/p:1 《关于审理数据案件的解释》第二条"].work == interpretation.work


def test_numbers_alone_in_a_text_on_one_law() -> None:
    found = targets("第一条　伪证罪（第三百零五条）。\n", title="关于适用刑法罪名的意见")
    target = found["art:1/p:1 第三百零五条"]

    assert (target.title, target.reason) == ("中华人民共和国刑法", Reason.OUTSIDE)
    assert places(target) == ["art:305"]


def test_a_text_numbered_without_articles_is_cited_by_articles() -> None:
    found = targets("一、总的要求。\n二、依照第一条办理。\n")

    assert [places(t) for w, t in found.items() if "第一条" in w] == [["sec:1"]]
