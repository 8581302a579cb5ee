"""All layers of annotation, put together.

Takes: a `Structure` and its `Metadata`. Gives: `Annotations`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from converters.annotation.passages import read_passages
from converters.annotation.records import Annotations

if TYPE_CHECKING:
    from converters.records import Metadata, Structure


def annotate(structure: Structure, metadata: Metadata) -> Annotations:
    """What the provisions of a document say."""
    return Annotations(passages=read_passages(structure))
