"""Where provisions stand: under which headings, in a document of which title.

Takes: a `Structure`. Gives: a `Setting` for each address. A provision that does not say what it is
about is about what its chapter is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.records import ElementKind, Kind
from converters.structure.addresses import addressed
from converters.structure.clean import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.records import Structure
    from converters.structure.addresses import Steps

# From the outermost to the innermost; an article may have a heading too (第七条　发展规划).
_HEADED: Final = (
    Kind.PART,
    Kind.SUBPART,
    Kind.CHAPTER,
    Kind.SECTION,
    Kind.DIVISION,
    Kind.ARTICLE,
)
_RANKS: Final = {kind: rank for rank, kind in enumerate(_HEADED)}


@dataclass(frozen=True, slots=True)
class Setting:
    """The title of the document and the headings above a provision, as one string each."""

    title: str = ""
    heading: str = ""


def read_settings(structure: Structure) -> Mapping[Steps, Setting]:
    """The setting of every provision."""
    text = structure.text.value
    title = "".join(
        element.span.of(text) for element in structure.elements if element.kind is ElementKind.TITLE
    )
    title = fold("".join(title.split()))
    settings: dict[Steps, Setting] = {}
    above: list[tuple[int, str]] = []
    for steps, provision in addressed(structure):
        rank = _RANKS.get(provision.kind)
        if rank is not None:
            heading = fold(provision.heading.of(text)) if provision.heading else ""
            above = [each for each in above if each[0] < rank]
            above.append((rank, heading))
        settings[steps] = Setting(title, " ".join(words for _, words in above if words))
    return settings
