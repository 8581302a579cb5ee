"""The server as a stranger starts it: a process, a port, a query."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BOUND = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def start(release: Path, port: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "endpoint"],
        cwd=ROOT,
        env={**os.environ, "FAGUI_RELEASE": str(release), "FAGUI_PORT": str(port)},
        stderr=subprocess.PIPE,
        text=True,
    )


def fetch(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=BOUND) as answer:  # noqa: S310 – our own server
        return answer.status, answer.read()


@pytest.fixture
def address(release: Path) -> Iterator[str]:
    port = free_port()
    process = start(release, port)
    found = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + BOUND
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            fetch(f"{found}/health")
            break
        time.sleep(0.05)
    yield found
    process.terminate()
    _, errors = process.communicate(timeout=BOUND)
    assert errors == f"serving {release} at {found}\n"


def test_the_server_answers(address: str) -> None:
    status, body = fetch(f"{address}/sparql?query=SELECT%20(%22%E6%9D%A1%22%20AS%20%3Fx)%20%7B%7D")

    assert (status, json.loads(body)["results"]["bindings"][0]["x"]["value"]) == (200, "条")


def test_a_long_query_fits_into_a_get_request(address: str) -> None:
    comment = "%E6%9D%A1" * 33_000  # 条, 99 kB of UTF-8

    status, _ = fetch(f"{address}/sparql?query=ASK%7B%7D%23{comment}")

    assert status == 200


def run_to_end(release: Path, port: str, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "endpoint"],
        cwd=ROOT,
        env={**os.environ, "FAGUI_RELEASE": str(release), "FAGUI_PORT": port, **more},
        capture_output=True,
        text=True,
        timeout=BOUND,
        check=False,
    )
    return done.returncode, done.stderr


def test_what_cannot_be_served_is_one_clear_line(release: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = str(listener.getsockname()[1])
        cases = [(tmp_path, "8000"), (release, taken), (release, "http")]
        found = [run_to_end(*case) for case in cases]
    found.append(run_to_end(release, "8000", FAGUI_BASE="law.example"))

    assert [code for code, _ in found] == [1, 1, 1, 1]
    lines = [text for _, text in found]
    assert [text.count("\n") for text in lines] == [1, 1, 1, 1]
    assert "no release has been published there; remedy: build one" in lines[0]
    assert f"127.0.0.1:{taken}: Address already in use; remedy: set FAGUI_HOST" in lines[1]
    assert "FAGUI_PORT: 'http' is not a whole number" in lines[2]
    assert lines[3].startswith("fagui: FAGUI_BASE: 'law.example' is no http or https IRI")
