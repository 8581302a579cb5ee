"""Web pages: the document without the page around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.errors import ConversionError
from converters.readers import detect_media_type, media, read_text
from tests.converters.formats import source_of

ARTICLE = "第一条　为了规范管理，根据有关法律，制定本条例。"
SECOND = "第二条　本条例适用于本市。"


def lines_of(page: str) -> list[str]:
    return read_text(source_of("a.html", page.encode())).value.split("\n")


def body(inner: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{inner}</body></html>"


TEXT = f"<div class='content'><p>{ARTICLE}</p><p>{SECOND}</p></div>"

LINES = {
    "inline tags do not split": (
        f"<p><b>第一</b><span>条</span>　<font>为了规范管理，</font>制定本条例。</p><p>{SECOND}</p>",
        ["第一条　为了规范管理，制定本条例。", SECOND],
    ),
    "br splits": (f"<div>{ARTICLE}<br>{SECOND}<br/></div>", [ARTICLE, SECOND]),
    "white space collapses": (
        f"<p>  第一条 \t 为了  规范，\n制定。 </p>\n<p>{SECOND}</p>",
        ["第一条 为了 规范，制定。", SECOND],
    ),
    "a source line end between Latin words is a space": (
        f"<p>第一条 use open\nsource。</p><p>{SECOND}</p>",
        ["第一条 use open source。", SECOND],
    ),
    "entities and full-width spaces stay": (
        "<p>　　第一条&nbsp;&#12288;为了&lt;规范&gt;&amp;管理&unknown;，制定。</p>",
        ["　　第一条\u00a0　为了<规范>&管理&unknown;，制定。"],
    ),
    "a sign that is no tag is text": ("<p>第一条 大于 < 小于，依照<规定>办理。</p>",
        ["第一条 大于 < 小于，依照<规定>办理。"]),
    "what is not shown is not read": (
        f"<p>{ARTICLE}</p><script>'<p>第九条。</p>'</script><style>a</style><!-- 第八条。 -->"
        "<div style='display: none'>第七条。</div><p hidden>第六条。</p><select><option>第五条。</option>"
        f"</select><button>第四条。</button><noscript>第三条。</noscript><p>{SECOND}</p>",
        [ARTICLE, SECOND],
    ),
    "cells of a row share a line": (
        f"<p>{ARTICLE}</p><table><tr><th>序号</th><th><p>名称</p></th></tr><tr><td>1</td><td></td>"
        f"<td>事项，一。</td></tr></table><p>{SECOND}</p>",
        [ARTICLE, "序号 名称", "1 事项，一。", SECOND],
    ),
    "a layout table keeps its lines": (
        f"<table><tr><td><p>{ARTICLE}</p><p>{SECOND}</p></td><td></td></tr></table>",
        [ARTICLE, SECOND],
    ),
    "end tags may be missing": (
        f"<p>{ARTICLE}<p>{SECOND}<ul><li>（一）甲，<li>（二）乙。</ul>",
        [ARTICLE, SECOND, "（一）甲，", "（二）乙。"],
    ),
    "a wrong end tag ends nothing": (
        f"<div><p>{ARTICLE}</b></span></div></td><p>{SECOND}</div>",
        [ARTICLE, SECOND],
    ),
    "preformatted lines are lines": (f"<pre>{ARTICLE}\n{SECOND}\n</pre>", [ARTICLE, SECOND]),
    "text after the last tag is read": (f"<p>{ARTICLE}</p>{SECOND}", [ARTICLE, SECOND]),
    "Word's conditional comments are comments": (
        f"<p><![if !supportLists]>{ARTICLE}<![endif]></p><![foo[x]]><p>{SECOND}</p>",
        [ARTICLE, SECOND],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_lines_are_what_a_browser_shows(name: str) -> None:
    inner, expected = LINES[name]
    assert lines_of(body(inner)) == expected


FURNITURE = {
    "navigation in links": "<div><a href='/'>首页</a> <a href='/b'>政策法规</a></div>",
    "breadcrumb": "<div>当前位置：首页 &gt; 政策 &gt; 条例</div>",
    "named breadcrumb": "<div class='crumb-nav'>首页 政策</div>",
    "share buttons": "<div>分享到：<a href='#'>微信</a></div>",
    "print and close": "<p>【打印】 【关闭】</p>",
    "size of type": "<p>字号：大 中 小</p>",
    "origin and visits": "<p>来源：省政府网站 发布时间：2024-09-27 浏览次数：12</p>",
    "next page": "<p>上一篇：<a href='/x'>某通知</a></p>",
    "attachments": "<p>附件：</p><ul><li><a href='/x.pdf'>1.原文</a></li></ul>",
    "related": "<h3>相关链接</h3><ul><li><a href='/x'>某条例解读</a></li></ul>",
    "number of the site": "<div>京ICP备05000001号 网站标识码1400000001</div>",
    "copyright": "<footer>版权所有：某市人民政府，主办单位：某局。</footer>",
}


@pytest.mark.parametrize("where", ["above", "below", "inside"])
@pytest.mark.parametrize("name", FURNITURE)
def test_page_furniture_is_left_out(name: str, where: str) -> None:
    extra = FURNITURE[name]
    pages = {
        "above": f"{extra}<h1>某市条例</h1>{TEXT}",
        "below": f"<h1>某市条例</h1>{TEXT}{extra}",
        "inside": f"<h1>某市条例</h1><div><p>{ARTICLE}</p><p>{SECOND}</p>{extra}</div>",
    }
    assert lines_of(body(pages[where])) == ["某市条例", ARTICLE, SECOND]


LEGAL_LINES = (
    "水土保持专项资金的主要来源：",
    "某市无障碍环境建设办法",
    "联系电话：0351-0000000",
    "主办单位：某市商务局",
    "位置图见附件",
    "大 中 小",
    "扫描件、二维码的使用；",
    "编辑：",
)


@pytest.mark.parametrize("line", LEGAL_LINES)
def test_lines_of_the_text_that_resemble_page_tools_are_kept(line: str) -> None:
    inner = f"<h1>某市条例</h1><div><p>{ARTICLE}</p><p>{line}</p><p>{SECOND}</p></div>"
    assert lines_of(body(inner)) == ["某市条例", ARTICLE, line, SECOND]


ATTACHED = {
    "linked file": ("<p>附件：<a href='/x.doc'>申报指南.doc</a></p>", ["附件：申报指南.doc"]),
    "all of it linked": ("<p><a href='x.pdf'>附件1：申报指南</a></p>", ["附件1：申报指南"]),
    "several": (
        "<p>附件：1.<a href='/1.doc'>甲.doc</a></p><p><a href='/2.doc'>2.乙.doc</a></p>",
        ["附件：1.甲.doc", "2.乙.doc"],
    ),
}


@pytest.mark.parametrize("name", ATTACHED)
def test_the_note_on_attachments_is_kept_inside_the_text_alone(name: str) -> None:
    note, lines = ATTACHED[name]
    text = f"<p>{ARTICLE}</p><p>{SECOND}</p>"
    inside = lines_of(body(f"<h1>某市条例</h1><div>{text}{note}</div>"))
    outside = lines_of(body(f"<h1>某市条例</h1><div>{text}</div><div>{note}</div>"))
    assert inside == ["某市条例", ARTICLE, SECOND, *lines]
    assert outside == ["某市条例", ARTICLE, SECOND]


PROPERTIES = {
    "cells with colons, two pairs to a row": (
        "<table><tr><td>索 引 号：</td><td>000/2024-1</td><td>主题分类：</td><td></td></tr>"
        "<tr><td>发文机关：</td><td>某市人民政府</td><td>成文日期：</td><td>2024年3月1日</td></tr></table>",
        ["索 引 号：000/2024-1", "发文机关：某市人民政府", "成文日期：2024年3月1日"],
    ),
    "cells without colons": (
        "<table><tr><th>索引号</th><td>000/2024-1</td></tr><tr><th>发布日期</th><td>2024-03-02</td>"
        "</tr></table>",
        ["索引号：000/2024-1", "发布日期：2024-03-02"],
    ),
    "a list with brackets": (
        "<ul><li>【发布机构】： 某市人民政府</li><li>【有效性】:有效</li><li>打开方式：在线</li></ul>",
        ["发布机构：某市人民政府", "有效性:有效"],
    ),
    "what a site says of its page": (
        "<table><tr><td>索引号：</td><td>1</td></tr><tr><td>浏览次数：</td><td>9</td></tr>"
        "<tr><td>发布日期：</td><td>2024-03-02</td></tr></table>",
        ["索引号：1", "发布日期：2024-03-02"],
    ),
    "one alone": ("<div>发布日期：2024-03-02</div>", []),
    "the head of a list of documents": (
        "<table><tr><th>标题</th><th>发布日期</th></tr><tr><td>某通知</td><td>2024</td></tr></table>",
        [],
    ),
    "empty": ("<table><tr><td>索引号：</td><td></td><td>发布日期：</td><td></td></tr></table>", []),
}


@pytest.mark.parametrize("where", ["above", "below"])
@pytest.mark.parametrize("name", PROPERTIES)
def test_the_table_of_properties_stands_before_the_title(name: str, where: str) -> None:
    table, lines = PROPERTIES[name]
    page = f"<div>{table}</div><h1>某市条例</h1>{TEXT}"
    if where == "below":
        page = f"<h1>某市条例</h1>{TEXT}<div>某网站</div><div>{table}</div>"
    assert lines_of(body(page)) == [*lines, "某市条例", ARTICLE, SECOND]


BETWEEN = {
    "adoption note": "<p>（2024年3月28日某市人民代表大会常务委员会第九次会议通过）</p>",
    "document number": "<p>某政发〔2024〕59号</p>",
    "properties": "<table><tr><td>发布日期</td><td>2024-03-28</td></tr></table>",
}


@pytest.mark.parametrize("name", BETWEEN)
def test_what_stands_between_title_and_text_is_kept(name: str) -> None:
    found = lines_of(body(f"<h1>某市条例</h1>{BETWEEN[name]}{TEXT}"))
    assert (found[0], len(found), found[2:]) == ("某市条例", 4, [ARTICLE, SECOND])


def test_a_signature_and_date_right_after_the_text_are_kept() -> None:
    tail = "<div>某市人民政府办公厅</div><div>2024年12月27日</div><div>（此件公开发布）</div>"
    share = "<div>分享到：微信</div><div>2024年1月1日</div>"
    found = lines_of(body(f"<h1>某市条例</h1>{TEXT}{tail}{share}"))
    expected = [
        "某市条例",
        ARTICLE,
        SECOND,
        "某市人民政府办公厅",
        "2024年12月27日",
        "（此件公开发布）",
    ]
    assert found == expected


TITLES = {
    "of the page, in h1": (f"<h1>某市条例</h1>{TEXT}", "", ["某市条例"]),
    "of the page, in a named element": (
        f"<div id='artTitle'>某市条例</div>{TEXT}",
        "",
        ["某市条例"],
    ),
    "broken over two lines": (
        f"<h1>某市人民政府<br>关于某事的通知</h1>{TEXT}",
        "",
        ["某市人民政府", "关于某事的通知"],
    ),
    "inside the text": (
        f"<h1>某市人民政府门户网站</h1><div><p>某市条例</p><p>{ARTICLE}</p><p>{SECOND}</p></div>",
        "<title>某市条例_某市人民政府门户网站</title>",
        ["某市条例"],
    ),
    "not the site's name": (
        f"<h1>某市人民政府门户网站</h1><h2 class='title'>某市条例</h2>{TEXT}",
        "<title>某市人民政府门户网站</title>",
        ["某市条例"],
    ),
    "only in the head": (TEXT, "<title>某市条例_某市人民政府</title>", ["某市条例"]),
    "only in a meta element": (
        TEXT,
        "<title>某市</title><meta name='ArticleTitle' content='某市条例'>",
        ["某市条例"],
    ),
    "above a cover notice": (
        f"<h1>某市条例</h1><div><p>某市人民代表大会公告</p><p>{ARTICLE}</p><p>{SECOND}</p></div>",
        "<title>某市条例</title>",
        ["某市条例", "某市人民代表大会公告"],
    ),
    "once, although the page repeats it": (
        f"<h1>某市条例</h1><div><p>某市</p><p>条例</p><p>{ARTICLE}</p><p>{SECOND}</p></div>",
        "<title>某市条例</title>",
        ["某市", "条例"],
    ),
    "although a history names it": (
        f"<h1>某市条例</h1><div><p>2018年8月1日关于修改《某市条例》的决定修正</p><p>{ARTICLE}</p><p>{SECOND}</p></div>",
        "<title>某市条例</title>",
        ["某市条例", "2018年8月1日关于修改《某市条例》的决定修正"],
    ),
    "not the name of a column": (f"<h2>通知公告</h2>{TEXT}", "<title>通知公告</title>", []),
    "nowhere": (TEXT, "<title>某市人民政府门户网站</title>", []),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_title_is_the_document_s(name: str) -> None:
    inner, head, expected = TITLES[name]
    assert lines_of(body(inner, head)) == [*expected, ARTICLE, SECOND]


@pytest.mark.parametrize("head", TITLES)
def test_a_title_from_the_head_has_its_place(head: str) -> None:
    inner, extra, expected = TITLES[head]
    page = body(inner, extra)
    text = read_text(source_of("a.html", page.encode()))
    title = "".join(expected[:1])
    assert "".join(page[text.place(i).offset] for i in range(len(title))) == title


MEDIA = {
    "page called a Word document": ("a.doc", "<html><p>第一条</p></html>", media.HTML),
    "XHTML with a declaration": (
        "a.xhtml",
        "<?xml version='1.0' encoding='UTF-8'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        media.HTML,
    ),
    "comment first": ("a.txt", "\n<!-- x -->\n<!DOCTYPE html><p>a", media.HTML),
    "fragment": ("a.htm", "<div><p>第一条</p></div>", media.HTML),
    "Markdown with tags": ("a.md", "<div align=center>\n\n# 某条例\n\n</div>\n\n第一条 …", media.MARKDOWN),
    "Markdown comment": ("a.md", "<!-- INFO END -->\n第一条 …", media.MARKDOWN),
    "text in angle brackets": ("a.txt", "<规定>的决定", media.TEXT),
    "page named text": ("a.txt", "<html><p>第一条</p></html>", media.HTML),
    "Akoma Ntoso": (
        "a.html",
        "<akn:akomaNtoso xmlns:akn='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'/>",
        media.AKN,
    ),
    "Akoma Ntoso 2": ("a", "<akomaNtoso xmlns='http://www.akomantoso.org/2.0'><act/></akomaNtoso>", media.AKN),
    "no extension": ("README", "第一条", media.TEXT),
}  # fmt: skip


@pytest.mark.parametrize("name", MEDIA)
def test_the_content_says_what_a_file_is(name: str) -> None:
    file_name, content, expected = MEDIA[name]
    assert detect_media_type(file_name, content.encode()) == expected


TAGS = (
    "html",
    "body",
    "div",
    "p",
    "b",
    "table",
    "tr",
    "td",
    "ul",
    "li",
    "a",
    "h1",
    "script",
    "pre",
)
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<", ">", "&", "&nbsp;", "&#x4e00;", "&#1;", "<!--", "-->", "<![", "]]>", "<?", "<!", "</", "<br", "=\"", "\n"]
    ),
    st.sampled_from(["第一条　为了", "制定。", "某市条例", " ", "\u3000"]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_page_is_read_or_refused_and_every_character_has_its_place(inner: str) -> None:
    page = f"<html>{inner}"
    try:
        text = read_text(source_of("a.html", page.encode()))
    except ConversionError as error:
        assert error.document == "a.html"  # noqa: PT017 - both outcomes are right
        return
    places = [text.place(i).offset for i in range(len(text))]
    assert [
        (char, page[at : at + 8])
        for char, at in zip(text.value, places, strict=True)
        if not char.isspace() and page[at] not in (char, "&")
    ] == []
