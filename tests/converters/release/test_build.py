"""The release of the five documents: its files, their agreement, and what stops or survives it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

import converters.release.build
import converters.release.converting
from converters.errors import ConversionError
from converters.progress import SilentReporter
from converters.release.build import Refused, build_release
from converters.release.product import Product, make_product
from converters.release.publish import damaged_files, find_release
from converters.settings import Limits
from converters.sources import find_sources
from ontology.namespaces import BASE, PREFIXES
from shapes.validate import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Work = Callable[[Path], object]

ROOT = Path(__file__).resolve().parents[3]
LIMITS = Limits(workers=2, seconds=60, memory=2 << 30)
FIVE = find_sources([])
IDS = [path.stem for path in FIVE]
STEPS = 15  # five documents read and converted, five steps of writing


def build(out: Path, sources: Sequence[Path] = FIVE, *, strict: bool = False) -> Any:
    return build_release(sources, out, LIMITS, SilentReporter(), strict=strict)


def command(out: Path, workers: int = 2, seed: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "converters.cli", "build", "--out", out, "--workers", str(workers)],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def published_files(release: Path) -> dict[str, str]:
    return {
        path.relative_to(release).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.relative_to(release).parts[0] != "store"
    }


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output directory with a release of one document, to be copied."""
    out = tmp_path_factory.mktemp("small")
    build(out, FIVE[:1])
    return out


@pytest.fixture
def earlier(small: Path, tmp_path: Path) -> Path:
    """The release that is current in `tmp_path` when a test begins."""
    shutil.copytree(small, tmp_path, symlinks=True, dirs_exist_ok=True)
    return find_release(tmp_path)


@pytest.fixture(scope="module")
def manifest(release: Path) -> dict[str, Any]:
    found = json.loads((release / "manifest.json").read_bytes())
    assert isinstance(found, dict)
    return found


def test_files(release: Path, manifest: dict[str, Any]) -> None:
    whole = (
        *(f"fagui.{end}{packed}" for end in ("jsonld", "nq", "ttl") for packed in ("", ".gz")),
        "context.jsonld",
        "measures.csv",
        "ontology.ttl",
        "provisions.csv",
        "void.ttl",
    )
    ends = ("ttl", "nq.gz", "jsonld", "akn.xml")
    expected = {
        *(f"dumps/{name}" for name in whole),
        *(f"dumps/documents/{name}.{end}" for name in IDS for end in ends),
        "reports/oddities.csv",
        "reports/quality.ttl",
        "reports/shacl.ttl",
    }
    published = {f"publication/{name}" for name in ("catalog.ttl", "changelog.ttl", "record.json")}
    assert set(manifest["files"]) == expected
    prepared = {name for name in published_files(release) if name.startswith("prepared/")}
    assert len(prepared) == 14
    assert set(published_files(release)) == expected | published | prepared | {"manifest.json"}
    assert damaged_files(release) == []
    assert sorted(path.name for path in release.iterdir()) == [
        "dumps",
        "manifest.json",
        "prepared",
        "publication",
        "reports",
        "store",
    ]
    assert all(facts["bytes"] > 0 for facts in manifest["files"].values())


def test_manifest(release: Path, manifest: dict[str, Any]) -> None:
    assert re.fullmatch("[0-9a-f]{16}", manifest["id"])
    assert (manifest["id"], manifest["format"], manifest["base"]) == (release.name, 1, BASE)
    assert re.fullmatch(r"fagui \d+\.\d+\.\d+", manifest["software"])
    assert [document["id"] for document in manifest["documents"]] == IDS
    assert manifest["left_out"] == []
    for document in manifest["documents"]:
        assert document["graph"] == document["version"]
        assert document["version"].startswith(document["work"] + "/")
        assert document["expression"].startswith(document["version"] + "/")
        assert set(document["dumps"].values()) <= set(manifest["files"])


