"""A call that is cancelled, at each place where it waits: afterwards no connection is taken, no
lock held, no half-written file there, no task left, nothing logged that nobody collected, and the
client works.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
from asyncio import FIRST_COMPLETED as FIRST
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from docbound.runtime.errors import OpenApiException
from docbound.runtime.service.operations import Body, Operation, Stream
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.server import Act, FaultServer
from tests.runtime.faults.table import CHUNKED, OK, response
from tests.runtime.twins import AsyncClient, Configuration

PAUSE: Final = 0.003
"""Seconds that the service takes for everything, so that there is something to wait for."""
DATA: Final = {"200": {"application/json": None}}
SIMPLE: Final = Operation[Any]("op", "GET", "/x", responses=DATA)
SIGNED_IN: Final = Operation[Any]("op", "GET", "/x", responses=DATA, security=(("oauth",),))
TOKEN: Final = response(b'{"access_token":"good","expires_in":3600,"refresh_token":"r"}')
SOON: Final[Act] = (PAUSE, *OK)


def _chunk(content: bytes) -> bytes:
    return b"%x\r\n" % len(content) + content + b"\r\n"


def _pieces(*pieces: bytes, status: str = "200 OK", kind: str = "application/json") -> Act:
    """A response in chunks, with a pause before each."""
    head = response(b"", f"{status}\r\nContent-Type: {kind}", CHUNKED, length=None)
    plain = b"Content-Type: application/json\r\n"
    act: list[bytes | float] = [PAUSE, head if kind in plain.decode() else head.replace(plain, b"")]
    for piece in pieces:
        act += [PAUSE, _chunk(piece)]
    return (*act, PAUSE, b"0\r\n\r\n")


def _packed() -> Act:
    content = gzip.compress(b"5", mtime=0)
    whole = response(content, "200 OK", "Content-Encoding: gzip")
    return (PAUSE, whole[:-5], PAUSE, whole[-5:])


async def _uploaded() -> AsyncIterator[bytes]:
    for _ in range(4):
        await asyncio.sleep(PAUSE)
        yield b"x" * 1000


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of call.

    Attributes:
        acts: what the service does, see :class:`FaultServer`.
        values: of the call, made anew for each.
        fails: whether the call ends in an error when nobody cancels it.
    """

    name: str
    acts: Sequence[Act]
    operation: Operation[Any] = SIMPLE
    values: Callable[[], tuple[object, ...]] = field(default=tuple)
    fails: bool = False


SCENES: Final = (
    Scene("data", [SOON]),
    Scene("data in pieces", [_pieces(b"1", b"2", b"3")]),
    Scene("much data", [_pieces(b"[" + b" " * 200_000, b"]")]),
    Scene("packed data", [_packed()]),
    Scene("a redirect", [(PAUSE, response(b"moved", "302 Found", "Location: /y")), SOON]),
    Scene(
        "a redirect with a body that is not read",
        [_pieces(b"a", status="302 Found\r\nLocation: /y"), SOON],
    ),
    Scene("a repetition", [(PAUSE, response(b"busy", "503 Busy", "Retry-After: 0.005")), SOON]),
    Scene("a token", [(PAUSE, TOKEN), SOON], SIGNED_IN),
    Scene(
        "a token that is refused",
        [(PAUSE, TOKEN), (PAUSE, response(b"", "401 Unauthorized")), (PAUSE, TOKEN), SOON],
        SIGNED_IN,
    ),
    Scene("an error", [(PAUSE, response(b'{"message":"no"}', "400 Bad Request"))], fails=True),
    Scene(
        "a stream",
        [_pieces(b"data: 1\n\n", b"data: 2\n\n", kind="text/event-stream")],
        Operation("op", "GET", "/x", responses={"200": {"text/event-stream": Stream("int")}}),
    ),
    Scene(
        "a file",
        [_pieces(b"1" * 70_000, b"2", kind="application/octet-stream")],
        Operation(
            "op", "GET", "/x", responses={"200": {"application/octet-stream": "BinaryResponse"}}
        ),
    ),
    Scene(
        "an upload",
        [SOON],
        Operation(
            "op", "POST", "/x", body=Body({"application/octet-stream": None}), responses=DATA
        ),
        lambda: (_uploaded(),),
    ),
)


