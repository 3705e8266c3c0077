"""The same octets to both clients: the same result, or the same refusal, and never an error of
somebody else's.

The libraries below differ in how much damage they read over, so that one of them may give a
response up that the other reads. What both read, both read alike.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from docbound.runtime.errors import ApiConnectionError, OpenApiException
from docbound.runtime.service.operations import Operation, Stream
from tests.runtime.battery.replies import reply
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.twins import AsyncClient, Client

OPERATIONS: Final = [
    Operation[Any]("op", "GET", "/x", responses={"200": {media_type: kind}})
    for media_type, kind in (
        ("application/json", "int"),
        ("application/json", "Any"),
        ("application/json", None),
        ("text/event-stream", Stream("int")),
        ("application/octet-stream", "BinaryResponse"),
    )
]
WITHOUT_REPETITION: Final[dict[str, Any]] = {"retries": 0, "timeout": 10}


def compared(number: int) -> str:
    """Sends one response to both clients.

    Returns:
        How it ended: ``value``, ``error``, ``lost`` (for both), ``lost by one``.

    Raises:
        AssertionError: the two ended differently, or by an error that is not of the package.
    """
    octets = reply(number)
    operation = OPERATIONS[number % len(OPERATIONS)]
    found = [_through(run, operation, octets) for run in (_sync, _async)]
    for result in found:
        ours = not isinstance(result, Exception) or isinstance(result, OpenApiException)
        assert ours, f"{number}: {result!r} is no error of the package"
    lost = [isinstance(result, ApiConnectionError) for result in found]
    if any(lost):
        return "lost" if all(lost) else "lost by one"
    one, other = map(_shown, found)
    assert one == other, f"{number}: sync gave {one}, async {other} of {octets[:400]!r}"
    return "error" if isinstance(found[0], Exception) else "value"


def _through(run: Any, operation: Operation[Any], octets: bytes) -> Any:
    server = FaultServer([(octets, CLOSE)])
    try:
        return run(operation, f"http://127.0.0.1:{server.port}")
    except Exception as error:
        return error
    finally:
        assert server.is_idle(), "a connection stayed open"
        server.close()


def _sync(operation: Operation[Any], host: str) -> Any:
    with Client(host=host, **WITHOUT_REPETITION) as client:
        result = client._call(operation, ())
        match _kind(operation, result):
            case "stream":
                return list(result)
            case "file":
                return result.read()
            case _:
                return result


def _async(operation: Operation[Any], host: str) -> Any:
    async def run() -> Any:
        async with AsyncClient(host=host, **WITHOUT_REPETITION) as client:
            result = await client._call(operation, ())
            match _kind(operation, result):
                case "stream":
                    return [item async for item in result]
                case "file":
                    return await result.read()
                case _:
                    return result

    return asyncio.run(run())


def _kind(operation: Operation[Any], result: Any) -> str:
    """How a result is read to its end; a response without a body is None, whatever it should be."""
    if result is None:
        return "nothing"
    return {3: "stream", 4: "file"}.get(OPERATIONS.index(operation), "data")


def _shown(result: Any) -> str:
    if not isinstance(result, Exception):
        return repr(result)
    text = re.sub(r":\d+/", ":PORT/", str(result))
    return f"{type(result).__name__} {getattr(result, 'status', None)}: {text}"
