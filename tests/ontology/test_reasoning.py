"""The reasoner passes our ontology and finds each planted fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from ontology import reasoning
from ontology.load import alignments, merged, sample
from ontology.namespaces import BASE, DEF
from ontology.reasoning import Finding, check

PREFIXES = f"""
@prefix fagui: <{DEF}> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <urn:x:> .
"""
INCONSISTENT = (Finding("inconsistent", "", "the axioms and data contradict each other"),)


def planted(turtle: str) -> tuple[Finding, ...]:
    extra = Graph().parse(data=PREFIXES + turtle, format="turtle")
    return check([merged(), *alignments().values(), sample(), extra])


@pytest.mark.parametrize(
    "turtle",
    [
        ":x a fagui:RegulationVersion , fagui:LegislativeEvent .",
        ":x a fagui:Article ; fagui:position 1 , 2 .",
        ":x a fagui:Measure ; fagui:modality :a , :b . :a owl:differentFrom :b .",
    ],
)
def test_planted_contradiction(turtle: str) -> None:
    assert planted(turtle) == INCONSISTENT


def test_planted_unsatisfiable_class() -> None:
    found = planted(":C a owl:Class ; rdfs:subClassOf fagui:Actor , fagui:Sector .")
    assert found == (Finding("unsatisfiable-class", "urn:x:C", "nothing can belong to it"),)


def test_planted_undeclared_property() -> None:
    found = planted(":x a fagui:Article ; fagui:heading2 'a' .")
    assert found == (Finding("undeclared-property", f"{DEF}heading2", "is used but not declared"),)


def test_planted_punning() -> None:
    found = planted("fagui:heading a owl:ObjectProperty .")
    expected = Finding(
        "property-punning", f"{DEF}heading", "is declared as data property and object property"
    )
    assert found == (expected,)


def test_ours_passes_whatever_was_checked_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert planted(":x a fagui:Article , fagui:Paragraph .") == INCONSISTENT
    assert reasoning.main([]) == 0
    out, err = capsys.readouterr()
    assert (out.count("\n"), out.split(":")[0], err) == (
        1,
        "OWL 2 DL, consistent, every class satisfiable",
        "",
    )


def test_command_reports_findings(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text(f"<{BASE}id/x> <{DEF}nothing> 1 .", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "ontology.reasoning", str(file)],
        cwd=Path(reasoning.__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"undeclared-property: {DEF}nothing is used but not declared\n"
