"""Lines that a page or line break cut inside a sentence, joined again.

Takes: lines with their roles. Gives: fewer lines; nothing is put in where two are joined.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from converters.records import Kind
from converters.structure.clean import fold
from converters.structure.lines import (
    LABELLED,
    RUNNING,
    Form,
    Line,
    Role,
    ends_sentence,
    is_row,
    is_section,
    looks_like_heading,
)
from converters.structure.matter import DATE, is_history, standing_kind
from converters.text import Text


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a document writes: `headed` sections stand on lines of their own, `sectioned` has 节."""

    headed: bool
    sectioned: bool


def join_wraps(lines: list[Line], form: Form) -> list[Line]:
    """The lines with those joined that a page or line break cut inside a sentence."""
    out: list[Line] = []
    pieces: list[list[Text]] = []
    annexed = False
    habits = _Habits(
        headed=form is Form.OUTLINE and _sections_are_headings(lines),
        sectioned=any(x.label is not None and x.label.kind is Kind.SECTION for x in lines),
    )
    for line, piece in zip(lines, _sentence_pieces(lines), strict=True):
        annexed = annexed or line.role is Role.ANNEX
        if out and not annexed and _continues(out[-1], line, habits, piece=piece):
            # Places are joined once, below: a sentence may be cut into a hundred thousand lines.
            out[-1] = replace(out[-1], text=Text(out[-1].value + line.value, ()))
            pieces[-1].append(line.text)
        else:
            out.append(line)
            pieces.append([line.text])
    return [
        replace(line, text=Text.join(texts)) if len(texts) > 1 else line
        for line, texts in zip(out, pieces, strict=True)
    ]


def _sections_are_headings(lines: list[Line]) -> bool:
    """Whether the numbered lines of an outline are mostly headings, not sentences."""
    sections = [x for x in lines if x.role is Role.LISTED and is_section(x)]
    listed = sections or [x for x in lines if x.role is Role.LISTED]
    headings = sum(not ends_sentence(line.value) for line in listed)
    return 2 * headings > len(listed)


def _continues(before: Line, line: Line, habits: _Habits, *, piece: bool) -> bool:
    """Whether a sentence that `before` leaves open goes on in `line`, a `piece` of one."""
    if before.role is line.role is Role.FRONT:
        return _continues_front(before.value, line.value)
    if line.role is Role.BARE_HEADING and before.role in {Role.HEADING, Role.BARE_HEADING}:
        return _heading_runs_on(before, line, sectioned=habits.sectioned)
    if _label_alone(before):
        return line.role in {Role.PLAIN, Role.BARE_HEADING}
    row = before.role is Role.PLAIN and is_row(before.value)
    if before.role not in RUNNING or not piece or row or ends_sentence(before.value):
        return False
    if habits.headed and before.role is Role.LISTED and before.label:
        return not looks_like_heading(before.value[before.label.body :])
    return True


def _sentence_pieces(lines: list[Line]) -> list[bool]:
    """For each line whether it and the plain lines after it come to the end of a sentence.

    Entries of a list without punctuation and rows of a table do not: they are no cut sentence.
    """
    pieces = [False] * len(lines)
    reaches = False
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        plain = line.role is Role.PLAIN and not is_row(line.value)
        reaches = plain and (ends_sentence(line.value) or reaches)
        pieces[index] = reaches
    return pieces


def _continues_front(before: str, line: str) -> bool:
    """Before the first unit: an adoption note still in brackets, or prose cut inside a sentence."""
    note = fold(before)
    if standing_kind(before) or standing_kind(line) or is_history(fold(line)):
        return False
    if note.startswith("（") and note.count("（") > note.count("）"):
        return not note.endswith(("通过", "批准", "修正", "修订"))
    if is_history(note):
        return False
    if DATE.match(note) and is_history(note + fold(line)):
        return True
    return len(before) > 15 and bool(re.search(r"[，。；]", note)) and not ends_sentence(before)


def _heading_runs_on(before: Line, line: Line, *, sectioned: bool) -> bool:
    """A heading on two lines: the cut stands beside a conjunction, or a second heading has no sense.

    An unlabelled heading right after a chapter's is its second line, unless the text has sections:
    then it can be a section that has lost its label.
    """
    if re.search(r"[、和与及]$", before.value) or re.match(r"[、和与及]", line.value):
        return True
    return before.role is Role.HEADING and (_label_alone(before) or not sectioned)


def _label_alone(line: Line) -> bool:
    """A label on a line of its own: what it labels stands on the next."""
    return line.label is not None and line.label.end == len(line.value) and line.role in LABELLED
