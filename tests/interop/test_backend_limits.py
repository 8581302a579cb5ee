"""A query without end over a server of others: the client is told, whatever that server does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from endpoint.app import create_app
from endpoint.config import Settings
from tests.endpoint.test_sparql import error_of

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.servers.launching import Server

ENDLESS = "SELECT (COUNT(*) AS ?number) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"


def test_a_query_without_end_is_stopped_and_said_so(back_end: Server, small: Path) -> None:
    app = create_app(Settings(release=small, query_seconds=2, backend=back_end.address))

    found = error_of(app.test_client(), ENDLESS)

    assert (found["status"], found["title"]) == (503, "Query took too long")
    assert "limit of 2 seconds" in found["detail"]
    app.extensions["fagui.releases"].current().engine.close()
