"""The actors of a clause: who its subject is, where a subject ends, who acts with it.

Takes: a passage and a part of it. Gives: `ActorMention`s, single actors as a reader names them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.actor_names import Name, Reading, read_names
from converters.annotation.actor_phrases import Phrase, read_phrases
from converters.annotation.records import ActorMention

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from converters.annotation.records import Passage

_CONFIDENCE: Final = {
    "name": 0.97,
    "level": 0.97,
    "department": 0.96,
    "list": 0.94,
    "category": 0.85,
    "relative": 0.85,
    "adverbial": 0.9,
    "subject": 0.95,
}
_AGENT_MARK: Final = re.compile(r"[由经]")
_CONDITION: Final = re.compile(r"(?:的|时|后|前|中|内|外|情况下|期间|之日起|过程中)$")
_ADVERBIAL: Final = frozenset({"adverb", "preposition"})
_ORGANS: Final = frozenset({"government", "department", "body", "authority", "polity", "committee"})
_FOUNDED: Final = frozenset({"fund", "institution", "committee", "unit", "enterprise", "platform"})


def mention(passage: Passage, name: Name, rule: str = "") -> ActorMention:
    """The record of a name."""
    words = "".join(piece.of(passage.text) for piece in name.pieces)
    rule = rule or name.rule
    return ActorMention(words, passage.steps, name.pieces, f"actor-{rule}", _CONFIDENCE[rule])


def read_subject(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors that text[start:end] names as the subject of a clause; none if it names none.

    Topics and conditions before the actors and adverbials behind them are passed over.
    """
    conditional: tuple[ActorMention, ...] = ()
    segments = _segments(passage.folded, start, end)
    lists = [_read_list(passage, first, last) for first, last in segments]
    if all(lists):
        return tuple(found for members in lists for found in members)
    for first, last in reversed(segments):
        if _CONDITION.search(passage.folded, first, last):
            conditional = _read_leading(passage, first, last) or conditional
        elif found := _read_segment(passage, first, last):
            return found
    return conditional


def _segments(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between commas, but for a comma that continues a list (，以及)."""
    cuts = [m.start() for m in re.compile(r"[，；](?!以及|和|或者|及其)").finditer(folded, start, end)]
    bounds = [start, *(cut + 1 for cut in cuts)]
    return [(a, b) for a, b in zip(bounds, [*cuts, end], strict=True) if b > a]


def _read_segment(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    folded = passage.folded
    if found := _read_list(passage, start, end):
        return found
    start, end = _trim(folded, start, end)
    phrases = list(read_phrases(folded, start, end))
    if not phrases:
        return ()
    last = read_names(folded, phrases[-1])
    before = phrases[-1].before
    if phrases[-1].end == end and last.is_complete and before and before.entry.term == "的":
        return _read_relative(passage, start, phrases, last)
    stop = _end_of_subject(folded, start, end)
    if stop and (phrases[0].after.entry.kind in _ADVERBIAL or _acts(stop[0])):
        return tuple(mention(passage, name, "adverbial") for name in stop[0].names)
    return ()


def _read_list(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors of a part that is nothing but a list of them."""
    start, end = _trim(passage.folded, start, end)
    phrases = list(read_phrases(passage.folded, start, end))
    if len(phrases) != 1 or phrases[0].start != start or phrases[0].end != end:
        return ()
    reading = read_names(passage.folded, phrases[0])
    if not reading.is_complete:
        return ()
    return tuple(mention(passage, name) for name in reading.names)


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while end > start and folded[end - 1] in "，、 ":
        end -= 1
    if _AGENT_MARK.match(folded, start):
        start += 1
    return start, end


def _acts(reading: Reading) -> bool:
    """Whether a verb after the names is surely their predicate and no part of a compound."""
    return all(name.category in _ORGANS for name in reading.names)


def _read_relative(
    passage: Passage, start: int, phrases: list[Phrase], last: Reading
) -> tuple[ActorMention, ...]:
    """Heads of relative clauses, after the actors named before them: A和从事…的单位."""
    found: list[ActorMention] = []
    names = last.names
    first = phrases[0]
    if first.start == start:
        reading = read_names(passage.folded, first)
        if reading.is_complete and first.closes:
            found += [mention(passage, name) for name in reading.names]
        elif reading.is_complete and names[0].category in _FOUNDED and len(names[0].pieces) == 1:
            whole = Name((type(names[0].pieces[0])(start, names[0].end),), names[0].category, "relative")
            names = (whole, *names[1:])
    return (*found, *(mention(passage, name, "relative") for name in names))


def _read_leading(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors with which the part begins, if a predicate or an adverbial follows them."""
    stop = _end_of_subject(passage.folded, start, end)
    if stop is None:
        return ()
    reading, _ = stop
    return tuple(mention(passage, name, "adverbial") for name in reading.names)


def _end_of_subject(folded: str, start: int, end: int) -> tuple[Reading, int] | None:
    phrase = next(iter(read_phrases(folded, start, end)), None)
    if phrase is None or phrase.start != start or phrase.closes or not phrase.after:
        return None
    if phrase.after.entry.kind not in {"verb", "adverb", "preposition", "ambiguous", ""}:
        return None
    reading = read_names(folded, phrase)
    if not reading.is_complete or not reading.names:
        return None
    return reading, phrase.end


def split_subject(passage: Passage, start: int, end: int) -> int | None:
    """Where the subject of text[start:end] ends and its predicate begins.

    None if the clause does not begin with actors and a predicate after them.
    """
    found = _end_of_subject(passage.folded, start, end)
    return found[1] if found else None


def find_joint(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors with whom the subject acts: 会同, 配合, 联合, 协同 before them."""
    found: list[ActorMention] = []
    for phrase in read_phrases(passage.folded, start, end):
        if phrase.before and phrase.before.entry.term in {"会同", "联合", "配合", "协同"}:
            found += [mention(passage, name) for name in read_names(passage.folded, phrase).names]
    return tuple(found)


_SHORT_NAME: Final = re.compile(r"（(?:以下|下)?(?:统|简)?称(?:为)?[“\"]?([^（）“”\"]{2,14})[”\"]?）")


def short_names(passages: Iterable[Passage]) -> Mapping[str, str]:
    """The short names that a document gives to actors (以下简称“示范区”), with the full names."""
    found: dict[str, str] = {}
    for passage in passages:
        if "称" not in passage.folded:
            continue
        for match in _SHORT_NAME.finditer(passage.folded):
            phrases = list(read_phrases(passage.folded, max(0, match.start() - 40), match.start()))
            if not phrases or phrases[-1].end != match.start():
                continue
            reading = read_names(passage.folded, phrases[-1])
            if reading.names and reading.names[-1].is_whole:
                found.setdefault(match[1], mention(passage, reading.names[-1]).name)
    return found
