"""Matches of our instruments with the types of Rothwell and Zegveld and the instruments of STIP."""

from __future__ import annotations

from collections import Counter

from rdflib import RDF, SKOS, URIRef

from ontology import load
from ontology.iris import mint_concept, parse_concept

SCHEMES = load.vocabularies()
INSTRUMENTS = SCHEMES["instrument"]
MATCHES = (SKOS.broadMatch, SKOS.closeMatch, SKOS.narrowMatch, SKOS.relatedMatch)
LINKS = [
    (parse_concept(str(ours))[1], match, *parse_concept(str(theirs)))
    for match in MATCHES
    for ours, theirs in INSTRUMENTS.subject_objects(match)
]


def test_matched_concepts_exist() -> None:
    known = {
        concept
        for scheme in ("policy-instrument-type", "stip-instrument")
        for concept in SCHEMES[scheme].subjects(RDF.type, SKOS.Concept)
    }
    matched = {URIRef(mint_concept(scheme, notation)) for _, _, scheme, notation in LINKS}
    assert matched - known == set()
    assert len(matched) == 28 + 3


def test_every_means_has_a_type() -> None:
    typed = {ours for ours, _, scheme, _ in LINKS if scheme == "policy-instrument-type"}
    notations = {str(notation) for notation in INSTRUMENTS.objects(None, SKOS.notation)}
    assert notations - typed == {"other"}


def test_one_type_is_broader_or_two_are_related() -> None:
    types = [link for link in LINKS if link[2] == "policy-instrument-type"]
    kinds = {ours: [match for o, match, _, _ in types if o == ours] for ours, *_ in types}
    allowed = ([SKOS.broadMatch], [SKOS.relatedMatch, SKOS.relatedMatch])
    assert {ours: found for ours, found in kinds.items() if found not in allowed} == {}


def test_a_stip_instrument_is_narrower_than_one_of_ours() -> None:
    narrower = Counter(theirs for _, match, _, theirs in LINKS if match == SKOS.narrowMatch)
    assert {theirs for theirs, count in narrower.items() if count > 1} == set()


def test_no_pair_has_two_matches() -> None:
    pairs = Counter((ours, scheme, theirs) for ours, _, scheme, theirs in LINKS)
    assert [pair for pair, count in pairs.items() if count > 1] == []


def test_stip_codes_are_alternative_labels() -> None:
    graph = SCHEMES["stip-instrument"]
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        (notation,) = graph.objects(concept, SKOS.notation)
        (code,) = graph.objects(concept, SKOS.altLabel)
        assert str(code) == str(notation).upper()
