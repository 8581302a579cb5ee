"""Which version of a regulation was in force when.

Takes: an engine. Gives: the `Version`s of a release, and the graphs that a date leaves of it.

A version is in force from `eli:first_date_entry_in_force`, or from its publication where the text says so
(`fagui:inForceOnPublication`), to the last day that it states (`eli:date_no_longer_in_force`) or the day
before the next version of the same work. Without a first day it is in force on no day that we know:
nothing is inferred from the dates of adoption or of the document.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from endpoint.description.describe import select_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from endpoint.description.describe import Row
    from endpoint.engine.interface import Engine


@dataclass(frozen=True, slots=True)
class Version:
    """A version, which is also the name of its graph; the first and last day in force, if known."""

    iri: str
    work: str | None
    first: date | None
    last: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the version is known to be in force on a day."""
        return self.first is not None and self.first <= day and (not self.last or day <= self.last)


@dataclass(frozen=True, slots=True)
class PointInTime:
    """The graphs of a release on a day, and how many versions are left out for want of a date."""

    graphs: tuple[str, ...]
    undated: int


_VERSIONS: Final = """
SELECT ?version ?work (MIN(?from) AS ?first) (MIN(?to) AS ?last) (MIN(?date) AS ?published)
  (MAX(?immediately) AS ?on_publication)
{
  ?version a fagui:RegulationVersion .
  OPTIONAL { ?version eli:is_member_of ?work }
  OPTIONAL { ?version eli:first_date_entry_in_force ?from }
  OPTIONAL { ?version eli:date_no_longer_in_force ?to }
  OPTIONAL { ?version eli:date_publication ?date }
  OPTIONAL { ?version fagui:inForceOnPublication ?immediately }
}
GROUP BY ?version ?work ORDER BY ?version"""


def _day(row: Row, name: str) -> date | None:
    try:
        return date.fromisoformat(row[name]["value"][:10]) if name in row else None
    except ValueError:
        return None


def _version(row: Row) -> Version:
    first = _day(row, "first")
    if first is None and "on_publication" in row and row["on_publication"]["value"] == "true":
        first = _day(row, "published")
    work = row["work"]["value"] if "work" in row else None
    return Version(row["version"]["value"], work, first, _day(row, "last"))


def end_by_successors(versions: Iterable[Version]) -> tuple[Version, ...]:
    """The versions, each ended at the latest on the day before the next one of its work."""
    works: dict[str, list[Version]] = defaultdict(list)
    for each in versions:
        works[each.work or each.iri].append(each)
    found: list[Version] = []
    for members in works.values():
        dated = sorted(
            (each for each in members if each.first), key=lambda each: each.first or date.max
        )
        found += [each for each in members if each.first is None]
        found += [_end_before(*pair) for pair in pairwise(dated)]
        found += dated[-1:]
    return tuple(sorted(found, key=lambda each: each.iri))


def _end_before(version: Version, successor: Version) -> Version:
    before = (successor.first or date.max) - timedelta(days=1)
    return replace(version, last=min(version.last or before, before))


def read_versions(engine: Engine) -> tuple[Version, ...]:
    """Every version of the release."""
    return end_by_successors(_version(row) for row in select_rows(engine, _VERSIONS))


def read_graphs(engine: Engine) -> tuple[str, ...]:
    """The names of the graphs of the release."""
    rows = select_rows(engine, "SELECT DISTINCT ?graph { GRAPH ?graph { } }")
    if any("graph" not in row for row in rows):  # Virtuoso needs a pattern, which costs a scan
        rows = select_rows(engine, "SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }")
    return tuple(sorted(row["graph"]["value"] for row in rows))


def select_graphs(graphs: Iterable[str], versions: Sequence[Version], day: date) -> PointInTime:
    """The graphs of versions in force on a day and all that are no versions."""
    left_out = {each.iri for each in versions if not each.is_in_force(day)}
    return PointInTime(
        tuple(each for each in graphs if each not in left_out),
        sum(each.first is None for each in versions),
    )
