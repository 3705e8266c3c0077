"""Each line of the table, with both clients: the documented end, no unsafe repetition, no open
socket, no secret told.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from docbound.runtime.client import api, async_api
from docbound.runtime.errors import ApiConnectionError, ApiTimeoutError
from docbound.runtime.service.operations import Body, Operation, Stream, query
from docbound.runtime.service.options import CallOptions
from docbound.runtime.service.pagination_kinds import Cursor
from tests.runtime.faults.quick_clock import QuickClock
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import OK, Fault
from tests.runtime.faults.tables import ALL
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.loopback import nothing_unclosed
from tests.runtime.twins import AsyncClient, Client, Configuration

RESPONSES = {
    "": {"200": {"application/json": "int"}},
    "plain": {"200": {"application/json": None}},
    "stream": {"200": {"text/event-stream": Stream("int")}},
    "file": {"200": {"application/octet-stream": "BinaryResponse"}},
}
SECRETS = ("SECRET-TOKEN", "SECRET-KEY")


@pytest.fixture(autouse=True, scope="module")
def few_objects() -> Iterator[None]:
    """The collector, which looks for what was left open, need not look at all that others made."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def operation_of(fault: Fault) -> Operation[Any]:
    return Operation(
        "op",
        fault.method,
        "/x",
        parameters=(query("q"),),
        body=Body({"application/json": None}) if fault.method == "POST" else None,
        responses=RESPONSES["plain" if fault.plain else fault.open_response],  # type: ignore[arg-type]
        security=(("oauth",),) if fault.sign_in else (("bearer", "queryKey"),),
    )


LIST = Operation[Any](
    "list",
    "GET",
    "/x",
    parameters=(query("next", type="Any"),),
    responses={"200": {"application/json": "Any"}},
    security=(("bearer", "queryKey"),),
)
BY_CURSOR: Any = Cursor(("items",), ("next",), "next")


class Things(api.Api):
    def list(self, following: Any = None) -> Any:
        return self._send(LIST, (following,), {})

    list_iter = api.paginated(list, BY_CURSOR)


class AsyncThings(async_api.AsyncApi):
    async def list(self, following: Any = None) -> Any:
        return await self._send(LIST, (following,), {})

    list_iter = async_api.paginated(list, BY_CURSOR)


def settings_of(fault: Fault, port: int) -> dict[str, Any]:
    given: dict[str, Any] = {"access_token": SECRETS[0], "api_key": {"queryKey": SECRETS[1]}}
    if fault.sign_in:
        given = {"client_id": "me", "client_secret": SECRETS[0]}
    host = f"{fault.scheme}://127.0.0.1:{port}"
    configuration = Configuration(host=host, **given, **fault.configured)
    return {"configuration": configuration, **fault.settings}


AGAIN = CallOptions(retries=2)
"""A kept connection may be closed by the service at the moment of the next call."""
PLAIN = Operation[Any]("plain", "GET", "/y", responses={"200": {"application/json": "int"}})


def run_sync(fault: Fault, server: FaultServer, clock: QuickClock) -> list[Any]:
    found: list[Any] = []
    with Client(**settings_of(fault, server.port)) as client:
        client.clock = clock
        for _ in range(fault.calls):
            try:
                with timed(fault):
                    if fault.pages:
                        result: Any = list(Things(client).list_iter())
                    else:
                        result = client._call(operation_of(fault), values_of(fault))
                    if fault.open_response == "stream":
                        result = list(result)
                    elif fault.open_response == "file":
                        result = result.read()
            except TooSlowError:
                raise
            except Exception as error:
                result = error
            found.append(result)
            time.sleep(0.02 if fault.calls > 1 else 0)
        heal(fault, server, clock)
        if fault.scheme == "http":
            assert client._call(PLAIN, (), AGAIN) == 5, "the client works no more"
    return found


def heal(fault: Fault, server: FaultServer, clock: QuickClock) -> None:
    """What the fault did is looked at; from now on, the service behaves."""
    if fault.requests is not None:
        assert len(server.requests) == fault.requests
    if fault.sleeps is not None:
        assert clock.sleeps == pytest.approx(fault.sleeps)
    server.heal(OK)


def run_async(fault: Fault, server: FaultServer, clock: QuickClock) -> list[Any]:
    async def run() -> list[Any]:
        found: list[Any] = []
        async with AsyncClient(**settings_of(fault, server.port)) as client:
            client.clock = clock
            for _ in range(fault.calls):
                try:
                    with timed(fault):
                        if fault.pages:
                            result: Any = [item async for item in AsyncThings(client).list_iter()]
                        else:
                            result = await client._call(operation_of(fault), values_of(fault))
                        if fault.open_response == "stream":
                            result = [item async for item in result]
                        elif fault.open_response == "file":
                            result = await result.read()
                except TooSlowError:
                    raise
                except Exception as error:
                    result = error
                found.append(result)
                await asyncio.sleep(0.02 if fault.calls > 1 else 0)
            requests = len(server.requests)
            heal(fault, server, clock)
            if fault.scheme == "http":
                assert await client._call(PLAIN, (), AGAIN) == 5, "the client works no more"
                assert len(server.requests) == requests + 1
        return found

    return asyncio.run(run())


def values_of(fault: Fault) -> tuple[object, ...]:
    return (None, {"a": 1}) if fault.method == "POST" else (None,)


