"""When a request of the synchronous client must have its response: a moment that holds for
everything which is done on the connection, and what urllib3 may log meanwhile.
"""

from __future__ import annotations

import io
import logging
import threading
import time
from socket import socket

from .. import TYPE_CHECKING
from ..http.masking import BLOT

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Deadline:
    """When, on the monotonic clock, everything about a request must be there; None: there is no
    such moment.

    A socket's own timeout begins anew with each byte that arrives, so that a response which arrives
    byte by byte never ends.

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
