"""Documents in every format, made with the libraries that writers of such documents use."""

from __future__ import annotations

import hashlib
import html
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.shared import Pt
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from converters.readers import detect_media_type
from converters.records import SourceFile
from converters.writers.akn import write_akn

if TYPE_CHECKING:
    from converters.document import Document

SOURCES = Path(__file__).resolve().parents[2] / "data" / "sources"
FONT = "STSong-Light"
_TITLE = re.compile(r"(?:条例|措施|通知)$")
_LABEL = re.compile(r"(第[一二三四五六七八九十百]+条)[　 ]")
_NOTE = re.compile(r"[（(].*通过[）)]$")


def source_of(file_name: str, content: bytes) -> SourceFile:
    """A source file as the pipeline would make it from these bytes."""
    return SourceFile(
        id=file_name.rpartition(".")[0],
        file_name=file_name,
        media_type=detect_media_type(file_name, content),
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def document_ids() -> list[str]:
    """The ids of the source documents of the project."""
    return sorted(path.name for path in SOURCES.iterdir() if path.is_dir())


def read_paragraphs(document_id: str) -> list[str]:
    """The paragraphs of a source document without blank lines, Markdown signs and line wraps."""
    raw = (SOURCES / document_id / f"{document_id}.txt").read_text(encoding="utf-8")
    lines = [line.strip(" \t\u3000") for line in raw.split("\n")]
    lines = [re.sub(r"^(?:#+|-)\s+|\*\*", "", line) for line in lines if line]
    return _unwrap(lines)


def _unwrap(lines: list[str]) -> list[str]:
    """Lines that a page break cut are one paragraph in a document that was never printed."""
    out: list[str] = []
    for line in lines:
        long = (
            out
            and len(out[-1]) > 20
            and out[-1][-1] not in "。；：）)！"
            and not _TITLE.search(out[-1])
        )
        if long and not re.match(r"[（(]?[一二三四五六七八九十]+[）)、]|第.{1,4}条", line):
            out[-1] += line
        else:
            out.append(line)
    return out


def visible(text: str) -> list[str]:
    """The lines of a text without white space, blank ones left out."""
    return [line for raw in text.split("\n") if (line := "".join(raw.split()))]


def make_text(paragraphs: list[str]) -> str:
    return "\n".join(paragraphs) + "\n"


def make_markdown(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def make_docx(paragraphs: list[str]) -> bytes:
    """A Word document with a heading style for the title and indented body paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        label = _LABEL.match(text)
        if label:
            paragraph.add_run(label.group(1)).bold = True
            paragraph.add_run(text[label.end(1) :])
        else:
            paragraph.add_run(text)
        if not _TITLE.search(text):
            paragraph.paragraph_format.first_line_indent = Pt(24)
    return _saved(document)


def _saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def make_pdf(paragraphs: list[str], *, head: str = "公报") -> bytes:
    """A PDF in A4 with a running head, page numbers, centred titles and first-line indents."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    body = ParagraphStyle(
        "body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK"
    )
    title = ParagraphStyle(
        "title", fontName=FONT, fontSize=18, leading=28, alignment=TA_CENTER, wordWrap="CJK"
    )
    buffer = io.BytesIO()

    def furniture(canvas, template) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {template.page} —")

    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(
        [Paragraph(html.escape(x), title if _TITLE.search(x) else body) for x in paragraphs],
        onFirstPage=furniture,
        onLaterPages=furniture,
    )
    return buffer.getvalue()


def make_database_page(paragraphs: list[str]) -> str:
    """A page as law databases make it: properties in a table, bold labels, entities, a side bar."""
    title, rest = _split_title(paragraphs)
    body = "\n".join(
        f'<p class="MsoNormal"><span style="font-size:16pt">&nbsp;&nbsp;{_bold_label(x)}</span></p>'
        for x in rest
    )
    heading = f"<h1>{html.escape(title)}</h1>" if title else ""
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="{{charset}}"><title>法律法规数据库</title>
<style>p {{ margin: 0 }}</style><script>var a = "<p>脚本不是正文，第一条。</p>";</script></head>
<body><div class="header"><a href="/">首页</a> <a href="/law">法律</a> <a href="/dfxfg">地方性法规</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/dfxfg">地方性法规</a></div>
<div class="wrap"><div class="left"><ul><li><a href="/1.html">另一条例</a></li><li><a href="/2.html">又一办法</a></li></ul></div>
<div class="detail">{heading}
<div class="tools"><a href="#">下载</a>｜<a href="#">打印</a></div>
<div class="content">
{body}
</div></div></div>
<footer>版权所有：某某数据库 京ICP备00000000号</footer></body></html>
"""


PAGE_PROPERTIES = ("索引号：000014349/2024-00001", "发布日期：2024-12-30")
"""What the table of properties of a government page states."""


def make_government_page(paragraphs: list[str]) -> str:
    """A page as government sites make it: layout tables, breadcrumb, share buttons, ICP number."""
    title, rest = _split_title(paragraphs)
    body = "<br>\n".join(f"　　{html.escape(x)}" for x in rest)
    named = f'<meta name="ArticleTitle" content="{html.escape(title)}">' if title else ""
    heading = f'<div id="title" class="arti-title">{html.escape(title)}</div>' if title else ""
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset={{charset}}">{named}
<TITLE>{html.escape(title)}_某省人民政府门户网站</TITLE></HEAD>
<BODY><TABLE width=1000><TR><TD><IMG src="logo.png"><A href="/">网站首页</A> | <A href="/zw">政务公开</A> | <A href="/hd">互动交流</A></TD></TR>
<TR><TD class=position>您的位置：<A href="/">首页</A> &gt; <A href="/zw">政务公开</A> &gt; 正文</TD></TR>
<TR><TD><TABLE><TR><TD>索引号：</TD><TD>000014349/2024-00001</TD><TD>发布日期：</TD><TD>2024-12-30</TD></TR></TABLE>
{heading}
<DIV class=info>来源：省政府办公厅　发布时间：2024-12-30　浏览次数：<SPAN id=hits>123</SPAN>　字号：[<A href="#">大</A> <A href="#">中</A> <A href="#">小</A>]</DIV>
<DIV id=UCAP-CONTENT><DIV class=TRS_Editor>{body}</DIV></DIV>
<DIV class=bdsharebuttonbox>分享到：<A href="#">微信</A><A href="#">微博</A></DIV>
<DIV>【<A href="javascript:print()">打印</A>】【<A href="javascript:close()">关闭</A>】</DIV>
<DIV>上一篇：<A href="/a.html">关于另一事项的通知</A></DIV>
<DIV>附件：</DIV><UL><LI><A href="/files/1.pdf">文件原文.pdf</A></LI></UL></TD></TR>
<TR><TD align=center>主办单位：某省人民政府办公厅　网站标识码：1400000001　晋ICP备05000001号</TD></TR></TABLE></BODY></HTML>
"""


def _bold_label(text: str) -> str:
    label = _LABEL.match(text)
    if not label:
        return html.escape(text)
    return f"<strong>{label.group(1)}</strong>&#12288;{html.escape(text[label.end() :])}"


def _split_title(paragraphs: list[str]) -> tuple[str, list[str]]:
    """The title if the document begins with it, and the rest."""
    if _TITLE.search(paragraphs[0]):
        return paragraphs[0], paragraphs[1:]
    return "", paragraphs


def encoded(page: str, declared: str, codec: str) -> bytes:
    """A page that declares one encoding and is written in another, as sites do."""
    return page.replace("{charset}", declared).encode(codec)


def exported(document: Document) -> bytes:
    """The document as Akoma Ntoso."""
    work = "https://example.org/id/eli/cn/xf/2024/a"
    return write_akn(document, work, f"{work}/undated", f"{work}/undated/zho")


MADE_FORMATS = {
    "text-utf8": ("a.txt", lambda p: make_text(p).encode()),
    "text-utf8-mark": ("a.txt", lambda p: make_text(p).encode("utf-8-sig")),
    "text-gb18030": ("a.txt", lambda p: make_text(p).encode("gb18030")),
    "text-gbk-windows": ("a.txt", lambda p: make_text(p).replace("\n", "\r\n").encode("gbk")),
    "text-utf16-le-mark": ("a.txt", lambda p: b"\xff\xfe" + make_text(p).encode("utf-16-le")),
    "text-utf16-be-mark": ("a.txt", lambda p: b"\xfe\xff" + make_text(p).encode("utf-16-be")),
    "text-utf16-le": ("a.txt", lambda p: make_text(p).encode("utf-16-le")),
    "text-utf16-be": ("a.txt", lambda p: make_text(p).encode("utf-16-be")),
    "text-mac": ("a.txt", lambda p: make_text(p).replace("\n", "\r").encode()),
    "markdown": ("a.md", lambda p: make_markdown(p).encode()),
    "html-database": ("a.html", lambda p: encoded(make_database_page(p), "utf-8", "utf-8")),
    "html-database-mark": ("a.html", lambda p: encoded(make_database_page(p), "utf-8", "utf-8-sig")),
    "html-government": ("a.htm", lambda p: encoded(make_government_page(p), "gb2312", "gb18030")),
    "html-government-utf16": ("a.htm", lambda p: encoded(make_government_page(p), "utf-16", "utf-16")),
    "docx": ("a.docx", make_docx),
    "pdf": ("a.pdf", make_pdf),
}  # fmt: skip
"""Every format and encoding but Akoma Ntoso, by name: file name, and its bytes from paragraphs."""
