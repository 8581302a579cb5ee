"""Which provisions a citation names: 第八条, 第十条第一款第（二）项, 第五条至第八条, 前款第一项, 本条.

Takes: folded text and the place where a list of provisions may begin. Gives: `Pointed`, the provisions
of one article (or one range of articles) and where their words end. A list of articles is read
article by article: its members are citations of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.annotation.records import ProvisionPointer, Relative
from converters.records import Kind
from converters.structure.numerals import parse_numeral

if TYPE_CHECKING:
    from converters.structure.addresses import Steps

_N: Final = r"(?:[零〇○一二三四五六七八九十百千]+|\d{1,4})"
# A unit's name inside another word is none: 第一项目, 上述条件, 第二章程.
_UNIT: Final = (
    r"(?:分编|编(?![制号码写])|章(?!程)|节(?![点能约目假])|条(?![件例约线款])|款(?![项式待])"
    r"|项(?!目)|目(?![的标录前]))"
)
_ATOM: Final = re.compile(
    rf"第? ?(?:（ ?(?P<paren>{_N}) ?）|(?P<number>{_N})) ?(?P<unit>{_UNIT})?"
    r"(?:(?<=条)之(?P<branch>[一二三四五六七八九十]+))?"
)
_SEPARATOR: Final = re.compile(
    r"[、，]?(?:以及|或者|[和及或与至到])|[、，]|的(?=第[^条]{1,6}[款项])|"
)
# Numbers up to their unit word: tells at once where no provision is named.
_NEXT: Final = (
    rf"(?:[、，]?(?:以及|或者|[和及或与至到])|[、，])第? ?(?:{_N}|（ ?{_N} ?）)|第? ?（ ?{_N} ?）"
)
_HEAD: Final = re.compile(
    rf" ?(?:第 ?(?:{_N}|（ ?{_N} ?）)|（ ?{_N} ?）(?=项))(?:{_NEXT}){{0,40}} ?(?:{_UNIT}|(?<=）))"
)
_RANGE: Final = ("至", "到")

_KINDS: Final = {
    "编": Kind.PART,
    "分编": Kind.SUBPART,
    "章": Kind.CHAPTER,
    "节": Kind.SECTION,
    "条": Kind.ARTICLE,
    "款": Kind.PARAGRAPH,
    "项": Kind.ITEM,
    "目": Kind.POINT,
}
_RANKS: Final = {kind.value: rank for rank, kind in enumerate(_KINDS.values())}
_LONGEST_LIST: Final = 60  # numbers that share a unit word
_COUNTS: Final = {"": 1, "两": 2}

_RELATIVE: Final = re.compile(
    r"本(?P<own>编(?![制号码写辑])|章(?!程)|节|条(?![例件约款文])|款(?![项待])|项(?!目))"
    r"|[前上](?P<count>[一二两三四五六七八九十])?(?P<before>条(?![件例约款])|款(?!项)|项(?!目))"
)
_ANNEX: Final = re.compile(
    r"(?:所附的?)?附(?:件|表|录|图)(?P<number>[一二三四五六七八九十]+|\d{1,2})?"
)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Provisions and the place after their words."""

    pointers: tuple[ProvisionPointer, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Group:
    """Numbers that one unit word names (第一、二项), and the separator before them."""

    kind: Kind
    numbers: tuple[str, ...]
    separator: str
    ranged: bool
    end: int


def read_pointers(folded: str, start: int) -> Pointed | None:
    """The provisions named at `start`, numbers first: 第十条第一款、第二款.

    >>> found = read_pointers("第十条第一款、第二款和第十一条", 0)
    >>> [p.steps for p in found.pointers], found.end
    ([(('art', '10'), ('para', '1')), (('art', '10'), ('para', '2'))], 10)
    """
    if not _HEAD.match(folded, start):
        return None
    return _read(folded, start, None)


def read_relative(folded: str, start: int) -> Pointed | None:
    """The provisions named by their place beside the citing one: 前款第一项, 本条前两款, 前条.

    >>> read_relative("前款第一项", 0).pointers[0].steps
    (('item', '1'),)
    """
    match = _RELATIVE.match(folded, start)
    if not match:
        return None
    end, relative = match.end(), _relative(match)
    if match["own"] == "条":
        inner = _RELATIVE.match(folded, end)
        if inner and inner["before"] == "款":
            end, relative = inner.end(), _relative(inner)
    return _read(folded, end, relative) or Pointed((ProvisionPointer((), None, relative),), end)


def read_annex(folded: str, start: int) -> Pointed | None:
    """An annex (附件2, 附表), with an article of it where one is named (附录第三条)."""
    match = _ANNEX.match(folded, start)
    if not match:
        return None
    number = parse_numeral(match["number"]) if match["number"] else 1
    annex = (Kind.ANNEX.value, str(number))
    below = read_pointers(folded, match.end())
    if not below:
        return Pointed((ProvisionPointer((annex,)),), match.end())
    within = tuple(
        ProvisionPointer((annex, *p.steps), p.last and (annex, *p.last)) for p in below.pointers
    )
    return Pointed(within, below.end)


def _relative(match: re.Match[str]) -> Relative:
    if match["own"]:
        return Relative(_KINDS[match["own"]], 0)
    count = match["count"] or ""
    back = _COUNTS.get(count) or parse_numeral(count) or 1
    return Relative(_KINDS[match["before"]], back)


def _read(folded: str, start: int, relative: Relative | None) -> Pointed | None:
    """Groups from `start` on that name provisions of one article or one range."""
    pointers: list[ProvisionPointer] = []
    end = start
    while group := _next_group(folded, end):
        if not _belongs(group, pointers, relative):
            break
        _add(group, pointers, relative)
        end = group.end
    return Pointed(tuple(pointers), end) if pointers else None


def _next_group(folded: str, start: int) -> _Group | None:
    """Numbers up to the unit word that they share; in brackets without one they are 项."""
    separator = _SEPARATOR.match(folded, start)
    first = separator[0] if separator else ""
    at = start + len(first)
    first = first.removeprefix("的")
    numbers: list[str] = []
    ranged = False
    while (atom := _ATOM.match(folded, at)) and (number := _number(atom)):
        if not numbers and folded[atom.start()] not in "第（":
            return None
        numbers.append(number)
        unit = atom["unit"]
        if unit or len(numbers) == _LONGEST_LIST or not _continues(folded, atom.end()):
            if not unit and (not atom["paren"] or folded[atom.start()] != "第"):
                return None
            return _Group(_KINDS[unit or "项"], tuple(numbers), first, ranged, atom.end())
        between = _SEPARATOR.match(folded, atom.end())
        joint = between[0] if between else ""
        if not joint and not atom["paren"]:
            return None
        ranged = ranged or joint.endswith(_RANGE)
        at = atom.end() + len(joint)
    return None


def _continues(folded: str, end: int) -> bool:
    """Whether another number follows that may share its unit word with the one before."""
    separator = _SEPARATOR.match(folded, end)
    atom = _ATOM.match(folded, separator.end() if separator else end)
    return bool(atom and (atom["unit"] or atom["paren"] or folded[end : end + 1] == "、"))


def _number(atom: re.Match[str]) -> str | None:
    number = parse_numeral(atom["paren"] or atom["number"])
    branch = parse_numeral(atom["branch"]) if atom["branch"] else None
    if not number:
        return None
    return f"{number}-{branch}" if branch else str(number)


def _belongs(group: _Group, pointers: list[ProvisionPointer], relative: Relative | None) -> bool:
    """Whether the group names a part of what is read, and not an article or paragraph of its own."""
    rank = _RANKS[group.kind.value]
    if not pointers:
        return not relative or (not group.separator and rank > _RANKS[relative.kind.value])
    depth = _RANKS[pointers[-1].steps[-1][0]]
    if not group.separator:
        return rank > depth
    if group.separator.endswith(_RANGE):
        return rank == depth and pointers[-1].last is None
    top = _RANKS[pointers[0].steps[0][0]]
    return top < rank <= depth or (rank == top == depth and group.kind not in _ALONE)


# Each of these is a citation of its own in a list.
_ALONE: Final = {Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE}


def _add(group: _Group, pointers: list[ProvisionPointer], relative: Relative | None) -> None:
    rank = _RANKS[group.kind.value]
    parent: Steps = ()
    if pointers:
        before = pointers[-1].last or pointers[-1].steps
        parent = tuple(step for step in before if _RANKS[step[0]] < rank)
    if group.kind is Kind.ARTICLE:
        parent = ()  # articles are numbered through the text: 第五章第四十七条 is 第四十七条
    named = [(*parent, (group.kind.value, number)) for number in group.numbers]
    if pointers and group.separator.endswith(_RANGE):
        start = pointers.pop()
        pointers.append(ProvisionPointer(start.steps, named.pop(), relative))
        return
    if pointers and not group.separator:
        pointers.pop()
    if group.ranged:
        last = named.pop()
        named, ranged = named[:-1], ProvisionPointer(named[-1], last, relative)
        pointers += [*(ProvisionPointer(steps, None, relative) for steps in named), ranged]
        return
    pointers += [ProvisionPointer(steps, None, relative) for steps in named]
