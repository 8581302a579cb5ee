"""What can be reconciled: the things of five types with their names, and an index of the names.

Takes: an engine. Gives: an `Index`, made once for a release. Identifiers are paths below the base for
things, and prefixed names for types and properties: `id/actor/cn-sx/renmin-zhengfu`, `fagui:Actor`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from endpoint.description.catalogue import Label
from endpoint.description.describe import select_rows, shorten
from endpoint.description.links import is_iri_path
from endpoint.reconcile.matching import NameIndex
from ontology.namespaces import BASE, CONCEPT, PREFIXES

if TYPE_CHECKING:
    from endpoint.description.describe import Row
    from endpoint.engine.interface import Engine

PAGE: Final = 50_000
"""Names that one query brings: a result has a limit."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of things: its identifier, its names, and the pattern that binds ?e to them."""

    id: str
    name: Label
    pattern: str


KINDS: Final = (
    Kind("fagui:Actor", Label("主体", "actor"), "?e a fagui:Actor"),
    Kind("fagui:Regulation", Label("法规", "regulation"), "?e a fagui:Regulation"),
    Kind("fagui:Sector", Label("产业", "sector"), "?e a fagui:Sector"),
    Kind(
        "concept/instrument",
        Label("政策工具", "policy instrument"),
        f"?e skos:inScheme <{CONCEPT}instrument>",
    ),
    Kind(
        "concept/jurisdiction",
        Label("法域", "jurisdiction"),
        f"?e skos:inScheme <{CONCEPT}jurisdiction>",
    ),
)
"""The types of the service."""

_LABELS: Final = "rdfs:label|skos:prefLabel|dcterms:title"
# A name that stands for others, too, or a code, is worth a little less than the label itself.
_OTHER_NAMES: Final = "skos:altLabel|skos:notation|eli:number|fagui:gbCode|fagui:isoCode"
_PLACES: Final = "{ ?e (fagui:ofJurisdiction|eli:jurisdiction)/(rdfs:label|skos:prefLabel) ?n }"
LABEL_SCORE: Final = 100.0
OTHER_SCORE: Final = 95.0
LEAST: Final = 0.3
"""Similarity below which a name is no candidate."""


@dataclass(slots=True)
class Entity:
    """A thing: its IRI, its name in each language, its types, and what tells namesakes apart."""

    iri: str
    name: Label = field(default_factory=Label)
    kinds: list[Kind] = field(default_factory=list)
    place: Label = field(default_factory=Label)

    @property
    def id(self) -> str:
        """The identifier in this service."""
        return shorten(self.iri)


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity and what the same name is worth."""

    text: str
    entity: Entity
    worth: float


def expand(identifier: str) -> str | None:
    """The IRI for an identifier, or for an IRI itself; None where it can be neither.

    >>> expand("skos:broader"), expand("a b")
    ('http://www.w3.org/2004/02/skos/core#broader', None)
    """
    if not identifier or not is_iri_path(identifier):
        return None
    prefix, colon, name = identifier.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + name
    return identifier if colon else BASE + identifier


class Index:
    """All entities of a release and their names."""

    def __init__(self, names: tuple[Name, ...]) -> None:
        self.names = names
        self._entities = {each.entity.iri: each.entity for each in names}
        self._index = NameIndex([each.text for each in names])

    def get(self, identifier: str) -> Entity | None:
        """The entity with the identifier or IRI."""
        return self._entities.get(expand(identifier) or "")

    def score(self, query: str) -> dict[str, float]:
        """The score of each candidate from 0 to 100, by its IRI; that of its best name counts."""
        scores: dict[str, float] = {}
        for place, alike in self._index.find(query, LEAST).items():
            name = self.names[place]
            iri = name.entity.iri
            scores[iri] = max(scores.get(iri, 0.0), round(alike * name.worth, 2))
        if (known := self.get(query.strip())) is not None:
            scores[known.iri] = LABEL_SCORE
        return scores

    def begin_with(self, prefix: str) -> list[Entity]:
        """Entities with a name that begins with the prefix, then those with one that contains it."""
        found = {self.names[each].entity.iri: None for each in self._index.begin_with(prefix)}
        return [self._entities[iri] for iri in found]


def read_index(engine: Engine) -> Index:
    """The index of a release."""
    entities: dict[str, Entity] = {}
    names: dict[tuple[str, str], Name] = {}
    for kind in KINDS:
        for row in _read_all(engine, f"{{ {kind.pattern} . ?e {_LABELS} ?n }}"):
            entity = entities.setdefault(row["e"]["value"], Entity(row["e"]["value"]))
            if kind not in entity.kinds:
                entity.kinds.append(kind)
            entity.name = _named(entity.name, row["n"])
            _keep(names, row, entity, LABEL_SCORE)
    patterns = " UNION ".join(f"{{ {kind.pattern} }}" for kind in KINDS)
    for row in _read_all(engine, f"{{ {patterns} ?e {_OTHER_NAMES} ?n }}"):
        if entity_of := entities.get(row["e"]["value"]):
            _keep(names, row, entity_of, OTHER_SCORE)
    for row in _read_all(engine, _PLACES):
        if entity_of := entities.get(row["e"]["value"]):
            entity_of.place = _named(entity_of.place, row["n"])
    return Index(tuple(names.values()))


def _read_all(engine: Engine, where: str) -> list[Row]:
    rows: list[Row] = []
    while True:
        page = select_rows(
            engine,
            f"SELECT DISTINCT ?e ?n {where} ORDER BY ?e ?n OFFSET {len(rows)} LIMIT {PAGE}",
        )
        rows += page
        if len(page) < PAGE:
            return rows


def _keep(names: dict[tuple[str, str], Name], row: Row, entity: Entity, worth: float) -> None:
    names.setdefault((entity.iri, row["n"]["value"]), Name(row["n"]["value"], entity, worth))


def _named(label: Label, term: dict[str, str]) -> Label:
    """The label with another name, which only counts where its language has none yet."""
    if term.get("xml:lang", "zh") == "en":
        return Label(label.zh, label.en or term["value"])
    return Label(label.zh or term["value"], label.en)
