"""Oddities of a text: gaps, repeats, a missing title, signs of truncation. Reported, never repaired.

Takes: the finished tree. Gives: `Oddity` records.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from converters.records import Element, ElementKind, Kind, Oddity, OddityKind, Provision, Span
from converters.structure.lines import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from converters.text import Text

_IN_FORCE: Final = re.compile(
    r"[自从于].{0,60}(?:起|日|后|时)[^。；]{0,12}(?:施行|实施|生效|执行|实行)"
    r"|(?:施行|生效|实施)(?:日期|时间)|日 ?(?:起)?(?:施行|实施)"
)
_LISTED: Final = 20
_PRIVATE_USE: Final = re.compile("[\ue000-\uf8ff]+")
_SAY_IN_FORCE: Final = (ElementKind.HISTORY, ElementKind.PROPERTY)
_HEADED: Final = (Kind.PART, Kind.CHAPTER, Kind.SECTION)


def find_oddities(
    text: Text,
    provisions: Sequence[Provision],
    elements: Sequence[Element],
    *,
    numbered: bool,
) -> list[Oddity]:
    """What the document does unusually, in no particular order."""
    found = [*_articles(provisions), *_headings(provisions), *_ends(text, provisions, elements)]
    first = _opening(elements)
    start = Span(first, min(len(text), first + 1))
    if not any(e.kind is ElementKind.TITLE for e in elements):
        found.append(Oddity(OddityKind.TITLE_MISSING, start))
    if provisions and not numbered:
        found.append(Oddity(OddityKind.UNNUMBERED, start))
    found += [
        Oddity(OddityKind.PRIVATE_USE, Span(*m.span()), f"U+{ord(m[0][0]):04X}")
        for m in _PRIVATE_USE.finditer(text.value)
    ]
    return found


def _opening(elements: Sequence[Element]) -> int:
    """Where the document itself opens, after what a page says of it."""
    opening = 0
    for element in elements:
        if element.kind is not ElementKind.PROPERTY or element.span.start > opening + 1:
            break
        opening = element.span.end + 1
    return opening


def main_units(provisions: Sequence[Provision]) -> Iterator[Provision]:
    """Units of the main text in order; annexes number their own."""
    for provision in provisions:
        if provision.kind is not Kind.ANNEX:
            yield from provision.walk()


def _articles(provisions: Sequence[Provision]) -> Iterator[Oddity]:
    articles = [p for p in main_units(provisions) if p.kind is Kind.ARTICLE and p.label]
    seen: Counter[str] = Counter()
    last = branch = 0
    for article in articles:
        base, _, sub = article.number.partition("-")
        number, part, span = int(base), int(sub or 0), article.label or Span(0, 0)
        if seen[article.number]:
            yield Oddity(OddityKind.ARTICLE_REPEATED, span, article.number)
        elif not seen and number != 1:
            yield Oddity(OddityKind.ARTICLE_FIRST, span, article.number)
        elif number > last + 1:
            yield Oddity(OddityKind.ARTICLE_GAP, span, missing_numbers(last, number))
        elif number == last and part > branch + 1:
            missing = missing_numbers(branch, part)
            branches = ",".join(f"{number}-{each}" for each in missing.split(","))
            yield Oddity(OddityKind.ARTICLE_GAP, span, branches)
        seen[article.number] += 1
        last, branch = number, part


def missing_numbers(last: int, number: int) -> str:
    """The numbers between two, as data writes them; a long gap by its ends.

    >>> missing_numbers(2, 5), missing_numbers(2, 100)
    ('3,4', '3–99')
    """
    missing = range(last + 1, number)
    if len(missing) > _LISTED:
        return f"{missing[0]}–{missing[-1]}"
    return ",".join(map(str, missing))


def _headings(provisions: Sequence[Provision]) -> Iterator[Oddity]:
    """Gaps among headings of one kind under one parent."""
    groups = [provisions, *(p.children for p in main_units(provisions))]
    for group in groups:
        for kind in _HEADED:
            last = 0
            for unit in (u for u in group if u.kind is kind and u.number.isdecimal()):
                number, span = int(unit.number), unit.label or unit.heading
                if span and last and number > last + 1:
                    yield Oddity(OddityKind.HEADING_GAP, span, missing_numbers(last, number))
                last = number


def _ends(
    text: Text, provisions: Sequence[Provision], elements: Sequence[Element]
) -> Iterator[Oddity]:
    """A last provision that breaks off, and a statute without a clause on its entry into force."""
    units = [p for p in main_units(provisions) if p.text]
    if not units:
        return
    last = units[-1].text or Span(0, 0)
    if not ends_sentence(last.of(text.value)):
        yield Oddity(OddityKind.TRUNCATED, last)
    clauses = [p.text for p in units[-3:] if p.text]
    clauses += [e.span for e in elements if e.kind in _SAY_IN_FORCE]
    if not any(_IN_FORCE.search(span.of(text.value)) for span in clauses):
        yield Oddity(OddityKind.IN_FORCE_MISSING, last)
