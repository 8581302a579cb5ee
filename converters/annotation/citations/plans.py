"""Plans that are the basis of an act: 根据国民经济和社会发展规划、国土空间规划.

Takes: folded text. Gives: the names of the plans. A plan that is made, changed or entered in another
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
    r"(?=[，。；、和及与的确布开执实要推安组有引进建改提编制])"
)
_ONE_PLAN: Final = re.compile(
    r"(?:[^，。]*(?:标准|法律|法规|需求|条件|规范|计划|实际|情况|政策|意见|目录|能力|水平|状况|现状|方案|战略|权限|需要|数量|排放量|区划)(?:、|和|及|与|以及))?"
    r"(?P<plan>.+?规划(?:纲要)?)(?:、|和|及|与|以及|$)"
)


def find_plans(folded: str) -> Iterator[Name]:
    """Plans after 根据, 按照 and their like; the title is empty, for the words are no title.

    >>> [n.start for n in find_plans("应当根据全省发展规划、国土空间规划，制定方案")]
    [4, 11]
    """
    if "规划" in folded:
        for basis in _BASIS.finditer(folded):
            for plan in _ONE_PLAN.finditer(folded, *basis.span("plans")):
                yield Name(*plan.span("plan"), "")
