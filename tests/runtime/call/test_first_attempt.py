"""The first attempt of a call goes its own, shorter way; whatever it ends with, the caller sees
what the policy makes of it.
"""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import Operation
from docbound.runtime.transport.protocol import (
    AsyncResponse,
    Request,
    Response,
    Timeouts,
)
from tests.runtime.twins import AsyncClient, Client

ASK = Operation[Any]("ask", "GET", "/x", responses={"200": {"application/json": None}})
JSON = {"Content-Type": "application/json"}
OUTCOMES: list[int | type[Exception]] = [200, 204, 302, 404, 503, OSError]


class Once:
    """Answers with one outcome, and counts what is freed."""

    def __init__(self, outcome: int | type[Exception]) -> None:
        self.outcome = outcome
        self.sent = self.freed = 0

    def response(self) -> int:
        self.sent += 1
        if isinstance(self.outcome, int):
            return self.outcome
        raise self.outcome

    def free(self) -> None:
        self.freed += 1


class Blocking(Once):
    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        return Response(self.response(), JSON, iter((b"[1", b"]")), close=self.free)

    def close(self) -> None:
        pass


class Awaiting(Once):
    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        async def free() -> None:
            self.free()

        return AsyncResponse(self.response(), JSON, b"[1]", close=free)

    async def close(self) -> None:
        pass


def outcome_sync(transport: Blocking, *, watched: bool) -> object:
    with Client(transport=transport, retries=0) as client:
        if watched:
            client.hooks.after_response.append(lambda attempt: None)
        try:
            return client._call(ASK, ())
        except Exception as error:
            return type(error), str(error)


def outcome_async(transport: Awaiting, *, watched: bool) -> object:
    async def ask() -> object:
        async with AsyncClient(transport=transport, retries=0) as client:
            if watched:
                client.hooks.after_response.append(lambda attempt: None)
            try:
                return await client._call(ASK, ())
            except Exception as error:
                return type(error), str(error)

    return asyncio.run(ask())


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_watched_or_not_it_ends_the_same(outcome: int | type[Exception]) -> None:
    """A call with a hook goes by the policy from the start; one without asks it only in case of
    need.
    """
    results: list[object] = []
    for watched in (False, True):
        blocking, awaiting = Blocking(outcome), Awaiting(outcome)
        results.append(outcome_sync(blocking, watched=watched))
        results.append(outcome_async(awaiting, watched=watched))
        for transport in (blocking, awaiting):
            assert transport.sent == 1
            assert transport.freed == isinstance(outcome, int)
    assert results == results[:1] * 4


@pytest.mark.parametrize("watched", [False, True])
def test_stop_iteration_of_a_transport_ends_neither_call_nor_loop(watched: bool) -> None:
    """``next(responses)`` of a transport made for a test, when there is none left."""
    ends = [
        outcome_sync(Blocking(StopIteration), watched=watched),
        outcome_async(Awaiting(StopIteration), watched=watched),
    ]
    for end in map(repr, ends):
        assert "RuntimeError" in end
        assert "raised StopIteration" in end


@pytest.fixture
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_no_collector")
@pytest.mark.parametrize("kind", [Blocking, Awaiting])
def test_an_error_is_gone_when_nothing_holds_it(kind: type[Once]) -> None:
    held: list[weakref.ref[BaseException]] = []

    def remember(error: ApiConnectionError) -> None:
        held.append(weakref.ref(error))

    async def ask() -> None:
        async with AsyncClient(transport=Awaiting(OSError), retries=0) as client:
            try:
                await client._call(ASK, ())
            except ApiConnectionError as error:
                remember(error)

    if kind is Awaiting:
        asyncio.run(ask())
    else:
        with Client(transport=Blocking(OSError), retries=0) as client:
            try:
                client._call(ASK, ())
            except ApiConnectionError as error:
                remember(error)
    assert [ref() for ref in held] == [None]
