"""Sentences and clauses of a passage.

Takes: the folded text of a passage. Gives: clauses with the mark that closes each. What stands in
brackets, quotation marks or 《》 is masked first, so that no mark or word inside counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MASK: Final = "〇"
"""Stands for each masked character: Chinese to the grammar, in no word."""

_ENCLOSED: Final = re.compile(
    r"（(?:[^（）]|（[^（）]*）)*）|“[^“”]*”|《(?:[^《》]|《[^《》]*》)*》|〔[^〔〕]*〕"
)
_CLAUSE: Final = re.compile(r"([^，；。：！？\n]+)([，；。：！？\n]*)")
_SENTENCE_END: Final = re.compile(r"[。！？\n]")
_SPACE: Final = " \u3000"


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `start` to before `end` of a passage, without blanks, and the mark that closes them."""

    start: int
    end: int
    mark: str

    def of(self, text: str) -> str:
        """The characters of the clause."""
        return text[self.start : self.end]


Sentence = tuple[Clause, ...]


def mask(folded: str) -> str:
    """The text with what stands in brackets or quotation marks masked, as long as before.

    >>> mask("设区的市（自治州）、县（市、区）人民政府")
    '设区的市（〇〇〇）、县（〇〇〇）人民政府'
    """
    return _ENCLOSED.sub(lambda m: m[0][0] + MASK * (len(m[0]) - 2) + m[0][-1], folded)


def read_sentences(masked: str) -> tuple[Sentence, ...]:
    """The sentences of a masked text, each a tuple of clauses."""
    sentences: list[Sentence] = []
    clauses: list[Clause] = []
    for match in _CLAUSE.finditer(masked):
        words, marks = match.groups()
        start = match.start() + len(words) - len(words.lstrip(_SPACE))
        end = match.end(1) - len(words) + len(words.rstrip(_SPACE))
        if start < end:
            clauses.append(Clause(start, end, marks[:1]))
        if _SENTENCE_END.search(marks) and clauses:
            sentences.append(tuple(clauses))
            clauses = []
    return (*sentences, tuple(clauses)) if clauses else tuple(sentences)
