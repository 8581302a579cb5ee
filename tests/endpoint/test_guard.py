from __future__ import annotations

import pytest

from endpoint.sparql.guard import (
    MAX_NESTING,
    MAX_OPERATORS,
    MAX_PATTERNS,
    Analysis,
    Refusal,
    analyse_query,
)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select*{}", "SELECT"),
        ("ASK{}", "ASK"),
        ("# INSERT\nASK {}", "ASK"),
        ("BASE <a:b> PREFIX insert: <http://x/#> PREFIX : <b:c> CONSTRUCT WHERE {}", "CONSTRUCT"),
        ("Describe <a:b>", "DESCRIBE"),
        ("SELEKT * {}", None),
        ("", None),
        ("{}", None),
        ("PREFIX", None),
    ],
)
def test_form_of_a_query(query: str, form: str | None) -> None:
    assert analyse_query(query).form == form


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM <a:b> {}", Analysis("SELECT", True, False, ())),
        ('SELECT * { ?s ?p "FROM" } # FROM', Analysis("SELECT", False, False, ())),
        ("SELECT (now() AS ?x) {}", Analysis("SELECT", False, True, ())),
        ("SELECT ?now { ?now eli:x _:b }", Analysis("SELECT", False, False, ("eli",))),
        ("PREFIX eli: <a:b> ASK { ?x eli:a :b }", Analysis("ASK", False, False, ("",))),
    ],
)
def test_what_the_tokens_tell(query: str, expected: Analysis) -> None:
    assert analyse_query(query) == expected


SERVICE = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { service silent<http://127.0.0.1/>{ ?s ?p ?o } }",
    "SELECT * { SeRvIcE ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE ex:a { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE ex:a { ?s ?p ?o } }",
    'SELECT * { ?s ?p "a\\""SERVICE ex:a { ?s ?p ?o } }',
    "SELECT * { ?s ?p '''a'''SERVICE ex:a { ?s ?p ?o } }",
    "SELECT * {#\nSERVICE#\n<http://127.0.0.1/>#\n{ ?s ?p ?o } }",
    "SELECT * { FILTER(1<1)SERVICE#>\n?x { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { { SERVICE ?x { ?s ?p ?o } } } }",
]


@pytest.mark.parametrize("query", SERVICE)
def test_service_is_refused_in_every_disguise(query: str) -> None:
    with pytest.raises(Refusal) as caught:
        analyse_query(query)

    assert caught.value.kind == "service"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://a/> {}" }',
        "SELECT * { ?s ?p '''\nSERVICE <http://a/> {}''' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://a/> {}",
        "SELECT * { ?s <http://a/SERVICE> <http://a/service#x> }",
        "PREFIX service: <http://a/> SELECT * { ?service service:SERVICE ex:SERVICE }",
        'SELECT * { ?s ?p "x"@service }',
        "SELECT * { ?s a ex:a.SERVICE . ?services ?p _:SERVICE }",
    ],
)
def test_service_is_no_keyword_there(query: str) -> None:
    assert analyse_query(query).form == "SELECT"


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "insert{?s ?p ?o}where{?s ?p ?o}",
        "DELETE WHERE { ?s ?p ?o }",
        "PREFIX a: <b:c> # SELECT\nLOAD <file:///etc/passwd>",
        "LOAD SILENT <http://127.0.0.1/> INTO GRAPH <a:b>",
        "CLEAR ALL",
        "CREATE GRAPH <a:b>",
        "DROP ALL",
        "COPY DEFAULT TO <a:b>",
        "MOVE DEFAULT TO <a:b>",
        "ADD DEFAULT TO <a:b>",
        "BASE <a:b> WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_every_update_is_refused(query: str) -> None:
    with pytest.raises(Refusal) as caught:
        analyse_query(query)

    assert caught.value.kind == "update"


@pytest.mark.parametrize(
    ("allowed", "refused", "kind"),
    [
        (
            "ASK " + "{" * MAX_NESTING + "}" * MAX_NESTING,
            "ASK " + "{" * (MAX_NESTING + 1) + "}" * (MAX_NESTING + 1),
            "nesting",
        ),
        (
            "ASK { " + "?s ?p ?o . " * MAX_PATTERNS + "}",
            "ASK { " + "?s ?p ?o . " * (MAX_PATTERNS + 1) + "}",
            "patterns",
        ),
        (
            "ASK { ?s ?p 1" + ", 1" * MAX_PATTERNS + "}",
            "ASK { ?s ?p 1" + ", 1" * (MAX_PATTERNS + 1) + "}",
            "patterns",
        ),
        (
            "SELECT (1" + "+1" * MAX_OPERATORS + " AS ?x) {}",
            "SELECT (1" + "+1" * (MAX_OPERATORS + 1) + " AS ?x) {}",
            "operators",
        ),
        (
            "ASK { {} " + "UNION {} " * MAX_OPERATORS + "}",
            "ASK { {} " + "UNION {} " * (MAX_OPERATORS + 1) + "}",
            "operators",
        ),
    ],
)
def test_limits_hold_at_their_edge(allowed: str, refused: str, kind: str) -> None:
    assert analyse_query(allowed).form is not None
    with pytest.raises(Refusal) as caught:
        analyse_query(refused)
    assert caught.value.kind == kind


def test_long_lists_of_terms_are_no_patterns() -> None:
    listed = ", ".join(f'"{number}"' for number in range(5000))

    found = analyse_query(f"ASK {{ ?s ?p ?o FILTER(?o IN ({listed})) }}")

    assert found.form == "ASK"


def test_a_refusal_names_its_place() -> None:
    with pytest.raises(Refusal) as caught:
        analyse_query("SELECT *\n{ SERVICE ?x {} }")

    assert (caught.value.line, caught.value.column) == (2, 3)
