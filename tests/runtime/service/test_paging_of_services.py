"""How well-known services page their lists, each against a stub of it: every item once, and no call
too many. The schemes are what the services' public documentation describes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from sys import getsizeof
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from docbound.runtime.errors import ApiValueError, PaginationError
from docbound.runtime.pagination.pagers import AsyncPager, Pager
from docbound.runtime.pagination.recorded_calls import Recorded
from docbound.runtime.pagination.repeated_pages import KEPT_PLACES, VisitedPlaces
from docbound.runtime.service.operations import Body, Operation, header, query
from docbound.runtime.service.options import NO_OPTIONS
from docbound.runtime.service.pagination_kinds import Cursor, NextLink, Offset, Pages, Pagination
from docbound.runtime.transport.protocol import Request
from tests.runtime.twins import HOST, CannedResponse, Script, StillClock, Twin

ITEMS = [{"id": number, "sort": [number, "a"]} for number in range(1, 8)]
SIZE = 3
Answer = tuple[object, dict[str, str]]


@dataclass
class PageRequest:
    """A request, as a stub reads it."""

    query: dict[str, str]
    body: dict[str, Any]
    headers: dict[str, str]
    first: int = 0
    items: list[dict[str, Any]] = field(default_factory=list)
    skips: bool = False
    lies: bool = False

    def page(self, start: object) -> PageRequest:
        self.first = int(str(start or 0))
        begin = self.first + (self.skips and self.first > 0)
        self.items = ITEMS[begin : self.first + SIZE]
        return self

    @property
    def after(self) -> int:
        return self.first + SIZE

    @property
    def more(self) -> bool:
        return self.lies or self.after < len(ITEMS)

    def token(self, end: object = None) -> object:
        return f"t{self.after}" if self.more else end


def start_of(token: object) -> int:
    return int(str(token or "t0").removeprefix("t"))


@dataclass(frozen=True)
class Service:
    """A service: its name, its scheme, how it answers, and how many calls its seven items take."""

    name: str
    scheme: Pagination[Any, Any]
    answer: Callable[[PageRequest], Answer]
    calls: int = 3
    method: str = "GET"


def tokens(
    read: Callable[[PageRequest], object], write: Callable[[PageRequest], object]
) -> Callable[[PageRequest], Answer]:
    """A service that hands out tokens."""
    return lambda page_request: (write(page_request.page(start_of(read(page_request)))), {})


def plain(value: object) -> Answer:
    return value, {}


def by_last_id(name: str, key: str) -> Callable[[PageRequest], Answer]:
    def answer(page_request: PageRequest) -> Answer:
        page_request.page(page_request.query.get(name))
        return plain(
            {key: page_request.items, "has_more": page_request.more} if key else page_request.items
        )

    return answer


def numbered(
    name: str, first: int, write: Callable[[PageRequest], Answer]
) -> Callable[[PageRequest], Answer]:
    def answer(page_request: PageRequest) -> Answer:
        number = int(page_request.query.get(name, first))
        return write(page_request.page((number - first) * SIZE))

    return answer


def skipping(
    name: str, first: int, write: Callable[[PageRequest], Answer]
) -> Callable[[PageRequest], Answer]:
    return lambda page_request: write(
        page_request.page(int(page_request.query.get(name, first)) - first)
    )


def linked(write: Callable[[PageRequest, str | None], Answer]) -> Callable[[PageRequest], Answer]:
    def answer(page_request: PageRequest) -> Answer:
        page_request.page(start_of(page_request.query.get("at")))
        return write(
            page_request, f"/list?at={page_request.token()}" if page_request.more else None
        )

    return answer


def link_header(page_request: PageRequest, link: str | None) -> Answer:
    return page_request.items, {"Link": f'<{HOST}{link}>; rel="next"'} if link else {}


def value_of(name: str) -> Callable[[PageRequest], object]:
    return lambda page_request: page_request.query.get(name)


SERVICES = [
    Service(
        "Stripe",
        Cursor(("data",), parameter="starting_after", last_item=("id",), more=("has_more",)),
        by_last_id("starting_after", "data"),
    ),
    Service(
        "OpenAI",
        Cursor(("data",), ("last_id",), "after", more=("has_more",)),
        lambda page_request: plain(
            {
                "data": page_request.page(page_request.query.get("after")).items,
                "last_id": page_request.items[-1]["id"] if page_request.items else None,
                "has_more": page_request.more,
            }
        ),
    ),
    Service(
        "Discord",
        Cursor((), parameter="after", last_item=("id",)),
        by_last_id("after", ""),
        calls=4,
    ),
    Service("GitHub", NextLink(()), linked(link_header)),
    Service(
        "Shopify",
        NextLink(("products",)),
        linked(
            lambda page_request, link: (
                {"products": page_request.items},
                link_header(page_request, link)[1],
            )
        ),
    ),
    Service(
        "GitLab",
        Pages((), ("header:X-Next-Page",), "page"),
        numbered(
            "page",
            1,
            lambda page_request: (
                page_request.items,
                {"X-Next-Page": "2" if page_request.more else ""},
            ),
        ),
    ),
    Service(
        "WordPress",
        Pages((), parameter="page", total_pages=("header:X-WP-TotalPages",)),
        numbered("page", 1, lambda page_request: (page_request.items, {"X-WP-TotalPages": "3"})),
    ),
    Service(
        "Slack",
        Cursor(("members",), ("response_metadata", "next_cursor"), "cursor"),
        tokens(
            value_of("cursor"),
            lambda page_request: {
                "members": page_request.items,
                "response_metadata": {"next_cursor": page_request.token("")},
            },
        ),
    ),
    Service(
        "Google Drive",
        Cursor(("files",), ("nextPageToken",), "pageToken"),
        tokens(
            value_of("pageToken"),
            lambda page_request: {"files": page_request.items}
            | ({"nextPageToken": page_request.token()} if page_request.more else {}),
        ),
    ),
    Service(
        "Kubernetes",
        Cursor(("items",), ("metadata", "continue"), "continue"),
        tokens(
            value_of("continue"),
            lambda page_request: {
                "items": page_request.items,
                "metadata": {"continue": page_request.token("")},
            },
        ),
    ),
    Service(
        "Airtable",
        Cursor(("records",), ("offset",), "offset"),
        tokens(
            value_of("offset"),
            lambda page_request: {"records": page_request.items, "offset": page_request.token()},
        ),
    ),
    Service(
        "Asana",
        Cursor(("data",), ("next_page", "offset"), "offset"),
        tokens(
            value_of("offset"),
            lambda page_request: {
                "data": page_request.items,
                "next_page": {"offset": page_request.token()} if page_request.more else None,
            },
        ),
    ),
    Service(
        "HubSpot",
        Cursor(("results",), ("paging", "next", "after"), "after"),
        tokens(
            value_of("after"),
            lambda page_request: {"results": page_request.items}
            | ({"paging": {"next": {"after": page_request.token()}}} if page_request.more else {}),
        ),
    ),
    Service(
        "Zendesk",
        Cursor(("users",), ("meta", "after_cursor"), "page[after]", more=("meta", "has_more")),
        tokens(
            value_of("page[after]"),
            lambda page_request: {
                "users": page_request.items,
                "meta": {"has_more": page_request.more, "after_cursor": f"t{page_request.after}"},
            },
        ),
    ),
    Service(
        "Intercom",
        Cursor(("data",), ("pages", "next", "starting_after"), "starting_after"),
        tokens(
            value_of("starting_after"),
            lambda page_request: {
                "data": page_request.items,
                "pages": {
                    "next": {"starting_after": page_request.token()} if page_request.more else None
                },
            },
        ),
    ),
    Service(
        "Notion",
        Cursor(("results",), ("next_cursor",), "start_cursor", more=("has_more",)),
        tokens(
            lambda page_request: page_request.body.get("start_cursor"),
            lambda page_request: {
                "results": page_request.items,
                "has_more": page_request.more,
                "next_cursor": page_request.token(),
            },
        ),
        method="POST",
    ),
    Service(
        "AWS",
        Cursor(("Things",), ("NextToken",), "NextToken"),
        tokens(
            lambda page_request: page_request.body.get("NextToken"),
            lambda page_request: {"Things": page_request.items, "NextToken": page_request.token()},
        ),
        method="POST",
    ),
    Service(
        "Elasticsearch",
        Cursor(("hits", "hits"), parameter="search_after", last_item=("sort",)),
        lambda page_request: plain(
            {
                "hits": {
                    "hits": page_request.page(
                        (page_request.body.get("search_after") or [0])[0]
                    ).items
                }
            }
        ),
        calls=4,
        method="POST",
    ),
    Service(
        "Azure Cosmos DB",
        Cursor(("Documents",), ("header:x-ms-continuation",), "x-ms-continuation"),
        lambda page_request: (
            {
                "Documents": page_request.page(
                    start_of(page_request.headers.get("x-ms-continuation"))
                ).items
            },
            {"x-ms-continuation": str(page_request.token())} if page_request.more else {},
        ),
    ),
    Service(
        "Microsoft Graph",
        NextLink(("value",), ("@odata.nextLink",)),
        linked(
            lambda page_request, link: plain(
                {"value": page_request.items} | ({"@odata.nextLink": HOST + link} if link else {})
            )
        ),
    ),
    Service(
        "Salesforce",
        NextLink(("records",), ("nextRecordsUrl",), end=("done",)),
        linked(
            lambda page_request, link: plain(
                {"records": page_request.items, "done": not link, "nextRecordsUrl": link}
            )
        ),
    ),
    Service(
        "Twilio",
        NextLink(("calls",), ("next_page_uri",)),
        linked(
            lambda page_request, link: plain({"calls": page_request.items, "next_page_uri": link})
        ),
    ),
    Service(
        "Confluence",
        NextLink(("results",), ("_links", "next")),
        linked(
            lambda page_request, link: plain(
                {"results": page_request.items, "_links": {"next": link} if link else {}}
            )
        ),
    ),
    Service(
        "Bitbucket",
        NextLink(("values",), ("next",)),
        linked(
            lambda page_request, link: plain(
                {"values": page_request.items} | ({"next": HOST + link} if link else {})
            )
        ),
    ),
    Service(
        "Mailgun, whose last page is empty and has a link",
        NextLink(("items",), ("paging", "next"), more=("items",)),
        lambda page_request: plain(
            {
                "items": page_request.page(start_of(page_request.query.get("at"))).items,
                "paging": {"next": f"{HOST}/list?at=t{page_request.after}"},
            }
        ),
        calls=4,
    ),
    Service(
        "Django REST framework",
        NextLink(("results",), ("next",), total=("count",)),
        linked(
            lambda page_request, link: plain(
                {"count": 7, "next": HOST + link if link else None, "results": page_request.items}
            )
        ),
    ),
    Service(
        "Jira",
        Offset(("issues",), parameter="startAt", total=("total",)),
        skipping(
            "startAt", 0, lambda page_request: plain({"issues": page_request.items, "total": 7})
        ),
    ),
    Service(
        "SCIM, which counts from 1",
        Offset(("Resources",), parameter="startIndex", first=1, total=("totalResults",)),
        skipping(
            "startIndex",
            1,
            lambda page_request: plain({"Resources": page_request.items, "totalResults": 7}),
        ),
    ),
    Service(
        "Socrata",
        Offset((), parameter="$offset"),
        skipping("$offset", 0, lambda page_request: plain(page_request.items)),
        calls=4,
    ),
    Service(
        "Spring Data, which counts from 0",
        Pages(("content",), parameter="page", first=0, end=("last",)),
        numbered(
            "page",
            0,
            lambda page_request: plain(
                {"content": page_request.items, "last": not page_request.more}
            ),
        ),
    ),
    Service(
        "Algolia, which counts from 0",
        Pages(("hits",), parameter="page", first=0, total_pages=("nbPages",)),
        numbered("page", 0, lambda page_request: plain({"hits": page_request.items, "nbPages": 3})),
    ),
    Service(
        "Stack Exchange",
        Pages(("items",), parameter="page", more=("has_more",)),
        numbered(
            "page",
            1,
            lambda page_request: plain(
                {"items": page_request.items, "has_more": page_request.more}
            ),
        ),
    ),
    Service(
        "Wikipedia, whose pages are a map",
        Cursor(("query", "pages", "*"), ("continue", "gapcontinue"), "gapcontinue"),
        tokens(
            value_of("gapcontinue"),
            lambda page_request: {
                "query": {"pages": {str(item["id"]): item for item in page_request.items}},
                "continue": {"gapcontinue": page_request.token()} if page_request.more else {},
            },
        ),
    ),
]


class Walk:
    """A list of a service, walked through in one of the clients."""

    def __init__(
        self, twin: Twin, service: Service, answer: Callable[[PageRequest], Answer]
    ) -> None:
        self.twin = twin
        self.script = Script([lambda request: _response(request, answer)])
        client = twin.client(self.script)
        client.clock = StillClock()
        name = service.scheme.parameter
        is_header = name.startswith("x-")
        body = Body({"application/json": None}) if service.method == "POST" else None
        parameters = (
            () if body or not name else (header(name) if is_header else query(name, type="Any"),)
        )
        operation = Operation[Any](
            "list_things",
            service.method,
            "/list",
            parameters=parameters,
            body=body,
            responses={"200": {"application/json": "Any"}},
        )
        values: tuple[object, ...] = ({"q": "x"},) if body else (None,) * len(parameters)
        made = Pager if twin.name == "sync" else AsyncPager
        self.pager: Any = made(client, Recorded(operation, values, NO_OPTIONS), service.scheme)

    def items(self, pager: Any = None) -> list[Any]:
        source = self.pager if pager is None else pager

        async def gathered() -> list[Any]:
            return [item async for item in source]

        return list(source) if self.twin.name == "sync" else self.twin.run(gathered())

    def collect(self, seen: list[Any]) -> None:
        """The items until the end, or until an error says that the pages lead nowhere."""

        async def gathered() -> None:
            async for item in self.pager:
                seen.append(item)

        try:
            if self.twin.name == "sync":
                seen.extend(self.pager)
            else:
                self.twin.run(gathered())
        except PaginationError as error:
            assert str(error)

    def wait(self, value: Any) -> Any:
        if self.twin.name == "sync":
            return value

        async def awaited() -> Any:
            return await value

        return self.twin.run(awaited())


def _response(request: Request, answer: Callable[[PageRequest], Answer]) -> CannedResponse:
    sent = request.body
    page_request = PageRequest(
        {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()},
        json.loads(sent) if isinstance(sent, bytes) and sent else {},
        {name.lower(): value for name, value in request.headers.items()},
    )
    value, headers = answer(page_request)
    return CannedResponse(
        200, json.dumps(value).encode(), {"Content-Type": "application/json"} | headers
    )


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_every_item_comes_once(twin: Twin, service: Service) -> None:
    walk = Walk(twin, service, service.answer)
    assert walk.items() == ITEMS
    assert len(walk.script.requests) == service.calls


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_list_goes_on_where_a_page_ended(twin: Twin, service: Service) -> None:
    walk = Walk(twin, service, service.answer)
    page = walk.wait(walk.pager.first_page())
    assert (page.items, page.has_next) == (ITEMS[:SIZE], True)
    following = walk.wait(page.next_page())
    assert following.items == ITEMS[SIZE : 2 * SIZE]
    assert walk.items(walk.pager.resume(page.state)) == ITEMS[SIZE:]
    assert page.total == (7 if service.scheme.total else None)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_that_repeats_its_first_page(twin: Twin, service: Service) -> None:
    def answer(page_request: PageRequest) -> Answer:
        return service.answer(PageRequest({}, {}, {}))

    walk = Walk(twin, service, answer)
    with pytest.raises(PaginationError, match=r"the same page twice"):
        walk.items()
    assert len(walk.script.requests) <= 2


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_that_skips_items(twin: Twin, service: Service) -> None:
    """What it leaves out nobody can know; the rest comes once, in order, and the walk ends."""

    def answer(request: PageRequest) -> Answer:
        request.skips = True
        return service.answer(request)

    walk = Walk(twin, service, answer)
    found = [item["id"] for item in walk.items()]
    assert found == sorted(set(found)) and found[:SIZE] == [1, 2, 3]
    assert len(walk.script.requests) <= service.calls + 1


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_that_says_there_is_more(twin: Twin, service: Service) -> None:
    """It says so for ever: all items come once, and then the walk ends, or says what is wrong."""

    def answer(request: PageRequest) -> Answer:
        request.lies = True
        return service.answer(request)

    walk = Walk(twin, service, answer)
    seen: list[Any] = []
    walk.collect(seen)
    assert seen == ITEMS
    assert len(walk.script.requests) <= 1 + 3 + 1001


NUMBERED = Service(
    "numbered",
    Pages(("data",), parameter="page"),
    lambda page_request: plain({"data": page_request.items}),
)


def test_pages_that_go_round(twin: Twin) -> None:
    """The service begins again after its third page, or its second one."""
    for length, back in ((3, 1), (3, 2)):

        def answer(page_request: PageRequest, length: int = length, back: int = back) -> Answer:
            number = int(page_request.query.get("page", 1))
            while number > length:
                number -= length - back + 1
            return plain({"data": [{"id": number}], "number": page_request.query.get("page")})

        walk = Walk(twin, NUMBERED, answer)
        with pytest.raises(PaginationError, match="gave the same page twice"):
            walk.items()
        assert len(walk.script.requests) < 10


@pytest.mark.parametrize("first", [1, 1500])
def test_cursors_that_go_round_are_found_with_few_kept(twin: Twin, first: int) -> None:
    """Pages never repeat, their cursors do, from ``first`` on: what is kept does not grow."""
    count = iter(range(1_000_000))

    def answer(page_request: PageRequest) -> Answer:
        number = next(count)
        cursor = number if number < first else first + number % 7
        page = {"members": [number], "response_metadata": {"next_cursor": f"c{cursor}"}}
        return plain(page)

    slack = next(service for service in SERVICES if service.name == "Slack")
    walk = Walk(twin, slack, answer)
    with pytest.raises(PaginationError, match="named the same page twice: 'c"):
        walk.items()
    assert len(walk.script.requests) < 2 * first + 20


def test_places_are_found_again_and_few_are_kept() -> None:
    visited = VisitedPlaces()
    assert all(visited.is_new(f"place {number}") for number in range(100_000))
    assert not visited.is_new("place 7")
    assert getsizeof(visited._first) < 100_000 and len(visited._first) == KEPT_PLACES
    assert not all(visited.is_new(f"round {number % 5000}") for number in range(1_000_000))


def test_empty_pages_that_lead_on_for_ever(twin: Twin) -> None:
    count = iter(range(1_000_000))
    slack = next(service for service in SERVICES if service.name == "Slack")
    walk = Walk(
        twin,
        slack,
        lambda page_request: plain(
            {"members": [], "response_metadata": {"next_cursor": f"{next(count)}"}}
        ),
    )
    with pytest.raises(PaginationError, match="1001 pages without items one after the other"):
        walk.items()
    assert len(walk.script.requests) == 1001


def test_a_list_that_shrinks(twin: Twin) -> None:
    """Fewer items than the total said: the empty page is the end."""
    jira = next(service for service in SERVICES if service.name == "Jira")
    walk = Walk(
        twin,
        jira,
        lambda page_request: plain(
            {"issues": page_request.page(page_request.query.get("startAt")).items, "total": 9}
        ),
    )
    assert walk.items() == ITEMS
    assert len(walk.script.requests) == 4


@pytest.mark.parametrize("state", ["", "x", "[]", "{}", '{"link": 1}'])
def test_a_state_that_is_none(twin: Twin, state: str) -> None:
    walk = Walk(twin, SERVICES[0], SERVICES[0].answer)
    with pytest.raises(ApiValueError, match="no state of a list"):
        walk.pager.resume(state)
