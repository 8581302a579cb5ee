"""The example queries: files with a question in Chinese and in English before the query.

Takes: `data/queries/*.rq`. Gives: `Example`s with the prefixes that each query uses. Those with the name of
a question in `data/questions` (CQ01) answer it; the others show what the graph has.

The files leave out PREFIX lines: namespaces are written in one place, `ontology.namespaces`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from ontology.datafiles import DATA
from ontology.namespaces import PREFIXES

_DIRECTORY: Final = DATA / "queries"
_ANSWER: Final = re.compile(r"CQ\d+")
_QUESTION: Final = re.compile(r"# (zh|en): (.+)")
# Where the name of a prefix would be no prefix: strings, IRIs and comments.
_OPAQUE: Final = re.compile(r"""<[^<>"{}|^`\\\s]*>|"[^"\n]*"|'[^'\n]*'|#.*""")
_PREFIX: Final = re.compile(r"(?<![\w:?$.-])([A-Za-z][\w-]*):")
_FORM: Final = re.compile(r"(?im)^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b")


@dataclass(frozen=True, slots=True)
class Example:
    """An example query, complete, and the question that it answers in both languages."""

    name: str
    zh: str
    en: str
    query: str

    @property
    def answers(self) -> bool:
        """Whether it is the answer to a question of `data/questions`."""
        return _ANSWER.fullmatch(self.name) is not None

    @property
    def form(self) -> str:
        """`select`, `ask`, `construct` or `describe`."""
        found = _FORM.search(self.query)
        if found is None:
            message = f"{self.name}: no line begins with SELECT, ASK, CONSTRUCT or DESCRIBE"
            raise ValueError(message)
        return found[1].lower()


def parse_example(name: str, content: str) -> Example:
    """The example in the text of a file; raises ValueError where a question is missing."""
    questions = dict(_QUESTION.findall(content))
    if set(questions) != {"zh", "en"}:
        message = f"{name}: the header needs one line '# zh: …' and one line '# en: …'"
        raise ValueError(message)
    used = find_prefixes(content)
    prologue = "".join(
        f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items() if prefix in used
    )
    body = "".join(line for line in content.splitlines(keepends=True) if not _QUESTION.match(line))
    return Example(name, questions["zh"], questions["en"], f"{prologue}\n{body.strip()}\n")


def find_prefixes(query: str) -> frozenset[str]:
    """The prefixes that a query uses.

    >>> sorted(find_prefixes('ASK { ?s a fagui:Article ; rdfs:label "x:y"@zh } # eli:'))
    ['fagui', 'rdfs']
    """
    return frozenset(_PREFIX.findall(_OPAQUE.sub(" ", query)))


@cache
def read_examples() -> tuple[Example, ...]:
    """Every example in the order of the file names."""
    return tuple(
        parse_example(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(_DIRECTORY.glob("*.rq"))
    )
