"""Reading the body of a reply: unpacked, within its time, and with the connection freed whatever happens."""

# The modules of the runtime are one another's friends; its underscores are for the users of a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from .clock import Clock
from .errors import ApiConnectionError, ApiTimeoutError
from .transport import AsyncResponse, Response
from .unpacking import unpacked, unpacked_async


def pieces(response: Response) -> Iterator[bytes]:
    """The body piece by piece; the connection is free at the end, after an error, and when the iterator is closed."""
    try:
        body = response.body
        source = (body,) if isinstance(body, bytes) else body
        encoding = response.headers.text("content-encoding")
        yield from unpacked(source, encoding) if encoding else source
    except OSError as error:
        raise translated(error) from error
    finally:
        response.close()


async def pieces_async(response: AsyncResponse) -> AsyncIterator[bytes]:
    """As :func:`pieces`, asynchronously."""
    try:
        body = response.body
        source = _one(body) if isinstance(body, bytes) else body
        encoding = response.headers.text("content-encoding")
        async for piece in unpacked_async(source, encoding) if encoding else source:
            yield piece
    except OSError as error:
        raise translated(error) from error
    finally:
        await response.close()


async def _one(body: bytes) -> AsyncIterator[bytes]:
    yield body


def read(response: Response, deadline: float | None, clock: Clock) -> bytes:
    """The whole body.

    Args:
        response: an unread reply.
        deadline: when, on the monotonic clock, the body must be there; None: no limit.
        clock: tells the time.

    Raises:
        ApiTimeoutError: the deadline passed, although bytes kept coming.
        ApiConnectionError: the body is incomplete or damaged.
    """
    parts: list[bytes] = []
    try:
        if deadline is not None and response.limit is not None:
            response.limit(max(deadline - clock.monotonic(), 0.0))
        elif deadline is None and not response.headers.text("content-encoding"):
            if response.read_all is not None:
                return response.read_all()
            if isinstance(response.body, bytes):
                return response.body
        for piece in pieces(response):
            parts.append(piece)
            if deadline is not None and clock.monotonic() > deadline:
                raise ApiTimeoutError("the reply took too long to arrive")
    except OSError as error:
        raise translated(error) from error
    finally:
        # After an error the generator may still stand at its yield.
        response.close()
    return parts[0] if len(parts) == 1 else b"".join(parts)


def at_hand(response: AsyncResponse) -> bytes | None:
    """The whole body, if it came with its head and no connection is held for it; otherwise None.

    Raises:
        ApiConnectionError: the body is damaged.
    """
    body = response.body
    if not isinstance(body, bytes) or response._close is not None:
        return None
    encoding = response.headers.text("content-encoding")
    return b"".join(unpacked((body,), encoding)) if encoding else body


async def read_async(response: AsyncResponse) -> bytes:
    """As :func:`read` without a deadline, asynchronously."""
    try:
        if not response.headers.text("content-encoding"):
            if response.read_all is not None:
                return await response.read_all()
            if isinstance(response.body, bytes):
                return response.body
        parts = [piece async for piece in pieces_async(response)]
    except OSError as error:
        raise translated(error) from error
    finally:
        await response.close()
    return parts[0] if len(parts) == 1 else b"".join(parts)


async def read_async_until(
    response: AsyncResponse, deadline: float, clock: Clock
) -> bytes:
    """As :func:`read` with a deadline, asynchronously: the reading is cancelled when the time is over."""
    from asyncio import timeout

    try:
        async with timeout(max(deadline - clock.monotonic(), 0.0)):
            return await read_async(response)
    except TimeoutError as error:
        raise ApiTimeoutError("the reply took too long to arrive") from error
    finally:
        # The time may have been over before the reading began.
        await response.close()


def translated(error: OSError) -> ApiConnectionError:
    """An operating-system error of a transport as one of ours; its text names addresses at most."""
    text = f"{type(error).__name__}: {error.strerror or 'no details'}"
    if isinstance(error, TimeoutError):
        return ApiTimeoutError("no reply in time")
    unsent = isinstance(error, ConnectionRefusedError)
    return ApiConnectionError(f"the connection failed: {text}", sent=not unsent)
