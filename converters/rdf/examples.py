"""The example queries as data, so that editors of SPARQL can offer them: SHACL's executables.

Takes: the queries in `data/queries`. Gives: quads of one graph, which also declares the prefixes. The form
is that of SIB's collection (https://github.com/sib-swiss/sparql-examples), whose editors ask for it:
a comment in one literal, since they show a line for each, and declarations as https://www.w3.org/TR/shacl/,
section 5.2.1, has them. There is no `schema:target`: a release may be served at any address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from converters.rdf.sink import LABEL, TYPE, Sink, en, node, zh
from ontology import iris
from ontology.namespaces import DCTERMS, OWL, PREFIXES, RDFS, SH, XSD
from ontology.queries import read_examples

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ontology.queries import Example

_COLLECTION_LABELS: Final = ("示例查询", "example queries")


def example_quads() -> list[Quad]:
    """The examples and the prefixes that they use, in the graph that the collection names."""
    collection = node(iris.mint_query())
    sink = Sink(collection.value)
    sink.add(collection, TYPE, node(f"{OWL}Ontology"))
    for words in (zh(_COLLECTION_LABELS[0]), en(_COLLECTION_LABELS[1])):
        sink.add(collection, LABEL, words)
    for prefix, namespace in PREFIXES.items():
        _declare(sink, collection, prefix, namespace)
    for example in read_examples():
        _describe(sink, collection, example)
    return sink.quads


def _declare(sink: Sink, collection: NamedNode, prefix: str, namespace: str) -> None:
    declaration = node(f"{collection.value}#prefix-{prefix}")
    sink.add(collection, node(f"{SH}declare"), declaration)
    sink.add(declaration, TYPE, node(f"{SH}PrefixDeclaration"))
    sink.add(declaration, node(f"{SH}prefix"), Literal(prefix))
    any_uri = node(f"{XSD}anyURI")
    sink.add(declaration, node(f"{SH}namespace"), Literal(namespace, datatype=any_uri))


def _describe(sink: Sink, collection: NamedNode, example: Example) -> None:
    query = node(iris.mint_query(example.name))
    for kind in ("SPARQLExecutable", f"SPARQL{example.form.capitalize()}Executable"):
        sink.add(query, TYPE, node(f"{SH}{kind}"))
    sink.add(query, LABEL, zh(example.zh))
    sink.add(query, LABEL, en(example.en))
    sink.add(query, node(f"{RDFS}comment"), Literal(f"{example.zh} {example.en}"))
    sink.add(query, node(f"{SH}{example.form}"), Literal(example.query))
    sink.add(query, node(f"{SH}prefixes"), collection)
    sink.add(query, node(f"{DCTERMS}isPartOf"), collection)
