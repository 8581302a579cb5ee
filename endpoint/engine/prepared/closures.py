"""Paths of any length, `p+` and `p*`: from each known end, every node that steps lead to, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from endpoint.engine.prepared.solutions import match_sorted, number_rows, require_room
from endpoint.engine.prepared.syntax import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from endpoint.engine.prepared.columns import Columns, Ids

    Rows = tuple[Ids, Ids]


def reach(
    columns: Columns, starts: Ids, tables: Sequence[Rows], *, itself: bool
) -> tuple[Ids, Ids]:
    """Pairs of a place in `starts` and a node that it reaches; with `itself` also in no step.

    Each table has nodes in ascending order and the nodes that one step leads to from them.
    """
    if itself:
        _require_nodes(columns, starts)
    places, nodes = np.arange(len(starts)), starts.astype(np.int64)
    seen = _distinct(places, nodes) if itself else (places[:0], nodes[:0])
    while len(places):
        steps = [_step(columns, places, nodes, table) for table in tables]
        found = _distinct(
            np.concatenate([seen[0], *(step[0] for step in steps)]),
            np.concatenate([seen[1], *(step[1] for step in steps)]),
        )
        # What has been seen stands first and stays first.
        places, nodes = found[0][len(seen[0]) :], found[1][len(seen[0]) :]
        seen = found
        require_room(len(seen[0]))
    return seen


def _step(columns: Columns, places: Ids, nodes: Ids, table: Rows) -> tuple[Ids, Ids]:
    keys, others = table
    owners, found = match_sorted(nodes, keys, columns.count)
    return places if owners is None else places[owners], others[found]


def _distinct(places: Ids, nodes: Ids) -> tuple[Ids, Ids]:
    _, first = number_rows([places, nodes], len(places))
    first = np.sort(first)
    return places[first], nodes[first]


def _require_nodes(columns: Columns, starts: Ids) -> None:
    """Raises UnsupportedError for a term that is no subject or object: no path begins there.

    A term of the release that is neither can only be a predicate or a literal that a query brings.
    """
    different = np.unique(starts)
    known = len(different) == 0 or int(different[-1]) < columns.count
    for term in columns.extents if known else ():
        if term in different:
            place = int(np.searchsorted(columns.spo[0], np.int32(term)))
            known = known and place < columns.quads and int(columns.spo[0][place]) == term
    if not known:
        message = "a path of no length from a term that is no node"
        raise UnsupportedError(message)
