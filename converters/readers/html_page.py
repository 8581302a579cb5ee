"""Web pages to lines: the document without the page around it.

Takes: an HTML source file. Gives: `Text`, one line per block or table row, with the offset of each
character in the decoded page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from converters.readers.decoding import BYTE_ORDER_MARK, declared_encoding, decode
from converters.readers.html_content import select_content
from converters.readers.html_tree import BLOCKS, CELLS, Break, Close, Leaf, Tree, parse_html
from converters.readers.limits import CHARACTERS, check_limit, check_lines
from converters.readers.lines import LineCollector, join_lines
from converters.text import Text

if TYPE_CHECKING:
    from converters.records import SourceFile

_SPACES: Final = re.compile(r"[ \t\n\r\f]+")
_WIDE: Final = re.compile(r"[\u2e80-\ufaff\uff00-\uffef“”‘’…—]")
_PREFORMATTED: Final = {"pre", "listing", "xmp"}


def read_html(source: SourceFile) -> Text:
    """The title, the text and what stands between them; navigation and page tools are left out."""
    declared = declared_encoding(source.content)
    page = decode(source.content, declared, document=source.file_name)
    check_limit(source.file_name, "file", CHARACTERS, len(page), "characters")
    start = len(BYTE_ORDER_MARK) if page.startswith(BYTE_ORDER_MARK) else 0
    tree = parse_html(source.file_name, page, start)
    lines = _render(source.file_name, tree)
    return join_lines(select_content(tree, lines))


def _render(document: str, tree: Tree) -> list[Text]:
    """The visible lines of a whole page, white space collapsed as browsers do."""
    lines = LineCollector()
    for event in tree.events:
        if isinstance(event, Leaf):
            _add_leaf(lines, tree, event)
        elif isinstance(event, Break):
            lines.end_line()
        elif not tree.elements[event.element].unread:
            _mark_block(lines, tree.elements[event.element].tag, closing=isinstance(event, Close))
    rendered = lines.lines()
    # Before a hostile line is taken apart character by character.
    check_lines(document, (_SPACES.sub(" ", line.value) for line in rendered))
    collapsed = (_collapse(line) for line in rendered)
    return [line for line in collapsed if line.value]


def _add_leaf(lines: LineCollector, tree: Tree, leaf: Leaf) -> None:
    element = tree.elements[leaf.element]
    if element.unread:
        return
    if element.tag not in _PREFORMATTED:
        lines.add(leaf.text)
        return
    start = 0
    for match in re.finditer("\n", leaf.text.value):
        lines.add(leaf.text.slice(start, match.start()))
        lines.end_line()
        start = match.end()
    lines.add(leaf.text.slice(start, len(leaf.text)))


def _mark_block(lines: LineCollector, tag: str, *, closing: bool) -> None:
    if tag in BLOCKS:
        lines.end_line()
    elif tag == "tr":
        (lines.close_row if closing else lines.open_row)()
    elif tag in CELLS:
        (lines.close_cell if closing else lines.open_cell)()


def _collapse(line: Text) -> Text:
    """One space for each run of white space, none where a source line ends between ideographs."""
    if not _SPACES.search(line.value):
        return line
    pieces: list[Text] = []
    position = 0
    for match in _SPACES.finditer(line.value):
        pieces.append(line.slice(position, match.start()))
        position = match.end()
        before = line.value[max(match.start() - 1, 0) : match.start()]
        after = line.value[position : position + 1]
        if not before or not after or ("\n" in match.group() and _is_wide_pair(before, after)):
            continue
        pieces.append(Text.at(" ", line.place(match.start())))
    pieces.append(line.slice(position, len(line)))
    return Text.join(pieces)


def _is_wide_pair(before: str, after: str) -> bool:
    return _WIDE.match(before) is not None and _WIDE.match(after) is not None
