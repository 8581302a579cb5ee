"""Calendar dates that provisions set: 2024年6月1日, 每年三月三十一日前, 2027年底前.

Takes: the folded words of a passage and a place in them. Gives: the date that begins there, if it has
legal effect. A day that only tells when another text was adopted or promulgated has none.
Values are ISO 8601: 2024-06-01, 2024-06, 2024, and --03-31, --03 for a day or month of every year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from converters.records import Span
from converters.structure.numerals import parse_numeral

_SMALL: Final = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_DATE: Final = re.compile(
    r"(?:(?P<year>\d{4}|[〇○零一二三四五六七八九]{4}) ?年 ?)?"
    rf"(?:(?P<month>{_SMALL}) ?月(?: ?(?:份)?) ?(?:(?P<day>{_SMALL}) ?日)?)?"
)
_BOUND: Final = re.compile(
    r" ?(?:(?P<end>年?底|[年月]?末)(?:之前|以前|前)?|(?P<until>止|之前|以前|前(?!款|项)|以内|内|之内)"
    r"|(?P<since>起|以后|之后|后(?!续)))"
)
# A date followed by what was done on it (2011年9月29日省人民代表大会常务委员会通过的《…》) tells history.
_HISTORY: Final = re.compile(
    r"[^，。；：]{0,60}?(?:通过|发布|公布|颁布|颁行|批准|印发|下发|制定|修订|修正|修改|删除|实施的|施行的|《)"
)
_LEADING_BOUND: Final = re.compile(r"(?:[到至]|截至|截止到?|不[迟晚]于|最迟)$")
_YEARLY: Final = re.compile(
    r"(?:每|次|当|本|同|下一?|第二|翌)年(?:的|度)?(?:公历|农历)?$|每$|[至到] ?$|[自于在从] ?$"
)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date in the words of a passage: `bound` is "since", "until" or "" for the day itself."""

    span: Span
    value: str
    bound: str


def read_date(words: str, start: int, year: str | None = None) -> tuple[CalendarDate | None, int]:
    """The date with legal effect at `start`, and the end of the date words there.

    `year` is the year of the date before it, which 至12月31日 goes on with.

    >>> read_date("自2024年6月1日起施行", 1)
    (CalendarDate(span=Span(start=1, end=10), value='2024-06-01', bound='since'), 10)
    >>> read_date("2001年5月1日发布的《办法》", 0)
    (None, 9)
    """
    match = _DATE.match(words, start)
    if not match or match.end() == start:
        return None, start
    end, before = match.end(), words[max(0, start - 8) : start]
    tail = _BOUND.match(words, end)
    bound = _bound(tail, before)
    value = _value(match, year if before.endswith(("至", "到")) else None)
    if value is None or not _has_effect(match, tail, bound, before):
        return None, end
    closes = tail.end() if tail and not tail["since"] else end
    return CalendarDate(Span(start, closes), value, bound), closes


def _bound(tail: re.Match[str] | None, before: str) -> str:
    if tail and tail["since"]:
        return "since"
    if (tail and (tail["until"] or tail["end"])) or _LEADING_BOUND.search(before):
        return "until"
    return ""


def _has_effect(match: re.Match[str], tail: re.Match[str] | None, bound: str, before: str) -> bool:
    """Whether the date binds: a whole day that is no history, or a month or year that limits."""
    if match["day"] and (match["year"] or bound or _YEARLY.search(before)):
        return tail is not None or not _HISTORY.match(match.string, match.end())
    if match["day"]:
        return False
    return bool(bound) and (tail is not None or not match["month"])


def _value(match: re.Match[str], year: str | None) -> str | None:
    """ISO 8601 of the words; None for a day that no calendar has."""
    numbers = [parse_numeral(match[part]) if match[part] else None for part in ("month", "day")]
    month, day = numbers
    written = str(parse_numeral(match["year"])) if match["year"] else year
    try:
        date(int(written or 2000), month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return written
    parts = [written or "-", f"{month:02d}", *([f"{day:02d}"] if day else [])]
    return "-".join(parts)
