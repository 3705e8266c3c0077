"""Repetitions, redirects, timeouts and OAuth2 tokens: the call policy over scripted transports
(BEHAVIOUR 18-20).
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs

import pytest

from docbound.runtime.errors import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    RateLimitException,
    RedirectError,
    ServiceException,
    SignInError,
    UnauthorizedException,
)
from docbound.runtime.service.operations import Body, Operation, query
from docbound.runtime.service.options import CallOptions, Retries
from docbound.runtime.transport.protocol import Request, Timeouts
from tests.runtime.twins import (
    HOST,
    AsyncClient,
    AsyncScriptTransport,
    CannedResponse,
    Client,
    Script,
    ScriptTransport,
    StillClock,
    Twin,
)

OK = CannedResponse(body=b'"fine"')
BROKEN = ApiConnectionError("reset")
REFUSED = ApiConnectionError("refused", sent=False)


def get(**settings: Any) -> Operation[Any]:
    return Operation("op", "GET", "/x", **settings)


def post(**settings: Any) -> Operation[Any]:
    return Operation("op", "POST", "/x", **settings)


def response(status: int, **headers: str) -> CannedResponse:
    return CannedResponse(
        status,
        b"{}",
        {name.replace("_", "-"): value for name, value in headers.items()},
    )


# --- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        BROKEN,
        REFUSED,
        ApiTimeoutError("slow"),
        ConnectionResetError(104, "reset"),
        TimeoutError(),
    ],
)
def test_a_lost_connection_is_tried_again(twin: Twin, step: Exception) -> None:
    outcome = twin.call(get(), responses=[step, step, OK])
    assert outcome.result == "fine"
    assert len(outcome.requests) == 3 and outcome.sleeps == [0.5, 1.0]


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_responses_worth_another_attempt(twin: Twin, status: int) -> None:
    outcome = twin.call(get(), responses=[response(status), OK])
    assert outcome.result == "fine" and outcome.sleeps == [0.5]


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 500, 501])
def test_other_responses_are_final(twin: Twin, status: int) -> None:
    outcome = twin.call(get(), responses=[response(status), OK])
    assert isinstance(outcome.result, ApiException) and outcome.result.status == status
    assert len(outcome.requests) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH", "CONNECT"])
def test_what_is_not_safe_to_repeat_is_not_repeated(twin: Twin, method: str) -> None:
    operation = Operation[Any]("op", method, "/x")
    for step in (BROKEN, ApiTimeoutError("slow"), response(503), response(429)):
        assert len(twin.call(operation, responses=[step, OK]).requests) == 1
    assert twin.call(operation, responses=[REFUSED, OK]).result == "fine"


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_says_when_to_come_back_is_called_again(twin: Twin, status: int) -> None:
    operation = post(body=Body({"application/json": None}))
    later = response(status, Retry_After="2")
    outcome = twin.call(operation, {"a": 1}, responses=[later, OK])
    assert outcome.result == "fine" and outcome.sleeps == [2.0]
    assert outcome.script.bodies == [b'{"a":1}'] * 2
    deaf = Retries(respect_retry_after=False)
    assert len(twin.call(operation, {}, responses=[later, OK], retries=deaf).requests) == 1
    for other in (response(502, Retry_After="2"), response(408, Retry_After="2")):
        assert len(twin.call(operation, {}, responses=[other, OK]).requests) == 1


def test_a_callers_idempotency_key_makes_it_safe(twin: Twin) -> None:
    for name in ("Idempotency-Key", "idempotency-key", "X-Idempotency-Key"):
        options = CallOptions(headers={name: "mine"})
        outcome = twin.call(post(), responses=[BROKEN, OK], options=options)
        assert outcome.result == "fine" and len(outcome.requests) == 2
        assert outcome.requests[1].headers[name] == "mine"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"])
def test_idempotent_methods_are_repeated(twin: Twin, method: str) -> None:
    outcome = twin.call(Operation[Any]("op", method, "/x"), responses=[BROKEN, response(503), OK])
    assert len(outcome.requests) == 3


def test_an_idempotency_key_makes_it_safe_and_stays_the_same(twin: Twin) -> None:
    operation = post(idempotency_key="Idempotency-Key")
    outcome = twin.call(operation, responses=[BROKEN, OK])
    keys = {request.headers["Idempotency-Key"] for request in outcome.requests}
    assert outcome.result == "fine" and len(keys) == 1 and len(keys.pop()) == 32
    again = twin.call(operation)
    assert again.request.headers["Idempotency-Key"] not in keys
    own = twin.call(operation, options=CallOptions(headers={"idempotency-key": "mine"}))
    assert (
        own.request.headers["idempotency-key"] == "mine"
        and "Idempotency-Key" not in own.request.headers
    )


def test_the_last_failure_is_the_result(twin: Twin) -> None:
    outcome = twin.call(get(), responses=[BROKEN])
    assert outcome.result is BROKEN and len(outcome.requests) == 3
    outcome = twin.call(get(), responses=[response(503)])
    assert isinstance(outcome.result, ServiceException) and len(outcome.requests) == 3
    assert outcome.script.closed == outcome.script.opened == 3


def test_count_per_client_and_per_call(twin: Twin) -> None:
    for settings, options, expected in (
        ({"retries": 0}, CallOptions(), 1),
        ({"retries": 5}, CallOptions(), 6),
        ({"retries": 5}, CallOptions(retries=1), 2),
        ({"configuration": {"retries": 4}}, CallOptions(), 5),
        ({}, CallOptions(retries=Retries(count=3, backoff=0.1)), 4),
        ({"retries": Retries(statuses=frozenset((500,)))}, CallOptions(), 1),
    ):
        outcome = twin.call(get(), responses=[response(503)], options=options, **settings)  # type: ignore[arg-type]
        assert len(outcome.requests) == expected


@pytest.mark.parametrize("bad", [-1, True, "3", 1.5])
def test_odd_retries_are_refused(twin: Twin, bad: Any) -> None:
    assert isinstance(twin.call(get(), options=CallOptions(retries=bad)).result, ApiTypeError)


def test_an_iterator_that_was_begun_cannot_be_sent_again(twin: Twin) -> None:
    operation = Operation[Any]("op", "PUT", "/x", body=Body({"application/octet-stream": "bytes"}))
    outcome = twin.call(operation, iter([b"a"]), responses=[response(503), OK])
    assert len(outcome.requests) == 1
    outcome = twin.call(operation, [b"a"], responses=[response(503), OK])
    assert outcome.script.bodies == [b"a", b"a"]


# --- how long -----------------------------------------------------------------------------------


def test_waits_grow_up_to_the_cap_and_leave_room_for_chance(twin: Twin) -> None:
    retries = Retries(count=6, backoff=1.0, max_wait=5.0)
    assert twin.call(get(), responses=[BROKEN], retries=retries).sleeps == [
        1,
        2,
        4,
        5,
        5,
        5,
    ]

    class Half(StillClock):
        def random(self) -> float:
            return 0.5

    clock = Half()
    outcome = twin.call(get(), responses=[BROKEN], retries=Retries(jitter=1.0), clock=clock)
    assert outcome.sleeps == [0.25, 0.5]


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("3", 3.0),
        ("0", None),
        ("2.5", 2.5),
        (" 7 ", 7.0),
        (formatdate(1_000_012, usegmt=True), 12.0),
        (formatdate(999_000, usegmt=True), None),
        ("soon", 0.5),
        ("-3", 0.5),
        ("nan", 0.5),
        ("inf", 0.5),
        ("", 0.5),
        ("Thu, 99 Foo 2024 99:99:99 GMT", 0.5),
    ],
)
def test_retry_after(twin: Twin, text: str, wait: float | None) -> None:
    outcome = twin.call(get(), responses=[response(503, Retry_After=text), OK])
    assert outcome.result == "fine"
    assert outcome.sleeps == ([] if wait is None else [wait])


def test_a_wait_beyond_the_cap_is_the_callers_business(twin: Twin) -> None:
    outcome = twin.call(get(), responses=[response(429, Retry_After="31"), OK])
    assert isinstance(outcome.result, RateLimitException)
    assert outcome.result.retry_after == 31 and outcome.sleeps == []
    outcome = twin.call(
        get(),
        responses=[response(429, Retry_After="31"), OK],
        retries=Retries(respect_retry_after=False),
    )
    assert outcome.result == "fine" and outcome.sleeps == [0.5]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (5, Timeouts(5, 5, 5)),
        (0.5, Timeouts(0.5, 0.5, 0.5)),
        ((1, 2.5), Timeouts(1, 2.5, None)),
        (None, Timeouts(30.0, 120.0, None)),
    ],
)
def test_timeouts(twin: Twin, given: Any, expected: Timeouts) -> None:
    assert twin.call(get(), options=CallOptions(request_timeout=given)).script.timeouts == [
        expected
    ]
    assert twin.call(get(), timeout=given).script.timeouts == [expected]
    assert twin.call(get(), configuration={"timeout": given}).script.timeouts == [expected]


@pytest.mark.parametrize("bad", ["5", (), (1, 2, 3), (1,), True, {}, ("1", 2)])
def test_odd_timeouts_are_refused(twin: Twin, bad: Any) -> None:
    outcome = twin.call(get(), options=CallOptions(request_timeout=bad))
    assert isinstance(outcome.result, ApiTypeError) and outcome.requests == []


@pytest.mark.parametrize("bad", [0, -1, (0, 1), float("nan")])
def test_a_timeout_is_greater_than_nothing(twin: Twin, bad: Any) -> None:
    assert isinstance(
        twin.call(get(), options=CallOptions(request_timeout=bad)).result, ApiValueError
    )


# --- redirects ----------------------------------------------------------------------------------


def moved(status: int, location: str) -> CannedResponse:
    return CannedResponse(status, b"", {"Location": location, "Content-Length": "0"})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_get_follows(twin: Twin, status: int) -> None:
    outcome = twin.call(get(), responses=[moved(status, "/elsewhere?a=b#part"), OK])
    assert outcome.result == "fine"
    assert [request.url for request in outcome.requests] == [
        f"{HOST}/x",
        "https://api.example.com/elsewhere?a=b",
    ]
    assert outcome.script.closed == 2


@pytest.mark.parametrize(
    ("status", "follows"),
    [(301, ""), (302, ""), (303, "GET"), (307, "POST"), (308, "POST")],
)
def test_post_follows_as_the_status_says(twin: Twin, status: int, follows: str) -> None:
    operation = post(body=Body({"application/json": None}))
    outcome = twin.call(operation, {"a": 1}, responses=[moved(status, "/y"), OK])
    if follows:
        first, second = outcome.requests
        assert (second.method, outcome.result) == (follows, "fine")
        assert second.body == (first.body if follows == "POST" else None)
        assert ("Content-Type" in second.headers) == (follows == "POST")
    else:
        assert isinstance(outcome.result, ApiException)
        assert outcome.result.status == status
        assert "leads to https://api.example.com/y" in str(outcome.result)


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example.net/x",
        "http://api.example.com/x",
        "https://api.example.com:8443/x",
    ],
)
def test_credentials_stay_with_their_origin(twin: Twin, location: str) -> None:
    operation = get(
        parameters=(query("q"),), security=(("bearer", "key", "queryKey", "cookieKey"),)
    )
    keys = {"key": "SECRET1", "queryKey": "SECRET2", "cookieKey": "SECRET3"}
    outcome = twin.call(
        operation,
        "v",
        responses=[moved(302, location), OK],
        configuration={"access_token": "SECRET0", "api_key": keys},
        options=CallOptions(headers={"X-Own": "SECRET4"}),
    )
    first, second = outcome.requests
    assert {"Authorization", "X-Key", "Cookie", "X-Own"} <= set(
        first.headers
    ) and "SECRET2" in first.url
    assert set(second.headers) == {"User-Agent", "Accept-Encoding"}
    assert "SECRET" not in second.url


def test_within_the_origin_they_go_along(twin: Twin) -> None:
    outcome = twin.call(
        get(security=(("bearer",),)),
        responses=[moved(302, "https://api.example.com:443/y"), OK],
        configuration={"access_token": "t"},
    )
    assert outcome.requests[1].headers["Authorization"] == "Bearer t"


def test_a_loop_ends(twin: Twin) -> None:
    outcome = twin.call(get(), responses=[moved(302, "/x")])
    assert isinstance(outcome.result, RedirectError) and len(outcome.requests) == 11
    assert outcome.script.opened == outcome.script.closed == 11


@pytest.mark.parametrize(
    "location",
    [
        "ftp://example.com/x",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "//evil.example.net/x",
        "//a:b:c/",
    ],
)
def test_only_http_is_followed(twin: Twin, location: str) -> None:
    outcome = twin.call(get(), responses=[moved(302, location)])
    assert isinstance(outcome.result, RedirectError) and len(outcome.requests) == 1


def test_sloppy_locations(twin: Twin) -> None:
    for location, path in (
        ("/a b", "/a%20b"),
        ("y", "/v1/y"),
        ("?p=1", "/v1/x?p=1"),
        ("/\xc3\xa9", "/%C3%A9"),
        ("/%41", "/%41"),
    ):
        outcome = twin.call(get(), responses=[moved(302, location), OK])
        assert outcome.requests[1].url == f"https://api.example.com{path}"
    outcome = twin.call(get(), responses=[response(302)])
    assert isinstance(outcome.result, ApiException) and outcome.result.status == 302


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_other_methods_follow_as_the_status_says(twin: Twin, method: str, status: int) -> None:
    body = Body({"application/json": None}) if method != "DELETE" else None
    values = ({"a": 1},) if body else ()
    operation = Operation[Any]("op", method, "/x", body=body)
    outcome = twin.call(operation, *values, responses=[moved(status, "/y"), OK])
    if status == 303:
        assert outcome.requests[1].method == "GET" and outcome.requests[1].body is None
    elif status in (307, 308) or method in ("OPTIONS", "QUERY"):
        first, second = outcome.requests
        assert (second.method, second.body) == (method, first.body)
    else:
        assert isinstance(outcome.result, ApiException)
        assert f"a {method} follows 303, 307 and 308 only" in str(outcome.result)


def test_a_body_that_cannot_be_repeated_is_not_sent_again(twin: Twin) -> None:
    operation = post(body=Body({"application/octet-stream": None}))

    def once() -> Any:
        yield b"piece"

    outcome = twin.call(operation, once(), responses=[moved(307, "/y"), OK])
    assert isinstance(outcome.result, ApiException) and len(outcome.requests) == 1
    assert "the body cannot be sent a second time" in str(outcome.result)


@pytest.mark.parametrize("location", ["/y", "https://elsewhere.example.net/y"])
def test_a_range_is_kept(twin: Twin, location: str) -> None:
    options = CallOptions(headers={"Range": "bytes=0-9", "If-Range": '"a"'})
    outcome = twin.call(get(), responses=[moved(302, location), OK], options=options)
    assert outcome.requests[1].headers["Range"] == "bytes=0-9"
    assert outcome.requests[1].headers["If-Range"] == '"a"'


def test_credentials_left_behind_are_not_sent_again(twin: Twin) -> None:
    """A way over another origin that comes back: the other one chose the address."""
    steps: list[Any] = [
        moved(302, "https://b.example/y"),
        moved(302, f"{HOST}/delete-all"),
        OK,
    ]
    outcome = twin.call(
        get(security=(("bearer",),)),
        responses=steps,
        configuration={"access_token": "S3CRET"},
    )
    assert [("S3CRET" in str(each.headers)) for each in outcome.requests] == [
        True,
        False,
        False,
    ]


def test_a_host_field_of_the_caller_stays_with_its_origin(twin: Twin) -> None:
    outcome = twin.call(
        get(),
        responses=[moved(302, "/y"), moved(302, "https://trusted.example/y"), OK],
        configuration={"trusted_origins": ["https://trusted.example"]},
        options=CallOptions(headers={"Host": "api.internal", "X-Own": "1"}),
    )
    assert [each.headers.get("Host") for each in outcome.requests] == ["api.internal"] * 2 + [None]
    assert [each.headers["X-Own"] for each in outcome.requests] == ["1"] * 3


def test_from_http_to_https_and_never_back(twin: Twin) -> None:
    steps: list[Any] = [
        moved(301, "https://h.example/y"),
        moved(302, "http://h.example/z"),
        OK,
    ]
    outcome = twin.call(
        get(security=(("bearer",),)),
        responses=steps,
        configuration={"access_token": "S3CRET", "host": "http://h.example"},
    )
    assert [("S3CRET" in str(each.headers)) for each in outcome.requests] == [
        True,
        True,
        False,
    ]


def test_errors_name_where_redirects_led(twin: Twin) -> None:
    place = "https://b.example/y?token=S3CRET"
    unreachable = twin.call(get(), responses=[moved(302, place), BROKEN], retries=0)
    assert "[GET https://api.example.com/v1/x, redirected to https://b.example/y]" in str(
        unreachable.result
    )
    not_found = twin.call(get(), responses=[moved(302, place), response(404)])
    assert "redirected to https://b.example/y" in str(not_found.result)
    assert not_found.result.redirection == "redirected to https://b.example/y"
    odd = twin.call(get(), responses=[moved(302, "ftp://me:S3CRET@b.example/y")])
    assert "leads to 'ftp://***@b.example/y', which is not followed" in str(odd.result)
    for outcome in (unreachable, not_found, odd):
        assert "S3CRET" not in f"{outcome.result}{outcome.result!r}"


# --- OAuth2 -------------------------------------------------------------------------------------

OAUTH = {"client_id": "me:x", "client_secret": "s3cr3t/+"}
SECURE = get(security=(("oauth",),), scopes={"oauth": ("read", "write")})


class Endpoint:
    """Answers as a token endpoint and as the service."""

    def __init__(self, expires_in: object = 3600) -> None:
        self.count = 0
        self.expires_in = expires_in
        self.valid: str | None = None
        self.lock = threading.Lock()

    def __call__(self, request: Request) -> CannedResponse:
        if request.url.endswith("/token"):
            with self.lock:
                self.count += 1
            self.valid = f"token{self.count}"
            response = {"access_token": self.valid, "expires_in": self.expires_in}
            return CannedResponse(body=json.dumps(response).encode())
        if request.headers["Authorization"] != f"Bearer {self.valid}":
            return CannedResponse(401, b"{}")
        return OK


def test_client_credentials(twin: Twin) -> None:
    outcome = twin.call(SECURE, responses=[Endpoint()], configuration=OAUTH)
    token, request = outcome.requests
    assert outcome.result == "fine"
    assert (token.method, token.url) == ("POST", "https://api.example.com/token")
    assert token.headers["Authorization"] == "Basic bWUlM0F4OnMzY3IzdCUyRiUyQg=="
    assert outcome.script.bodies[0] == b"grant_type=client_credentials&scope=read+write"
    assert request.headers["Authorization"] == "Bearer token1"


def client_of(twin: Twin, script: Script) -> Any:
    from tests.runtime.twins import Configuration

    client = twin.client(script, configuration=Configuration(**OAUTH))
    client.clock = StillClock()
    return client


def test_a_token_is_kept_and_renewed_before_it_ends(twin: Twin) -> None:
    endpoint = Endpoint(expires_in=100)
    client = client_of(twin, Script([endpoint]))

    def call() -> int:
        assert twin.run(client._call(SECURE, ())) == "fine"
        return endpoint.count

    assert (call(), call()) == (1, 1)
    client.clock.now += 89
    assert call() == 1
    client.clock.now += 2
    assert call() == 2


def test_a_withdrawn_token_is_renewed_once(twin: Twin) -> None:
    endpoint = Endpoint()
    client = client_of(twin, Script([endpoint]))
    assert twin.run(client._call(SECURE, ())) == "fine"
    endpoint.valid = "another"
    assert twin.run(client._call(SECURE, ())) == "fine"
    assert endpoint.count == 2

    def unanswered(request: Request) -> CannedResponse:
        return endpoint(request) if request.url.endswith("/token") else CannedResponse(401, b"{}")

    outcome = twin.call(SECURE, responses=[unanswered], configuration=OAUTH)
    assert isinstance(outcome.result, UnauthorizedException)
    assert [request.url.rpartition("/")[2] for request in outcome.requests] == [
        "token",
        "x",
        "token",
        "x",
    ]


@pytest.mark.parametrize("expires_in", [None, "3600", "never", [], 1e9])
def test_odd_lifetimes(twin: Twin, expires_in: object) -> None:
    assert twin.call(SECURE, responses=[Endpoint(expires_in)], configuration=OAUTH).result == "fine"


def test_a_refused_client_is_an_error_that_hides_the_secret(twin: Twin) -> None:
    body = b'{"error": "invalid_client", "error_description": "bad s3cr3t/+"}'
    outcome = twin.call(SECURE, responses=[CannedResponse(401, body)], configuration=OAUTH)
    assert isinstance(outcome.result, UnauthorizedException)
    assert str(outcome.result) == "(401): bad *** [POST https://api.example.com/token]"
    assert "s3cr3t" not in repr(outcome.result)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, b'{"error": "invalid_client"}'),
        (400, b'{"error": "invalid_client"}'),
        (401, b""),
    ],
)
def test_a_service_that_wants_the_client_in_the_form(twin: Twin, status: int, body: bytes) -> None:
    def endpoint(request: Request) -> CannedResponse:
        if not request.url.endswith("/token"):
            return CannedResponse(401)
        if "Authorization" in request.headers:
            return CannedResponse(status, body)
        return CannedResponse(200, b'{"access_token": "t", "expires_in": 3600}')

    operation = Operation[Any]("op", "GET", "/x", security=(("oauth",),))
    outcome = twin.call(operation, responses=[endpoint], configuration=OAUTH)
    # The resource refuses the token; the second one is requested in the way that worked.
    ways = [
        "basic" if "Authorization" in request.headers else "form"
        for request in outcome.requests
        if request.url.endswith("/token")
    ]
    assert ways == ["basic", "form", "form"]
    sent = parse_qs(outcome.script.bodies[1].decode())
    assert sent["client_id"] == ["me:x"]
    assert sent["client_secret"] == ["s3cr3t/+"]


def test_a_client_that_no_way_makes_known(twin: Twin) -> None:
    def endpoint(request: Request) -> CannedResponse:
        way = "basic" if "Authorization" in request.headers else "form"
        sent_texts = request.headers.get("Authorization", "") + str(request.body)
        return CannedResponse(401, f'{{"message": "{way} {sent_texts}"}}'.encode())

    operation = Operation[Any]("op", "GET", "/x", security=(("oauth",),))
    outcome = twin.call(operation, responses=[endpoint], configuration=OAUTH)
    assert len(outcome.requests) == 2
    assert "basic Basic ***" in str(outcome.result)
    refused = twin.call(
        operation,
        responses=[CannedResponse(400, b'{"error": "invalid_scope"}')],
        configuration=OAUTH,
    )
    assert len(refused.requests) == 1


@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"no json", b'{"access_token": ""}', b'{"access_token": 5}']
)
def test_a_token_response_without_a_token(twin: Twin, body: bytes) -> None:
    outcome = twin.call(SECURE, responses=[CannedResponse(200, body)], configuration=OAUTH)
    assert isinstance(outcome.result, SignInError)
    assert re.search("no access_token|no JSON object", str(outcome.result))


def test_a_hundred_callers_one_token_request() -> None:
    endpoint = Endpoint()
    client = client_of(TWIN_SYNC, Script([endpoint]))
    with ThreadPoolExecutor(100) as pool:
        found = list(pool.map(lambda _: client._call(SECURE, ()), range(100)))
    assert found == ["fine"] * 100 and endpoint.count == 1


def test_a_hundred_tasks_one_token_request() -> None:
    endpoint = Endpoint()
    client = client_of(TWIN_ASYNC, Script([endpoint]))

    async def all_at_once() -> list[Any]:
        return await asyncio.gather(*(client._call(SECURE, ()) for _ in range(100)))

    assert asyncio.run(all_at_once()) == ["fine"] * 100
    assert endpoint.count == 1


class _Sync(Twin):
    def client(self, script: Script, **settings: Any) -> Any:
        return Client(transport=ScriptTransport(script), **settings)


class _Async(Twin):
    def client(self, script: Script, **settings: Any) -> Any:
        return AsyncClient(transport=AsyncScriptTransport(script), **settings)


TWIN_SYNC, TWIN_ASYNC = _Sync(), _Async()
