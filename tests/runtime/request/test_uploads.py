"""Uploads over real sockets: exactly the announced bytes, and what their source raises, with both
clients.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError
from docbound.runtime.request.uploads import contents
from docbound.runtime.service.operations import Body, Form, Operation, Part
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import response
from tests.runtime.twins import AsyncClient, Client, Configuration

RAW = Operation[Any](
    "put",
    "PUT",
    "/file",
    body=Body({"application/octet-stream": None}),
    responses={"200": {"application/json": "int"}},
)
FORM = Operation[Any](
    "post",
    "POST",
    "/form",
    body=Body({"multipart/form-data": Form(None, parts={"file": Part(file=True)})}),
    responses={"200": {"application/json": "int"}},
)


def call_all(port: int, calls: list[tuple[Any, ...]], kind: str) -> list[Any]:
    """Makes calls one after the other, on one connection where that is possible; an exception is a
    result.
    """
    configuration = Configuration(host=f"http://127.0.0.1:{port}", timeout=(20, 20))

    def sync() -> list[Any]:
        found: list[Any] = []
        with Client(configuration) as client:
            for each in calls:
                try:
                    found.append(client._call(*each))
                except Exception as error:
                    found.append(error)
        return found

    async def asynchronous() -> list[Any]:
        found: list[Any] = []
        async with AsyncClient(configuration) as client:
            for each in calls:
                try:
                    found.append(await client._call(*each))
                except Exception as error:
                    found.append(error)
        return found

    return sync() if kind == "sync" else asyncio.run(asynchronous())


@pytest.fixture
def server() -> Iterator[FaultServer]:
    server = FaultServer([(response(str(number).encode()),) for number in range(1, 9)])
    yield server
    server.close()


kinds = pytest.mark.parametrize("kind", ["sync", "async"])


class Changing:
    """A binary file whose size changes while it is read."""

    def __init__(self, path: Path, change: Callable[[Path], object]) -> None:
        self._file = path.open("rb")
        self._change: Callable[[], object] | None = lambda: change(path)
        self.name = str(path)

    def read(self, size: int = -1) -> bytes:
        change, self._change = self._change, None
        if change is not None:
            change()
        return self._file.read(size)

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)


def grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"GET /stolen HTTP/1.1\r\nHost: x\r\n\r\n")


def shrink(path: Path) -> None:
    os.truncate(path, 3)


@kinds
@pytest.mark.parametrize("form", [False, True], ids=["raw", "form"])
def test_a_file_that_grows_is_sent_as_it_was(
    kind: str, form: bool, server: FaultServer, tmp_path: Path
) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"0123456789")
    file = Changing(path, grow)
    first = (FORM, ({"file": file},)) if form else (RAW, (file,))
    found = call_all(server.port, [first, (RAW, (b"second",))], kind)
    assert found == [1, 2], "the second call got its own response"
    assert len(server.requests) == 2
    assert b"0123456789" in server.requests[0] and b"stolen" not in server.requests[0]
    assert server.requests[1].endswith(b"\r\n\r\nsecond")


@kinds
@pytest.mark.parametrize("form", [False, True], ids=["raw", "form"])
def test_a_file_that_shrinks_is_an_error_at_once(
    kind: str, form: bool, server: FaultServer, tmp_path: Path
) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"0123456789")
    file = Changing(path, shrink)
    first = (FORM, ({"file": file},)) if form else (RAW, (file,))
    error, second = call_all(server.port, [first, (RAW, (b"second",))], kind)
    assert isinstance(error, ApiValueError)
    assert "shorter while it was sent: 7 of its 10 bytes are missing" in str(error)
    assert second == 1, "nothing was repeated, and the connection is a new one"


class Broken(Exception):
    """Raised by a caller's own source."""


def raising(error: Exception) -> Iterator[bytes]:
    yield b"some"
    raise error


async def raising_async(error: Exception) -> AsyncIterator[bytes]:
    yield b"some"
    raise error


@kinds
@pytest.mark.parametrize(
    "error",
    [Broken("mine"), ValueError("mine"), OSError(5, "mine"), TimeoutError("mine")],
    ids=lambda error: type(error).__name__,
)
def test_what_a_source_raises_arrives_as_it_is(
    kind: str, error: Exception, server: FaultServer
) -> None:
    calls = [(RAW, (raising(error),)), (RAW, (b"second",))]
    if kind == "async":
        calls.insert(0, (RAW, (raising_async(error),)))
    *raised, second = call_all(server.port, calls, kind)
    assert all(each is error for each in raised)
    assert second == 1, "the broken requests were never complete"


