"""Programs that share a store and refresh at the same moment: one of them does, and the others take
what it got. No one signs in anew.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.client.async_api import BaseAsyncApiClient
from docbound.runtime.errors import ApiTypeError, LocalFileError
from docbound.runtime.service.sign_in import Password, RefreshToken
from docbound.runtime.service.token_stores import FileTokenStore, MemoryTokenStore, TokenSet
from tests.runtime.auth.sign_in.clients import OK, READ, AsyncDriver, Driver
from tests.runtime.auth.sign_in.server import Answer, Service
from tests.runtime.twins import StillClock

ADA = Password(username="ada", password="S3CRET-password", client_id="me")
PROGRAMS = 5


def slowly(_: object) -> None:
    time.sleep(0.1)


def in_programs(driver: Driver, service: Service, store: Callable[[], Any]) -> list[Any]:
    """A call of each of several programs at once, with a store that has tokens which have ended."""
    with ThreadPoolExecutor(PROGRAMS) as pool:
        runs = [
            pool.submit(driver.calls, service, READ, sign_in=ADA, token_store=store())
            for _ in range(PROGRAMS)
        ]
        return [result for run in runs for result in run.result()]


def end(store: Any) -> None:
    """Moves the end of what is in a store into the past."""
    (name,) = store._entries() if isinstance(store, FileTokenStore) else store._tokens
    old = store.load(name)
    store.save(
        name,
        TokenSet(
            access_token=old.access_token,
            refresh_token=old.refresh_token,
            expires_at=0.0,
            scopes=old.scopes,
        ),
    )


def test_one_of_several_programs_refreshes(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    """A refresh token that is used twice may end all tokens of its user (RFC 9700, section
    4.14.2).
    """
    path = tmp_path / "t"
    assert driver.calls(service, READ, sign_in=ADA, token_store=FileTokenStore(path)) == [OK]
    for round_ in (1, 2):
        end(FileTokenStore(path))
        service.faults["/refresh"] = [slowly] * PROGRAMS
        assert in_programs(driver, service, lambda: FileTokenStore(path)) == [OK] * PROGRAMS
        assert len(service.forms("refresh_token")) == round_
    assert len(service.forms("password")) == 1


class SlowStore(MemoryTokenStore):
    """One without turns, which takes a while to save."""

    def save(self, key: str, tokens: TokenSet) -> None:
        if self._tokens:
            time.sleep(0.3)
        super().save(key, tokens)


def test_a_program_waits_for_what_another_one_is_about_to_save(
    driver: Driver, service: Service
) -> None:
    store = SlowStore()
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    end(store)
    ready = threading.Barrier(PROGRAMS)

    def together(_: object) -> None:
        ready.wait(10)

    service.faults["/refresh"] = [together] * PROGRAMS
    assert in_programs(driver, service, lambda: store) == [OK] * PROGRAMS
    assert len(service.forms("password")) == 1
    assert len(service.forms("refresh_token")) == PROGRAMS


def test_a_refresh_token_that_nothing_takes_is_given_up_soon(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    clock = StillClock()
    flow = RefreshToken(refresh_token="S3CRET-refresh-0", client_id="me")
    store = FileTokenStore(tmp_path / "t")
    (error,) = driver.calls(service, READ, sign_in=flow, token_store=store, clock=clock)
    assert "sign in again" in str(error) and sum(clock.sleeps) < 2
    assert len(service.forms("refresh_token")) == 1


def test_a_program_that_stands_still_holds_up_no_other(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    path, clock = tmp_path / "t", StillClock(now=time.time())
    store = FileTokenStore(path)
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    end(store)
    (name,) = store._entries()
    turn = store.hold(name)
    assert turn is not None and FileTokenStore(path).hold(name) is None
    assert FileTokenStore(path).hold("of another user") is not None
    assert driver.calls(service, READ, sign_in=ADA, token_store=store, clock=clock) == [OK]
    assert 29 < sum(clock.sleeps) < 31
    turn.release()
    turn.release()
    assert FileTokenStore(path).hold(name) is not None


def test_a_turn_ends_with_whatever_ends_the_refresh(
    driver: Driver, service: Service, tmp_path: Path
) -> None:
    store = FileTokenStore(tmp_path / "t")
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    end(store)
    (name,) = store._entries()
    service.faults["/refresh"] = [Answer(500)]
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, Exception)
    assert store.hold(name) is not None


def test_a_turn_ends_with_a_call_that_is_cancelled(service: Service, tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "t")
    assert Driver().calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    end(store)
    (name,) = store._entries()
    service.faults["/refresh"] = [slowly]

    async def cancelled(client: Any) -> None:
        task = asyncio.create_task(client._call(READ, ()))
        while store.hold(name) is not None:
            gc.collect()
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def main() -> None:
        made = AsyncDriver().configuration(service, {"sign_in": ADA, "token_store": store})
        async with BaseAsyncApiClient(made) as client:
            await cancelled(client)

    asyncio.run(main())
    assert store.hold(name) is not None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_child_neither_keeps_nor_ends_the_turn_of_its_parent(tmp_path: Path) -> None:
    store = FileTokenStore(tmp_path / "t")
    turn = store.hold("k")
    assert turn is not None
    ending = os.fork()
    if ending == 0:
        turn.release()  # As its finaliser does.
        os._exit(0)
    os.waitpid(ending, 0)
    assert store.hold("k") is None, "the child ended it"
    living = os.fork()
    if living == 0:
        time.sleep(20)  # It has the file open.
        os._exit(0)
    turn.release()
    is_free = store.hold("k") is not None
    os.kill(living, signal.SIGKILL)
    os.waitpid(living, 0)
    assert is_free, "the child keeps it"


@pytest.mark.parametrize("kind", ["link", "folder", "of another kind"])
def test_what_stands_in_the_place_of_the_lock(
    kind: str, driver: Driver, service: Service, tmp_path: Path
) -> None:
    """The refresh token is not used up where what comes for it cannot be kept."""
    store = FileTokenStore(tmp_path / "t")
    assert driver.calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    end(store)
    (name,) = store._entries()
    turn = store.hold(name)
    assert turn is not None
    lock = turn._path
    turn.release()
    lock.unlink()
    if kind == "link":
        lock.symlink_to(tmp_path / "elsewhere")
    elif kind == "folder":
        lock.mkdir()
    if kind == "of another kind":
        store.hold = lambda key: 5  # type: ignore[method-assign, assignment, return-value]
    (error,) = driver.calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, ApiTypeError if kind == "of another kind" else LocalFileError)
    assert service.forms("refresh_token") == []


def test_a_store_of_coroutine_functions_may_have_turns(service: Service) -> None:
    held: list[str] = []

    class Turn:
        def release(self) -> None:
            held.append("released")

    class Store(MemoryTokenStore):
        async def hold(self, key: str) -> Turn | None:
            held.append("asked")
            return Turn() if len(held) > 2 else None

    store = Store()
    assert AsyncDriver().calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    end(store)
    assert AsyncDriver().calls(service, READ, sign_in=ADA, token_store=store) == [OK]
    assert held == ["asked", "asked", "asked", "released"]
    end(store)
    (error,) = Driver().calls(service, READ, sign_in=ADA, token_store=store)
    assert isinstance(error, ApiTypeError) and "asynchronous client" in str(error)
