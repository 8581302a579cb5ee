"""The benchmark runs on a small document and prints its table; no time is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.stages import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STAGES = [
    "load", "read", "structure", "metadata", "annotations", "identify", "quads", "SHACL validation",
    "Akoma Ntoso", "Turtle", "whole release",
]  # fmt: skip
DOCUMENT = """某某省数据条例
（2024年1月1日某某省第十四届人民代表大会常务委员会第一次会议通过）
第一条　为了发展数据产业，制定本条例。
第二条　本条例自2024年2月1日起施行。
"""


def test_a_row_for_each_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "shuju.txt"
    path.write_text(DOCUMENT, encoding="utf-8")

    assert main(["--documents", str(path), "--runs", "1", "--markdown"]) == 0

    lines = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line[:1] == "|"]
    assert [line[0].removeprefix("| ") for line in lines] == ["stage", "---", *STAGES]
    assert {line[1] for line in lines[2:]} == {"1"}
    assert {len(line) for line in lines} == {10}


def test_a_missing_document_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--documents", str(tmp_path / "none.txt"), "--runs", "1"]) == 1

    assert "does not exist" in capsys.readouterr().err


def test_an_absent_corpus_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("benchmarks.stages.CORPUS", tmp_path / "none.tar.xz")

    assert main(["--documents", "corpus"]) == 0
    assert "The corpus is absent (none.tar.xz)" in capsys.readouterr().out
