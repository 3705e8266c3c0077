"""A process that forks: the child makes its own connections, those of the parent go on."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from docbound.runtime.models import validators
from docbound.runtime.service.operations import Operation
from tests.runtime.faults.server import FaultServer
from tests.runtime.twins import AsyncClient, Client

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here"),
    # The server is a thread of the parent; the child never asks it for anything but by its socket.
    pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning"),
]

ASK = Operation[Any]("ask", "GET", "/x", responses={"200": {"application/json": None}})
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n42"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    made = FaultServer([[RESPONSE]])
    yield made
    made.close()


def in_a_child(work: Callable[[], object]) -> str:
    """What ``work`` gives in a forked process, as text."""
    reader, writer = socket.socketpair()
    child = os.fork()
    if child == 0:
        try:
            writer.sendall(repr(work()).encode())
        except BaseException as error:
            writer.sendall(repr(error).encode())
        finally:
            # Neither the tests nor the finalisers of the parent go on here.
            os._exit(0)
    writer.close()
    with reader:
        reader.settimeout(20)
        text = reader.recv(65536).decode()
    os.waitpid(child, 0)
    return text


def test_a_synchronous_client(server: FaultServer) -> None:
    with Client(host=f"http://127.0.0.1:{server.port}") as client:
        assert client._call(ASK, ()) == 42

        def call_twice() -> list[Any]:
            return [client._call(ASK, ()), client._call(ASK, ())]

        assert in_a_child(call_twice) == "[42, 42]"
        assert client._call(ASK, ()) == 42
    assert server.connections == 2, "one of the parent, one of the child"
    assert len(server.requests) == 4


def test_an_asynchronous_client(server: FaultServer) -> None:
    client = AsyncClient(host=f"http://127.0.0.1:{server.port}", timeout=5, retries=0)
    with asyncio.Runner() as parent:
        assert parent.run(client._call(ASK, ())) == 42

        def call_twice() -> list[Any]:
            async def calls() -> list[Any]:
                return [await client._call(ASK, ()), await client._call(ASK, ())]

            return asyncio.run(calls())

        assert in_a_child(call_twice) == "[42, 42]"
        assert parent.run(client._call(ASK, ())) == 42
        parent.run(client.close())
    assert server.connections == 2, "one of the parent, one of the child"
    assert len(server.requests) == 4


def test_a_lock_that_was_held_is_free_in_the_child() -> None:
    """Another thread of the parent fetches a token; in the child nobody does."""
    with Client() as client, client._connection.lock("token"):
        lock = client._connection.lock
        assert in_a_child(lambda: lock("token").acquire(timeout=1)) == "True"


def test_a_lock_that_a_task_held_is_free_in_the_child() -> None:
    client = AsyncClient()

    async def locked() -> bool:
        return bool(client._connection.lock("token").locked())

    async def forked() -> str:
        async with client._connection.lock("token"):
            assert await locked()
            asyncio.set_event_loop(None)
            return in_a_child(lambda: asyncio.run(locked()))

    assert asyncio.run(forked()) == "False"


def test_a_fork_waits_for_models_that_another_thread_compiles() -> None:
    held, done = threading.Event(), threading.Event()

    def compile_slowly() -> None:
        with validators._LOCK:
            held.set()
            done.wait(0.2)

    thread = threading.Thread(target=compile_slowly)
    thread.start()
    held.wait()
    assert in_a_child(lambda: validators._LOCK.acquire(timeout=1)) == "True"
    done.set()
    thread.join()


def test_a_child_may_close_the_client(server: FaultServer) -> None:
    with Client(host=f"http://127.0.0.1:{server.port}") as client:
        assert client._call(ASK, ()) == 42
        assert in_a_child(client.close) == "None"
        assert client._call(ASK, ()) == 42
    assert server.connections == 1
