import pytest

from converters.records import Kind
from converters.structure.labels import Style, find_label, merged_labels

# line, style, numbering, text after the label
LABELS = [
    ("第一条 为了", Style.UNIT, "1", "为了"),
    ("第一条　为了", Style.UNIT, "1", "为了"),
    ("第六条省人民政府", Style.UNIT, "6", "省人民政府"),
    ("第一百二十条之一　资助", Style.UNIT, "120-1", "资助"),
    ("第一百二十三 条 国家", Style.UNIT, "123", "国家"),
    ("笫五十四条 农民", Style.UNIT, "54", "农民"),
    ("第三十－条 建设", Style.UNIT, "31", "建设"),
    ("第十二章  附  则", Style.UNIT, "12", "附  则"),
    ("第五章附则", Style.UNIT, "5", "附则"),
    ("第二分编 典型合同", Style.UNIT, "2", "典型合同"),
    ("一、高站位引领", Style.HAN_COMMA, "1", "高站位引领"),
    ("（一）与本级国土空间规划相衔接；", Style.HAN_PAREN, "1", "与本级国土空间规划相衔接；"),
    ("(十一)创新", Style.HAN_PAREN, "11", "创新"),
    ("（一) 种植", Style.HAN_PAREN, "1", "种植"),
    ("㈢ 其他", Style.HAN_PAREN, "3", "其他"),
    ("1.船舶碰撞", Style.ARABIC_DOT, "1", "船舶碰撞"),
    ("１．本人", Style.ARABIC_DOT, "1", "本人"),
    ("⒈侮辱、诽谤案", Style.ARABIC_DOT, "1", "侮辱、诽谤案"),
    ("1、签订过", Style.ARABIC_DOT, "1", "签订过"),
    ("（1）评估", Style.ARABIC_PAREN, "1", "评估"),
    ("(12)评估", Style.ARABIC_PAREN, "12", "评估"),
    ("①达到", Style.CIRCLED, "1", "达到"),
]


@pytest.mark.parametrize(("line", "style", "numbering", "body"), LABELS)
def test_label(line: str, style: Style, numbering: str, body: str) -> None:
    label = find_label(line)

    assert label is not None
    assert (label.style, label.numbering, line[label.body :]) == (style, numbering, body)


# Lines that begin like a label and bear none.
@pytest.mark.parametrize(
    "line",
    [
        "第一款规定的区域、场所",
        "第一类是风险程度低",
        "第二届",
        "第一，要加强",
        "1.5米以上",
        "一是加强",
        "（此件公开发布）",
        "“第一百二十条之二 有下列情形",
        "前款规定",
        "十年以上",
    ],
)
def test_no_label(line: str) -> None:
    assert find_label(line) is None


# A label-like beginning that goes on as a citation does.
@pytest.mark.parametrize(
    ("line", "cites"),
    [
        ("第五条第二款规定的", True),
        ("第五条至第八条", True),
        ("第五条规定的", True),
        ("（一）至（三）项所列人员", True),
        ("（四）、（五）项所列人员", True),
        ("（二）项规定", True),
        ("第五条 规定由省人民政府制定", False),
        ("第四十四条 第四十三条所称", False),
        ("（一）与规划相衔接", False),
        ("第六条中小企业", False),
    ],
)
def test_citation(line: str, cites: bool) -> None:
    label = find_label(line)

    assert label is not None
    assert label.cites is cites


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("第一条 为了安全。 第二条 凡是航空器。第三条其他", [2, 3]),
        ("依照第二条、第三条的规定。第四条规定的", []),
        ("符合下列条件：第五条 甲", [5]),
    ],
)
def test_merged_labels(line: str, found: list[int]) -> None:
    assert [label.number for _, label in merged_labels(line)] == found


@pytest.mark.parametrize(
    ("line", "variant"),
    [("第十五条 甲", False), ("第十五 条 甲", True), ("笫五条 甲", True), ("第三十－条 甲", True)],
)
def test_variant_spelling(line: str, variant: bool) -> None:
    label = find_label(line)

    assert label is not None
    assert (label.kind, label.variant) == (Kind.ARTICLE, variant)
