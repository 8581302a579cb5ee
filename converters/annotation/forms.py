"""What a clause is by the form of its words: a condition, manner, a noun phrase, a predicate.

Takes: the masked words of a clause. Gives: yes or no. The vocabulary is `data/lexicons/predicates.csv`.
"""

from __future__ import annotations

import re
from typing import Final

from converters.annotation.clauses import MASK
from converters.annotation.lexicons import alternation, terms


def predicate_words(name: str) -> str:
    """The words of a class of `data/lexicons/predicates.csv` as a pattern that prefers the longest."""
    return alternation(terms("predicates", **{"class": name}))


_ADVERBS: Final = f"(?:{predicate_words('adverb')})"
_OPENER: Final = re.compile(
    rf"(?:{_ADVERBS}|{MASK}|、)*(?:(?:{predicate_words('verb')})(?!业(?![务绩主余])|区(?![域分块间]))|{predicate_words('preposition')})"
)
_VERBS_ONLY: Final = re.compile(rf"(?:{_ADVERBS})*(?:{predicate_words('verb')}){{1,2}}")
_GOVERNING: Final = re.compile(predicate_words("governing-verb"))
_NOT_JOINING: Final = (
    "自贸|自然|自治|自有|自费|自身|自备|自建|自营|自用|自评|自动|自给|自力|自学|自选|自救|自控|自研|自产|从业人员|在校生|以工代赈|与会|为人|对方|"
    "按时|按期|按需|按量|按揭|按劳|按月|按年|按季|按日|"
    "凭证|凭据|对接|对口|对标|对照|对外|对策|对应|对价|从事|从业|从严|从快|从重|从轻|就业|就近|就地|就医|就读|就诊|以及|以外|以内|以上"
    "|视为|视同|以下|因地制宜|因时|因势|为止|在线|在建|在校|在职|在岗|经营|经济|经费|除名|向好|与时|自主|自行|自愿|自觉|自由|自我|自律|自查"
)
_JOINING: Final = re.compile(
    rf"(?!{_NOT_JOINING})(?:严格|充分|紧密|密切|主要|重点|依法|统一|分别|应当)?(?!{_NOT_JOINING})(?P<preposition>{predicate_words('joining-preposition')})"
)
_NOMINAL_END: Final = re.compile(rf"(?:{predicate_words('nominal-ending')})$")
_CONDITION: Final = re.compile(
    r"(?:下列|以下)[^，的]{0,6}(?:行为|情形)之一者?$|(?<!目)(?<!标)(?<!为主)(?<!相结合)的$|^(?:如果|如|若|凡|凡是|一旦|但)(?=.*的$)|^凡是?[^，]*的[^，的]{1,8}$"
)
_CIRCUMSTANCE: Final = re.compile(
    r"^除.*外$|^(?:在|从|自|于|当|对|就|因).*(?:中|上|下|内|里|方面|领域|过程|期间|之间|基础|时)$"
    r"|(?<![及同随临小实定准平当按届适])时$|(?<![前今善售产])后$|(?<![提目以])前$|(?:地带|范围|区域|期限)内$|期间$|届满$|期满$|过程中$|之日起$|以来$"
    r"|(?:情况|前提|条件|基础|情形)[下上]$|的?同时$|^必要时$|^其中$"
)
_ANY_VERB: Final = re.compile(predicate_words("verb"))
_CONTINUED: Final = re.compile(r"(?:以及|或者|和|与|及(?!时)|或(?!者|有)|包括(?!下列|以下))")
# A noun that 以…为… qualifies is a topic: 以技术开发为内容的合同.
_QUALIFIED: Final = re.compile("以[^，]+为[^，]+的(?!.*(?:方式|形式|机制)$)[^的，]+$")
# After these a verb at the end is the predicate: 向有关部门投诉, 在境内外上市.
_ADDRESSING: Final = ("向", "与", "同", "从", "在", "以", "运用", "利用", "通过")
# 采用 and its like are predicates unless they name means: 采取…等方式.
_USING: Final = ("采取", "采用", "运用", "综合运用", "综合采用", "利用")
_MEANS_END: Final = re.compile(
    r"等(?:[^，]{0,8}(?:方式|形式|手段|方法|途径|措施|办法|模式|渠道|工具|机制|技术|平台|政策|优势|条件|力量|资源))?$|(?:有效|多种|各种|相应|必要|适当|综合)(?:措施|方式|形式|手段|方法|途径)$|^措施$"
)
_FRAME: Final = re.compile(r".*?(?:中|内|上|里|方面|领域|期间|基础上|前提下|情况下|过程中)(?=.)")
_VERB_END: Final = re.compile(rf"(?<!的)(?:{predicate_words('verb')})$")
_CAUSE: Final = re.compile(
    "因(?!地制宜)|由于|鉴于|为了|为(?=[^了]{4,}，?$)(?!.*(?:提供|创造|营造|做好|开展|设立|建立))"
)

