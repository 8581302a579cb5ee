"""The actors of a clause: who its subject is, where a subject ends, who acts with it.

Takes: a passage and a part of it. Gives: `ActorMention`s, single actors as a reader names them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.annotation.actors import parts
from converters.annotation.actors.names import read_names
from converters.annotation.actors.phrases import Phrase, read_first_phrase, read_phrases
from converters.annotation.actors.readings import Name
from converters.annotation.actors.relatives import ORGANS, acts, read_relative, relative_subject
from converters.annotation.actors.words import Word, read_words
from converters.annotation.lexicons import alternation
from converters.annotation.records import ActorMention
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.actors.readings import Reading
    from converters.annotation.records import Passage

_CONFIDENCE: Final = {
    "name": 0.97,
    "level": 0.97,
    "department": 0.96,
    "list": 0.94,
    "category": 0.85,
    "relative": 0.85,
    "adverbial": 0.9,
    "subject": 0.96,
    "inner": 0.95,
    "open": 0.85,
}
_CONDITION: Final = re.compile(r"(?:的|时|后|前|中|内|外|情况下|期间|之日起|过程中)$")
_THING: Final = re.compile(
    r"(?:决定|意见|申请|许可|总量|数量|金额|面积|项目|材料|资料|文件|费用|资金|标准|方案|计划|规划|制度|办法|信息|数据|活动|工程|设备|设施|产品|建设|行为|情况|结果|期限|时间"
    r"|工作|报告|证明|合同|协议|收费|义务|责任|权利|权益|事项|机制|系统|场所|车辆|比例|服务)$"
)
# What says how somebody is, or an exception, and not what he does: 主管部门不明确的.
_STATE: Final = re.compile("(?:不|未|尚未)?(?:明确|健全|存在|一致|齐全)的|.*的除外")
_PARTNERING: Final = frozenset({"会同", "联合", "配合", "协同"})
_PARTNERS: Final = re.compile(alternation(_PARTNERING))
_NO_PARTNERS: Final = frozenset({"platform", "zone", "fund", "capital"})
_MEMBER: Final = re.compile(r"(?:[^、和与及（）]|（[^（）]*）)+")
_COMMA: Final = re.compile(r"[，；](?!以及|和|或者|及其)")
_JOINT: Final = re.compile("，?以及|、|和|或者")
_CLAUSE_BEFORE: Final = re.compile("(?:依法|具有|从事|承担|负责|取得|参与|进行|使用|提供)[^，]*的")
_PREDICATIVE: Final = frozenset({"verb", "adverb", "preposition"})
_ADVERBIAL: Final = frozenset({"adverb", "preposition"})


def mention(passage: Passage, name: Name, rule: str = "") -> ActorMention:
    """The record of a name."""
    words = "".join(piece.of(passage.text) for piece in name.pieces)
    rule = rule or name.rule
    return ActorMention(words, passage.steps, name.pieces, f"actor-{rule}", _CONFIDENCE[rule])


def read_subject(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors that text[start:end] names as the subject of a clause; none if it names none.

    Topics and conditions before the actors and adverbials behind them are passed over.
    """
    folded = passage.folded
    segments = _segments(folded, start, end)
    lists = [_read_list(passage, first, last) for first, last in segments]
    if all(lists):
        return tuple(found for members in lists for found in members)
    conditional: tuple[ActorMention, ...] = ()
    for (first, last), members in zip(reversed(segments), reversed(lists), strict=True):
        is_condition = _CONDITION.search(folded, first, last) is not None
        if is_condition:
            conditional = _read_leading(passage, first, last) or conditional
        elif found := members or _read_segment(passage, first, last):
            return found
        elif last == end and (folded[first] == "其" or not _is_adverbial(folded, first, last)):
            return ()  # a subject that is no actor
        else:
            conditional = _read_before_ambiguous(passage, first, last) or conditional
    return conditional


