"""Prints how far the W3C suites of SPARQL pass: our endpoint beside the engine alone.

`python -m benchmarks.conformance`
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from benchmarks.conformance.runs import Verdict, ask_endpoint, ask_engine, judge, make_app
from benchmarks.conformance.suite import OUT_OF_SCOPE, SUITES, Case, Kind, read_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

Verdicts = dict[Case, tuple[Verdict, Verdict]]


def run_all() -> Verdicts:
    """The verdicts of every test that we claim: through our endpoint, and of the engine alone."""
    app, releases = make_app()
    client = app.test_client()
    return {
        case: (judge(case, ask_endpoint(client, releases, case)), judge(case, ask_engine(case)))
        for case in read_cases()
        if case.manifest not in OUT_OF_SCOPE
    }


def _share(verdicts: list[Verdict]) -> str:
    counts = Counter(verdicts)
    return f"{counts[Verdict.PASSED]} | {counts[Verdict.PASSED] + counts[Verdict.VALUE]}"


def table(verdicts: Verdicts) -> Iterator[str]:
    """The lines of a Markdown table, a row for each suite and kind of test."""
    yield "| suite | tests | ours, term by term | ours, by value | engine, term by term | engine, by value |"
    yield "|---|---|---|---|---|---|"
    for suite in SUITES:
        for kinds in ((Kind.EVALUATION,), (Kind.POSITIVE, Kind.NEGATIVE)):
            mine = [
                pair
                for case, pair in verdicts.items()
                if case.manifest.startswith(suite) and case.kind in kinds
            ]
            name = f"SPARQL 1.{suite[-1]}, {'evaluation' if len(kinds) == 1 else 'syntax'}"
            ours, alone = _share([each[0] for each in mine]), _share([each[1] for each in mine])
            yield f"| {name} | {len(mine)} | {ours} | {alone} |"


def main() -> None:
    """Print the table and what is not claimed."""
    print("\n".join(table(run_all())))
    for manifest, reason in OUT_OF_SCOPE.items():
        left_out = sum(case.manifest == manifest for case in read_cases())
        print(f"\nNot claimed: {manifest} ({left_out} tests), {reason}.")


if __name__ == "__main__":
    main()
