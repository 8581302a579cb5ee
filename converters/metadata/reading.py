"""Title, type, jurisdiction, bodies, numbers and dates, as the text states them.

Takes: `Structure`. Gives: `Metadata`; what the text does not say is None.
"""

from __future__ import annotations

import re
from datetime import date as calendar_date
from typing import TYPE_CHECKING, Final

from converters.metadata.classification import (
    CENTRAL_TYPES,
    find_doc_type,
    find_territory,
    find_words,
    infer_territory,
)
from converters.metadata.history import (
    find_adopter,
    parse_announcement,
    parse_date,
    parse_events,
)
from converters.records import ElementKind, Event, EventKind, Metadata, Span, Stated
from converters.structure.clean import fold
from converters.structure.matter import DATE, DOCUMENT_NUMBER, PROPERTY_KEY, is_signature
from converters.structure.numerals import COUNTING_NUMERAL
from converters.structure.oddities import main_units
from ontology.jurisdictions import CENTRE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.records import Element, Structure

_HAN: Final = r"[\u3400-\u9fff（）《》〈〉“”、，。：；〔〕]"
_BETWEEN_HAN: Final = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_CLAUSE: Final = re.compile(
    rf"(?:[自从于] ?|(?<=[例法定则释]))"
    rf"(?:{DATE.pattern}|(?P<publication>(?:公布|发布|颁布|印发|下发|通过)之日)) ?(?:起)?"
    r"(?P<later>[\d一二三四五六七八九十]+[日天个]月?后)?(?:正式)?(?:施行|实施|生效|执行|实行)(?!的)"
)
# What stands before the clause: 本条例, 其他条款, or no other norm's name.
_SAYS_ITS_OWN: Final = re.compile(r"(?:本[^，。；]{1,60}|其[他余][^，。；]{0,12})$|^[^《]*$")
_OF_ONE_ARTICLE: Final = re.compile(r"第[^，。；]{1,8}[条款项章]$")
_STATUSES: Final = (
    (re.compile(r"尚未(?:施行|生效)|未生效"), "not-yet-in-force"),
    (re.compile(r"部分(?:废止|失效|有效)"), "amended"),
    (re.compile(r"(?<![未])(?:废止|失效|无效)"), "repealed"),
    (re.compile(r"已(?:被)?修[改正订]"), "amended"),
    (re.compile(r"有效|施行|生效|未(?:废止|失效)"), "in-force"),
)
_WORD_START: Final = r"(?<![^ ])(?! )"
_PROPERTIES: Final = re.compile(_WORD_START + PROPERTY_KEY.pattern)
# Whose act makes a text, in this order; an approval (批准) makes none of its own.
_MAKING: Final = (
    EventKind.ADOPTED,
    EventKind.PROMULGATED,
    EventKind.REVISED,
    EventKind.AMENDED,
    EventKind.APPROVED,
)
_ORDER: Final = re.compile(
    r"(?P<form>[\u4e00-\u9fff、]{2,40}?(?:令|公告))"
    rf" ?第?(?P<number>{COUNTING_NUMERAL}{{1,6}}) ?号"
)
_TITLE_KEYS: Final = {"标题", "名称", "信息名称"}
_NUMBER_KEYS: Final = {"发文字号", "文号", "字号"}
_ISSUER_KEYS: Final = {"发文机关", "发布机构", "发布部门", "发布单位", "制定机关"}
_SIGNED_KEYS: Final = {"成文日期"}
_ISSUED_KEYS: Final = {"发文日期", "发布日期", "公布日期", "公开日期", "印发日期"}
_IN_FORCE_KEYS: Final = {"施行日期", "实施日期", "生效日期"}
_STATUS_KEYS: Final = {"时效性", "效力状态", "有效性"}


