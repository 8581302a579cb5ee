"""The shapes use terms that exist, and say what to do in two languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph, Literal, URIRef

from ontology.load import terms
from ontology.namespaces import DEF, ELI, SHAPE
from shapes.validate import SEVERITIES, load_shapes
from shapes.vocabulary import check_shapes

ELI_TERMS = Path(__file__).parent / "eli_terms.txt"

PREFIXES = f"""
PREFIX eli: <{ELI}>
PREFIX fagui: <{DEF}>
PREFIX sh: <{SH}>
PREFIX shape: <{SHAPE}>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

SOUND = """
shape:Article a sh:NodeShape ; sh:targetClass fagui:Article ; sh:property shape:Article-number .
shape:Article-number a sh:PropertyShape ; sh:path eli:number ; sh:minCount 1 .
"""

KNOWN = frozenset({URIRef(f"{DEF}Article"), URIRef(f"{ELI}number")})

# What is written instead of what, and the complaints.
FAULTS = [
    (
        "sh:minCount",
        "sh:mincount",
        ["shape:Article-number: unknown term sh:mincount; remedy: correct it or define it"],
    ),
    (
        "fagui:Article ;",
        "fagui:Artcile ;",
        [
            "shape:Article: unknown term fagui:Artcile (value of sh:targetClass); "
            "remedy: correct it or define it"
        ],
    ),
    (
        "eli:number",
        "eli:numer",
        [
            "shape:Article-number: unknown term eli:numer (value of sh:path); "
            "remedy: correct it or define it"
        ],
    ),
    (
        "sh:path eli:number",
        "sh:path [ sh:inversePath skos:inSchema ]",
        [
            "shape:Article-number: unknown term skos:inSchema (value of sh:inversePath); "
            "remedy: correct it or define it"
        ],
    ),
    (
        "sh:targetClass fagui:Article ;",
        "",
        [
            "shape:Article: has no sh:targetClass; remedy: give one",
            "shapes: no shape has a target; remedy: give at least one sh:targetClass",
        ],
    ),
    (
        "; sh:property shape:Article-number",
        "",
        [
            "shape:Article-number: no shape embeds it; "
            "remedy: name it in sh:property of a node shape"
        ],
    ),
    (
        "sh:property shape:Article-number",
        "sh:property shape:Article-number, shape:Article-label",
        ["shape:Article-label: embedded but not described; remedy: describe it or remove it"],
    ),
    (
        SOUND,
        "",
        ["shapes: no shape has a target; remedy: give at least one sh:targetClass"],
    ),
]


def complaints(text: str) -> list[str]:
    return list(check_shapes(Graph().parse(data=PREFIXES + text, format="turtle"), KNOWN))


def test_sound_shapes_raise_no_complaint() -> None:
    assert complaints(SOUND) == []


@pytest.mark.parametrize(("right", "wrong", "expected"), FAULTS)
def test_each_fault_raises_its_complaint(right: str, wrong: str, expected: list[str]) -> None:
    assert right in SOUND
    assert complaints(SOUND.replace(right, wrong)) == expected


def test_our_shapes_use_terms_that_exist_and_are_all_reached() -> None:
    lines = ELI_TERMS.read_text("utf-8").splitlines()
    eli = {URIRef(ELI + line) for line in lines if not line.startswith("#")}

    assert len(eli) == 113
    assert check_shapes(load_shapes(), terms() | eli) == ()


def named_shapes() -> set[URIRef]:
    """Shapes that a finding can name."""
    shapes = load_shapes()
    found = {*shapes.subjects(SH.targetClass), *shapes.objects(None, SH.property)}
    return {shape for shape in found if isinstance(shape, URIRef)}


def test_every_shape_says_what_to_do_in_both_languages() -> None:
    shapes = load_shapes()
    for shape in named_shapes():
        for predicate in (SH["name"], SH.message):
            texts = list(shapes.objects(shape, predicate))
            languages = [text.language for text in texts if isinstance(text, Literal)]

            assert (shape, predicate, sorted(map(str, languages))) == (
                shape,
                predicate,
                ["en", "zh"],
            )
            assert all(str(text).strip() for text in texts)


def test_every_shape_has_one_severity() -> None:
    shapes = load_shapes()
    allowed = {SH[name] for name in SEVERITIES}
    for shape in named_shapes():
        severities = list(shapes.objects(shape, SH.severity))

        assert (shape, len(severities), set(severities) <= allowed) == (shape, 1, True)


def test_a_property_shape_is_named_after_the_shape_that_embeds_it() -> None:
    shapes = load_shapes()
    embedded = list(shapes.subject_objects(SH.property))

    assert len(embedded) == len(set(shapes.subjects(SH.path)) - unnamed())
    assert [str(part) for whole, part in embedded if not str(part).startswith(f"{whole}-")] == []


def unnamed() -> set[object]:
    """Members of sh:xone, which no finding names."""
    subjects = load_shapes().subjects(SH.path)
    return {subject for subject in subjects if not isinstance(subject, URIRef)}
