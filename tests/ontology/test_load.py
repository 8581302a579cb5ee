"""Loading: what there is, fresh copies, and another base."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph, URIRef

from ontology import load
from ontology.namespaces import BASE, DEF, DEFAULT_BASE

PACKAGE = Path(load.__file__).parent


def test_modules() -> None:
    assert load.modules() == ("core", "evidence", "normative", "reference")


def test_vocabularies() -> None:
    assert sorted(load.vocabularies()) == [
        "actor-kind",
        "citation-kind",
        "document-type",
        "element",
        "event",
        "gold-set",
        "instrument",
        "level",
        "metadata-field",
        "modality",
        "oddity",
        "organ",
        "policy-instrument-type",
        "provision-function",
        "quality-layer",
        "quality-metric",
        "resolution",
        "resolution-reason",
        "sector-class",
        "status",
        "stip-instrument",
        "subdivision",
        "term-kind",
    ]


def test_alignments() -> None:
    assert sorted(load.alignments()) == [
        "dpv",
        "dqv",
        "eli",
        "flint",
        "legalruleml",
        "oa",
        "odrl",
        "org",
        "prov",
        "skos",
    ]


def test_merged_is_the_sum_of_the_modules() -> None:
    assert set(load.merged()) == {triple for name in load.modules() for triple in load.load(name)}


def test_each_caller_gets_a_graph_of_its_own() -> None:
    first = load.load("core")
    first.remove((None, None, None))
    assert len(load.load("core")) > 500


def test_unknown_module() -> None:
    with pytest.raises(ValueError, match="allowed are core, evidence, normative, reference"):
        load.load("nowhere")


def test_ontology_header() -> None:
    (ontology,) = load.merged().subjects(RDF.type, OWL.Ontology)
    assert ontology == URIRef(f"{BASE}def")
    assert load.merged().value(ontology, OWL.versionIRI) == URIRef(f"{BASE}def/0.1.0")


def test_terms() -> None:
    assert URIRef(f"{DEF}Measure") in load.terms()
    assert {str(term).removeprefix(DEF).isalnum() for term in load.terms()} == {True}


def test_every_file_names_the_default_base_first() -> None:
    files = sorted(PACKAGE.rglob("*.ttl"))
    first_lines = {file.read_text("utf-8").split("\n", 1)[0] for file in files}
    assert len(files) == 38
    assert first_lines == {f"@base <{DEFAULT_BASE}> ."}


def test_file_without_base_line(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<a> <b> <c> .\n", "utf-8")
    with pytest.raises(ValueError, match="the first line must be '@base"):
        load._text(file)


def test_another_base_replaces_ours_everywhere() -> None:
    code = (
        "from ontology.load import alignments, merged, sample, vocabularies\n"
        "from ontology.jurisdictions import jurisdiction_graph\n"
        "graphs = [merged(), sample(), jurisdiction_graph()]\n"
        "graphs += [*alignments().values(), *vocabularies().values()]\n"
        "for graph in graphs:\n    print(graph.serialize(format='nt'))\n"
    )
    base = "https://data.example.org/law/"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"FAGUI_BASE": base, "PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = Graph().parse(data=done.stdout, format="nt")
    here = [load.merged(), load.sample(), *load.alignments().values()]
    here += load.vocabularies().values()
    assert DEFAULT_BASE not in done.stdout
    assert URIRef(f"{base}def#Measure") in set(found.subjects())
    assert URIRef(f"{base}concept/modality/obligation") in set(found.subjects())
    assert len(found) > sum(map(len, here))
