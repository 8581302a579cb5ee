"""The documentation is executed: what README and CONTRIBUTING say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from converters.cli import main
from converters.evaluation.figures import read_figures
from converters.readers.limits import LIMITS
from converters.settings import BUILD_SETTINGS
from endpoint.config import SETTINGS
from ontology.namespaces import DEFAULT_BASE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def release(five: Path) -> Path:
    return five / "current"


def rows(table: str) -> list[list[str]]:
    """Cells of a Markdown table without its head."""
    lines = [line for line in table.strip().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_first_query_gives_the_answer_that_is_shown(release: Path) -> None:
    found = re.search(r"```sparql\n(.*?)```\s*(\|.*?)\n\n", README, re.DOTALL)
    assert found
    query, shown = found[1], rows(found[2])
    store = Store()
    store.extend(parse(path=str(release / "dumps" / "fagui.nq"), format=RdfFormat.N_QUADS))

    answer = store.query(query, use_default_graph_as_union=True)

    assert [[term.value for term in solution] for solution in answer] == shown


def test_the_files_of_a_release_are_those_of_the_table(release: Path) -> None:
    named = re.findall(r"^\| (`(?:dumps|publication|reports|store).*?) \|", README, re.MULTILINE)
    paths = [name.strip("`") for cell in named for name in cell.split(", ") if "/" in name]

    assert len(paths) == 13
    for path in paths:
        pattern = path.replace("<id>", "shanxi-tiaoli-2024").strip("/")
        assert (release / pattern).exists(), path


def test_the_figures_are_those_that_releases_publish() -> None:
    table = README.partition("## How good is it")[2].partition("| structure, text")[0]
    figures = {figures.name: figures.score.layers for figures in read_figures()}
    shown = [(re.findall(r"`(.+?)`", row[0])[0], row[1:]) for row in rows(table)]
    expected = [
        (
            layer,
            [
                *(
                    f"{figures[name][layer].f1:.3f}"
                    for name in ("given", "field", "development", "test", "general")
                ),
                str(figures["test"][layer].gold),
            ],
        )
        for layer, _ in shown
    ]

    assert len(shown) == 9
    assert shown == expected


def test_every_setting_is_listed_with_its_default() -> None:
    table = README.partition("## Settings")[2].partition("## Licence")[0]
    listed = {row[0].strip("`"): row[1].strip("`") for row in rows(table)}
    settings = {s.name: str(s.default) for s in (*SETTINGS, *BUILD_SETTINGS)}
    limits = {limit.variable: str(limit.default) for limit in LIMITS}

    assert listed == {"FAGUI_BASE": DEFAULT_BASE} | settings | limits


def test_every_command_exists(capsys: pytest.CaptureFixture[str]) -> None:
    commands = set(re.findall(r"\.venv/bin/fagui (\w+)", README))
    assert main(["--help"]) == 0
    help_text = capsys.readouterr().out

    assert commands == {"build", "serve", "validate", "annotate", "dump", "evaluate"}
    assert all(command in help_text for command in commands)


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"make (\w+)", README + CONTRIBUTING)) - {"triples"}

    assert targets >= {"serve", "test", "check", "install"}
    assert [t for t in sorted(targets) if not re.search(rf"^{t}:", MAKEFILE, re.MULTILINE)] == []


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_path_exists(text: str) -> None:
    """Paths of the repository in code marks, and relative links."""
    marked = re.findall(
        r"`((?:converters|ontology|shapes|endpoint|data|tests|benchmarks)/[^`<>]*)`", text
    )
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    assert len(marked) + len(linked) > 5
    assert [path for path in (*marked, *linked) if not (ROOT / path).exists()] == []
