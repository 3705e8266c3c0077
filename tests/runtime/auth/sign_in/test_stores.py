"""Tokens between runs: in a file, in a store of one's own, shared with another program."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.errors import (
    ApiTypeError,
    ApiValueError,
    LocalFileError,
    OpenApiException,
    SignInError,
)
from docbound.runtime.service.sign_in import AuthorizationCode, Password, RefreshToken
from docbound.runtime.service.token_stores import FileTokenStore, MemoryTokenStore, TokenSet
from tests.runtime.auth.sign_in.clients import OK, READ, AsyncDriver, Driver
from tests.runtime.auth.sign_in.server import SECRETS, Service
from tests.runtime.twins import StillClock

ADA = Password(username="ada", password="S3CRET-password", client_id="me")


def test_a_second_run_needs_no_user(driver: Driver, service: Service, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "tokens.json"
    flow = AuthorizationCode(client_id="me", open_url=service.browse, timeout=20)
    for _ in range(3):
        store = FileTokenStore(path)
        assert driver.calls(service, READ, sign_in=flow, token_store=store) == [OK]
    assert service.count == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    (key,) = json.loads(path.read_text())["tokens"]
    assert key.startswith(f"{service.url}/token me ")
    # Neither name nor key of a file holds what the user proved itself with.
    assert not any(secret in key for secret in SECRETS)
    assert "S3CRET-code" not in path.read_text()


def test_a_run_that_begins_with_an_old_token_refreshes_it(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    service.lifetime = 100
    clock = StillClock()
    for _ in range(3):
        store = FileTokenStore(tmp_path / "t")
        found = driver.calls(service, READ, sign_in=ADA, token_store=store, clock=clock)
        assert found == [OK]
        clock.sleep(1000)
    assert len(service.forms("password")) == 1
    used = [each["refresh_token"] for each in service.forms("refresh_token")]
    assert used == ["S3CRET-refresh-1", "S3CRET-refresh-2"]


def test_a_token_that_another_program_has_refreshed_is_taken(
    driver: Driver, service: Service
) -> None:
    """Both have the same refresh token, and it can be used once."""
    store = MemoryTokenStore()
    service.lifetime = 100
    first, second = StillClock(), StillClock()

    def meanwhile(_: object) -> None:
        first.sleep(1000)
        second.sleep(1000)
        if service.count == 1:
            other = Driver().calls(service, READ, sign_in=ADA, token_store=store, clock=second)
            assert other == [OK]

    found = driver.calls(
        service, READ, READ, sign_in=ADA, token_store=store, clock=first, between=meanwhile
    )
    assert found == [OK, OK]
    assert len(service.forms("password")) == 1 and len(service.forms("refresh_token")) == 1


def test_a_refresh_that_comes_second_looks_into_the_store_again(
    driver: Driver, service: Service
) -> None:
    """The other program uses up the refresh token after this one has read the store."""
    store = MemoryTokenStore()
    clock = StillClock()
    service.lifetime = 100
    seen: list[int] = []

    def other_is_faster(request: Any) -> None:
        if not seen:
            seen.append(1)
            tokens = service.tokens(renews=True).body
            (name,) = store._tokens
            store.save(
                name,
                TokenSet(
                    access_token=tokens["access_token"],
                    refresh_token=tokens["refresh_token"],
                    expires_at=clock.time() + 100,
                    scopes=("read",),
                ),
            )

    def later(_: object) -> None:
        clock.sleep(1000)
        service.faults["/refresh"] = [other_is_faster]

    found = driver.calls(
        service, READ, READ, sign_in=ADA, token_store=store, clock=clock, between=later
    )
    assert found == [OK, OK]
    assert len(service.forms("password")) == 1 and len(service.forms("refresh_token")) == 1


def test_a_refresh_token_of_the_users_is_followed_in_the_store(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    service.refresh = "S3CRET-refresh-0"
    flow = RefreshToken(refresh_token="S3CRET-refresh-0", client_id="me")
    service.lifetime = 0
    for _ in range(3):
        store = FileTokenStore(tmp_path / "t")
        assert driver.calls(service, READ, sign_in=flow, token_store=store) == [OK]
    used = [each["refresh_token"] for each in service.forms("refresh_token")]
    assert used == [f"S3CRET-refresh-{number}" for number in range(3)]


def test_a_stored_token_that_is_refused_is_not_taken_again(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    store = FileTokenStore(tmp_path / "t")
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    service.valid.clear()
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    assert len(service.forms("refresh_token")) == 1


def test_a_store_of_coroutine_functions(service: Service) -> None:
    class Store:
        def __init__(self) -> None:
            self.kept: dict[str, TokenSet] = {}

        async def load(self, key: str) -> TokenSet | None:
            return self.kept.get(key)

        async def save(self, key: str, tokens: TokenSet) -> None:
            self.kept[key] = tokens

    store = Store()
    for _ in range(2):
        assert AsyncDriver().calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    assert service.count == 1 and len(store.kept) == 1
    (error,) = Driver().calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, ApiTypeError) and "asynchronous client" in str(error)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "tokens/1", "tokens": []}', "\x00"]
)
def test_a_file_that_is_something_else_is_left_alone(
    content: str, driver: Driver, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "precious"
    path.write_text(content)
    path.chmod(0o600)
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=FileTokenStore(path))
    assert isinstance(error, ApiValueError) and "no file of tokens" in str(error)
    assert path.read_text() == content and service.requests == []


def test_a_file_that_others_can_read_is_refused(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "t"
    store = FileTokenStore(path)
    driver.calls(service, READ, sign_in=ADA, token_store=store)
    path.chmod(0o644)
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, LocalFileError) and "chmod 600" in str(error)


def test_a_folder_that_cannot_be_made(driver: Driver, service: Service, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = FileTokenStore(tmp_path / "file" / "t")
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, OpenApiException) and str(tmp_path) in str(error)


def test_a_file_is_replaced_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FileTokenStore(tmp_path / "t")
    store.save("a", TokenSet(access_token="S3CRET-access-1"))
    before = (tmp_path / "t").read_bytes()

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(LocalFileError, match="no space left"):
        store.save("a", TokenSet(access_token="S3CRET-access-2"))
    assert (tmp_path / "t").read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"t", ".t.lock"}


def test_nothing_shows_tokens() -> None:
    tokens = TokenSet(access_token="S3CRET-access-1", refresh_token="S3CRET-refresh-1")
    store = MemoryTokenStore()
    store.save("k", tokens)
    for thing in (tokens, store, FileTokenStore("t"), {"tokens": tokens}):
        assert "S3CRET" not in repr(thing)
    assert TokenSet.from_dict(tokens.to_dict()) == tokens


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"access_token": 5},
        {"access_token": "a", "expires_at": "x"},
        {"access_token": "a", "scopes": [5]},
    ],
)
def test_tokens_of_a_store_are_checked(data: dict[str, Any]) -> None:
    with pytest.raises(ApiValueError, match="no tokens"):
        TokenSet.from_dict(data)


def test_sign_in_again_says_so(driver: Driver, service: Service) -> None:
    flow = RefreshToken(refresh_token="S3CRET-refresh-9", client_id="me")
    store = MemoryTokenStore()
    (error,) = driver.calls(service, READ, sign_in=flow, token_store=store)
    assert isinstance(error, SignInError) and "S3CRET" not in str(error)
