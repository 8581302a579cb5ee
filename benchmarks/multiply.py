"""A release of any size, made by repeating the documents of one: `python -m benchmarks.multiply RELEASE OUT`.

Takes: a release, and how many quads are wanted. Gives: a release in OUT that an endpoint can serve, with
`manifest.json`, `dumps/fagui.nq` and `store/`, of at least that many quads.

Copy number k of a document has `-k` behind the slug of its work in every IRI: the work, its versions (and
so the graphs), provisions, measures and citations between the documents. Concepts, actors, the ontology and
the reports stay as they are and stand there once. Texts repeat, so dictionaries of strings grow less than
with as many real documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DUMP: Final = "dumps/fagui.nq"


def rename(works: Iterable[str]) -> re.Pattern[str]:
    r"""What matches the start of every IRI of these works, and of no other work.

    >>> rename(["http://a/x"]).sub(r"\1-2", "<http://a/x/art_1#m1> <http://a/x-y> <http://a/x>")
    '<http://a/x-2/art_1#m1> <http://a/x-y> <http://a/x-2>'
    """
    names = "|".join(re.escape(each) for each in sorted(works))
    return re.compile(f"(<(?:{names}))(?=[/#>])")


def split_quads(lines: Iterable[str], graphs: Iterable[str]) -> tuple[list[str], list[str]]:
    """The N-Quads of these graphs, which are to be repeated, and all others."""
    ends = tuple(f" <{each}> .\n" for each in graphs)
    repeated: list[str] = []
    once: list[str] = []
    for line in lines:
        (repeated if line.endswith(ends) else once).append(line)
    return repeated, once


def multiply(
    repeated: list[str], once: list[str], works: Iterable[str], copies: int
) -> Iterator[str]:
    """N-Quads with `copies` of the repeated ones, the first as it is; whole documents at a time."""
    yield "".join(once)
    text = "".join(repeated)
    yield text
    pattern = rename(works)
    for number in range(2, copies + 1):
        yield pattern.sub(rf"\g<1>-{number}", text)


def multiply_manifest(manifest: dict[str, Any], copies: int, dump: Path) -> dict[str, Any]:
    """The manifest of the multiplied release, whose only file is the dump."""
    with dump.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    with dump.open("rb") as content:
        quads = sum(1 for _ in content)
    counts = {name: number * copies for name, number in manifest["counts"].items()}
    documents = [
        {**each, "id": f"{each['id']}-{number}" if number > 1 else each["id"]}
        for number in range(1, copies + 1)
        for each in manifest["documents"]
    ]
    files = {DUMP: {"sha256": digest, "bytes": dump.stat().st_size}}
    return {
        **manifest,
        "id": digest[:16],
        "documents": documents,
        "counts": {**counts, "quads": quads},
        "files": files,
    }


def write_release(source: Path, out: Path, quads: int) -> dict[str, Any]:
    """Write the multiplied release into `out`, which must not exist; its manifest."""
    manifest = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    works = {each["work"] for each in manifest["documents"]}
    with (source / DUMP).open(encoding="utf-8") as lines:
        repeated, once = split_quads(lines, (each["graph"] for each in manifest["documents"]))
    copies = max(1, -(-(quads - len(once)) // len(repeated)))
    dump = out / DUMP
    dump.parent.mkdir(parents=True)
    with dump.open("w", encoding="utf-8") as file:
        file.writelines(multiply(repeated, once, works, copies))
    store = pyoxigraph.Store(str(out / "store"))
    store.bulk_load(path=str(dump), format=pyoxigraph.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    written = multiply_manifest(manifest, copies, dump)
    (out / "manifest.json").write_text(json.dumps(written, indent=1), encoding="utf-8")
    return written


def main() -> None:
    """Write the release and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("release", type=Path, help="directory of a release, or one with `current`")
    parser.add_argument("out", type=Path, help="directory that will be the release")
    parser.add_argument("--quads", type=int, default=1_000_000)
    given = parser.parse_args()
    current = given.release / "current"
    manifest = write_release(current if current.exists() else given.release, given.out, given.quads)
    print(f"{given.out}: {manifest['counts']['quads']:,} quads, release {manifest['id']}")


if __name__ == "__main__":
    main()
