"""``sign_request``: a function of the user's that sees each request as it is sent."""

from __future__ import annotations

import hashlib
import hmac
import logging
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError
from docbound.runtime.service.operations import Body, Operation, query
from docbound.runtime.service.options import CallOptions
from docbound.runtime.transport.protocol import Request
from tests.runtime.twins import TWINS, CannedResponse, Outcome, Twin

SEND = Operation[Any](
    "send",
    "POST",
    "/x",
    parameters=(query("q"),),
    body=Body({"application/json": None}),
    security=(("key",),),
)
READ = Operation[Any]("read", "GET", "/x")


@pytest.fixture(params=TWINS, ids=lambda twin: twin.name)
def twin(request: pytest.FixtureRequest) -> Twin:
    made: Twin = request.param
    return made


def sign(request: Request) -> dict[str, str]:
    """In the manner of AWS: method, address, header fields and body are signed."""
    body = request.body if isinstance(request.body, bytes) else b""
    fields = ";".join(sorted(name.lower() for name in request.headers))
    text = f"{request.method}\n{request.url}\n{fields}\n{hashlib.sha256(body).hexdigest()}"
    made = hmac.new(b"S3CRET-client", text.encode(), "sha256").hexdigest()
    return {"Authorization": f"HMAC {made}", "X-Content-SHA256": hashlib.sha256(body).hexdigest()}


def made(twin: Twin, operation: Operation[Any], *values: object, **settings: Any) -> Outcome:
    responses = settings.pop("responses", [CannedResponse()])
    options = settings.pop("options", CallOptions())
    prepare = settings.pop("prepare", None)
    return twin.call(
        operation,
        *values,
        responses=responses,
        options=options,
        prepare=prepare,
        configuration={"sign_request": sign, **settings},
    )


def test_the_function_sees_all_that_is_sent(twin: Twin) -> None:
    options = CallOptions(headers={"X-Mine": "1"}, query={"more": "2"})
    outcome = made(twin, SEND, "a b", {"x": 1}, api_key={"key": "k"}, options=options)
    request = outcome.request
    signature = request.headers["Authorization"]
    unsigned = {
        name: value
        for name, value in request.headers.items()
        if name not in ("Authorization", "X-Content-SHA256")
    }
    assert {"X-Key", "X-Mine", "Content-Type", "User-Agent"} <= unsigned.keys()
    assert request.url.endswith("?q=a%20b&more=2") and request.body
    again = sign(Request(request.method, request.url, unsigned, request.body))
    assert again["Authorization"] == signature


def test_it_counts_as_a_credential(twin: Twin) -> None:
    assert made(twin, SEND, None, {}).result == {}


def test_each_attempt_is_signed_anew(twin: Twin) -> None:
    times: list[int] = []

    def counting(request: Request) -> dict[str, str]:
        times.append(1)
        return {"X-Time": str(len(times))}

    outcome = made(
        twin, READ, responses=[CannedResponse(503), CannedResponse()], sign_request=counting
    )
    sent = [request.headers["X-Time"] for request in outcome.requests]
    assert sent[0] != sent[1] and outcome.result == {}


@pytest.mark.parametrize(
    ("place", "signed"),
    [
        ("/v1/y", True),
        ("https://files.example.com/y", True),
        ("https://elsewhere.example/y", False),
    ],
)
def test_a_redirect_is_signed_where_credentials_may_go(
    place: str, signed: bool, twin: Twin
) -> None:
    redirect = CannedResponse(302, b"", {"Location": place})
    outcome = made(
        twin,
        READ,
        responses=[redirect, CannedResponse()],
        trusted_origins=["https://files.example.com"],
    )
    first, second = outcome.requests
    assert ("Authorization" in second.headers) == signed
    assert ("X-Content-SHA256" in second.headers) == signed
    if signed:
        assert second.headers["Authorization"] != first.headers["Authorization"]


def test_nothing_of_a_signature_is_logged(twin: Twin, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        outcome = made(twin, READ)
    signature = outcome.request.headers["Authorization"]
    assert caplog.text and signature not in caplog.text and "X-Content" not in caplog.text


def test_a_request_of_its_own(twin: Twin) -> None:
    def presign(request: Request) -> Request:
        return Request(request.method, f"{request.url}?sig=1", request.headers, request.body)

    assert made(twin, READ, sign_request=presign).request.url.endswith("/x?sig=1")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (lambda request: None, ApiTypeError),
        (lambda request: "x", ApiTypeError),
        (lambda request: {"X": "a\nb"}, ApiValueError),
        (lambda request: Request("GET", "https://elsewhere.example/"), ApiValueError),
        (lambda request: Request("GET", "nowhere"), ApiValueError),
    ],
)
def test_what_it_gives_is_checked(given: Any, kind: type[Exception], twin: Twin) -> None:
    outcome = made(twin, READ, sign_request=given)
    assert isinstance(outcome.result, kind) and outcome.requests == []
