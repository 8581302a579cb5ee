from __future__ import annotations

import json
from typing import TYPE_CHECKING

from werkzeug.test import Client
from werkzeug.wrappers import Response

from endpoint.front import backlog
from endpoint.front.backlog import BoundedBacklog

if TYPE_CHECKING:
    import pytest


def test_requests_are_refused_while_too_much_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    now, unread = [100.0], [10]
    monkeypatch.setattr(backlog.time, "monotonic", lambda: now[0])
    client = Client(BoundedBacklog(Response("whole"), 10, lambda: unread[0]), Response)

    found = [client.get("/").status_code]
    unread[0] = 11
    found.append(client.get("/").status_code)  # it looks once a second
    now[0] += 1
    refused = client.get("/")
    head = client.head("/")
    unread[0] = 0
    now[0] += 1
    found.append(client.get("/").status_code)

    assert found == [200, 200, 200]
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert json.loads(refused.data)["error"]["title"] == "Endpoint is busy"
    assert (head.status_code, head.data) == (503, b"")
