"""A stop at any moment leaves the earlier release whole and current."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from converters.errors import ConversionError
from converters.release.publish import (
    current_release,
    damaged_files,
    find_release,
    is_whole,
    open_workplace,
    publish,
)

ROOT = Path(__file__).resolve().parents[3]

STEPS = [
    "synchronised",
    "renamed",
    "releases synchronised",
    "link written",
    "link replaced",
    "output synchronised",
    "older releases removed",
]

KILLED_BUILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from test_publish import write_release
from converters.release.publish import open_workplace, publish

def stop(step):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

with open_workplace(Path(sys.argv[1])) as place:
    write_release(place.directory, sys.argv[2])
    stop("written")
    publish(place, sys.argv[2], stop)
"""


def write_release(directory: Path, content: str) -> None:
    (directory / "dumps").mkdir()
    (directory / "store").mkdir()
    (directory / "dumps/fagui.nq").write_text(content)
    (directory / "store/CURRENT").write_text("MANIFEST-000001\n")
    digest = hashlib.sha256(content.encode()).hexdigest()
    manifest = {"id": content, "files": {"dumps/fagui.nq": {"sha256": digest, "bytes": 1}}}
    (directory / "manifest.json").write_text(json.dumps(manifest))


def publish_release(out: Path, content: str, steps: list[str] | None = None, kept: int = 2) -> None:
    with open_workplace(out) as place:
        write_release(place.directory, content)
        publish(place, content, (steps if steps is not None else []).append, kept)


def current_content(out: Path) -> str:
    assert damaged_files(find_release(out)) == []
    return (out / "current/dumps/fagui.nq").read_text()


def listing(out: Path) -> set[str]:
    return {path.name for path in (out / "releases").iterdir()} | {
        path.name for path in out.iterdir()
    }


def test_first_release_is_current(tmp_path: Path) -> None:
    steps: list[str] = []
    publish_release(tmp_path / "new/out", "one", steps)
    assert (current_content(tmp_path / "new/out"), steps) == ("one", STEPS)
    assert listing(tmp_path / "new/out") == {"one", "current", "releases", ".lock"}


def test_current_is_a_relative_link_so_that_the_directory_can_move(tmp_path: Path) -> None:
    publish_release(tmp_path / "here", "one")
    (tmp_path / "here").rename(tmp_path / "there")
    assert current_content(tmp_path / "there") == "one"


def test_the_release_before_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    for content in ("one", "two", "three"):
        publish_release(tmp_path, content)
    assert listing(tmp_path) == {"two", "three", "current", "releases", ".lock"}


def test_as_many_releases_are_kept_as_the_setting_says(tmp_path: Path) -> None:
    for number, content in enumerate(("one", "two", "three", "four", "five")):
        publish_release(tmp_path, content, kept=3)
        # Files may be written within one tick of the clock.
        os.utime(tmp_path / f"releases/{content}/manifest.json", ns=(number, number))
    assert listing(tmp_path) == {"three", "four", "five", "current", "releases", ".lock"}
    publish_release(tmp_path, "three", kept=3)
    assert listing(tmp_path) == {"three", "four", "five", "current", "releases", ".lock"}
    publish_release(tmp_path, "six", kept=2)
    assert listing(tmp_path) == {"three", "six", "current", "releases", ".lock"}


def test_a_release_that_a_reader_holds_is_kept(tmp_path: Path) -> None:
    publish_release(tmp_path, "one")
    with (tmp_path / "current/manifest.json").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        publish_release(tmp_path, "two")
        publish_release(tmp_path, "three")
        assert {"one", "two", "three"} <= listing(tmp_path)
    publish_release(tmp_path, "four")
    assert listing(tmp_path) == {"three", "four", "current", "releases", ".lock"}


def test_the_same_release_again_rewrites_nothing(tmp_path: Path) -> None:
    publish_release(tmp_path, "one")
    publish_release(tmp_path, "two")
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.glob("releases/*/**/*")}
    link = (tmp_path / "current").lstat().st_ino
    steps: list[str] = []
    publish_release(tmp_path, "two", steps)
    assert {path: path.lstat().st_mtime_ns for path in tmp_path.glob("releases/*/**/*")} == before
    assert ((tmp_path / "current").lstat().st_ino, steps) == (link, [])
    assert len(before) == 10


def test_going_back_to_the_release_before_only_moves_the_link(tmp_path: Path) -> None:
    for content in ("one", "two", "one"):
        publish_release(tmp_path, content)
    assert current_content(tmp_path) == "one"
    assert {"one", "two"} <= listing(tmp_path)


