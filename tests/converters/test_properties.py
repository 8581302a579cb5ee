"""What holds for any text, and for every statute and notice that a generator can write."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from converters.errors import ConversionError
from converters.pipeline import convert
from converters.rdf.graph import document_quads
from converters.rdf.identity import identify
from converters.records import ElementKind, Kind, Structure
from converters.structure.addresses import addressed
from converters.structure.numerals import format_numeral
from ontology.iris import address, parse_address
from tests.converters.documents import parse, squeeze
from tests.converters.formats import source_of
from tests.converters.structure.variants import HALF, VARIANTS

Steps = tuple[tuple[str, str], ...]
Units = list[tuple[Steps, str]]


def checked(examples: int) -> settings:
    """The same examples on every machine, however slow it is."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


# ---- any text

FRAGMENTS = (
    "第一条", "第二条", "第三条", "第十－条", "笫四条", "第一条之一", "第0条", "第零条", "第9999条", "第一章", "第二节", "第三编", "第一分编",
    "第二款", "第三项", "一、", "二、", "十一、", "（一）", "（二）", "(三)", "（十）", "1.", "2．", "3、", "（1）", "2）", "①", "⑵", "㈡",
    "　", " ", "\t", "\n", "\n\n", "\r\n", "\u2028", "\f", "目录", "目　录", "附件：", "附件1", "附则", "总则", "法律责任", "某省某某条例",
    "关于某事的通知", "某省人民政府", "某省人民政府办公厅", "各市人民政府：", "现印发给你们，请认真贯彻执行。", "2024年5月6日", "二〇二四年五月六日",
    "（2024年3月28日某省第十四届人民代表大会常务委员会第九次会议通过）", "通过", "根据", "《关于修改某条例的决定》修正", "某政发〔2024〕7号",
    "抄送：省委。", "2024年5月8日印发", "（此件公开发布）", "时效性：现行有效", "公布日期：2024-02-30", "公布日期：0000-00-00",
    "为了规范管理，制定本条例。", "应当符合下列条件：", "依照第二条的规定", "自2024年1月1日起施行。", "自公布之日起施行。", "规定的，处罚",
    "的", "、", "和", "。", "；", "：", "“", "”", "（", "）", "《", "》", "【", "】", "**", "__", "# ", "- ", "> ", "<!--", "-->", "<br>",
    "- 3 -", "— 12 —", "第 3 页", "|", "\\", "[", "](http://a)", "\ue5f9", "\u200b", "\ufeff", "\u0301", "𠮷", "A", "5", "\xa0", "\x85",
)  # fmt: skip
LINES = st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join)
ANY_TEXT = st.one_of(
    st.lists(LINES, max_size=25).map("\n".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join),
    st.text(st.characters(codec="utf-8"), max_size=60),
)


def held_twice_or_never(structure: Structure) -> str:
    """Visible characters that stand in no element or provision, or in several.

    The salutation is an element, and part of the notice that it opens.
    """
    held = [0] * len(structure.text)
    notices = [unit.text for unit in structure.walk() if unit.kind is Kind.NOTICE and unit.text]
    spans = [
        element.span
        for element in structure.elements
        if element.kind is not ElementKind.ADDRESSEES
        or not any(n.start <= element.span.start < n.end for n in notices)
    ]
    for unit in structure.walk():
        spans += [span for span in (unit.label, unit.heading, unit.text) if span]
    for span in spans:
        for index in range(span.start, span.end):
            held[index] += 1
    text = structure.text.value
    return "".join(c for c, n in zip(text, held, strict=True) if n != 1 and not c.isspace())


@checked(600)
@given(ANY_TEXT)
@example("第二条\n第一章甲\n第一章\n第一章甲\n1.\n第一条")
def test_any_text_is_divided_without_loss(text: str) -> None:
    structure = parse(text)
    steps = [steps for steps, _ in addressed(structure)]

    assert held_twice_or_never(structure) == "" or not structure.provisions
    assert len(steps) == len(set(steps))
    assert [parse_address(address(s)) for s in steps] == steps


@checked(300)
@given(ANY_TEXT)
@example("（一）")
@example("第一条【目的】")
@example("第一条\n公布日期：2024-02-30")
def test_any_text_becomes_data_or_is_refused(text: str) -> None:
    try:
        document = convert(source_of("a.txt", text.encode()))
    except ConversionError:
        return
    assert len(list(document_quads(document, identify(document)))) > 0


# ---- generated statutes

