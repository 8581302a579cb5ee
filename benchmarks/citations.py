"""Citations against what readers resolved by hand: `python -m benchmarks.citations CORPUS --gold DIR`.

DIR holds `gold.jsonl` and `negatives.jsonl` (`data/gold/citations`). Printed: precision and recall on the
target document and on the provision, and of the explicit self-citations of the corpus (本条例第十条) those
that dangle; `--failures` shows each.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from converters.annotation.citations.reading import read_citations
from converters.annotation.citations.titles import key, official_titles, read_abbreviations
from converters.annotation.passages import read_passages
from converters.annotation.records import CitationKind
from converters.errors import ConversionError
from converters.pipeline import convert
from converters.rdf.citing import Catalogue, Citing, Edition, Status, Target, resolve
from converters.rdf.identity import version_date
from converters.rdf.pointing import Layout
from converters.sources import load_source
from ontology.iris import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from converters.annotation.records import Citation
    from converters.document import Document


@dataclass(frozen=True, slots=True)
class Found:
    """A citation and where its words stand in the file."""

    citation: Citation
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Read:
    """A document and what was found in it."""

    name: str
    citing: Citing
    found: tuple[Found, ...]
    text: str = field(repr=False)


@dataclass
class Score:
    """Counts of one measure."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def line(self, name: str) -> str:
        """Precision and recall in a row."""
        precision, recall = self.right / max(self.found, 1), self.right / max(self.gold, 1)
        return f"| {name} | {precision:.3f} | {recall:.3f} | {self.right} | {self.found} | {self.gold} |"


