"""The access log: one line of JSON for each request.

Takes: exchanges. Gives: lines on standard error or in a file. A line is ASCII: what a client sends cannot
begin another line or command a terminal. There is no address of a client and no text of a query in it.
"""

from __future__ import annotations

import json
import logging
import sys
import weakref
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Final

from endpoint.config import SettingError

if TYPE_CHECKING:
    from endpoint.observing.exchange import Exchange

_SETTING: Final = "FAGUI_ACCESS_LOG"
OFF: Final = "off"
_STANDARD_ERROR: Final = "stderr"
_MAX_PATH: Final = 500
_MAX_AGENT: Final = 200


def write_line(exchange: Exchange) -> str:
    """The line of an exchange, without a line feed."""
    told = {
        "time": exchange.begun.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "method": exchange.method[:20],
        "path": exchange.path[:_MAX_PATH],
        "route": exchange.route,
        "status": exchange.status,
        "bytes": exchange.bytes,
        "ms": round(exchange.seconds * 1000, 1),
        "query": exchange.query,
        "agent": exchange.agent[:_MAX_AGENT],
    }
    return json.dumps(told, ensure_ascii=True)


class AccessLog:
    """Writes exchanges down; a file that another program moves away is begun anew."""

    def __init__(self, target: str) -> None:
        """`target` is `stderr` or the path of a file; raises SettingError where it cannot be written."""
        self._handler = _open(target)
        weakref.finalize(self, self._handler.close)

    def begin(self) -> None:
        """Nothing is known yet."""

    def end(self, exchange: Exchange) -> None:
        """Write the line of an exchange."""
        record = logging.makeLogRecord({"msg": write_line(exchange), "levelno": logging.INFO})
        self._handler.handle(record)


def _open(target: str) -> logging.Handler:
    if target == _STANDARD_ERROR:
        return logging.StreamHandler(sys.stderr)
    try:
        return WatchedFileHandler(Path(target), encoding="ascii")
    except OSError as error:
        allowed = "off, stderr, or a file that can be written"
        raise SettingError(_SETTING, target, allowed) from error
