"""Validation of a graph against the SHACL shapes of this package; the sole importer of pyshacl.

Takes: the graph of one or several document versions, and the vocabularies it points into.
Gives: findings, sorted, and the same findings as an RDF report.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from pyshacl import ShapesGraph, Validator
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from rdflib import RDF, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.term import IdentifiedNode

from ontology.namespaces import BASE, DEFAULT_BASE, PREFIXES, SHAPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node

REPORT: Final = f"{BASE}report/shacl"
"""Graph and IRI of the validation report."""

SEVERITIES: Final = ("Violation", "Warning", "Info")
"""Unusable, incomplete, hint: the order findings are sorted in."""

_SHAPES_BASE: Final = f"@base <{DEFAULT_BASE}> .\n"

_SEVERITY_WORDS: Final = {
    "zh": {"Violation": "违规", "Warning": "警告", "Info": "提示"},
    "en": {name: name for name in SEVERITIES},
}

_FAULTS: Final = {
    "MinCountConstraintComponent": ("值太少或缺失", "value missing or too few"),
    "MaxCountConstraintComponent": ("值太多", "too many values"),
    "DatatypeConstraintComponent": ("数据类型不对", "wrong datatype"),
    "ClassConstraintComponent": ("所指事物未在图中以所需类型描述", "not described with the class"),
    "NodeKindConstraintComponent": ("应为 IRI 或文字值", "wrong kind of node"),
    "PatternConstraintComponent": ("形式不对", "wrong form"),
    "MinLengthConstraintComponent": ("值为空", "empty value"),
    "LanguageInConstraintComponent": ("语言标签不对", "wrong language tag"),
    "UniqueLangConstraintComponent": ("同一语言有多个值", "several values in one language"),
    "HasValueConstraintComponent": ("缺少规定的值", "required value missing"),
    "InConstraintComponent": ("值不在允许范围", "value not allowed"),
    "EqualsConstraintComponent": ("两个方向不一致", "the two directions differ"),
    "LessThanOrEqualsConstraintComponent": ("次序颠倒", "wrong order"),
    "MinInclusiveConstraintComponent": ("值太小", "value too small"),
    "MaxInclusiveConstraintComponent": ("值太大", "value too large"),
    "OrConstraintComponent": ("须满足其中一项", "at least one of the choices must hold"),
    "XoneConstraintComponent": ("须恰好满足一项", "exactly one of the two must hold"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of the validation.

    `shape` is the local name of the shape (`Provision-label`), `component` that of the SHACL
    constraint component, `severity` one of SEVERITIES; `path` is an IRI or a SPARQL property path.
    """

    focus: str
    path: str | None
    shape: str
    component: str
    severity: str
    value: IdentifiedNode | Literal | None
    message_zh: str
    message_en: str

    def key(self) -> tuple[int, str, str, str, str]:
        """What findings are sorted by: severity, focus, shape, component, value."""
        value = "" if self.value is None else self.value.n3()
        rank = SEVERITIES.index(self.severity)
        return rank, self.focus, self.shape, self.component, value


@cache
def load_shapes() -> Graph:
    """All shapes in one graph, as published; parsed once per process, not to be changed."""
    shapes = Graph()
    files = [entry for entry in resources.files("shapes").iterdir() if entry.name.endswith(".ttl")]
    for file in sorted(files, key=lambda entry: entry.name):
        text = file.read_text("utf-8")
        if not text.startswith(_SHAPES_BASE):
            message = f"{file.name}: the first line must be '{_SHAPES_BASE.strip()}'"
            raise ValueError(message)
        shapes.parse(data=text.replace(_SHAPES_BASE, f"@base <{BASE}> .\n", 1), format="turtle")
    return shapes


def validate(data: Graph, vocabularies: Graph | None = None) -> tuple[Finding, ...]:
    """What is wrong with `data`, sorted; nothing when it conforms without warning or hint.

    `vocabularies` describes the concepts that `data` points to; they are looked up and not checked.
    """
    concepts = vocabularies is None or (None, RDF.type, SKOS.Concept) in data
    described = {str(node) for node in data.subjects(unique=True)}
    with _with_types(data, vocabularies) as lookup:
        try:
            found = _run(_flat_shapes(concepts=concepts), lookup)
        except (TypeError, ReportableRuntimeError):
            # pyshacl stops at values that have no order (a blank node, "x"^^xsd:integer);
            # their datatype or kind is what is wrong with them, and that is found without an order.
            found = _run(_flat_shapes(concepts=concepts, ordered=False), lookup)
    return tuple(finding for finding in found if finding.focus in described)


