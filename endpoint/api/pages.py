"""Pages for people, and what search engines read."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import HTML, JSON, LANGUAGE, TEXT, Operation, Schema, path_parameter

_XML: Final[dict[str, Schema]] = {"application/xml": {}}

OPERATIONS: Final = (
    Operation(
        "/",
        "start",
        "The start page, or as JSON the release, its services and limits.",
        {200: {HTML: TEXT, JSON: {"type": "object"}}},
        parameters=(LANGUAGE,),
    ),
    Operation(
        "/static/{filename}",
        "loadStyle",
        "A file that pages are shown with.",
        {200: {"text/css": {}}},
        parameters=(path_parameter("filename", "Name of the file.", "style.css"),),
        errors=(404, 416),
        tag="server",
    ),
    Operation(
        "/robots.txt",
        "robots",
        "What robots may read.",
        {200: {"text/plain": TEXT}},
        tag="server",
    ),
    Operation("/sitemap.xml", "siteMap", "The parts of the site map.", {200: _XML}, tag="server"),
    Operation(
        "/sitemaps/{file}.xml",
        "siteMapPart",
        "The addresses of up to 50,000 pages.",
        {200: _XML},
        parameters=(path_parameter("file", "Name of the part.", "regulations-1"),),
        errors=(404,),
        tag="server",
    ),
)
