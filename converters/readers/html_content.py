"""The document inside a web page.

Takes: the tree of a page and its visible lines. Gives: the lines of the document.

Pages of law databases and government sites differ in every tag and class name, so the text itself
decides: the innermost container of nearly all running text that is no link. The title, and what
stands between it and that container, belong to the document; so do a signature or date right after
it. Lines that are page tools are left out wherever they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from converters.readers.html_properties import read_properties
from converters.readers.html_tree import Leaf, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from converters.text import Text

_CONTAINERS: Final = {
    "div", "article", "section", "main", "td", "body", "html", "blockquote", "center", "form",
}  # fmt: skip
_MAIN_SHARE: Final = 0.9
_FURNITURE_SHARE: Final = 0.2
_SHORT: Final = 120

_SENTENCE: Final = re.compile(r"[。；，、;]")
_LABEL: Final = re.compile(
    r"[\s　]*(?:第[零〇一二三四五六七八九十百千\d]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_RUNNING: Final = re.compile(r"[。；：;]$")
_TITLE_END: Final = re.compile(
    r"(?:法|条例|规定|办法|细则|规则|决定|决议|通知|通告|公告|意见|措施|方案|规划|纲要|批复|复函|解释|解答"
    r"|答复|规程|规范|准则|制度|章程|标准|政策|计划|目录|清单|令|函)(?:[（(][^（()）]{1,20}[）)])?$"
)
_SURE_TITLE: Final = 3
# A sentence, a property, or the name of a column of the site.
_NO_TITLE: Final = re.compile(
    r"[。；：，:;,]|^(?:通知公告|公告通知|通知通告|政策法规|法律法规|地方性法规|行政法规|政府规章|部门规章|政府令"
    r"|规范性文件|政策措施|最新政策|国家标准|发展规划|规划计划)$"
)
_TITLE_NAME: Final = re.compile(
    r"(?:^|[^a-z])(?:[a-z]*title\d*|tit|bt|biaoti|headline|h1)(?:$|[^a-z])", re.I
)
_FURNITURE_NAME: Final = re.compile(
    r"(?:^|[^a-z])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|position|location|dqwz|weizhi"
    r"|share|bdshare\w*|sharebox|print|tools?|toolbar|footer|foot|copyright|sidebar|side|related"
    r"|relate|xgwz|xglj|recommend|search|login|qrcode|erweima|ewm|banner|logo|prevnext|prev|next"
    r"|pagination|pager|comments?|fontsize|zihao|gotop|links|friendlinks?)(?:$|[^a-z])",
    re.I,
)
_TOOL: Final = (
    r"打印本页|打印|关闭窗口|关闭本页|关闭|分享到|分享至|分享|微信|微博|收藏本页|收藏|纠错|字号|字体|大|中|小"
    r"|返回顶部|回到顶部|返回列表|返回|下载全文|下载|全文下载|我要纠错|视力保护色|默认|超大|朗读|QQ空间|朋友圈"
)
_GAP: Final = r"[\s【】\[\]()（）<>〈〉|｜/·:：、　]*"
# Page tools that no legal text holds, so that they may be left out inside the text too.
_TOOL_LINE: Final = re.compile(
    rf"(?=.*(?:打印|关闭|分享|收藏|字号|字体|下载|返回|回到|纠错|朗读))(?:{_GAP}(?:{_TOOL}))+{_GAP}"
    r"|(?:您现在的位置|您的位置|您所在的位置|你的位置|当前位置|现在位置|所在位置)\s*[:：>＞].*"
    r"|(?:网站)?首页\s*[>＞›»/|].*"
    r"|(?:分享到|分享至|字号|字体)\s*[:：].*"
    r"|[上下]一(?:篇|条|页)\s*[:：].*"
    r"|(?:信息来源|稿件来源|文章来源|来源|责任编辑|浏览次数|浏览量|阅读次数|点击数|点击量|访问量|访问次数)\s*[:：].+"
    r"|.*(?:浏览次数|浏览量|阅读次数|点击数|点击量|访问量|访问次数|字号|字体|信息来源|稿件来源)\s*[:：].*"
    r"|.*\s(?:来源\s*[:：].+|【?打印】?|打印本页)"
    r"|扫一扫.*|.*扫.{0,6}二维码.{0,20}"
    r"|.*(?:ICP备\s*\d|公网安备\s*\d|网站标识码\s*[:：]?\s*\w).*"
    r"|(?:.*\s)?(?:版权所有|Copyright|©).*|网站地图|联系我们"
    r"|(?:无障碍|长者|适老)(?:模式|浏览|阅读|助手|版)",
    re.I,
)
# What may be part of a notice, but stands outside of its text only as page furniture.
_OUTSIDE_LINE: Final = re.compile(
    r"(?:主办|承办|维护|协办|运行维护)(?:单位)?\s*[:：].*|技术支持\s*[:：].*|联系(?:电话|方式)\s*[:：].*|编辑\s*[:：].*"
    r"|作者\s*[:：].*"
)
_RELATED: Final = re.compile(
    r"(?:相关|延伸|推荐)(?:链接|文档|稿件|阅读|解读|文件|附件|信息|政策|新闻|文章|内容)\s*[:：]?"
    r"|附件下载\s*[:：]?|政策解读\s*[:：]?|图解\s*[:：]?"
)
_ATTACHMENT_HEAD: Final = re.compile(r"(?:相关)?附件(?:下载|列表)?\s*[:：]?")
_ATTACHED: Final = re.compile(r"附\s*件\s*\d{0,2}\s*[:：]\s*\S")
_NUMBERED: Final = re.compile(r"\d{1,2}\s*[.．、]\s*\S")
_DOWNLOAD: Final = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|pptx?|ceb)(?:$|[?#])", re.I)
# What may stand beside the text in a column of its own and is part of the document.
_BELONGS: Final = re.compile(
    r"[（(]?[^。]{0,60}(?:通过|批准|公布|修正|修订|施行)[^。]{0,40}[）)]"
    r"|.{1,20}[〔\[［(（]\s*\d{4}\s*[〕\]］)）]\s*\d+\s*号"
    r"|[零〇○一二三四五六七八九十\d]{2,4}\s*年\s*[一二三四五六七八九十\d]{1,3}\s*月\s*[一二三四五六七八九十\d]{1,3}\s*日(?:\s*印发)?"
    r"|[\u4e00-\u9fff]{2,30}(?:人民政府|办公厅|办公室|委员会|常务委员会|法院|检察院|局|部|厅|院|署|会)"
    r"|[（(]此件[^）)]{2,12}[）)]|抄送\s*[:：].*"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A visible line with what its elements say about it."""

    text: Text
    start: int
    end: int
    is_link: bool
    is_download: bool
    in_page: bool  # a contents entry that leads to a place in the same page
    is_menu: bool  # several links and nothing else
    title_element: int  # the element around it that is called a title; -1 for none
    named_furniture: bool

    @property
    def value(self) -> str:
        """The line without white space at its ends."""
        return self.text.value.strip(" \t\u3000\u00a0")


