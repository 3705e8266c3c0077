"""aiohttp's connections with what they lack: a limit on everything of a response that is no body.

There is no documented way to it. The parts of aiohttp that are not documented are touched here and
in :mod:`.aiohttp_transport`, nowhere else.
"""

from __future__ import annotations

from typing import Any

from aiohttp import ClientPayloadError, StreamReader
from aiohttp.client_proto import ResponseHandler

from ..errors import ResponseTooLargeError
from .network_errors import MAX_BESIDE_BODY, TOO_MUCH

_PER_BYTE = 16
"""Bytes beside the body that each byte of it may bring along, so that a stream of small chunks may
last for as long as it likes.
"""


class CountedResponses(ResponseHandler):
    """Receives the responses of one connection, and counts.

    aiohttp itself limits single lines and the number of header fields, but neither interim
    responses nor blank lines before one, nor the sizes of chunks and what stands behind them.
    """

    _received = 0
    _refused: ResponseTooLargeError | None = None

    def set_response_params(self, **settings: Any) -> None:
        """Another request is about to be sent."""
        self._received = 0
        super().set_response_params(**settings)

    def data_received(self, data: bytes) -> None:
        """Bytes arrived."""
        if self._refused is not None:
            return
        self._received += len(data)
        before = self._payload
        super().data_received(data)
        payload = self._payload or before
        if self._received > MAX_BESIDE_BODY:
            self._check(payload)
        failure = self.exception()
        if failure is not None and payload is not None:
            _pass_on(payload, failure)

    def set_exception(self, exc: BaseException, exc_cause: BaseException | None = None) -> None:
        """The connection is of no use any more."""
        if exc_cause is None:
            super().set_exception(exc)
            return
        if exc.__cause__ is None and isinstance(exc_cause, Exception):
            # aiohttp gives the reason to the reader of the head alone.
            exc.__cause__ = exc_cause
        super().set_exception(exc, exc_cause)

    def _check(self, payload: Any) -> None:
        size = 0 if payload is None else payload.total_bytes
        if self._received - size <= MAX_BESIDE_BODY + _PER_BYTE * size:
            return
        self._refused = ResponseTooLargeError(TOO_MUCH)
        self.set_exception(self._refused)
        if self.transport is not None:
            self.transport.close()

    def connection_lost(self, exc: BaseException | None) -> None:
        """The connection is closed."""
        super().connection_lost(exc)
        if self._refused is not None:
            # Not that it was closed is what matters, but why.
            self.set_exception(self._refused)


def _pass_on(payload: StreamReader, failure: BaseException) -> None:
    """Tells who waits for the body what is wrong behind it; aiohttp tells only who waits for a
    head, and the other would wait until the time is over.
    """
    if payload.is_eof() or payload.exception() is not None:
        return
    if not isinstance(failure, ResponseTooLargeError):
        found = ClientPayloadError("what follows the body cannot be read")
        found.__cause__ = failure
        failure = found
    payload.set_exception(failure)
