"""What mentions are linked to: the works that citations name, the concepts of sectors.

Takes: citations and the words of sector mentions. Gives: IRIs, and why there is none. `Links` holds what
the data is written with; its default knows the document itself and no other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from converters.annotation.citations.titles import read_abbreviations
from converters.metadata.classification import CENTRAL_TYPES, find_territory
from converters.rdf.citing import Catalogue, Citing, make_edition, resolve
from converters.rdf.identity import slugify
from ontology import iris
from ontology.jurisdictions import CENTRE
from ontology.sectors import SCHEME as SECTOR
from ontology.sectors import resolve_sector

if TYPE_CHECKING:
    from collections.abc import Callable

    from converters.annotation.records import Citation
    from converters.document import Document
    from converters.rdf.citing import Edition, Target, Works
    from converters.rdf.identity import Identity


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

    `title` and `doc_type` describe a work that the data does not hold (`outside`). `other` is the work
    where it is not the citing one, or the earlier version of the citing one.
    """

    resolution: Resolution
    iris: tuple[str, ...] = ()
    title: str | None = None
    doc_type: str | None = None
    outside: bool = False
    reason: Reason | None = None
    other: str | None = None


def link_citations(
    document: Document, identity: Identity, catalogue: Works
) -> Callable[[Citation], Cited]:
    """The look-up of what the citations of a document refer to, in itself and in the catalogue."""
    own = make_edition(document, identity)
    citing = Citing(own, read_abbreviations(document.annotations.passages))

    def look_up(citation: Citation) -> Cited:
        return read_target(resolve(citation, citing, catalogue), own)

    return look_up


def read_target(target: Target, own: Edition) -> Cited:
    """The IRIs of a target, seen from the text that cites it.

    They are those of its provisions in a known version, else of the work; nothing where it is not known
    what is meant. Who cites his own work by its title means its version before.
    """
    resolution = Resolution[target.status.name]
    reason = Reason[target.reason.name] if target.reason else None
    whole, outside = target.work, False
    if resolution is Resolution.UNRESOLVED:
        whole = None
    elif reason is Reason.OUTSIDE and target.title:
        minted = mint_outside(target.title, target.doc_type)
        # An undated text and the one of the same title before it would have one IRI.
        whole, outside = (minted, True) if minted != own.work else (None, False)
    elif whole == own.work and target.version not in {None, own.version}:
        whole = target.version
    found: tuple[str, ...] = (whole,) if whole else ()
    if resolution is Resolution.VERIFIED and target.version and target.provisions:
        version = target.version
        found = tuple(iris.mint_provision(version, steps) for steps in target.provisions)
    other = None if whole == own.work else whole
    return Cited(resolution, found, target.title, target.doc_type, outside, reason, other)


def mint_outside(title: str, doc_type: str | None) -> str:
    """IRI of a work that is cited and not at hand: nothing is known of its year."""
    kind = doc_type or "other"
    territory = find_territory(title)
    home = territory[0].notation if territory else iris.UNKNOWN
    home = CENTRE if kind in CENTRAL_TYPES else home
    return iris.mint_work(home, kind, iris.UNDATED, slugify(title))


def find_sector(words: str) -> str | None:
    """IRI of the sector concept that words name, None where no concept is known for them."""
    concept = resolve_sector(words)
    return iris.mint_concept(SECTOR, concept.notation) if concept else None


@dataclass(frozen=True, slots=True)
class Links:
    """What a document's mentions are linked with.

    `sector` gives the IRI of the concept that words name; `catalogue` holds the other works that
    citations may refer to. `program` is the version of the software.
    """

    sector: Callable[[str], str | None] = field(default=find_sector)
    catalogue: Works = field(default_factory=Catalogue)
    program: str = "0.1.0"

    def of(self, document: Document, identity: Identity) -> DocumentLinks:
        """The look-ups for one document."""
        cited = link_citations(document, identity, self.catalogue)
        return DocumentLinks(self.sector, cited, self.program)


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """The look-ups that the mentions of one document are linked with."""

    sector: Callable[[str], str | None]
    cited: Callable[[Citation], Cited]
    program: str
