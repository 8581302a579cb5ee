"""What each line of a document is: front matter, table of contents, heading, labelled unit, tail.

Takes: raw `Text`. Gives: `Line`s in text order, page-break wraps joined, each with its role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from converters.clean import fold, visible_lines
from converters.labels import Label, Style, find_label, merged_labels
from converters.matter import is_history, standing_kind
from converters.records import Kind
from converters.sequence import Candidate, accepted_articles
from converters.text import Text


class Role(Enum):
    """What a line is."""

    FRONT = auto()  # before the first unit
    CONTENTS = auto()  # 目录
    HEADING = auto()  # 第二章 …, with its label
    BARE_HEADING = auto()  # a heading whose label is lost
    ARTICLE = auto()  # 第六条 …
    LISTED = auto()  # 一、 （一） 1. …
    PLAIN = auto()
    ANNEX = auto()  # 附件
    TAIL = auto()  # signature, date, 抄送 …


class Form(Enum):
    """How a document is numbered."""

    ARTICLES = auto()
    OUTLINE = auto()
    UNNUMBERED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document; `merged` tells that the source has no line break before it."""

    text: Text
    role: Role = Role.FRONT
    label: Label | None = None
    merged: bool = False

    @property
    def value(self) -> str:
        """The characters of the line."""
        return self.text.value


_SENTENCE_END: Final = "。；：！？…;:!?"
_CLOSERS: Final = "”’）)】〕》」』\"'"
# Private-use characters that the corpus has at the end of paragraphs.
_NO_MEANING: Final = "".join(map(chr, range(0xE000, 0xF900))) + " "
_PUNCTUATION: Final = re.compile(r"[。；，：！？,;:!?]")
# A line that breaks off here goes on with a citation: 违反本条例 | 第六条规定.
_CITES_NEXT: Final = re.compile(
    r"(?:[，、和或及与至到]|依照|按照|根据|违反|适用|符合|执行|以及|或者|本条例|本法|本办法|本规定|本细则"
    r"|》|的规定和|前款|本章|本节)$"
)
_CONTENTS: Final = re.compile(r"目 *[录次] *(?P<rest>第.*)?")
_ENTRY_END: Final = re.compile(r"[\s.…·⋯—-]*\d*$")
_ANNEX: Final = re.compile(
    r"附 *(?:件|录|表|图)? *(?:[一二三四五六七八九十\d]{1,3})? *(?:[：:．.、]|$| )[^。；，]{0,60}"
)
_HEADING_LENGTH: Final = 30


def lay_out(raw: Text) -> tuple[Form, list[Line]]:
    """The numbering form and the lines of a document, wraps joined, roles given."""
    lines = [Line(text, label=find_label(text.value)) for text in visible_lines(raw)]
    lines = _mark_contents(lines)
    lines = _mark_articles(lines)
    form = _form(lines)
    if form is Form.UNNUMBERED:
        return form, lines
    lines = _mark_headings(_mark_tail(_mark_body(lines, form)))
    if form is Form.ARTICLES:
        lines = _unmark_broken(lines)
    return form, join_wraps(lines, form)


def ends_sentence(line: str) -> bool:
    """Whether the line ends where a sentence, a lead-in or a list item ends.

    >>> [ends_sentence(x) for x in ("应当符合下列要求：", "本行政区域", "（省科技厅负责）", "（试行）的")]
    [True, False, True, False]
    """
    core = line.rstrip(_CLOSERS + _NO_MEANING)
    if core[-1:] and core[-1] in _SENTENCE_END:
        return True
    if not core or core == line:
        return False
    opening = fold(line).rfind("（")
    return fold(line).endswith("）") and (
        opening == 0 or line[opening - 1] in _SENTENCE_END + _CLOSERS
    )


def looks_like_heading(line: str) -> bool:
    """Whether a line is short and has no sentence punctuation.

    >>> looks_like_heading("法律责任"), looks_like_heading("县级以上人民政府应当，")
    (True, False)
    """
    return 0 < len(line) <= _HEADING_LENGTH and not _PUNCTUATION.search(line)


