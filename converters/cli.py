"""The command `fagui`: what each command does, and the only module that prints.

Exit code 0 on success; 1 with one clear line per problem on standard error, never a traceback.
"""

from __future__ import annotations

import io
import json
import os
import secrets
import shutil
import sys
from contextlib import closing
from typing import IO, TYPE_CHECKING, Final

from rdflib import Graph

from converters.arguments import DUMPS, make_parser, misused
from converters.errors import ConversionError
from converters.evaluation.differences import DEFAULT_LAYERS
from converters.evaluation.figures import FIGURES, as_json, stored_form
from converters.evaluation.goldsets import SETS, read_gold
from converters.evaluation.report import set_lines
from converters.evaluation.running import evaluate
from converters.progress import LateReporter, SilentReporter, reporter_for
from converters.rdf.vocabulary import vocabulary_quads
from converters.release.batch import run_in_workers
from converters.release.build import Refused, build_release, check_vocabulary
from converters.release.converting import convert_documents
from converters.release.product import Product, make_annotations
from converters.release.publish import damaged_files, find_release
from converters.settings import read_limits, release_directory
from converters.sources import list_sources
from ontology.namespaces import refuse_base
from shapes.validate import describe, validate, violations

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapes.validate import Finding


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code of the command with these arguments."""
    # A title may hold characters that the terminal's encoding lacks.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        return _run(arguments)
    except ConversionError as error:
        return _fail(str(error))
    except Refused as refusal:
        return _fail(*refusal.problems)
    except KeyboardInterrupt:
        return _fail("stopped by the user; what was published earlier is untouched")
    except BrokenPipeError:
        return 1  # The reader has what it wanted: `fagui dump | head`.
    except OSError as error:
        name = error.filename or "output"
        return _fail(f"{name}: {error.strerror or error}; remedy: check path, rights and space")
    finally:
        _settle_output()


def _run(arguments: Sequence[str] | None) -> int:
    if problem := refuse_base():
        return _fail(problem)
    try:
        options = make_parser().parse_args(arguments)
    except SystemExit:  # --help and --version have printed what was asked for
        code = 0
    else:
        code = COMMANDS[options.command](options)
    sys.stdout.flush()
    return code


def _settle_output() -> None:
    """Drops what standard output does not take, so that the flush at exit does not fail again."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run_build(options: argparse.Namespace) -> int:
    """Publishes a release; 1 if a document is left out of it."""
    limits = read_limits(workers=options.workers)
    sources, problems = list_sources(options.sources)
    out = options.out or release_directory()
    release = build_release(
        sources, out, limits, reporter_for(), strict=options.strict, problems=problems
    )
    counts = ", ".join(f"{number} {name}" for name, number in release.counts.items())
    _say(f"release {release.id} in {release.directory}: {counts}")
    return _summarise(release.left_out, len(sources) + len(problems))


def run_annotate(options: argparse.Namespace) -> int:
    """Writes annotation lines; 1 if a document has none."""
    limits = read_limits(workers=options.workers)
    sources, left_out = list_sources(options.sources)
    documents = len(sources) + len(left_out)
    if options.out is None and len(sources) > 1:
        problem = f"{len(sources)} documents, and standard output takes one"
        raise misused(problem, "name a directory with --out")
    reporter = reporter_for() if options.out else SilentReporter()
    with (
        reporter.stage("annotating", len(sources)) as advance,
        closing(run_in_workers(make_annotations, sources, _file_name, limits)) as outcomes,
    ):
        for path, outcome in zip(sources, outcomes, strict=True):
            if isinstance(outcome, ConversionError):
                left_out.append(outcome)
            elif options.out is None:
                sys.stdout.buffer.write(outcome)
            else:
                options.out.mkdir(parents=True, exist_ok=True)
                _write_whole(options.out / f"{path.stem}.jsonl", io.BytesIO(outcome))
            advance(path.stem)
    return _summarise(left_out, documents)


def run_serve(options: argparse.Namespace) -> int:
    """Becomes the endpoint's process."""
    directory = options.release or release_directory()
    find_release(directory)
    environment = dict(os.environ) | {"FAGUI_RELEASE": str(directory)}
    if options.host is not None:
        environment["FAGUI_HOST"] = options.host
    if options.port is not None:
        environment["FAGUI_PORT"] = options.port
    # Only the release connects converters and endpoint: another program takes over here.
    os.execve(sys.executable, [sys.executable, "-m", "endpoint"], environment)  # noqa: S606


