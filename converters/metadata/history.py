"""Adoption notes and amendment histories: dated events with body and session.

Takes: the words of a history element. Gives: `Event`s in text order.
Form: 题注应当载明制定机关、通过日期 (立法法 2023 第六十五条第三款).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from converters.records import Event, EventKind, Span
from converters.structure.clean import fold
from converters.structure.matter import DATE
from converters.structure.numerals import COUNTING_NUMERAL, parse_numeral

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVENTS: Final = (
    (re.compile(r"修正"), EventKind.AMENDED),
    (re.compile(r"修订|修改"), EventKind.REVISED),
    (re.compile(r"批准"), EventKind.APPROVED),
    (re.compile(r"通过"), EventKind.ADOPTED),
    (re.compile(r"公布|发布|颁布|印发"), EventKind.PROMULGATED),
    (re.compile(r"施行|实施|执行|生效"), EventKind.EFFECTIVE),
)
_TITLES: Final = re.compile(
    r"《[^《》]{0,300}(?:《[^《》]{0,200}》[^《》]{0,300})?》|〈[^〈〉]{0,300}〉|＜[^＜＞]{0,300}＞|<[^<>]{0,300}>"
)
_ASSEMBLY: Final = (
    r"(?P<body>[\u4e00-\u9fff]{0,30}?(?:人民代表大会常务委员会|人大常委会|人民代表大会|审判委员会|检察委员会|国务院|人民政府"
    r"|部|总局|局|署|银行|委员会|办公室))"
    rf"(?P<sitting>第?{COUNTING_NUMERAL}+次[\u4e00-\u9fff]{{0,4}}会议)"
)
_SESSIONS: Final = (
    re.compile(
        rf"(?P<place>[\u4e00-\u9fff]{{0,20}}?)(?P<term>第?{COUNTING_NUMERAL}+届){_ASSEMBLY}"
    ),
    re.compile(rf"(?P<place>)(?P<term>){_ASSEMBLY}"),
)
_BODY: Final = re.compile(
    r"[\u4e00-\u9fff、]{0,60}?(?:常务委员会|人民代表大会|国务院|人民政府|委员会|法院|检察院|总局|总署|部|厅|局|会议)(?=令|公告|$|第|批准|公布|发布|印发)"
)


# What leads to the next event belongs to that: …通过　根据2010年….
_NEXT: Final = re.compile(r"[\s，、；。）)]*(?:根据|依据)?[\s，、；。）)]*$")
_TERM: Final = re.compile(rf"第{COUNTING_NUMERAL}+届")
_ADOPTION: Final = re.compile(
    rf"(?:已经|已由|业经|业已|经由|经)?(?P<before>[\u4e00-\u9fff\d]{{0,60}}?)于?{DATE.pattern}"
    r"(?P<after>[\u4e00-\u9fff\d ]{0,60}?)(?:审议|讨论|修订)?通过"
)


@dataclass(frozen=True, slots=True)
class Adopter:
    """Who adopted a text: the words as written, the body and the session apart.

    `session` is "第十四届第九次会议", or None where a body acts without one.
    """

    words: str
    body: str
    session: str | None


def parse_date(match: re.Match[str]) -> str | None:
    """YYYY-MM-DD of a match of `DATE`; None for a date that no calendar has."""
    numbers = [parse_numeral(match[part]) for part in ("year", "month", "day")]
    if None in numbers:
        return None
    year, month, day = (n or 0 for n in numbers)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_events(note: str, start: int) -> Iterator[Event]:
    """Events of a history whose first character stands at `start` of the text.

    >>> note = "（2024年3月28日山西省第十四届人民代表大会常务委员会第九次会议通过）"
    >>> event = next(parse_events(note, 0))
    >>> event.kind.value, event.date, event.body, event.session
    ('adopted', '2024-03-28', '山西省人民代表大会常务委员会', '第十四届第九次会议')
    """
    folded = fold(note)
    dates = list(DATE.finditer(_masked(folded)))
    for index, match in enumerate(dates):
        end = dates[index + 1].start() if index + 1 < len(dates) else len(folded)
        day = parse_date(match)
        words = folded[match.end() : end].strip(" ，、；。（）()")
        kind = _kind(_TITLES.sub("", words))
        if not day or not kind:
            continue
        span = Span(start + match.start(), start + end)
        adopter = find_adopter(words)
        yield Event(
            kind,
            day,
            Span(span.start, span.start + len(_NEXT.sub("", note[match.start() : end]))),
            adopter.body if adopter else None,
            adopter.session if adopter else None,
        )


def parse_announcement(words: str, start: int) -> Iterator[Event]:
    """The adoption that an announcement tells: 已由…于2024年5月30日通过，现予公布.

    >>> words = "《办法》已经2023年11月2日工业和信息化部第12次部务会议审议通过，现予公布，自2024年1月1日起施行。"
    >>> [(e.kind.value, e.date, e.body, e.session) for e in parse_announcement(words, 0)]
    [('adopted', '2023-11-02', '工业和信息化部', '第12次部务会议')]
    """
    match = _ADOPTION.search(_masked(fold(words)))
    day = parse_date(match) if match else None
    if match and day:
        adopter = find_adopter(match["before"] + match["after"])
        body, session = (adopter.body, adopter.session) if adopter else (None, None)
        span = Span(start + match.start("before"), start + match.end())
        yield Event(EventKind.ADOPTED, day, span, body, session)


def find_adopter(words: str) -> Adopter | None:
    """Body and session that the words of an event name.

    >>> find_adopter("郑州市第十五届人民代表大会常务委员会第二十七次会议通过").body
    '郑州市人民代表大会常务委员会'
    """
    bare = _TITLES.sub("", words.replace(" ", ""))
    for pattern in _SESSIONS:
        match = pattern.search(bare)
        if match:
            session = f"{match['term']}{match['sitting']}"
            return Adopter(match[0].removeprefix("经"), _body_name(match), session)
    body = _BODY.match(bare.removeprefix("经").removeprefix("由"))
    if not body or body[0] == "会议":
        return None
    name = _TERM.sub("", body[0].removeprefix("中华人民共和国"))
    return Adopter(body[0], name, None)


def _body_name(match: re.Match[str]) -> str:
    """The body without the number of its term; 全国人大 says its term before its own name."""
    name = f"{match['place']}{match['body']}".removeprefix("经")
    return name.replace("人大常委会", "人民代表大会常务委员会")


def _masked(folded: str) -> str:
    """The words with dates inside titles hidden, at the same length."""
    return _TITLES.sub(lambda m: "·" * len(m[0]), folded)


def _kind(words: str) -> EventKind | None:
    """What the last event word says: …通过的《…》修正 is an amendment."""
    best: tuple[int, EventKind] | None = None
    for pattern, kind in _EVENTS:
        for match in pattern.finditer(words):
            if best is None or match.start() > best[0]:
                best = (match.start(), kind)
    return best[1] if best else None