SENTENCES = (
    "为了促进制造业高质量发展，根据有关法律、行政法规，结合本省实际，制定本条例。",
    "本条例适用于本省行政区域内的制造业高质量发展促进活动。",
    "县级以上人民政府应当加强对制造业高质量发展工作的领导，建立健全工作协调机制。",
    "省人民政府工业和信息化主管部门负责统筹协调、组织指导和督促检查工作。",
    "鼓励企业加大研发投入，对符合条件的研发费用按照国家有关规定给予支持。",
    "企业应当依法纳税。",
    "法律、行政法规另有规定的，从其规定。",
    "国家机关工作人员在工作中滥用职权、玩忽职守、徇私舞弊的，依法给予处分。",
    "违反本条例第二条规定的，由主管部门责令改正，处五万元以上十万元以下的罚款。",
    "本条例所称制造业，是指《国民经济行业分类》中的“制造业”。",
)
# No article begins with these: 第三条第一款第二项规定的 without a space would be a citation.
LATER = (
    "第一款第二项规定的企业，由省人民政府认定。",
    "前款规定的具体办法，由省人民政府另行制定。",
)
LEADS = (
    "县级以上人民政府应当采取下列措施，支持制造业企业发展：",
    "申请省级企业技术中心的企业应当符合下列条件：",
    "有下列情形之一的，由有关主管部门责令限期改正：",
)
PHRASES = (
    "优化产业布局，培育特色产业集群",
    "完善公共服务体系",
    "具有独立法人资格，并依法在本省行政区域内登记注册的制造业企业",
    "未按照规定报送有关资料的",
    "法律、行政法规规定的其他情形",
)
TITLES = (
    "总　则", "规划与布局", "创新驱动", "要素保障", "监督管理", "法律责任", "知识产权", "服务", "人才", "附　则",
)  # fmt: skip
RANKS = ("part", "chap", "sec")
IN_FORCE = "本条例自2024年6月1日起施行。"

Line = tuple[str, Steps, str]
"""What a line of the text is, the unit that begins with it, the words of that unit."""


def drawn(draw: st.DrawFn, number: int, kind: str, above: Steps = ()) -> list[tuple[int, Steps]]:
    """The numbers from 1 to at most `number`, with the steps of the unit that bears each."""
    last = draw(st.integers(1, number))
    return [(index, (*above, (kind, str(index)))) for index in range(1, last + 1)]


def listed(
    draw: st.DrawFn, labels: tuple[str, ...], kinds: tuple[str, ...], above: Steps
) -> list[Line]:
    """A list of at least two, lists of the next kind inside some of its units."""
    lines: list[Line] = []
    number = draw(st.integers(2, 4))
    for index in range(1, number + 1):
        steps = (*above, (kinds[0], str(index)))
        nests = len(kinds) > 1 and draw(st.integers(0, 5)) == 0
        words = draw(st.sampled_from(PHRASES)) + ("：" if nests else "。；"[index < number])
        numeral = format_numeral(index) if labels[0] == "（{}）" and kinds[0] == "item" else index
        lines.append((labels[0].format(numeral) + words, steps, words))
        if nests:
            lines += listed(draw, labels[1:], kinds[1:], steps)
    return lines


def article(draw: st.DrawFn, number: str, label: str) -> list[Line]:
    lines: list[Line] = [(f"{label} ", (("art", number),), "")]
    for place, steps in drawn(draw, 3, "para", (("art", number),)):
        if draw(st.integers(0, 3)) == 0:
            words = draw(st.sampled_from(LEADS))
            inside = listed(draw, ("（{}）", "{}.", "（{}）"), ("item", "point", "subpoint"), steps)
            lines += [(words, steps, words), *inside]
        else:
            words = draw(st.sampled_from(SENTENCES if place == 1 else SENTENCES + LATER))
            lines.append((words, steps, words))
    # The first 款 stands on the line of the label.
    lines[0:2] = [(lines[0][0] + lines[1][0], lines[1][1], lines[1][2])]
    return lines


def articles(draw: st.DrawFn, first: int) -> list[Line]:
    """Some articles from the number `first` on, a 第N条之一 among them at times."""
    lines = []
    for number in range(first, first + draw(st.integers(1, 3))):
        label = f"第{format_numeral(number)}条"
        lines += article(draw, str(number), label)
        if draw(st.integers(0, 9)) == 0:
            lines += article(draw, f"{number}-1", f"{label}之一")
    return lines


@st.composite
def statutes(draw: st.DrawFn) -> list[Line]:
    """The lines of a statute: 编, 章 and 节 or none of them, 条, 款, 项, 目."""
    lines: list[Line] = []
    titles = draw(st.permutations(TITLES))
    number = 1

    def add_articles() -> None:
        nonlocal number
        found = articles(draw, number)
        number = 1 + max(int(steps[0][1].partition("-")[0]) for _, steps, _ in found)
        lines.extend(found)

    found = divisions(draw)
    next_steps = [steps for _, steps in found[1:]]
    for (label, steps), after in zip_longest(found, next_steps):
        title = titles[int(steps[-1][1])] + "的规定" * (steps[-1][0] == "sec")
        lines.append((f"## {label} {title}", steps, title))
        # A chapter without articles would be the ambiguity itself: headings and nothing between them
        # are a table of contents where the first comes again.
        if not after or RANKS.index(after[-1][0]) <= RANKS.index(steps[-1][0]):
            add_articles()
    if not lines:
        add_articles()
    last: Steps = (("art", str(number)), ("para", "1"))
    lines.append((f"第{format_numeral(number)}条 {IN_FORCE}", last, IN_FORCE))
    return lines


