"""Short queries that never end or take all memory: stopped at a limit, and others are still served."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import pytest

from tests.endpoint.hostile.answers import gather
from tests.endpoint.hostile.conftest import QUERY_SECONDS, SIZE
from tests.endpoint.hostile.rows import BOUNDED, STOPPED, TOO_MUCH, Row, assert_defined, each
from tests.endpoint.hostile.wire import Answer, form

if TYPE_CHECKING:
    from tests.endpoint.hostile.conftest import Server


def product(count: int) -> str:
    """Patterns without a shared variable: all triples to the power of their number."""
    return " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(count))


def doubling(times: int, last: str = "STRLEN(?x{0})") -> str:
    """A string that is 2^times long."""
    chain = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f'SELECT ({last.format(times)} AS ?n) {{ BIND("条" AS ?x0) {chain} }}'


def clique(size: int) -> str:
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    return " ".join(f"?n{a} ?p{a}_{b} ?n{b} ." for a, b in pairs)


STAR: Final = " ".join(f"?s ?p{n} ?o{n} ." for n in range(140))
CHAIN: Final = " ".join(f"?n{n} ?p{n} ?n{n + 1} ." for n in range(140))
RING: Final = " ".join(f"?n{n} <urn:next> ?n{n + 1} ." for n in range(140))
LONG: Final = "a" * 40

# Without end on any machine.
ENDLESS: Final = {
    "count of 6 patterns": f"SELECT (COUNT(*) AS ?n) {{ {product(6)} }}",
    "count of 4 patterns": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} }}",
    "count of 100 patterns": f"SELECT (COUNT(*) AS ?n) {{ {product(100)} }}",
    "count of distinct values": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {product(4)} }}",
    "count of a condition": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} FILTER(?o0 = ?o3) }}",
    "ASK of what is not there": f"ASK {{ {product(4)} FILTER(?o0 > ?o1 && ?o1 > ?o0) }}",
    "LIMIT 1 of what is not there": f"SELECT * {{ {product(4)} FILTER(CONCAT(STR(?o0), STR(?o3)) = 'none') }} LIMIT 1",
    "OFFSET beyond the end": f"SELECT * {{ {product(4)} }} OFFSET 999999999999 LIMIT 1",
    "sum": f"SELECT (SUM(?o0) AS ?n) {{ {product(4)} }}",
    "average": f"SELECT (AVG(?o1) AS ?n) {{ {product(4)} }}",
    "smallest": f"SELECT (MIN(?o1) AS ?n) {{ {product(4)} }}",
    "sample": f"SELECT (SAMPLE(?o1) AS ?n) {{ {product(4)} }}",
    "groups in subselects": f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {product(2)} }} }} {{ SELECT ?a ?b {{ ?a ?q ?b . ?c ?r ?d }} }} }}",
    "NOT EXISTS over pairs": f"SELECT (COUNT(*) AS ?n) {{ {product(2)} FILTER NOT EXISTS {{ ?s0 ?p1 ?z . ?z ?y ?s1 }} }}",
    "EXISTS over pairs": f"SELECT (COUNT(*) AS ?n) {{ {product(3)} FILTER EXISTS {{ ?s0 <urn:next>* ?s1 }} }}",
    "MINUS of products": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} MINUS {{ ?s0 ?p9 ?o9 }} }}",
    "OPTIONAL of products": f"SELECT (COUNT(*) AS ?n) {{ {product(2)} OPTIONAL {{ ?a ?b ?c . ?d ?e ?f }} }}",
    "UNION of products": f"SELECT (COUNT(*) AS ?n) {{ {{ {product(4)} }} UNION {{ {product(4)} }} }}",
    "named graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g1 { ?a ?b ?c } GRAPH ?g2 { ?d ?e ?f } GRAPH ?g3 { ?g ?h ?i } GRAPH ?g4 { ?j ?k ?l } }",
    "paths between all pairs": "SELECT (COUNT(*) AS ?n) { ?a <urn:next>+ ?b . ?c <urn:next>+ ?d . ?e <urn:next>+ ?f }",
    "paths of anything": "SELECT (COUNT(*) AS ?n) { ?a (<urn:next>|!<urn:next>)* ?b . ?b (<urn:next>|!<urn:next>)* ?c . ?c !<urn:x>* ?d }",
    "paths there and back": "SELECT (COUNT(*) AS ?n) { ?a (<urn:next>/^<urn:next>|^<urn:next>/<urn:next>|<urn:next>)+ ?b . ?c <urn:next>* ?d }",
    "paths of paths": "SELECT (COUNT(*) AS ?n) { ?a ((<urn:next>*)*/(<urn:next>+)+)* ?b . ?b ((<urn:next>*)*)* ?c }",
    "doubling rows": "SELECT (COUNT(*) AS ?n) { " + "".join(f"VALUES ?x{n} {{ 0 1 }} " for n in range(40)) + "}",
    "hashes of a product": f"SELECT (COUNT(?h) AS ?n) {{ {product(4)} BIND(SHA512(CONCAT(STR(?o0), STR(?o3))) AS ?h) }}",
    "random numbers": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} FILTER(?o0 = ?o3 || RAND() > 2) }}",
    "new blank nodes": f"SELECT (COUNT(?b) AS ?n) {{ {product(4)} BIND(BNODE() AS ?b) }}",
    "UUIDs": f"SELECT (MAX(STR(?b)) AS ?n) {{ {product(4)} BIND(UUID() AS ?b) }}",
    "regex over a product": f'SELECT (COUNT(*) AS ?n) {{ {product(4)} FILTER REGEX(STR(?o0), CONCAT(".*", STR(?o3), ".*")) }}',
    "text over a product": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} FILTER CONTAINS(STR(?o0), STR(?o3)) }}",
    "dates over a product": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} FILTER(?o0 = ?o3 || NOW() < NOW()) }}",
    "CONSTRUCT of what is not there": f"CONSTRUCT {{ ?s0 ?p0 ?o0 }} {{ {product(4)} FILTER(?o0 > ?o1 && ?o1 > ?o0) }}",
}  # fmt: skip
# Without end, and more than memory or a result may hold.
GREEDY: Final = {
    "ORDER BY": f"SELECT * {{ {product(4)} }} ORDER BY ?o0 ?o1 ?o2",
    "ORDER BY an expression": f"SELECT * {{ {product(3)} }} ORDER BY DESC(CONCAT(STR(?o0), STR(?o1)))",
    "ORDER BY with LIMIT 1": f"SELECT * {{ {product(4)} }} ORDER BY ?o3 LIMIT 1",
    "DISTINCT": f"SELECT DISTINCT * {{ {product(4)} }}",
    "DISTINCT with a late LIMIT": f"SELECT DISTINCT * {{ {product(4)} }} LIMIT 1000000000",
    "REDUCED": f"SELECT REDUCED * {{ {product(4)} }}",
    "all rows": f"SELECT * {{ {product(4)} }}",
    "rows of long strings": f'SELECT (CONCAT(STR(?o0), "{LONG * 100}") AS ?x) {{ {product(3)} }}',
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT(STR(?o0)) AS ?x) {{ {product(4)} }}",
    "GROUP_CONCAT with a long separator": f'SELECT (GROUP_CONCAT(?o0; SEPARATOR="{LONG * 200}") AS ?x) {{ {product(2)} }}',
    "GROUP_CONCAT of distinct values": f"SELECT (GROUP_CONCAT(DISTINCT CONCAT(STR(?s0), STR(?s1), STR(?s2))) AS ?x) {{ {product(3)} }}",
    "GROUP BY pairs": f"SELECT ?s0 ?s1 (COUNT(*) AS ?n) {{ {product(3)} }} GROUP BY ?s0 ?s1",
    "GROUP BY everything": f"SELECT (COUNT(*) AS ?n) {{ {product(4)} }} GROUP BY ?s0 ?s1 ?s2 ?s3",
    "CONSTRUCT": f"CONSTRUCT {{ ?s0 ?p1 ?o2 }} {{ {product(3)} }}",
    "CONSTRUCT of blank nodes": f"CONSTRUCT {{ _:a ?p0 _:b . _:b ?p1 _:a }} {{ {product(3)} }}",
    "CONSTRUCT of lists": f"CONSTRUCT {{ ?s0 ?p0 (?o0 ?o1 ?o2 (?s1 ?s2)) }} {{ {product(3)} }}",
    "doubling a string 40 times": doubling(40),
    "doubling a string 40 times, shown": doubling(40, "?x{0}"),
    "doubling a string 30 times, encoded": doubling(30, "ENCODE_FOR_URI(?x{0})"),
    "doubling a string 34 times, hashed": doubling(34, "SHA256(?x{0})"),
    "REPLACE that grows": 'SELECT (STRLEN(?y) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?x0) ' + " ".join(f'BIND(REPLACE(?x{n}, "a", "aaaaaaaaaaaaaaaa") AS ?x{n + 1})' for n in range(9)) + " BIND(?x9 AS ?y) }",
    "products in VALUES": "SELECT * { " + " ".join(f"VALUES ?v{n} {{ " + "0 " * 90 + "}" for n in range(20)) + " } ORDER BY ?v0",
}  # fmt: skip
# As long as the engine takes: the limits must hold, whatever it does.
WHATEVER: Final = {
    "star of 140 patterns": f"SELECT * {{ {STAR} }} LIMIT 1",
    "chain of 140 patterns": f"SELECT * {{ {CHAIN} }} LIMIT 1",
    "chain of 140 known predicates": f"SELECT * {{ {RING} }} LIMIT 1",
    "clique of 12": f"ASK {{ {clique(12)} }}",
    "clique of 8": f"SELECT * {{ {clique(8)} }} LIMIT 1",
    "140 patterns of one variable": "ASK { " + "?a ?a ?a . " * 140 + "}",
    "140 optionals": "SELECT * { ?s <urn:next> ?x " + " ".join(f"OPTIONAL {{ ?s <urn:value> ?o{n} }}" for n in range(140)) + "} LIMIT 1",
    "140 unions": "SELECT (COUNT(*) AS ?n) { " + " UNION ".join("{ ?s ?p ?o }" for _ in range(140)) + " }",
    "70 pairs of unions": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"{{ ?s{n} <urn:next> ?o }} UNION {{ ?o <urn:next> ?s{n} }}" for n in range(70)) + " }",
    "closure of one": "SELECT (COUNT(*) AS ?n) { <urn:n:0> <urn:next>* ?b }",
    "closure of all": "SELECT (COUNT(*) AS ?n) { ?a <urn:next>* ?b }",
    "closure both ways": "SELECT (COUNT(*) AS ?n) { ?a (<urn:next>|^<urn:next>)* ?b }",
    "closure of anything": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b }",
    "nested closures": "ASK { <urn:n:0> (((<urn:next>*)*)*)* <urn:n:x> }",
    "all pairs": f"SELECT (COUNT(*) AS ?n) {{ {product(2)} }}",
    "MINUS of all pairs": "SELECT (COUNT(*) AS ?n) { ?a <urn:next> ?b MINUS { ?c <urn:next> ?d } }",
    "regex of nested repetitions": f'SELECT (REGEX("{LONG}!", "^(a+)+$") AS ?x) {{}}',
    "regex of alternatives": f'SELECT (REGEX("{LONG}!", "^(a|aa)+$") AS ?x) {{}}',
    "regex of stars": f'SELECT (REGEX("{LONG}", "{"a?" * 40}{"a" * 40}$") AS ?x) {{}}',
    "regex of a million repetitions": f'SELECT (REGEX("{LONG}", "(a{{1000}}){{1000}}") AS ?x) {{}}',
    "regex of repetitions of repetitions": f'SELECT (REGEX("{LONG}", "((((a{{99}}){{99}}){{99}}){{99}}){{99}}") AS ?x) {{}}',
    "regex of all characters": f'SELECT (REGEX("{LONG}", "(\\\\p{{L}}{{50}}\\\\w{{50}}){{99}}", "i") AS ?x) {{}}',
    "regex of nested groups": f'SELECT (REGEX("{LONG}", "{"(" * 20_000}a{")" * 20_000}") AS ?x) {{}}',
    "regex of brackets": f'SELECT (REGEX("{LONG}", "{"[" * 20_000}") AS ?x) {{}}',
    "regex of 80 kB": f'SELECT (REGEX("{LONG}", "{"a|" * 40_000}b") AS ?x) {{}}',
    "regex of back references": f'SELECT (REGEX("{LONG}", "(a*)*\\\\1*") AS ?x) {{}}',
    "regex of a look-behind": f'SELECT (REGEX("{LONG}", "(?<=(a+)+)b") AS ?x) {{}}',
    "regex of another regex": "SELECT (COUNT(*) AS ?n) { ?s <urn:word> ?o . ?t <urn:word> ?q FILTER REGEX(?o, ?q) }",
    "regex of unknown flags": 'SELECT (REGEX("a", "a", "hostile") AS ?x) {}',
    "replacement of groups": f'SELECT (STRLEN(REPLACE("{LONG}", "(a)", "{"$1" * 10_000}")) AS ?x) {{}}',
    "replacement of nothing": f'SELECT (REPLACE("{LONG}", "", "{LONG}") AS ?x) {{}}',
    "20,000 values joined": "SELECT (COUNT(*) AS ?n) { VALUES ?a { " + "1 " * 20_000 + "} VALUES ?b { " + "2 " * 20_000 + "} }",
    "10,000 members of IN": f"SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o . ?a <urn:value> ?b FILTER(?o IN ({','.join(str(n) for n in range(10_000))})) }}",
    "largest integers": f"SELECT ({'9' * 38} * {'9' * 38} AS ?a) (9223372036854775807 + 1 AS ?b) (-9223372036854775808 - 1 AS ?c) {{}}",
    "smallest integer divided": 'SELECT ("-9223372036854775808"^^<http://www.w3.org/2001/XMLSchema#integer> / -1 AS ?a) (ABS(-9223372036854775808) AS ?b) (1/0 AS ?c) {}',
    "largest decimals": f'SELECT ({"9" * 20}.{"9" * 18} * {"9" * 20}.0 AS ?a) (1.0/3 AS ?b) (0.0/0.0 AS ?c) {{}}',
    "largest doubles": "SELECT (1e308 * 10 AS ?a) (-1e308 * 10 AS ?b) (0e0/0e0 AS ?c) (CEIL(1e308) AS ?d) (ROUND(-1e308) AS ?e) {}",
    "extreme dates": 'PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT (YEAR("999999999999-12-31T24:00:00Z"^^x:dateTime) AS ?a) ("-999999999-01-01T00:00:00Z"^^x:dateTime - "999999999-01-01T00:00:00Z"^^x:dateTime AS ?b) {}',
    "extreme durations": 'PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT ("P9999999999999999999Y"^^x:duration + "P1D"^^x:duration AS ?a) (NOW() + "P99999999999999D"^^x:dayTimeDuration AS ?b) {}',
    "extreme time zones": 'PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT (TZ("2024-01-01T00:00:00+99:99"^^x:dateTime) AS ?a) (TIMEZONE("2024-01-01T00:00:00-14:00"^^x:dateTime) AS ?b) {}',
    "casts of everything": 'PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT (x:integer("1e400") AS ?a) (x:decimal("NaN") AS ?b) (x:boolean("hostile") AS ?c) (x:double("１２") AS ?d) (x:dateTime("今天") AS ?e) (x:float(1e39) AS ?f) {}',
    "SUBSTR out of the string": 'SELECT (SUBSTR("条例", -9223372036854775808, 9223372036854775807) AS ?a) (SUBSTR("条例", 1e300) AS ?b) (SUBSTR("条例", 2, -1) AS ?c) {}',
    "IRIs made of anything": 'SELECT (IRI(CONCAT("http://a/", "<script>")) AS ?a) (IRI("") AS ?b) (IRI("::::") AS ?c) (STRDT("x", IRI("hostile")) AS ?d) (STRLANG("x", "<>") AS ?e) {}',
    "functions without arguments": "SELECT (CONCAT() AS ?a) (COALESCE() AS ?b) {}",
    "unknown functions": "SELECT (<urn:hostile>(1) AS ?a) (<http://www.w3.org/2005/xpath-functions/math#exp>(9999) AS ?b) {}",
    "recursion of names": "SELECT (?b AS ?a) (?a AS ?b) {}",
    "ten thousand groups": "SELECT ?s (GROUP_CONCAT(?o) AS ?x) { ?s ?p ?o . ?t <urn:next> ?u } GROUP BY ?s ORDER BY ?x",
    "describe everything": "DESCRIBE ?s ?p ?o { ?s ?p ?o }",
}  # fmt: skip

ROWS = [
    *(Row(f"endless: {name}", form(query), STOPPED) for name, query in ENDLESS.items()),
    *(Row(f"greedy: {name}", form(query), TOO_MUCH) for name, query in GREEDY.items()),
    *(Row(f"whatever: {name}", form(query), BOUNDED) for name, query in WHATEVER.items()),
]


@pytest.fixture(scope="module")
def answers(server: Server) -> dict[str, Answer]:
    return gather(server.port, ROWS)


@each(ROWS)
def test_a_heavy_query_is_stopped_and_said_so(answers: dict[str, Answer], row: Row) -> None:
    answer = answers[row.name]

    assert_defined(row, answer)
    if answer.status == 503:
        assert b"limit" in answer.body


def test_the_data_are_heavy_enough() -> None:
    """A product of four could not be counted at a billion rows a second within the limit."""
    assert (3 * SIZE) ** 4 > QUERY_SECONDS * 10**9 * 1000


def test_a_light_query_is_answered_while_heavy_ones_run(server: Server) -> None:
    heavy = ROWS[:4]
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(gather, server.port, heavy, 4)
        seconds = []
        while not running.done():
            seconds.append(server.light())
            time.sleep(0.1)
        found = running.result()

    assert [answer.status for answer in found.values()] == [503] * 4
    assert len(seconds) > 3
    assert sorted(seconds)[len(seconds) // 2] < 1
