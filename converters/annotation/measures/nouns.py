"""Nouns that go on after a comma: 建立以企业为主体，以市场为导向的体系; 将成果，作为依据.

Takes: the clauses of a sentence, one after the other. Gives: whether each still belongs to the noun or
the object that the clause before it began.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from converters.annotation.measures.phrases import Phrase

FOUNDING: Final = re.compile("(?:建立|设立|成立|组建|实行|推行|健全|完善)")
"""Verbs that begin a predicate whose object 由 + actor may describe."""

# 建立由省人民政府负责人牵头，(有关部门参加的联席会议制度)
_FOUNDED_BY: Final = re.compile(rf"{FOUNDING.pattern}[^，]{{0,2}}由[^，的]*$")
_TAKING_PART: Final = re.compile("[^，]{2,30}(?:参加|参与|配合|负责|组成|支持|协同|联动|共治)的")
# 建立以企业为主体，(以市场为导向，)…的体系
_FOUNDED_ON: Final = re.compile(
    r"(?:建立|形成|构建|打造|完善|建设|健全|培育|建成)[^，的]*以[^，的]+为[^，的]+$"
)
# 将科技人员的实绩，(作为依据)
_PLACING: Final = re.compile(r"(?:^|应当|不得|可以)(?:将|把)[^，]*$")


class Nouns:
    """Goes through the clauses of a sentence; knows which noun has been begun."""

    def __init__(self) -> None:
        self._led = False  # the next clause says who else takes part
        self._described = False  # … what else is founded
        self._placed = False  # … as what something is taken

    def takes(self, phrase: Phrase) -> bool:
        """Whether the next clause belongs to what the clause before it began."""
        words = phrase.words
        led, self._led = self._led, bool(_FOUNDED_BY.search(words))
        described = self._described
        self._described = bool(_FOUNDED_ON.search(words)) or (described and "的" not in words)
        placed, self._placed = self._placed, bool(_PLACING.search(words))
        return (
            (led and _TAKING_PART.match(words) is not None)
            or (described and phrase.modal is None)
            or (placed and words.startswith("作为"))
        )
