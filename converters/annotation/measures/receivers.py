"""Targets: who receives an action, benefits from it or is addressed by it.

Takes: the predicates of a passage in text order. Gives: the targets of each. They are the actors that the
action names, the subject that a directing verb governs, and, where an action names none, whom the sentence
has spoken of before (conventions, 11). A sanction is for whoever broke the rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.parts import is_level
from converters.annotation.actors.targets import find_targets
from converters.annotation.forms import is_circumstance
from converters.annotation.measures.inheriting import (
    Inheritance,
    goes_together,
    partners_first,
    without_words,
)
from converters.annotation.measures.sanctions import (
    ORGAN,
    clauses_of,
    is_sanction,
    last_obliged,
    punishes,
    sanctioned,
    united,
    violators_of,
)
from converters.annotation.records import Modality
from converters.records import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.annotation.measures.predicates import Predicate
    from converters.annotation.records import ActorMention, Passage

Targets = tuple["ActorMention", ...]

_PRONOUN: Final = re.compile("(?<!从)其(?!他|它|中|余|实|次)|你们|他们|该(?:企业|单位|机构)")
_OPENING_PRONOUN: Final = re.compile(
    "(?:(?:依法|积极)?(?:(?:鼓励|支持|引导|指导|帮助|协助|督促)[、和]?)+)?其(?!他|它|中|余|实|次)"
)
_SAME_RECEIVER: Final = frozenset({Modality.EXEMPTION, Modality.LIABILITY})
# Declarations that say what something is, and not what is done for somebody.
_STATEMENTS: Final = frozenset({"copula", "definition", "scope"})
# What a class is made of: 前款规定的专家包括….
_DEFINING: Final = re.compile("[^，]*(?:规定|所称|所指)的[^，]*(?:包括|是指)")
# What is only built, or whose part is meant, does not act: 支持数据中心等基础设施建设, 推动全社会投入增长.
_MADE: Final = re.compile("(?:平台|设施|数据中心|基地|园区|产业园|^国家|^全社会|^地方)$")
_ZONE: Final = re.compile("[区园]$")
# What is given, and to nobody else than before: 对企业加强指导，并提供必要支持.
_BENEFIT: Final = re.compile(
    "(?!.*(?:[为对向]|(?<!供)给(?!予)))(?:.*(?:提供|给予|予以)[^，]*(?:支持|服务|便利|方便|保障|指导|照顾|补偿|救助|帮助|倾斜|奖励|补助|补贴|扶持|优惠|资助|表彰)|.*享受[^，]*)"
)
# What an organ does for whom it deals with: 及时受理申请，出具证明.
_SERVICE: Final = re.compile(
    "(?!.*[为对向])(?:[^，]*，)?(?:依法|及时|优先|即时|当场|分别|妥善|应当)*(?:(?:发给|颁发|核发|换发|补发|出具|开具)[^，]*(?:证|书|证明|清单|执照|凭证)"
    "|(?:受理|办理|办结)[^，]*(?:申请|手续|登记)|简化[^，]*(?:手续|程序|流程|材料)|[作做]出[^，]*(?:处理|决定)"
    "|加大[^，]*支持力度|保管|兑现[^，]*|(?:积极|大力)支持|优先安排[^，]*|给予[^，]*照顾"
    "|进行[^，]*(?:教育|告诫|引导)|(?:从轻|减轻)[^，]*处罚|不予[^，]*处罚)"
)
_ALL: Final = re.compile("各类[^，、]{0,4}主体")
_EQUALLY: Final = re.compile("(?:依法)?(?:平等|公平|公正|同等)")
_PROTECTING: Final = re.compile("(?:依法|切实|平等)*(?:保障|保证|确保|支持)")
_CAUSE: Final = re.compile("因(?!地制宜)|由于")
# Only clauses that can wait for another are worth a closer look.
_WAITING: Final = re.compile("[时后前中上下内里间外来起满]，|因[^，]*，|由于[^，]*，")
_OFFICES: Final = ("部门", "政府", "机关", "委员会")
# What is put first with 对 holds for the predicates after it: 对民办学校，应当颁发许可证，并公告.
_FRONTED: Final = re.compile("对[^，]+，")
_POLITY: Final = re.compile("本(?:省|市|自治[区州县]|县|区)|国家|全[省市国]")


@dataclass(slots=True)
class _Sentence:
    """What a sentence has said so far of those whom its actions are for."""

    inheritance: Inheritance
    violators: Targets = ()
    known: Targets = ()  # the targets of the predicate before
    latest: Targets = ()  # the last targets that there were
    earlier: Targets = ()  # … before the sentence
    before: Predicate | None = None

    def take(self, predicate: Predicate, targets: Targets) -> None:
        """Go on to the next predicate."""
        self.before, self.known = predicate, targets
        self.latest = targets or self.latest


def find_receivers(
    passage: Passage, predicates: Sequence[Predicate], addressees: Targets = ()
) -> tuple[Targets, ...]:
    """The targets of each predicate; `addressees` are whom a notice means by 你们."""
    found: list[Targets] = []
    sentence = _Sentence(Inheritance(passage))
    for number, predicate in enumerate(predicates):
        before = predicates[number - 1] if number else None
        if before is not None and before.sentence != predicate.sentence:
            earlier = sentence.latest or sentence.earlier
            sentence = _Sentence(Inheritance(passage), earlier=earlier)
        sentence.violators = violators_of(passage, predicate, sentence.violators)
        carried = sentence.inheritance.of(predicate)
        targets = _stated(passage, predicate, sentence, carried)
        sentence.inheritance.take(predicate, targets)
        if _means_known(passage, predicate):
            targets = united(sentence.known, targets)
        targets = targets or _carried_on(passage, predicate, before, sentence, addressees)
        if not targets and is_sanction(passage, predicate):
            targets = last_obliged(predicates[:number])
        # Partners of a governed subject are no bearers: 引导企业加大投入，联合高等学校组建联合体.
        if not (carried and partners_first(predicate.span.of(passage.folded))):
            targets = tuple(actor for actor in targets if not _acts(passage, actor, predicate))
        targets = targets or _enjoying(passage, predicate)
        sentence.take(predicate, targets)
        found.append(targets)
    return tuple(found)


def _stated(
    passage: Passage, predicate: Predicate, sentence: _Sentence, carried: Targets
) -> Targets:
    """The targets that a predicate names, with the subject that it inherits."""
    words = predicate.span.of(passage.folded)
    targets = _own(passage, predicate, acts=bool(carried))
    if punishes(passage, predicate):
        targets = sanctioned(passage, predicate, targets, sentence.violators)
    if not targets and _BENEFIT.fullmatch(words):
        carried = sentence.known or carried  # 支持企业引进人才，对人才给予补贴，并提供便利
    if targets and _ALL.search(words):
        carried = ()  # 支持企业、高等学校开展研究，激发各类创新主体活力
    acts = partners_first(words) or predicate.modality is Modality.ENCOURAGEMENT
    if carried and (acts or not targets):
        targets = united(targets, carried)
    before = sentence.before
    if before is not None and goes_together(before.span.of(passage.folded), words):
        targets = united(targets, sentence.known)
    return targets


def _carried_on(
    passage: Passage,
    predicate: Predicate,
    before: Predicate | None,
    sentence: _Sentence,
    addressees: Targets,
) -> Targets:
    """Whom an action that names nobody is for: those of the predicate before, or the last named."""
    targets: Targets = ()
    if _goes_on(passage, predicate, before):
        targets = sentence.known or addressees
        if not targets and predicate.modality in _SAME_RECEIVER:
            targets = sentence.earlier
    return targets or _understood(passage, predicate, sentence)


def _understood(passage: Passage, predicate: Predicate, sentence: _Sentence) -> Targets:
    """Whom an action without targets is for: the last that were named, or whom the sentence puts first."""
    words = predicate.span.of(passage.folded)
    if _BENEFIT.fullmatch(words):
        return tuple(actor for actor in sentence.latest if not actor.name.endswith(_OFFICES))
    if _SERVICE.fullmatch(words):
        return sentence.latest or _served(sentence, predicate) or sentence.earlier
    return _fronted(passage, sentence.before, sentence.known) if sentence.before else ()


def _served(sentence: _Sentence, predicate: Predicate) -> Targets:
    """Who acted before an organ does something for him: 企业应当提出申请，主管部门应当及时受理申请."""
    before = sentence.before
    if before is None or not all(ORGAN.search(b.actor.name) for b in predicate.bearers):
        return ()
    actors = (bearer.actor for bearer in before.bearers)
    return tuple(actor for actor in actors if not ORGAN.search(actor.name))


def _enjoying(passage: Passage, predicate: Predicate) -> Targets:
    """Who has a benefit: the subject of 享受 is affected and does not act."""
    words = predicate.span.of(passage.folded)
    if predicate.modality is not Modality.SUPPORT or "享受" not in words:
        return ()
    return tuple(actor for actor in predicate.affected if not actor.name.endswith(_OFFICES))


def _fronted(passage: Passage, before: Predicate, known: Targets) -> Targets:
    """Whom the predicate before puts first: 对民办学校，审批机关应当颁发办学许可证，并公告."""
    span = before.span
    front = _FRONTED.match(passage.folded, span.start, span.end)
    if front is None or all(actor.pieces[-1].end != front.end() - 1 for actor in known):
        return ()
    return tuple(actor for actor in known if actor.pieces[-1].end < front.end())


def _acts(passage: Passage, actor: ActorMention, predicate: Predicate) -> bool:
    """Whether an actor is a bearer, the last word of the name of one, or the zone that one manages."""
    last = actor.pieces[-1]
    return any(
        bearer.actor.name == actor.name
        or (_ZONE.search(actor.name) and bearer.actor.name.startswith(actor.name))
        or (
            bearer.actor.at == passage.steps
            and bearer.actor.pieces[-1].end == last.end
            and bearer.actor.pieces[-1].start <= last.start
        )
        for bearer in predicate.bearers
    )


def _own(passage: Passage, predicate: Predicate, *, acts: bool) -> Targets:
    """The actors that the predicate, its dropped topic and its condition name.

    `acts` says that the subject of a predicate before it acts in it.
    """
    span, topic = predicate.span, predicate.topic
    if predicate.rule == "case" and predicate.modality is Modality.EXEMPTION:
        return ()
    words = span.of(passage.folded)
    if predicate.rule in _STATEMENTS or _is_exception(words) or _DEFINING.match(words):
        return ()
    of_topic = find_targets(passage, topic.start, topic.end, True) if topic else ()
    of_topic = tuple(actor for actor in of_topic if not _POLITY.match(actor.name))
    named: Targets = ()
    for part in _parts(passage, predicate):
        governs = bool(predicate.governed) and part.start == span.start
        named = united(
            named, find_targets(passage, part.start, part.end, governs, has_subject=acts)
        )
    if predicate.rule == "enactment":
        named = tuple(actor for actor in named if not is_level(actor.name))
    affected = tuple(a for a in predicate.affected if not _POLITY.match(a.name))
    affected = affected if _concerns(predicate) else ()
    names = {actor.name for actor in named}
    governed = tuple(
        actor
        for actor in without_words(predicate.governed)
        if (actor.name in names or not _MADE.search(actor.name)) and not _is_part(actor, named)
    )
    if _are_owners(passage, governed, named):
        governed = ()
    return united(of_topic, affected, governed, _besides(named, governed))


def _are_owners(passage: Passage, governed: Targets, named: Targets) -> bool:
    """Whether those governed only say whose people are meant: 高等院校、科研院所的科技人员."""
    if not governed or not named:
        return False
    end = max(actor.pieces[-1].end for actor in governed)
    between = passage.folded[end : named[0].pieces[0].start]
    return between in {"的", "中的"} and not {a.name for a in governed} & {a.name for a in named}


def _besides(named: Targets, governed: Targets) -> Targets:
    """Named actors but for those that are the last words of a governed one: 机构 in 产业发展促进机构."""
    return tuple(
        actor
        for actor in named
        if len(actor.pieces) > 1
        or not any(
            whole.pieces[-1].end == actor.pieces[0].end
            and whole.pieces[-1].start < actor.pieces[0].start
            for whole in governed
        )
    )


def _is_part(actor: ActorMention, named: Targets) -> bool:
    """Whether an actor is part of a longer name: 企业 in 示范区内的企业."""
    last = actor.pieces[-1]
    return any(
        name.name != actor.name
        and name.name.endswith(actor.name)
        and name.pieces[-1].start <= last.start
        and last.end <= name.pieces[-1].end
        for name in named
    ) or any(
        name.name.startswith(f"{actor.name}内") and name.pieces[0].start == last.start
        for name in named
    )


def _concerns(predicate: Predicate) -> bool:
    """Whether an action is for the subject of its condition: 当事人提出申请的，人民法院应当受理."""
    if predicate.modality in {Modality.OBLIGATION, Modality.PERMISSION, Modality.SUPPORT}:
        bearers = predicate.bearers
        return bool(bearers) and all(ORGAN.search(bearer.actor.name) for bearer in bearers)
    return predicate.modality is Modality.EXEMPTION


def _is_exception(words: str) -> bool:
    return words.endswith("除外") and "，" not in words


def _parts(passage: Passage, predicate: Predicate) -> list[Span]:
    """The action without its circumstances, a sanction without its condition: none is addressed there."""
    span, condition = predicate.span, predicate.condition
    start = span.start
    if condition and predicate.rule != "case" and punishes(passage, predicate):
        start = min(condition.end + 1, span.end)
    if _WAITING.search(passage.folded, start, span.end) is None:
        return [Span(start, span.end)]
    parts: list[Span] = []
    for clause in clauses_of(passage, start, span.end):
        words = clause.of(passage.folded)
        waits = clause.end < span.end and (_CAUSE.match(words) or is_circumstance(words))
        if waits and not words.startswith(("对", "在", "向", "报")):
            continue
        joins = parts and parts[-1].end == clause.start - 1
        parts.append(Span(parts.pop().start, clause.end) if joins else clause)
    return parts


def _means_known(passage: Passage, predicate: Predicate) -> bool:
    """Whether an action begins with a pronoun, its urging verb passed over: 鼓励其依托核心企业开展."""
    return _OPENING_PRONOUN.match(passage.folded, predicate.span.start) is not None


def _shares_equality(passage: Passage, before: Predicate, words: str) -> bool:
    """Whether those whom the action before protects may do this as well: 保障企业平等享受政策，公平参与竞争."""
    earlier = before.span.of(passage.folded)
    return bool(_EQUALLY.match(words) and (_PROTECTING.match(earlier) or _EQUALLY.match(earlier)))


def _goes_on(passage: Passage, predicate: Predicate, before: Predicate | None) -> bool:
    """Whether an action without targets means those of the predicate before it."""
    words = predicate.span.of(passage.folded)
    if _PRONOUN.search(words):
        return True
    if before is not None and _shares_equality(passage, before, words):
        return True
    return (
        before is not None
        and predicate.modality in _SAME_RECEIVER
        and before.modality is predicate.modality
    )
