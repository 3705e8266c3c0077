"""Reading the body of a response: decompressed, within its time, and with the connection freed
whatever happens.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator

from ..clock import Clock
from ..errors import ApiConnectionError, ApiTimeoutError, ResponseTooLargeError
from .protocol import AsyncResponse, Response

ACCEPT_ENCODING = "gzip, deflate"
"""What bodies may be compressed with; :mod:`.decompression` undoes it."""


def pieces(response: Response, limit: int | None = None) -> Iterator[bytes]:
    """The body piece by piece; the connection is free at the end, after an error, and when the
    iterator is closed.

    Args:
        response: an unread response.
        limit: the most bytes that a compressed body may have on the wire; None: any number.
    """
    try:
        body = response.body
        source = (body,) if isinstance(body, bytes) else body
        yield from _unpacked(source, response, limit)
    except OSError as error:
        raise as_connection_error(error) from error
    finally:
        response.close()


def _unpacked(
    source: Iterable[bytes], response: Response | AsyncResponse, limit: int | None
) -> Iterable[bytes]:
    encoding = response.headers.text("content-encoding")
    if not encoding:
        return source
    from .decompression import unpacked

    return unpacked(source, encoding, limit)


async def pieces_async(response: AsyncResponse, limit: int | None = None) -> AsyncGenerator[bytes]:
    """As :func:`pieces`, asynchronously."""
    try:
        body = response.body
        source = _one(body) if isinstance(body, bytes) else body
        encoding = response.headers.text("content-encoding")
        if encoding:
            from .decompression import unpacked_async

            source = unpacked_async(source, encoding, limit)
        async for piece in source:
            yield piece
    except OSError as error:
        raise as_connection_error(error) from error
    finally:
        await response.close()


async def _one(body: bytes) -> AsyncIterator[bytes]:
    yield body


def read(response: Response, max_size: int, deadline: float | None, clock: Clock) -> bytes:
    """The whole body.

    Args:
        response: an unread response.
        max_size: the most bytes that the body may have, decompressed.
        deadline: when, on the monotonic clock, the body must be there; None: no limit.
        clock: tells the time.

    Raises:
        ApiTimeoutError: the deadline passed, although bytes kept coming.
        ResponseTooLargeError: the body is larger than ``max_size``.
        ApiConnectionError: the body is incomplete or damaged.
    """
    collected = _Collected(response, max_size)
    try:
        if deadline is not None and response.limit is not None:
            response.limit(max(deadline - clock.monotonic(), 0.0))
        elif deadline is None and response.read_all is not None and collected.is_small:
            return response.read_all()
        for piece in pieces(response, max_size):
            collected.add(piece)
            if deadline is not None and clock.monotonic() > deadline:
                raise ApiTimeoutError("the response took too long to arrive")
    except OSError as error:
        raise as_connection_error(error) from error
    finally:
        # After an error the generator may still be at its yield.
        response.close()
    return collected.body()


def buffered_body(response: AsyncResponse, max_size: int) -> bytes | None:
    """The whole body, if it came with its head and no connection is held for it; otherwise None.

    Raises:
        ResponseTooLargeError: the body is larger than ``max_size``.
        ApiConnectionError: the body is damaged.
    """
    body = response.body
    if not isinstance(body, bytes) or response._close is not None:
        return None
    if not response.headers.text("content-encoding") and len(body) <= max_size:
        return body
    collected = _Collected(response, max_size)
    for piece in _unpacked((body,), response, max_size):
        collected.add(piece)
    return collected.body()


async def read_async(response: AsyncResponse, max_size: int) -> bytes:
    """As :func:`read` without a deadline, asynchronously."""
    collected = _Collected(response, max_size)
    try:
        if response.read_all is not None and collected.is_small:
            return await response.read_all()
        source = pieces_async(response, max_size)
        try:
            async for piece in source:
                collected.add(piece)
        finally:
            await source.aclose()
    except OSError as error:
        raise as_connection_error(error) from error
    finally:
        await response.close()
    return collected.body()


async def read_async_until(
    response: AsyncResponse, max_size: int, deadline: float, clock: Clock
) -> bytes:
    """As :func:`read` with a deadline, asynchronously: the reading is cancelled when the time is
    over.

    Args:
        response: the response.
        max_size: the octets that the body may have.
        deadline: the time by ``clock.monotonic()`` at which the body has to be there.
        clock: tells the time.
    """
    from asyncio import timeout

    try:
        async with timeout(max(deadline - clock.monotonic(), 0.0)):
            return await read_async(response, max_size)
    except TimeoutError as error:
        raise ApiTimeoutError("the response took too long to arrive") from error
    finally:
        # The time may have been over before the reading began.
        await response.close()


_SMALL = 4096


class _Collected:
    """The pieces of a body that must not become too large."""

    __slots__ = ("_announced", "_max_size", "_parts", "_size", "is_small")

    def __init__(self, response: Response | AsyncResponse, max_size: int) -> None:
        headers = response.headers
        self._max_size = max_size
        self._parts: list[bytes | bytearray] = []
        self._size = 0
        length = "" if headers.text("content-encoding") else headers.text("content-length")
        self._announced = int(length) if length.isdecimal() and len(length) < 19 else None
        self.is_small = self._announced is not None and self._announced <= max_size
        """Whether the body is announced, not compressed, and small enough to be read at once."""

    def add(self, piece: bytes) -> None:
        parts = self._parts
        if len(piece) >= _SMALL:
            parts.append(piece)
        elif parts and isinstance(parts[-1], bytearray):
            parts[-1] += piece
        else:
            # Objects for pieces of one byte take forty times their room.
            parts.append(bytearray(piece))
        self._size += len(piece)
        # What is announced counts from the first byte on: a response to HEAD announces a body that
        # it does not have.
        size = max(self._size, self._announced or 0) if piece else 0
        if size > self._max_size:
            raise ResponseTooLargeError(
                f"the response has more than {self._max_size} bytes (max_response_size of the"
                " configuration)"
            )

    def body(self) -> bytes:
        first = self._parts[0] if len(self._parts) == 1 else b""
        return first if first and isinstance(first, bytes) else b"".join(self._parts)


def as_connection_error(error: OSError) -> ApiConnectionError:
    """An operating-system error of a transport as one of ours; its text names addresses at most."""
    text = f"{type(error).__name__}: {error.strerror or 'no details'}"
    if isinstance(error, TimeoutError):
        return ApiTimeoutError("no response in time")
    unsent = isinstance(error, ConnectionRefusedError)
    return ApiConnectionError(f"the connection failed: {text}", sent=not unsent)
