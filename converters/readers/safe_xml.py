"""XML parts of containers, parsed without entities, DOCTYPE or network.

Takes: bytes of an XML part. Gives: an lxml tree, or a ConversionError.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from converters.errors import ConversionError
from converters.readers.limits import MARKUP_ELEMENTS, check_limit

_DOCTYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def parse_xml(document: str, part: str, content: bytes) -> etree._Element:
    """The root element of an XML part."""
    # Office writes UTF-8 only; in UTF-16 the search below would not see a DOCTYPE.
    if content.startswith(_WIDE_MARKS) or b"\x00" in content[:64]:
        raise _refused(document, part, "is not UTF-8 XML")
    if _DOCTYPE.search(content):
        raise _refused(document, part, "has a DOCTYPE declaration, which is not read")
    # Counting tags is cheaper than building a tree that is too large.
    check_limit(document, part, MARKUP_ELEMENTS, content.count(b"<") // 2, "elements")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        reason = str(error.msg).split(", line")[0]
        raise _refused(document, part, f"is not well-formed XML ({reason})") from None


def _refused(document: str, part: str, problem: str) -> ConversionError:
    return ConversionError(
        document, part, problem, "open it in a word processor and save it anew as .docx"
    )
