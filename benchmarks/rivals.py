"""Our stages beside well-known ones on the same input, run by turns.

Takes: the five documents. Gives: a row for each pair, with the ratio of the times.
The makers of test documents and python-docx are loaded when they are needed: the worker processes of
a build import the program that started them, and are to hold no more than those of `fagui build`.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
import pyshacl
from lxml import html

from benchmarks.measuring import summary, timed
from converters.graph import document_quads, vocabulary_quads
from converters.identity import identify
from converters.pipeline import convert
from converters.product import as_graph
from converters.readers import read_text
from converters.sources import find_sources, load_source
from converters.structure import parse_structure
from shapes.validate import load_shapes, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rdflib import Graph

HEAD: Final = ("ours", "beside", "inputs", "ours, s", "beside, s", "times as long", "spread")
_ARTICLE: Final = re.compile(r"第[一二三四五六七八九十百千零〇]+条")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions that are each given the same inputs, made ready for them."""

    names: tuple[str, str]
    ours: Callable[[Any], object]
    theirs: Callable[[Any], object]
    inputs: tuple[tuple[Any, Any], ...]

    def seconds(self) -> tuple[float, float]:
        """Seconds that ours and theirs take for all inputs."""
        laps = [(timed(self.ours, a)[1], timed(self.theirs, b)[1]) for a, b in self.inputs]
        return sum(lap[0] for lap in laps), sum(lap[1] for lap in laps)


def compare(pairs: Sequence[Pair], runs: int) -> Iterator[tuple[str, ...]]:
    """A row for each pair: medians over the runs that follow a warm-up."""
    for pair in pairs:
        pair.seconds()
        laps = [pair.seconds() for _ in range(runs)]
        ratio, spread = summary([ours / theirs for ours, theirs in laps])
        ours, theirs = (f"{summary(column)[0]:.4g}" for column in zip(*laps, strict=True))
        yield (*pair.names, str(len(pair.inputs)), ours, theirs, f"{ratio:.3g}", spread)


def reading_pairs() -> list[Pair]:
    """The readers beside what the libraries give without headings, numbering, columns, page heads."""
    formats: Any = import_module("tests.converters.formats")
    texts = [formats.read_paragraphs(name) for name in formats.document_ids()]
    pages = [formats.make_database_page(text).format(charset="utf-8").encode() for text in texts]

    def pair(theirs: str, suffix: str, work: Callable[[bytes], str], files: list[bytes]) -> Pair:
        inputs = tuple((formats.source_of(f"document.{suffix}", file), file) for file in files)
        return Pair((f"read {suffix.upper()}", theirs), read_text, work, inputs)

    return [
        pair("python-docx paragraphs", "docx", _docx_text, list(map(formats.make_docx, texts))),
        pair("lxml.html text_content", "html", _html_text, pages),
        pair("pypdfium2 get_text_range", "pdf", _pdf_text, list(map(formats.make_pdf, texts))),
    ]


def structure_pair() -> Pair:
    """The structure beside the floor: lines and one expression, which finds articles and no more."""
    texts = [read_text(load_source(path)) for path in find_sources(())]
    inputs = tuple((text, text.value) for text in texts)
    return Pair(("structure", "floor: splitlines, one regex"), parse_structure, _labels, inputs)


def validation_pair() -> Pair:
    """The validation beside plain pyshacl: a document and the vocabularies in one graph, for both."""
    document = convert(load_source(find_sources(())[0]))
    identity = identify(document)
    quads = [*document_quads(document, identity), *vocabulary_quads((identity.jurisdiction,))]
    graph = as_graph(quads)
    return Pair(("SHACL validation", "pyshacl.validate"), validate, _plain, ((graph, graph),))


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


def _plain(graph: Graph) -> object:
    return pyshacl.validate(graph, shacl_graph=load_shapes(), inference="none")
