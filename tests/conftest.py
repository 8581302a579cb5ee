"""What tests of several parts share: the release of the five documents, built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.progress import SilentReporter
from converters.release.build import build_release
from converters.settings import Limits
from converters.sources import find_sources

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = 1_732_752_000
"""2024-11-28T00:00:00Z, when that release comes out."""


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a release of the five documents, as a build publishes it; only to be read."""
    directory = tmp_path_factory.mktemp("five")
    limits = Limits(workers=2, seconds=60, memory=2 << 30)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(PUBLISHED))
        assert build_release(find_sources([]), directory, limits, SilentReporter()).left_out == ()
    return directory
