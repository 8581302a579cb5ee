"""The command `fagui`: arguments, and the only module that prints.

Exit code 0 on success; 1 with one clear line per problem on standard error, never a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import secrets
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from rdflib import Graph

from converters.errors import ConversionError
from converters.progress import SilentReporter, reporter_for
from converters.release.batch import run_in_workers
from converters.release.build import (
    Refused,
    build_release,
    check_vocabulary,
    convert_documents,
    software_version,
    violations,
)
from converters.release.product import Product, make_annotations
from converters.release.publish import damaged_files, find_release
from converters.settings import BUILD_SETTINGS, read_limits, release_directory
from converters.sources import find_sources
from shapes.validate import describe, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapes.validate import Finding

DUMPS: Final = {
    "nq": "dumps/fagui.nq",
    "ttl": "dumps/fagui.ttl",
    "jsonld": "dumps/fagui.jsonld",
    "csv": "dumps/provisions.csv",
}

DESCRIPTION: Final = """\
Chinese regulations as linked data: conversion, validation, publication, SPARQL endpoint.
将中国法规转换为关联数据：转换、校验、发布、SPARQL 查询服务。"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, with exit code 1."""

    def error(self, message: str) -> NoReturn:
        """Ends the command with the message."""
        raise _misused(message, f"see {self.prog} --help")


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
    try:
        options = make_parser().parse_args(arguments)
    except SystemExit:  # --help and --version have printed what was asked for
        code = 0
    else:
        code = options.run(options)
    sys.stdout.flush()
    return code


def _settle_output() -> None:
    """Drops what standard output does not take, so that the flush at exit does not fail again."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    settings = "\n".join(f"  {item.name:24}{item.sentence}" for item in BUILD_SETTINGS)
    parser = Parser(
        prog="fagui",
        description=DESCRIPTION,
        epilog=f"environment settings 环境变量:\n{settings}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fagui {software_version()}")
    commands = parser.add_subparsers(title="commands 命令", required=True, metavar="COMMAND")
    _add_build(commands)
    _add_annotate(commands)
    _add_serve(commands)
    _add_validate(commands)
    _add_dump(commands)
    return parser


Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def _command(
    commands: Commands[Parser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    english: str,
    chinese: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=f"{english} {chinese}",
        description=f"{english}\n{chinese}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _add_build(commands: Commands[Parser]) -> None:
    parser = _command(
        commands, "build", run_build, "Convert documents into a release.", "转换文件并发布数据集。"
    )
    _add_sources(parser, "*", "default: the project's five")
    _add_workers(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="directory of releases 发布目录")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="publish only if no document is left out 有文件无法转换时不发布",
    )


def _add_annotate(commands: Commands[Parser]) -> None:
    parser = _command(
        commands,
        "annotate",
        run_annotate,
        "Write the annotations of documents as JSON lines.",
        "将文件的标注写成 JSONL。",
    )
    _add_sources(parser, "+", "one, or several with --out")
    _add_workers(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="directory for one .jsonl file per document 输出目录",
    )


def _add_serve(commands: Commands[Parser]) -> None:
    parser = _command(commands, "serve", run_serve, "Serve a release over HTTP.", "启动查询服务。")
    _add_release(parser)
    parser.add_argument("--host", help="address to listen on (FAGUI_HOST) 监听地址")
    parser.add_argument("--port", help="port to listen on (FAGUI_PORT) 监听端口")


def _add_validate(commands: Commands[Parser]) -> None:
    parser = _command(
        commands,
        "validate",
        run_validate,
        "Check documents or a release against the SHACL shapes.",
        "用 SHACL 校验文件或已发布的数据集。",
    )
    _add_sources(parser, "*", "default: the project's five")
    _add_workers(parser)
    _add_release(parser)
    parser.add_argument(
        "--language", choices=("zh", "en"), default="en", help="language of messages 消息语言"
    )


def _add_dump(commands: Commands[Parser]) -> None:
    parser = _command(
        commands, "dump", run_dump, "Write the data of a release.", "导出已发布的数据。"
    )
    _add_release(parser)
    parser.add_argument(
        "--format", choices=tuple(DUMPS), default="nq", help="format (default: nq) 格式"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="file (default: standard output) 输出文件"
    )


def _add_sources(parser: argparse.ArgumentParser, number: str, note: str) -> None:
    parser.add_argument(
        "sources",
        nargs=number,
        type=Path,
        metavar="SOURCE",
        help=f"file or directory; {note} 文件或目录",
    )


def _add_workers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--workers",
        type=_positive,
        metavar="N",
        help="documents converted at the same time 并行数 (FAGUI_WORKERS)",
    )


def _add_release(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--release",
        type=Path,
        metavar="DIR",
        help="directory of releases, or one release (FAGUI_RELEASE) 发布目录",
    )


def _positive(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:6]) <= 1024):
        message = f"{written!r}, allowed is a whole number from 1 to 1024"
        raise argparse.ArgumentTypeError(message)
    return int(written)


def run_build(options: argparse.Namespace) -> int:
    """Publishes a release; 1 if a document is left out of it."""
    limits = read_limits(workers=options.workers)
    sources = find_sources(options.sources)
    out = options.out or release_directory()
    release = build_release(sources, out, limits, reporter_for(), strict=options.strict)
    counts = ", ".join(f"{number} {name}" for name, number in release.counts.items())
    _say(f"release {release.id} in {release.directory}: {counts}")
    return _summarise(release.left_out, len(sources))


def run_annotate(options: argparse.Namespace) -> int:
    """Writes annotation lines; 1 if a document has none."""
    limits = read_limits(workers=options.workers)
    sources = find_sources(options.sources)
    if options.out is None and len(sources) > 1:
        problem = f"{len(sources)} documents, and standard output takes one"
        raise _misused(problem, "name a directory with --out")
    reporter = reporter_for() if options.out else SilentReporter()
    left_out = []
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
                _write_whole(options.out / f"{path.stem}.jsonl", outcome)
            advance(path.stem)
    return _summarise(left_out, len(sources))


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
        raise _misused(problem, "name one of the two")
    if options.release:
        return _validate_release(options.release, options.language)
    limits = read_limits(workers=options.workers)
    sources = find_sources(options.sources)
    findings: list[Finding] = []
    left_out = []
    jurisdictions = set()
    with closing(convert_documents(sources, limits, reporter_for())) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, Product):
                findings += outcome.findings
                jurisdictions.add(outcome.identity.jurisdiction)
            else:
                left_out.append(outcome)
    findings += check_vocabulary(sorted(jurisdictions))
    code = _show_findings(findings, options.language)
    return _summarise(left_out, len(sources)) or code


def run_dump(options: argparse.Namespace) -> int:
    """Writes a dump of a release to a file or standard output."""
    release = find_release(options.release or release_directory())
    path = release / DUMPS[options.format]
    with path.open("rb") as dump:
        if options.out is None:
            shutil.copyfileobj(dump, sys.stdout.buffer)
        else:
            _write_whole(options.out, dump.read())
    return 0


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


def _write_whole(path: Path, content: bytes) -> None:
    """Writes a file that is there whole or not at all."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _misused(problem: str, remedy: str) -> ConversionError:
    return ConversionError("command line", "arguments", problem, remedy)


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


if __name__ == "__main__":
    sys.exit(main())
