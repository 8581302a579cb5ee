"""IRIs of data: each `mint_*` builds one from its parts, the `parse_*` beside it gives them back.

Takes: parts (notations, numbers, slugs). Gives: IRIs in ASCII, or ValueError saying what is allowed.

The patterns follow the URI templates of the European Legislation Identifier (ELI): one IRI for the
abstract work, one below it for each dated version, one below that for each unit of the text.
"""

from __future__ import annotations

import re
from datetime import date as calendar_date
from typing import Final

from ontology.namespaces import CONCEPT, ID

Steps = tuple[tuple[str, str], ...]
"""Way from a version to a unit of its text: (kind, number) pairs, outermost first."""

UNDATED: Final = "undated"
"""Stands for the year of a work or the date of a version that no text states."""

UNKNOWN: Final = "unknown"
"""Stands for the jurisdiction of a work when neither text nor source tells it."""

ADDRESS_NAMES: Final[dict[str, str]] = {
    "part": "part",
    "subpart": "subpart",
    "chap": "chap",
    "sec": "sec",
    "division": "division",
    "art": "art",
    "para": "p",
    "item": "item",
    "point": "pt",
    "subpoint": "sub",
    "notice": "notice",
    "preamble": "preamble",
    "annex": "annex",
}
"""Kinds of units (编, 分编, 章, 节, …, 附件) and the name of each in an address."""

SINGLE: Final = frozenset({"notice", "preamble"})
"""Kinds that a document normally has once: written without number when the number is 1."""

# 项 below 条 or 款 belong to that unit's list; all others are numbered through the document.
_LISTED_IN: Final = frozenset({"art", "para"})
_LISTED: Final = "i"

_NUMBER: Final = r"(?:0|[1-9][0-9]*)(?:-[1-9][0-9]*)*(?:~(?:[2-9]|[1-9][0-9]+))?"
_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_JURISDICTION: Final = rf"(?:[a-z]{{2}}(?:-[a-z0-9]{{1,3}})?|[0-9]{{6}}|{UNKNOWN})"
_YEAR: Final = rf"(?:[0-9]{{4}}|{UNDATED})"
_DATE: Final = rf"(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{UNDATED})"
_WORK: Final = rf"{re.escape(ID)}eli/{_JURISDICTION}/{_SLUG}/{_YEAR}/{_SLUG}"
_VERSION: Final = rf"{_WORK}/{_DATE}"

_NUMBER_RULE: Final = (
    "a number such as 6, 120-1 (之一) or 5~2 (second unit that bears the number 5)"
)
_SLUG_RULE: Final = "lower-case ASCII letters and digits in groups joined by single hyphens"
_JURISDICTION_RULE: Final = (
    f"an ISO 3166 code in lower case (cn, cn-sx), a GB/T 2260 code of six digits, or {UNKNOWN!r}"
)


def mint_work(jurisdiction: str, doc_type: str, year: str, slug: str) -> str:
    """IRI of a regulation as an abstract work."""
    _require("jurisdiction", jurisdiction, _JURISDICTION, _JURISDICTION_RULE)
    _require("document type", doc_type, _SLUG, _SLUG_RULE)
    _require("year", year, _YEAR, f"four digits or {UNDATED!r}")
    _require("slug", slug, _SLUG, _SLUG_RULE)
    return f"{ID}eli/{jurisdiction}/{doc_type}/{year}/{slug}"


def parse_work(iri: str) -> tuple[str, str, str, str]:
    """(jurisdiction, document type, year, slug) of a work IRI."""
    _require("work IRI", iri, _WORK, f"{ID}eli/JURISDICTION/TYPE/YEAR/SLUG")
    jurisdiction, doc_type, year, slug = iri.removeprefix(f"{ID}eli/").split("/")
    return jurisdiction, doc_type, year, slug


def mint_version(work: str, date: str | None) -> str:
    """IRI of a work's text as of a date (YYYY-MM-DD), or of its undated text."""
    parse_work(work)
    return f"{work}/{UNDATED if date is None else _calendar(date)}"


