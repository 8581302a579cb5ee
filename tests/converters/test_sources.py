"""Which files are taken, and what a manifest may say."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest

from converters.errors import ConversionError
from converters.manifests import parse_manifest
from converters.records import Curated
from converters.sources import DEFAULT_SOURCES, find_sources, load_source

if TYPE_CHECKING:
    from pathlib import Path

FIVE = {
    "hunan-tiaoli-2022": "41272008bda07b7da3a9cf0d84a921456327518f179df697dee1cffa593de120",
    "jiangxi-tiaoli-2024": "ede32e9931de773d43066e59fe960419afe702a371fb60dc49c730d2d60b1a84",
    "shandong-tiaoli-2024": "7b0e6e7be59ad7f9f00d27cc39be2b32ece9e320d449d27629501d3ca5d1e91b",
    "shanxi-cuoshi-2024": "c74fbd3b028b07d1e7196eaff395f7b19b3f9075c917e89623905dfbdca44ee7",
    "shanxi-tiaoli-2024": "ae0f63dda7a426e7ae264fc44e481a145a99a27d072396fe3981f596de41025b",
}
ARTICLE = "第一条　为了促进先进制造业高质量发展，制定本条例。\n"
SHA256 = hashlib.sha256(ARTICLE.encode()).hexdigest()


def write(path: Path, text: str = ARTICLE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def write_manifest(directory: Path, **fields: object) -> Path:
    return write(directory / "manifest.json", json.dumps({"file": "a.txt"} | fields))


def problem(path: Path) -> str:
    with pytest.raises(ConversionError) as raised:
        [load_source(source) for source in find_sources([path])]
    return str(raised.value)


def test_the_project_has_five_documents_as_received() -> None:
    sources = [load_source(path) for path in find_sources([])]
    assert {source.id: source.sha256 for source in sources} == FIVE
    assert {source.file_name for source in sources} == {f"{name}.txt" for name in FIVE}
    assert {(source.publisher, source.url, source.retrieved) for source in sources} == {
        (None, None, None)
    }


def test_only_hunan_has_a_curated_title() -> None:
    titles = {source.id: source.curated.title for source in map(load_source, find_sources([]))}
    assert titles == dict.fromkeys(FIVE) | {"hunan-tiaoli-2022": "湖南省先进制造业促进条例"}


def test_the_directory_of_the_five_gives_the_five() -> None:
    assert find_sources([DEFAULT_SOURCES]) == find_sources([])
    assert [path.stem for path in find_sources([DEFAULT_SOURCES])] == list(FIVE)


def test_a_directory_is_searched_and_ordered_by_id(tmp_path: Path) -> None:
    for name in ("z/a.txt", "b.html", "deep/er/c.txt", "d.docx"):
        write(tmp_path / name)
    for name in (".hidden.txt", ".git/e.txt", "README.md", "deep/LICENSE"):
        write(tmp_path / name)
    found = [path.relative_to(tmp_path).as_posix() for path in find_sources([tmp_path])]
    assert found == ["z/a.txt", "b.html", "deep/er/c.txt", "d.docx"]


def test_a_manifest_names_the_document_of_its_directory(tmp_path: Path) -> None:
    wanted = write(tmp_path / "x/a.txt")
    write(tmp_path / "x/other.txt")
    write(tmp_path / "x/below/other.txt")
    write_manifest(tmp_path / "x")
    assert find_sources([tmp_path]) == [wanted]
    assert find_sources([tmp_path / "x"]) == [wanted]


def test_a_file_named_twice_counts_once(tmp_path: Path) -> None:
    wanted = write(tmp_path / "a.txt")
    assert len(find_sources([wanted, tmp_path, tmp_path / "../" / tmp_path.name])) == 1


def test_links_that_lead_out_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside/secret.txt")
    wanted = write(tmp_path / "inside/a.txt")
    (tmp_path / "inside/b.txt").symlink_to(outside)
    (tmp_path / "inside/c").symlink_to(outside.parent)
    (tmp_path / "inside/loop").symlink_to(tmp_path / "inside")
    (tmp_path / "inside/dangling.txt").symlink_to(tmp_path / "nothing")
    assert find_sources([tmp_path / "inside"]) == [wanted]


def test_one_id_for_two_documents(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b/a.html")
    assert problem(tmp_path) == (
        f"{tmp_path}/b/a.html: file name: has the same stem as {tmp_path}/a.txt; "
        "a stem is the document's id and stands once; "
        "remedy: rename one of the two files, or name only one of them"
    )


def test_nothing_found(tmp_path: Path) -> None:
    write(tmp_path / ".hidden")
    assert problem(tmp_path) == (
        f"{tmp_path}: directory: holds no document; remedy: name files or directories"
    )


def test_no_file_at_all(tmp_path: Path) -> None:
    assert "does not exist" in problem(tmp_path / "nothing.txt")


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "is no regular file" in problem(tmp_path / "pipe.txt")
    assert "holds no document" in problem(tmp_path)


@pytest.mark.parametrize(
    "stem", ["a\nb", "a\x1b[31mb", "文" * 67, b"\xff\xfe".decode("utf-8", "surrogateescape")]
)
def test_names_that_cannot_be_ids(tmp_path: Path, stem: str) -> None:
    (tmp_path / f"{stem}.txt").write_text(ARTICLE, "utf-8")
    line = problem(tmp_path)
    assert "allowed are printable characters, together at most 200 bytes of UTF-8" in line
    assert line.isprintable()


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAGUI_MAX_FILE_BYTES", "10")
    write(tmp_path / "a.txt")
    assert "is larger than the 10 bytes allowed" in problem(tmp_path)


def test_what_the_manifest_says_is_in_the_source(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write_manifest(
        tmp_path,
        media_type="text/plain",
        sha256=SHA256,
        publisher="某省人民代表大会常务委员会",
        url="https://example.org/法规/1?x=y",
        retrieved="2024-10-01",
        curated={"title": "某省条例", "note": "from the list"},
        note=None,
    )
    source = load_source(tmp_path / "a.txt")
    assert (source.publisher, source.url, source.retrieved, source.curated) == (
        "某省人民代表大会常务委员会",
        "https://example.org/法规/1?x=y",
        "2024-10-01",
        Curated("某省条例", "from the list"),
    )


def test_a_manifest_speaks_of_its_own_document_only(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    other = write(tmp_path / "b.txt")
    write_manifest(tmp_path, publisher="A", sha256="0" * 64)
    assert load_source(other).publisher is None


@pytest.mark.parametrize(
    ("key", "stated"), [("sha256", "0" * 64), ("media_type", "application/pdf")]
)
def test_a_manifest_that_differs_from_the_file(tmp_path: Path, key: str, stated: str) -> None:
    write(tmp_path / "a.txt")
    write_manifest(tmp_path, **{key: stated})
    found = {"sha256": SHA256, "media_type": "text/plain"}[key]
    assert problem(tmp_path) == (
        f"a.txt: manifest.json, {key}: says {stated}, the file is {found}; remedy: "
        "put the file as received beside its manifest, or correct the manifest"
    )


def test_a_manifest_without_its_document(tmp_path: Path) -> None:
    write_manifest(tmp_path)
    assert "names 'a.txt', which is not in the directory" in problem(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "\ufeff{}", "[" * 100_000, '"' + "x" * 70_000 + '"'])
def test_a_manifest_that_is_no_json(tmp_path: Path, content: str) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "manifest.json", content)
    line = problem(tmp_path)
    assert line.startswith(f"{tmp_path}/manifest.json: file: ")
    assert line.endswith("remedy: correct the manifest")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([], "manifest: is a list; allowed is a JSON object"),
        ({}, "file: is missing; allowed is the name of the document beside the manifest"),
        (
            {"file": "../a"},
            "file: is '../a'; allowed is the name of a file beside the manifest, without a directory",
        ),
        (
            {"file": 7},
            "file: is 7; allowed is the name of a file beside the manifest, without a directory",
        ),
        (
            {"file": "a", "files": "b"},
            "'files': is an unknown key; allowed is the keys file, media_type, sha256, publisher, url, retrieved, curated, note",
        ),
        (
            {"file": "a", "sha256": "ABC"},
            "sha256: is 'ABC'; allowed is 64 hexadecimal digits in lower case, or null",
        ),
        (
            {"file": "a", "media_type": "text"},
            "media_type: is 'text'; allowed is a media type such as text/plain, or null",
        ),
        (
            {"file": "a", "url": "javascript:x"},
            "url: is 'javascript:x'; allowed is an http or https address, or null",
        ),
        (
            {"file": "a", "url": "http://a b"},
            "url: is 'http://a b'; allowed is an http or https address, or null",
        ),
        *(
            (
                {"file": "a", "url": url},
                f"url: is '{url}'; allowed is an http or https address, or null",
            )
            for url in ("http://[x/", "http://a/%zz", "http://a/#b#c", "http://a:port/", "http://")
        ),
        (
            {"file": "a", "retrieved": "2024-02-30"},
            "retrieved: is '2024-02-30'; allowed is a date YYYY-MM-DD, or null",
        ),
        (
            {"file": "a", "retrieved": "20240201"},
            "retrieved: is '20240201'; allowed is a date YYYY-MM-DD, or null",
        ),
        (
            {"file": "a", "publisher": " "},
            "publisher: is ' '; allowed is the publisher's name, or null",
        ),
        ({"file": "a", "curated": "title"}, "curated: is a str; allowed is a JSON object"),
        (
            {"file": "a", "curated": {"date": "x"}},
            "'date': is an unknown key; allowed is the keys title, note",
        ),
        (
            {"file": "a", "curated": {"title": "x"}},
            "note: is missing; allowed is where a curated title comes from",
        ),
    ],
)
def test_manifests_that_are_refused(value: object, expected: str) -> None:
    with pytest.raises(ConversionError) as raised:
        parse_manifest(value, "m")
    assert str(raised.value) == f"m: {expected}; remedy: correct the manifest"


def test_a_remark_for_readers_is_taken_and_not_kept() -> None:
    assert parse_manifest({"file": "a", "note": "x"}, "m") == parse_manifest({"file": "a"}, "m")


def test_null_means_not_known() -> None:
    manifest = parse_manifest(
        {"file": "a.txt", "publisher": None, "url": None, "curated": None}, "m"
    )
    assert (manifest.publisher, manifest.url, manifest.curated) == (None, None, Curated())
