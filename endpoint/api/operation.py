"""The parts of a description, and their form in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html).

Takes: records. Gives: the dictionaries of a description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]
TEXT: Final[Schema] = {"type": "string"}
JSON: Final = "application/json"
HTML: Final = "text/html"
FORM: Final = "application/x-www-form-urlencoded"

ERRORS: Final = {
    400: "The request is wrong; the answer says where and what is allowed.",
    404: "Nothing has this address; the answer says what is near.",
    405: "The method is not allowed here.",
    406: "None of the accepted media types is offered.",
    410: "An earlier release had this thing.",
    413: "The request or the result is too large.",
    415: "The media type of the body is not supported.",
    416: "The file has no such range of bytes.",
    429: "This client asks too much at a time; the answer says when to try again.",
    503: "Busy, over a limit, or no release: the answer says when to try again.",
}
"""Statuses of errors; all of them have the one shape `Problem`."""
EVERYWHERE: Final = (400, 406, 503)
"""Errors that every route can answer: broken parameters, no accepted coding, no release."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in a path or in a query string."""

    name: str
    says: str
    schema: Schema
    where: str = "query"
    example: str | None = None

    def describe(self) -> dict[str, Any]:
        """The Parameter Object."""
        told: dict[str, Any] = {
            "name": self.name,
            "in": self.where,
            "description": self.says,
            "schema": self.schema,
            "required": self.where == "path",
        }
        return told | ({"example": self.example} if self.example is not None else {})


@dataclass(frozen=True, slots=True)
class Operation:
    """A route under one method. `answers` has what a success is sent as, by status and media type.

    `body` has the schemas of what a client may send, by media type. `errors` are those beside `EVERYWHERE`.
    """

    path: str
    name: str
    says: str
    answers: Mapping[int, Mapping[str, Schema]]
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
    method: str = "get"
    body: Mapping[str, Schema] | None = None
    tag: str = "data"

    def describe(self) -> dict[str, Any]:
        """The Operation Object."""
        told: dict[str, Any] = {
            "operationId": self.name,
            "summary": self.says,
            "tags": [self.tag],
            "parameters": [each.describe() for each in self.parameters],
            "responses": self._responses(),
        }
        if self.body is not None:
            told["requestBody"] = {"required": True, "content": _content(self.body)}
        return told

    def _responses(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            str(status): {"description": _SUCCESSES[status], "content": _content(media)}
            for status, media in self.answers.items()
        }
        for status in sorted({*EVERYWHERE, *self.errors}):
            found[str(status)] = {"$ref": f"#/components/responses/Error{status}"}
        return found


_SUCCESSES: Final = {
    200: "The answer.",
    206: "A range of the file.",
    302: "The version that was in force at the time that is asked for, in the header Location.",
    303: "The address of the document about the thing, in the header Location.",
    304: "The client has the answer already.",
}


def _content(media: Mapping[str, Schema]) -> dict[str, Any]:
    return {name: {"schema": schema} for name, schema in media.items()}


def path_parameter(name: str, says: str, example: str, **schema: Any) -> Parameter:
    """A parameter in a path; slashes in it stand as they are."""
    return Parameter(name, says, {"type": "string", "minLength": 1} | schema, "path", example)


LANGUAGE: Final = Parameter(
    "lang",
    "Language of pages and names; it goes before Accept-Language.",
    {"type": "string", "enum": ["zh", "en"]},
)


def describe_errors() -> dict[str, Any]:
    """The Response Objects of errors."""
    problem = {"$ref": "#/components/schemas/Problem"}
    media: dict[str, Schema] = {JSON: problem, "text/plain": TEXT, HTML: TEXT}
    return {
        f"Error{status}": {"description": says, "content": _content(media)}
        for status, says in ERRORS.items()
    }


PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "What went wrong, why, what to do, and where in the query if it is about one.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "status": {"type": "integer"},
                "title": TEXT,
                "detail": TEXT,
                "remedy": TEXT,
                "line": {"type": ["integer", "null"]},
                "column": {"type": ["integer", "null"]},
            },
            "required": ["status", "title", "detail", "remedy", "line", "column"],
        }
    },
    "required": ["error"],
}
