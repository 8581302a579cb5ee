"""Documents and characters per second through every stage: `python -m benchmarks.stages`.

Takes: the five documents, the corpus, or files. Gives: Markdown tables on standard output.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import (
    STAGE_HEAD,
    Lap,
    Run,
    machine,
    peak_memory,
    stage_rows,
    table,
    timed,
)
from benchmarks.rivals import HEAD, compare, reading_pairs, structure_pair, validation_pair
from converters.akn import write_akn
from converters.batch import run_in_workers
from converters.dumps import turtle
from converters.errors import ConversionError
from converters.graph import document_quads
from converters.identity import identify
from converters.metadata import read_metadata
from converters.product import check, make_product
from converters.progress import SilentReporter
from converters.readers import media, read_text
from converters.records import Document, SourceFile
from converters.release import Refused, build_release
from converters.settings import read_limits
from converters.sources import find_sources, load_source
from converters.structure import parse_structure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT: Final = Path(__file__).parents[1]
CORPUS: Final = Path(
    os.environ.get("FAGUI_CORPUS", ROOT.parent / "shared" / "corpus" / "corpus-dev.tar.xz")
)


@dataclass(frozen=True, slots=True)
class Workload:
    """Documents, opened anew for each run; each `every`-th goes beyond the metadata."""

    title: str
    documents: Callable[[], Iterable[SourceFile]]
    every: int
    runs: int


def corpus() -> Iterator[SourceFile]:
    """The documents of the corpus, named by their number: their own names are too long for files."""
    with tarfile.open(CORPUS) as archive:
        for number, member in enumerate(m for m in archive if m.name.endswith(".md")):
            file = archive.extractfile(member)
            content = file.read() if file else b""
            name, digest = f"{number:05}.md", hashlib.sha256(content).hexdigest()
            yield SourceFile(name[:-3], name, media.MARKDOWN, content, digest)


def run_stages(workload: Workload) -> Run:
    """The time in each stage, one document after the other in this process."""
    run = Run()
    for number, source in enumerate(workload.documents()):
        _run_document(source, run, whole=number % workload.every == 0)
    return run


def _run_document(source: SourceFile, run: Run, *, whole: bool) -> None:
    text, seconds = timed(read_text, source)
    size = len(text)
    run.add("read", Lap(1, size, seconds))
    structure, seconds = timed(parse_structure, text)
    run.add("structure", Lap(1, size, seconds))
    metadata, seconds = timed(read_metadata, structure)
    run.add("metadata", Lap(1, size, seconds))
    if not (whole and structure.provisions):
        return
    document = Document(source, structure, metadata)
    identity, seconds = timed(identify, document)
    run.add("identify", Lap(1, size, seconds))
    quads, seconds = timed(lambda: list(document_quads(document, identity)))
    run.add("quads", Lap(1, size, seconds))
    _, seconds = timed(check, quads, identity.jurisdiction)
    run.add("SHACL validation", Lap(1, size, seconds))
    names = (identity.work, identity.version, identity.expression)
    _, seconds = timed(write_akn, document, *names)
    run.add("Akoma Ntoso", Lap(1, size, seconds))
    _, seconds = timed(turtle, quads)
    run.add("Turtle", Lap(1, size, seconds))


def run_release(files: Sequence[Path], place: Path) -> Run:
    """The time of a whole build, in worker processes, into an empty directory."""
    limits = read_limits()
    with TemporaryDirectory(dir=place) as out:
        release, seconds = timed(build_release, files, Path(out), limits, SilentReporter())
        manifest = json.loads((release.directory / "manifest.json").read_bytes())
    size = sum(entry["counts"]["characters"] for entry in manifest["documents"])
    cores = min(limits.workers, len(os.sched_getaffinity(0)))
    return Run({"whole release": Lap(release.counts["documents"], size, seconds, cores)})


def worker_memory(files: Sequence[Path]) -> int:
    """Bytes that the largest worker process has held at most.

    The parent cannot ask for it: workers are children of a server that outlives them.
    """
    peaks = run_in_workers(_peak_after, files, str, read_limits())
    return max(peak for peak in peaks if isinstance(peak, int))


def _peak_after(path: Path) -> int:
    make_product(path)
    return peak_memory()


def report_workload(workload: Workload) -> Iterator[str]:
    """The table of a workload, and the memory that it took."""
    yield f"### {workload.title}\n"
    if workload.runs > 1:
        run_stages(workload)
    runs = [run_stages(workload) for _ in range(workload.runs)]
    with TemporaryDirectory() as name:
        place = Path(name)
        files = []
        for number, source in enumerate(workload.documents()):
            if number % workload.every == 0:
                files.append(place / source.file_name)
                files[-1].write_bytes(source.content)
        peak = worker_memory(files)
        runs += [run_release(files, place) for _ in range(workload.runs)]
    yield table(STAGE_HEAD, stage_rows(runs))
    yield (
        f"\n{workload.runs} run(s). Peak memory: this process {peak_memory() >> 20} MB, "
        f"the largest worker of a build {peak >> 20} MB.\n"
    )


def report_rivals(runs: int) -> Iterator[str]:
    """The table of our stages beside others."""
    quick = compare([*reading_pairs(), structure_pair()], runs)
    slow = compare([validation_pair()], min(runs, 3))
    yield "### Beside others\n"
    yield table(HEAD, [*quick, *slow])


def report(documents: str, every: int | None, runs: int) -> Iterator[str]:
    """All lines of the report."""
    yield f"{machine()}\n"
    if documents in {"all", "five"}:
        five = [load_source(path) for path in find_sources(())]
        yield from report_workload(Workload("The five documents", lambda: five, every or 1, runs))
        yield from report_rivals(runs)
    if documents in {"all", "corpus"}:
        if CORPUS.exists():
            yield from report_workload(Workload("The corpus", corpus, every or 20, 1))
        else:
            yield f"The corpus is absent: there is no {CORPUS.name}; FAGUI_CORPUS names its place."
    if documents not in {"all", "five", "corpus"}:
        given = [load_source(path) for path in find_sources([Path(documents)])]
        yield from report_workload(Workload("Documents given", lambda: given, every or 1, runs))


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the report; 1 where documents cannot be read or published."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("--documents", default="all", metavar="five|corpus|PATH")
    parser.add_argument("--every", type=int, help="documents of which one goes through all stages")
    parser.add_argument("--runs", type=int, default=7, help="runs after the warm-up")
    parser.add_argument("--markdown", action="store_true", help="no progress on standard error")
    options = parser.parse_args(arguments)
    try:
        for line in report(options.documents, options.every, options.runs):
            print(line, flush=True)
    except (ConversionError, Refused) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
