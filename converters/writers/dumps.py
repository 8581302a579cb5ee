"""Quads and provisions as files that anyone can download, the same bytes at every build.

Takes: quads, addressed provisions. Gives: N-Quads, Turtle, JSON-LD and CSV.
"""

from __future__ import annotations

import csv
import gzip
import heapq
import io
import json
import shutil
from contextlib import ExitStack
from itertools import chain
from typing import IO, TYPE_CHECKING, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from ontology.namespaces import DESCRIPTION_PREFIXES, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

PROVISION_COLUMNS: Final = (
    "document",
    "address",
    "kind",
    "number",
    "label",
    "heading",
    "text",
    "version",
    "provision",
    "source_part",
    "source_start",
    "source_end_part",
    "source_end",
)
ODDITY_COLUMNS: Final = (
    "document",
    "kind",
    "detail",
    "quote",
    "source_part",
    "source_start",
    "source_end_part",
    "source_end",
)

CHUNK: Final = 1 << 20
"""Bytes that are copied at a time."""

# Files merged in one pass: well below the number of files that a process may have open.
MERGED_AT_ONCE: Final = 128


def serialize_bytes(statements: Iterable[Quad] | Iterable[Triple], syntax: RdfFormat) -> bytes:
    """The statements in a syntax, with the project's prefixes where it has prefixes."""
    buffer = io.BytesIO()
    serialize(statements, buffer, syntax, prefixes=PREFIXES)
    return buffer.getvalue()


def sorted_nquads(quads: Iterable[Quad]) -> bytes:
    """The quads as N-Quads: each once, lines in the order of their bytes."""
    written = serialize_bytes(quads, RdfFormat.N_QUADS)
    # Only the line feed ends a statement: all other line separators may stand in a literal.
    return b"".join(sorted({line + b"\n" for line in written.split(b"\n") if line}))


def labelled_alike(quads: Iterable[Quad], prefix: str) -> list[Quad]:
    """The quads, their blank nodes named `prefix` and a number that depends on the data alone."""
    given = list(quads)
    if not any(isinstance(term, BlankNode) for quad in given for term in _terms(quad)):
        return given
    dataset = Dataset(given)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return [_relabelled(quad, prefix) for quad in dataset]


def turtle(quads: Iterable[Quad]) -> bytes:
    """The triples as Turtle, subjects in the order of their first statement."""
    return serialize_bytes(_by_subject(quad.triple for quad in quads), RdfFormat.TURTLE)


def turtle_of(triples: Iterable[Triple]) -> bytes:
    """Triples that describe a release as Turtle, sorted."""
    buffer = io.BytesIO()
    ordered = _by_subject(sorted(triples, key=str))
    serialize(ordered, buffer, RdfFormat.TURTLE, prefixes=DESCRIPTION_PREFIXES)
    return buffer.getvalue()


def merge_sorted(parts: Sequence[Path], target: Path) -> int:
    """Number of lines written: those of the sorted files, in order, each line once."""
    level = 0
    merged = list(parts)
    while len(merged) > MERGED_AT_ONCE:
        level += 1
        groups = range(0, len(merged), MERGED_AT_ONCE)
        outputs = [target.with_name(f"{target.name}.{level}.{group}") for group in groups]
        for group, output in zip(groups, outputs, strict=True):
            _merge(merged[group : group + MERGED_AT_ONCE], output)
        if level > 1:
            _remove(merged)
        merged = outputs
    lines = _merge(merged, target)
    if level:
        _remove(merged)
    return lines


def write_turtle(nquads: Path, target: Path) -> None:
    """Writes the union of the graphs of a sorted N-Quads file as Turtle."""
    with target.open("wb") as output:
        serialize(_union(nquads), output, RdfFormat.TURTLE, prefixes=PREFIXES)


def write_json_ld(parts: Sequence[Path], target: Path) -> None:
    """Writes N-Quads files as one JSON-LD document with a node object for each named graph."""
    quads = chain.from_iterable(_read(part) for part in parts)
    with target.open("wb") as output:
        serialize(quads, output, RdfFormat.JSON_LD)


def compressed(content: bytes) -> bytes:
    """The content as gzip (RFC 1952), without a name and a time: equal content gives equal bytes."""
    buffer = io.BytesIO()
    with _gzip_writer(buffer) as packed:
        packed.write(content)
    return buffer.getvalue()


def compress_beside(path: Path) -> None:
    """Writes a file as gzip beside itself, `.gz` added to its name."""
    with (
        path.open("rb") as given,
        path.with_name(f"{path.name}.gz").open("wb") as output,
        _gzip_writer(output) as packed,
    ):
        shutil.copyfileobj(given, packed, CHUNK)


def _gzip_writer(output: IO[bytes]) -> gzip.GzipFile:
    # The module's usual level, 9, takes three times as long for one hundredth of the size.
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=output, mtime=0)


def json_lines(value: object) -> bytes:
    """A value as JSON, a line for each member."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def csv_rows(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as RFC 4180 says, in UTF-8."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def _by_subject(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Each triple once, subjects in the order of their first statement."""
    subjects: dict[object, dict[Triple, None]] = {}
    for triple in triples:
        subjects.setdefault(triple.subject, {})[triple] = None
    return chain.from_iterable(subjects.values())


def _terms(quad: Quad) -> tuple[object, ...]:
    return quad.subject, quad.object, quad.graph_name


def _relabelled(quad: Quad, prefix: str) -> Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, BlankNode):
        subject = BlankNode(prefix + subject.value)
    if isinstance(value, BlankNode):
        value = BlankNode(prefix + value.value)
    return Quad(subject, quad.predicate, value, quad.graph_name)


def _merge(parts: Sequence[Path], target: Path) -> int:
    lines = 0
    before = b""
    with ExitStack() as stack, target.open("wb") as output:
        files: list[IO[bytes]] = [stack.enter_context(part.open("rb")) for part in parts]
        for line in heapq.merge(*files):
            if line != before:
                output.write(line)
                lines += 1
            before = line
    return lines


def _remove(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink()


def _read(path: Path) -> Iterator[Quad]:
    yield from parse(path=path, format=RdfFormat.N_QUADS)


def _union(nquads: Path) -> Iterator[Triple]:
    # Sorted lines put a triple that stands in several graphs on neighbouring lines.
    before = None
    for quad in _read(nquads):
        if quad.triple != before:
            yield quad.triple
        before = quad.triple
