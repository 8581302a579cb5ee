"""Slugs of names that no table lists: pinyin, and a code that tells names apart that sound alike.

Takes: a name. Gives: a slug. 检察机关 and 监察机关 have one pinyin; a table would give each its notation.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from converters.rdf.identity import slugify

_CODE_LENGTH: Final = 4


def coded_slug(name: str) -> str:
    """Pinyin of a name and the beginning of its digest: the same for the same name everywhere.

    >>> coded_slug("检察机关") != coded_slug("监察机关")
    True
    """
    return f"{slugify(name)}-{sha256(name.encode()).hexdigest()[:_CODE_LENGTH]}"
