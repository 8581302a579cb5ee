"""HTML to a flat list of elements and events with places.

Takes: the characters of a page. Gives: `Tree`. The standard library's parser tells the position of every
piece of text and survives any depth; the elements are kept in lists, so that nothing here recurses.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from converters.readers.limits import MARKUP_ELEMENTS, check_limit
from converters.text import Place, Text

BLOCKS: Final = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "html", "legend", "li", "listing", "main", "menu", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul", "xmp",
}  # fmt: skip
CELLS: Final = {"td", "th"}
_TABLE_PARTS: Final = CELLS | {"tr", "table", "tbody", "thead", "tfoot", "caption"}
_VOID: Final = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "frame", "keygen",
}  # fmt: skip
_UNREAD: Final = {
    "script", "style", "head", "noscript", "template", "nav", "footer", "aside", "select", "button",
    "textarea", "option", "datalist", "object", "iframe", "svg", "math", "audio", "video", "canvas",
    "noframes", "map", "rt", "rp", "title", "del",
}  # fmt: skip
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
# Tags whose start ends an open element of the same sort, and what that must not reach beyond.
_ENDS: Final[dict[str, tuple[set[str], set[str]]]] = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir", *CELLS}),
    "dt": ({"dt", "dd"}, {"dl", *CELLS}),
    "dd": ({"dt", "dd"}, {"dl", *CELLS}),
    "tr": ({"tr", *CELLS}, {"table"}),
    "td": (CELLS, {"tr", "table"}),
    "th": (CELLS, {"tr", "table"}),
    "tbody": ({"tr", "tbody", "thead", *CELLS}, {"table"}),
}
_SCOPE: Final = {*CELLS, "table", "caption", "body", "html"}
_SEARCH_DEPTH: Final = 256


@dataclass(slots=True)
class Element:
    """An element: where it stands, whether a reader sees it, and how it is called."""

    tag: str
    parent: int
    start: int
    names: str = ""
    href: str = ""
    unread: bool = False
    in_link: bool = False
    end: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of text and the element that holds it."""

    text: Text
    element: int
    offset: int


@dataclass(frozen=True, slots=True)
class Open:
    """An element begins."""

    element: int


@dataclass(frozen=True, slots=True)
class Close:
    """An element ends."""

    element: int


@dataclass(frozen=True, slots=True)
class Break:
    """A `<br>` or `<hr>`."""


Event = Leaf | Open | Close | Break


@dataclass(slots=True)
class Tree:
    """The elements of a page, parents before children, and its events in order.

    `titles` holds what the head says the title is, the most specific first.
    """

    elements: list[Element] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    titles: list[Text] = field(default_factory=list)


def parse_html(document: str, page: str, start: int) -> Tree:
    """The tree of a page that begins at `start`."""
    parser = _TreeBuilder(document, page, start)
    # What follows the last tag is text; parsing it as a tag that never ends would take for ever.
    last = page.rfind(">") + 1
    parser.feed(page[start:last])
    parser.close()
    parser.finish(max(last, start))
    return parser.tree


