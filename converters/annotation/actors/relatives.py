"""Actors that a clause describes: 从事…的单位, 省人民政府设立的基金, 重要数据的处理者.

Takes: the phrases of a part of a passage. Gives: names. A name keeps the clause that says who is meant,
unless the clause is long or states the condition of a benefit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.actors import parts
from converters.annotation.actors.names import read_names
from converters.annotation.actors.phrases import Phrase, read_phrases
from converters.annotation.actors.readings import Name, Reading
from converters.annotation.actors.words import read_words
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_OFFICES: Final = frozenset({"department", "authority", "unit", "institution"})
_OFFICE_CLAUSE: Final = re.compile(r"(?:依法)?(?:负责|承担|履行|主管|管理)[^，。；]{2,24}的")
_RELATIONAL: Final = re.compile(
    r"父母|负责人|监护人|代表人|代理人|工作人员|专业人员|技术人员|管理人员|从业人员|所有人|所有权人|使用人|管理人|亲属|家属|成员|股东|部门|机构"
)
_KIN: Final = re.compile("(?:监护人|代表人|代理人|管理人员|工作人员|负责人|亲属|家属)$")
# Units that are what they are of something: 网络的主管部门和运营、使用单位.
_OWNED: Final = re.compile(
    "(?:行政)?主管部门|(?:建设|运营|使用|管理|维护|所有|产权|运行|经营|开发)(?:单位|者|人|机构|方)?"
)
_FOUNDED: Final = frozenset(
    {
        *("fund", "institution", "committee", "unit", "enterprise", "platform"),
        *("department", "organisation"),
    }
)
_FOUNDING: Final = re.compile("(?:设立|举办|兴办|创办|组建|成立)的$")
ORGANS: Final = frozenset({"government", "department", "body", "authority", "polity", "committee"})
"""Kinds of names after which a verb is surely their predicate."""

_ADVERBIAL: Final = frozenset({"adverb", "preposition"})
# Conditions of a benefit are no part of a name (conventions, 11), power over a market is.
_QUALIFYING: Final = re.compile("(?:符合|具备|满足|达到|具有(?!市场|独占|垄断|支配))")
_QUALIFIED: Final = re.compile(
    "(?:有|具备|符合|具有)(?:相应|规定|相关)?(?:条件|资质|资格|能力|实力)的"
)
_LONGEST: Final = 24


def acts(reading: Reading) -> bool:
    """Whether a verb after the names is surely their predicate and no part of a compound."""
    return all(name.category in ORGANS for name in reading.names)


def relative_subject(folded: str, start: int, phrases: Sequence[Phrase]) -> tuple[Name, ...]:
    """The head of a relative clause without a subject, before an adverbial: 从事…的人员对…."""
    if not _begins_with_verb(folded, start):
        return ()
    for phrase in phrases:
        if phrase.before and phrase.before.entry.term == "的":
            reading = read_names(folded, phrase)
            follows = phrase.after and phrase.after.entry.kind in _ADVERBIAL
            if not reading.is_complete or not follows:
                return ()
            return _described(folded, start, reading.names)
    return ()


def relative_agent(folded: str, start: int, end: int) -> tuple[Name, ...]:
    """The head of the relative clause that folded[start:end] begins with: (由)提出申请的当事人先行支付."""
    qualified = _QUALIFIED.match(folded, start, end)
    if not qualified and not _begins_with_verb(folded, start):
        return ()
    for phrase in read_phrases(folded, start, end):
        if phrase.before is None or not phrase.before.entry.term.endswith("的"):
            continue
        reading = read_names(folded, phrase)
        if not reading.is_complete or "，" in folded[start : phrase.start]:
            return ()
        return reading.names if qualified else _described(folded, start, reading.names)
    return ()


def _begins_with_verb(folded: str, start: int) -> bool:
    words = read_words(folded)
    at = words.first_from(start)
    return at < len(words) and words[at].start == start and words.entry(at).kind == "verb"


def read_relative(
    folded: str, start: int, phrases: Sequence[Phrase], last: Reading
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """The names before a relative clause and its heads: A和从事…的单位, A和B的负责人."""
    names, first = last.names, phrases[0]
    if _OFFICE_CLAUSE.match(folded, start) and names[0].category in _OFFICES:
        return (), (_from(start, names[0]), *names[1:])
    if first.start != start:
        return (), _described(folded, start, names)
    reading = read_names(folded, first, open_class=True)
    if not reading.is_complete:
        before = _before_last(folded, first)
        begin = first.conjuncts[-1].start if before else start
        return before, _described(folded, begin, names)
    if first.closes:
        return reading.names, names
    return _owned(folded, first, reading, names)


def _owned(
    folded: str, first: Phrase, reading: Reading, names: tuple[Name, ...]
) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """What follows the 的 of actors: their people and bodies, what they have founded, or a clause."""
    if first.end == names[0].start - 1 and _RELATIONAL.search(names[0].pieces[0].of(folded)):
        owner = reading.names[-1]
        whole = Name((*owner.pieces[:-1], _to(owner, names[0])), names[0].category, "name")
        of_owner = Span(owner.pieces[-1].start, names[0].start)
        others = (_of_same(folded, (*owner.pieces[:-1], of_owner), name) for name in names[1:])
        return reading.names[:-1], (whole, *others)
    if names[0].category not in _FOUNDED or not acts(reading):
        return (), _described(folded, first.start, names)
    founder = Span(first.start, names[0].start)
    if _FOUNDING.search(founder.of(folded)) or (len(names) == 1 and len(reading.names) == 1):
        return (), tuple(_of_founder(folded, founder, name) for name in names)
    # 市、区人民政府的科技、农业等部门: each of each.
    return (), tuple(
        Name((*owner.pieces, *name.pieces), name.category, "list")
        for owner in reading.names
        for name in names
    )


def _of_same(folded: str, owner: tuple[Span, ...], name: Name) -> Name:
    """A further name with the owner of the one before it: 未成年人的父母或者其他监护人."""
    if _KIN.search(name.pieces[-1].of(folded)) is None:
        return name
    return Name((*owner, *name.pieces), name.category, "list")


def _of_founder(folded: str, founder: Span, name: Name) -> Name:
    """A name with who founded it, if the words say so for the whole list."""
    if founder.end == name.start:
        return Name((Span(founder.start, name.end),), name.category, "name")
    if name.category not in _FOUNDED or not _FOUNDING.search(founder.of(folded)):
        return name
    return Name((founder, *name.pieces), name.category, "list")


def _described(folded: str, start: int, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """The heads of a clause that begins at `start`, with the clause where it says who is meant."""
    name, clause = names[0], Span(start, names[0].start)
    words = clause.of(folded)
    if len(name.pieces) > 1 or name.end - start > _LONGEST or "，" in words:
        return names
    if _QUALIFYING.match(words):
        return names
    founded = _FOUNDING.search(words) is not None
    if len(names) > 1:
        shared = all(parts.is_bare(each.pieces[-1].of(folded)) for each in names)
        if not (founded or shared or _are_of_thing(folded, clause, names)):
            return names
        return tuple(Name((clause, *each.pieces), each.category, "list") for each in names)
    return (_from(start, name),)


def _are_of_thing(folded: str, clause: Span, names: tuple[Name, ...]) -> bool:
    """Whether names say what units do with a thing named before them: 网络的主管部门和使用单位."""
    if _begins_with_verb(folded, clause.start):
        return False
    return all(_OWNED.fullmatch(each.pieces[0].of(folded)) for each in names)


def _before_last(folded: str, phrase: Phrase) -> tuple[Name, ...]:
    """The names before a conjunct that begins a relative clause: 供水企业和自建供水设施的单位."""
    if len(phrase.conjuncts) == 1:
        return ()
    reading = read_names(folded, Phrase(phrase.conjuncts[:-1], phrase.before), open_class=True)
    return reading.names if reading.is_complete else ()


def _from(start: int, name: Name) -> Name:
    return Name((Span(start, name.end),), name.category, "name")


def _to(first: Name, last: Name) -> Span:
    return Span(first.pieces[-1].start, last.end)
