from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converters.text import Place, Text


@given(st.text(min_size=1), st.data())
def test_slices_and_joins_keep_places(value: str, data: st.DataObject) -> None:
    """Whatever is cut and put together, each character keeps its place."""
    text = Text.of(value, "page 1", 5)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(value)), max_size=6)))
    edges = [0, *cuts, len(value)]
    pieces = [text.slice(a, b) for a, b in pairwise(edges)]

    joined = Text.join(pieces)

    assert joined == text
    assert [joined.place(i).offset for i in range(len(value))] == list(range(5, 5 + len(value)))


def test_a_run_that_is_not_linear_stands_at_one_place() -> None:
    text = Text.join([Text.of("甲乙"), Text.at("第一条", Place("", 2)), Text.of("丙", "", 7)])

    assert [text.place(i).offset for i in range(6)] == [0, 1, 2, 2, 2, 7]
    assert text.slice(3, 6).place(1) == Place("", 2)


def test_outside_the_text_is_an_error() -> None:
    with pytest.raises(IndexError, match="index 2 outside a text of 2 characters"):
        Text.of("甲乙").place(2)
