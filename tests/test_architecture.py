"""The house keeps its plan: direction of imports, sole importers, sizes, one place for the base IRI."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

import pytest

from ontology.jurisdictions import load_jurisdictions

ROOT = Path(__file__).parents[1]
PACKAGES = ("ontology", "shapes", "converters", "endpoint")
# What each package may import of the others: ontology ← shapes ← converters; endpoint ← ontology.
ALLOWED = {
    "ontology": {"ontology"},
    "shapes": {"ontology", "shapes"},
    "converters": {"ontology", "shapes", "converters"},
    "endpoint": {"ontology", "endpoint"},
}
# Libraries that one module, or the modules of one package, wrap for all others.
SOLE_IMPORTERS = {
    "pyshacl": ("shapes/",),
    "owlready2": ("ontology/",),
    "pypdfium2": ("converters/readers/",),
    "flask": ("endpoint/",),
    "waitress": ("endpoint/",),
    "pebble": ("converters/release/batch.py",),
    "rich": ("converters/progress.py",),
    "pypinyin": ("converters/rdf/identity.py",),
    "rjieba": ("converters/rdf/identity.py",),
    "ahocorasick_rs": ("converters/annotation/",),
}
MAX_MODULE = 400
MAX_FUNCTION = 60

FILES = sorted(p for package in PACKAGES for p in (ROOT / package).rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> set[str]:
    """Modules that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_there_are_files() -> None:
    assert {name(p).split("/")[0] for p in FILES} == set(PACKAGES)
    assert len(FILES) > 60


@pytest.mark.parametrize("path", FILES, ids=name)
def test_direction(path: Path) -> None:
    package = name(path).split("/")[0]
    ours = {module.split(".")[0] for module in imports(path)} & set(PACKAGES)

    assert ours <= ALLOWED[package]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_sole_importers(path: Path) -> None:
    wrapped = {m.split(".")[0] for m in imports(path)} & set(SOLE_IMPORTERS)

    assert [m for m in sorted(wrapped) if not name(path).startswith(SOLE_IMPORTERS[m])] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_sizes(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    functions = [
        n
        for n in ast.walk(ast.parse(source))
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno >= MAX_FUNCTION]

    assert len(source.splitlines()) <= MAX_MODULE
    assert long == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_doctests(path: Path) -> None:
    module = importlib.import_module(
        name(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    )

    assert doctest.testmod(module).failed == 0


def test_the_base_iri_is_spelled_in_one_place() -> None:
    spelled = [name(p) for p in FILES if "w3id.org/fagui" in p.read_text(encoding="utf-8")]
    turtle = [p for package in PACKAGES for p in (ROOT / package).rglob("*.ttl")]
    lines = {
        line
        for path in turtle
        for line in path.read_text(encoding="utf-8").splitlines()
        if "w3id.org/fagui" in line
    }

    assert len(turtle) > 20
    assert spelled == ["ontology/namespaces.py"]
    assert lines == {"@base <https://w3id.org/fagui/> ."}


# Numbering formats of WordprocessingML (ECMA-376, 17.18.59).
WORD_TERMS = {"taiwaneseCounting", "taiwaneseCountingThousand", "taiwaneseDigital"}


def test_no_rule_names_a_document_or_a_province() -> None:
    """Names of places are data: code may show one in a docstring, as an example."""
    provinces = [j for j in load_jurisdictions().values() if j.level == "province"]
    places = [j.name_zh[:2] for j in provinces] + [(j.name_en or "").lower() for j in provinces]
    assert len(places) == 68
    found = []
    for path in FILES:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        docstrings = {ast.get_docstring(n, clean=False) for n in nodes if isinstance(n, DOCUMENTED)}
        strings = {
            n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        found += [
            (name(path), s)
            for s in strings - docstrings - WORD_TERMS
            if any(p in s.lower() for p in places)
        ]

    assert found == []


DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
