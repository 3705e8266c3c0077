"""A call over real sockets, with either client."""

from __future__ import annotations

import asyncio
import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docbound.runtime.service.operations import Operation
from tests.runtime.twins import AsyncClient, Client, Configuration


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


@contextmanager
def nothing_unclosed() -> Iterator[None]:
    """Fails when something that should have been closed is garbage.

    Turned into an error, such a warning would be raised where nobody sees it: inside ``__del__``.
    """
    gc.collect()  # What others left behind is not meant.
    gc.freeze()  # Nor is it looked at again, which takes long where much is loaded.
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ResourceWarning)
        yield
        gc.collect()
    unclosed = [each for each in caught if issubclass(each.category, ResourceWarning)]
    assert not unclosed, [str(each.message) for each in unclosed]
