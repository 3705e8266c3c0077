"""Names that lead elsewhere when a connection is made than when they were looked at (DNS
rebinding): where credentials may go is decided by the name, never by its address.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from docbound.runtime.client import api, async_api
from docbound.runtime.errors import CertificateError, OpenApiException
from docbound.runtime.service.operations import Operation, query
from docbound.runtime.service.pagination_kinds import NextLink
from tests.runtime.faults.server import CLOSE, Act, FaultServer
from tests.runtime.faults.table import response
from tests.runtime.loopback import WIRES, Wire
from tests.runtime.transport import test_tls
from tests.runtime.transport.test_tls import WHO, Papers, papers
from tests.runtime.twins import AsyncClient, Client, Configuration

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only there all of 127.0.0.0/8 is this machine"
)

__all__ = ["papers"]  # a fixture, which pytest looks for here

HOME, AWAY = "127.0.0.1", "127.0.0.2"
SECRETS = (b"SECRET-TOKEN", b"SECRET-KEY", b"authorization")
NAME = "service.invalid"
OTHER = "other.invalid"

OPERATION = Operation[Any](
    "op",
    "GET",
    "/x",
    parameters=(query("page"),),
    responses={"200": {"application/json": "Any"}},
    security=(("bearer", "queryKey"),),
)
PAGES: Any = NextLink(("items",), ("next",))


class Things(api.Api):
    def op(self, page: Any = None) -> Any:
        return self._send(OPERATION, (page,), {})

    op_iter = api.paginated(op, PAGES)


class AsyncThings(async_api.AsyncApi):
    async def op(self, page: Any = None) -> Any:
        return await self._send(OPERATION, (page,), {})

    op_iter = async_api.paginated(op, PAGES)


@pytest.fixture
def leads(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the addresses that a name has, one look-up after the other; the last one stays."""
    known: dict[str, list[str]] = {}
    inherited = socket.getaddrinfo

    def look_up(host: Any, *more: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        addresses = known.get(name)
        if addresses is None:
            return inherited(host, *more, **named)
        found = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return inherited(found, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return lambda name, *addresses: known.update({name: list(addresses)})


def moved_to(url: str, status: str) -> Act:
    return (response(b"", status, f"Location: {url}", "Connection: close"), CLOSE)


def page(following: object) -> Act:
    text = f'{{"items": [1], "next": {following}}}'.encode()
    return (response(text, "200 OK", "Connection: close"), CLOSE)


LAST = page("null")


def call(host: str, *, asynchronous: bool) -> Any:
    """All items, or the error."""
    configuration = Configuration(
        host=host, access_token="SECRET-TOKEN", api_key={"queryKey": "SECRET-KEY"}, retries=0
    )

    async def calling() -> Any:
        async with AsyncClient(configuration) as client:
            return [each async for each in AsyncThings(client).op_iter()]

    try:
        if asynchronous:
            return asyncio.run(calling())
        with Client(configuration) as client:
            return list(Things(client).op_iter())
    except OpenApiException as error:
        return error


Machines = Callable[[str, str], tuple[FaultServer, FaultServer]]


@pytest.fixture
def machines() -> Iterator[Machines]:
    """Two machines with one port, of which the first one is the service; it leads to a name."""
    made: list[FaultServer] = []

    def start(followed: str, name: str) -> tuple[FaultServer, FaultServer]:
        acts: list[Act] = []
        home = FaultServer(acts)
        acts += [FOLLOWED[followed](f"http://{name}:{home.port}/y"), LAST]
        made.append(home)
        made.append(FaultServer([LAST], address=(AWAY, home.port)))
        return home, made[-1]

    yield start
    for server in made:
        server.close()


def shows_secrets(server: FaultServer) -> list[bool]:
    return [any(each in request for each in SECRETS[:2]) for request in server.requests]


FOLLOWED: dict[str, Callable[[str], Act]] = {
    "a redirect by 302": lambda url: moved_to(url, "302 Found"),
    "a redirect by 307": lambda url: moved_to(url, "307 Temporary Redirect"),
    "a next link": lambda url: page(f'"{url}"'),
}


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("addresses", [(HOME,), (AWAY,), (AWAY, HOME), (HOME, AWAY)])
@pytest.mark.parametrize("followed", FOLLOWED)
def test_another_name_gets_nothing_whatever_its_address(
    followed: str,
    addresses: tuple[str, ...],
    asynchronous: bool,
    machines: Machines,
    leads: Callable[..., None],
) -> None:
    home, away = machines(followed, OTHER)
    leads(NAME, HOME)
    leads(OTHER, *addresses)
    found = call(f"http://{NAME}:{home.port}", asynchronous=asynchronous)
    assert isinstance(found, list), found
    # Also where the other name has the address of the service itself.
    assert shows_secrets(home)[0] and not any(shows_secrets(home)[1:])
    assert not any(shows_secrets(away))


@pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])
@pytest.mark.parametrize("followed", FOLLOWED)
def test_over_http_whoever_answers_for_the_name_is_the_service(
    followed: str,
    asynchronous: bool,
    machines: Machines,
    leads: Callable[..., None],
) -> None:
    home, away = machines(followed, NAME)
    leads(NAME, HOME, AWAY)
    found = call(f"http://{NAME}:{home.port}", asynchronous=asynchronous)
    assert isinstance(found, list)
    # The asynchronous client asks for the address of a name once in ten seconds.
    assert shows_secrets(home) + shows_secrets(away) == [True, True]
    assert asynchronous or len(away.requests) == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")
@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_over_https_the_certificate_binds_the_name(
    wire: Wire, papers: Papers, leads: Callable[..., None]
) -> None:
    answered: list[str] = []

    class Handler(test_tls.Handler):
        def do_GET(self) -> None:
            answered.append(str(self.server.server_address[0]))
            super().do_GET()

    def start(address: tuple[str, int], name: str) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(address, Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(papers[f"{name}.pem"], papers[f"{name}.key"])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    home = start((HOME, 0), "server")
    # Its certificate is of the same authority, and of another name.
    away = start((AWAY, home.server_port), "client")
    settings = {"host": f"https://localhost:{home.server_port}", "ssl_ca_cert": papers["ca.pem"]}
    leads("localhost", HOME, AWAY)
    assert wire.call(WHO, **settings) == "nobody"
    with pytest.raises(CertificateError):
        wire.call(WHO, **settings)
    assert answered == [HOME]
    for server in (home, away):
        server.shutdown()
        server.server_close()
