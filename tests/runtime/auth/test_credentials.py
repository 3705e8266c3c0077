"""Security: which credentials go with a call, and where (BEHAVIOUR 18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError, MissingCredentialsError
from docbound.runtime.service.operations import Operation, header
from docbound.runtime.service.options import CallOptions
from tests.runtime.twins import (
    AsyncClient,
    Client,
    Configuration,
    Outcome,
    Script,
    Twin,
)


def call(twin: Twin, *security: tuple[str, ...], **settings: Any) -> Outcome:
    return twin.call(Operation[Any]("op", "GET", "/x", security=security), configuration=settings)


def sent(outcome: Outcome) -> dict[str, str]:
    """What was sent as a credential: header fields, and the query."""
    request = outcome.request
    found = {
        name: value
        for name, value in request.headers.items()
        if name in ("Authorization", "X-Key", "Cookie")
    }
    _, _, query = request.url.partition("?")
    return found | ({"?": query} if query else {})


@pytest.mark.parametrize(
    ("scheme", "settings", "expected"),
    [
        ("key", {"api_key": {"key": "k"}}, {"X-Key": "k"}),
        (
            "key",
            {"api_key": {"key": "k"}, "api_key_prefix": {"key": "Token"}},
            {"X-Key": "Token k"},
        ),
        ("queryKey", {"api_key": {"queryKey": "a b&c"}}, {"?": "api_key=a%20b%26c"}),
        ("cookieKey", {"api_key": {"cookieKey": "s"}}, {"Cookie": "session=s"}),
        ("prefixed", {"api_key": {"prefixed": "k"}}, {"Authorization": "Api-Key k"}),
        (
            "prefixed",
            {"api_key": {"prefixed": "k"}, "api_key_prefix": {"prefixed": ""}},
            {"Authorization": "k"},
        ),
        (
            "prefixed",
            {"api_key": {"prefixed": "k"}, "api_key_prefix": {"prefixed": "Api-Token"}},
            {"Authorization": "Api-Token k"},
        ),
        (
            "basic",
            {"username": "ü", "password": "p:w"},
            {"Authorization": "Basic w7w6cDp3"},
        ),
        ("bearer", {"access_token": "t\n"}, {"Authorization": "Bearer t"}),
        (
            "bearer",
            {"access_token": lambda: "fresh"},
            {"Authorization": "Bearer fresh"},
        ),
        ("digest", {"api_key": {"digest": "d"}}, {"Authorization": "Digest d"}),
        ("oauth", {"access_token": "t"}, {"Authorization": "Bearer t"}),
        ("tls", {"cert_file": "client.pem"}, {}),
    ],
)
def test_each_scheme(
    twin: Twin, scheme: str, settings: dict[str, Any], expected: dict[str, str]
) -> None:
    assert sent(call(twin, (scheme,), **settings)) == expected


def test_either_alternative_alone(twin: Twin) -> None:
    security = (("key",), ("bearer",))
    assert sent(call(twin, *security, api_key={"key": "k"})) == {"X-Key": "k"}
    assert sent(call(twin, *security, access_token="t")) == {"Authorization": "Bearer t"}
    both = call(twin, *security, api_key={"key": "k"}, access_token="t")
    assert sent(both) == {"X-Key": "k"}


def test_pairs_are_sent_together_or_not_at_all(twin: Twin) -> None:
    security = (("key", "bearer"), ("basic",))
    assert sent(call(twin, *security, api_key={"key": "k"}, access_token="t")) == {
        "X-Key": "k",
        "Authorization": "Bearer t",
    }
    both = call(twin, *security, api_key={"key": "k"}, username="u", password="p")
    assert sent(both) == {"Authorization": "Basic dTpw"}


def test_no_security_sends_nothing(twin: Twin) -> None:
    assert sent(call(twin, api_key={"key": "k"}, access_token="t")) == {}


def test_optional_security_sends_what_is_there(twin: Twin) -> None:
    assert sent(call(twin, (), ("bearer",), access_token="t")) == {"Authorization": "Bearer t"}
    assert sent(call(twin, (), ("bearer",))) == {}


@pytest.mark.parametrize(
    ("security", "words"),
    [
        (
            (("bearer",),),
            (
                "op needs a credential: set access_token (or the environment variable"
                " SAMPLE_TOKEN); nothing was sent"
            ),
        ),
        (
            (("key",), ("basic",)),
            "api_key['key'] (or the environment variable SAMPLE_KEY), or username and password",
        ),
        ((("digest", "tls"),), "set api_key['digest'] and cert_file"),
        ((("oauth",),), "access_token (or client_id and client_secret)"),
    ],
)
def test_a_missing_credential_is_named_before_anything_is_sent(
    twin: Twin, security: tuple[tuple[str, ...], ...], words: str
) -> None:
    outcome = call(twin, *security)
    assert isinstance(outcome.result, MissingCredentialsError) and isinstance(
        outcome.result, ValueError
    )
    assert words in str(outcome.result)
    assert outcome.requests == []


def test_environment_variables_count_when_nothing_is_given(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_TOKEN", "from-environment\n")
    monkeypatch.setenv("SAMPLE_BASIC", "user:pass:word")
    monkeypatch.setenv("SAMPLE_KEY", "env-key")
    assert sent(call(twin, ("bearer",))) == {"Authorization": "Bearer from-environment"}
    assert sent(call(twin, ("bearer",), access_token="given")) == {"Authorization": "Bearer given"}
    assert sent(call(twin, ("basic",))) == {"Authorization": "Basic dXNlcjpwYXNzOndvcmQ="}
    assert sent(call(twin, ("key",))) == {"X-Key": "env-key"}


@pytest.mark.parametrize(
    ("scheme", "settings"),
    [("bearer", {"access_token": " "}), ("key", {"api_key": {"key": ""}})],
)
def test_an_empty_credential_is_none(twin: Twin, scheme: str, settings: dict[str, Any]) -> None:
    outcome = call(twin, (scheme,), **settings)
    assert isinstance(outcome.result, MissingCredentialsError)
    assert outcome.requests == []


def test_a_token_is_text_or_a_function(twin: Twin) -> None:
    outcome = call(twin, ("bearer",), access_token=5)
    assert isinstance(outcome.result, ApiTypeError)
    assert "a value of type int" in str(outcome.result)


@pytest.mark.parametrize("nothing", ["", " \n", "\ufeff"])
def test_a_function_that_gives_an_empty_token_sends_nothing(twin: Twin, nothing: str) -> None:
    outcome = call(twin, ("bearer",), access_token=lambda: nothing)
    assert isinstance(outcome.result, MissingCredentialsError)
    assert "access_token gave an empty text; nothing was sent" in str(outcome.result)
    assert not outcome.script.requests


def test_the_callers_own_credentials(twin: Twin) -> None:
    operation = Operation[Any]("op", "GET", "/x", security=(("bearer",),))
    own = twin.call(operation, header_name="Authorization", header_value="Custom 1")
    assert sent(own) == {"Authorization": "Custom 1"}
    own = twin.call(operation, options=CallOptions(headers={"authorization": "Custom 2"}))
    assert (
        own.request.headers["authorization"] == "Custom 2"
        and "Authorization" not in own.request.headers
    )
    assert sent(twin.call(operation, own_transport=True)) == {}
    both = twin.call(operation, configuration={"access_token": "t"}, own_transport=True)
    assert sent(both) == {"Authorization": "Bearer t"}


def test_a_credential_for_one_call(twin: Twin) -> None:
    operation = Operation[Any]("op", "GET", "/x", security=(("bearer",),))
    for where, expected in (
        ("header", {"X-Key": "v"}),
        ("query", {"?": "X-Key=v"}),
        ("cookie", {"Cookie": "X-Key=v"}),
    ):
        auth = {"in": where, "type": "api_key", "key": "X-Key", "value": "v"}
        made = twin.call(
            operation,
            options=CallOptions(request_auth=auth),
            configuration={"access_token": "t"},
        )
        assert sent(made) == expected
    bad = twin.call(operation, options=CallOptions(request_auth={"in": "header"}))
    assert isinstance(bad.result, ApiTypeError)


def test_cookies_and_headers_of_parameters_stand_beside(twin: Twin) -> None:
    operation = Operation[Any](
        "op", "GET", "/x", parameters=(header("X-Key"),), security=(("cookieKey",),)
    )
    made = twin.call(operation, "mine", api_key={"cookieKey": "s"}, cookie="a=b")
    assert sent(made) == {"X-Key": "mine", "Cookie": "a=b; session=s"}


def test_a_token_with_a_line_break_inside_is_refused_unseen(twin: Twin) -> None:
    outcome = call(twin, ("bearer",), access_token="se\ncret")
    assert isinstance(outcome.result, ApiValueError) and "cret" not in str(outcome.result)


def test_a_coroutine_function_gives_tokens_to_the_asynchronous_client_only(
    twin: Twin,
) -> None:
    async def token() -> str:
        return "later"

    outcome = call(twin, ("bearer",), access_token=token)
    if twin.name == "async":
        assert sent(outcome) == {"Authorization": "Bearer later"}
    else:
        assert isinstance(outcome.result, ApiTypeError)


def test_the_refresh_hook_runs_before_the_key_is_read(twin: Twin) -> None:
    configuration = Configuration(api_key={"key": "old"})
    configuration.refresh_api_key_hook = lambda it: it.api_key.update(key="new")
    operation = Operation[Any]("op", "GET", "/x", security=(("key",),))
    assert sent(
        twin.call(operation, prepare=lambda c: setattr(c, "configuration", configuration))
    ) == {"X-Key": "new"}
    assert configuration.get_api_key_with_prefix("key") == "new"


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_three_words_are_enough(kind: Any) -> None:
    assert kind(api_key={"key": "k"}).configuration.api_key["key"] == "k"
    assert kind(access_token="t").configuration.access_token == "t"
    with pytest.raises(ApiTypeError, match="not both"):
        kind(Configuration(), access_token="t")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda it: setattr(it, "access_token", "b"), {"Authorization": "Bearer b"}),
        (lambda it: it.api_key.update(key="b"), {"X-Key": "b"}),
        (
            lambda it: it.api_key_prefix.update(bearer="Token"),
            {"Authorization": "Token a"},
        ),
        (lambda it: setattr(it, "access_token", None), {"Authorization": None}),
    ],
)
def test_a_changed_setting_counts_from_the_next_call_on(
    twin: Twin, change: Callable[[Any], object], expected: dict[str, str | None]
) -> None:
    security = (("bearer", "key"), ("key",))
    operation: Operation[Any] = Operation("x", "GET", "/x", security=security)
    settings = Configuration(access_token="a", api_key={"key": "a"})
    script, fields = Script(), list[dict[str, str | None]]()
    client = twin.client(script, configuration=settings)
    for step in (change, lambda _: None):
        twin.run(client._call(operation, ()))
        names, headers = ("Authorization", "X-Key"), script.requests[-1].headers
        fields.append({name: headers.get(name) for name in names})
        step(settings)
    assert fields[0] == {"Authorization": "Bearer a", "X-Key": "a"}
    assert fields[1] == fields[0] | expected


def test_a_copy_with_other_credentials_remembers_its_own(twin: Twin) -> None:
    operation: Operation[Any] = Operation("x", "GET", "/x", security=(("bearer",),))
    script = Script()
    client = twin.client(script, access_token="first")
    copy = client.with_options(access_token="second")
    for each in (client, copy, client):
        twin.run(each._call(operation, ()))
    tokens = [request.headers["Authorization"] for request in script.requests]
    assert tokens == ["Bearer first", "Bearer second", "Bearer first"]


def test_a_credential_of_the_environment_may_change(
    twin: Twin, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, keys = Script(), list[str]()
    client = twin.client(script)
    client._own_credential = False
    operation: Operation[Any] = Operation("x", "GET", "/x", security=(("key",),))
    for value in ("first", "second"):
        monkeypatch.setenv("SAMPLE_KEY", value)
        twin.run(client._call(operation, ()))
        keys.append(script.requests[-1].headers["X-Key"])
    assert keys == ["first", "second"]
