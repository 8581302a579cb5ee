"""Structure of real documents and of the forms that mislead a parser."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from converters.metadata.reading import read_metadata
from converters.records import ElementKind, Kind, OddityKind
from converters.structure.clean import fold
from converters.text import Place, Text
from tests.converters.documents import (
    LAWS,
    ROOT,
    SOURCES,
    annotated,
    parse,
    provisions,
    squeeze,
    structure_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from converters.records import Structure

GOLD = sorted((ROOT / "data" / "gold").glob("*.jsonl"))
COUNTS = {
    "articles": Kind.ARTICLE,
    "paragraphs": Kind.PARAGRAPH,
    "items": Kind.ITEM,
    "parts": Kind.SECTION,
}


def test_the_documents_are_there() -> None:
    assert (len(SOURCES), len(LAWS), len(GOLD)) == (5, 17, 3)


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_equals_the_annotated_provisions(path: Path) -> None:
    gold = annotated(path)
    name = path.stem.removesuffix(".excerpt")
    found = provisions(structure_of(ROOT / "data" / "sources" / name / f"{name}.txt"))

    excerpt = path.stem.endswith(".excerpt")
    assert {at: found.get(at) for at in gold} == gold
    assert excerpt or list(found) == list(gold)


def _question(number: str) -> list[dict[str, object]]:
    lines = (ROOT / "data" / "questions" / "questions.jsonl").read_text(encoding="utf-8")
    questions = [json.loads(line) for line in lines.splitlines()]
    return next(q["answer"] for q in questions if q["id"] == number)


@pytest.mark.parametrize("answer", _question("CQ06"), ids=lambda a: a["document"])
def test_counts_of_question_cq06(answer: dict[str, object]) -> None:
    name = answer["document"]
    structure = structure_of(ROOT / "data" / "sources" / f"{name}" / f"{name}.txt")
    counts = Counter(unit.kind for unit in structure.walk())

    stated = {key: number for key, number in answer.items() if key != "document"}
    assert {key: counts[COUNTS[key]] for key in stated} == stated


def _covered(structure: Structure) -> str:
    """Everything that elements and provisions hold, each character once, in text order."""
    spans = {e.span for e in structure.elements}
    for unit in structure.walk():
        spans |= {s for s in (unit.label, unit.heading, unit.text) if s}
    held = sorted({i for s in spans for i in range(s.start, s.end)})
    return "".join(structure.text.value[i] for i in held)


@pytest.mark.parametrize("path", [*SOURCES, *LAWS], ids=lambda p: p.stem)
def test_nothing_is_lost(path: Path) -> None:
    """Joined parts give back the text; what the text leaves out of the file is format residue."""
    raw = path.read_text(encoding="utf-8")
    structure = structure_of(path)

    assert squeeze(_covered(structure)) == squeeze(structure.text.value)

    text = structure.text
    kept = {text.place(i).offset for i in range(len(text)) if text.value[i] != "\n"}
    assert "".join(raw[i] for i in sorted(kept)) == text.value.replace("\n", "")
    left_out = "".join(c if i not in kept else "\0" for i, c in enumerate(raw))
    residue = re.sub(r"<!--.*?-->|[\s\0#*\u200b\ue000-\uf8ff]|- |-+\|?|\|", "", left_out)
    assert residue == ""


@pytest.mark.parametrize("path", [*SOURCES, *LAWS], ids=lambda p: p.stem)
def test_provisions_do_not_overlap(path: Path) -> None:
    structure = structure_of(path)
    own = sorted(s for u in structure.walk() for s in (u.label, u.heading, u.text) if s)

    assert all(a.end <= b.start for a, b in pairwise(own))


STATUTE = "某省某某条例\n\n（2024年3月28日某省第十四届人民代表大会常务委员会第九次会议通过）\n\n"

# What misleads, the text, the provisions it must give.
TRAPS = [
    (
        "a label followed by a citation",
        "第一条 甲。\n第二条 第一条所称的甲。\n第三条 乙。",
        {"art:1/p:1": "甲。", "art:2/p:1": "第一条所称的甲。", "art:3/p:1": "乙。"},
    ),
    (
        "a paragraph that begins with a citation",
        "第一条 甲。\n第一条规定的甲，是乙。\n第二条 丙。",
        {"art:1/p:1": "甲。", "art:1/p:2": "第一条规定的甲，是乙。", "art:2/p:1": "丙。"},
    ),
    (
        "a page break before a citation of the next article",
        "第一条 违反本条例\n\n第二条规定的，予以处罚。\n\n第二条 乙。",
        {"art:1/p:1": "违反本条例第二条规定的，予以处罚。", "art:2/p:1": "乙。"},
    ),
    (
        "labels inside a quotation",
        "第一条 增加一条：“第二条 甲。\n“第三条 乙。”\n第二条 丙。",
        {"art:1/p:1": "增加一条：“第二条甲。", "art:1/p:2": "“第三条乙。”", "art:2/p:1": "丙。"},
    ),
    (
        "citations of items are a paragraph",
        "第一条 有下列情形的：\n（一）甲；\n（二）乙。\n（一）至（二）项所列人员，应当丙。",
        {
            "art:1/p:1": "有下列情形的：",
            "art:1/p:1/i:1": "甲；",
            "art:1/p:1/i:2": "乙。",
            "art:1/p:2": "（一）至（二）项所列人员，应当丙。",
        },
    ),
    (
        "text after a list is the next paragraph",
        "第一条 应当：\n（一）甲；\n（二）乙。\n前款丙。",
        {
            "art:1/p:1": "应当：",
            "art:1/p:1/i:1": "甲；",
            "art:1/p:1/i:2": "乙。",
            "art:1/p:2": "前款丙。",
        },
    ),
    (
        "points below items",
        "第一条 应当：\n（一）甲：\n1.子；\n2.丑；\n（二）乙。",
        {
            "art:1/p:1": "应当：",
            "art:1/p:1/i:1": "甲：",
            "art:1/p:1/i:1/pt:1": "子；",
            "art:1/p:1/i:1/pt:2": "丑；",
            "art:1/p:1/i:2": "乙。",
        },
    ),
    (
        "a decimal is no point",
        "第一条 应当：\n（一）甲\n1.5米以上；\n（二）乙。",
        {"art:1/p:1": "应当：", "art:1/p:1/i:1": "甲1.5米以上；", "art:1/p:1/i:2": "乙。"},
    ),
    (
        "a branch article",
        "第一条 甲。\n第一条之一 乙。\n第二条 丙。",
        {"art:1/p:1": "甲。", "art:1-1/p:1": "乙。", "art:2/p:1": "丙。"},
    ),
    (
        "a label on a line of its own",
        "第一条\n甲。\n第二条\n乙。\n丙。",
        {"art:1/p:1": "甲。", "art:2/p:1": "乙。", "art:2/p:2": "丙。"},
    ),
    (
        "a paragraph that begins with 目录 or 附图",
        "第一条 甲：\n目录应当公布。\n附图中除必需的词语外，不得含有其他注释。\n第二条 乙。",
        {
            "art:1/p:1": "甲：",
            "art:1/p:2": "目录应当公布。",
            "art:1/p:3": "附图中除必需的词语外，不得含有其他注释。",
            "art:2/p:1": "乙。",
        },
    ),
    (
        "chapter and section headings, with and without spaces",
        "第一章　总　则\n第一条 甲。\n第二章监督检查\n第一节 一般规定\n第二条 乙。",
        {
            "chap:1": "总则",
            "art:1/p:1": "甲。",
            "chap:2": "监督检查",
            "chap:2/sec:1": "一般规定",
            "art:2/p:1": "乙。",
        },
    ),
    (
        "a table of contents",
        "目　录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。",
        {"chap:1": "总则", "art:1/p:1": "甲。", "chap:2": "附则", "art:2/p:1": "乙。"},
    ),
    (
        "a heading that has lost its label",
        "第一章 总则\n第一条 甲。\n法律责任\n第二条 乙。\n第三章 附则\n第三条 丙。",
        {
            "chap:1": "总则",
            "art:1/p:1": "甲。",
            "chap:2": "法律责任",
            "art:2/p:1": "乙。",
            "chap:3": "附则",
            "art:3/p:1": "丙。",
        },
    ),
    (
        "an annex closes the last article",
        "第一条 甲。\n附件：\n一、丙\n二、丁",
        {"art:1/p:1": "甲。", "annex:1/item:1": "丙", "annex:1/item:2": "丁"},
    ),
    (
        "an item that begins as a citation does",
        "第一条 应当：\n（一）甲；\n（二）与第三者有关的说明；\n（三）目标材料。\n第二条 乙。",
        {
            "art:1/p:1": "应当：",
            "art:1/p:1/i:1": "甲；",
            "art:1/p:1/i:2": "与第三者有关的说明；",
            "art:1/p:1/i:3": "目标材料。",
            "art:2/p:1": "乙。",
        },
    ),
    (
        "a paragraph inside a list",
        "第一条 应当：\n（一）甲；\n（二）乙；\n本项规定的乙，应当丙。\n（三）丁。",
        {
            "art:1/p:1": "应当：",
            "art:1/p:1/i:1": "甲；",
            "art:1/p:1/i:2": "乙；本项规定的乙，应当丙。",
            "art:1/p:1/i:3": "丁。",
        },
    ),
    (
        "items 一、 that hold items （一）",
        "第一条 承运人的责任\n一、赔偿：\n（一）甲；\n（二）乙。\n二、补偿：\n（一）丙。",
        {
            "art:1/p:1": "承运人的责任",
            "art:1/p:1/i:1": "赔偿：",
            "art:1/p:1/i:1/item:1": "甲；",
            "art:1/p:1/i:1/item:2": "乙。",
            "art:1/p:1/i:2": "补偿：",
            "art:1/p:1/i:2/item:1": "丙。",
        },
    ),
    (
        "一、 that a page break cuts off",
        "第一条 有下列情形之\n一、阻止无效的，予以处罚。\n第二条 乙。",
        {"art:1/p:1": "有下列情形之一、阻止无效的，予以处罚。", "art:2/p:1": "乙。"},
    ),
    (
        "a table of contents with page numbers in brackets",
        "目　录\n第一章　总则……（1）\n第二章　附则……（2）\n第一章　总则\n第一条 甲。\n第二章　附则\n第二条 乙。",
        {"chap:1": "总则", "art:1/p:1": "甲。", "chap:2": "附则", "art:2/p:1": "乙。"},
    ),
    (
        "a table of contents that has lost its name",
        "第一章　总则\n第二章　附则\n第一章　总则\n第一条 甲。\n第二章　附则\n第二条 乙。",
        {"chap:1": "总则", "art:1/p:1": "甲。", "chap:2": "附则", "art:2/p:1": "乙。"},
    ),
    (
        "a heading on two lines",
        "第一章 监督\n和检查\n第一条 甲。\n第二章 法律\n责任\n第二条 乙。",
        {"chap:1": "监督和检查", "art:1/p:1": "甲。", "chap:2": "法律责任", "art:2/p:1": "乙。"},
    ),
    (
        "a chapter before articles that have lost their labels",
        "第一章 总则\n为了甲，制定本条例。\n第二条 乙。\n第三条 丙。",
        {
            "chap:1": "总则",
            "chap:1/p:1": "为了甲，制定本条例。",
            "art:2/p:1": "乙。",
            "art:3/p:1": "丙。",
        },
    ),
    (
        "a branch that is left out, and a number that comes twice",
        "第一条 甲。\n第一条之二 乙。\n第二条 丙。\n第二条 丁。\n第三条 戊。",
        {
            "art:1/p:1": "甲。",
            "art:1-2/p:1": "乙。",
            "art:2/p:1": "丙。",
            "art:2~2/p:1": "丁。",
            "art:3/p:1": "戊。",
        },
    ),
    (
        "running heads beside page numbers",
        "第一条 根据有关法\n- 1 -\n\f某省人民政府公报\n律，制定本条例。\n第二条 本条例适用于本\n- 2 -\n\f某省人民政府公报\n省。",
        {"art:1/p:1": "根据有关法律，制定本条例。", "art:2/p:1": "本条例适用于本省。"},
    ),
    (
        "links between the pages of a site",
        "第一条 甲。\n上一页 1 2 下一页 共2页\n第二条 乙。",
        {"art:1/p:1": "甲。", "art:2/p:1": "乙。"},
    ),
    (
        "page numbers and page breaks",
        "第一条 省人民政府应\n\n- 3 -\n\n当加强领导。\n第二条 乙。",
        {"art:1/p:1": "省人民政府应当加强领导。", "art:2/p:1": "乙。"},
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [row[1:] for row in TRAPS], ids=[row[0] for row in TRAPS]
)
def test_trap(text: str, expected: dict[str, str]) -> None:
    assert provisions(parse(STATUTE + text)) == expected


NOTICE = """某某省人民政府办公厅文件

