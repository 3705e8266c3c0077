"""A service that repeats a credential, wherever it may write something: no message of an error and
no line of the log shows it, sync and async.
"""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from docbound.runtime.client import api, async_api
from docbound.runtime.errors import OpenApiException
from docbound.runtime.service.operations import Operation, Stream
from docbound.runtime.service.polling import Polling
from docbound.runtime.service.response_rules import ResponseSign
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.faults.table import response
from tests.runtime.twins import AsyncClient, Client, Configuration, StillClock

SECRET = "S3CRET-token-0123456789"
EVENTS = "text/event-stream"
PARTS = "multipart/mixed; boundary=b"

REPEATED: dict[str, tuple[dict[str, Any], str, str]] = {
    "the data of an error event": (
        {EVENTS: Stream("Any")},
        EVENTS,
        'event: error\ndata: {"message": "no {0}"}\n\n',
    ),
    "the name of an event": (
        {EVENTS: Stream("Any", events={"a": "int"})},
        EVENTS,
        "event: {0}\ndata: 1\n\n",
    ),
    "an item": ({"application/jsonl": Stream("int")}, "application/jsonl", '"{0}"\n'),
    "the label of a part": (
        {"multipart/mixed": Stream("int")},
        PARTS,
        "--b\r\nContent-Type: a/{0}\r\n\r\nx\r\n--b--",
    ),
    "the label of parts": ({"multipart/mixed": Stream("Any")}, "multipart/mixed; {0}", "x"),
    "a label": ({"application/json": "int"}, "application/{0}", "5"),
    "a label where a stream was to come": (
        {"application/jsonl": Stream("int")},
        "application/json",
        "[{0}",
    ),
    "a value": ({"application/json": "int"}, "application/json", '"{0}"'),
    "a value in base64": (
        {"application/json": "int"},
        "application/json",
        '"UzNDUkVULXRva2VuLTAxMjM0NTY3ODk="',
    ),
    "a key": ({"application/json": "dict[str, int]"}, "application/json", '{"{0}": "{0}"}'),
    "a value of an enumeration": (
        {"application/json": "Literal['a', 'b']"},
        "application/json",
        '"{0}"',
    ),
}


def outcome(run: Callable[[Any], Any], operation: Operation[Any], port: int, strict: bool) -> Any:
    configuration = Configuration(
        host=f"http://127.0.0.1:{port}", access_token=SECRET, strict=strict, retries=0
    )
    return run((configuration, operation))


def blocking(given: Any) -> Any:
    configuration, operation = given
    with Client(configuration) as client:
        found = client._call(operation, ())
        return list(found) if hasattr(found, "__next__") else found


def awaiting(given: Any) -> Any:
    configuration, operation = given

    async def call() -> Any:
        async with AsyncClient(configuration) as client:
            found = await client._call(operation, ())
            return [each async for each in found] if hasattr(found, "__anext__") else found

    return asyncio.run(call())


def assert_hidden(error: OpenApiException) -> None:
    for each in (error, copy.copy(error), pickle.loads(pickle.dumps(error))):
        for text in (str(each), repr(each)):
            assert SECRET not in text and "UzNDUkVU" not in text, text
        assert str(each) == str(error)


@pytest.mark.parametrize("strict", [False, True], ids=["lenient", "strict"])
@pytest.mark.parametrize("run", [blocking, awaiting], ids=["sync", "async"])
@pytest.mark.parametrize("name", REPEATED)
def test_what_a_service_repeats(
    name: str, run: Callable[[Any], Any], strict: bool, caplog: pytest.LogCaptureFixture
) -> None:
    responses, kind, body = REPEATED[name]
    act = (response(body.replace("{0}", SECRET).encode(), kind=kind.replace("{0}", SECRET)), CLOSE)
    operation = Operation[Any](
        "op", "GET", "/x", responses={"200": responses}, security=(("bearer",),)
    )
    server = FaultServer([act])
    caplog.set_level(logging.DEBUG)
    try:
        outcome(run, operation, server.port, strict)
    except OpenApiException as error:
        assert_hidden(error)
    else:
        assert not strict, "the strict client took it"
    finally:
        server.close()
    assert SECRET not in caplog.text and "UzNDUkVU" not in caplog.text


JOB = Operation[Any](
    "job", "GET", "/job", responses={"200": {"application/json": "Any"}}, security=(("bearer",),)
)
POLLING = Polling(
    done=ResponseSign(path=("state",), values=("done",)),
    failed=ResponseSign(path=("state",), values=("failed",)),
    code=("code",),
    every=1.0,
    timeout=30.0,
)


class Jobs(api.Api):
    def job(self) -> Any:
        return self._send(JOB, (), {})

    job_until_done = api.until_done(job, POLLING)


class AsyncJobs(async_api.AsyncApi):
    async def job(self) -> Any:
        return await self._send(JOB, (), {})

    job_until_done = async_api.until_done(job, POLLING)


def polled(server: FaultServer, clock: StillClock, asynchronous: bool) -> Any:
    host = f"http://127.0.0.1:{server.port}"
    configuration = Configuration(host=host, access_token=SECRET, retries=0)

    async def call() -> Any:
        async with AsyncClient(configuration) as client:
            client.clock = clock
            return await AsyncJobs(client).job_until_done()

    if asynchronous:
        return asyncio.run(call())
    with Client(configuration) as client:
        client.clock = clock
        return Jobs(client).job_until_done()


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
def test_a_failure_that_was_waited_for(asynchronous: bool) -> None:
    body = f'{{"state": "failed", "code": "{SECRET}", "message": "no {SECRET}"}}'.encode()
    server = FaultServer([(response(body, "200 OK", f"X-Request-Id: {SECRET}"),)])
    with pytest.raises(OpenApiException) as caught:
        polled(server, StillClock(), asynchronous)
    server.close()
    assert_hidden(caught.value)
    assert "GET http://127.0.0.1" in str(caught.value)


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize(
    ("wait", "calls"),
    [("0", 301), ("-5", 301), ("0.000001", 301), ("31536000", 1), ("nan", 31), ("9" * 400, 31)],
)
def test_a_service_that_is_never_done(wait: str, calls: int, asynchronous: bool) -> None:
    body = b'{"state": "running"}'
    server = FaultServer([(response(body, "200 OK", f"Retry-After: {wait}"),)])
    with pytest.raises(OpenApiException, match="not done after 30 seconds"):
        polled(server, StillClock(), asynchronous)
    server.close()
    assert 1 <= len(server.requests) <= calls


def test_what_lists_attributes_shows_no_credential() -> None:
    server = FaultServer([(response(b"{}", "400 Bad"),)])
    operation = Operation[Any]("op", "GET", "/x", security=(("bearer",),))
    with pytest.raises(OpenApiException) as caught:
        outcome(blocking, operation, server.port, strict=False)
    server.close()
    assert SECRET not in repr(vars(caught.value))