def parse_version(iri: str) -> tuple[str, str | None]:
    """(work IRI, date or None) of a version IRI."""
    _require("version IRI", iri, _VERSION, f"a work IRI, '/' and YYYY-MM-DD or {UNDATED!r}")
    work, _, date = iri.rpartition("/")
    return work, None if date == UNDATED else _calendar(date)


def mint_expression(version: str) -> str:
    """IRI of a version's Chinese text."""
    parse_version(version)
    return f"{version}/zho"


def parse_expression(iri: str) -> str:
    """Version IRI of an expression IRI."""
    return _below_version("expression IRI", iri, "/zho")


def mint_source(version: str) -> str:
    """IRI of the source file that a version was read from."""
    parse_version(version)
    return f"{version}/source"


def parse_source(iri: str) -> str:
    """Version IRI of a source IRI."""
    return _below_version("source IRI", iri, "/source")


def mint_provision(version: str, steps: Steps) -> str:
    """IRI of a unit of a version's text."""
    parse_version(version)
    return f"{version}/{'/'.join(_write_step(step, '_') for step in _checked(steps))}"


def parse_provision(iri: str) -> tuple[str, Steps]:
    """(version IRI, steps) of a provision IRI."""
    found = re.match(rf"({_VERSION})/", iri)
    if found is None:
        message = f"provision IRI {iri!r}: allowed is a version IRI, '/' and steps (art_6/para_1)"
        raise ValueError(message)
    steps = tuple(_read_step(step, "_") for step in iri[found.end() :].split("/"))
    version = found[1]
    parse_version(version)
    return version, steps


def mint_oddity(version: str, number: int) -> str:
    """IRI of the n-th oddity (from 1) of a version."""
    parse_version(version)
    return _mint_fragment(version, "odd", number)


def parse_oddity(iri: str) -> tuple[str, int]:
    """(version IRI, number) of an oddity IRI."""
    return _parse_version_fragment(iri, "odd")


def mint_element(version: str, number: int) -> str:
    """IRI of the n-th part (from 1) of a version that is no provision."""
    parse_version(version)
    return _mint_fragment(version, "el", number)


def parse_element(iri: str) -> tuple[str, int]:
    """(version IRI, number) of an element IRI."""
    return _parse_version_fragment(iri, "el")


def mint_event(version: str, number: int) -> str:
    """IRI of the n-th legislative event (from 1) that a version's text states."""
    parse_version(version)
    return _mint_fragment(version, "ev", number)


def parse_event(iri: str) -> tuple[str, int]:
    """(version IRI, number) of an event IRI."""
    return _parse_version_fragment(iri, "ev")


def mint_measure(provision: str, number: int) -> str:
    """IRI of the n-th measure (from 1) of a provision."""
    return mint_annotation(provision, "measure", number)


def parse_measure(iri: str) -> tuple[str, int]:
    """(provision IRI, number) of a measure IRI."""
    provision, number = _parse_fragment(iri, ANNOTATIONS["measure"])
    parse_provision(provision)
    return provision, number


ANNOTATIONS: Final[dict[str, str]] = {
    "measure": "m",
    "actor": "a",
    "sector": "s",
    "citation": "c",
    "quantity": "q",
    "term": "t",
}
"""Kinds of annotation and the letter of each in its IRI."""


def mint_annotation(provision: str, kind: str, number: int) -> str:
    """IRI of the n-th annotation (from 1) of a kind in a provision."""
    if kind not in ANNOTATIONS:
        message = f"kind {kind!r}: allowed are {', '.join(ANNOTATIONS)}"
        raise ValueError(message)
    parse_provision(provision)
    return _mint_fragment(provision, ANNOTATIONS[kind], number)


