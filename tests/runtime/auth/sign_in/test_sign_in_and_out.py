"""``sign_in()`` and ``sign_out()`` of both clients, against the loopback service."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.client.async_api import BaseAsyncApiClient
from docbound.runtime.client.sync_client import BaseApiClient
from docbound.runtime.errors import (
    ApiTypeError,
    ApiValueError,
    MissingCredentialsError,
    ServiceException,
)
from docbound.runtime.service.sign_in import AuthorizationCode, ClientCredentials, Password
from docbound.runtime.service.token_stores import FileTokenStore, MemoryTokenStore, TokenSet
from tests.runtime.auth.sign_in.clients import CONNECT, OK, READ, WRITE, Driver
from tests.runtime.auth.sign_in.server import SECRETS, Answer, Service

Step = Callable[[Any], Any]


def signing_in(client: Any) -> Any:
    return client.sign_in()


def signing_out(client: Any) -> Any:
    return client.sign_out()


def reading(client: Any) -> Any:
    return client._call(READ, ())


def connecting(client: Any) -> Any:
    return client._call(CONNECT, ())


def done(driver: Driver, service: Service, *steps: Step, **settings: Any) -> list[Any]:
    """What each step gives or raises, in one client."""
    configuration = driver.configuration(service, settings)
    is_async = driver.name == "async"

    async def main() -> list[Any]:
        client = (BaseAsyncApiClient if is_async else BaseApiClient)(configuration)
        found: list[Any] = []
        for step in steps:
            try:
                value = step(client)
                found.append(await value if inspect.isawaitable(value) else value)
            except Exception as error:
                found.append(error)
        closed = client.close()
        if inspect.isawaitable(closed):
            await closed
        return found

    return asyncio.run(main())


def password(**more: Any) -> Password:
    return Password(username="ada", password="S3CRET-password", client_id="me", **more)


def revokes(service: Service, *answers: Answer) -> None:
    service.faults["/revoke"] = list(answers or [Answer(body=b"")] * 9)


def test_signing_in_before_the_first_call(driver: Driver, service: Service) -> None:
    found = done(
        driver,
        service,
        lambda client: client.sign_in(scopes=["read"]),
        lambda client: client.sign_in(scopes=("read",)),
        reading,
        sign_in={"oauth": password()},
    )
    assert found == [None, None, OK]
    assert service.paths() == ["/token", "/api"]
    assert service.forms("password")[0]["scope"] == "read"


def test_a_call_that_needs_more_asks_for_both(driver: Driver, service: Service) -> None:
    steps: list[Step] = [
        lambda client: client.sign_in(scopes=("write",)),
        lambda client: client._call(READ, ()),
        lambda client: client._call(WRITE, ()),
    ]
    assert done(driver, service, *steps, sign_in={"oauth": password()}) == [None, OK, OK]
    scopes = [form["scope"] for form in service.forms("password")]
    assert scopes == ["write", "write read"]


def test_a_browser_opens_when_the_user_signs_in(driver: Driver, service: Service) -> None:
    flow = AuthorizationCode(client_id="me", scopes=("read",), open_url=service.browse)
    assert done(driver, service, signing_in, reading, sign_in={"oauth": flow}) == [None, OK]
    assert service.paths() == ["/authorize", "/token", "/api"]


@pytest.mark.parametrize(
    ("scopes", "kind", "message"),
    [
        (None, ApiValueError, "scopes=.*some of read"),
        ("read", ApiTypeError, "a tuple of texts"),
        (7, ApiTypeError, "a tuple of texts"),
        (["a b"], ApiValueError, "no scope"),
        ([7], ApiValueError, "no scope"),
    ],
)
def test_scopes_that_are_not_said(
    scopes: Any, kind: type[Exception], message: str, driver: Driver, service: Service
) -> None:
    flow = AuthorizationCode(client_id="me", open_url=service.browse)
    (error,) = done(
        driver, service, lambda client: client.sign_in(scopes=scopes), sign_in={"oauth": flow}
    )
    with pytest.raises(kind, match=message):
        raise error
    assert service.requests == []


def test_several_schemes(driver: Driver, service: Service) -> None:
    """One grant for all: those with an address take a token, and one of them must be named."""
    steps: list[Step] = [
        signing_in,
        lambda client: client.sign_in(scheme="bearer"),
        lambda client: client.sign_in(scheme="oidc"),
        connecting,
    ]
    found = done(driver, service, *steps, sign_in=password(scopes=("s",)))
    assert found[2:] == [None, OK]
    for error in found[:2]:
        assert isinstance(error, ApiValueError) and "scheme='oauth' or 'oidc'" in str(error)
    assert service.paths() == ["/.well-known/openid-configuration", "/token", "/api"]


def test_nothing_says_how(driver: Driver, service: Service) -> None:
    for step in (signing_in, signing_out):
        (error,) = done(driver, service, step, access_token="mine")
        assert isinstance(error, MissingCredentialsError) and "sign_in=" in str(error)
    assert service.requests == []


@pytest.mark.parametrize("store", [MemoryTokenStore, FileTokenStore])
def test_signing_out(store: type[Any], driver: Driver, service: Service, tmp_path: Path) -> None:
    revokes(service)
    kept = store(tmp_path / "tokens.json") if store is FileTokenStore else store()
    settings = {
        "sign_in": {"oauth": password(revocation_url="/revoke")},
        "token_store": kept,
    }
    found = done(driver, service, reading, signing_out, signing_out, reading, **settings)
    assert found == [OK, True, False, OK]
    assert service.paths() == ["/token", "/api", "/revoke", "/token", "/api"]
    form = next(each.form for each in service.requests if each.path == "/revoke")
    assert form == {
        "token": "S3CRET-refresh-1",
        "token_type_hint": "refresh_token",
        "client_id": "me",
    }
    # Another run of the program, which only signs out.
    assert done(driver, service, signing_out, **settings) == [True]
    assert service.requests[-1].form["token"] == "S3CRET-refresh-2"
    if store is FileTokenStore:
        assert "S3CRET" not in (tmp_path / "tokens.json").read_text()


def test_a_token_without_a_refresh_token_is_withdrawn(driver: Driver, service: Service) -> None:
    revokes(service)
    flow = ClientCredentials(
        client_id="me", client_secret="S3CRET-client", revocation_url="/revoke"
    )
    found = done(driver, service, reading, signing_out, sign_in={"oauth": flow})
    assert found == [OK, True]
    assert service.requests[-1].form["token_type_hint"] == "access_token"
    assert service.requests[-1].headers["authorization"].startswith("Basic ")


def test_the_endpoint_of_a_discovery_document(driver: Driver, service: Service) -> None:
    revokes(service)
    path = "/.well-known/openid-configuration"
    flow = {"oidc": password(scopes=("s",))}
    assert done(driver, service, connecting, signing_out, sign_in=flow) == [OK, False]
    named = {**service.metadata(), "revocation_endpoint": f"{service.url}/revoke"}
    service.faults[path] = [Answer(body=named)]
    assert done(driver, service, connecting, signing_out, sign_in=flow) == [OK, True]
    # No token goes where another document leads.
    service.faults[path] = [Answer(body={**named, "revocation_endpoint": "https://evil.example/r"})]
    found = done(driver, service, connecting, signing_out, sign_in=flow)
    assert found[0] == OK and isinstance(found[1], MissingCredentialsError)
    assert "trusted_origins" in str(found[1])


def test_a_service_that_does_not_withdraw(driver: Driver, service: Service) -> None:
    """Here the tokens are forgotten all the same, and the error shows none."""
    revokes(service, Answer(503, {"error": "down S3CRET-refresh-1"}))
    flow = {"oauth": password(revocation_url="/revoke")}
    found = done(driver, service, reading, signing_out, signing_out, sign_in=flow)
    assert found[0] == OK and isinstance(found[1], ServiceException) and found[2] is False
    assert not any(secret in f"{found[1]!s}{found[1]!r}" for secret in SECRETS)


def test_a_store_without_delete(driver: Driver, service: Service) -> None:
    class Store:
        def __init__(self) -> None:
            self.tokens: dict[str, TokenSet] = {}

        def load(self, key: str) -> TokenSet | None:
            return self.tokens.get(key)

        def save(self, key: str, tokens: TokenSet) -> None:
            self.tokens[key] = tokens

    store = Store()
    settings: dict[str, Any] = {"sign_in": {"oauth": password()}, "token_store": store}
    assert done(driver, service, reading, signing_out, reading, **settings) == [OK, False, OK]
    assert service.paths() == ["/token", "/api", "/token", "/api"]
    assert done(driver, service, signing_out, **settings) == [False]
    assert [each.access_token for each in store.tokens.values()] == [""]
