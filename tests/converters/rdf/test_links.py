"""What citations are linked to: resolved targets as IRIs, and works outside the data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pytest

from converters.annotation.records import Citation, CitationKind, ProvisionPointer
from converters.rdf.links import Cited, Reason, Resolution, cite_within, mint_outside, read_target
from converters.records import Span
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from converters.structure.addresses import Steps

WORK = f"{BASE}id/eli/cn/fl/2017/zhongxiao-qiye-cujin-fa"
VERSION = f"{WORK}/2017-09-01"
ART_6 = (("art", "6"),)


class Status(StrEnum):
    VERIFIED = "verified"
    NOT_VERIFIED = "not verified"
    UNRESOLVED = "unresolved"


class Why(StrEnum):
    OUTSIDE = "the work is not in the catalogue"
    CLASS_OF_NORMS = "names a class of norms, not a work"


@dataclass(frozen=True)
class Target:
    status: StrEnum
    work: str | None = None
    version: str | None = None
    title: str | None = None
    doc_type: str | None = None
    provisions: tuple[Steps, ...] = ()
    reason: StrEnum | None = None


TARGETS = [
    (Target(Status.VERIFIED, WORK, VERSION, "法", None, (ART_6,)),
     Cited(Resolution.VERIFIED, (f"{VERSION}/art_6",), "法")),
    (Target(Status.VERIFIED, WORK, VERSION, "法"), Cited(Resolution.VERIFIED, (WORK,), "法")),
    # A provision that could not be checked is not linked: the work is.
    (Target(Status.NOT_VERIFIED, WORK, None, "法", None, (ART_6,)),
     Cited(Resolution.NOT_VERIFIED, (WORK,), "法")),
    (Target(Status.NOT_VERIFIED, None, None, "中华人民共和国电力法", "fl", (), Why.OUTSIDE),
     Cited(Resolution.NOT_VERIFIED, (f"{BASE}id/eli/cn/fl/undated/zhonghua-renmin-gongheguo-dianlifa",),
           "中华人民共和国电力法", "fl", outside=True, reason=Reason.OUTSIDE)),
    (Target(Status.UNRESOLVED, reason=Why.CLASS_OF_NORMS),
     Cited(Resolution.UNRESOLVED, reason=Reason.CLASS_OF_NORMS)),
]  # fmt: skip


@pytest.mark.parametrize(("target", "expected"), TARGETS)
def test_targets(target: Target, expected: Cited) -> None:
    assert read_target(target) == expected


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


def citation(kind: CitationKind, title: str | None = None, *steps: Steps) -> Citation:
    pointers = tuple(ProvisionPointer(each) for each in steps)
    return Citation((("art", "1"), ("para", "1")), Span(0, 3), kind, title, pointers, "x", 1.0)


def test_a_document_alone_knows_itself() -> None:
    look_up = cite_within(WORK, VERSION, frozenset({ART_6}))
    missing = citation(CitationKind.INTERNAL, None, (("art", "7"),))

    assert look_up(citation(CitationKind.SELF)) == Cited(Resolution.VERIFIED, (WORK,))
    assert look_up(citation(CitationKind.INTERNAL, None, ART_6)).iris == (f"{VERSION}/art_6",)
    assert look_up(missing).reason is Reason.NO_SUCH_PROVISION
    assert look_up(citation(CitationKind.GENERIC)).reason is Reason.CLASS_OF_NORMS
    assert look_up(citation(CitationKind.LAW, "电力法")).outside