def test_counts(release: Path, manifest: dict[str, Any]) -> None:
    counts = {
        document["id"]: tuple(
            document["counts"][name] for name in ("articles", "paragraphs", "items")
        )
        for document in manifest["documents"]
    }
    # Question CQ06: articles, 款, 项.
    assert (counts["jiangxi-tiaoli-2024"], counts["shanxi-cuoshi-2024"]) == (
        (26, 48, 4),
        (0, 0, 20),
    )
    lines = (release / "dumps/fagui.nq").read_bytes().splitlines()
    graphs = Counter(line.rsplit(b" ", 2)[1].decode()[1:-1] for line in lines)
    assert manifest["counts"]["quads"] == len(lines) == graphs.total()
    assert manifest["counts"]["documents"] == 5
    for document in manifest["documents"]:
        assert document["counts"]["quads"] == graphs[document["graph"]]
    for name in ("provisions", "oddities", "warnings", "infos"):
        total = sum(document["counts"][name] for document in manifest["documents"])
        assert manifest["counts"][name] >= total
    assert graphs[f"{BASE}report/shacl"] >= 2


def canonical(quads: Iterator[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def test_dumps_and_store_hold_the_same(release: Path) -> None:
    nquads = (release / "dumps/fagui.nq").read_bytes()
    lines = nquads.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    whole = canonical(parse(nquads, format=RdfFormat.N_QUADS))
    assert len(whole) == len(lines) > 1000
    store = Store.read_only(str(release / "store"))
    assert canonical(store.quads_for_pattern(None, None, None, None)) == whole
    json_ld = parse(path=release / "dumps/fagui.jsonld", format=RdfFormat.JSON_LD)
    assert canonical(json_ld) == whole
    union = canonical(Quad(quad.subject, quad.predicate, quad.object) for quad in whole)
    assert canonical(parse(path=release / "dumps/fagui.ttl", format=RdfFormat.TURTLE)) == union


def test_documents_are_what_the_graphs_hold(release: Path, manifest: dict[str, Any]) -> None:
    store = Store.read_only(str(release / "store"))
    for document in manifest["documents"]:
        graph = NamedNode(document["graph"])
        quads = list(store.quads_for_pattern(None, None, None, graph))
        found = parse(path=release / document["dumps"]["turtle"], format=RdfFormat.TURTLE)
        assert {quad.triple for quad in found} == {quad.triple for quad in quads}
        packed = gzip.decompress((release / document["dumps"]["n_quads"]).read_bytes())
        assert set(parse(packed, format=RdfFormat.N_QUADS)) == set(quads)
        assert hashlib.sha256(packed).hexdigest() == manifest["graphs"][graph.value]["sha256"]
        json_ld = parse(path=release / document["dumps"]["json_ld"], format=RdfFormat.JSON_LD)
        assert set(json_ld) == set(quads)
        assert not [quad for quad in quads if isinstance(quad.object, BlankNode)]


def test_ontology_dump_is_what_the_graphs_of_no_document_hold(
    release: Path, manifest: dict[str, Any]
) -> None:
    graphs = {document["graph"] for document in manifest["documents"]}
    graphs |= {f"{BASE}report/{name}" for name in ("quality", "shacl", "void")}
    others = (
        Quad(quad.subject, quad.predicate, quad.object)
        for quad in parse(path=release / "dumps/fagui.nq", format=RdfFormat.N_QUADS)
        if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value not in graphs
    )
    ontology = parse(path=release / "dumps/ontology.ttl", format=RdfFormat.TURTLE)
    assert canonical(ontology) == canonical(others)


def test_packed_files_are_the_files_beside_them(release: Path) -> None:
    for name in ("fagui.nq", "fagui.ttl", "fagui.jsonld"):
        packed = (release / f"dumps/{name}.gz").read_bytes()
        assert gzip.decompress(packed) == (release / "dumps" / name).read_bytes()
        # RFC 1952, 2.3: no flags, so no name; no time.
        assert (packed[3], packed[4:8]) == (0, bytes(4))


def test_manifest_counts_and_digests_every_graph(release: Path, manifest: dict[str, Any]) -> None:
    graphs: dict[str, list[bytes]] = {}
    for line in (release / "dumps/fagui.nq").read_bytes().splitlines(keepends=True):
        graphs.setdefault(line.rsplit(b" ", 2)[1].decode()[1:-1], []).append(line)
    assert manifest["graphs"] == {
        name: {"quads": len(lines), "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
        for name, lines in graphs.items()
    }


def test_quality_report_is_what_its_graph_holds(release: Path) -> None:
    store = Store.read_only(str(release / "store"))
    quads = store.quads_for_pattern(None, None, None, NamedNode(f"{BASE}report/quality"))
    found = {quad.triple for quad in quads}
    report = parse(path=release / "reports/quality.ttl", format=RdfFormat.TURTLE)
    # The store gives decimals in their canonical form, which is the one that is written.
    assert {quad.triple for quad in report} == found
    assert len(found) > 1000


def test_provisions_stand_in_the_source_where_the_table_says(
    release: Path, manifest: dict[str, Any]
) -> None:
    sources = {path.stem: path.read_text("utf-8") for path in FIVE}
    with (release / "dumps/provisions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == manifest["counts"]["provisions"]
    for row in rows:
        given = sources[row["document"]][int(row["source_start"]) : int(row["source_end"])]
        own = "".join(row[name] for name in ("label", "heading", "text"))
        assert (row["source_part"], row["source_end_part"]) == ("", "")
        # Format residue (**) and blanks of the source are no part of the text.
        assert "".join(given.replace("**", "").split()).startswith("".join(own.split()))


def test_measures_are_verbatim_where_the_table_says(
    release: Path, manifest: dict[str, Any]
) -> None:
    def table(name: str) -> list[dict[str, str]]:
        with (release / "dumps" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    texts = {row["provision"]: row["text"] for row in table("provisions.csv")}
    measures = table("measures.csv")
    assert len(measures) == manifest["counts"]["measures"] > 500
    for row in measures:
        words = texts[row["provision"]][int(row["start"]) : int(row["end"])]
        assert words == row["action"]
        assert row["condition"] in texts[row["provision"]]
    lists = [row[who].split("|") for row in measures for who in ("bearers", "targets") if row[who]]
    assert max(len(actors) for actors in lists) > 10
    assert all(all(actors) and len(set(actors)) == len(actors) for actors in lists)
    (drawn,) = [
        row
        for row in measures
        if row["document"] == "hunan-tiaoli-2022" and "工业用地控制线" in row["action"]
    ]
    chosen = ("address", "modality", "inner_modality", "bearers", "instruments", "rule")
    assert [drawn[name] for name in chosen] == [
        "art:16/p:1",
        "obligation",
        "encouragement",
        "湖南省县级以上人民政府",
        "land",
        "measure-urging-ruled",
    ]


def test_prefixes_of_every_turtle_file(release: Path) -> None:
    for path in release.rglob("*.ttl"):
        text = path.read_text("utf-8")
        for prefix, namespace in PREFIXES.items():
            assert f"@prefix {prefix}: <{namespace}> .\n" in text


def test_two_builds_are_the_same_to_the_byte(release: Path, tmp_path: Path) -> None:
    for workers, seed in ((1, 1), (2, 4711)):
        out = tmp_path / str(workers)
        process = command(out, workers, seed)
        process.communicate()
        assert process.returncode == 0
        assert published_files(find_release(out)) == published_files(release)


def test_the_order_of_the_sources_does_not_matter(release: Path, tmp_path: Path) -> None:
    build(tmp_path, find_sources([FIVE[3], FIVE[1], *FIVE]))
    assert published_files(find_release(tmp_path)) == published_files(release)


def test_the_same_build_again_rewrites_nothing(tmp_path: Path, earlier: Path) -> None:
    before = {path: path.lstat() for path in (tmp_path / "current/").rglob("*")}
    assert build(tmp_path, FIVE[:1]).id == earlier.name
    assert {path: path.lstat().st_mtime_ns for path in (tmp_path / "current/").rglob("*")} == {
        path: status.st_mtime_ns for path, status in before.items()
    }
    assert len(before) > 10


def empty_file(directory: Path) -> Path:
    path = directory / "leer.txt"
    path.write_bytes(b"")
    return path


def test_a_document_left_out_does_not_stop_the_others(tmp_path: Path) -> None:
    release = build(tmp_path / "out", [FIVE[0], empty_file(tmp_path), FIVE[1]])
    manifest = json.loads((release.directory / "manifest.json").read_bytes())
    assert [document["id"] for document in manifest["documents"]] == IDS[:2]
    (left_out,) = manifest["left_out"]
    # The name stands once: a page puts it before the problem.
    assert f"{left_out['document']}: {left_out['problem']}" == str(release.left_out[0])
    assert left_out["document"] == "leer.txt"


COUNTY_SIGNS = """山西省制造业促进条例

第一条　为了促进制造业发展，制定本条例。

第二条　本条例自公布之日起施行。

清徐县人民政府
2024年5月1日
"""


def test_a_body_of_another_jurisdiction_does_not_stop_the_release(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(COUNTY_SIGNS, encoding="utf-8")
    product = make_product(path)
    assert product.jurisdictions == {"cn-sx", "140100", "140121"}
    assert [each for each in product.findings if each.severity == "Violation"] == []

    release = build(tmp_path / "out", [path])

    store = Store.read_only(str(release.directory / "store"))
    scheme = NamedNode(f"{BASE}concept/jurisdiction")
    for notation in product.jurisdictions:
        concept = NamedNode(f"{BASE}concept/jurisdiction/{notation}")
        assert any(store.quads_for_pattern(concept, None, None, scheme))


def test_workers_end_with_a_build_that_cannot_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = []
    held = []  # so that only closing ends it, and not the garbage collector

    def outcomes(work: Work, items: Sequence[Path]) -> Iterator[object]:
        try:
            yield from map(work, items)
        finally:
            ended.append(True)

    def run_here(work: Work, items: Sequence[Path], *_: object) -> Iterator[object]:
        held.append(outcomes(work, items))
        return held[-1]

    def fail(*_: object) -> None:
        ended.append(False)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(converters.release.converting, "run_in_workers", run_here)
    monkeypatch.setattr(converters.release.build.Draft, "add", fail)
    with pytest.raises(ConversionError) as raised:
        build(tmp_path, FIVE[:2])
    assert (raised.value.problem[:30], ended) == (
        "the release cannot be written ", [True, False, True],
    )  # fmt: skip


def test_strict_publishes_all_or_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        build(tmp_path / "out", [FIVE[0], empty_file(tmp_path)], strict=True)
    assert refused.value.problems[1:] == (
        "nothing is published: --strict, and documents are left out",
    )
    assert names(tmp_path / "out/releases") == []


def test_nothing_is_published_when_nothing_is_converted(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        build(tmp_path / "out", [empty_file(tmp_path)])
    assert refused.value.problems[1:] == ("nothing is published: no document could be converted",)
    assert not (tmp_path / "out/current").exists()


def test_a_version_is_published_once(tmp_path: Path) -> None:
    copy = tmp_path / "zwilling.txt"
    copy.write_bytes(FIVE[1].read_bytes())
    release = build(tmp_path / "out", [FIVE[1], copy])
    (left_out,) = release.left_out
    assert str(left_out).startswith(
        f"zwilling.txt: identity: is the same version of the same work as {FIVE[1].name} ("
    )
    assert release.counts["documents"] == 1


def finding(severity: str) -> Finding:
    return Finding(
        focus=f"{BASE}id/x",
        path=None,
        shape="Provision-label",
        component="MinCountConstraintComponent",
        severity=severity,
        value=None,
        message_zh="须有标签",
        message_en="give a label",
    )


def find(monkeypatch: pytest.MonkeyPatch, *severities: str) -> None:
    """Lets the shapes find something in each document."""

    def run_here(work: Work, items: Sequence[Path], *_: object) -> Iterator[object]:
        for outcome in map(work, items):
            found = tuple(map(finding, severities))
            yield replace(outcome, findings=found) if isinstance(outcome, Product) else outcome

    monkeypatch.setattr(converters.release.converting, "run_in_workers", run_here)


def test_a_violation_stops_the_release(
    tmp_path: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(monkeypatch, *["Violation"] * 3, "Warning")
    with pytest.raises(Refused) as refused:
        build(tmp_path, FIVE[:2])
    *shown, summary = refused.value.problems
    assert summary == "nothing is published: 6 SHACL violations"
    assert shown.pop() == "3 more of Provision-label, MinCountConstraintComponent"
    assert len(shown) == 3
    assert all(line.startswith(f"Violation {BASE}id/x") for line in shown)
    assert find_release(tmp_path) == earlier
    assert damaged_files(earlier) == []


def test_a_violation_in_the_vocabulary_stops_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        converters.release.build, "check_vocabulary", lambda _: (finding("Violation"),)
    )
    with pytest.raises(Refused, match="nothing is published: 1 SHACL violations"):
        build(tmp_path, FIVE[:1])


def test_warnings_are_counted_and_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converters.release.build, "check_vocabulary", lambda _: ())
    find(monkeypatch, "Warning", "Warning", "Info")
    release = build(tmp_path, FIVE[:2])
    assert (release.counts["warnings"], release.counts["infos"]) == (4, 2)
    report = (release.directory / "reports/shacl.ttl").read_text("utf-8")
    assert report.count(" a sh:ValidationResult ") == 6


def run_with_file_limit(out: Path, size: int) -> tuple[int, list[str]]:
    """Builds where no file may be longer than `size`: a write fails as it does on a full disk."""
    process = subprocess.run(
        [sys.executable, "-m", "converters.cli", "build", "--out", out, FIVE[2]],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = process.stderr.splitlines()
    return process.returncode, [line for line in lines if line.startswith("fagui:")]


@pytest.mark.parametrize(
    ("kilobytes", "problem"),
    [
        (0, "File too large"),
        (2, "disk I/O error"),  # SQLite writes the catalogue
        (40, "File too large"),
        (200, "File too large"),
    ],
)
def test_a_full_disk_leaves_the_earlier_release(
    tmp_path: Path, earlier: Path, kilobytes: int, problem: str
) -> None:
    code, problems = run_with_file_limit(tmp_path, kilobytes << 10)
    assert code == 1
    assert problems == [
        f"fagui: {tmp_path}: output: the release cannot be written ({problem}); "
        "an earlier one is untouched; remedy: "
        "free space, check the rights of the directory, or name another with --out"
    ]
    assert find_release(tmp_path) == earlier
    assert damaged_files(earlier) == []
    assert names(tmp_path / "releases") == [earlier.name]


def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    with pytest.raises(ConversionError, match="cannot be written"):
        build(tmp_path / "file/out", FIVE[:1])
    # Root may write everywhere, but not in /proc.
    with pytest.raises(ConversionError, match="cannot be written"):
        build(Path("/proc/out"), FIVE[:1])
    assert (tmp_path / "file").read_text() == "precious"


@pytest.mark.parametrize("lines", [1, 5, 6, 9, 10, 11, 12, 13, 14])
def test_a_kill_at_any_step_leaves_the_earlier_release(
    tmp_path: Path, earlier: Path, lines: int
) -> None:
    process = command(tmp_path)
    assert process.stderr is not None
    for _ in range(lines):
        process.stderr.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    found = find_release(tmp_path)
    assert damaged_files(found) == []
    assert len(Store.read_only(str(found / "store"))) > 0
    if lines < STEPS - 1:
        assert found == earlier
    assert build(tmp_path, FIVE[:1]).id == earlier.name
    assert not list(tmp_path.glob("releases/.building-*"))
