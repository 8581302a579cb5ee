"""Modality of a predicate: from its governing modal, its verb and its subject.

Takes: the folded words of a predicate, what governs it and where it stands. Gives: a `Modality`.
"""

from __future__ import annotations

import re
from typing import Final

from converters.annotation.forms import predicate_words
from converters.annotation.measures.modals import Force
from converters.annotation.records import Modality

# An exemption is what the predicate does, not what it deals with (落实税费减免政策).
_EXEMPTION: Final = re.compile(
    rf"^不承担[^，]*责任|^不因[^，]*产生[^，]*责任|^[^，]{{0,40}}免(?:予|于|征|交|缴|领|办|检|收)(?!.*的)|^(?:依法|可以|应当|一律|均|按照规定|按规定|对.{{1,60}}?|给予|予以|不予或者|.{{0,12}}?)(?<!不)(?<!因此)(?:{predicate_words('exemption')})"
)
_EXEMPTION_NOUN: Final = re.compile(
    r"(?:税费|税收|费用|规费|租金)等?减免|(?:减免|免除|免责|减征|免征)(?:政策|清单|机制|制度|措施|条件|等优惠|范围)"
    r"|(?:不予|减轻|从轻)[^，]*处罚[^，]*(?:清单|事项|制度|机制)"
    r"|(?:减免|免除|减征|免征)等[^，]{0,10}(?:措施|政策|优惠|制度)"
    r"|免[予于][^，的]{1,8}的[^，]{0,8}(?:机制|制度|政策|清单|措施)"
)
_LIABILITY: Final = re.compile(predicate_words("liability"))
_LIABILITY_NOUN: Final = re.compile(
    r"(?:警告|罚款|处分|处罚|失信|警示|责任|问责|追责|惩戒)(?:标志|标识|牌|裁量|基准|等事项|承诺|决定书|信息|机制|制度|清单|体系|种类|依据|标准|缴纳|收缴)"
    r"|(?:要求|请求|申请|主张)[^，]{0,12}(?:赔偿|处罚)|独立承担|行政处罚(?:权|信息|决定|事项|清单|、|和行政强制)|约谈(?:机制|制度)|约定[^，]*责任"
)
_TAKES_BACK: Final = re.compile("(?:由[^，]{2,20}|依法|并)*(?:追回|收回|追缴|取消)")
_OF_RIGHT: Final = re.compile("处分(?:的权利|权|[^，]*财产)|申请撤销")
_NO_EXCUSE: Final = re.compile("不(?:因此)?(?:免除|减轻)[^，]*责任")
_WEAK_LIABILITY: Final = re.compile(predicate_words("liability-after-condition"))
_HANDLES: Final = re.compile("(?:依法|规定)(?:予以|进行)?(?:处理|处置)$")
_OTHER_LAW: Final = re.compile("从其规定$")
_OFFENCE: Final = re.compile("违法行为|违反本[^，]{1,6}第")
_BREACH: Final = re.compile("违反|处罚|法律责任")
_BENEFIT: Final = re.compile(
    rf"(?<!不)(?:{predicate_words('benefit')})|免费(?:提供|发放|开放)|(?:奖励|补助|补贴|资助|奖补|贴息)(?:最高|不超过|不高于)?[0-9]|(?:进行|予以|给予)(?:表扬|表彰|奖励)+$|提供.{{0,16}}(?:支持|保障)$|(?:^|依法|按规定|按照规定)(?:奖励|补助|补贴|资助)|(?:优先|重点)(?:予以|给予|安排)"
)
_PRINCIPLE: Final = re.compile(
    r"^(?:遵循|坚持|贯彻|体现|按照|秉持|秉承).*的原则$|^(?:遵循|坚持).*(?:方针|理念)$"
)
_PRINCIPLES: Final = re.compile("^(?:遵循|坚持)[^，]*原则$")
_SCOPE: Final = re.compile(
    r"适用(?:于|本|其|该|有关|国家|《|.*(?:法|条例|办法|规定|细则|规则|措施)$)|自.*起(?:施行|实施|生效)|从其规定$|同时废止|参照.*执行$|依照.*执行$"
)
_STATES: Final = re.compile(
    r"^(?:有效期|是|属于|包括|包含|指(?![导定挥派引明示标])|是指|[^，]{0,60}视为|即为|分为|[^，]*由[^，]*组成$|具有.*效力)"
)
_DEEMS: Final = re.compile("[^，]*视为|.*从其规定$")
_ENJOYS: Final = re.compile("[^，的]{0,12}享受(?!权)")
# What those who are encouraged get: 鼓励…来本市工作，并给予优先照顾.
_GIVES: Final = re.compile(
    "^(?:并|依法|按照?[^，]{0,12}|在[^，]*(?:方面|中))*(?:给予|予以)[^，]*(?:照顾|支持|奖励|补助|补贴|资助|优惠|优先|便利|扶持)"
)
_REPORTS: Final = re.compile(
    "(?:及时|按规定|依法|书面|同时|应当|在[^，]{1,8}|以书面形式)*(?:(?:报|向)[^，]*(?:备案|批准|审批|报告)$|通知|告知|公示(?!期)|答复|说明理由)"
)
_EXCUSES: Final = re.compile("免[予于除](?:追责|追究|责任|处罚)|免责|从轻|不承担|不(?:再)?追究")
_REFUSAL: Final = re.compile(
    r"(?:^|依法)不予(?:支持|受理|批准|登记|许可|认定|采纳|颁发|核准|通过|采信)"
)
# A claim that a court grants: (当事人请求赔偿的，人民法院)依法予以支持.
_RULES: Final = re.compile("^(?:依法|应当?|均)*予以?支持$")
_CLAIM: Final = re.compile("(?:请求|主张|起诉)(?P<owed>[^，]*(?:责任|赔偿))?[^，]*的$")
_GRANT: Final = re.compile(
    r"^(?:科学合理|依法)?赋予|^[^，]{0,12}行使[^，]*权限?$|^(?:(?:根据|按照|依照)[^，]*规定)?(?:依法)?[都均]?(?:有|享有).*权(?:利)?$|^(?:[^，]*(?:依照|按照|根据|依据|经)[^，]*)?允许"
    r"|由[^，]{2,20}(?:自主|自行|自愿)(?:协商)?.{2}"
)
_MECHANISM: Final = re.compile(
    r"^(?:依法)?(?:建立|健全|建立健全|建立完善|完善|实行|推行|实施|设立|构建)[^，]*(?:机制|制度|体系|管理|体制|责任制|制)$"
)

