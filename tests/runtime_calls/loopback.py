"""A call over real sockets, with either client."""

from __future__ import annotations

import asyncio
from typing import Any

from generator.runtime.operations import Operation
from tests.runtime_calls.twins import AsyncClient, Client, Configuration


class Wire:
    """Makes a call with a client of its own that never repeats anything."""

    name = "sync"

    def call(self, operation: Operation[Any], **settings: Any) -> Any:
        with Client(Configuration(retries=0, timeout=20, **settings)) as client:
            return client._call(operation, ())


class AsyncWire(Wire):
    name = "async"

    def call(self, operation: Operation[Any], **settings: Any) -> Any:
        async def calling() -> Any:
            configuration = Configuration(retries=0, timeout=20, **settings)
            async with AsyncClient(configuration) as client:
                return await client._call(operation, ())

        return asyncio.run(calling())


WIRES = (Wire(), AsyncWire())
