"""A release: everything that is published about a set of documents, built whole and then put in place.

Takes: paths of documents. Gives: a directory with store, dumps, reports and manifest, the same to the
byte (the store apart) for the same documents, or `Refused` with nothing published.
"""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from contextlib import closing
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from converters.description.data import coverage, describe_data, void_turtle
from converters.description.void import VOID_GRAPH
from converters.errors import ConversionError
from converters.evaluation.figures import read_figures
from converters.rdf.examples import example_quads
from converters.rdf.quality import QUALITY, quality_quads
from converters.rdf.vocabulary import shape_quads, vocabulary_quads
from converters.release.converting import convert_documents
from converters.release.product import Product, as_graph
from converters.release.publication import write_publication
from converters.release.publish import MANIFEST, digest, open_workplace, publish
from converters.settings import read_publishing
from converters.writers.dumps import (
    ODDITY_COLUMNS,
    PROVISION_COLUMNS,
    compress_beside,
    csv_rows,
    json_lines,
    labelled_alike,
    merge_sorted,
    sorted_nquads,
    turtle,
    write_json_ld,
    write_turtle,
)
from converters.writers.measures import COLUMNS as MEASURE_COLUMNS
from converters.writers.prepared import write_prepared
from ontology.context import json_ld_context
from ontology.datafiles import ROOT
from ontology.namespaces import BASE
from shapes.validate import REPORT, describe, report_graph, validate, violations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from converters.progress import Reporter
    from converters.settings import Limits
    from shapes.validate import Finding

FORMAT: Final = 1
PARTS: Final = ".parts"
# N-Quads repeat every IRI and the name of the graph: only they are worth packing.
DOCUMENT_FILES: Final = {
    "turtle": ".ttl",
    "n_quads": ".nq.gz",
    "json_ld": ".jsonld",
    "akoma_ntoso": ".akn.xml",
}
# One defect of a text or of the program shows at many places alike.
SHOWN_OF_A_KIND: Final = 3
WRITING_STEPS: Final = ("N-Quads", "Turtle", "JSON-LD", "store", "prepared part", "publication")


