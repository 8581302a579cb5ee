"""What each line of a document is: front matter, table of contents, heading, labelled unit, tail.

Takes: raw `Text`. Gives: `Line`s in text order, page-break wraps joined, each with its role.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from converters.records import ElementKind, Kind
from converters.structure.clean import visible_lines
from converters.structure.contents import mark_contents
from converters.structure.labels import Style, find_label, merged_labels
from converters.structure.lines import (
    LABELLED,
    UNLISTED,
    Form,
    Line,
    Role,
    is_annex_heading,
    is_section,
    is_title,
    looks_like_heading,
)
from converters.structure.matter import is_attachment, standing_kind
from converters.structure.sequence import Candidate, accepted_articles
from converters.structure.wraps import join_wraps

if TYPE_CHECKING:
    from converters.text import Text

# A line that breaks off here goes on with a citation: 违反本条例 | 第六条规定.
_CITES_NEXT: Final = re.compile(
    r"(?:[，、和或及与至到]|依照|按照|根据|违反|适用|符合|执行|以及|或者|本条例|本法|本办法|本规定|本细则"
    r"|》|的规定和|前款|本章|本节)$"
)


_CLOSING: Final = re.compile(
    r"(?:以上|本)[\u4e00-\u9fff]{0,6}(?:措施|政策|意见|办法|方案|规定|通知|细则|决定)[^。]{0,60}"
    r"(?:施行|实施|执行|有效|解释|生效|为准)"
)
# Signatures of several bodies and a date take so many lines.
_NEAR: Final = 12


def lay_out(raw: Text) -> tuple[Form, list[Line]]:
    """The numbering form and the lines of a document, wraps joined, roles given."""
    lines = [Line(text, label=find_label(text.value)) for text in visible_lines(raw)]
    lines = mark_contents(lines)
    lines = _mark_articles(lines)
    form = _form(lines)
    if form is Form.UNNUMBERED:
        return form, join_wraps(lines, form)
    lines = _mark_headings(_mark_tail(_mark_body(lines, form)))
    lines = _unmark_broken(lines) if form is Form.ARTICLES else _mark_closing(lines)
    return form, join_wraps(lines, form)


def _mark_articles(lines: list[Line]) -> list[Line]:
    """Lines that begin an article; a line that hides further labels is cut before them."""
    accepted = accepted_articles(_candidates(lines))
    cuts: dict[int, list[Candidate]] = {}
    for candidate in accepted:
        cuts.setdefault(candidate.line, []).append(candidate)
    out = []
    for index, line in enumerate(lines):
        out += _cut(line, cuts[index]) if index in cuts else [line]
    return out


def _candidates(lines: list[Line]) -> list[Candidate]:
    found = []
    quoted, before = False, ""
    for index, line in enumerate(lines):
        if line.role is Role.CONTENTS:
            continue
        label = line.label
        if label and label.kind is Kind.ARTICLE:
            first = label.number == 1 and not label.cites
            doubtful = quoted or (not first and bool(_CITES_NEXT.search(before)))
            found.append(Candidate(index, 0, label, doubtful))
        if not quoted and "条" in line.value[1:]:
            merged = merged_labels(line.value)
            found += [Candidate(index, at, x, doubtful=False, merged=True) for at, x in merged]
        quoted = opens_quotation(line.value, quoted)
        before = "" if label and label.kind is not Kind.ARTICLE and is_title(line) else line.value
    return found


def opens_quotation(line: str, quoted: bool) -> bool:
    """Whether a quotation is open at the end of a line (each quoted paragraph opens with “ anew)."""
    opening, closing = line.rfind("“"), line.rfind("”")
    return quoted if opening == closing else opening > closing


def _cut(line: Line, candidates: list[Candidate]) -> list[Line]:
    starts = [c.offset for c in candidates]
    edges = [*starts, len(line.text)]
    pieces = []
    if starts[0] > 0:
        pieces.append(replace(line, text=_trimmed(line.text, 0, starts[0])))
    for candidate, end in zip(candidates, edges[1:], strict=True):
        text = _trimmed(line.text, candidate.offset, end)
        pieces.append(Line(text, Role.ARTICLE, candidate.label, merged=candidate.offset > 0))
    return pieces


def _trimmed(text: Text, start: int, end: int) -> Text:
    value = text.value[start:end]
    return text.slice(start, start + len(value.rstrip()))


def _form(lines: list[Line]) -> Form:
    if any(line.role is Role.ARTICLE for line in lines):
        return Form.ARTICLES
    if any(_opens_outline(line) for line in lines):
        return Form.OUTLINE
    return Form.UNNUMBERED


def _opens_outline(line: Line) -> bool:
    label = line.label
    return (
        line.role is Role.FRONT
        and label is not None
        and label.style is not Style.UNIT
        and label.number == 1
        and not label.cites
    )


def _mark_body(lines: list[Line], form: Form) -> list[Line]:
    """Roles of the lines from the first unit on."""
    start = _body_start(lines, form)
    out = lines[:start]
    quoted = False
    for line in lines[start:]:
        if line.role is Role.ARTICLE or is_section(line):
            quoted = False
        out.append(line if line.role is Role.ARTICLE else replace(line, role=_role(line, quoted)))
        quoted = opens_quotation(line.value, quoted)
    return out


def _body_start(lines: list[Line], form: Form) -> int:
    if form is Form.OUTLINE:
        return next(i for i, line in enumerate(lines) if _opens_outline(line))
    start = next(i for i, line in enumerate(lines) if line.role is Role.ARTICLE)
    start = next((i for i in range(1, start) if _opens_divisions(lines[i])), start)
    while start > 0 and _may_head(lines[start - 1]):
        start -= 1
    return start


def _opens_divisions(line: Line) -> bool:
    """第一编, 第一章, or the first chapter's title without its label, which drafting rules call 总则."""
    if line.role is not Role.FRONT:
        return False
    label = line.label
    if label is None:
        return re.sub(r"\s", "", line.value) == "总则"
    divides = label.kind in {Kind.PART, Kind.CHAPTER} and label.number == 1
    return divides and not label.cites and is_title(line)


