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
from docbound.runtime.page_iterators import (
    KEPT_PLACES,
    AsyncPager,
    Pager,
    Recorded,
    VisitedPlaces,
)
from docbound.runtime.service.operations import Body, Operation, header, query
from docbound.runtime.service.options import NO_OPTIONS
from docbound.runtime.service.pagination_kinds import Cursor, NextLink, Offset, Pages, Pagination
from docbound.runtime.transport.protocol import Request
from tests.runtime.twins import HOST, CannedResponse, Script, StillClock, Twin

ITEMS = [{"id": number, "sort": [number, "a"]} for number in range(1, 8)]
SIZE = 3
Answer = tuple[object, dict[str, str]]


@dataclass
class Asked:
    """A request, as a stub reads it."""

    query: dict[str, str]
    body: dict[str, Any]
    headers: dict[str, str]
    first: int = 0
    items: list[dict[str, Any]] = field(default_factory=list)

    def page(self, start: object) -> Asked:
        self.first = int(str(start or 0))
        self.items = ITEMS[self.first : self.first + SIZE]
        return self

    @property
    def after(self) -> int:
        return self.first + SIZE

    @property
    def more(self) -> bool:
        return self.after < len(ITEMS)

    def token(self, end: object = None) -> object:
        return f"t{self.after}" if self.more else end


def start_of(token: object) -> int:
    return int(str(token or "t0").removeprefix("t"))


@dataclass(frozen=True)
class Service:
    """A service: its name, its scheme, how it answers, and how many calls its seven items take."""

    name: str
    scheme: Pagination[Any, Any]
    answer: Callable[[Asked], Answer]
    calls: int = 3
    method: str = "GET"


def tokens(
    read: Callable[[Asked], object], write: Callable[[Asked], object]
) -> Callable[[Asked], Answer]:
    """A service that hands out tokens."""
    return lambda asked: (write(asked.page(start_of(read(asked)))), {})


def plain(value: object) -> Answer:
    return value, {}


def by_last_id(name: str, key: str) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        asked.page(asked.query.get(name))
        return plain({key: asked.items, "has_more": asked.more} if key else asked.items)

    return answer


