"""Tasks of the authority that a provision puts in charge: 负责…的组织、协调、促进等工作.

Takes: the folded words of a measure. Gives: where each task stands in them. The tasks are verbs before
their object (指导、协调全民阅读工作) or nouns behind it, behind the last 的 if there is one (先进制造业促进
协调推进、考核评价等工作 is about 协调推进 and 考核评价).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from converters.annotation.lexicons import alternation, terms
from converters.records import Span

_CHARGE: Final = re.compile(
    r"(?:负责|承担)(?P<list>[^，；。：]+?)等?(?:具体|相关|有关|日常|各项)?(?:工作|职责)?(?=[，；。：]|$)"
)
_JOIN: Final = re.compile(r"、|以及|和|与|及")
_OF: Final = re.compile(r".*的")
_SHORTEST_OBJECT: Final = 3


def find_tasks(words: str) -> tuple[Span, ...]:
    """The tasks that words put an authority in charge of, in text order.

    >>> words = "负责本行政区域内先进制造业促进的协调、服务、管理和督导工作"
    >>> [task.of(words) for task in find_tasks(words)]
    ['协调', '服务', '管理', '督导']
    """
    charge = _CHARGE.search(words)
    return tuple(_tasks(words, *charge.span("list"))) if charge else ()


def _tasks(words: str, start: int, end: int) -> list[Span]:
    of = _OF.match(words, start, end)
    found = [item for item in _items(words, of.end(), end) if _is_task(words, item)] if of else []
    return found or _before_object(words, start, end) or _behind_object(words, start, end)


def _before_object(words: str, start: int, end: int) -> list[Span]:
    """Tasks before their object: the last one of them is followed by it."""
    found = []
    for item in _items(words, start, end):
        if _is_task(words, item):
            found.append(item)
            continue
        head = _head().match(words, item.start, item.end)
        if head and item.end - head.end() >= _SHORTEST_OBJECT:
            return [*found, Span(*head.span())]
        break
    return []


def _behind_object(words: str, start: int, end: int) -> list[Span]:
    """Tasks behind their object, which stands before the first one."""
    first, *others = _items(words, start, end)
    if _is_task(words, first):
        return [item for item in (first, *others) if _is_task(words, item)]
    tail = _tail().search(words, first.start, first.end)
    found = [Span(*tail.span())] if tail else []
    return [*found, *(item for item in others if _is_task(words, item))]


def _items(words: str, start: int, end: int) -> list[Span]:
    found = []
    for join in _JOIN.finditer(words, start, end):
        found.append(Span(start, join.start()))
        start = join.end()
    return [*found, Span(start, end)]


def _is_task(words: str, item: Span) -> bool:
    return _task().fullmatch(words, item.start, item.end) is not None


@cache
def _task() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(terms('tasks'))}){{1,3}}")


@cache
def _tail() -> re.Pattern[str]:
    """Two words: one alone belongs to the object (乡村振兴促进工作)."""
    return re.compile(f"(?:{alternation(terms('tasks'))}){{2}}$")


@cache
def _head() -> re.Pattern[str]:
    return re.compile(f"(?:{alternation(terms('tasks'))}){{1,2}}")
