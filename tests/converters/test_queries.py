"""The researchers' questions (data/questions) answered by data/queries over a release of the documents."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from pyoxigraph import Store

from converters.release.publish import find_release
from endpoint.engine.prepared.rewriting import Prepared
from ontology.queries import parse_example, read_examples
from tests.converters.answers import QUESTIONS, Row, agrees, expected
from tests.converters.documents import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[[str], list[Row]]


def prefixed(query: str) -> str:
    return parse_example("test", f"# zh: 无\n# en: none\n{query}").query


QUERIES: Final = {each.name: each.query for each in read_examples()}


@pytest.fixture(scope="session")
def release(five: Path) -> Path:
    """The release of the documents."""
    return find_release(five)


@pytest.fixture(scope="session")
def ask(release: Path) -> Callable[[str], list[Row]]:
    """Answers an example query from a release of the documents."""
    store = Store.read_only(str(release / "store"))

    def answer(query: str) -> list[Row]:
        found = store.query(query, use_default_graph_as_union=True)
        names = [variable.value for variable in found.variables]
        return [{name: row[name].value if row[name] else None for name in names} for row in found]

    return answer


def differences(question: str, given: list[Row]) -> tuple[list[Row], list[Row]]:
    """Rows of the answer that the query lacks, and rows of the query that are not in the answer."""
    wanted = expected(question)
    fields = list(wanted[0])
    missing = [row for row in wanted if not any(agrees(row, each) for each in given)]
    surplus = [each for each in given if not any(agrees(row, each) for row in wanted)]
    return missing, [{field: each[field] for field in fields} for each in surplus]


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_answers_are_complete_and_nothing_else(question: str, ask: Ask) -> None:
    assert differences(question, ask(QUERIES[question])) == ([], [])


# Where rows do not tell what a document has: every document has a count (CQ47) and a date or none (CQ01);
# the notes accept small firms by implication (CQ50), and CQ55 asks for figures, which 减半 is not.
ROWS_ANYWAY: Final = {"CQ47", "CQ50", "CQ55"}


@pytest.mark.parametrize("question", sorted(set(QUESTIONS) - ROWS_ANYWAY))
def test_documents_that_have_none_give_no_row(question: str, ask: Ask) -> None:
    absent = set(QUESTIONS[question].get("absent_in", ()))

    assert {row.get("document") for row in ask(QUERIES[question])} & absent == set()


# Columns whose values are words of the provision that the row names.
WORDS: Final = ("quotation", "action", "about", "task", "what", "relief", "condition", "words")
TEXT: Final = """
SELECT ?document ?at ?text WHERE {
  ?provision eli:id_local ?at ; fagui:inVersion/eli:id_local ?document ; fagui:text ?text .
}
"""


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_quotations_are_verbatim(question: str, ask: Ask) -> None:
    texts = {(row["document"], row["at"]): row["text"] or "" for row in ask(prefixed(TEXT))}
    wrong = [
        (row["document"], row["at"], words)
        for row in ask(QUERIES[question])
        for words in (row.get(column) for column in WORDS)
        if words and words not in texts[row["document"], row["at"]]
    ]

    assert wrong == []


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_queries_do_not_search_in_texts(question: str) -> None:
    """Matters, actors and classes are relations; only CQ55 asks how a number is written."""
    searching = re.findall(r"REGEX|CONTAINS|STRSTARTS|STRENDS", QUERIES[question])

    assert searching == (["REGEX"] if question == "CQ55" else [])


NOTICE: Final = "shanxi-cuoshi-2024"
STATUTE: Final = "shanxi-tiaoli-2024"

# Further questions, the columns that are compared, and every row of the answer.
FURTHER: Final[dict[str, tuple[tuple[str, ...], set[tuple[str, ...]]]]] = {
    "14-exemptions": (
        ("document", "at"),
        {
            ("hunan-tiaoli-2022", "art:24/p:1"),
            ("hunan-tiaoli-2022", "art:24/p:1/i:1"),
            ("hunan-tiaoli-2022", "art:24/p:1/i:2"),
            ("hunan-tiaoli-2022", "art:24/p:1/i:3"),
            ("hunan-tiaoli-2022", "art:24/p:2"),
            ("jiangxi-tiaoli-2024", "art:24/p:1"),
            (NOTICE, "item:12"),
            (STATUTE, "art:32/p:1"),
        },
    ),
    "15-quantities-by-instrument": (
        ("instrument", "document", "at", "words"),
        {
            ("集群与产业链", NOTICE, "item:10", "低于30%"),
            ("土地", NOTICE, "item:10", "低于30%"),
            ("规划", NOTICE, "item:1", "11家"),
            ("金融", NOTICE, "item:8", "1 年期以内"),
            ("财政资金", NOTICE, "item:8", "1 年期以内"),
            ("税费", STATUTE, "art:32/p:1", "减半"),
            *(
                (instrument, NOTICE, "item:7", words)
                for instrument in ("财政资金", "科技创新")
                for words in ("1000 万元以下", "1000 万元及以上", "不高于 10%", "不高于 3%")
            ),
        },
    ),
    "16-dates-and-periods": (
        ("document", "at", "words"),
        {
            ("hunan-tiaoli-2022", "art:26/p:1", "2022年3月1日"),
            ("jiangxi-tiaoli-2024", "art:26/p:1", "2024 年 6 月 1 日"),
            ("shandong-tiaoli-2024", "art:20/p:1", "2024年12月1日"),
            (NOTICE, "item:8", "1 年期以内"),
        },
    ),
    "17-sectors-classed-differently": (
        ("sector", "class", "other_class"),
        {
            *((each, "advantage", "traditional") for each in ("农业机械", "有色金属", "汽车", "食品")),
            *(
                (each, "emerging", "future")
                for each in ("人工智能", "新一代信息技术", "新材料", "新能源", "生命健康")
            ),
        },
    ),
    "18-what-zones-may-do": (
        ("document", "at"),
        {(NOTICE, "item:9"), (NOTICE, "item:12")},
    ),
    "20-definitions": (
        ("document", "at", "term", "meaning"),
        {(NOTICE, "preamble", "示范区", "省级转型综改示范区")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(FURTHER))
def test_further_questions(name: str, ask: Ask) -> None:
    columns, rows = FURTHER[name]

    assert {tuple(row[each] for each in columns) for row in ask(QUERIES[name])} == rows


# Questions with long answers, and some of their rows.
LONG: Final = [
    (
        "11-funds",
        {
            "document": "jiangxi-tiaoli-2024",
            "at": "art:20/p:1",
            "bearer": "江西省人民政府",
            "modality": "obligation",
            "action": "通过省现代产业引导基金设立相关专项产业基金促进先进制造业发展",
        },
    ),
    (
        "11-funds",
        {"document": STATUTE, "at": "art:27/p:1", "bearer": "山西省人民政府", "fund": "专项资金"},
    ),
    (
        "12-sectors-by-isic",
        {
            "isic": "https://unstats.un.org/classifications/ISIC/rev4/21",
            "sector": "药品",
            "class": "emerging",
            "document": "hunan-tiaoli-2022",
        },
    ),
    (
        "13-joint-responsibility",
        {
            "document": "hunan-tiaoli-2022",
            "at": "art:5/p:2",
            "lead": "湖南省人民政府工业和信息化部门",
            "joint": "湖南省有关部门",
        },
    ),
    (
        "19-duties-of-provincial-governments",
        {"government": "江西省人民政府", "instrument": "规划", "duties": "3"},
    ),
]


@pytest.mark.parametrize(("name", "row"), LONG)
def test_rows_of_long_answers(name: str, row: Row, ask: Ask) -> None:
    assert [each for each in ask(QUERIES[name]) if row.items() <= each.items()] != []


def test_every_question_has_a_query() -> None:
    assert {each.name for each in read_examples() if each.answers} == set(QUESTIONS)


def test_the_comparison_can_fail(ask: Ask) -> None:
    given = ask(QUERIES["CQ24"])
    changed = [*given[1:], {**given[0], "at": "art:99/p:1"}]

    missing, surplus = differences("CQ24", changed)

    assert missing == [{"document": given[0]["document"], "at": given[0]["at"]}]
    assert surplus == [{"document": given[0]["document"], "at": "art:99/p:1"}]


# What the prepared part leaves to the engine: EXISTS as a value, sequences inside of alternatives, [ … ].
FOR_THE_ENGINE: Final = {"CQ09", "CQ35", "CQ39"}


@pytest.mark.parametrize("name", QUERIES)
def test_the_prepared_part_answers_as_the_engine_does(name: str, release: Path, ask: Ask) -> None:
    prepared = Prepared(release / "prepared")
    rewritten = prepared.rewrite(QUERIES[name])

    assert (rewritten == QUERIES[name]) == (name in FOR_THE_ENGINE)
    given, wanted = ask(rewritten), ask(QUERIES[name])
    assert Counter(map(str, given)) == Counter(map(str, wanted))
    assert len(given) > 0


def test_the_text_search_of_the_readme_finds_what_a_scan_finds(release: Path, ask: Ask) -> None:
    query = re.findall(r"```sparql\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[
        1
    ]
    search = 'fagui:containsText "控制线 工业用地" ;'
    scan = query.replace(search, "").replace(
        "?text .", '?text . FILTER(CONTAINS(?text, "控制线") && CONTAINS(?text, "工业用地"))'
    )
    given = ask(Prepared(release / "prepared").rewrite(query))

    assert search in query
    assert [row["address"] for row in given] == ["art:16/p:1", "art:17/p:1", "art:31/p:1"]
    assert given == ask(scan)
