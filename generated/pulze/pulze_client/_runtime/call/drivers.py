"""Carries out the effects of the call policy: one driver blocks, one awaits."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, TypeVar, assert_never

from ..clock import Clock
from ..errors import ApiConnectionError, OpenApiException
from ..transport.body_reader import (
    buffered_body,
    read,
    read_async,
    read_async_until,
)
from ..transport.connection import Connection
from ..transport.effects import (
    CallUser,
    CloseResponse,
    Effect,
    Read,
    RunBlocking,
    Send,
    Sleep,
    WithLock,
)
from .sending import ended, reason, send
from .tracebacks import without_frames

if TYPE_CHECKING:
    from ..transport.async_connection import AsyncConnection
    from ..transport.effects import Head
    from ..transport.protocol import AsyncResponse, AsyncTransport

R = TypeVar("R")


def drive(
    steps: Generator[Effect, Any, R],
    connection: Connection,
    clock: Clock,
    first: Head | ApiConnectionError | None = None,
) -> R:
    """Runs ``steps`` to their end; what fails on the way is thrown into them, so that the policy
    can react.

    Args:
        steps: what is to be done.
        connection: where requests go.
        clock: for waiting.
        first: the result of the first effect, if it has been carried out already.
    """
    try:
        effect = next(steps)
        if first is not None:
            effect = _resume(steps, first)
        while True:
            try:
                answer = _carry_out(effect, connection, clock)
            except ApiConnectionError as error:
                effect = steps.throw(error)
            else:
                effect = steps.send(answer)
                answer = None  # It may be a token; an error keeps the variables of its frames.
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        steps.close()
        del first


def _resume(steps: Generator[Effect, Any, Any], outcome: Head | ApiConnectionError) -> Effect:
    """The next effect after one that ended with ``outcome``."""
    try:
        if isinstance(outcome, ApiConnectionError):
            return steps.throw(outcome)
        return steps.send(outcome)
    finally:
        del outcome


def _carry_out(effect: Effect, connection: Connection, clock: Clock) -> object:
    match effect:
        case Send():
            return send(effect.request, effect.timeout, connection)
        case Read():
            return read(effect.response, effect.max_size, effect.deadline, clock)
        case CloseResponse():
            effect.response.close()
            return None
        case Sleep():
            clock.sleep(effect.seconds)
            return None
        case CallUser() | RunBlocking():
            try:
                return effect.function()
            except StopIteration as error:
                raise ended(error) from error
        case WithLock():
            with connection.lock(effect.key):
                try:
                    return drive(effect.steps(), connection, clock)
                except OpenApiException as error:
                    without_frames(error)  # They hold what a token was asked for with.
                    raise
        case _:
            assert_never(effect)


async def drive_async(
    steps: Generator[Effect, Any, R],
    connection: AsyncConnection,
    clock: Clock,
    first: Head | ApiConnectionError | None = None,
) -> R:
    """As :func:`drive`, awaiting.

    Args:
        steps: the effects, as a generator; it receives the result of each.
        connection: sends the requests.
        clock: sleeps.
        first: how the first effect ended, if it was carried out already.
    """
    answer: object
    try:
        effect = next(steps)
        if first is not None:
            effect = _resume(steps, first)
        while True:
            try:
                # Reading, which nearly every call does, spares itself another coroutine.
                match effect:
                    case Send():
                        answer = await _send_async(effect, connection)
                    case Read():
                        response, deadline = effect.response, effect.deadline
                        answer = buffered_body(response, effect.max_size)
                        if answer is not None:
                            pass
                        elif deadline is None:
                            answer = await read_async(response, effect.max_size)
                        else:
                            answer = await read_async_until(
                                response, effect.max_size, deadline, clock
                            )
                    case _:
                        answer = await _carry_out_async(effect, connection, clock)
            except ApiConnectionError as error:
                effect = steps.throw(error)
            else:
                effect = steps.send(answer)
                answer = None  # It may be a token; an error keeps the variables of its frames.
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        steps.close()
        del first


async def _send_async(effect: Send, connection: AsyncConnection) -> AsyncResponse:
    transport = connection.transport()
    try:
        if effect.timeout.total is None:
            return await transport.send(effect.request, timeout=effect.timeout)
        return await _send_in_time(transport, effect)
    except Exception as error:
        raised = reason(effect.request.body, error)
    try:
        raise raised
    finally:
        del raised


_CONNECTING_FIRST = 0.02
"""Seconds that a send gets beyond its time, so that a transport which knows more (no connection
came) can say so.
"""


async def _send_in_time(transport: AsyncTransport, effect: Send) -> AsyncResponse:
    """Sends; when the time is over before status and headers are there, it is cancelled."""
    from asyncio import timeout

    limits = effect.timeout
    assert limits.total is not None
    async with timeout(limits.total + _CONNECTING_FIRST):
        return await transport.send(effect.request, timeout=limits)


async def _carry_out_async(
    effect: CloseResponse | Sleep | CallUser | RunBlocking | WithLock,
    connection: AsyncConnection,
    clock: Clock,
) -> object:
    match effect:
        case CloseResponse():
            await effect.response.close()
            return None
        case Sleep():
            await clock.sleep_async(effect.seconds)
            return None
        case CallUser():
            from inspect import isawaitable  # rare, and the module is large

            given = effect.function()
            return await given if isawaitable(given) else given
        case RunBlocking():
            from asyncio import to_thread

            return await to_thread(effect.function)
        case WithLock():
            async with connection.lock(effect.key):
                try:
                    return await drive_async(effect.steps(), connection, clock)
                except OpenApiException as error:
                    without_frames(error)
                    raise
        case _:
            assert_never(effect)