def numbered(name: str, first: int, write: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        number = int(asked.query.get(name, first))
        return write(asked.page((number - first) * SIZE))

    return answer


def skipping(name: str, first: int, write: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    return lambda asked: write(asked.page(int(asked.query.get(name, first)) - first))


def linked(write: Callable[[Asked, str | None], Answer]) -> Callable[[Asked], Answer]:
    def answer(asked: Asked) -> Answer:
        asked.page(start_of(asked.query.get("at")))
        return write(asked, f"/list?at={asked.token()}" if asked.more else None)

    return answer


def link_header(asked: Asked, link: str | None) -> Answer:
    return asked.items, {"Link": f'<{HOST}{link}>; rel="next"'} if link else {}


def value_of(name: str) -> Callable[[Asked], object]:
    return lambda asked: asked.query.get(name)


SERVICES = [
    Service(
        "Stripe",
        Cursor(("data",), parameter="starting_after", last_item=("id",), more=("has_more",)),
        by_last_id("starting_after", "data"),
    ),
    Service(
        "OpenAI",
        Cursor(("data",), ("last_id",), "after", more=("has_more",)),
        lambda asked: plain(
            {
                "data": asked.page(asked.query.get("after")).items,
                "last_id": asked.items[-1]["id"],
                "has_more": asked.more,
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
        linked(lambda asked, link: ({"products": asked.items}, link_header(asked, link)[1])),
    ),
    Service(
        "GitLab",
        Pages((), ("header:X-Next-Page",), "page"),
        numbered(
            "page",
            1,
            lambda asked: (asked.items, {"X-Next-Page": "2" if asked.more else ""}),
        ),
    ),
    Service(
        "WordPress",
        Pages((), parameter="page", total_pages=("header:X-WP-TotalPages",)),
        numbered("page", 1, lambda asked: (asked.items, {"X-WP-TotalPages": "3"})),
    ),
    Service(
        "Slack",
        Cursor(("members",), ("response_metadata", "next_cursor"), "cursor"),
        tokens(
            value_of("cursor"),
            lambda asked: {
                "members": asked.items,
                "response_metadata": {"next_cursor": asked.token("")},
            },
        ),
    ),
    Service(
        "Google Drive",
        Cursor(("files",), ("nextPageToken",), "pageToken"),
        tokens(
            value_of("pageToken"),
            lambda asked: {"files": asked.items}
            | ({"nextPageToken": asked.token()} if asked.more else {}),
        ),
    ),
    Service(
        "Kubernetes",
        Cursor(("items",), ("metadata", "continue"), "continue"),
        tokens(
            value_of("continue"),
            lambda asked: {"items": asked.items, "metadata": {"continue": asked.token("")}},
        ),
    ),
    Service(
        "Airtable",
        Cursor(("records",), ("offset",), "offset"),
        tokens(
            value_of("offset"),
            lambda asked: {"records": asked.items, "offset": asked.token()},
        ),
    ),
    Service(
        "Asana",
        Cursor(("data",), ("next_page", "offset"), "offset"),
        tokens(
            value_of("offset"),
            lambda asked: {
                "data": asked.items,
                "next_page": {"offset": asked.token()} if asked.more else None,
            },
        ),
    ),
    Service(
        "HubSpot",
        Cursor(("results",), ("paging", "next", "after"), "after"),
        tokens(
            value_of("after"),
            lambda asked: {"results": asked.items}
            | ({"paging": {"next": {"after": asked.token()}}} if asked.more else {}),
        ),
    ),
    Service(
        "Zendesk",
        Cursor(("users",), ("meta", "after_cursor"), "page[after]", more=("meta", "has_more")),
        tokens(
            value_of("page[after]"),
            lambda asked: {
                "users": asked.items,
                "meta": {"has_more": asked.more, "after_cursor": f"t{asked.after}"},
            },
        ),
    ),
    Service(
        "Intercom",
        Cursor(("data",), ("pages", "next", "starting_after"), "starting_after"),
        tokens(
            value_of("starting_after"),
            lambda asked: {
                "data": asked.items,
                "pages": {"next": {"starting_after": asked.token()} if asked.more else None},
            },
        ),
    ),
    Service(
        "Notion",
        Cursor(("results",), ("next_cursor",), "start_cursor", more=("has_more",)),
        tokens(
            lambda asked: asked.body.get("start_cursor"),
            lambda asked: {
                "results": asked.items,
                "has_more": asked.more,
                "next_cursor": asked.token(),
            },
        ),
        method="POST",
    ),
    Service(
        "AWS",
        Cursor(("Things",), ("NextToken",), "NextToken"),
        tokens(
            lambda asked: asked.body.get("NextToken"),
            lambda asked: {"Things": asked.items, "NextToken": asked.token()},
        ),
        method="POST",
    ),
    Service(
        "Elasticsearch",
        Cursor(("hits", "hits"), parameter="search_after", last_item=("sort",)),
        lambda asked: plain(
            {"hits": {"hits": asked.page((asked.body.get("search_after") or [0])[0]).items}}
        ),
        calls=4,
        method="POST",
    ),
    Service(
        "Azure Cosmos DB",
        Cursor(("Documents",), ("header:x-ms-continuation",), "x-ms-continuation"),
        lambda asked: (
            {"Documents": asked.page(start_of(asked.headers.get("x-ms-continuation"))).items},
            {"x-ms-continuation": str(asked.token())} if asked.more else {},
        ),
    ),
    Service(
        "Microsoft Graph",
        NextLink(("value",), ("@odata.nextLink",)),
        linked(
            lambda asked, link: plain(
                {"value": asked.items} | ({"@odata.nextLink": HOST + link} if link else {})
            )
        ),
    ),
    Service(
        "Salesforce",
        NextLink(("records",), ("nextRecordsUrl",), end=("done",)),
        linked(
            lambda asked, link: plain(
                {"records": asked.items, "done": not link, "nextRecordsUrl": link}
            )
        ),
    ),
    Service(
        "Twilio",
        NextLink(("calls",), ("next_page_uri",)),
        linked(lambda asked, link: plain({"calls": asked.items, "next_page_uri": link})),
    ),
    Service(
        "Confluence",
        NextLink(("results",), ("_links", "next")),
        linked(
            lambda asked, link: plain(
                {"results": asked.items, "_links": {"next": link} if link else {}}
            )
        ),
    ),
    Service(
        "Bitbucket",
        NextLink(("values",), ("next",)),
        linked(
            lambda asked, link: plain(
                {"values": asked.items} | ({"next": HOST + link} if link else {})
            )
        ),
    ),
    Service(
        "Mailgun, whose last page is empty and has a link",
        NextLink(("items",), ("paging", "next"), more=("items",)),
        lambda asked: plain(
            {
                "items": asked.page(start_of(asked.query.get("at"))).items,
                "paging": {"next": f"{HOST}/list?at=t{asked.after}"},
            }
        ),
        calls=4,
    ),
    Service(
        "Django REST framework",
        NextLink(("results",), ("next",), total=("count",)),
        linked(
            lambda asked, link: plain(
                {"count": 7, "next": HOST + link if link else None, "results": asked.items}
            )
        ),
    ),
    Service(
        "Jira",
        Offset(("issues",), parameter="startAt", total=("total",)),
        skipping("startAt", 0, lambda asked: plain({"issues": asked.items, "total": 7})),
    ),
    Service(
        "SCIM, which counts from 1",
        Offset(("Resources",), parameter="startIndex", first=1, total=("totalResults",)),
        skipping(
            "startIndex", 1, lambda asked: plain({"Resources": asked.items, "totalResults": 7})
        ),
    ),
    Service(
        "Socrata",
        Offset((), parameter="$offset"),
        skipping("$offset", 0, lambda asked: plain(asked.items)),
        calls=4,
    ),
    Service(
        "Spring Data, which counts from 0",
        Pages(("content",), parameter="page", first=0, end=("last",)),
        numbered("page", 0, lambda asked: plain({"content": asked.items, "last": not asked.more})),
    ),
    Service(
        "Algolia, which counts from 0",
        Pages(("hits",), parameter="page", first=0, total_pages=("nbPages",)),
        numbered("page", 0, lambda asked: plain({"hits": asked.items, "nbPages": 3})),
    ),
    Service(
        "Stack Exchange",
        Pages(("items",), parameter="page", more=("has_more",)),
        numbered("page", 1, lambda asked: plain({"items": asked.items, "has_more": asked.more})),
    ),
    Service(
        "Wikipedia, whose pages are a map",
        Cursor(("query", "pages", "*"), ("continue", "gapcontinue"), "gapcontinue"),
        tokens(
            value_of("gapcontinue"),
            lambda asked: {
                "query": {"pages": {str(item["id"]): item for item in asked.items}},
                "continue": {"gapcontinue": asked.token()} if asked.more else {},
            },
        ),
    ),
]


class Walk:
    """A list of a service, walked through in one of the clients."""

    def __init__(self, twin: Twin, service: Service, answer: Callable[[Asked], Answer]) -> None:
        self.twin = twin
        self.script = Script([lambda request: _answered(request, answer)])
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

    def wait(self, value: Any) -> Any:
        if self.twin.name == "sync":
            return value

        async def awaited() -> Any:
            return await value

        return self.twin.run(awaited())


def _answered(request: Request, answer: Callable[[Asked], Answer]) -> CannedResponse:
    sent = request.body
    asked = Asked(
        {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()},
        json.loads(sent) if isinstance(sent, bytes) and sent else {},
        {name.lower(): value for name, value in request.headers.items()},
    )
    value, headers = answer(asked)
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
    def answer(asked: Asked) -> Answer:
        return service.answer(Asked({}, {}, {}))

    walk = Walk(twin, service, answer)
    with pytest.raises(PaginationError, match=r"the same page twice"):
        walk.items()
    assert len(walk.script.requests) <= 2


NUMBERED = Service(
    "numbered", Pages(("data",), parameter="page"), lambda asked: plain({"data": asked.items})
)


def test_pages_that_go_round(twin: Twin) -> None:
    """The service begins again after its third page, or its second one."""
    for length, back in ((3, 1), (3, 2)):

        def answer(asked: Asked, length: int = length, back: int = back) -> Answer:
            number = int(asked.query.get("page", 1))
            while number > length:
                number -= length - back + 1
            return plain({"data": [{"id": number}], "number": asked.query.get("page")})

        walk = Walk(twin, NUMBERED, answer)
        with pytest.raises(PaginationError, match="gave the same page twice"):
            walk.items()
        assert len(walk.script.requests) < 10


@pytest.mark.parametrize("first", [1, 1500])
def test_cursors_that_go_round_are_found_with_few_kept(twin: Twin, first: int) -> None:
    """Pages never repeat, their cursors do, from ``first`` on: what is kept does not grow."""
    count = iter(range(1_000_000))

    def answer(asked: Asked) -> Answer:
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
        lambda asked: plain(
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
        lambda asked: plain({"issues": asked.page(asked.query.get("startAt")).items, "total": 9}),
    )
    assert walk.items() == ITEMS
    assert len(walk.script.requests) == 4


@pytest.mark.parametrize("state", ["", "x", "[]", "{}", '{"link": 1}'])
def test_a_state_that_is_none(twin: Twin, state: str) -> None:
    walk = Walk(twin, SERVICES[0], SERVICES[0].answer)
    with pytest.raises(ApiValueError, match="no state of a list"):
        walk.pager.resume(state)
