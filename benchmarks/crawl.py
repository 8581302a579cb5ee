"""Every IRI of a release, asked for as a client would: `python -m benchmarks.crawl --release DIR`.

Takes: a release. Gives: how many IRIs were asked for and which of them are dead: an answer other than
303 and then 200, a document that does not parse, or one that does not say what the release says.
The application is asked directly, without a socket. Exit code 1 where an IRI is dead.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode, RdfFormat, parse

from endpoint.app import create_app
from endpoint.config import Settings
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TURTLE: Final = "text/turtle"
HTML: Final = "text/html"
SHOWN: Final = 20
"""Dead IRIs that the report names."""
_HOPS: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """The IRIs of a release under its base by the document that is asked for, and which are described."""

    documents: Mapping[str, frozenset[str]]
    subjects: frozenset[str]

    @property
    def iris(self) -> int:
        """How many IRIs there are."""
        return sum(len(iris) for iris in self.documents.values())


@dataclass(slots=True)
class Report:
    """What a crawl found."""

    iris: int = 0
    answers: dict[str, int] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def lines(self) -> list[str]:
        """The report for people."""
        asked = ", ".join(f"{count} as {media}" for media, count in sorted(self.answers.items()))
        named = [f"dead: {each}" for each in self.dead[:SHOWN]]
        return [
            f"{self.iris} IRIs; documents: {asked}; {self.seconds:.1f} s",
            f"{len(self.dead)} dead",
            *named,
        ]


def find_iris(nquads: Path, base: str = BASE) -> Found:
    """Every IRI under the base in any position of a quad, except datatypes.

    A namespace, which ends in #, is the document whose fragments have it.
    """
    documents: dict[str, set[str]] = {}
    subjects = set()
    for quad in parse(path=str(nquads), format=RdfFormat.N_QUADS):
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(base):
                iri = term.value.removesuffix("#")
                documents.setdefault(iri.partition("#")[0], set()).add(iri)
        if isinstance(quad.subject, NamedNode):
            subjects.add(quad.subject.value)
    return Found({name: frozenset(iris) for name, iris in documents.items()}, frozenset(subjects))


def crawl(client: FlaskClient, found: Found, pages: Sequence[str] = ()) -> Report:
    """Asks for every document as Turtle and for `pages` as HTML."""
    begun = time.perf_counter()
    report = Report(iris=found.iris)
    for media, documents in ((TURTLE, sorted(found.documents)), (HTML, pages)):
        report.answers[media] = len(documents)
        for document in documents:
            report.dead += _ask(client, document, media, found)
    report.seconds = time.perf_counter() - begun
    return report


def _ask(client: FlaskClient, document: str, media: str, found: Found) -> Iterable[str]:
    """What is dead of a document and its fragments, a line each."""
    answer = _follow(client, document, media)
    if answer.status_code != 200 or answer.mimetype != media:
        yield f"{document} as {media}: {answer.status_code} {answer.mimetype}"
        return
    if media == HTML:
        if document not in answer.get_data(as_text=True):
            yield f"{document} as {media}: the page does not name it"
        return
    try:
        subjects, mentioned = _read_terms(answer.data)
    except SyntaxError as error:
        yield f"{document} as {media}: {error}"
        return
    for iri in sorted(found.documents[document]):
        if iri not in (subjects if iri in found.subjects else mentioned):
            yield f"{iri} as {media}: the document says nothing of it"


def _read_terms(turtle: bytes) -> tuple[set[str], set[str]]:
    """The IRIs that are subjects in a document, and all IRIs in it."""
    subjects, mentioned = set(), set()
    for triple in parse(turtle, format=RdfFormat.TURTLE):
        if isinstance(triple.subject, NamedNode):
            subjects.add(triple.subject.value)
        terms = (triple.predicate, triple.object)
        mentioned |= {each.value for each in terms if isinstance(each, NamedNode)}
    return subjects, subjects | mentioned


def _follow(client: FlaskClient, iri: str, media: str) -> TestResponse:
    """The last answer for an IRI; a document may move once by 303."""
    path = quote(f"/{iri.removeprefix(BASE)}", safe="/:@!$&'()*+,;=~-._")
    for _ in range(_HOPS):
        answer = client.get(path, headers={"Accept": media})
        if answer.status_code != 303:
            break
        path = answer.headers["Location"]
    return answer


def sample(documents: Iterable[str], size: int) -> list[str]:
    """Documents at equal distances, the same for the same release."""
    ordered = sorted(documents)
    step = max(1, len(ordered) // size) if size else 1
    return ordered[::step] if size else []


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 where every IRI lives."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawl", description=__doc__)
    parser.add_argument("--release", type=Path, required=True, help="directory that a build wrote")
    parser.add_argument("--pages", type=int, default=300, help="documents asked for as HTML, too")
    options = parser.parse_args(arguments)
    logging.disable(logging.ERROR)
    app = create_app(Settings(release=options.release))
    release = app.extensions["fagui.releases"].current()
    found = find_iris(release.path / "dumps" / "fagui.nq")
    report = crawl(app.test_client(), found, sample(found.documents, options.pages))
    release.engine.close()
    for line in report.lines():
        print(line)
    return 1 if report.dead or not report.iris else 0


if __name__ == "__main__":
    sys.exit(main())