def mint_selector(annotation: str, number: int) -> str:
    """IRI of the n-th stretch of text (from 1) that an annotation is about."""
    owner, _, fragment = annotation.partition("#")
    letters = "".join(ANNOTATIONS.values())
    _require("annotation", fragment, rf"[{letters}][1-9][0-9]*", "#m1, #a1 and so on")
    parse_provision(owner)
    return _mint_fragment(owner, f"{fragment}-", number)


def mint_extraction(version: str, number: int) -> str:
    """IRI of the n-th run (from 1) of a rule over a version."""
    parse_version(version)
    return _mint_fragment(version, "ex", number)


def mint_software(name: str, version: str) -> str:
    """IRI of a version of a program."""
    _require("program", name, _SLUG, _SLUG_RULE)
    _require("program version", version, r"[0-9A-Za-z.+-]+", "letters, digits, points and signs")
    return f"{ID}software/{name}/{version.replace('+', '-')}"


def mint_actor(jurisdiction: str, slug: str) -> str:
    """IRI of a body or role of a jurisdiction."""
    _require("jurisdiction", jurisdiction, _JURISDICTION, _JURISDICTION_RULE)
    _require("slug", slug, _SLUG, _SLUG_RULE)
    return f"{ID}actor/{jurisdiction}/{slug}"


def parse_actor(iri: str) -> tuple[str, str]:
    """(jurisdiction, slug) of an actor IRI."""
    pattern = rf"{re.escape(ID)}actor/{_JURISDICTION}/{_SLUG}"
    _require("actor IRI", iri, pattern, f"{ID}actor/JURISDICTION/SLUG")
    jurisdiction, _, slug = iri.removeprefix(f"{ID}actor/").partition("/")
    return jurisdiction, slug


def mint_scheme(scheme: str) -> str:
    """IRI of a concept scheme."""
    _require("scheme", scheme, _SLUG, _SLUG_RULE)
    return f"{CONCEPT}{scheme}"


def mint_concept(scheme: str, notation: str) -> str:
    """IRI of a concept: its scheme's name and its notation there."""
    _require("notation", notation, _SLUG, _SLUG_RULE)
    return f"{mint_scheme(scheme)}/{notation}"


def parse_concept(iri: str) -> tuple[str, str]:
    """(scheme, notation) of a concept IRI."""
    pattern = rf"{re.escape(CONCEPT)}{_SLUG}/{_SLUG}"
    _require("concept IRI", iri, pattern, f"{CONCEPT}SCHEME/NOTATION")
    scheme, _, notation = iri.removeprefix(CONCEPT).partition("/")
    return scheme, notation


def mint_query(name: str | None = None) -> str:
    """IRI of an example query; without a name, of all of them together.

    >>> mint_query("CQ01").removeprefix(ID)
    'query/cq01'
    """
    if name is None:
        return f"{ID}query"
    _require("query", name.lower(), _SLUG, _SLUG_RULE)
    return f"{ID}query/{name.lower()}"


def mint_dataset() -> str:
    """IRI of everything that a publisher's releases hold."""
    return f"{ID}dataset"


def mint_measurement(gold_set: str, concept: str, metric: str) -> str:
    """IRI of what a metric says of the annotations with a concept, by a gold set."""
    scheme, notation = parse_concept(concept)
    for what, name in (("gold set", gold_set), ("metric", metric)):
        _require(what, name, _SLUG, _SLUG_RULE)
    return f"{ID}quality/{gold_set}/{scheme}/{notation}/{metric}"


def parse_measurement(iri: str) -> tuple[str, str, str]:
    """(gold set, concept IRI, metric) of the IRI of a quality measurement."""
    pattern = rf"{re.escape(ID)}quality/{_SLUG}/{_SLUG}/{_SLUG}/{_SLUG}"
    _require("measurement IRI", iri, pattern, f"{ID}quality/SET/SCHEME/NOTATION/METRIC")
    gold_set, scheme, notation, metric = iri.removeprefix(f"{ID}quality/").split("/")
    return gold_set, mint_concept(scheme, notation), metric