_DUTY: Final = re.compile(
    r"(?<![自理缘事])由(?!于|此)|报.*(?:备案|批准|审批)|(?:实行|实施)[^，]*(?:管理|核算)|按照各自职责|依照.*办理|按照.*执行"
    # What is done with a thing: 罚没收入全部上缴国库, 专项规划按照管理权限纳入总体规划.
    r"|(?:全部|均|一律|按照?[^，]{2,16})(?:上[缴交]|纳入|列入)[^，的]*$|纳入[^，的]*预算管理$|按照?[^，]*(?:规定|程序|规划|计划|比例)[^，的]{0,4}(?:处理|办理|安排|列支)[^，的]{0,4}$|单独编制"
    r"|(?<![确如的因若所急无必])需[按从由向报](?!.*的)"
)
_STATED: Final = {
    Force.OUGHT: Modality.OBLIGATION,
    Force.MAY: Modality.PERMISSION,
    Force.URGE: Modality.ENCOURAGEMENT,
    Force.GUIDE: Modality.ENCOURAGEMENT,
    Force.BACK: Modality.SUPPORT,
}
_INDICATIVE: Final = (
    (_GRANT, Modality.PERMISSION),
    (_STATES, Modality.DECLARATION),
    (_SCOPE, Modality.DECLARATION),
    (_BENEFIT, Modality.SUPPORT),
)