def select_content(tree: Tree, lines: Sequence[Text]) -> list[Text]:
    """The lines of the document in the order of the page."""
    scores = _score(tree)
    main = _find_main(tree, scores)
    described = _describe(tree, lines, scores)
    begin, end = tree.elements[main].start, tree.elements[main].end
    first = next((i for i, x in enumerate(described) if x.start >= begin), len(described))
    last = next((i for i, x in enumerate(described) if x.start >= end), len(described))
    body = _without_furniture(described[first:last])
    if not scores[0]:
        body = [x for x in body if not _is_outside(x)]  # no running text that could hold a link
    before = _before(described[:first], body, tree.titles)
    after = _after(described[last:])
    kept = [x.text for x in (*before, *body, *after)]
    used = {x.start for x in (*before, *after)}
    around = (x for x in (*described[:first], *described[last:]) if x.start not in used)
    properties = read_properties(x.text for x in around if not _is_furniture(x))
    above = [*before, *_head(body)]
    if any(_is_title(x, tree.titles) for x in above):
        return [*properties, *kept]
    stated = _head_title(tree.titles)
    return [*properties, *(x for x in stated if not _is_shown(x.value, above)), *kept]


def _score(tree: Tree) -> list[int]:
    """How much running text each element holds, links and page furniture not counted."""
    scores = [0] * len(tree.elements)
    for event in tree.events:
        if isinstance(event, Leaf):
            element = tree.elements[event.element]
            value = event.text.value.strip()
            if value and not element.unread and not element.in_link and _is_running(value):
                scores[event.element] += len(value)
    for index in range(len(scores) - 1, 0, -1):
        scores[tree.elements[index].parent] += scores[index]
    return scores


