"""The frozen records that pass from stage to stage, as far as structure and metadata.

source file → `SourceFile` → `Text` → `Structure` → `Metadata` → `Annotations` → `Document` → quads → release
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from converters.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to before `end` of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Curated:
    """Facts about a document that a person wrote into its manifest because the text lacks them."""

    title: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source document as received.

    `id` is the file stem; `media_type` is what the bytes are, by content and not by file name.
    """

    id: str
    file_name: str
    media_type: str
    content: bytes
    sha256: str
    publisher: str | None = None
    url: str | None = None
    retrieved: str | None = None
    curated: Curated = Curated()


class Kind(StrEnum):
    """Units that a Chinese legal text is divided into (立法法 2023 第六十五条), and its other parts.

    The value is the step that an IRI shows: `…/art_6/para_1/item_2`.
    """

    PART = "part"  # 编
    SUBPART = "subpart"  # 分编
    CHAPTER = "chap"  # 章
    SECTION = "sec"  # 节; 一、 of a notice or a judicial interpretation
    DIVISION = "division"  # a heading whose label is lost and cannot be inferred
    ARTICLE = "art"  # 条
    PARAGRAPH = "para"  # 款, a paragraph without a number of its own
    ITEM = "item"  # 项 （一）
    POINT = "point"  # 目 1.
    SUBPOINT = "subpoint"  # （1） or ① below 目
    NOTICE = "notice"  # the transmittal text of a notice with its salutation
    PREAMBLE = "preamble"  # text before the first unit
    ANNEX = "annex"  # 附件


@dataclass(frozen=True, slots=True)
class Provision:
    """A unit of the text: label (第六条), heading (总则), own text, and the units inside it.

    `number` is the number the label states ("6", "120-1" for 第一百二十条之一) or the position of a
    unit that bears no number (款, notice, preamble: "1"…). `text` does not include the label nor the
    children; it spans line feeds where a unit without 款 runs over several paragraphs.
    `inferred` marks a number that a lost label had and that its neighbours prove.
    """

    kind: Kind
    number: str
    label: Span | None = None
    heading: Span | None = None
    text: Span | None = None
    children: tuple[Provision, ...] = ()
    inferred: bool = False

    def walk(self) -> Iterator[Provision]:
        """The unit and everything inside it, in text order."""
        yield self
        for child in self.children:
            yield from child.walk()


class ElementKind(StrEnum):
    """Parts of a document that are no provisions."""

    HEADER = "header"  # …人民政府办公厅文件, …公告
    TITLE = "title"
    SUBTITLE = "subtitle"
    ATTACHED_TITLE = "attached-title"  # title of the text that a notice transmits, or repeated
    DOCUMENT_NUMBER = "document-number"  # 晋政办发〔2024〕59号
    HISTORY = "history"  # adoption note, amendment history
    PROPERTY = "property"  # 发布日期：…, as pages of law databases print it
    ANNOUNCEMENT = "announcement"  # 《…条例》已由…通过，现予公布
    ADDRESSEES = "addressees"  # 各市、县人民政府：
    CONTENTS = "contents"  # 目录
    ATTACHMENTS = "attachments"  # 附件：1.…  2.…, the list before the signature
    SIGNATURE = "signature"
    DATE = "date"
    DISCLOSURE = "disclosure"  # （此件公开发布）
    COPIES = "copies"  # 抄送
    PRINTING = "printing"  # 2024年12月30日印发
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Element:
    """A part of the document that is no provision, with its span in the text."""

    kind: ElementKind
    span: Span


class OddityKind(StrEnum):
    """What the text itself does unusually; reported and never repaired silently."""

    ARTICLE_GAP = "article-gap"
    ARTICLE_REPEATED = "article-repeated"
    ARTICLE_FIRST = "article-first"  # the first number is not 1
    ARTICLE_MERGED = "article-merged"  # the line break before a label is lost
    LABEL_VARIANT = "label-variant"  # 笫, inner space, full-width minus for 一
    HEADING_GAP = "heading-gap"
    HEADING_LABEL_LOST = "heading-label-lost"
    ITEM_GAP = "item-gap"
    ITEM_FIRST = "item-first"
    TRUNCATED = "truncated"  # the last provision ends without terminal punctuation
    TITLE_MISSING = "title-missing"
    IN_FORCE_MISSING = "in-force-missing"
    UNNUMBERED = "unnumbered"  # paragraphs only
    PRIVATE_USE = "private-use"  # characters that have no meaning outside one font


@dataclass(frozen=True, slots=True)
class Oddity:
    """One unusual spot: `detail` names it in data (missing numbers, the label as written)."""

    kind: OddityKind
    span: Span
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """Text and what it is divided into: every visible character is in one element or provision."""

    text: Text
    elements: tuple[Element, ...]
    provisions: tuple[Provision, ...]
    oddities: tuple[Oddity, ...]

    def walk(self) -> Iterator[Provision]:
        """Every provision in text order."""
        for provision in self.provisions:
            yield from provision.walk()


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as the text states it: normalised value and the words that state it.

    `inferred` marks one that the words imply and do not say.
    """

    value: str
    span: Span
    inferred: bool = False


class EventKind(StrEnum):
    """What happened to a text on a date, as its adoption note or history says."""

    ADOPTED = "adopted"  # 通过
    APPROVED = "approved"  # 批准
    PROMULGATED = "promulgated"  # 公布, 发布
    AMENDED = "amended"  # 修正
    REVISED = "revised"  # 修订
    EFFECTIVE = "effective"  # 施行


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event: `date` is YYYY-MM-DD; body and session only where the text names them."""

    kind: EventKind
    date: str
    span: Span
    body: str | None = None
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text says of the document; None where it does not say.

    Dates are YYYY-MM-DD. `doc_type` is a notation of the scheme document-type, `jurisdiction` one of
    the scheme jurisdiction (`cn-sx`, `410100`, `cn`), `status` one of the scheme status.
    """

    title: Stated | None = None
    subtitle: Stated | None = None
    doc_type: Stated | None = None
    jurisdiction: Stated | None = None
    adopted_by: Stated | None = None  # as written, with the session
    adopting_bodies: tuple[Stated, ...] = ()
    session: Stated | None = None
    document_number: Stated | None = None
    date_adopted: Stated | None = None
    date_signed: Stated | None = None
    date_issued: Stated | None = None
    date_in_force: Stated | None = None
    in_force_on_publication: Stated | None = None  # 自公布之日起施行
    status: Stated | None = None
    addressees: tuple[Stated, ...] = ()
    events: tuple[Event, ...] = ()
