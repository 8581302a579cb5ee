"""The one exception that bad input raises, rendered as one clear line."""

from __future__ import annotations


class ConversionError(Exception):
    """A document cannot be converted; says what, where, what is allowed and the remedy.

    >>> print(ConversionError("a.txt", "file", "is empty", "give a file that holds the text"))
    a.txt: file: is empty; remedy: give a file that holds the text
    """

    def __init__(self, document: str, place: str, problem: str, remedy: str) -> None:
        super().__init__(document, place, problem, remedy)
        self.document = document
        self.place = place
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        line = f"{self.document}: {self.place}: {self.problem}; remedy: {self.remedy}"
        return " ".join(line.split())
