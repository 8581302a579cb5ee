"""Plans and catalogues that are the basis of an act: 根据国民经济和社会发展规划、国土空间规划.

Takes: folded text. Gives: their names. A plan that is made, changed or entered in another
(编制…规划, 纳入…规划) is the object of the act and not cited.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.annotation.citations.titles import Name

if TYPE_CHECKING:
    from collections.abc import Iterator

# The name of a plan holds no verb.
_PLAN: Final = (
    r"(?:(?!规划|编制|制定|制订|修改|调整|规定|有关|要求|确定|承担|提出|组织|统一|需要|意见|批准|方式|职责|按照|根据|纳入|列入)"
    r"[^，。；：《》“”的对]){3,28}?规划(?:纲要)?"
)
_AND: Final = r"(?:、|和|及|与|以及)"
_BASIS: Final = re.compile(
    rf"(?:按照|依照|根据|依据)(?P<plans>{_PLAN}(?:{_AND}{_PLAN})*)"
    r"(?=[，。；、和及与等的确布开执实要推安组有引进建改提编制])"
)
_ONE_PLAN: Final = re.compile(
    r"(?:[^，。]*(?:标准|法律|法规|需求|条件|规范|计划|实际|情况|政策|意见|目录|能力|水平|状况|现状|方案|战略|权限|需要|数量|排放量|区划)(?:、|和|及|与|以及))?"
    r"(?P<plan>.+?规划(?:纲要)?)(?:、|和|及|与|以及|$)"
)
_LIST: Final = re.compile(
    r"(?:按照|依照|根据|依据|对照|参照)"
    r"(?P<name>(?:(?!编制|制定|制订|修改|调整|规定|要求|确定|承担|提出|需要|批准|职责|列入|本|上述|前款|有关|相关)"
    r"[^，。；：、《》“”的对和与]){3,28}?目录)(?=[，。；、和及与的]|(?:确定|开展|执行|实施|组织|编制(?!规范)|统一))"
)
# 公共数据目录编制规范; 有关技术规范 names none.
_RULES: Final = re.compile(
    r"(?:按照|依照|根据|依据|参照)(?P<name>"
    r"(?:(?!国家|有关|相关|行业|技术|安全|标准|法律|法规|规定|应当|本[法条办规市省单]|制定|制订|修改|要求|批准)"
    r"[^，。；：、《》“”的对和与]){4,20}?(?:(?:编制|编码|编目|采集|管理|工作|操作|服务|技术)规范|规程))"
    r"(?=[，。；、和及与的]|确定|执行|开展|实施|组织|编制|制定|进行)"
)
# 国务院批准的中小企业划分标准
_APPROVED: Final = re.compile(
    r"(?:按照|依照|根据|依据|参照)"
    r"(?P<name>(?:国务院|国家|[省市]|(?:省|市|自治区|上级)人民政府)批准的[^，。；：《》“”]{2,20}?(?:规划|标准|目录|方案))"
    r"(?=[，。；、和及与的]|确定|执行|开展|实施|组织|编制|制定|进行)"
)
# 在湖泊保护利用专项规划确定的保护范围内
_BOUNDS: Final = re.compile(rf"(?:在|位于|符合)(?P<name>{_PLAN})(?:所)?(?:确定|划定)的")
# 按照“一本式”环评编制技术指南
_QUOTED: Final = re.compile(
    r"(?:按照|依照|根据|依据|参照)(?P<name>“[^“”，。；]{2,12}”(?:(?!的|原则|要求)[\u4e00-\u9fff]){0,12}?(?:指南|导则|规范|规程|标准|方案|意见|办法|目录|清单|规划|纲要))"
)

# A character or word without which a pattern finds nothing.
_NAMED: Final = (
    ("目录", _LIST),
    ("”", _QUOTED),
    ("规", _RULES),
    ("批准", _APPROVED),
    ("规划", _BOUNDS),
)


def find_plans(folded: str) -> Iterator[Name]:
    """Plans after 根据, 按照 and their like; the title is empty, for the words are no title.

    >>> [n.start for n in find_plans("应当根据全省发展规划、国土空间规划，制定方案")]
    [4, 11]
    """
    for sign, pattern in _NAMED:
        if sign in folded:
            for found in pattern.finditer(folded):
                yield Name(*found.span("name"), "")
    if "规划" in folded:
        for basis in _BASIS.finditer(folded):
            for plan in _ONE_PLAN.finditer(folded, *basis.span("plans")):
                yield Name(*plan.span("plan"), "")