class _TreeBuilder(HTMLParser):
    def __init__(self, document: str, page: str, start: int) -> None:
        super().__init__(convert_charrefs=False)
        self.tree = Tree()
        self._document = document
        self._page = page
        ends = re.compile("\n").finditer(page, start)
        self._line_starts = [start, *(end.end() for end in ends)]
        self._stack: list[int] = []
        self._most_elements = MARKUP_ELEMENTS.value
        self._open("html", [], start)

    def finish(self, end: int) -> None:
        """Take the text after the last tag and end every open element."""
        tail = self._page[end:]
        if tail:
            self._add_text(Text.of(tail, offset=end), end)
        while self._stack:
            self._pop(len(self._page))

    # The parser's own treatment of <![…] raises for unknown words; browsers take it for a comment.
    def parse_html_declaration(self, i: int) -> int:
        """The end of a declaration or comment that begins at `i`."""
        closing = "-->" if self.rawdata.startswith("<!--", i) else ">"
        end = self.rawdata.find(closing, i + 2)
        return len(self.rawdata) if end < 0 else end + len(closing)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        offset = self._offset()
        if tag in {"br", "hr"}:
            self.tree.events.append(Break())
        elif tag == "meta":
            self._note_meta(attrs, offset)
        elif tag in _VOID or (tag in {"html", "body"} and self._is_open(tag)):
            return
        else:
            self._end_implied(tag, offset)
            self._open(tag, attrs, offset)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, with those inside it that were not ended."""
        offset = self._offset()
        if tag in {"html", "body"} or tag in _VOID:
            return
        barrier = (_SCOPE - {tag}) if tag in BLOCKS - _TABLE_PARTS else set()
        if tag not in BLOCKS | _TABLE_PARTS:
            barrier = BLOCKS | _TABLE_PARTS
        elif tag in _TABLE_PARTS and tag != "table":
            barrier = {"table"} - {tag}
        self._pop_to({tag}, barrier, offset)

    def handle_data(self, data: str) -> None:
        """Text; it stands in the page as it is."""
        offset = self._offset()
        if self._page.startswith(data, offset):
            self._add_text(Text.of(data, offset=offset), offset)
        else:
            self._add_text(Text.at(data, Place("", offset)), offset)

    def handle_entityref(self, name: str) -> None:
        """A named character such as `&nbsp;`; an unknown name is text."""
        self._add_reference(f"&{name};", f"&{name}")

    def handle_charref(self, name: str) -> None:
        """A numbered character such as `&#12288;`."""
        self._add_reference(f"&#{name};", f"&#{name}")

    def _add_reference(self, reference: str, written: str) -> None:
        offset = self._offset()
        value = html.unescape(reference)
        if value == reference:
            closed = self._page.startswith(reference, offset)
            self._add_text(Text.of(reference if closed else written, offset=offset), offset)
        else:
            self._add_text(Text.at(value, Place("", offset)), offset)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _open(self, tag: str, attrs: list[tuple[str, str | None]], offset: int) -> None:
        parent = self._stack[-1] if self._stack else -1
        above = self.tree.elements[parent] if parent >= 0 else None
        values = {name: value or "" for name, value in attrs}
        hidden = "hidden" in values or _HIDDEN.search(values.get("style", "")) is not None
        element = Element(
            tag=tag,
            parent=parent,
            start=offset,
            names=f"{values.get('class', '')} {values.get('id', '')}".strip(),
            href=values.get("href", "") if tag == "a" else (above.href if above else ""),
            unread=tag in _UNREAD or hidden or (above is not None and above.unread),
            in_link=tag == "a" or (above is not None and above.in_link),
        )
        self.tree.elements.append(element)
        if len(self.tree.elements) > self._most_elements:
            found = len(self.tree.elements)
            check_limit(self._document, "file", MARKUP_ELEMENTS, found, "elements")
        self._stack.append(len(self.tree.elements) - 1)
        self.tree.events.append(Open(self._stack[-1]))

    def _pop(self, offset: int) -> None:
        index = self._stack.pop()
        self.tree.elements[index].end = offset
        self.tree.events.append(Close(index))

    def _pop_to(self, tags: set[str], barrier: set[str], offset: int) -> None:
        """End the innermost open element of `tags` and all inside it, unless a barrier is nearer."""
        for depth, index in enumerate(reversed(self._stack[-_SEARCH_DEPTH:]), start=1):
            tag = self.tree.elements[index].tag
            if tag in tags and depth < len(self._stack):
                for _ in range(depth):
                    self._pop(offset)
                return
            if tag in barrier:
                return

    def _end_implied(self, tag: str, offset: int) -> None:
        if tag in BLOCKS:
            self._pop_to({"p"}, BLOCKS - {"p"} | _TABLE_PARTS, offset)
        if tag == "body":
            self._pop_to({"head"}, set(), offset)
        elif tag in _ENDS:
            tags, barrier = _ENDS[tag]
            if tag == "tr":
                self._pop_to(CELLS, {"tr", "table"}, offset)
                tags = {"tr"}
            self._pop_to(tags, barrier, offset)

    def _is_open(self, tag: str) -> bool:
        return any(self.tree.elements[index].tag == tag for index in self._stack[:8])

    def _add_text(self, text: Text, offset: int) -> None:
        element = self._stack[-1]
        if self.tree.elements[element].tag == "title" and text.value.strip():
            self.tree.titles.append(text)
        self.tree.events.append(Leaf(text, element, offset))

    def _note_meta(self, attrs: list[tuple[str, str | None]], offset: int) -> None:
        values = {name: value or "" for name, value in attrs}
        content = values.get("content", "")
        if values.get("name", "").lower() == "articletitle" and content.strip():
            written = (self.get_starttag_text() or "").find(content)
            text = (
                Text.of(content, offset=offset + written)
                if written >= 0
                else Text.at(content, Place("", offset))
            )
            self.tree.titles.insert(0, text)
