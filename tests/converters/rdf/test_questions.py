"""Researchers' questions as SPARQL over annotated documents: a relation for each, no text search."""

from __future__ import annotations

from functools import cache

import pytest
from pyoxigraph import Store

from converters.rdf.graph import document_quads
from converters.rdf.identity import identify
from converters.rdf.vocabulary import vocabulary_quads
from ontology.namespaces import PREFIXES
from tests.converters.rdf.annotated import SOURCES, Maker, gold_document

PREFIX = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
ADDRESS = "?m fagui:statedIn ?p . ?p eli:id_local ?at ; fagui:inVersion/eli:id_local ?doc ."
GOLD = ("shanxi-tiaoli-2024", "jiangxi-tiaoli-2024")

# Question in words, pattern, answer: every document, with measures of two of them.
QUESTIONS = [
    ("which provisions speak of the chain-leader system",
     "?p fagui:concernsMatter/skos:broader* <concept/matter/lianzhang-zhi> ; eli:id_local ?at ;"
     " fagui:inVersion/eli:id_local ?doc .",
     {"hunan-tiaoli-2022 art:6/p:1", "jiangxi-tiaoli-2024 art:8/p:1",
      "shandong-tiaoli-2024 art:6/p:1", "shanxi-cuoshi-2024 item:14",
      "shanxi-tiaoli-2024 art:8/p:1", "shanxi-tiaoli-2024 art:8/p:2"}),
    ("which provisions list supply-chain finance products, whichever they are",
     "?p fagui:concernsMatter/skos:broader* <concept/matter/chanyelian-jinrong> ; eli:id_local ?at ;"
     " fagui:inVersion/eli:id_local ?doc .",
     {"hunan-tiaoli-2022 art:18/p:2", "shandong-tiaoli-2024 art:19/p:2"}),
    ("where is a control line for industrial land",
     "?p fagui:concernsMatter <concept/matter/gongye-yongdi-kongzhixian> ; eli:id_local ?at ;"
     " fagui:inVersion/eli:id_local ?doc .",
     {"hunan-tiaoli-2022 art:16/p:1", "shandong-tiaoli-2024 art:17/p:1",
      "shanxi-tiaoli-2024 art:31/p:1"}),
    ("which measures lift the urban infrastructure fee",
     f"?m fagui:concernsMatter <concept/matter/chengshi-jichu-sheshi-peitao-fei> . {ADDRESS}",
     {"shanxi-tiaoli-2024 art:32/p:1"}),
    ("which measures are for small enterprises",
     f"?m fagui:hasTarget/fagui:includedIn* <concept/actor/zhongxiao-qiye> . {ADDRESS}",
     {"shanxi-tiaoli-2024 art:14/p:1", "shanxi-tiaoli-2024 art:15/p:1",
      "jiangxi-tiaoli-2024 art:21/p:2"}),
    ("what the industry department of any level has to do about assessment",
     f"?m fagui:hasBearer/fagui:function <concept/function/gongye-he-xinxihua> ;"
     f" fagui:modality <concept/modality/liability> . {ADDRESS}",
     {"shanxi-tiaoli-2024 art:40/p:1"}),
    ("which provisions say when the text takes effect",
     "?p fagui:provisionFunction <concept/provision-function/entry-into-force> ; eli:id_local ?at ;"
     " fagui:inVersion/eli:id_local ?doc .",
     {"hunan-tiaoli-2022 art:26/p:1", "jiangxi-tiaoli-2024 art:26/p:1",
      "shandong-tiaoli-2024 art:20/p:1"}),
]  # fmt: skip


@cache
def store() -> Store:
    loaded = Store()
    documents = [gold_document(stem) for stem in GOLD]
    documents += [Maker(path.stem).with_annotations() for path in SOURCES if path.stem not in GOLD]
    for document in documents:
        loaded.extend(document_quads(document, identify(document)))
    loaded.extend(vocabulary_quads([]))
    return loaded


@pytest.mark.parametrize(("question", "pattern", "expected"), QUESTIONS)
def test_questions(question: str, pattern: str, expected: set[str]) -> None:
    base = PREFIXES["fagui"].removesuffix("def#")
    query = f"BASE <{base}>\n{PREFIX} SELECT DISTINCT ?doc ?at WHERE {{ {pattern} }}"
    rows = store().query(query, use_default_graph_as_union=True)

    assert {f"{row['doc'].value} {row['at'].value}" for row in rows} == expected, question
