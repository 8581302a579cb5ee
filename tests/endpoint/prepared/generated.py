"""Generated queries of the subset that the prepared part evaluates, over data full of traps."""

from __future__ import annotations

from random import Random

E = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROLOGUE = f"PREFIX : <{E}> PREFIX xsd: <{XSD}>\n"
PREFIXED = f"@prefix : <{E}> .\n@prefix xsd: <{XSD}> .\n"

# Statements in two graphs count twice; 1 and 1.0 tie; strings differ by language alone.
TURTLE = {
    "g1": """
:a a :C ; :p :b , :c ; :q "x" , "x"@zh , "y"@en ; :n 1 , 2 ; :d "2024-01-02"^^xsd:date ; :t "工业用地控制线"@zh .
:b a :C ; :p :c ; :q "x"@zh ; :n 1.0 ; :d "2023-01-02"^^xsd:date ; :t "控制线"@zh , "用地" .
:c a :D ; :p :d ; :q "z" ; :n 10 ; :t "工业"@zh .
:d a :D ; :q "y"@en ; :n 9 , 2.50 .
""",
    "g2": """
:a a :C ; :p :b ; :q "x"@zh ; :n 1 .
:e a :C , :D ; :p :e , :a ; :n 3 ; :m 7 ; :t "说明\\n“工业”与 \\"用地\\""@zh .
:f :r :a , "x" , 2 , :f ; :m -4 .
:c :p :d .
""",
}

NAMES = "wxyz"
NODES = (":a", ":b", ":c", ":d", ":e", ":f", ":none")
LITERALS = ('"x"', '"x"@zh', '"y"@en', "1", "1.0", "01", '"2024-01-02"^^xsd:date', '"none"')
PREDICATES = (":p", ":q", ":n", ":d", ":r", ":t", ":m", "a")
LONG = (":p+", ":p*", "^:p+", "(:p|:r)*", ":p*/:q")
WORDS = ("x", "工业", "控", "用地控制", "用地", "none", "")
COMPARED = ("1", "1.0", "2", "3", '"x"', ":a", '"2024-01-01"^^xsd:date')


class Writer:
    """Writes random queries, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def query(self) -> tuple[str, tuple[str, ...]]:
        """A query, and the variables that it sorts by."""
        where = self._block(2)
        order = self._names()
        if self._chance(0.5):
            keys = self._names()
            order = [each for each in order if each in keys]
            columns = f"{_listed(keys)} ({self._aggregate()} AS ?result)"
            tail = f"GROUP BY {_listed(keys)} " if keys else ""
            tail += self._pick("", "", "HAVING (COUNT(*) > 1) ")
        else:
            shown = ("*", "?w ?x", "DISTINCT ?x ?y", "DISTINCT ?w", "?z (STR(?x) AS ?result)")
            columns, tail = self._pick(*shown), ""
            if columns != "*":
                order = [each for each in order if f"?{each}" in columns]
        direction = self._pick("", "DESC")
        if order:
            tail += "ORDER BY " + " ".join(f"{direction}(?{each})" for each in order)
        tail += self._pick("", "", " LIMIT 3", " LIMIT 2 OFFSET 1")
        return f"{PROLOGUE}SELECT {columns} WHERE {where} {tail}", tuple(order)

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _names(self) -> list[str]:
        return self._random.sample(NAMES, self._random.randrange(3))

    def _variable(self) -> str:
        return f"?{self._pick(*NAMES)}"

    def _aggregate(self) -> str:
        function = self._pick("COUNT", "COUNT", "COUNT", "MIN", "MAX", "SUM")
        if function == "COUNT" and self._chance(0.3):
            return "COUNT(*)"
        return f"{function}({self._pick('', 'DISTINCT ')}{self._variable()})"

    def _path(self) -> str:
        if self._chance(0.6):
            return self._pick(*PREDICATES)
        first, second, third = (self._pick("", "", "^") + self._pick(*PREDICATES) for _ in "123")
        return self._pick(
            first,
            f"{first}/{second}",
            f"{first}|{second}",
            f"({first}|{second})/{third}",
            self._pick(*LONG),
            self._variable(),
        )

    def _pattern(self) -> str:
        subject = self._variable() if self._chance(0.85) else self._pick(*NODES)
        value = self._variable() if self._chance(0.8) else self._pick(*NODES, *LITERALS)
        return f"{subject} {self._path()} {value} ."

    def _simple_condition(self) -> str:
        one, other = self._variable(), self._variable()
        return self._pick(
            f'CONTAINS({one}, "{self._pick(*WORDS)}")',
            f'CONTAINS(STR({one}), "{self._pick(*WORDS)}")',
            f'LANG({one}) = "{self._pick("zh", "en", "")}"',
            f"{one} {self._pick('=', '!=', '<', '>=')} {self._pick(other, *COMPARED)}",
            f"BOUND({one})",
            f"!BOUND({one})",
            f"{one} IN (:a, 1, {other})",
            f"ISIRI({one})",
        )

    def _condition(self) -> str:
        first, second, third = (self._simple_condition() for _ in "123")
        return self._pick(
            first,
            first,
            f"{first} && {second}",
            f"{first} || {second}",
            f"({first} && ({second} || {third}))",
        )

    def _block(self, depth: int) -> str:
        parts = [self._pattern() for _ in range(self._random.choice((1, 1, 2)))]
        if depth:
            parts += [self._element(depth - 1) for _ in range(self._random.randrange(3))]
        return f"{{ {' '.join(parts)} }}"

    def _element(self, depth: int) -> str:
        inner, other = self._block(depth), self._block(depth)
        terms = " ".join(self._pick(*NODES, *LITERALS) for _ in range(self._random.randrange(4)))
        one, two = self._variable(), self._variable()
        exists = f"{{ {self._pattern()} FILTER({self._condition()}) }}"
        grouped = f"SELECT {one} (COUNT({self._pick('', 'DISTINCT ')}{two}) AS ?new)"
        return self._pick(
            self._pattern(),
            f"OPTIONAL {inner}",
            f"OPTIONAL {inner}",
            f"{inner} UNION {other}",
            f"FILTER({self._condition()})",
            f"FILTER({self._condition()})",
            f"MINUS {inner}",
            f"FILTER NOT EXISTS {exists}",
            f"FILTER EXISTS {exists}",
            f"VALUES {one} {{ {terms} }}",
            f"BIND(COALESCE({one}, {two}, 5) AS ?new)",
            f"{{ {grouped} WHERE {inner} GROUP BY {one} }}",
        )


def _listed(names: list[str]) -> str:
    return " ".join(f"?{each}" for each in names)
