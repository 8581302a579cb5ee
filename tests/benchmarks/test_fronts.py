from __future__ import annotations

import pytest

from benchmarks.fronts.load import is_complete


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n1", False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nA: b\r\n\r\n12", True),
        (b"HTTP/1.1 304 NOT MODIFIED\r\nA: b\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n0\r\n\r\n", True),
    ],
)
def test_the_end_of_an_answer_is_seen(received: bytes, expected: bool) -> None:
    assert is_complete(received) is expected
