"""Measures: what each clause of a passage requires, forbids, permits, encourages or declares.

Takes: a `Passage`; for a 项 the reading of its lead-in; in a notice the bodies of the closing bracket.
Gives: a `Reading`, predicates with span, modality, bearers and the subject they govern.

Each clause has a role (`roles.py`). Subject and modal hold until the sentence names others: 。 ends
both, ； does not (conventions, 6 and 10).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.annotation.actors.mentions import read_subject
from converters.annotation.actors.open_actors import open_agent
from converters.annotation.clauses import mask, read_sentences
from converters.annotation.forms import is_circumstance, opens_predicate
from converters.annotation.measures.directing import (
    directed_actors,
    directs_clause,
    leading_actors,
)
from converters.annotation.measures.finding import Found, Waiting
from converters.annotation.measures.lead_ins import Items, heading_of, is_bare, items_of
from converters.annotation.measures.modality import reports
from converters.annotation.measures.modals import Force, find_urging
from converters.annotation.measures.phrases import read_phrases_of
from converters.annotation.measures.predicates import Predicate, Reading, read_case
from converters.annotation.measures.roles import Role, assign_roles
from converters.annotation.measures.sentences import is_remark, opens_with_title, whole_sentence
from converters.annotation.measures.standing import Standing, State, acting
from converters.annotation.records import Modality
from converters.records import Kind, Span

if TYPE_CHECKING:
    from converters.annotation.clauses import Sentence
    from converters.annotation.measures.phrases import Phrase
    from converters.annotation.records import ActorMention, Bearer, Passage

_ITSELF: Final = re.compile(
    r"(?:本(?:法|条例|办法|规定|细则|规则|措施|决定|通知|意见|实施办法|实施细则)|《〇+》|上述(?:规定|措施|条款))"
    r"(?=自|适用|已|由|经|同时|解释|有效)"
)
_OFFICIAL: Final = re.compile(
    r"(?:依法|积极|加快|着力|大力|持续|深入|进一步|有序|稳步|及时)*"
    r"(?:推进|推动|完善|加强|培育|降低|强化|优化|健全|建立|引导|支持|鼓励|加大|促进|保障|落实|扩大|推广|推行|制定|规范|营造|协调|扶持)"
)
# 本市鼓励企业…，完善保护机制
_SETS_UP: Final = re.compile(
    "(?:进一步|逐步)?(?:(?:建立|健全|完善)+[^，]*(?:机制|制度|体系|政策)|加大[^，]*力度)$"
)
_CATCH_ALL: Final = re.compile(
    r"(?:规定|允许|认定|确定|要求|禁止|交办|授权|赋予|需要|认为|许可|批准)的其他[^，；的]*$|^其他[^，；]*的[^，；]*$"
)
_COPULA: Final = re.compile(r"是(?!否)|为(?!了)")
# 考核结果作为…的依据: what serves as something is no actor.
_RESULT: Final = re.compile("[^，的]{2,10}(?:结果|数据|情况|成果|信息|结论|报告)(?=作为)")
_REQUEST: Final = re.compile(r"请(?!求|示)")


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
        return read_case(passage, lead_in)
    reader = _Reader(passage, mask(passage.folded[:end]), bodies, notice=notice)
    if lead_in is not None:
        reader.standing.state = lead_in.state
    return reader.read()


class _Reader:
    """Reads one passage; holds what carries over from clause to clause."""

    def __init__(
        self, passage: Passage, masked: str, bodies: tuple[Bearer, ...], *, notice: bool
    ) -> None:
        self.passage = passage
        self.masked = masked
        self.notice = notice and passage.kind is not Kind.NOTICE
        self.addressees: tuple[ActorMention, ...] = ()  # of a notice
        self.standing = Standing(passage, masked)
        self.waiting = Waiting()
        self.found = Found(passage, masked, bodies, self.standing, notice=self.notice)
        self.opened_by_urging = False  # and its first one is urged
        self.obliges = False  # the sentence has had a duty

    def _forget(self) -> None:
        """Nothing waits for a predicate."""
        self.waiting = Waiting()
        self.standing.condition_subject = ()

    def read(self) -> Reading:
        """Every sentence in order."""
        sentences = read_sentences(self.masked)
        for index, sentence in enumerate(sentences):
            if index:
                self.standing.next_sentence()
            self.standing.in_sentence = False
            self.opened_by_urging = self.obliges = False
            self.found.next_sentence(index)
            self._forget()
            title = self.notice and index == 0 and opens_with_title(sentences)
            if not (title or self._is_salutation(sentence)):
                self._read_sentence(sentence)
                self.found.end_sentence()
        items = Items.PREDICATES
        if sentences:
            words = self.masked[sentences[-1][0].start : sentences[-1][-1].end]
            items = items_of(words, sentences[-1][-1].of(self.masked), self.standing.state.force)
        return Reading(tuple(self.found.predicates), self.standing.state, items, self.addressees)

    def _is_salutation(self, sentence: Sentence) -> bool:
        """The addressees of a notice: 各市、县人民政府，省各有关单位."""
        if self.passage.kind is not Kind.NOTICE or sentence[-1].mark != "：":
            return False
        self.addressees = tuple(
            actor
            for clause in sentence
            for actor in read_subject(self.passage, clause.start, clause.end)
        )
        return True

    def _read_sentence(self, sentence: Sentence) -> None:
        start, end = sentence[0].start, sentence[-1].end
        if is_remark(self.masked[start:end]):
            return
        if rule := whole_sentence(self.masked[start:end]):
            self.found.put(Predicate(Span(start, end), Modality.DECLARATION, rule))
            return
        phrases = read_phrases_of(self.passage, self.masked, sentence)
        for phrase, role in zip(phrases, assign_roles(phrases), strict=True):
            self._read_phrase(phrase, role)

    def _read_phrase(self, phrase: Phrase, role: Role) -> None:
        if role in {Role.PREDICATE, Role.CONTINUATION}:
            if role is Role.CONTINUATION and self.found.predicates:
                self.found.go_on(phrase.end)
            else:
                self._read_predicate(phrase)
                self.found.last_condition(self.waiting, phrase.mark)
                self._forget()
        elif role in {Role.CONDITION, Role.CONDITION_OPENING}:
            self._wait(phrase.start, phrase)
            self.waiting.add_condition(phrase.start, phrase.end, is_whole=role is Role.CONDITION)
        else:
            self._read_lead(phrase, role)

    def _read_lead(self, phrase: Phrase, role: Role) -> None:
        """Manner, topic or subject before a predicate."""
        match role:
            case Role.SUBJECT:
                self.standing.act(acting(phrase.subject(phrase.end)))
            case Role.LEADING_MANNER:
                self._lead(phrase)
            case Role.DIRECTED_MANNER:
                self.waiting.directed_from = phrase.start
            case Role.TOPIC:
                self._read_topic(phrase)
            case _ if self.waiting.directed_from is None:
                self._wait(phrase.start, phrase)
                if phrase.words.startswith("由"):
                    self.standing.agent(phrase.start, phrase.end)

    def _wait(self, start: int, phrase: Phrase | None = None) -> None:
        """What begins at `start` waits; the subject of a waiting clause acts if no other does."""
        self.waiting.add(start)
        if phrase is not None:
            actors = phrase.subject()
            open_to = phrase.states_condition or is_circumstance(phrase.words)
            if open_to and not (actors or self.standing.condition_subject):
                actors = open_agent(self.passage, self.masked, phrase.start, phrase.end)
            if actors:
                self.standing.condition_subject = acting(actors)

    def _lead(self, phrase: Phrase) -> None:
        """Subject or modal before manner hold from here on; the manner waits."""
        if phrase.modal:
            self._wait(self.standing.govern(phrase))
            return
        self.standing.act(acting(phrase.subject()))
        begin = phrase.end if phrase.split is None else phrase.split
        if find_urging(self.masked[begin : phrase.end]):
            self.waiting.directed_from = begin  # 国家鼓励企业采取…方式，…
        else:
            self._wait(begin)

    def _read_topic(self, phrase: Phrase) -> None:
        """What the sentence is about; somebody who does something in it acts."""
        actors = open_agent(self.passage, self.masked, phrase.start, phrase.end)
        if actors and "的" not in phrase.words:
            self.standing.act(acting(actors))
        else:
            self.standing.state = State(subject="other")

    # ------------------------------------------------------------ predicates

    def _read_predicate(self, phrase: Phrase) -> None:
        if self.waiting.directed_from is not None:
            phrase = replace(phrase, start=self.waiting.directed_from)
        if phrase.mark == "：" and is_bare(phrase.words):
            self._read_lead_in(phrase)
        elif _CATCH_ALL.search(phrase.words):
            self._emit(phrase.start, phrase.end, "catch-all")
        elif phrase.modal:
            self._read_modal(phrase)
        elif self.addressees and (request := _REQUEST.match(phrase.words)):
            self.standing.state = State(acting(self.addressees), "organ", Force.OUGHT)
            self._emit(phrase.start + request.end(), phrase.end, "request")
        else:
            self._read_indicative(phrase)

    def _read_lead_in(self, phrase: Phrase) -> None:
        """A bare lead-in (应当履行下列职责：): no measure, but its items inherit from it."""
        if phrase.modal:
            self.standing.govern(phrase)
            return
        heading = heading_of(phrase.words)
        if phrase.urging:
            self.standing.state = replace(self.standing.state, force=phrase.urging.force)
        elif heading is not None:
            self.standing.act(acting(phrase.subject(phrase.start + heading[0])))
            self.standing.state = replace(self.standing.state, force=heading[1])
        elif phrase.split is not None:
            self.standing.act(acting(phrase.subject()))
            self.standing.state = replace(self.standing.state, force=Force.OUGHT)

    def _read_modal(self, phrase: Phrase) -> None:
        modal = phrase.modal
        assert modal is not None  # noqa: S101 – asked only of phrases with a modal
        in_sentence, before = self.standing.in_sentence, self.standing.state
        begin = self.standing.govern(phrase)
        if modal.force is Force.BAN and begin == modal.end and not self.standing.state.bearers:
            # 禁止 stands before its subject: 禁止任何单位和个人….
            begin = self.standing.subject_from(begin, phrase.end) or begin
        self.standing.agent(begin, phrase.end)
        governed = directed_actors(self.passage, self.masked, begin, phrase.end)
        self._emit(begin, phrase.end, f"modal-{modal.force.name.lower()}", governed)
        # After a ban the duty that held before it goes on: 应当…，不得…，并加强….
        self.obliges = self.obliges or modal.force is Force.OUGHT
        held: Force | None = modal.force
        if modal.force is Force.BAN and in_sentence:
            held = Force.OUGHT if self.obliges else before.force
            if phrase.opens_with_modal and not before.bearers:
                self.standing.state = replace(self.standing.state, subject=before.subject)
        carried = self._carried(governed, begin, phrase.end)
        # 给予处分，一年内不得提拔，并…: sanctions all of them.
        goes_on = None if self.found.consequence else held
        self.standing.state = replace(self.standing.state, force=goes_on, governed=carried)

    def _carried(
        self, governed: tuple[ActorMention, ...], start: int, end: int
    ) -> tuple[ActorMention, ...]:
        """What later predicates inherit of a governed subject: nothing unless it acts in a clause."""
        acts = self.notice or directs_clause(self.passage, self.masked, start, end)
        return governed if acts else ()

    def _read_indicative(self, phrase: Phrase) -> None:
        """A predicate without a modal word."""
        phrase = self._without_what_does_not_act(phrase)
        begin = phrase.start if phrase.split is None else phrase.split
        if phrase.split is not None:
            self.standing.act(acting(phrase.subject()))
            if _COPULA.match(self.masked, begin, phrase.end):
                self._put_copula(phrase)
                return
        rest = replace(phrase, start=begin)
        if rest.urging and not self._is_what_is_urged(rest):
            self._urge(rest)
        elif self.standing.agent(phrase.start, phrase.end):
            self._emit(phrase.start, phrase.end, "agent")
        else:
            self._resume(phrase)
            self._read_bare(rest, "bare" if phrase.split is None else "subject")

    def _without_what_does_not_act(self, phrase: Phrase) -> Phrase:
        """The clause without its subject where that is the document (本条例自…) or a result (结果作为…)."""
        if named := _ITSELF.match(phrase.words):
            self.standing.state = State(subject="other")
            phrase = replace(phrase, start=phrase.start + named.end())
        if result := _RESULT.match(phrase.words):
            self.standing.state = State(subject="other", force=self.standing.state.force)
            phrase = replace(phrase, start=phrase.start + result.end())
        return phrase

    def _resume(self, phrase: Phrase) -> None:
        """Who acted in the sentence before goes on in one that begins with its verb, or with 对…."""
        if self.standing.in_sentence or self.notice or phrase.split is not None:
            return
        begin = self.waiting.start
        addresses = begin is not None and self.masked.startswith("对", begin)
        if opens_predicate(phrase.words) and (begin is None or addresses):
            self.standing.resume(acting_only=addresses)

    def _put_copula(self, phrase: Phrase) -> None:
        """X 是 Y: a declaration with its subject."""
        span = Span(self.waiting.begin(phrase.start), phrase.end)
        bearers, condition = self.standing.state.bearers, self.waiting.condition
        self.found.put(
            Predicate(span, Modality.DECLARATION, "copula", bearers, condition=condition)
        )

    def _read_bare(self, phrase: Phrase, rule: str) -> None:
        state = self.standing.state
        if self.notice and state.force in {Force.URGE, Force.BACK} and not self.opened_by_urging:
            state = replace(state, force=None, governed=())
        governed = directed_actors(self.passage, self.masked, phrase.start, phrase.end)
        official = _OFFICIAL.match(self.masked, phrase.start, phrase.end)
        if state.force is Force.URGE and state.subject == "polity" and _SETS_UP.match(phrase.words):
            state = replace(state, force=None)  # what the city itself does again
        if governed or (official and state.force is not Force.URGE):
            # What the bodies themselves do next is not done by the subject they supported before.
            state = replace(state, governed=())
        reported = state.force is Force.MAY and reports(phrase.words)
        if reported or (state.force is Force.BAN and phrase.linked):
            # 可以调整，报…备案; 不得超范围，并保护…: what is to be done as well is a duty.
            state = replace(state, force=Force.OUGHT)
        self.standing.state = state
        self._emit(phrase.start, phrase.end, rule, governed)
        if governed:
            carried = self._carried(governed, phrase.start, phrase.end)
            self.standing.state = replace(self.standing.state, governed=carried)

    def _is_what_is_urged(self, phrase: Phrase) -> bool:
        """支持 + noun without a subject of its own after 鼓励: 鼓励社会资本设立基金，支持制造业发展."""
        urging = phrase.urging
        if urging is None or urging.force is Force.URGE:
            return False
        if self.standing.state.force is not Force.URGE or not self.standing.state.governed:
            return False
        if opens_predicate(self.masked[urging.end : phrase.end]):
            return False
        return not leading_actors(self.passage, urging.end, phrase.end)

    def _urge(self, phrase: Phrase) -> None:
        """鼓励, 支持 or 引导 that opens a predicate."""
        urging, state = phrase.urging, self.standing.state
        assert urging is not None  # noqa: S101 – asked only of phrases with an urging verb
        governed = leading_actors(self.passage, urging.end, phrase.end)
        ruled = state.force is Force.OUGHT and state.subject != ""
        ruled = ruled or (
            self.standing.in_sentence and state.force is None and state.subject == "organ"
        )
        permitted = state.force is Force.MAY
        ruled = ruled or (permitted and (self.waiting.start is not None or self.obliges))
        # 本省支持… says what the province does; 本省鼓励… encourages, and 国家支持… supports.
        is_besides = self.standing.in_sentence and state.force is None
        of_state = not is_besides and any(bearer.actor.name == "国家" for bearer in state.bearers)
        says = state.subject == "polity" and urging.force is not Force.URGE and not of_state
        ruled = ruled or says
        held = governed or self._held(urging.end, phrase.end)
        if ruled or (self.notice and urging.force is not Force.URGE):
            # Under 应当, and in a notice, 支持 is what the bodies must do: the verb is the action.
            force = state.force if ruled else None
            if force is None and urging.force is Force.BACK and _is_of_government(state):
                force = Force.BACK  # 市人民政府设立资金，支持企业…
            self.standing.state = replace(state, force=force, governed=() if governed else held)
            self._emit(phrase.start, phrase.end, "urging-ruled", governed)
            carried = self._carried(governed, phrase.start, phrase.end) if governed else held
            # Only those who are supported go on under 支持; what the body does next is its duty.
            goes_on = force if carried else state.force
            self.standing.state = replace(self.standing.state, force=goes_on, governed=carried)
            return
        self.opened_by_urging = self.opened_by_urging or not self.standing.in_sentence
        self.standing.state = replace(state, force=urging.force, governed=held)
        begin = phrase.start if urging.force is Force.GUIDE else urging.end
        self._emit(begin, phrase.end, f"urging-{urging.force.name.lower()}", governed)

    def _held(self, start: int, end: int) -> tuple[ActorMention, ...]:
        """Who was governed before and goes on: 鼓励企业…，支持使用新能源; 引导企业…，支持其设立…."""
        words = self.masked[start:end]
        return self.standing.state.governed if words[0] == "其" or opens_predicate(words) else ()

    def _emit(
        self, begin: int, end: int, rule: str, governed: tuple[ActorMention, ...] = ()
    ) -> None:
        self.found.emit(Span(begin, end), rule, governed, self.waiting)


def _is_of_government(state: State) -> bool:
    """Whether governments or their departments act."""
    return state.subject == "organ" and all("政府" in b.actor.name for b in state.bearers)
