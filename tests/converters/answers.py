"""The complete answers of data/questions as the rows that a query over the graph must give.

Where an answer is a sentence of a person and the graph keeps concepts or the words of the text, the table
below says which words stand for which; nothing else is changed.
"""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from tests.converters.documents import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Row = dict[str, str | None]

QUESTIONS: Final[Mapping[str, Mapping[str, Any]]] = {
    each["id"]: each
    for line in (ROOT / "data" / "questions" / "questions.jsonl").read_text("utf-8").splitlines()
    for each in (json.loads(line),)
}

# Bearers that an answer gives in one phrase. 各市政府 is not in the bracket of item 14; the closing words
# of item 1 (以下均需各市政府具体负责) make it responsible for every item.
BEARERS: Final = {
    "省人民政府及其有关部门": ["省人民政府", "省人民政府有关部门"],
    "省工信厅、省发展改革委、省商务厅（按职责分工）": [
        "省工信厅",
        "省发展改革委",
        "省商务厅",
        "各市政府",
    ],
}
STRENGTHS: Final = {"obligatory": "obligation", "only encouraged": "encouragement"}
# The class that the scheme sector-class has for the words of a label; it has none for 数字产业.
LABELS: Final = {"传统制造业": "传统产业", "传统优势产业集群": "传统产业"}
CLASSES: Final = {
    "未来产业": "future",
    "未来以及新兴支柱产业集群": "emerging",
    "新兴产业": "emerging",
    "数字产业": "other",
    "数字技术（与制造业融合）": "other",
}
# Names of matters by the words of the answer.
MATTERS: Final = {
    "国际国内信用证": "信用证",
    "取消相关待遇": "取消待遇",
    "追究刑事责任（构成犯罪的）": "刑事责任",
}
# Words that an answer leaves out of the text are … here.
TASKS: Final = {"对总体规划、实施计划等进行论证评估": "对…的总体规划、实施计划等进行论证评估"}
FUNCTIONS: Final = {"entry into force": "entry-into-force"}


def spread(rows: Iterable[Mapping[str, Any]], *fields: str) -> list[Row]:
    """One row for each combination of the values of fields; an empty list is no value."""
    found = []
    for row in rows:
        values = [row.get(field) for field in fields]
        lists = [(v or [None]) if isinstance(v, list) else [v] for v in values]
        found += [dict(zip(fields, map(text, each), strict=True)) for each in product(*lists)]
    return found


def text(value: object) -> str | None:
    if value is None or value == "not stated":
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def plain(*fields: str) -> Callable[[Any], list[Row]]:
    return lambda answer: spread(answer, *fields)


def dates(answer: Any) -> list[Row]:
    # "not stated" is a value here: the query says it.
    return [dict(row) for row in answer]


def notice(answer: Any) -> list[Row]:
    addressees = {**answer, "document": "shanxi-cuoshi-2024", "addressee": answer["addressees"]}
    fields = ("document_number", "issued_by", "date_signed", "date_printed", "addressee")
    return spread([addressees], "document", *fields)


def units(answer: Any) -> list[Row]:
    # A number that an answer leaves out is none of such units.
    full = [{"parts": 0, "paragraphs": 0, **row} for row in answer]
    return spread(full, "document", "articles", "paragraphs", "parts", "items")


def responsible(answer: Any) -> list[Row]:
    named = [(body, True) for body in answer["responsible"]]
    named += [(body, False) for body in answer["general_responsible"]]
    rows = [
        {"responsible": body, "named_in_item": here, "lead_named": answer["lead_named"]}
        for body, here in named
    ]
    return spread(rows, "responsible", "named_in_item", "lead_named")


def counts(answer: Any) -> list[Row]:
    return spread([{**row, "item": row["items"]} for row in answer], "body", "count", "item")


def authorities(answer: Any) -> list[Row]:
    rows = [{**row, "function": row["functions"]} for row in answer]
    return spread(rows, "document", "at", "authority", "function")


def reports(answer: Any) -> list[Row]:
    """An answer on supervision and report is two measures."""
    rows = []
    for row in answer:
        place = {"document": row["document"], "at": row["at"]}
        if "supervisor" in row:
            about = row["about"] if "reporter" not in row else "监督"
            rows.append({**place, "supervisor": row["supervisor"], "about": about})
        if "reporter" in row:
            about = row.get("frequency", "") + "…" + row["about"]
            rows.append({**place, "reporter": row["reporter"], "to": row["to"], "about": about})
    return spread(rows, "document", "at", "supervisor", "reporter", "to", "about")


def chains(answer: Any) -> list[Row]:
    # “Not stated” is that the words have no 联动.
    rows = [{**row, "bearer": BEARERS.get(row["bearer"], row["bearer"])} for row in answer]
    for row in rows:
        stated = row["linked_levels"] != "not stated"
        row["action"] = f"{row['linked_levels']}联动" if stated else "链长制"
    return spread(rows, "document", "at", "bearer", "action")


def advice(answer: Any) -> list[Row]:
    rows = [{**r, "task": [TASKS.get(t, t) for t in r["tasks"].split("；")]} for r in answer]
    return spread(rows, "document", "at", "form", "bearer", "task")


def control_lines(answer: Any) -> list[Row]:
    rows = [{**row, "strength": STRENGTHS[row["strength"]]} for row in answer]
    return spread(rows, "document", "at", "bearer", "strength")


def clusters(answer: Any) -> list[Row]:
    """The notes accept that 锂电和光伏新能源 is split, and Hunan 14/2."""
    rows = [
        {**row, "named": [n for each in row["named"] for n in re.split("以及|和|与", each)]}
        for row in answer
    ]
    rows.append({"document": "hunan-tiaoli-2022", "at": "art:14/p:2", "named": []})
    return spread(rows, "document", "at", "named")


