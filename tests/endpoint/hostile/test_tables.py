"""The tables are what they claim: many requests, all different, none that may end in an error of ours."""

from __future__ import annotations

from typing import Final

from tests.endpoint.hostile import (
    test_headers,
    test_heavy,
    test_nesting,
    test_oversize,
    test_paths,
    test_services,
    test_ssrf,
    test_update,
    test_wire,
    test_xss,
)

TABLES: Final = {
    "wire": (test_wire.ROWS, 100),
    "headers": (test_headers.ROWS, 120),
    "paths": (test_paths.ROWS, 200),
    "nesting": (test_nesting.ROWS, 200),
    "oversize": (test_oversize.ROWS, 70),
    "services": (test_services.ROWS, 90),
    "addresses": (test_ssrf.ROWS, 350),
    "updates": (test_update.ROWS, 120),
    "heavy": (test_heavy.ROWS, 100),
    "scripts": (test_xss.ROWS, 350),
}


def test_every_table_is_as_long_as_it_was() -> None:
    assert {name: len(rows) >= least for name, (rows, least) in TABLES.items()} == dict.fromkeys(
        TABLES, True
    )


def test_all_requests_are_different() -> None:
    seen: dict[bytes, str] = {}
    for name, (rows, _) in TABLES.items():
        for row in rows:
            data = row.bytes
            assert (data, row.half_close) not in seen, (name, row.name, seen.get(data))
            seen[data] = f"{name}: {row.name}"

    assert len(seen) > 1600


def test_no_row_allows_an_error_of_ours() -> None:
    allowed = {status for rows, _ in TABLES.values() for row in rows for status in row.expected}

    assert {status for status in allowed if status >= 500} == {501, 503, 505}
