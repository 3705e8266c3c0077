"""Responses that are dropped half-read: their connection is closed or kept by reference counting,
and never given out dead.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import aclosing, nullcontext
from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import Operation, Stream
from tests.runtime.faults.server import WAIT, FaultServer
from tests.runtime.faults.table import CHUNKED, OK, Act, response
from tests.runtime.loopback import nothing_unclosed
from tests.runtime.twins import AsyncClient, Client, Configuration

EVENTS = "text/event-stream"
ENDLESS: Act = (response(b"data: 1\n\ndata: 2\n\n", length="99", kind=EVENTS), WAIT)
FILE: Act = (response(b"0123", length="99", kind="application/octet-stream"), WAIT)

WATCH = Operation[Any]("watch", "GET", "/x", responses={"200": {EVENTS: Stream("int")}})
DOWNLOAD = Operation[Any](
    "download",
    "GET",
    "/x",
    responses={"200": {"application/octet-stream": "BinaryResponse"}},
)
PLAIN = Operation[Any]("plain", "GET", "/x", responses={"200": {"application/json": "int"}})


def settings(port: int) -> dict[str, Any]:
    # One connection, so that one that is not given back is missed.
    host = f"http://127.0.0.1:{port}"
    configuration = Configuration(host=host, connection_pool_maxsize=1, retries=0)
    return {"configuration": configuration}


def first_of(stream: Any) -> Any:
    for item in stream:
        return item
    return None


async def first_of_async(stream: Any) -> Any:
    async for item in stream:
        return item
    return None


def cycle(value: Any) -> None:
    """Leaves ``value`` to the garbage collector."""
    ring: list[Any] = [value]
    ring.append(ring)


DROPS: dict[str, tuple[Operation[Any], str, Act, Callable[[Any], Any]]] = {
    "a loop that is left": (WATCH, "data", ENDLESS, lambda stream: first_of(stream)),
    "a stream that is never read": (WATCH, "data", ENDLESS, lambda stream: None),
    "a stream in a cycle": (WATCH, "data", ENDLESS, lambda stream: cycle(stream)),
    "a stream that is read, in a cycle": (
        WATCH,
        "data",
        ENDLESS,
        lambda stream: (first_of(stream), cycle(stream)),
    ),
    "a file that is never read": (DOWNLOAD, "data", FILE, lambda file: None),
    "a file in part": (DOWNLOAD, "data", FILE, lambda file: next(iter(file))),
    "an iterator of a file": (
        DOWNLOAD,
        "data",
        FILE,
        lambda file: next(file.iter_bytes()),
    ),
    "a raw response": (PLAIN, "raw", FILE, lambda raw: None),
    "a raw response in part": (PLAIN, "raw", FILE, lambda raw: next(raw.iter_bytes())),
    "a response with information": (
        WATCH,
        "info",
        ENDLESS,
        lambda info: first_of(info.data),
    ),
}


@pytest.mark.parametrize("name", DROPS)
def test_what_is_dropped_frees_its_connection(name: str) -> None:
    operation, form, act, use = DROPS[name]
    server = FaultServer([act, OK, OK])
    in_cycle = "cycle" in name
    # The garbage collector closes a socket with a warning of Python's own.
    watched = nullcontext() if in_cycle else nothing_unclosed()
    with watched, Client(**settings(server.port)) as client:
        use(client._call(operation, (), form=form))
        if in_cycle:
            gc.collect()
        assert server.is_idle(), "the connection of the dropped response is open"
        assert [client._call(PLAIN, ()) for _ in range(2)] == [5, 5]
    server.close()


@pytest.mark.parametrize("name", [each for each in DROPS if "cycle" not in each])
def test_what_is_dropped_frees_its_connection_async(name: str) -> None:
    operation, form, act, _ = DROPS[name]

    async def use(response: Any) -> None:
        if "never" in name or name == "a raw response":
            return
        if form == "info":
            await first_of_async(response.data)
        elif hasattr(response, "iter_bytes"):
            await anext(response.iter_bytes())
        else:
            await first_of_async(response)

    async def run(port: int) -> list[Any]:
        async with AsyncClient(**settings(port)) as client:
            await use(await client._call(operation, (), form=form))
            async with asyncio.timeout(5):
                return [await client._call(PLAIN, ()) for _ in range(2)]

    server = FaultServer([act, OK, OK])
    with nothing_unclosed():
        assert asyncio.run(run(server.port)) == [5, 5]
    server.close()


END = b"data: 1\n\ndata: [DONE]\n\n"
ENDS: dict[str, tuple[Act, int]] = {
    "with its length": ((response(END, kind=EVENTS),), 1),
    "in chunks": (
        (
            response(
                b"%x\r\n%s\r\n0\r\n\r\n" % (len(END), END),
                "200 OK",
                CHUNKED,
                length=None,
                kind=EVENTS,
            ),
        ),
        1,
    ),
    "with the last chunk a little later": (
        (
            response(
                b"%x\r\n%s\r\n" % (len(END), END),
                "200 OK",
                CHUNKED,
                length=None,
                kind=EVENTS,
            ),
            0.02,
            b"0\r\n\r\n",
        ),
        1,
    ),
    "and stays open": ((response(END, length="999", kind=EVENTS), WAIT), 2),
    "and goes on at length": (
        (
            response(
                END + b": " + b"x" * 3_000_000,
                length=str(len(END) + 3_000_002),
                kind=EVENTS,
            ),
        ),
        2,
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_stream_that_says_it_is_done_keeps_its_connection(name: str) -> None:
    act, connections = ENDS[name]

    async def run(port: int) -> list[Any]:
        async with AsyncClient(**settings(port)) as client:
            items = [item async for item in await client._call(WATCH, ())]
            return [*items, await client._call(PLAIN, ())]

    server = FaultServer([act, OK])
    with Client(**settings(server.port)) as client:
        assert [*client._call(WATCH, ()), client._call(PLAIN, ())] == [1, 5]
    assert server.connections == connections
    server.close()
    server = FaultServer([act, OK])
    assert asyncio.run(run(server.port)) == [1, 5]
    assert server.connections == connections
    server.close()


def test_aclose_ends_a_stream_and_a_file() -> None:
    async def run(port: int) -> Any:
        async with AsyncClient(**settings(port)) as client:
            async with aclosing(await client._call(WATCH, ())) as stream:
                first = await anext(stream)
            assert [item async for item in stream] == []
            async with aclosing(await client._call(DOWNLOAD, ())):
                pass
            return first, await client._call(PLAIN, ())

    server = FaultServer([ENDLESS, FILE, OK])
    assert asyncio.run(run(server.port)) == (1, 5)
    server.close()


def test_a_file_that_is_read_after_the_client_was_closed_is_an_error_of_ours() -> None:
    async def run(port: int) -> Any:
        async with AsyncClient(**settings(port)) as client:
            file = await client._call(DOWNLOAD, ())
            await client.close()
            with pytest.raises(ApiConnectionError, match="before the response was read"):
                await file.read()

    server = FaultServer([FILE])
    asyncio.run(run(server.port))
    server.close()
