"""The big corpus, where it is present: every document is parsed or has a reason not to be."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from random import Random

import pytest

from converters.errors import ConversionError
from converters.pipeline import convert
from converters.records import Kind, OddityKind, SourceFile, Structure
from tests.converters.documents import CORPUS, corpus, squeeze
from tests.converters.structure.test_variants import signature
from tests.converters.structure.variants import VARIANTS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.exists(), reason=f"the corpus is not present: {CORPUS.name}"),
]


@cache
def converted() -> tuple[dict[str, Structure], dict[str, str]]:
    """Structures and refusals by document name."""
    structures, refused = {}, {}
    for name, text in corpus():
        source = SourceFile(name, name, "text/markdown", text.encode(), "0" * 64)
        try:
            structures[name] = convert(source).structure
        except ConversionError as error:
            refused[name] = error.problem
    return structures, refused


def oddities(kind: OddityKind) -> dict[str, str]:
    structures, _ = converted()
    found = {}
    for name, structure in structures.items():
        for oddity in structure.oddities:
            if oddity.kind is kind:
                found[name.rsplit("/", 1)[-1].removesuffix(".md")] = oddity.detail
    return found


def test_every_document_is_parsed_or_reported() -> None:
    structures, refused = converted()

    assert len(structures) + len(refused) == 2948
    assert set(refused.values()) == {"shows no article (第一条), section (一、) or item (（一）)"}
    # 40 of the refused are reports of court cases and their like; the body of four is empty.
    assert len([name for name in refused if "案例" not in name]) <= 8


def test_counts() -> None:
    structures, _ = converted()
    counts = Counter(unit.kind for s in structures.values() for unit in s.walk())

    assert counts[Kind.ARTICLE] == 124_287
    assert counts[Kind.CHAPTER] > 12_600


def test_article_numbers_run_without_gap() -> None:
    """Gaps are those of the texts, found by hand: one lost label each."""
    assert oddities(OddityKind.ARTICLE_GAP) == {
        "山东省中医药条例(2020-11-27)": "13",
        "山东省人民代表大会代表建议、批评和意见办理工作条例(2017-05-19)": "4",
        "山东省企业工资集体协商条例(2016-11-26)": "16",
        "山东省突发事件应对条例(2012-05-31)": "12",
    }
    assert oddities(OddityKind.ARTICLE_REPEATED) == {}


def test_first_numbers() -> None:
    """Parts of the Civil Code, constitutional amendments, two losses, cases that quote a law."""
    assert sorted(oddities(OddityKind.ARTICLE_FIRST).values(), key=int) == [
        "3", "3", "5", "6", "6", "11", "12", "18", "32", "463", "989", "1040", "1119", "1164", "1259",
    ]  # fmt: skip


def test_joined_parts_give_back_the_text() -> None:
    structures, _ = converted()
    broken = []
    for name, structure in structures.items():
        spans = {e.span for e in structure.elements}
        for unit in structure.walk():
            spans |= {s for s in (unit.label, unit.heading, unit.text) if s}
        held = bytearray(len(structure.text))
        for span in spans:
            held[span.start : span.end] = b"\1" * (span.end - span.start)
        text = structure.text.value
        if squeeze("".join(c for c, h in zip(text, held, strict=True) if h)) != squeeze(text):
            broken.append(name)

    assert broken == []


def test_text_is_that_of_the_file() -> None:
    """No character of the file is missing in the text but format residue."""
    structures, _ = converted()
    residue = re.compile(
        "<!--.*?-->|\\[|\\]\\(http[^)]*\\)|[\\s#*\u200b\u200c-\u200f\ufeff|\ue000-\uf8ff-]", re.S
    )
    lost = [
        name
        for name, text in corpus()
        if name in structures
        and residue.sub("", text) != residue.sub("", structures[name].text.value)
    ]

    assert lost == []


def test_variants_of_every_fiftieth_document_give_the_same_structure() -> None:
    changed, differs = 0, []
    for name, text in list(corpus())[::50]:
        for variant, make in VARIANTS.items():
            other = make(text, Random(name))
            changed += other != text
            if "案例" not in name and signature(other, variant) != signature(text, variant):
                differs.append((variant, name))

    assert changed > 300
    assert differs == []
