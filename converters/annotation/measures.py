"""Measures: what each clause of a passage requires, forbids, permits, encourages or declares.

Takes: a `Passage` and, for a 项, the state in which its lead-in ends; in a notice the bodies of the
closing bracket. Gives: predicates with span, modality, bearers and the subject they govern.

A sentence is read clause by clause. Conditions, circumstances and manner wait for the predicate that
follows. Subject and modal hold until the sentence names others; 。 ends both, ； does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from converters.annotation.actor_names import read_names
from converters.annotation.actor_phrases import read_phrases
from converters.annotation.actors import find_joint, mention, read_subject, split_subject
from converters.annotation.clauses import (
    continues,
    has_verb,
    is_adverbial,
    is_circumstance,
    is_condition,
    is_fronted,
    is_manner,
    is_nominal,
    is_process,
    mask,
    opens_predicate,
    read_sentences,
)
from converters.annotation.modality import modality_of
from converters.annotation.modals import Force, find_modal, find_urging
from converters.annotation.parallels import split_parallels
from converters.annotation.records import Bearer, BearerRole, Modality
from converters.records import Kind, Span

if TYPE_CHECKING:
    from converters.annotation.clauses import Clause, Sentence
    from converters.annotation.records import ActorMention, Passage

_POLITIES: Final = frozenset(
    {"本省", "本市", "本自治区", "本县", "本区", "国家", "全省", "全市", "本自治州"}
)
_TITLE_LENGTH: Final = 25
_LINK: Final = re.compile(
    r"(?:(?:并且|并(?![购网联轨行列重举存排])|同时(?!期)|但是|但(?!书)|而且|其中|此外|同时也|也(?!门)|还))+"
)
_ENACTING: Final = re.compile(
    r"(?:制定|作出|提出|制订|修改)(?:本|以下|下列|如下)[^，。；]*$|作(?:出)?如下(?:规定|决定|解释|补充规定)$"
)
_REASON: Final = re.compile(r"为|根据|依据|依照|按照|结合")
_DEFINITION: Final = re.compile(r"(?:所称|下列用语|下列术语|是指|含义)")
_DEFINES: Final = re.compile(
    r"(?:所称|用语|术语)[^。]*(?:是指|指|包括|含义|为)|^[^，。]{2,24}，?是指"
)
_SCOPE: Final = re.compile(r"^[^；。]*(?:适用|遵守)本(?:法|条例|办法|规定|细则|规则|措施|决定)(?:的规定)?$")
_BARE: Final = re.compile(
    r"^(?:[^，。；]{0,8})(?:以下|下列|如下)(?P<listed>[^，。；的]{1,17})$|^(?:包括|有|为|是指|指)$"
)
_HEADING: Final = re.compile(
    r"(?:的)?(?:主要|具体)?(?:权利|义务|职责|职权|权限|责任|任务)(?:和义务)?(?:是|为|如下|包括)?$"
)
_LISTED_CONDITION: Final = re.compile(
    r"(?:下列|以下|如下)[^，。；]{0,12}(?:情形|行为|条件|情况|规定)(?:之一)?的"
)
_LISTED: Final = re.compile(r"(?:以下|下列|如下)(?P<noun>[^，。；]*)$")
_DEEDS: Final = re.compile(
    "职责|职能|义务|责任|要求|条件|措施|工作|规定|行为|活动|任务|原则|标准|职权|权利|方式|方法|程序|制度|服务|政策|事务|事项$|^$"
)
_FACTS: Final = re.compile(r"(?:包括|是指|指|分为|为|含义|组成)(?:以下|下列|如下)?[^，。；]{0,10}$")
_NOBODY: Final = re.compile(r"追究[^，]{0,8}(?:刑事|法律)责任")
_EXCEPTION: Final = re.compile(r"除外$|从其规定$")
_AGENT: Final = re.compile(r"(?<![自理缘事])由(?!于|此)")
_BARE_MODAL: Final = re.compile(
    r"(?:并|还|也|均|都|一般|同时|但|但是)?(?:应当|必须|不得|可以|应|须)"
)
_SELF: Final = re.compile(
    r"(?:本(?:法|条例|办法|规定|细则|规则|措施|决定|通知|意见|实施办法|实施细则)|《〇+》|上述(?:规定|措施|条款))(?=自|适用|已|由|经|同时|解释|有效)"
)
_CAUSATIVE: Final = re.compile(
    r"(?:依法|积极|加快|着力|大力)?(?:推动|指导|督促|帮助|组织|协助|要求|教育|引领)"
)
_OFFICIAL: Final = re.compile(
    r"(?:依法|积极|加快|着力|大力|持续|深入|进一步|有序|稳步|及时)*"
    r"(?:推进|推动|完善|加强|培育|降低|强化|优化|健全|建立|引导|支持|鼓励|加大|促进|保障|落实|扩大|推广|推行|制定|规范|营造|协调|扶持)"
)
_PARTNERS: Final = re.compile(r"(?:联合|会同|协同|与|和)[^，]{2,30}$")
_CATCH_ALL: Final = re.compile(
    r"(?:规定|允许|认定|确定|要求|禁止|交办|授权|赋予|需要|认为|许可|批准)的其他[^，；的]*$"
)
_COPULA: Final = re.compile(r"是(?!否)|为(?!了)")
_REQUEST: Final = re.compile(r"请(?!求|示)")


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate: its span, modality, who acts, and whether 鼓励 or 支持 governs a subject in it."""

    span: Span
    modality: Modality
    bearers: tuple[Bearer, ...]
    governed: tuple[ActorMention, ...]
    governs: bool
    condition: Span | None
    rule: str


