"""IRIs of what a publisher publishes: the catalogue, and each release of the dataset."""

from __future__ import annotations

import re
from typing import Final

from ontology.namespaces import ID

_RELEASE: Final = re.compile(r"[0-9a-f]{16}")


def mint_catalogue() -> str:
    """IRI of the list of what a publisher offers."""
    return f"{ID}catalogue"


def mint_release(release_id: str) -> str:
    """IRI of one release of the dataset.

    >>> mint_release("9fefe002631ccdf4").removeprefix(ID)
    'release/9fefe002631ccdf4'
    """
    if _RELEASE.fullmatch(release_id) is None:
        message = f"release {release_id!r}: allowed is 16 hexadecimal digits in lower case"
        raise ValueError(message)
    return f"{ID}release/{release_id}"
