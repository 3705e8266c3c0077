"""Each row of the table, with both clients: nothing leaks, and nothing that should go is
missing.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from docbound.runtime.errors import PaginationError, RedirectError
from docbound.runtime.pagination.pagers import AsyncPager, Pager
from docbound.runtime.pagination.recorded_calls import Recorded
from docbound.runtime.service.operations import Operation, cookie, header
from docbound.runtime.service.pagination_kinds import NextLink
from docbound.runtime.transport.protocol import Request
from tests.runtime.http.origins.table import (
    GIVEN,
    ROWS,
    SECRET,
    TARGETS,
    TRUSTED,
    WAYS,
    Given,
    Target,
)
from tests.runtime.twins import CannedResponse, Configuration, Script, Twin

LAST = CannedResponse(body=b'{"data": [2]}')


class Service:
    """Names one address, in answer to the first request that is none for a token."""

    def __init__(self, way: str, target: Target) -> None:
        self.way = way
        self.text = target.text
        self.requests: list[Request] = []

    def __call__(self, request: Request) -> CannedResponse:
        if request.url.endswith("/token"):
            return CannedResponse(body=json.dumps({"access_token": SECRET}).encode())
        self.requests.append(request)
        first = len(self.requests) == 1
        if self.way == "second redirect" and first:
            path = request.url.partition("?")[0]
            return CannedResponse(302, b"", {"Location": path})
        if self.way.endswith("redirect") and len(self.requests) <= 1 + (
            self.way == "second redirect"
        ):
            return CannedResponse(302, b"", {"Location": self.text})
        if not first or self.way.endswith("redirect"):
            return LAST
        if self.way == "link in a header":
            return CannedResponse(
                headers={
                    "Link": f'<{self.text}>; rel="next"',
                    "Content-Type": "application/json",
                }
            )
        return CannedResponse(body=json.dumps({"data": [1], "next": self.text}).encode())

    @property
    def followed(self) -> list[Request]:
        """The requests to the address."""
        return self.requests[2 if self.way == "second redirect" else 1 :]


def run(twin: Twin, given: Given, way: str, target: Target) -> tuple[Service, Exception | None]:
    """Walks through all pages; gives what the service saw, and the error."""
    service = Service(way, target)
    configuration = Configuration(
        host=target.home, retries=0, trusted_origins=TRUSTED, **given.configuration
    )
    client = twin.client(Script([service]), configuration=configuration, **given.client)
    client._own_credential = False
    given.prepare(client)
    if given.copy:
        client = client.with_options(**given.copy)
    operation = Operation[Any](
        "list_things",
        "GET",
        "/x",
        parameters=(header("X-Parameter"), cookie("parameter")),
        responses={"200": {"application/json": None}},
        security=given.security,
    )
    links: Any = NextLink(items=("data",), next=() if way == "link in a header" else ("next",))
    recorded = Recorded(operation, given.values, given.call_options)

    async def walk() -> None:
        async for _ in AsyncPager[Any, Any](client, recorded, links).pages():
            pass

    try:
        if twin.name == "async":
            twin.run(walk())
        else:
            list(Pager[Any, Any](client, recorded, links).pages())
    except (RedirectError, PaginationError) as error:
        return service, error
    return service, None


def carried(request: Request) -> bool:
    """Whether a request holds what was given, in whatever form."""
    fields = " ".join([request.url, *request.headers.values()])
    return SECRET in fields or "bWU6UzNDUkVU" in fields  # me:S3CRET in Base64


def check(twin: Twin, given: Given, way: str, target: Target) -> None:
    service, error = run(twin, given, way, target)
    assert carried(service.requests[0]), "what was given goes to the client's own host"
    if target.verdict == "refused":
        assert not service.followed, "nothing is sent to such an address"
        assert error is not None and "is not followed" in str(error)
        assert SECRET not in str(error)
        return
    assert error is None
    (request,) = service.followed
    if target.verdict == "outside":
        assert request.url == target.address
        assert not carried(request)
        assert set(request.headers) <= {
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Range",
        }
        return
    assert request.url.startswith(target.address)
    assert carried(request)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("given", GIVEN, ids=lambda given: given.name)
def test_what_was_given_stays_with_its_origin(
    given: Given, way: str, twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.environment.items():
        monkeypatch.setenv(name, value)
    for target in TARGETS:
        try:
            check(twin, given, way, target)
        except AssertionError as error:
            raise AssertionError(f"{given.name}, {way}, {target.text!r}: {error}") from error


def test_the_table_is_large() -> None:
    assert len(ROWS) >= 500