def read_metadata(structure: Structure) -> Metadata:
    """What the document says about itself."""
    reader = _Reader(structure)
    title, adopters = reader.title(), reader.adopters()
    bodies = tuple(_body(adopter) for adopter in adopters)
    body = bodies[0] if bodies else None
    number = reader.document_number()
    doc_type = reader.doc_type(title, body, number)
    return Metadata(
        title=title,
        subtitle=reader.line(ElementKind.SUBTITLE),
        doc_type=doc_type,
        jurisdiction=reader.jurisdiction(title, body, doc_type),
        adopted_by=_together(adopters),
        adopting_bodies=bodies,
        session=_session(adopters),
        document_number=number,
        date_adopted=reader.event_date(EventKind.ADOPTED),
        date_signed=reader.date_signed(),
        date_issued=reader.date_issued(),
        date_in_force=reader.date_in_force(),
        in_force_on_publication=reader.in_force_on_publication(),
        status=reader.status(),
        addressees=tuple(reader.addressees()),
        events=reader.events,
    )


def tidy(words: str) -> str:
    """The words without the white space that line breaks leave between Chinese characters.

    >>> tidy("办公厅 关于印发 AI 措施的　通知")
    '办公厅关于印发 AI 措施的通知'
    """
    return _BETWEEN_HAN.sub("", " ".join(words.split()))


