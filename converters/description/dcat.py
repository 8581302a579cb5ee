"""The catalogue of a release: what there is, under which licence, in which files, with which gaps.

Takes: the manifest and the record of publication. Gives: Turtle in DCAT 3 (https://www.w3.org/TR/vocab-dcat-3/)
with what DCAT-AP 3 requires. Whoever serves the files adds what only a server knows: its SPARQL service.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Triple

from converters.description.changelog import release_triples, summary, version_name
from converters.description.relative import HERE, relative, relative_turtle
from converters.description.void import DESCRIPTIONS, TITLES, document_subset
from converters.rdf.sink import TYPE, en, node, typed, zh
from ontology import iris
from ontology.namespaces import (
    ADMS,
    BASE,
    DCAT,
    DCTERMS,
    DQV,
    ELI,
    EU_AUTHORITY,
    FOAF,
    LANGUAGE_ZHO,
    LICENCE,
    OA,
    RDF,
    RDFS,
    SPDX,
)
from ontology.published import mint_catalogue, mint_release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from converters.description.changes import Entry

    Files = Mapping[str, Mapping[str, Any]]

CATALOGUE: Final = "publication/catalog.ttl"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_AKOMA_NTOSO: Final = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# By suffix: media type, file type of the EU's table, what it conforms to.
_FORMS: Final = {
    ".nq": ("application/n-quads", "RDF_N_QUADS", f"{BASE}def"),
    ".ttl": ("text/turtle", "RDF_TURTLE", f"{BASE}def"),
    ".jsonld": ("application/ld+json", "JSON_LD", f"{BASE}def"),
    ".csv": ("text/csv", "CSV", "https://www.rfc-editor.org/rfc/rfc4180"),
    ".xml": ("application/xml", "XML", _AKOMA_NTOSO),
}
_THEMES: Final = ("ECON", "GOVE", "JUST")
_KEYWORDS: Final = (
    ("法规", "regulations"),
    ("产业政策", "industrial policy"),
    ("政策工具", "policy instruments"),
    ("地方性法规", "local regulations"),
)
_PROVENANCE: Final = (
    "文本来自各文件的发布者，由程序读取并标注；每条事实都指向原文的位置。",
    "Texts as their publishers gave them, read and annotated by a program; every fact points to the "
    "place of its words in the source file.",
)
_LIMITS: Final = (
    "标注由规则完成，未见过的文件的准确率见质量测量；文本没有说明的内容不予推断。",
    "Annotations are made by rules; the quality measurements tell how right they are on documents "
    "that the rules were not written with. What a text does not say is absent.",
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A release that is being published: its manifest, its entry and who publishes it."""

    manifest: Mapping[str, Any]
    entry: Entry
    publisher: str


def catalogue_turtle(publication: Publication) -> bytes:
    """The catalogue as Turtle."""
    return relative_turtle(_Writer(publication).triples)


def _own(name: str) -> str:
    """Stands for a thing that only the catalogue speaks of."""
    return relative(CATALOGUE, name)


