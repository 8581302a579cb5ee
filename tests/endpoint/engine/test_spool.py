from __future__ import annotations

import pytest

from endpoint.engine.spool import Spool


@pytest.mark.parametrize(
    ("pieces", "small"),
    [
        ([], True),
        ([b"12345678"], True),
        ([b"1234", b"5678"], True),
        ([b"123456789"], False),
        ([b"1234", b"5678", b"9"], False),
        ([b"123456789", b"", b"abc"], False),
    ],
)
def test_pieces_come_back_from_memory_or_from_a_file(pieces: list[bytes], small: bool) -> None:
    with Spool(memory_bytes=8) as spool:
        for each in pieces:
            spool.write(each)
        result = spool.finish()

    assert (result.is_small, result.size) == (small, sum(map(len, pieces)))
    assert result.body == b"".join(pieces)


def test_what_is_not_finished_is_given_up() -> None:
    with Spool(memory_bytes=1) as spool:
        spool.write(b"12")
        file = spool._file

    assert file is not None
    assert file.closed


def test_a_result_that_nobody_reads_can_be_closed() -> None:
    with Spool(memory_bytes=1) as spool:
        spool.write(b"12")
        file, result = spool._file, spool.finish()

    assert file is not None
    assert not file.closed
    result.close()
    assert file.closed
