"""The prepared part of a release, mapped into memory: terms, quads and the index of texts.

The layout is that of `converters/writers/prepared.py`. Nothing is read before it is needed, and all
processes share one copy in the page cache.
"""

from __future__ import annotations

import json
import mmap
import os
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from endpoint.engine.prepared.syntax import UnsupportedError

# NumPy's linear algebra would start threads, which no confined process may have.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Ids = NDArray[Any]  # of term numbers
    Key = tuple[int, float, str, str]

FORMAT: Final = 1
BLANK, IRI, STRING, NUMBER, DATE, BOOLEAN, OTHER = range(7)
UNBOUND: Final = -1
_CHARACTER_BITS: Final = 20
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows of a predicate, and how many different subjects, objects and pairs they have."""

    start: int
    end: int
    subjects: int
    objects: int
    different: int

    @property
    def size(self) -> int:
        """How many quads have the predicate."""
        return self.end - self.start


class Columns:
    """The columns of one release."""

    def __init__(self, directory: Path) -> None:
        try:
            facts = json.loads((directory / "facts.json").read_text(encoding="utf-8"))
            _require_format(facts["format"])
            self._directory = directory
            self.kinds: tuple[int, ...] = tuple(facts["kinds"])
            self.suffixes: tuple[str, ...] = tuple(facts["suffixes"])
            self.count: int = facts["terms"]
            self.quads: int = facts["quads"]
            self.has_ascii_iris: bool = facts["ascii_iris"]
            self.ends = self._map("value-ends")
            self.suffix_codes = self._map("suffixes")
            self.ranks = self._map("ranks")
            self.numbers = self._map("numbers")
            self.pso = self._map("pso")
            self.pos = self._map("pos")
            self.spo = self._map("spo")
            self.extents = {
                int(term): Extent(*map(int, rest)) for term, *rest in self._map("predicates")
            }
            with (directory / "values.bin").open("rb") as file:
                self._values = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError, KeyError) as error:
            message = f"{directory}: {error}; remedy: build the release again"
            raise ValueError(message) from error

    def _map(self, name: str) -> NDArray[Any]:
        # A view of the plain type: the class of mapped arrays makes each operation slower.
        mapped = np.load(self._directory / f"{name}.npy", mmap_mode="r")
        return np.asarray(mapped.view(np.ndarray))

    def value(self, term: int) -> bytes:
        """The label, IRI or lexical form of a term in UTF-8."""
        return self._values[int(self.ends[term - 1]) if term else 0 : int(self.ends[term])]

    def suffix(self, term: int) -> str:
        """What follows the quotation mark of a literal."""
        return self.suffixes[int(self.suffix_codes[term])]

    def write(self, term: int) -> str:
        """The term as a query writes it; UnsupportedError for a blank node, which none can."""
        value = self.value(term).decode()
        if term >= self.kinds[STRING]:
            return f'"{value.translate(_ESCAPES)}"{self.suffix(term)}'
        if term < self.kinds[IRI]:
            message = "a blank node in the result"
            raise UnsupportedError(message)
        return f"<{value}>"

    def find(self, key: Key) -> int | None:
        """The number of the term with a sort key; None where the release has no such term."""
        kind, number, value, suffix = key
        if suffix not in self.suffixes:
            return None
        wanted = (value.encode(), self.suffixes.index(suffix))
        low, end = self.kinds[kind], self.kinds[kind + 1]
        if kind == NUMBER:
            places = np.searchsorted(self.numbers, (number, np.nextafter(number, np.inf)))
            low, end = (self.kinds[NUMBER] + int(each) for each in places)
        high = end
        while low < high:
            middle = (low + high) // 2
            if (self.value(middle), int(self.suffix_codes[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        found = low < end and (self.value(low), int(self.suffix_codes[low])) == wanted
        return low if found else None

    def scan(self, low: int, high: int, pattern: bytes) -> Ids:
        """The terms from `low` to before `high` whose value holds the bytes, found by looking at all."""
        place = int(self.ends[low - 1]) if low else 0
        end = int(self.ends[high - 1]) if high else 0
        found = []
        while (place := self._values.find(pattern, place, end)) >= 0:
            term = int(np.searchsorted(self.ends, place, side="right"))
            if place + len(pattern) <= self.ends[term]:
                found.append(term)
                place = int(self.ends[term])
            else:
                place += 1
        return np.array(found, dtype=np.int64)

    @cached_property
    def _grams(self) -> tuple[NDArray[Any], ...]:
        names = ("characters", "grams", "gram-ends", "gram-terms")
        return tuple(self._map(name) for name in names)

    def containing(self, words: str) -> Ids:
        """The strings that hold these characters one after the other, in the order of their numbers."""
        if not words:
            return np.arange(self.kinds[STRING], self.kinds[NUMBER])
        pairs = ["".join(pair) for pair in pairwise(words)] or [words]
        postings = sorted((self._postings(each) for each in set(pairs)), key=len)
        found = postings[0]
        for each in postings[1:]:
            found = found[_is_in(found, each)]
        if len(words) <= 2:
            return found
        pattern = words.encode()
        return np.array(
            [each for each in found.tolist() if pattern in self.value(each)], dtype=np.int64
        )

    def _postings(self, gram: str) -> Ids:
        characters, grams, ends, terms = self._grams
        codes = [int(np.searchsorted(characters, np.uint32(ord(each)))) for each in gram]
        known = all(
            code < len(characters) and characters[code] == ord(each)
            for code, each in zip(codes, gram, strict=True)
        )
        key = (codes[0] + 1) << _CHARACTER_BITS | (codes[1] + 1 if len(codes) > 1 else 0)
        place = int(np.searchsorted(grams, np.uint64(key)))
        if not known or place == len(grams) or int(grams[place]) != key:
            return np.zeros(0, dtype=np.int32)
        found: Ids = terms[int(ends[place - 1]) if place else 0 : int(ends[place])]
        return found


def _require_format(number: int) -> None:
    if number != FORMAT:
        message = f"its format {number} is not {FORMAT}"
        raise ValueError(message)


def _is_in(values: Ids, sorted_values: Ids) -> NDArray[np.bool_]:
    places = np.searchsorted(sorted_values, values)
    places[places == len(sorted_values)] = 0
    found: NDArray[np.bool_] = sorted_values[places] == values if len(sorted_values) else places < 0
    return found