def violations(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that stop a release: what they are about cannot be published."""
    return [finding for finding in findings if finding.severity == SEVERITIES[0]]


def report_graph(findings: Iterable[Finding]) -> Graph:
    """The findings as a `sh:ValidationReport` without blank nodes, in the order given."""
    report = Graph(identifier=REPORT)
    for prefix, namespace in PREFIXES.items():
        report.bind(prefix, namespace)
    entry = URIRef(REPORT)
    listed = tuple(findings)
    report.add((entry, RDF.type, SH.ValidationReport))
    # The standard: sh:conforms is true if and only if there is no result, of whatever severity.
    report.add((entry, SH.conforms, Literal(not listed)))
    for number, finding in enumerate(listed, 1):
        result = URIRef(f"{REPORT}#r{number}")
        report.add((entry, SH.result, result))
        for predicate, value in _result(finding):
            report.add((result, predicate, value))
    return report


def describe(finding: Finding, language: str) -> str:
    """One line in `zh` or `en`: severity, focus, what is wrong with what, remedy."""
    chinese = language == "zh"
    name = _text(load_shapes(), URIRef(SHAPE + finding.shape), SH.name, language) or finding.shape
    fault = _FAULTS.get(finding.component, (finding.component,) * 2)[0 if chinese else 1]
    shown = "" if finding.value is None else f" ({_shorten(finding.value.n3())})"
    severity = _SEVERITY_WORDS[language][finding.severity]
    remedy = finding.message_zh if chinese else finding.message_en
    colon, stop = ("：", "；") if chinese else (": ", "; ")
    line = f"{severity} {finding.focus} {name} [{finding.shape}]{colon}{fault}{shown}{stop}{remedy}"
    return " ".join(line.split())


@cache
def _flat_shapes(*, concepts: bool, ordered: bool = True) -> ShapesGraph:
    """The shapes with the target of each node shape moved to its property shapes.

    The findings are the same. The cost is not: pyshacl runs a property shape that is reached by
    sh:property once for each focus node, one that has a target once for all of them.
    """
    flat = Graph()
    flat += load_shapes()
    for node, embedded in list(flat.subject_objects(SH.property)):
        flat.remove((node, SH.property, embedded))
        for target in flat.objects(node, SH.targetClass):
            flat.add((embedded, SH.targetClass, target))
    if not concepts:
        for target in (SKOS.Concept, SKOS.ConceptScheme):
            flat.remove((None, SH.targetClass, target))
    if not ordered:
        flat.remove((None, SH.lessThanOrEquals, None))
    return ShapesGraph(flat)


@contextmanager
def _with_types(data: Graph, vocabularies: Graph | None) -> Iterator[Graph]:
    """The data with the classes of the things in the vocabularies that it points to.

    They are added for the time of the validation: a copy would take as long as the validation.
    """
    added = set() if vocabularies is None else _missing_types(data, vocabularies)
    data.addN((*triple, data) for triple in added)
    try:
        yield data
    finally:
        for triple in added:
            data.remove(triple)


def _missing_types(data: Graph, vocabularies: Graph) -> set[tuple[Node, URIRef, Node]]:
    found = {
        (node, RDF.type, kind)
        for node in data.objects(unique=True)
        if isinstance(node, URIRef)
        for kind in vocabularies.objects(node, RDF.type)
    }
    return {triple for triple in found if triple not in data}


def _run(shapes: ShapesGraph, data: Graph) -> tuple[Finding, ...]:
    options = {"inference": "none", "inplace": True}
    validator = Validator(DataGraph.from_rdflib(data), shacl_graph=shapes.graph, options=options)
    # What pyshacl makes of the shapes (some 15 ms) is kept from one validation to the next.
    validator.shacl_graph = shapes
    _, report, _ = validator.run()  # type: ignore[no-untyped-call]  # pyshacl leaves it untyped
    found = {_finding(report, result, shapes.graph) for result in report.objects(None, SH.result)}
    return tuple(sorted(found, key=Finding.key))


def _finding(report: Graph, result: Node, shapes: Graph) -> Finding:
    shape = report.value(result, SH.sourceShape)
    value = report.value(result, SH.value)
    return Finding(
        focus=str(report.value(result, SH.focusNode)),
        path=_path(shapes, shapes.value(shape, SH.path)),
        shape=str(shape).removeprefix(SHAPE),
        component=_sh_name(report.value(result, SH.sourceConstraintComponent)),
        severity=_sh_name(report.value(result, SH.resultSeverity)),
        value=value if isinstance(value, (IdentifiedNode, Literal)) else None,
        message_zh=_text(shapes, shape, SH.message, "zh"),
        message_en=_text(shapes, shape, SH.message, "en"),
    )


def _path(shapes: Graph, path: Node | None) -> str | None:
    if not isinstance(path, BNode):
        return None if path is None else str(path)
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^<{inverse}>"
    alternatives = shapes.value(path, SH.alternativePath)
    if alternatives is None:
        return None
    return "|".join(f"<{step}>" for step in shapes.items(alternatives))


def _text(shapes: Graph, shape: Node | None, predicate: URIRef, language: str) -> str:
    texts = (text for text in shapes.objects(shape, predicate) if isinstance(text, Literal))
    return next((str(text) for text in texts if text.language == language), "")


def _sh_name(term: Node | None) -> str:
    return str(term).removeprefix(str(SH))


def _result(finding: Finding) -> Iterator[tuple[URIRef, IdentifiedNode | Literal]]:
    yield RDF.type, SH.ValidationResult
    yield SH.focusNode, URIRef(finding.focus)
    yield SH.sourceShape, URIRef(SHAPE + finding.shape)
    yield SH.sourceConstraintComponent, SH[finding.component]
    yield SH.resultSeverity, SH[finding.severity]
    yield SH.resultMessage, Literal(finding.message_zh, lang="zh")
    yield SH.resultMessage, Literal(finding.message_en, lang="en")
    # A composed path would need a blank node; sh:sourceShape leads to it.
    if finding.path is not None and "<" not in finding.path:
        yield SH.resultPath, URIRef(finding.path)
    if finding.value is not None and not isinstance(finding.value, BNode):
        yield SH.value, finding.value


def _shorten(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
