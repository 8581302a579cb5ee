"""What the dataset says of itself."""

from __future__ import annotations

from typing import Final

from endpoint.api.operation import HTML, LANGUAGE, TEXT, Operation, Schema
from endpoint.description.selfdescription import FORMATS

_DATA: Final[dict[str, Schema]] = {media: {} for media in FORMATS}

OPERATIONS: Final = (
    Operation(
        "/.well-known/void",
        "describeDataset",
        "The VoID description of the dataset.",
        {200: _DATA},
        parameters=(LANGUAGE,),
        errors=(404,),
    ),
    Operation(
        "/catalog",
        "describeCatalogue",
        "The DCAT catalogue of the site.",
        {200: {HTML: TEXT} | _DATA},
        parameters=(LANGUAGE,),
        errors=(404,),
    ),
    Operation(
        "/id/catalogue", "findCatalogue", "The address of the catalogue.", {303: {HTML: TEXT}}
    ),
    Operation(
        "/context.jsonld",
        "jsonLdContext",
        "The JSON-LD context of the data.",
        {200: {"application/ld+json": {"type": "object"}}, 206: {"application/ld+json": {}}},
        errors=(404, 416),
    ),
)
