"""Files of tokens that others have made, changed, locked or filled."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError, LocalFileError
from docbound.runtime.service import token_stores
from docbound.runtime.service.token_stores import FileTokenStore, MemoryTokenStore, TokenSet
from tests.runtime.auth.sign_in.clients import OK, READ, Driver
from tests.runtime.auth.sign_in.server import Service
from tests.runtime.auth.sign_in.test_stores import ADA

TOKENS = TokenSet(access_token="S3CRET-access-9")


def private(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(0o600)
    return path


def pipe(path: Path) -> None:
    os.mkfifo(path, 0o600)


def folder(path: Path) -> None:
    path.mkdir(0o700)


def circle(path: Path) -> None:
    path.symlink_to(path)


def large(path: Path) -> None:
    with private(path, "").open("r+b") as file:
        file.truncate(1 << 40)  # a terabyte that takes no room


def of_others(path: Path) -> None:
    private(path, '{"format": "tokens/1", "tokens": {}}')
    if os.geteuid() != 0:
        pytest.skip("only root can make a file of another user")
    os.chown(path, 54321, 54321)


@pytest.mark.parametrize("make", [pipe, folder, circle, large, of_others])
def test_what_is_no_file_of_its_own_is_refused_at_once(
    make: Callable[[Path], None], driver: Driver, service: Service, tmp_path: Path
) -> None:
    path = tmp_path / "t"
    make(path)
    store = FileTokenStore(path)
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, LocalFileError) and str(path) in str(error)
    assert service.requests == []
    with pytest.raises(LocalFileError):
        store.save("k", TOKENS)
    assert not list(tmp_path.glob(".t.[!l]*")), "nothing is left behind"


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000, b"\xff\xfe\x00"])
def test_json_that_nobody_wrote_in_good_faith(
    content: str | bytes, driver: Driver, service: Service, tmp_path: Path
) -> None:
    store = FileTokenStore(private(tmp_path / "t", content))
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, ApiValueError) and "no file of tokens" in str(error)


@pytest.mark.parametrize("ends", ["NaN", "1" + "0" * 400, '"soon"', "[]", "true"])
def test_an_end_that_is_none(ends: str, tmp_path: Path) -> None:
    content = '{"format": "tokens/1", "tokens": {"k": {"access_token": "a", "expires_at": %s}}}'
    path = private(tmp_path / "t", content % ends)
    with pytest.raises(ApiValueError, match="sign in again"):
        FileTokenStore(path).load("k")


@pytest.mark.parametrize("ends", [float("inf"), 1e300, None])
@pytest.mark.parametrize("token", ["", "a\r\nX-Evil: 1", "a\0b", "\ud800", "€", "t" * 100_000])
def test_a_token_that_cannot_be_sent_is_fetched_anew(
    token: str, ends: float | None, driver: Driver, service: Service
) -> None:
    class Store(MemoryTokenStore):
        def load(self, key: str) -> TokenSet | None:
            return super().load(key) or TokenSet(access_token=token, expires_at=ends)

    assert driver.calls(service, READ, READ, sign_in=ADA, token_store=Store()) == [OK, OK]
    assert service.count == 1


def test_a_life_that_has_ended_long_ago(driver: Driver, service: Service) -> None:
    class Store(MemoryTokenStore):
        def load(self, key: str) -> TokenSet | None:
            return TokenSet(access_token="S3CRET-access-0", expires_at=float("-inf"))

    assert driver.calls(service, READ, sign_in=ADA, token_store=Store()) == [OK]


def test_a_lock_that_another_program_keeps(
    driver: Driver, service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_stores, "_PATIENCE", 0.05)
    with (tmp_path / ".t.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        store = FileTokenStore(tmp_path / "t")
        (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, LocalFileError) and "has locked it" in str(error)
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    precious = private(tmp_path / "precious", "mine")
    (tmp_path / ".t.lock").symlink_to(precious)
    with pytest.raises(LocalFileError):
        FileTokenStore(tmp_path / "t").save("k", TOKENS)
    assert precious.read_text() == "mine"


def test_a_link_in_the_place_of_the_file_is_replaced(tmp_path: Path) -> None:
    precious = private(tmp_path / "precious", '{"format": "tokens/1", "tokens": {}}')
    (tmp_path / "t").symlink_to(precious)
    store = FileTokenStore(tmp_path / "t")
    store.save("k", TOKENS)
    assert store.load("k") == TOKENS
    assert "S3CRET" not in precious.read_text()


def test_many_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    stores = [FileTokenStore(tmp_path / "t") for _ in range(8)]

    def write(number: int) -> None:
        for each in range(5):
            stores[number].save(f"{number}-{each}", TOKENS)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads((tmp_path / "t").read_text())["tokens"]) == 40


def test_more_than_can_be_read_again_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_stores, "_LARGEST", 1000)
    store = FileTokenStore(tmp_path / "t")
    store.save("a", TOKENS)
    with pytest.raises(LocalFileError, match="at most"):
        store.save("b", TokenSet(access_token="x" * 1000))
    assert store.load("a") == TOKENS


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a\0b", ApiValueError), ("~nobody-of-this-name/t", ApiValueError), (5, ApiTypeError)],
)
def test_paths_that_are_none(path: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="path"):
        FileTokenStore(path)
