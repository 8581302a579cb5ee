"""Bad input through the command line: one clear line each, nothing damaged, time and memory bounded."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from converters.release.publish import find_release, is_whole
from converters.sources import find_sources
from converters.structure.numerals import format_numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
GOOD, OTHER_GOOD = find_sources([])[:2]
# One build with these is enough.
SLOW = {"articles.txt", "headings.txt", "line.txt"}
MEGABYTE = 1 << 20
MOST_MEMORY = 2560 * MEGABYTE
# What a build of all bad files together may take; alone each takes a few seconds at most.
MOST_SECONDS = 60.0

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
GIVE_TEXT = "remedy: give a file that holds the text of a document"


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def pdf(**settings: object) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, **settings)
    canvas.rect(10, 10, 50, 50)
    canvas.save()
    return buffer.getvalue()


def akn(doctype: str, text: str) -> bytes:
    return f'{doctype}<akomaNtoso xmlns="{AKN}"><act><p>{text}</p></act></akomaNtoso>'.encode()


def articles(number: int) -> bytes:
    """Codes of 9,999 articles one after the other: no numeral of a label is higher."""
    labels = (format_numeral(index % 9_999 + 1) for index in range(number))
    return "\n".join(f"第{label}条　为了规范管理，制定本条例。" for label in labels).encode()


def nested_page() -> bytes:
    """2 MB of a page of which every element stands inside the one before."""
    return b"<html><body>" + b"<div>" * 400_000 + "没有条文".encode()


NO_STRUCTURE = (
    "text: shows no article (第一条), section (一、) or item (（一）); remedy: give the text of a "
    "regulation or notice with the line breaks before its labels"
)
DOCTYPE = (
    "line 1: has a DOCTYPE declaration; entities and external parts are not read; remedy: remove the "
    "declaration and write characters instead of entities"
)
TOO_MANY_CHARACTERS = "remedy: split the document or raise FAGUI_MAX_CHARACTERS"


@cache
def bad_files() -> dict[str, tuple[bytes, str]]:
    """Content of each bad file, and what is said of it."""
    return {
        "articles.txt": (
            articles(100_000),
            "text: has 200,000 provisions; at most 30,000 are allowed in a document; remedy: split the "
            "file into one file a regulation",
        ),
        "binary.txt": (
            bytes(range(256)) * 4_000,
            "file: is neither UTF-8, UTF-16 nor GB18030 text; remedy: save the document as UTF-8 text",
        ),
        "bomb.docx": (
            zipped("word/document.xml", b" " * 60_000_000),
            "word/document.xml: has 1,028 times its compressed size, more than the 200 allowed; remedy: "
            "split the document or raise FAGUI_MAX_ZIP_RATIO",
        ),
        "damaged.txt": (
            GOOD.read_bytes().replace("第六条".encode(), b"\xe7\xac"),
            "line 9: is UTF-8 text with a bad byte at position 1,767; remedy: get an undamaged copy, or "
            "replace the bad characters and save as UTF-8",
        ),
        "doctype.xml": (akn('<!DOCTYPE akomaNtoso SYSTEM "file:///etc/passwd">', "甲"), DOCTYPE),
        "empty.txt": (b"", f"file: is empty; {GIVE_TEXT}"),
        "encrypted.pdf": (
            pdf(encrypt=StandardEncryption("secret")),
            "file: is an encrypted PDF; remedy: open it with its password and save it without one",
        ),
        "entities.xml": (
            akn('<!DOCTYPE akomaNtoso [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;">]>', "&b;"),
            DOCTYPE,
        ),
        "headings.txt": (
            "\n".join(f"第{format_numeral(n)}章　总则" for n in range(1, 10_000)).encode() * 2,
            NO_STRUCTURE,
        ),
        "line.txt": (
            "第".encode() * (50 * MEGABYTE // 3),
            f"file: has 17,476,266 characters, more than the 5,000,000 allowed; {TOO_MANY_CHARACTERS}",
        ),
        "mark.txt": (b"\xef\xbb\xbf", f"file: holds no text; {GIVE_TEXT}"),
        "nested.html": (nested_page(), NO_STRUCTURE),
        "old.doc": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"),
            "file: is a Word document of before 2007 (.doc or .wps), which is not read; remedy: save it "
            "as .docx",
        ),
        "prose.txt": ("今天天气很好。\n我们去公园。\n".encode(), NO_STRUCTURE),
        "scanned.pdf": (
            pdf(),
            "file: is a PDF without any text; remedy: run text recognition (OCR) on it, or give the text "
            "itself",
        ),
    }


@dataclass(frozen=True)
class Run:
    """What a command did, and what it took: seconds, and bytes of the whole process tree."""

    code: int
    lines: list[str]
    seconds: float
    memory: int

    @property
    def problems(self) -> list[str]:
        """The lines of standard error without those that show progress."""
        return [line.removeprefix("fagui: ") for line in self.lines if line.startswith("fagui: ")]


def build(*arguments: object, cwd: Path = ROOT) -> Run:
    """`fagui build` in a session of its own, which tells its processes from all others."""
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "converters.cli", "build", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FAGUI_WORKERS": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    peaks: list[int] = []
    finished = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, finished, peaks))
    watch.start()
    _, errors = process.communicate()
    finished.set()
    watch.join()
    seconds = time.monotonic() - start
    return Run(process.returncode, errors.decode().splitlines(), seconds, max(peaks))


def _watch(session: int, finished: threading.Event, peaks: list[int]) -> None:
    """Samples the sum of the highest memory of every process of the session; ends with it."""
    peaks.append(0)
    while not finished.wait(0.02):
        peaks.append(sum(_peak(entry, session) for entry in Path("/proc").glob("[0-9]*")))


def _peak(process: Path, session: int) -> int:
    """VmHWM: the most that a process ever had in memory, shared pages included."""
    try:
        stat = (process / "stat").read_text().rpartition(")")[2].split()
        if int(stat[3]) != session:
            return 0
        status = (process / "status").read_text()
    except OSError:
        return 0
    peak = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(peak.split()[1]) << 10


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output directory with a release, copied for each test."""
    out = tmp_path_factory.mktemp("released") / "out"
    assert build(GOOD, "--out", out).code == 0
    return out


