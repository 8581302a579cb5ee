"""Documents and characters per second through every stage: `python -m benchmarks.stages`.

Takes: the five documents, the corpus, or files. Gives: Markdown tables on standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import Lap, clock, machine, peak_memory, stage_row, table
from benchmarks.rivals import rival_rows
from converters import progress, readers, settings, sources
from converters.annotation.annotate import annotate
from converters.document import Document
from converters.errors import ConversionError
from converters.metadata.reading import read_metadata
from converters.rdf import graph
from converters.rdf.identity import identify
from converters.release import batch, build
from converters.release.product import check, make_product, named_jurisdictions
from converters.structure.tree import parse_structure
from converters.writers import akn, dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parents[1]
CORPUS: Final = Path(
    os.environ.get("FAGUI_CORPUS", ROOT.parent / "shared" / "corpus" / "corpus-dev.tar.xz")
)
STAGES: Final = (
    "stage|documents|characters|cores|seconds|spread|documents/s|documents/s per core|"
    "characters/s|characters/s per core"
)
RIVALS: Final = "ours|beside|inputs|ours, s|beside, s|times as long|spread"


def unpack_corpus(directory: Path) -> Iterator[Path]:
    """Files with the documents of the corpus, named by number: names of laws can be too long."""
    with tarfile.open(CORPUS) as archive:
        for number, member in enumerate(m for m in archive if m.name.endswith(".md")):
            if content := archive.extractfile(member):
                path = directory / f"{number:05}.md"
                path.write_bytes(content.read())
                yield path


def pass_stages(path: Path, *, whole: bool) -> Iterator[Lap]:
    """A document after each stage in this process: beyond the metadata where `whole`."""
    source = sources.load_source(path)
    yield Lap("load", len(source.content.decode(errors="replace")))
    text = readers.read_text(source)
    yield Lap("read", len(text))
    structure = parse_structure(text)
    yield Lap("structure", len(text))
    metadata = read_metadata(structure)
    yield Lap("metadata", len(text))
    if not structure.provisions:
        return
    annotations = annotate(structure)
    yield Lap("annotations", len(text))
    if not whole:
        return
    document = Document(source, structure, metadata, annotations)
    identity = identify(document)
    yield Lap("identify", len(text))
    quads = list(graph.document_quads(document, identity))
    yield Lap("quads", len(text))
    check(quads, named_jurisdictions(quads))
    yield Lap("SHACL validation", len(text))
    akn.write_akn(document, identity.work, identity.version, identity.expression)
    yield Lap("Akoma Ntoso", len(text))
    dumps.turtle(quads)
    yield Lap("Turtle", len(text))


def pass_release(paths: Sequence[Path], out: Path) -> Iterator[Lap]:
    """The documents of a whole build by worker processes, after it."""
    limits = settings.read_limits()
    built = build.build_release(paths, out, limits, progress.SilentReporter())
    documents = json.loads((built.directory / "manifest.json").read_bytes())["documents"]
    size = sum(document["counts"]["characters"] for document in documents)
    yield Lap("whole release", size, len(documents), limits.workers)


def run_once(paths: Sequence[Path], every: int) -> dict[str, Lap]:
    """The laps of all documents through the stages, and of each `every`-th through a build."""
    found = clock(
        lap for n, path in enumerate(paths) for lap in pass_stages(path, whole=n % every == 0)
    )
    with TemporaryDirectory() as out:
        return found | clock(pass_release(paths[::every], Path(out)))


def worker_memory(paths: Sequence[Path]) -> int:
    """Megabytes of the largest worker; the server of the workers outlives us, so they report."""
    peaks = batch.run_in_workers(peak_after, paths, str, settings.read_limits())
    return max(peak for peak in peaks if isinstance(peak, int))


def peak_after(path: Path) -> int:
    """Megabytes that the process which converts the document has held at most."""
    make_product(path)
    return peak_memory()


def report(paths: Sequence[Path], every: int, runs: int, *, padded: bool) -> Iterator[str]:
    """The table of the stages, and the memory; several runs follow a warm-up."""
    found = [run_once(paths, every) for _ in range(runs + (runs > 1))][-runs:]
    yield table(STAGES, [stage_row([run[x] for run in found]) for x in found[0]], padded=padded)
    worker = worker_memory(paths[::every])
    yield f"Runs: {runs}. Peak memory: this process {peak_memory()} MB, a worker {worker} MB.\n"


def report_on(wanted: str, options: argparse.Namespace) -> Iterator[str]:
    """The tables of the five documents, the corpus or the documents in a path."""
    padded = not options.markdown
    if wanted != "corpus":
        paths = sources.find_sources(() if wanted == "five" else [Path(wanted)])
        yield from report(paths, options.every or 1, options.runs, padded=padded)
    elif not CORPUS.exists():
        yield f"The corpus is absent ({CORPUS.name}); FAGUI_CORPUS names its place."
    else:
        with TemporaryDirectory() as place:
            paths = list(unpack_corpus(Path(place)))
            yield from report(paths, options.every or 20, 1, padded=padded)
    if wanted == "five":
        yield table(RIVALS, rival_rows(options.runs), padded=padded)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the report; 1 where documents cannot be read or published."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages", description=__doc__)
    parser.add_argument("--documents", metavar="five|corpus|PATH", help="default: five, corpus")
    parser.add_argument("--every", type=int, help="one of so many documents goes the whole way")
    parser.add_argument("--runs", type=int, default=7, help="runs of the five, after a warm-up")
    parser.add_argument("--markdown", action="store_true", help="columns are not lined up")
    options = parser.parse_args(arguments)
    try:
        print(machine(), flush=True)
        for wanted in [options.documents] if options.documents else ["five", "corpus"]:
            for part in report_on(wanted, options):
                print(part, flush=True)
    except (ConversionError, build.Refused) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
