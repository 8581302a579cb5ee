"""The bodies that the closing bracket of a notice's item makes responsible.

Takes: a passage. Gives: a `ResponsibilityBracket`: （省工信厅、省商务厅按职责分工负责，各市政府具体负责）, （牵头单位：
省科技厅；责任单位：省财政厅）, 责任单位：省科技厅、各市人民政府.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import mention
from converters.annotation.actors.names import read_names
from converters.annotation.actors.phrases import read_phrases
from converters.annotation.actors.readings import Name
from converters.annotation.records import Bearer, BearerRole
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.records import Passage

_LABEL: Final = (
    r"(?:省级|市级)?(?:牵头|责任|负责|主办|协办|配合|参与|实施|落实|承办|支持|参加)"
    r"(?:责任)?(?:单位|部门|处室)"
)
_LABELLED: Final = re.compile(rf"(?P<label>{_LABEL})\s*：")
_VERB: Final = re.compile(
    r"(?:等)?(?:单位|部门)?(?:按(?:照)?(?:各自)?职[责能]?(?:分工)?|具体|共同|分别|分工|依职责)*"
    r"(?P<verb>牵头(?:负责)?|负责|配合|参与|协同|落实|组织实施)"
)
_GLOBAL: Final = re.compile(
    r"以下均(?:需|由)?(?P<body>[^，。；）]{2,30}?)(?:具体|分别|共同)?(?:负责|落实)"
)
_CLAUSE_END: Final = re.compile(r"[，；。]")
_OPENING: Final = re.compile(
    r"（(?=[^（）]*(?:（[^（）]*）[^（）]*)*）\s*[。；]?\s*$)|[〔【](?=[^〔〕【】]*[〕】]\s*[。；]?\s*$)"
)
_CLOSING: Final = re.compile(r"[）〕】]\s*[。；]?\s*$")
_END_OF_LIST: Final = re.compile(r"[；。\n]|[，、\s]+$|，(?=[^，：]{2,8}：)")
_COMMA: Final = re.compile(r"[，；]")
_BETWEEN: Final = re.compile(r"[、，；\n](?![^（）]*）)|(?<=[局厅委办府])[和及]")
_ASIDES: Final = ("以下", "统称", "简称", "含", "包括", "即")
_TRAILING: Final = re.compile(r"等?(?:有关|相关)?(?:单位|部门)?$")
_ORGANS: Final = frozenset({"government", "department", "body", "authority", "committee", "open"})
_LINE: Final = re.compile(rf"(?:(?<=[。；）\s])|^){_LABEL}\s*：[^。]*[。；]?\s*$")
_ROLES: Final = (
    ("牵头", BearerRole.LEAD),
    ("主办", BearerRole.LEAD),
    ("配合", BearerRole.JOINT),
    ("协", BearerRole.JOINT),
    ("参", BearerRole.JOINT),
    ("支持", BearerRole.JOINT),
)


@dataclass(frozen=True, slots=True)
class ResponsibilityBracket:
    """The bracket at `span`, the bodies that it names, and those that it names for all later items."""

    span: Span
    bearers: tuple[Bearer, ...]
    for_later_items: tuple[Bearer, ...]


def find_bracket_bodies(passage: Passage) -> ResponsibilityBracket | None:
    """The responsible bodies at the end of an item; None where it names none."""
    folded = passage.folded
    match = _OPENING.search(folded)
    if match:
        closing = _CLOSING.search(folded)
        end = closing.start() if closing else len(folded)
        inside, span = Span(match.end(), end), Span(match.start(), end + 1)
    elif match := _LINE.search(folded):
        span = inside = Span(match.start(), match.end())
    else:
        return None
    later = _for_later(passage, inside)
    stop = min((bearer.actor.pieces[0].start for bearer in later), default=inside.end)
    if common := _GLOBAL.search(folded, inside.start, inside.end):
        stop = common.start()
    bearers = _read(passage, Span(inside.start, stop))
    if not bearers:
        return None
    return ResponsibilityBracket(span, bearers, later)


def _for_later(passage: Passage, inside: Span) -> tuple[Bearer, ...]:
    match = _GLOBAL.search(passage.folded, inside.start, inside.end)
    if not match:
        return ()
    return _bodies(passage, Span(*match.span("body")), BearerRole.RESPONSIBLE)


def _read(passage: Passage, inside: Span) -> tuple[Bearer, ...]:
    """Clause by clause: a label before the bodies or a verb after them says their role."""
    folded = passage.folded
    found: list[Bearer] = []
    labels = list(_LABELLED.finditer(folded, inside.start, inside.end))
    if labels:
        ends = [*(label.start() for label in labels[1:]), inside.end]
        for label, end in zip(labels, ends, strict=True):
            last = _END_OF_LIST.search(folded, label.end(), end)
            bodies = Span(label.end(), last.start() if last else end)
            found += _bodies(passage, bodies, _role(label["label"]))
        return tuple(found)
    start = inside.start
    ends = [cut.start() for cut in _CLAUSE_END.finditer(folded, start, inside.end)]
    for end in (*ends, inside.end):
        verb = _VERB.search(folded, start, end)
        if verb:
            found += _bodies(passage, Span(start, verb.start()), _role(verb["verb"]))
            start = end + 1
    return tuple(found) if found else _read_bare(passage, inside)


def _read_bare(passage: Passage, inside: Span) -> tuple[Bearer, ...]:
    """The bodies of a bracket that is nothing but a list of them."""
    folded = passage.folded
    if folded.startswith(_ASIDES, inside.start):
        return ()
    names = _names(folded, inside)
    if any(name.category not in _ORGANS for name in names):
        return ()
    return tuple(Bearer(mention(passage, name), BearerRole.RESPONSIBLE) for name in names)


def _role(words: str) -> BearerRole:
    for sign, role in _ROLES:
        if sign in words:
            return role
    return BearerRole.RESPONSIBLE


def _bodies(passage: Passage, span: Span, role: BearerRole) -> tuple[Bearer, ...]:
    """The bodies of a list; where the grammar does not know them all, what stands between commas."""
    names = _names(passage.folded, span) or _divide(passage.folded, span)
    return tuple(Bearer(mention(passage, name), role) for name in names)


def _names(folded: str, span: Span) -> list[Name]:
    """The actors of a span that is nothing but a list of them; else none."""
    found: list[Name] = []
    start = span.start
    for end in [*(cut.start() for cut in _COMMA.finditer(folded, *_bounds(span))), span.end]:
        phrases = list(read_phrases(folded, start, end, without_head=True))
        reading = read_names(folded, phrases[0], open_class=True) if len(phrases) == 1 else None
        if reading is None or not reading.is_complete:
            return []
        if folded[start : phrases[0].start].strip() or folded[phrases[0].end : end].strip():
            return []
        found += reading.names
        start = end + 1
    return found


def _bounds(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _divide(folded: str, span: Span) -> list[Name]:
    """The members of a list as they stand: 区科经局、各街道、镇."""
    names: list[Name] = []
    start = span.start
    for end in [*(cut.start() for cut in _BETWEEN.finditer(folded, *_bounds(span))), span.end]:
        words = _TRAILING.sub("", folded[start:end])
        begin = start + len(words) - len(words.lstrip("由 \n"))
        if begin < start + len(words):
            names.append(Name((Span(begin, start + len(words)),), "open", "open"))
        start = end + 1
    return names
