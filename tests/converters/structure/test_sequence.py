"""Which of the labels in text order are articles."""

import pytest

from converters.structure.labels import find_label
from converters.structure.sequence import Candidate, accepted_articles

# What it shows, the labels in text order (? doubtful, + merged, c cited), those accepted.
ROWS = [
    ("a plain run", "1 2 3", "1 2 3"),
    ("branches", "1 1-1 1-2 2", "1 1-1 1-2 2"),
    ("a citation of a later article", "1 3c 2 3", "1 2 3"),
    ("a citation of an earlier article", "1 2 3 2 4", "1 2 3 4"),
    ("a jump back to one that does not run on", "1 2 1 3", "1 2 3"),
    ("a second text that begins anew", "1 2 1 2 3", "1 2 1 2 3"),
    ("a lost label", "1 2 4 5", "1 2 4 5"),
    ("a long jump that stands alone", "1 2 123", "1 2"),
    ("a long jump that runs on", "1 20 21 22 23 24 25 26 27", "1 20 21 22 23 24 25 26 27"),
    ("a text that begins above one", "205 206 207", "205 206 207"),
    ("a citation before the first article", "5 1 2", "1 2"),
    ("labels inside a quotation", "1 2? 2 3", "1 2 3"),
    ("a merged label that is missing", "1 2+ 3", "1 2 3"),
    ("a merged label that is a citation", "1 2+ 2 3", "1 2 3"),
]


def candidates(row: str) -> list[Candidate]:
    found = []
    for line, word in enumerate(row.split()):
        number, _, branch = word.rstrip("?+c").partition("-")
        rest = "条规定" if word.endswith("c") else "条 甲"
        written = f"第{number}条之{'一二三'[int(branch) - 1]} 甲" if branch else f"第{number}{rest}"
        label = find_label(written)
        assert label is not None
        cited = word.endswith("?")
        unspaced = word.endswith("?")
        if unspaced:
            label = find_label(f"第{number}条甲") or label
        found.append(Candidate(line, 0, label, doubtful=cited, merged=word.endswith("+")))
    return found


@pytest.mark.parametrize(("row", "expected"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_accepted(row: str, expected: str) -> None:
    assert " ".join(c.label.numbering for c in accepted_articles(candidates(row))) == expected
