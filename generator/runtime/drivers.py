"""Carrying out the effects of the call policy: by blocking, or by awaiting."""

from __future__ import annotations

import inspect
from collections.abc import Generator
from typing import Any, TypeVar, assert_never

from .clock import Clock
from .connections import Connection
from .effects import Alone, Ask, Drop, Effect, Read, Send, Sleep
from .errors import ApiConnectionError
from .reading import at_hand, read, read_async, read_async_until, translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .async_connections import AsyncConnection
    from .transport import AsyncResponse, AsyncTransport

R = TypeVar("R")


def drive(steps: Generator[Effect, Any, R], connection: Connection, clock: Clock) -> R:
    """Runs ``steps`` to their end; what fails on the way is thrown into them, so that the policy can react."""
    try:
        effect = next(steps)
        while True:
            try:
                answer = _carry_out(effect, connection, clock)
            except ApiConnectionError as error:
                effect = steps.throw(error)
            else:
                effect = steps.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result


def _carry_out(effect: Effect, connection: Connection, clock: Clock) -> object:
    match effect:
        case Send():
            try:
                return connection.transport().send(
                    effect.request, timeout=effect.timeout
                )
            except OSError as error:
                raise translated(error) from error
        case Read():
            return read(effect.response, effect.deadline, clock)
        case Drop():
            effect.response.close()
            return None
        case Sleep():
            clock.sleep(effect.seconds)
            return None
        case Ask():
            return effect.function()
        case Alone():
            with connection.lock(effect.key):
                return drive(effect.steps(), connection, clock)
        case _:
            assert_never(effect)


async def drive_async(
    steps: Generator[Effect, Any, R], connection: AsyncConnection, clock: Clock
) -> R:
    """As :func:`drive`, awaiting."""
    answer: object
    try:
        effect = next(steps)
        while True:
            try:
                # The two effects of nearly every call spare themselves another coroutine.
                match effect:
                    case Send():
                        transport = connection.transport()
                        try:
                            if effect.timeout.total is None:
                                answer = await transport.send(
                                    effect.request, timeout=effect.timeout
                                )
                            else:
                                answer = await _send_in_time(transport, effect)
                        except OSError as error:
                            raise translated(error) from error
                    case Read():
                        response, deadline = effect.response, effect.deadline
                        answer = at_hand(response)
                        if answer is not None:
                            pass
                        elif deadline is None:
                            answer = await read_async(response)
                        else:
                            answer = await read_async_until(response, deadline, clock)
                    case _:
                        answer = await _carry_out_async(effect, connection, clock)
            except ApiConnectionError as error:
                effect = steps.throw(error)
            else:
                effect = steps.send(answer)
    except StopIteration as end:
        result: R = end.value
        return result


_CONNECTING_FIRST = 0.02
"""Seconds that a send gets beyond its time, so that a transport which knows more (no connection came) can say so."""


async def _send_in_time(transport: AsyncTransport, effect: Send) -> AsyncResponse:
    """Sends; when the time is over before status and headers are there, it is cancelled."""
    from asyncio import timeout

    limits = effect.timeout
    assert limits.total is not None
    async with timeout(limits.total + _CONNECTING_FIRST):
        return await transport.send(effect.request, timeout=limits)


async def _carry_out_async(
    effect: Drop | Sleep | Ask | Alone, connection: AsyncConnection, clock: Clock
) -> object:
    match effect:
        case Drop():
            await effect.response.close()
            return None
        case Sleep():
            await clock.sleep_async(effect.seconds)
            return None
        case Ask():
            given = effect.function()
            return await given if inspect.isawaitable(given) else given
        case Alone():
            async with connection.lock(effect.key):
                return await drive_async(effect.steps(), connection, clock)
        case _:
            assert_never(effect)
