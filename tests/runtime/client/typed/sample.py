"""Every form of a call, written as generated code and its users write it. Type checkers read this;
nobody runs it.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Iterator
from typing import Unpack, assert_type

from docbound.runtime.call.hooks import Attempt
from docbound.runtime.client import api, async_api
from docbound.runtime.client.api import Api
from docbound.runtime.client.async_api import AsyncApi, BaseAsyncApiClient
from docbound.runtime.client.sync_client import BaseApiClient
from docbound.runtime.errors import ApiException
from docbound.runtime.pagination.pagers import AsyncPager, Pager
from docbound.runtime.response.responses import (
    ApiResponse,
    AsyncBinaryResponse,
    AsyncRawResponse,
    AsyncStream,
    BinaryResponse,
    RawResponse,
    Stream,
)
from docbound.runtime.service.file_input import FileInput
from docbound.runtime.service.operations import Operation, path, query
from docbound.runtime.service.options import Retries
from docbound.runtime.service.pagination_kinds import Cursor
from docbound.runtime.service.request_options import RequestOptions
from docbound.runtime.transport.protocol import (
    AsyncTransport,
    Request,
    Response,
    Timeouts,
    Transport,
)


class Credit:
    """Replaces a model."""


class Page:
    """Stands for the model of a page."""


LIST: Operation[Page] = Operation(
    "list_credits",
    "GET",
    "/credits/{kind}",
    parameters=(path("kind"), query("nextToken")),
)
PAGES: Cursor[Page, Credit] = Cursor(items=("data",), next=("nextToken",), parameter="nextToken")
FILE: Operation[BinaryResponse] = Operation("fetch", "GET", "/file")
AFILE: Operation[AsyncBinaryResponse] = Operation("fetch", "GET", "/file")
EVENTS: Operation[Stream[Credit]] = Operation("events", "GET", "/events")
AEVENTS: Operation[AsyncStream[Credit]] = Operation("events", "GET", "/events")
SEND: Operation[None] = Operation("upload", "POST", "/file")


class CreditsApi(Api):
    def list_credits(
        self,
        kind: str,
        next_token: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> Page:
        """Lists."""
        return self._send(LIST, (kind, next_token), options)

    list_credits_with_http_info = api.with_http_info(list_credits)
    list_credits_without_preload_content = api.without_preload_content(list_credits)
    list_credits_iter = api.paginated(list_credits, PAGES)

    def fetch(self) -> BinaryResponse:
        return self._send(FILE, (), {})

    def events(self) -> Stream[Credit]:
        return self._send(EVENTS, (), {})

    def upload(self, file: FileInput) -> None:
        return self._send(SEND, (file,), {})

    upload_with_http_info = api.with_http_info(upload)


class AsyncCreditsApi(AsyncApi):
    async def list_credits(self, kind: str, next_token: str | None = None) -> Page:
        return await self._send(LIST, (kind, next_token), {})

    list_credits_with_http_info = async_api.with_http_info(list_credits)
    list_credits_without_preload_content = async_api.without_preload_content(list_credits)
    list_credits_iter = async_api.paginated(list_credits, PAGES)

    async def fetch(self) -> AsyncBinaryResponse:
        return await self._send(AFILE, (), {})

    async def events(self) -> AsyncStream[Credit]:
        return await self._send(AEVENTS, (), {})


class OwnTransport:
    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        return Response(200, {"Content-Type": "application/json"}, b"{}")

    def close(self) -> None:
        """Closes nothing."""


def note(attempt: Attempt) -> None:
    attempt.notes["status"] = attempt.status


def use() -> None:
    transport: Transport = OwnTransport()
    with BaseApiClient(
        access_token=lambda: "t",
        timeout=(1, 5.0),
        retries=Retries(count=3),
        transport=transport,
    ) as client:
        client.hooks.before_request.append(note)
        assert_type(client.with_options(timeout=3, headers={"X": "1"}), BaseApiClient)
        credits = CreditsApi(client)
        assert_type(credits.list_credits("k", _retries=0), Page)
        assert_type(credits.list_credits_with_http_info("k", next_token="n"), ApiResponse[Page])
        assert_type(credits.list_credits_with_http_info("k").data, Page)
        with credits.list_credits_without_preload_content("k", _headers={"a": "b"}) as raw:
            assert_type(raw, RawResponse)
            assert_type(raw.data, bytes)
        pager = credits.list_credits_iter("k", _request_timeout=(1, 2))
        assert_type(pager, Pager[Page, Credit])
        assert_type(iter(pager), Iterator[Credit])
        assert_type(next(pager.pages()), Page)
        assert_type(credits.fetch().save("file"), int)
        with credits.events() as events:
            assert_type(list(events), list[Credit])
        for file in (
            b"",
            "path",
            ("name", b""),
            ("name", iter([b""]), "text/plain"),
            io.BytesIO(),
        ):
            credits.upload(file)
        assert_type(credits.upload_with_http_info(b""), ApiResponse[None])
        assert_type(client.request("GET", "/new", query={"a": 1}).status_code, int)
        try:
            credits.list_credits("k")
        except ApiException as error:
            assert_type(error.status, int | None)
            assert_type(error.body, str | None)
        credits.list_credits_with_http_info()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        credits.list_credits_iter("k", nonsense=1)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
        credits.list_credits_without_preload_content(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def use_async(transport: AsyncTransport) -> None:
    async with BaseAsyncApiClient(api_key={"key": "k"}, transport=transport) as client:
        credits = AsyncCreditsApi(client)
        assert_type(await credits.list_credits("k"), Page)
        assert_type(await credits.list_credits_with_http_info("k"), ApiResponse[Page])
        async with await credits.list_credits_without_preload_content("k") as raw:
            assert_type(raw, AsyncRawResponse)
            assert_type(await raw.read(), bytes)
        pager = credits.list_credits_iter("k")
        assert_type(pager, AsyncPager[Page, Credit])
        assert_type([credit async for credit in pager], list[Credit])
        assert_type(pager.pages(), AsyncIterator[Page])
        assert_type(await (await credits.fetch()).save("file"), int)
        async with await credits.events() as events:
            assert_type([event async for event in events], list[Credit])
        await credits.list_credits_with_http_info()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
