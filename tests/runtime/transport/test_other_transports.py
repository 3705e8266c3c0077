"""Another HTTP library behind the transport protocol, in a few lines: httpx2, as the documentation
shows it.
"""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError, ApiTimeoutError
from docbound.runtime.service.operations import Operation
from docbound.runtime.transport.protocol import Request, Response, Timeouts
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.faults.table import OK, packed
from tests.runtime.twins import Client, Configuration

httpx2: Any = pytest.importorskip("httpx2")


class Httpx2Transport:
    """Sends requests through httpx2."""

    def __init__(self) -> None:
        self._client = httpx2.Client(trust_env=False)

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        limits = httpx2.Timeout(timeout.read, connect=timeout.connect)
        made = self._client.build_request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.body,
            timeout=limits,
        )
        try:
            response = self._client.send(made, stream=True)
        except httpx2.ConnectError as error:
            raise ApiConnectionError("no connection", sent=False) from error
        except httpx2.TimeoutException as error:
            raise ApiTimeoutError("no response in time") from error
        except httpx2.HTTPError as error:
            raise ApiConnectionError("the connection broke") from error
        return Response(
            response.status_code,
            response.headers.multi_items(),
            response.iter_raw(),
            reason=response.reason_phrase,
            close=response.close,
        )

    def close(self) -> None:
        self._client.close()


@pytest.mark.parametrize(
    ("act", "result"), [(OK, 5), (packed(__import__("gzip").compress(b"5")), 5)]
)
def test_a_call_through_httpx2(act: Any, result: object) -> None:
    server = FaultServer([act])
    configuration = Configuration(host=f"http://127.0.0.1:{server.port}", access_token="t")
    operation = Operation[Any](
        "op",
        "GET",
        "/a%2Fb",
        responses={"200": {"application/json": "int"}},
        security=(("bearer",),),
    )
    with Client(configuration, transport=Httpx2Transport()) as client:
        assert client._call(operation, ()) == result
    head = server.requests[0]
    assert head.startswith(b"GET /a%2Fb HTTP/1.1\r\n") and b"uthorization: Bearer t" in head
    assert server.is_idle()
    server.close()


def test_its_failures_are_ours() -> None:
    server = FaultServer([(CLOSE,)])
    with Client(
        Configuration(host=f"http://127.0.0.1:{server.port}", retries=0),
        transport=Httpx2Transport(),
    ) as client:
        with pytest.raises(ApiConnectionError) as caught:
            client.request("GET", "/x")
        assert caught.value.sent
    with (
        Client(
            Configuration(host="http://127.0.0.1:1", retries=0),
            transport=Httpx2Transport(),
        ) as client,
        pytest.raises(ApiConnectionError) as caught,
    ):
        client.request("GET", "/x")
    assert not caught.value.sent
    server.close()
