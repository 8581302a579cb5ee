"""SPARQL servers on the same data and queries: `python -m benchmarks.servers`, Markdown on standard output.

    python -m benchmarks.servers [--data five 1m PATH …] [--servers ours cached disk oxigraph virtuoso rdflib]
        [--seconds N] [--patience N] [--budget N] [--keep DIR]

Data: `five`, the release of the five documents; `1m` and `5m`, it multiplied to that many quads; or the path
of a release. What is built goes to --keep, or is removed at the end. Queries: the examples (data/queries) and
benchmarks/mix. Progress is on standard error. A server that is absent or fails is named, the others go on.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import machine
from benchmarks.servers.comparing import (
    Limits,
    Record,
    find_reference,
    measure_mixes,
    measure_queries,
    measure_start,
)
from benchmarks.servers.launching import (
    LaunchError,
    find_missing,
    load_oxigraph,
    load_virtuoso,
    run_ours,
    serve_oxigraph,
    serve_rdflib,
    serve_virtuoso,
)
from benchmarks.servers.reporting import report
from ontology.queries import read_examples

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.servers.comparing import Reference, Serve

MIX: Final = Path(__file__).parents[1] / "mix"
SIZES: Final = {"1m": 1_000_000, "5m": 5_000_000}
COMMANDS: Final = {
    "ours": (),
    "cached": (),
    "disk": (),
    "oxigraph": ("oxigraph",),
    "virtuoso": ("virtuoso-t", "isql-vt"),
    "rdflib": ("rdflib-endpoint",),
}
QUICK_SECONDS: Final = 0.25
"""A query that the reference answers in this time belongs to the quick mix."""
_RDFLIB_BYTES: Final = 100_000_000
_RDFLIB_PATIENCE: Final = 5.0


def read_queries() -> dict[str, str]:
    """Every query by name."""
    queries = {each.name: each.query for each in read_examples()}
    return queries | {path.stem: path.read_text("utf-8") for path in sorted(MIX.glob("*.rq"))}


def find_release(path: Path) -> Path:
    """One release in a directory that builds publish into, or that is one."""
    found = path / "current" if (path / "current").exists() else path
    if not (found / "dumps/fagui.nq").is_file():
        message = f"{path}: no release with dumps/fagui.nq; remedy: build one with `fagui build`"
        raise SystemExit(message)
    return found.resolve()


def make_release(name: str, keep: Path) -> Path:
    """The release that a name or path stands for; built where it is not there yet."""
    if name not in {"five", *SIZES}:
        return find_release(Path(name))
    out = keep / name
    if not (out / "current").exists() and not (out / "manifest.json").exists():
        say(f"building {name}")
        _build(name, out, keep)
    return find_release(out)


def _build(name: str, out: Path, keep: Path) -> None:
    if name == "five":
        from converters.cli import main as run_fagui  # noqa: PLC0415 – only a build needs it

        with contextlib.redirect_stdout(sys.stderr):
            run_fagui(["build", "--out", str(out)])
    else:
        from benchmarks.multiply import DUMP, write_release  # noqa: PLC0415
        from converters.writers.prepared import write_prepared  # noqa: PLC0415

        write_release(make_release("five", keep), out, SIZES[name])
        write_prepared(out / DUMP, out / "prepared")


def make_servers(release: Path, directory: Path, limits: Limits) -> dict[str, Serve]:
    """How each server is started on the release."""
    data, seconds = release / "dumps/fagui.nq", round(limits.patience)
    ours = {"FAGUI_QUERY_SECONDS": str(seconds), "FAGUI_CACHE_MEGABYTES": "0"}
    memory, disk = {"FAGUI_STORE": "memory"}, {"FAGUI_STORE": "disk"}
    cached = {"FAGUI_CACHE_MEGABYTES": "256"}
    return {
        "ours": partial(run_ours, release, directory, ours | memory),
        "cached": partial(run_ours, release, directory, ours | memory | cached, "cached"),
        "disk": partial(run_ours, release, directory, ours | disk, "disk"),
        "oxigraph": partial(serve_oxigraph, directory, seconds=seconds),
        "virtuoso": partial(serve_virtuoso, directory),
        "rdflib": partial(serve_rdflib, data, directory),
    }


def load(names: Sequence[str], release: Path, directory: Path, limits: Limits) -> dict[str, str]:
    """Load the data where a server needs that; the problem of each that cannot be measured."""
    data = release / "dumps/fagui.nq"
    problems = {}
    for name in names:
        say(f"{name}: loading")
        try:
            if missing := find_missing(*COMMANDS[name]):
                problems[name] = f"{', '.join(missing)}: not installed"
            elif name == "oxigraph":
                load_oxigraph(data, directory)
            elif name == "virtuoso":
                load_virtuoso(data, directory, round(limits.patience))
            elif name == "rdflib" and data.stat().st_size > _RDFLIB_BYTES:
                problems[name] = "not measured beyond the five documents: too slow"
        except LaunchError as error:
            problems[name] = str(error)
    return problems


def compare(
    release: Path, names: Sequence[str], limits: Limits
) -> tuple[list[Record], dict[str, float]]:
    """A record of each server, and the seconds of each query at the one they are compared with."""
    queries = read_queries()
    with tempfile.TemporaryDirectory(prefix="fagui-servers-") as directory:
        problems = load(names, release, Path(directory), limits)
        servers = make_servers(release, Path(directory), limits)
        measured = [name for name in names if name not in problems]
        # Who comes first is right; the next answers what it could not.
        order = [name for name in ("oxigraph", "ours", "virtuoso", *names) if name in measured]
        references = {name: servers[name] for name in dict.fromkeys(order[:2])}
        say(f"right answers from {', then '.join(references)}")
        right = find_reference(references, queries, limits.patience)
        records = []
        for name in names:
            record = Record(name, problem=problems.get(name, ""))
            records.append(record)
            if not record.problem:
                say(f"{name}: measuring")
                try:
                    _measure(record, servers[name], queries, right, limits, order[0])
                except LaunchError as error:
                    record.problem = str(error)
    return records, {name: found.seconds for name, found in right.items()}


def _measure(
    record: Record,
    serve: Serve,
    queries: dict[str, str],
    right: Reference,
    limits: Limits,
    first: str,
) -> None:
    """Everything of a server; the mixes hold what the first one can answer."""
    measure_start(record, serve)
    if record.name == "disk":  # that is all that is stated of it
        return
    if record.name == "rdflib":
        limits = replace(limits, patience=_RDFLIB_PATIENCE)
    others = [name for name, found in right.items() if found.server != first]
    failed = others if record.name == first else []
    measure_queries(record, serve, queries, right, limits, failed)
    answered = [name for name in right if name not in others]
    quick = [name for name in answered if right[name].seconds <= QUICK_SECONDS]
    mixes = {"quick": quick} if record.name == "rdflib" else {"quick": quick, "all": answered}
    measure_mixes(record, serve, queries, limits, mixes)


def say(text: str) -> None:
    """Progress, with the time of day."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _kept(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="fagui-data-") as directory:
        yield Path(directory)


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--data", nargs="+", default=["five", "1m"], metavar="NAME|PATH")
    parser.add_argument("--servers", nargs="+", default=list(COMMANDS), choices=list(COMMANDS))
    parser.add_argument("--seconds", type=float, default=5, help="of each mix")
    parser.add_argument("--patience", type=float, default=20, help="seconds for one answer")
    parser.add_argument(
        "--budget", type=float, default=60, help="seconds for the times of a server"
    )
    parser.add_argument("--keep", type=Path, help="directory for the data that are built")
    given = parser.parse_args()
    limits = Limits(given.patience, given.budget, given.seconds)
    print(machine(), flush=True)
    with _kept(given.keep) as keep:
        for name in given.data:
            release = make_release(name, keep)
            say(f"{name}: {release}")
            records, seconds = compare(release, given.servers, limits)
            print(report(name, release, records, seconds, QUICK_SECONDS), flush=True)


if __name__ == "__main__":
    main()
