"""Tables of what was measured of SPARQL servers.

Takes: a `Record` of each. Gives: Markdown.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from benchmarks.measuring import table
from benchmarks.servers.comparing import CLIENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.servers.comparing import Record, Timing

OURS: Final = frozenset({"ours", "cached", "disk"})
_NAMED: Final = 9
"""Queries that a note names; of more it says how many they are."""
TITLES: Final = {
    "ours": "ours",
    "cached": "ours, cached",
    "disk": "ours, on disk",
    "oxigraph": "oxigraph",
    "virtuoso": "Virtuoso",
    "rdflib": "rdflib-endpoint",
}


def report(
    name: str,
    release: Path,
    records: Sequence[Record],
    seconds: Mapping[str, float],
    quick_seconds: float,
) -> str:
    """Everything that was measured on one release; `seconds` of the queries at the reference."""
    quads = json.loads((release / "manifest.json").read_text("utf-8"))["counts"]["quads"]
    quick = sum(1 for took in seconds.values() if took <= quick_seconds)
    timed = [each for each in records if each.timings]
    parts = [
        f"### {name}: {quads:,} quads\n",
        table("server|start, s|idle, MB|right answers|notes", _states(records), padded=False),
        f"\nMedian ms of a query, 1 client; ≠: another answer. {len(seconds)} queries.\n",
        table(
            "|".join(["query", *(TITLES[each.name] for each in timed), "best other / ours"]),
            _times(timed, seconds),
            padded=False,
        ),
        f"\nAnswers a second. Quick: the {quick} queries that the first server answers within "
        f"{quick_seconds:g} s.\n",
        table("mix|clients|" + "|".join(_rate_heads(timed)), _rates(timed), padded=False),
    ]
    return "\n".join(parts)


def _states(records: Sequence[Record]) -> Iterator[tuple[str, ...]]:
    for record in records:
        if record.problem:
            yield (TITLES[record.name], "–", "–", "–", _cell(record.problem))
            continue
        right = sum(timing.same for timing in record.timings.values())
        counted = f"{right} of {len(record.timings)}" if record.timings else "–"
        numbers = (f"{record.start_seconds:.2f}", f"{record.megabytes:,}", counted)
        yield (TITLES[record.name], *numbers, _cell(_notes(record)))


def _notes(record: Record) -> str:
    """Why queries have no right answer: each reason with its queries, or how many they are."""
    reasons: dict[str, list[str]] = {}
    for name, timing in sorted(record.timings.items()):
        if not timing.same:
            reasons.setdefault(timing.problem or "another answer", []).append(name)
    return "; ".join(
        f"{reason}: {', '.join(names) if len(names) <= _NAMED else f'{len(names)} queries'}"
        for reason, names in reasons.items()
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def _times(timed: Sequence[Record], seconds: Mapping[str, float]) -> Iterator[tuple[str, ...]]:
    for name in sorted(seconds):
        timings = {each.name: each.timings[name] for each in timed if name in each.timings}
        cells = [_milliseconds(timings.get(each.name)) for each in timed]
        yield (name, *cells, _ratio(timings))


def _milliseconds(timing: Timing | None) -> str:
    if timing is None:
        return "–"
    if timing.seconds is None:
        return timing.problem if timing.problem.startswith(">") else "–"
    return f"{timing.seconds * 1000:.3g}{'' if timing.same else ' ≠'}"


def _ratio(timings: Mapping[str, Timing]) -> str:
    """How many times as long the best other server with the right answer takes."""
    ours = timings.get("ours")
    others = [
        timing.seconds
        for name, timing in timings.items()
        if name not in OURS and timing.seconds is not None and timing.same
    ]
    if ours is None or ours.seconds is None or not ours.same or not others:
        return "–"
    return f"{min(others) / ours.seconds:.3g}"


def _rate_heads(timed: Sequence[Record]) -> list[str]:
    others = [each.name for each in timed if each.name not in OURS]
    return [
        *(TITLES[each.name] for each in timed),
        *(f"ours / {TITLES[each]}" for each in others),
        *(f"cached / {TITLES[each]}" for each in others),
    ]


def _rates(timed: Sequence[Record]) -> Iterator[tuple[str, ...]]:
    by_name = {each.name: each for each in timed}
    others = [each.name for each in timed if each.name not in OURS]
    mixes = dict.fromkeys(mix for each in timed for mix, _ in each.rates)
    for mix in mixes:
        for clients in CLIENTS[mix]:
            rates = {
                name: record.rates[mix, clients]
                for name, record in by_name.items()
                if (mix, clients) in record.rates
            }
            cells = [
                f"{rates[name].rate:,.3g}{_failed(rates[name].errors)}" if name in rates else "–"
                for name in by_name
            ]
            ratios = [
                f"{rates[mine].rate / rates[other].rate:.3g}"
                if mine in rates and other in rates and rates[other].rate
                else "–"
                for mine in ("ours", "cached")
                for other in others
            ]
            yield (mix, str(clients), *cells, *ratios)


def _failed(errors: int) -> str:
    return f" ({errors} failed)" if errors else ""
