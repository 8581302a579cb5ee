"""How good the annotations are, as quality measurements of the dataset (W3C DQV).

Takes: the stored figures of the gold sets. Gives: quads of one graph. A measurement says what a metric
gives for one layer of annotation, or for the annotations with one concept, by one gold set; a ratio
that has no denominator is absent.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad
from rdflib import SKOS
from rdflib import Literal as Text

from ontology import iris
from ontology.load import vocabularies
from ontology.namespaces import BASE, DCAT, DCTERMS, DQV, PROV, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from converters.evaluation.figures import StoredFigures
    from converters.evaluation.scoring import Tally

QUALITY: Final = f"{BASE}report/quality"
"""Graph of the measurements."""

_DATASET_LABELS: Final = {"zh": "法规数据集", "en": "Fagui dataset"}
_GRAPH_LABELS: Final = {"zh": "标注质量", "en": "quality of the annotations"}
_Object = NamedNode | Literal
_Statement = tuple[NamedNode, NamedNode, _Object]


def quality_quads(figures: Iterable[StoredFigures]) -> Iterator[Quad]:
    """The measurements of all gold sets, and the dataset that they were computed on."""
    dataset, graph = NamedNode(iris.mint_dataset()), NamedNode(QUALITY)
    for statement in (*_describe_dataset(dataset), *_describe_graph(dataset, graph)):
        yield Quad(*statement, graph)
    for each in figures:
        for concept, tally in _measured(each):
            for metric, value in _values(tally):
                node = NamedNode(iris.mint_measurement(each.name, concept, metric))
                yield Quad(dataset, _term(DQV, "hasQualityMeasurement"), node, graph)
                for predicate, said in _describe(each.name, concept, metric, value):
                    yield Quad(node, predicate, said, graph)


def _describe_dataset(dataset: NamedNode) -> Iterator[_Statement]:
    yield dataset, _term(RDF, "type"), _term(DCAT, "Dataset")
    for language, words in _DATASET_LABELS.items():
        yield dataset, _term(RDFS, "label"), Literal(words, language=language)


def _describe_graph(dataset: NamedNode, graph: NamedNode) -> Iterator[_Statement]:
    """DQV has a property and a class for graphs of measurements, so that they can be found."""
    yield dataset, _term(DQV, "hasQualityMetadata"), graph
    yield graph, _term(RDF, "type"), _term(DQV, "QualityMetadata")
    for language, words in _GRAPH_LABELS.items():
        yield graph, _term(RDFS, "label"), Literal(words, language=language)


def _measured(figures: StoredFigures) -> Iterator[tuple[str, Tally]]:
    """Each concept that has figures, with them."""
    for layer, tally in figures.score.layers.items():
        yield iris.mint_concept("quality-layer", layer), tally
    for scheme, tallies in figures.score.classes.items():
        for notation, tally in tallies.items():
            yield iris.mint_concept(scheme, notation), tally


def _values(tally: Tally) -> Iterator[tuple[str, str]]:
    """Values of the metrics as decimals, where they are defined."""
    if tally.predicted:
        yield "precision", _decimal(tally.precision)
    if tally.gold:
        yield "recall", _decimal(tally.recall)
    if tally.predicted or tally.gold:
        yield "f1", _decimal(tally.f1)
        yield "cases", str(tally.gold)


def _describe(
    gold_set: str, concept: str, metric: str, value: str
) -> Iterator[tuple[NamedNode, _Object]]:
    metric_iri = iris.mint_concept("quality-metric", metric)
    gold_iri = iris.mint_concept("gold-set", gold_set)
    yield _term(RDF, "type"), _term(DQV, "QualityMeasurement")
    yield _term(DQV, "isMeasurementOf"), NamedNode(metric_iri)
    yield _term(DQV, "computedOn"), NamedNode(iris.mint_dataset())
    yield _term(DQV, "value"), Literal(value, datatype=_term(XSD, "decimal"))
    yield _term(DCTERMS, "subject"), NamedNode(concept)
    yield _term(PROV, "wasDerivedFrom"), NamedNode(gold_iri)
    for language, form in (("zh", "{1}：{0}（{2}）"), ("en", "{0} of {1} ({2})")):
        names = [_labels()[each, language] for each in (metric_iri, concept, gold_iri)]
        yield _term(RDFS, "label"), Literal(form.format(*names), language=language)


def _decimal(ratio: float) -> str:
    """A ratio with four decimals at most, in the one form that a decimal has.

    >>> _decimal(2 / 3), _decimal(0.5), _decimal(1.0), _decimal(0.0)
    ('0.6667', '0.5', '1', '0')
    """
    return f"{ratio:.4f}".rstrip("0").rstrip(".")


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    """Labels of all concepts, by IRI and language."""
    return {
        (str(concept), label.language): str(label)
        for scheme in vocabularies().values()
        for concept, label in scheme.subject_objects(SKOS.prefLabel)
        if isinstance(label, Text) and label.language
    }


@cache
def _term(namespace: str, name: str) -> NamedNode:
    return NamedNode(namespace + name)
