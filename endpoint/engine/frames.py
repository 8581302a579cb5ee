"""What the web process and a worker say to each other on the socket between them.

To the worker: the length of a request and the request as JSON. From the worker: frames, each with its kind,
its length and whether the worker ends after it. DATA frames carry pieces of a result; WHOLE carries its end
and is the only proof that all of it has come; FAILURE carries the failure as JSON in place of a result.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LENGTH: Final = struct.Struct("!I")
_HEAD: Final = struct.Struct("!B?I")
STATUS: Final = struct.Struct("!i")
"""What the query process says of a worker: its process id when it starts, its exit code at its end."""
NO_CHILD: Final = -1
"""Stands for the process id of a worker that could not be started."""


class Kind(IntEnum):
    """What a frame carries."""

    DATA = 0
    WHOLE = 1
    FAILURE = 2


class Frame(NamedTuple):
    """One frame; `last`: the worker answers no further query."""

    kind: Kind
    last: bool
    content: bytes


def pack_request(request: bytes) -> bytes:
    """The request with its length."""
    return _LENGTH.pack(len(request)) + request


def read_request(receive: Callable[[int], bytes]) -> bytes | None:
    """The next request; None where the sender has none any more."""
    head = _read(receive, _LENGTH.size)
    return None if head is None else _read(receive, _LENGTH.unpack(head)[0])


def _read(receive: Callable[[int], bytes], size: int) -> bytes | None:
    received = bytearray()
    while len(received) < size:
        piece = receive(size - len(received))
        if not piece:
            return None
        received += piece
    return bytes(received)


def pack_frame(kind: Kind, content: bytes, *, last: bool) -> bytes:
    """A frame as it is sent."""
    return _HEAD.pack(kind, last, len(content)) + content


def read_frames(receive: Callable[[], bytes]) -> Iterator[Frame]:
    """Frames in their order until WHOLE, FAILURE or the end of what is received."""
    received = bytearray()
    while True:
        while len(received) < _HEAD.size or len(received) < _length(received):
            piece = receive()
            if not piece:
                return
            received += piece
        kind, last, size = _HEAD.unpack_from(received)
        frame = Frame(Kind(kind), last, bytes(received[_HEAD.size : _HEAD.size + size]))
        del received[: _HEAD.size + size]
        yield frame
        if frame.kind is not Kind.DATA:
            return


def _length(received: bytearray) -> int:
    size: int = _HEAD.unpack_from(received)[2]
    return _HEAD.size + size
