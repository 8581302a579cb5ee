"""Which of the library's serialisations a result format is, and how documents of modest size are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import QueryResultsFormat, RdfFormat, serialize

from endpoint.engine.interface import ResultFormat
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

GRAPH_FORMATS: Final = {
    ResultFormat.TURTLE: RdfFormat.TURTLE,
    ResultFormat.N_TRIPLES: RdfFormat.N_TRIPLES,
    ResultFormat.JSON_LD: RdfFormat.JSON_LD,
    ResultFormat.RDF_XML: RdfFormat.RDF_XML,
}
"""Serialisations of CONSTRUCT and DESCRIBE."""
SOLUTION_FORMATS: Final = {
    ResultFormat.JSON: QueryResultsFormat.JSON,
    ResultFormat.XML: QueryResultsFormat.XML,
    ResultFormat.CSV: QueryResultsFormat.CSV,
    ResultFormat.TSV: QueryResultsFormat.TSV,
}
"""Serialisations of SELECT and ASK."""


def write_sorted(triples: Iterable[Triple], output: Any, form: ResultFormat) -> None:
    """Write each triple once, in a fixed order and with our prefixes, to what has `write`."""
    ordered = sorted(set(triples), key=str)
    serialize(ordered, output, format=GRAPH_FORMATS[form], prefixes=PREFIXES)