# 的 makes a verb before it part of a noun: any noun after 对, a closed list after 按照.
_FRONTING: Final = frozenset({"对", "对于", "向", "为", "就", "与", "在", "从", "因"})
_RELATIVE: Final = re.compile("的")
_NOMINAL: Final = re.compile(
    rf"(?<!相应)(?<!必要)(?<!具体)(?<!统一)的[^的]*(?:{predicate_words('nominal-ending')})$"
)
_MEANS: Final = re.compile(
    rf"(?:方式|形式|途径|手段|方法|渠道|模式|措施|载体|平台|机制)(?:{_ADVERBS})?$"
)
_NEED: Final = re.compile("(?:根据|按照|依据|结合|围绕|适应).*(?:需要|需求|实际)$")
_LIST_MARK: Final = ("、", "和", "与", "的", "及", "或者")
# Verbs that are nouns as often: 财政支持政策, 职责分工落实情况.
_NOUN_VERB: Final = re.compile(
    "支持|引导|扶持|培育|促进|推广|监督|检查|指导|审批|审查|审核|认定|评估|评价|考核|奖励|处罚|报告|保障|规范|创新|建设|组织|协调|使用|利用|应用|调整|提高|公开|安排"
)
# 根据实施标准: what the verb names is a norm.
_THING_DONE: Final = rf"[^、的]{{2,6}}(?:{predicate_words('verb')}|再造|重构|迭代)"
# What decides at once: 通过业务整合、数据共享 names what is done; 为企业营造… is done.
_DECIDING: Final = {
    "通过": re.compile(rf"^(?:{_THING_DONE}、)+{_THING_DONE}$|等$"),
    "为": re.compile("(?:提供|创造|营造|做好|开展|设立|建立)(?!的)"),
    "向": re.compile(
        "^[^，的]{1,12}(?:公布|公开|公示|提供|报告|报送|申报|申请|推荐|提出|开放|通报|反映|说明|移交|告知)"
    ),
    "在": re.compile(
        "^[^，的]{2,14}(?:建立|设立|开展|实行|实施|推行|探索|试点|推广|举办|设置)(?!的)"
        "(?!.*(?:中|时|后|前|上|下|内|外|方面|过程|领域|期间|的同时)$)"
    ),
    "对": re.compile(
        "负责$|^[^，]{2,40}(?:实行|给予|予以)[^，]*"
        "(?:方针|政策|制度|管理|措施|机制|支持|奖励|补助|补贴|资助|优惠|扶持|监管|评估|评价|检查|指导|帮助)$"
    ),
}
_DOER: Final = re.compile("人(?!民)|者|员|方(?![案法式面针])|单位")
_EXECUTING: Final = frozenset({"实施", "管理", "执行", "编制", "服务", "建设", "运行"})
_NORM_AFTER: Final = re.compile("标准|方案|办法|细则|规定|计划|意见|条例|制度|规划|规范|目录|清单")
_QUALIFYING: Final = re.compile(
    "(?:依法)?(?:符合|具有|具备|获得|取得|从事|列入|纳入|属于|持有|经|承担|使用|利用|参与|进行|在)[^，]*的(?=[^的]{2,}$)"
)
_NOUN_END: Final = re.compile(rf"(?:{predicate_words('noun-ending')}|等)(?:（{MASK}*）)?$")
_PROCESS: Final = re.compile(
    "(?:升级|突破|转型|提升|改造|发展|融合|创新|增长|转化|建设|应用|集聚|再造|攻关)$"
)
_ADVERB_RUN: Final = re.compile(rf"(?:{_ADVERBS}|、|，| )*")


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
    if opening is None or _NEED.match(words):
        return bool(_NEED.match(words) or _CAUSE.match(words))
    return _is_manner_after(opening["preposition"], words[opening.end() :])


