"""Word documents: automatic numbers, revisions, tables, text boxes."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from converters.readers import read_text
from converters.readers.docx_numbering import write_number
from converters.text import Place
from tests.converters.formats import source_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
SPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def package(body: str, **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{name} {SPACES}>{content}</w:{name}>")
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number_id: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')


def level(index: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(levels: str, nums: str = "") -> str:
    num = nums or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{num}'


def lines_of(content: bytes) -> list[str]:
    return read_text(source_of("a.docx", content)).value.split("\n")


STATUTE = (
    level(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>')
    + level(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>')
    + level(2, "chineseCounting", "（%3）", '<w:suff w:val="nothing"/>')
    + level(3, "decimal", "%4.")
)


def test_automatic_numbers_of_a_statute_are_read() -> None:
    body = (
        numbered("总则", 1) + numbered("甲。", 1, 1) + p("款。") + numbered("乙：", 1, 1)
        + numbered("一项；", 1, 2) + numbered("目；", 1, 3) + numbered("二项。", 1, 2)
        + numbered("附则", 1) + numbered("丙：", 1, 1) + numbered("又一项。", 1, 2)
    )  # fmt: skip
    expected = [
        "第一章 总则", "第一条　甲。", "款。", "第二条　乙：", "（一）一项；", "1.目；", "（二）二项。",
        "第二章 附则", "第三条　丙：", "（一）又一项。",
    ]  # fmt: skip
    assert lines_of(package(body, numbering=lists(STATUTE))) == expected


def test_a_number_stands_where_its_paragraph_begins() -> None:
    content = package(p("前。") + numbered("甲。", 1, 1), numbering=lists(STATUTE))
    text = read_text(source_of("a.docx", content))
    found = [text.place(i) for i in range(text.value.index("第"), len(text))]
    assert text.value == "前。\n第一条　甲。"
    assert found == [Place("paragraph 2", 0)] * 5 + [Place("paragraph 2", 1)]


def test_a_number_can_come_from_the_style_and_what_it_is_based_on() -> None:
    style = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = (
        p("甲。", '<w:pStyle w:val="A"/>')
        + p("乙。", '<w:pStyle w:val="B"/>')
        + p("丙。", '<w:pStyle w:val="B"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    found = lines_of(package(body, numbering=lists(STATUTE), styles=style))
    assert found == ["第一条　甲。", "第二条　乙。", "丙。"]


def test_a_list_starts_anew_where_it_says_so() -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = numbered("甲", 1) + numbered("乙", 1) + numbered("丙", 2) + numbered("丁", 2)
    content = package(body, numbering=lists(level(0, "chineseCounting", "%1、"), nums))
    assert lines_of(content) == ["一、甲", "二、乙", "五、丙", "六、丁"]


def test_a_bullet_is_no_label() -> None:
    content = package(numbered("甲", 1), numbering=lists(level(0, "bullet", "\uf0b7")))
    assert lines_of(content) == ["甲"]


NUMBERS = {
    "decimal": (12, "12"),
    "decimalZero": (3, "03"),
    "decimalFullWidth": (12, "１２"),
    "chineseCounting": (21, "二十一"),
    "chineseCountingThousand": (120, "一百二十"),
    "japaneseCounting": (10, "十"),
    "ideographDigital": (102, "一〇二"),
    "ideographTraditional": (3, "丙"),
    "ideographZodiac": (2, "丑"),
    "decimalEnclosedCircle": (21, "㉑"),
    "decimalEnclosedCircleChinese": (1, "①"),
    "decimalEnclosedParen": (2, "⑵"),
    "decimalEnclosedFullstop": (3, "⒊"),
    "ideographEnclosedCircle": (1, "㊀"),
    "chineseLegalSimplified": (3, "叁"),
    "upperLetter": (28, "BB"),
    "lowerLetter": (2, "b"),
    "upperRoman": (14, "XIV"),
    "lowerRoman": (9, "ix"),
    "numberInDash": (3, "- 3 -"),
    "none": (7, ""),
    "unknownFormat": (7, "7"),
}


@pytest.mark.parametrize("number_format", NUMBERS)
def test_numbers_are_written_in_their_format(number_format: str) -> None:
    number, expected = NUMBERS[number_format]
    assert write_number(number, number_format) == expected


BOX = "<w:txbxContent>" + p("框内。") + "</w:txbxContent>"
BODIES = {
    "insertions stay, deletions go": (
        "<w:p><w:r><w:t>第一条</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>",
        ["第一条新"],
    ),
    "hidden text goes": (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr>"
        "<w:t>明</w:t></w:r></w:p>",
        ["明"],
    ),
    "a line break splits": (
        "<w:p><w:r><w:t>某市人民政府</w:t><w:br/><w:t>通知</w:t><w:cr/><w:t>第三行</w:t></w:r></w:p>",
        ["某市人民政府", "通知", "第三行"],
    ),
    "a tab stays": ("<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t></w:r></w:p>", ["一\t二"]),
    "field codes go, results stay": (
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p>",
        ["3"],
    ),
    "a text box counts once": (
        "<w:p><w:r><w:t>正文。</w:t><mc:AlternateContent><mc:Choice>" + BOX + "</mc:Choice><mc:Fallback>"
        "<w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["正文。", "框内。"],
    ),
    "an old text box counts": (
        "<w:p><w:r><w:t>正文。</w:t><mc:AlternateContent><mc:Fallback><w:pict><v:textbox>" + BOX
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["正文。", "框内。"],
    ),
    "a table is read by rows": (
        "<w:tbl><w:tr><w:tc>" + p("序号") + "</w:tc><w:tc>" + p("名称") + "</w:tc></w:tr><w:tr><w:tc>"
        + p("1") + "</w:tc><w:tc>" + p("甲。") + p("乙。") + "</w:tc></w:tr></w:tbl>",
        ["序号\t名称", "1", "甲。", "乙。"],
    ),
    "notes are not text": (
        "<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id='2'/></w:r></w:p>",
        ["甲"],
    ),
    "ruby is not text": (
        "<w:p><w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>一</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>",
        ["一"],
    ),
    "formulas are text": ("<w:p><w:r><w:t>按</w:t></w:r><m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath></w:p>",
        ["按x+y"]),
    "content controls are text": ("<w:sdt><w:sdtContent>" + p("甲。") + "</w:sdtContent></w:sdt>", ["甲。"]),
    "symbols are characters": ("<w:p><w:r><w:t>甲</w:t><w:sym w:char='F0B7'/></w:r></w:p>", ["甲\uf0b7"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_the_text_is_what_word_shows(name: str) -> None:
    body, expected = BODIES[name]
    assert lines_of(package(body)) == expected


def test_strict_documents_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        document = f"<w:document {SPACES}><w:body>{p('甲。')}</w:body></w:document>"
        archive.writestr("word/document.xml", document.replace(WORD, STRICT))
    assert lines_of(buffer.getvalue()) == ["甲。"]


def test_a_list_made_by_a_library_is_numbered() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    deleted = document.add_paragraph("丙")
    mark = OxmlElement("w:del")
    mark.append(deleted.runs[0]._r)
    deleted._p.append(mark)
    assert deleted._p.find(qn("w:del")) is not None
    buffer = io.BytesIO()
    document.save(buffer)
    assert lines_of(buffer.getvalue()) == ["1.甲", "2.乙"]
