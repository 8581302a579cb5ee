"""How annotations came about: the rules that found them, each run over a document an activity.

Takes: the rule and confidence of each annotation. Gives: PROV statements; a rule is a plan that the
activity used, and a concept of the scheme rule.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from converters.rdf.identity import slugify
from converters.rdf.sink import LABEL, en, fagui, node, typed
from ontology import iris
from ontology.listed import RULE
from ontology.namespaces import PROV

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from converters.rdf.identity import Identity
    from converters.rdf.sink import Sink

_PROGRAM = "fagui"


class Extractions:
    """The runs of rules over one document."""

    def __init__(self, sink: Sink, identity: Identity, program: str) -> None:
        self._sink = sink
        self._version = identity.version
        self._source = identity.source
        self._program = program
        self._numbers: dict[str, int] = {}

    def write_found(self, subject: NamedNode, rule: str, confidence: float) -> None:
        """Which rule found an annotation, and how sure it is."""
        sink, number = self._sink, self._numbers.setdefault(rule, len(self._numbers) + 1)
        run = node(iris.mint_extraction(self._version, number))
        sink.add(subject, fagui("foundByRule"), Literal(rule))
        sink.add(subject, fagui("confidence"), typed(f"{round(confidence, 2):g}", "decimal"))
        sink.add(subject, node(f"{PROV}wasGeneratedBy"), run)

    def write(self) -> None:
        """The runs, the rules and the program."""
        if not self._numbers:
            return
        sink, program = self._sink, node(iris.mint_software(_PROGRAM, self._program))
        sink.add_types(program, node(f"{PROV}SoftwareAgent"))
        sink.add(program, LABEL, en(f"Fagui {self._program}"))
        for rule, number in self._numbers.items():
            run = node(iris.mint_extraction(self._version, number))
            sink.add_types(run, fagui("Extraction"))
            sink.add(run, node(f"{PROV}used"), node(self._source))
            sink.add(run, node(f"{PROV}used"), self._describe_rule(rule))
            sink.add(run, node(f"{PROV}wasAssociatedWith"), program)

    def _describe_rule(self, rule: str) -> NamedNode:
        notation = re.sub(r"[^a-z0-9]+", "-", rule.lower()).strip("-") or slugify(rule)
        plan = self._sink.add_concept(RULE, notation, f"规则 {rule}", f"rule {rule}")
        self._sink.add_types(plan, node(f"{PROV}Plan"))
        return plan