def listed(answer: Any) -> list[Row]:
    """The notes name item 2 of the notice beside item 1."""
    rows = [
        {**row, "label": LABELS.get(row["label"], row["label"]), "sector": row["sectors"]}
        for row in answer
    ]
    rows.append({"document": "shanxi-cuoshi-2024", "at": "item:2", "label": "优势产业"})
    return spread(rows, "document", "at", "label", "sector")


def classed(answer: Any) -> list[Row]:
    rows = [
        {**r, "action": r["class"].partition("（")[0], "class": CLASSES[r["class"]]} for r in answer
    ]
    # The verb stands between the sectors and their class: 围绕…等重点,培育壮大新兴产业.
    return spread(rows, "document", "at", "sector", "class", "action")


def reliefs(answer: Any) -> list[Row]:
    rows = [{**row, "percent": "50" if "50%" in row["relief"] else None} for row in answer]
    for row in rows:
        row["relief"] = row["relief"].partition("（")[0]
    return spread(rows, "document", "at", "condition", "relief", "percent")


def products(answer: Any) -> list[Row]:
    rows = [{**row, "product": [MATTERS.get(p, p) for p in row["products"]]} for row in answer]
    return spread(rows, "document", "at", "product")


def liabilities(answer: Any) -> list[Row]:
    """Criminal liability has a condition of its own, and no authority imposes it by this text."""
    rows = []
    for row in answer:
        for words in row["consequence"]:
            crime = "构成犯罪的" in words
            rows.append(
                {
                    **row,
                    "who": PERSONS[row["who"]],
                    "consequence": MATTERS.get(words, words),
                    "conduct": "构成犯罪的" if crime else row["conduct"],
                    "imposed_by": None if crime else row["imposed_by"],
                }
            )
    return spread(rows, "document", "at", "who", "conduct", "consequence", "imposed_by")


# 提供虚假材料…者 is a phrase of the answer; the text names no person beside the conduct.
PERSONS: Final = {
    "设区的市人民政府负责人": "设区的市人民政府负责人",
    "提供虚假材料骗取补贴、奖励资金者": None,
    "直接负责的主管人员和其他直接责任人员": ["直接负责的主管人员", "其他直接责任人员"],
}


def prohibitions(answer: Any) -> list[Row]:
    assert answer == 0
    return [{"document": each, "prohibitions": "0"} for each in QUESTIONS["CQ47"]["absent_in"]]


def permissions(answer: Any) -> list[Row]:
    """The notes accept Hunan 24/1 (可以予以免责) as exemption, which it is in the graph."""
    return [row for row in spread(answer, "document", "at") if row != EXEMPTION]


EXEMPTION: Final = {"document": "hunan-tiaoli-2022", "at": "art:24/p:1"}


def small_firms(answer: Any) -> list[Row]:
    """The notes accept 专精特新 firms as small ones by implication."""
    implied = [("hunan-tiaoli-2022", "art:9/p:1"), ("shanxi-tiaoli-2024", "art:14/p:1")]
    return [*spread(answer, "document", "at"), *({"document": d, "at": a} for d, a in implied)]


def figures(answer: Any) -> list[Row]:
    """The evidence shows 减半, the one rate, which is no figure."""
    assert answer is False
    return [{"at": "art:32/p:1", "words": "减半", "in_figures": "false"}]


def self_references(answer: Any) -> list[Row]:
    rows = [{**r, "function": FUNCTIONS.get(r["function"], r["function"])} for r in answer[:-1]]
    lacking = [(each, "scope") for each in answer[-1]["lacks_scope_clause"]]
    lacking += [(each, "entry-into-force") for each in answer[-1]["lacks_in_force_clause"]]
    rows += [{"document": each, "function": function} for each, function in lacking]
    return spread(rows, "document", "at", "function")


ROWS: Final[Mapping[str, Callable[[Any], list[Row]]]] = {
    "CQ01": dates,
    "CQ03": notice,
    "CQ06": units,
    "CQ09": responsible,
    "CQ10": counts,
    "CQ12": authorities,
    "CQ16": reports,
    "CQ18": chains,
    "CQ19": plain("document", "at"),
    "CQ20": advice,
    "CQ23": control_lines,
    "CQ24": plain("document", "at"),
    "CQ26": clusters,
    "CQ28": plain("document", "at"),
    "CQ30": plain("document", "at"),
    "CQ34": listed,
    "CQ35": classed,
    "CQ39": reliefs,
    "CQ42": products,
    "CQ45": liabilities,
    "CQ47": prohibitions,
    "CQ48": permissions,
    "CQ50": small_firms,
    "CQ55": figures,
    "CQ58": self_references,
}

# Fields whose expected value is a part of the words that the query gives, … standing for any words.
PARTS: Final = frozenset({"about", "action", "task", "condition", "relief", "conduct"})


def expected(question: str) -> list[Row]:
    return ROWS[question](QUESTIONS[question]["answer"])


def agrees(wanted: Row, given: Row) -> bool:
    """Whether a row of a query is the one that an answer means, in the fields of the answer."""
    return all(
        holds(value, given.get(field)) if field in PARTS else given.get(field) == value
        for field, value in wanted.items()
    )


def holds(part: str | None, words: str | None) -> bool:
    if part is None or words is None:
        return part == words
    pattern = ".*".join(re.escape(each) for each in re.split("…", part))
    return re.search(pattern, words) is not None
