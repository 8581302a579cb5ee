"""What a release says of itself is so: VoID against the data, DCAT against the files."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Graph, Literal, Namespace, URIRef

from ontology.namespaces import BASE, DEF, DESCRIPTION_PREFIXES, ELI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HERE = "https://site.example/here/dumps/"
DATASET = URIRef(f"{BASE}id/dataset")
VOID_GRAPH = NamedNode(f"{BASE}report/void")
SPDX = Namespace("http://spdx.org/rdf/terms#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
PREFIXES = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in DESCRIPTION_PREFIXES.items())


@pytest.fixture(scope="module")
def manifest(release: Path) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((release / "manifest.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def data(release: Path) -> Store:
    """The union of all graphs but that of the description."""
    store = Store()
    quads = parse(path=release / "dumps/fagui.nq", format=RdfFormat.N_QUADS)
    store.extend(
        Quad(*quad.triple, DefaultGraph()) for quad in quads if quad.graph_name != VOID_GRAPH
    )
    return store


@pytest.fixture(scope="module")
def void(release: Path) -> Store:
    store = Store()
    store.load(path=release / "dumps/void.ttl", format=RdfFormat.TURTLE, base_iri=HERE)
    return store


@pytest.fixture(scope="module")
def catalogue(release: Path) -> Graph:
    return Graph().parse(release / "publication/catalog.ttl", format="turtle", publicID=HERE)


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    """Rows of a query that finds something."""
    solutions = store.query(PREFIXES + query)
    found = {tuple(str(term.value) for term in solution) for solution in solutions}
    assert found
    return found


@pytest.mark.parametrize(
    ("term", "counting"),
    [
        ("triples", "(COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("distinctSubjects", "(COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        ("distinctObjects", "(COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        ("properties", "(COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }"),
        ("classes", "(COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }"),
        ("entities", "(COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(isIRI(?s)) }"),
    ],
)
def test_totals_are_what_the_data_count(data: Store, void: Store, term: str, counting: str) -> None:
    stated = rows(void, f"SELECT ?n {{ <{DATASET}> void:{term} ?n }}")

    assert stated == rows(data, f"SELECT {counting}")


PARTITIONS = [
    (
        "<{d}> void:propertyPartition ?x . ?x void:property ?p ; void:triples ?n",
        "?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "?p ?n",
    ),
    (
        "<{d}> void:propertyPartition ?x . ?x void:property ?p ; void:distinctSubjects ?n",
        "?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "?p ?n",
    ),
    (
        "<{d}> void:propertyPartition ?x . ?x void:property ?p ; void:distinctObjects ?n",
        "?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "?p ?n",
    ),
    (
        "<{d}> void:classPartition ?x . ?x void:class ?c ; void:entities ?n",
        "?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c",
        "?c ?n",
    ),
    (
        "<{d}> void:classPartition ?x . ?x void:class ?c ; void:triples ?n",
        "?c (COUNT(*) AS ?n) { ?s a ?c . ?s ?p ?o } GROUP BY ?c",
        "?c ?n",
    ),
    (
        "<{d}> void:classPartition ?x . ?x void:class ?c ; void:propertyPartition ?y . "
        "?y void:property ?p ; void:triples ?n",
        "?c ?p (COUNT(*) AS ?n) { ?s a ?c . ?s ?p ?o } GROUP BY ?c ?p",
        "?c ?p ?n",
    ),
    (
        "<{d}> void:classPartition ?x . ?x void:class ?c ; void:propertyPartition ?y . "
        "?y void:property ?p ; void:classPartition ?z . ?z void:class ?k ; void:triples ?n",
        "?c ?p ?k (COUNT(*) AS ?n) { ?s a ?c . ?s ?p ?o . ?o a ?k } GROUP BY ?c ?p ?k",
        "?c ?p ?k ?n",
    ),
    (
        "<{d}> void:classPartition ?x . ?x void:class ?c ; void:propertyPartition ?y . "
        "?y void:property ?p ; void-ext:datatypePartition ?z . "
        "?z void-ext:datatype ?k ; void:triples ?n",
        "?c ?p ?k (COUNT(*) AS ?n) { ?s a ?c . ?s ?p ?o FILTER(isLiteral(?o)) "
        "BIND(DATATYPE(?o) AS ?k) } GROUP BY ?c ?p ?k",
        "?c ?p ?k ?n",
    ),
]


@pytest.mark.parametrize(("pattern", "counting", "columns"), PARTITIONS)
def test_partitions_are_what_the_data_count(
    data: Store, void: Store, pattern: str, counting: str, columns: str
) -> None:
    stated = rows(void, f"SELECT {columns} {{ {pattern.format(d=DATASET)} }}")

    assert stated == rows(data, f"SELECT {counting}")


@pytest.mark.parametrize(
    ("name", "namespace"),
    [
        ("Wikidata", "http://www.wikidata.org/entity/"),
        ("GeoNames", "https://sws.geonames.org/"),
        ("EuroVoc", "http://eurovoc.europa.eu/"),
        ("ISIC", "https://unstats.un.org/classifications/ISIC/"),
        ("NACE Rev. 2", "http://data.europa.eu/ux2/nace2/"),
    ],
)
def test_linksets_are_what_the_data_link(
    data: Store, void: Store, name: str, namespace: str
) -> None:
    stated = rows(
        void,
        f"""SELECT ?p ?n {{ <{DATASET}> void:subset ?l . ?l a void:Linkset ; void:linkPredicate ?p ;
            void:triples ?n ; void:subjectsTarget <{DATASET}> ; void:objectsTarget ?t .
            ?t dcterms:title "{name}"@en ; void:uriSpace "{namespace}" }}""",
    )

    assert stated == rows(
        data,
        f"""SELECT ?p (COUNT(*) AS ?n) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?o), "{namespace}"))
            FILTER(isIRI(?o)) }} GROUP BY ?p""",
    )


def test_documents_are_subsets(void: Store, manifest: Mapping[str, Any]) -> None:
    stated = rows(
        void,
        f"""SELECT ?v ?n ?f {{ <{DATASET}> void:subset ?s .
            ?s void:rootResource ?v ; void:triples ?n ; void:dataDump ?f }}""",
    )

    assert stated == {
        (each["version"], str(each["counts"]["quads"]), HERE + path.removeprefix("dumps/"))
        for each in manifest["documents"]
        for path in each["dumps"].values()
        if not path.endswith(".xml")
    }
    assert len(stated) == 15


def test_the_whole_dumps_vocabularies_and_examples(data: Store, void: Store) -> None:
    dumps = rows(void, f"SELECT ?f {{ <{DATASET}> void:dataDump ?f }}")
    used = rows(void, f"SELECT ?v {{ <{DATASET}> void:vocabulary ?v }}")
    examples = rows(void, f"SELECT ?e {{ <{DATASET}> void:exampleResource ?e }}")

    assert dumps == {(f"{HERE}fagui.{end}",) for end in ("nq", "ttl", "jsonld")}
    assert {(DEF,), (ELI,)} <= used
    assert len(examples) == 5
    for (example,) in examples:
        assert data.query(f"ASK {{ <{example}> a ?class }}")


def test_the_file_says_what_the_graph_in_the_store_says(release: Path, void: Store) -> None:
    store = Store.read_only(str(release / "store"))
    graph = {quad.triple for quad in store.quads_for_pattern(None, None, None, VOID_GRAPH)}
    file = {quad.triple for quad in void}

    assert {triple.predicate.value for triple in file - graph} == {str(VOID.dataDump)}
    assert graph <= file


def test_json_ld_of_documents_has_the_context_that_is_published(
    release: Path, manifest: Mapping[str, Any]
) -> None:
    context = json.loads((release / "dumps/context.jsonld").read_bytes())
    paths = [each["dumps"]["json_ld"] for each in manifest["documents"]]

    assert len(paths) == 5
    for path in paths:
        document = json.loads((release / path).read_bytes())
        assert {"@context": document["@context"]} == context


# What DCAT-AP 3.0 requires, and what issue 4 asks for beside it: class, property, languages.
REQUIRED = [
    (DCAT.Catalog, [DCTERMS.title, DCTERMS.description], [DCTERMS.publisher, DCAT.dataset]),
    (DCAT.Catalog, [], [DCTERMS.license, DCAT.themeTaxonomy, DCTERMS.modified, DCTERMS.language]),
    (DCAT.Dataset, [DCTERMS.title, DCTERMS.description], []),
    (DCAT.Distribution, [], [DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCAT.byteSize]),
    (
        DCAT.Distribution,
        [],
        [DCTERMS.license, DCTERMS["format"], DCTERMS.conformsTo, SPDX.checksum],
    ),
    (FOAF.Agent, [], [FOAF.name]),
    (SPDX.Checksum, [], [SPDX.algorithm, SPDX.checksumValue]),
    (DCTERMS.PeriodOfTime, [], [DCAT.startDate, DCAT.endDate]),
]


@pytest.mark.parametrize(("kind", "said", "given"), REQUIRED)
def test_what_dcat_requires_is_there(
    catalogue: Graph, kind: URIRef, said: list[URIRef], given: list[URIRef]
) -> None:
    things = set(catalogue.subjects(RDF.type, kind))
    assert things
    for thing in things:
        for predicate in given:
            assert list(catalogue.objects(thing, predicate)), (thing, predicate)
        for predicate in said:
            languages = {
                value.language
                for value in catalogue.objects(thing, predicate)
                if isinstance(value, Literal)
            }
            # The title of a document is what its text says.
            assert "zh" in languages, (thing, predicate)
            assert "en" in languages or DCTERMS.isPartOf in set(catalogue.predicates(thing))


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (DCTERMS.license, "https://creativecommons.org/licenses/by/4.0/"),
        (
            DCTERMS.accrualPeriodicity,
            "http://publications.europa.eu/resource/authority/frequency/IRREG",
        ),
        (DCTERMS.spatial, f"{BASE}concept/jurisdiction/cn-jx"),
        (DCAT.theme, "http://publications.europa.eu/resource/authority/data-theme/JUST"),
        (DCAT.theme, "http://eurovoc.europa.eu/1415"),
        (DQV.hasQualityMetadata, f"{HERE}reports/quality.ttl"),
        (DCTERMS.provenance, f"{HERE}catalog.ttl#provenance"),
        (DQV.hasQualityAnnotation, f"{HERE}catalog.ttl#limits"),
        (DCTERMS.temporal, f"{HERE}catalog.ttl#coverage"),
        (DCTERMS.conformsTo, f"{BASE}def"),
    ],
)
def test_what_the_catalogue_says_of_the_dataset(
    catalogue: Graph, predicate: URIRef, value: str
) -> None:
    assert (DATASET, predicate, URIRef(value)) in catalogue


def test_coverage_is_that_of_the_documents(catalogue: Graph) -> None:
    (period,) = catalogue.objects(DATASET, DCTERMS.temporal)

    assert str(catalogue.value(period, DCAT.startDate)) == "2022-03-01"
    assert str(catalogue.value(period, DCAT.endDate)) == "2024-12-27"


def test_each_file_has_one_distribution_with_its_size_and_digest(
    release: Path, manifest: Mapping[str, Any], catalogue: Graph
) -> None:
    found = {}
    for each in catalogue.subjects(RDF.type, DCAT.Distribution):
        address = unquote(str(catalogue.value(each, DCAT.downloadURL)))
        name = address.removeprefix(HERE)
        path = release / (name if name.startswith("reports/") else f"dumps/{name}")
        checksum = catalogue.value(each, SPDX.checksum)
        assert str(catalogue.value(each, DCAT.byteSize)) == str(path.stat().st_size)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert str(catalogue.value(checksum, SPDX.checksumValue)).lower() == digest
        assert (catalogue.value(each, DCAT.compressFormat) is not None) == (path.suffix == ".gz")
        assert len(list(catalogue.subjects(DCAT.distribution, each))) == 1
        found[path.relative_to(release).as_posix()] = digest

    assert found == {name: facts["sha256"] for name, facts in manifest["files"].items()}
    assert len(found) == 34


def test_the_first_release_has_nothing_to_compare_with(release: Path) -> None:
    record = json.loads((release / "publication/record.json").read_bytes())

    assert (record["release"], record["published"], record["previous"]) == (
        release.name,
        "2024-11-28T00:00:00Z",
        None,
    )
    assert [entry["changes"] for entry in record["entries"]] == [[]]