def states_principle(words: str, subject: str) -> bool:
    """Whether a duty is a principle (conventions, 6); 坚持法治原则 is none if it is an organ's."""
    if _PRINCIPLE.search(words):
        return True
    return subject != "organ" and _PRINCIPLES.search(words) is not None


def deems(words: str) -> bool:
    """Whether words say what something counts as (填写的地址视为送达地址) or what else holds."""
    return _DEEMS.match(words) is not None


def enjoys(words: str) -> bool:
    """Whether words say what somebody gets, and not what he does: 同等享受优惠政策."""
    return _ENJOYS.match(words) is not None


def excuses(words: str) -> bool:
    """Whether words free the subject itself: 按照规定减轻或者免予追责."""
    return _EXCUSES.search(words) is not None


def reports(words: str) -> bool:
    """Whether words lay a duty to report on who may do something: (可以调整，)报原核定部门备案."""
    return _REPORTS.match(words) is not None


def states_claim(condition: str) -> bool:
    """Whether a condition is a claim that a court decides on: 当事人请求企业承担侵权责任的."""
    return _CLAIM.search(condition) is not None


def is_liability(words: str, condition: str) -> bool:
    """Whether a predicate lays down a legal consequence, if the condition that it follows is met."""
    if _OF_RIGHT.search(words):
        return False
    if _NO_EXCUSE.search(words) or (_LIABILITY.search(words) and not _LIABILITY_NOUN.search(words)):
        return True
    if _OTHER_LAW.search(words) or _HANDLES.search(words):
        return _BREACH.search(condition) is not None
    return bool(condition and _WEAK_LIABILITY.search(words))


def is_exemption(words: str) -> bool:
    """Whether a predicate waives a charge, a duty or a liability."""
    if _EXEMPTION_NOUN.search(words) or _TAKES_BACK.match(words):
        return False
    return _EXEMPTION.search(words) is not None


def modality_of(
    words: str, force: Force | None, *, subject: str, condition: str, notice: bool
) -> Modality:
    """Modality of a predicate.

    `force` is what governs it, carried over or its own; `subject` is "organ", "conditional", "polity", "other" or ""
    (none); `condition` the words of the condition it follows, `notice` says that it stands in a notice, whose
    plain imperatives are addressed to the bodies in the closing bracket.
    """
    if force is Force.BAN:
        return Modality.LIABILITY if _OFFENCE.search(condition) else Modality.PROHIBITION
    if is_exemption(words):
        return Modality.EXEMPTION
    if subject != "polity":
        if ruling := _ruling(words, force, condition):
            return ruling
        if is_liability(words, condition):
            return Modality.LIABILITY
    if force is None:
        return _indicative(words, subject, notice=notice)
    return _stated(words, force, subject)


def _ruling(words: str, force: Force | None, condition: str) -> Modality | None:
    """Modality of granting a claim, which is no support; None where a modal word decides or none is granted."""
    claim = _CLAIM.search(condition) if _RULES.match(words) else None
    if claim is None:
        return None
    if claim["owed"]:
        return Modality.LIABILITY
    return Modality.OBLIGATION if force is None else None


def _stated(words: str, force: Force, subject: str) -> Modality:
    """Modality of a predicate that a modal word governs."""
    if force is Force.OUGHT and states_principle(words, subject):
        return Modality.DECLARATION
    if force is Force.URGE and _GIVES.search(words):
        return Modality.SUPPORT
    return _STATED[force]


def _indicative(words: str, subject: str, *, notice: bool) -> Modality:
    """Modality of a predicate without a modal word (conventions, 8)."""
    if subject == "polity":
        return Modality.PERMISSION if _GRANT.match(words) else Modality.DECLARATION
    for pattern, modality in _INDICATIVE:
        if pattern.search(words):
            return modality
    acts = subject in {"organ", "conditional"}
    if acts and _REFUSAL.search(words):
        return Modality.PROHIBITION
    if notice or acts:
        return Modality.OBLIGATION
    declares = _MECHANISM.search(words) or not _DUTY.search(words)
    return Modality.DECLARATION if declares else Modality.OBLIGATION
