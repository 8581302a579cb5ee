"""Text search: the resources that have a text with certain words.

`?provision fagui:containsText "工业用地 控制线"`: every resource of which one text (one literal of the
properties below) holds all the words, which blanks separate. Any number of characters may make a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from endpoint.engine.prepared.columns import IRI
from ontology.namespaces import DCTERMS, DEF, ELI, OA, RDFS, SKOS

if TYPE_CHECKING:
    from endpoint.engine.prepared.columns import Columns, Ids

TEXT_PROPERTIES: Final = (
    *(f"{DEF}{name}" for name in ("text", "fullText", "heading", "action", "condition", "task")),
    *(f"{DEF}{name}" for name in ("mentionText", "citationText", "meaning", "quote")),
    *(f"{ELI}title", f"{DCTERMS}title", f"{OA}exact", f"{RDFS}label", f"{RDFS}comment"),
    *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "definition", "scopeNote", "example")),
)
"""The properties whose literals are searched."""


class TextSearch:
    """Searches the texts of one release."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def find(self, words: str) -> Ids:
        """The resources with a text that holds all the words, each once."""
        parts = words.split()
        found = self._columns.containing(parts[0]) if parts else np.zeros(0, dtype=np.int64)
        for part in parts[1:]:
            found = np.intersect1d(found, self._columns.containing(part), assume_unique=True)
        return self._owners(found)

    def _owners(self, texts: Ids) -> Ids:
        """The subjects of the texts, through the rows that are sorted by object."""
        owners = [np.zeros(0, dtype=np.int32)]
        for iri in TEXT_PROPERTIES:
            number = self._columns.find((IRI, 0.0, iri, ""))
            extent = self._columns.extents.get(-1 if number is None else number)
            if extent is None:
                continue
            values, subjects = self._columns.pos[1:, extent.start : extent.end]
            texts = texts.astype(values.dtype, copy=False)
            starts = np.searchsorted(values, texts, side="left")
            ends = np.searchsorted(values, texts, side="right")
            owners += [
                subjects[a:b]
                for a, b in zip(starts[ends > starts], ends[ends > starts], strict=True)
            ]
        return np.unique(np.concatenate(owners))
