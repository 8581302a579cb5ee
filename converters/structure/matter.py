"""Lines that are no provisions: titles, document numbers, adoption notes, addressees, signatures.

Takes: the lines before the first unit, or one line anywhere. Gives: what kind of element each is.
Forms: 党政机关公文格式 (GB/T 9704-2012) for notices, 立法法 2023 第六十五条 for the adoption note (题注).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.records import ElementKind
from converters.structure.clean import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

DATE: Final = re.compile(
    r"(?P<year>\d{4}|[〇○零一二三四五六七八九０-９]{4}) ?年 ?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}) ?月"
    r" ?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}) ?日"
)
DOCUMENT_NUMBER: Final = re.compile(
    r"(?P<prefix>[\u4e00-\u9fff]{1,12}) ?[〔\[【（［] ?(?P<year>\d{4}) ?[〕\]】）］] ?(?:第)? ?(?P<number>\d{1,5}) ?号"
)
ORDER_NUMBER: Final = re.compile(
    r"（?(?:第|令第|公告第) ?[\d一二三四五六七八九十百〇零]{1,6} ?号）?"
)
NUMBERED_ORDER: Final = re.compile(
    r"(?P<body>[\u4e00-\u9fff、 ]{2,60}?)(?P<form>令|公告) ?（?第 ?(?P<number>[\d一二三四五六七八九十百〇零]{1,6}) ?号）?"
)
EVENT_WORD: Final = re.compile(r"通过|批准|公布|发布|颁布|印发|修正|修订|修改|施行|实施|起执行")

_TITLE_HEAD: Final = (
    "条例|规定|办法|决定|措施|意见|通知|细则|规则|方案|法|解释|批复|规划|纲要|通则|准则|办法》|公约"
    "|规范|标准|制度|命令|决议|答复|解答|通告|公告|宪法|修正案|补充规定|若干问题|政策|计划|指南|清单|编"
)
_TITLE_LENGTH: Final = 120
_TITLE_END: Final = re.compile(rf"(?:{_TITLE_HEAD})(?:（[^（）]{{1,20}}）)*$")
_BODY_HEAD: Final = "人民政府|政府|办公厅|办公室|委员会|常务委员会|人民代表大会|法院|检察院|国务院|厅|局|部|署|委|总局|总署|中心|领导小组"
_SIGNATURE: Final = re.compile(rf"[\u4e00-\u9fff（）、 ]{{2,60}}(?:{_BODY_HEAD})")
_HEADER: Final = re.compile(
    rf"[\u4e00-\u9fff（） ]{{2,40}}(?:文件|公报)|[\u4e00-\u9fff（） ]{{0,40}}(?:{_BODY_HEAD})? ?(?:公告|令)"
)
_COPIES: Final = re.compile(r"(?:抄 ?送|抄 ?报|分 ?送|主 ?送) ?：.*")
# 附注 stands in brackets below the date (GB/T 9704-2012, 7.3.7).
_DISCLOSURE: Final = re.compile(
    r"（(?:此件|联系人|联系电话|联系方式).{0,80}）|（?信息公开.{0,12}）?"
)
_ATTACHMENTS: Final = re.compile(r"附 *件 *： *[^ ][^。；]{0,120}")
_ATTACHMENT: Final = re.compile(r"\d{1,2} *[.．、][^。；]{1,120}")
_OFFICER: Final = re.compile(
    r"(?:代|副)?(?:部长|局长|主任|省长|市长|州长|县长|主席|总理|署长|行长|委员长|院长|检察长|主任委员|会长)"
    r"[ ：]*[\u4e00-\u9fff·]{1,4} ?[\u4e00-\u9fff·]{1,8}"
)
_PRINTING: Final = re.compile(rf"(?:{_SIGNATURE.pattern})? *{DATE.pattern} *印 ?发?")
_ADDRESSEES: Final = re.compile(
    rf"[^。；！？]{{2,300}}(?:{_BODY_HEAD}|单位|部门|机构|企业|院校|省|市|县|区|各方|人员|公司|集团)(?:（[^（）]{{1,40}}）)?："
)
PROPERTY_KEY: Final = re.compile(
    r"[【\[]? ?(?P<key>索 ?引 ?号|发 ?文 ?机 ?关|发 ?文 ?字 ?号|文 ?号|发 ?布 ?机 ?构|发布部门|发布单位|制定机关|成 ?文 ?日 ?期"
    r"|发 ?文 ?日 ?期|发 ?布 ?日 ?期|公 ?布 ?日 ?期|公开日期|印发日期|施行日期|实施日期|生效日期|时 ?效 ?性|效力状态|有效性|效力级别|效力等级"
    r"|法规性质|法律性质|主 ?题 ?词|主题分类|信息分类|分类|体裁|公开方式|公开范围|标 ?题|名 ?称|信息名称|来 ?源|信息来源|字 ?号|关键词"
    r"|浏览次数|作者|责任编辑|通过日期|文件类型)"
    r" ?[】\]]? ?[：]"
)
_PROPERTY: Final = re.compile(rf"{PROPERTY_KEY.pattern} ?.*")


def is_title_end(line: str) -> bool:
    """Whether the line ends as titles of norms end.

    >>> is_title_end("制造业促进条例（试行）"), is_title_end("江西省人民政府办公厅")
    (True, False)
    """
    return bool(_TITLE_END.search(fold(line).replace(" ", "")))


def is_signature(line: str) -> bool:
    """Whether the line is the name of a body and nothing else."""
    return bool(_SIGNATURE.fullmatch(fold(line)))


def is_date(line: str) -> bool:
    """Whether the line is a date and nothing else."""
    return bool(DATE.fullmatch(fold(line).strip("（） ")))


def is_attachment(line: str) -> bool:
    """Whether a line goes on with a list of attachments: 2.年度目标."""
    return bool(_ATTACHMENT.fullmatch(fold(line)))


def standing_kind(line: str, before: str = "", following: Sequence[str] = ()) -> ElementKind | None:
    """The kind of an element that may stand before or after the provisions; None for others.

    `before` and `following` are the lines around it: bodies sign where a date stands beside them.
    """
    folded = fold(line)
    for kind, pattern in _STANDING:
        if pattern.fullmatch(folded):
            return kind
    if is_date(line):
        return ElementKind.DATE
    if is_signature(line) and (is_date(before) or _leads_to_date(following)):
        return ElementKind.SIGNATURE
    return None


def _leads_to_date(following: Sequence[str]) -> bool:
    """Whether a date follows, other signatures in between."""
    for line in following:
        if is_date(line) or _PRINTING.fullmatch(fold(line)):
            return True
        if not is_signature(line):
            return False
    return False


# As many bodies may sign together.
_SIGNERS: Final = 12
_STANDING: Final = (
    (ElementKind.ATTACHMENTS, _ATTACHMENTS),
    (ElementKind.SIGNATURE, _OFFICER),
    (ElementKind.DOCUMENT_NUMBER, NUMBERED_ORDER),
    (ElementKind.PROPERTY, _PROPERTY),
    (ElementKind.DOCUMENT_NUMBER, DOCUMENT_NUMBER),
    (ElementKind.DOCUMENT_NUMBER, ORDER_NUMBER),
    (ElementKind.DISCLOSURE, _DISCLOSURE),
    (ElementKind.COPIES, _COPIES),
    (ElementKind.PRINTING, _PRINTING),
)


def front_kinds(lines: Sequence[str]) -> list[ElementKind | None]:
    """The kind of each line before the first unit; None for running text (notice, preamble)."""
    kinds: list[ElementKind | None] = []
    history = False
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        kind = _front_kind(line, before, lines[index + 1 : index + 1 + _SIGNERS], history)
        if kinds and kinds[-1] is ElementKind.ATTACHMENTS and is_attachment(line):
            kind = ElementKind.ATTACHMENTS
        history = kind is ElementKind.HISTORY and fold(line).count("（") > fold(line).count("）")
        kinds.append(kind)
    return _titles(lines, kinds)


def _front_kind(
    line: str, before: str, following: Sequence[str], history: bool
) -> ElementKind | None:
    folded = fold(line)
    kind = standing_kind(line, before, following)
    if kind and not (kind is ElementKind.DATE and history):
        return kind
    if history or is_history(folded):
        return ElementKind.HISTORY
    if _HEADER.fullmatch(folded):
        return ElementKind.HEADER
    if _ADDRESSEES.fullmatch(folded):
        return ElementKind.ADDRESSEES
    return ElementKind.TITLE if _is_title(folded) else None


def is_history(folded: str) -> bool:
    """Whether a folded line tells when the text was passed, amended or put into force."""
    dated = DATE.search(folded)
    if not dated or not EVENT_WORD.search(folded) or folded.endswith("。"):
        return False
    return folded.startswith("（") or DATE.match(folded.lstrip("（ ")) is not None


def _is_title(folded: str) -> bool:
    if len(folded) > _TITLE_LENGTH:
        return False
    bare = re.sub(r"《[^》]*》|〈[^〉]*〉", "", folded)
    return not re.search(r"[。；：！？，]", bare)


def _titles(lines: Sequence[str], kinds: list[ElementKind | None]) -> list[ElementKind | None]:
    """Of the lines that look like titles: the title, its second line, a subtitle, later ones."""
    out = list(kinds)
    runs = _runs(kinds)
    main = next(
        (r for r in runs if any(is_title_end(lines[i]) for i in r)), runs[0] if runs else []
    )
    for run in runs:
        end = next((i for i in run if is_title_end(lines[i])), run[0])
        for index in run:
            if run is main:
                out[index] = _title_kind(lines[index], runs_on=index <= end)
            elif run < main:
                out[index] = ElementKind.HEADER
            else:
                out[index] = ElementKind.ATTACHED_TITLE
    return out


def _runs(kinds: Sequence[ElementKind | None]) -> list[list[int]]:
    """Indices of neighbouring lines that look like titles."""
    runs: list[list[int]] = []
    for index, kind in enumerate(kinds):
        if kind is not ElementKind.TITLE:
            continue
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _title_kind(line: str, *, runs_on: bool) -> ElementKind:
    """Lines up to the first that ends as a title does are one title; a later one is a subtitle."""
    if runs_on:
        return ElementKind.TITLE
    bare = re.sub(r"\s", "", line)
    if fold(bare).startswith("（") or bare.endswith("编"):
        return ElementKind.SUBTITLE
    return ElementKind.ATTACHED_TITLE