@pytest.mark.parametrize("run", [run_sync, run_async], ids=["sync", "async"])
@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name)
def test_fault(fault: Fault, run: Any) -> None:
    for _ in range(20):
        if not ended_by_a_slow_machine(fault, run):
            return
    pytest.skip("NOT PROVED: twenty times the machine took longer than the call might")


def ended_by_a_slow_machine(fault: Fault, run: Any) -> bool:
    """Tries a fault; true if a call that should succeed was given up after all the time that it
    had, which says nothing about the client.
    """
    server = FaultServer(fault.acts)
    clock = QuickClock()
    try:
        with nothing_unclosed():
            found = run(fault, server, clock)
        for result in found:
            check(fault, result)
        assert server.is_idle(), "a connection stayed open"
        if "another host" in fault.name:
            assert not any(secret.encode() in server.requests[1] for secret in SECRETS)
            assert b"authorization" not in server.requests[1].lower()
    except TooSlowError:
        return True
    finally:
        server.close()
    return False


class TooSlowError(Exception):
    """A call that should succeed took all its time."""


@contextmanager
def timed(fault: Fault) -> Iterator[None]:
    """Around a call of ``fault``: what ends it too early is not let through as slowness."""
    allowed = fault.settings.get("timeout")
    begun = time.monotonic()
    try:
        yield
    except ApiTimeoutError:
        should_succeed = not isinstance(fault.expect, type)
        took = time.monotonic() - begun
        if should_succeed and isinstance(allowed, (int, float)) and took >= allowed:
            raise TooSlowError from None
        raise


def check(fault: Fault, result: Any) -> None:
    if fault.or_lost and isinstance(result, ApiConnectionError):
        return
    if not isinstance(fault.expect, type):
        if isinstance(result, Exception):
            raise result
        assert result == fault.expect and type(result) is type(fault.expect)
        return
    assert isinstance(result, fault.expect), f"{result!r}"
    assert fault.text in str(result)
    assert_is_ours(result)
    printed = "".join(traceback.format_exception(result)) + repr(result)
    assert not [secret for secret in SECRETS if secret in printed], printed


def test_the_table_is_long_enough() -> None:
    assert len({fault.name for fault in ALL}) == len(ALL) >= 400


def fresh(host: str, **settings: Any) -> Configuration:
    return Configuration(host=host, access_token="t", api_key={"queryKey": "k"}, **settings)


@pytest.mark.parametrize("host", ["http://127.0.0.1:1", "http://nowhere.invalid"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_never_arrived_may_be_sent_again(host: str, method: str) -> None:
    operation = Operation[Any]("op", method, "/x")

    async def call_async() -> None:
        async with AsyncClient(fresh(host)) as client:
            client.clock = clock
            await client._call(operation, ())

    for call in (lambda: Client(fresh(host)), None):
        clock = QuickClock()
        with pytest.raises(ApiConnectionError) as caught:
            if call is None:
                asyncio.run(call_async())
            else:
                with call() as client:
                    client.clock = clock
                    client._call(operation, ())
        assert caught.value.sent is False and len(clock.sleeps) == 2
        assert type(caught.value) is ApiConnectionError, "refused is not late"
        assert str(caught.value).endswith(f"[{method} {host}/x]")


def test_closing_a_stream_early_closes_its_connection() -> None:
    act = (
        OK[0]
        .replace(b"Content-Length: 1", b"Content-Length: 99")
        .replace(b"application/json", b"text/event-stream")[:-1]
        + b"data: 1\n\n",
        5.0,
    )
    fault = Fault("endless", [act], None, open_response="stream")

    async def call_async(port: int) -> bool:
        async with AsyncClient(**settings_of(fault, port)) as client:
            async with await client._call(operation_of(fault), (None,)) as stream:
                assert await anext(stream) == 1
            transport: Any = client._connection.transport()
            return not transport._session.connector._acquired

    server = FaultServer([act])
    with (
        Client(**settings_of(fault, server.port)) as client,
        client._call(operation_of(fault), (None,)) as stream,
    ):
        assert next(stream) == 1
    assert asyncio.run(call_async(server.port))
    server.close()


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_no_library_adds_header_fields_of_its_own(method: str) -> None:
    operation = Operation[Any]("op", method, "/x")
    server = FaultServer([OK])
    host = f"http://127.0.0.1:{server.port}"

    async def call_async() -> None:
        async with AsyncClient(fresh(host)) as client:
            await client._call(operation, ())

    with Client(fresh(host)) as client:
        client._call(operation, ())
    asyncio.run(call_async())
    for request in server.requests:
        lines = request.decode().strip().split("\r\n")[1:]
        names = {line.partition(":")[0].lower() for line in lines}
        assert names - {"content-length"} == {"host", "user-agent", "accept-encoding"}
    server.close()


@pytest.mark.parametrize("chunked", [False, True])
def test_a_service_that_does_not_read_the_upload(chunked: bool) -> None:
    operation = Operation[Any]("op", "POST", "/x", body=Body({"application/octet-stream": None}))
    content = b"x" * 30_000_000

    def body() -> Any:
        return iter([content[:1_000_000]] * 30) if chunked else content

    async def call_async(host: str) -> None:
        async with AsyncClient(fresh(host, timeout=0.4)) as client:
            await client._call(operation, (body(),))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        host = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Client(fresh(host, timeout=0.4)) as client, pytest.raises(ApiTimeoutError):
            client._call(operation, (body(),))
        with pytest.raises(ApiTimeoutError):
            asyncio.run(call_async(host))