某政办发〔2023〕7号

某某省人民政府办公厅
关于印发《某某若干措施》的通知

各市、县人民政府，省各有关单位：

《某某若干措施》已经省人民政府同意，现印发给你们，请认真贯彻执行。

某某省人民政府办公厅
2023年5月6日

（此件公开发布）

某某若干措施

为加快发展，特制定以下措施。

一、加强领导
（一）建立机制。各市要建立机制。（省某厅负责）
1. 甲。
2. 乙。
二、保障措施
（二）落实资金。各市要落实资金。

附件：清单

抄送：省委各部门。
2023年5月8日印发
"""


def test_a_notice() -> None:
    structure = parse(NOTICE)

    assert provisions(structure) == {
        "notice": "各市、县人民政府，省各有关单位：《某某若干措施》已经省人民政府同意，现印发给你们，请认真贯彻执行。",
        "preamble": "为加快发展，特制定以下措施。",
        "sec:1": "加强领导",
        "item:1": "建立机制。各市要建立机制。（省某厅负责）",
        "item:1/pt:1": "甲。",
        "item:1/pt:2": "乙。",
        "sec:2": "保障措施",
        "item:2": "落实资金。各市要落实资金。",
    }
    text = structure.text.value
    assert [(e.kind.value, squeeze(e.span.of(text))) for e in structure.elements] == [
        ("header", "某某省人民政府办公厅文件"),
        ("document-number", "某政办发〔2023〕7号"),
        ("title", "某某省人民政府办公厅关于印发《某某若干措施》的通知"),
        ("addressees", "各市、县人民政府，省各有关单位："),
        ("signature", "某某省人民政府办公厅"),
        ("date", "2023年5月6日"),
        ("disclosure", "（此件公开发布）"),
        ("attached-title", "某某若干措施"),
        ("attachments", "附件：清单"),
        ("copies", "抄送：省委各部门。"),
        ("printing", "2023年5月8日印发"),
    ]


def test_items_that_restart_in_each_section_are_addressed_inside_it() -> None:
    text = "某市若干措施\n\n2023年5月6日\n\n一、甲\n（一）子。\n（二）丑。\n二、乙\n（一）寅。"

    assert list(provisions(parse(text))) == [
        "sec:1", "sec:1/item:1", "sec:1/item:2", "sec:2", "sec:2/item:1",
    ]  # fmt: skip


def test_a_citation_does_not_turn_an_outline_into_articles() -> None:
    text = "某解释\n一、赔偿范围\n逾期运到的，适用铁路法\n第十七条的规定，承担赔偿责任。\n二、附则\n本解释自2024年6月1日起施行。"

    assert provisions(parse(text)) == {
        "sec:1": "赔偿范围", "sec:1/p:1": "逾期运到的，适用铁路法第十七条的规定，承担赔偿责任。",
        "sec:2": "附则", "sec:2/p:1": "本解释自2024年6月1日起施行。",
    }  # fmt: skip


# What made a pattern or a search slow: it must not take minutes.
SLOW = {
    "blanks": "某条例\n" + " " * 20_000 + "2024年1月1日\n第一条 甲。",
    "open comments": "第一条 甲。\n" + "<!--" * 20_000,
    "open titles": "第一条 甲。\n" + "《" * 50_000,
    "terms": "某条例\n（2024年1月1日" + "第一届" * 2_000 + "通过）\n第一条 甲。",
    "leaders": "目录\n第一章 甲" + "." * 20_000 + "a\n第一章 甲\n第一条 甲。",
    "a huge number": "第一章 甲\n第一条 甲。\n第九千九百九十九章 乙\n第二条 乙。",
    "odd labels": "\n".join(f"第{n}条 甲。" for n in range(1, 3_000)),
}


@pytest.mark.parametrize("name", SLOW)
def test_long_input_is_read_in_time(name: str) -> None:
    """The worker's deadline is 60 s; each of these took longer, or grew with the cube."""
    structure = parse(SLOW[name])
    read_metadata(structure)

    assert structure.provisions
    assert all(len(oddity.detail) < 100 for oddity in structure.oddities)


