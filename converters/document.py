"""What the stages that read a document hand to those that write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from converters.annotation.records import Annotations
    from converters.records import Metadata, SourceFile, Structure


@dataclass(frozen=True, slots=True)
class Document:
    """A source document after all stages that read it."""

    source: SourceFile
    structure: Structure
    metadata: Metadata
    annotations: Annotations
