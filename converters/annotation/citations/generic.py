"""Phrases that name a class of norms without a name: 有关法律、行政法规, 国家有关规定, 相关政策.

Takes: folded text. Gives: spans with the rule that found each. 依法 and 按照规定, which name nobody's
norms, are none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Phrase(NamedTuple):
    """A phrase and the rule that found it."""

    start: int
    end: int
    rule: str
    confidence: float


_JOINT: Final = r"(?:、|和|与|及|以及|或者|或)"
_NORM: Final = (
    r"(?:法律|行政法规|地方性法规|法规|部门规章|地方政府规章|政府规章|行政规章|规章|自治条例|单行条例"
    r"|司法解释|国际条约|规范性文件)"
)
_ALSO: Final = rf"(?:{_NORM}|政策(?!措施|支持|咨询|性))"
_RELEVANT: Final = r"(?:有关|相关|现行|其他有关|其他相关|其他)"
_LEVEL: Final = r"(?:国家|本?省|本?市|地方)"
_LEVELS: Final = rf"(?:{_LEVEL}(?:{_JOINT}{_LEVEL}){{0,2}})"
# 法律责任, 法律援助, 法律服务 … name no norms; after a single word stands what norms do.
_DOES: Final = (
    r"(?=(?:的?(?:明确|特别|强制性|禁止性)?规定|另有|有(?:明确|特别)?规定|已有|已经|未作|未规定|没有|对|禁止|授权"
    r"|赋予|允许|限制|要求|明确|所|的，|的；|的其他|的有关规定|的相关规定))"
)
_ENDS: Final = r"(?=[，。；、]|的)"
# What single norms are the object of.
_BASIS: Final = r"(?:(?<=按照|依照|根据|依据|违反|符合|遵守|遵照|执行|参照)|(?<=按)(?!照))"
_NAMED: Final = r"(?<=等)"  # 《…法》等有关法律

_ISSUER: Final = (
    r"(?:国家|国务院|中央|本?省人民政府|本?市人民政府|自治区人民政府|本省|本市|本自治区|自治区|本[州县区]"
    r"|省|市|设区的市|上级)"
)
_ISSUERS: Final = rf"{_ISSUER}(?:{_JOINT}{_ISSUER}){{0,3}}"
_TOPIC: Final = r"(?:(?!部门|机构|机关|规定|单位|人民)[\u4e00-\u9fff]){0,6}?"
_RULES: Final = r"(?:政策规定|规定|规章制度|政策)(?!的?(?:事项|权限|期限|时间|程序|条件|范围|情形|标准|职责|比例)|措施|支持)"
_OF_WHAT: Final = r"(?:(?!部门|机构|机关|规定|单位|人民|另有|已有|对|法规)[\u4e00-\u9fff]){0,10}?"
_STANDARDS: Final = r"[食药品安全卫生]{0,6}(?:(?:强制性|国家|行业|地方)(?:和|或者|、)?){1,3}标准"
# What ends a list of norms: 法律、法规以及国家和省的政策规定, 法律、行政法规、食品安全国家标准.
_LAST: Final = rf"(?:{_ISSUERS}的?(?:(?:其他)?(?:有关|相关)的?{_OF_WHAT}{_RULES}|(?<=的)规定|{_OF_WHAT}政策(?:规定)?(?![性措支文导]))|(?:其他)?(?:有关|相关)的?(?:政策)?规定|{_STANDARDS})"
_BENEFIT: Final = r"(?<=享受|执行)"

_PATTERNS: Final = (
    # 有关法律、行政法规; 法律法规; 相关法律、法规、规章和政策
    (
        "norm-list",
        0.95,
        rf"(?:{_LEVELS}的?)?(?:{_RELEVANT}的?)?{_NORM}(?:(?:{_JOINT}?{_ALSO})+(?:{_JOINT}{_LAST})?|{_JOINT}{_LAST})",
    ),
    ("norm", 0.85, rf"{_RELEVANT}的?{_NORM}{_DOES}"),
    ("norm", 0.8, rf"(?:法律|行政法规|地方性法规|法规|规章){_DOES}"),
    (
        "norm-basis",
        0.85,
        rf"(?:{_BASIS}|{_NAMED})(?:{_RELEVANT}的?)?(?:法律|行政法规|地方性法规|法规|规章){_ENDS}",
    ),
    # 国家有关规定, 国家和本省的有关规定, 国家、省有关政策
    ("issuer", 0.9, rf"{_ISSUERS}的?(?:有关|相关)的?{_TOPIC}{_RULES}"),
    # 国家有关工伤保险、评定伤残、批准烈士的规定
    (
        "issuer",
        0.85,
        rf"{_BASIS}{_ISSUERS}(?:有关|关于)(?:(?!规定)[^，。；（）《》]){{2,30}}?的(?:政策)?规定(?!的?(?:事项|权限|期限|时间|程序|条件|范围|情形|标准|职责|比例))",
    ),
    # 国家规定 as the basis of an act; as a verb (国家规定的标准) it names none
    (
        "issuer-basis",
        0.85,
        rf"{_BASIS}{_ISSUERS}规定(?!的[^，；。]|条件|标准|期限|范围|比例|程序|限额|要求|时间|情形)",
    ),
    ("issuer", 0.85, rf"{_ISSUERS}的?政策规定"),
    ("issuer-basis", 0.75, rf"{_BASIS}{_ISSUERS}的(?:政策)?规定"),
    ("policy", 0.75, rf"{_BASIS}{_ISSUERS}的?{_OF_WHAT}政策(?:规定)?(?!措施|支持|文件|性)"),
    # 享受招商引资相关政策
    (
        "policy",
        0.75,
        rf"{_BENEFIT}(?:(?!国家|企业|人才|政策)[\u4e00-\u9fff]){{0,8}}?(?:有关|相关)(?:优惠|扶持|支持)?政策(?!措施|支持|文件)",
    ),
    # 对接高标准国际经贸规则
    ("world", 0.8, r"国际(?:高标准|通行|先进|投资|数字)*(?:经贸|贸易|经济贸易|商事|投资)+规则"),
    (
        "rules",
        0.8,
        rf"(?:{_BASIS}|{_NAMED})(?:有关|相关)的?(?:{_TOPIC})(?:规定|政策规定|政策(?!措施))",
    ),
    ("rules", 0.8, r"(?<=[和或、])(?:有关|相关)的?(?:政策)?规定"),
    (
        "topic-rules",
        0.7,
        rf"{_BASIS}(?:(?!法律|法规|章程|合同|协议|规定|各自|条件|按|依照|根据|依据|国家|国务院|应当|可以|本[法条办规])[\u4e00-\u9fff、]){{2,16}}?(?<![和或与及、])的?(?:有关|相关)规定",
    ),
)
# Few characters can begin a phrase; where a basis stands before it, any can.
_GROUPS: Final = "|".join(f"(?P<g{i}>{pattern})" for i, (_, _, pattern) in enumerate(_PATTERNS))
_GENERIC: Final = re.compile(
    rf"(?:(?=[法行地规部政自单司国有相现其中本省市县区州设上])|(?<=[照据反合守行按等和或、受]))(?:{_GROUPS})"
)
_HAS: Final = re.compile("法律|法规|规章|规定|政策|条例|规则")

_LEADERS: Final = r"(?:党中央|中共中央|国务院|中央|省委|省政府|省人民政府|市委|市政府|市人民政府|自治区党委|自治区政府|自治区人民政府|区委|区政府|县委|县政府)"
_DECISION: Final = r"(?:决策部署|战略部署|工作部署|部署要求|安排部署|部署安排|统一部署|部署|工作要求|会议精神|文件精神|指示精神|指示要求|精神)"
_OF_LEADERS: Final = (
    rf"{_LEADERS}(?:{_JOINT}{_LEADERS})*"
    rf"(?:(?!{_LEADERS}|应当|负责|按照|根据|组织)[^，,；。《》（）]){{0,60}}?{_DECISION}"
)
_PARTY: Final = (
    r"习近平总书记[^，,；。《》（）]{0,40}?(?:精神|论述|要求)"
    r"|党的[一二三四五六七八九十]+[大届][^，,；。《》（）]{0,24}?精神"
)
_FOLLOWED: Final = re.compile(
    r"(?:贯彻|落实|按照|根据|遵照|依据|围绕)(?:好|了)?"
    rf"(?P<all>(?:{_OF_LEADERS}|{_PARTY})(?:(?:、|和|及|以及)(?:{_OF_LEADERS}|{_PARTY}))*)"
)
_POLITICAL: Final = re.compile(rf"{_OF_LEADERS}|{_PARTY}")
_SPEAKS: Final = re.compile("部署|精神|决策|论述|工作要求|指示要求")


def find_generic(folded: str) -> Iterator[Phrase]:
    """The phrases of a text, in order within each grammar."""
    if _HAS.search(folded):
        for match in _GENERIC.finditer(folded):
            rule, confidence, _ = _PATTERNS[int((match.lastgroup or "g0")[1:])]
            yield Phrase(match.start(), match.end(), f"generic-{rule}", confidence)
    if _SPEAKS.search(folded):
        for followed in _FOLLOWED.finditer(folded):
            for match in _POLITICAL.finditer(folded, *followed.span("all")):
                yield Phrase(match.start(), match.end(), "generic-decision", 0.75)