class Refused(Exception):  # noqa: N818  # an outcome, not a defect
    """Nothing is published; `problems` says why, a line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(*problems)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Release:
    """A published release, and the documents that it had to leave out."""

    id: str
    directory: Path
    counts: dict[str, int]
    left_out: tuple[ConversionError, ...]


def build_release(
    sources: Sequence[Path],
    out: Path,
    limits: Limits,
    reporter: Reporter,
    *,
    strict: bool = False,
    problems: Sequence[ConversionError] = (),
) -> Release:
    """The release of the documents, published below `out`.

    Documents that cannot be converted are left out and listed, after those whose `problems` are
    known before; `strict` refuses the release instead.
    """
    publishing = read_publishing()
    try:
        with open_workplace(out) as place:
            draft = Draft(place.directory, left_out=list(problems))
            _convert(draft, sources, limits, reporter)
            _require_publishable(draft, strict=strict)
            with reporter.stage("writing", len(WRITING_STEPS)) as advance:
                manifest = draft.finish(advance)
                write_publication(place.directory, manifest, out, publishing)
                directory = publish(place, manifest["id"], kept=publishing.kept)
                advance(WRITING_STEPS[-1])
    except OSError as error:
        raise ConversionError(
            str(out),
            "output",
            f"the release cannot be written ({error.strerror or error}); an earlier one is untouched",
            "free space, check the rights of the directory, or name another with --out",
        ) from error
    return Release(manifest["id"], directory, manifest["counts"], tuple(draft.left_out))


def check_vocabulary(quads: Iterable[Quad]) -> tuple[Finding, ...]:
    """What the shapes find in the ontology and the concept schemes that are published."""
    vocabulary = as_graph(quads)
    return validate(vocabulary, vocabulary)


def check_quality(quads: Iterable[Quad], vocabulary: Iterable[Quad]) -> tuple[Finding, ...]:
    """What the shapes find in the quality measurements."""
    return validate(as_graph(quads), as_graph(vocabulary))


@dataclass(slots=True)
class Draft:
    """A release that is being written into a directory."""

    directory: Path
    documents: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[ConversionError] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    jurisdictions: set[str] = field(default_factory=set)
    vocabulary: tuple[Quad, ...] = ()
    quality: tuple[Quad, ...] = ()
    parts: dict[str, Path] = field(default_factory=dict)
    graphs: dict[str, dict[str, Any]] = field(default_factory=dict)
    coverage: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("dumps/documents", "reports", PARTS):
            (self.directory / name).mkdir(parents=True)
        self._append("dumps/provisions.csv", csv_rows([PROVISION_COLUMNS]))
        self._append("dumps/measures.csv", csv_rows([MEASURE_COLUMNS]))
        self._append("reports/oddities.csv", csv_rows([ODDITY_COLUMNS]))

    def add(self, product: Product) -> None:
        """Takes in a document, or leaves it out if its version is there already."""
        identity = product.identity
        if identity.graph in self.parts:
            self.left_out.append(self._same_version(product))
            return
        dumps = {form: f"dumps/documents/{product.id}{end}" for form, end in DOCUMENT_FILES.items()}
        self._append(dumps["turtle"], product.turtle)
        self._append(dumps["n_quads"], product.nquads_gzip)
        self._append(dumps["json_ld"], product.json_ld)
        self._append(dumps["akoma_ntoso"], product.akoma_ntoso)
        self._append("dumps/provisions.csv", product.provisions)
        self._append("dumps/measures.csv", product.measures)
        self._append("reports/oddities.csv", product.oddities)
        self._add_part(identity.graph, product.nquads)
        self.findings += product.findings
        self.jurisdictions |= product.jurisdictions
        self.documents.append(
            {
                "id": product.id,
                "title": product.title,
                "work": identity.work,
                "version": identity.version,
                "expression": identity.expression,
                "graph": identity.graph,
                "source": product.source,
                "dumps": dumps,
                "counts": product.counts | _count_severities(product.findings),
            }
        )

    def finish(self, advance: Callable[[str], None]) -> dict[str, Any]:
        """The manifest, when vocabularies, report, dumps and store are written."""
        self._add_vocabulary()
        self._add_quality()
        self._add_report()
        nquads, whole_turtle, json_ld = (
            self.directory / f"dumps/fagui.{end}" for end in ("nq", "ttl", "jsonld")
        )
        quads = self._write_nquads(nquads)
        compress_beside(nquads)
        advance("N-Quads")
        write_turtle(nquads, whole_turtle)
        compress_beside(whole_turtle)
        advance("Turtle")
        write_json_ld([self.parts[graph] for graph in sorted(self.parts)], json_ld)
        compress_beside(json_ld)
        self._append("dumps/context.jsonld", json_lines({"@context": json_ld_context()}))
        advance("JSON-LD")
        shutil.rmtree(self.directory / PARTS)
        write_store(nquads, self.directory / "store")
        advance("store")
        write_prepared(nquads, self.directory / "prepared")
        advance("prepared part")
        return self._write_manifest(quads)

    def _write_nquads(self, target: Path) -> int:
        """Number of quads written: all others, then their description, which they make."""
        data = self.directory / PARTS / "data.nq"
        merge_sorted([self.parts[graph] for graph in sorted(self.parts)], data)
        description = describe_data(data, self.documents)
        self.coverage = coverage(self.documents, description.themes)
        self._append("dumps/void.ttl", void_turtle(description.quads, self.documents))
        self._add_part(VOID_GRAPH, sorted_nquads(description.quads))
        return merge_sorted([data, self.parts[VOID_GRAPH]], target)

    def _add_vocabulary(self) -> None:
        quads = labelled_alike((*self.vocabulary, *shape_quads(), *example_quads()), "v")
        quads.sort(key=str)
        self._append("dumps/ontology.ttl", turtle(quads))
        graphs: dict[str, list[Quad]] = {}
        for quad in quads:
            graphs.setdefault(_graph_name(quad), []).append(quad)
        for graph, members in graphs.items():
            self._add_part(graph, sorted_nquads(members))

    def _add_quality(self) -> None:
        quads = sorted(self.quality, key=str)
        self._append("reports/quality.ttl", turtle(quads))
        self._add_part(QUALITY, sorted_nquads(quads))

    def _add_report(self) -> None:
        report = report_graph(tuple(self.findings)).serialize(format="nt", encoding="utf-8")
        graph = NamedNode(REPORT)
        quads = [
            Quad(found.subject, found.predicate, found.object, graph)
            for found in parse(report, format=RdfFormat.N_TRIPLES)
        ]
        quads = sorted(labelled_alike(quads, "r"), key=str)
        self._append("reports/shacl.ttl", turtle(quads))
        self._add_part(REPORT, sorted_nquads(quads))

    def _write_manifest(self, quads: int) -> dict[str, Any]:
        counts = {
            "documents": len(self.documents),
            "provisions": sum(entry["counts"]["provisions"] for entry in self.documents),
            "measures": sum(entry["counts"]["measures"] for entry in self.documents),
            "quads": quads,
            "oddities": sum(entry["counts"]["oddities"] for entry in self.documents),
        }
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "software": f"fagui {software_version()}",
            "base": BASE,
            "documents": self.documents,
            "left_out": [
                {"document": error.document, "problem": _problem(error)} for error in self.left_out
            ],
            "counts": counts | _count_severities(self.findings),
            "coverage": self.coverage,
            "graphs": dict(sorted(self.graphs.items())),
            "files": self._files(),
        }
        manifest = {"id": _identifier(manifest)} | manifest
        self._append(MANIFEST, json_lines(manifest))
        return manifest

    def _files(self) -> dict[str, dict[str, Any]]:
        files = (
            path
            for folder in ("dumps", "reports")
            for path in (self.directory / folder).rglob("*")
            if path.is_file()
        )
        return {
            path.relative_to(self.directory).as_posix(): {
                "sha256": digest(path),
                "bytes": path.stat().st_size,
            }
            for path in sorted(files)
        }

    def _append(self, name: str, content: bytes) -> None:
        with (self.directory / name).open("ab") as file:
            file.write(content)

    def _add_part(self, graph: str, nquads: bytes) -> None:
        name = f"{PARTS}/{len(self.parts)}.nq"
        self._append(name, nquads)
        self.parts[graph] = self.directory / name
        self.graphs[graph] = {
            "quads": nquads.count(b"\n"),
            "sha256": hashlib.sha256(nquads).hexdigest(),
        }

    def _same_version(self, product: Product) -> ConversionError:
        graph = product.identity.graph
        other = next(entry for entry in self.documents if entry["graph"] == graph)
        return ConversionError(
            product.source["file"],
            "identity",
            f"is the same version of the same work as {other['source']['file']} ({graph})",
            "give one of the two",
        )


def write_store(nquads: Path, directory: Path) -> None:
    """Writes a RocksDB store with the quads of a file."""
    store = Store(directory)
    store.bulk_load(path=nquads, format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()


def software_version() -> str:
    """Version of this program, also in a checkout that is not installed."""
    try:
        return metadata.version("fagui")
    except metadata.PackageNotFoundError:
        project = ROOT / "pyproject.toml"
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])


def _convert(draft: Draft, sources: Sequence[Path], limits: Limits, reporter: Reporter) -> None:
    # A document that cannot be written ends the workers too, and not the garbage collector.
    place = draft.directory / PARTS
    with closing(convert_documents(sources, limits, reporter, place)) as outcomes:
        for outcome in outcomes:
            if isinstance(outcome, ConversionError):
                draft.left_out.append(outcome)
            else:
                draft.add(outcome)


def _require_publishable(draft: Draft, *, strict: bool) -> None:
    problems = [str(error) for error in draft.left_out]
    if strict and problems:
        raise Refused([*problems, "nothing is published: --strict, and documents are left out"])
    if not draft.documents:
        raise Refused([*problems, "nothing is published: no document could be converted"])
    draft.vocabulary = tuple(vocabulary_quads(draft.jurisdictions))
    draft.findings += check_vocabulary(draft.vocabulary)
    draft.quality = tuple(quality_quads(read_figures()))
    draft.findings += check_quality(draft.quality, draft.vocabulary)
    if stopping := violations(draft.findings):
        raise Refused([*problems, *_examples(stopping)])


def _examples(stopping: Sequence[Finding]) -> list[str]:
    """Some findings of each shape and constraint, and how many there are."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in stopping:
        kinds.setdefault((finding.shape, finding.component), []).append(finding)
    lines = []
    for (shape, component), findings in kinds.items():
        lines += [describe(finding, "en") for finding in findings[:SHOWN_OF_A_KIND]]
        if len(findings) > SHOWN_OF_A_KIND:
            lines.append(f"{len(findings) - SHOWN_OF_A_KIND} more of {shape}, {component}")
    return [*lines, f"nothing is published: {len(stopping)} SHACL violations"]


def _problem(error: ConversionError) -> str:
    """The line of an error without the name of the document, which stands beside it."""
    return " ".join(f"{error.place}: {error.problem}; remedy: {error.remedy}".split())


def _count_severities(findings: Iterable[Finding]) -> dict[str, int]:
    severities = [finding.severity for finding in findings]
    return {"warnings": severities.count("Warning"), "infos": severities.count("Info")}


def _graph_name(quad: Quad) -> str:
    if not isinstance(quad.graph_name, NamedNode):
        message = f"{quad} stands in no named graph; every published quad does"
        raise TypeError(message)
    return quad.graph_name.value


def _identifier(manifest: dict[str, Any]) -> str:
    # Two versions of zlib may pack the same content in different bytes.
    files = {name: facts for name, facts in manifest["files"].items() if not name.endswith(".gz")}
    manifest = manifest | {"files": files}
    return hashlib.sha256(json_lines(manifest)).hexdigest()[:16]
