"""Token endpoints that lie, send elsewhere, or repeat what they were sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docbound.runtime.errors import ApiException, OpenApiException, RedirectError
from docbound.runtime.service.operations import Operation
from docbound.runtime.transport.protocol import Request
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.twins import CannedResponse, Outcome, Script, Twin

SECRET = "S3CR+ET/of=client"
OPERATION = Operation[Any](
    "op",
    "GET",
    "/x",
    security=(("oauth",),),
    responses={"200": {"application/json": None}},
)


class Endpoint:
    """Answers token requests as configured, all other ones with ``{}``."""

    def __init__(self, *responses: CannedResponse) -> None:
        self.responses = responses
        self.requests: list[Request] = []
        self.tokens: list[str] = []

    def __call__(self, request: Request) -> CannedResponse:
        if "token" not in request.url:
            self.tokens.append(request.headers.get("Authorization", ""))
            return CannedResponse()
        self.requests.append(request)
        return self.responses[min(len(self.requests), len(self.responses)) - 1]


def ask(twin: Twin, endpoint: Endpoint, **configuration: Any) -> Outcome:
    settings = {"client_id": "me", "client_secret": SECRET, **configuration}
    return twin.call(OPERATION, script=Script([endpoint]), configuration=settings, retries=0)


def canned(body: str | bytes, status: int = 200, **headers: str) -> CannedResponse:
    octets = body.encode() if isinstance(body, str) else body
    return CannedResponse(status, octets, {"Content-Type": "application/json", **headers})


@pytest.mark.parametrize(
    "life",
    [
        *("NaN", "-Infinity", "-5", "0", "1e999", "null", "true", "[1]", "{}", '"an hour"'),
        *('"nan"', '"3600"', "1" + "0" * 400, "9" * 5000, "-1e400", '"9' + "9" * 400 + '"'),
    ],
)
def test_a_life_that_is_none_does_not_keep_the_token_from_its_call(twin: Twin, life: str) -> None:
    endpoint = Endpoint(canned(f'{{"access_token": "good", "expires_in": {life}}}'))
    outcome = ask(twin, endpoint)
    assert outcome.result == {} and endpoint.tokens == ["Bearer good"]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"null", b"5", b"[]", b"{}", b"<html>", b"\xff\xfe\xfd", b"{", b'"t"'),
        *(b"[" * 100_000, b'{"a":' * 100_000, b'{"access_token":' * 50_000),
        *(b'{"access_token": 5}', b'{"access_token": ""}', b'{"access_token": "  "}'),
        *(b'{"access_token": ["t"]}', b'{"Access_Token": "t"}', b'{"access_token": null}'),
        b'{"access_token": "a\\r\\nX-Evil: 1"}',
        b'{"access_token": "a\\u0000b"}',
        '{"access_token": "tök"}'.encode(),
        b'{"access_token": "' + b"t" * 100_000 + b'"}',
        b'{"error": "invalid_client", "error_description": "no such client"}',
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_response_without_a_usable_token_is_an_error(twin: Twin, body: bytes) -> None:
    endpoint = Endpoint(canned(body))
    outcome = ask(twin, endpoint)
    assert isinstance(outcome.result, ApiException) and "token endpoint" in str(outcome.result)
    assert_is_ours(outcome.result)
    assert len(str(outcome.result)) < 400 and not endpoint.tokens
    if b"no such client" in body:
        assert "no such client" in str(outcome.result)
    # The next call asks again.
    endpoint.responses = (canned('{"access_token": "good"}'),)
    endpoint.requests.clear()
    assert ask(twin, endpoint).result == {}


@pytest.mark.parametrize("given", [" good", "good\n", "\tgood "])
def test_blanks_around_a_token_are_left_out(twin: Twin, given: str) -> None:
    endpoint = Endpoint(canned(json.dumps({"access_token": given})))
    assert ask(twin, endpoint).result == {} and endpoint.tokens == ["Bearer good"]


OTHER_HOST = (
    "https://evil.example/token2",
    "http://api.example.com/token2",
    "https://api.example.com:8443/token2",
    "https://api.example.com./token2",
)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", OTHER_HOST)
def test_no_token_comes_from_another_origin(twin: Twin, place: str, status: int) -> None:
    endpoint = Endpoint(
        canned('{"access_token": "sent-with-redirect"}', status, Location=place),
        canned('{"access_token": "chosen-by-others"}'),
    )
    outcome = ask(twin, endpoint)
    assert isinstance(outcome.result, OpenApiException) and not endpoint.tokens
    assert place in str(outcome.result)
    for hidden in ("sent-with-redirect", "chosen-by-others", SECRET):
        assert hidden not in str(outcome.result)
    for request in endpoint.requests[1:]:
        fields = " ".join([request.url, *request.headers.values(), str(request.body)])
        assert "Basic" not in fields and "client" not in fields.replace("sample_client", "")


def test_an_origin_that_is_named_may_give_the_token(twin: Twin) -> None:
    moved = canned("", 303, Location="https://auth.example.net/token2")
    endpoint = Endpoint(moved, canned('{"access_token": "good"}'))
    outcome = ask(twin, endpoint, trusted_origins=["https://auth.example.net"])
    assert outcome.result == {} and endpoint.tokens == ["Bearer good"]
    endpoint = Endpoint(moved, canned('{"access_token": "good"}'))
    assert isinstance(ask(twin, endpoint).result, RedirectError)


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 500])
@pytest.mark.parametrize(
    "body",
    [
        '{"error": "x", "error_description": "no S3CR%2BET%2Fof%3Dclient"}',
        '{"error": "x", "error_description": "no S3CR\\u002bET\\/of=client"}',
        '{"refresh_token": "TOKEN-1", "note": "it is S3CR+ET/of=client"}',
        '{"id_token": "TOKEN-1", "id_token": "TOKEN-2", "expires_in": ' + "9" * 5000 + "}",
        '{"refresh_token": "TOKEN-1", "broken',
        "bWU6UzNDUiUyQkVUJTJGb2YlM0RjbGllbnQ=",  # user name and password as they are sent
    ],
)
def test_what_it_repeats_is_in_no_message(twin: Twin, body: str, status: int) -> None:
    outcome = ask(twin, Endpoint(canned(body, status)))
    assert isinstance(outcome.result, ApiException)
    for hidden in ("TOKEN", "S3CR", "bWU6"):
        assert hidden not in str(outcome.result)


def test_a_copy_fetches_tokens_by_its_own_settings_and_shares_them(twin: Twin) -> None:
    moved = canned("", 303, Location="https://auth.example.net/token2")
    endpoint = Endpoint(moved, canned('{"access_token": "good"}'))
    script = Script([endpoint])
    first = twin.client(
        script,
        host="https://api.example.com",
        retries=0,
    )
    first.configuration.client_id, first.configuration.client_secret = "me", SECRET
    careful = first.with_options(trusted_origins=[])
    trusting = first.with_options(trusted_origins=["https://auth.example.net"])
    with pytest.raises(RedirectError):
        twin.run(careful._call(OPERATION, ()))
    endpoint.requests.clear()
    assert twin.run(trusting._call(OPERATION, ())) == {}
    # The token that one of them has fetched is there for all.
    requests = len(endpoint.requests)
    assert twin.run(first._call(OPERATION, ())) == {}
    assert len(endpoint.requests) == requests


DEEP = "[" * 100_000


@pytest.mark.parametrize("status", [400, 401, 403, 500])
@pytest.mark.parametrize("body", [DEEP, '{"error": ' + DEEP, '{"error": "x", "a": ' + "1" * 9999])
def test_an_error_that_nests_deeply(twin: Twin, body: str, status: int) -> None:
    outcome = ask(twin, Endpoint(canned(body, status)))
    assert isinstance(outcome.result, ApiException) and outcome.result.status == status
    assert_is_ours(outcome.result)


@pytest.mark.parametrize("depth", range(860, 1000, 3))
def test_a_response_as_deep_as_can_just_be_read(twin: Twin, depth: int) -> None:
    body = '{"a": ' + '{"a":' * depth + "1" + "}" * depth + "}"
    outcome = ask(twin, Endpoint(canned(body)))
    assert isinstance(outcome.result, ApiException)
    assert_is_ours(outcome.result)
