"""Coordinated noun phrases in which actors may be named.

Takes: the words of a passage. Gives: `Phrase`s, the stretches between verbs, prepositions, 的 and
punctuation, each divided into `Conjunct`s at 、, 和, 与, 及, 以及 …; a name that contains such a character
(工业和信息化, 县（市、区）) is not divided.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from converters.annotation.actor_words import Entry, Word, WordClass, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD, _FIELD = WordClass.HEAD, WordClass.FIELD
_LONGEST_BRACKET: Final = 14
_LONGEST_ASIDE: Final = 60
_ASIDES: Final = ("以下", "下称", "简称", "含", "包括", "即", "不含", "除")
_AFTER_FIELD: Final = frozenset("、和与及以或等（")
# Heads after which another head or the ambiguous verb of a compound may follow directly.
_OPEN_HEADS: Final = frozenset({"unit", "people", "department", "institution", "enterprise"})
_GOVERNING: Final = frozenset({"government", "polity"})
_OF_GOVERNMENT: Final = ("有关", "相关", "其他", "主管", "工作", "组成", "所属", "职能")


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
    at = bisect_left(words, start, key=lambda word: word.start)
    reader = _Reader(folded, start, end, without_head=without_head)
    while at < len(words) and words[at].end <= end:
        word = words[at]
        at += 1
        if word.start < reader.position:
            continue  # in a bracket
        if phrase := reader.take(word, words[at] if at < len(words) else None):
            yield phrase
    if phrase := reader.close(None, end):
        yield phrase


class _Reader:
    """Gathers conjuncts until a word cuts the phrase."""

    def __init__(self, folded: str, start: int, end: int, *, without_head: bool) -> None:
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

    def take(self, word: Word, following: Word | None) -> Phrase | None:
        """Add a word; a phrase, if the word ends one."""
        cls = word.entry.cls
        if cls is WordClass.SEPARATOR:
            self._separate(word)
            return None
        if cls is WordClass.CUT or cls is WordClass.MARK:
            if self._is_inside_name(word, following):
                return None
            return self.close(word, word.start)
        if cls is WordClass.ET_CETERA:
            self.et_cetera = word
            return None
        if cls is WordClass.BRACKET:
            return self._pass_bracket(word)
        if (word.entry.is_ambiguous or word.entry.term == "组织") and self._governs(word, following):
            return self.close(word, word.start)
        if cls is _HEAD:
            self.with_head = True
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
        is_aside = self.folded.startswith(_ASIDES, word.end)
        longest = _LONGEST_ASIDE if is_aside else _LONGEST_BRACKET
        close = self.folded.find("）", word.end, min(self.limit, word.end + longest))
        if close < 0:
            return self.close(word, word.start)
        self.position = close + 1
        if is_aside:
            self._end_conjunct(word.start)
            self.start = close + 1
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

    def _is_inside_name(self, word: Word, following: Word | None) -> bool:
        """Whether a cutting word is part of the name: 人民政府的有关部门, 服务提供者."""
        term = word.entry.term
        if term == "的":
            last = self.words[-1] if self.words else None
            governed = last and last.end == word.start and last.entry.kind == "government"
            return bool(governed and self.folded.startswith(_OF_GOVERNMENT, word.end))
        if following is None or following.start != word.end or term == "的":
            return False
        return following.entry.term == "者" or (
            following.entry.term == "机关" and word.start == self.start and word.entry.kind == "verb"
        )

    def _governs(self, word: Word, following: Word | None) -> bool:
        """Whether a word that can be a verb is one here: it opens a conjunct and has an object."""
        if self.words and self.words[-1].end == word.start:
            last = self.words[-1].entry
            if last.cls is _HEAD and (last.kind in _GOVERNING or last.term.endswith("部门")):
                return not self._continues_field(word, following)
        if word.entry.cls is _HEAD:  # 组织
            after = self.folded[word.end : word.end + 1]
            return bool(after) and after not in "、和与及或应可不得的，。；）"
        if word.start != self.start:
            return False
        if following is None or following.start != word.end:
            return not (word.entry.cls is _FIELD and self.folded[word.end : word.end + 1] in _AFTER_FIELD)
        entry = following.entry
        if entry.cls is _HEAD:
            return False
        if entry.cls is WordClass.SEPARATOR or entry.cls is WordClass.ET_CETERA:
            return False
        if entry.cls is _FIELD and word.entry.cls is _FIELD:
            return False
        return not entry.is_ambiguous

    def _continues_field(self, word: Word, following: Word | None) -> bool:
        if word.entry.cls is not _FIELD:
            return False
        if self.folded[word.end : word.end + 1] in _AFTER_FIELD:
            return True
        return bool(following and following.start == word.end and following.entry.cls is _HEAD)
