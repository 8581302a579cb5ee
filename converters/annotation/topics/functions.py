"""What a provision is for in its document: purpose, scope, definition, entry into force and so on.

Takes: a `Passage`. Gives: its functions, none for a provision that only states measures.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from converters.annotation.records import Passage


class ProvisionFunction(StrEnum):
    """Notations of the scheme provision-function."""

    PURPOSE = "purpose"
    SCOPE = "scope"
    DEFINITION = "definition"
    PRINCIPLE = "principle"
    COMPETENCE = "competence"
    DELEGATION = "delegation"
    LIABILITY = "liability"
    INTERPRETATION = "interpretation"
    ENTRY_INTO_FORCE = "entry-into-force"
    EXPIRY = "expiry"
    REPEAL = "repeal"


_SELF: Final = r"(?:本|该)(?:条例|法|规定|办法|细则|规则|决定|解释|措施|意见|方案|通知|政策)|(?:以下|本|若干)(?:政策)?措施"
_RULES: Final = (
    (
        ProvisionFunction.PURPOSE,
        rf"(?:^|。)为了?[^。]*(?:制定|出台|提出|作出)(?:{_SELF}|如下|以下)",
    ),
    (
        ProvisionFunction.SCOPE,
        rf"适用(?:于)?(?:{_SELF})|(?:{_SELF})[^。]{{0,20}}适用于?|参照(?:{_SELF})执行",
    ),
    (ProvisionFunction.DEFINITION, r"(?:所称|下列用语|用语的含义)|(?<!不)是指[^。]{4,}|以下简称"),
    (ProvisionFunction.PRINCIPLE, r"(?:遵循|坚持|贯彻)[^。]{4,}的?原则"),
    (
        ProvisionFunction.COMPETENCE,
        r"负责(?!人|解释)[^。；]*(?:工作|管理|监督|协调|服务|促进|推进|评价|指导)"
        r"|主管(?!部门|机关|机构|单位|人员)[^。；]*工作|按照(?:各自的?)?职责(?:分工)?[^。；]{0,4}做好",
    ),
    (
        ProvisionFunction.DELEGATION,
        r"(?:具体|管理|实施|考核|认定|评价|奖励)?(?:办法|细则|标准|规定|程序|方案)由[^。；]{2,40}(?:另行)?(?:制定|规定|确定)",
    ),
    (
        ProvisionFunction.LIABILITY,
        r"给予(?:政务|行政|纪律)?处分|(?<!不予)(?<!免予)(?<!免于)(?<!不)追究[^。；]{0,8}责任|处[^。；]{0,30}罚款|(?<!不)承担[^。；]{0,10}(?:法律|民事|赔偿)责任"
        r"|(?:由|应当)[^。；]{0,30}责令|(?:应当|依法)[^。；]{0,12}(?:约谈|收回|追回)",
    ),
    (ProvisionFunction.INTERPRETATION, r"由[^。；]{2,40}负责解释"),
    (ProvisionFunction.ENTRY_INTO_FORCE, r"自[^。；]{2,20}起(?:正式)?(?:施行|实施|执行|生效)"),
    (ProvisionFunction.EXPIRY, r"有效期(?:为|至|限)?[^。；]{0,12}[年月日]"),
    (ProvisionFunction.REPEAL, r"同时废止|予以废止|即行废止|停止执行"),
)
_COMPILED: Final = tuple((function, re.compile(pattern)) for function, pattern in _RULES)


def find_functions(passage: Passage) -> tuple[ProvisionFunction, ...]:
    """The functions of a provision, in the order of the scheme."""
    words = passage.folded
    return tuple(function for function, pattern in _COMPILED if pattern.search(words))
