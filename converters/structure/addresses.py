"""Addresses of provisions: the steps that lead to each, unique in the document.

Takes: a `Structure`. Gives: (steps, provision) in text order; `ontology.iris` writes them as the path
of an IRI (`art_6/para_1`) and as an address (`art:6/p:1`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from converters.records import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.records import Provision, Structure

Steps = tuple[tuple[str, str], ...]

# Units whose numbers usually run through the whole document: addressed alone where they do.
_RUNNING: Final = (Kind.SUBPART, Kind.CHAPTER, Kind.ARTICLE, Kind.DIVISION)
_RUNNING_OUTLINE: Final = (Kind.ITEM, Kind.POINT)


def addressed(structure: Structure) -> Iterator[tuple[Steps, Provision]]:
    """Every provision with its steps, in text order."""
    running = _running(structure)
    used: Counter[Steps] = Counter()
    for provision in structure.provisions:
        yield from _walk(provision, (), running, used)


def _running(structure: Structure) -> frozenset[Kind]:
    units = [u for p in structure.provisions if p.kind is not Kind.ANNEX for u in p.walk()]
    outline = not any(u.kind is Kind.ARTICLE for u in units)
    kinds = _RUNNING + (_RUNNING_OUTLINE if outline else ())
    if any(u.kind is Kind.ITEM and u.children for u in units):
        kinds = tuple(k for k in kinds if k is not Kind.POINT)
    counts = Counter((u.kind, u.number) for u in units)
    # Articles are cited by their number alone even where a text repeats one.
    return frozenset(
        kind
        for kind in kinds
        if kind is Kind.ARTICLE or all(n == 1 for (k, _), n in counts.items() if k is kind)
    )


def _walk(
    provision: Provision, parent: Steps, running: frozenset[Kind], used: Counter[Steps]
) -> Iterator[tuple[Steps, Provision]]:
    in_annex = bool(parent) and parent[0][0] == Kind.ANNEX
    base = () if provision.kind in running and not in_annex else parent
    steps = (*base, (provision.kind.value, provision.number))
    used[steps] += 1
    if used[steps] > 1:
        steps = (*base, (provision.kind.value, f"{provision.number}~{used[steps]}"))
    yield steps, provision
    for child in provision.children:
        yield from _walk(child, steps, running, used)


def extent(provision: Provision) -> Span:
    """From the first character of the unit, its label included, to the last of its last child."""
    own = [s for s in (provision.label, provision.heading, provision.text) if s]
    spans = own + [extent(child) for child in provision.children]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def enclosing(extents: list[Span]) -> list[int]:
    """For each unit, in text order, the index of the unit around it; -1 for none."""
    parents: list[int] = []
    around: list[int] = []
    for index, span in enumerate(extents):
        while around and extents[around[-1]].end < span.end:
            around.pop()
        parents.append(around[-1] if around else -1)
        around.append(index)
    return parents
