"""The base of every IRI: what a publisher may set it to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ontology.namespaces import DEFAULT_BASE, refuse_base

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "base",
    [
        DEFAULT_BASE,
        "http://localhost:8000/",
        "https://law.example/%E6%B3%95/",
        "https://法.example/规/",
    ],
)
def test_bases_that_are_taken(base: str) -> None:
    assert refuse_base(base) is None


@pytest.mark.parametrize(
    "base",
    [
        "law.example",
        "https://law.example",
        "https://law.example/a",
        "https:///",
        "urn:law:/",
        "https://law.example/a b/",
        "https://law.example/#/",
        "https://law.example/?a/",
        "https://law.example/%zz/",
        "https://[law/",
        "https://law.example/>/",
        "https://law.example/\n",
        " ",
    ],
)
def test_bases_that_are_refused(base: str) -> None:
    problem = refuse_base(base)
    assert problem is not None
    assert problem.startswith(f"FAGUI_BASE: {base!r} is no http or https IRI that ends in '/'; ")


def test_an_empty_setting_is_none() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "from ontology.namespaces import BASE; print(BASE)"],
        cwd=ROOT,
        env=os.environ | {"FAGUI_BASE": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == DEFAULT_BASE
