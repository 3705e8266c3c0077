"""Walking through pages: cursors, numbers, offsets, links (BEHAVIOUR 21)."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import Field

from docbound.runtime.client import api, async_api
from docbound.runtime.errors import PaginationError, ServiceException
from docbound.runtime.models.base import Model
from docbound.runtime.service.operations import (
    Body,
    Operation,
    path,
    query,
)
from docbound.runtime.service.pagination_kinds import (
    Cursor,
    NextLink,
    Offset,
    Pages,
    Pagination,
    next_link,
)
from docbound.runtime.transport.protocol import Request
from tests.runtime.twins import (
    HOST,
    CannedResponse,
    Configuration,
    Script,
    Step,
    StillClock,
    Twin,
)

LIST = Operation[Any](
    "list_things",
    "GET",
    "/things/{kind}",
    parameters=(
        path("kind"),
        query("nextToken", type="str | int"),
        query("page", type="int"),
        query("offset", type="int"),
        query("size", type="int"),
    ),
    responses={"200": {"application/json": "Any"}},
    security=(("bearer",),),
)


def make(schemes: dict[str, Pagination[Any, Any]]) -> tuple[Any, Any]:
    """The two API classes, as generated code has them."""
    scheme = schemes["scheme"]

    class Things(api.Api):
        def list_things(
            self,
            kind: str,
            token: Any = None,
            page: Any = None,
            offset: Any = None,
            size: int | None = None,
            *,
            _headers: Any = None,
        ) -> Any:
            return self._send(LIST, (kind, token, page, offset, size), {"_headers": _headers})

        list_things_iter = api.paginated(list_things, scheme)

    class AsyncThings(async_api.AsyncApi):
        async def list_things(
            self,
            kind: str,
            token: Any = None,
            page: Any = None,
            offset: Any = None,
            size: int | None = None,
            *,
            _headers: Any = None,
        ) -> Any:
            return await self._send(LIST, (kind, token, page, offset, size), {"_headers": _headers})

        list_things_iter = async_api.paginated(list_things, scheme)

    return Things, AsyncThings


class Walked:
    """All items of a walk, or the error that ended it, and what was asked."""

    def __init__(
        self,
        twin: Twin,
        scheme: Pagination[Any, Any],
        responses: list[Step],
        pages: bool = False,
        **arguments: Any,
    ) -> None:
        self.script = Script(responses)
        client = twin.client(self.script, configuration=Configuration(access_token="t"))
        client.clock = StillClock()
        things = make({"scheme": scheme})[twin.name == "async"](client)
        self.pager = things.list_things_iter("k", **arguments)
        self.items: list[Any] = []
        self.error: Exception | None = None
        try:
            self._walk(twin, self.pager.pages() if pages else self.pager)
        except Exception as error:
            self.error = error

    def _walk(self, twin: Twin, source: Any) -> None:
        async def walk() -> None:
            async for item in source:
                self.items.append(item)

        if twin.name == "async":
            twin.run(walk())
        else:
            for item in source:
                self.items.append(item)

    @property
    def queries(self) -> list[dict[str, list[str]]]:
        return [parse_qs(urlsplit(request.url).query) for request in self.script.requests]


def page(value: object, **headers: str) -> CannedResponse:
    return CannedResponse(
        200, json.dumps(value).encode(), {"Content-Type": "application/json"} | headers
    )


TOKENS: Cursor[Any, Any] = Cursor(
    items=("data",), next=("nextToken",), parameter="nextToken", size_parameter="size"
)


@pytest.mark.parametrize("last", [{"nextToken": None}, {}, {"nextToken": ""}])
def test_cursors(twin: Twin, last: dict[str, Any]) -> None:
    responses: list[Step] = [
        page({"data": [1, 2], "nextToken": "a/b"}),
        page({"data": [], "nextToken": "c"}),
        page({"data": [3]} | last),
    ]
    walked = Walked(twin, TOKENS, responses, size=2)
    assert walked.items == [1, 2, 3]
    assert walked.queries == [
        {"size": ["2"]},
        {"nextToken": ["a/b"], "size": ["2"]},
        {"nextToken": ["c"], "size": ["2"]},
    ]
    assert all(request.headers["Authorization"] == "Bearer t" for request in walked.script.requests)


def test_pages_and_a_second_walk(twin: Twin) -> None:
    responses: list[Step] = [page({"data": [1], "nextToken": "a"}), page({"data": [2]})]
    walked = Walked(twin, TOKENS, responses, pages=True)
    assert walked.items == [{"data": [1], "nextToken": "a"}, {"data": [2]}]
    walked._walk(twin, walked.pager)
    assert walked.items[2:] == [2]


@pytest.mark.parametrize("start", [None, "a"])
def test_a_repeated_cursor_is_an_error(twin: Twin, start: str | None) -> None:
    walked = Walked(twin, TOKENS, [page({"data": [1], "nextToken": "a"})], token=start)
    assert isinstance(walked.error, PaginationError)
    assert walked.items == ([] if start else [1]) and len(walked.script.requests) <= 2


def test_an_error_on_the_way_comes_through(twin: Twin) -> None:
    walked = Walked(twin, TOKENS, [page({"data": [1], "nextToken": "a"}), CannedResponse(500)])
    assert walked.items == [1] and isinstance(walked.error, ServiceException)


def test_page_numbers(twin: Twin) -> None:
    scheme: Pages[Any, Any] = Pages(items=(), parameter="page")
    walked = Walked(twin, scheme, [page([1, 2]), page([3]), page([])])
    assert walked.items == [1, 2, 3] and [each.get("page") for each in walked.queries] == [
        None,
        ["2"],
        ["3"],
    ]
    walked = Walked(twin, scheme, [page([1]), page([])], page=0)
    assert [each["page"] for each in walked.queries] == [["0"], ["1"]]
    more: Pages[Any, Any] = Pages(items=("data",), next=("more",), parameter="page")
    walked = Walked(
        twin,
        more,
        [page({"data": [1], "more": True}), page({"data": [2], "more": False})],
    )
    assert walked.items == [1, 2] and len(walked.queries) == 2


def test_a_service_that_ignores_the_page_is_caught(twin: Twin) -> None:
    for scheme in (
        Pages[Any, Any](items=(), parameter="page"),
        Offset[Any, Any](items=(), parameter="offset"),
    ):
        walked = Walked(twin, scheme, [page([1, 2])])
        assert isinstance(walked.error, PaginationError) and len(walked.script.requests) == 2


def test_offsets(twin: Twin) -> None:
    scheme: Offset[Any, Any] = Offset(items=("data", "list"), parameter="offset")
    responses: list[Step] = [
        page({"data": {"list": [1, 2]}}),
        page({"data": {"list": [3]}}),
        page({"data": None}),
    ]
    walked = Walked(twin, scheme, responses)
    assert walked.items == [1, 2, 3] and [each.get("offset") for each in walked.queries] == [
        None,
        ["2"],
        ["3"],
    ]


def test_links_in_the_body(twin: Twin) -> None:
    scheme: NextLink[Any, Any] = NextLink(items=("data",), next=("links", "next"))
    responses: list[Step] = [
        page({"data": [1], "links": {"next": f"{HOST}/things/k?page=2%2F"}}),
        page({"data": [2], "links": {"next": "?page=3"}}),
        page({"data": [3], "links": {"next": None}}),
    ]
    walked = Walked(twin, scheme, responses)
    assert walked.items == [1, 2, 3]
    assert [request.url for request in walked.script.requests][:2] == [
        f"{HOST}/things/k",
        f"{HOST}/things/k?page=2%2F",
    ]
    assert walked.script.requests[1].headers["Authorization"] == "Bearer t"


def test_links_in_the_header(twin: Twin) -> None:
    scheme: NextLink[Any, Any] = NextLink(items=())
    responses: list[Step] = [
        page(
            [1],
            Link=f'<{HOST}/a?b=1,2>; rel="prev", <{HOST}/things/k?page=2>; rel="next"',
        ),
        page([2]),
    ]
    walked = Walked(twin, scheme, responses)
    assert walked.items == [1, 2] and walked.queries[1] == {"page": ["2"]}


def test_a_link_to_another_host_gets_no_credentials(twin: Twin) -> None:
    scheme: NextLink[Any, Any] = NextLink(items=("data",), next=("next",))
    responses: list[Step] = [
        page({"data": [1], "next": "https://evil.example.net/x?page=2"}),
        page({"data": [2]}),
    ]
    walked = Walked(twin, scheme, responses, _headers={"X-Mine": "secret"})
    assert walked.items == [1, 2]
    second = walked.script.requests[1]
    assert second.url == "https://evil.example.net/x?page=2"
    assert not {"Authorization", "X-Mine"} & set(second.headers)


def test_a_page_that_came_from_elsewhere_chooses_no_address(twin: Twin) -> None:
    """The first page is redirected; the other host links back to what it wants to be called with
    credentials.
    """
    scheme: NextLink[Any, Any] = NextLink(items=("data",), next=("next",))
    responses: list[Step] = [
        CannedResponse(302, b"", {"Location": "https://evil.example.net/x"}),
        page({"data": [1], "next": f"{HOST}/delete-all"}),
        page({"data": [2]}),
    ]
    walked = Walked(twin, scheme, responses)
    assert walked.items == [1, 2]
    assert [("Authorization" in each.headers) for each in walked.script.requests] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("link", ["ftp://example.com/", "mailto:a@b"])
def test_a_link_that_is_no_url(twin: Twin, link: str) -> None:
    scheme: NextLink[Any, Any] = NextLink(items=("data",), next=("next",))
    assert isinstance(
        Walked(twin, scheme, [page({"data": [], "next": link})]).error, PaginationError
    )


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        (['<a>; rel="next"'], "a"),
        (["<a>; rel=next; title=x"], "a"),
        (['<a>; rel="first next"'], "a"),
        (['<a>; title="rel=next"; rel=prev', "<b>; REL=NEXT"], "b"),
        (["<a>; rel=prev"], None),
        ([], None),
    ],
)
def test_link_headers(fields: list[str], target: str | None) -> None:
    assert next_link(fields) == target


def test_something_else_than_a_list(twin: Twin) -> None:
    walked = Walked(twin, TOKENS, [page({"data": {"a": 1}})])
    assert isinstance(walked.error, PaginationError) and "data holds a dict" in str(walked.error)


class PageModel(Model):
    things: Annotated[list[int] | None, Field(alias="data")] = None
    token: Annotated[str | None, Field(alias="nextToken")] = None


def test_models_and_cursors_in_the_body(twin: Twin) -> None:
    responses: Any = {"200": {"application/json": PageModel}}
    body = Body({"application/json": None})
    search = Operation[Any]("search", "POST", "/search", body=body, responses=responses)

    def answer(request: Request) -> CannedResponse:
        sent = json.loads(request.body)  # type: ignore[arg-type]
        token = {None: "a", "a": "b", "b": None}[sent.get("nextToken")]
        return page({"data": [len(sent)], "nextToken": token})

    from docbound.runtime.pagination.pagers import AsyncPager, Pager
    from docbound.runtime.pagination.recorded_calls import Recorded
    from docbound.runtime.service.options import NO_OPTIONS

    client = twin.client(Script([answer]))
    pager: Any = (Pager if twin.name == "sync" else AsyncPager)(
        client, Recorded(search, ({"q": "x"},), NO_OPTIONS), TOKENS
    )

    async def gathered() -> list[Any]:
        return [item async for item in pager]

    assert (list(pager) if twin.name == "sync" else twin.run(gathered())) == [1, 2, 2]
