"""urllib3's connections with what they lack: an end to the waiting, and responses that are the
final ones.

Neither urllib3 nor ``http.client`` has a documented way to it. Whatever of them is not documented
is touched only here, so that a release which changes it breaks one module.
"""

from __future__ import annotations

import http.client
import io
import logging
import threading
import time
from email.parser import Parser
from functools import cache
from socket import socket
from types import FunctionType
from typing import Any

from ..http.masking import BLOT
from .network_errors import MAX_HEADER_LINE, MAX_HEADERS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MOST_INTERIM = 100


class Deadline:
    """When, on the monotonic clock, everything about a request must be there; None: there is no
    such moment.

    A socket's own timeout begins anew with each byte that arrives, so that a response which drips
    never ends.

    Args:
        seconds: from now; None: there is none.

    Attributes:
        connected: the socket that the request was sent through.
    """

    __slots__ = ("_moment", "connected")

    def __init__(self, seconds: float | None) -> None:
        self.set(seconds)
        self.connected: socket | None = None

    def set(self, seconds: float | None) -> None:
        """Moves it to so many seconds from now, or lifts it."""
        self._moment: float | None
        self._moment = None if seconds is None else time.monotonic() + seconds

    def left(self, silence: float | None) -> float | None:
        """Seconds that the next step on the socket may take; never more than ``silence``.

        Raises:
            TimeoutError: none are left.
        """
        if self._moment is None:
            return silence
        left = self._moment - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time for the whole response is over")
        return left if silence is None else min(left, silence)

    def guarded(self, file: io.BufferedReader) -> io.BufferedReader:
        """``file``, which reads that socket, so that it keeps to the deadline."""
        if self.connected is None or isinstance(file.raw, _DeadlineReader):
            return file
        return io.BufferedReader(_DeadlineReader(file.detach(), self.connected, self))


UNLIMITED = Deadline(None)


class _Current(threading.local):
    """What this thread is sending; urllib3 has no place of its own where a request could carry it.

    Attributes:
        deadline: that of the request, ``UNLIMITED`` if it has none; None while nothing is sent.
    """

    deadline: Deadline | None = None


current = _Current()


class _WithoutQueries(logging.Filter):
    """Leaves the query out of the URLs that urllib3 logs of our requests: API keys may be in
    it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if current.deadline is not None and isinstance(record.args, tuple):
            record.args = tuple(map(_without_query, record.args))
        return True


def _without_query(value: object) -> object:
    if isinstance(value, str):
        start, mark, _ = value.partition("?")
        return f"{start}?{BLOT}" if mark else value
    # An error's text may have the URL, too.
    return type(value).__name__ if isinstance(value, Exception) else value


for _name in ("connectionpool", "connection", "response", "poolmanager"):
    logging.getLogger(f"urllib3.{_name}").addFilter(_WithoutQueries())


class _DeadlineReader(io.RawIOBase):
    """What arrives at a socket, as long as its deadline has not passed.

    Args:
        source: reads the socket.
        connected: the socket.
        deadline: that of the request.
    """

    def __init__(self, source: io.RawIOBase, connected: socket, deadline: Deadline) -> None:
        self._source = source
        self._socket = connected
        self._deadline = deadline
        self._silence = connected.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        self._socket.settimeout(self._deadline.left(self._silence))
        return self._source.readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            # The connection may be kept: its next request has a time of its own.
            if self._socket.fileno() >= 0:
                self._socket.settimeout(self._silence)
            self._source.close()
        super().close()


class TooManyHeaders(http.client.HTTPException):
    """More header fields than the limit."""


def _read_headers(file: io.BufferedReader, *_: object) -> list[bytes]:
    lines: list[bytes] = []
    while True:
        line = file.readline(MAX_HEADER_LINE + 1)
        if len(line) > MAX_HEADER_LINE:
            raise http.client.LineTooLong("header field")
        lines.append(line)
        if len(lines) > MAX_HEADERS + 1:  # with the empty line that ends them
            raise TooManyHeaders
        if line in (b"\r\n", b"\n", b""):
            return lines


def _parse_headers(file: io.BufferedReader, **_: object) -> http.client.HTTPMessage:
    text = b"".join(_read_headers(file)).decode("iso-8859-1")
    return Parser(_class=http.client.HTTPMessage).parsestr(text)


_GLOBALS = {
    **vars(http.client),
    "_MAXLINE": MAX_HEADER_LINE,
    "_read_headers": _read_headers,
    "parse_headers": _parse_headers,
}


_INHERITED: Any = http.client.HTTPResponse


class _Response(http.client.HTTPResponse):
    """A response that arrives before the deadline, after all interim ones (RFC 9110, section 15.2).

    http.client itself skips only status 100, and the final response would be taken for that of the
    next request.
    """

    # http.client has its limits (100 fields of 64 KB) in globals of its module, which belong to the
    # whole program. So its own function runs here with other globals.
    begin = FunctionType(_INHERITED.begin.__code__, _GLOBALS)
    _read_one_status = FunctionType(_INHERITED._read_status.__code__, _GLOBALS)

    def _read_status(self) -> tuple[int, int, str]:
        deadline = current.deadline
        if deadline is not UNLIMITED and deadline is not None:
            self.fp = deadline.guarded(self.fp)
        version, status, reason = self._read_one_status()
        if not 100 <= status < 200 or status == http.client.SWITCHING_PROTOCOLS:
            return version, status, reason
        self._interim = getattr(self, "_interim", 0) + 1
        if self._interim > _MOST_INTERIM:
            raise http.client.HTTPException(f"{_MOST_INTERIM} interim responses")
        return version, http.client.CONTINUE, reason


@cache
def with_deadline(connection: type[Any]) -> type[Any]:
    """A class of connections as ``connection`` that reads such responses, and sends within the
    deadline.
    """

    inherited: Any = connection.send

    def send(self: Any, data: Any) -> None:
        deadline = current.deadline
        if deadline is UNLIMITED or deadline is None:
            inherited(self, data)
            return
        if self.sock is not None:
            self.sock.settimeout(deadline.left(self.timeout))
        inherited(self, data)
        deadline.connected = self.sock

    return type(connection.__name__, (connection,), {"response_class": _Response, "send": send})
