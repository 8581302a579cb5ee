"""The release of the five documents, built once for all tests of this directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.progress import SilentReporter
from converters.release.build import build_release
from converters.release.publish import find_release
from converters.settings import Limits
from converters.sources import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLISHED = 1_732_752_000
"""2024-11-28T00:00:00Z, when every release of these tests comes out."""


@pytest.fixture(scope="session", autouse=True)
def fixed_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(PUBLISHED))
        yield


@pytest.fixture(scope="session")
def release(fixed_time: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("release")
    limits = Limits(workers=2, seconds=60, memory=2 << 30)
    assert build_release(find_sources([]), out, limits, SilentReporter()).left_out == ()
    return find_release(out)
