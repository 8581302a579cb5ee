"""What `endpoint/README.md` says of conformance is what the suites say."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from benchmarks.conformance.__main__ import run_all, table
from benchmarks.conformance.requests import read_exchanges
from benchmarks.conformance.suite import OUT_OF_SCOPE, read_cases

ROOT = Path(__file__).parents[3]
README = (ROOT / "endpoint" / "README.md").read_text(encoding="utf-8")
KNOWN = list(
    csv.DictReader(
        (Path(__file__).parent / "known_failures.csv").read_text(encoding="utf-8").splitlines()
    )
)


def test_the_table_is_what_the_command_prints() -> None:
    assert "\n".join(table(run_all())) in README


def test_every_error_of_the_engine_is_named() -> None:
    reasons = {row["reason"] for row in KNOWN if row["by"] == "engine"}
    regimes = {each for each in reasons if "entailment regime" in each}

    assert len(reasons) > 15
    assert {each for each in reasons - regimes if f"- {each}" not in README} == set()


def test_what_is_not_claimed_is_counted() -> None:
    cases = Counter(case.manifest for case in read_cases() if case.manifest in OUT_OF_SCOPE)
    failing = sum("entailment regime" in row["reason"] for row in KNOWN)
    updates = [each for each in read_exchanges("sparql11/protocol") if "update" in each.iri]

    entailment, service = cases["sparql11/entailment"], cases["sparql11/service"]
    assert f"{entailment} tests of entailment regimes ({entailment - failing} pass)" in README
    assert f"{service} of federated queries (refused)" in README
    assert f"20 tests of queries of the protocol manifest, whose {len(updates)} updates" in README
    assert len(read_exchanges("sparql11/protocol")) - len(updates) == 20
