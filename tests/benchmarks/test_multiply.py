from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from benchmarks.multiply import write_release

if TYPE_CHECKING:
    from pathlib import Path

WORK = "http://a.example/work"
QUADS = f"""\
<{WORK}/v1/art_1#m1> <http://a.example/p> "条" <{WORK}/v1> .
<{WORK}/v1> <http://a.example/cites> <{WORK}-other/v1> <{WORK}/v1> .
<{WORK}-other/v1> <http://a.example/cites> <{WORK}/v1/art_1> <{WORK}-other/v1> .
<http://a.example/concept> <http://a.example/p> <{WORK}> <http://a.example/concepts> .
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A release of two documents, the name of one the start of the other's."""
    directory = tmp_path / "source"
    (directory / "dumps").mkdir(parents=True)
    (directory / "dumps" / "fagui.nq").write_text(QUADS, encoding="utf-8")
    documents = [
        {"id": name, "work": f"{WORK}{name}", "graph": f"{WORK}{name}/v1"}
        for name in ("", "-other")
    ]
    manifest = {"id": "x", "documents": documents, "counts": {"documents": 2, "quads": 4}}
    (directory / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return directory


@pytest.mark.parametrize(("wanted", "copies"), [(1, 1), (4, 1), (5, 2), (7, 2), (8, 3)])
def test_there_are_at_least_as_many_quads_as_wanted(
    source: Path, tmp_path: Path, wanted: int, copies: int
) -> None:
    out = tmp_path / "out"
    written = write_release(source, out, wanted)

    store = pyoxigraph.Store.read_only(str(out / "store"))
    assert written["counts"] == {"documents": 2 * copies, "quads": 1 + 3 * copies}
    assert len(store) == 1 + 3 * copies
    assert len({each["id"] for each in written["documents"]}) == 2 * copies
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8")) == written


def test_copies_have_names_of_their_own(source: Path, tmp_path: Path) -> None:
    write_release(source, tmp_path / "out", 7)

    lines = (tmp_path / "out" / "dumps" / "fagui.nq").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted(
        [
            *QUADS.splitlines(),
            f'<{WORK}-2/v1/art_1#m1> <http://a.example/p> "条" <{WORK}-2/v1> .',
            f"<{WORK}-2/v1> <http://a.example/cites> <{WORK}-other-2/v1> <{WORK}-2/v1> .",
            f"<{WORK}-other-2/v1> <http://a.example/cites> <{WORK}-2/v1/art_1> <{WORK}-other-2/v1> .",
        ]
    )