def is_annex_heading(line: str) -> bool:
    """Whether a line opens an annex: 附件1：…, 附表 and not 附图中除…外.

    >>> is_annex_heading("附件：矿产资源分类细目"), is_annex_heading("附图中除必需的词语外，不得含有其他注释。")
    (True, False)
    """
    return bool(_ANNEX.fullmatch(line)) and not ends_sentence(line.rstrip("：:"))


def _mark_contents(lines: list[Line]) -> list[Line]:
    """Lines of a 目录: the bare word, then headings up to the first one's second coming."""
    for index, line in enumerate(lines[:80]):
        match = _CONTENTS.fullmatch(fold(line.value))
        if match and (not match["rest"] or match["rest"].count("章") > 1):
            end = _contents_end(lines, index, match["rest"])
            if end > index + 1 or match["rest"]:
                marked = [replace(x, role=Role.CONTENTS, label=None) for x in lines[index:end]]
                return lines[:index] + marked + lines[end:]
    return lines


def _contents_end(lines: list[Line], start: int, rest: str | None) -> int:
    stop = start + 1
    while stop < len(lines) and _is_entry(lines[stop]):
        stop += 1
    entry = rest.split(" 第", 1)[0] if rest else lines[min(start + 1, len(lines) - 1)].value
    first = find_label(entry)
    keys = {_entry_key(entry), _entry_key(entry[first.body :] if first else entry)}
    for index in range(start + 1 if rest else start + 2, stop):
        if _entry_key(lines[index].value) in keys:
            return index
    return stop if not rest else start + 1


def _is_entry(line: Line) -> bool:
    if line.label and line.label.kind is Kind.ARTICLE:
        return False
    value = _ENTRY_END.sub("", line.value)
    if line.label:
        return is_title(line)
    return 0 < len(value) <= 2 * _HEADING_LENGTH and not _PUNCTUATION.search(value)


def _entry_key(entry: str) -> str:
    return re.sub(r"\s+", "", _ENTRY_END.sub("", entry))


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
            first = label.number == 1 and label.spaced
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
        if line.role is Role.ARTICLE or _is_section(line):
            quoted = False
        out.append(line if line.role is Role.ARTICLE else replace(line, role=_role(line, quoted)))
        quoted = opens_quotation(line.value, quoted)
    return out


def _is_section(line: Line) -> bool:
    return line.label is not None and line.label.style is Style.HAN_COMMA


def _body_start(lines: list[Line], form: Form) -> int:
    if form is Form.OUTLINE:
        return next(i for i, line in enumerate(lines) if _opens_outline(line))
    start = next(i for i, line in enumerate(lines) if line.role is Role.ARTICLE)
    while start > 0 and _may_head(lines[start - 1]):
        start -= 1
    return start


def _may_head(line: Line) -> bool:
    label = line.label
    return (
        line.role is Role.FRONT
        and label is not None
        and label.style in {Style.UNIT, Style.HAN_COMMA, Style.HAN_PAREN}
        and is_title(line)
    )


def is_title(line: Line) -> bool:
    """Whether what follows the label of a line reads like a heading, a stray 。 at its end aside."""
    body = line.value[line.label.body :] if line.label else line.value
    if line.label and line.label.style is Style.UNIT and len(body) <= _HEADING_LENGTH:
        body = body.rstrip("。")
    return len(body) <= 2 * _HEADING_LENGTH and not re.search(r"[。；！？]|[：，]$", body)


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
        before = out[-1]
        broken = before.role in _UNLISTED and not ends_sentence(before.value)
        opens = line.role is Role.LISTED and _is_section(line)
        out.append(replace(line, role=Role.PLAIN) if broken and opens else line)
    return out


