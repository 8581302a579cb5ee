"""The prepared part of a release: its terms and quads as sorted columns, and an index of its texts.

Takes: a sorted N-Quads file. Gives: a directory of NumPy arrays that an endpoint maps into memory and
answers aggregates, sorting and text search from. The same bytes at every build.

| file | what |
|---|---|
| `facts.json` | format, numbers of terms and quads, first term of each kind, suffixes of literals |
| `values.bin`, `value-ends.npy` | labels, IRIs and lexical forms in UTF-8, in the order of the terms |
| `suffixes.npy` | for each term its language or datatype, as a number of `facts.json` |
| `ranks.npy` | for each term its place in the engine's ORDER BY; equal for 1 and 1.0 |
| `numbers.npy` | the value of each numeric term |
| `pso.npy`, `pos.npy`, `spo.npy` | the quads as rows of term numbers, each sorted in the order of its name |
| `predicates.npy` | for each predicate its term, first row, end, and how many different subjects, objects and pairs |
| `characters.npy`, `grams.npy`, `gram-ends.npy`, `gram-terms.npy` | which texts hold which one or two characters |

A term's number is its place among all terms: blank nodes, IRIs, strings, numbers, dates, booleans and
the rest, each kind in the order that ORDER BY gives it. A statement in several graphs counts in each,
as in the engine's union of graphs.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pyoxigraph import BlankNode, Literal, NamedNode, Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Key = tuple[int, float, str, str]

FORMAT: Final = 1
BLANK, IRI, STRING, NUMBER, DATE, BOOLEAN, OTHER = KINDS = range(7)
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_PLAIN: Final = ("", "@zh", "@en")
_EXACT_DIGITS: Final = 15
"""Significant digits that a double keeps."""
_DATE_LENGTH: Final = len("2024-01-01")
_CHARACTER_BITS: Final = 20
_TEXT_BITS: Final = 24
_CHARACTERS_AT_ONCE: Final = 4_000_000


def write_prepared(nquads: Path, directory: Path) -> None:
    """Writes the prepared part for the quads of a file; memory grows with terms and quads."""
    numbers: dict[str, int] = {}
    rows = np.array([*_read(nquads, numbers)], dtype=np.int32).reshape(-1, 3)
    keys = _keys(numbers)
    # As the engine does: of equal strings those with a language first.
    terms = sorted(set(keys), key=lambda key: (*key[:3], key[3] == "", key[3]))
    places = {key: place for place, key in enumerate(terms)}
    renumbered = np.array([places[key] for key in keys], dtype=np.int32)
    directory.mkdir()
    facts = _write_terms(directory, terms)
    _write_quads(directory, renumbered[rows])
    start, end = facts["kinds"][STRING : STRING + 2]
    _write_grams(directory, [key[2] for key in terms[start:end]], start)
    facts |= {"format": FORMAT, "terms": len(terms), "quads": len(rows)}
    content = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    (directory / "facts.json").write_text(content + "\n", encoding="utf-8")


def _read(nquads: Path, numbers: dict[str, int]) -> Iterator[tuple[int, int, int]]:
    """Each quad as the numbers of its terms, which are given out as they come."""
    with nquads.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            value = rest[: rest.rindex(" ", 0, -3)]
            yield (
                numbers.setdefault(subject, len(numbers)),
                numbers.setdefault(predicate, len(numbers)),
                numbers.setdefault(value, len(numbers)),
            )


def _keys(written: Iterable[str]) -> list[Key]:
    """For each term what it is sorted by: kind, number, lexical form, suffix."""
    keys: list[Key] = []
    unusual: list[tuple[int, str]] = []
    for place, term in enumerate(written):
        plain = "\\" not in term
        if plain and term[0] == "<":
            keys.append((IRI, 0.0, term[1:-1], ""))
        elif plain and term[0] == '"' and (suffix := term[term.rindex('"') + 1 :]) in _PLAIN:
            keys.append((STRING, 0.0, term[1 : -1 - len(suffix)], suffix))
        else:
            keys.append((BLANK, 0.0, term[2:], ""))
            if term[0] != "_":
                unusual.append((place, term))
    for (place, _), key in zip(unusual, _stored(term for _, term in unusual), strict=True):
        keys[place] = key
    return keys


def _stored(written: Iterable[str]) -> Iterator[Key]:
    """Terms as the store keeps them: `01` becomes `1`."""
    rows = Store().query(f"SELECT ?t {{ VALUES ?t {{ {' '.join(written)} }} }}")
    yield from (_key(row["t"]) for row in rows)  # type: ignore[union-attr]  # a SELECT


def _key(term: NamedNode | BlankNode | Literal) -> Key:
    if not isinstance(term, Literal):
        return (IRI, 0.0, term.value, "")
    value, datatype = term.value, term.datatype.value
    if term.language is not None:
        return (STRING, 0.0, value, f"@{term.language}")
    if datatype == f"{_XSD}string":
        return (STRING, 0.0, value, "")
    kind = _kind(datatype.removeprefix(_XSD), value)
    return (kind, float(Decimal(value)) if kind == NUMBER else 0.0, value, f"^^<{datatype}>")


def _kind(datatype: str, value: str) -> int:
    """The kind of a literal that is no string; OTHER where its order among its like is not simple.

    >>> _kind("integer", "1") == NUMBER, _kind("date", "2024-01-01Z") == OTHER
    (True, True)
    """
    simple = {
        "integer": (NUMBER, _is_exact(value)),
        "decimal": (NUMBER, _is_exact(value)),
        "date": (DATE, len(value) == _DATE_LENGTH and value[:4].isdigit()),
        "boolean": (BOOLEAN, value in {"true", "false"}),
    }
    kind, fits = simple.get(datatype, (OTHER, True))
    return kind if fits else OTHER


def _is_exact(value: str) -> bool:
    """Whether a double holds the number, so that doubles compare as the numbers do.

    >>> _is_exact("0.83"), _is_exact("12345678901234567890")
    (True, False)
    """
    return len(value.lstrip("+-").replace(".", "")) <= _EXACT_DIGITS


def _write_terms(directory: Path, terms: Sequence[Key]) -> dict[str, Any]:
    values = [key[2].encode() for key in terms]
    # In the engine's order: language-tagged strings before plain ones, by language.
    suffixes = sorted({key[3] for key in terms}, key=lambda each: (each == "", each))
    codes = {suffix: code for code, suffix in enumerate(suffixes)}
    kinds = np.array([key[0] for key in terms])
    starts = [int(each) for each in np.searchsorted(kinds, [*KINDS, OTHER + 1])]
    numbers = np.array([key[1] for key in terms[starts[NUMBER] : starts[DATE]]], dtype=np.float64)
    ranks = np.arange(len(terms), dtype=np.int32)
    ranks[starts[NUMBER] : starts[DATE]] = starts[NUMBER] + np.searchsorted(numbers, numbers)
    (directory / "values.bin").write_bytes(b"".join(values))
    np.save(directory / "value-ends.npy", np.cumsum([len(each) for each in values], dtype=np.int64))
    np.save(directory / "suffixes.npy", np.array([codes[key[3]] for key in terms], dtype=np.int16))
    np.save(directory / "ranks.npy", ranks)
    np.save(directory / "numbers.npy", numbers)
    iris = b"".join(values[starts[IRI] : starts[STRING]])
    return {"kinds": starts, "suffixes": suffixes, "ascii_iris": iris.isascii()}


def _write_quads(directory: Path, quads: NDArray[np.int32]) -> None:
    subjects, predicates, values = quads.T
    pso = quads[np.lexsort((values, subjects, predicates))][:, [1, 0, 2]]
    pos = quads[np.lexsort((subjects, values, predicates))][:, [1, 2, 0]]
    spo = quads[np.lexsort((values, predicates, subjects))]
    for name, rows in (("pso", pso), ("pos", pos), ("spo", spo)):
        np.save(directory / f"{name}.npy", np.ascontiguousarray(rows.T))
    terms, starts = np.unique(pso[:, 0], return_index=True)
    ends = np.append(starts[1:], len(pso))
    table = [
        (
            *(term, start, end),
            *(_different(pso[start:end, 1:2]), _different(pos[start:end, 1:2])),
            _different(pso[start:end]),
        )
        for term, start, end in zip(terms, starts, ends, strict=True)
    ]
    np.save(directory / "predicates.npy", np.array(table, dtype=np.int64).reshape(-1, 6))


def _different(sorted_rows: NDArray[np.int32]) -> int:
    return int(np.count_nonzero((sorted_rows[1:] != sorted_rows[:-1]).any(axis=1))) + 1


def _write_grams(directory: Path, texts: Sequence[str], first_term: int) -> None:
    characters = np.array(sorted({ord(each) for text in texts for each in set(text)}), np.uint32)
    pairs = np.unique(np.concatenate([np.zeros(0, np.uint64), *_grams(texts, characters)]))
    grams, starts = np.unique(pairs >> np.uint64(_TEXT_BITS), return_index=True)
    terms = (pairs & np.uint64((1 << _TEXT_BITS) - 1)).astype(np.int32) + np.int32(first_term)
    np.save(directory / "characters.npy", characters)
    np.save(directory / "grams.npy", grams)
    np.save(directory / "gram-ends.npy", np.append(starts[1:], len(pairs)).astype(np.int64))
    np.save(directory / "gram-terms.npy", terms)


def _grams(texts: Sequence[str], characters: NDArray[np.uint32]) -> Iterator[NDArray[np.uint64]]:
    """Each gram with its text: two characters, numbered from 1 (0: no second one), and the text."""
    place = 0
    while place < len(texts):
        start, size = place, 0
        while place < len(texts) and size < _CHARACTERS_AT_ONCE:
            size += len(texts[place])
            place += 1
        codes = np.frombuffer("".join(texts[start:place]).encode("utf-32-le"), dtype=np.uint32)
        firsts = np.searchsorted(characters, codes).astype(np.uint64) + np.uint64(1)
        lengths = [len(text) for text in texts[start:place]]
        owners = np.repeat(np.arange(start, place, dtype=np.uint64), lengths)
        singles = firsts << np.uint64(_CHARACTER_BITS + _TEXT_BITS) | owners
        yield np.unique(singles)
        inside = owners[1:] == owners[:-1]
        seconds = firsts[1:][inside] << np.uint64(_TEXT_BITS)
        yield np.unique(singles[:-1][inside] | seconds)
