"""The measures of a document as rows of a table: who must, may or should do what, and where it says so.

Takes: the quads of a document. Gives: the rows of `dumps/measures.csv`. They are read off the graph, so
that the table says what the graph says.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from ontology.iris import parse_concept
from ontology.namespaces import DEF, PREFIXES, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    Facts = Mapping[str, Mapping[str, list[str]]]

COLUMNS: Final = (
    "document",
    "address",
    "modality",
    "inner_modality",
    "bearers",
    "action",
    "targets",
    "instruments",
    "sectors",
    "condition",
    "start",
    "end",
    "rule",
    "confidence",
    "provision",
    "measure",
)
BETWEEN: Final = "|"
"""What stands between the values of a cell that has several."""

_ELI: Final = PREFIXES["eli"]


def measure_rows(document: str, quads: Iterable[Quad]) -> Iterator[tuple[str, ...]]:
    """A row for each measure, in the order of the quads; values as in `COLUMNS`, empty where none is stated.

    `address` is that of the provision (art:31/p:1), `start` and `end` count its characters, notations are
    those of the schemes modality and instrument, bearers and targets are labels of actors in zh.
    """
    facts = _by_subject(quads)
    for measure in _subjects(facts):
        (provision,) = facts[measure][f"{DEF}statedIn"]
        sectors = facts[measure].get(f"{DEF}hasSectorMention", [])
        yield (
            document,
            _one(facts, provision, f"{_ELI}id_local"),
            _notation(_one(facts, measure, f"{DEF}modality")),
            _notation(_one(facts, measure, f"{DEF}innerModality")),
            _labels(facts, measure, "hasBearer"),
            _one(facts, measure, f"{DEF}action"),
            _labels(facts, measure, "hasTarget"),
            BETWEEN.join(_notation(each) for each in _all(facts, measure, f"{DEF}usesInstrument")),
            BETWEEN.join(_one(facts, each, f"{DEF}mentionText") for each in sectors),
            _one(facts, measure, f"{DEF}condition"),
            _one(facts, measure, f"{DEF}spanStart"),
            _one(facts, measure, f"{DEF}spanEnd"),
            _one(facts, measure, f"{DEF}foundByRule"),
            _one(facts, measure, f"{DEF}confidence"),
            provision,
            measure,
        )


def _by_subject(quads: Iterable[Quad]) -> Facts:
    facts: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        subject, value = quad.subject, quad.object
        english = isinstance(value, Literal) and value.language == "en"
        # A release has neither blank nodes nor triple terms.
        if (
            isinstance(subject, NamedNode)
            and isinstance(value, NamedNode | Literal)
            and not english
        ):
            values = facts[subject.value][quad.predicate.value]
            if value.value not in values:
                values.append(value.value)
    return facts


def _subjects(facts: Facts) -> Iterator[str]:
    for subject, values in facts.items():
        if f"{DEF}Measure" in values.get(f"{RDF}type", ()):
            yield subject


def _all(facts: Facts, subject: str, predicate: str) -> list[str]:
    return facts.get(subject, {}).get(predicate, [])


def _one(facts: Facts, subject: str, predicate: str) -> str:
    return next(iter(_all(facts, subject, predicate)), "")


def _labels(facts: Facts, measure: str, role: str) -> str:
    """The label of each actor; kinds of actors (高等学校) are labelled in the vocabulary, here as they are named."""
    named = {
        _one(facts, mention, f"{DEF}namesActor"): _one(facts, mention, f"{DEF}mentionText")
        for mention in _all(facts, measure, f"{DEF}hasActorMention")
    }
    actors = _all(facts, measure, f"{DEF}{role}")
    return BETWEEN.join(_one(facts, actor, f"{RDFS}label") or named[actor] for actor in actors)


def _notation(concept: str) -> str:
    return parse_concept(concept)[1] if concept else ""
