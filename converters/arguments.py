"""The arguments of the command `fagui`.

Takes: what a command line says. Gives: options; `command` names what to do.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final, NoReturn

from converters.errors import ConversionError
from converters.evaluation.differences import LAYERS as DIFFERENCE_LAYERS
from converters.evaluation.goldsets import SETS
from converters.readers.limits import LIMITS
from converters.release.build import software_version
from converters.settings import BUILD_SETTINGS

DUMPS: Final = {
    "nq": "dumps/fagui.nq",
    "ttl": "dumps/fagui.ttl",
    "jsonld": "dumps/fagui.jsonld",
    "csv": "dumps/provisions.csv",
    "measures": "dumps/measures.csv",
}

DESCRIPTION: Final = """\
Chinese regulations as linked data: conversion, validation, publication, SPARQL endpoint.
将中国法规转换为关联数据：转换、校验、发布、SPARQL 查询服务。"""


EXIT_CODES: Final = """\
exit codes 退出码:
  0  done 完成
  1  a problem, or documents left out, each with a line on standard error 出错或有文件未收入"""

ENDPOINT_SETTINGS: Final = """\
`fagui serve` also reads FAGUI_HOST, FAGUI_PORT and the limits of queries: README, Settings."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, with exit code 1."""

    def error(self, message: str) -> NoReturn:
        """Ends the command with the message."""
        raise misused(message, f"see {self.prog} --help")


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = Parser(
        prog="fagui",
        description=DESCRIPTION,
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"fagui {software_version()}")
    commands = parser.add_subparsers(title="commands 命令", required=True, metavar="COMMAND")
    _add_build(commands)
    _add_annotate(commands)
    _add_serve(commands)
    _add_validate(commands)
    _add_dump(commands)
    _add_evaluate(commands)
    return parser


def _epilog() -> str:
    settings = {"FAGUI_BASE": "Base of every IRI, for publishers of their own data."}
    settings |= {setting.name: setting.sentence for setting in BUILD_SETTINGS}
    settings |= {limit.variable: limit.sentence for limit in LIMITS}
    lines = [f"  {name:27}{sentence}" for name, sentence in settings.items()]
    return "\n".join([EXIT_CODES, "", "environment settings 环境变量:", *lines, ENDPOINT_SETTINGS])


Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse has no public name for it


def _command(
    commands: Commands[Parser],
    name: str,
    english: str,
    chinese: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=f"{english} {chinese}",
        description=f"{english}\n{chinese}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=name)
    return parser


def _add_build(commands: Commands[Parser]) -> None:
    parser = _command(
        commands, "build", "Convert documents into a release.", "转换文件并发布数据集。"
    )
    _add_sources(parser, "*", "default: the project's own documents")
    _add_workers(parser)
    parser.add_argument("--out", type=_path, metavar="DIR", help="directory of releases 发布目录")
    parser.add_argument(
        "--strict",
        action="store_true",
        help="publish only if no document is left out 有文件无法转换时不发布",
    )


def _add_annotate(commands: Commands[Parser]) -> None:
    parser = _command(
        commands,
        "annotate",
        "Write the annotations of documents as JSON lines.",
        "将文件的标注写成 JSONL。",
    )
    _add_sources(parser, "+", "one, or several with --out")
    _add_workers(parser)
    parser.add_argument(
        "--out",
        type=_path,
        metavar="DIR",
        help="directory for one .jsonl file per document 输出目录",
    )


def _add_serve(commands: Commands[Parser]) -> None:
    parser = _command(commands, "serve", "Serve a release over HTTP.", "启动查询服务。")
    _add_release(parser)
    parser.add_argument("--host", help="address to listen on (FAGUI_HOST) 监听地址")
    parser.add_argument("--port", help="port to listen on (FAGUI_PORT) 监听端口")


def _add_validate(commands: Commands[Parser]) -> None:
    parser = _command(
        commands,
        "validate",
        "Check documents or a release against the SHACL shapes.",
        "用 SHACL 校验文件或已发布的数据集。",
    )
    _add_sources(parser, "*", "default: the project's own documents")
    _add_workers(parser)
    _add_release(parser, "default: SOURCE is checked")
    parser.add_argument(
        "--language", choices=("zh", "en"), default="en", help="language of messages 消息语言"
    )


def _add_dump(commands: Commands[Parser]) -> None:
    parser = _command(commands, "dump", "Write the data of a release.", "导出已发布的数据。")
    _add_release(parser)
    parser.add_argument(
        "--format", choices=tuple(DUMPS), default="nq", help="format (default: nq) 格式"
    )
    parser.add_argument(
        "--out", type=_path, metavar="FILE", help="file (default: standard output) 输出文件"
    )


def _add_evaluate(commands: Commands[Parser]) -> None:
    parser = _command(
        commands,
        "evaluate",
        "Measure annotations against those of careful readers.",
        "以人工标注衡量自动标注的准确程度。",
    )
    parser.add_argument(
        "--set",
        choices=(*SETS, "all"),
        help="gold set (default: given); of test do not read errors to change rules 标注集",
    )
    parser.add_argument(
        "--gold", type=_path, metavar="DIR", help="directory of your own .jsonl files 标注目录"
    )
    parser.add_argument(
        "--documents", action="store_true", help="also the F1 of each document 逐份文件"
    )
    parser.add_argument(
        "--errors",
        type=_positive,
        nargs="?",
        const=0,
        metavar="N",
        help="list what differs: the first N, or all 列出差异",
    )
    parser.add_argument(
        "--layer",
        action="append",
        choices=DIFFERENCE_LAYERS,
        metavar="NAME",
        help=f"errors of this layer only; may be repeated: {', '.join(DIFFERENCE_LAYERS)} 差异类别",
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON 输出 JSON")
    parser.add_argument(
        "--save",
        action="store_true",
        help="store the figures of --set all in data/, for releases 保存结果",
    )


def _add_sources(parser: argparse.ArgumentParser, number: str, note: str) -> None:
    parser.add_argument(
        "sources",
        nargs=number,
        type=_path,
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


def _add_release(parser: argparse.ArgumentParser, note: str = "default: FAGUI_RELEASE") -> None:
    parser.add_argument(
        "--release",
        type=_path,
        metavar="DIR",
        help=f"directory of releases, or one release; {note} 发布目录",
    )


def _path(written: str) -> Path:
    """An empty argument is an unset variable of a script, not the working directory."""
    if not written:
        message = "it is empty, allowed is a path"
        raise argparse.ArgumentTypeError(message)
    return Path(written)


def _positive(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and 1 <= int(written[:6]) <= 1024):
        message = f"{written!r}, allowed is a whole number from 1 to 1024"
        raise argparse.ArgumentTypeError(message)
    return int(written)


def misused(problem: str, remedy: str) -> ConversionError:
    """The error of a command line that asks for what there is not."""
    return ConversionError("command line", "arguments", problem, remedy)
