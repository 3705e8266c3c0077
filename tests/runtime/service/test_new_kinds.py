"""A kind of security scheme or of pagination that the runtime has never seen is one class, no
more: where it is found, sent, hidden, named, and what comes after a page.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from docbound.runtime.auth.redaction import Redactor
from docbound.runtime.client import api, async_api
from docbound.runtime.client.sync_client import BaseApiClient
from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.errors import ApiValueError, MissingCredentialsError
from docbound.runtime.records import record
from docbound.runtime.service import pagination_kinds, security_schemes
from docbound.runtime.service.operations import Operation, query
from docbound.runtime.service.pagination_kinds import (
    NextAddress,
    NextValue,
    PageView,
    Pagination,
    follow,
)
from docbound.runtime.service.security_schemes import Secret, SecurityScheme, Settings
from docbound.runtime.service.spec import PackageSpec, Server
from docbound.tables.pagination_kinds import PAGINATION_KINDS
from docbound.tables.scheme_kinds import SCHEME_KINDS
from tests.runtime.twins import (
    AsyncScriptTransport,
    CannedResponse,
    Script,
    ScriptTransport,
    StillClock,
    Twin,
)


@record
class Shouted:
    """A key that is sent in capitals."""

    kind: ClassVar[str] = "shouted"
    arguments: ClassVar[tuple[str, ...]] = ("api_key",)

    environment: str = ""

    @property
    def place(self) -> tuple[str, str] | None:
        return "header", "X-Shouted"

    @property
    def words(self) -> str:
        return "a key in capitals"

    def argument(self, name: str) -> str:
        return f"api_key={{{name!r}: 'KEY'}}"

    def setting(self, name: str) -> str:
        return f"a loud api_key[{name!r}]"

    def find(self, name: str, settings: Settings) -> Secret | None:
        return settings.api_key.get(name)

    def value(self, name: str, secret: str, settings: Settings) -> str:
        return secret.upper()

    def secrets(self, secret: str, value: str) -> tuple[str, ...]:
        return secret, value

    def details(self) -> Mapping[str, str]:
        return {"volume": "high"}


SCHEME: SecurityScheme = Shouted()


class Configuration(BaseConfiguration):
    _spec = PackageSpec(
        package="loud_client",
        servers=(Server("https://api.example.com"),),
        security_schemes={"loud": SCHEME},
    )


class Client(BaseApiClient):
    _configuration_class = Configuration


class AsyncClient(async_api.BaseAsyncApiClient):
    _configuration_class = Configuration


GET = Operation[Any]("op", "GET", "/x", security=(("loud",),))


def send(twin: Twin, **settings: Any) -> Script:
    script = Script([CannedResponse()])
    client: Any
    if twin.name == "sync":
        client = Client(Configuration(**settings), transport=ScriptTransport(script))
    else:
        client = AsyncClient(Configuration(**settings), transport=AsyncScriptTransport(script))
    client._own_credential = False  # the transport brings none
    twin.run(client._call(GET, ()))
    return script


def test_a_new_scheme_is_found_and_sent(twin: Twin) -> None:
    script = send(twin, api_key="quiet")
    assert script.requests[0].headers["X-Shouted"] == "QUIET"


def test_a_new_scheme_says_what_is_missing(twin: Twin) -> None:
    with pytest.raises(MissingCredentialsError, match=r"set a loud api_key\['loud'\]"):
        send(twin)


def test_a_new_scheme_is_masked_reported_and_explained() -> None:
    assert Redactor([SCHEME]).response_headers({"x-shouted": "QUIET"}) == {"x-shouted": "***"}
    assert Configuration(api_key={"loud": "quiet"}).auth_settings() == {
        "loud": {
            "type": "shouted",
            "in": "header",
            "key": "X-Shouted",
            "volume": "high",
            "value": "QUIET",
        }
    }
    with pytest.raises(ApiValueError, match=r"a key in capitals, which takes api_key={'loud': "):
        Configuration(access_token="t")


class Countdown(Pagination[Any, Any]):
    """Each page tells how many there are after it."""

    __slots__ = ()

    def after(self, page: PageView) -> NextValue | NextAddress | None:
        left = follow(page.data, self.next)
        return NextValue(left) if left else None


LIST = Operation[Any](
    "list_things",
    "GET",
    "/things",
    parameters=(query("left", type="int"),),
    responses={"200": {"application/json": "Any"}},
)
SCHEME_OF_PAGES: Pagination[Any, Any] = Countdown(("items",), ("left",), "left")


class Things(api.Api):
    def list_things(self, left: Any = None) -> Any:
        return self._send(LIST, (left,), {})

    list_things_iter = api.paginated(list_things, SCHEME_OF_PAGES)


class AsyncThings(async_api.AsyncApi):
    async def list_things(self, left: Any = None) -> Any:
        return await self._send(LIST, (left,), {})

    list_things_iter = async_api.paginated(list_things, SCHEME_OF_PAGES)


def test_a_new_kind_of_pagination_leads_from_page_to_page(twin: Twin) -> None:
    script = Script(
        [
            CannedResponse(body=b'{"items": [1, 2], "left": 1}'),
            CannedResponse(body=b'{"items": [3], "left": 0}'),
        ]
    )
    client = twin.client(script)
    client.clock = StillClock()
    pager: Any = (Things if twin.name == "sync" else AsyncThings)(client).list_things_iter()

    async def collected() -> list[Any]:
        return [item async for item in pager]

    assert (list(pager) if twin.name == "sync" else twin.run(collected())) == [1, 2, 3]
    assert [request.url.partition("?")[2] for request in script.requests] == ["", "left=1"]


@pytest.mark.parametrize("name", SCHEME_KINDS)
def test_each_row_of_scheme_kinds_fits_its_class(name: str) -> None:
    row = SCHEME_KINDS[name]
    made = getattr(security_schemes, row.runtime_class)
    parts = set(made.__record_defaults__)
    assert {*row.parts, "environment"} <= parts
    assert name == "mutualTLS" or set(row.arguments) <= set(made.arguments)


@pytest.mark.parametrize("name", PAGINATION_KINDS)
def test_each_row_of_pagination_kinds_fits_its_class(name: str) -> None:
    row = PAGINATION_KINDS[name]
    made = getattr(pagination_kinds, row.runtime_class)
    assert issubclass(made, Pagination)
    settings = {*row.own, *(name for names in row.needs for name in names)}
    assert settings <= set(inspect.signature(made).parameters)