class _Writer:
    """Collects the triples of a catalogue."""

    def __init__(self, publication: Publication) -> None:
        self.triples: list[Triple] = []
        self._manifest = publication.manifest
        self._entry = publication.entry
        self._files: Files = publication.manifest["files"]
        self._publisher = node(_own("publisher"))
        self._add(self._publisher, TYPE, node(f"{FOAF}Agent"))
        self._add(self._publisher, node(f"{FOAF}name"), Literal(publication.publisher))
        dataset = node(iris.mint_dataset())
        self._write_catalogue(dataset)
        self._write_dataset(dataset)
        self._write_coverage(dataset)
        self._write_gaps(dataset)
        parts: set[str] = set()
        for document in self._manifest["documents"]:
            parts |= set(document["dumps"].values())
            self._write_document(dataset, document)
        for path in sorted(set(self._files) - parts):
            self._write_distribution(dataset, path)

    def _add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.triples.append(Triple(subject, predicate, value))

    def _say(self, subject: NamedNode, predicate: str, chinese: str, english: str) -> None:
        self._add(subject, node(predicate), zh(chinese))
        self._add(subject, node(predicate), en(english))

    def _link(self, subject: NamedNode, namespace: str, /, **values: str) -> None:
        for name, value in values.items():
            self._add(subject, node(namespace + name), node(value))

    def _write_catalogue(self, dataset: NamedNode) -> None:
        catalogue = node(mint_catalogue())
        self._add(catalogue, TYPE, node(f"{DCAT}Catalog"))
        self._say(catalogue, f"{DCTERMS}title", "法规数据目录", "Catalogue of Fagui")
        self._say(
            catalogue,
            f"{DCTERMS}description",
            "本站发布的数据集、文件和查询服务。",
            "The dataset, files and query service that this site publishes.",
        )
        self._link(
            catalogue, DCAT, dataset=dataset.value, themeTaxonomy=f"{EU_AUTHORITY}data-theme"
        )
        self._link(catalogue, DCTERMS, license=LICENCE, publisher=self._publisher.value)
        self._add(catalogue, node(f"{DCTERMS}language"), node(LANGUAGE_ZHO))
        self._add(catalogue, node(f"{DCTERMS}modified"), typed(self._entry.published, "dateTime"))

    def _write_dataset(self, dataset: NamedNode) -> None:
        self._add(dataset, TYPE, node(f"{DCAT}Dataset"))
        self._say(dataset, f"{DCTERMS}title", TITLES["zh"], TITLES["en"])
        self._say(dataset, f"{DCTERMS}description", DESCRIPTIONS["zh"], DESCRIPTIONS["en"])
        self._link(
            dataset,
            DCTERMS,
            license=LICENCE,
            publisher=self._publisher.value,
            language=LANGUAGE_ZHO,
            # Releases follow the texts and the program; nobody promises a day.
            accrualPeriodicity=f"{EU_AUTHORITY}frequency/IRREG",
            accessRights=f"{EU_AUTHORITY}access-right/PUBLIC",
            provenance=_own("provenance"),
        )
        provenance = node(_own("provenance"))
        self._add(provenance, TYPE, node(f"{DCTERMS}ProvenanceStatement"))
        self._say(provenance, f"{RDFS}label", *_PROVENANCE)
        for standard in (f"{BASE}def", ELI.rstrip("#")):
            self._link(dataset, DCTERMS, conformsTo=standard)
        for chinese, english in _KEYWORDS:
            self._say(dataset, f"{DCAT}keyword", chinese, english)
        self._add(dataset, node(f"{DCTERMS}identifier"), Literal(dataset.value))
        self._add(dataset, node(f"{DCTERMS}modified"), typed(self._entry.published, "dateTime"))
        self._add(dataset, node(f"{DCAT}version"), Literal(version_name(self._entry)))
        self._say(dataset, f"{ADMS}versionNotes", *summary(self._entry))
        release = mint_release(self._entry.release)
        self._link(dataset, DCAT, hasCurrentVersion=release, hasVersion=release)
        self.triples += release_triples(self._entry)

    def _write_coverage(self, dataset: NamedNode) -> None:
        coverage = self._manifest["coverage"]
        for theme in (
            *(f"{EU_AUTHORITY}data-theme/{name}" for name in _THEMES),
            *coverage["themes"],
        ):
            self._link(dataset, DCAT, theme=theme)
        for jurisdiction in coverage["jurisdictions"]:
            if jurisdiction != iris.UNKNOWN:
                place = iris.mint_concept("jurisdiction", jurisdiction)
                self._link(dataset, DCTERMS, spatial=place)
        if "from" in coverage:
            period = node(_own("coverage"))
            self._link(dataset, DCTERMS, temporal=period.value)
            self._add(period, TYPE, node(f"{DCTERMS}PeriodOfTime"))
            self._add(period, node(f"{DCAT}startDate"), typed(coverage["from"], "date"))
            self._add(period, node(f"{DCAT}endDate"), typed(coverage["to"], "date"))

    def _write_gaps(self, dataset: NamedNode) -> None:
        quality = node(relative("reports/quality.ttl"))
        self._link(dataset, DQV, hasQualityMetadata=quality.value)
        self._add(quality, TYPE, node(f"{DQV}QualityMetadata"))
        self._write_note(dataset, "limits", *_LIMITS)
        for number, gap in enumerate(self._manifest["left_out"], 1):
            name, problem = gap["document"], gap["problem"]
            self._write_note(
                dataset,
                f"gap{number}",
                f"未收入文件 {name}：{problem}",
                f"document left out: {name}: {problem}",
            )

    def _write_note(self, dataset: NamedNode, name: str, chinese: str, english: str) -> None:
        note = node(_own(name))
        self._link(dataset, DQV, hasQualityAnnotation=note.value)
        self._add(note, TYPE, node(f"{DQV}QualityAnnotation"))
        self._link(note, OA, hasTarget=dataset.value, motivatedBy=f"{DQV}qualityAssessment")
        # A body is a resource: Web Annotation, 3.2.4, Embedded Textual Body.
        for language, words in (("zh", chinese), ("en", english)):
            body = node(_own(f"{name}-{language}"))
            self._link(note, OA, hasBody=body.value)
            self._add(body, TYPE, node(f"{OA}TextualBody"))
            self._add(body, node(f"{RDF}value"), Literal(words))
            self._add(body, node(f"{DCTERMS}language"), Literal(language))

    def _write_document(self, dataset: NamedNode, document: Mapping[str, Any]) -> None:
        part = node(document_subset(document["id"]))
        title = document["title"] or document["id"]
        self._add(part, TYPE, node(f"{DCAT}Dataset"))
        self._link(dataset, DCTERMS, hasPart=part.value)
        self._add(part, node(f"{DCTERMS}title"), zh(title))
        self._say(
            part, f"{DCTERMS}description", f"《{title}》的数据。", f"Data of one document: {title}."
        )
        self._add(part, node(f"{DCTERMS}identifier"), Literal(document["id"]))
        self._link(part, FOAF, primaryTopic=document["work"])
        self._link(
            part, DCTERMS, isPartOf=dataset.value, license=LICENCE, subject=document["version"]
        )
        self._link(part, DCTERMS, publisher=self._publisher.value)
        for path in document["dumps"].values():
            self._write_distribution(part, path)

    def _write_distribution(self, dataset: NamedNode, path: str) -> None:
        facts = self._files[path]
        name = PurePosixPath(path)
        packed = name.suffix == ".gz"
        media, file_type, standard = _FORMS[
            PurePosixPath(name.stem).suffix if packed else name.suffix
        ]
        file, made = node(relative(path)), node(_own(path))
        self._add(dataset, node(f"{DCAT}distribution"), made)
        self._add(made, TYPE, node(f"{DCAT}Distribution"))
        self._add(made, node(f"{DCTERMS}title"), Literal(path))
        self._link(made, DCAT, accessURL=HERE, downloadURL=file.value, mediaType=_MEDIA + media)
        if packed:
            self._link(made, DCAT, compressFormat=f"{_MEDIA}application/gzip")
        self._link(
            made,
            DCTERMS,
            license=LICENCE,
            conformsTo=standard,
            format=f"{EU_AUTHORITY}file-type/{file_type}",
        )
        self._add(made, node(f"{DCTERMS}issued"), typed(self._entry.published, "dateTime"))
        size = typed(str(facts["bytes"]), "nonNegativeInteger")
        self._add(made, node(f"{DCAT}byteSize"), size)
        checksum = node(_own(f"{path}-sha256"))
        self._link(made, SPDX, checksum=checksum.value)
        self._add(checksum, TYPE, node(f"{SPDX}Checksum"))
        self._link(checksum, SPDX, algorithm=f"{SPDX}checksumAlgorithm_sha256")
        value = typed(facts["sha256"], "hexBinary")
        self._add(checksum, node(f"{SPDX}checksumValue"), value)
