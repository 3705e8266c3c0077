"""Calls through an HTTP proxy on the loopback interface."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import Operation
from tests.runtime_calls.loopback import WIRES, Wire

ASK = Operation[Any]("ask", "GET", "/x", replies={"200": {"application/json": None}})
SERVICE = "http://service.invalid"
"""A host that no resolver knows: only through the proxy there can be a reply."""


class Proxy(ThreadingHTTPServer):
    """Answers in the name of every service, and keeps what it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.address = f"127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._keep()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"42")

    def do_CONNECT(self) -> None:
        self._keep()
        self.send_error(403, "no tunnels here")

    def _keep(self) -> None:
        proxy: Any = self.server
        fields = {name.lower(): value for name, value in self.headers.items()}
        proxy.asked.append((self.command, self.path, fields))

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as made:
        Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture(params=WIRES, ids=lambda wire: wire.name)
def wire(request: pytest.FixtureRequest) -> Wire:
    made: Wire = request.param
    return made


def test_a_call_through_a_proxy(wire: Wire, proxy: Proxy) -> None:
    assert wire.call(ASK, host=SERVICE, proxy=f"http://{proxy.address}") == 42
    ((method, target, fields),) = proxy.asked
    assert (method, target) == ("GET", f"{SERVICE}/x")
    assert fields["host"] == "service.invalid"
    assert "proxy-authorization" not in fields


def test_the_credentials_of_a_proxy(wire: Wire, proxy: Proxy) -> None:
    address = f"http://user:pass@{proxy.address}"
    assert wire.call(ASK, host=SERVICE, proxy=address) == 42
    expected = f"Basic {base64.b64encode(b'user:pass').decode()}"
    assert proxy.asked[0][2]["proxy-authorization"] == expected


def test_header_fields_for_a_proxy(wire: Wire, proxy: Proxy) -> None:
    settings = {"proxy": f"http://{proxy.address}", "proxy_headers": {"X-Team": "a"}}
    with pytest.raises(ApiConnectionError):
        wire.call(ASK, host="https://service.invalid", **settings)
    ((method, target, fields),) = proxy.asked
    assert (method, target) == ("CONNECT", "service.invalid:443")
    assert fields["x-team"] == "a"


def test_a_host_that_needs_no_proxy(wire: Wire, proxy: Proxy) -> None:
    settings = {"proxy": "http://127.0.0.1:1", "no_proxy": "example.com,127.0.0.1"}
    assert wire.call(ASK, host=f"http://{proxy.address}", **settings) == 42
    assert proxy.asked[0][1] == "/x", "a service of its own is asked for a path"


def test_a_proxy_that_is_not_there(wire: Wire) -> None:
    with pytest.raises(ApiConnectionError) as caught:
        wire.call(ASK, host=SERVICE, proxy="http://user:secret@127.0.0.1:1")
    assert "secret" not in f"{caught.value}{caught.value.__cause__}"
