"""What a release says of its own data: figures, partitions and coverage, from the data alone.

Takes: the sorted N-Quads of everything else in a release, and its documents. Gives: the VoID quads, the
file `void.ttl`, and the coverage that the manifest states.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rdflib import SKOS, URIRef

from converters.description.relative import relative, relative_turtle
from converters.description.statistics import count_statements, read_types
from converters.description.void import (
    LINKED,
    Holdings,
    choose_examples,
    document_subset,
    void_quads,
)
from ontology import iris
from ontology.namespaces import DEF, EUROVOC, VOID
from ontology.sectors import sector_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Quad

    from converters.description.statistics import Statistics

    Documents = Sequence[Mapping[str, Any]]

_CONCERNS_SECTOR: Final = f"<{DEF}concernsSector>".encode()
_GRAPH_FILES: Final = ("dumps/fagui.nq", "dumps/fagui.ttl", "dumps/fagui.jsonld")


@dataclass(frozen=True, slots=True)
class Description:
    """The VoID description, and the EuroVoc concepts that the data is about."""

    quads: tuple[Quad, ...]
    themes: tuple[str, ...]


def describe_data(nquads: Path, documents: Documents) -> Description:
    """The description of the quads in a sorted file."""
    with nquads.open("rb") as lines:
        types = read_types(lines)
    with nquads.open("rb") as lines:
        figures = count_statements(lines, types, [namespace for namespace, _ in LINKED.values()])
    quads = void_quads(Holdings(figures, choose_examples(types), documents))
    return Description(tuple(quads), _themes(figures))


def void_turtle(quads: Iterable[Quad], documents: Documents) -> bytes:
    """The description as Turtle, with links to the dumps that stand beside it."""
    return relative_turtle([quad.triple for quad in quads], _dump_links(documents))


def coverage(documents: Documents, themes: Sequence[str]) -> dict[str, Any]:
    """Jurisdictions, first and last version date and themes of the documents; absent if unknown."""
    dates = sorted(
        date for each in documents if (date := iris.parse_version(each["version"])[1]) is not None
    )
    found: dict[str, Any] = {
        "jurisdictions": sorted({iris.parse_work(each["work"])[0] for each in documents}),
        "themes": list(themes),
    }
    return found | ({"from": dates[0], "to": dates[-1]} if dates else {})


def _themes(figures: Statistics) -> tuple[str, ...]:
    """EuroVoc concepts that mean the same as the sectors that measures concern."""
    concerned = figures.properties.get(_CONCERNS_SECTOR)
    if concerned is None:
        return ()
    sectors = sector_graph()
    matches = {
        str(match)
        for sector in concerned.objects
        for match in sectors.objects(URIRef(sector.decode()[1:-1]), SKOS.exactMatch)
    }
    return tuple(sorted(match for match in matches if match.startswith(EUROVOC)))


def _dump_links(documents: Documents) -> Iterator[tuple[str, str, str]]:
    dump = f"{VOID}dataDump"
    for path in _GRAPH_FILES:
        yield iris.mint_dataset(), dump, relative(path)
    for document in documents:
        for form in ("turtle", "n_quads", "json_ld"):
            yield document_subset(document["id"]), dump, relative(document["dumps"][form])
