"""The only place where a namespace IRI is written."""

from __future__ import annotations

import os
import re
from typing import Final

DEFAULT_BASE: Final = "https://w3id.org/fagui/"
"""Base of every IRI that Fagui mints; `FAGUI_BASE` replaces it for a publisher's own data."""

BASE: Final = os.environ.get("FAGUI_BASE") or DEFAULT_BASE

_BASE_FORM: Final = re.compile(
    r"https?://[\w.-]+(?::\d{1,5})?/(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|(?<!/)/)*(?<=/)"
)


def refuse_base(base: str = BASE) -> str | None:
    """What is wrong with a base and the remedy, in one line; None where IRIs can begin with it.

    Programs ask when they start: a module that raises while it is loaded gives a traceback.

    >>> refuse_base("https://law.example/data/")
    >>> refuse_base("law.example")
    "FAGUI_BASE: 'law.example' is no http or https IRI that ends in '/'; remedy: correct or unset it"
    """
    if _BASE_FORM.fullmatch(base):
        return None
    return f"FAGUI_BASE: {base!r} is no http or https IRI that ends in '/'; remedy: correct or unset it"


DEF: Final = f"{BASE}def#"
"""Ontology terms."""

SHAPE: Final = f"{BASE}shape#"
"""SHACL shapes."""

CONCEPT: Final = f"{BASE}concept/"
"""Concepts of the SKOS schemes: `{CONCEPT}{scheme}/{notation}`."""

ID: Final = f"{BASE}id/"
"""Things: regulations, versions, provisions, actors."""

DOC: Final = f"{BASE}doc/"
"""Documents about the things: what `/id/…` answers 303 to."""

ADMS: Final = "http://www.w3.org/ns/adms#"
AS: Final = "https://www.w3.org/ns/activitystreams#"
DCAT: Final = "http://www.w3.org/ns/dcat#"
DCTERMS: Final = "http://purl.org/dc/terms/"
DQV: Final = "http://www.w3.org/ns/dqv#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
ENTAILMENT: Final = "http://www.w3.org/ns/entailment/"
FORMATS: Final = "http://www.w3.org/ns/formats/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
QUDT: Final = "http://qudt.org/schema/qudt/"
QUDT_UNIT: Final = "http://qudt.org/vocab/unit/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SPDX: Final = "http://spdx.org/rdf/terms#"
VOID: Final = "http://rdfs.org/ns/void#"
VOID_EXT: Final = "http://ldf.fi/void-ext#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

EU_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
"""Authority tables of the EU: languages, file types, frequencies, themes."""
LANGUAGE_ZHO: Final = f"{EU_AUTHORITY}language/ZHO"
"""Chinese in the EU language authority table that `eli:language` uses."""
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""Licence of the data."""
WIKIDATA: Final = "http://www.wikidata.org/entity/"
GEONAMES: Final = "https://sws.geonames.org/"
EUROVOC: Final = "http://eurovoc.europa.eu/"
ISIC: Final = "https://unstats.un.org/classifications/ISIC/"
NACE: Final = "http://data.europa.eu/ux2/nace2/"

PREFIXES: Final[dict[str, str]] = {
    "fagui": DEF,
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "dqv": DQV,
    "eli": ELI,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefixes of every serialisation, query and page, in the order they are printed."""

DESCRIPTION_PREFIXES: Final[dict[str, str]] = PREFIXES | {
    "adms": ADMS,
    "as": AS,
    "foaf": FOAF,
    "spdx": SPDX,
    "void": VOID,
    "void-ext": VOID_EXT,
}
"""Prefixes of what describes a release: VoID, DCAT and changelog."""
