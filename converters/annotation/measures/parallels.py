"""Parallel predicates inside one clause: 编制规划并组织实施, 予以警告、并处罚款.

Takes: a masked predicate. Gives: the offsets at which it is cut.
"""

from __future__ import annotations

import re
from typing import Final

from converters.annotation.forms import is_verbal, opens_predicate

_AND: Final = re.compile(r"(?<![合归兼吞])(?:并且|并)(?![购网联轨行列重举存排])")
# 实行动态调整并向社会公布: the object is that of the verb before.
_BASED: Final = re.compile("按照|根据|依照")
_TAKES_UP: Final = re.compile(
    r"(?:及时|依法|定期)?(?:向[^，]{1,8}|对外|予以)?(?:公布|公开|公示|公告|发布|备案)$"
)


def split_parallels(words: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each predicate of a clause.

    并 divides two predicates of which each has an object; it joins two verbs with one object (制定并发布
    规划) and a verb that takes up the object before it (编制规划并公布).

    >>> [s for s in split_parallels("建立名录并对其开展指导")]
    [(0, 4), (5, 11)]
    """
    cuts: list[tuple[int, int]] = []
    start = 0
    for match in _AND.finditer(words):
        before, after = words[start : match.start()], words[match.end() :]
        if _divides(before, after):
            cuts.append((start, start + len(before.rstrip("，"))))
            start = match.end()
    return (*cuts, (start, len(words)))


def _divides(before: str, after: str) -> bool:
    if len(before) < 4 or len(after) < 4 or not opens_predicate(after):
        return False
    if _TAKES_UP.match(after) or is_verbal(before):
        return False
    # 并 inside …的 + noun belongs to the noun: 取得突破并实现产业化的企业.
    if _BASED.match(after):
        return True
    return not re.match(r"[^，；、]*?的", after) and "的" not in before[-1:]
