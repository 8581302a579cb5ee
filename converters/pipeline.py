"""The order of the stages, from a source file to a document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.annotate import annotate
from converters.annotation.records import Annotations
from converters.document import Document
from converters.errors import ConversionError
from converters.metadata.reading import read_metadata
from converters.readers import read_text
from converters.structure.tree import parse_structure

if TYPE_CHECKING:
    from converters.records import SourceFile

_MAX_PROVISIONS: Final = 30_000


def convert(source: SourceFile) -> Document:
    """The document that a source file holds; ConversionError where it holds none."""
    document = read_document(source)
    return replace(document, annotations=annotate(document.structure))


def read_document(source: SourceFile) -> Document:
    """The document without annotations; ConversionError where the file holds none."""
    structure = parse_structure(read_text(source))
    if not structure.provisions:
        raise ConversionError(
            source.file_name,
            "text",
            "shows no article (第一条), section (一、) or item (（一）)",
            "give the text of a regulation or notice with the line breaks before its labels",
        )
    count = sum(1 for _ in structure.walk())
    if count > _MAX_PROVISIONS:
        raise ConversionError(
            source.file_name,
            "text",
            f"has {count:,} provisions; at most {_MAX_PROVISIONS:,} are allowed in a document",
            "split the file into one file a regulation",
        )
    return Document(source, structure, read_metadata(structure), Annotations())