def _may_head(line: Line) -> bool:
    label = line.label
    return (
        line.role is Role.FRONT
        and label is not None
        and label.style in {Style.UNIT, Style.HAN_COMMA, Style.HAN_PAREN}
        and is_title(line)
    )


def _role(line: Line, quoted: bool) -> Role:
    label = line.label
    if label is None or quoted:
        return Role.ANNEX if not quoted and is_annex_heading(line.value) else Role.PLAIN
    if label.style is Style.UNIT:
        if label.kind is Kind.ARTICLE or not is_title(line) or label.cites:
            return Role.PLAIN
        return Role.HEADING
    return Role.PLAIN if label.cites else Role.LISTED


def _unmark_broken(lines: list[Line]) -> list[Line]:
    """In articles 一、 opens no list where the line before breaks off: 情形之 | 一、阻止无效的."""
    out = lines[:1]
    for line in lines[1:]:
        broken = out[-1].role in UNLISTED and out[-1].value.endswith("之")
        opens = line.role is Role.LISTED and is_section(line)
        out.append(replace(line, role=Role.PLAIN) if broken and opens else line)
    return out


def _mark_closing(lines: list[Line]) -> list[Line]:
    """The paragraphs that end an outline as a whole and belong to no item: 本措施自…起施行."""
    end = next((i for i, x in enumerate(lines) if x.role in {Role.ANNEX, Role.TAIL}), len(lines))
    last = max((i for i, x in enumerate(lines[:end]) if x.role is Role.LISTED), default=end)
    first = next((i for i in range(last + 1, end) if _CLOSING.match(lines[i].value)), end)
    closing = [replace(line, role=Role.CLOSING) for line in lines[first:end]]
    return lines[:first] + closing + lines[end:]


def _mark_tail(lines: list[Line]) -> list[Line]:
    """Attachments named, signature, date, 抄送 and such lines after the last label of the main text."""
    annex = next((i for i, x in enumerate(lines) if x.role is Role.ANNEX), len(lines))
    last = max((i for i, x in enumerate(lines[:annex]) if x.role in LABELLED), default=-1)
    out = lines[: last + 1]
    kind = None
    for index in range(last + 1, len(lines)):
        line = lines[index]
        goes_on = kind is ElementKind.ATTACHMENTS and is_attachment(line.value)
        kind = ElementKind.ATTACHMENTS if goes_on else _tail_kind(lines, index)
        tail = kind or (out[-1].role is Role.TAIL and line.role is Role.PLAIN)
        out.append(replace(line, role=Role.TAIL, label=None) if tail else line)
    return out


def _tail_kind(lines: list[Line], index: int) -> ElementKind | None:
    following = [line.value for line in lines[index + 1 : index + 1 + _NEAR]]
    kind = standing_kind(lines[index].value, lines[index - 1].value, following)
    if kind is ElementKind.ATTACHMENTS and not _only_names(lines, index):
        return None
    return kind


def _only_names(lines: list[Line], index: int) -> bool:
    """Whether 附件：… names attachments that follow elsewhere, and does not head one."""
    after = index + 1
    while after < len(lines) and is_attachment(lines[after].value):
        after += 1
    if after == len(lines) or lines[after].role is Role.ANNEX:
        return True
    following = [line.value for line in lines[after + 1 : after + 1 + _NEAR]]
    return standing_kind(lines[after].value, "", following) is not None


def _mark_headings(lines: list[Line]) -> list[Line]:
    """Headings without a label, and sections 一、 that stand above articles."""
    out = list(lines)
    heads = {Role.ARTICLE, Role.HEADING, Role.BARE_HEADING}
    articles = any(line.role is Role.ARTICLE for line in lines)
    for index in range(len(lines) - 2, -1, -1):
        line, after = out[index], out[index + 1]
        if after.role not in heads:
            continue
        titles_annex = index > 0 and out[index - 1].role is Role.ANNEX
        if line.role is Role.PLAIN and looks_like_heading(line.value) and not titles_annex:
            out[index] = replace(line, role=Role.BARE_HEADING)
        elif articles and _heads_articles(line):
            out[index] = replace(line, role=Role.HEADING)
    return out


def _heads_articles(line: Line) -> bool:
    label = line.label
    return (
        line.role in {Role.LISTED, Role.FRONT}
        and label is not None
        and label.style in {Style.HAN_COMMA, Style.HAN_PAREN}
        and label.body < len(line.value)
        and looks_like_heading(line.value[label.body :])
    )
