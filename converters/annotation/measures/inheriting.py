"""What later predicates inherit of a subject that 支持 or 引导 governs (conventions, 11).

Takes: the predicates of a passage, one after the other, each with its targets. Gives: whom the next one
means as well. 支持企业应用新技术，实施改造 is one act of the body and two of the enterprises; 支持基地建设，加强宣传 are
two acts of the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.annotation.forms import is_manner, opens_predicate
from converters.annotation.records import Modality
from converters.records import Kind

if TYPE_CHECKING:
    from converters.annotation.measures.predicates import Predicate
    from converters.annotation.records import ActorMention, Passage

    Targets = tuple[ActorMention, ...]

_URGING: Final = re.compile("鼓励|支持|引导|指导|倡导")
_TO_PRONOUN: Final = re.compile(
    "(?:鼓励|支持|引导|指导|帮助)(?:(?:、|和|并)?(?:支持|引导))?其(?!他|它|中|余)"
)
# What a body does itself after it has supported somebody.
_OFFICIAL: Final = re.compile(
    "(?:依法|积极|加快|着力|大力|持续|深入|进一步|有序|稳步|及时|努力|切实|全面|不断)*"
    "(?:推进|推动|完善|加强|培育|降低|强化|优化|健全|建立|引导|支持|鼓励|加大|促进|保障|落实|扩大|推广|推行|制定|规范|营造|协调|扶持"
    "|提升|提高|增强|打造|统筹|依法|组织|对|将|为|按照|根据|通过)"
)
# … and, in a notice, what surely none but the body does.
_STEERED: Final = re.compile(
    "(?:加快|大力|进一步|深入)*(?:推动|优化|强化|加强|完善|加大|落实|组织|统筹|遴选|严禁)"
)
_STEERING: Final = re.compile("统筹(?=推进|推动|协调|安排|规划)")
_COOPERATION: Final = re.compile("(?P<with>与|和|同)[^，；]*(?:开展|进行|加强|深化)?合作$")
_ORGAN: Final = re.compile("(?:部门|政府|机关|委员会)$")
_JOINED: Final = re.compile("[、和]|以及")
_TOGETHER: Final = re.compile(
    "(?:协同|共同|联合)(?=开展|推进|推动|实施|建设|研发|制定|组织|参与|承担)"
)
_NO_NAME: Final = re.compile(
    "[^，]+成为|其(?!他|它|余)|在(?!职|校|读|岗)|对(?!口|外)|向|将|(?:实施|开展|推行|引入|建立|设立|培养|指导|支持|引导|督促|帮助)(?=.{2})|组织$"
)
_PARTNERS: Final = re.compile(
    "联合(?!体|会|国|攻关|开展|研|实验)|(?:与|同|和)[^，]{2,}(?:合作|联合|共同|共建)"
)
_UNITING: Final = re.compile("联合|组[建成]|共同体")
# 支持中试基地建设 supports a thing to be, and nobody to act.
_NOMINAL: Final = re.compile(
    "(?:规划|循环化|创新|培育|转型|改革|健康|高质量)*(?:建设|发展|改造|升级|培育)[^，]{0,2}(?:，|$)"
)


@dataclass(slots=True)
class Inheritance:
    """The governed subject that holds in a sentence of a passage."""

    passage: Passage
    subject: Targets = ()
    end: int = 0  # of the last predicate that it governs
    people: Targets = ()  # whom the last governed subject names as the people of others
    is_set_off: bool = False  # a comma stands behind it: it governs all that follows

    @property
    def is_notice(self) -> bool:
        """Whether the passage is an item of a notice, where all that follows 支持 is one act."""
        return self.passage.steps[0][0] in {Kind.ITEM, Kind.SECTION}

    def of(self, predicate: Predicate) -> Targets:
        """The subject that a predicate without one of its own inherits."""
        is_urged = predicate.rule.startswith("urging")
        if predicate.governed or (is_urged and not predicate.carried):
            return ()
        if predicate.modality is Modality.PROHIBITION:
            return ()
        span = predicate.span
        if predicate.carried and _STEERING.match(self.passage.folded, span.start, span.end):
            return ()
        if predicate.carried:
            return self.subject or self.people or _without_organs(predicate)
        return self.subject if self._lasts(predicate) else ()

    def _lasts(self, predicate: Predicate) -> bool:
        """Whether the subject still governs a predicate for which the grammar has named none."""
        folded, span = self.passage.folded, predicate.span
        if not self.subject or "；" in folded[self.end : span.start]:
            return False
        if self.is_notice:
            return _STEERED.match(folded, span.start, span.end) is None
        if predicate.modality is Modality.SUPPORT:
            return True
        if predicate.modality is not Modality.OBLIGATION:
            return False
        return self.is_set_off or _OFFICIAL.match(folded, span.start, span.end) is None

    def take(self, predicate: Predicate, targets: Targets) -> None:
        """Go on to the next predicate of the sentence."""
        folded, span = self.passage.folded, predicate.span
        if governed := _receiving(predicate, targets) or self._listed(predicate, targets):
            is_other = predicate.governed and not set(governed) & set(predicate.governed)
            self.people = governed if is_other else ()
            self.subject = self._acting(predicate, governed, targets)
        elif _TO_PRONOUN.match(folded, span.start, span.end):
            self.subject = self.subject or targets
        elif not self.of(predicate) or self._turns_away(predicate, targets):
            self.subject = ()
        self.end = span.end

    def _turns_away(self, predicate: Predicate, targets: Targets) -> bool:
        """Whether an action for others ends what the subject governs: 支持企业…，对引进的人才给予补贴."""
        if predicate.carried or not targets:
            return False
        return {actor.name for actor in targets}.isdisjoint(a.name for a in self.subject)

    def _listed(self, predicate: Predicate, targets: Targets) -> Targets:
        """The governed subject where a comma sets it off: 指导高等学校、职业学校等，结合…."""
        folded, span = self.passage.folded, predicate.span
        verb, comma = (
            _URGING.match(folded, span.start, span.end),
            folded.find("，", span.start, span.end),
        )
        if verb is None or comma < 0:
            return ()
        listed = tuple(actor for actor in targets if actor.pieces[-1].end <= comma)
        ends = {actor.pieces[-1].end for actor in listed}
        return listed if ends & {comma, comma - 1} else ()

    def _acting(self, predicate: Predicate, governed: Targets, targets: Targets) -> Targets:
        """The governed subject with what is joined to it, if it acts in a clause of its own."""
        folded, span = self.passage.folded, predicate.span
        subject = without_words(governed)
        if not subject:
            return ()
        known = {actor.name for actor in subject}
        others = (a for a in targets if a.rule == "actor-subject" and a.name not in known)
        subject = (*subject, *others)
        end = subject[-1].pieces[-1].end
        if joined := self._joined(end, targets):
            subject, end = (*subject, joined), joined.pieces[-1].end
        if cooperation := _COOPERATION.search(folded, subject[0].pieces[-1].end, span.end):
            return tuple(a for a in subject if a.pieces[-1].end <= cooperation.start("with"))
        is_urged = predicate.rule.startswith("urging") or _URGING.match(folded, span.start)
        self.is_set_off = folded.startswith(("，", "等，"), end)
        rest = folded[end : span.end].lstrip("等之间，")
        acts = opens_predicate(rest) or is_manner(rest.partition("，")[0])
        return subject if is_urged and acts and not _NOMINAL.match(rest) else ()

    def _joined(self, end: int, targets: Targets) -> ActorMention | None:
        """The member of a list that a clause describes: 园区、具有主导力的龙头企业."""
        folded = self.passage.folded
        if _JOINED.match(folded, end) is None:
            return None
        for actor in targets:
            start = actor.pieces[0].start
            if start > end and folded[start - 1] == "的" and "，" not in folded[end:start]:
                return actor
        return None


def _receiving(predicate: Predicate, targets: Targets) -> Targets:
    """The governed subject, or where that is only part of a name (高等院校的科技人员) the whole of it."""
    names = {actor.name for actor in targets}
    governed = predicate.governed
    if not governed or any(actor.name in names for actor in governed):
        return governed
    return tuple(actor for actor in targets if actor.rule == "actor-subject") or governed


def partners_first(words: str) -> bool:
    """Whether an action begins with those who take part in it: 联合高等学校组建联合体.

    >>> partners_first("联合高等学校组建联合体"), partners_first("与知名企业合作开拓市场")
    (True, True)
    """
    return _PARTNERS.match(words) is not None


def goes_together(before: str, words: str) -> bool:
    """Whether an action is that of all whom the one before it brings together.

    >>> goes_together("联合高等学校组建联合体", "协同开展技术攻关"), goes_together("与企业交流", "协同开展技术攻关")
    (True, False)
    """
    return bool(_TOGETHER.match(words) and _UNITING.search(before))


def _without_organs(predicate: Predicate) -> Targets:
    """What the grammar carries on; what organs are told to do says more of their task than of them."""
    carried = without_words(predicate.carried)
    if predicate.modality is Modality.OBLIGATION:
        return tuple(actor for actor in carried if not _ORGAN.search(actor.name))
    return carried


def without_words(actors: Targets) -> Targets:
    """Actors but for those that are only taken for one: 其 stands for another, 在示范区 is a place."""
    return tuple(actor for actor in actors if not _NO_NAME.match(actor.name))
