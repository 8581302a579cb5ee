"""Akoma Ntoso as others write it."""

from __future__ import annotations

import pytest

from converters.readers import read_text
from converters.text import Place
from tests.converters.formats import source_of

NAMESPACES = (
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
    "http://www.akomantoso.org/2.0",
)


def akn(inner: str, namespace: str = NAMESPACES[0]) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{namespace}">{inner}</akomaNtoso>'


def lines_of(inner: str) -> list[str]:
    return read_text(source_of("a.xml", akn(inner).encode())).value.split("\n")


BLOCKS = {
    "number and heading share a line": (
        "<chapter><num>第一章</num>\n <heading>总则</heading></chapter>",
        ["第一章　总则"],
    ),
    "number and first block share a line": (
        "<article><num>第一条</num><paragraph><content><p>甲。</p><p>乙。</p></content></paragraph></article>",
        ["第一条　甲。", "乙。"],
    ),
    "number, heading, block": (
        "<article><num>第一条</num><heading>目的</heading><content><p>甲。</p></content></article>",
        ["第一条　目的", "甲。"],
    ),
    "a number that closes itself needs no space": (
        "<point><num>（一）</num><content><p>甲；</p></content></point><section><num>一、</num><heading>乙</heading>"
        "</section>",
        ["（一）甲；", "一、乙"],
    ),
    "a number before a number stands alone": (
        "<article><num>第一条</num><point><num>（一）</num><content><p>甲。</p></content></point></article>",
        ["第一条", "（一）甲。"],
    ),
    "a number at the end stands alone": ("<article><num>第九条</num></article>", ["第九条"]),
    "a broken number stands alone": (
        "<article><num>第一条<eol/></num><content><p>甲。</p></content></article>",
        ["第一条", "甲。"],
    ),
    "inline elements are flattened": (
        "<p>依照<ref href='#a'>《某<i>法</i>》</ref>\n  <b>办理</b>。</p>",
        ["依照《某法》 办理。"],
    ),
    "metadata and notes are not text": (
        "<act><meta><p>x</p></meta><body><p>甲<authorialNote><p>注</p></authorialNote>。</p></body></act>",
        ["甲。"],
    ),
    "a row of a table is a line": (
        "<table><tr><th><p>序号</p></th><th><p>名称</p></th></tr><tr><td><p>1</p></td><td><p>甲</p></td></tr></table>",
        ["序号\t名称", "1\t甲"],
    ),
    "lists are lines": (
        "<blockList><listIntroduction>下列：</listIntroduction><item><num>（一）</num><p>甲；</p></item></blockList>",
        ["下列：", "（一）甲；"],
    ),
    "all divisions come in order": (
        "<act><preface><longTitle><p>某条例</p></longTitle></preface><preamble><p>为了。</p></preamble><body><p>甲。</p>"
        "</body><conclusions><p>某市</p></conclusions><attachments><attachment><heading>附件</heading></attachment>"
        "</attachments></act>",
        ["某条例", "为了。", "甲。", "某市", "附件"],
    ),
    "references to characters are characters": ("<p>&#31532;一&lt;条&amp;&#x3002;</p>", ["第一<条&。"]),
    "CDATA is text": ("<p><![CDATA[第一<条>。]]></p>", ["第一<条>。"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_lines(name: str) -> None:
    inner, expected = BLOCKS[name]
    assert lines_of(inner) == expected


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_version_of_the_namespace_is_read(namespace: str) -> None:
    source = source_of("a.xml", akn("<act><p>甲。</p></act>", namespace).encode())
    assert read_text(source).value == "甲。"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_places_are_characters_of_the_decoded_file(codec: str) -> None:
    xml = akn("<article><num>第一条</num><content><p>甲&#12289;乙\n丙𠀀。</p></content></article>")
    text = read_text(source_of("a.xml", xml.encode(codec)))
    shift = 1 if codec in {"utf-8-sig", "utf-16"} else 0
    expected = [
        *(xml.index("第") + i for i in range(3)),
        *[xml.index("甲")] * 2,
        xml.index("&"),
        *(xml.index("乙") + i for i in range(5)),
    ]
    assert text.value == "第一条　甲、乙 丙𠀀。"
    assert [text.place(i) for i in range(len(text))] == [Place("", at + shift) for at in expected]
