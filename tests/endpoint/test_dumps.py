from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient

FILE = "/dumps/fagui.nq"


def test_index_tells_programs_what_to_fetch(client: FlaskClient) -> None:
    told = client.get("/dumps/", headers={"Accept": "application/json"}).get_json()

    with client.get(FILE) as answer:
        content = answer.data
    assert told["release"] == "00000000000000a1"
    assert told["files"] == [
        {
            "path": FILE,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "media_type": "application/n-quads",
        }
    ]


def test_index_without_a_slash_leads_to_the_index(client: FlaskClient) -> None:
    answer = client.get("/dumps")

    assert (answer.status_code, answer.headers["Location"]) == (308, "/dumps/")


def test_a_file_is_served_whole_and_in_part(client: FlaskClient) -> None:
    with client.get(FILE) as whole:
        tag, content = whole.headers["ETag"], whole.data
        assert (whole.status_code, whole.mimetype) == (200, "application/n-quads")
        assert whole.headers["Accept-Ranges"] == "bytes"
    with client.get(FILE, headers={"Range": "bytes=10-19"}) as part:
        assert (part.status_code, part.data) == (206, content[10:20])
        assert part.headers["Content-Range"] == f"bytes 10-19/{len(content)}"
    with client.get(FILE, headers={"Range": "bytes=99999999-"}) as beyond:
        assert beyond.status_code == 416
    with client.get(FILE, headers={"If-None-Match": tag}) as same:
        assert (same.status_code, same.data) == (304, b"")
    with client.head(FILE) as head:
        assert (head.data, head.headers["Content-Length"]) == (b"", str(len(content)))


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/secret.txt",
        "/dumps/../secret.txt",
        "/dumps/..%2fsecret.txt",
        "/dumps/%2e%2e/secret.txt",
        "/dumps/../manifest.json",
        "/dumps/..%5cmanifest.json",
        "/dumps//etc/passwd",
        "/dumps/%2fetc%2fpasswd",
        "/dumps/fagui.nq/",
        "/dumps/fagui.nq%00",
        "/dumps/dumps/fagui.nq",
        "/static/../app.py",
        "/static/..%2fapp.py",
    ],
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)

    assert answer.status_code == 404
    assert answer.get_json()["error"]["status"] == 404
