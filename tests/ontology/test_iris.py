"""IRIs and addresses: fixed examples, exact inverses, and clear refusals."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from converters.records import Kind
from ontology import iris
from ontology.namespaces import CONCEPT, ID

if TYPE_CHECKING:
    from collections.abc import Callable

WORK = f"{ID}eli/cn-sx/dfxfg/2024/zhizaoye-cujin-tiaoli"
VERSION = f"{WORK}/2024-03-28"
ARTICLE = (("art", "6"), ("para", "2"), ("item", "1"))

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
jurisdictions = st.sampled_from(["cn", "cn-sx", "cn-nm", "410100", "500243", "lu", iris.UNKNOWN])
years = st.integers(0, 9999).map(lambda year: f"{year:04}") | st.just(iris.UNDATED)
works = st.builds(iris.mint_work, jurisdictions, slugs, years, slugs)
dates = st.none() | st.dates(min_value=date(1000, 1, 1)).map(date.isoformat)
versions = st.builds(iris.mint_version, works, dates)
numbers = st.from_regex(r"[1-9][0-9]{0,3}(-[1-9])?(~[2-9])?", fullmatch=True) | st.just("0")
steps = st.lists(st.tuples(st.sampled_from(sorted(Kind)).map(str), numbers), min_size=1, max_size=5)
counts = st.integers(1, 10**6)


def test_kinds_are_those_of_the_converters() -> None:
    assert list(iris.ADDRESS_NAMES) == [kind.value for kind in Kind]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (iris.mint_work("cn-sx", "dfxfg", "2024", "zhizaoye-cujin-tiaoli"), WORK),
        (iris.mint_version(WORK, "2024-03-28"), VERSION),
        (iris.mint_version(WORK, None), f"{WORK}/undated"),
        (iris.mint_expression(VERSION), f"{VERSION}/zho"),
        (iris.mint_source(VERSION), f"{VERSION}/source"),
        (iris.mint_provision(VERSION, ARTICLE), f"{VERSION}/art_6/para_2/item_1"),
        (iris.mint_provision(VERSION, (("notice", "1"),)), f"{VERSION}/notice"),
        (iris.mint_provision(VERSION, (("preamble", "2"),)), f"{VERSION}/preamble_2"),
        (iris.mint_provision(VERSION, (("annex", "1"),)), f"{VERSION}/annex_1"),
        (iris.mint_provision(VERSION, (("art", "120-1"),)), f"{VERSION}/art_120-1"),
        (iris.mint_provision(VERSION, (("art", "5~2"),)), f"{VERSION}/art_5~2"),
        (iris.mint_oddity(VERSION, 1), f"{VERSION}#odd1"),
        (iris.mint_element(VERSION, 12), f"{VERSION}#el12"),
        (iris.mint_event(VERSION, 3), f"{VERSION}#ev3"),
        (iris.mint_measure(f"{VERSION}/art_6", 2), f"{VERSION}/art_6#m2"),
        (iris.mint_actor("cn-sx", "sheng-zhengfu"), f"{ID}actor/cn-sx/sheng-zhengfu"),
        (iris.mint_dataset(), f"{ID}dataset"),
        (
            iris.mint_measurement("sample", f"{CONCEPT}modality/support", "f1"),
            f"{ID}quality/sample/modality/support/f1",
        ),
        (iris.mint_scheme("instrument"), f"{CONCEPT}instrument"),
        (iris.mint_concept("instrument", "tax-fee"), f"{CONCEPT}instrument/tax-fee"),
    ],
)
def test_mint(found: str, expected: str) -> None:
    assert found == expected


ADDRESSES = [
    (ARTICLE, "art:6/p:2/i:1"),
    ((("art", "6"), ("item", "1")), "art:6/i:1"),
    ((("item", "7"),), "item:7"),
    ((("sec", "2"),), "sec:2"),
    ((("sec", "2"), ("item", "7")), "sec:2/item:7"),
    ((("annex", "1"), ("item", "3")), "annex:1/item:3"),
    ((("item", "7"), ("point", "1"), ("subpoint", "2")), "item:7/pt:1/sub:2"),
    ((("notice", "1"),), "notice"),
    ((("notice", "2"),), "notice:2"),
    ((("preamble", "1"),), "preamble"),
    ((("part", "1"), ("subpart", "2"), ("chap", "3")), "part:1/subpart:2/chap:3"),
    ((("division", "1"),), "division:1"),
    ((("art", "5~2"), ("para", "1")), "art:5~2/p:1"),
]


@pytest.mark.parametrize(("way", "expected"), ADDRESSES)
def test_address(way: iris.Steps, expected: str) -> None:
    assert iris.address(way) == expected
    assert iris.parse_address(expected) == way


@unhurried
@given(steps)
def test_addresses_invert(way: list[tuple[str, str]]) -> None:
    assert iris.parse_address(iris.address(tuple(way))) == tuple(way)


@unhurried
@given(versions, steps)
def test_provisions_invert(version: str, way: list[tuple[str, str]]) -> None:
    iri = iris.mint_provision(version, tuple(way))
    assert iris.parse_provision(iri) == (version, tuple(way))
    assert iri.isascii()


@unhurried
@given(jurisdictions, slugs, years, slugs)
def test_works_invert(jurisdiction: str, doc_type: str, year: str, slug: str) -> None:
    work = iris.mint_work(jurisdiction, doc_type, year, slug)
    assert iris.parse_work(work) == (jurisdiction, doc_type, year, slug)


@unhurried
@given(works, dates)
def test_versions_invert(work: str, day: str | None) -> None:
    assert iris.parse_version(iris.mint_version(work, day)) == (work, day)


@unhurried
@given(versions)
def test_things_of_a_version_invert(version: str) -> None:
    assert iris.parse_expression(iris.mint_expression(version)) == version
    assert iris.parse_source(iris.mint_source(version)) == version


@unhurried
@given(versions, counts, steps)
def test_numbered_things_invert(version: str, count: int, way: list[tuple[str, str]]) -> None:
    assert iris.parse_oddity(iris.mint_oddity(version, count)) == (version, count)
    assert iris.parse_element(iris.mint_element(version, count)) == (version, count)
    assert iris.parse_event(iris.mint_event(version, count)) == (version, count)
    provision = iris.mint_provision(version, tuple(way))
    assert iris.parse_measure(iris.mint_measure(provision, count)) == (provision, count)


@unhurried
@given(jurisdictions, slugs)
def test_actors_invert(jurisdiction: str, slug: str) -> None:
    assert iris.parse_actor(iris.mint_actor(jurisdiction, slug)) == (jurisdiction, slug)


@unhurried
@given(slugs, slugs)
def test_concepts_invert(scheme: str, notation: str) -> None:
    assert iris.parse_concept(iris.mint_concept(scheme, notation)) == (scheme, notation)


@unhurried
@given(slugs, slugs, slugs, slugs)
def test_measurements_invert(gold_set: str, scheme: str, notation: str, metric: str) -> None:
    concept = iris.mint_concept(scheme, notation)
    measurement = iris.mint_measurement(gold_set, concept, metric)
    assert iris.parse_measurement(measurement) == (gold_set, concept, metric)


@pytest.mark.parametrize(
    ("function", "arguments", "said"),
    [
        (
            iris.mint_work,
            (
                "山西省",
                "dfxfg",
                "2024",
                "a",
            ),
            "cn-sx",
        ),
        (
            iris.mint_work,
            (
                "cn-sx",
                "地方性法规",
                "2024",
                "a",
            ),
            "lower-case ASCII",
        ),
        (
            iris.mint_work,
            (
                "cn-sx",
                "dfxfg",
                "24",
                "a",
            ),
            "four digits",
        ),
        (
            iris.mint_work,
            (
                "cn-sx",
                "dfxfg",
                "2024",
                "a/b",
            ),
            "single hyphens",
        ),
        (
            iris.mint_work,
            (
                "cn-sx",
                "dfxfg",
                "2024",
                "a\n",
            ),
            "single hyphens",
        ),
        (
            iris.mint_work,
            (
                "cn-sx",
                "dfxfg",
                "２０２４",
                "a",
            ),
            "four digits",
        ),
        (
            iris.mint_version,
            (
                WORK,
                "2024-02-30",
            ),
            "day of the calendar",
        ),
        (
            iris.mint_version,
            (
                WORK,
                "20240328",
            ),
            "YYYY-MM-DD",
        ),
        (
            iris.mint_version,
            (
                VERSION,
                "2024-03-28",
            ),
            "JURISDICTION/TYPE/YEAR/SLUG",
        ),
        (
            iris.mint_provision,
            (
                WORK,
                ARTICLE,
            ),
            "YYYY-MM-DD",
        ),
        (
            iris.mint_provision,
            (
                VERSION,
                (),
            ),
            "at least one",
        ),
        (
            iris.mint_provision,
            (
                VERSION,
                (("条", "6"),),
            ),
            "part, subpart, chap",
        ),
        (
            iris.mint_provision,
            (
                VERSION,
                (("art", "六"),),
            ),
            "120-1",
        ),
        (
            iris.mint_provision,
            (
                VERSION,
                (("art", "06"),),
            ),
            "120-1",
        ),
        (
            iris.mint_provision,
            (
                VERSION,
                (("art", "5~1"),),
            ),
            "second unit",
        ),
        (iris.parse_provision, (VERSION,), "steps"),
        (iris.parse_provision, (f"{VERSION}/zho",), "one of part"),
        (iris.parse_provision, (f"{VERSION}/art_6/",), "one of part"),
        (iris.parse_provision, (f"{VERSION}/notice_1",), "without number 1"),
        (iris.parse_version, (f"{WORK}/2024-13-01",), "day of the calendar"),
        (iris.parse_source, (VERSION,), "followed by /source"),
        (
            iris.mint_oddity,
            (
                VERSION,
                0,
            ),
            "counted from 1",
        ),
        (iris.parse_oddity, (f"{VERSION}#odd0",), "number from 1"),
        (iris.parse_oddity, (f"{VERSION}#el1",), "#odd"),
        (iris.parse_measure, (f"{VERSION}#m1",), "steps"),
        (
            iris.mint_actor,
            (
                "cn-sx",
                "省人民政府",
            ),
            "lower-case ASCII",
        ),
        (iris.parse_concept, (f"{CONCEPT}instrument",), "SCHEME/NOTATION"),
        (
            iris.mint_concept,
            (
                "instrument",
                "Tax",
            ),
            "lower-case ASCII",
        ),
        (iris.mint_measurement, ("sample", f"{CONCEPT}modality", "f1"), "SCHEME/NOTATION"),
        (
            iris.mint_measurement,
            ("样本", f"{CONCEPT}modality/support", "f1"),
            "gold set '样本': allowed is lower-case ASCII",
        ),
        (iris.parse_measurement, (f"{ID}quality/sample/f1",), "SET/SCHEME/NOTATION/METRIC"),
        (iris.parse_address, ("",), "one of part"),
        (iris.parse_address, ("art:6/item:1",), "'art:6/i:1'"),
        (iris.parse_address, ("i:1",), "'item:1'"),
        (iris.parse_address, ("notice:1",), "without number 1"),
        (iris.parse_address, ("art:6/para:2",), "one of part"),
    ],
    ids=str,
)
def test_refusal_says_what_is_allowed(
    function: Callable[..., object], arguments: tuple[object, ...], said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        function(*arguments)


def test_annotations_selectors_and_extractions() -> None:
    provision = f"{ID}eli/cn-sx/dfxfg/2024/x/2024-03-28/art_6/para_1"
    measure = iris.mint_annotation(provision, "measure", 2)

    assert measure == iris.mint_measure(provision, 2)
    assert iris.mint_annotation(provision, "actor", 1) == f"{provision}#a1"
    assert iris.mint_selector(measure, 1) == f"{provision}#m2-1"
    assert iris.mint_extraction(f"{ID}eli/cn-sx/dfxfg/2024/x/2024-03-28", 3).endswith("28#ex3")
    assert iris.mint_software("fagui", "0.1.0+x") == f"{ID}software/fagui/0.1.0-x"


@pytest.mark.parametrize(("kind", "number"), [("measures", 1), ("measure", 0), ("odd", 1), ("", 1)])
def test_annotations_of_another_kind_are_refused(kind: str, number: int) -> None:
    with pytest.raises(ValueError, match=r"allowed|counted"):
        iris.mint_annotation(f"{ID}eli/cn-sx/dfxfg/2024/x/2024-03-28/art_6", kind, number)


def test_a_selector_belongs_to_an_annotation() -> None:
    with pytest.raises(ValueError, match="#m1"):
        iris.mint_selector(f"{ID}eli/cn-sx/dfxfg/2024/x/2024-03-28/art_6#odd1", 1)
