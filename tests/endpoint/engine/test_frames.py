from __future__ import annotations

import io
from functools import partial

import pytest

from endpoint.engine.frames import (
    Frame,
    Kind,
    pack_frame,
    pack_request,
    read_frames,
    read_request,
)

FRAMES = [
    Frame(Kind.DATA, False, b"a" * 70_000),
    Frame(Kind.DATA, False, b""),
    Frame(Kind.WHOLE, True, "条".encode()),
]
SENT = b"".join(pack_frame(each.kind, each.content, last=each.last) for each in FRAMES)


@pytest.mark.parametrize("size", [1, 5, 6, 7, 4096, len(SENT)])
def test_frames_come_back_however_they_are_cut(size: int) -> None:
    assert list(read_frames(partial(io.BytesIO(SENT).read, size))) == FRAMES


@pytest.mark.parametrize("missing", [1, 3, 4, len(SENT)])
def test_a_stream_that_ends_early_has_no_end_frame(missing: int) -> None:
    stream = io.BytesIO(SENT[:-missing])

    found = list(read_frames(partial(stream.read, 4096)))

    assert [each.kind for each in found] == [Kind.DATA, Kind.DATA][: len(found)]


def test_nothing_is_read_after_the_end_frame() -> None:
    stream = io.BytesIO(pack_frame(Kind.FAILURE, b"{}", last=False) + b"rest")

    assert [each.kind for each in read_frames(partial(stream.read, 1))] == [Kind.FAILURE]
    assert stream.read() == b"rest"


def test_requests_come_back() -> None:
    stream = io.BytesIO(pack_request(b"one") + pack_request("条".encode()) + b"\0\0\0\5cut")

    assert [read_request(stream.read) for _ in range(3)] == [b"one", "条".encode(), None]
