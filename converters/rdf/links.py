"""What mentions are linked to: the works that citations name, the concepts of sectors.

Takes: citations and the words of sector mentions. Gives: IRIs, and why there is none. `Links` holds the
two look-ups that the data is written with; the default knows the document itself and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from converters.annotation.records import CitationKind
from converters.metadata.classification import CENTRAL_TYPES, find_territory
from converters.rdf.identity import slugify
from ontology import iris
from ontology.jurisdictions import CENTRE
from ontology.sectors import SCHEME as SECTOR
from ontology.sectors import resolve_sector

if TYPE_CHECKING:
    from collections.abc import Callable

    from converters.annotation.records import Citation
    from converters.structure.addresses import Steps


class Resolution(StrEnum):
    """How far it is known what words refer to: notations of the scheme resolution."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"
    UNRESOLVED = "unresolved"


class Reason(StrEnum):
    """Why something is not verified: notations of the scheme resolution-reason."""

    CLASS_OF_NORMS = "class-of-norms"
    UNKNOWN_NAME = "unknown-name"
    OUTSIDE = "outside"
    OTHER_VERSION = "other-version"
    NOT_IN_VERSION = "not-in-version"
    NO_ANNEX = "no-annex"
    NO_SUCH_PROVISION = "no-such-provision"
    UNLISTED = "unlisted"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation refers to: IRIs of a work or of its provisions, and how far that is known.

    `title` and `doc_type` describe a work that the data does not hold (`outside`).
    """

    resolution: Resolution
    iris: tuple[str, ...] = ()
    title: str | None = None
    doc_type: str | None = None
    outside: bool = False
    reason: Reason | None = None


class TargetLike(Protocol):
    """What a resolver of citations gives: `Target` of `converters.rdf.citing` is one."""

    @property
    def status(self) -> StrEnum:
        """Its name is that of a `Resolution`."""

    @property
    def reason(self) -> StrEnum | None:
        """Its name is that of a `Reason`."""

    @property
    def work(self) -> str | None:
        """IRI of the work."""

    @property
    def version(self) -> str | None:
        """IRI of its version."""

    @property
    def title(self) -> str | None:
        """Title of the work."""

    @property
    def doc_type(self) -> str | None:
        """Notation of its type."""

    @property
    def provisions(self) -> tuple[Steps, ...]:
        """Units that are cited."""


def read_target(target: TargetLike) -> Cited:
    """The IRIs of a resolved target: provisions of a known version, else the work."""
    resolution = Resolution[target.status.name]
    reason = Reason[target.reason.name] if target.reason else None
    found: tuple[str, ...] = ()
    outside = False
    if target.version and target.provisions and resolution is Resolution.VERIFIED:
        version = target.version
        found = tuple(iris.mint_provision(version, steps) for steps in target.provisions)
    elif target.work:
        found = (target.work,)
    elif target.title and reason is Reason.OUTSIDE:
        found, outside = (mint_outside(target.title, target.doc_type),), True
    return Cited(resolution, found, target.title, target.doc_type, outside, reason)


def mint_outside(title: str, doc_type: str | None) -> str:
    """IRI of a work that is cited and not at hand: nothing is known of its year."""
    kind = doc_type or "other"
    territory = find_territory(title)
    home = territory[0].notation if territory else iris.UNKNOWN
    home = CENTRE if kind in CENTRAL_TYPES else home
    return iris.mint_work(home, kind, iris.UNDATED, slugify(title))


def cite_within(work: str, version: str, units: frozenset[Steps]) -> Callable[[Citation], Cited]:
    """A look-up that knows one document: what it says of itself."""

    def look_up(citation: Citation) -> Cited:
        if citation.kind is CitationKind.GENERIC:
            return Cited(Resolution.UNRESOLVED, reason=Reason.CLASS_OF_NORMS)
        if citation.kind is CitationKind.SELF and not citation.pointers:
            return Cited(Resolution.VERIFIED, (work,))
        if citation.title:
            found = (mint_outside(citation.title, None),)
            return Cited(Resolution.NOT_VERIFIED, found, citation.title, None, True, Reason.OUTSIDE)
        steps = [pointer.steps for pointer in citation.pointers if pointer.steps]
        if steps and all(each in units for each in steps):
            units_cited = tuple(iris.mint_provision(version, each) for each in steps)
            return Cited(Resolution.VERIFIED, units_cited)
        return Cited(Resolution.UNRESOLVED, reason=Reason.NO_SUCH_PROVISION)

    return look_up


def find_sector(words: str) -> str | None:
    """IRI of the sector concept that words name, None where no concept is known for them."""
    concept = resolve_sector(words)
    return iris.mint_concept(SECTOR, concept.notation) if concept else None


@dataclass(frozen=True, slots=True)
class Links:
    """The look-ups that a document's mentions are linked with.

    `sector` gives the IRI of the concept that words name; `cited` what a citation refers to, None for
    the look-up that knows the document alone. `program` is the version of the software.
    """

    sector: Callable[[str], str | None] = field(default=find_sector)
    cited: Callable[[Citation], Cited] | None = None
    program: str = "0.1.0"
