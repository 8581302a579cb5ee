"""Typography that changes must not change the structure."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from converters.records import Kind
from converters.structure.addresses import addressed
from tests.converters.documents import DIVISIONS, LAWS, parse, squeeze
from tests.converters.structure.variants import HALF, VARIANTS

if TYPE_CHECKING:
    from pathlib import Path

Signature = list[tuple[object, str]]
# Before the body, a notice wrapped around brings its own text.
AROUND = {Kind.NOTICE, Kind.PREAMBLE}


def signature(text: str, variant: str) -> Signature:
    """Address and words of each unit; where labels are lost, of headings the words alone."""
    structure = parse(text)
    found: Signature = []
    for steps, unit in addressed(structure):
        if unit.kind in AROUND or steps[0][0] in {*AROUND, Kind.ANNEX}:
            continue
        span = unit.heading or unit.text
        words = squeeze(span.of(structure.text.value)).translate(HALF) if span else ""
        heading = variant == "labels_lost" and unit.kind in DIVISIONS
        found.append(("heading" if heading else steps, words))
    return found


def changed(law: Path, variant: str) -> tuple[str, str]:
    text = law.read_text(encoding="utf-8")
    return text, VARIANTS[variant](text, Random(law.stem))


CASES = [
    pytest.param(law, variant, id=f"{variant}-{law.stem}")
    for law in LAWS
    for variant in VARIANTS
    if len(set(changed(law, variant))) == 2
]


def test_every_variant_is_made() -> None:
    assert {case.values[1] for case in CASES} == set(VARIANTS)
    assert len(CASES) > 90


@pytest.mark.parametrize(("law", "variant"), CASES)
def test_variant_gives_the_same_structure(law: Path, variant: str) -> None:
    text, other = changed(law, variant)

    assert signature(other, variant) == signature(text, variant)
