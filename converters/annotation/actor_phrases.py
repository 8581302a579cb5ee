"""Coordinated noun phrases in which actors may be named.

Takes: the words of a passage. Gives: `Phrase`s, the stretches between verbs, prepositions, 的 and
punctuation, each divided into `Conjunct`s at 、, 和, 与, 及, 以及 …; a name that contains such a character
(工业和信息化, 县（市、区）) is not divided.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from converters.annotation.actor_words import Word, WordClass, Words, activities, read_words

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_HEAD, _FIELD = WordClass.HEAD, WordClass.FIELD
_LONGEST_BRACKET: Final = 14
_LONGEST_ASIDE: Final = 60
_ASIDES: Final = ("以下", "下称", "简称", "含", "包括", "即", "不含", "除")
_AFTER_FIELD: Final = frozenset("、和与及以或等（")
_AFTER_FIELDS: Final = (*_AFTER_FIELD, "部门", "主管", "行政", "管理")
_AFTER_NOUN: Final = frozenset("、和与及或应可不得的，。；）")
_AGENTS: Final = frozenset({"者", "机关"})  # what a verb before them modifies: 提供者, 备案机关
_BARE_HEADS: Final = frozenset(
    "企业 单位 机构 部门 人员 者 方 组织 机关 公司 中心 平台 园区 基地 院校 学校 团队 专家".split()
)
_PLACES: Final = frozenset({"zone", "platform"})
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
                if not folded.startswith(_OF_GOVERNMENT, end):
                    return at
            elif words.found[at][1] != end or words.entry(at).term not in _AGENTS:
                return at
        at -= 1
    return at


class _Reader:
    """Gathers conjuncts until a word cuts the phrase."""

    def __init__(
        self, folded: str, start: int, end: int, *, without_head: bool = False
    ) -> None:
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

    def read(
        self, words: Words, at: int, stop: int, head: int | None = None
    ) -> Generator[Phrase, None, int]:
        """The phrases of the words from `at` on: to before `stop`, or the one with the head.

        Gives back where it ended.
        """
        word = words[at] if at < stop else None
        while word is not None:
            at += 1
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
        if word.start == self.start:
            self.start = close + 1  # a label: （一）
        elif is_aside:
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
        if self.folded.startswith("型", word.end):
            return True  # 引领型企业
        if following is None or following.start != word.end or term == "的":
            return False
        if word.entry.kind != "verb":
            return False
        return following.entry.term == "者" or (
            following.entry.term == "机关" and word.start == self.start
        )

    def _governs(self, word: Word, following: Word | None) -> bool:
        """Whether a word that can be a verb is one here: it opens a conjunct and has an object."""
        if self.words and self.words[-1].end == word.start:
            last = self.words[-1].entry
            if last.cls is _HEAD and (last.kind in _GOVERNING or last.term.endswith("部门")):
                return not self._continues_field(word, following)
        if word.entry.cls is _HEAD:
            return self._organises(word, following)
            if last.cls is _HEAD and following and following.entry.cls is _HEAD:
                # 示范区建设国际合作园区, but not 园区管理机构
                if following.start > word.end or following.entry.kind in _PLACES:
                    return self._in_conjunct(word.end, following.start)
        if word.start != self.start:
            return False
        after = self.folded[word.end : word.end + 1]
        if following is None or following.start != word.end:
            return not (word.entry.cls is _FIELD and after in _AFTER_FIELD)
        entry = following.entry
        if entry.cls is _HEAD:
            if entry.term in _BARE_HEADS:
                return word.entry.kind == "governing"
            return entry.term[:2] not in activities()
        if entry.cls is WordClass.SEPARATOR or entry.cls is WordClass.ET_CETERA:
            return False
        if entry.cls is _FIELD and word.entry.cls is _FIELD:
            return not self.folded.startswith(_AFTER_FIELDS, following.end)
        return not entry.is_ambiguous

    def _in_conjunct(self, start: int, end: int) -> bool:
        return not any(sign in self.folded[start:end] for sign in "、和与及")

    def _organises(self, word: Word, following: Word | None) -> bool:
        """Whether 组织 is the verb: it has no modifier, or an object that is no verb."""
        after = self.folded[word.end : word.end + 1]
        if not after or after in _AFTER_NOUN or word.end >= self.limit:
            return False
        if word.start == self.start:
            return True
        return not (following and following.start == word.end and following.entry.cls is WordClass.CUT)

    def _continues_field(self, word: Word, following: Word | None) -> bool:
        if word.entry.cls is not _FIELD:
            return False
        if self.folded[word.end : word.end + 1] in _AFTER_FIELD:
            return True
        return bool(following and following.start == word.end and following.entry.cls is _HEAD)