def test_an_announcement_is_no_preamble() -> None:
    text = "某省人大常委会公告\n《某条例》已由某省人大常委会通过，现予公布。\n某省人民代表大会常务委员会\n2024年6月3日\n某条例\n第一条 甲。"
    structure = parse(text)

    assert [e.kind.value for e in structure.elements] == [
        "header", "announcement", "signature", "date", "title",
    ]  # fmt: skip
    assert provisions(structure) == {"art:1/p:1": "甲。"}


def test_named_attachments_are_not_the_annexes() -> None:
    text = "某省若干措施\n一、甲\n（一）子。\n附件：1.名单\n2.表\n某省人民政府\n2024年6月3日\n附件1\n名单\n1.寅\n附件2：表\n卯。"
    structure = parse(text)

    kinds = [e.kind.value for e in structure.elements]
    assert kinds == ["title", "attachments", "attachments", "signature", "date"]
    assert provisions(structure) == {
        "sec:1": "甲", "item:1": "子。", "annex:1": "名单", "annex:1/pt:1": "寅", "annex:2": "表",
        "annex:2/p:1": "卯。",
    }  # fmt: skip
    assert [o.kind for o in structure.oddities] == [OddityKind.IN_FORCE_MISSING]


def test_a_closing_clause_belongs_to_no_item() -> None:
    text = "某省若干措施\n一、甲\n（一）子。\n（二）丑。\n本措施自2024年6月1日起施行。\n同一事项不重复。\n某省人民政府\n2024年6月3日"

    assert provisions(parse(text)) == {
        "sec:1": "甲", "item:1": "子。", "item:2": "丑。", "p:1": "本措施自2024年6月1日起施行。",
        "p:2": "同一事项不重复。",
    }  # fmt: skip


