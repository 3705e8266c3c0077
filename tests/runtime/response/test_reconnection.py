"""Going on with an event stream after a break: from which id, after what wait, how often."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiConnectionError,
    ApiTypeError,
    ApiValueError,
    EventStreamError,
    NotFoundException,
    OpenApiException,
)
from docbound.runtime.response.reconnection import Reconnection
from docbound.runtime.service.operations import Body, Operation, Stream
from docbound.runtime.service.options import CallOptions
from docbound.runtime.transport.protocol import AsyncResponse, Request, Response, Timeouts
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.faults.table import response
from tests.runtime.twins import AsyncClient, Client, Configuration, StillClock

WATCH = Operation[Any](
    "watch", "GET", "/watch", responses={"200": {"text/event-stream": Stream("Any")}}
)
LINES = Operation[Any](
    "lines", "GET", "/lines", responses={"200": {"application/jsonl": Stream("Any")}}
)
SEND = Operation[Any](
    "send",
    "POST",
    "/watch",
    body=Body({"application/octet-stream": None}),
    responses={"200": {"text/event-stream": Stream("Any")}},
)


class Cut:
    """A stream that breaks off after some bytes; ``broken`` is False where it ends as it should."""

    def __init__(self, text: str, *, broken: bool = True, status: int = 200) -> None:
        self.text, self.broken, self.status = text.encode(), broken, status


class Service:
    """Answers with one stream after the other, in pieces of one byte."""

    def __init__(self, *steps: Cut | Exception, kind: str = "text/event-stream") -> None:
        self.steps, self.kind = [*steps], kind
        self.requests: list[Request] = []
        self.open = 0

    def next(self, request: Request) -> Cut:
        self.requests.append(request)
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        self.open += 1
        return step

    @property
    def ids(self) -> list[str | None]:
        return [request.headers.get("Last-Event-ID") for request in self.requests]

    def done(self) -> None:
        self.open -= 1


class Blocking(Service):
    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        if request.body is not None and not isinstance(request.body, bytes):
            assert b"".join(request.body) == b"x"
        cut = self.next(request)

        def pieces() -> Any:
            for octet in cut.text:
                yield bytes([octet])
            if cut.broken:
                raise ApiConnectionError("the connection broke")

        headers = {"Content-Type": self.kind}
        return Response(cut.status, headers, pieces(), close=self.done)

    def close(self) -> None:
        pass


class Awaiting(Service):
    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        if request.body is not None and not isinstance(request.body, bytes):
            assert b"".join([piece async for piece in request.body]) == b"x"
        cut = self.next(request)

        async def pieces() -> Any:
            for octet in cut.text:
                yield bytes([octet])
            if cut.broken:
                raise ApiConnectionError("the connection broke")

        async def close() -> None:
            self.done()

        return AsyncResponse(cut.status, {"Content-Type": self.kind}, pieces(), close=close)

    async def close(self) -> None:
        pass


Run = Callable[..., tuple[list[Any], Any, Any, list[float]]]


def blocking(
    *steps: Cut | Exception,
    operation: Operation[Any] = WATCH,
    values: tuple[object, ...] = (),
    options: CallOptions | None = None,
    kind: str = "text/event-stream",
    **settings: Any,
) -> tuple[list[Any], Any, Service, list[float]]:
    service, clock, found = Blocking(*steps, kind=kind), StillClock(), list[Any]()
    client = Client(transport=service, retries=0)
    client.clock = clock
    try:
        with client._call(operation, values, options or CallOptions()) as stream:
            found.extend(iter(stream.reconnect(**settings)))
    except OpenApiException as error:
        return found, error, service, clock.sleeps
    return found, None, service, clock.sleeps


def awaiting(
    *steps: Cut | Exception,
    operation: Operation[Any] = WATCH,
    values: tuple[object, ...] = (),
    options: CallOptions | None = None,
    kind: str = "text/event-stream",
    **settings: Any,
) -> tuple[list[Any], Any, Service, list[float]]:
    service, clock, found = Awaiting(*steps, kind=kind), StillClock(), list[Any]()

    async def main() -> None:
        client = AsyncClient(transport=service, retries=0)
        client.clock = clock
        async with await client._call(operation, values, options or CallOptions()) as stream:
            async for item in stream.reconnect(**settings):
                found.append(item)

    try:
        asyncio.run(main())
    except OpenApiException as error:
        return found, error, service, clock.sleeps
    return found, None, service, clock.sleeps


@pytest.fixture(params=[blocking, awaiting], ids=["sync", "async"])
def run(request: pytest.FixtureRequest) -> Run:
    made: Run = request.param
    return made


TEXT = "id: a\ndata: 1\n\nid: b\ndata: 2\n\nid: c\ndata: 3\n\n"


@pytest.mark.parametrize("cut", range(len(TEXT) + 1))
def test_each_item_comes_once_wherever_the_stream_is_cut(run: Run, cut: int) -> None:
    """The service goes on after the id that it is given, as the standard asks."""
    parts = TEXT.split("\n\n")[:-1]
    events = [part + "\n\n" for part in parts]
    complete = TEXT[:cut].count("\n\n")
    rest = "".join(events[complete:])
    items, error, service, _ = run(Cut(TEXT[:cut]), Cut(rest, broken=False))
    assert (items, error) == ([1, 2, 3], None)
    assert service.ids == [None, "abc"[complete - 1] if complete else None]
    assert service.open == 0


def test_the_wait_is_the_streams_own_and_grows(run: Run) -> None:
    refused = ApiConnectionError("refused")
    items, error, service, sleeps = run(
        Cut("retry: 200\nid: a\ndata: 1\n\n"), refused, refused, Cut("data: 2\n\n", broken=False)
    )
    assert (items, error, sleeps) == ([1, 2], None, [0.2, 0.4, 0.8])
    assert service.ids == [None, "a", "a", "a"]


def test_without_a_word_of_the_stream_the_wait_is_half_a_second(run: Run) -> None:
    cut = Cut("id: a\ndata: 1\n\n")
    items, error, _, sleeps = run(cut, cut, cut, Cut("", broken=False))
    # An item begins the count anew.
    assert (items, error, sleeps) == ([1, 1, 1], None, [0.5, 0.5, 0.5])


def test_attempts_end(run: Run) -> None:
    refused = ApiConnectionError("refused")
    items, error, _, sleeps = run(
        Cut("id: a\ndata: 1\n\n"), refused, refused, refused, count=2, max_wait=0.7
    )
    assert items == [1] and error is refused and sleeps == [0.5, 0.7]


def test_a_stream_without_ids_is_not_read_twice(run: Run) -> None:
    items, error, service, _ = run(Cut("data: 1\n\n"), Cut("data: 1\n\n", broken=False))
    assert items == [1] and isinstance(error, ApiConnectionError)
    assert len(service.requests) == 1
    # Nothing had come: nothing comes twice.
    items, error, service, _ = run(Cut(""), Cut("data: 1\n\n", broken=False))
    assert (items, error) == ([1], None)


def test_an_id_without_data_counts(run: Run) -> None:
    _, _, service, _ = run(Cut("id: a\ndata: 1\n\nid: b\n\n"), Cut("", broken=False))
    assert service.ids == [None, "b"]


def test_an_id_that_is_reset_counts(run: Run) -> None:
    items, error, _, _ = run(Cut("id: a\ndata: 1\n\nid\ndata: 2\n\n"), Cut("", broken=False))
    assert items == [1, 2] and isinstance(error, ApiConnectionError)


def test_an_end_is_an_end_unless_it_is_not(run: Run) -> None:
    end = Cut("id: a\ndata: 1\n\n", broken=False)
    assert run(end)[:2] == ([1], None)
    items, error, service, _ = run(end, end, Cut("", status=204, broken=False), at_end=True)
    assert (items, error) == ([1, 1], None) and service.ids == [None, "a", "a"]
    items, error, _, _ = run(end, Cut("data: [DONE]\n\n", broken=False), at_end=True)
    assert (items, error) == ([1], None)


def test_what_the_service_says_no_to_is_an_error(run: Run) -> None:
    _, error, _, _ = run(Cut("id: a\ndata: 1\n\n"), Cut("{}", status=404, broken=False))
    assert isinstance(error, NotFoundException)


def test_an_error_event_ends_it(run: Run) -> None:
    operation = Operation[Any](
        "watch",
        "GET",
        "/watch",
        responses={"200": {"text/event-stream": Stream("Any", error_events=("error",))}},
    )
    _, error, service, _ = run(Cut("id: a\nevent: error\ndata: down\n\n"), operation=operation)
    assert isinstance(error, EventStreamError) and len(service.requests) == 1


def test_the_callers_own_header_is_replaced(run: Run) -> None:
    options = CallOptions(headers={"last-event-id": "x", "X-Mine": "1"})
    _, _, service, _ = run(Cut("id: a\ndata: 1\n\n"), Cut("", broken=False), options=options)
    second = service.requests[1].headers
    assert second["Last-Event-ID"] == "a" and second["X-Mine"] == "1"
    assert "last-event-id" not in second


def test_what_cannot_be_gone_on_with_is_refused(run: Run) -> None:
    _, error, _, _ = run(Cut("1\n"), operation=LINES, kind="application/jsonl")
    assert isinstance(error, ApiTypeError) and "event stream" in str(error)
    _, error, _, _ = run(Cut(""), operation=SEND, values=(iter([b"x"]),))
    assert isinstance(error, ApiValueError) and "second time" in str(error)
    for settings in ({"count": "x"}, {"max_wait": None}, {"count": -1}):
        _, error, service, _ = run(Cut(""), **settings)
        assert isinstance(error, (ApiTypeError, ApiValueError)) and service.open == 0


def test_a_stream_that_is_left_frees_its_connection() -> None:
    service = Blocking(Cut("id: a\ndata: 1\n\n"), Cut("data: 2\n\ndata: 3\n\n"))
    client = Client(transport=service, retries=0)
    client.clock = StillClock()
    for item in client._call(WATCH, ()).reconnect():
        if item == 2:
            break
    assert service.open == 0 and len(service.requests) == 2


@pytest.mark.parametrize("retry", [None, 0, 1, 10**18])
def test_attempts_without_end_have_waits_of_which_none_is_too_long(retry: int | None) -> None:
    plan = Reconnection(float("inf"), 30, at_end=True)
    waits = [plan.wait(None, "1", retry) for _ in range(3000)]
    assert None not in waits and max(map(float, filter(None, waits)), default=0.0) <= 30


@pytest.mark.parametrize("last_id", ["a\x01b", "a\x7f", "\x1b[2J", "x" * 5000])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_an_id_that_no_request_can_carry(last_id: str, asynchronous: bool) -> None:
    body = f"id: {last_id}\ndata: 1\n\n".encode()
    broken = response(body, kind="text/event-stream", length=str(len(body) + 1))
    server = FaultServer([(broken, CLOSE)])
    configuration = Configuration(host=f"http://127.0.0.1:{server.port}", retries=0)
    found: list[Any] = []

    async def call() -> None:
        async with AsyncClient(configuration) as client:
            stream = await client._call(WATCH, ())
            async for item in stream.reconnect():
                found.append(item)

    with pytest.raises(ApiConnectionError):
        if asynchronous:
            asyncio.run(call())
        else:
            with Client(configuration) as client:
                for item in client._call(WATCH, ()).reconnect():
                    found.append(item)
    assert found == [1] and len(server.requests) == 1
    assert server.is_idle(), "a connection stayed open"
    server.close()
