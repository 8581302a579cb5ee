"""The graph of one document as compact JSON-LD, with its context inside.

Takes: quads of one named graph, without blank nodes. Gives: JSON-LD 1.1 whose nodes stand in the order
of their first statement. A value that the context would read as something else is written in full.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from ontology.context import ID, TYPE, compact_iri, json_ld_context, shorten
from ontology.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

_RDF_TYPE: Final = f"{RDF}type"
_XSD_STRING: Final = f"{XSD}string"
_INTEGER: Final = "xsd:integer"
_PLAIN_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")


def compact_json_ld(graph: str, quads: Iterable[Quad]) -> bytes:
    """The quads of a graph as a JSON-LD document of that graph."""
    nodes: dict[str, dict[str, Any]] = {}
    for quad in quads:
        subject, predicate = _iri(quad.subject), quad.predicate.value
        node = nodes.setdefault(subject, {ID: compact_iri(subject)})
        if predicate == _RDF_TYPE:
            _append(node, TYPE, shorten(_iri(quad.object)))
        else:
            _add(node, predicate, quad.object)
    whole = {"@context": json_ld_context(), ID: graph, "@graph": list(nodes.values())}
    return json.dumps(whole, ensure_ascii=False, indent=0).encode() + b"\n"


def _add(node: dict[str, Any], predicate: str, value: object) -> None:
    name = shorten(predicate)
    form = json_ld_context().get(name, {})
    if form.get("@container") == "@language":
        if isinstance(value, Literal) and value.language:
            _append(node.setdefault(name, {}), value.language, value.value)
        else:  # a language map holds nothing else: the whole IRI is a name without a form
            _append(node, predicate, _in_full(value))
    else:
        _append(node, name, _value(value, form.get("@type")))


def _value(value: object, expected: str | None) -> Any:
    """A value as short as a term allows whose values have the expected type."""
    if isinstance(value, NamedNode) and expected == "@id":
        return compact_iri(value.value)
    if isinstance(value, Literal) and not value.language:
        kind = shorten(value.datatype.value)
        if kind == expected:
            return int(value.value) if _is_plain_integer(kind, value.value) else value.value
        if expected is None and value.datatype.value == _XSD_STRING:
            return value.value
    return _in_full(value)


def _in_full(value: object) -> dict[str, str]:
    if not isinstance(value, Literal):
        return {"@id": _iri(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    if value.datatype.value == _XSD_STRING:
        return {"@value": value.value}
    return {"@value": value.value, "@type": value.datatype.value}


def _is_plain_integer(kind: str, written: str) -> bool:
    """Whether a number of JSON gives back the same characters; many readers keep 53 bits of it."""
    return kind == _INTEGER and _PLAIN_INTEGER.fullmatch(written) is not None


def _append(owner: dict[str, Any], name: str, value: Any) -> None:
    """Adds a value to a name: the only one stands alone, several in a list."""
    if name not in owner:
        owner[name] = value
    elif isinstance(owner[name], list):
        owner[name].append(value)
    else:
        owner[name] = [owner[name], value]


def _iri(term: object) -> str:
    if not isinstance(term, NamedNode):
        message = f"{term} is no IRI; documents have no blank nodes"
        raise TypeError(message)
    return term.value
