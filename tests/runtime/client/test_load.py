"""Many callers, and bodies that do not fit into memory: a small edition of each, and a large one
for ``make stress``.
"""

from __future__ import annotations

import asyncio
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.service.operations import Body, Form, Operation, path
from tests.runtime.twins import AsyncClient, Client, Configuration

THREADS = 64

PIECE = bytes(65536)

ECHO = Operation[int](
    "echo",
    "GET",
    "/echo/{id}",
    parameters=(path("id"),),
    responses={"200": {"application/json": "int"}},
)
DOWNLOAD = Operation[Any](
    "download",
    "GET",
    "/file",
    responses={"200": {"application/octet-stream": "BinaryResponse"}},
)
UPLOAD = Operation[int](
    "upload",
    "PUT",
    "/file",
    body=Body({"application/octet-stream": "bytes", "multipart/form-data": Form(None)}),
    responses={"200": {"application/json": "int"}},
)


@dataclass(frozen=True)
class Scale:
    """How many, and how large.

    Attributes:
        calls, tasks: how often, and by how many tasks at once.
        size: bytes of a body.
        room: bytes of memory that it may take on its way.
    """

    calls: int
    tasks: int
    size: int
    room: int


MB = 1024 * 1024
SMALL = Scale(calls=600, tasks=200, size=24 * MB, room=4 * MB)
LARGE = Scale(calls=10_000, tasks=1000, size=200 * MB, room=16 * MB)


@pytest.fixture(
    params=[SMALL, pytest.param(LARGE, marks=pytest.mark.stress)],
    ids=["small", "large"],
)
def scale(request: pytest.FixtureRequest) -> Scale:
    made: Scale = request.param
    return made


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: set[Any]
    size: int
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        type(self).connections.add(self.client_address)
        if self.path == "/file":
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(self.size))
            self.end_headers()
            for _ in range(self.size // len(PIECE)):
                self.wfile.write(PIECE)
        else:
            self._answer(self.path.rpartition("/")[2].encode())

    def do_PUT(self) -> None:
        count = 0
        if "Content-Length" in self.headers:
            left = int(self.headers["Content-Length"])
            while left:
                read = len(self.rfile.read(min(left, 65536)))
                count, left = count + read, left - read
        else:
            while size := int(self.rfile.readline(), 16):
                count += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        self._answer(str(count).encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    request_queue_size = 1024
    daemon_threads = True


@pytest.fixture
def server(scale: Scale) -> Iterator[Server]:
    members = {"connections": set[Any](), "size": scale.size}
    handler = type("Counting", (Handler,), members)
    made = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def settings(server: Server) -> dict[str, Any]:
    return {
        "configuration": Configuration(host=f"http://127.0.0.1:{server.server_port}", retries=0)
    }


def connections(server: Server) -> int:
    handler: Any = server.RequestHandlerClass
    return len(handler.connections)


def test_every_response_goes_to_its_thread(server: Server, scale: Scale) -> None:
    with Client(**settings(server)) as client, ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda n: client._call(ECHO, (n,)), range(scale.calls)))
    assert found == list(range(scale.calls))
    assert connections(server) <= THREADS


def test_every_response_goes_to_its_task(server: Server, scale: Scale) -> None:
    async def run() -> list[int]:
        async with AsyncClient(**settings(server)) as client:
            gate = asyncio.Semaphore(scale.tasks)

            async def one(number: int) -> int:
                async with gate:
                    found: int = await client._call(ECHO, (number,))
                    return found

            return await asyncio.gather(*map(one, range(scale.calls)))

    assert asyncio.run(run()) == list(range(scale.calls))
    assert connections(server) <= 100


class Peak:
    """The memory that Python takes at most while it is entered."""

    def __enter__(self) -> Peak:
        tracemalloc.start()
        self.size = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()


def test_downloads_pass_through(server: Server, scale: Scale, tmp_path: Path) -> None:
    async def run() -> int:
        async with AsyncClient(**settings(server)) as client:
            written: int = await (await client._call(DOWNLOAD, ())).save(tmp_path / "b")
            return written

    with Peak() as peak:
        with Client(**settings(server)) as client:
            assert client._call(DOWNLOAD, ()).save(tmp_path / "a") == scale.size
        assert asyncio.run(run()) == scale.size
    assert (tmp_path / "a").stat().st_size == (tmp_path / "b").stat().st_size == scale.size
    assert peak.size < scale.room


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // len(PIECE)):
        yield PIECE


def test_uploads_pass_through(server: Server, scale: Scale, tmp_path: Path) -> None:
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(scale.size)

    async def run() -> list[int]:
        async with AsyncClient(**settings(server)) as client:
            return [await client._call(UPLOAD, (value,)) for value in (source, pieces(scale.size))]

    with Peak() as peak:
        with Client(**settings(server)) as client:
            assert [client._call(UPLOAD, (value,)) for value in (source, pieces(scale.size))] == [
                scale.size,
                scale.size,
            ]
        assert asyncio.run(run()) == [scale.size, scale.size]
    assert peak.size < scale.room


def test_multipart_uploads_pass_through(server: Server, scale: Scale, tmp_path: Path) -> None:
    from docbound.runtime.service.options import CallOptions

    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(scale.size)
    options = CallOptions(content_type="multipart/form-data")

    async def run() -> int:
        async with AsyncClient(**settings(server)) as client:
            sent: int = await client._call(UPLOAD, ({"file": source, "note": "x"},), options)
            return sent

    with Peak() as peak:
        with Client(**settings(server)) as client:
            assert (
                scale.size
                < client._call(UPLOAD, ({"file": source, "note": "x"},), options)
                < scale.size + 1000
            )
        assert scale.size < asyncio.run(run()) < scale.size + 1000
    assert peak.size < scale.room