def divisions(draw: st.DrawFn) -> list[tuple[str, Steps]]:
    """Labels and steps of 编, 章 and 节: chapters run on through the parts, or start anew in each."""
    found: list[tuple[str, Steps]] = []
    parts = drawn(draw, 3, "part") if draw(st.integers(0, 3)) == 0 else [(0, ())]
    plan = [draw(st.integers(1, 3)) for _ in parts] if draw(st.booleans()) else []
    restarts = draw(st.booleans())
    # Chapters are addressed alone where no number comes twice.
    nested = restarts and len(plan) > 1
    number = 0
    for (part, above), count in zip(parts, plan, strict=False):
        found += [(f"第{format_numeral(part)}编", above)] if part else []
        number = 0 if restarts else number
        for _ in range(count):
            number += 1
            steps: Steps = (*(above if nested else ()), ("chap", str(number)))
            found.append((f"第{format_numeral(number)}章", steps))
            if draw(st.integers(0, 2)) == 0:
                inner = drawn(draw, 2, "sec", steps)
                found += [(f"第{format_numeral(n)}节", below) for n, below in inner]
    return found


def statute_text(lines: list[Line]) -> str:
    """As the corpus writes statutes, so that variants know titles and labels."""
    head = [
        "# 某省制造业促进条例",
        "（2024年3月28日某省第十四届人民代表大会常务委员会第九次会议通过）",
    ]
    return "\n\n".join([*head, "<!-- INFO END -->", *(line for line, _, _ in lines)])


def found_units(structure: Structure) -> Units:
    """Steps and words of the units that have words of their own."""
    text = structure.text.value
    spans = ((steps, unit.heading or unit.text) for steps, unit in addressed(structure))
    return [(steps, spelled(span.of(text))) for steps, span in spans if span]


def spelled(words: str) -> str:
    return squeeze(words).translate(HALF)


def expected_units(lines: list[Line]) -> Units:
    return [(steps, spelled(words)) for _, steps, words in lines]


@checked(150)
@given(statutes())
def test_a_statute_gives_the_structure_that_it_was_written_from(lines: list[Line]) -> None:
    structure = parse(statute_text(lines))

    assert found_units(structure) == expected_units(lines)
    assert structure.oddities == ()


# Lost labels give other addresses; a notice wrapped around adds units of its own.
TYPOGRAPHY = sorted(set(VARIANTS) - {"labels_lost"})
AROUND = {Kind.NOTICE.value, Kind.PREAMBLE.value}


@checked(250)
@given(
    statutes(),
    st.lists(st.sampled_from(TYPOGRAPHY), min_size=1, max_size=4, unique=True),
    st.integers(0, 999),
)
def test_typography_does_not_change_the_structure(
    lines: list[Line], variants: list[str], seed: int
) -> None:
    text, random = statute_text(lines), Random(seed)
    for variant in variants:
        text = VARIANTS[variant](text, random)

    found = [(s, words) for s, words in found_units(parse(text)) if s[0][0] not in AROUND]
    assert found == expected_units(lines)


# ---- generated notices

TASKS = (
    "高站位引领产业转型升级",
    "加强组织领导",
    "完善要素保障体系",
    "强化督促落实",
    "优化营商环境",
)
MEASURES = (
    "科学优化产业布局。支持示范区培育特色产业集群，建设一批专业园区。（省工信厅负责）",
    "建强企业创新主体。对成功获批的给予一次性奖励。(省科技厅、省财政厅按职责分工负责)",
    "各市要建立工作机制，明确责任分工，确保各项任务落到实处。",
    "降低物流成本，推进多式联运。",
)
STEPS = (
    "每年新增省级专精特新企业100户。",
    "给予不超过300万元的奖励；",
    "由省财政厅会同有关部门制定办法。",
)
PARAGRAPHS = ("各级各部门要提高认识，抓好落实。", "重大事项及时向省人民政府报告。")
ADDRESSEES = "各市、县人民政府，省各有关单位："
TITLE = "关于印发某省支持制造业发展若干措施的通知"
HANDED_ON = "《某省支持制造业发展若干措施》已经省人民政府同意，现印发给你们，请认真贯彻执行。"
ORDERED = "为加快制造业高质量发展，现就有关事项通知如下，请认真贯彻执行。"
PREAMBLE = "为支持制造业高质量发展，特制定以下措施。"
BODY = "某省人民政府办公厅"
DATE = "2024年12月30日"