def _mark_tail(lines: list[Line]) -> list[Line]:
    """Signature, date, 抄送 and such lines after the last label, up to an annex."""
    last = max((i for i, x in enumerate(lines) if x.role in _LABELLED), default=-1)
    out = lines[: last + 1]
    for index in range(last + 1, len(lines)):
        line, neighbours = lines[index], lines[index - 1 : index + 2 : 2]
        after = neighbours[1].value if len(neighbours) > 1 else ""
        kind = standing_kind(line.value, neighbours[0].value, after)
        tail = kind or (out[-1].role is Role.TAIL and line.role is Role.PLAIN)
        out.append(replace(line, role=Role.TAIL, label=None) if tail else line)
    return out


def _mark_headings(lines: list[Line]) -> list[Line]:
    """Headings without a label, and sections 一、 that stand above articles."""
    out = list(lines)
    heads = {Role.ARTICLE, Role.HEADING, Role.BARE_HEADING}
    articles = any(line.role is Role.ARTICLE for line in lines)
    for index in range(len(lines) - 2, -1, -1):
        line, after = out[index], out[index + 1]
        if after.role not in heads:
            continue
        if line.role is Role.PLAIN and looks_like_heading(line.value):
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


def join_wraps(lines: list[Line], form: Form) -> list[Line]:
    """The lines with those joined that a page or line break cut inside a sentence."""
    out: list[Line] = []
    annexed = False
    headed = form is Form.OUTLINE and _sections_are_headings(lines)
    for line in lines:
        annexed = annexed or line.role is Role.ANNEX
        if out and not annexed and _continues(out[-1], line, headed=headed):
            out[-1] = replace(out[-1], text=Text.join((out[-1].text, line.text)))
        else:
            out.append(line)
    return out


def _sections_are_headings(lines: list[Line]) -> bool:
    """Whether the numbered lines of an outline are mostly headings, not sentences."""
    sections = [x for x in lines if x.role is Role.LISTED and _is_section(x)]
    listed = sections or [x for x in lines if x.role is Role.LISTED]
    headings = sum(not ends_sentence(line.value) for line in listed)
    return 2 * headings > len(listed)


def _continues(before: Line, line: Line, *, headed: bool) -> bool:
    if before.role is line.role is Role.FRONT:
        return _continues_front(before.value, line.value)
    if line.role is Role.BARE_HEADING and before.role in {Role.HEADING, Role.BARE_HEADING}:
        return _heading_runs_on(before.value, line.value)
    if _label_alone(before):
        return line.role in {Role.PLAIN, Role.BARE_HEADING}
    if before.role not in _RUNNING or ends_sentence(before.value):
        return False
    if line.role is not Role.PLAIN:
        return False
    if headed and before.role is Role.LISTED and before.label:
        return not looks_like_heading(before.value[before.label.body :])
    return True


def _continues_front(before: str, line: str) -> bool:
    """Before the first unit: an adoption note still in brackets, or prose cut inside a sentence."""
    note = fold(before)
    if standing_kind(before) or standing_kind(line) or is_history(fold(line)):
        return False
    if note.startswith("（") and note.count("（") > note.count("）"):
        return not note.endswith(("通过", "批准", "修正", "修订"))
    if is_history(note):
        return False
    return len(before) > 15 and bool(re.search(r"[，。；]", note)) and not ends_sentence(before)


def _heading_runs_on(before: str, line: str) -> bool:
    """A heading on two lines: the cut stands beside a conjunction."""
    return bool(re.search(r"[、和与及]$", before) or re.match(r"[、和与及]", line))


def _label_alone(line: Line) -> bool:
    """A label on a line of its own: what it labels stands on the next."""
    return line.label is not None and line.label.end == len(line.value) and line.role in _LABELLED


_UNLISTED: Final = {Role.ARTICLE, Role.PLAIN}
_RUNNING: Final = {Role.ARTICLE, Role.LISTED, Role.PLAIN}
_LABELLED: Final = {Role.ARTICLE, Role.LISTED, Role.HEADING}
