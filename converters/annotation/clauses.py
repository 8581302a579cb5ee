"""Sentences and clauses of a passage, and what a clause is by its form.

Takes: the folded text of a passage. Gives: clauses with the mark that closes each. What stands in
brackets, quotation marks or 《》 is masked first, so that no mark or word inside counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from converters.annotation.lexicons import terms

MASK: Final = "〇"
"""Stands for each masked character: Chinese to the grammar, in no word."""

_ENCLOSED: Final = re.compile(
    r"（(?:[^（）]|（[^（）]*）)*）|“[^“”]*”|《(?:[^《》]|《[^《》]*》)*》|〔[^〔〕]*〕"
)
_CLAUSE: Final = re.compile(r"([^，；。：！？\n]+)([，；。：！？\n]*)")
_SENTENCE_END: Final = re.compile(r"[。！？\n]")
_SPACE: Final = " \u3000"


def alternation(words: frozenset[str]) -> str:
    """The words as a pattern that prefers the longest."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _class(name: str) -> str:
    return alternation(terms("predicates", **{"class": name}))


_ADVERBS: Final = f"(?:{_class('adverb')})"
_OPENER: Final = re.compile(
    rf"(?:{_ADVERBS}|{MASK}|、)*(?:{_class('verb')}|{_class('preposition')})"
)
_GOVERNING: Final = re.compile(_class("governing-verb"))
_NOT_JOINING: Final = (
    "对接|对口|对标|对照|对外|对策|对应|对价|从事|从业|从严|从快|从重|从轻|就业|就近|就地|就医|就读|就诊|以及|以外|以内|以上"
    "|以下|因地制宜|因时|因势|为止|在线|在建|在校|在职|在岗|经营|经济|经费|除名|向好|与时|自主|自行|自愿|自觉|自由|自我|自律|自查"
)
_JOINING: Final = re.compile(
    rf"(?!{_NOT_JOINING})(?:严格|充分|紧密|密切|主要|重点|依法|统一|分别|应当)?(?!{_NOT_JOINING})(?:{_class('joining-preposition')})"
)
_NOMINAL_END: Final = re.compile(rf"(?:{_class('nominal-ending')})$")
_CONDITION: Final = re.compile(
    r"(?<!目)(?<!标)(?<!为主)(?<!相结合)的$|^(?:如果|如|若|凡|凡是|一旦|但)(?=.*的$)"
)
_CIRCUMSTANCE: Final = re.compile(
    r"^除.*外$|^(?:在|从|自|于|当|对|就|因).*(?:中|上|下|内|里|方面|领域|过程|期间|之间|基础|时)$"
    r"|(?<![及同随临小实定准平当按届适])时$|(?<![前今善售产])后$|(?<![提目以])前$|(?:地带|范围|区域|期限)内$|期间$|届满$|期满$|过程中$|之日起$|以来$"
    r"|(?:情况|前提|条件|基础|情形)[下上]$|的?同时$|^必要时$|^其中$"
)
_CONTINUED: Final = re.compile(r"(?:以及|或者|和|与|及(?!时)|或(?!者|有)|包括但不限于)")


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `start` to before `end` of a passage, without blanks, and the mark that closes them."""

    start: int
    end: int
    mark: str

    def of(self, text: str) -> str:
        """The characters of the clause."""
        return text[self.start : self.end]


Sentence = tuple[Clause, ...]


def mask(folded: str) -> str:
    """The text with what stands in brackets or quotation marks masked, as long as before.

    >>> mask("设区的市（自治州）、县（市、区）人民政府")
    '设区的市（〇〇〇）、县（〇〇〇）人民政府'
    """
    return _ENCLOSED.sub(lambda m: m[0][0] + MASK * (len(m[0]) - 2) + m[0][-1], folded)


def read_sentences(masked: str) -> tuple[Sentence, ...]:
    """The sentences of a masked text, each a tuple of clauses."""
    sentences: list[Sentence] = []
    clauses: list[Clause] = []
    for match in _CLAUSE.finditer(masked):
        words, marks = match.groups()
        start = match.start() + len(words) - len(words.lstrip(_SPACE))
        end = match.end(1) - len(words) + len(words.rstrip(_SPACE))
        if start < end:
            clauses.append(Clause(start, end, marks[:1]))
        if _SENTENCE_END.search(marks) and clauses:
            sentences.append(tuple(clauses))
            clauses = []
    return (*sentences, tuple(clauses)) if clauses else tuple(sentences)


def is_condition(words: str) -> bool:
    """Whether a clause states a condition: 情节严重的, 有下列情形之一的."""
    return bool(_CONDITION.search(words))


def is_circumstance(words: str) -> bool:
    """Whether a clause states a time, an exception or a field: 编制规划时, 除法律另有规定外, 在…工作中."""
    return bool(_CIRCUMSTANCE.search(words))


def is_manner(words: str) -> bool:
    """Whether a clause states manner, basis or purpose and has no predicate of its own.

    >>> is_manner("根据全省制造业高质量发展规划"), is_manner("结合实际制定实施方案")
    (True, False)
    """
    opening = _JOINING.match(words)
    if _QUALIFIED.match(words):
        return False
    if opening is None:
        return bool(_CAUSE.match(words))
    rest = words[opening.end() :]
    if (
        opening[0].endswith(_ADDRESSING)
        and _VERB_END.search(rest)
        and not _NOMINAL_END.search(rest)
    ):
        return False
    return bool(rest) and not _governs(rest, _RELATIVE if opening[0] in _FRONTING else _NOMINAL)


# A noun that 以…为… qualifies is a topic: 以技术开发为内容的合同.
_QUALIFIED: Final = re.compile("以[^，]+为[^，]+的(?!.*(?:方式|形式|机制)$)[^的，]+$")
# After these a verb at the end is the predicate: 向有关部门投诉, 在境内外上市.
_ADDRESSING: Final = ("向", "与", "同", "从", "在", "以", "运用", "利用", "通过")
_VERB_END: Final = re.compile(rf"(?<!的)(?:{_class('verb')})$")
_CAUSE: Final = re.compile(
    "因(?!地制宜)|由于|鉴于|为了|为(?=[^了]{4,}，?$)(?!.*(?:提供|创造|营造|做好|开展|设立|建立))"
)

# 的 makes a verb before it part of a noun: any noun after 对, a closed list after 按照.
_FRONTING: Final = frozenset({"对", "对于", "向", "为", "就", "与", "在", "从", "因"})
_RELATIVE: Final = re.compile("的")
_NOMINAL: Final = re.compile(rf"(?<!相应)(?<!必要)(?<!具体)(?<!统一)的[^的]*(?:{_class('nominal-ending')})$")
_MEANS: Final = re.compile(
    rf"(?:方式|形式|途径|手段|方法|渠道|模式|措施|载体|平台|机制)(?:{_ADVERBS})?$"
)
_LIST_MARK: Final = ("、", "和", "与", "的", "及", "或者")


def _governs(words: str, embedded: re.Pattern[str]) -> bool:
    """Whether a governing verb stands in the words that is neither listed nor part of a noun."""
    for verb in _GOVERNING.finditer(words):
        before, after = words[: verb.start()], words[verb.end() :]
        if _MEANS.search(before):
            return True
        listed = not before or before.endswith(_LIST_MARK) or "等" in after
        nominal = len(after) <= 2 or bool(_NOMINAL_END.search(after) and _NOUN_VERB.match(verb[0]))
        if not listed and not nominal and not embedded.search(after):
            return True
    return False


# Verbs that are nouns as often: 财政支持政策, 职责分工落实情况.
_NOUN_VERB: Final = re.compile(
    "支持|引导|扶持|培育|促进|推广|监督|检查|指导|审批|审查|审核|认定|评估|评价|考核|奖励|处罚|报告|保障|规范|创新|建设|组织|协调|使用|利用|应用|调整|提高|公开|安排"
)


def opens_predicate(words: str) -> bool:
    """Whether words begin as a predicate does: with a verb or preposition, after adverbs or not."""
    return bool(_OPENER.match(words))


def is_nominal(words: str) -> bool:
    """Whether a clause is a noun phrase: 本省行政区域内的阅读促进工作, 收费标准.

    >>> is_nominal("本省行政区域内的阅读促进工作"), is_nominal("本省实行目标责任制")
    (True, False)
    """
    if opens_predicate(words):
        return False
    if not _NOUN_END.search(words):
        return False
    return "的" in words or not _governs(words, _RELATIVE)


_NOUN_END: Final = re.compile(rf"(?:{_class('noun-ending')}|等)(?:（{MASK}*）)?$")


def is_process(words: str) -> bool:
    """Whether words name a process without a verb that opens them: 基础产品产业化突破."""
    return bool(_PROCESS.search(words)) and not has_verb(words[:-2]) and not opens_predicate(words)


_PROCESS: Final = re.compile(
    "(?:升级|突破|转型|提升|改造|发展|融合|创新|增长|转化|建设|应用|集聚|再造|攻关)$"
)


def has_verb(words: str) -> bool:
    """Whether a governing verb stands anywhere in the words."""
    return bool(_GOVERNING.search(words))


def is_adverbial(words: str) -> bool:
    """Whether words are adverbs and nothing else: 依法, 及时."""
    return bool(_ADVERB_RUN.fullmatch(words))


def is_fronted(words: str) -> bool:
    """Whether words are a phrase put before a modal: a condition, a circumstance or manner."""
    return is_condition(words) or is_circumstance(words) or is_manner(words)


_ADVERB_RUN: Final = re.compile(rf"(?:{_ADVERBS}|、|，| )*")


def continues(words: str) -> bool:
    """Whether a clause goes on with the list of the clause before it: 以及…, 或者…."""
    return bool(_CONTINUED.match(words))
