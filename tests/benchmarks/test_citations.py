"""The benchmark of citations counts what is right, wrong, missed and dangling."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.citations import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT = """# 某某省数据条例
第一条　为了发展数据产业，制定本条例。
第二条　违反本条例第九条规定的，依照前条和安全附件的要求处罚。
前款规定的处罚由某机关决定。
"""


def test_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    gold = [
        ("前条", "self", "art:1"),
        ("前款", "self", "art:2/p:2"),  # wrong on purpose: it is p:1
        ("第二条　", "self", "art:2"),  # a label: missed
    ]
    lines = [
        {"id": str(i), "file": "a.md", "article": "", "context": "", "offset": TEXT.index(words),
         "citation_text": words, "target_title": title, "target_provision": provision}
        for i, (words, title, provision) in enumerate(gold)
    ]  # fmt: skip
    absent = lines[0] | {"file": "absent.md"}
    negative = {"id": "n", "file": "a.md", "offset": TEXT.index("附件"), "candidate_text": "附件"}
    for name, rows in (("gold", [*lines, absent]), ("negatives", [negative])):
        content = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(content, encoding="utf-8")

    assert main([str(tmp_path), "--gold", str(tmp_path), "--failures"]) == 0

    out = capsys.readouterr().out
    assert "| target document | 1.000 | 0.667 | 2 | 2 | 3 |" in out
    assert "| target provision | 0.500 | 0.333 | 1 | 2 | 3 |" in out
    assert "absent or refused: 1" in out
    assert "explicit self-citations: 1; dangling: 1 (100.00%)" in out
    assert "dangling: 本条例第九条 in a.md art:2/p:1" in out
