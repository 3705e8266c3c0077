"""Asynchronous clients and event loops: another one, a closed one, several at once."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from docbound.runtime.errors import WrongEventLoopError
from docbound.runtime.service.operations import Operation, Stream
from docbound.runtime.transport.protocol import AsyncResponse, Request, Timeouts
from tests.runtime.faults.server import WAIT, FaultServer
from tests.runtime.faults.table import OK
from tests.runtime.twins import (
    AsyncClient,
    AsyncScriptTransport,
    CannedResponse,
    Configuration,
    Script,
)

ASK = Operation[Any]("ask", "GET", "/x", responses={"200": {"application/json": None}})
SIGNED = Operation[Any](
    "ask", "GET", "/x", responses={"200": {"application/json": None}}, security=(("oauth",),)
)
ITEMS = Operation[Any](
    "items", "GET", "/x", responses={"200": {"text/event-stream": Stream("int")}}
)

pytestmark = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer([OK])
    yield made
    made.close()


def client_of(server: FaultServer) -> AsyncClient:
    return AsyncClient(host=f"http://127.0.0.1:{server.port}", retries=0, timeout=5)


def test_a_client_is_closed_from_another_loop(server: FaultServer) -> None:
    """Its own one is over: ``asyncio.run`` has closed it."""
    client = client_of(server)
    assert asyncio.run(client._call(ASK, ())) == 5
    with pytest.raises(WrongEventLoopError, match="another event loop"):
        asyncio.run(client._call(ASK, ()))
    gc.disable()  # What is closed is not left to the collector.
    try:
        asyncio.run(client.close())
        assert server.is_idle(), "the connection stayed open"
        asyncio.run(client.close())
    finally:
        gc.enable()


def test_a_client_of_a_loop_that_runs_is_closed_by_another_thread(server: FaultServer) -> None:
    """Also where a stream is being read."""
    server.heal((b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n", WAIT))
    client = client_of(server)

    async def main() -> list[int]:
        async with await client._call(ITEMS, ()) as stream:
            found = [await anext(stream)]
            thread = threading.Thread(target=lambda: asyncio.run(client.close()))
            thread.start()
            found += [item async for item in stream]
            await asyncio.to_thread(thread.join)
            return found

    assert asyncio.run(asyncio.wait_for(main(), 10)) == [1]
    assert server.is_idle()


class Slow(AsyncScriptTransport):
    """Lets other calls begin before it answers."""

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        await asyncio.sleep(0.02)
        return await super().send(request, timeout=timeout)


def test_a_transport_of_the_callers_may_serve_several_loops() -> None:
    """Calls of each of them wait for a token at once."""
    script = Script([CannedResponse(body=b'{"access_token": "t", "expires_in": 0}')])
    configuration = Configuration(client_id="a", client_secret="b")
    client = AsyncClient(configuration, transport=Slow(script))
    found: list[Any] = []

    async def calls() -> None:
        found.extend(await asyncio.gather(*(client._call(SIGNED, ()) for _ in range(3))))

    asyncio.run(calls())
    threads = [threading.Thread(target=lambda: asyncio.run(calls())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    asyncio.run(calls())
    assert len(found) == 15
    assert len(client._connection._locks) == 1, "loops that are over are not kept"
