"""Predicates: what a clause says is to be done, before targets and instruments are found.

They pass from `reading.py` to `receivers.py` and `annotate.py`; a `Reading` passes from a lead-in to its 项.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from converters.annotation.measures.lead_ins import Items
from converters.annotation.measures.standing import NOTHING, State
from converters.annotation.records import Modality
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.records import ActorMention, Bearer, Passage


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate: its span, modality, who acts, and from where its targets come.

    `governed` is the subject that 鼓励, 支持 or another directing verb governs in it, `carried` the one that
    it governed before in the sentence; `affected` the subject of its condition where that does not act,
    `topic` the words of a subject that is no actor. `sentence` counts the sentences of the passage.
    """

    span: Span
    modality: Modality
    rule: str
    bearers: tuple[Bearer, ...] = ()
    governed: tuple[ActorMention, ...] = ()
    carried: tuple[ActorMention, ...] = ()
    affected: tuple[ActorMention, ...] = ()
    topic: Span | None = None
    condition: Span | None = None
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The predicates of a passage, and what its 项 inherit."""

    predicates: tuple[Predicate, ...]
    state: State = NOTHING
    items: Items = Items.PREDICATES
    addressees: tuple[ActorMention, ...] = ()  # of a notice

    @property
    def modality(self) -> Modality | None:
        """That of the last predicate."""
        return self.predicates[-1].modality if self.predicates else None


def read_case(passage: Passage, lead_in: Reading) -> Reading:
    """A 项 that names a case: a measure where the lead-in exempts from or lays down liability."""
    modality = lead_in.modality
    if lead_in.items is Items.FACTS or modality not in {Modality.EXEMPTION, Modality.LIABILITY}:
        return replace(lead_in, predicates=())
    span = Span(0, len(passage.folded.rstrip("；。， ")))
    case = Predicate(span, modality, "case", lead_in.state.bearers, condition=span)
    return replace(lead_in, predicates=(case,))
