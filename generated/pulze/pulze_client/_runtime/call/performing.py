"""Makes a call. What decides about attempts that do not succeed at once is loaded with the first of
them.
"""

from __future__ import annotations

from .. import TYPE_CHECKING
from ..clock import Clock
from ..errors import ApiConnectionError
from ..transport.body_reader import buffered_body, read, read_async
from ..transport.connection import Connection
from .call import Call, Exchange
from .sending import reason, send

if TYPE_CHECKING:
    from ..transport.async_connection import AsyncConnection
    from ..transport.effects import Head


def perform(call: Call, connection: Connection, clock: Clock) -> Exchange:
    """Makes a call.

    Most succeed at their first attempt, without hooks. For them the policy would have nothing to
    decide, and to run it costs as much as the rest of a small call; so it is consulted only about
    an attempt that ended in another way.
    """
    first: Head | ApiConnectionError | None = None
    if call.is_simple:
        try:
            head = send(call.first_request(), call.timeout, connection)
            if 200 <= head.status <= 299:
                is_open = call.leaves_open(head)
                if is_open:
                    return Exchange(head, None)
                return Exchange(head, read(head, call.max_size, None, clock))
            first = head
        except ApiConnectionError as error:
            first = error
    from .drivers import drive
    from .policy import exchange

    try:
        return drive(exchange(call), connection, clock, first)
    finally:
        del first  # An error in a variable of its own traceback would be garbage for the collector.


async def perform_async(call: Call, connection: AsyncConnection, clock: Clock) -> Exchange:
    """As :func:`perform`, awaiting."""
    first: Head | Exception | None = None
    if call.is_simple:
        try:
            # Not by a function as in the other one: each coroutine adds its part to the price of a
            # call.
            transport = connection.transport()
            head = await transport.send(call.first_request(), timeout=call.timeout)
            if 200 <= head.status <= 299:
                if call.leaves_open(head):
                    return Exchange(head, None)
                body = buffered_body(head, call.max_size)
                if body is None:
                    body = await read_async(head, call.max_size)
                return Exchange(head, body)
            first = head
        except Exception as error:
            first = reason(call.body, error)
    from .drivers import drive_async
    from .policy import exchange

    try:
        if isinstance(first, Exception) and not isinstance(first, ApiConnectionError):
            raise first
        return await drive_async(exchange(call), connection, clock, first)
    finally:
        del first