def run_validate(options: argparse.Namespace) -> int:
    """Prints findings; 1 if one is a violation, a file is damaged or a document left out."""
    if options.release and options.sources:
        problem = "documents and --release are both named"
        raise misused(problem, "name one of the two")
    if options.release:
        return _validate_release(options.release, options.language)
    limits = read_limits(workers=options.workers)
    sources, left_out = list_sources(options.sources)
    documents = len(sources) + len(left_out)
    findings: list[Finding] = []
    jurisdictions: set[str] = set()
    with closing(convert_documents(sources, limits, reporter_for())) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, Product):
                findings += outcome.findings
                jurisdictions |= outcome.jurisdictions
            else:
                left_out.append(outcome)
    findings += check_vocabulary(vocabulary_quads(jurisdictions))
    code = _show_findings(findings, options.language)
    return _summarise(left_out, documents) or code


def run_dump(options: argparse.Namespace) -> int:
    """Writes a dump of a release to a file or standard output."""
    release = find_release(options.release or release_directory())
    path = release / DUMPS[options.format]
    with path.open("rb") as dump:
        if options.out is None:
            shutil.copyfileobj(dump, sys.stdout.buffer)
        else:
            _write_whole(options.out, dump)
    return 0


def run_evaluate(options: argparse.Namespace) -> int:
    """Prints figures and differences of gold sets, and stores the figures if asked to."""
    _check_choices(options)
    directories = _gold_directories(options)
    reporter = LateReporter(reporter_for())
    evaluations = [
        evaluate(name, read_gold(directory), reporter) for name, directory in directories.items()
    ]
    layers = (options.layer or DEFAULT_LAYERS) if options.errors is not None else ()
    most = options.errors or None
    if options.json:
        figures = [as_json(each, layers, most) for each in evaluations]
        _say(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        for line in set_lines(evaluations, documents=options.documents, layers=layers, most=most):
            _say(line)
    if options.save:
        _write_whole(FIGURES, io.BytesIO(stored_form(evaluations)))
    return 0


def _gold_directories(options: argparse.Namespace) -> Mapping[str, Path]:
    """The gold sets that the options name, by name."""
    if options.gold:
        return {options.gold.resolve().name: options.gold}
    if options.set == "all":
        return SETS
    name = options.set or next(iter(SETS))
    return {name: SETS[name]}


def _check_choices(options: argparse.Namespace) -> None:
    for wrong, problem, remedy in (
        (options.gold and options.set, "--set and --gold are both named", "name one of the two"),
        (options.save and options.set != "all", "--save stores every set", "add --set all"),
        (options.layer and options.errors is None, "--layer chooses errors", "add --errors"),
    ):
        if wrong:
            raise misused(problem, remedy)


def _validate_release(directory: Path, language: str) -> int:
    release = find_release(directory)
    if damaged := damaged_files(release):
        return _fail(*(f"{release / name}: is damaged; remedy: build again" for name in damaged))
    data = Graph().parse(release / "dumps/fagui.ttl", format="turtle")
    return _show_findings(validate(data, data), language)


def _show_findings(findings: Sequence[Finding], language: str) -> int:
    for finding in findings:
        _say(describe(finding, language))
    stopping = len(violations(findings))
    _say(f"{len(findings)} findings, {stopping} of them violations")
    return 1 if stopping else 0


def _summarise(left_out: Sequence[ConversionError], documents: int) -> int:
    if not left_out:
        return 0
    names = ", ".join(error.document for error in left_out)
    summary = f"left out {len(left_out)} of {documents} documents: {names}"
    return _fail(*map(str, left_out), *([summary] if documents > 1 else []))


def _write_whole(path: Path, content: IO[bytes]) -> None:
    """Writes a file that is there whole or not at all."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with partial.open("wb") as file:
            shutil.copyfileobj(content, file)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _file_name(path: Path) -> str:
    return path.name


def _say(line: str) -> None:
    print(line)  # noqa: T201  # the command line is what prints


def _fail(*problems: str) -> int:
    for problem in problems:
        print("fagui:", _on_one_line(problem), file=sys.stderr)  # noqa: T201
    return 1


def _on_one_line(problem: str) -> str:
    """The problem without line ends, and without characters that would steer a terminal."""
    line = " ".join(problem.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)


COMMANDS: Final = {
    "build": run_build,
    "annotate": run_annotate,
    "serve": run_serve,
    "validate": run_validate,
    "dump": run_dump,
    "evaluate": run_evaluate,
}


if __name__ == "__main__":
    sys.exit(main())
