"""Where the project's data directory is: beside the packages, in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
"""The checkout that the packages stand in."""

DATA: Final = ROOT / "data"
"""Sources, code lists, registers, schemas."""