def test_rows_of_a_table_are_paragraphs() -> None:
    text = (
        STATUTE
        + "第一条 按下列标准奖励：\n类别\t标准\n小微　10万元\n| 中型 | 50万元 |\n前款标准由市人民政府调整。"
    )

    assert list(provisions(parse(text)).values()) == [
        "按下列标准奖励：", "类别标准", "小微10万元", "|中型|50万元|", "前款标准由市人民政府调整。",
    ]  # fmt: skip


# Each kind of oddity: a text that has it, where and what.
ODDITIES = [
    (OddityKind.ARTICLE_GAP, "第一条 甲。\n第三条 自2024年1月1日起施行。", ("第三条", "2")),
    (OddityKind.ARTICLE_REPEATED, "第一条 甲。\n第二条 乙。\n第一条 丙。\n第二条 自2024年1月1日起施行。", ("第一条", "1")),
    (OddityKind.ARTICLE_FIRST, "第五条 甲。\n第六条 自2024年1月1日起施行。", ("第五条", "5")),
    (OddityKind.ARTICLE_MERGED, "第一条 甲。 第二条 自2024年1月1日起施行。", ("第二条", "")),
    (OddityKind.LABEL_VARIANT, "第一条 甲。\n笫二条 自2024年1月1日起施行。", ("笫二条", "")),
    (OddityKind.HEADING_GAP, "第一章 子\n第一条 甲。\n第三章 丑\n第二条 自2024年1月1日起施行。", ("第三章", "2")),
    (OddityKind.HEADING_LABEL_LOST, "第一章 子\n第一条 甲。\n附则\n第二条 自2024年1月1日起施行。", ("附则", "2")),
    (OddityKind.ITEM_GAP, "第一条 应当：\n（一）甲；\n（三）乙。\n第二条 自2024年1月1日起施行。", ("（三）", "2")),
    (OddityKind.ITEM_FIRST, "第一条 应当：\n（二）甲。\n第二条 自2024年1月1日起施行。", ("（二）", "1")),
    (OddityKind.TRUNCATED, "第一条 甲。\n第二条 自2024年1月1日起施行，并", ("自2024年1月1日起施行，并", "")),
    (OddityKind.IN_FORCE_MISSING, "第一条 甲。\n第二条 乙。", ("乙。", "")),
    (OddityKind.PRIVATE_USE, "第一条 甲\ue5f9乙。\n第二条 自2024年1月1日起施行。", ("\ue5f9", "U+E5F9")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "spot"), ODDITIES, ids=[row[0].value for row in ODDITIES])
