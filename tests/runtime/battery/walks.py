"""Pages that lie about the next page: both clients walk the same pages, give the same items or the
same refusal, and no credential goes to another origin or into a message.
"""

from __future__ import annotations

import asyncio
import json
from itertools import islice
from random import Random
from typing import Any, Final
from urllib.parse import urlsplit

from docbound.runtime.client import api, async_api
from docbound.runtime.errors import OpenApiException
from docbound.runtime.service.operations import Operation, query
from docbound.runtime.service.pagination_kinds import Cursor, NextLink, Offset, Pages
from tests.runtime.twins import (
    AsyncClient,
    AsyncScriptTransport,
    CannedResponse,
    Client,
    Configuration,
    Script,
    ScriptTransport,
)

SECRET: Final = "S3CRETVALUE99"
ORIGIN: Final = ("https", "api.example.com")
MOST: Final = 20
"""Items that are taken; a walk of these pages may never end."""

KINDS: Final[tuple[Any, ...]] = (
    Cursor(("items",), ("next",), "next"),
    Cursor(("items",), ("next",), "next", more=("more",)),
    Cursor(("items",), (), "next", last_item=("id",)),
    Pages(("items",), (), "next", total=("total",), total_pages=("pages",)),
    Offset(("items",), (), "next", total=("total",)),
    NextLink(("items",), ("next",)),
    NextLink(("items",)),
)
_LINKS: Final = (
    *("/y", "//evil/x", "http://evil/x", "https://api.example.com/v1/x?api_key=evil", "#a", "./x"),
    *("https://api.example.com:443/y", "https://api.example.com:444/y", "?next=2", "%2e%2e/", ".."),
    *("HTTPS://API.EXAMPLE.COM/v1/x", "https://u:p@api.example.com/", "javascript:1", "data:,x"),
    *("https://api.example.com\\@evil/", "https://api.example.com#@evil/", "file:///etc/passwd"),
    *("https://api.example.com\t/", "http://api.example.com/v1/x", "https://api.example.com./v1/x"),
    *("https://\u0430pi.example.com/", "https://[::1]/", "\\\\evil\\x", "https:/evil/"),
    *("https:evil", "https:///evil", "  https://evil/x", "https://evil/x\n", "/\\evil/x"),
    *("https://api.example.com@evil/", "/\t/evil/x", "/..//evil/x", ".//evil/x", "..//evil"),
    "https://api.example.com/" + "a" * 200_000,
)
_OTHERS: Final[tuple[Any, ...]] = (
    *(None, "", False, True, 0, 1, -1, 1.5, "a", "a" * 10_000, "1", "x\r\nH: 1", "\0", "\ud800"),
    *("\u00e9", {"a": 1}, [1], [], {}, ["a"] * 1000, "nan", 10**30, "\u0663", " "),
)
_ITEMS: Final[tuple[Any, ...]] = ([1], "str", {"a": 1}, None, 5, [[1]])


def walked(number: int) -> str:
    """Walks one set of pages with both clients.

    Returns:
        How it ended: ``items``, or ``refused``.

    Raises:
        AssertionError: the two differ, a credential went astray, or an error is not of the package.
    """
    random = Random(f"walk {number}")
    operation = Operation[Any](
        "list",
        "GET",
        "/x",
        parameters=(query("next", type=random.choice(("Any", "str", "int"))),),
        responses={"200": {"application/json": "Any"}},
        security=(("bearer", "queryKey", "cookieKey"),),
    )
    kind = KINDS[number % len(KINDS)]
    pages = _pages(random)
    scripts = [Script(list(pages)), Script(list(pages))]
    one, other = _sync(operation, kind, scripts[0]), _async(operation, kind, scripts[1])
    assert one == other, f"{number}: sync gave {one!s:.300}, async {other!s:.300}"
    requests = [[request.url for request in script.requests] for script in scripts]
    assert requests[0] == requests[1], f"{number}: {requests!s:.600}"
    for script in scripts:
        for request in script.requests:
            if urlsplit(request.url)[:2] != ORIGIN:
                assert SECRET not in f"{request.url}{request.headers}", f"{number}: {request.url}"
    return one[0]


def _pages(random: Random) -> list[CannedResponse]:
    value = random.choice(_LINKS if random.random() < 0.6 else _OTHERS)
    items = random.choice((*_ITEMS, [{"id": value}], [{"id": value}]))
    page = {"items": items, "next": value, "total": value, "pages": value, "more": value}
    fields = {"Content-Type": "application/json"}
    if isinstance(value, str) and value.isascii() and value.isprintable() and len(value) < 9000:
        fields["Link"] = f'<{value}>; rel="next"'
    last: dict[str, Any] = {"items": [], "next": None, "more": False}
    return [
        CannedResponse(200, json.dumps(page).encode(), fields),
        CannedResponse(200, json.dumps({"items": [{"id": "z"}], "next": None}).encode()),
        CannedResponse(200, json.dumps(last).encode()),
    ]


def _settings(transport: Any) -> dict[str, Any]:
    keys = {"queryKey": f"{SECRET}q", "cookieKey": f"{SECRET}c"}
    return {
        "configuration": Configuration(access_token=f"{SECRET}t", api_key=keys),
        "transport": transport,
        "retries": 0,
        "header_name": "X-Wide",
        "header_value": SECRET,
    }


def _sync(operation: Operation[Any], kind: Any, script: Script) -> tuple[str, str]:
    class Things(api.Api):
        def list(self, following: Any = None) -> Any:
            return self._send(operation, (following,), {})

        list_iter = api.paginated(list, kind)

    with Client(**_settings(ScriptTransport(script))) as client:
        try:
            return "items", repr(list(islice(Things(client).list_iter(), MOST)))
        except OpenApiException as error:
            return _refused(error)


def _async(operation: Operation[Any], kind: Any, script: Script) -> tuple[str, str]:
    class Things(async_api.AsyncApi):
        async def list(self, following: Any = None) -> Any:
            return await self._send(operation, (following,), {})

        list_iter = async_api.paginated(list, kind)

    async def run() -> tuple[str, str]:
        async with AsyncClient(**_settings(AsyncScriptTransport(script))) as client:
            found: list[Any] = []
            try:
                async for item in Things(client).list_iter():
                    found.append(item)
                    if len(found) == MOST:
                        break
            except OpenApiException as error:
                return _refused(error)
            return "items", repr(found)

    return asyncio.run(run())


def _refused(error: OpenApiException) -> tuple[str, str]:
    assert SECRET not in str(error)
    return "refused", f"{type(error).__name__}: {error}"