def main(arguments: list[str] | None = None) -> int:
    """Prints the figures; 0 on success."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.citations", description=__doc__)
    parser.add_argument("corpus", type=Path, help="directory of Markdown documents")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--failures", action="store_true", help="show what is wrong")
    options = parser.parse_args(arguments)
    reads, seconds, characters = _read(options.corpus)
    catalogue = Catalogue.of(read.citing.edition for read in reads.values())
    failures: list[str] = []
    lines = ["| measure | precision | recall | right | found | gold |", "|---|--:|--:|--:|--:|--:|"]
    gold, negatives = (_lines(options.gold / f"{name}.jsonl") for name in ("gold", "negatives"))
    lines += _measure(gold, negatives, reads, catalogue, failures)
    absent = sum(line["file"] not in reads for line in gold)
    lines += ["", f"gold citations in documents that are absent or refused: {absent}"]
    explicit, dangling = _dangling(reads.values(), catalogue)
    lines += [
        "",
        f"explicit self-citations: {explicit:,}; dangling: {len(dangling)} ({len(dangling) / max(explicit, 1):.2%})",
        f"all citations: {sum(len(r.found) for r in reads.values()):,}; "
        f"{characters / max(seconds, 1e-9):,.0f} characters a second",
    ]
    print("\n".join([*lines, *(failures + dangling if options.failures else [])]))
    return 0


def _read(corpus: Path) -> tuple[dict[str, Read], float, int]:
    reads: dict[str, Read] = {}
    seconds, characters = 0.0, 0
    for path in sorted(corpus.rglob("*.md")):
        try:
            document = convert(load_source(path))
        except ConversionError:
            continue
        name = path.relative_to(corpus).as_posix()
        passages = read_passages(document.structure)
        start = perf_counter()
        citations = read_citations(passages)
        seconds += perf_counter() - start
        characters += sum(len(p.text) for p in passages)
        citing = Citing(_edition(name, document), read_abbreviations(passages))
        starts = {passage.steps: passage.span.start for passage in passages}
        text = document.structure.text
        found = tuple(
            Found(
                c,
                text.place(starts[c.at] + c.span.start).offset,
                text.place(starts[c.at] + c.span.end - 1).offset + 1,
                text.value[starts[c.at] + c.span.start : starts[c.at] + c.span.end],
            )
            for c in citations
        )
        reads[name] = Read(name, citing, found, text.value)
    return reads, seconds, characters


def _edition(name: str, document: Document) -> Edition:
    title = document.metadata.title
    words = title.value if title else document.source.id
    return Edition(
        words, key(words), name, version_date(document.metadata), Layout.of(document.structure)
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _measure(
    gold: list[dict[str, Any]],
    negatives: list[dict[str, Any]],
    reads: dict[str, Read],
    catalogue: Catalogue,
    failures: list[str],
) -> Iterator[str]:
    document, provision = Score(), Score()
    for line in gold:
        read = reads.get(line["file"])
        if read is None:
            continue
        document.gold += 1
        provision.gold += 1
        end = line["offset"] + len(line["citation_text"])
        found = _at(read, line["offset"], end)
        if found is None:
            failures.append(f"missed {line['id']}: {line['citation_text']} …{line['context']}")
            continue
        document.found += 1
        provision.found += 1
        target = resolve(found.citation, read.citing, catalogue)
        same_document = _same_document(line["target_title"], target, read)
        expected, named = _expected(line["target_provision"]), _named(target)
        # The gold cuts 第一款、第二款 after the first, where we read one citation of both.
        same_provision = expected <= named if found.end > end else expected == named
        document.right += same_document
        provision.right += same_document and same_provision
        if not (same_document and same_provision):
            failures.append(
                f"wrong {line['id']}: {line['citation_text']} → {line['target_title']}"
                f" {line['target_provision']}; found {found.words} → {target.title}"
                f" {[address(s) for s in target.provisions]} ({target.reason}) in {line['file']} {line['article']}"
            )
    for line in negatives:
        found = _at(
            reads.get(line["file"]), line["offset"], line["offset"] + len(line["candidate_text"])
        )
        if found and found.citation.kind is not CitationKind.GENERIC:
            document.found += 1
            provision.found += 1
            failures.append(f"negative {line['id']}: {line['candidate_text']} {found.words}")
    yield document.line("target document")
    yield provision.line("target provision")


def _at(read: Read | None, start: int, end: int) -> Found | None:
    """The citation that shares most of its words with a place in the file."""
    near = [f for f in read.found if f.start < end and start < f.end] if read else []
    return max(near, key=lambda f: min(f.end, end) - max(f.start, start), default=None)


def _same_document(title: str, target: Target, read: Read) -> bool:
    if title == "self":
        return target.work == read.citing.edition.work
    names = {key(t) for t in (target.title or "", target.work or "")}
    official = {key(official_titles().get(name, (name, ""))[0]) for name in names}
    wanted = key(title)
    return any(
        name and (name == wanted or wanted.endswith(name) or name.startswith(f"{wanted}"))
        for name in names | official
    )


def _expected(provision: str | None) -> set[str]:
    """Addresses of the gold's target, ranges written out: `art:16..art:20`, `art:1/p:1;art:1/p:2`."""
    found: set[str] = set()
    for part in (provision or "").split(";"):
        first, _, last = part.partition("..")
        head, _, number = first.rpartition(":")
        if last:
            end = int(last.rpartition(":")[2].split(".")[0])
            found |= {f"{head}:{n}" for n in range(int(number.split(".")[0]), end + 1)}
        elif first:
            found.add(first)
    return found


def _named(target: Target) -> set[str]:
    """Addresses of a target as the gold writes them."""
    names = {"chap": "ch", "para": "p", "item": "i"}
    return {
        "/".join(
            kind if kind == "annex" else f"{names.get(kind, kind)}:{number.replace('-', '.')}"
            for kind, number in steps
        )
        for steps in target.provisions
    }


def _dangling(reads: Iterable[Read], catalogue: Catalogue) -> tuple[int, list[str]]:
    """Count of the citations of the form 本条例第十条, and those whose provision does not exist."""
    counts: Counter[bool] = Counter()
    dangling = []
    for read in reads:
        for found in read.found:
            if found.citation.rule != "self" or not found.citation.pointers:
                continue
            target = resolve(found.citation, read.citing, catalogue)
            counts[target.status is Status.UNRESOLVED] += 1
            if target.status is Status.UNRESOLVED:
                at = address(found.citation.at)
                dangling.append(f"dangling: {found.words} in {read.name} {at}")
    return counts.total(), dangling


if __name__ == "__main__":
    sys.exit(main())
