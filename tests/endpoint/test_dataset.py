from __future__ import annotations

from typing import Any

import pytest

from endpoint.engine.interface import Query, ResultFormat
from endpoint.sparql.dataset import NO_GRAPH, restate_dataset

NONE = f"<{NO_GRAPH}>"


@pytest.mark.parametrize(
    ("text", "dataset", "expected", "parameters"),
    [
        ("ASK {}", {}, "ASK {}", [("union-default-graph", "true")]),
        ("ASK FROM <a:b> {}", {"own_dataset": True}, f"ASK FROM NAMED {NONE} FROM <a:b> {{}}", []),
        (
            "PREFIX from: <a:b> ASK # FROM\nfrom named from:x {}",
            {"own_dataset": True},
            f"PREFIX from: <a:b> ASK # FROM\nFROM NAMED {NONE} from named from:x {{}}",
            [],
        ),
        (
            "ASK {}",
            {"default_graphs": ("a:b", "a:c"), "named_graphs": ()},
            "ASK {}",
            [
                ("default-graph-uri", "a:b"),
                ("default-graph-uri", "a:c"),
                ("named-graph-uri", NO_GRAPH),
            ],
        ),
        (
            "ASK {}",
            {"default_graphs": (), "named_graphs": ("a:b",)},
            "ASK {}",
            [("default-graph-uri", NO_GRAPH), ("named-graph-uri", "a:b")],
        ),
        (
            'ASK FROM <a:b> FROM NAMED a:c { ?s ?p "FROM <a:d>" }',
            {"own_dataset": True, "default_graphs": ("a:e",)},
            'ASK   { ?s ?p "FROM <a:d>" }',
            [("default-graph-uri", "a:e"), ("named-graph-uri", NO_GRAPH)],
        ),
    ],
)
def test_restatement(
    text: str, dataset: dict[str, Any], expected: str, parameters: list[tuple[str, str]]
) -> None:
    query = Query(text, ResultFormat.JSON, **dataset)

    assert restate_dataset(query) == (expected, tuple(parameters))
