"""What a duty is about when the act is again an attitude: 应当鼓励…, 应当支持…, 可以赋予….

Takes: a measure's modality and its folded words. Gives: the modality of the act itself. 县级以上人民政府
应当鼓励划设工业用地控制线 obliges to encourage; that lines are drawn is encouraged only.
"""

from __future__ import annotations

import re
from typing import Final

from converters.annotation.clauses import mask, read_sentences
from converters.annotation.measures.modals import Force, find_urging
from converters.annotation.records import Modality

_OUTER: Final = frozenset({Modality.OBLIGATION, Modality.PERMISSION, Modality.DECLARATION})
_MANNER: Final = re.compile(
    r"(?:并|且|积极|大力|重点|优先|着力|进一步|依法|切实|主动|多渠道|加快|逐步|同时|应当|应|必须|可以|可|要)*"
)
_BY: Final = re.compile(r".*?(?:方式|措施|途径|形式|渠道|手段|办法)")
_GRANT: Final = re.compile(r"赋予[^，；。]*权|准许|允许")
_FORCES: Final = {
    Force.URGE: Modality.ENCOURAGEMENT,
    Force.GUIDE: Modality.ENCOURAGEMENT,
    Force.BACK: Modality.SUPPORT,
}


def inner_modality(modality: Modality, words: str) -> Modality | None:
    """The modality of the act that a measure is about, None where it is a plain act.

    >>> inner_modality(Modality.OBLIGATION, "鼓励划设工业用地控制线")
    <Modality.ENCOURAGEMENT: 'encouragement'>
    >>> inner_modality(Modality.OBLIGATION, "划定工业用地控制线") is None
    True
    """
    if modality not in _OUTER:
        return None
    for sentence in read_sentences(mask(words)):
        for clause in sentence:
            found = _read(clause.of(words))
            if found and found is not modality:
                return found
    return None


def _read(clause: str) -> Modality | None:
    by = _BY.match(clause)
    starts = (0, by.end()) if by else (0,)
    for start in starts:
        manner = _MANNER.match(clause, start)
        rest = clause[manner.end() if manner else start :]
        if _GRANT.match(rest):
            return Modality.PERMISSION
        if urging := find_urging(rest):
            return _FORCES[urging.force]
    return None