def _is_running(value: str) -> bool:
    if len(value) <= _SHORT and (_TOOL_LINE.fullmatch(value) or _OUTSIDE_LINE.fullmatch(value)):
        return False
    return _SENTENCE.search(value) is not None or _LABEL.match(value) is not None


def _find_main(tree: Tree, scores: list[int]) -> int:
    """The innermost container that holds nearly all the running text."""
    enough = _MAIN_SHARE * scores[0]
    main = 0
    for index in range(1, len(scores)):
        inside = tree.elements[index].parent
        # Elements come parents first, so the chain of large ones is found in one pass.
        if scores[0] and scores[index] >= enough and (inside == main or scores[inside] >= enough):
            main = index
    while main and tree.elements[main].tag not in _CONTAINERS:
        main = tree.elements[main].parent
    return main


def _describe(tree: Tree, lines: Sequence[Text], scores: list[int]) -> list[_Line]:
    titled, furnished = _inherit_names(tree, scores)
    leaves = [e for e in tree.events if isinstance(e, Leaf) and not tree.elements[e.element].unread]
    offsets = [leaf.offset for leaf in leaves]
    described = []
    for line in lines:
        start, end = line.place(0).offset, line.place(len(line) - 1).offset
        own = leaves[max(bisect_right(offsets, start) - 1, 0) : bisect_right(offsets, end)]
        visible = [x for x in own if x.text.value.strip(" \t\r\n\f\u3000\u00a0")]
        links = [x for x in visible if tree.elements[x.element].in_link]
        linked = sum(len(x.text) for x in links)
        hrefs = [tree.elements[x.element].href for x in links]
        described.append(
            _Line(
                text=line,
                start=start,
                end=end,
                is_link=linked > 0.6 * sum(len(x.text) for x in visible),
                is_download=any(_DOWNLOAD.search(x) for x in hrefs),
                in_page=bool(hrefs) and all(x.startswith("#") for x in hrefs),
                is_menu=len(links) > 1 and len(links) == len(visible),
                title_element=max((titled[x.element] for x in visible), default=-1),
                named_furniture=bool(visible) and all(furnished[x.element] for x in visible),
            )
        )
    return described


def _inherit_names(tree: Tree, scores: list[int]) -> tuple[list[int], list[bool]]:
    """For each element which one around it is called a title, and whether it is page furniture."""
    titled = [-1] * len(tree.elements)
    furnished = [False] * len(tree.elements)
    for index, element in enumerate(tree.elements):
        if element.parent >= 0:
            titled[index] = titled[element.parent]
            furnished[index] = furnished[element.parent]
        small = scores[index] <= _FURNITURE_SHARE * scores[0]
        if element.tag == "h1" or (small and _TITLE_NAME.search(element.names)):
            titled[index] = index
        if small and _FURNITURE_NAME.search(element.names):
            furnished[index] = True
    return titled, furnished


def _without_furniture(lines: list[_Line]) -> list[_Line]:
    kept: list[_Line] = []
    related = listed = False
    for line in lines:
        # GB/T 9704-2012, 7.3.5: the note on attachments is part of the text, link or not.
        listed = bool(_ATTACHED.match(line.value)) or (listed and bool(_NUMBERED.match(line.value)))
        if listed and not line.named_furniture:
            kept.append(line)
            continue
        related = bool(_RELATED.fullmatch(line.value)) or (related and line.is_link)
        if related or _is_furniture(line):
            if line.is_download:
                _drop_attachment_head(kept)
            continue
        kept.append(line)
    return kept