def cancelled(
    scene: Scene, wait: int, folder: Path, *, turns: int = 0, total_timeout: bool = False
) -> bool:
    """Makes the call, and cancels it where it waits for the time number ``wait``, from 1.

    Args:
        folder: an empty one, for the file of a download.
        turns: of the event loop, by which the cancellation comes later.
        total_timeout: one timeout for the whole call, in place of one for each read.

    Returns:
        Whether the call waited so often at all.

    Raises:
        AssertionError: something was left behind, or the client works no more.
    """
    server = FaultServer(scene.acts)
    told: list[str] = []

    async def run() -> bool:
        asyncio.get_running_loop().set_exception_handler(lambda _, said: told.append(str(said)))
        settings = Configuration(
            host=f"http://127.0.0.1:{server.port}",
            client_id="me",
            client_secret="mine",
            connection_pool_maxsize=1,
            timeout=30 if total_timeout else (30, 30),
        )
        async with AsyncClient(settings, retries=2) as client:
            waited = await _cancel(_call(client, scene, folder), scene, wait, turns)
            _assert_nothing_held(client, folder)
            server.heal(OK)
            for _ in range(2):
                result = await client._call(SIMPLE, (), CallOptions(retries=2))
                assert result == 5, "the client works no more"
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left, f"tasks are left: {left}"
        return waited

    try:
        waited = asyncio.run(run())
        gc.collect()  # A task whose error nobody collected says so when it is garbage.
        assert not told, told
        assert server.is_idle(), "a connection stayed open"
    finally:
        server.close()
    return waited


class _Counted:
    """An awaitable that counts how often its coroutine waits, and tells ``reached`` when it does so
    for the time number ``wait``.
    """

    def __init__(
        self, coroutine: Coroutine[Any, Any, Any], wait: int, reached: Callable[[], object]
    ) -> None:
        self._inner = coroutine
        self._wait = wait
        self._reached = reached

    def __await__(self) -> Generator[Any, Any, Any]:
        waits = 0
        step: Callable[[], Any] = partial(self._inner.send, None)
        while True:
            try:
                future = step()
            except StopIteration as end:
                return end.value
            waits += 1
            if waits == self._wait:
                self._reached()
            try:
                given = yield future
            except BaseException as error:
                step = partial(self._inner.throw, error)
            else:
                step = partial(self._inner.send, given)


async def _cancel(coroutine: Coroutine[Any, Any, Any], scene: Scene, wait: int, turns: int) -> bool:
    reached = asyncio.Event()

    async def counted() -> Any:
        return await _Counted(coroutine, wait, reached.set)

    task = asyncio.create_task(counted())
    await asyncio.wait({task, watching := asyncio.create_task(reached.wait())}, return_when=FIRST)
    watching.cancel()
    for _ in range(turns):
        await asyncio.sleep(0)
    ended = task.done()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        assert not ended
    except OpenApiException:
        assert scene.fails
    return reached.is_set()


async def _call(client: AsyncClient, scene: Scene, folder: Path) -> Any:
    result = await client._call(scene.operation, scene.values())
    match scene.name:
        case "a stream":
            async with result:
                return [item async for item in result]
        case "a file":
            return await result.save(folder / "file")
        case _:
            return result


def _assert_nothing_held(client: AsyncClient, folder: Path) -> None:
    connection: Any = client._connection
    transport = connection._transport
    session = getattr(transport, "_session", None)
    assert session is None or not session.connector._acquired, "a connection is taken"
    locks = [lock for each in connection._locks.values() for lock in each.values()]
    assert not any(lock.locked() for lock in locks), "a lock is held"
    assert [name.name for name in folder.iterdir() if name.name != "file"] == []
