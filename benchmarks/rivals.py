"""Our stages beside well-known ones on the same input, run by turns.

Takes: the five documents. Gives: a row for each pair, with the ratio of the times.
"""

from __future__ import annotations

import io
import re
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pypdfium2
import pyshacl
from lxml import html

from benchmarks.measuring import summary
from converters.pipeline import convert
from converters.rdf.graph import document_quads
from converters.rdf.identity import identify
from converters.rdf.vocabulary import vocabulary_quads
from converters.readers import read_text
from converters.release.product import as_graph
from converters.sources import find_sources, load_source
from converters.structure.tree import parse_structure
from shapes.validate import load_shapes, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_ARTICLE: Final = re.compile(r"第[一二三四五六七八九十百千零〇]+条")


class Pair(NamedTuple):
    """Two functions, and the same inputs in the form that each of them takes."""

    names: tuple[str, str]
    ours: Callable[[Any], object]
    theirs: Callable[[Any], object]
    inputs: Sequence[tuple[Any, Any]]

    def seconds(self) -> tuple[float, float]:
        """Seconds of wall clock that ours and theirs take for all inputs."""
        start = perf_counter()
        for given, _ in self.inputs:
            self.ours(given)
        middle = perf_counter()
        for _, given in self.inputs:
            self.theirs(given)
        return middle - start, perf_counter() - middle


def rival_rows(runs: int) -> Iterator[tuple[str, ...]]:
    """A row for each pair: medians over the runs that follow a warm-up."""
    for pair in (*_reading_pairs(), _structure_pair(), _validation_pair()):
        pair.seconds()
        found = [pair.seconds() for _ in range(runs)]
        ratio, spread = summary([ours / theirs for ours, theirs in found])
        seconds = (f"{summary(column)[0]:.3g}" for column in zip(*found, strict=True))
        yield (*pair.names, str(len(pair.inputs)), *seconds, f"{ratio:.3g}", spread)


def _reading_pairs() -> Iterator[Pair]:
    # Workers of a build import this module: what makes the documents would swell their memory.
    formats: Any = import_module("tests.converters.formats")
    texts = [formats.read_paragraphs(name) for name in formats.document_ids()]
    pages = (formats.make_database_page(text).replace("{charset}", "utf-8") for text in texts)
    for suffix, theirs, work, files in (
        ("docx", "python-docx paragraphs", _docx_text, map(formats.make_docx, texts)),
        ("html", "lxml.html text_content", _html_text, map(str.encode, pages)),
        ("pdf", "pypdfium2 get_text_range", _pdf_text, map(formats.make_pdf, texts)),
    ):
        inputs = [(formats.source_of(f"document.{suffix}", file), file) for file in files]
        yield Pair((f"read {suffix.upper()}", theirs), read_text, work, inputs)


def _structure_pair() -> Pair:
    texts = [read_text(load_source(path)) for path in find_sources(())]
    inputs = [(text, text.value) for text in texts] * 10  # the floor alone takes too little to time
    return Pair(("structure", "floor: splitlines, one regex"), parse_structure, _labels, inputs)


def _validation_pair() -> Pair:
    document = convert(load_source(find_sources(())[0]))
    identity = identify(document)
    # One graph for both, with the vocabularies: plain pyshacl looks nothing up elsewhere.
    vocabularies = vocabulary_quads((identity.jurisdiction,))
    graph = as_graph([*document_quads(document, identity), *vocabularies])
    return Pair(("SHACL validation", "pyshacl.validate"), validate, _plain, [(graph, graph)])


def _docx_text(content: bytes) -> str:
    document = import_module("docx").Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def _html_text(content: bytes) -> str:
    return str(html.fromstring(content).text_content())


def _pdf_text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def _labels(text: str) -> list[str]:
    return [found.group() for line in text.splitlines() if (found := _ARTICLE.match(line))]


def _plain(graph: Any) -> object:
    return pyshacl.validate(graph, shacl_graph=load_shapes(), inference="none")
