"""Sentences that are one declaration as a whole: enactment, definition, scope.

Takes: the masked words of a sentence. Gives: the rule that makes it one, or None. Also tells the title
that opens an item of a notice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.clauses import MASK

if TYPE_CHECKING:
    from converters.annotation.clauses import Sentence

_TITLE_LENGTH: Final = 25
_NORM: Final = "本(?:法|条例|办法|规定|细则|规则|措施|决定)"
_ENACTMENT: Final = re.compile(
    r"^(?:为|根据|依据|依照|按照|结合).*(?:(?:制定|作出|提出|制订|修改)(?:本|以下|下列|如下)[^，。；]*"
    r"|作出?如下(?:规定|决定|解释|补充规定))$"
)
_DEFINITION: Final = re.compile(
    r"(?:所称|下列用语|下列术语)[^。]*(?:是指|指|包括|含义|为)|^[^，。]{2,24}，?是指"
)
_REMARK: Final = re.compile(rf"[（(]{MASK}*[）)]")
_SCOPE: Final = re.compile(
    rf"^(?!{_NORM})(?![^；。]*(?:应当|不得|可以|必须))[^；。]*(?:适用|遵守){_NORM}(?:的规定)?$"
)


def is_remark(words: str) -> bool:
    """Whether a sentence is nothing but a remark in brackets: （2011年1月8日删除）."""
    return _REMARK.fullmatch(words) is not None


def whole_sentence(words: str) -> str | None:
    """The rule by which a sentence is one declaration.

    >>> whole_sentence("为了促进制造业发展，结合本省实际，制定本条例")
    'enactment'
    """
    if _ENACTMENT.search(words):
        return "enactment"
    if _DEFINITION.search(words):
        return "definition"
    if _SCOPE.search(words):
        return "scope"
    return None


def opens_with_title(sentences: tuple[Sentence, ...]) -> bool:
    """Whether the first sentence of a notice's item is its title (科学优化产业布局), no measure."""
    first = sentences[0][0]
    alone = len(sentences) > 1 and len(sentences[0]) == 1
    return alone and first.end - first.start <= _TITLE_LENGTH and first.mark in "。\n"
