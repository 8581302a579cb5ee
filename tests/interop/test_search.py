"""The index of texts finds what a scan over every text finds."""

from __future__ import annotations

import pytest

from benchmarks.servers.answers import ask
from benchmarks.servers.search import WORDS, indexed, scanned


@pytest.mark.parametrize("word", WORDS)
def test_the_index_finds_what_a_scan_finds(ours: str, word: str) -> None:
    found = ask(ours, indexed(word))

    assert found == ask(ours, scanned(word))
    assert found
