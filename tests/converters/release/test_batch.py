"""A document that crashes, hangs or takes all memory is left out; the others go on, in order."""

from __future__ import annotations

import operator
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from converters.errors import ConversionError
from converters.release.batch import run_in_workers
from converters.settings import Limits, read_limits

if TYPE_CHECKING:
    from collections.abc import Callable

GIGABYTE = 1 << 30
LIMITS = Limits(workers=2, seconds=30, memory=2 * GIGABYTE)


def run(work: Callable[[Any], object], items: list[Any], limits: Limits = LIMITS) -> list[object]:
    outcomes = run_in_workers(work, items, name=str, limits=limits)
    return [
        str(outcome) if isinstance(outcome, ConversionError) else outcome for outcome in outcomes
    ]


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_stand_in_the_order_of_the_items(workers: int) -> None:
    limits = Limits(workers, 30, 2 * GIGABYTE)
    # The first take longest: with several workers the later ones are done before.
    found = run(time.sleep, [0.2, 0.1, 0.0], limits)
    assert found == [None, None, None]
    assert run(operator.neg, list(range(40)), limits) == [-number for number in range(40)]


def test_no_items() -> None:
    assert run(operator.neg, []) == []


def test_a_crash_leaves_one_item_out() -> None:
    # Exit code 0 would be no crash; raise_signal(0) does nothing and returns None.
    found = run(signal.raise_signal, [0, int(signal.SIGKILL), 0])
    assert found == [
        None,
        "9: conversion: ended its worker process (exit code -9); "
        "remedy: divide the document, or set FAGUI_DOCUMENT_MEMORY higher",
        None,
    ]


def test_a_deadline_leaves_one_item_out() -> None:
    found = run(time.sleep, [0, 1000, 0], Limits(2, 1, 2 * GIGABYTE))
    assert found == [
        None,
        "1000: conversion: was stopped after 1 seconds; "
        "remedy: divide the document, or set FAGUI_DOCUMENT_SECONDS higher",
        None,
    ]


def test_too_much_memory_leaves_one_item_out() -> None:
    found = run(bytes, [1, 3 * GIGABYTE, 2])
    assert found == [
        b"\0",
        f"{3 * GIGABYTE}: conversion: needs more than 2048 MB of memory; "
        "remedy: divide the document, or set FAGUI_DOCUMENT_MEMORY higher",
        b"\0\0",
    ]


def test_a_defect_leaves_one_item_out() -> None:
    found = run(int, ["1", "a\nb", "2"])
    assert found == [
        1,
        "a b: conversion: met a defect of this program "
        r"(ValueError: invalid literal for int() with base 10: 'a\nb'); "
        "remedy: leave the document out and report it with this line",
        2,
    ]


def test_a_conversion_error_passes_as_it_is() -> None:
    limits = read_limits({"FAGUI_WORKERS": "1"})
    found = run(read_limits, [{}, {"FAGUI_WORKERS": "many"}], limits)[1]
    assert found == (
        "FAGUI_WORKERS: environment: is 'many', allowed is a whole number from 1 to 1000000000; "
        "remedy: set it to a number or unset it; "
        "Documents converted at the same time (default: one per processor core)."
    )


def test_workers_end_when_the_reader_stops_early() -> None:
    outcomes = run_in_workers(operator.methodcaller("__call__"), [os.getpid] * 9, str, LIMITS)
    worker = next(outcomes)
    assert isinstance(worker, int)
    outcomes.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


@pytest.mark.parametrize(
    ("environment", "workers", "expected"),
    [
        ({}, 3, Limits(3, 60, 2 * GIGABYTE)),
        ({"FAGUI_WORKERS": "7"}, None, Limits(7, 60, 2 * GIGABYTE)),
        ({"FAGUI_WORKERS": ""}, None, Limits(os.cpu_count() or 1, 60, 2 * GIGABYTE)),
        ({"FAGUI_DOCUMENT_SECONDS": "5"}, 1, Limits(1, 5, 2 * GIGABYTE)),
        ({"FAGUI_DOCUMENT_MEMORY": "1024"}, 1, Limits(1, 60, GIGABYTE)),
    ],
)
def test_limits(environment: dict[str, str], workers: int | None, expected: Limits) -> None:
    assert read_limits(environment, workers) == expected


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "²", "四", "9" * 30])
@pytest.mark.parametrize(
    "name", ["FAGUI_WORKERS", "FAGUI_DOCUMENT_SECONDS", "FAGUI_DOCUMENT_MEMORY"]
)
def test_refused_limits(name: str, written: str) -> None:
    with pytest.raises(ConversionError, match=f"{name}: environment: is '{written}', allowed is"):
        read_limits({name: written})
