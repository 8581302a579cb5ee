"""Each shape finds what it must find and nothing else: cases/<shape>/pass_*.ttl and fail_*.ttl.

Beside fail_*.ttl stands fail_*.txt with one line for each finding of the shape: focus, constraint
component, severity.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from ontology.namespaces import DEFAULT_BASE, SHAPE
from shapes.validate import load_shapes, validate

CASES = Path(__file__).parent / "cases"
PASSING = sorted(CASES.glob("*/pass_*.ttl"))
FAILING = sorted(CASES.glob("*/fail_*.ttl"))

# Parameters of SHACL Core that are no constraints of their own.
NO_CONSTRAINTS = {"flags", "ignoredProperties"}


def name(case: Path) -> str:
    return f"{case.parent.name}/{case.stem}"


def findings(case: Path) -> set[str]:
    """What the shape that the case is about finds in the case."""
    found = validate(Graph().parse(case))
    return {
        f"{finding.focus.removeprefix(DEFAULT_BASE)} {finding.component} {finding.severity}"
        for finding in found
        if finding.shape == case.parent.name
    }


def declared() -> dict[str, set[str]]:
    """Component names of the constraints of every shape that has a name."""
    shapes = load_shapes()
    listed: dict[str, set[str]] = {}
    for shape in {*shapes.subjects(SH.targetClass), *shapes.objects(None, SH.property)}:
        assert isinstance(shape, URIRef)
        listed[shape.removeprefix(SHAPE)] = {
            component
            for predicate in shapes.predicates(shape)
            if (component := component_of(predicate)) is not None and predicate != SH.property
        }
    return listed


def component_of(predicate: object) -> str | None:
    local = str(predicate).removeprefix(str(SH))
    component = f"{local[0].upper()}{local[1:]}ConstraintComponent"
    return component if URIRef(str(SH) + component) in SH else None


@pytest.mark.parametrize("case", PASSING, ids=name)
def test_what_is_right_passes(case: Path) -> None:
    assert findings(case) == set()


@pytest.mark.parametrize("case", FAILING, ids=name)
def test_what_is_wrong_is_found(case: Path) -> None:
    expected = case.with_suffix(".txt").read_text("utf-8").splitlines()

    assert expected
    assert findings(case) == set(expected)


@pytest.mark.parametrize("case", PASSING, ids=name)
def test_a_passing_case_describes_something_that_the_shape_looks_at(case: Path) -> None:
    shapes = load_shapes()
    shape = URIRef(SHAPE + case.parent.name)
    owners = [shape, *shapes.subjects(SH.property, shape)]
    targets = {target for owner in owners for target in shapes.objects(owner, SH.targetClass)}

    assert targets & set(Graph().parse(case).objects(None, RDF.type))


def test_every_shape_has_a_passing_and_a_failing_case() -> None:
    shapes = set(declared())

    assert {case.parent.name for case in PASSING} == shapes
    assert {case.parent.name for case in FAILING} == shapes


def test_every_constraint_of_every_shape_is_seen_to_fail() -> None:
    failed: dict[str, set[str]] = {shape: set() for shape in declared()}
    for case in FAILING:
        lines = case.with_suffix(".txt").read_text("utf-8").splitlines()
        failed[case.parent.name].update(line.split()[1] for line in lines)

    assert failed == declared()


def test_no_expectation_is_left_without_its_case() -> None:
    assert {case.with_suffix(".txt") for case in FAILING} == set(CASES.glob("*/*.txt"))
