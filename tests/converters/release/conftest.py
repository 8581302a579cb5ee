"""Every release of these tests comes out in the same second as the one that all tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from converters.release.publish import find_release
from tests.conftest import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session", autouse=True)
def fixed_time() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(PUBLISHED))
        yield


@pytest.fixture(scope="session")
def release(five: Path) -> Path:
    """The release of the five documents."""
    return find_release(five)