def test_oddity(kind: OddityKind, text: str, spot: tuple[str, str]) -> None:
    structure = parse(STATUTE + text)

    found = [(o.kind, (o.span.of(structure.text.value), o.detail)) for o in structure.oddities]
    assert (kind, spot) in found
    assert {k for k, _ in found} <= {kind, OddityKind.ARTICLE_REPEATED}


def test_oddities_of_whole_documents() -> None:
    untitled = parse("第一条 甲。\n第二条 自2024年1月1日起施行。")
    plain = parse(
        "某某关于某事的解释\n\n2001年7月3日 最高人民法院公告公布\n\n甲应当乙，自2024年1月1日起施行。"
    )

    assert [o.kind for o in untitled.oddities] == [OddityKind.TITLE_MISSING]
    assert [o.kind for o in plain.oddities] == [OddityKind.UNNUMBERED]
    tested = {row[0] for row in ODDITIES} | {OddityKind.TITLE_MISSING, OddityKind.UNNUMBERED}
    assert tested == set(OddityKind)


def test_an_orderly_text_has_no_oddity() -> None:
    assert parse(STATUTE + "第一条 甲。\n第二条 本条例自2024年1月1日起施行。").oddities == ()


@pytest.mark.parametrize(
    "text", ["", "\n \n", "今天天气很好。\n我们去公园。", "# 标题\n\n- 甲\n- 乙"]
)
def test_text_without_structure_has_no_provisions(text: str) -> None:
    assert parse(text).provisions == ()


def test_places_lead_back_to_the_source() -> None:
    raw = "# 某条例\n\n**第一条** 省人民政府\n\n应当(一)甲,乙。\n"
    text = parse(raw).text
    at = text.value.index("应当")

    assert text.place(at) == Place("", raw.index("应当"))
    assert text.value.splitlines()[-1] == "第一条 省人民政府应当(一)甲,乙。"
    assert fold("(一)甲,乙") == "（一）甲，乙"


def test_elements_of_a_law_database_page() -> None:
    page = "某省某条例\n发布部门：某省人大常委会\n时效性：现行有效\n第一条 甲。"
    structure = parse_lines = parse(page)

    assert [e.kind for e in parse_lines.elements] == [
        ElementKind.TITLE,
        ElementKind.PROPERTY,
        ElementKind.PROPERTY,
    ]
    assert isinstance(structure.text, Text)