@kinds
def test_a_callers_content_length_holds_for_a_stream(kind: str, server: FaultServer) -> None:
    def options(length: str) -> CallOptions:
        return CallOptions(headers={"content-length": length})

    def call(length: str, *pieces: bytes) -> tuple[Any, ...]:
        return (RAW, (iter(pieces),), options(length))

    long, short, right, wrong, none = call_all(
        server.port,
        [
            call("4", b"012", b"345"),
            call("9", b"012", b"345"),
            call("6", b"012", b"", b"345"),
            (RAW, (b"0123",), options("3")),
            call("many", b"0"),
        ],
        kind,
    )
    assert right == 1 and b"transfer-encoding" not in server.requests[0].lower()
    assert server.requests[0].lower().count(b"content-length: 6") == 1
    for error, text in (
        (long, "more than the 4 bytes that were announced"),
        (short, "ended after 6 of the 9 bytes"),
        (wrong, "says 3, but the body has 4 bytes"),
        (none, "is a number of bytes, not 'many'"),
    ):
        assert isinstance(error, ApiValueError) and text in str(error)


@kinds
@pytest.mark.parametrize("field", [("Transfer-Encoding", "gzip"), ("expect", "100-continue")])
def test_framing_is_not_the_callers(kind: str, field: tuple[str, str], server: FaultServer) -> None:
    options = CallOptions(headers=dict([field]))
    (error,) = call_all(server.port, [(RAW, (b"0",), options)], kind)
    assert isinstance(error, ApiValueError) and "leave it out" in str(error)
    assert not server.requests


@kinds
def test_the_pieces_of_a_body_are_octets(kind: str, server: FaultServer) -> None:
    text: Any = iter(["text"])
    wide = memoryview(b"12345678").cast("I")
    error, second = call_all(
        server.port,
        [
            (RAW, (text,)),
            (RAW, (iter([wide]),), CallOptions(headers={"Content-Length": "8"})),
        ],
        kind,
    )
    assert isinstance(error, ApiTypeError) and "bytes, not str" in str(error)
    assert second == 1 and server.requests[0].endswith(b"\r\n\r\n12345678")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_pipe_has_no_size_and_is_not_sent_twice(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    stream = contents(path)
    assert not isinstance(stream, bytes)
    assert stream.length is None and not stream.replayable


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
def test_a_file_that_claims_to_be_empty_is_read_all_the_same() -> None:
    stream = contents(Path("/proc/self/status"))
    assert not isinstance(stream, bytes)
    assert stream.length is None and b"".join(stream).startswith(b"Name:")


@kinds
@pytest.mark.parametrize("form", [False, True], ids=["raw", "form"])
def test_a_file_that_cannot_be_read_is_no_empty_one(
    kind: str, form: bool, tmp_path: Path, server: FaultServer
) -> None:
    with (tmp_path / "written").open("wb") as file:
        value: Any = {"file": file} if form else file
        (error,) = call_all(server.port, [(FORM if form else RAW, (value,))], kind)
    assert isinstance(error, ApiValueError) and "for writing only" in str(error)
    assert not server.requests


@kinds
def test_a_file_at_its_end_is_sent_as_nothing_and_said(kind: str, server: FaultServer) -> None:
    file = io.BytesIO()
    file.write(b"0123")
    with pytest.warns(UserWarning, match="none of its 4 bytes are sent; seek"):
        assert call_all(server.port, [(RAW, (file,))], kind) == [1]


class AsyncFile:
    """As aiofiles and anyio open them: nearly every method is to be awaited."""

    name = "notes.txt"
    closed = False

    def __init__(self, *pieces: Any) -> None:
        self._pieces = [*pieces, b""]

    async def seekable(self) -> bool:
        return True

    async def tell(self) -> int:
        return 0

    async def read(self, size: int = -1) -> Any:
        return self._pieces.pop(0)


@pytest.mark.parametrize("form", [False, True], ids=["raw", "form"])
def test_an_asynchronous_file(form: bool, server: FaultServer) -> None:
    def call(file: AsyncFile) -> tuple[Any, ...]:
        return (FORM, ({"file": file},)) if form else (RAW, (file,))

    (error,) = call_all(server.port, [call(AsyncFile(b"ab"))], "sync")
    assert isinstance(error, ApiTypeError) and "needs the asynchronous client" in str(error)
    done, text = call_all(
        server.port, [call(AsyncFile(b"ab", b"cd")), call(AsyncFile("a"))], "async"
    )
    assert done == 1 and b"ab" in server.requests[0] and b"cd" in server.requests[0]
    assert isinstance(text, ApiTypeError) and "binary mode" in str(text)
