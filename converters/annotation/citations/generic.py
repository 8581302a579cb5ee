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
_LEVEL: Final = r"(?:中华人民共和国|国家|我国|中国|本?省|本?市|地方)"
_LEVELS: Final = rf"(?:{_LEVEL}(?:{_JOINT}{_LEVEL}){{0,2}})"
# 法律责任, 法律援助, 法律服务 … name no norms; after a single word stands what norms do.
_DOES: Final = (
    r"(?=(?:的?(?:明确|特别|强制性|禁止性)?规定|另有|有(?:明确|特别)?规定|已有|已经|未作|未规定|没有|对|禁止|授权"
    r"|赋予|允许|限制|要求|明确|所|的，|的；|的其他|的有关规定|的相关规定))"
)
_ENDS: Final = rf"(?=[，。；、]|的|{_JOINT}(?:国家|国务院|本?[省市]|其他|有关|相关))"
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
# 法律、法规和国家有关规定 are two phrases.
_LAST: Final = rf"(?:{_ISSUERS}的?(?:(?<=的)规定|(?!有关|相关){_OF_WHAT}政策(?:规定)?(?![性措支文导]))|{_STANDARDS})"
_BENEFIT: Final = r"(?<=享受|执行|实施|适用|落实|兑现)"
_POLICY_END: Final = r"政策(?:规定|和措施)?(?!措施|支持|文件|性|体系|宣传|清单|咨询)"
# 劳动保障法律、法规; 水、河道管理法律、法规; 有关税收的法律、行政法规
_FIELD: Final = (
    r"(?:(?!法律|法规|规章|规定|章程|条例|宪法|合同|协议|标准|应当|可以|或者|违反|符合|遵守|根据|依据|依照|按照|执行|参照|批准|同意|有关|相关|其他|以及|国家|政策"
    r"|本[法市省县区条办规]|[法和与及](?:法律|、)|[^其上中平优同高初]等)[\u4e00-\u9fff、])"
)
_MANAGED: Final = r"(?:(?!法律|法规|规定|章程|条例|合同|协议|标准|各自|按|依照|根据|依据|国务院|应当|可以|有关|相关|部门|机构|机关|人民政府|本[法条办规])[\u4e00-\u9fff])"
_NOT_WHAT: Final = r"(?!的?[\u4e00-\u9fff]{0,2}(?:事项|权限|期限|时间|时限|程序|条件|范围|情形|标准|职责|比例|要求|限额))"

