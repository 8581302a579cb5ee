"""What the members of a coordinated phrase share: a head, a modifier, or one name.

Takes: members of a phrase. Gives: whether 医疗、保健机构 are two institutions, 内燃机和机动车制造企业 one
enterprise, 海关 and 人才 members of a list of departments; and the modifier that further heads share.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.actors import parts
from converters.annotation.actors.readings import Name
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.annotation.actors.phrases import Conjunct, Phrase
    from converters.annotation.actors.words import Word

_SHARING: Final = frozenset(
    {"institution", "unit", "enterprise", "organisation", "authority", "department"}
)
_LONGEST_SHARING: Final = 4
_LONGEST_LISTED: Final = 10
_UNSPECIFIC_OFFICES: Final = re.compile(
    "(?P<which>(?P<other>其他)?(?:各|本[省市县区州])?(?:有关|相关))部门"
)
_LONGEST_NAME: Final = 24
_FINANCE_ENDS: Final = (
    "银行",
    "保险",
    "证券",
    "信托",
    "期货",
    "担保",
    "租赁",
    "保理",
    "典当",
    "信贷",
    "投资",
    "金融",
)
_FINANCE: Final = frozenset(_FINANCE_ENDS)
_JOINING: Final = frozenset({"和", "与", "及", "或", "或者", "以及"})
_ORIGIN: Final = re.compile(
    "(?:国（境）内外|区内外|区内|境内外|国内外|省内外|市内外|境外|国外|海外|省外|市外|区外|外地)"
)
_ALSO_ORIGIN: Final = re.compile(f"{_ORIGIN.pattern}|境内|国内|省内|市内")
_OF_ORIGIN: Final = frozenset({"enterprise", "institution", "organisation", "finance", "talent"})
# Bodies that stand among the fields of departments: 公安、海关、人才等部门.
_LISTED_BODIES: Final = frozenset({"talent", "body", "authority", "finance", "institution", "unit"})


def lists_departments(phrase: Phrase) -> bool:
    """Whether the phrase ends as a list of departments does: …等部门, …等有关单位."""
    last = phrase.conjuncts[-1]
    if last.et_cetera is None or len(phrase.conjuncts) == 1:
        return False
    heads = last.heads
    if not heads or heads[-1].start < last.et_cetera.end:
        return False
    return heads[-1].entry.kind in {"department", "unit"}


def is_listed_body(conjunct: Conjunct, heads: Sequence[Word]) -> bool:
    """Whether a body or group stands for a field in a list of departments."""
    if not heads or conjunct.et_cetera or heads[0].entry.kind not in _LISTED_BODIES:
        return False
    if heads[-1].end < conjunct.end:
        return True  # 公安机关交通管理
    is_bare = heads[0].start == conjunct.start and heads[0].end == conjunct.end
    return is_bare and conjunct.end - conjunct.start <= _LONGEST_SHARING


def shares_head(
    folded: str, pending: Sequence[Span], conjunct: Conjunct, head: Word, *, is_subject: bool
) -> bool:
    """Whether waiting members want the head of this one: 生产、经营单位; of a subject, 医疗、保健机构."""
    words = folded[conjunct.start : head.end]
    if end_of_origin(folded, pending, conjunct, head):
        return True
    length = parts.start_of_suffix(words)
    if not length:
        return False
    members = [span.of(folded) for span in pending]
    if parts.share_head(members, words[:length]) or is_branch_list(members, words[:length]):
        return True
    if not is_subject or head.entry.kind not in _SHARING or length > _LONGEST_SHARING:
        return False
    longest = _LONGEST_LISTED if conjunct.separator == "、" else _LONGEST_SHARING
    return all(len(member) <= longest for member in members)


def end_of_origin(
    folded: str, pending: Sequence[Span], conjunct: Conjunct, head: Word
) -> int | None:
    """Where the origin ends before what waiting origins share: 省外、境外 | 投资者."""
    origin = _ALSO_ORIGIN.match(folded, conjunct.start, head.end)
    if origin is None or not all(_ALSO_ORIGIN.fullmatch(span.of(folded)) for span in pending):
        return None
    return origin.end() if pending and origin.end() < head.end else None


def is_branch_list(members: Sequence[str], last: str) -> bool:
    """Whether members are branches of a sector whose head the last has: 证券、保险、担保(机构).

    >>> is_branch_list(["证券", "保险"], "政府性融资担保"), is_branch_list(["旅游业"], "高新技术产业")
    (True, True)
    """
    if all(member in _FINANCE for member in members):
        return last.endswith(_FINANCE_ENDS)
    return all(member.endswith(("业", "领域")) for member in [*members, last])


def is_one_name(folded: str, pending: Sequence[Span], conjunct: Conjunct, head: Word) -> bool:
    """Whether things before the last member belong to its name: 内燃机和机动车制造企业."""
    if conjunct.separator not in _JOINING or head.entry.kind not in {*_SHARING, "people"}:
        return False
    if any(parts.is_level(span.of(folded)) for span in pending):
        return False
    return head.end - pending[0].start <= _LONGEST_NAME


def shared_modifier(
    folded: str, names: Sequence[Name], conjunct: Conjunct, start: int, head: Word
) -> Span | None:
    """The modifier of the name before that a bare head shares: 有关 in 有关单位和个人."""
    if not names or not conjunct.separator or len(names[-1].pieces) > 2:
        return None
    if not parts.is_bare(folded[start : head.end]):
        return _shared_origin(folded, names[-1], start, head)
    last = names[-1].pieces
    if len(last) == 2:  # it shares one itself
        return last[0] if parts.is_bare(last[1].of(folded)) else None
    length = parts.shared_modifier(last[0].of(folded))
    return Span(last[0].start, last[0].start + length) if length else None


def shared_offices(
    folded: str, names: Sequence[Name], conjunct: Conjunct, start: int, head: Word
) -> tuple[Name, ...]:
    """单位 after 其他有关部门和: 其他有关单位 of the same governments; after 有关部门和 units of nobody's."""
    end = conjunct.start - len(conjunct.separator)
    before = [name for name in names if name.end == end]
    if not before or folded[start : conjunct.end] != "单位":
        return ()
    offices = before[0].pieces[-1]
    shared = _UNSPECIFIC_OFFICES.fullmatch(folded, offices.start, offices.end)
    if shared is None:
        return ()
    own = (Span(offices.start, shared.end("which")), Span(start, head.end))
    if not shared["other"]:
        return (Name(own, head.entry.kind, "list"),)
    return tuple(Name((*each.pieces[:-1], *own), head.entry.kind, "list") for each in before)


def _shared_origin(folded: str, last: Name, start: int, head: Word) -> Span | None:
    """Where a name comes from, for a further kind of actor too: 境外 in 境外企业和科研机构."""
    if head.entry.kind not in _OF_ORIGIN or start != head.start:
        return None
    first = last.pieces[0]
    origin = _ORIGIN.match(folded, first.start, first.end)
    if origin is None or (len(last.pieces) == 1 and origin.end() == first.end):
        return None
    return Span(first.start, origin.end())