@pytest.fixture
def out(released: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released, tmp_path / "out", symlinks=True))


def state(out: Path) -> dict[str, bytes]:
    """Everything below the output directory but the lock, with its bytes."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in sorted(out.rglob("*"))
        if path.name != ".lock"
    }


def write(directory: Path, names: Sequence[str] = ()) -> dict[str, str]:
    """Writes the bad files (or those named) and returns the line that each must give."""
    directory.mkdir(parents=True, exist_ok=True)
    files = {name: bad_files()[name] for name in names or bad_files()}
    for name, (content, _) in files.items():
        (directory / name).write_bytes(content)
    return {name: f"{name}: {said}" for name, (_, said) in files.items()}


def test_bad_files_alone_leave_the_earlier_release_whole(out: Path, tmp_path: Path) -> None:
    expected = write(tmp_path / "bad")
    before = state(out)

    run = build(tmp_path / "bad", "--out", out)

    stems = [name.rpartition(".")[0] for name in expected]
    assert run.lines == [
        *(f"reading {n}/{len(stems)} {stem}" for n, stem in enumerate(stems, 1)),
        *(f"fagui: {line}" for line in expected.values()),
        "fagui: nothing is published: no document could be converted",
    ]
    assert run.code == 1
    assert state(out) == before
    assert is_whole(find_release(out))
    assert run.seconds < MOST_SECONDS
    assert 0 < run.memory < MOST_MEMORY


def test_a_good_document_among_bad_ones_is_published(out: Path, tmp_path: Path) -> None:
    """Of a directory that has a line feed in its name."""
    directory = tmp_path / "甲 乙\n丙"
    expected = write(directory, [name for name in bad_files() if name not in SLOW])
    shutil.copy(OTHER_GOOD, directory / "zz 好的 文件.txt")
    before = find_release(out)

    run = build(directory, "--out", out)

    release = find_release(out)
    manifest = json.loads((release / "manifest.json").read_bytes())
    number = len(expected)
    assert run.problems == [
        *expected.values(),
        f"left out {number} of {number + 1} documents: {', '.join(expected)}",
    ]
    assert run.code == 1
    assert [document["id"] for document in manifest["documents"]] == ["zz 好的 文件"]
    assert manifest["left_out"] == [
        {"document": name, "problem": line.removeprefix(f"{name}: ")}
        for name, line in expected.items()
    ]
    assert (release != before, is_whole(release), is_whole(before)) == (True, True, True)
    assert run.seconds < MOST_SECONDS
    assert 0 < run.memory < MOST_MEMORY


LAW = "某市某某办法\n第一条　甲。\n第二条　本办法自2024年1月1日起施行。\n".encode()
UNPRINTABLE = (
    "file name: allowed are printable characters, together at most 200 bytes of UTF-8; remedy: rename "
    "the file"
)
NOTHING = "nothing is published: no document could be converted"
# The files below the working directory, the arguments, the lines.
REFUSED: dict[str, tuple[dict[str, bytes], list[str], list[str]]] = {
    "a directory without documents": (
        {"甲/.hidden.txt": LAW, "甲/README.md": LAW},
        ["甲"],
        ["甲: directory: holds no document; remedy: name files or directories"],
    ),
    "a path that is not there": (
        {},
        ["不 在\n这里\x1b[31m.txt"],
        ["不 在 这里\\x1b[31m.txt: file: does not exist; remedy: name a file or directory"],
    ),
    "a line feed in a file name": (
        {"甲 乙/丙 丁\n戊.txt": LAW},
        ["甲 乙"],
        [f"'甲 乙/丙 丁\\n戊.txt': {UNPRINTABLE}", NOTHING],
    ),
    "a suffix that is no UTF-8": (
        {os.fsdecode(b"a.t\xffxt"): LAW},
        [os.fsdecode(b"a.t\xffxt")],
        [f"'a.t\\udcffxt': {UNPRINTABLE}", NOTHING],
    ),
    "a manifest that is no JSON": (
        {"甲/a.txt": LAW, "甲/manifest.json": b'{"file": "a.txt",'},
        ["甲"],
        [
            "甲/manifest.json: file: is no JSON (Expecting property name enclosed in double quotes: line 1 "
            "column 18 (char 17)); allowed is one JSON object; remedy: correct the manifest",
            NOTHING,
        ],
    ),
    "a manifest that is no text": (
        {"甲/a.txt": LAW, "甲/manifest.json": b"\xff\xfe\xff"},
        ["甲"],
        [
            "甲/manifest.json: file: is no JSON ('utf-16-le' codec can't decode byte 0xff in position 2: "
            "truncated data); allowed is one JSON object; remedy: correct the manifest",
            NOTHING,
        ],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_before_a_conversion(out: Path, tmp_path: Path, name: str) -> None:
    files, arguments, expected = REFUSED[name]
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    before = state(out)

    run = build(*arguments, "--out", out, cwd=tmp_path)

    assert (run.code, run.problems) == (1, expected)
    assert run.lines == [f"fagui: {line}" for line in expected]
    assert state(out) == before
    assert is_whole(find_release(out))
    assert run.seconds < MOST_SECONDS


def test_what_cannot_be_taken_does_not_stop_the_others(tmp_path: Path) -> None:
    """Two files with one stem and a broken manifest in a directory of documents."""
    for path, content in {
        "甲/a.txt": LAW,
        "甲/b/a.md": LAW,
        "甲/c/manifest.json": b"[]",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)

    run = build("甲", "--out", "out", cwd=tmp_path)

    assert run.code == 1
    assert run.problems[-1].startswith("left out 2 of 3 documents: ")
    assert [problem.split(": ")[0] for problem in run.problems[:-1]] == [
        "甲/c/manifest.json",
        "甲/b/a.md",
    ]
    assert is_whole(find_release(tmp_path / "out"))


def test_an_empty_argument_is_no_path(tmp_path: Path) -> None:
    run = build("", "--out", "out", cwd=tmp_path)

    assert (run.code, run.lines) == (
        1,
        [
            "fagui: command line: arguments: argument SOURCE: it is empty, allowed is a path; remedy: "
            "see fagui build --help"
        ],
    )


def test_an_output_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"mine")

    run = build(GOOD, "--out", "a file", cwd=tmp_path)

    assert (run.code, run.lines) == (
        1,
        [
            "fagui: a file: output: is a file; remedy: name a directory that may be created or written"
        ],
    )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a file": b"mine"}
