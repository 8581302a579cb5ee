from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from endpoint.releases import ReleaseError, find_release, parse_manifest
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from flask.testing import FlaskClient

Publish = Callable[[Path, str], Path]


def served(client: FlaskClient) -> str:
    release: str = client.get("/health").get_json()["release"]
    return release


@pytest.mark.parametrize("path", ["/", "/health", "/sparql?query=ASK{}", "/dumps/", "/def"])
def test_without_a_release_everything_is_503(own_client: FlaskClient, path: str) -> None:
    answer = own_client.get(path)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert answer.get_json()["error"]["title"] == "No release is served"


def test_a_release_is_served_as_soon_as_it_is_published(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    before = own_client.get("/health").status_code
    publish(tmp_path, "00000000000000b1")

    assert (before, served(own_client)) == (503, "00000000000000b1")


def test_a_new_release_is_served_without_a_restart(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    publish(tmp_path, "00000000000000b1")
    first = own_client.get("/sparql?query=ASK{}")
    old = own_client.application.extensions["fagui.releases"].current()

    publish(tmp_path, "00000000000000b2")
    second = own_client.get("/sparql?query=ASK{}", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, served(own_client)) == (200, "00000000000000b2")
    assert second.headers["ETag"] != first.headers["ETag"]
    # A request that runs keeps its release; the last one that lets go ends its query process.
    process = old.engine._process._process
    assert process.poll() is None
    del old
    assert process.returncode == 0


def test_the_old_release_is_served_while_the_new_one_is_opened(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    publish(tmp_path, "00000000000000b1")
    before = served(own_client)
    publish(tmp_path, "00000000000000b2")

    with own_client.application.extensions["fagui.releases"]._lock:  # as another request holds it
        during = served(own_client)

    assert (before, during) == ("00000000000000b1", "00000000000000b1")
    assert served(own_client) == "00000000000000b2"


def test_a_release_in_use_is_locked(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    """A build removes old releases, but none that this lock says is in use."""
    release = publish(tmp_path, "00000000000000b1")
    assert served(own_client) == release.name

    with (release / "manifest.json").open("rb") as manifest, pytest.raises(BlockingIOError):
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)

    publish(tmp_path, "00000000000000b2")
    assert served(own_client) == "00000000000000b2"
    with (release / "manifest.json").open("rb") as manifest:
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_release_that_cannot_be_opened_leaves_the_old_one(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    publish(tmp_path, "00000000000000b1")
    assert served(own_client) == "00000000000000b1"

    shutil.rmtree(publish(tmp_path, "00000000000000b2") / "store")

    told = own_client.get("/health").get_json()
    assert told["release"] == "00000000000000b1"
    assert "store" in told["problem"]
    assert own_client.get("/sparql?query=ASK{}").status_code == 200


def test_a_damaged_manifest_is_no_release(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    (publish(tmp_path, "00000000000000b1") / "manifest.json").write_text("{}", encoding="utf-8")

    answer = own_client.get("/health")

    assert answer.status_code == 503
    assert "manifest.json is not a manifest of format 1" in answer.get_data(as_text=True)


def test_data_of_another_base_is_no_release(
    own_client: FlaskClient, tmp_path: Path, publish: Publish
) -> None:
    path = publish(tmp_path, "00000000000000b1") / "manifest.json"
    content = path.read_text(encoding="utf-8").replace(BASE, "https://data.example/")
    path.write_text(content, encoding="utf-8")

    assert "set FAGUI_BASE to that" in own_client.get("/health").get_data(as_text=True)


def test_a_release_directory_itself_can_be_served(tmp_path: Path, publish: Publish) -> None:
    release = publish(tmp_path, "00000000000000b1")
    plain = tmp_path / "plain"
    shutil.copytree(release, plain / "current")

    assert find_release(release) == release
    assert find_release(tmp_path) == tmp_path / "releases" / "00000000000000b1"
    assert find_release(plain) == plain / "current"
    assert find_release(tmp_path / "none") is None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", json.dumps({"id": "x", "software": "y", "base": BASE})],
)
def test_what_is_no_manifest_is_refused(content: str) -> None:
    with pytest.raises(ReleaseError, match=r"manifest\.json is not a manifest of format 1"):
        parse_manifest(content)
