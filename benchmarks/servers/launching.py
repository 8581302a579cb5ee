"""SPARQL servers started on one set of data, each as its documentation says, and stopped again.

Takes: an N-Quads file, or a release for our own server. Gives: a running `Server`, whose process
and data are gone when its context ends.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import find_family

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT: Final = Path(__file__).parents[2]
START_SECONDS: Final = 180
"""Seconds that a server may take until its first answer; 5 million triples need some."""
LOAD_SECONDS: Final = 600
STOP_SECONDS: Final = 20
_PROBE: Final = "ASK { ?s ?p ?o }"


class LaunchError(Exception):
    """A server did not start; which, and the last that it said."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: its query address, its process, and seconds from start to answer."""

    name: str
    address: str
    process: subprocess.Popen[bytes]
    start_seconds: float

    def memory(self) -> int:
        """Megabytes of the process and its descendants; shared pages count once (PSS)."""
        return sum(_proportional_kilobytes(pid) for pid in find_family(self.process.pid)) >> 10


def free_port() -> int:
    """A port of the loopback address that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def find_missing(*commands: str) -> list[str]:
    """The commands that this machine and this environment lack."""
    return [each for each in commands if find_command(each) is None]


def find_command(name: str) -> str | None:
    """Where a command is: beside our interpreter, or on the search path."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.is_file() else shutil.which(name)


def _command(name: str) -> str:
    found = find_command(name)
    if found is None:
        message = f"{name} is not installed"
        raise LaunchError(message)
    return found


def _proportional_kilobytes(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def answers(address: str) -> bool:
    """Whether a SPARQL server gives an answer there."""
    request = urllib.request.Request(  # noqa: S310 – an address that we made
        f"{address}?{urllib.parse.urlencode({'query': _PROBE})}",
        headers={"Accept": "application/sparql-results+json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:  # noqa: S310
            return bool(answer.read())
    except urllib.error.HTTPError as error:
        error.close()
    except (OSError, ValueError):
        pass
    return False


@contextlib.contextmanager
def run_server(
    name: str,
    command: Sequence[str],
    address: str,
    directory: Path,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """The server of a command, once it answers; its process group ends with the context."""
    log = directory / f"{name}.log"
    with log.open("wb") as output:
        start = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=directory,
            env={**os.environ, **(environ or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        while not answers(address):
            if process.poll() is not None or time.monotonic() - start > START_SECONDS:
                said = log.read_text("utf-8", "replace").strip()[-500:]
                message = f"{name} does not answer at {address}; the last it said: {said}"
                raise LaunchError(message)
            time.sleep(0.02)
        yield Server(name, address, process, time.monotonic() - start)
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with contextlib.suppress(ProcessLookupError):  # what it left behind, and itself if it hangs
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _do(command: Sequence[str], directory: Path) -> str:
    """What a command prints; raises LaunchError where it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=directory,
            capture_output=True,
            timeout=LOAD_SECONDS,
            check=False,
            text=True,
        )
    except subprocess.TimeoutExpired as error:
        message = f"{command[0]} took more than {LOAD_SECONDS} seconds"
        raise LaunchError(message) from error
    if done.returncode != 0:
        message = f"{command[0]}: {(done.stderr or done.stdout).strip()[-500:]}"
        raise LaunchError(message)
    return done.stdout


@contextlib.contextmanager
def run_ours(
    release: Path, directory: Path, environ: Mapping[str, str] | None = None, name: str = "fagui"
) -> Iterator[Server]:
    """Our own server on a release."""
    port = free_port()
    settings = {
        "FAGUI_RELEASE": str(release),
        "FAGUI_PORT": str(port),
        "PYTHONPATH": str(ROOT),
        **(environ or {}),
    }
    command = [sys.executable, "-m", "endpoint"]
    address = f"http://127.0.0.1:{port}/sparql"
    with run_server(name, command, address, directory, settings) as server:
        yield server


def load_oxigraph(data: Path, directory: Path) -> None:
    """Load the data into a store of Oxigraph's own server."""
    command, store = _command("oxigraph"), str(directory / "oxigraph")
    _do([command, "load", "--location", store, "--file", str(data)], directory)
    _do([command, "optimize", "--location", store], directory)


@contextlib.contextmanager
def serve_oxigraph(directory: Path, *, union: bool = True, seconds: int = 60) -> Iterator[Server]:
    """Oxigraph's own server, read-only on RocksDB; `union`: its default graph is that of all graphs."""
    port = free_port()
    command = [
        *(_command("oxigraph"), "serve-read-only", "--location", str(directory / "oxigraph")),
        *("--bind", f"127.0.0.1:{port}", "--timeout-s", str(seconds)),
        *(["--union-default-graph"] if union else []),
    ]
    with run_server("oxigraph", command, f"http://127.0.0.1:{port}/query", directory) as server:
        yield server


@contextlib.contextmanager
def serve_rdflib(data: Path, directory: Path) -> Iterator[Server]:
    """rdflib-endpoint, which reads the data into rdflib's own memory."""
    port = free_port()
    command = [
        *(_command("rdflib-endpoint"), "serve"),
        *("--host", "127.0.0.1", "--port", str(port), str(data)),
    ]
    with run_server("rdflib", command, f"http://127.0.0.1:{port}/", directory) as server:
        yield server


# Sizes of buffers: what the server's own documentation recommends for 2 GB of free memory.
_VIRTUOSO: Final = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 40
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = ., {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxQueryMem = 2G
ThreadsPerQuery = 4
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = pages
ServerThreads = 40
MaxKeepAlives = 40
KeepAliveTimeout = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = {seconds}
"""
_LOAD: Final = """
ld_dir('{directory}', '{file}', 'urn:x-fagui:none');
rdf_loader_run();
checkpoint;
select 'unloaded', count(*) from DB.DBA.LOAD_LIST where ll_state <> 2 or ll_error is not null;
"""


def load_virtuoso(data: Path, directory: Path, seconds: int = 60) -> None:
    """Load the data into a database of Virtuoso, whose queries may run for `seconds`."""
    home, data = directory / "virtuoso", data.resolve()
    (home / "pages").mkdir(parents=True)
    sql, http = free_port(), free_port()
    ini = _VIRTUOSO.format(sql=sql, http=http, data=data.parent, seconds=seconds)
    (home / "virtuoso.ini").write_text(ini, encoding="utf-8")
    (home / "load.sql").write_text(
        _LOAD.format(directory=data.parent, file=data.name), encoding="utf-8"
    )
    quiet = ("VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", "ERRORS=STDOUT")
    with serve_virtuoso(directory):
        said = _do([_command("isql-vt"), f"{sql}", "dba", "dba", *quiet, "load.sql"], home)
    if said.split()[-2:] != ["unloaded", "0"]:
        message = f"virtuoso did not load {data}: {said.strip()[-500:]}"
        raise LaunchError(message)


@contextlib.contextmanager
def serve_virtuoso(directory: Path) -> Iterator[Server]:
    """Virtuoso on its database."""
    home = directory / "virtuoso"
    http = re.findall(r"ServerPort = (127\S+)", (home / "virtuoso.ini").read_text("utf-8"))[1]
    command = [_command("virtuoso-t"), "+configfile", "virtuoso.ini", "+foreground"]
    with run_server("virtuoso", command, f"http://{http}/sparql", home) as server:
        yield server
