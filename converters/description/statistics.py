"""Exact figures of a dataset, as VoID counts them (https://www.w3.org/TR/void/#statistics).

Takes: the sorted N-Quads of a release. Gives: numbers of triples, subjects, objects, by class and by
property. Graphs are merged: a triple that stands in several graphs counts once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ontology.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_TYPE: Final = f"<{RDF}type>".encode()
_LANGUAGE_STRING: Final = f"^^<{RDF}langString>".encode()
_STRING: Final = f"^^<{XSD}string>".encode()

Statement = tuple[bytes, bytes]
"""Predicate and object of a subject, as N-Quads write them."""


@dataclass(slots=True)
class PropertyFigures:
    """Triples of a property, their subjects and objects."""

    triples: int = 0
    subjects: int = 0
    objects: set[bytes] = field(default_factory=set)


@dataclass(slots=True)
class ClassFigures:
    """Instances of a class and the triples that they are subjects of.

    `properties` counts those triples by property; `kinds` by property and class or datatype of the
    object, a class as `<…>` and a datatype as `^^<…>`.
    """

    entities: int = 0
    triples: int = 0
    properties: Counter[bytes] = field(default_factory=Counter)
    kinds: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)


@dataclass(slots=True)
class Statistics:
    """What a dataset counts; IRIs are keys as N-Quads write them, within angle brackets."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    objects: int = 0
    properties: dict[bytes, PropertyFigures] = field(default_factory=dict)
    classes: dict[bytes, ClassFigures] = field(default_factory=dict)
    links: Counter[tuple[str, bytes]] = field(default_factory=Counter)


def count_statements(
    lines: Iterable[bytes], types: Mapping[bytes, Sequence[bytes]], targets: Sequence[str]
) -> Statistics:
    """The figures of sorted N-Quads.

    `types` are the classes of every subject (`read_types`), `targets` the namespaces of other datasets
    to which links are counted. An entity is a subject with an IRI and a class.
    """
    found = Statistics()
    objects: set[bytes] = set()
    targets_of = {f"<{target}".encode(): target for target in targets}
    prefixes = tuple(targets_of)
    for subject, statements in _subjects(lines):
        found.triples += len(statements)
        found.subjects += 1
        found.entities += subject in types and subject.startswith(b"<")
        _count_properties(found.properties, statements)
        for predicate, value in statements:
            objects.add(value)
            if value.startswith(prefixes):
                (target,) = (targets_of[each] for each in prefixes if value.startswith(each))
                found.links[target, predicate] += 1
        _count_classes(found.classes, types.get(subject, ()), statements, types)
    found.objects = len(objects)
    return found


def read_types(lines: Iterable[bytes]) -> dict[bytes, tuple[bytes, ...]]:
    """The classes of each subject, as N-Quads write them."""
    found: dict[bytes, tuple[bytes, ...]] = {}
    known: dict[tuple[bytes, ...], tuple[bytes, ...]] = {}
    for line in lines:
        subject, predicate, value = _parts(line)
        if predicate == _TYPE:
            kinds = tuple(sorted({*found.get(subject, ()), value}))
            # Thousands of subjects share few combinations of classes.
            found[subject] = known.setdefault(kinds, kinds)
    return found


def _subjects(lines: Iterable[bytes]) -> Iterator[tuple[bytes, set[Statement]]]:
    """Each subject with its statements: sorted lines that begin alike are neighbours."""
    for subject, group in groupby(map(_parts, lines), key=lambda parts: parts[0]):
        yield subject, {(predicate, value) for _, predicate, value in group}


def _parts(line: bytes) -> tuple[bytes, bytes, bytes]:
    subject, predicate, rest = line.split(b" ", 2)
    # Blanks may stand in a literal: the graph and the point are the last two words.
    return subject, predicate, rest.rsplit(b" ", 2)[0]


def _count_properties(
    properties: dict[bytes, PropertyFigures], statements: Iterable[Statement]
) -> None:
    seen = set()
    for predicate, value in statements:
        figures = properties.get(predicate)
        if figures is None:
            figures = properties[predicate] = PropertyFigures()
        figures.triples += 1
        figures.objects.add(value)
        seen.add(predicate)
    for predicate in seen:
        properties[predicate].subjects += 1


def _count_classes(
    classes: dict[bytes, ClassFigures],
    own: Iterable[bytes],
    statements: Iterable[Statement],
    types: Mapping[bytes, Sequence[bytes]],
) -> None:
    counted = Counter(predicate for predicate, _ in statements)
    kinds = Counter(
        (predicate, kind) for predicate, value in statements for kind in _kinds(value, types)
    )
    for each in own:
        figures = classes.setdefault(each, ClassFigures())
        figures.entities += 1
        figures.triples += counted.total()
        figures.properties.update(counted)
        figures.kinds.update(kinds)


def _kinds(value: bytes, types: Mapping[bytes, Sequence[bytes]]) -> Sequence[bytes]:
    """The classes of a thing, or the datatype of a literal after `^^`."""
    if not value.startswith(b'"'):
        return types.get(value, ())
    _, _, suffix = value.rpartition(b'"')
    if suffix.startswith(b"@"):
        return (_LANGUAGE_STRING,)
    return (suffix or _STRING,)
