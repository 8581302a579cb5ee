"""Where a pointer leads in a document: 前款 → art 6, para 1; 第十条第一项 → art 10, para 1, item 1.

Takes: `ProvisionPointer`, the steps of the citing unit, and the `Layout` of the cited text. Gives: steps of
the units, a range written out; None where one does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.records import Kind
from converters.structure.addresses import addressed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from converters.annotation.records import ProvisionPointer, Relative
    from converters.records import Provision, Structure
    from converters.structure.addresses import Steps

_DIVISIONS: Final = frozenset({Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION, Kind.DIVISION})
_AS_ARTICLES: Final = (Kind.SECTION, Kind.ITEM, Kind.POINT)


@dataclass(frozen=True, slots=True)
class Layout:
    """The units of a text in order: `around` is the unit that holds each, () for the text itself."""

    around: Mapping[Steps, Steps]
    within: Mapping[Steps, tuple[Steps, ...]]
    articles: tuple[Steps, ...]

    @classmethod
    def of(cls, structure: Structure) -> Layout:
        """The layout of a document."""
        units = addressed(structure)
        return cls.within_holders(
            dict(pair for p in structure.provisions for pair in _holders(p, (), units))
        )

    @classmethod
    def within_holders(cls, around: Mapping[Steps, Steps]) -> Layout:
        """The layout in which each unit, in text order, is held by another."""
        within: dict[Steps, list[Steps]] = {}
        for steps, holder in around.items():
            within.setdefault(holder, []).append(steps)
        return cls(
            around,
            {holder: tuple(units) for holder, units in within.items()},
            tuple(s for s in around if s[-1][0] == Kind.ARTICLE and s[0][0] != Kind.ANNEX),
        )


def resolve_pointer(
    pointer: ProvisionPointer, at: Steps, layout: Layout
) -> tuple[Steps, ...] | None:
    """The units that a pointer names, seen from the unit `at`; None where one does not exist."""
    bases = _bases(pointer.relative, at, layout) if pointer.relative else ((),)
    if bases is None:
        return None
    if not pointer.steps:
        return bases
    if len(bases) != 1:
        return None
    base = () if pointer.steps[0][0] == Kind.ARTICLE else bases[0]  # 本章第九条 is 第九条
    if not pointer.relative and pointer.steps[0][0] in {Kind.PARAGRAPH, Kind.ITEM, Kind.POINT}:
        base = _own(Kind.ARTICLE, at, layout) or ()
    first = _below(base, pointer.steps, at, layout)
    if first is None or pointer.last is None:
        return None if first is None else (first,)
    last = _below(base, pointer.last, at, layout)
    return None if last is None else _range(first, last, layout)


def _holders(
    provision: Provision, holder: Steps, units: Iterator[tuple[Steps, Provision]]
) -> Iterator[tuple[Steps, Steps]]:
    """(steps, steps of the unit around it) of a unit and everything in it; `units` is in text order."""
    steps, _ = next(units)
    yield steps, holder
    for child in provision.children:
        yield from _holders(child, steps, units)


def _bases(relative: Relative, at: Steps, layout: Layout) -> tuple[Steps, ...] | None:
    """The units that 本条, 前款 or 前两款 names."""
    own = _own(relative.kind, at, layout)
    if own is None:
        return None
    if not relative.back:
        return (own,)
    if relative.kind is Kind.ARTICLE:
        row = layout.articles
    else:
        row = tuple(
            s for s in layout.within.get(layout.around[own], ()) if s[-1][0] == relative.kind
        )
    index = row.index(own) if own in row else -1
    return row[index - relative.back : index] if index >= relative.back else None


def _own(kind: Kind, at: Steps, layout: Layout) -> Steps | None:
    """The unit of a kind in which the citing unit stands; in a notice 本条 is its item."""
    steps: Steps | None = at
    while steps:
        if steps[-1][0] == kind:
            return steps
        steps = layout.around.get(steps)
    return None


def _below(base: Steps, steps: Steps, at: Steps, layout: Layout) -> Steps | None:
    """The unit that `steps` names below `base`, skipped units filled in."""
    if steps[0][0] in _DIVISIONS:
        return _division(steps, at, layout)
    for step in steps:
        found = _step(base, step, at, layout)
        if found is None:
            return None
        base = found
    return base


def _step(base: Steps, step: tuple[str, str], at: Steps, layout: Layout) -> Steps | None:
    steps = (*base, step)
    if steps in layout.around:
        return steps
    if step[0] == Kind.ARTICLE:
        # A text numbered 一、 or 1. is cited by 第一条 all the same.
        others = [(*base, (kind.value, step[1])) for kind in _AS_ARTICLES]
        bare = not layout.articles or base
        return next((s for s in others if s in layout.around), None) if bare else None
    if step[0] not in {Kind.ITEM, Kind.POINT}:
        return None
    # 第十条第一项: the one 款 that has such an item, the citing one before others.
    holders = [(*inner, step) for inner in layout.within.get(base, ())]
    found = [steps for steps in holders if steps in layout.around]
    own = [steps for steps in found if at[: len(steps) - 1] == steps[:-1]]
    return next(iter(own or found), None)


def _division(steps: Steps, at: Steps, layout: Layout) -> Steps | None:
    """A chapter or section; one whose number recurs is that of the citing unit's own part."""
    found = [s for s in layout.around if s[-len(steps) :] == steps]
    if len(found) <= 1:
        return found[0] if found else None
    near: Steps | None = at
    while near:
        inside = [s for s in found if s[: len(near)] == near]
        if inside:
            return inside[0]
        near = layout.around.get(near)
    return None


def _range(first: Steps, last: Steps, layout: Layout) -> tuple[Steps, ...] | None:
    """The units from one to another in the order of the text."""
    if first[-1][0] == Kind.ARTICLE:
        row = layout.articles
    else:
        row = layout.within.get(layout.around[first], ())
    if first not in row or last not in row:
        return None
    start, end = row.index(first), row.index(last)
    return row[start : end + 1] if start < end else None