def _is_manner_after(preposition: str, rest: str) -> bool:
    if preposition in _DECIDING and _DECIDING[preposition].search(rest):
        return preposition == "通过"
    if preposition.endswith(_USING):
        return bool(_MEANS_END.search(rest))
    frame = _FRAME.match(rest) if preposition in {"在", "从"} else None
    if frame is not None and opens_predicate(rest[frame.end() :]):
        return is_manner(rest[frame.end() :])
    if preposition.endswith(_ADDRESSING) and _VERB_END.search(rest):
        return bool(_NOMINAL_END.search(rest))
    return bool(rest) and not _governs(rest, _RELATIVE if preposition in _FRONTING else _NOMINAL)


def _governs(words: str, embedded: re.Pattern[str]) -> bool:
    """Whether a governing verb stands in the words that is neither listed nor part of a noun."""
    for verb in _GOVERNING.finditer(words):
        before, after = words[: verb.start()], words[verb.end() :]
        if _MEANS.search(before):
            return True
        listed = before.endswith(_LIST_MARK) or "等" in after[:-1] or (not before and "的" in after)
        nominal = bool(_NOUN_VERB.match(verb[0])) and (
            (len(after) <= 2 and not (verb[0] == "组织" and opens_predicate(after)))
            or bool(_NOMINAL_END.search(after))
        )
        nominal |= _DOER.match(after) is not None  # 负责人, 经营者
        nominal |= verb[0] in _EXECUTING and _NORM_AFTER.fullmatch(after) is not None
        if not listed and not nominal and not embedded.search(after):
            return True
    return False


def opens_predicate(words: str) -> bool:
    """Whether words begin as a predicate does: with a verb or preposition, after adverbs or not."""
    return bool(_OPENER.match(words))


def is_verbal(words: str) -> bool:
    """Whether words are verbs and adverbs without an object: 组织编制."""
    return _VERBS_ONLY.fullmatch(words) is not None


def is_nominal(words: str) -> bool:
    """Whether a clause is a noun phrase: 本省行政区域内的阅读促进工作, 收费标准.

    >>> is_nominal("本省行政区域内的阅读促进工作"), is_nominal("本省实行目标责任制")
    (True, False)
    """
    if not _NOUN_END.search(words):
        return False
    if opens_predicate(words):
        # 符合国家规定条件的孵化器: the verb is that of a relative clause.
        if words[0] == "在" and _DECIDING["在"].search(words[1:]):
            return False
        return bool(_QUALIFYING.match(words)) and not has_verb(words[words.rindex("的") :])
    return "的" in words or not _governs(words, _RELATIVE)


def is_described(words: str) -> bool:
    """Whether words are a noun that a clause before it describes: 承担…职责的有关部门."""
    match = _QUALIFYING.match(words)
    return match is not None and not has_verb(words[match.end() :])


def is_process(words: str) -> bool:
    """Whether words name a process without a verb that opens them: 基础产品产业化突破."""
    return bool(_PROCESS.search(words)) and not has_verb(words[:-2]) and not opens_predicate(words)


def has_verb(words: str) -> bool:
    """Whether a governing verb stands anywhere in the words."""
    return bool(_GOVERNING.search(words))


def is_adverbial(words: str) -> bool:
    """Whether words are adverbs and nothing else: 依法, 及时."""
    return bool(_ADVERB_RUN.fullmatch(words))


def is_fronted(words: str) -> bool:
    """Whether words are a phrase put before a modal: a condition, a circumstance or manner."""
    return is_condition(words) or is_circumstance(words) or is_manner(words)


def continues(words: str) -> bool:
    """Whether a clause goes on with the list of the clause before it: 以及…, 或者…."""
    match = _CONTINUED.match(words)
    if match is None:
        return False
    # 与 and 和 open a predicate as prepositions: 与企业合作开拓市场.
    return match[0] not in {"和", "与"} or not _ANY_VERB.search(words)