_PATTERNS: Final = (
    # 有关法律、行政法规; 法律法规; 相关法律、法规、规章和政策
    (
        "norm-list",
        0.95,
        rf"(?:{_LEVELS}的?)?(?:{_RELEVANT}的?)?{_NORM}(?:(?:{_JOINT}?{_ALSO})+(?:{_JOINT}{_LAST})?|{_JOINT}{_LAST})",
    ),
    (
        "field-norms",
        0.8,
        rf"{_BASIS}(?:{_LEVELS}?的?(?:有关|相关)的?{_FIELD}{{2,14}}的|{_FIELD}{{2,12}}){_NORM}(?:{_JOINT}?{_NORM})+",
    ),
    ("norm", 0.85, rf"{_RELEVANT}的?{_NORM}{_DOES}"),
    ("norm", 0.8, rf"(?:法律|行政法规|地方性法规|法规|规章){_DOES}"),
    (
        "norm-basis",
        0.85,
        rf"(?:{_BASIS}|{_NAMED})(?:{_LEVELS}的?)?(?:{_RELEVANT}的?)?(?:法律|行政法规|地方性法规|法规|规章){_ENDS}",
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
        rf"{_BASIS}{_ISSUERS}规定(?!的[^，；。]){_NOT_WHAT}",
    ),
    # 国家和本市环境保护和劳动保护的规定, 国家保密规定
    (
        "issuer-basis",
        0.8,
        rf"{_BASIS}{_ISSUERS}的?{_MANAGED}{{2,14}}?规定(?!的[^，；。]){_NOT_WHAT}",
    ),
    # 按照统计调查制度的规定, 按照政府效能建设管理规定
    ("field-rules", 0.75, rf"{_BASIS}{_MANAGED}{{2,14}}?(?:管理|制度的)规定{_NOT_WHAT}"),
    # 符合国家中小企业划分标准
    ("issuer-basis", 0.75, rf"{_BASIS}国家{_MANAGED}{{2,10}}?(?:划分|划型)标准"),
    ("issuer", 0.85, rf"{_ISSUERS}的?政策规定"),
    ("issuer", 0.8, rf"{_ISSUERS}另有规定"),
    ("issuer-basis", 0.75, rf"{_BASIS}{_ISSUERS}的(?:政策)?规定"),
    ("policy", 0.75, rf"{_BASIS}{_ISSUERS}的?{_OF_WHAT}政策(?:规定)?(?!措施|支持|文件|性)"),
    # 落实国家各项减税降费政策, 享受国家和省鼓励科技创新的相关政策
    (
        "policy",
        0.75,
        rf"{_BENEFIT}{_ISSUERS}(?!内)的?(?:[^，。；：《》“”]{{2,40}}的(?:有关|相关)|(?!有关|相关|规定){_OF_WHAT}(?<!方针)){_POLICY_END}",
    ),
    # 享受招商引资相关政策, 实施相关扶持政策和措施
    (
        "policy",
        0.75,
        rf"{_BENEFIT}(?:(?!国家|企业|人才|政策)[\u4e00-\u9fff]){{0,8}}?(?:有关|相关)(?:[\u4e00-\u9fff]{{2}}){{0,2}}?{_POLICY_END}",
    ),
    # 对接高标准国际经贸规则; 与国际规则相衔接 is an aim and no basis
    (
        "world",
        0.8,
        rf"(?:{_BASIS}|(?<=对标|对接|遵循))国际(?:(?:高标准|通行|先进|投资|数字)*(?:经贸|贸易|经济贸易|商事|投资)+|通行的?)规则",
    ),
    (
        "rules",
        0.8,
        rf"(?:{_BASIS}|{_NAMED})(?:有关|相关)的?(?:{_TOPIC})(?:规定|政策规定|政策(?!措施))",
    ),
    ("rules", 0.8, r"(?<=[和或、])(?:其他)?(?:有关|相关)的?(?:政策)?规定"),
    (
        "topic-rules",
        0.7,
        rf"{_BASIS}(?:(?!法律|法规|章程|合同|协议|规定|各自|条件|按|依照|根据|依据|国家|国务院|应当|可以|本[法条办规])[\u4e00-\u9fff、]){{2,16}}?(?<![和或与及、])的?(?:有关|相关)规定",
    ),
)
# Few characters can begin a phrase; where a basis stands before it, any can.
_GROUPS: Final = "|".join(f"(?P<g{i}>{pattern})" for i, (_, _, pattern) in enumerate(_PATTERNS))
_GENERIC: Final = re.compile(
    rf"(?:(?=[法行地规部政自单司国有相现其中我本省市县区州设上])|(?<=[照据反合守行按等和或、受施用实现]))(?:{_GROUPS})"
)
_HAS: Final = re.compile("法律|法规|规章|规定|政策|条例|规则|划[分型]标准")

# 涉及企业权利义务的地方性法规、规章、行政规范性文件，应当…: norms that are made.
_ENACTED: Final = re.compile(
    "(?:、|和|以及|或者)(?:其他)?(?:行政)?规范性文件(?!的?(?:规定|要求|依据|另有|执行))"
)
_GOVERNED: Final = re.compile(f"{_BASIS}$")

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
            if _ENACTED.match(folded, match.end()) and not _GOVERNED.search(
                folded, 0, match.start()
            ):
                continue
            rule, confidence, _ = _PATTERNS[int((match.lastgroup or "g0")[1:])]
            yield Phrase(match.start(), match.end(), f"generic-{rule}", confidence)
    if _SPEAKS.search(folded):
        for followed in _FOLLOWED.finditer(folded):
            for match in _POLITICAL.finditer(folded, *followed.span("all")):
                yield Phrase(match.start(), match.end(), "generic-decision", 0.75)
