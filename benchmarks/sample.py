"""Draws provisions at random for annotation by hand: `python -m benchmarks.sample CORPUS --out DIR`.

From the documents whose titles speak of the field, a document at random, then one of its articles at
random, until the articles hold the wanted number of sentences; documents of earlier draws (`--without`)
are left out. Written for each: the document as it is (`s01.md`) and a file with its provision lines
(`s01.jsonl`), to which a reader adds his own before he has seen what the extractor says.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from converters.annotation.passages import read_passages
from converters.errors import ConversionError
from converters.pipeline import convert
from converters.sources import load_source
from ontology.iris import address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.annotation.records import Passage

_FIELD: Final = re.compile(
    "促进|发展|产业|工业|技术|科技|企业|数据|数字|金融|人才|开发区|园区|试验区|示范区|营商|投资|创新|智能|生物"
)


def main() -> int:
    """Writes the sample; 0 on success."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sample", description=__doc__)
    parser.add_argument("corpus", type=Path, help="directory of Markdown documents")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20261120)
    parser.add_argument("--titles", type=re.compile, default=_FIELD, help="pattern of the titles")
    parser.add_argument("--sentences", type=int, default=150)
    parser.add_argument(
        "--without", type=Path, action="append", default=[], help="directory of an earlier draw"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    earlier = {path.read_bytes() for each in options.without for path in each.glob("*.md")}
    drawn, number = 0, 0
    for path, passages in _draw(options.corpus, options.titles, random.Random(options.seed)):  # noqa: S311
        if path.read_bytes() in earlier:
            continue
        number += 1
        drawn += sum(p.text.count("。") for p in passages)
        stem = options.out / f"s{number:02d}"
        stem.with_suffix(".md").write_bytes(path.read_bytes())
        lines = [{"kind": "provision", "at": address(p.steps), "text": p.text} for p in passages]
        stem.with_suffix(".jsonl").write_text(
            "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8"
        )
        if drawn >= options.sentences:
            break
    sys.stdout.write(f"{drawn} sentences from {number} articles of {number} documents\n")
    return 0


def _draw(
    corpus: Path, titles: re.Pattern[str], generator: random.Random
) -> Iterator[tuple[Path, list[Passage]]]:
    paths = sorted(p for p in corpus.rglob("*.md") if titles.search(p.name))
    generator.shuffle(paths)
    for path in paths:
        try:
            structure = convert(load_source(path)).structure
        except ConversionError:
            continue
        passages = read_passages(structure)
        articles = sorted({p.steps[0] for p in passages if p.steps[0][0] == "art"})
        if articles:
            article = generator.choice(articles)
            yield path, [p for p in passages if p.steps[0] == article]


if __name__ == "__main__":
    sys.exit(main())
