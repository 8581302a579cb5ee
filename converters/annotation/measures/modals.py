"""Modal words of a clause: 应当, 不得, 可以, 鼓励, 支持.

Takes: a masked clause. Gives: the modal that governs it and where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from converters.annotation.forms import predicate_words


class Force(Enum):
    """What a modal word does with the predicate that follows it."""

    OUGHT = auto()  # 应当, 必须
    BAN = auto()  # 不得, 禁止
    MAY = auto()  # 可以, 有权
    URGE = auto()  # 鼓励, 倡导
    BACK = auto()  # 支持
    GUIDE = auto()  # 引导: encouragement whose verb stays in the action


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal word at `start` to before `end` of the words it was looked for in."""

    force: Force
    start: int
    end: int


_ADVERBS: Final = f"(?:{predicate_words('adverb')})*"
_STOPS: Final = predicate_words("modal-stop")
_MODAL: Final = re.compile(
    rf"(?:{_STOPS})(?!当)"
    r"|(?P<BAN>(?<![在于、])(?:一律|均|也|都)?(?:不得|不准|不应当|不应|不允许|不可以|严禁|禁止))"
    r"|(?P<OUGHT>应当|应该|必须|务必|应|须|(?:均|都)?有(?:义务|责任)(?![的、和人]|$)"
    rf"|(?<=[^需主重只必首概纲摘提紧次显切扼否不还就更和])要(?={_ADVERBS}(?:{predicate_words('verb')})))"
    r"|(?P<MAY>可以|有权|即可(?=.)|可)"
)
_ANY: Final = re.compile("[应必务须可不禁严要]|有[权义责]")
_URGE: Final = re.compile(
    r"(?P<URGE>(?:鼓励|倡导|提倡)(?:(?:和|、|并|与|以及)?(?:支持|引导|鼓励|推动|扶持|提倡|倡导|保护|帮助|保障|组织))*"
    r"|支持(?:和|、|并)?鼓励|引导(?:和|、|并)鼓励(?:(?:和|、)支持)?)"
    r"|(?P<BACK>支持(?:(?:和|、|并)(?:引导|扶持|推动|帮助))?)"
    r"|(?P<GUIDE>引导(?:(?:和|、|并)支持)?)"
)
_NOUN_AFTER: Final = re.compile(
    r"(?:力度|政策(?!性)|体系|机制|措施|服务(?![机企业商平型])|资金|基金(?!会|管理)|范围|条件|对象|类|性|作用)"
)


def find_modal(words: str) -> Modal | None:
    """The first modal word in a masked clause that is neither part of a word nor in a relative clause."""
    if not _ANY.search(words):
        return None
    first = None
    for match in _MODAL.finditer(words):
        if match.lastgroup is None:
            continue
        if first is None:
            first = match
            if not _in_relative_clause(words, match.end()):
                break
        else:
            # A modal before …的 whose clause has another one belongs to the noun.
            first = match
            break
    if first is None or first.lastgroup is None:
        return None
    return Modal(Force[first.lastgroup], first.start(), first.end())


def _in_relative_clause(words: str, end: int) -> bool:
    return "的" in words[end:] and bool(_MODAL_AFTER_NOUN.search(words, end))


_MODAL_AFTER_NOUN: Final = re.compile(r"的[^的，]{1,20}?(?:应当|必须|不得|可以)")


def find_urging(words: str) -> Modal | None:
    """The 鼓励, 支持 or 引导 that words begin with, if it is a verb with an object."""
    match = _URGE.match(words)
    if match is None or match.lastgroup is None or _NOUN_AFTER.match(words, match.end()):
        return None
    if match.end() == len(words):
        return None
    return Modal(Force[match.lastgroup], match.start(), match.end())
