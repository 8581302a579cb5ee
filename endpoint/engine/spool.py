"""Where a result grows until it is whole: in memory while it is small, then in a file on disk."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, BinaryIO, Final

from endpoint.engine.interface import Result

if TYPE_CHECKING:
    from types import TracebackType

MEMORY_BYTES: Final = 1_000_000
"""Bytes of one result that the web process keeps in memory."""


class Spool:
    """Takes the pieces of a result; leaving its context gives up what `finish` has not given out."""

    def __init__(self, memory_bytes: int = MEMORY_BYTES) -> None:
        self._memory_bytes = memory_bytes
        self._pieces: list[bytes] = []
        self._size = 0
        self._file: BinaryIO | None = None

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, piece: bytes) -> None:
        """Take the next piece; raises OSError where the disk has no room for it."""
        self._size += len(piece)
        if self._file is None and self._size > self._memory_bytes:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 – the reader closes it
            for each in self._pieces:
                self._write_out(each)
            self._pieces.clear()
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._write_out(piece)

    def _write_out(self, piece: bytes) -> None:
        left = memoryview(piece)
        while left and self._file is not None:
            left = left[self._file.write(left) :]

    def finish(self) -> Result:
        """The result of all pieces, with the file if there is one."""
        file, self._file = self._file, None
        return Result(b"".join(self._pieces), file, self._size)
