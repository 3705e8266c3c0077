"""The same over real sockets: what urllib3 and aiohttp really connect to, and what arrives
there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

from docbound.runtime.errors import ApiException, PaginationError, RedirectError
from docbound.runtime.pagination.pagers import AsyncPager, Pager
from docbound.runtime.pagination.recorded_calls import Recorded
from docbound.runtime.service.operations import Body, Operation
from docbound.runtime.service.options import CallOptions
from docbound.runtime.service.pagination_kinds import NextLink
from tests.runtime.twins import AsyncClient, Client, Configuration
from tests.support import http_server


class Server(http_server.Server):
    """Answers the first path as the test says, and keeps what arrives."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.arrived: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answer: tuple[int, str, str] = (200, "", "")
        self.place = f"127.0.0.1:{self.server_port}"


class Handler(http_server.Handler):
    def do_GET(self) -> None:
        server: Any = self.server
        fields = {name.lower(): value for name, value in self.headers.items()}
        server.arrived.append((self.command, self.path, fields, self.read_body()))
        status, location, link = server.answer if self.path.startswith("/first") else (200, "", "")
        text = json.dumps({"data": [1], "next": link or None}).encode()
        self.respond(status, {"Location": location} if location else {}, text)

    do_POST = do_GET


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """The client's own host, and another origin on the same address."""
    with Server() as good, Server() as evil:
        for each in (good, evil):
            Thread(target=each.serve_forever, args=(0.02,), daemon=True).start()
        yield good, evil
        good.shutdown()
        evil.shutdown()


def call(kind: str, host: str, method: str = "GET", **settings: Any) -> Exception | None:
    """Walks through all pages with everything that can be set for a client; gives the error, if
    there is one.
    """
    configuration = Configuration(
        host=host,
        access_token="S3CRET",
        api_key={"queryKey": "S3CRET", "cookieKey": "S3CRET"},
        retries=0,
        timeout=20,
        **settings,
    )
    operation = Operation[Any](
        "first",
        method,
        "/first",
        body=Body({"application/json": None}) if method == "POST" else None,
        responses={"200": {"application/json": None}},
        security=(("bearer", "queryKey", "cookieKey"),),
    )
    values = ({"text": "S3CRET"},) if method == "POST" else ()
    recorded = Recorded(operation, values, CallOptions(headers={"X-Call": "S3CRET"}))
    links: Any = NextLink(items=("data",), next=("next",))
    wide = {"headers": {"X-Wide": "S3CRET"}, "query": {"wide": "S3CRET"}}

    async def walk() -> None:
        async with AsyncClient(configuration, cookie="own=S3CRET") as client:
            async for _ in AsyncPager[Any, Any](
                client.with_options(**wide), recorded, links
            ).pages():
                pass

    try:
        if kind == "async":
            asyncio.run(walk())
        else:
            with Client(configuration, cookie="own=S3CRET") as client:
                list(Pager[Any, Any](client.with_options(**wide), recorded, links).pages())
    except (ApiException, PaginationError, RedirectError) as error:
        return error
    return None


KINDS = ("sync", "async")
WAYS = ("redirect", "link")
ODD = (
    "http://{evil}\\@{good}/y",
    "http://{good}\\@{evil}/y",
    "http://{good}@{evil}/y",
    "http://{evil}#@{good}/y",
    "http://{good}?@{evil}/y",
    "//{evil}/y",
    "http:/{evil}/y",
    "http:{evil}/y",
    "http://{good}%2f@{evil}/y",
    "\\\\{evil}/y",
)
EXPECTED = 4
"""Header fields with a secret: the token, the cookies, that of the client, that of the call."""


def answer(way: str, address: str) -> tuple[int, str, str]:
    return (302, address, "") if way == "redirect" else (200, "", address)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ["http://{good}/y", "/y", "HTTP://{good}/y?a=[b]"])
def test_the_own_origin_gets_everything(
    servers: tuple[Server, Server], kind: str, way: str, address: str
) -> None:
    good, evil = servers
    good.answer = answer(way, address.format(good=good.place))
    assert call(kind, f"http://{good.place}") is None
    (_, _, first, _), (_, path, second, _) = good.arrived
    for fields in (first, second):
        assert sum("S3CRET" in value for value in fields.values()) == EXPECTED
    assert path.startswith("/y?") and "wide=S3CRET" in path and "api_key=S3CRET" in path
    assert not evil.arrived


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("trusted", [False, True])
def test_another_origin_gets_what_the_user_says(
    servers: tuple[Server, Server], kind: str, way: str, trusted: bool
) -> None:
    good, evil = servers
    good.answer = answer(way, f"http://{evil.place}/y")
    more = {"trusted_origins": [f"http://{evil.place}"]} if trusted else {}
    assert call(kind, f"http://{good.place}", **more) is None
    ((_, path, fields, _),) = evil.arrived
    assert sum("S3CRET" in value for value in fields.values()) == (EXPECTED if trusted else 0)
    assert path.count("S3CRET") == (2 if trusted else 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_connected_to_by_neither(
    servers: tuple[Server, Server], kind: str, way: str, address: str
) -> None:
    good, evil = servers
    good.answer = answer(way, address.format(good=good.place, evil=evil.place))
    error = call(kind, f"http://{good.place}")
    assert isinstance(error, (RedirectError, PaginationError)) and "S3CRET" not in str(error)
    assert len(good.arrived) == 1 and not evil.arrived


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [307, 308])
def test_a_body_is_sent_again_within_the_origin_only(
    servers: tuple[Server, Server], kind: str, status: int
) -> None:
    good, evil = servers
    good.answer = (status, "/y", "")
    assert call(kind, f"http://{good.place}", "POST") is None
    (_, _, _, first), (method, _, fields, second) = good.arrived
    assert method == "POST" and second == first and fields["content-type"] == "application/json"
    good.answer = (status, f"http://{evil.place}/y?token=S3CRET", "")
    error = call(kind, f"http://{good.place}", "POST")
    assert isinstance(error, ApiException) and error.status == status and not evil.arrived
    assert f"leads to http://{evil.place}/y, which was not followed" in str(error)
    assert "S3CRET" not in str(error)
