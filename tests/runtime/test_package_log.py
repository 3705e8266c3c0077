"""What the HTTP libraries log by themselves holds no credential, and neither does our own log."""

from __future__ import annotations

import asyncio
import gc
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.faults.table import OK, Act, response
from tests.runtime.loopback import WIRES, Wire
from tests.runtime.twins import AsyncClient, CannedResponse, Configuration, Twin

KEY = "a-key-of-mine"
OPERATION = Operation[Any]("op", "GET", "/x", security=(("queryKey",),))
ODD_HEADERS: Act = (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nno field\r\nA: b\r\n\r\n5",)


@pytest.fixture
def all_logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """All that anybody logs."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize("act", [OK, ODD_HEADERS, (CLOSE,)], ids=["ok", "odd", "none"])
def test_no_logger_tells_a_key_in_a_query(
    wire: Wire, act: Act, all_logs: pytest.LogCaptureFixture
) -> None:
    server = FaultServer([act])
    try:
        wire.call(
            OPERATION,
            host=f"http://127.0.0.1:{server.port}",
            api_key={"queryKey": KEY},
        )
    except Exception as error:
        assert KEY not in str(error)
    server.close()
    assert KEY.encode() in server.requests[0]
    assert KEY not in all_logs.text
    assert not [each for each in all_logs.records if KEY in repr(vars(each))]
    if wire.name == "sync" and act is OK:
        assert "GET /x?***" in all_logs.text


def test_the_logs_of_others_stay_as_they_are(
    all_logs: pytest.LogCaptureFixture,
) -> None:
    server = FaultServer([OK])
    with urllib3.PoolManager() as manager:
        manager.request("GET", f"http://127.0.0.1:{server.port}/x?a=b")
    server.close()
    assert "GET /x?a=b" in all_logs.text


def test_a_forgotten_response_is_named_without_its_key(
    all_logs: pytest.LogCaptureFixture,
) -> None:
    act = (response(b"data: 1\n\n", length="99", kind="text/event-stream"), 0.3, CLOSE)
    server = FaultServer([act])

    async def forget() -> None:
        configuration = Configuration(
            host=f"http://127.0.0.1:{server.port}", api_key={"queryKey": KEY}
        )
        async with AsyncClient(configuration) as client:
            asyncio.get_running_loop().set_debug(True)
            response = await client._call(OPERATION, (), form="raw")
            assert response.status == 200
            del response
            gc.collect()
            await asyncio.sleep(0.1)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(forget())
        gc.collect()
    server.close()
    printed = all_logs.text + "".join(str(each.message) for each in caught)
    assert "/x" in printed and KEY not in printed


@pytest.mark.parametrize("place", ["query", "header", "cookie"])
@pytest.mark.parametrize(
    "answer",
    [
        CannedResponse(),
        CannedResponse(403, b'{"message": "no a-key-of-mine"}'),
        CannedResponse(307, b"", {"Location": f"http://127.0.0.1:1/?odd%20name={KEY}"}),
        ApiConnectionError("lost"),
    ],
    ids=["ok", "refused", "moved", "lost"],
)
def test_the_credential_of_one_call_is_hidden_in_our_own_log(
    twin: Twin, answer: Any, place: str, all_logs: pytest.LogCaptureFixture
) -> None:
    name = "odd name" if place == "query" else "Odd-Name"
    auth = {"in": place, "key": name, "value": KEY}
    outcome = twin.call(
        Operation[Any]("op", "POST", "/x"),
        responses=[answer],
        options=CallOptions(request_auth=auth),
        retries=0,
    )
    request = outcome.request
    assert KEY in f"{request.url}{request.headers}", "it was sent"
    assert "op: POST" in all_logs.text and KEY not in all_logs.text
    assert KEY not in repr(outcome.result)