@pytest.mark.parametrize("damage", ["dumps/fagui.nq", "manifest.json", "store/CURRENT"])
def test_a_damaged_release_is_replaced(tmp_path: Path, damage: str) -> None:
    publish_release(tmp_path, "one")
    (tmp_path / "current" / damage).unlink()
    assert not is_whole(tmp_path / "current")
    publish_release(tmp_path, "one")
    assert is_whole(tmp_path / "current")
    publish_release(tmp_path, "two")
    assert listing(tmp_path) == {"one", "two", "current", "releases", ".lock"}


@pytest.mark.parametrize("step", ["written", *STEPS])
def test_a_kill_at_any_step_leaves_a_whole_release(tmp_path: Path, step: str) -> None:
    publish_release(tmp_path, "zero")
    publish_release(tmp_path, "one")
    arguments = [str(tmp_path), "two", step, str(Path(__file__).parent)]
    killed = subprocess.run([sys.executable, "-c", KILLED_BUILD, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    replaced = STEPS.index("link replaced")
    expected = "two" if step in STEPS[replaced:] else "one"
    assert current_content(tmp_path) == expected
    publish_release(tmp_path, "three")
    assert current_content(tmp_path) == "three"
    assert listing(tmp_path) == {expected, "three", "current", "releases", ".lock"}


def test_a_kill_while_a_damaged_release_is_replaced(tmp_path: Path) -> None:
    publish_release(tmp_path, "one")
    publish_release(tmp_path, "two")
    (tmp_path / "releases/one/dumps/fagui.nq").write_text("damaged")
    arguments = [str(tmp_path), "one", "damaged release moved", str(Path(__file__).parent)]
    killed = subprocess.run([sys.executable, "-c", KILLED_BUILD, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert current_content(tmp_path) == "two"
    publish_release(tmp_path, "one")
    assert current_content(tmp_path) == "one"
    assert listing(tmp_path) == {"one", "two", "current", "releases", ".lock"}


def test_two_builds_at_once(tmp_path: Path) -> None:
    with open_workplace(tmp_path) as place:
        write_release(place.directory, "one")
        with pytest.raises(ConversionError) as refused, open_workplace(tmp_path):
            pytest.fail("a second build began")
        publish(place, "one")
    assert str(refused.value) == (
        f"{tmp_path}: output: another build is writing into this directory; remedy: "
        "wait until it has finished, or name another directory with --out"
    )
    assert current_content(tmp_path) == "one"


def test_what_stopped_builds_left_is_swept(tmp_path: Path) -> None:
    publish_release(tmp_path, "one")
    # Our own process id: ids are given out again, so that a living one proves nothing.
    leftover = tmp_path / f"releases/.building-{os.getpid()}-0a"
    shutil.copytree(tmp_path / "releases/one", leftover)
    (tmp_path / ".current-1-0a").symlink_to("releases/one")
    with open_workplace(tmp_path):
        assert not leftover.exists()
    assert listing(tmp_path) == {"one", "current", "releases", ".lock"}


class FullDisk(list[str]):
    """A list of steps that fails when the step it is made for is appended."""

    def __init__(self, step: str) -> None:
        super().__init__()
        self.step = step

    def append(self, step: str) -> None:
        if step == self.step:
            raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", STEPS[:4])
def test_a_full_disk_at_any_step_leaves_the_earlier_release(tmp_path: Path, step: str) -> None:
    publish_release(tmp_path, "one")
    with pytest.raises(OSError, match="No space left"):
        publish_release(tmp_path, "two", FullDisk(step))
    assert current_content(tmp_path) == "one"
    assert not list(tmp_path.glob("releases/.building-*"))
    publish_release(tmp_path, "three")
    assert listing(tmp_path) == {"one", "three", "current", "releases", ".lock"}


def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("precious")
    with pytest.raises(ConversionError, match="is a file"), open_workplace(tmp_path / "out"):
        pytest.fail("a build began")
    assert (tmp_path / "out").read_text() == "precious"


def test_a_directory_in_place_of_the_link(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(ConversionError, match="is no link"), open_workplace(tmp_path):
        pytest.fail("a build began")


def test_find_release(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="holds no published release"):
        find_release(tmp_path)
    publish_release(tmp_path, "one")
    release = (tmp_path / "releases/one").resolve()
    assert (find_release(tmp_path), find_release(release)) == (release, release)
    shutil.rmtree(release)
    assert current_release(tmp_path) is None
    with pytest.raises(ConversionError, match="holds no published release"):
        find_release(tmp_path)
