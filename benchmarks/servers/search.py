"""Text search through our index against a scan with CONTAINS: `python -m benchmarks.servers.search RELEASE`.

Each word is looked for in all texts of a release; all servers must give the same things. Markdown on
standard output: median milliseconds of one client, no answer kept, and the best scan as a multiple of ours.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.servers.__main__ import find_release, load, make_servers, say
from benchmarks.servers.answers import ask, fetch
from benchmarks.servers.comparing import Limits
from ontology.namespaces import DEF

WORDS: Final = ("税", "土地", "控制线", "人工智能", "链长制", "产业链供应链", "孵化器")
"""One to six characters, frequent and rare."""
_HEAD: Final = f"PREFIX fagui: <{DEF}> SELECT DISTINCT ?thing WHERE {{ ?thing "
_RUNS: Final = 9


def indexed(word: str) -> str:
    """The query through the index."""
    return f'{_HEAD}fagui:containsText "{word}" }}'


def scanned(word: str) -> str:
    """The query that any server can answer."""
    return f'{_HEAD}?property ?text . FILTER(isLiteral(?text) && CONTAINS(STR(?text), "{word}")) }}'


def time_words(address: str, queries: dict[str, str]) -> dict[str, tuple[int, float]]:
    """Rows and median milliseconds of each word."""
    found = {}
    for word, query in queries.items():
        rows = ask(address, query)
        seconds = []
        for _ in range(_RUNS):
            begun = time.perf_counter()
            fetch(address, query, 60)
            seconds.append(time.perf_counter() - begun)
        count = rows.total() if not isinstance(rows, bool) else 0
        found[word] = (count, statistics.median(seconds) * 1000)
    return found


def main() -> None:
    """Measure the release that the argument names."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("release", type=Path)
    release = find_release(parser.parse_args().release)
    names = ["ours", "oxigraph", "virtuoso"]
    times: dict[str, dict[str, tuple[int, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="fagui-search-") as directory:
        limits = Limits(60, 60, 5)
        problems = load(names, release, Path(directory), limits)
        servers = make_servers(release, Path(directory), limits)
        for name in (each for each in names if each not in problems):
            say(f"{name}: measuring")
            make = indexed if name == "ours" else scanned
            with servers[name]() as server:
                times[name] = time_words(server.address, {word: make(word) for word in WORDS})
    others = [name for name in times if name != "ours"]
    print(f"| word | things | ours | {' | '.join(others)} | best scan / ours |")
    print(f"| --- | --: | --: | {' | '.join('--:' for _ in others)} | --: |")
    for word, (count, ours) in times["ours"].items():
        if any(times[name][word][0] != count for name in others):
            message = f"{word}: servers give {[times[name][word][0] for name in times]} things"
            raise SystemExit(message)
        cells = [f"{times[name][word][1]:.1f}" for name in others]
        best = min((times[name][word][1] for name in others), default=float("nan"))
        print(
            f"| {word} | {count:,} | {ours:.1f} | {' | '.join(cells)} | {best / ours:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
