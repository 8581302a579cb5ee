"""Citations: what is one, where its words end, what it names; a trap for every rule."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converters.annotation.citations.amendments import point_to_amended
from converters.annotation.citations.pointers import read_annex, read_pointers, read_relative
from converters.annotation.citations.reading import find_citations, read_citations
from converters.annotation.citations.titles import classify, key, read_abbreviations
from converters.annotation.records import Passage, ProvisionPointer
from converters.records import Kind, Span
from ontology.iris import address

if TYPE_CHECKING:
    from converters.structure.addresses import Steps

ARTICLE: Steps = (("art", "6"), ("para", "2"))
NOTICE: Steps = (("notice", "1"),)
PREAMBLE: Steps = (("preamble", "1"),)


def written(pointer: ProvisionPointer) -> str:
    """art:5..art:8; -para:1/i:1 for 前款第一项, =art for 本条."""
    relative = pointer.relative
    base = f"{'-' if relative.back else '='}{relative.kind.value}" if relative else ""
    if relative and relative.back:
        base += f":{relative.back}"
    steps = address(pointer.steps) if pointer.steps else ""
    end = f"..{address(pointer.last)}" if pointer.last else ""
    return "/".join(part for part in (base, steps) if part) + end


def found(text: str, steps: Steps = ARTICLE) -> list[tuple[str, str]]:
    return [(c.span.of(text), c.kind.value) for c in find_citations(Passage.of(text, steps))]


def named(text: str) -> list[tuple[str, str | None, str]]:
    """Words, title and provisions of each citation."""
    return [
        (c.span.of(text), c.title, ";".join(written(p) for p in c.pointers))
        for c in find_citations(Passage.of(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected", "end"),
    [
        ("第十条第一款规定", "art:10/p:1", 6),
        ("第十条第一款、第二款和第十一条", "art:10/p:1;art:10/p:2", 10),
        ("第十三条第（五）、（六）项", "art:13/i:5;art:13/i:6", 13),
        ("第（一）（二）项规定", "item:1;item:2", 8),
        ("第十条第一、二、三项", "art:10/i:1;art:10/i:2;art:10/i:3", 10),
        ("第七条（三）项", "art:7/i:3", 7),
        ("第一条第二款第（一）项至第（五）项", "art:1/p:2/i:1..art:1/p:2/i:5", 17),
        ("第五条第一至三项", "art:5/i:1..art:5/i:3", 8),
        ("第四十二条至第四十五条", "art:42..art:45", 11),
        ("第三十、三十一条", "art:30;art:31", 8),
        ("第一百二十条之一第二款", "art:120-1/p:2", 11),
        ("第10条第1款", "art:10/p:1", 7),
        ("第十条的第二款", "art:10/p:2", 7),
        ("第十条第一款第一项、第三项、第二款第五项", "art:10/p:1/i:1;art:10/p:1/i:3;art:10/p:2/i:5", 20),
        ("第六章第二节", "chap:6/sec:2", 6),
        ("第五章第四十七条至第四十九条", "art:47..art:49", 14),
        # Items of a list that begins right after a citation belong to the list.
        ("第十条（一）本市", "art:10", 3),
    ],
)  # fmt: skip
def test_provisions_with_numbers(text: str, expected: str, end: int) -> None:
    pointed = read_pointers(text, 0)

    assert pointed is not None
    assert (";".join(written(p) for p in pointed.pointers), pointed.end) == (expected, end)


@pytest.mark.parametrize(
    "text", ["第一项目", "第三条件", "第二条款", "第三方", "第一", "一项", "第零条"]
)
def test_no_provision(text: str) -> None:
    assert read_pointers(text, 0) is None


@pytest.mark.parametrize(
    ("text", "expected", "end"),
    [
        ("前款规定", "-para:1", 2),
        ("前款第一项至第三项", "-para:1/item:1..item:3", 9),
        ("前两款", "-para:2", 3),
        ("前六条", "-art:6", 3),
        ("前条第一款", "-art:1/p:1", 5),
        ("前项", "-item:1", 2),
        ("上款各项", "-para:1", 2),
        ("本条第一款、第二款", "=art/p:1;=art/p:2", 9),
        ("本条前两款", "-para:2", 5),
        ("本款第（二）项", "=para/item:2", 7),
        ("本章", "=chap", 2),
        ("本章第九条", "=chap/art:9", 5),
    ],
)
def test_provisions_by_place(text: str, expected: str, end: int) -> None:
    pointed = read_relative(text, 0)

    assert pointed is not None
    shown = ";".join(written(p) for p in pointed.pointers)
    assert (shown, pointed.end) == (expected, end)


@pytest.mark.parametrize("text", ["本条例", "本项目", "本章程", "前条件", "前款项", "本编制"])
def test_words_that_only_look_like_a_place(text: str) -> None:
    assert read_relative(text, 0) is None


def test_annexes() -> None:
    pointed = read_annex("附录第三条", 0)

    assert pointed is not None
    assert written(pointed.pointers[0]) == "annex:1/art:3"
    assert read_annex("附则", 0) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反本条例规定的", [("本条例", "self")]),
        ("违反本条例第十六条第一款规定", [("本条例第十六条第一款", "internal")]),
        ("违反本条例规定第三十二条的", [("本条例规定第三十二条", "internal")]),
        ("依照本《办法》第二十条处理", [("本《办法》第二十条", "internal")]),
        (
            "依据《民用航空法》（以下简称民航法）第二条的规定",
            [("《民用航空法》（以下简称民航法）第二条", "law")],
        ),
        ("列入《产业结构调整指导目录》的", [("《产业结构调整指导目录》", "document")]),
        ("取得《药品生产许可证》，填写《登记申请表》", []),
        ("被告作出《通知》", []),
        ("该决定不得撤销", []),
        ("按照以上条件配备安全附件", []),
        ("作为报告附件一并提交", []),
        ("基本条件、成本项目和样本规定", []),
        ("公司法人、合同法律关系、专利法院", []),
        ("执行大气污染防治法律法规", [("大气污染防治法律法规", "generic")]),
        ("依照前款规定处罚", [("前款", "internal")]),
        ("排名前三项目和此前条件", []),
        ("适用修改前的民事诉讼法", [("民事诉讼法", "law")]),
        ("第二款规定的区域，开展第三项工作", [("第二款", "internal")]),
        ("详见附件2。", [("附件2", "internal")]),
        ("增加一条，作为第二十条之一", []),
        ("依照刑法分则的规定进行宪法宣誓", [("刑法", "law")]),
    ],
)
def test_what_is_cited(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据有关法律、行政法规，结合本省实际", ["有关法律、行政法规"]),
        ("不违反法律法规规定", ["法律法规"]),
        ("法律、行政法规另有规定的，从其规定", ["法律、行政法规"]),
        # A list of classes is one phrase, whatever ends it.
        ("符合法律、法规以及国家和省的政策规定", ["法律、法规以及国家和省的政策规定"]),
        ("依照法律、法规和国家有关规定执行", ["法律、法规", "国家有关规定"]),
        ("遵守法律、法规和其他有关规定", ["法律、法规", "其他有关规定"]),
        ("受中华人民共和国的法律、法规保护", ["中华人民共和国的法律、法规"]),
        # The field is part of the phrase where it is compounded with it or named after 有关.
        ("依照水、河道管理法律、法规处罚", ["水、河道管理法律、法规"]),
        ("依照有关预算的法律、行政法规追究", ["有关预算的法律、行政法规"]),
        ("遵守车辆停放等相关法律、法规", ["相关法律、法规"]),
        ("遵守章程和法律、法规", ["法律、法规"]),
        ("加强优化营商环境的法律、法规、规章的宣传", ["法律、法规、规章"]),
        # Norms that are made are not cited.
        ("涉及企业权利义务的地方性法规、规章、行政规范性文件，应当公布", []),
        ("违反法律、法规、规章和规范性文件的规定", ["法律、法规、规章和规范性文件"]),
        ("法律、行政法规、食品安全国家标准另有规定的", ["法律、行政法规、食品安全国家标准"]),
        ("法律、行政法规或者国务院决定规定的部门", ["法律、行政法规"]),
        ("法律、法规和国务院规定可以采用", ["法律、法规"]),
        ("按照国家有关工伤保险、评定伤残的规定给予待遇", ["国家有关工伤保险、评定伤残的规定"]),
        ("国家有关主管部门的规定", []),
        ("符合国家产业政策规定", ["国家产业政策规定"]),
        ("根据国家促进中小企业发展政策负责", ["国家促进中小企业发展政策"]),
        ("违反国家政策性粮食管理", []),
        ("同等享受招商引资相关政策", ["招商引资相关政策"]),
        ("享受优惠政策，落实扶持政策", []),
        ("实施相关扶持政策和措施", ["相关扶持政策和措施"]),
        ("落实国家各项减税降费政策，", ["国家各项减税降费政策"]),
        ("平等适用国家和本省支持发展政策，", ["国家和本省支持发展政策"]),
        ("享受国家和省鼓励创新的相关政策", ["国家和省鼓励创新的相关政策"]),
        ("享受省内科研项目的扶持政策", []),
        ("贯彻落实国家重大方针政策", []),
        ("实施国家政策性金融业务", []),
        ("支持示范区对标国际高标准经贸规则", ["国际高标准经贸规则"]),
        ("按照国际通行规则采信", ["国际通行规则"]),
        ("建立与国际投资贸易规则相衔接的制度", []),
        ("参与国际标准和规则制定", []),
        ("按照省有关规定申请", ["省有关规定"]),
        ("按国家和本市有关规定执行", ["国家和本市有关规定"]),
        ("按照国家规定缴纳", ["国家规定"]),
        ("按照国家规定的标准缴纳", []),
        ("有符合国家规定任职条件的董事", []),
        ("按照国家规定制定相应标准", ["国家规定"]),
        ("国家另有规定的除外", ["国家另有规定"]),
        ("依照国家和本市环境保护和劳动保护的规定", ["国家和本市环境保护和劳动保护的规定"]),
        ("按照国务院卫生行政部门的规定", []),
        ("按照统计调查制度的规定报送", ["统计调查制度的规定"]),
        ("按照政府效能建设管理规定，", ["政府效能建设管理规定"]),
        ("制定开发区的行政管理规定", []),
        ("符合国家中小企业划分标准的", ["国家中小企业划分标准"]),
        ("国家规定的其他条件", []),
        ("按照相关政策予以资助", ["相关政策"]),
        ("依照有关政策规定予以支持", ["有关政策规定"]),
        ("制定相关政策，落实人才政策", []),
        ("按照电子证照相关规定办理", ["电子证照相关规定"]),
        ("依法处理，按照规定报告", []),
        ("依照批准的方案和有关规定实施", ["有关规定"]),
        ("依照《中国工会章程》等有关规定", ["有关规定"]),
        ("承担法律责任，提供法律服务和法律援助", []),
        ("违反国家有关法律、法规、规章和政策", ["国家有关法律、法规、规章和政策"]),
        ("依法规范行业，法规范围", []),
        (
            "为贯彻党中央、国务院关于数据的决策部署及省委、省政府工作要求，",
            ["党中央、国务院关于数据的决策部署", "省委、省政府工作要求"],
        ),
        ("由省政府统一部署", []),
    ],
)
def test_classes_of_norms(text: str, expected: list[str]) -> None:
    generic = [(words, kind) for words, kind in found(text) if kind != "document"]

    assert generic == [(words, "generic") for words in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A list carries its document on, also over a clause, until another is named.
        (
            "刑法第一百一十四条规定的放火罪或者第一百一十五条规定的罪",
            [
                ("刑法第一百一十四条", "刑法", "art:114"),
                ("第一百一十五条", "刑法", "art:115"),
            ],
        ),
        (
            "符合专利法第五条、第九条和本细则第二十四条至第二十六条",
            [
                ("专利法第五条", "专利法", "art:5"),
                ("第九条", "专利法", "art:9"),
                ("本细则第二十四条至第二十六条", None, "art:24..art:26"),
            ],
        ),
        (
            "依照行政处罚法第十条处罚。违反第十五条规定的",
            [("行政处罚法第十条", "行政处罚法", "art:10"), ("第十五条", None, "art:15")],
        ),
        # The longest name counts, and a name that the lexicon lacks is read back to its verb.
        (
            "依照劳动争议调解仲裁法第十条",
            [("劳动争议调解仲裁法第十条", "劳动争议调解仲裁法", "art:10")],
        ),
        (
            "依照星际航行管理条例第十条",
            [("星际航行管理条例第十条", "星际航行管理条例", "art:10")],
        ),
        (
            "《食品安全法》规定了义务。该法第二十八条第（八）项",
            [
                ("《食品安全法》", "食品安全法", ""),
                ("该法第二十八条第（八）项", "食品安全法", "art:28/i:8"),
            ],
        ),
        (
            "具有刑法第一百九十一条的情形，实施该条第一款行为",
            [
                ("刑法第一百九十一条", "刑法", "art:191"),
                ("该条第一款", "刑法", "art:191/p:1"),
            ],
        ),
        (
            "公司法第十三条第一项的支出，分期摊销；第二项的支出，一次扣除",
            [
                ("公司法第十三条第一项", "公司法", "art:13/i:1"),
                ("第二项", "公司法", "art:13/i:2"),
            ],
        ),
        (
            "车船税法所附《车船税税目税额表》",
            [("车船税法所附《车船税税目税额表》", "车船税法", "annex:1")],
        ),
    ],
)
def test_what_is_named(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert named(text) == expected


def test_a_notice_cites_itself() -> None:
    text = "《某省若干措施》已经省人民政府同意，现印发给你们，请依照《某省条例》执行。"

    assert found(text, NOTICE) == [("《某省若干措施》", "self"), ("《某省条例》", "law")]
    assert found("《某省若干措施》同时废止。", NOTICE) == [("《某省若干措施》", "document")]
    assert found("特制定以下措施。", PREAMBLE) == [("以下措施", "self")]
    assert found("应当采取以下措施。", ARTICLE) == []
    assert found("制定本意见。", PREAMBLE) == [("本意见", "self")]
    assert found("征求本意见。", ARTICLE) == []


def passages(*texts: str, article: str = "6") -> list[Passage]:
    return [
        Passage.of(text, (("art", article), ("para", str(number))))
        for number, text in enumerate(texts, 1)
    ]


def words(*texts: str) -> list[str]:
    units = passages(*texts)
    by_steps = {unit.steps: unit.text for unit in units}
    return [c.span.of(by_steps[c.at]) for c in read_citations(units)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据国民经济和社会发展规划纲要、国土空间规划等，制定", ["国土空间规划"]),
        ("按照公共数据目录编制规范，编制目录", ["公共数据目录编制规范"]),
        ("制定公共数据目录编制规范，按照有关技术规范编制", []),
        ("依据国务院批准的中小企业划分标准确定", ["国务院批准的中小企业划分标准"]),
        ("按照经批准的工程建设方案实施", []),
        ("在湖泊保护利用专项规划确定的范围内", ["湖泊保护利用专项规划"]),
        ("在规划确定的范围内，与专项规划确定的目标衔接", []),
    ],
)
def test_documents_that_bind(text: str, expected: list[str]) -> None:
    words = [words for words, kind in found(text) if kind == "document"]

    assert [each for each in words if "纲要" not in each] == expected


def test_a_plan_is_cited_as_a_basis_unless_its_own_article_provides_for_it() -> None:
    basis = "市人民政府应当根据全省产业发展规划、国土空间规划，培育产业。"

    assert words(basis) == ["全省产业发展规划", "国土空间规划"]
    assert words("省人民政府应当制定产业发展规划。", basis) == ["国土空间规划"]
    assert words("根据审议意见修改规划，按照要求编制产业发展规划。") == []
    assert words("根据资源状况和全市林业发展规划编制方案。") == ["全市林业发展规划"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应当根据公共数据目录，统一收集数据。", ["公共数据目录"]),
        ("按照重点产品目录和有关规定", ["重点产品目录", "有关规定"]),
        ("按照“一本式”环评编制技术指南进行审批。", ["“一本式”环评编制技术指南"]),
        # What is made, entered in or spoken of is not cited.
        ("编制公共数据目录，定期发布技术攻关目录。", []),
        ("根据需要编制目录，按照前款规定的目录管理。", ["前款"]),
        ("按照公共数据目录编制规范编目。", []),
        ("按照“谁主管、谁负责”的原则编制指南。", []),
    ],
)
def test_catalogues_and_quoted_documents(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_abbreviations_of_a_document() -> None:
    units = passages(
        "根据《某省数据条例》（国务院令第1号）（以下简称《数据条例》），"
        "某开发区（以下简称开发区）适用。",
        "违反数据条例第三条、第四条的，依照《数据条例》处理。",
    )
    names = read_abbreviations(units)

    assert names == {"数据条例": "某省数据条例"}
    assert [c.span.of(units[1].text) for c in find_citations(units[1], names)] == [
        "数据条例第三条", "第四条", "《数据条例》",
    ]  # fmt: skip


def test_an_item_remembers_the_article_of_the_words_before_the_list() -> None:
    lead_in = Passage.of("违反本条例第十三条规定，按照下列规定处罚：")
    text = "违反第二项规定的，处罚款"
    item = Passage((*ARTICLE, ("item", "1")), Span(0, len(text)), text, text, lead_in)

    (citation,) = find_citations(item)

    assert citation.span.of(text) == "第二项"
    assert citation.antecedent == (("art", "13"),)


def test_amended_text_is_that_of_the_amended_law() -> None:
    texts = (
        "对刑法作如下修改：",
        "将第一百六十八条修改为：“工作人员严重不负责任的，处拘役。",
        "“有前款行为的，依照前款处罚。”",
        "依照第五条执行。",
    )
    units = [Passage.of(t, (("sec", "1"), ("para", str(n)))) for n, t in enumerate(texts, 1)]

    shown = [
        (c.title, ";".join(written(p) for p in c.pointers), c.rule) for c in read_citations(units)
    ]

    assert shown == [
        ("刑法", "", "short-name"),
        ("刑法", "art:168", "amended"),
        ("刑法", "art:168/p:1", "quoted"),
        ("刑法", "art:168/p:1", "quoted"),
        ("刑法", "art:5", "amended"),
    ]
    assert point_to_amended(units[3:], find_citations(units[3])) == find_citations(units[3])


def test_titles() -> None:
    kinds = {t: k.value if (k := classify(t)) else None for t in (
        "中华人民共和国刑法修正案（八）", "某省实施〈中华人民共和国水法〉办法", "关于加强工作的意见",
        "营业执照", "浙江日报", "税目税率表", "报名登记表",
    )}  # fmt: skip

    assert list(kinds.values()) == ["law", "law", "document", None, None, "document", None]
    assert key("中华人民共和国宪法修正案（1988年）") != key("中华人民共和国宪法修正案（1999年）")
    assert key("某省水法（2019年修正）") == key("某省 水法")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            ["本条例", "第", "十", "条", "款", "项", "（", "）", "、", "至", "和", "前", "本", "《", "》", "法",
             "刑法", "有关", "法律", "国家", "规定", "该", "附件", "1", "按照", "，", "。", "规划", "以下措施", "“", "之"]
        ),
        max_size=40,
    ).map("".join)
)  # fmt: skip
def test_spans_are_verbatim_ordered_and_apart(text: str) -> None:
    for steps in (ARTICLE, NOTICE):
        spans = [c.span for c in find_citations(Passage.of(text, steps))]
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


def test_kind_of_a_notice() -> None:
    assert Passage.of("", NOTICE).kind is Kind.NOTICE
