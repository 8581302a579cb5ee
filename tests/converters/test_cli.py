"""Arguments, exit codes and messages: one clear line per problem, never a traceback."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from converters.cli import _write_whole, main
from converters.readers.limits import LIMITS
from converters.release.publish import find_release
from converters.settings import BUILD_SETTINGS
from converters.sources import find_sources
from shapes.validate import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
FIVE = find_sources([])
COMMAND = (sys.executable, "-m", "converters.cli")


def fagui(*arguments: object, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
    )


def problems(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    """The problems that a failing command names."""
    assert main([str(argument) for argument in arguments]) == 1
    lines = capsys.readouterr().err.splitlines()
    return [line.removeprefix("fagui: ") for line in lines if line.startswith("fagui: ")]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out")
    assert main(["build", str(FIVE[0]), str(FIVE[1]), "--out", str(path)]) == 0
    return path


def test_build_says_what_it_published(tmp_path: Path) -> None:
    process = fagui("build", "--out", tmp_path)
    release = find_release(tmp_path)
    assert process.returncode == 0
    assert process.stdout.decode().startswith(
        f"release {release.name} in {tmp_path}/releases/{release.name}: 5 documents, "
    )
    steps = [line.split(" ", 2)[:2] for line in process.stderr.decode().splitlines()]
    # Five documents are read and converted; a release is written in six steps.
    stages = (("reading", 5), ("converting", 5), ("writing", 6))
    expected = [[stage, f"{n}/{count}"] for stage, count in stages for n in range(1, count + 1)]
    assert steps == expected


def test_build_uses_the_directory_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGUI_RELEASE", str(tmp_path / "here"))
    assert main(["build", str(FIVE[0])]) == 0
    assert find_release(tmp_path / "here").is_dir()


BAD_FILES: dict[str, bytes] = {
    "binary.txt": bytes(range(256)) * 40,
    "empty.txt": b"",
    "notpdf.pdf": b"%PDF-1.7\n%%EOF\n",
    "notzip.docx": b"PK\x03\x04 and nothing else",
    "spaces.txt": "　\n \n".encode(),
}


def test_bad_documents_are_left_out_with_a_line_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(FIVE[0], tmp_path)
    for name, content in BAD_FILES.items():
        (tmp_path / name).write_bytes(content)
    *lines, summary = problems(capsys, "build", tmp_path, "--out", tmp_path / "out")
    assert [line.split(":")[0] for line in lines] == list(BAD_FILES)
    assert all("; remedy: " in line for line in lines)
    assert summary == f"left out 5 of 6 documents: {', '.join(BAD_FILES)}"
    manifest = json.loads((tmp_path / "out/current/manifest.json").read_bytes())
    assert [document["id"] for document in manifest["documents"]] == ["hunan-tiaoli-2022"]


def test_one_bad_document_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    process = fagui("annotate", tmp_path / "empty.txt")
    (line,) = process.stderr.decode().splitlines()
    assert (process.returncode, process.stdout) == (1, b"")
    assert line.startswith("fagui: empty.txt: ")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            [],
            "command line: arguments: the following arguments are required: COMMAND; remedy: see fagui --help",
        ),
        (["fly"], "command line: arguments: argument COMMAND: invalid choice: 'fly'"),
        (
            ["build", "--workers", "0"],
            "command line: arguments: argument --workers: '0', allowed is a whole number from 1 to 1024; remedy: see fagui build --help",
        ),
        (
            ["build", "--workers", "²"],
            "command line: arguments: argument --workers: '²', allowed is",
        ),
        (["build", "--fast"], "command line: arguments: unrecognized arguments: --fast"),
        (
            ["build", "nothing.txt"],
            "nothing.txt: file: does not exist; remedy: name a file or directory",
        ),
        (["annotate"], "command line: arguments: the following arguments are required: SOURCE"),
        (
            ["annotate", "data/sources"],
            "command line: arguments: 5 documents, and standard output takes one; remedy: name a directory with --out",
        ),
        (
            ["validate", "data/sources", "--release", "x"],
            "command line: arguments: documents and --release are both named; remedy: name one of the two",
        ),
        (
            ["serve", "--release", "tests"],
            "tests: release: holds no published release; remedy: build one with `fagui build`, or name its directory with --release",
        ),
        (["dump", "--release", "tests"], "tests: release: holds no published release"),
        (
            ["dump", "--format", "xml"],
            "command line: arguments: argument --format: invalid choice: 'xml'",
        ),
        (["validate", "--release", "tests"], "tests: release: holds no published release"),
        (
            ["build", "--out", "README.md/x"],
            "README.md/x: output: the release cannot be written (Not a directory)",
        ),
        (["build", "--out", "pyproject.toml"], "pyproject.toml: output: is a file"),
    ],
)
def test_errors_are_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: Sequence[str],
    expected: str,
) -> None:
    for name in ("tests", "data", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "README.md").write_text("a file")
    monkeypatch.chdir(tmp_path)
    (line,) = problems(capsys, *arguments)
    assert line.startswith(expected)


def test_a_wrong_setting_is_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAGUI_WORKERS", "many")
    (line,) = problems(capsys, "build")
    assert line.startswith("FAGUI_WORKERS: environment: is 'many', allowed is a whole number")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        *(
            [name, "--help"]
            for name in ("build", "annotate", "serve", "validate", "dump", "evaluate")
        ),
    ],
)
def test_help_is_english_and_chinese(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("usage: fagui ")
    assert any("\u4e00" <= character <= "\u9fff" for character in printed)


def test_help_names_every_setting_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    printed = capsys.readouterr().out
    settings = ["FAGUI_BASE", *(each.name for each in BUILD_SETTINGS)]
    settings += [each.variable for each in LIMITS]
    assert [name for name in settings if f"  {name} " not in printed] == []
    assert "  0  done" in printed
    assert "  1  a problem, or documents left out" in printed


def test_help_names_only_what_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    found = {}
    for name in ("serve", "validate", "dump"):
        assert main([name, "--help"]) == 0
        found[name] = "FAGUI_RELEASE" in capsys.readouterr().out
    assert found == {"serve": True, "validate": False, "dump": True}


def test_a_base_that_is_no_iri_is_one_line() -> None:
    for command in (["build"], ["--help"]):
        process = subprocess.run(
            [*COMMAND, *command],
            cwd=ROOT,
            env=os.environ | {"FAGUI_BASE": "law.example"},
            capture_output=True,
            check=False,
        )
        assert (process.returncode, process.stdout) == (1, b"")
        assert process.stderr.decode().splitlines() == [
            "fagui: FAGUI_BASE: 'law.example' is no http or https IRI that ends in '/'; "
            "remedy: correct or unset it"
        ]


def test_a_file_is_written_in_pieces(tmp_path: Path) -> None:
    class Dump(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 < size <= 1 << 20
            return super().read(size)

    _write_whole(tmp_path / "a", Dump(b"ab" * 999_999))
    assert (tmp_path / "a").read_bytes() == b"ab" * 999_999


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--version"]), capsys.readouterr().out.split()[0]) == (0, "fagui")


def test_a_terminal_without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    process = fagui("--help")
    assert (process.returncode, process.stderr) == (0, b"")
    assert b"\\u53d1\\u5e03" in process.stdout


def test_annotate_writes_a_file_a_document(tmp_path: Path) -> None:
    assert main(["annotate", "--out", str(tmp_path / "a/b"), *map(str, FIVE)]) == 0
    written = sorted((tmp_path / "a/b").iterdir())
    assert [path.name for path in written] == [f"{path.stem}.jsonl" for path in FIVE]
    for path in written:
        document, provision, *others = map(json.loads, path.read_text("utf-8").splitlines())
        kinds = {line["kind"] for line in others}
        assert (document["kind"], provision["kind"]) == ("document", "provision")
        assert kinds <= {"provision", "measure", "reference", "quantity", "sector"}


def test_annotate_writes_one_document_to_standard_output(tmp_path: Path) -> None:
    process = fagui("annotate", FIVE[1])
    document, first, *_ = map(json.loads, process.stdout.splitlines())
    assert (process.returncode, process.stderr) == (0, b"")
    assert document == {
        "kind": "document",
        "title": "江西省先进制造业促进条例",
        "doc_type": "地方性法规",
        "jurisdiction": "江西省",
        "adopted_by": "江西省第十四届人民代表大会常务委员会第七次会议",
        "document_number": None,
        "date_adopted": "2024-03-26",
        "date_issued": None,
        "date_in_force": "2024-06-01",
        "articles": 26,
        "paragraphs": 48,
        "items": 4,
    }
    assert (first["kind"], first["at"]) == ("provision", "art:1/p:1")
    assert first["text"].startswith("为了促进先进制造业高质量发展，")


def test_annotations_of_a_notice_are_its_parts_and_whole_items() -> None:
    process = fagui("annotate", FIVE[3])
    lines = [json.loads(line) for line in process.stdout.splitlines()]
    provisions = [line for line in lines if line["kind"] == "provision"]
    addresses = [line["at"] for line in provisions]
    assert addresses[:4] == ["notice", "preamble", "sec:1", "item:1"]
    assert [at for at in addresses if at.startswith("item")] == [f"item:{n}" for n in range(1, 21)]
    texts = {line["at"]: line["text"] for line in provisions}
    assert texts["sec:1"] == "高站位引领产业转型升级"
    assert texts["item:1"].startswith("科学优化产业布局。支持示范区")
    assert texts["item:1"].endswith(")")


def test_annotate_goes_on_after_a_bad_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    found = problems(capsys, "annotate", "--out", tmp_path, tmp_path / "empty.txt", FIVE[0])
    assert found[1:] == ["left out 1 of 2 documents: empty.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "empty.txt",
        "hunan-tiaoli-2022.jsonl",
    ]


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ([], "fagui.nq"),
        (["--format", "nq"], "fagui.nq"),
        (["--format", "ttl"], "fagui.ttl"),
        (["--format", "jsonld"], "fagui.jsonld"),
        (["--format", "csv"], "provisions.csv"),
        (["--format", "measures"], "measures.csv"),
    ],
)
def test_dump(out: Path, tmp_path: Path, arguments: list[str], name: str) -> None:
    expected = (out / "current/dumps" / name).read_bytes()
    process = fagui("dump", "--release", out, *arguments)
    assert (process.returncode, process.stderr) == (0, b"")
    assert process.stdout == expected
    target = tmp_path / "dump"
    assert main(["dump", "--release", str(out), *arguments, "--out", str(target)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["dump"]
    assert target.read_bytes() == expected


def test_a_reader_that_closes_the_pipe_sees_no_traceback(out: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = fagui("dump", "--release", out, stdout=writing)
    os.close(writing)
    assert (process.returncode, process.stderr) == (1, b"")


@pytest.mark.parametrize("command", ["dump", "validate"])
def test_a_full_standard_output_is_one_line(out: Path, command: str) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    process = fagui(command, "--release", out, stdout=full)
    os.close(full)
    (line,) = process.stderr.decode().splitlines()
    assert process.returncode == 1
    assert "No space left on device" in line


def test_validate_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(FIVE[0])]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(" findings, 0 of them violations")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_validate_a_release(out: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    assert main(["validate", "--release", str(out), "--language", language]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(" findings, 0 of them violations")


def test_validate_finds_a_damaged_release(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release = tmp_path / "release"
    shutil.copytree(find_release(out), release)
    with (release / "dumps/fagui.ttl").open("ab") as dump:
        dump.write(b"\n")
    (release / "reports/shacl.ttl").unlink()
    assert problems(capsys, "validate", "--release", release) == [
        f"{release}/{name}: is damaged; remedy: build again"
        for name in ("dumps/fagui.ttl", "reports/shacl.ttl")
    ]


def test_validate_fails_on_a_violation(
    out: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ("须有标签", "give a label")
    found = [
        Finding("urn:x", None, "Provision-label", "MinCountConstraintComponent", name, None, *texts)
        for name in ("Violation", "Warning")
    ]
    monkeypatch.setattr("converters.cli.validate", lambda *_: found)
    assert main(["validate", "--release", str(out)]) == 1
    first, second, summary = capsys.readouterr().out.splitlines()
    assert (first.split()[0], second.split()[0]) == ("Violation", "Warning")
    assert summary == "2 findings, 1 of them violations"


def test_serve_becomes_the_endpoint(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda *arguments: calls.append(arguments))
    monkeypatch.delenv("FAGUI_HOST", raising=False)
    main(["serve", "--release", str(out), "--port", "8123"])
    ((program, arguments, environment),) = calls
    assert (program, arguments) == (sys.executable, [sys.executable, "-m", "endpoint"])
    assert environment["FAGUI_RELEASE"] == str(out)
    assert environment["FAGUI_PORT"] == "8123"
    assert "FAGUI_HOST" not in environment


def test_an_interrupted_build_says_so(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out, tmp_path / "out", symlinks=True)
    before = find_release(tmp_path / "out").name
    process = subprocess.Popen(
        [*COMMAND, "build", "--out", tmp_path / "out"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    process.stderr.readline()
    # As a terminal does: to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert errors.splitlines()[-1] == (
        "fagui: stopped by the user; what was published earlier is untouched"
    )
    assert "Traceback" not in errors
    assert find_release(tmp_path / "out").name == before
    assert not list((tmp_path / "out").glob("releases/.building-*"))
