"""What citations are linked to: resolved targets as IRIs, and works outside the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from converters.annotation.records import CitationKind
from converters.rdf.citing import Catalogue, Edition, Status, Target, make_edition
from converters.rdf.citing import Reason as Why
from converters.rdf.identity import identify
from converters.rdf.links import Cited, Links, Reason, Resolution, mint_outside, read_target
from converters.rdf.pointing import Layout
from ontology.namespaces import BASE
from tests.converters.documents import parse
from tests.converters.rdf.annotated import Maker

WORK = f"{BASE}id/eli/cn/fl/2017/zhongxiao-qiye-cujin-fa"
VERSION = f"{WORK}/2017-09-01"
ART_6 = (("art", "6"),)
OWN_WORK = f"{BASE}id/eli/cn-sx/dfxfg/2024/tiaoli"
OWN = Edition(
    "条例", OWN_WORK, f"{OWN_WORK}/2024-01-01", "2024-01-01", Layout.of(parse("第一条　略。\n"))
)
OUTSIDE = f"{BASE}id/eli/cn/fl/undated/zhonghua-renmin-gongheguo-dianlifa"
UNDATED = f"{BASE}id/eli/cn-sx/dfxfg/undated/shanxi-sheng-tiaoli"

TARGETS = [
    (Target(Status.VERIFIED, WORK, VERSION, "法", None, (ART_6,)),
     Cited(Resolution.VERIFIED, (f"{VERSION}/art_6",), "法", other=WORK)),
    (Target(Status.VERIFIED, WORK, VERSION, "法"),
     Cited(Resolution.VERIFIED, (WORK,), "法", other=WORK)),
    # A provision that could not be checked is not linked: the work is.
    (Target(Status.NOT_VERIFIED, WORK, None, "法", None, (ART_6,), Why.OTHER_VERSION),
     Cited(Resolution.NOT_VERIFIED, (WORK,), "法", reason=Reason.OTHER_VERSION, other=WORK)),
    (Target(Status.NOT_VERIFIED, None, None, "中华人民共和国电力法", "fl", (), Why.OUTSIDE),
     Cited(Resolution.NOT_VERIFIED, (OUTSIDE,), "中华人民共和国电力法", "fl", outside=True,
           reason=Reason.OUTSIDE, other=OUTSIDE)),
    (Target(Status.UNRESOLVED, reason=Why.CLASS_OF_NORMS),
     Cited(Resolution.UNRESOLVED, reason=Reason.CLASS_OF_NORMS)),
    (Target(Status.VERIFIED, OWN.work, OWN.version, "条例"),
     Cited(Resolution.VERIFIED, (OWN.work,), "条例")),
    (Target(Status.VERIFIED, OWN.work, OWN.version, "条例", None, (ART_6,)),
     Cited(Resolution.VERIFIED, (f"{OWN.version}/art_6",), "条例")),
    # Nobody knows what a provision is that does not exist.
    (Target(Status.UNRESOLVED, OWN.work, OWN.version, "条例", None, (ART_6,), Why.NO_SUCH_PROVISION),
     Cited(Resolution.UNRESOLVED, (), "条例", reason=Reason.NO_SUCH_PROVISION)),
    # 《条例》同时废止 in the work's own later version.
    (Target(Status.VERIFIED, OWN.work, f"{OWN.work}/2001-01-01", "条例"),
     Cited(Resolution.VERIFIED, (f"{OWN.work}/2001-01-01",), "条例", other=f"{OWN.work}/2001-01-01")),
]  # fmt: skip


@pytest.mark.parametrize(("target", "expected"), TARGETS)
def test_targets(target: Target, expected: Cited) -> None:
    assert read_target(target, OWN) == expected


def test_an_undated_text_is_not_the_one_before_it() -> None:
    own = Edition("山西省条例", UNDATED, f"{UNDATED}/undated", None, OWN.layout)
    target = Target(Status.NOT_VERIFIED, None, None, "山西省条例", "dfxfg", (), Why.OUTSIDE)
    found = read_target(target, own)

    assert mint_outside("山西省条例", "dfxfg") == own.work
    assert (found.iris, found.outside, found.other) == ((), False, None)


def test_every_reason_of_a_target_is_one_that_is_published() -> None:
    assert {each.name for each in Why} <= {each.name for each in Reason}
    assert {each.name for each in Status} == {each.name for each in Resolution}


@pytest.mark.parametrize(
    ("title", "kind", "home"),
    [
        ("中华人民共和国电力法", "fl", "cn/fl"),
        ("江西省开发区条例", "dfxfg", "cn-jx/dfxfg"),
        ("某部门文件", None, "unknown/other"),
    ],
)
def test_a_work_outside_is_of_its_jurisdiction(title: str, kind: str | None, home: str) -> None:
    assert mint_outside(title, kind).startswith(f"{BASE}id/eli/{home}/undated/")


def test_a_document_alone_knows_itself_and_with_a_catalogue_others() -> None:
    document = Maker("jiangxi-tiaoli-2024").document
    identity = identify(document)
    alone = Links().of(document, identity)
    found = {c.kind.value: alone.cited(c) for c in document.annotations.citations}

    assert found["self"] == Cited(
        Resolution.VERIFIED, (identity.work,), make_edition(document, identity).title
    )
    assert found["generic"].reason is Reason.CLASS_OF_NORMS

    other = Maker("shanxi-tiaoli-2024").document
    edition = make_edition(other, identify(other))
    together = Links(catalogue=Catalogue.of([edition])).of(document, identity)
    (first, *_) = document.annotations.citations
    named = replace(first, kind=CitationKind.LAW, title=edition.title, pointers=())
    assert together.cited(named).iris == (edition.work,)
    assert alone.cited(named).reason is Reason.OUTSIDE
