"""The documents of a release, converted by workers: all are read first, for they cite each other.

Takes: paths of documents. Gives: the `Product` of each or why there is none, in the order of the paths
and whatever the number of workers; a product depends on the set of documents and on nothing else.
"""

from __future__ import annotations

from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from converters.release.batch import run_in_workers
from converters.release.catalogue import Entry, make_entry, write_catalogue
from converters.release.product import make_product

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from converters.errors import ConversionError
    from converters.progress import Reporter
    from converters.release.product import Product
    from converters.settings import Limits

CATALOGUE: Final = "catalogue.sqlite"


def convert_documents(
    sources: Sequence[Path], limits: Limits, reporter: Reporter, place: Path | None = None
) -> Generator[Product | ConversionError, None, None]:
    """The product of each document in order, or why it is left out.

    `place` is a directory for what the workers share meanwhile.
    """
    with TemporaryDirectory(prefix="fagui-", dir=place) as directory:
        catalogue = Path(directory) / CATALOGUE
        left_out = _write_catalogue(catalogue, sources, limits, reporter)
        readable = [path for path in sources if path not in left_out]
        work = partial(make_product, catalogue=catalogue)
        with (
            reporter.stage("converting", len(readable)) as advance,
            closing(run_in_workers(work, readable, _file_name, limits)) as outcomes,
        ):
            for path in sources:
                if path in left_out:
                    yield left_out[path]
                else:
                    yield next(outcomes)
                    advance(path.stem)


def _write_catalogue(
    catalogue: Path, sources: Sequence[Path], limits: Limits, reporter: Reporter
) -> dict[Path, ConversionError]:
    """Writes the works of the documents that can be read; gives the others, and why they cannot."""
    left_out: dict[Path, ConversionError] = {}

    def entries() -> Generator[Entry, None, None]:
        with (
            reporter.stage("reading", len(sources)) as advance,
            closing(run_in_workers(make_entry, sources, _file_name, limits)) as outcomes,
        ):
            for path, outcome in zip(sources, outcomes, strict=True):
                if isinstance(outcome, Entry):
                    yield outcome
                else:
                    left_out[path] = outcome
                advance(path.stem)

    with closing(entries()) as found:
        write_catalogue(catalogue, found)
    return left_out


def _file_name(path: Path) -> str:
    return path.name
