from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from endpoint.app import create_app
from endpoint.clients import Clients, client_of
from endpoint.engine.interface import Query, Result
from endpoint.protocol.errors import EndpointError

if TYPE_CHECKING:
    from endpoint.config import Settings


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:127.0.0.1", None),
        ("127.0.0.1", None),
        ("127.8.8.8", None),
        ("::1", None),
        ("", None),
        ("unix", None),
        (None, None),
    ],
)
def test_who_a_client_is(address: str | None, expected: str | None) -> None:
    assert client_of(address) == expected


def test_a_client_has_its_share_and_others_have_theirs() -> None:
    clients = Clients(2)
    with ExitStack() as held:
        held.enter_context(clients.hold("2001:db8::1"))
        held.enter_context(clients.hold("2001:db8::2"))  # the same network
        with pytest.raises(EndpointError) as caught, clients.hold("2001:db8::3"):
            pass
        held.enter_context(clients.hold("192.0.2.1"))
        for _ in range(5):
            held.enter_context(clients.hold("127.0.0.1"))

    assert caught.value.problem.status == 429
    assert dict(caught.value.problem.headers) == {"Retry-After": "1"}
    with clients.hold("2001:db8::1"):  # places come back
        assert clients._held == {"2001:db8::/64": 1}
    assert not clients._held


def test_places_come_back_after_a_failure() -> None:
    clients = Clients(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="it fails"), clients.hold("192.0.2.1"):
            raise ValueError("it fails")  # noqa: EM101, TRY003


@pytest.mark.parametrize(("address", "expected"), [("192.0.2.1", 429), ("127.0.0.1", 200)])
def test_a_query_beyond_the_share_is_429(settings: Settings, address: str, expected: int) -> None:
    """While its first query runs a client with a share of one asks again."""
    statuses = []

    class Engine:
        def run(self, _: Query, is_gone: object = None) -> Result:
            if not statuses:
                statuses.append(0)
                statuses[0] = ask().status_code
            return Result(b'{"head":{},"boolean":true}')

        def close(self) -> None:
            """Nothing is held."""

    app = create_app(replace(settings, client_queries=1), lambda _: Engine())

    def ask():
        return app.test_client().get("/sparql?query=ASK{}", environ_base={"REMOTE_ADDR": address})

    assert ask().status_code == 200
    assert statuses == [expected]
