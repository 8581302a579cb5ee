"""Short names that a document gives to actors: the same IRI as the full name, in that document alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.pipeline import convert
from converters.rdf.actors import resolve_actor
from converters.rdf.graph import document_quads
from converters.rdf.identity import identify
from converters.sources import load_source
from ontology.namespaces import DEF, SKOS

if TYPE_CHECKING:
    from pathlib import Path

ZONE = "山西转型综合改革示范区"
DEFINING = f"""山西省示范区条例

（2024年1月1日山西省第十四届人民代表大会常务委员会第一次会议通过）

第一条 为了支持{ZONE}（以下简称示范区）发展，制定本条例。

第二条 省工业和信息化主管部门（以下简称主管部门）负责本条例的实施。

第三条 主管部门应当支持示范区建设创新平台。

第四条 示范区管理委员会应当公布年度计划。

第五条 本条例适用于汾河公园（以下简称公园）。
"""
# Another of the same province, which speaks of the zone by its full name and of others as 示范区.
OTHER = f"""山西省制造业条例

（2024年2月1日山西省第十四届人民代表大会常务委员会第二次会议通过）

第一条 省工信厅应当支持{ZONE}建设创新平台。

第二条 示范区应当公布年度计划。
"""


@pytest.fixture
def facts(tmp_path: Path) -> list[set[tuple[str, str, str]]]:
    """What the graphs of both documents say: subject without its version, predicate, object."""
    found = []
    for number, text in enumerate((DEFINING, OTHER)):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, "utf-8")
        document = convert(load_source(path))
        identity = identify(document)
        found.append(
            {
                (q.subject.value.removeprefix(identity.version), q.predicate.value, q.object.value)
                for q in document_quads(document, identity)
            }
        )
    return found


def values(facts: set[tuple[str, str, str]], subject: str, predicate: str) -> set[str]:
    return {o for s, p, o in facts if s == subject and p == DEF + predicate}


def test_short_and_full_name_are_one_actor(facts: list[set[tuple[str, str, str]]]) -> None:
    defining, other = facts
    department = resolve_actor("省工信厅", "cn-sx").iri
    zone = resolve_actor(ZONE, "cn-sx").iri
    assert values(defining, "/art_3/para_1#m1", "hasBearer") == {department}
    assert values(other, "/art_1/para_1#m1", "hasBearer") == {department}
    assert zone in values(defining, "/art_3/para_1#m1", "hasTarget")
    assert zone in values(other, "/art_1/para_1#m1", "hasTarget")
    office = resolve_actor(f"{ZONE}管理委员会", "cn-sx").iri
    assert values(defining, "/art_4/para_1#m1", "hasBearer") == {office}


def test_a_short_name_is_of_its_document_alone(facts: list[set[tuple[str, str, str]]]) -> None:
    defining, other = facts
    anyone = resolve_actor("示范区", "cn-sx").iri
    assert values(other, "/art_2/para_1#m1", "hasBearer") == {anyone}
    assert not any(o in {"示范区", "主管部门"} for _, p, o in defining if p == f"{SKOS}altLabel")


def test_the_words_stay_and_the_definition_names_the_actor(
    facts: list[set[tuple[str, str, str]]],
) -> None:
    defining = facts[0]
    named = {
        (values(defining, s, "mentionText").pop(), o)
        for s, p, o in defining
        if p == f"{DEF}namesActor"
        and s.startswith(("/art_3", "/art_1/para_1#t", "/art_2/para_1#t"))
    }
    department = resolve_actor("省工信厅", "cn-sx").iri
    zone = resolve_actor(ZONE, "cn-sx").iri
    assert named == {("主管部门", department), ("示范区", zone)}  # no measure names the park