Parts = list[tuple[ElementKind, str]]


@dataclass(frozen=True)
class Notice:
    """A notice: its lines, the units that they must give, and the elements around them."""

    lines: list[str]
    units: Units
    elements: Parts


@st.composite
def notices(draw: st.DrawFn) -> Notice:
    """Header, number, title, addressees, 一、（一）1. with running or restarting numbers, 抄送."""
    transmits = draw(st.booleans())
    head: Parts = [
        (ElementKind.HEADER, f"{BODY}文件"),
        (ElementKind.DOCUMENT_NUMBER, "某政办发〔2024〕59号"),
    ]
    head = [line for line in head if draw(st.booleans())]
    head += [(ElementKind.TITLE, BODY + TITLE), (ElementKind.ADDRESSEES, ADDRESSEES)]
    signed: Parts = [(ElementKind.SIGNATURE, BODY), (ElementKind.DATE, DATE)]
    disclosed: Parts = [(ElementKind.DISCLOSURE, "（此件公开发布）")] if draw(st.booleans()) else []
    tail: Parts = [
        (ElementKind.COPIES, "抄送：省委各部门，省人大常委会办公厅。"),
        (ElementKind.PRINTING, f"{BODY}{DATE}印发"),
    ]
    tail = [line for line in tail if draw(st.booleans())]
    body = draw(sections())
    text = HANDED_ON if transmits else ORDERED
    units: Units = [((("notice", "1"),), ADDRESSEES + text)]
    if transmits:
        attached: Parts = [(ElementKind.ATTACHED_TITLE, "某省支持制造业发展若干措施")]
        before = [*signed, *disclosed, *attached]
        units.append(((("preamble", "1"),), PREAMBLE))
        lines = [text, *(line for _, line in before), PREAMBLE]
    else:
        before, tail, lines = [], [*signed, *disclosed, *tail], [text]
    return Notice(
        [*(x for _, x in head), *lines, *(line for line, _, _ in body), *(x for _, x in tail)],
        [*units, *((steps, words) for _, steps, words in body)],
        [*head, *before, *tail],
    )


@st.composite
def sections(draw: st.DrawFn) -> list[Line]:
    """Sections with items, or with paragraphs and no number of their own."""
    restarts = draw(st.booleans())
    plan = [draw(st.integers(0, 3)) for _ in range(draw(st.integers(1, 4)))]
    numbers = [n for count in plan for n in range(1, count + 1)]
    # Items are addressed alone where no number comes twice.
    nested = restarts and len(set(numbers)) < len(numbers)
    lines: list[Line] = []
    last = 0
    for index, count in enumerate(plan, 1):
        above: Steps = (("sec", str(index)),)
        task = draw(st.sampled_from(TASKS))
        lines.append((f"{format_numeral(index)}、{task}", above, task))
        start = 1 if restarts else last + 1
        for number in range(start, start + count):
            steps = (*(above if nested else ()), ("item", str(number)))
            words = draw(st.sampled_from(MEASURES))
            lines.append((f"（{format_numeral(number)}）{words}", steps, words))
            for point in range(1, 1 + draw(st.sampled_from((0, 0, 2, 3)))):
                words = draw(st.sampled_from(STEPS))
                lines.append((f"{point}.{words}", (*steps, ("point", str(point))), words))
        if not count:
            for place, words in enumerate(draw(st.permutations(PARAGRAPHS)), 1):
                lines.append((words, (*above, ("para", str(place))), words))
        last += count
    return lines


@checked(200)
@given(notices(), st.sampled_from(("\n", "\n\n", "\r\n", "\n　　")))
def test_a_notice_gives_the_structure_that_it_was_written_from(notice: Notice, feed: str) -> None:
    structure = parse(feed.join(notice.lines))
    text = structure.text.value

    assert found_units(structure) == [(steps, spelled(words)) for steps, words in notice.units]
    assert [(e.kind, e.span.of(text)) for e in structure.elements] == notice.elements


def test_the_title_of_an_article_is_no_part_of_its_text() -> None:
    structure = parse(
        "某市条例\n第一条【目的】 为了发展。\n第二条　【标题】\n第三条　【范围】适用于甲。"
    )

    assert [(unit.heading and unit.heading.of(structure.text.value)) for unit in structure.provisions] == [
        "【目的】", "【标题】", "【范围】",
    ]  # fmt: skip
    paragraphs = [u.text for u in structure.walk() if u.kind is Kind.PARAGRAPH and u.text]
    assert [span.of(structure.text.value) for span in paragraphs] == ["为了发展。", "适用于甲。"]
