"""Actors that no lexicon has, known by their last word: 校外实践教育场所, 数据处理者, 被投诉人.

Takes: the words before a modal or after 由, where an actor must stand if one does. Gives: the actors; none
if the words can be something else (招生简章应当…). Used only where the lexicons know nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.phrases import ASIDES
from converters.annotation.forms import has_verb, opens_predicate
from converters.annotation.records import ActorMention
from converters.records import Span

if TYPE_CHECKING:
    from converters.annotation.records import Passage

_CONFIDENCE: Final = 0.7
_LONGEST: Final = 60
_FORMING: Final = 4  # characters of a verb and the head that it forms a name with
_HEAD: Final = (
    "(?:部门|机构|机关|单位|企业|组织|团体|[协商学]会|委员会|委会|中心|公司|银行|学校|院校|医院|法院|检察院|研究[院所]|事务所"
    "|场所|办公室|办事处|指挥部|小组|联席会议|大会|理事会|董事会|监事会|基金会|联合会|合作社|食堂|媒体|双方|各方|各界"
    "|园区|开发区|示范区|试验区|集聚区|平台|代表|主席|股东|媒介|人员|[监董理]事|经理|父母|(?<![布格结全大时])局|(?<!部)署|厅"
    "|[者员师]|(?<![地平处药比])方|(?<!账)户|(?<![协招营电])商|(?<![法器])人)"
)
_ENDS: Final = re.compile(rf"{_HEAD}(?:（〇*）)?$")
_ANYWHERE: Final = re.compile(rf"{_HEAD}(?:（〇*）)?")
_ACTS: Final = re.compile(
    rf"[^，由]{{2,20}}的[^，的由]{{2,12}}(?:机构|单位)(?=负责|按照)|[^，的由]{{0,30}}?{_HEAD}(?=受|以[^，为]{2, 8}方式|按照|依照|根据|依据|依法|负责|具体|结合|会同|定期|统筹)"
    r"|(?:本省|本市|本自治[区州县]|本县|本区)(?=.{2})"
)
# 企业发行债券所筹资金: the verb is part of a noun.
_NAMES_THING: Final = re.compile(r"(?:项目|(?<!纳)税金|资金|经费|费用|所[^，的]{1,4})$")
_ADDRESSES: Final = re.compile(
    "对(?![外口])|(?<!方)向(?!导)|(?<!所)在(?![职校岗建])|每[年季月]|将(?!来)|把"
)
_POLITY: Final = re.compile("本(?:省|市|自治[区州县]|县|区)")
_NAMES_WORK: Final = re.compile("(?<=.{2})(?:事项|工作|活动)(?:全部|均|应|，|$)")
_SEPARATED: Final = re.compile("[、和与及或等]|以及")
_TAIL: Final = re.compile(r"(?:一般|也|都|均|各自|分别|还|则)+$")
_MEMBER: Final = re.compile(r"(?:(?!、|和|及|与|以及|或|等|(?<=或)者).)+")
_SHARED: Final = re.compile("(?:部门|单位|机构|企业)$")
_SUMMED_UP: Final = re.compile(rf"等[^、和及与或的]{{0,6}}?{_HEAD}$")


def open_actors(passage: Passage, masked: str, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors that masked[start:end] names, every word of it.

    >>> from converters.annotation.records import Passage
    >>> text = "数据提供者、数据使用者"
    >>> [a.name for a in open_actors(Passage.of(text), text, 0, len(text))]
    ['数据提供者', '数据使用者']
    """
    words = _TAIL.sub("", masked[start : _before_aside(passage.folded, start, end)])
    if len(words) > _LONGEST:
        return ()
    summed_up = _SUMMED_UP.search(words)
    members = list(_MEMBER.finditer(words[: summed_up.start()] if summed_up else words))
    if any(_is_verbal(member[0]) or _ADDRESSES.search(member[0]) for member in members):
        return ()
    if not summed_up and not all(_ENDS.search(member[0]) for member in members):
        return ()
    shared = _shared_head(summed_up, start) if summed_up else None
    return tuple(
        _mention(passage, Span(start + member.start(), start + member.end()), shared)
        for member in members
    )


def _before_aside(folded: str, start: int, end: int) -> int:
    """Where the words end without a remark in brackets: …（以下统称专业机构）."""
    opens = folded.rfind("（", start, end)
    if folded[end - 1 : end] != "）" or not folded.startswith(ASIDES, opens + 1):
        return end
    return opens


def ends_as_actor(words: str) -> bool:
    """Whether the last word alone makes the words a name of an actor.

    >>> ends_as_actor("公共管理和服务机构"), ends_as_actor("科学技术普及")
    (True, False)
    """
    return _ENDS.search(words) is not None


def _shared_head(summed_up: re.Match[str], start: int) -> Span | None:
    """The head after 等 that the members want, where it says what they are: 等部门, 等单位."""
    head = _SHARED.search(summed_up[0])
    if head is None:
        return None
    return Span(start + summed_up.start() + head.start(), start + summed_up.end())


def _mention(passage: Passage, member: Span, shared: Span | None) -> ActorMention:
    """The record of a member, with the head that it shares if it has none of its own."""
    words = member.of(passage.text)
    pieces = (member,) if shared is None or _ENDS.search(words) else (member, shared)
    name = "".join(piece.of(passage.text) for piece in pieces)
    return ActorMention(name, passage.steps, pieces, "actor-open-head", _CONFIDENCE)


def _is_verbal(member: str) -> bool:
    """Whether a verb governs in a member; one that only forms its last word does not: 数据提供 + 者."""
    return has_verb(member[:-_FORMING]) or (has_verb(member[:2]) and len(member) > _FORMING)


def open_subject_end(masked: str, start: int, end: int) -> int | None:
    """Where a subject ends that no lexicon has: before a word that surely opens its predicate."""
    match = _ACTS.match(masked, start, end)
    if match is None or opens_predicate(masked[start:end]):
        return None
    is_polity = _POLITY.fullmatch(masked, start, match.end()) is not None
    if is_polity and _NAMES_WORK.search(masked, start, end):
        return None  # 本市政务服务事项…
    return match.end()


def open_agent(passage: Passage, masked: str, start: int, end: int) -> tuple[ActorMention, ...]:
    """The actors that masked[start:end] begins with: they end where a verb follows the last word."""
    if _NAMES_THING.search(masked, start, end):
        return ()
    for head in _ANYWHERE.finditer(masked, start, end):
        listed = _SEPARATED.match(masked, head.end(), end)
        if head.end() < end and not listed and opens_predicate(masked[head.end() : end]):
            return open_actors(passage, masked, start, head.end())
    return ()
