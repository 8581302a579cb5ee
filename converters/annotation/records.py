"""The frozen records of the annotation layers.

Spans count characters of the passage in which the words stand. Every record says which rule found
it and how sure the rule is (`confidence`, estimated share of right results, 0 to 1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from converters.records import Kind, Span
from converters.structure.clean import fold

if TYPE_CHECKING:
    from converters.structure.addresses import Steps


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is annotated as a whole: a 款, 项 or 目 of an article, or a whole item of a notice.

    `span` is its place in the document's text, `text` its words, `folded` the same words in the one
    spelling that the grammar reads (as long, character for character). `lead_in` is the passage that
    introduces it: the 款 before the colon for a 项.
    """

    steps: Steps
    span: Span
    text: str
    folded: str = field(repr=False)
    lead_in: Passage | None = None

    @classmethod
    def of(cls, text: str, steps: Steps = (("art", "1"), ("para", "1"))) -> Passage:
        """A passage that stands alone."""
        return cls(steps, Span(0, len(text)), text, fold(text))

    @property
    def kind(self) -> Kind:
        """The kind of its innermost unit."""
        return Kind(self.steps[-1][0])


class Modality(StrEnum):
    """Stance of a measure towards its action: the notations of the scheme modality."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    ENCOURAGEMENT = "encouragement"
    SUPPORT = "support"
    EXEMPTION = "exemption"
    LIABILITY = "liability"
    DECLARATION = "declaration"


class BearerRole(StrEnum):
    """Part that a bearer has in a measure where the text states one."""

    BEARER = "bearer"
    LEAD = "lead"  # 牵头; the subject that acts 会同 others
    RESPONSIBLE = "responsible"  # (…按职责分工负责)
    JOINT = "joint"  # 会同, 配合


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor as a reader names it where a provision mentions it.

    `pieces` are the words of the passage at `at` that make up the name, in the order of the name:
    县级以上人民政府 + 教育 + 部门 in 县级以上人民政府发展改革、教育、科技等部门. Joined they are `name`.
    """

    name: str
    at: Steps
    pieces: tuple[Span, ...]
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Bearer:
    """An actor who must, may or must not act, and its part."""

    actor: ActorMention
    role: BearerRole = BearerRole.BEARER


@dataclass(frozen=True, slots=True)
class Measure:
    """One action that a provision requires, forbids, permits, encourages, supports or declares.

    `span` is the action; `condition` the circumstances under which it applies, where the text states
    them; `instruments` are one to three notations of the scheme instrument.
    """

    at: Steps
    span: Span
    modality: Modality
    bearers: tuple[Bearer, ...]
    targets: tuple[ActorMention, ...]
    instruments: tuple[str, ...]
    condition: Span | None
    rule: str
    confidence: float


class SectorClass(StrEnum):
    """Class that the text gives a sector where it names it: notations of the scheme sector-class."""

    TRADITIONAL = "traditional"
    ADVANTAGE = "advantage"
    EMERGING = "emerging"
    FUTURE = "future"
    CLUSTER = "cluster"
    SERVICE = "service"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SectorMention:
    """A place where a sector is named, with the class that the text gives it there.

    A mention that coordination has cut (分布式 in 分布式光伏和风电) is one piece: `span`.
    """

    at: Steps
    span: Span
    sector_class: SectorClass
    rule: str
    confidence: float


class CitationKind(StrEnum):
    """What a citation refers to: notations of the scheme citation-kind."""

    LAW = "law"
    SELF = "self"
    INTERNAL = "internal"
    DOCUMENT = "document"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit named by its place beside the citing one: 本条 (art, 0), 前款 (para, 1), 前两款 (para, 2).

    `back` units before the citing unit up to the one before it; 0 is the citing unit itself.
    """

    kind: Kind
    back: int


@dataclass(frozen=True, slots=True)
class ProvisionPointer:
    """A provision that a citation points to: ("art", "12"), ("para", "1"), ("item", "3"), as written.

    `steps` are counted from the whole work or, where there is `relative`, from that unit (前款第一项).
    A 款 that the text skips (第十条第一项) is missing here too: the resolver finds it.
    """

    steps: Steps
    last: Steps | None = None  # end of a range (第五条至第八条)
    relative: Relative | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that refers to a law, a provision, a document or the regulation itself.

    `title` is the title or short name of the work as written, without 《》, None for the document
    itself and for a class of norms; `pointers` are the provisions, none for the whole work.
    `antecedent` is the article cited before, to which a bare 第二项 may belong.
    """

    at: Steps
    span: Span
    kind: CitationKind
    title: str | None
    pointers: tuple[ProvisionPointer, ...]
    rule: str
    confidence: float
    antecedent: Steps = ()


class Comparator(StrEnum):
    """How a quantity bounds what it qualifies."""

    EQUAL = "eq"
    AT_MOST = "le"
    LESS = "lt"
    AT_LEAST = "ge"
    MORE = "gt"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, rate, threshold, period, date or count that carries legal effect.

    `value` is a decimal number or, with unit "date", YYYY-MM-DD; `unit` as the guidelines name it
    (percent, 万元, 年, 家, date); `qualifies` the words that say what is measured, if there are any.
    """

    at: Steps
    span: Span
    value: str
    unit: str
    comparator: Comparator
    qualifies: Span | None
    rule: str
    confidence: float


class TermKind(StrEnum):
    """Other things that a provision names."""

    DEFINED_TERM = "defined-term"  # 本条例所称…，是指…; （以下简称…）
    PURPOSE = "purpose"  # 为了…
    STRATEGY = "strategy"  # 粤港澳大湾区, 一带一路
    PROGRAMME = "programme"  # a plan or programme by name


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term, purpose, strategy or programme: `span` names it, `meaning` explains it.

    `concept` is the name under which the lexicon of strategies knows it: 长三角一体化发展 for 长三角一体化.
    `actor` is the full name of the one actor that a short name stands for.
    """

    at: Steps
    span: Span
    kind: TermKind
    meaning: Span | None
    rule: str
    confidence: float
    concept: str | None = None
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Annotations:
    """Everything that the layers found in a document, each layer in text order."""

    passages: tuple[Passage, ...] = ()
    measures: tuple[Measure, ...] = ()
    sectors: tuple[SectorMention, ...] = ()
    citations: tuple[Citation, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    terms: tuple[Term, ...] = ()