class _Reader:
    """One question a method; each answers with the words that state the fact."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._text = structure.text.value
        self._clause = self._find_clause()
        self.events: tuple[Event, ...] = tuple(self._read_events())

    def _read_events(self) -> Iterator[Event]:
        """Events of the adoption note; where it is silent, those that an announcement tells."""
        adopted = False
        for element in self._elements(ElementKind.HISTORY):
            for event in parse_events(element.span.of(self._text), element.span.start):
                adopted = adopted or event.kind is EventKind.ADOPTED
                yield event
        for element in self._elements(ElementKind.ANNOUNCEMENT):
            if not adopted:
                yield from parse_announcement(element.span.of(self._text), element.span.start)

    def _elements(self, kind: ElementKind) -> Iterator[Element]:
        return (e for e in self._structure.elements if e.kind is kind)

    def line(self, kind: ElementKind) -> Stated | None:
        """The first element of a kind, white space inside it tidied."""
        element = next(self._elements(kind), None)
        return Stated(tidy(element.span.of(self._text)), element.span) if element else None

    def _property(self, keys: set[str]) -> Stated | None:
        """The first property with one of the keys that says something."""
        for key, span in self._properties():
            if key in keys and span.start < span.end:
                return Stated(tidy(span.of(self._text)), span)
        return None

    def _properties(self) -> Iterator[tuple[str, Span]]:
        """Key and value of every property; a row of a table holds two or three."""
        for element in self._elements(ElementKind.PROPERTY):
            line = fold(element.span.of(self._text))
            found = list(_PROPERTIES.finditer(line))
            ends = [match.start() for match in found[1:]] + [len(line)]
            for match, end in zip(found, ends, strict=True):
                value = line[match.end() : end]
                start = element.span.start + end - len(value.lstrip())
                key = match["key"].replace(" ", "")
                yield key, Span(start, start + len(value.strip()))

    def title(self) -> Stated | None:
        return self.line(ElementKind.TITLE) or self._property(_TITLE_KEYS)

    def document_number(self) -> Stated | None:
        """晋政办发〔2024〕59号, or the number of an order: 工业和信息化部令第66号."""
        for found in (*self._number_lines(), self._property(_NUMBER_KEYS)):
            match = DOCUMENT_NUMBER.search(fold(found.value)) if found else None
            if match and found:
                value = f"{match['prefix']}〔{match['year']}〕{match['number']}号"
                return Stated(value, found.span)
        return self._order_number()

    def _order_number(self) -> Stated | None:
        header = ""
        for element in self._structure.elements:
            line = tidy(element.span.of(self._text))
            if element.kind is ElementKind.HEADER and line.endswith(("令", "公告")):
                header = line
            if element.kind is ElementKind.DOCUMENT_NUMBER:
                number = fold(line).strip("（）")
                form = header if number.startswith("第") else ""
                return Stated((form + number).replace(" ", ""), element.span)
        for element in self._elements(ElementKind.HISTORY):
            match = _ORDER.search(fold(element.span.of(self._text)))
            if match:
                start = element.span.start
                span = Span(start + match.start(), start + match.end())
                return Stated(f"{match['form']}第{match['number']}号", span)
        return None

    def _number_lines(self) -> Iterator[Stated]:
        for element in self._elements(ElementKind.DOCUMENT_NUMBER):
            yield Stated(element.span.of(self._text), element.span)

    def _event(self, *kinds: EventKind) -> Event | None:
        return next((e for e in self.events if e.kind in kinds), None)

    def event_date(self, *kinds: EventKind) -> Stated | None:
        event = self._event(*kinds)
        return Stated(event.date, event.span) if event else None

    def adopters(self) -> list[Stated]:
        """Who adopted or issued the text, in the words of note, signature, property line or title."""
        for kind in _MAKING:
            event = self._event(kind)
            words = DATE.sub("", fold(event.span.of(self._text)), 1) if event else ""
            adopter = find_adopter(words.strip("（ ")) if words else None
            if event and adopter:
                return [Stated(adopter.words, event.span)]
        spans = [e.span for e in self._elements(ElementKind.SIGNATURE)]
        signed = {body.value: body for span in reversed(spans) for body in self._bodies(span)}
        issuer = self._property(_ISSUER_KEYS)
        return (
            sorted(signed.values(), key=lambda body: body.span)
            or ([issuer] if issuer else [])
            or self._named_in_title()
        )

    def _bodies(self, span: Span) -> list[Stated]:
        """The bodies that sign on a line; white space parts them, and an officer is none."""
        line = span.of(self._text)
        found = [
            Stated(match[0], Span(span.start + match.start(), span.start + match.end()))
            for match in re.finditer(r"\S+", line)
        ]
        if found and all(is_signature(each.value) for each in found):
            return found
        return [Stated(tidy(line), span)] if is_signature(line) else []

    def _named_in_title(self) -> list[Stated]:
        """The bodies that a title begins with: 某省人民政府关于…, several on lines of their own."""
        element = next(self._elements(ElementKind.TITLE), None)
        head = element.span.of(self._text).partition("关于")[0] if element else ""
        if element and head and all(is_signature(line) for line in head.split("\n") if line):
            start = element.span.start
            return self._bodies(Span(start, start + len(head.rstrip())))
        return []

    def doc_type(
        self, title: Stated | None, body: Stated | None, number: Stated | None
    ) -> Stated | None:
        kinds = (ElementKind.HISTORY, ElementKind.HEADER, ElementKind.DOCUMENT_NUMBER)
        note = "\n".join(e.span.of(self._text) for kind in kinds for e in self._elements(kind))
        found = find_doc_type(
            title.value if title else None,
            body.value if body else None,
            note,
            number.value if number else None,
            self._text,
        )
        if found is None:
            return None
        proof = find_words(found.words, self._text) or (title or body or number)
        span = proof if isinstance(proof, Span) else proof.span if proof else Span(0, 0)
        return Stated(found.notation, span, inferred=found.inferred)

    def jurisdiction(
        self, title: Stated | None, body: Stated | None, doc_type: Stated | None
    ) -> Stated | None:
        for fact in (title, body):
            found = find_territory(fact.value) if fact else None
            if fact and found:
                return Stated(found[0].notation, fact.span)
        if doc_type and doc_type.value in CENTRAL_TYPES:
            return Stated(CENTRE, doc_type.span, inferred=doc_type.inferred)
        inferred = infer_territory(self._text)
        return Stated(inferred[0].notation, inferred[1], inferred=True) if inferred else None

    def _dated(self, fact: Stated | None) -> Stated | None:
        match = DATE.search(fold(fact.value)) if fact else None
        date = (parse_date(match) if match else None) or (_iso_date(fact.value) if fact else None)
        return Stated(date, fact.span) if fact and date else None

    def date(self, kind: ElementKind, keys: set[str]) -> Stated | None:
        return self._dated(self.line(kind)) or self._dated(self._property(keys))

    def date_signed(self) -> Stated | None:
        return None if self._is_announced() else self.date(ElementKind.DATE, _SIGNED_KEYS)

    def date_issued(self) -> Stated | None:
        """Date of printing or promulgation; an announcement (公告, 令) is dated by its signature."""
        if self._is_announced():
            return self.date(ElementKind.DATE, _ISSUED_KEYS)
        stated_date = self.date(ElementKind.PRINTING, _ISSUED_KEYS)
        return stated_date or self.event_date(EventKind.PROMULGATED)

    def _is_announced(self) -> bool:
        return any(self._elements(ElementKind.ANNOUNCEMENT))

    def _find_clause(self) -> tuple[re.Match[str], int] | None:
        """The clause on entry into force: in the last units, any other, or the announcement."""
        units = [u.text for u in main_units(self._structure.provisions) if u.text]
        for span in [*reversed(units[-6:]), *units[:-6]]:
            words = fold(span.of(self._text))
            for match in _CLAUSE.finditer(words):
                before = words[: match.start()]
                if _SAYS_ITS_OWN.search(before) and not _OF_ONE_ARTICLE.search(before):
                    return match, span.start
        for element in self._elements(ElementKind.ANNOUNCEMENT):
            announced = _CLAUSE.search(fold(element.span.of(self._text)))
            if announced:
                return announced, element.span.start
        return None

    def date_in_force(self) -> Stated | None:
        clause = self._clause
        date = parse_date(clause[0]) if clause and clause[0]["year"] else None
        if clause and date:
            return Stated(date, Span(clause[1] + clause[0].start(), clause[1] + clause[0].end()))
        return self.event_date(EventKind.EFFECTIVE) or self._dated(self._property(_IN_FORCE_KEYS))

    def in_force_on_publication(self) -> Stated | None:
        clause = self._clause
        if not clause or not clause[0]["publication"] or clause[0]["later"]:
            return None
        span = Span(clause[1] + clause[0].start(), clause[1] + clause[0].end())
        return Stated(clause[0]["publication"], span)

    def status(self) -> Stated | None:
        fact = self._property(_STATUS_KEYS)
        for pattern, notation in _STATUSES:
            if fact and pattern.search(fact.value):
                return Stated(notation, fact.span)
        return None

    def addressees(self) -> Iterator[Stated]:
        """各市、县人民政府，省各有关单位： is two addressees."""
        element = next(self._elements(ElementKind.ADDRESSEES), None)
        if element:
            line = fold(element.span.of(self._text)).rstrip("： ")
            for match in re.finditer(r"(?:[^，；（]|（[^）]*）|（)+", line):
                span = Span(element.span.start + match.start(), element.span.start + match.end())
                yield Stated(tidy(span.of(self._text)), span)


def _iso_date(words: str) -> str | None:
    match = re.search(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", words)
    try:
        return calendar_date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:  # a table that leaves a date open prints 0000-00-00
        return None


def _body(adopter: Stated) -> Stated:
    found = find_adopter(adopter.value)
    return Stated(found.body, adopter.span) if found else adopter


def _session(adopters: list[Stated]) -> Stated | None:
    found = find_adopter(adopters[0].value) if adopters else None
    return Stated(found.session, adopters[0].span) if found and found.session else None


def _together(adopters: list[Stated]) -> Stated | None:
    """All adopters in one statement, as a sentence would name them."""
    if not adopters:
        return None
    span = Span(adopters[0].span.start, adopters[-1].span.end)
    return Stated("、".join(adopter.value for adopter in adopters), span)
