"""Coordinated noun phrases in which actors may be named.

Takes: the words of a passage. Gives: `Phrase`s, the stretches between verbs, prepositions, 的 and
punctuation, each divided into `Conjunct`s at 、, 和, 与, 及, 以及 …; a name that contains such a character
(工业和信息化, 县（市、区）) is not divided.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.verbs import (
    AGENTS,
    OF_GOVERNMENT,
    OFFICES,
    OWNERS,
    Place,
    is_activity,
    is_organising,
    is_part_of_name,
    is_predicate,
    is_purpose,
)
from converters.annotation.actors.words import Entry, Word, WordClass, Words, read_words

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_HEAD = WordClass.HEAD
_LONGEST_BRACKET: Final = 14
_LONGEST_ASIDE: Final = 60
ASIDES: Final = ("以下", "下称", "简称", "含", "包括", "即", "不含", "除")
"""How a remark in brackets begins that is no part of a name."""

_LONGEST_QUOTE: Final = 9
_LONGEST_OFFICE: Final = 16
_AFTER_NAMES: Final = "、和与及或以等"
_IN_OFFICES: Final = frozenset({WordClass.NEUTRAL, WordClass.FIELD, WordClass.CUT, WordClass.HEAD})
_QUOTED_HEADS: Final = ("企业", "单位", "机构", "团队", "人才", "园区", "中小企业")


@dataclass(slots=True)
class Conjunct:
    """One member of a coordination: `heads` and `words` are the words of the lexicons in it."""

    start: int
    end: int
    separator: str  # before it
    words: list[Word] = field(default_factory=list)
    et_cetera: Word | None = None

    @property
    def heads(self) -> list[Word]:
        """The words that can be the head of a name."""
        return [word for word in self.words if word.entry.cls is _HEAD]


@dataclass(slots=True)
class Phrase:
    """Coordinated nouns: `before` and `after` are the words that cut it out."""

    conjuncts: list[Conjunct]
    before: Word | None
    after: Word | None = None
    opens: str = ""  # separator that stands before its first conjunct
    closes: str = ""  # separator that stands after its last conjunct

    @property
    def start(self) -> int:
        """Where its first conjunct begins."""
        return self.conjuncts[0].start

    @property
    def end(self) -> int:
        """Where its last conjunct ends."""
        return self.conjuncts[-1].end


def read_phrases(
    folded: str, start: int, end: int, *, without_head: bool = False
) -> Iterator[Phrase]:
    """The phrases of folded[start:end] that contain a head of the lexicons, or all of them."""
    words = read_words(folded)
    at = first = words.first_from(start)
    stop = words.first_from(end)
    while stop > at and words.found[stop - 1][2] > end:
        stop -= 1
    if without_head:
        yield from _Reader(folded, start, end, without_head=True).read(words, at, stop)
        return
    heads = words.heads
    following = bisect_left(heads, at)
    while following < len(heads) and heads[following] < stop:
        head = heads[following]
        begin = _after_cut(folded, words, head, at)
        reader = _Reader(folded, words.found[begin - 1][2] if begin > first else start, end)
        if begin > first:
            reader.before = words[begin - 1]
        at = yield from reader.read(words, begin, stop, head)
        following = bisect_left(heads, at)


def _after_cut(folded: str, words: Words, head: int, first: int) -> int:
    """The position after the last word before a head that surely ends what stands before it."""
    at = head
    while at > first:
        entry = words.entry(at - 1)
        if entry.is_hard:
            return at
        if entry.cls is WordClass.CUT:
            end = words.found[at - 1][2]
            if entry.term == "的":
                if not folded.startswith(OF_GOVERNMENT, end):
                    return at
            elif not folded.startswith("型", end) and (
                words.found[at][1] != end or not _joins(entry, words.entry(at))
            ):
                return at
        at -= 1
    return at


def _joins(entry: Entry, following: Entry) -> bool:
    """Whether a verb can be part of a name with the head after it: 提供者, 促进委员会."""
    return following.term in AGENTS or is_purpose(entry, following)


def read_first_phrase(folded: str, start: int, end: int) -> Phrase | None:
    """The phrase with which folded[start:end] begins, if it has a head of the lexicons."""
    words = read_words(folded)
    at, stop = words.first_from(start), words.first_from(end)
    following = bisect_left(words.heads, at)
    if following == len(words.heads) or words.heads[following] >= stop:
        return None
    head = words.heads[following]
    if _after_cut(folded, words, head, at) > at:
        return None
    return next(_Reader(folded, start, end).read(words, at, stop, head), None)


class _Reader:
    """Gathers conjuncts until a word cuts the phrase."""

    def __init__(self, folded: str, start: int, end: int, *, without_head: bool = False) -> None:
        self.folded = folded
        self.limit = end
        self.position = start  # words before it are skipped
        self.start = start  # of the conjunct
        self.separator = ""
        self.words: list[Word] = []
        self.et_cetera: Word | None = None
        self.conjuncts: list[Conjunct] = []
        self.before: Word | None = None
        self.opens = ""
        self.with_head = self.without_head = without_head
        self.all_words: Words | None = None
        self.next_at = self.stop = 0

    def read(
        self, words: Words, at: int, stop: int, head: int | None = None
    ) -> Generator[Phrase, None, int]:
        """The phrases of the words from `at` on: to before `stop`, or the one with the head.

        Gives back where it ended.
        """
        self.all_words, self.stop = words, stop
        word = words[at] if at < stop else None
        while word is not None:
            at += 1
            self.next_at = at
            following = words[at] if at < len(words) else None
            if word.start >= self.position:  # else it stands in a bracket
                if phrase := self.take(word, following):
                    yield phrase
                if head is not None and at > head and not self.with_head:
                    return at
            word = following if at < stop else None
        if phrase := self.close(None, self.limit):
            yield phrase
        return stop

    def take(self, word: Word, following: Word | None) -> Phrase | None:
        """Add a word; a phrase, if the word ends one."""
        entry = word.entry
        cls = entry.cls
        if entry.is_plain:
            self.with_head = self.with_head or cls is _HEAD
            self.words.append(word)
        elif cls is WordClass.SEPARATOR:
            self._separate(word)
        elif cls is WordClass.BRACKET:
            return self._pass_bracket(word)
        elif entry.is_hard or self._cuts(word, following):
            return self.close(word, word.start)
        elif cls is WordClass.ET_CETERA:
            self.et_cetera = word
        elif cls is not WordClass.CUT and cls is not WordClass.MARK:
            self.with_head = self.with_head or cls is _HEAD
            self.words.append(word)
        return None

    def close(self, cut: Word | None, end: int) -> Phrase | None:
        """The phrase gathered so far, if it has a head; begin another after the cut."""
        closes = "" if end > self.start else self.separator
        self._end_conjunct(end)
        phrase = None
        if self.with_head and self.conjuncts:
            phrase = Phrase(self.conjuncts, self.before, cut, self.opens, closes)
        self.conjuncts, self.words, self.et_cetera = [], [], None
        self.with_head = self.without_head
        self.before, self.separator, self.opens = cut, "", ""
        if cut:
            self.start = self.position = cut.end
        return phrase

    def _pass_bracket(self, word: Word) -> Phrase | None:
        """A bracket in a name is part of it, an aside stands beside it, all else cuts."""
        is_aside = self.folded.startswith(ASIDES, word.end)
        longest = _LONGEST_ASIDE if is_aside else _LONGEST_BRACKET
        close = self.folded.find("）", word.end, min(self.limit, word.end + longest))
        if close < 0:
            return self.close(word, word.start)
        self.position = close + 1
        if word.start == self.start:
            self.start = close + 1  # a label: （一）
        elif is_aside:
            self._end_conjunct(word.start)
            self.start = close + 1
        elif self.words and self.words[-1].end == word.start:
            # 乡镇人民政府（街道办事处）: the bracket belongs to the word before it.
            last = self.words[-1]
            if last.entry.cls is _HEAD:
                self.words[-1] = Word(last.entry, last.start, close + 1)
        return None

    def _separate(self, word: Word) -> None:
        if word.start == self.start and not self.conjuncts:
            self.opens = word.entry.term
        else:
            self._end_conjunct(word.start)
        end = word.end
        if self.folded.startswith("其他", end - 1):
            end -= 1  # 以及其 + 他
        self.start = self.position = end
        self.separator = self.folded[word.start : end]

    def _end_conjunct(self, end: int) -> None:
        start = self.start
        while start < end and self.folded[start] == " ":
            start += 1
        if start < end:
            conjunct = Conjunct(start, end, self.separator, self.words, self.et_cetera)
            self.conjuncts.append(conjunct)
        self.words, self.et_cetera = [], None

    def _place(self, word: Word, following: Word | None) -> Place:
        last = self.words[-1] if self.words and self.words[-1].end == word.start else None
        following = following if following and following.start == word.end else None
        wanted = not self.without_head and not (self.before and self.before.end == word.start)
        is_first = word.start == self.start
        head = self._next_head() if last and last.entry.cls is _HEAD else None
        return Place(self.folded, word, following, head, last, is_first, wanted)

    def _next_head(self) -> Word | None:
        """The next head in the conjunct."""
        words = self.all_words
        if words is None:
            return None
        for at in range(self.next_at, self.stop):
            cls = words.entry(at).cls
            if cls is _HEAD:
                return words[at]
            if cls is not WordClass.NEUTRAL and cls is not WordClass.FIELD:
                return None
        return None

    def _cuts(self, word: Word, following: Word | None) -> bool:
        """Whether the word ends the phrase."""
        entry = word.entry
        if entry.cls is WordClass.MARK:
            return not self._opens_quoted_name(word)
        if self.without_head and self._runs_into_office(word, following):
            return False
        if entry.cls is WordClass.CUT:
            return not self._may_be_inside(word, following) or not is_part_of_name(
                self._place(word, following)
            )
        if entry.cls is _HEAD:
            return entry.term == "组织" and is_organising(
                self._place(word, following), follows_actor=self._follows_actor()
            )
        follows_word = self.words and self.words[-1].end == word.start
        if not entry.is_ambiguous or not (follows_word or word.start == self.start):
            return False
        return is_predicate(self._place(word, following))

    def _runs_into_office(self, word: Word, following: Word | None) -> bool:
        """Whether a verb before a modal is part of the name that ends there: 备案审查工作机构."""
        is_first = word.start == self.start
        if self.all_words is None or not is_activity(word, following, is_first=is_first):
            return False
        if any(w.entry.cls is _HEAD and w.entry.kind not in OWNERS for w in self.words):
            return False
        for at in range(self.next_at, self.stop):
            later = self.all_words[at]
            if later.entry.cls is _HEAD and later.entry.kind not in OWNERS:
                ends = later.end == self.limit or self.folded[later.end] in _AFTER_NAMES
                near = later.end - word.start <= _LONGEST_OFFICE
                return ends and near and later.entry.kind in OFFICES
            if later.entry.cls not in _IN_OFFICES or later.entry.is_hard:
                return False
            if later.entry.term == "的":
                return False
        return False

    def _may_be_inside(self, word: Word, following: Word | None) -> bool:
        """Whether a cutting word stands where it could be part of a name; else it cuts at once."""
        if word.entry.term == "的":
            return True
        if following and following.start == word.end and _joins(word.entry, following.entry):
            return True
        return self.folded.startswith("型", word.end)

    def _follows_actor(self) -> bool:
        last = self.conjuncts[-1] if self.separator and self.conjuncts else None
        return bool(last and last.words and last.words[-1].end == last.end)

    def _opens_quoted_name(self, word: Word) -> bool:
        """“小巨人”企业: the quotation is passed over like a bracket."""
        if word.entry.term != "“":
            return False
        close = self.folded.find("”", word.end, min(self.limit, word.end + _LONGEST_QUOTE))
        if close < 0 or not self.folded.startswith(_QUOTED_HEADS, close + 1):
            return False
        self.position = close + 1
        return True