class Items(Enum):
    """What the 项 below a lead-in are."""

    PREDICATES = auto()  # 应当履行下列职责：
    CASES = auto()  # 有下列情形之一的，处…罚款：
    FACTS = auto()  # 包括下列内容：


@dataclass(frozen=True, slots=True)
class State:
    """What holds within a sentence: who acts, under which modal, for which governed subject."""

    bearers: tuple[Bearer, ...] = ()
    subject: str = ""  # organ, polity, other, or none
    force: Force | None = None
    governed: tuple[ActorMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The predicates of a passage, and what its 项 inherit."""

    predicates: tuple[Predicate, ...]
    state: State = State()
    items: Items = Items.PREDICATES
    modality: Modality | None = None  # of the last predicate


def read_predicates(
    passage: Passage,
    *,
    end: int | None = None,
    bodies: tuple[Bearer, ...] = (),
    notice: bool = False,
    lead_in: Reading | None = None,
) -> Reading:
    """The predicates of a passage, or of its characters before `end`.

    `bodies` are the bearers that a notice names in the closing bracket of the item; `lead_in` is the
    reading of the passage that introduces a 项.
    """
    if lead_in is not None and lead_in.items is not Items.PREDICATES:
        return _read_case(passage, lead_in)
    reader = _Reader(passage, mask(passage.folded[:end]), bodies, notice)
    if lead_in is not None:
        reader.state = lead_in.state
    return reader.read()


def _read_case(passage: Passage, lead_in: Reading) -> Reading:
    """A 项 that names a case: a measure where the lead-in exempts from or lays down liability."""
    counts = lead_in.modality in {Modality.EXEMPTION, Modality.LIABILITY}
    if lead_in.items is Items.FACTS or not counts or lead_in.modality is None:
        return Reading((), lead_in.state, lead_in.items, lead_in.modality)
    end = len(passage.folded.rstrip("；。， "))
    case = Predicate(
        Span(0, end), lead_in.modality, lead_in.state.bearers, (), False, Span(0, end), "case"
    )
    return Reading((case,), lead_in.state, lead_in.items, lead_in.modality)


class _Reader:
    """Reads one passage clause by clause."""

    def __init__(
        self, passage: Passage, masked: str, bodies: tuple[Bearer, ...], notice: bool
    ) -> None:
        self.passage = passage
        self.masked = masked
        self.bodies = bodies
        self.notice = notice
        self.state = State()
        self.before = State()  # at the end of the sentence before
        self.waiting: int | None = None  # start of what waits for its predicate
        self.condition: Span | None = None
        self.condition_subject: tuple[Bearer, ...] = ()
        self.out: list[Predicate] = []
        self.in_sentence = False  # the sentence has had a predicate
        self.opened_by_urging = False  # and its first one is urged
        self.in_part = False  # what follows the last ； has had one
        self.condition_from: int | None = None  # where a condition of several clauses begins
        self.consequence = False  # the last predicate of the sentence lays down a liability
        self.urged_from: int | None = None  # start of an urged clause that had manner only
        self.addressees: tuple[Bearer, ...] = ()

    def read(self) -> Reading:
        """Every sentence in order."""
        sentences = read_sentences(self.masked)
        for index, sentence in enumerate(sentences):
            if index:
                self.before, self.state = self.state, State()
            self._forget()
            self.in_sentence = self.in_part = self.opened_by_urging = self.consequence = False
            if not (
                self._is_title(index, sentences)
                or self._is_salutation(sentence)
                or self._read_whole(sentence)
            ):
                for number, clause in enumerate(sentence):
                    self._read_clause(clause, sentence[number + 1 :])
                    if clause.mark == "；":
                        self.in_part = False
        items = _items_of(self.masked, sentences[-1], self.state) if sentences else Items.PREDICATES
        modality = self.out[-1].modality if self.out else None
        return Reading(tuple(self.out), self.state, items, modality)

    def _forget(self) -> None:
        self.waiting, self.condition, self.condition_subject = None, None, ()
        self.urged_from, self.condition_from = None, None

    def _is_title(self, index: int, sentences: tuple[Sentence, ...]) -> bool:
        """The title of an item of a notice: 科学优化产业布局。"""
        clause = sentences[index][0]
        return (
            self.notice
            and index == 0
            and len(sentences) > 1
            and len(sentences[0]) == 1
            and clause.end - clause.start <= _TITLE_LENGTH
            and clause.mark in "。\n"
        )

    def _is_salutation(self, sentence: Sentence) -> bool:
        """The addressees of a notice: 各市、县人民政府，省各有关单位："""
        if self.passage.kind is not Kind.NOTICE or sentence[-1].mark != "：":
            return False
        actors = [a for c in sentence for a in read_subject(self.passage, c.start, c.end)]
        self.addressees = as_bearers(tuple(actors))
        return True

    def _read_whole(self, sentence: Sentence) -> bool:
        """A sentence that is one declaration: enactment with its purpose, definition."""
        start, end = sentence[0].start, sentence[-1].end
        words = self.masked[start:end]
        if _ENACTING.search(words) and _REASON.match(words):
            rule = "enactment"
        elif _DEFINITION.search(words) and _DEFINES.search(words):
            rule = "definition"
        elif _SCOPE.search(words) and not _SELF.match(words) and not find_modal(words):
            rule = "scope"
        else:
            return False
        self._put(start, end, Modality.DECLARATION, rule)
        return True

    # ------------------------------------------------------------ clauses

    def _read_clause(self, clause: Clause, following: Sentence) -> None:
        start = clause.start
        words = clause.of(self.masked)
        if link := _LINK.match(words):
            start, words = start + link.end(), words[link.end() :]
        if not words or (
            following and clause.mark in "，：" and self._waits(start, clause, following)
        ):
            return
        if self.urged_from is not None:
            start = self.urged_from
        elif self._continues(start, clause):
            return
        if clause.mark == "：" and (_is_bare(words) or _HEADING.search(words)):
            self._govern_only(start, clause.end)
            return
        self._read_predicate(start, clause.end)
        self._forget()

    def _waits(self, start: int, clause: Clause, following: Sentence) -> bool:
        """A condition, circumstance, manner, topic or subject that belongs to what follows."""
        words = self.masked[start : clause.end]
        states = is_condition(words)
        if states or self._opens_condition(words, following):
            self._wait(start)
            self._note_subject(start, clause.end)
            if self.condition_from is None:
                self.condition_from = start
            if states:
                self.condition = Span(self.condition_from, clause.end)
            return True
        if self.waiting is not None and continues(words):
            return True
        if self._begins_with_manner(start, clause.end):
            return True
        if is_manner(words) or is_circumstance(words):
            self._wait(start)
            self._note_subject(start, clause.end)
            return True
        if self._is_subject(start, clause.end):
            return True
        if self._is_fronted_object(words, following[0]) or self._is_nominal_topic(words, following[0]):
            self._wait(start)
            return True
        return self._is_topic(start, clause.end, following)

    def _is_nominal_topic(self, words: str, following: Clause) -> bool:
        """A noun phrase that the sentence is about: 本省的阅读促进工作，适用本条例."""
        if self.in_part or find_modal(words) or find_urging(words) or not is_nominal(words):
            return False
        return not _BARE_MODAL.match(following.of(self.masked))

    def _is_fronted_object(self, words: str, following: Clause) -> bool:
        """What 由 + actor deals with: 先进制造业集群，由省人民政府进行动态调整."""
        if self.in_part or find_modal(words) or find_urging(words):
            return False
        if _AGENT.match(self.masked, following.start):
            return True
        modal = find_modal(following.of(self.masked))
        if modal is None or not opens_predicate(words):
            return False
        # 编制规划，省人民政府应当…: what the action is about stands before its subject.
        end = following.start + modal.start
        return bool(read_subject(self.passage, following.start, end))

    def _opens_condition(self, words: str, following: Sentence) -> bool:
        """The first clauses of a condition of several: 违反…规定，未…，造成…后果的，."""
        begun = self.in_part or self.condition is not None or words.startswith("由")
        if begun or find_modal(words) or find_urging(words):
            return False
        for clause in following:
            ahead = clause.of(self.masked)
            if find_modal(ahead) and not is_condition(ahead):
                return False
            if is_condition(ahead) and clause is not following[-1]:
                return True
            if clause.mark != "，":
                return False
        return False

    def _wait(self, start: int) -> None:
        if self.waiting is None:
            self.waiting = start

    def _note_subject(self, start: int, end: int) -> None:
        """The subject of a condition acts where the predicate names no other."""
        split = split_subject(self.passage, start, end)
        if split is not None and not self.condition_subject:
            self.condition_subject = as_bearers(read_subject(self.passage, start, split))

    def _is_subject(self, start: int, end: int) -> bool:
        """A clause that is the subject and nothing else: …等部门，按照各自职责做好…."""
        words = self.masked[start:end]
        if find_modal(words) or opens_predicate(words):
            return False
        actors = read_subject(self.passage, start, end)
        if not actors or max(piece.end for actor in actors for piece in actor.pieces) != end:
            return False
        self._act(as_bearers(actors))
        return True

    def _begins_with_manner(self, start: int, end: int) -> bool:
        """Subject, modal or both, and only manner after them: 市人民政府应当通过…等方式，推动…."""
        words = self.masked[start:end]
        modal = find_modal(words)
        if modal is not None:
            rest = start + modal.end
            if not _only_manner(self.masked[rest:end]):
                return False
            rest = self._govern(start, start + modal.start, rest, modal.force)
        else:
            split = split_subject(self.passage, start, end)
            if split is None:
                return self._urges_manner(start, end)
            if not _only_manner(self.masked[split:end]):
                return False
            self._act(as_bearers(read_subject(self.passage, start, split)))
            rest = split
        self._wait(rest)
        return True

    def _urges_manner(self, start: int, end: int) -> bool:
        """鼓励 + subject + manner only: 支持制造业企业围绕…，采用…. The next clause is read from here."""
        urging = find_urging(self.masked[start:end])
        if urging is None:
            return False
        after = start + urging.end
        split = split_subject(self.passage, after, end)
        rest = self.masked[after if split is None else split : end]
        if not _only_manner(rest) and not (split is not None and _PARTNERS.match(rest)):
            return False
        self.urged_from = start
        return True

    def _is_topic(self, start: int, end: int, following: Sentence) -> bool:
        """A topic before a bare modal: 促进先进制造业发展，应当遵循…原则."""
        words = self.masked[start:end]
        if (
            find_modal(words)
            or find_urging(words)
            or not self._is_modal_next(following)
        ):
            return False
        if self.waiting is not None or words.startswith("由"):
            return False
        if self.in_part and self.state.force is not None:
            return False
        if split_subject(self.passage, start, end) is not None:
            # With its own subject it is a circumstance: 企业参加展览活动，可以申请….
            self._wait(start)
            self._note_subject(start, end)
        else:
            self._act((), "other")
        return True

    def _is_modal_next(self, following: Sentence) -> bool:
        """Whether a bare modal comes next, manner passed over."""
        for clause in following:
            words = clause.of(self.masked)
            if _BARE_MODAL.match(words):
                return True
            if clause.mark != "，" or not _only_manner(words):
                return False
        return False

    def _continues(self, start: int, clause: Clause) -> bool:
        """A clause that goes on with the list or the exception of the clause before it."""
        if not self.in_sentence or self.waiting is not None or not self.out:
            return False
        words = self.masked[start : clause.end]
        if find_modal(words) or find_urging(words):
            return False
        if not (continues(words) or _EXCEPTION.search(words) or is_process(words)):
            return False
        last = self.out[-1]
        self.out[-1] = replace(last, span=Span(last.span.start, clause.end))
        return True

    # ------------------------------------------------------------ predicates

    def _act(self, bearers: tuple[Bearer, ...], subject: str = "") -> None:
        """From here on these act, without a modal so far."""
        names = {bearer.actor.name for bearer in bearers}
        kind = subject or ("polity" if names & _POLITIES else "organ" if bearers else "")
        self.state = State(bearers, kind)

    def _govern(self, start: int, modal_start: int, rest: int, force: Force) -> int:
        """Subject (if any) and modal hold from here on; gives where the action begins."""
        before = self.masked[start:modal_start]
        begin = rest
        if not before or is_adverbial(before):
            self._carry(force)
            return begin
        actors = read_subject(self.passage, start, modal_start)
        if actors:
            self._act(as_bearers(actors))
            end = max(piece.end for actor in actors for piece in actor.pieces)
            if not is_adverbial(self.masked[end:modal_start]) and is_fronted(
                self.masked[end:modal_start]
            ):
                begin = end
        elif is_fronted(before):
            self._carry(force)
            begin = start
        else:
            self._act((), "other")
        self.state = replace(self.state, force=force, governed=())
        return begin

    def _carry(self, force: Force) -> None:
        """A modal without subject: the subject of the condition, of the sentence, or of the one before."""
        bearers, subject = self.state.bearers, self.state.subject
        if self.condition_subject and not (self.in_sentence and subject == "organ"):
            bearers, subject = self.condition_subject, "organ"
        elif not self.in_sentence and not bearers and not subject:
            bearers, subject = self.before.bearers, self.before.subject
        self.state = State(bearers, subject, force)

    def _govern_only(self, start: int, end: int) -> None:
        """A bare lead-in (应当履行下列职责：): no measure, but its items inherit from it."""
        modal = find_modal(self.masked[start:end])
        if modal is not None:
            self._govern(start, start + modal.start, start + modal.end, modal.force)
            return
        heading = _HEADING.search(self.masked, start, end)
        split = heading.start() if heading else split_subject(self.passage, start, end)
        if split is not None:
            self._act(as_bearers(read_subject(self.passage, start, split)))
            entitles = heading is not None and "权" in heading[0]
            self.state = replace(self.state, force=Force.MAY if entitles else Force.OUGHT)

    def _read_predicate(self, start: int, end: int) -> None:
        words = self.masked[start:end]
        if _CATCH_ALL.search(words):
            self._emit(start, end, "catch-all")
            return
        modal = find_modal(words)
        if modal is not None:
            begin = self._govern(start, start + modal.start, start + modal.end, modal.force)
            if modal.force is Force.BAN and begin == start + modal.end:
                begin = self._banned(begin, end)
            self._agent(begin, end)
            self._emit(begin, end, f"modal-{modal.force.name.lower()}")
            return
        if (request := _REQUEST.match(words)) and self.notice:
            self.state = State(self.addressees, "organ", Force.OUGHT)
            self._emit(start + request.end(), end, "request")
            return
        if named := _SELF.match(words):
            self._act((), "other")
            start += named.end()
        split = split_subject(self.passage, start, end)
        begin = start if split is None else split
        copula = split is not None and bool(_COPULA.match(self.masked, split, end))
        if copula:
            begin = start
        if split is not None:
            self._act(as_bearers(read_subject(self.passage, start, split)))
        if copula:
            self._put(start, end, Modality.DECLARATION, "copula", bearers=self.state.bearers)
            return
        urging = find_urging(self.masked[begin:end])
        if urging is not None and not self._is_what_is_urged(begin + urging.end, end, urging.force):
            self._urge(begin, begin + urging.end, end, urging.force)
            return
        if self._agent(start, end):
            self._emit(start, end, "agent")
            return
        causative = _CAUSATIVE.match(self.masked, begin, end)
        governed = read_governed(self.passage, causative.end(), end) if causative else ()
        if split is None and not self.in_sentence and not self.notice and self.waiting is None:
            self._resume()
        if (
            self.notice
            and self.state.force in {Force.URGE, Force.BACK}
            and not self.opened_by_urging
        ):
            self.state = replace(self.state, force=None, governed=())
        if governed or (
            self.state.force is not Force.URGE and _OFFICIAL.match(self.masked, begin, end)
        ):
            # What the bodies themselves do next is not done by the subject they supported before.
            self.state = replace(self.state, governed=())
        self._emit(begin, end, "subject" if split is not None else "bare", governed)
        if governed:
            self.state = replace(self.state, governed=governed)

    def _is_what_is_urged(self, after: int, end: int, force: Force) -> bool:
        """支持 without a subject of its own after 鼓励: 鼓励社会资本设立基金，支持制造业发展."""
        if self.state.force is not Force.URGE or force is Force.URGE or not self.state.governed:
            return False
        return not read_governed(self.passage, after, end)

    def _resume(self) -> None:
        """A sentence that begins with its verb after one with 应当: subject and modal go on."""
        if self.before.force is Force.OUGHT and self.before.subject == "organ":
            self.state = replace(self.before, governed=())

    def _banned(self, begin: int, end: int) -> int:
        """禁止 before its subject: 禁止任何单位和个人…."""
        split = split_subject(self.passage, begin, end)
        if split is None or self.state.bearers:
            return begin
        self.state = replace(
            self.state,
            bearers=as_bearers(read_subject(self.passage, begin, split)),
            subject="organ",
        )
        return split

    def _agent(self, start: int, end: int) -> bool:
        """由 + actor + verb: the actor acts."""
        for match in _AGENT.finditer(self.masked, start, end):
            split = split_subject(self.passage, match.end(), end)
            if split is not None:
                bearers = as_bearers(read_subject(self.passage, match.end(), split))
                self.state = replace(self.state, bearers=bearers, subject="organ")
                return True
        return False

    def _urge(self, begin: int, after: int, end: int, force: Force) -> None:
        """鼓励, 支持 or 引导 that opens a predicate."""
        state = self.state
        ruled = state.force is Force.OUGHT and (bool(state.bearers) or state.subject != "")
        ruled = ruled or (state.force is Force.MAY and self.waiting is not None)
        if ruled or (self.notice and force is not Force.URGE):
            # Under 应当, and in a notice, 支持 is what the bodies must do: the verb is the action.
            if not ruled:
                self.state = replace(state, force=None, governed=())
            governed = read_governed(self.passage, after, end)
            self._emit(begin, end, "urging-ruled", governed)
            self.state = replace(self.state, governed=governed)
            return
        if not self.in_sentence:
            self.opened_by_urging = True
        governed = read_governed(self.passage, after, end)
        self.state = replace(state, force=force, governed=governed)
        self._emit(
            begin if force is Force.GUIDE else after, end, f"urging-{force.name.lower()}", governed
        )

    def _emit(
        self, begin: int, end: int, rule: str, governed: tuple[ActorMention, ...] = ()
    ) -> None:
        """The predicates between `begin` and `end`, with what waited for them."""
        start = begin if self.waiting is None else self.waiting
        state = self.state
        for number, (left, right) in enumerate(split_parallels(self.masked[begin:end])):
            span = Span(begin + left if number else start, begin + right)
            words = self.masked[begin + left : begin + right]
            modality = modality_of(
                words,
                state.force,
                subject=state.subject,
                conditional=self.condition is not None,
                notice=self.notice and self.passage.kind is not Kind.NOTICE,
            )
            if self.consequence and modality in {Modality.OBLIGATION, Modality.DECLARATION}:
                modality = Modality.LIABILITY
            self.consequence = modality is Modality.LIABILITY and state.force is None
            self._put(
                span.start,
                span.end,
                modality,
                rule,
                bearers=()
                if _NOBODY.search(words)
                else self._bearers(
                    begin + left, begin + right, governs=bool(governed or state.governed)
                ),
                governed=governed if number == 0 and governed else state.governed,
                governs=bool(governed) and number == 0,
            )

    def _bearers(self, start: int, end: int, *, governs: bool) -> tuple[Bearer, ...]:
        own = self.state.bearers
        partners = () if governs else find_joint(self.passage, start, end)
        joint = tuple(Bearer(actor, BearerRole.JOINT) for actor in partners)
        if joint:
            own = tuple(
                replace(b, role=BearerRole.LEAD) if b.role is BearerRole.BEARER else b for b in own
            )
        names = {b.actor.name for b in own}
        return (*own, *joint, *(b for b in self.bodies if b.actor.name not in names))

    def _put(
        self,
        start: int,
        end: int,
        modality: Modality,
        rule: str,
        *,
        bearers: tuple[Bearer, ...] = (),
        governed: tuple[ActorMention, ...] = (),
        governs: bool = False,
    ) -> None:
        condition = self.condition
        self.out.append(
            Predicate(Span(start, end), modality, bearers, governed, governs, condition, rule)
        )
        self.in_sentence = self.in_part = True


def as_bearers(actors: tuple[ActorMention, ...]) -> tuple[Bearer, ...]:
    """The actors as bearers without a stated role."""
    return tuple(Bearer(actor) for actor in actors)


def read_governed(passage: Passage, start: int, end: int) -> tuple[ActorMention, ...]:
    """The subject of a clause that 鼓励 or 支持 governs: 鼓励 + 制造业企业 + 参与…."""
    split = split_subject(passage, start, end)
    if split is not None:
        return read_subject(passage, start, split)
    first = next(iter(read_phrases(passage.folded, start, end)), None)
    if first is None or first.start != start:
        return ()
    return tuple(mention(passage, name) for name in read_names(passage.folded, first).names)


def _only_manner(words: str) -> bool:
    return is_manner(words) or (is_circumstance(words) and not is_condition(words))


def _is_bare(words: str) -> bool:
    modal = find_modal(words)
    match = _BARE.match(words[modal.end :] if modal else words)
    return match is not None and not has_verb(match["listed"] or "")


def _items_of(masked: str, sentence: Sentence, state: State) -> Items:
    """What the 项 are that a sentence introduces."""
    last = sentence[-1].of(masked)
    listed = _LISTED.search(last)
    if listed is None or is_condition(last):
        words = masked[sentence[0].start : sentence[-1].end]
        if _LISTED_CONDITION.search(words):
            return Items.CASES
        return Items.FACTS if _FACTS.search(last) and not find_modal(last) else Items.PREDICATES
    if _DEEDS.search(listed["noun"]) or state.force in {Force.MAY, Force.URGE, Force.BACK}:
        return Items.PREDICATES
    return Items.FACTS