def _drop_attachment_head(kept: list[_Line]) -> None:
    """附件： above a list of files to download announces nothing that is in the page."""
    if kept and _ATTACHMENT_HEAD.fullmatch(kept[-1].value):
        kept.pop()


def _is_furniture(line: _Line) -> bool:
    if line.named_furniture or (line.is_link and line.is_download):
        return True
    if len(line.value) > _SHORT or line.value[-1:] in "。；" or _LABEL.match(line.value):
        return False
    if line.is_menu and not line.in_page and not _SENTENCE.search(line.value):
        return True
    return _TOOL_LINE.fullmatch(line.value) is not None


def _before(lines: list[_Line], body: list[_Line], titles: list[Text]) -> list[_Line]:
    """The title above the text with all that stands between, else what belongs right before it."""
    head = _head(body)
    rank, at = max(((_title_rank(x, titles), i) for i, x in enumerate(lines)), default=(0, 0))
    # A body with a title of its own may still lack the one that the page is known by.
    needed = _SURE_TITLE if any(_is_title(x, titles) for x in head) else 1
    if rank >= needed and not _is_shown(lines[at].value, head):
        while at and lines[at].title_element == lines[at - 1].title_element >= 0:
            at -= 1  # a title that is broken over lines
        return [x for x in lines[at:] if not _is_outside(x)]
    start = len(lines)
    while start and _belongs(lines[start - 1]):
        start -= 1
    return lines[start:]


def _is_shown(title: str, lines: list[_Line]) -> bool:
    """Whether whole lines, one or several in a row, are the title."""
    wanted = _squeeze(title)
    for start in range(len(lines)):
        shown = ""
        for line in lines[start:]:
            shown += _squeeze(line.value)
            if shown == wanted:
                return True
            if not wanted.startswith(shown):
                break
    return False


def _belongs(line: _Line) -> bool:
    return _BELONGS.fullmatch(line.value) is not None and not _is_outside(line)


def _squeeze(value: str) -> str:
    return "".join(value.split())


def _after(lines: list[_Line]) -> list[_Line]:
    """A signature, a date, a note on publication that stand right after the text."""
    end = 0
    while end < len(lines) and _belongs(lines[end]):
        end += 1
    return lines[:end]


def _is_outside(line: _Line) -> bool:
    if _is_furniture(line) or (line.is_link and not line.in_page):
        return True
    return _OUTSIDE_LINE.fullmatch(line.value) is not None


def _head(body: list[_Line]) -> list[_Line]:
    """The lines of the body before its first sentence or label."""
    for at, line in enumerate(body):
        if _LABEL.match(line.value) or _RUNNING.search(line.value):
            return body[:at]
    return body


def _is_title(line: _Line, titles: list[Text]) -> bool:
    return _title_rank(line, titles) > 0


def _title_rank(line: _Line, titles: list[Text]) -> int:
    """How surely a line is the title; 0 for one that is none."""
    value = _squeeze(line.value)
    if not 4 <= len(value) <= 200 or _NO_TITLE.search(value) or _is_outside(line):
        return 0
    if _TITLE_END.search(value):
        return _SURE_TITLE - (not any(value in _squeeze(title.value) for title in titles))
    stated = any(_squeeze(title.value).startswith(value) for title in titles)
    return int(line.title_element >= 0 and stated)


def _head_title(titles: list[Text]) -> list[Text]:
    """The title that only the head of the page states, without the name of the site."""
    for title in titles:
        position = 0
        for part in re.split(r"([_|｜—–－]+|\s-\s|-{2,})", title.value):
            words = part.strip()
            start = position + part.find(words) if words else position
            position += len(part)
            if len(words) >= 4 and _TITLE_END.search(words) and not _NO_TITLE.search(words):
                return [title.slice(start, start + len(words))]
    return []
