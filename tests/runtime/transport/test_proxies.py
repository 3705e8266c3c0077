"""Calls through an HTTP proxy on the loopback interface."""

from __future__ import annotations

import base64
import socket
import traceback
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError, ApiValueError
from docbound.runtime.service.operations import Operation
from docbound.runtime.transport.connection_settings import ConnectionSettings
from docbound.runtime.transport.proxies import Proxy as ProxySetting
from tests.runtime.faults.server import CLOSE, RESET, WAIT, Act, FaultServer
from tests.runtime.faults.table import response
from tests.runtime.loopback import WIRES, Wire, nothing_unclosed
from tests.runtime.twins import AsyncClient, Client, Configuration
from tests.support import http_server

ASK = Operation[Any]("ask", "GET", "/x", responses={"200": {"application/json": None}})
SERVICE = "http://service.invalid"
"""A host that no resolver knows: only through the proxy there can be a response."""


class Proxy(http_server.Server):
    """Answers in the name of every service, and keeps the requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.address = f"127.0.0.1:{self.server_port}"


class Handler(http_server.Handler):
    def do_GET(self) -> None:
        self._keep()
        self.respond(200, {}, b"42")

    def do_CONNECT(self) -> None:
        self._keep()
        self.send_error(403, "no tunnels here")

    def _keep(self) -> None:
        proxy: Any = self.server
        fields = {name.lower(): value for name, value in self.headers.items()}
        proxy.requests.append((self.command, self.path, fields))


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
    ((method, target, fields),) = proxy.requests
    assert (method, target) == ("GET", f"{SERVICE}/x")
    assert fields["host"] == "service.invalid"
    assert "proxy-authorization" not in fields


def test_the_credentials_of_a_proxy(wire: Wire, proxy: Proxy) -> None:
    address = f"http://user:pass@{proxy.address}"
    assert wire.call(ASK, host=SERVICE, proxy=address) == 42
    expected = f"Basic {base64.b64encode(b'user:pass').decode()}"
    assert proxy.requests[0][2]["proxy-authorization"] == expected


def test_header_fields_for_a_proxy(wire: Wire, proxy: Proxy) -> None:
    settings = {"proxy": f"http://{proxy.address}", "proxy_headers": {"X-Team": "a"}}
    with pytest.raises(ApiConnectionError):
        wire.call(ASK, host="https://service.invalid", **settings)
    ((method, target, fields),) = proxy.requests
    assert (method, target) == ("CONNECT", "service.invalid:443")
    assert fields["x-team"] == "a"


def test_a_host_that_needs_no_proxy(wire: Wire, proxy: Proxy) -> None:
    settings = {"proxy": "http://127.0.0.1:1", "no_proxy": "example.com,127.0.0.1"}
    assert wire.call(ASK, host=f"http://{proxy.address}", **settings) == 42
    assert proxy.requests[0][1] == "/x", "a service of its own is asked for a path"


def test_a_proxy_that_is_not_there(wire: Wire) -> None:
    with pytest.raises(ApiConnectionError) as caught:
        wire.call(ASK, host=SERVICE, proxy="http://user:secret@127.0.0.1:1")
    assert "secret" not in f"{caught.value}{caught.value.__cause__}"


def test_no_variable_of_a_frame_shows_the_password() -> None:
    shown = repr(ProxySetting.of("http://ada:S3CRET@p:1", "proxy"))
    assert shown == "Proxy('http://p:1')"


def test_user_and_password_of_a_proxy_are_unescaped(wire: Wire, proxy: Proxy) -> None:
    """They are in the URL of a setting and of the environment as RFC 3986 writes them, and in UTF-8
    in the header.
    """
    address = f"http://us%40er:p%C3%A4ss%2F@{proxy.address}"
    expected = f"Basic {base64.b64encode('us@er:päss/'.encode()).decode()}"
    assert wire.call(ASK, host=SERVICE, proxy=address) == 42
    with pytest.raises(ApiConnectionError):
        wire.call(ASK, host="https://service.invalid", proxy=address)
    assert [requests[0] for requests in proxy.requests] == ["GET", "CONNECT"]
    assert [requests[2]["proxy-authorization"] for requests in proxy.requests] == [expected] * 2


def test_a_proxy_of_the_environment(
    wire: Wire, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("all_proxy", f"http://us%40er:pw@{proxy.address}")
    assert wire.call(ASK, host=SERVICE) == 42
    expected = f"Basic {base64.b64encode(b'us@er:pw').decode()}"
    assert proxy.requests[0][2]["proxy-authorization"] == expected
    monkeypatch.setenv("no_proxy", "10.0.0.0/8,127.0.0.0/8")
    assert wire.call(ASK, host=f"http://{proxy.address}") == 42
    assert proxy.requests[1][1] == "/x"


@pytest.mark.parametrize(
    ("no_proxy", "direct", "through"),
    [
        ("*", ["http://a", "https://127.0.0.1:8"], []),
        (
            "example.com",
            ["http://example.com", "http://www.example.com"],
            ["http://notexample.com", "http://example.com.evil"],
        ),
        (
            ".example.com",
            ["http://www.example.com", "http://a.b.example.com"],
            ["http://badexample.com"],
        ),
        ("*.example.com", ["http://www.example.com"], ["http://badexample.com"]),
        ("Example.COM", ["https://WWW.example.com"], ["http://example.org"]),
        (
            "example.com:8080",
            ["http://example.com:8080"],
            ["http://example.com", "http://example.com:8081"],
        ),
        ("example.com:443", ["https://example.com"], ["http://example.com"]),
        ("example.com.", ["http://example.com"], ["http://example.org"]),
        ("a, b c\td", ["http://a", "http://b", "http://c", "http://d"], ["http://e"]),
        (
            "10.0.0.0/8",
            ["http://10.1.2.3", "https://10.255.0.1:9"],
            ["http://11.0.0.1", "http://ten"],
        ),
        ("192.168.1.0/24", ["http://192.168.1.77"], ["http://192.168.2.1"]),
        (
            "192.168.1.5",
            ["http://192.168.1.5"],
            ["http://192.168.1.50", "http://192.168.1.6"],
        ),
        ("127.0.0.1:8080", ["http://127.0.0.1:8080"], ["http://127.0.0.1:8081"]),
        (
            "fd00::/8",
            ["http://[fd00::1]", "http://[fdff:0::2]:8"],
            ["http://[fe80::1]", "http://1.2.3.4"],
        ),
        ("::1", ["http://[::1]:8080", "http://[0:0::1]"], ["http://[::2]"]),
        ("[::1]:8080", ["http://[::1]:8080"], ["http://[::1]"]),
        ("[::1]", ["http://[::1]:1"], ["http://[::2]"]),
        ("[fd00::]/8", ["http://[fd00::5]"], ["http://[fe80::1]"]),
        ("[fd00::/8]:80", ["http://[fd00::5]"], ["http://[fd00::5]:81"]),
        ("10.0.0.0/8:80", ["http://10.1.2.3"], ["https://10.1.2.3"]),
        ("10.0.0.1", ["http://[::ffff:10.0.0.1]"], ["http://[::ffff:10.0.0.2]"]),
        ("::/0", ["http://[::2]"], ["http://1.2.3.4"]),
        (
            "BÜCHER.example, .straßen.example:80",
            ["http://xn--bcher-kva.example", "http://www.xn--bcher-kva.example"],
            ["http://bucher.example", "https://strassen.example"],
        ),
        (
            "http://a, https://b:8/, c/",
            ["https://a", "http://b:8", "http://c"],
            ["http://b", "http://http"],
        ),
        (f"a:{'1' * 5000}, b:99999999, \udcff, {'ü' * 300}", [], ["http://a", "http://b"]),
        ("", [], ["http://a"]),
        (" , ,", [], ["http://a"]),
    ],
)
@pytest.mark.parametrize("source", ["setting", "environment"])
def test_what_is_reached_without_a_proxy(
    no_proxy: str,
    direct: list[str],
    through: list[str],
    source: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    if source == "setting":
        settings = ConnectionSettings(proxy="http://p:1", no_proxy=no_proxy)
    else:
        monkeypatch.setenv("ALL_PROXY", "http://p:1")
        monkeypatch.setenv("NO_PROXY", no_proxy)
        settings = ConnectionSettings()
    assert [url for url in direct if settings.proxy_for(url) is not None] == []
    assert [url for url in through if settings.proxy_for(url) is None] == []


@pytest.mark.parametrize(
    "text",
    [
        "ftp://p:1",
        "http://",
        "http://p:0",
        "http://p:x",
        "http://p/path",
        "http://a b",
        "http://p#x",
        "S3CRET:S3CRET@",
        "http://u:S3CRET@:1",
    ],
)
def test_a_proxy_that_is_none_is_refused_at_once(text: str) -> None:
    with pytest.raises(ApiValueError, match="proxy is no URL of a proxy") as caught:
        Configuration(proxy=text)
    assert "S3CRET" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["socks4", "socks5", "socks5h"])
def test_a_socks_proxy_that_cannot_be_used_says_so(
    scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    configuration = Configuration(proxy=f"{scheme}://u:S3CRET@p")
    with pytest.raises(ApiValueError, match=f"no SOCKS proxies .{scheme}://p:1080") as caught:
        AsyncClient(configuration)
    assert "S3CRET" not in str(caught.value)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ApiValueError, match=r"pip install 'urllib3\[socks\]'"):
        Client(configuration)


def test_a_socks_proxy_of_the_environment_says_so_before_anything_is_sent(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", "socks5://p")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ApiValueError, match="SOCKS prox"):
        wire.call(ASK, host=SERVICE)


def test_a_socks_proxy_gets_user_password_and_host() -> None:
    pytest.importorskip("socks", reason="PySocks is not installed")
    seen: list[bytes] = []

    def serve(listener: socket.socket) -> None:
        """SOCKS 5 with user and password (RFC 1928, RFC 1929), and then a service in one piece."""
        client, _ = listener.accept()
        with client, client.makefile("rb") as reading:
            reading.read(reading.read(2)[1])
            client.sendall(b"\x05\x02")
            for _ in range(2):
                if not seen:
                    reading.read(1)
                seen.append(reading.read(reading.read(1)[0]))
            client.sendall(b"\x01\x00")
            seen.append(reading.read(reading.read(5)[4]))
            reading.read(2)
            client.sendall(b"\x05\x00\x00\x01" + bytes(6))
            reading.readline()
            client.sendall(response(b"42"))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=serve, args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]
        proxy = f"socks5h://us%40er:p%2Fw@127.0.0.1:{port}"
        assert Wire().call(ASK, host=SERVICE, proxy=proxy) == 42
    assert seen == [b"us@er", b"p/w", b"service.invalid"]


SECRET = "PROXY-S3CRET"
# Named, because a traceback shows the lines of the call.
TOKEN = "S3CRET-token"
REPLIES: dict[str, tuple[Act, str]] = {
    "asks for a password": ((b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n", CLOSE), "407"),
    "sends elsewhere": ((b"HTTP/1.1 302 Go\r\nLocation: http://x/\r\n\r\n", CLOSE), "302"),
    "has nothing": ((b"HTTP/1.1 204 No\r\n\r\n", CLOSE), "204"),
    "repeats": ((f"HTTP/1.1 502 {SECRET}\r\n\r\n".encode(), CLOSE), "502"),
    "talks": ((b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", CLOSE), ""),
    "says no HTTP": ((SECRET.encode() + b"\r\n\r\n", CLOSE), "no HTTP response"),
    "sends fields without end": (
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000, WAIT),
        "response has more than",
    ),
    "sends a line without end": ((b"HTTP/1.1 200 " + b"x" * 2_000_000, WAIT), "more than"),
    "is never ready": ((b"HTTP/1.1 100 Wait\r\n\r\n" * 50_000, WAIT), ""),
    "resets": ((RESET,), ""),
}


@pytest.mark.parametrize("reply", REPLIES)
def test_what_a_proxy_may_answer_to_connect(reply: str, wire: Wire) -> None:
    act, said = REPLIES[reply]
    server = FaultServer([act])
    operation = Operation[Any]("ask", "GET", "/x", security=(("bearer",),))
    with nothing_unclosed(), pytest.raises(ApiConnectionError) as caught:
        wire.call(
            operation,
            host="https://service.invalid",
            proxy=f"http://me:{SECRET}@127.0.0.1:{server.port}",
            access_token=TOKEN,
        )
    assert said in str(caught.value)
    printed = "".join(traceback.format_exception(caught.value))
    assert SECRET not in printed and TOKEN not in printed
    assert not any(TOKEN.encode() in each for each in server.requests)
    del caught
    assert server.is_idle(), "a connection stayed open"
    server.close()