def _segments(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between commas, but for a comma that continues a list (，以及)."""
    cuts = [m.start() for m in _COMMA.finditer(folded, start, end)]
    bounds = [start, *(cut + 1 for cut in cuts)]
    return [(a, b) for a, b in zip(bounds, [*cuts, end], strict=True) if b > a]


def _read_list(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors of a part that is nothing but a list of them."""
    start, end = _trim(passage.folded, start, end)
    phrases = list(read_phrases(passage.folded, start, end, without_head=True))
    if len(phrases) != 1 or phrases[0].start != start or phrases[0].end != end:
        return _read_levels(passage, start, end)
    reading = read_names(passage.folded, phrases[0], open_class=True)
    return _mentions(passage, reading) if reading.is_complete else _read_levels(passage, start, end)


def _read_levels(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """Levels of government that stand for their governments: 各市、县（市、区）要…."""
    members = list(_MEMBER.finditer(passage.folded, start, end))
    if not all(parts.is_level(member[0].removeprefix("各")) for member in members):
        return ()
    return tuple(
        mention(passage, Name((Span(*member.span()),), "polity", "level")) for member in members
    )


def _read_segment(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors of a part that is no list: behind 由 or 的, or before an adverbial."""
    start, end = _trim(passage.folded, start, end)
    phrases = list(read_phrases(passage.folded, start, end, without_head=True))
    if not phrases:
        return ()
    if found := _read_members(passage, start, end) or _read_final(passage, start, end, phrases):
        return found
    if relative := relative_subject(passage.folded, start, phrases):
        return tuple(mention(passage, name, "relative") for name in relative)
    stop = _end_of_subject(passage.folded, start, end, open_class=True)
    if stop and (_is_adverb(stop.after) or not _names_thing(passage.folded, stop, end)):
        return _mentions(passage, stop.reading, "adverbial")
    return ()


def _read_members(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors of a list that ends with one whom a clause describes: A的B、C以及从事D的E."""
    cuts = [(m.start(), m.end()) for m in _JOINT.finditer(passage.folded, start, end)]
    bounds = [start, *(after for _, after in cuts)]
    members = list(zip(bounds, [*(before for before, _ in cuts), end], strict=True))
    first, last = members[-1]
    if len(members) < 3 or not _CLAUSE_BEFORE.match(passage.folded, first, last):
        return ()
    found = [_read_list(passage, *each) or _read_described(passage, *each) for each in members]
    return tuple(actor for each in found for actor in each) if all(found) else ()


def _read_described(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """An actor behind a clause."""
    phrases = list(read_phrases(passage.folded, start, end, without_head=True))
    return _read_final(passage, start, end, phrases) if phrases else ()


def _read_final(
    passage: Passage, start: int, end: int, phrases: list[Phrase]
) -> tuple[ActorMention, ...]:
    """The actors with which the part ends, behind 由 or a relative clause."""
    last = phrases[-1]
    reading = read_names(passage.folded, last, open_class=True)
    if last.end != end or not reading.is_complete or last.before is None:
        return ()
    if last.before.entry.term == "由":
        return _mentions(passage, reading)
    is_relative = last.before.entry.term.endswith("的")
    if not is_relative or _addresses(passage.folded, start, end):
        return ()
    others, heads = read_relative(passage.folded, start, phrases, reading)
    return (
        *(mention(passage, name) for name in others),
        *(mention(passage, name, "relative") for name in heads),
    )


def _read_leading(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors with which a condition or a clause begins."""
    stop = _end_of_subject(passage.folded, start, end, open_class=False)
    if stop:
        return _mentions(passage, stop.reading, "adverbial")
    return _read_before_ambiguous(passage, start, end)


def _read_before_ambiguous(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actor with which a clause begins, before a word that is a verb there: 建设单位使用…，."""
    phrase = read_first_phrase(passage.folded, start, end)
    if phrase is None or phrase.start != start or len(phrase.conjuncts) > 1:
        return ()
    if _THING.search(passage.folded, start, end) and not passage.folded.startswith("，", end):
        return ()  # 青年创业促进工作
    reading = read_names(passage.folded, phrase)
    words = [word for word in phrase.conjuncts[0].words if word.entry.is_ambiguous]
    if reading.names and any(word.start == reading.names[-1].end for word in words):
        return _mentions(passage, reading, "adverbial")
    return ()


def _mentions(passage: Passage, reading: Reading, rule: str = "") -> tuple[ActorMention, ...]:
    return tuple(mention(passage, name, rule) for name in reading.names)


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    while end > start and folded[end - 1] in "，、 ":
        end -= 1
    if folded.startswith(("由", "其", "该"), start) and not folded.startswith("其他", start):
        start += 1
    return start, end


def _is_adverbial(folded: str, start: int, end: int) -> bool:
    """Whether a part without an actor leaves the subject to an earlier part."""
    words = read_words(folded)
    at = words.first_from(start)
    if at >= len(words) or words[at].end > end:
        return False
    if words[at].start == start and words.entry(at).is_ambiguous:
        return True
    return any(words.entry(i).kind in _PREDICATIVE for i in range(at, words.first_from(end)))


def _addresses(folded: str, start: int, end: int) -> bool:
    """Whether an organ and a preposition begin the part: 主管部门对…的园区."""
    stop = _end_of_subject(folded, start, end, open_class=False)
    return bool(stop and stop.after.entry.kind == "preposition" and acts(stop.reading))


def _is_adverb(word: Word) -> bool:
    return word.entry.kind in _ADVERBIAL


def _names_thing(folded: str, stop: _Stop, end: int) -> bool:
    """Whether what follows the actors makes a name of a thing out of them: 企业增资扩产项目."""
    has_clause = "的" in folded[stop.end : end]
    is_clause = folded.startswith("，", end)
    is_thing = _THING.search(folded, stop.end, end) is not None
    if is_clause or acts(stop.reading):
        return has_clause and is_thing
    return has_clause or is_thing


@dataclass(frozen=True, slots=True)
class _Stop:
    """The actors that begin a clause, where they end, and the word that begins its predicate."""

    reading: Reading
    end: int
    after: Word


def _end_of_subject(folded: str, start: int, end: int, *, open_class: bool) -> _Stop | None:
    if open_class:
        phrase = next(read_phrases(folded, start, end, without_head=True), None)
    else:
        phrase = read_first_phrase(folded, start, end)
    if phrase is None or phrase.start != start or phrase.closes or not phrase.after:
        return None
    entry = phrase.after.entry
    if not (entry.kind in _PREDICATIVE or entry.is_ambiguous or entry.term == "组织"):
        return None
    reading = read_names(folded, phrase, open_class=open_class)
    if not reading.is_complete:
        return None
    if folded.startswith("的", phrase.after.end) and acts(reading):
        return _end_of_founded(folded, phrase.after.end + 1, end)
    return _Stop(reading, phrase.end, phrase.after)


def _end_of_founded(folded: str, start: int, end: int) -> _Stop | None:
    """The subject that a clause of organs describes: 省人民政府认定的研发机构享受…."""
    phrase = read_first_phrase(folded, start, end)
    if phrase is None or phrase.start != start or phrase.closes or not phrase.after:
        return None
    reading = read_names(folded, phrase)
    if not reading.is_complete or phrase.after.entry.kind not in _PREDICATIVE:
        return None
    return _Stop(reading, phrase.end, phrase.after)


def split_subject(passage: Passage, start: int, end: int) -> int | None:
    """Where the subject of text[start:end] ends and its predicate begins.

    None if the clause does not begin with actors and a predicate after them.
    """
    found = _end_of_subject(passage.folded, start, end, open_class=False)
    if found is None or _STATE.fullmatch(passage.folded, found.end, end):
        return None
    return found.end


def _is_partner(folded: str, name: Name, verb: str) -> bool:
    """Whether the subject acts with somebody; 配合 is help for all but organs."""
    if name.category == "polity" and not name.pieces[-1].of(folded).endswith("省"):
        return False
    if verb == "配合" and name.category not in {*ORGANS, "organisation"}:
        return False
    return name.category not in _NO_PARTNERS


def find_joint(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors with whom the subject acts: 会同, 联合, 配合, 协同 before them.

    Partners of somebody inside the action (支持企业联合高校) are none.
    """
    found: list[ActorMention] = []
    if _PARTNERS.search(passage.folded, start, end) is None:
        return ()
    for phrase in read_phrases(passage.folded, start, end):
        term = phrase.before.entry.term if phrase.before else ""
        reading = read_names(passage.folded, phrase)
        if term in _PARTNERING:
            partners = (name for name in reading.names if _is_partner(passage.folded, name, term))
            found += [mention(passage, name) for name in partners]
        elif (
            term not in {"", "由", "的"} and phrase.after and phrase.after.entry.term in _PARTNERING
        ):
            break
    return tuple(found)