def address(steps: Steps) -> str:
    """Address of a unit inside its document, as people and annotations cite it.

    >>> address((("art", "6"), ("para", "2"), ("item", "1")))
    'art:6/p:2/i:1'
    >>> address((("item", "7"),)), address((("notice", "1"),))
    ('item:7', 'notice')
    """
    names = []
    for index, step in enumerate(_checked(steps)):
        listed = step[0] == "item" and index > 0 and steps[index - 1][0] in _LISTED_IN
        names.append(_write_step(step, ":", _LISTED if listed else ADDRESS_NAMES[step[0]]))
    return "/".join(names)


def parse_address(text: str) -> Steps:
    """Steps of an address.

    >>> parse_address("art:6/p:2/i:1")
    (('art', '6'), ('para', '2'), ('item', '1'))
    """
    kinds = {name: kind for kind, name in ADDRESS_NAMES.items()} | {_LISTED: "item"}
    steps = tuple(_read_step(step, ":", kinds) for step in text.split("/"))
    if address(steps) != text:
        message = (
            f"address {text!r}: an item is written i: inside art: or p: and item: everywhere else;"
            f" allowed is {address(steps)!r}"
        )
        raise ValueError(message)
    return steps


def _checked(steps: Steps) -> Steps:
    if not steps:
        message = "no steps: a unit has at least one, such as ('art', '6')"
        raise ValueError(message)
    for kind, number in steps:
        if kind not in ADDRESS_NAMES:
            message = f"kind {kind!r}: allowed are {', '.join(ADDRESS_NAMES)}"
            raise ValueError(message)
        _require("number", number, _NUMBER, _NUMBER_RULE)
    return steps


def _write_step(step: tuple[str, str], sign: str, name: str | None = None) -> str:
    kind, number = step
    return kind if kind in SINGLE and number == "1" else f"{name or kind}{sign}{number}"


def _read_step(text: str, sign: str, kinds: dict[str, str] | None = None) -> tuple[str, str]:
    if text in SINGLE:
        return text, "1"
    name, found, number = text.partition(sign)
    kind = name if kinds is None else kinds.get(name)
    if kind not in ADDRESS_NAMES or not found or (kind in SINGLE and number == "1"):
        names = ADDRESS_NAMES if kinds is None else kinds
        message = (
            f"step {text!r}: allowed is one of {', '.join(names)}, {sign!r} and {_NUMBER_RULE};"
            f" {' and '.join(sorted(SINGLE))} stand without number 1"
        )
        raise ValueError(message)
    _require("number", number, _NUMBER, _NUMBER_RULE)
    return kind, number


def _below_version(what: str, iri: str, suffix: str) -> str:
    _require(what, iri, _VERSION + re.escape(suffix), f"a version IRI followed by {suffix}")
    version = iri.removesuffix(suffix)
    parse_version(version)
    return version


def _mint_fragment(iri: str, name: str, number: int) -> str:
    if number < 1:
        message = f"number {number}: things of one document or provision are counted from 1"
        raise ValueError(message)
    return f"{iri}#{name}{number}"


def _parse_fragment(iri: str, name: str) -> tuple[str, int]:
    owner, _, fragment = iri.partition("#")
    _require("fragment", fragment, rf"{name}[1-9][0-9]*", f"#{name} and a number from 1")
    return owner, int(fragment.removeprefix(name))


def _parse_version_fragment(iri: str, name: str) -> tuple[str, int]:
    version, number = _parse_fragment(iri, name)
    parse_version(version)
    return version, number


def _calendar(date: str) -> str:
    _require("date", date, _DATE, "YYYY-MM-DD")
    try:
        return calendar_date.fromisoformat(date).isoformat()
    except ValueError:
        message = f"date {date!r}: allowed is a day of the calendar as YYYY-MM-DD"
        raise ValueError(message) from None


def _require(what: str, value: str, pattern: str, allowed: str) -> None:
    if re.fullmatch(pattern, value) is None:
        message = f"{what} {value!r}: allowed is {allowed}"
        raise ValueError(message)
